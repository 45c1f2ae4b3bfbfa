"""Find the date expressions of a text and resolve each one as far as it can be known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.dates.meanings import Fixed, Span, Vague
from pipeline.dates.periods import PRECISION, Period
from pipeline.dates.resolve import resolve
from pipeline.dates.scan import scan

_HEAD_CHARACTERS = 300  # a text's own date stands in its first lines, or it is not one


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A stretch of text that names a calendar date: ``text`` stands at start:end of what was read.

    ``value`` is an ISO day, month or year, ``2020-H2``, ``2020-Q3``, ``2020-W27`` (a weekend
    ``2020-W27-WE``), a season ``2020-SU`` (SP, SU, FA, WI), ``199X``, ``19XX``, or None.
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

    ``published`` is an ISO date; without one only dates that need no context are resolved.
    ``milestones`` are pairs of a phrase and its ISO date. A range gives its two ends.
    """
    spans = _with_milestones(text, scan(text), tuple(milestones))
    day = _iso_date(published)
    periods = resolve(text, spans, day)
    return [_expression(text, span, found) for span, found in zip(spans, periods, strict=True)]


def _iso_date(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value[:10])


def _expression(text: str, span: Span, found: Period | None) -> DateExpression:
    precision: str | None
    if isinstance(span.meaning, Vague):
        precision = "approximate"
    else:
        precision = None if found is None else PRECISION.get(found.unit, found.unit)
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
    kept = [s for s in spans if not any(m.start < s.end and s.start < m.end for m in found)]
    return sorted(kept + found, key=lambda span: span.start)
