"""Exports: rows in equal rows out, nothing runs in a spreadsheet, honest values stay."""

import csv
import io
import json
from dataclasses import replace

import pytest
from events import ZOOM as ANY_EVENT
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.exports import export, formats
from pipeline.exports.csv_rows import cell
from pipeline.exports.rows import timeline_object
from pipeline.model import Event

ZOOM = replace(
    ANY_EVENT,
    products=("Zoom Phone", "Zoom Rooms"),
    first_reported="2020-07-07",
    claims=("a1", "b2"),
    confidence=0.97,
    quote="“We have paused”, it said,\nand 香港 knows.",
    url="https://www.harbour-ledger.example/2020/07/07/zoom",
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


def written(name: str, events: list[Event]) -> bytes:
    out = io.BytesIO()
    assert export(name, events, out) == len(events)
    return out.getvalue()


def csv_rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8"), newline="")))


def test_formats_are_found_by_their_place():
    assert {"csv", "json"} <= set(formats())


@pytest.mark.parametrize("name", sorted(formats()))
def test_no_events_still_give_a_file_that_can_be_read(name):
    assert written(name, []) != b""


@pytest.mark.parametrize("name", sorted(formats()))
def test_the_same_events_give_the_same_bytes(name):
    assert written(name, [ZOOM, ZOOM]) == written(name, [ZOOM, ZOOM])


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
        "url": "https://www.harbour-ledger.example/2020/07/07/zoom",
        "archived": "",
    }


def test_json_is_one_array_with_an_event_a_line():
    body = written("json", [ZOOM, replace(ZOOM, id="zoom-resumed-2021")])

    first, second = json.loads(body)
    assert (first["id"], second["id"]) == ("zoom-paused-2020-07-07", "zoom-resumed-2021")
    assert first["products"] == ["Zoom Phone", "Zoom Rooms"]
    assert first["archived"] is None
    assert body.count(b"\n") == 4


def test_the_json_of_no_events_is_an_empty_array():
    assert json.loads(written("json", [])) == []


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


def test_a_formula_after_the_separator_of_another_locale_becomes_text():
    assert cell("paused;=1+1") == "paused;'=1+1"
    assert cell("paused\t@SUM(1)") == "paused\t'@SUM(1)"


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_value_stays_as_it_is(text):
    assert cell(text) == text


def test_numbers_and_unknowns_have_plain_spellings():
    assert [cell(-5), cell(0.5), cell(None)] == ["-5", "0.5", ""]


def test_hostile_cells_of_a_megabyte_take_no_time():
    for part in ("\t", ";=", "=1", "-1 ", ";-1 1", " "):
        text = part * (1_000_000 // len(part))

        assert cell(text).replace("'", "") == text


@settings(deadline=None)  # a busy machine is no fault of a cell
@given(st.lists(st.text(), max_size=5))
def test_any_quotes_come_back_as_many_rows_with_the_same_words(quotes):
    events = [replace(ZOOM, quote=quote) for quote in quotes]
    rows = csv_rows(written("csv", events))

    assert [row["quote"].replace("'", "") for row in rows] == [
        quote.replace("\x00", "").replace("'", "") for quote in quotes
    ]


@settings(deadline=None)  # a busy machine is no fault of a cell
@given(st.text())
def test_no_text_ever_opens_with_a_sign_that_runs(text):
    shown = cell(text).lstrip("\t\r\n \ufeff\u200b\u00a0")

    assert shown[:1] not in set("=@|%") or cell(text).startswith("'")
