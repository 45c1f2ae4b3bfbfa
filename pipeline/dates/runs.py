"""Read the two ends of a range as one run: ``between July and December``, ``Monday to Friday``."""

import re
from datetime import date

from pipeline.dates.choose import by_text, in_year, yearless
from pipeline.dates.context import Context
from pipeline.dates.meanings import Fixed, MonthDay, Part, Span, Weekday
from pipeline.dates.periods import Period, period
from pipeline.dates.tense import FUTURE, tense_and_trust

_FARTHEST = 24  # characters between the two
_JOINED = re.compile(
    r"\s*,?\s*"
    r"(?:(?P<to>(?:up )?to|through|thru|until|till|-(?:to|through)-|-|–|—)|(?P<and>and|&)|or)?\s*"
    r"(?:(?:early|late|mid|the|end|of)[\s-]+){0,3}"
)
_BETWEEN = re.compile(r"\bbetween\s(?:(?:early|late|mid|the|end|of)[\s-]+){0,3}$", re.IGNORECASE)


def shared_year(context: Context, span: Span, following: Span | None) -> Period | None:
    """Lend ``July`` the year of ``between July and December 2020``."""
    if following is None or following.start - span.end > _FARTHEST:
        return None
    match following.meaning:
        case Fixed(period=later):
            pass
        case MonthDay(year_turn=turn) | Part(year_turn=turn) if turn is not None:
            found = yearless(context, following, following.meaning)
            if found is None:
                return None
            later = found
        case _:
            return None
    if later.unit not in {"day", "month", "quarter", "half"} or not _joined(
        context.text, span, following
    ):
        return None
    for year in (later.first.year, later.first.year - 1):
        found = in_year(span.meaning, year) if year > 0 else None
        if found is not None and found.first <= later.first:
            return found
    return None


def run_of(context: Context, span: Span, following: Span | None) -> tuple[Period, Period] | None:
    """Return both ends of a run of months or of weekdays whose year or week is not named."""
    if following is None or type(span.meaning) is not type(following.meaning):
        return None
    if not _is_run(context.text, span, following):
        return None
    published = context.published
    runs: list[tuple[Period, Period] | None] = []
    match span.meaning, following.meaning:
        case (
            Part(unit="month", turn=None, year_turn=None) as one,
            Part(unit="month", turn=None, year_turn=None) as two,
        ) if one != two:
            begun = by_text(context, span, one)
            if begun is not None:
                return _run_of_months(one, two, begun.first.year)
            if published is not None:
                runs = [_run_of_months(one, two, published.year + n) for n in range(-2, 2)]
        case (
            Weekday(turn=None, day=None, week=None) as one,
            Weekday(turn=None, day=None, week=None) as two,
        ) if one != two and published is not None and not context.narrative:
            runs = [_run_of_weekdays(one, two, published, n) for n in range(-2, 2)]
    known = [run for run in runs if run]
    if not known or published is None:
        return None
    way, sure = tense_and_trust(context.text, span.start, following.end)
    if way == FUTURE and not sure and isinstance(span.meaning, Part):
        way = None  # "the report for January to June, to be published in August"
    return _chosen(known, published, way)


def _joined(text: str, span: Span, following: Span) -> re.Match[str] | None:
    if following.start - span.end > _FARTHEST:
        return None
    return _JOINED.fullmatch(text, span.end, following.start)


def _is_run(text: str, span: Span, following: Span) -> bool:
    """Tell ``from July to December`` from ``in July and December``."""
    joined = _joined(text, span, following)
    if joined is None or joined["to"]:
        return joined is not None
    between = _BETWEEN.search(text, max(0, span.start - 24), span.start)
    return joined["and"] is not None and between is not None


def _run_of_months(one: Part, two: Part, year: int) -> tuple[Period, Period] | None:
    first = in_year(one, year)
    last = in_year(two, year + (two.number < one.number))
    return (first, last) if first and last else None


def _run_of_weekdays(
    one: Weekday, two: Weekday, published: date, weeks: int
) -> tuple[Period, Period] | None:
    first = period("week", published).shift(weeks)
    begin = Period("day", first.first).shift(one.number) if first else None
    end = begin.shift((two.number - one.number) % 7) if begin else None
    return (begin, end) if begin and end else None


def _chosen(
    runs: list[tuple[Period, Period]], published: date, way: int | None
) -> tuple[Period, Period] | None:
    """Choose the last run that is over or in its last month or day, or the first one that is not.

    Without a tense a run lies behind, unless the one ahead is far nearer.
    """
    unit = runs[0][0].unit
    now = period(unit, published).first
    behind = max((run for run in runs if run[1].first <= now), key=_begun, default=None)
    ahead = min((run for run in runs if run[1].first > now), key=_begun, default=None)
    if behind is None or ahead is None:
        return behind or ahead
    if way is None and unit == "month":
        forth, back = (ahead[0].first - now).days, (now - behind[1].first).days
        return ahead if 0 < forth * 3 < back else behind
    return ahead if way == FUTURE else behind


def _begun(run: tuple[Period, Period]) -> date:
    return run[0].first
