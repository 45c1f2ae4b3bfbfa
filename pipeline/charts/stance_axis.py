"""Lay days out from left to right; months in which most happened get more room, and say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

GAP = 12  # pixels between pieces of different measure
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)  # years between two names of years


@dataclass(frozen=True, slots=True)
class Piece:
    """Days that are drawn in one measure; ``last`` is the day after."""

    first: int
    last: int
    left: float
    right: float
    stretched: bool = False

    def pixel(self, day: float) -> float:
        """Place a day; what lies outside stands at the edge."""
        share = (day - self.first) / max(1, self.last - self.first)
        return self.left + (self.right - self.left) * min(1.0, max(0.0, share))


@dataclass(frozen=True, slots=True)
class Axis:
    """All days of a picture, in one measure or in up to three pieces."""

    pieces: tuple[Piece, ...]

    @property
    def first(self) -> int:
        """Give the first day."""
        return self.pieces[0].first

    @property
    def last(self) -> int:
        """Give the day after the last."""
        return self.pieces[-1].last

    @property
    def stretched(self) -> Piece | None:
        """Give the piece that has more room than its days would get."""
        return next((piece for piece in self.pieces if piece.stretched), None)

    def pixel(self, day: float) -> float:
        """Place a day from the left."""
        piece = next((each for each in self.pieces if day < each.last), self.pieces[-1])
        return piece.pixel(day)

    def breaks(self) -> list[float]:
        """Give the middles of the gaps between pieces."""
        return [(one.right + other.left) / 2 for one, other in pairwise(self.pieces)]


def axis_of(days: Sequence[int], *, newest: int, law: int, left: float, right: float) -> Axis:
    """Span the days of all marks until the newest day known, and the law's first day if it is near.

    When at least two of five marks fall in three months of more than fifteen, these three get as
    much room as the rest.
    """
    first, last = min([*days, newest]), newest + 1
    if first - 366 <= law <= last + 366:
        first, last = min(first, law), max(last, law + 1)
    first, last = _month_start(_month(first)), max(last, first + 31)
    months = sorted(_month(day) for day in days)
    busy = max(sorted(set(months)), key=lambda month: _within(months, month), default=0)
    crowded = len(days) >= 8 and _within(months, busy) * 5 >= len(days) * 2
    if not crowded or _month(last) - _month(first) <= 15:
        return Axis((Piece(first, last, left, right),))
    start, end = max(first, _month_start(busy)), min(last, _month_start(busy + 3))
    if last - end < 45:
        end = last
    if start - first < 20:
        start = first
    return Axis(tuple(_pieces(first, start, end, last, left=left, right=right)))


def _within(months: Sequence[int], month: int) -> int:
    return sum(month <= each < month + 3 for each in months)


def _pieces(
    first: int, start: int, end: int, last: int, *, left: float, right: float
) -> list[Piece]:
    spans = [(first, start), (start, end), (end, last)]
    gaps = GAP * (sum(days[1] > days[0] for days in spans) - 1)
    room = (right - left - gaps) / 2
    rest = max(1, (start - first) + (last - end))
    before = 0.0 if start == first else min(room / 2, max(40.0, room * (start - first) / rest))
    after = 0.0 if last == end else room - before
    widths = [before, right - left - gaps - before - after, after]
    pieces: list[Piece] = []
    for (begin, stop), width in zip(spans, widths, strict=True):
        if stop > begin:
            pieces.append(Piece(begin, stop, left, left + width, stretched=begin == start))
            left += width + GAP
    return pieces


def ticks(piece: Piece) -> list[tuple[int, str]]:
    """Name months where they have room, else years, else some of the years."""
    begin, end = _month(piece.first), _month(piece.last - 1)
    count = end - begin + 1
    room = (piece.right - piece.left) / count
    if room >= 46:
        return [(_month_start(month), _month_name(month)) for month in range(begin, end + 1)]
    wanted = max(1.0, 40 * count / 12 / (piece.right - piece.left))
    step = next((step for step in STEPS if step >= wanted), STEPS[-1])
    years = range(begin // 12, end // 12 + 1)
    named = [(date(year, 1, 1).toordinal(), str(year)) for year in years if year % step == 0]
    inside = [(day, name) for day, name in named if piece.first <= day < piece.last]
    if not inside or (step == 1 and piece.pixel(inside[0][0]) - piece.left > 44):
        inside.insert(0, (piece.first, str(date.fromordinal(piece.first).year)))
    return inside


def _month(day: int) -> int:
    shown = date.fromordinal(min(max(day, 1), date.max.toordinal()))
    return shown.year * 12 + shown.month - 1


def _month_start(month: int) -> int:
    year, place = divmod(month, 12)
    if year > date.max.year:
        return date.max.toordinal()
    return date(max(1, year), place + 1, 1).toordinal()


def _month_name(month: int) -> str:
    first = date.fromordinal(_month_start(month))
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{names[first.month - 1]} {first.year}"
