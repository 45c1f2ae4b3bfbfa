"""Give a date without its year the year that the text is in, where the text tells of the past."""

from collections.abc import Mapping, Sequence
from datetime import date

from pipeline.dates.context import Context
from pipeline.dates.meanings import Span
from pipeline.dates.periods import Period, period
from pipeline.dates.tense import FUTURE, PAST, is_told_back, tense

_FINE = {"day", "week", "weekend", "month", "quarter", "season", "half"}
_HALF_A_YEAR = 184  # days


def year_in_history(context: Context, span: Span, near: Mapping[int, Period]) -> Period | None:
    """Choose among the same day or month of the years around the one that a history is in.

    ``near`` maps years to it. A history goes forward: after December, March is that of the next
    year, unless the sentence looks back ("had left in October").
    """
    told = context.told_dated(span.start)
    if told is None:
        return None
    year = told.first.year
    ahead = context.published is not None and year > context.published.year
    if ahead and tense(context.text, span.start, span.end) == PAST:
        return None
    found = near.get(year)
    if found is None or told.unit not in _FINE:
        return found
    away = (found.first - told.first).days
    back = is_told_back(context.text, span.start, span.end)
    if away > 0 and back:
        return near.get(year - 1) or found
    if away < -_HALF_A_YEAR and not back:
        return near.get(year + 1) or found
    return found


def year_of_frame(context: Context, span: Span, near: Mapping[int, Period]) -> Period | None:
    """Lend a day or month the year of a date of the past that its sentence begins with.

    "On April 2, 1982, the islands were invaded, and on 14 June they were retaken."
    """
    frame = context.frame
    if frame is None or frame[0] != context.sentence(span.start):
        return None
    year = frame[1].first.year
    behind = context.published is not None and year < context.published.year
    if behind and tense(context.text, span.start, span.end) == FUTURE:
        return None
    return near.get(year)


def beside_told(near: Sequence[Period], told: Period, turn: int) -> Period | None:
    """Return the one meant by ``that summer``, ``the following March``, ``the previous May``."""
    if told.unit in {"decade", "century", "bc"}:
        return None
    if told.unit not in _FINE:
        return next((p for p in near if p.first.year == told.first.year + turn), None)
    if not near:
        return None
    now = period(near[0].unit, told.first).first
    if turn > 0:
        return min((p for p in near if p.first > now), key=_first, default=None)
    if turn < 0:
        return max((p for p in near if p.first < now), key=_first, default=None)

    if near[0].unit == "season":
        return min(near, key=lambda p: abs((p.first - now).days))
    # After December "that March" is the next one, after June it is not.
    same = next((p for p in near if p.first.year == told.first.year), None)
    if same is not None and (now - same.first).days > _HALF_A_YEAR:
        return near[-1]
    return same


def _first(found: Period) -> date:
    return found.first
