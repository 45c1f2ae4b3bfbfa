"""Write events as the sheet that TimelineJS 3 reads: its columns, then the ids of our events."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import IO

from pipeline.edition import Edition, Line
from pipeline.exports import Format
from pipeline.exports.accounts import edition_title
from pipeline.exports.csv_rows import write_rows
from pipeline.exports.days import place_of
from pipeline.exports.timelinejs_json import group_html, headline_html, slide_html, title_html

COLUMNS = (
    *("Year", "Month", "Day", "Time"),
    *("End Year", "End Month", "End Day", "End Time"),
    *("Display Date", "Headline", "Text"),
    *("Media", "Media Credit", "Media Caption", "Media Thumbnail"),
    *("Type", "Group", "Background", "Link"),
    *("unique_id", "Status"),  # TimelineJS passes over columns that it does not know
)


def write(edition: Edition, out: IO[bytes]) -> int:
    """Write a row of type "title", which tells what the edition comes from, and a row an event.

    Undated events stand where the ``timelinejs`` format puts them.
    """
    return write_rows(COLUMNS, _rows(edition), out) - 1


def _rows(edition: Edition) -> Iterator[list[object]]:
    headed = escape(edition_title(edition))
    yield _row({"Type": "title", "Headline": headed, "Text": title_html(edition)})
    for line in edition.lines():
        yield _row(_slide(edition, line))


def _row(cells: Mapping[str, object]) -> list[object]:
    return [cells.get(column) for column in COLUMNS]


def _slide(edition: Edition, line: Line) -> dict[str, object]:
    place = place_of(edition, line)
    return {
        "Year": place.parts.year,
        "Month": place.parts.month,
        "Day": place.parts.day,
        "Display Date": place.shown,
        "Headline": headline_html(line),
        "Text": slide_html(edition, line),
        "Group": group_html(line),
        "Link": edition.page_of(line.event.id),
        "unique_id": line.event.id,
        "Status": line.event.status,
    }


FORMAT = Format("timelinejs-csv", "csv", "text/csv; charset=utf-8", write)
