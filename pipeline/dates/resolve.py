"""Turn meanings into periods, with the day of publication and the dates told before."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from pipeline.dates.choose import day_of_month, weekday, yearless
from pipeline.dates.chronicles import entries, in_order
from pipeline.dates.context import Context, is_narrative
from pipeline.dates.meanings import (
    Before,
    DayOfMonth,
    Festival,
    Fixed,
    Holding,
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
from pipeline.dates.periods import Period, a_day, a_year, part, period
from pipeline.dates.rules import full_year
from pipeline.dates.runs import run_of, shared_year
from pipeline.dates.tense import PAST, tense


def resolve(
    text: str, spans: Sequence[Span], published: date | None, *, coarse: str | None = None
) -> list[Period | None]:
    """Return the period of each span, in the order of the text.

    ``coarse`` is ``month`` or ``year`` when no more than that is known of ``published``: then no
    day is counted from it.
    """
    context = Context(text, published, is_narrative(spans, published))
    chronicle = entries(text, spans)
    heads = in_order(spans, chronicle, published, partial(_free, context, coarse=coarse))
    lent: Period | None = None  # by the beginning of a run to its end
    periods: list[Period | None] = []
    for place, span in enumerate(spans):
        if context.in_entry:
            context.leave(span.start)
        following = spans[place + 1] if place + 1 < len(spans) else None
        if found := lent or heads.get(place):
            lent = None
        elif run := run_of(context, span, following):
            found, lent = run
        else:
            found = shared_year(context, span, following) or _ended(context, span, following)
            found = found or _one(context, span)
        if coarse and place not in heads and not context.in_entry:
            found = found if _holds(span.meaning, coarse) else None
        periods.append(found)
        if found is not None and not isinstance(span.meaning, YearEarlier):
            context.tell(span, found)
        if place in chronicle:
            context.enter(found, chronicle[place].end)
    return periods


def _free(context: Context, span: Span, *, coarse: str | None) -> Period | None:
    """Return the period of a span that depends on no other."""
    return None if coarse and not _holds(span.meaning, coarse) else _one(context, span)


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


_ENDED = re.compile(r",?\s(?:(?:which|that)\s)?(?:ended|ending|ends)\s(?:(?:on|in)\s)?")


def _ended(context: Context, span: Span, following: Span | None) -> Period | None:
    """Take a quarter, month or year from the day that it ends: ``the year ended June 30``.

    A numbered quarter belongs to the business year whose last quarter is the fourth:
    the first one ended Sept. 30, 1989 is the first of 1990.
    """
    if following is None or not _ENDED.fullmatch(context.text, span.end, following.start):
        return None
    match span.meaning:
        case Told() | Part(unit="quarter", year_turn=None):
            end = _one(context, following)
        case _:
            return None
    if end is None or end.unit not in {"day", "month"}:
        return None
    if isinstance(span.meaning, Part):
        closes = end.shift_months(3 * (4 - span.meaning.number))
        return part("quarter", span.meaning.number, closes.first.year) if closes else None
    if not isinstance(span.meaning, Told):
        return None
    if span.meaning.unit != "quarter":
        return period(span.meaning.unit, end.first)
    # A quarter ended Jan. 28 is the fourth: most of it lies there.
    told, middle = context.told_near(span.start, "quarter"), end.shift_months(-1)
    return told or (period("quarter", middle.first) if middle else None)


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
            return _shifted(context, span, meaning)
        case Before():
            return _before(_one(context, replace(span, meaning=meaning.date)), meaning)
        case Holding():
            day = _one(context, replace(span, meaning=meaning.date))
            return period(meaning.unit, day.first) if day else None
        case YearEarlier():
            return _year_earlier(context, span, meaning)
        case Told():
            return _told(context, span, meaning)
        case Vague():
            return None


def _shifted(context: Context, span: Span, meaning: Shifted) -> Period | None:
    anchor = _anchor(context, span, meaning)
    if anchor is None:
        return None
    now, count = period(meaning.unit, anchor), meaning.count
    if meaning.late and anchor == context.published:
        young = (anchor - now.first).days * 4 < _DAYS_IN.get(meaning.unit, 0)
        count -= young and tense(context.text, span.start, span.end) == PAST
    return now.shift(count)


_DAYS_IN = {"month": 30, "quarter": 91, "year": 365}


def _anchor(context: Context, span: Span, meaning: Shifted) -> date | None:
    """Return the day to count from; news counts ``a week earlier`` from no day that is ahead."""
    told = meaning.told or (meaning.in_history and context.narrative)
    anchor = context.anchor(meaning.unit, told=told)
    published = context.published
    ahead = anchor is not None and published is not None and anchor > published
    if ahead and meaning.count < 0 and tense(context.text, span.start, span.end) == PAST:
        return published
    return anchor


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
    if meaning.year and not meaning.unit and context.told and context.told.unit == "year":
        return a_year(meaning.year)  # "so far this year; in the same period of 1988"
    if told is None and meaning.unit in {"quarter", "month"} and published:
        told = period(meaning.unit, published).shift(-1)
    if told is not None:
        years = meaning.year - told.first.year if meaning.year else -1
        return told.shift_months(12 * years)
    if meaning.year:
        return a_year(meaning.year)
    return period("year", published).shift(-1) if published else None


def _before(found: Period | None, meaning: Before) -> Period | None:
    """Go back from a day, week or month; years and months keep its unit and its day."""
    if found is None:
        return None
    if meaning.unit in _MONTHS_IN:
        # A week is moved by its Thursday, which also gives an ISO week its year.
        day = Period("day", found.first).shift(3 if found.unit == "week" else 0)
        moved = day.shift_months(-meaning.count * _MONTHS_IN[meaning.unit]) if day else None
        return period(found.unit, moved.first) if moved else None
    days = meaning.count * (7 if meaning.unit.startswith("week") else 1)
    return found.shift(-days if found.unit == "day" else -meaning.count)


_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def _told(context: Context, span: Span, meaning: Told) -> Period | None:
    """Return the quarter, month or year that the text speaks of, or the last one that is over."""
    if meaning.unit == "year":
        return _told_year(context, span)
    known = context.last(meaning.unit)
    published = context.published
    is_over = known is not None and (published is None or known.first <= published)
    if is_over and meaning.unit not in {"weekend", "week"}:
        return known
    if published is None:
        return None
    now = period(meaning.unit, published)
    if meaning.unit == "month":
        over = published.day <= 20 and tense(context.text, span.start, span.end) == PAST
    else:
        over = meaning.unit == "quarter" or published.weekday() < _ENDS[meaning.unit]
    return now.shift(-1) if over else now


_ENDS = {"weekend": 5, "week": 3}  # the weekday from which on "the week" is the present one


def _told_year(context: Context, span: Span) -> Period | None:
    """Return the year that "for the year" speaks of: that of the quarter told, or the last."""
    told = context.told_near(span.start, "quarter", "half")
    if told is None and context.narrative:
        told = context.told_dated(span.start)
    if told is not None:
        return period("year", told.first)
    published = context.published
    if published is None:
        return None
    now = period("year", published)
    over = published.month <= 3 and tense(context.text, span.start, span.end) == PAST
    return now.shift(-1) if over else now
