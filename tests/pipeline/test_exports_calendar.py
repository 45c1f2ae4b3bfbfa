"""The calendar: whole days, months and years as far as they are known, in lines that fit."""

import io
from dataclasses import replace
from datetime import date

import pytest
from editions import LINE, edition_of
from events import ZOOM
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from pipeline.edition import Edition
from pipeline.exports import export
from pipeline.visible import one_line

SITE = "https://tracker.example/hk/"


def written(edition: Edition) -> bytes:
    out = io.BytesIO()
    export("ics", edition, out)
    return out.getvalue()


def calendar_of(**changes: object) -> Calendar:
    return Calendar.from_ical(written(edition_of([replace(LINE, event=replace(ZOOM, **changes))])))


def text_in(component: bytes, name: str) -> str:
    """Read a text as RFC 5545 spells it; the library mistakes a backslash before an N."""
    unfolded = component.decode().replace("\r\n ", "")
    (line,) = (each for each in unfolded.split("\r\n") if each.startswith(f"{name}:“"))
    marked = line.partition(":")[2].replace("\\\\", "\x00")
    for escaped, plain in (("\\n", "\n"), ("\\,", ","), ("\\;", ";"), ("\x00", "\\")):
        marked = marked.replace(escaped, plain)
    return marked


def test_an_event_is_a_whole_day_that_ends_before_the_next():
    (event,) = Calendar.from_ical(written(edition_of([LINE], site=SITE))).walk("VEVENT")

    assert event["UID"] == "zoom-paused-2020-07-07@hk-nsl.stanceline"
    assert event["SUMMARY"] == "Zoom: Paused"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2020, 7, 7), date(2020, 7, 8))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["DTSTAMP"].dt.isoformat() == "2026-11-24T01:02:03+00:00"
    assert event["CATEGORIES"].cats == ["Paused"]
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["URL"] == f"{SITE}events/zoom-paused-2020-07-07.html"
    assert event["DESCRIPTION"].splitlines() == [
        "“Zoom has paused data requests.”",
        "",
        "Date: 7 July 2020 (precision: day; basis: the words “on Tuesday”)",
        "First reported: 8 July 2020",
        "Source: Zoom stops for now, The Paper <https://paper.example/zoom>",
        "Published: 8 July 2020 (basis: the page's own data for machines (JSON-LD))",
        "Speaker: a spokesperson (reported by others)",
        "Archived copy: demo.warc.gz#120",
        "Scope: data requests",
        "Independent sources: 2",
        "Confidence: 0.80",
        "Status: listed (listed by its confidence)",
        f"Event: zoom-paused-2020-07-07 <{SITE}events/zoom-paused-2020-07-07.html>",
        "Further evidence: 1 more",
    ]


@pytest.mark.parametrize(
    ("day", "precision", "start", "end", "said"),
    [
        ("2020-07", "month", date(2020, 7, 1), date(2020, 8, 1), "July 2020"),
        ("2020-12", "month", date(2020, 12, 1), date(2021, 1, 1), "December 2020"),
        ("2020", "year", date(2020, 1, 1), date(2021, 1, 1), "2020"),
        ("2020-07", "approximate", date(2020, 7, 1), date(2020, 8, 1), "about July 2020"),
        ("2020-07-06", "approximate", date(2020, 7, 6), date(2020, 7, 7), "about 6 July 2020"),
        ("2020-02-29", None, date(2020, 2, 29), date(2020, 3, 1), "29 February 2020"),
    ],
)
def test_a_date_known_less_exactly_spans_all_it_may_be_and_says_so(
    day, precision, start, end, said
):
    (event,) = calendar_of(date=day, precision=precision).walk("VEVENT")

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (start, end)
    assert event["SUMMARY"] == f"Zoom: Paused ({said})"


@pytest.mark.parametrize(
    "day", [None, "", "soon", "2021-02-30", "2020-13", "2020-00", "0000", "9999-12-31"]
)
def test_an_event_without_a_day_is_a_journal_that_stands_on_none(day):
    calendar = calendar_of(date=day, precision=None)
    (journal,) = calendar.walk("VJOURNAL")

    assert calendar.walk("VEVENT") == []
    assert journal["UID"] == "zoom-paused-2020-07-07@hk-nsl.stanceline"
    assert "DTSTART" not in journal


def test_an_undated_event_says_so():
    (journal,) = calendar_of(date=None, precision=None, basis=None).walk("VJOURNAL")

    assert journal["SUMMARY"] == "Zoom: Paused (undated)"
    assert "Date: undated" in journal["DESCRIPTION"].splitlines()


def test_the_calendar_says_what_it_comes_from():
    calendar = Calendar.from_ical(
        written(edition_of([LINE], chosen="zoom", as_of="2020-07-10", site=SITE))
    )

    assert calendar["X-WR-CALNAME"] == calendar["NAME"]
    assert calendar["NAME"] == "Hong Kong national security law: how companies answer (zoom)"
    assert calendar["X-WR-CALDESC"].splitlines() == [
        "Law: Hong Kong national security law, in force since 30 June 2020",
        "Events: 1; zoom",
        "As known on: 10 July 2020",
        "Updated: 2026-11-24T01:02:03Z",
        "Tracker: hk-nsl, fingerprint ffffffffffffffff",
        f"Pages: {SITE}",
    ]


def test_a_calendar_of_no_events_holds_one_note_as_it_must_hold_something():
    (note,) = Calendar.from_ical(written(edition_of([]))).subcomponents

    assert (note.name, note["SUMMARY"].endswith("no events")) == ("VJOURNAL", True)


def test_an_address_that_is_none_of_the_web_is_no_link():
    (event,) = calendar_of(url="javascript:alert(1)").walk("VEVENT")

    assert "URL" not in event


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
@example("C:\\News, D:\\new; \\n \\N \\\\n")
@example("香港" * 200)
@example("a" * 69 + "🕯🕯" * 40)
def test_any_quote_stays_one_text_in_lines_of_75_octets(quote):
    body = written(edition_of([replace(LINE, event=replace(ZOOM, quote=quote))]))

    assert max(map(len, body.split(b"\r\n"))) <= 75
    assert all(line.decode() is not None for line in body.split(b"\r\n"))
    assert len(Calendar.from_ical(body).subcomponents) == 1
    _, component = body.split(b"BEGIN:VEVENT", 1)
    assert text_in(component, "DESCRIPTION").partition("\n\nDate: ")[0] == f"“{one_line(quote)}”"
