"""Tell what an event rests on: its dates, its sources, and what is left without the best one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.edition import Line
from pipeline.lags import days_of
from pipeline.merging_evidence import explicit_day, independent_sources, weigh
from pipeline.model import Event, StoredClaim, When

BASES = (
    "a day that the text names",
    "the day of publication",
    "a month, a year or about a day",
    "unknown",
)


@dataclass(frozen=True, slots=True)
class Fall:
    """What becomes of an event when a review rejects its best source.

    ``left`` is the confidence that the others give; None when there are no others.
    """

    event: Event
    left: float | None

    def stands(self, threshold: float) -> bool:
        """Tell whether the event would stay on the timeline."""
        return self.left is not None and self.left >= threshold


@dataclass(frozen=True, slots=True)
class Turn:
    """Two stances of one company on one matter, the later one ``days`` after, or more."""

    earlier: Event
    later: Event
    days: int


def basis_of(event: Event) -> str:
    """Say how well an event is dated: one of ``BASES``."""
    if event.date is None:
        return BASES[3]
    if event.precision != "day":
        return BASES[2]
    return BASES[1] if event.basis == "published" else BASES[0]


def falls(events: Iterable[Event], claims: Mapping[str, StoredClaim]) -> list[Fall]:
    """Take the best source from each event; the order of the events stays."""
    return [Fall(event, _left([claims[name] for name in event.claims])) for event in events]


def days_apart(line: Line) -> dict[int, int]:
    """Count the proofs of an event by the day that they name for it, the earliest day first.

    A day is given by its distance from the event's own, in days. More than one is a disagreement.
    A day of publication names nothing; an event that is not known to the day has no distances.
    """
    own = explicit_day(When(line.event.date, line.event.precision))
    found: defaultdict[int, int] = defaultdict(int)
    for proof in line.proofs:
        day = explicit_day(proof.announced)
        if own is not None and day is not None and proof.modality != "conditional":
            found[(day - own).days] += 1
    return dict(sorted(found.items()))


def turns(events: Iterable[Event], *, days: int) -> list[Turn]:
    """Find different stances of one company on one matter that may be at most ``days`` apart.

    Either the company changed its mind, or one act was read twice: a person must look. Events
    without any date are left out. The closest come first.
    """
    matters: defaultdict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        if days_of(event)[1] is not None:
            matters[event.company, event.scope].append(event)
    found = [
        Turn(earlier, later, gap)
        for told in matters.values()
        for earlier, later in pairwise(sorted(told, key=_when))
        if earlier.stance != later.stance and (gap := _gap(earlier, later)) <= days
    ]
    return sorted(found, key=lambda turn: (turn.days, turn.earlier.id, turn.later.id))


def _left(claims: Sequence[StoredClaim]) -> float | None:
    telling = [stored for stored in claims if stored.claim.modality != "conditional"]
    sources = sorted(
        independent_sources(telling),
        key=lambda source: -max(stored.claim.confidence for stored in source),
    )
    others = [stored for source in sources[1:] for stored in source]
    return weigh(others) if others else None


def _when(event: Event) -> tuple[str, str]:
    return str(days_of(event)[1]), event.id


def _gap(earlier: Event, later: Event) -> int:
    """Give the fewest days that may lie between two events."""
    ended, began = days_of(earlier)[1], days_of(later)[0]
    if began is None or ended is None:
        return 0
    return max(0, (began - ended).days)
