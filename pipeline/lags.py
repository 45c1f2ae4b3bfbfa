"""Tell who moved first and who after whom, as intervals: a date may be known by its month only.

To come later is not to follow: nothing here says why a company moved.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations

from pipeline.merging_evidence import span_of
from pipeline.model import Event, When

KINDS = (
    "before it",
    "the same day",
    "1 to {days} days after",
    "more than {days} days after",
    "cannot be told",
)
SILENT = frozenset({"no_comment"})  # to say nothing is no move


@dataclass(frozen=True, slots=True)
class Act:
    """What companies may do one after the other: a stance, and what it is about."""

    stance: str
    scope: str


@dataclass(frozen=True, slots=True)
class Move:
    """When a company first took a stance: no day before ``first`` and none after ``last``.

    ``first`` is None when it may have been at any time before ``last``. ``event`` is the event
    that sets ``last``, ``sources`` how many report that one independently.
    """

    company: str
    company_name: str
    act: Act
    first: date | None
    last: date
    event: str
    sources: int


@dataclass(frozen=True, slots=True)
class Lag:
    """How many days one company moved after another: from ``low`` to ``high``, both possible.

    Below zero it moved before the other. An end is None when nothing is known of it.
    """

    leader: Move
    follower: Move
    low: int | None
    high: int | None

    @property
    def exact(self) -> bool:
        """Tell whether the lag is known to the day."""
        return self.low is not None and self.low == self.high

    def within(self, days: int) -> bool | None:
        """Tell whether it moved 1 to ``days`` days after the other; None when that is open.

        On the same day nobody is known to be later.
        """
        low, high = self.low, self.high
        if (high is not None and high < 1) or (low is not None and low > days):
            return False
        if low is not None and high is not None and low >= 1 and high <= days:
            return True
        return None

    def kind(self, days: int) -> str:
        """Say in words how the follower stands to the leader; see ``KINDS``."""
        if self.high is not None and self.high < 0:
            return KINDS[0].format(days=days)
        if self.exact and self.low == 0:
            return KINDS[1].format(days=days)
        if self.within(days):
            return KINDS[2].format(days=days)
        if self.low is not None and self.low > days:
            return KINDS[3].format(days=days)
        return KINDS[4].format(days=days)

    @property
    def words(self) -> str:
        """Spell the lag: ``+3``, ``0``, ``-2 to +1``, ``at most +4``, ``at least -4``, ``?``."""
        low, high = _signed(self.low), _signed(self.high)
        if low is None or high is None:
            if low is None and high is None:
                return "?"
            return f"at most {high}" if low is None else f"at least {low}"
        return low if self.exact else f"{low} to {high}"


@dataclass(frozen=True, slots=True)
class Placed:
    """A move with the best and the worst place it may have among those of its act, from 1."""

    move: Move
    best: int
    worst: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How often a company moved before others that took the same stance, and how often after."""

    company_name: str
    before: int
    same_day: int
    after: int
    open: int


def first_moves(events: Iterable[Event]) -> tuple[Move, ...]:
    """Give the first move of each company for each act, in the order of their last possible day.

    Of several events of one act the first counts; an undated one may be the first of them, and
    leaves open since when. What nothing dates, not even a report, is left out.
    """
    groups: defaultdict[tuple[str, Act], list[Event]] = defaultdict(list)
    for event in events:
        if event.stance not in SILENT:
            groups[event.company, Act(event.stance, event.scope)].append(event)
    moves = [move for (_, act), told in groups.items() for move in _first_of(act, told)]
    return tuple(
        sorted(moves, key=lambda m: (m.last, m.first or date.min, m.company, m.act.scope, m.event))
    )


def days_of(event: Event) -> tuple[date | None, date | None]:
    """Give the days on which an event may have been, both included; None for an open end.

    It was not after its first report; a report known by its month may be of that month's last day.
    """
    span = span_of(When(event.date, event.precision))
    report = span_of(When(event.first_reported))
    if span is None:
        return None, report.last if report else None
    last = min(span.last, report.last) if report else span.last
    return span.first, max(span.first, last)


def by_act(moves: Iterable[Move]) -> dict[Act, tuple[Move, ...]]:
    """Group moves by act, the act of most companies first; each group in the order given."""
    groups: defaultdict[Act, list[Move]] = defaultdict(list)
    for move in moves:
        groups[move.act].append(move)
    ordered = sorted(groups, key=lambda act: (-len(groups[act]), act.stance, act.scope))
    return {act: tuple(groups[act]) for act in ordered}


def lag(leader: Move, follower: Move) -> Lag:
    """Measure how many days the follower moved after the leader."""
    low = None if follower.first is None else (follower.first - leader.last).days
    high = None if leader.first is None else (follower.last - leader.first).days
    return Lag(leader, follower, low, high)


def lags(moves: Iterable[Move]) -> Iterator[Lag]:
    """Yield the lag of every ordered pair of companies that made the same move."""
    for alike in by_act(moves).values():
        for leader, follower in permutations(alike, 2):
            yield lag(leader, follower)


def places(alike: Sequence[Move]) -> tuple[Placed, ...]:
    """Place the moves of one act; moves of one and the same day share a place."""
    placed = [
        Placed(
            move,
            best=1 + sum(_surely_before(other, move) for other in alike),
            worst=1 + sum(_perhaps_before(other, move) for other in alike if other is not move),
        )
        for move in alike
    ]
    return tuple(sorted(placed, key=lambda each: (each.best, each.worst, each.move.company_name)))


def standings(moves: Iterable[Move]) -> tuple[Standing, ...]:
    """Count for each company the pairs in which it moved before, with and after another.

    Who moved before most others comes first. A pair whose order is open counts as that alone.
    """
    counts: defaultdict[str, dict[str, int]] = defaultdict(
        lambda: {"before": 0, "same_day": 0, "after": 0, "open": 0}
    )
    names: dict[str, str] = {}
    for each in lags(moves):
        leader = each.leader
        names[leader.company] = leader.company_name
        counts[leader.company][_order(each)] += 1
    found = [Standing(names[company], **count) for company, count in counts.items()]
    return tuple(
        sorted(found, key=lambda one: (-one.before, one.after, one.open, one.company_name))
    )


def _first_of(act: Act, told: Sequence[Event]) -> Iterator[Move]:
    spans = [(event, *days_of(event)) for event in told]
    ended = [(last, event.id, event) for event, _, last in spans if last is not None]
    if not ended:
        return
    last, _, event = min(ended, key=lambda each: each[:2])
    firsts = [first for _, first, _ in spans if first is not None]
    first = min(firsts) if len(firsts) == len(spans) else None
    yield Move(event.company, event.company_name, act, first, last, event.id, event.sources)


def _order(each: Lag) -> str:
    """Tell how the leader stands to the follower."""
    if each.low is not None and each.low > 0:
        return "before"
    if each.high is not None and each.high < 0:
        return "after"
    return "same_day" if each.exact else "open"


def _surely_before(one: Move, other: Move) -> bool:
    return other.first is not None and one.last < other.first


def _perhaps_before(one: Move, other: Move) -> bool:
    return one.first is None or one.first < other.last


def _signed(days: int | None) -> str | None:
    return None if days is None else f"{days:+d}" if days else "0"
