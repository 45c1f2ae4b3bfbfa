"""Take dates apart for formats that place events on an axis of days."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.edition import Edition, Line
from pipeline.words import day

KNOWN = re.compile(r"([1-9]\d{3})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parts:
    """As much of a date as is known: a year, perhaps a month of it, perhaps a day of that."""

    year: int
    month: int | None = None
    day: int | None = None

    def first(self) -> date:
        """Give the first day that it may be."""
        month, day = (1 if part is None else part for part in (self.month, self.day))
        return date(self.year, month, day)

    def after(self) -> date:
        """Give the day after the last one that it may be."""
        if self.month is None:
            return date(self.year + 1, 1, 1)
        if self.day is None:
            return date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return self.first() + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event stands on an axis, and how its date is to be shown there.

    ``shown`` is None where the parts alone say all.
    """

    parts: Parts
    shown: str | None


def parts_of(value: str | None) -> Parts | None:
    """Take an ISO date or a prefix of one apart; None for what is none, or no day of a calendar."""
    match = KNOWN.fullmatch(value or "")
    if match is None:
        return None
    parts = Parts(*(None if part is None else int(part) for part in match.groups()))  # type: ignore[arg-type]
    try:
        spans = parts.first() < parts.after()
    except (ValueError, OverflowError):  # 30 February; after the last day of year 9999
        return None
    return parts if spans else None


def place_of(edition: Edition, line: Line) -> Place:
    """Find where an event stands on an axis that has no room for undated ones.

    An undated event stands where it was first reported, else where we first captured a text that
    tells it, else at the law's first day; what is shown for its date says so.
    """
    event = line.event
    parts = parts_of(event.date)
    if parts is not None:
        shown = None if event.precision == "day" else day(event.date, event.precision)
        return Place(parts, shown)
    captured = min((each.captured_at for each in line.proofs if each.captured_at), default=None)
    for value, known in ((event.first_reported, "first reported"), (captured, "captured")):
        parts = parts_of(value)
        if parts is not None and value is not None:
            return Place(parts, f"undated, {known} {day(value[:10])}")
    return Place(parts_of(edition.in_force) or Parts(1970), "undated")
