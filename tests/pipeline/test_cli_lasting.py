"""What is made of the captures can be made again, to the byte, and ids outlast all of it."""

from pathlib import Path

import pytest

from pipeline.cli.running import run
from pipeline.extract import Reader
from pipeline.model import Claim, Document
from pipeline.store import Store

FIRST = "Zoom said on 7 July 2020 that it had paused data requests from the Hong Kong police."
SECOND = "Google said on 6 July 2020 that it had paused data requests from Hong Kong."


@pytest.fixture
def data(tmp_path) -> Path:
    """Build a data folder of one page."""
    page = tmp_path / "first.txt"
    page.write_text(FIRST, encoding="utf-8")
    assert run(["add", str(page), "--published", "2020-07-08", "--data", str(tmp_path / "d")]) == 0
    return tmp_path / "d"


@pytest.fixture
def second(tmp_path) -> Path:
    path = tmp_path / "second.txt"
    path.write_text(SECOND, encoding="utf-8")
    return path


def state_of(data: Path) -> list[str]:
    with Store.open(data / "timeline.db") as store:
        return list(store.dump())


def ids_of(data: Path) -> set[str]:
    with Store.open(data / "timeline.db") as store:
        return {event.id for event in store.timeline()}


def kept_in(data: Path) -> dict[str, bytes]:
    private = data / "private"
    return {str(path): path.read_bytes() for path in private.rglob("*") if path.is_file()}


def test_check_names_an_archive_file_that_is_gone_or_cut_short(data, capsys):
    (archive,) = (data / "private" / "warc").glob("*.warc.gz")
    body = archive.read_bytes()
    for damage in (lambda: archive.write_bytes(body[: len(body) // 2]), archive.unlink):
        damage()

        assert run(["check", "--data", str(data)]) == 1
        assert f"{archive}: 1 record is gone" in capsys.readouterr().out


def test_a_database_remade_from_nothing_but_captures_has_the_same_bytes(data, second):
    assert run(["add", str(second), "--data", str(data)]) == 0
    rows, kept = state_of(data), kept_in(data)
    assert run(["rebuild", "--data", str(data)]) == 0
    again = state_of(data)
    for path in data.glob("timeline.db*"):
        path.unlink()
    assert run(["rebuild", "--data", str(data)]) == 0

    assert rows == again == state_of(data)
    assert kept_in(data) == kept


def test_a_page_that_is_added_keeps_the_ids_of_all_earlier_events(data, second):
    before = ids_of(data)
    assert run(["add", str(second), "--data", str(data)]) == 0

    assert before < ids_of(data)


@pytest.fixture
def read_once(monkeypatch):
    """Read each document once, though each event that it tells of has it read again."""
    readings: dict[Document, list[tuple[Claim, object]]] = {}
    explain = Reader.explain

    def remembered(reader: Reader, document: Document) -> list[tuple[Claim, object]]:
        if document not in readings:
            readings[document] = explain(reader, document)
        return readings[document]

    monkeypatch.setattr(Reader, "explain", remembered)


@pytest.mark.usefixtures("read_once")
def test_the_demo_over_added_pages_keeps_their_ids_and_a_second_demo_adds_nothing(data, capsys):
    added = ids_of(data)
    assert run(["demo", "--data", str(data)]) == 0
    rows, kept = state_of(data), kept_in(data)
    events = ids_of(data)
    assert run(["demo", "--data", str(data)]) == 0

    assert (state_of(data), kept_in(data)) == (rows, kept)
    assert added <= events
    for event in sorted(events):
        assert run(["explain", event, "--data", str(data)]) == 0
