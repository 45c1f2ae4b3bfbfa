import re
import shutil
from importlib import util
from pathlib import Path

import pytest

import pipeline.fingerprint
from pipeline.fingerprint import fingerprint
from scrapers import captures


@pytest.fixture
def tracker(tmp_path):
    folder = tmp_path / "tracker"
    folder.mkdir()
    (folder / "stances.toml").write_text("a = 1")
    return folder


@pytest.fixture
def copied(tmp_path):
    """Copy our code elsewhere; give its folder and its fingerprint function."""
    code = tmp_path / "code"
    for package in (Path(pipeline.fingerprint.__file__).parent, Path(captures.__file__).parent):
        shutil.copytree(
            package, code / package.name, ignore=shutil.ignore_patterns("__pycache__", ".*")
        )
    spec = util.spec_from_file_location("elsewhere", code / "pipeline" / "fingerprint.py")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return code, module.fingerprint


def test_a_fingerprint_is_sixteen_hex_digits_and_stays(tracker):
    first = fingerprint(tracker)

    assert re.fullmatch(r"[0-9a-f]{16}", first)
    assert fingerprint(tracker) == first


def test_the_same_files_elsewhere_have_the_same_fingerprint(tracker, copied, tmp_path):
    _, fingerprint_elsewhere = copied
    moved = shutil.copytree(tracker, tmp_path / "moved")

    assert fingerprint_elsewhere(moved) == fingerprint(tracker)


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("pipeline/model.py", True),
        ("pipeline/store/views.py", True),
        ("scrapers/archive.py", True),
        ("pipeline/new.py", True),
        ("pipeline/exports/new.py", False),
        ("pipeline/cli/new.py", False),
        ("pipeline/notes.txt", False),
    ],
)
def test_code_that_makes_rows_counts_and_code_that_shows_them_does_not(
    tracker, copied, place, changes
):
    code, fingerprint_of = copied
    before = fingerprint_of(tracker)
    path = code / place
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        file.write("# a better rule\n")

    assert (fingerprint_of(tracker) != before) is changes


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "stances.toml").write_text("a = 2"),
        lambda folder: (folder / "stances.toml").rename(folder / "stance.toml"),
        lambda folder: (folder / "figures.toml").touch(),
    ],
    ids=["other text", "other name", "one more file"],
)
def test_any_change_of_the_tracker_s_files_counts(tracker, change):
    before = fingerprint(tracker)
    change(tracker)

    assert fingerprint(tracker) != before


def test_files_that_are_no_toml_do_not_count(tracker):
    before = fingerprint(tracker)
    (tracker / "README.md").write_text("words")

    assert fingerprint(tracker) == before
