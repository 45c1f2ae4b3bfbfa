"""The database file: what is not ours is left alone, and nothing half done is ever seen."""

import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from runpy import run_path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest

from pipeline.errors import StoreError
from pipeline.store import Store

CONTENTS = str(Path(__file__).with_name("store_contents.py"))
made = SimpleNamespace(**run_path(CONTENTS))
SMALL = made.make_contents(claims=(), events=(), redirects=(), documents=(), captures=())


def build(path, contents=None):
    with Store.open(path, mode="w") as store:
        store.rebuild(contents or made.make_contents())
        return list(store.dump())


def dump_of(path):
    with Store.open(path) as store:
        return list(store.dump())


def execute(path, *statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a folder#1" / "timeline.db"


@pytest.fixture(autouse=True)
def folder(path):
    path.parent.mkdir()


def test_a_missing_database_names_the_command_that_makes_it(path):
    with pytest.raises(StoreError, match=r"no database yet.*stanceline rebuild"):
        Store.open(path)
    assert not path.exists()


def test_an_empty_file_counts_as_a_database_to_be_filled(path):
    path.touch()

    with pytest.raises(StoreError, match="empty"):
        Store.open(path)
    build(path)
    assert dump_of(path) == build(path)


@pytest.mark.parametrize("mode", ["r", "w"])
def test_a_database_of_somebody_else_is_left_alone(path, mode):
    execute(path, "create table cats (name text)")
    before = path.read_bytes()

    with pytest.raises(StoreError, match="not made by Stanceline") as refused:
        Store.open(path, mode=mode)
    assert str(path) in str(refused.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", ["r", "w"])
def test_a_database_of_a_newer_version_is_left_alone(path, mode):
    build(path)
    execute(path, "pragma user_version = 9999")

    with pytest.raises(StoreError, match=r"newer Stanceline \(format 9999"):
        Store.open(path, mode=mode)


@pytest.mark.parametrize(
    "change", ["pragma user_version = 0", "alter table claims add column mood text"]
)
def test_a_database_of_an_older_layout_is_remade_by_the_next_rebuild(path, change):
    expected = build(path)
    execute(path, change)

    with pytest.raises(StoreError, match=r"older Stanceline.*stanceline rebuild"):
        Store.open(path)
    assert build(path) == expected
    assert dump_of(path) == expected


def test_a_database_that_somebody_analysed_is_rebuilt_all_the_same(path):
    expected = build(path)
    execute(path, "analyze")

    assert build(path) == expected


@pytest.mark.parametrize("mode", ["r", "w"])
def test_a_file_that_is_no_database_is_left_alone(path, mode):
    path.write_bytes(b"<html>" * 1000)

    with pytest.raises(StoreError, match=r"no database, or damaged; move it away"):
        Store.open(path, mode=mode)
    assert path.read_bytes() == b"<html>" * 1000


def test_a_damaged_database_says_so_and_how_to_get_it_back(path):
    build(path)
    content = bytearray(path.read_bytes())
    content[4096:-4096] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)

    with pytest.raises(StoreError, match=r"damaged.*stanceline rebuild"), Store.open(path) as store:
        store.documents()


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StoreError, match=r"nowhere/timeline\.db: it cannot be opened"):
        Store.open(tmp_path / "nowhere" / "timeline.db", mode="w")


def test_a_reader_cannot_write(path):
    build(path)

    with Store.open(path) as store, pytest.raises(StoreError, match="may not be written"):
        store.rebuild(SMALL)


def test_another_writer_is_named_and_nothing_changes(path):
    before = build(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")

    with (
        Store.open(path, mode="w", wait_seconds=0.05) as store,
        pytest.raises(StoreError, match="another program is writing"),
    ):
        store.rebuild(SMALL)
    other.close()
    assert dump_of(path) == before


def test_a_reader_in_the_middle_of_its_answer_sees_one_state(path):
    old = build(path)
    with Store.open(path) as reader:
        lines = reader.dump()
        first = [next(lines), next(lines)]
        new = build(path, SMALL)

        assert first + list(lines) == old
        assert list(reader.dump()) == new


def test_a_full_disk_leaves_the_old_rows(path):
    before = build(path)
    with Store.open(path, mode="w") as store:
        pages = store._connection.execute("pragma page_count").fetchone()[0]
        store._connection.execute(f"pragma max_page_count = {pages}")
        documents = tuple(made.make_document(number) for number in range(3000))

        with pytest.raises(StoreError, match=r"the disk is full; free some space"):
            store.rebuild(made.make_contents(documents=documents))
        assert list(store.dump()) == before
    assert dump_of(path) == before


LIMITED = """
import resource, signal, sys
from runpy import run_path
from pathlib import Path
from pipeline.errors import StoreError
from pipeline.store import Store
made = run_path(sys.argv[1])
path = Path(sys.argv[2])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
documents = tuple(made["make_document"](number) for number in range(3000))
with Store.open(path, mode="w") as store:
    try:
        store.rebuild(made["make_contents"](documents=documents))
    except StoreError as error:
        print(error)
"""


def run_child(code, *arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-c", code, CONTENTS, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )


def test_a_file_that_may_not_grow_leaves_the_old_rows(path):
    before = build(path)

    told, _ = run_child(LIMITED, path).communicate()

    assert f"{path}: the disk" in told
    assert "run the command again" in told
    assert dump_of(path) == before


READ_ONLY = """
import os, sys
from runpy import run_path
from pathlib import Path
from pipeline.errors import StoreError
from pipeline.store import Store
made = run_path(sys.argv[1])
contents = made["make_contents"]()
os.chdir(sys.argv[2])
with Store.open(Path("other.db"), mode="w") as store:  # loads all that is loaded late
    store.rebuild(contents)
os.chmod("timeline.db", 0o444)
os.chmod(".", 0o555)
if os.geteuid() == 0:
    os.setuid(65534)
with Store.open(Path("timeline.db")) as store:
    print(len(store.timeline()))
try:
    with Store.open(Path("timeline.db"), mode="w") as store:
        store.rebuild(contents)
except StoreError as error:
    print(error)
try:
    Store.open(Path("new.db"), mode="w")
except StoreError as error:
    print(error)
"""


def test_a_folder_that_may_not_be_written_can_be_read_and_is_named_when_written():
    with TemporaryDirectory() as name:  # not tmp_path, which only its owner may enter
        folder = Path(name)
        folder.chmod(0o755)
        build(folder / "timeline.db")
        told, _ = run_child(READ_ONLY, folder).communicate()
        folder.chmod(0o755)

    read, refused, missing = told.splitlines()
    assert read == "1"
    assert refused.startswith("timeline.db: it may not be written")
    assert missing.startswith("new.db: it cannot be opened")


TURNS = """
import sys
from runpy import run_path
from pathlib import Path
from pipeline.store import Store
made = run_path(sys.argv[1])
documents = tuple(made["make_document"](number) for number in range(200))
claims = tuple(made["make_claim"](number, document=documents[number]) for number in range(200))
turns = [made["make_contents"](documents=documents[:n], claims=claims[:n], events=())
         for n in (200, 100)]
with Store.open(Path(sys.argv[2]), mode="w") as store:
    store.rebuild(turns[0])
    print("ready", flush=True)
    while True:
        for contents in turns:
            store.rebuild(contents)
"""


def size_of(path):
    with Store.open(path) as store:
        counts = store.counts()
        return counts["documents"], counts["claims"]


def test_a_process_killed_while_it_rebuilds_leaves_one_whole_state(path):
    chance = random.Random(7)
    whole = {(200, 200), (100, 100)}
    for _ in range(3):
        child = run_child(TURNS, path)
        child.stdout.readline()
        seen = set()
        while seen != whole:  # readers go on meanwhile, and see no state between
            seen.add(size_of(path))
            assert seen <= whole
        for _ in range(chance.randrange(20)):
            assert size_of(path) in whole
        child.send_signal(signal.SIGKILL)
        child.communicate()

        assert size_of(path) in whole
        with Store.open(path) as store:
            assert store.check_quotes() == []
        connection = sqlite3.connect(path)
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        connection.close()
    assert build(path) == dump_of(path)
