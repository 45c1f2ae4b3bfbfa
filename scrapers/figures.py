"""Say what a figure is: one number of a transparency report, as printed and as known."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

# ``total`` holds legal and emergency requests together, ``removal_reasons`` the removal requests
# once more, by reason: neither may be added to its parts.
FigureKind = Literal[
    "total",
    "legal",
    "emergency",
    "preservation",
    "treaty",
    "device",
    "account",
    "content",
    "financial",
    "digital_content",
    "push_token",
    "account_restriction",
    "removal_requests",
    "removal_items",
    "removal_reasons",
]
Notation = Literal[
    "number",
    "zero",
    "range",
    "less_than",
    "at_least",
    "restated",
    "dash",
    "blank",
    "not_available",
    "unreadable",
    "no_row",
]


LONGEST = 1000  # characters of a message; names and headers come from outside


class UnreadableReport(Exception):
    """A download that is none of the known reports, or is not as they are; names what to do.

    What stands in it is repeated as letters that steer no terminal and break no line.
    """

    def __init__(self, told: str):
        super().__init__("".join(c if c.isprintable() else repr(c)[1:-1] for c in told[:LONGEST]))


@dataclass(frozen=True, slots=True)
class Cell:
    """Where something stands in a download; row and column are counted from 1.

    In a file of comma-separated values rows are records, so a line break in quotes starts none.
    """

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Count:
    """One counted number as printed; between ``low`` and ``high``, each None when that end is open.

    A dash, a blank and "n/a" have neither, nor has what is no number ("0%" where a count should
    stand, ``unreadable``). "< 10" is 0 to 9: the report does not say that it is not zero. ``cell``
    is None when the report has no row (``no_row``).
    """

    printed: str
    notation: Notation
    low: int | None
    high: int | None
    cell: Cell | None = None

    @property
    def number(self) -> int | None:
        """Give the one number that it can be; None when it can be several, or is not known."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Share:
    """One percentage as printed, and the shares (0 to 100) that round to it; None when it is none.

    ``percent`` is what was printed ("5 %" is 5, "0.05" of a file of fractions is 5 as well).
    """

    printed: str
    notation: Notation
    percent: Fraction | None
    low: Fraction | None
    high: Fraction | None
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """How many requests were answered, worked out from a share; the nearest and the possible."""

    nearest: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a number counts, first and last as ISO dates, and the words as printed."""

    start: str
    end: str
    printed: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one report: who was asked by whom, in which period, for what.

    ``country`` and ``printed_kind`` are the report's own words, the latter what it calls this kind
    of request. A field is None when the report has no such column; what stands in the column,
    be it a blank, is a Count or a Share. ``contradiction`` says how the report contradicts itself.
    ``derived`` is set when the count of answers is worked out. ``part`` is the member of a zip,
    sheet of a workbook, page of a PDF or table of a page where the cells lie.
    """

    country: str
    period: Period
    kind: FigureKind
    printed_kind: str
    received: Count | None = None
    accounts: Count | None = None
    answered: Count | None = None
    percentage: Share | None = None
    derived: Derived | None = None
    contradiction: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What one download, or one member of a zip, says; for all countries, in its own order.

    ``format`` is the file of ``scrapers/reports/`` that read it, ``company`` the slug of who
    publishes it. ``lists_all`` is true when a country without a row had no request: because the
    report lists every place, or says so. ``covers`` are the periods and kinds that it counts, so
    that a missing row can be told from a report that does not go so far.
    """

    format: str
    company: str
    figures: tuple[Figure, ...]
    lists_all: bool = False
    part: str | None = None

    @property
    def covers(self) -> tuple[tuple[Period, FigureKind], ...]:
        """Give each period and kind that the report has rows of, in its own order."""
        found = {
            (figure.period.start, figure.period.end, figure.kind): (figure.period, figure.kind)
            for figure in reversed(self.figures)
        }
        return tuple(reversed(found.values()))
