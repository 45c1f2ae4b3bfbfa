"""Say what a date expression means before it is known when it was written."""

from dataclasses import dataclass

from pipeline.dates.periods import Period


@dataclass(frozen=True, slots=True)
class Fixed:
    """A period that needs no context: ``July 6, 2020``, ``the 1990s``, ``Q3 2020``."""

    period: Period


@dataclass(frozen=True, slots=True)
class Numeric:
    """Three numbers whose order depends on the country: ``06/07/2020``."""

    first: int
    second: int
    year: int  # two digits when below 100


@dataclass(frozen=True, slots=True)
class YearTurn:
    """So many years from publication, or from the date told last: ``May of the next year``."""

    count: int
    told: bool = False


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day without its year; a weekday that stands beside it helps to choose the year."""

    month: int
    day: int
    weekday: int | None = None
    year_turn: YearTurn | None = None  # "Oct. 13 of last year"
    turn: int | None = None  # "next Sept. 30"


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day without its month: ``on the 15th``, ``the 15th of last month``."""

    day: int
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, perhaps turned (last, this, next) or with its day of the month."""

    number: int
    turn: int | None = None
    day: int | None = None
    told: bool = False  # counted from the date told last, not from publication
    week: int | None = None  # of the week so many weeks on, as Chinese counts


@dataclass(frozen=True, slots=True)
class Part:
    """A month, quarter, half-year or season without its year."""

    unit: str
    number: int
    turn: int | None = None  # "last summer"
    year_turn: YearTurn | None = None  # "the third quarter of last year"
    told: bool = False  # "that summer": beside the date told last


@dataclass(frozen=True, slots=True)
class Festival:
    """A named day without its year."""

    name: str
    turn: int | None = None
    told: bool = False  # "that Christmas"


@dataclass(frozen=True, slots=True)
class Shifted:
    """So many units from publication, or from the date told last: ``two weeks later``."""

    unit: str
    count: int
    told: bool = False
    about: bool = False  # near that time only
    in_history: bool = False  # "the end of the year": of the year told, in a history
    late: bool = False  # "the last days of the year": told early in a year, of the one before


@dataclass(frozen=True, slots=True)
class Before:
    """So many units before another date: ``two years ago this month``."""

    unit: str
    count: int
    date: Shifted | Weekday


@dataclass(frozen=True, slots=True)
class Holding:
    """The week or weekend that holds a day: ``the week of Nov. 6``."""

    unit: str
    date: MonthDay


@dataclass(frozen=True, slots=True)
class YearEarlier:
    """The same period of another year: ``a year earlier``, ``the 1988 quarter``."""

    unit: str | None = None
    year: int | None = None  # the year before, when no year is named


@dataclass(frozen=True, slots=True)
class Told:
    """The period of the text itself: ``the quarter``, once a quarter was told."""

    unit: str


@dataclass(frozen=True, slots=True)
class Vague:
    """A time that cannot be known: ``within days``, ``in recent months``."""


Meaning = (
    Fixed
    | Numeric
    | MonthDay
    | DayOfMonth
    | Weekday
    | Part
    | Festival
    | Shifted
    | Before
    | Holding
    | YearEarlier
    | Told
    | Vague
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text and what it means."""

    start: int
    end: int
    meaning: Meaning
