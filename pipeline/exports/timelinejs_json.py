"""Write events as the JSON that TimelineJS 3 draws: a slide an event."""

from html import escape
from typing import IO, Any

from pipeline.edition import Edition, Line
from pipeline.exports import Format
from pipeline.exports.accounts import edition_facts, edition_title, facts, headline
from pipeline.exports.days import Parts, place_of
from pipeline.exports.json_text import json_text
from pipeline.exports.markup import facts_html, quote_html
from pipeline.visible import one_line

MOST = 2000  # characters of a text: TimelineJS looks for addresses in the square of their number


def write(edition: Edition, out: IO[bytes]) -> int:
    """Write a title slide, which tells what the edition comes from, and a slide an event.

    Dates have only the parts that are known. TimelineJS drops a slide without a date, so an undated
    event stands where ``place_of`` puts it, and its shown date says that it is undated.
    """
    title = {"headline": escape(edition_title(edition)), "text": title_html(edition)}
    out.write(f'{{"title": {json_text({"text": title})}, "events": ['.encode())
    rows = 0
    for line in edition.lines():
        out.write(b"\n" if rows == 0 else b",\n")
        out.write(json_text(_slide(edition, line)).encode())
        rows += 1
    out.write(b"\n]}\n")
    return rows


def title_html(edition: Edition) -> str:
    """Tell on the title slide what the edition comes from."""
    return facts_html(edition_facts(edition))


def slide_html(edition: Edition, line: Line) -> str:
    """Show on a slide the quote of an event, and all that defends it."""
    return quote_html(line, most=MOST) + facts_html(facts(edition, line), most=MOST)


def headline_html(line: Line) -> str:
    """Head a slide."""
    return escape(headline(line)[:MOST])


def group_html(line: Line) -> str:
    """Name the group of a slide; TimelineJS decodes it once on its way into the page."""
    return escape(escape(one_line(line.event.company_name)[:MOST]))


def _slide(edition: Edition, line: Line) -> dict[str, Any]:
    place = place_of(edition, line)
    slide: dict[str, Any] = {
        "unique_id": line.event.id,
        "start_date": _spelled(place.parts),
        "group": group_html(line),
        "text": {"headline": headline_html(line), "text": slide_html(edition, line)},
    }
    if place.shown is not None:
        slide["display_date"] = place.shown
    return slide


def _spelled(parts: Parts) -> dict[str, str]:
    known = {"year": parts.year, "month": parts.month, "day": parts.day}
    return {name: str(value) for name, value in known.items() if value is not None}


FORMAT = Format("timelinejs", "json", "application/json", write)
