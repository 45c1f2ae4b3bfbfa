"""Sort comparisons of words and figures: which count, which part most, why some tell nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil

from pipeline.charts.words import bounds, is_absent
from pipeline.store.comparing_sides import KINDS
from pipeline.store.contents import Comparison

VERDICTS = ("differs", "consistent", "cannot tell")  # the weightiest first
MOST_DOTS = 400  # that the eye still takes for single things


@dataclass(frozen=True, slots=True)
class Period:
    """What the figures of one company say of one period: the weightiest of their verdicts."""

    company_name: str
    start: str
    end: str
    verdict: str
    differing: int
    figures: int

    @property
    def middle(self) -> str:
        """Name the day in the middle."""
        first, last = date.fromisoformat(self.start), date.fromisoformat(self.end)
        return (first + (last - first) / 2).isoformat()


def since(comparisons: Iterable[Comparison], in_force: date | None) -> list[Comparison]:
    """Keep the figures whose period reaches beyond the law's first day; all, where it has none."""
    first = in_force.isoformat() if in_force else ""
    return [row for row in comparisons if row.period_end > first]


def why_untold(row: Comparison) -> str:
    """Name the kind of reason for which a figure neither bears a stance out nor contradicts it.

    ``row.reason`` tells the same of this one figure, in full.
    """
    if row.contradiction is not None:
        return "the report contradicts itself"
    if is_absent(row):
        return "the report has no row for the place"
    if row.kind in KINDS and KINDS[row.kind][3] is not None:
        return "such requests test no stance"
    if row.stance is None:
        return "no stance on such requests holds for the whole period"
    if row.received == 0:
        return "nothing was received"
    if bounds(row) is None:
        return "how many were answered is not told"
    if row.restated or row.disputed:
        return "releases or sources disagree"
    if row.followed_by is not None:
        return "a later stance leaves such requests open"
    return "the stance allows such a number, or another one may hold"


def widest(comparisons: Iterable[Comparison]) -> Comparison | None:
    """Choose the figure that parts most from what was said: most answered, then most received."""
    parting = [row for row in comparisons if row.verdict == "differs"]
    return min(parting, key=_narrowness, default=None)


def by_period(comparisons: Iterable[Comparison]) -> list[Period]:
    """Sum up the figures of each company and period, in the order of company and period.

    One figure that differs makes a period differ; one that bears the stance out, and no such
    other, makes it consistent.
    """
    told: defaultdict[tuple[str, str, str, str], Counter[str]] = defaultdict(Counter)
    for row in comparisons:
        told[row.company, row.company_name, row.period_start, row.period_end][row.verdict] += 1
    return [
        Period(
            name,
            start,
            end,
            min(verdicts, key=VERDICTS.index),
            verdicts["differs"],
            verdicts.total(),
        )
        for (_, name, start, end), verdicts in sorted(told.items())
    ]


def dots(received: int, answered: int) -> tuple[int, list[bool]]:
    """Turn a count into dots, true for what was answered; the number says how many each stands for.

    What is answered at all has one dot at least.
    """
    each = max(1, ceil(received / MOST_DOTS))
    shown, filled = ceil(received / each), ceil(answered / each)
    return each, [place < filled for place in range(max(shown, filled))]


def _narrowness(row: Comparison) -> tuple[int, int, str]:
    fewest, _ = bounds(row) or (0, None)
    return -fewest, -(row.received or 0), row.figure
