"""TimelineJS: known parts of dates only, a place for undated events, the same in sheet and JSON."""

import csv
import io
import json
from dataclasses import replace

import pytest
from editions import LINE, edition_of
from events import ZOOM

from pipeline.edition import Edition
from pipeline.exports import export

SITE = "https://tracker.example/hk/"


def written(name: str, edition: Edition) -> str:
    out = io.BytesIO()
    export(name, edition, out)
    return out.getvalue().decode()


def slides(edition: Edition) -> list[dict[str, object]]:
    return json.loads(written("timelinejs", edition))["events"]


def sheet(edition: Edition) -> list[dict[str, str]]:
    body = written("timelinejs-csv", edition)
    return list(csv.DictReader(io.StringIO(body, newline="")))


def edition_with(captured_at: str | None = None, **changes: object) -> Edition:
    proofs = tuple(replace(each, captured_at=captured_at) for each in LINE.proofs)
    return edition_of([replace(LINE, event=replace(ZOOM, **changes), proofs=proofs)])


def test_a_slide_has_a_permanent_id_its_company_and_its_day():
    (slide,) = slides(edition_of([LINE]))

    text = slide.pop("text")
    assert slide == {
        "unique_id": "zoom-paused-2020-07-07",
        "start_date": {"year": "2020", "month": "7", "day": "7"},
        "group": "Zoom",
    }
    assert text["headline"] == "Zoom: Paused"
    assert text["text"].startswith(
        '<blockquote cite="https://paper.example/zoom"><p>Zoom has paused data requests.</p>'
        "</blockquote><ul><li>Date: 7 July 2020 (precision: day; basis: "
    )


@pytest.mark.parametrize(
    ("day", "precision", "start", "shown"),
    [
        ("2020-07", "month", {"year": "2020", "month": "7"}, "July 2020"),
        ("2020", "year", {"year": "2020"}, "2020"),
        ("2020-07", "approximate", {"year": "2020", "month": "7"}, "about July 2020"),
        (
            "2020-07-06",
            "approximate",
            {"year": "2020", "month": "7", "day": "6"},
            "about 6 July 2020",
        ),
    ],
)
def test_parts_of_a_date_that_are_unknown_are_not_invented(day, precision, start, shown):
    edition = edition_with(date=day, precision=precision)
    (slide,), (_, row) = slides(edition), sheet(edition)

    assert (slide["start_date"], slide["display_date"]) == (start, shown)
    assert [row[part] for part in ("Year", "Month", "Day")] == [
        start.get(part, "") for part in ("year", "month", "day")
    ]
    assert row["Display Date"] == shown


@pytest.mark.parametrize(
    ("first_reported", "captured_at", "year", "shown"),
    [
        ("2021-03-04", "2026-11-24T01:02:03Z", "2021", "undated, first reported 4 March 2021"),
        ("2021-03", None, "2021", "undated, first reported March 2021"),
        (None, "2026-11-24T01:02:03Z", "2026", "undated, captured 24 November 2026"),
        (None, None, "2020", "undated"),
    ],
)
def test_an_undated_event_has_a_place_that_says_it_is_undated(
    first_reported, captured_at, year, shown
):
    edition = edition_with(captured_at, date=None, precision=None, first_reported=first_reported)
    (slide,) = slides(edition)

    assert (slide["start_date"]["year"], slide["display_date"]) == (year, shown)


def test_the_first_capture_of_an_undated_event_is_its_place():
    event = replace(ZOOM, date=None, first_reported=None)
    moments = ("2026-11-24T01:02:03Z", "2025-01-02T03:04:05Z")
    proofs = [replace(LINE.proofs[0], captured_at=moment) for moment in moments]
    (slide,) = slides(edition_of([replace(LINE, event=event, proofs=tuple(proofs))]))

    assert slide["display_date"] == "undated, captured 2 January 2025"


def test_the_title_slide_says_what_the_timeline_comes_from():
    edition = edition_of([LINE], chosen="zoom", as_of="2020-07-10", site=SITE)
    title = json.loads(written("timelinejs", edition))["title"]["text"]
    first = sheet(edition)[0]

    assert title["headline"] == "Hong Kong national security law: how companies answer (zoom)"
    assert "<li>As known on: 10 July 2020</li>" in title["text"]
    assert (first["Type"], first["Headline"], first["Text"]) == ("title", *title.values())


def test_the_sheet_has_the_columns_of_the_template_and_tells_the_same():
    edition = edition_of([LINE], site=SITE)
    _, row = sheet(edition)
    (slide,) = slides(edition)

    assert ",".join(row) == (
        "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,"
        "Media Credit,Media Caption,Media Thumbnail,Type,Group,Background,Link,unique_id,Status"
    )
    assert {name: value for name, value in row.items() if value} == {
        "Year": "2020",
        "Month": "7",
        "Day": "7",
        "Headline": slide["text"]["headline"],
        "Text": slide["text"]["text"],
        "Group": "Zoom",
        "Link": f"{SITE}events/zoom-paused-2020-07-07.html",
        "unique_id": "zoom-paused-2020-07-07",
        "Status": "listed",
    }


def test_no_slide_asks_for_media_of_others():
    assert all("media" not in slide for slide in slides(edition_of([LINE])))
