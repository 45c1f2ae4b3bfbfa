"""Choose the year of a day, month or festival, and the week of a weekday, by turn and tense."""

import re
from datetime import MAXYEAR, date

from pipeline.dates.context import Context
from pipeline.dates.festivals import festival_day
from pipeline.dates.histories import beside_told, year_in_history, year_of_frame
from pipeline.dates.meanings import (
    DayOfMonth,
    Festival,
    Meaning,
    MonthDay,
    Part,
    Span,
    Weekday,
    YearTurn,
)
from pipeline.dates.periods import Period, a_day, part, period
from pipeline.dates.tense import FUTURE, PAST, tense, tense_and_trust

_WITHIN = re.compile(r"\b(?:in|since|last|from|until|during|of|and|or|to|by)\s$", re.IGNORECASE)
_DELIVERY = re.compile(
    r"\s(?:futures|delivery|contracts?|options|settlement|gold|silver|copper|platinum|wheat|corn"
    r"|soybeans?|cotton|cocoa|coffee|sugar|crude|hogs?|cattle)\b"
)
_UNTIL = re.compile(r"\buntil\s$", re.IGNORECASE)  # no wait lasts until today
_LONG_OVER = 240  # days
_LEAP_YEARS = (-8, -4, -3, -2, -1, 0, 1, 2, 3, 4, 8)
_IN = re.compile(r"\b(?:in|by|until|before|after|next)\s$", re.IGNORECASE)


def in_year(meaning: Meaning, year: int) -> Period | None:
    """Return the day, month or festival of one year, or None when its year is not free."""
    match meaning:
        case MonthDay(turn=None, year_turn=None):
            return a_day(year, meaning.month, meaning.day)
        case Part(turn=None, year_turn=None):
            return part(meaning.unit, meaning.number, year)
        case Festival(turn=None):
            return festival_day(meaning.name, year)
        case _:
            return None


def yearless(context: Context, span: Span, meaning: MonthDay | Part | Festival) -> Period | None:
    """Give a day, month, quarter, season or festival its year."""
    published = context.published
    if context.told is not None and context.told.unit == "bc" and context.narrative:
        return None
    if not isinstance(meaning, Festival) and meaning.year_turn is not None:
        return _in_turned_year(context, span, meaning, meaning.year_turn)
    if not isinstance(meaning, MonthDay) and meaning.told and context.told is not None:
        return beside_told(_around(meaning, context.told), context.told, meaning.turn or 0)
    if _is_of_the_attacks(context, span, meaning):
        return a_day(2001, 9, 11)
    if not _is_turned(meaning) and (found := by_text(context, span, meaning)):
        return found
    if published is None:
        return None
    free = _unturned(meaning)
    leap = isinstance(free, MonthDay) and (free.month, free.day) == (2, 29)
    near = [
        found for n in (_LEAP_YEARS if leap else (-1, 0, 1)) if (found := _in(free, published, n))
    ]
    if not near:
        return None
    if isinstance(meaning, MonthDay) and meaning.turn is None:
        return _by_weekday(meaning, near, published) or _nearest(context, span, near)
    if meaning.turn is not None:
        return _turned(context, span, near, meaning.turn)
    if isinstance(meaning, Festival):
        return _nearest(context, span, near)
    return _by_tense(context, span, near)


_SINCE_ATTACKS = re.compile(
    r"(?:\b(?:since|after|before|the)\s|\b(?:pre|post)-)Sept?", re.IGNORECASE
)


def _is_of_the_attacks(context: Context, span: Span, meaning: Meaning) -> bool:
    """Tell the ``Sept. 11`` that the ten years after 2001 named without its year."""
    if not isinstance(meaning, MonthDay) or (meaning.month, meaning.day) != (9, 11):
        return False
    published = context.published
    near = published is not None and date(2001, 9, 11) <= published < date(2012, 1, 1)
    return (
        near and _SINCE_ATTACKS.search(context.text[max(0, span.start - 7) : span.end]) is not None
    )


def _in_turned_year(
    context: Context, span: Span, meaning: MonthDay | Part, turn: YearTurn
) -> Period | None:
    told = context.told_dated(span.start) if turn.told else None
    if told is None and turn.told and context.told is not None:
        return None  # "of that year" after a decade or a century
    base = told.first if told else context.published
    if base is None or base.year + turn.count < 1:
        return None
    return in_year(_unturned(meaning), base.year + turn.count)


def by_text(context: Context, span: Span, meaning: Meaning) -> Period | None:
    """Choose by the dates that the text has told before."""
    if context.narrative:
        choose, told = year_in_history, context.told_dated(span.start)
    else:
        choose, told = year_of_frame, context.frame and context.frame[1]
    if told is None:
        return None
    return choose(context, span, {p.first.year: p for p in _around(meaning, told)})


def _around(meaning: Meaning, told: Period) -> list[Period]:
    """Return a day, month or festival in the years around one that was told."""
    free, year = _unturned(meaning), told.first.year
    years = [n for n in (year - 1, year, year + 1) if 1 <= n <= MAXYEAR]
    return [found for n in years if (found := in_year(free, n))]


def _in(meaning: Meaning, published: date, years: int) -> Period | None:
    return in_year(meaning, published.year + years) if published.year + years > 0 else None


def _is_turned(meaning: MonthDay | Part | Festival) -> bool:
    turns = [getattr(meaning, "turn", None), getattr(meaning, "year_turn", None)]
    return turns != [None, None]


def _unturned(meaning: Meaning) -> Meaning:
    match meaning:
        case MonthDay():
            return MonthDay(meaning.month, meaning.day)
        case Part():
            return Part(meaning.unit, meaning.number)
        case Festival():
            return Festival(meaning.name)
        case _:
            return meaning


def _by_weekday(meaning: MonthDay, near: list[Period], published: date) -> Period | None:
    """Return the nearest year in which the day falls on the weekday that stands beside it."""
    named = [p for p in near if p.first.weekday() == meaning.weekday]
    found = min(named, key=lambda p: abs((p.first - published).days), default=None)
    return found if found and abs((found.first - published).days) < 400 else None


def _sides(near: list[Period], published: date) -> tuple[Period, Period, int, int]:
    """Return the last one behind (or now), the first ahead (or now), and their days away."""
    now = period(near[0].unit, published).first
    behind = max((p for p in near if p.first <= now), key=lambda p: p.first, default=near[0])
    ahead = min((p for p in near if p.first >= now), key=lambda p: p.first, default=near[-1])
    return behind, ahead, (now - behind.first).days, (ahead.first - now).days


def _nearest(context: Context, span: Span, near: list[Period]) -> Period | None:
    """Choose a day by distance first: news seldom names a day ten months off without its year."""
    assert context.published is not None
    behind, ahead, back, forth = _sides(near, context.published)
    way, sure = tense_and_trust(context.text, span.start, span.end)
    if way == PAST:
        return ahead if forth <= 31 and back > 300 else behind
    if way == FUTURE:
        return behind if back <= (45 if sure else 100) and forth > 180 else ahead
    return ahead if forth * 3 < back * 2 else behind


def _turned(context: Context, span: Span, near: list[Period], turn: int) -> Period | None:
    assert context.published is not None
    now = period(near[0].unit, context.published).first
    if turn < 0:
        return max((p for p in near if p.first < now), key=lambda p: p.first, default=near[0])
    if turn > 0:
        return min((p for p in near if p.first > now), key=lambda p: p.first, default=near[-1])
    # In January "this winter" is the one that began last year.
    year = now.year if near[0].first.month == 12 else context.published.year
    this = next((p for p in near if p.first.year == year), near[-1])
    if (now - this.first).days < _LONG_OVER or tense(context.text, span.start, span.end) == PAST:
        return this
    return near[-1]  # in November "this January" is the next one


def _by_tense(context: Context, span: Span, near: list[Period]) -> Period | None:
    """Choose a month, quarter, half or season by tense; without one, what is past or near."""
    assert context.published is not None
    behind, ahead, back, forth = _sides(near, context.published)
    way, sure = tense_and_trust(context.text, span.start, span.end)
    before = context.text[max(0, span.start - 8) : span.start]
    if _DELIVERY.match(context.text, span.end):
        return ahead
    if way == PAST:
        # "estimates for November were cut" in late October: named without "in", and near.
        # "the terms of the November sale" are adjectives, and need not lie behind.
        within = _WITHIN.search(before) and context.text[span.start : span.start + 4] != "the "
        return ahead if forth <= 62 and back > 250 and not within else behind
    if way == FUTURE:
        # "expects its October sales to rise": a month just over, named without "in".
        just_over = 92 if behind.unit == "quarter" else 62
        if back <= just_over and forth > 180 and not (sure and _IN.search(before)):
            return behind
        return ahead
    if before.lower().endswith("by "):
        return ahead
    return ahead if forth * 3 < back else behind


def weekday(context: Context, span: Span, meaning: Weekday) -> Period | None:
    """Give a weekday its week.

    Behind is the latest such day, the day of publication included. "Last Monday" is the latest
    one before publication, but not the day before it, which news calls "Monday"; "next Monday" is
    the first one after it, "this Monday" the one of its week unless tense says otherwise.
    """
    near = context.published is None or context.told_near(span.start, "day") is not None
    in_history = context.narrative and not meaning.turn and near
    anchor = context.anchor(told=meaning.told or in_history)
    if anchor is None or context.published is None:
        return None
    today = Period("day", anchor)
    ahead, behind = (meaning.number - anchor.weekday()) % 7, (anchor.weekday() - meaning.number) % 7
    if meaning.day is not None:
        return _with_its_day(meaning, today)
    if meaning.week is not None:
        return today.shift(7 * meaning.week + meaning.number - anchor.weekday())
    if meaning.turn:
        if meaning.turn < 0 and behind == 1 and not meaning.told:
            behind = 8
        return today.shift((ahead or 7) if meaning.turn > 0 else -(behind or 7))
    if meaning.told and meaning.turn == 0:
        return today.shift(meaning.number - anchor.weekday())
    way = tense(context.text, span.start, span.end)
    if way is not FUTURE and _is_planned(context.text, span):
        way = FUTURE
    if way == FUTURE or (in_history and not meaning.told):  # a history goes forward
        until = ahead == 0 and _UNTIL.search(context.text[max(0, span.start - 6) : span.start])
        return today.shift(7 if until else ahead)
    if behind == 0 and context.text[max(0, span.start - 6) : span.start].lower() == "since ":
        return today.shift(-7)  # nobody writes "since Wednesday" of this Wednesday
    if meaning.turn == 0 and way is None:
        return today.shift(meaning.number - anchor.weekday())
    return today.shift(-behind)


def _is_planned(text: str, span: Span) -> bool:
    """Tell ``flights for Friday were sold out`` from ``for Friday's losses``."""
    return text[max(0, span.start - 5) : span.start].lower() == " for " and text[
        span.end : span.end + 2
    ] not in {"'s", "’s"}


def _with_its_day(meaning: Weekday, today: Period) -> Period | None:
    """Return the nearest day that is both this weekday and this day of the month."""
    for days in sorted(range(-45, 46), key=lambda days: (abs(days), days)):
        found = today.shift(days)
        if found and (found.first.day, found.first.weekday()) == (meaning.day, meaning.number):
            return found
    return None


def day_of_month(context: Context, span: Span, meaning: DayOfMonth) -> Period | None:
    """Give ``the 15th`` its month: by tense, or else the nearest."""
    published = context.published
    told = context.last("day", "month") if context.narrative else None
    told = told or context.told_near(span.start, "day")
    if told and meaning.turn is None:
        return a_day(told.first.year, told.first.month, meaning.day)
    if published is None:
        return None
    this_month = period("month", published)
    if meaning.turn is not None:
        month = this_month.shift(meaning.turn)
        return a_day(month.first.year, month.first.month, meaning.day) if month else None
    months = [this_month.shift(n) for n in (-1, 0, 1)]
    near = [d for m in months if m and (d := a_day(m.first.year, m.first.month, meaning.day))]
    if not near:
        return None
    way = tense(context.text, span.start, span.end)
    if way == FUTURE:
        return next((d for d in near if d.first >= published), near[-1])
    if way == PAST:
        return next((d for d in reversed(near) if d.first <= published), near[0])
    return min(near, key=lambda d: abs((d.first - published).days))
