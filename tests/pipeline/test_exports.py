"""Exports: rows in equal rows out, nothing runs in a spreadsheet, honest values stay."""

import csv
import io
import json
import os
from dataclasses import replace

import pytest
from editions import CORRECTION, LINE, OTHER_PROOF, PROOF, edition_of, line_of
from events import ZOOM as ANY_EVENT
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cli.outputs import replacing
from pipeline.exports import Format, export, formats
from pipeline.exports.csv_rows import cell
from pipeline.exports.packing import in_order
from pipeline.exports.rows import EXPORT_KEYS, ROW_KEYS, timeline_object
from pipeline.model import Event, When

ZOOM = replace(
    ANY_EVENT,
    products=("Zoom Phone", "Zoom Rooms"),
    first_reported="2020-07-07",
    first_publisher="First Paper",
    claims=("a1", "b2"),
    confidence=0.97,
    quote="“We have paused”, it said,\nand 香港 knows.",
    publisher="The Paper",
    url="https://www.harbour-ledger.example/2020/07/07/zoom",
)
TEXTS = (
    *("atom", "bibtex", "csv", "ics", "json", "jsonfeed", "markdown", "ndjson"),
    *("timelinejs", "timelinejs-csv"),
)

RUNS_IN_A_SPREADSHEET = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    '=HYPERLINK("https://evil.example","click")',
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "%0A-3+3+cmd|' /C calc'!D2",
    "|calc",
    " =1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\x00=1+1",
    '"=1+1',
    "'=1+1",
    ";=1+1",
    ",=1+1",
    "＝1+1",
    "＠SUM(1)",
    "--1+1",
    "=-1",
]

HONEST = [
    "-5",
    "+5",
    "-3.5%",
    "+852 2345 6789",
    "+1 (415) 555-0100",
    "2020-07-06",
    "well-known",
    "Zoom – which paused – said so",
    "a = b, as it were",
    "3; -5; +852 2345 6789",
    "mail@example.com",
    "",
]


def written(name: str, events: list[Event], **changes: object) -> bytes:
    out = io.BytesIO()
    edition = edition_of([line_of(event) for event in events], **changes)
    assert export(name, edition, out) == len(events)
    return out.getvalue()


def csv_rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8"), newline="")))


def test_formats_are_found_by_their_place():
    assert set(TEXTS) <= set(formats())


def test_an_event_that_is_lost_on_the_way_is_told(monkeypatch):
    monkeypatch.setattr(
        "pipeline.exports.formats", lambda: {"csv": Format("csv", "csv", "text/csv", lambda *_: 1)}
    )

    with pytest.raises(RuntimeError, match="export csv: 2 events in, 1 rows out"):
        export("csv", edition_of([LINE, LINE]), io.BytesIO())


@pytest.mark.parametrize("name", TEXTS)
def test_only_the_lines_without_anything_round_them_are_empty_without_events(name):
    assert (written(name, []) == b"") == (name == "ndjson")


@pytest.mark.parametrize("name", TEXTS)
def test_the_same_events_give_the_same_bytes(name):
    assert written(name, [ZOOM, ZOOM]) == written(name, [ZOOM, ZOOM])


@pytest.mark.parametrize("name", TEXTS)
def test_lines_are_asked_for_once_and_one_at_a_time(name):
    asked = []

    def lines():
        for number in range(3):
            asked.append(number)
            yield replace(LINE, event=replace(ZOOM, id=f"zoom-paused-{number}"))

    export(name, replace(edition_of([LINE] * 3), lines=lines), io.BytesIO())

    assert asked == [0, 1, 2]


@pytest.mark.parametrize("name", TEXTS)
def test_every_line_can_be_defended_in_every_format(name):
    body = written(name, [ZOOM], site="https://tracker.example/hk/").decode()

    for wanted in (
        "香港 knows",
        "www.harbour-ledger.example/2020/07/07/zoom",
        "The Paper",
        "demo.warc.gz",
        "on Tuesday",
        "day",
        "listed",
        "zoom-paused-2020-07-07",
        "tracker.example/hk/events/zoom-paused-2020-07-07.html",
    ):
        assert wanted in body.replace("\r\n ", "").replace("&#46;", "."), wanted


def test_every_csv_line_can_be_defended():
    (row,) = csv_rows(written("csv", [ZOOM]))

    assert row == {
        "id": "zoom-paused-2020-07-07",
        "company": "zoom",
        "company_name": "Zoom",
        "products": "Zoom Phone, Zoom Rooms",
        "stance": "paused",
        "scope": "data_requests",
        "date": "2020-07-07",
        "precision": "day",
        "basis": "on Tuesday",
        "effective": "",
        "effective_precision": "",
        "first_reported": "2020-07-07",
        "sources": "2",
        "claims": "a1 b2",
        "status": "listed",
        "confidence": "0.97",
        "quote": "“We have paused”, it said,\nand 香港 knows.",
        "publisher": "The Paper",
        "url": "https://www.harbour-ledger.example/2020/07/07/zoom",
        "archived": "demo.warc.gz#120",
        "stance_label": "Paused",
        "first_publisher": "First Paper",
        "title": "Zoom stops for now",
        "published": "2020-07-08",
        "published_basis": "json-ld",
        "captured_at": "2026-11-24T01:02:03Z",
        "voice": "reported",
        "speaker": "a spokesperson",
        "page": "",
        "corrections": "",
    }


def test_columns_that_others_rely_on_keep_their_places():
    assert ROW_KEYS[: len(EXPORT_KEYS)] == EXPORT_KEYS


def test_a_correction_stands_beside_the_event_in_a_cell():
    out = io.BytesIO()
    export("csv", edition_of([replace(LINE, corrections=(CORRECTION,))]), out)

    assert csv_rows(out.getvalue())[0]["corrections"] == (
        "2026-11-25: date was “2020-07-06”, is “2020-07-07”: The page says Tuesday."
    )


def test_an_event_whose_proofs_say_other_words_has_no_title_of_theirs():
    out = io.BytesIO()
    export("json", edition_of([replace(LINE, proofs=(OTHER_PROOF,))]), out)
    (entry,) = json.loads(out.getvalue())

    assert (entry["title"], entry["archived"], len(entry["evidence"])) == (None, None, 1)


def test_json_is_one_array_with_an_event_a_line():
    body = written("json", [ZOOM, replace(ZOOM, id="zoom-resumed-2021")])

    first, second = json.loads(body)
    assert (first["id"], second["id"]) == ("zoom-paused-2020-07-07", "zoom-resumed-2021")
    assert first["products"] == ["Zoom Phone", "Zoom Rooms"]
    assert first["page"] is None
    assert body.count(b"\n") == 4


def test_json_has_all_the_evidence_and_what_was_corrected():
    line = replace(
        LINE,
        proofs=(replace(PROOF, effective=When("2020-07", "month", "this month")), OTHER_PROOF),
        corrections=(CORRECTION,),
    )
    out = io.BytesIO()
    export("json", edition_of([line], site="https://tracker.example/"), out)
    (entry,) = json.loads(out.getvalue())

    assert entry["page"] == "https://tracker.example/events/zoom-paused-2020-07-07.html"
    assert [each["reason"] for each in entry["corrections"]] == ["The page says Tuesday."]
    assert [each["claim"] for each in entry["evidence"]] == ["c1", "c2"]
    assert entry["evidence"][0] == {
        "claim": "c1",
        "product": None,
        "stance": "paused",
        "scope": "data_requests",
        "modality": "done",
        "quote": "Zoom has paused data requests.",
        "voice": "reported",
        "speaker": "a spokesperson",
        "announced": "2020-07-07",
        "announced_precision": "day",
        "announced_basis": "on Tuesday",
        "effective": "2020-07",
        "effective_precision": "month",
        "effective_basis": "this month",
        "confidence": 0.8,
        "rule": "paused: stop requests [pause requests]",
        "url": "https://paper.example/zoom",
        "title": "Zoom stops for now",
        "publisher": "The Paper",
        "agency": None,
        "language": "en",
        "published": "2020-07-08",
        "published_basis": "json-ld",
        "source": "paper",
        "captured_at": "2026-11-24T01:02:03Z",
        "archived": "demo.warc.gz#120",
    }


def test_the_lines_of_ndjson_are_the_objects_of_json():
    events = [ZOOM, replace(ZOOM, id="zoom-resumed-2021", quote="a\u2028b\x85c\rd")]
    lines = written("ndjson", events).decode().splitlines()

    assert [json.loads(line) for line in lines] == json.loads(written("json", events))


def test_the_json_of_no_events_is_an_empty_array():
    assert json.loads(written("json", [])) == []


def test_pieces_that_were_packed_come_in_the_order_of_their_keys():
    pieces = [("b", b"1"), ("a", b"2"), ("b", b"3")]

    assert list(in_order(pieces)) == [b"2", b"1", b"3"]
    assert list(in_order(pieces, newest=True)) == [b"3", b"1", b"2"]


def test_a_timeline_object_has_the_promised_keys_in_order():
    promised = (
        "id, company, company_name, products, stance, date, precision, effective, first_reported, "
        "sources, claims, status, confidence, quote, url, archived"
    )

    assert ", ".join(timeline_object(ZOOM)) == promised


@pytest.mark.parametrize("text", RUNS_IN_A_SPREADSHEET)
def test_a_cell_that_a_spreadsheet_would_run_becomes_text(text):
    neutral = cell(text)

    assert neutral.replace("'", "") == text.replace("'", "").replace("\x00", "")
    assert neutral.startswith("'") or neutral.lstrip("\ufeff\u200b").startswith("'")


def test_a_plain_writer_lets_most_of_them_run_and_ours_none():
    plain = io.StringIO(newline="")
    csv.writer(plain).writerows([text] for text in RUNS_IN_A_SPREADSHEET)
    bare = [row[0] for row in csv.reader(io.StringIO(plain.getvalue(), newline=""))]
    ours = [row["quote"] for row in csv_rows(written("csv", quotes(RUNS_IN_A_SPREADSHEET)))]

    assert sum(map(runs, bare)) >= 24
    assert sum(map(runs, ours)) == 0


def quotes(texts: list[str]) -> list[Event]:
    return [replace(ZOOM, quote=text) for text in texts]


def runs(shown: str) -> bool:
    """Judge a cell as the most lenient of spreadsheets does; an apostrophe in front makes text."""
    passed_over = '\x00\t\r\n ",;\u00a0\ufeff\u200b'
    return shown.lstrip(passed_over)[:1] in set("=+-@|%＝＋－＠")


def test_a_formula_after_the_separator_of_another_locale_becomes_text():
    assert cell("paused;=1+1") == "paused;'=1+1"
    assert cell("paused\t@SUM(1)") == "paused\t'@SUM(1)"
    assert cell("paused;= 1+1\n- cmd|x!A0") == "paused;'= 1+1\n'- cmd|x!A0"


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_value_stays_as_it_is(text):
    assert cell(text) == text


def test_numbers_and_unknowns_have_plain_spellings():
    assert [cell(-5), cell(0.5), cell(None)] == ["-5", "0.5", ""]


def test_long_hostile_cells_take_no_time():
    for part in ("\t", ";=", "=1", "-1 ", ";-1 1", " "):
        text = part * (200_000 // len(part))

        assert cell(text).replace("'", "") == text


@settings(deadline=None)  # a busy machine is no fault of a cell
@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"])), max_size=5))
def test_any_quotes_come_back_as_many_rows_with_the_same_words(quotes):
    events = [replace(ZOOM, quote=quote) for quote in quotes]
    rows = csv_rows(written("csv", events))

    assert [row["quote"].replace("'", "") for row in rows] == [
        quote.replace("'", "") for quote in quotes
    ]


@settings(deadline=None)  # a busy machine is no fault of a cell
@given(st.text())
def test_no_text_ever_opens_with_a_sign_that_runs(text):
    shown = cell(text).lstrip("\t\r\n \ufeff\u200b\u00a0")

    assert shown[:1] not in set("=@|%") or cell(text).startswith("'")


def test_a_pipe_is_written_to_and_a_link_leads_to_the_new_file(tmp_path):
    pipe, link, real = tmp_path / "pipe", tmp_path / "link", tmp_path / "real"
    os.mkfifo(pipe)
    link.symlink_to(real)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    for output in (pipe, link):
        with replacing(output) as out:
            out.write(b"a line")

    assert os.read(reader, 100) == b"a line"
    os.close(reader)
    assert (link.is_symlink(), real.read_bytes()) == (True, b"a line")
    assert not pipe.is_file()
