"""The ledger of event ids: appended to, never losing a line, whatever stops the program."""

import resource
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.ledger import append_ledger, read_ledger
from pipeline.merging_ids import KnownEvent

ZOOM = KnownEvent("zoom-paused-2020-07-07", "zoom", "paused", "data_requests", ("https://a/",))
META = KnownEvent("meta-paused-2020-07", "meta", "paused", "market", ("b", "c"), "2020-07", "zoom")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "private" / "events.jsonl"
    append_ledger(path, [ZOOM])
    return path


def test_a_ledger_that_is_not_there_has_no_entries(tmp_path: Path):
    assert read_ledger(tmp_path / "events.jsonl") == ()


def test_entries_come_back_as_they_went_in_oldest_first(ledger: Path):
    append_ledger(ledger, [META, ZOOM])

    assert read_ledger(ledger) == (ZOOM, META, ZOOM)


def test_an_entry_is_one_line_of_json(ledger: Path):
    assert ledger.read_text(encoding="utf-8") == (
        '{"id": "zoom-paused-2020-07-07", "company": "zoom", "stance": "paused", '
        '"scope": "data_requests", "claims": ["https://a/"], "date": null, "merged_into": null}\n'
    )


def test_appending_nothing_makes_no_file(tmp_path: Path):
    append_ledger(tmp_path / "private" / "events.jsonl", [])

    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_has_no_entries(tmp_path: Path):
    (tmp_path / "events.jsonl").touch()

    assert read_ledger(tmp_path / "events.jsonl") == ()


def test_blank_lines_are_passed_over(ledger: Path):
    ledger.write_bytes(b"\n" + ledger.read_bytes() + b"\n")

    assert read_ledger(ledger) == (ZOOM,)


def test_date_and_redirect_may_be_missing(ledger: Path):
    ledger.write_text('{"id": "i", "company": "c", "stance": "s", "scope": "m", "claims": []}\n')

    assert read_ledger(ledger) == (KnownEvent("i", "c", "s", "m", ()),)


@pytest.mark.parametrize("torn", [b'{"id": "zo', b"\x00\x00\x00", b'{"id": "caf\xc3', b"{}"])
def test_a_torn_last_line_is_left_out_when_reading(ledger: Path, torn: bytes):
    ledger.write_bytes(ledger.read_bytes() + torn)

    assert read_ledger(ledger) == (ZOOM,)


def test_a_torn_last_line_is_moved_aside_when_appending(ledger: Path):
    ledger.write_bytes(ledger.read_bytes() + b'{"id": "zo')
    append_ledger(ledger, [META])

    assert read_ledger(ledger) == (ZOOM, META)
    assert (ledger.parent / "events.jsonl.torn").read_bytes() == b'{"id": "zo\n'


def test_a_second_torn_line_joins_the_first(ledger: Path):
    for torn in (b"one", b"two"):
        ledger.write_bytes(ledger.read_bytes() + torn)
        append_ledger(ledger, [META])

    assert (ledger.parent / "events.jsonl.torn").read_bytes() == b"one\ntwo\n"


def test_a_whole_last_line_without_newline_is_kept(ledger: Path):
    ledger.write_bytes(ledger.read_bytes().rstrip(b"\n"))

    assert read_ledger(ledger) == (ZOOM,)
    append_ledger(ledger, [META])
    assert read_ledger(ledger) == (ZOOM, META)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b"{torn", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'"text"', "no JSON object"),
        (b"{}", "missing keys"),
        (b'{"id":"i","company":"c","stance":"s","scope":"m","claims":[],"odd":1}', "['odd']"),
        (b'{"id":"","company":"c","stance":"s","scope":"m","claims":[]}', "id must be"),
        (b'{"id":"i","company":7,"stance":"s","scope":"m","claims":[]}', "company must be"),
        (b'{"id":"i","company":"c","stance":"s","scope":"m","claims":"x"}', "claims must be"),
        (b'{"id":"i","company":"c","stance":"s","scope":"m","claims":[1]}', "claims must be"),
        (b'{"id":"i","company":"c","stance":"s","scope":"m","claims":[],"date":1}', "date must"),
    ],
)
def test_a_malformed_line_is_named_with_its_number(ledger: Path, line: bytes, found: str):
    ledger.write_bytes(ledger.read_bytes() + line + b"\n" + ledger.read_bytes())

    with pytest.raises(StoreError) as error:
        read_ledger(ledger)
    assert f"{ledger}, line 2: " in str(error.value)
    assert found in str(error.value)
    assert len(str(error.value)) < 500


def test_a_ledger_that_cannot_be_read_says_so(tmp_path: Path):
    with pytest.raises(StoreError, match="could not be read"):
        read_ledger(tmp_path)


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path):
    (tmp_path / "private").write_text("a file where the folder should be")

    with pytest.raises(StoreError, match="could not be"):
        append_ledger(tmp_path / "private" / "events.jsonl", [ZOOM])


def test_a_full_disk_leaves_the_ledger_as_it_was(ledger: Path):
    before = ledger.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 50, hard))
    try:
        with pytest.raises(StoreError, match="Earlier ids are safe"):
            append_ledger(ledger, [META])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert ledger.read_bytes() == before


@pytest.mark.parametrize("lost", range(1, 400, 7))
def test_a_crash_at_any_byte_loses_no_earlier_entry(ledger: Path, lost: int):
    append_ledger(ledger, [META, META])
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[: max(len(whole) - lost, whole.index(b"\n") + 1)])
    left = read_ledger(ledger)
    append_ledger(ledger, [ZOOM])

    assert left == (ZOOM, META, META)[: len(left)]
    assert left[:1] == (ZOOM,)
    assert read_ledger(ledger) == (*left, ZOOM)


TEXT = st.text(min_size=1)


@settings(deadline=None)  # each example waits for the disk, which keeps no time
@given(
    st.lists(
        st.builds(
            KnownEvent,
            *(TEXT, TEXT, TEXT, TEXT),
            st.lists(st.text()).map(tuple),
            st.none() | st.text(),
            st.none() | st.text(),
        )
    )
)
def test_whatever_text_an_entry_holds_comes_back(tmp_path_factory, entries):
    path = tmp_path_factory.mktemp("ledger") / "events.jsonl"
    append_ledger(path, entries)

    assert read_ledger(path) == tuple(entries)
