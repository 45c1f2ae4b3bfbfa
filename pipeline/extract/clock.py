"""Hold what a document knows of time: its own day, and the days of the law it speaks of."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipeline.model import When

FRESH_DAYS = 45  # news of an act without a date word is dated by its page only near a milestone


@dataclass(frozen=True, slots=True)
class Clock:
    """What a document knows of time: its publication day and the law's own dates.

    ``coming`` finds words like "hours after the law took effect", which mean ``in_force``, and
    ``soon`` those like "within days of the law", which mean the first month; ``basis`` tells
    where ``published`` was read.
    """

    published: str | None
    milestones: tuple[str, ...]
    phrases: frozenset[str] = frozenset()
    week: When = field(
        default_factory=When
    )  # about when an undated page was written, by its own words
    in_force: str | None = None
    coming: re.Pattern[str] | None = None
    soon: re.Pattern[str] | None = None
    basis: str = "published"

    @property
    def fresh(self) -> bool:
        """Tell whether the page was written while the events it tells of were news."""
        if self.published is None:
            return False
        day = date.fromisoformat((self.published + "-15")[:10])
        return any(
            timedelta(days=-3) <= day - date.fromisoformat(m) <= timedelta(days=FRESH_DAYS)
            for m in self.milestones
        )

    @property
    def first_month(self) -> When:
        """The month in which answers to the law began: its last hours of a month do not count."""
        if self.in_force is None:
            return When()
        day = date.fromisoformat(self.in_force) + timedelta(days=1)
        return When(f"{day:%Y-%m}", "month", "the law's first month")


def published_of(clock: Clock) -> When:
    """Return the page's own day as a date of the act."""
    if clock.published is None:
        return When()
    return When(clock.published, "day" if len(clock.published) == 10 else "month", clock.basis)
