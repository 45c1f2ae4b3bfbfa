"""Find the entries of a chronicle, and the date that heads each: ``6 July: Facebook pauses.``"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipeline.dates.choose import in_year
from pipeline.dates.meanings import Fixed, MonthDay, Numeric, Part, Span
from pipeline.dates.periods import Period

_LEAD = 16  # characters of a bullet and "in early" before a date that heads its line
_MARKS = re.compile(r"[^\w\n]{0,6}")
_LED = re.compile(r"[^\w\n]{0,6}(?:(?:in|on|by)\s)?", re.IGNORECASE)
_ALONE = re.compile(r"[^\w\n]*(?:\n|\Z)")
_INLINE = re.compile(r"[\])*]{0,2}(?:[:.]|\s?[–—-]{1,2}|\t)[\s*]")
_WRAPPED = 40  # a line as long as this that ends inside a sentence goes on in the next one
_SENTENCE_ENDS = ".!?:;\"”'’)*"


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands under one date: it ends with its line, or before the next heading."""

    end: int
    year: int | None  # of the last line that is nothing but a year


def entries(text: str, spans: Sequence[Span]) -> dict[int, Entry]:
    """Return the entries of a text by the number of the span that heads each.

    A line that is only a year lends it to the dates that begin the lines after it. Without such
    a line one dated line is no chronicle: it takes two.
    """
    if "\n" not in text.strip():
        return {}
    found: dict[int, Entry] = {}
    alone: list[int] = []  # heads that are all of their line
    borders: list[int] = []
    year: int | None = None
    for place, span in enumerate(spans):
        lead = _lead_of_line(text, span)
        if lead is None:
            continue
        is_alone = _ALONE.match(text, span.end) is not None
        if is_alone and isinstance(span.meaning, Fixed) and span.meaning.period.unit == "year":
            heads = place + 1 < len(spans) and _begins_next_line(text, span, spans[place + 1])
            year = span.meaning.period.first.year if heads else None
            borders.append(span.start)
        elif _is_head(text, span, lead, is_alone=is_alone, year=year):
            line_end = text.find("\n", span.end)
            found[place] = Entry(line_end if line_end >= 0 else len(text), year)
            borders.append(span.start)
            if is_alone:
                alone.append(place)
    if len(found) < 2 and all(entry.year is None for entry in found.values()):
        return {}
    ends = dict(pairwise((*borders, len(text))))
    return found | {n: Entry(ends[spans[n].start], found[n].year) for n in alone}


def _lead_of_line(text: str, span: Span) -> str | None:
    """Return what stands before a date on its line, or None when that is more than a few signs."""
    before = text[max(0, span.start - _LEAD) : span.start]
    above, newline, lead = before.rpartition("\n")
    if (not newline and span.start > _LEAD) or not _LED.fullmatch(lead):
        return None
    last = above.rstrip(" \t\r")[-1:]
    if last in {"", "\n"} or last in _SENTENCE_ENDS:
        return lead
    line_end = span.start - len(lead) - 1
    return lead if line_end - text.rfind("\n", 0, line_end) <= _WRAPPED else None


def _begins_next_line(text: str, span: Span, following: Span) -> bool:
    between = text[span.end : following.start]
    return (
        len(between) <= _LEAD
        and "\n" in between
        and _LED.fullmatch(between.split("\n")[-1]) is not None
    )


def _is_head(text: str, span: Span, lead: str, *, is_alone: bool, year: int | None) -> bool:
    match span.meaning:
        case MonthDay() | Numeric() | Fixed(period=Period(unit="day")):
            if year is not None:
                return True
        case Part(unit="month"):
            return year is not None
        case Fixed(period=Period(unit="year" | "month")) if not is_alone:
            pass
        case _:
            return False
    return _MARKS.fullmatch(lead) is not None and (
        is_alone or _INLINE.match(text, span.end) is not None
    )


def in_order(
    spans: Sequence[Span],
    chronicle: Mapping[int, Entry],
    published: date | None,
    date_of: Callable[[Span], Period | None],
) -> dict[int, Period]:
    """Return the dates of the heads that need no context but a year: their line's or a neighbour's.

    A chronicle goes forward, a log backward: what lies between two years is known. Where no head
    has a year, ``date_of`` dates the latest one.
    """
    found = {n: day for n, each in chronicle.items() if (day := _own(spans[n], each, date_of))}
    heads = [n for n in chronicle if n not in found or found[n].unit == "day"]
    heads = [n for n in heads if n in found or isinstance(spans[n].meaning, MonthDay)]
    if not _is_forward(spans, heads):
        heads.reverse()
    if heads and not found and (latest := date_of(spans[heads[-1]])):
        found[heads[-1]] = latest
    first = next((place for place, n in enumerate(heads) if n in found), 0)
    for later, n in pairwise(reversed(heads[: first + 1])):
        if later in found and (day := _beside(spans[n], found[later], -1)):
            found[n] = day
    for earlier, n in pairwise(heads[first:]):
        if n in found or earlier not in found:
            continue
        day = _beside(spans[n], found[earlier], 1)
        if day and (published is None or day.first <= published):
            found[n] = day
    return found


def _own(span: Span, entry: Entry, date_of: Callable[[Span], Period | None]) -> Period | None:
    if isinstance(span.meaning, Fixed | Numeric):
        return date_of(span)
    return in_year(span.meaning, entry.year) if entry.year is not None else None


def _is_forward(spans: Sequence[Span], heads: Sequence[int]) -> bool:
    """Tell whether most heads follow the one before them within half a year."""
    days = [_day_of_year(spans[n]) for n in heads]
    steps = [(two - one) % 372 for one, two in pairwise(days)]
    return 2 * sum(0 < step < 186 for step in steps) >= sum(step > 0 for step in steps)


def _day_of_year(span: Span) -> int:
    match span.meaning:
        case MonthDay():
            return 31 * span.meaning.month + span.meaning.day
        case Numeric():
            return 31 * span.meaning.first + span.meaning.second
        case Fixed():
            return 31 * span.meaning.period.first.month + span.meaning.period.first.day
        case _:
            return 0


def _beside(span: Span, other: Period, way: int) -> Period | None:
    """Return the same day of the year that is next before or after another one."""
    for years in (0, way):
        found = in_year(span.meaning, other.first.year + years)
        if found and (found.first - other.first).days * way >= 0:
            return found
    return None
