"""Reckon with calendar periods: days, weeks, months, quarters, years and larger ones."""

from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

PRECISION = {"weekend": "week", "bc": "year"}  # every other unit is the name of its own precision
_MONTHS_IN = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120}
_MONTHS_IN["century"] = 1200
_SEASON_NAMES = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}


@dataclass(frozen=True, slots=True)
class Period:
    """One period of the calendar: its unit and its first day."""

    unit: str
    first: date

    def shift(self, count: int) -> "Period | None":
        """Return the period ``count`` units later, or None where the calendar ends."""
        if self.unit == "bc":
            return None
        if self.unit not in _MONTHS_IN:
            days = count if self.unit == "day" else 7 * count
            try:
                return Period(self.unit, self.first + timedelta(days=days))
            except OverflowError:
                return None
        return self.shift_months(count * _MONTHS_IN[self.unit])

    def shift_months(self, months: int) -> "Period | None":
        """Return the same kind of period ``months`` later; the day is cut to the month's length."""
        total = self.first.year * 12 + self.first.month - 1 + months
        year, month = divmod(total, 12)
        if not 1 <= year <= MAXYEAR:
            return None
        moved = date(year, month + 1, min(self.first.day, month_length(year, month + 1)))
        return period(self.unit, moved)

    @property
    def value(self) -> str:
        """Write the period as TIMEX3 does: ``2020-07-06``, ``2020-W27``, ``2020-Q3``, ``199X``."""
        day = self.first
        year = f"{day.year:04d}"
        match self.unit:
            case "day":
                return day.isoformat()
            case "week" | "weekend":
                iso = day.isocalendar()
                return f"{iso.year:04d}-W{iso.week:02d}" + "-WE" * (self.unit == "weekend")
            case "month":
                return f"{year}-{day.month:02d}"
            case "quarter":
                return f"{year}-Q{(day.month + 2) // 3}"
            case "half":
                return f"{year}-H{1 if day.month < 7 else 2}"
            case "season":
                return f"{year}-{_SEASON_NAMES[day.month]}"
            case "decade":
                return year[:3] + "X"
            case "bc":
                return f"BC{year}"
            case "century":
                return year[:2] + "XX"
            case _:
                return year


def month_length(year: int, month: int) -> int:
    """Return how many days a month has."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def period(unit: str, day: date) -> Period:
    """Return the period of that unit that holds the day.

    Weeks are ISO weeks and start on Monday. A winter starts in December: January and February
    belong to the winter of the year before.
    """
    match unit:
        case "week" | "weekend":
            monday = day.toordinal() - day.weekday()
            return Period(unit, date.fromordinal(max(monday, 1)))
        case "month":
            first = day.replace(day=1)
        case "quarter":
            first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case "half":
            first = date(day.year, 1 if day.month < 7 else 7, 1)
        case "season":
            year = day.year - 1 if day.month < 3 and day.year > 1 else day.year
            first = date(year, max(day.month // 3 * 3, 3) if day.month > 2 else 12, 1)
        case "year":
            first = date(day.year, 1, 1)
        case "decade":
            first = date(max(day.year // 10 * 10, 1), 1, 1)
        case "century":
            first = date(max(day.year // 100 * 100, 1), 1, 1)
        case _:
            first = day
    return Period(unit, first)


def a_day(year: int, month: int, day: int) -> Period | None:
    """Return a day, or None when the calendar has no such day."""
    try:
        return Period("day", date(year, month, day))
    except ValueError:
        return None


def part(unit: str, number: int, year: int) -> Period | None:
    """Return the numbered month, quarter, half or season of a year."""
    first = (number - 1) * _MONTHS_IN[unit] + 1
    if unit == "season":
        first += 2
    if not 1 <= first <= 12 or not 1 <= year <= MAXYEAR:
        return None
    return Period(unit, date(year, first, 1))


def before_christ(year: int) -> Period:
    """Return a year before Christ; it only knows how it is written (``BC0490``)."""
    return Period("bc", date(year, 1, 1))


def a_year(year: int, unit: str = "year") -> Period | None:
    """Return a year (or the decade or century that holds it), or None out of the calendar."""
    return period(unit, date(year, 1, 1)) if 1 <= year <= MAXYEAR else None
