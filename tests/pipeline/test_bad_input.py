"""Bad input, bad places and bad moments: one clear message, the right exit code, nothing lost."""

import json
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli.locking import writing
from pipeline.cli.running import run
from pipeline.store import Store
from scrapers.archive import Archive

ROOT = Path(__file__).parents[2]
STANCELINE = [sys.executable, "-c", "from pipeline.cli import main; main()"]
FIRST = "Zoom said on 7 July 2020 that it had paused data requests from the Hong Kong police.\n"
SECOND = "Google said on 6 July 2020 that it had paused data requests from Hong Kong.\n"
PARAGRAPH = "<p>Zoom said on Tuesday that it had paused data requests – “for now”, it added.</p>"
PAGE = (
    f'<html><head><meta charset="%s"></head><body><article>{PARAGRAPH * 3}</article></body></html>'
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """Build a data folder of one page, once; nobody writes in it."""
    folder = tmp_path_factory.mktemp("sound")
    page = folder / "first.txt"
    page.write_text(FIRST, encoding="utf-8")
    assert run(["add", str(page), "--published", "2020-07-08", "--data", str(folder / "data")]) == 0
    return folder / "data"


@pytest.fixture
def data(sound, tmp_path) -> Path:
    """Give a test a data folder of its own, to spoil."""
    return Path(shutil.copytree(sound, tmp_path / "data"))


@pytest.fixture
def second(tmp_path) -> Path:
    """Save a page that is in no data folder yet, with enough noise to make it large."""
    path = tmp_path / "second.txt"
    noise = "\n".join(f"Word{number * 7919} stands here." for number in range(2500))
    path.write_text(f"{SECOND}\n{noise}", encoding="utf-8")
    return path


def state_of(data: Path) -> list[str]:
    with Store.open(data / "timeline.db") as store:
        return list(store.dump())


def kept_in(data: Path) -> dict[str, bytes]:
    """Read all that must never be lost: the archive, the ledger, the hints."""
    private = data / "private"
    return {
        path.relative_to(private).as_posix(): path.read_bytes()
        for path in sorted(private.rglob("*"))
        if path.is_file()
    }


def companies_of(data: Path) -> set[str]:
    with Store.open(data / "timeline.db") as store:
        return {event.company for event in store.timeline()}


def message_of(capsys) -> str:
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    assert captured.out == ""
    return captured.err.strip()


def tracker_in(data: Path, file: str, old: str, new: str) -> Path:
    """Give a data folder a tracker of its own, in which one text was replaced."""
    folder = data / "trackers" / "hk-nsl"
    shutil.copytree(ROOT / "data" / "trackers" / "hk-nsl", folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"Zoom paused data requests. " * 2_000_000, "54,000,000 bytes"),
        (b"<html><head><title>A</title></head><body><script>1</script></body></html>", "no text"),
    ],
    ids=["empty", "blank", "binary", "picture", "50 MB of one line", "HTML without text"],
)
def test_a_page_without_a_text_is_named_and_the_others_are_added(
    body, said, data, second, tmp_path, capsys
):
    bad = tmp_path / "bad.html"
    bad.write_bytes(body)

    assert run(["add", str(bad), str(second), "--data", str(data)]) == 1
    message = message_of(capsys).splitlines()[0]
    assert message.startswith(f"{bad}: ")
    assert said in message
    assert bad.read_bytes() == body
    assert companies_of(data) == {"zoom", "google"}


@pytest.mark.parametrize("declared", ["utf-8", "utf-16", "big5", "no-such-encoding"])
@pytest.mark.parametrize("written", ["utf-8", "cp1252"])
def test_a_wrong_encoding_declared_costs_no_letter(declared, written, tmp_path, capsys):
    page = tmp_path / "page.html"
    page.write_bytes((PAGE % declared).encode(written))

    assert run(["parse", str(page)]) == 0
    assert "– “for now”, it added" in json.loads(capsys.readouterr().out)["text"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", "FILE", "--published"],
        ["extract", "FILE", "--published"],
        ["dates", "FILE", "--published"],
        ["timeline", "--since"],
        ["export", "csv", "--until"],
    ],
    ids=lambda arguments: arguments[0],
)
@pytest.mark.parametrize("wrong", ["2020-02-30", "next week", "2020-13", ""])
def test_a_date_that_is_no_date_is_wrong_usage(arguments, wrong, data, second, capsys):
    before = kept_in(data)
    given = [str(second) if argument == "FILE" else argument for argument in arguments]

    assert run([*given, wrong, "--data", str(data)]) == 2
    message = message_of(capsys)
    assert repr(wrong) in message
    assert "2020-07-06" in message
    assert kept_in(data) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("sources.toml", 'company = "', 'company = "no-such-', "no-such-"),
        ("stances.toml", 'company = "', 'company = "no-such-', "no-such-"),
        ("stances.toml", "[[stance]]", '[[stance]]\nlimited = "x"', "'limited'"),
        ("companies.toml", "[[company]]", "[[company]", "line"),
        ("tracker.toml", "name", "\x00name", "line "),
    ],
    ids=["company of a source", "company of a stance", "key of a stance", "syntax", "control"],
)
@pytest.mark.parametrize("command", ["timeline", "rebuild", "add", "check", "extract"])
def test_an_unsound_tracker_names_folder_file_and_place_and_changes_nothing(
    command, file, old, new, said, data, second, capsys
):
    folder = tracker_in(data, file, old, new)
    rows, kept = state_of(data), kept_in(data)
    files = [str(second)] if command in ("add", "extract") else []

    assert run([command, *files, "--data", str(data)]) == 2
    message = message_of(capsys)
    assert str(folder) in message
    assert f"{file}: " in message
    assert said in message
    assert (state_of(data), kept_in(data)) == (rows, kept)


def newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("pragma user_version = 9999")
    connection.close()


def foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("create table cats (name text)")
    connection.close()


def words(path: Path) -> None:
    path.write_text("my notes " * 500, encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (newer, "newer Stanceline"),
        (foreign, "not made by Stanceline"),
        (words, "is no database"),
    ],
    ids=["newer", "foreign", "no database"],
)
@pytest.mark.parametrize("command", ["timeline", "rebuild", "add", "check", "serve"])
def test_a_database_that_is_not_ours_is_left_as_it_is_and_no_page_is_lost(
    command, spoil, said, data, second, capsys
):
    database = data / "timeline.db"
    spoil(database)
    before = database.read_bytes()
    files = [str(second)] if command == "add" else []

    assert run([command, *files, "--data", str(data)]) == 1
    message = message_of(capsys)
    assert message.startswith(f"stanceline: {database}: ")
    assert said in message
    assert "move" in message
    assert database.read_bytes() == before
    database.rename(data / "moved.db")
    assert run(["rebuild", "--data", str(data)]) == 0
    assert companies_of(data) == ({"zoom", "google"} if files else {"zoom"})


def without_privileges(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command that no file's permissions let through, even when a root user runs the tests.

    The child gives up its capabilities by capset(2), version 3 of its structures.
    """
    code = (
        "import ctypes, os, sys\n"
        "libc = ctypes.CDLL(None)\n"
        "head = (ctypes.c_uint32 * 2)(0x20080522, 0)\n"
        "if os.geteuid() == 0 and libc.capset(head, (ctypes.c_uint32 * 6)()):\n"
        "    sys.exit('capset was refused')\n"
        "from pipeline.cli import main\n"
        "main()\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def read_only(data):
    """Take away the right to write from a data folder and all that is in it."""
    places = [data, *data.rglob("*")]
    for place in places:
        place.chmod(0o555 if place.is_dir() else 0o444)
    yield data
    for place in places:
        if place.exists():
            place.chmod(0o755 if place.is_dir() else 0o644)


@pytest.mark.parametrize("command", ["rebuild", "add", "demo"])
def test_a_folder_that_may_not_be_written_is_named_and_stays_as_it_is(command, read_only, second):
    rows, kept = state_of(read_only), kept_in(read_only)
    files = [str(second)] if command == "add" else []
    answer = without_privileges([command, *files, "--data", str(read_only)])

    assert (answer.returncode, answer.stdout) == (1, "")
    (message,) = answer.stderr.splitlines()
    assert message.startswith(f"stanceline: {read_only}")
    assert "--data" in message
    assert (state_of(read_only), kept_in(read_only)) == (rows, kept)


def test_a_folder_that_may_not_be_written_can_be_read(read_only):
    answer = without_privileges(["timeline", "--json", "--data", str(read_only)])

    assert (answer.returncode, answer.stderr) == (0, "")
    assert json.loads(answer.stdout)["company"] == "zoom"


@pytest.mark.parametrize("name", ["private", "private/warc", "private/events.jsonl", "timeline.db"])
def test_what_stands_where_something_else_must_be_is_named_and_kept(name, data, capsys):
    place = data / name
    aside = place.rename(data / "aside")
    if aside.is_dir():
        place.write_text("my notes", encoding="utf-8")
    else:
        place.mkdir()

    assert run(["rebuild", "--data", str(data)]) == 1
    assert message_of(capsys).startswith(f"stanceline: {place}")
    assert place.exists()


def run_on_a_full_disk(arguments: list[str], *, room: int) -> int:
    """Run a command while no file may grow beyond so many bytes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
        return run(arguments)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("room", [0, 100, 400, 3_000, 15_000, 60_000, 120_000, 250_000])
def test_wherever_the_disk_fills_up_the_same_command_works_later(room, data, second, capsys):
    rows = state_of(data)
    command = ["add", str(second), "--published", "2020-07-09", "--data", str(data)]

    assert run_on_a_full_disk(command, room=room) == 1
    (message,) = message_of(capsys).splitlines()
    assert message.startswith(f"stanceline: {data}")
    assert "free" in message
    assert state_of(data) == rows
    assert run(command) == 0
    assert companies_of(data) == {"zoom", "google"}
    assert Archive(data / "private" / "warc").verify() == []


def test_a_disk_that_fills_up_in_a_note_of_a_date_costs_no_later_command(data, second, capsys):
    hints = data / "private" / "links.jsonl"
    longest = max(path.stat().st_size for path in data.rglob("*"))
    many = {"url": "https://news.example/old", "title": "x" * longest}
    hints.write_bytes(hints.read_bytes() + json.dumps(many).encode() + b"\n")
    before = hints.read_bytes()
    command = ["add", str(second), "--published", "2020-07-09", "--data", str(data)]

    assert run_on_a_full_disk(command, room=len(before) + 20) == 1
    assert message_of(capsys).startswith(f"stanceline: {hints}: ")
    assert hints.read_bytes() == before
    assert run(command) == 0


@pytest.mark.parametrize("tail", [b'{"url": "https://news.ex', b'{"url": "https://a.example/"}'])
def test_a_note_that_was_never_finished_stops_no_command(tail, data, second, capsys):
    hints = data / "private" / "links.jsonl"
    hints.write_bytes(hints.read_bytes() + tail)
    command = ["add", str(second), "--published", "2020-07-09", "--data", str(data)]

    assert run(["rebuild", "--data", str(data)]) == 0
    assert run(command) == 0
    assert run(["rebuild", "--data", str(data)]) == 0
    assert companies_of(data) == {"zoom", "google"}
    with Store.open(data / "timeline.db") as store:
        assert "2020-07-09" in {document.published for document in store.documents()}


@pytest.mark.parametrize(
    "line", [b"\xff\xfe{", b"{}", b"[]", b'{"url": 5}', b'{"url": "a", "published": "soon"}']
)
def test_a_note_that_is_none_is_named_by_its_line(line, data, capsys):
    hints = data / "private" / "links.jsonl"
    hints.write_bytes(line + b"\n" + hints.read_bytes())
    rows = state_of(data)

    assert run(["rebuild", "--data", str(data)]) == 1
    assert message_of(capsys).startswith(f"stanceline: {hints}, line 1: ")
    assert state_of(data) == rows


def test_a_second_command_waits_for_nobody_and_readers_go_on(data, second, capsys):
    rows, kept = state_of(data), kept_in(data)
    with writing(data):
        assert run(["add", str(second), "--data", str(data)]) == 1
        assert "is writing here; wait until it is done" in message_of(capsys)
        assert run(["timeline", "--json", "--data", str(data)]) == 0
        assert json.loads(capsys.readouterr().out)["company"] == "zoom"

    assert (state_of(data), kept_in(data)) == (rows, kept)


def test_ctrl_c_right_after_a_page_was_kept_loses_neither_page_nor_timeline(data, second):
    """Press Ctrl-C in a process of its own, as soon as the page's record is on the disk."""
    rows = state_of(data)
    (archive,) = (data / "private" / "warc").glob("*.warc.gz")
    size = sum(path.stat().st_size for path in archive.parent.iterdir())
    process = subprocess.Popen(
        [*STANCELINE, "add", str(second), "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while process.poll() is None:
        if sum(path.stat().st_size for path in archive.parent.iterdir()) > size:
            process.send_signal(signal.SIGINT)
            break
    told, said = process.communicate(timeout=60)

    assert (process.returncode, told) == (130, "")
    assert said == "Stopped. What was captured is kept; run the same command again.\n"
    assert state_of(data) == rows
    assert run(["rebuild", "--data", str(data)]) == 0
    assert companies_of(data) == {"zoom", "google"}
