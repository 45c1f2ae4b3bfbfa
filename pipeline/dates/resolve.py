"""Turn meanings into periods, with the day of publication and the dates told before."""

import re
from collections.abc import Sequence
from datetime import date

from pipeline.dates.choose import day_of_month, in_year, weekday, yearless
from pipeline.dates.context import Context, is_narrative
from pipeline.dates.meanings import (
    DayOfMonth,
    Festival,
    Fixed,
    Meaning,
    MonthDay,
    Numeric,
    Part,
    Shifted,
    Span,
    Told,
    Vague,
    Weekday,
    YearEarlier,
)
from pipeline.dates.periods import Period, a_day, a_year, period
from pipeline.dates.rules import full_year

_JOINED = re.compile(
    r"\s*,?\s*(?:and|to|or|through|until|till|-|–|—|&)?\s*"
    r"(?:(?:early|late|mid|the|end|of)[\s-]+){0,3}"
)


def resolve(
    text: str, spans: Sequence[Span], published: date | None, *, coarse: str | None = None
) -> list[Period | None]:
    """Return the period of each span, in the order of the text.

    ``coarse`` is ``month`` or ``year`` when no more than that is known of ``published``: then no
    day is counted from it.
    """
    context = Context(text, published, is_narrative(spans, published))
    periods: list[Period | None] = []
    for place, span in enumerate(spans):
        following = spans[place + 1] if place + 1 < len(spans) else None
        found = _shared_year(text, span, following) or _one(context, span)
        if coarse and not _holds(span.meaning, coarse):
            found = None
        periods.append(found)
        if found is not None and not isinstance(span.meaning, YearEarlier):
            context.tell(span.start, found)
    return periods


def _holds(meaning: Meaning, coarse: str) -> bool:
    """Tell whether a meaning can be known when publication is known to a month or a year only."""
    match meaning:
        case Fixed() | Numeric():
            return True
        case Shifted():
            return meaning.unit in {"year", "decade", "century", coarse}
        case MonthDay() | Part() | Festival() | YearEarlier():
            return coarse == "month"
        case _:
            return False


def _shared_year(text: str, span: Span, following: Span | None) -> Period | None:
    """Lend ``July`` the year of ``between July and December 2020``."""
    if following is None or not isinstance(following.meaning, Fixed):
        return None
    if following.start - span.end > 24 or not _JOINED.fullmatch(text, span.end, following.start):
        return None
    later = following.meaning.period
    if later.unit not in {"day", "month", "quarter", "half"}:
        return None
    for year in (later.first.year, later.first.year - 1):
        found = in_year(span.meaning, year) if year > 0 else None
        if found is not None and found.first <= later.first:
            return found
    return None


def _one(context: Context, span: Span) -> Period | None:
    meaning = span.meaning
    match meaning:
        case Fixed():
            return meaning.period
        case Numeric():
            return _numeric(meaning, context.published)
        case MonthDay() | Part() | Festival():
            return yearless(context, span, meaning)
        case DayOfMonth():
            return day_of_month(context, span, meaning)
        case Weekday():
            return weekday(context, span, meaning)
        case Shifted():
            anchor = context.anchor(meaning.unit, told=meaning.told)
            return period(meaning.unit, anchor).shift(meaning.count) if anchor else None
        case YearEarlier():
            return _year_earlier(context, span, meaning)
        case Told():
            return _told(context, meaning)
        case Vague():
            return None


def _numeric(meaning: Numeric, published: date | None) -> Period | None:
    """Read month before day, unless only the other order fits, or fits publication far better."""
    year = full_year(meaning.year, published.year if published else 2000)
    american = a_day(year, meaning.first, meaning.second)
    european = a_day(year, meaning.second, meaning.first)
    if american is None or european is None or published is None:
        return american or european
    away = abs((american.first - published).days), abs((european.first - published).days)
    return european if away[1] <= 7 and away[0] > 28 else american


def _year_earlier(context: Context, span: Span, meaning: YearEarlier) -> Period | None:
    """Return the same quarter or month of another year when one was told shortly before."""
    published = context.published
    units = (meaning.unit,) if meaning.unit else ("quarter", "half", "month")
    told = context.told_near(span.start, *units)
    if told is None and meaning.unit in {"quarter", "month"} and published:
        told = period(meaning.unit, published).shift(-1)
    if told is not None:
        years = meaning.year - told.first.year if meaning.year else -1
        return told.shift_months(12 * years)
    if meaning.year:
        return a_year(meaning.year)
    return period("year", published).shift(-1) if published else None


def _told(context: Context, meaning: Told) -> Period | None:
    """Return the quarter that the text speaks of, or the last one that is over."""
    known = context.last(meaning.unit)
    if known is not None and meaning.unit != "weekend":
        return known
    if context.published is None:
        return None
    now = period(meaning.unit, context.published)
    over = meaning.unit == "quarter" or (
        meaning.unit == "weekend" and context.published.weekday() < 5
    )
    return now.shift(-1) if over else now
