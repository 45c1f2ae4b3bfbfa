"""Turn meanings into periods, with the day of publication and the dates told before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.dates.festivals import festival_day
from pipeline.dates.meanings import (
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
from pipeline.dates.periods import Period, a_day, part, period
from pipeline.dates.rules import full_year
from pipeline.dates.tense import FUTURE, PAST, tense

_JOINED = re.compile(
    r"\s*,?\s*(?:and|to|or|through|until|till|-|–|—|&)?\s*(?:(?:early|late|mid|the|end|of)[\s-]+){0,3}"
)
_LARGE = frozenset({"quarter", "half", "month", "season", "year"})


@dataclass(slots=True)
class Context:
    """What is known while a text is read from its start: it moves on with every date."""

    text: str
    published: date | None
    told: Period | None = None
    sentence_told: Period | None = None

    def anchor(self, *, told: bool) -> date | None:
        """Return the day to count from: the date told last, or the day of publication."""
        if told and self.told is not None:
            return self.told.first
        return self.published


def resolve(text: str, spans: Sequence[Span], published: date | None) -> list[Period | None]:
    """Return the period of each span, in the order of the text."""
    context = Context(text, published)
    periods: list[Period | None] = []
    for place, span in enumerate(spans):
        following = spans[place + 1] if place + 1 < len(spans) else None
        found = _shared_year(text, span, following) or _one(context, span)
        periods.append(found)
        if found is not None:
            context.told = found
    return periods


def _shared_year(text: str, span: Span, following: Span | None) -> Period | None:
    """Lend ``July`` the year of ``between July and December 2020``."""
    if following is None or not isinstance(following.meaning, Fixed):
        return None
    if following.start - span.end > 24 or not _JOINED.fullmatch(text, span.end, following.start):
        return None
    later = following.meaning.period
    if later.unit not in {"day", "month", "quarter"}:
        return None
    for year in (later.first.year, later.first.year - 1):
        found = _in_year(span.meaning, year)
        if found is not None and found.first <= later.first:
            return found
    return None


def _in_year(meaning: Meaning, year: int) -> Period | None:
    match meaning:
        case MonthDay():
            return a_day(year, meaning.month, meaning.day)
        case Part() if meaning.turn is None and meaning.year_turn is None:
            return part(meaning.unit, meaning.number, year)
        case Festival() if meaning.turn is None:
            return festival_day(meaning.name, year)
        case _:
            return None


def _one(context: Context, span: Span) -> Period | None:  # noqa: PLR0911 - a return a meaning
    meaning = span.meaning
    match meaning:
        case Fixed():
            return meaning.period
        case Numeric():
            return _numeric(meaning, context.published)
        case MonthDay() | Part() | Festival():
            return _yearless(context, span)
        case Weekday():
            return _weekday(context, span, meaning)
        case Shifted():
            anchor = context.anchor(told=meaning.told)
            return period(meaning.unit, anchor).shift(meaning.count) if anchor else None
        case YearEarlier():
            return _year_earlier(context, meaning)
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


def _yearless(context: Context, span: Span) -> Period | None:
    meaning, published = span.meaning, context.published
    if published is None:
        told = context.told
        return _in_year(meaning, told.first.year) if told else None
    if isinstance(meaning, Part) and meaning.year_turn is not None:
        return part(meaning.unit, meaning.number, published.year + meaning.year_turn)
    near = [_in_year(_unturned(meaning), published.year + n) for n in (-2, -1, 0, 1, 2)]
    if isinstance(meaning, MonthDay) and meaning.weekday is not None:
        named = [p for p in near if p and p.first.weekday() == meaning.weekday]
        if named:
            return min(named, key=lambda p: abs((p.first - published).days))
    turn = None if isinstance(meaning, MonthDay) else meaning.turn  # type: ignore[union-attr]
    return _choose(context, span, [p for p in near if p], turn)


def _unturned(meaning: Meaning) -> Meaning:
    match meaning:
        case Part():
            return Part(meaning.unit, meaning.number)
        case Festival():
            return Festival(meaning.name)
        case _:
            return meaning


def _choose(context: Context, span: Span, periods: list[Period], turn: int | None) -> Period | None:
    """Choose among the same day or month of several years, by its turn or by tense."""
    published = context.published
    assert published is not None
    unit = periods[0].unit
    now = period(unit, published).first
    behind = [p for p in periods if p.first <= now]
    ahead = [p for p in periods if p.first >= now]
    if turn is not None:
        if turn < 0:
            behind = [p for p in behind if p.first < now]
        if turn > 0:
            ahead = [p for p in ahead if p.first > now]
        return (
            _of_this_year(periods, published) if turn == 0 else ahead[0] if turn > 0 else behind[-1]
        )
    way = tense(context.text, span.start, span.end)
    if way == PAST:
        return behind[-1]
    if way == FUTURE:
        return ahead[0]
    back, forth = (published - behind[-1].first).days, (ahead[0].first - published).days
    return ahead[0] if forth * 2 < back else behind[-1]


def _of_this_year(periods: list[Period], published: date) -> Period:
    """Return the one of the year of publication ("this summer"), winters as they are counted."""
    return next((p for p in periods if p.first.year == published.year), periods[-1])


def _weekday(context: Context, span: Span, meaning: Weekday) -> Period | None:
    anchor = context.anchor(told=meaning.told)
    if anchor is None:
        return None
    ahead = (meaning.number - anchor.weekday()) % 7
    behind = (anchor.weekday() - meaning.number) % 7
    today = Period("day", anchor)
    if meaning.turn is None:
        way = tense(context.text, span.start, span.end)
        return today.shift(ahead) if way == FUTURE else today.shift(-behind)
    if meaning.turn > 0:
        return today.shift(ahead or 7)
    if meaning.turn < 0:
        return today.shift(-(behind or 7))
    way = tense(context.text, span.start, span.end)
    return (
        today.shift(meaning.number - anchor.weekday())
        if way is None
        else (today.shift(ahead) if way == FUTURE else today.shift(-behind))
    )


def _year_earlier(context: Context, meaning: YearEarlier) -> Period | None:
    """Return the year before, as a quarter or month when one was told just before."""
    told = context.told
    if meaning.unit and context.published and (told is None or told.unit != meaning.unit):
        told = period(meaning.unit, context.published).shift(-1)
    if told is not None and told.unit in {"quarter", "half", "month"}:
        return told.shift_months(12 * meaning.years)
    if context.published is None:
        return None
    return period("year", context.published).shift(meaning.years)


def _told(context: Context, meaning: Told) -> Period | None:
    if context.told is not None and context.told.unit == meaning.unit:
        return context.told
    if context.published is None:
        return None
    now = period(meaning.unit, context.published)
    return now.shift(-1) if meaning.unit == "quarter" else now
