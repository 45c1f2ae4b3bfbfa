"""Lay a period out in whole months or years, so that each has the same address in every run."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

Span = tuple[datetime, datetime]


def calendar_spans(since: date, until: date, *, months: int) -> Iterator[Span]:
    """Cut the days from ``since`` to ``until``, both included, where months of the year begin.

    Each span (UTC) goes from its first moment up to before its second; ``months`` must divide 12.
    """
    begin, end = _midnight(since), _midnight(until) + timedelta(days=1)
    while begin < end:
        months_on = (begin.month - 1) // months * months + months
        border = datetime(begin.year + months_on // 12, months_on % 12 + 1, 1, tzinfo=UTC)
        yield begin, min(border, end)
        begin = border


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
