"""The workbook: every event and proof in a row, nothing runs, the same bytes each time."""

import io
import os
import time
from dataclasses import replace
from zipfile import ZipFile

import openpyxl
import pytest
from editions import CORRECTION, LINE, PROOF, edition_of, line_of
from events import ZOOM
from hostile_texts import ADDRESSES, HOSTILE, ODD_ADDRESSES
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.exports import export
from pipeline.exports.workbook import CUT, MOST_LETTERS, Limits, cell, write_within
from pipeline.outside import web_address


def written(edition):
    out = io.BytesIO()
    assert export("xlsx", edition, out) == edition.count
    return out.getvalue()


def opened(edition):
    return openpyxl.load_workbook(io.BytesIO(written(edition)))


def rows_of(sheet):
    names, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def known(row):
    return {name: value for name, value in row.items() if value is not None}


def test_an_event_is_a_row_of_the_timeline():
    (row,) = rows_of(opened(edition_of([LINE]))["Timeline"])

    assert known(row) == {
        "Event": "zoom-paused-2020-07-07",
        "Company": "Zoom",
        "Stance": "Paused",
        "Scope": "data requests",
        "Date": "2020-07-07",
        "Precision": "day",
        "Date from": "the words “on Tuesday”",
        "First reported": "2020-07-08",
        "Quote": "Zoom has paused data requests.",
        "Address": "https://paper.example/zoom",
        "Kept copy": "demo.warc.gz#120",
        "Independent sources": 2,
        "Claims": 2,
        "Confidence": 0.8,
        "Status": "listed",
    }


def test_a_proof_is_a_row_of_the_evidence():
    first, second = rows_of(opened(edition_of([LINE]))["Evidence"])

    assert second["Quote"] == "It put the requests on hold."
    assert known(first) == {
        "Event": "zoom-paused-2020-07-07",
        "Claim": "c1",
        "Quote": "Zoom has paused data requests.",
        "Publisher": "The Paper",
        "Title": "Zoom stops for now",
        "Address": "https://paper.example/zoom",
        "Language": "en",
        "Published": "2020-07-08",
        "Published from": "the page's own data for machines (JSON-LD)",
        "Announced": "2020-07-07",
        "Announced precision": "day",
        "Announced from": "the words “on Tuesday”",
        "Kept copy": "demo.warc.gz#120",
        "Kept at": "2026-11-24T01:02:03Z",
        "Voice": "reported by others",
        "Speaker": "a spokesperson",
        "Stance read": "paused",
        "Scope read": "data requests",
        "Modality": "done",
        "Confidence": 0.8,
        "Rule": "paused: stop requests [pause requests]",
    }


def test_dates_stay_as_they_are_known():
    lines = [line_of(replace(ZOOM, date=date)) for date in ("2020-07-07", "2020-07", "2020", None)]
    rows = rows_of(opened(edition_of(lines))["Timeline"])

    assert [row["Date"] for row in rows] == ["2020-07-07", "2020-07", "2020", None]


def test_headers_stay_in_sight_and_filter_to_the_last_row():
    sheet = opened(edition_of([LINE, LINE]))["Timeline"]

    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:T3")


def test_corrections_and_method_have_their_sheets():
    book = opened(edition_of([LINE], corrections=(CORRECTION,), chosen="zoom"))
    words = {row[0].value: row[1].value for row in book["Method"].iter_rows(max_col=2)}

    assert book.sheetnames == ["Timeline", "Evidence", "Corrections", "Method"]
    assert rows_of(book["Corrections"])[0]["Reason"] == "The page says Tuesday."
    assert words["What this is"].endswith("1 event. Chosen: zoom.")
    assert words["Paused"] == "Stopped for now."
    assert "ffffffffffffffff" in words["State of knowledge"]
    assert words["Kept copy"]


def within(limits, *lines):
    out = io.BytesIO()
    assert write_within(limits, edition_of(lines), out) == len(lines)
    return openpyxl.load_workbook(out)


def test_a_table_that_fills_its_sheet_goes_on_on_the_next():
    book = within(Limits(rows=3), *(line_of(replace(ZOOM, id=f"e{n}")) for n in range(5)))
    parts = [name for name in book.sheetnames if name.startswith("Timeline")]

    assert parts == ["Timeline", "Timeline 2", "Timeline 3"]
    assert "Evidence 3" in book.sheetnames
    assert [row["Event"] for name in parts for row in rows_of(book[name])] == [
        *("e0", "e1", "e2", "e3", "e4")
    ]


def test_links_that_a_sheet_cannot_hold_are_text():
    long = f"https://paper.example/{'a' * 2_100}"
    lines = [line_of(replace(ZOOM, url=url)) for url in (long, ZOOM.url, ZOOM.url)]
    sheet = within(Limits(links=1), *lines)["Timeline"]
    cells = [row[14] for row in sheet.iter_rows(min_row=2)]

    assert [each.value for each in cells] == [long, ZOOM.url, ZOOM.url]
    assert [each.hyperlink and each.hyperlink.target for each in cells] == [None, ZOOM.url, None]


def test_a_text_that_no_cell_holds_is_cut_and_says_so():
    for words in ("x" * 100_000, "🕯" * 40_000, "x🕯" * 30_000):
        shown = cell(words)

        assert shown.endswith(CUT)
        assert MOST_LETTERS - 4 < len(shown.encode("utf-16-le")) // 2 <= MOST_LETTERS


def test_a_text_that_just_fits_stays_whole():
    assert cell("x" * MOST_LETTERS) == "x" * MOST_LETTERS
    assert cell("香" * MOST_LETTERS) == "香" * MOST_LETTERS


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60), st.integers(30, 60))
def test_no_cut_text_is_too_long(words, most):
    shown = cell(words, most + len(CUT))

    assert len(shown.encode("utf-16-le")) // 2 <= most + len(CUT)
    assert shown.isprintable()


def test_the_same_events_give_the_same_bytes_at_another_hour_and_place(monkeypatch):
    edition = edition_of([LINE], corrections=(CORRECTION,))
    first = written(edition)
    monkeypatch.setenv("TZ", "Asia/Hong_Kong")
    time.tzset()
    mask = os.umask(0o077)
    try:
        second = written(edition)
    finally:
        os.umask(mask)
        monkeypatch.undo()
        time.tzset()

    assert first == second


@pytest.fixture(scope="module")
def hostile():
    addresses = ADDRESSES + ODD_ADDRESSES
    lines = []
    for place, words in enumerate(HOSTILE):
        url = addresses[place % len(addresses)]
        event = replace(
            ZOOM,
            **dict.fromkeys(("company_name", "scope", "date", "quote", "publisher"), words),
            products=(words, words[:100]),
            url=url,
        )
        line = line_of(event, title=words, speaker=words, archived=words)
        lines.append(replace(line, stance_label=words))
    corrections = (replace(CORRECTION, before=words, reason=words) for words in HOSTILE)
    return written(edition_of(lines, law=HOSTILE[0], corrections=tuple(corrections)))


@pytest.fixture(scope="module")
def hostile_book(hostile):
    return openpyxl.load_workbook(io.BytesIO(hostile))


def test_no_cell_runs(hostile, hostile_book):
    cells = [each for sheet in hostile_book for row in sheet.iter_rows() for each in row]

    assert {each.data_type for each in cells} <= {"s", "n", "inlineStr"}
    assert [each.value for each in cells if str(each.value).startswith("=1+1")] != []
    with ZipFile(io.BytesIO(hostile)) as parts:
        assert [name for name in parts.namelist() if b"<f>" in parts.read(name)] == []


def test_only_addresses_of_the_web_are_links(hostile_book):
    targets = {
        (each.hyperlink.target or "")
        + (f"#{each.hyperlink.location}" if each.hyperlink.location else "")
        for sheet in hostile_book
        for row in sheet.iter_rows()
        for each in row
        if each.hyperlink
    }

    allowed = {web_address(each) or "" for each in ODD_ADDRESSES + HOSTILE}

    assert {each.replace("%5b", "[").replace("%5d", "]") for each in targets} == {
        each for each in allowed if 0 < len(each) <= 2_079
    }


def test_a_proof_of_nothing_known_is_still_a_row():
    bare = replace(PROOF, url=None, title=None, publisher=None, published=None, archived=None)
    rows = rows_of(opened(edition_of([replace(LINE, proofs=(bare,))]))["Evidence"])

    assert [(row["Claim"], row["Address"]) for row in rows] == [("c1", None)]
