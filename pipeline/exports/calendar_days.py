"""Write events as a calendar (RFC 5545) of whole days.

Lines are made here and not by the icalendar library, which turns the "\\N" of a quote such as
"C:\\News" into a line break, and takes three times as long; it reads the files in our tests.
"""

import re
from collections.abc import Iterable, Iterator
from typing import IO

from pipeline.edition import Edition, Line
from pipeline.exports import Format
from pipeline.exports.accounts import (
    Fact,
    edition_facts,
    edition_title,
    facts,
    headline,
    witnesses,
)
from pipeline.exports.days import Parts, parts_of
from pipeline.exports.feeds import moment
from pipeline.outside import web_address
from pipeline.visible import one_line
from pipeline.words import day

OCTETS = 75  # in a line, without its end


def write(edition: Edition, out: IO[bytes]) -> int:
    """Write a VEVENT a dated event, which ends (exclusively) after the last day that it may be.

    One known by its month or year spans all of it, and its summary names the month or year. An
    undated event is a VJOURNAL without a start: it stands on no day, since none is known. A
    calendar must hold something, so that without events one VJOURNAL says that there are none.
    """
    out.writelines(_folded(_head(edition)))
    rows = 0
    for line in edition.lines():
        out.writelines(_folded(_component(edition, line)))
        rows += 1
    if rows == 0:
        out.writelines(_folded(_nothing(edition)))
    out.write(b"END:VCALENDAR\r\n")
    return rows


def _head(edition: Edition) -> Iterator[str]:
    title, about = _text(edition_title(edition)), _listed(edition_facts(edition))
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Stanceline//Timeline//EN"
    yield "CALSCALE:GREGORIAN"
    yield f"NAME:{title}"
    yield f"X-WR-CALNAME:{title}"
    yield f"DESCRIPTION:{about}"
    yield f"X-WR-CALDESC:{about}"
    yield f"LAST-MODIFIED:{_stamp(edition)}"
    yield from _url(web_address(edition.site))


def _component(edition: Edition, line: Line) -> Iterator[str]:
    event = line.event
    parts = parts_of(event.date)
    kind = "VJOURNAL" if parts is None else "VEVENT"
    yield f"BEGIN:{kind}"
    yield f"UID:{_uid(edition, event.id)}"
    yield f"DTSTAMP:{_stamp(edition)}"
    yield f"SUMMARY:{_text(_summary(line, parts))}"
    if parts is not None:
        yield f"DTSTART;VALUE=DATE:{parts.first():%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{parts.after():%Y%m%d}"
        yield "TRANSP:TRANSPARENT"  # nobody is busy on that day for it
    yield f"DESCRIPTION:{_description(edition, line)}"
    yield f"CATEGORIES:{_text(one_line(line.stance_label))}"
    yield from _url(web_address(edition.page_of(event.id)) or web_address(event.url))
    yield f"END:{kind}"


def _nothing(edition: Edition) -> Iterator[str]:
    yield "BEGIN:VJOURNAL"
    yield f"UID:{_uid(edition, 'no-events')}"
    yield f"DTSTAMP:{_stamp(edition)}"
    yield f"SUMMARY:{_text(edition_title(edition))}: no events"
    yield "END:VJOURNAL"


def _summary(line: Line, parts: Parts | None) -> str:
    event = line.event
    if parts is not None and event.precision == "day":
        return headline(line)
    return f"{headline(line)} ({one_line(day(event.date, event.precision))})"


def _description(edition: Edition, line: Line) -> str:
    others = sum(1 for _ in witnesses(line))
    further = [Fact("Further evidence", f"{others} more")] if others else []
    quote = _text(f"“{one_line(line.event.quote)}”")
    return f"{quote}\\n\\n{_listed([*facts(edition, line), *further])}"


def _listed(facts: Iterable[Fact]) -> str:
    return "\\n".join(_text(f"{each.name}: {_told(each)}") for each in facts)


def _told(fact: Fact) -> str:
    if fact.address is None or fact.address in fact.text:
        return fact.text
    return f"{fact.text} <{fact.address}>"


def _uid(edition: Edition, name: str) -> str:
    return _text(one_line(f"{name}@{edition.tracker}.stanceline"))


def _stamp(edition: Edition) -> str:
    """Spell the moment of the edition, which is UTC, as a calendar does."""
    digits = re.sub(r"[-:]|\.\d+", "", moment(edition.updated_at) or "1970-01-01T00:00:00Z")
    return f"{digits[:15]}Z"


def _url(address: str | None) -> list[str]:
    return [] if address is None else [f"URL:{address}"]


def _text(text: str) -> str:
    """Escape a text of one line."""
    return re.sub(r"[\\;,]", r"\\\g<0>", text)


def _folded(lines: Iterable[str]) -> Iterator[bytes]:
    """Break lines of more than 75 octets, within no character, and go on after a space."""
    for line in lines:
        octets = line.encode()
        start, room = 0, OCTETS
        while len(octets) - start > room:
            end = start + room
            while octets[end] & 0xC0 == 0x80:  # within a character
                end -= 1
            yield octets[start:end] + b"\r\n "
            start, room = end, OCTETS - 1
        yield octets[start:] + b"\r\n"


FORMAT = Format("ics", "ics", "text/calendar; charset=utf-8", write)
