"""Find the date expressions of a text and resolve each one as far as it can be known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.dates.meanings import Fixed, Shifted, Span, Vague
from pipeline.dates.periods import PRECISION, Period
from pipeline.dates.resolve import resolve
from pipeline.dates.scan import merge, scan

_HEAD_CHARACTERS = 300  # a text's own date stands in its first lines, or it is not one

_HEADER = re.compile(
    r"\s*(?:(?:first )?(?:published|posted|updated|released|date|issued)(?: on)?:?\s*)?"
    r"(?:[a-z]+day,? )?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"[\s,]*(?:at )?(?:\d{1,2}[:.]\d\d(?::\d\d)?)?\s*(?:[ap]\.?m\.?)?\s*[A-Z]{0,4}\s*"
)
_PLACE = re.compile(r"\s*[A-Z][A-Z .]{2,30}(?:, [A-Z][A-Za-z. ]{1,20})?, ")
_AGENCY = re.compile(r",?\s*(?:\([A-Za-z /]{2,30}\)|/[A-Za-z]+/)?\s*(?:--?|[–—])\s")


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A stretch of text that names a calendar date: ``text`` stands at start:end of what was read.

    ``value`` is an ISO day, month or year, ``2020-H2``, ``2020-Q3``, ``2020-W27`` (a weekend
    ``2020-W27-WE``), a season ``2020-SU`` (SP, SU, FA, WI), ``199X``, ``19XX``, ``BC0202``,
    or None.
    ``precision`` is the unit's name, ``approximate`` for a time near the value, or None.
    """

    start: int
    end: int
    text: str
    value: str | None
    precision: str | None


def find_dates(
    text: str, *, published: str | None = None, milestones: Sequence[tuple[str, str]] = ()
) -> list[DateExpression]:
    """Return the date expressions of a text in its order, none overlapping.

    ``published`` is an ISO date or the first part of one (``2020-07``); anything else raises
    ValueError. Without one the text's own dateline counts, or else only dates that need no
    context are resolved.
    ``milestones`` are pairs of a phrase and its ISO date. A range gives its two ends.
    """
    spans = _with_milestones(text, scan(text), tuple(milestones))
    day, coarse = _publication(published)
    day = day or _own_date(text, spans)
    periods = resolve(text, spans, day, coarse=coarse)
    return [_expression(text, span, found) for span, found in zip(spans, periods, strict=True)]


def _publication(value: str | None) -> tuple[date | None, str | None]:
    """Return the day of publication, and its unit when it is only a month or a year."""
    if not value:
        return None, None
    if len(value) == 4:
        return date.fromisoformat(f"{value}-07-01"), "year"
    if len(value) == 7:
        return date.fromisoformat(f"{value}-15"), "month"
    return date.fromisoformat(value[:10]), None


def _own_date(text: str, spans: list[Span]) -> date | None:
    """Return the date that a text gives itself, or None.

    It is a day with its year, alone on one of the first lines but for a weekday, a time or
    ``Published``, or in a dateline; a date inside a sentence is never it.
    """
    for span in spans[:3]:
        if span.end > _HEAD_CHARACTERS or not isinstance(span.meaning, Fixed):
            continue
        line_start = text.rfind("\n", 0, span.start) + 1
        line_end = text.find("\n", span.end)
        before = text[line_start : span.start]
        after = text[span.end : line_end if line_end >= 0 else len(text)]
        alone = _HEADER.fullmatch(before) and _CLOCK.fullmatch(after)
        dateline = _PLACE.fullmatch(before) and _AGENCY.match(after)
        if span.meaning.period.unit == "day" and (alone or dateline):
            return span.meaning.period.first
    return None


def _expression(text: str, span: Span, found: Period | None) -> DateExpression:
    precision = None if found is None else PRECISION.get(found.unit, found.unit)
    if isinstance(span.meaning, Vague) or (
        isinstance(span.meaning, Shifted) and span.meaning.about
    ):
        precision = "approximate"
    value = None if found is None else found.value
    return DateExpression(span.start, span.end, text[span.start : span.end], value, precision)


@lru_cache(maxsize=32)
def _milestone_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(phrases, key=len, reverse=True)
    written = (r"\s+".join(re.escape(word) for word in phrase.split()) for phrase in ordered)
    return re.compile(r"(?<!\w)(?:" + "|".join(written) + r")(?!\w)", re.IGNORECASE)


def _with_milestones(
    text: str, spans: list[Span], milestones: tuple[tuple[str, str], ...]
) -> list[Span]:
    """Add the phrases of the law's own dates; they win over the dates that they contain."""
    days = {" ".join(phrase.lower().split()): day for phrase, day in milestones if phrase.strip()}
    if not days:
        return spans
    found = [
        Span(m.start(), m.end(), Fixed(Period("day", date.fromisoformat(days[key]))))
        for m in _milestone_pattern(tuple(days)).finditer(text)
        if (key := " ".join(m[0].lower().split())) in days
    ]
    return merge(spans, found)
