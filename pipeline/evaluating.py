"""Hold what was read against gold: what is right, false or missed, and how well it is dated."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.evaluating_gold import GoldEvent, Key, Passage
from pipeline.model import Claim, Document


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage with all claims that were read out of it, however doubtful."""

    passage: Passage
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One company and stance of a passage: what the gold says of it, and what was read.

    Without ``event`` the claim is false, or ``optional``; without ``claim`` the event is missed.
    ``withheld`` is the claim that was too doubtful to be made.
    """

    passage: Passage
    company: str
    stance: str
    event: GoldEvent | None
    claim: Claim | None
    optional: bool = False
    withheld: Claim | None = None

    @property
    def right(self) -> bool:
        """Tell whether the gold holds what was read."""
        return self.event is not None and self.claim is not None

    @property
    def false(self) -> bool:
        """Tell whether a claim was read that the gold does not allow."""
        return self.event is None and self.claim is not None and not self.optional

    @property
    def missed(self) -> bool:
        """Tell whether the gold holds what was not read, or was withheld."""
        return self.event is not None and self.claim is None


def read_passages(
    passages: Iterable[Passage], read: Callable[[Document], Sequence[Claim]]
) -> list[Reading]:
    """Read every passage with the reader that is given."""
    return [Reading(passage, tuple(read(passage.document))) for passage in passages]


def judge(reading: Reading, *, threshold: float = 0.0) -> list[Outcome]:
    """Match claims with events by company and stance, each pair once, in the order of the keys.

    Claims of several products or scopes are one answer; the one that names the gold's product
    speaks for it, then the surest. Claims below ``threshold`` count as not made: they await a
    review.
    """
    passage = reading.passage
    events: dict[Key, GoldEvent] = {}
    for told in passage.events:
        events.setdefault(told.key, told)
    claims: dict[Key, list[Claim]] = {}
    for claim in reading.claims:
        claims.setdefault((claim.company, claim.stance), []).append(claim)
    outcomes = []
    for key in sorted({*events, *claims}):
        event = events.get(key)
        best = _spokesman(claims.get(key, ()), event)
        made = best is not None and best.confidence >= threshold
        if event is not None or made:
            outcomes.append(
                Outcome(
                    passage,
                    *key,
                    event=event,
                    claim=best if made else None,
                    optional=event is None and key in passage.optional,
                    withheld=None if made else best,
                )
            )
    return outcomes


def _spokesman(claims: Sequence[Claim], event: GoldEvent | None) -> Claim | None:
    products = event.products if event is not None else frozenset()

    def worth(claim: Claim) -> tuple[bool, float, int]:
        named = claim.product in products if products else claim.product is None
        return named, claim.confidence, -claim.start

    return max(claims, key=worth, default=None)


def date_fits(read: str | None, gold: str | None) -> bool:
    """Tell whether a date that was read is the gold's.

    A day may be off by one, for time zones; a month or a year of the gold is a prefix of what
    was read; nothing is only right where the gold has nothing.
    """
    if read is None or gold is None:
        return read is gold
    if len(gold) < 10 or len(read) < 10:
        return read.startswith(gold)
    return abs((date.fromisoformat(read) - date.fromisoformat(gold)).days) <= 1
