"""Count outcomes: precision, recall, F1, dates, scopes, confusions, and how honest the doubt is."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pipeline.evaluating import Outcome, Reading, date_fits, judge

NOTHING = "nothing"  # in the confusion table: no stance of this company on the other side
SURE = 0.9  # of claims at this confidence or more, 97 in 100 are to be right
_BOUNDS = (0.0, 0.5, 0.6, 0.7, 0.8, SURE, 0.95)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """Return the share between 0 and 1; None of nothing."""
        return self.hits / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Tally:
    """Outcomes that were right, false and missed."""

    right: int
    false: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Return the share of claims that are right."""
        return Share(self.right, self.right + self.false).value

    @property
    def recall(self) -> float | None:
        """Return the share of events that were read."""
        return Share(self.right, self.right + self.missed).value

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean of precision and recall."""
        return Share(2 * self.right, 2 * self.right + self.false + self.missed).value


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates of right claims: where the gold has one, and where it has none."""

    dated: Share
    undated: Share


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims whose confidence is ``low`` or more and under the next: how many were right.

    ``mean`` is their mean confidence; ``fully`` counts those whose announced date fits too.
    """

    low: float
    mean: float | None
    right: Share
    fully: Share


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one evaluation.

    ``negatives`` counts the passages without an event that drew a false claim, ``negative_claims``
    those claims. ``withheld`` claims lie below the threshold. Bins hold them too.
    """

    passages: int
    withheld: int
    overall: Tally
    macro_f1: float | None
    announced: Dates
    effective: Dates
    scope: Share
    negatives: Share
    negative_claims: int
    stances: Mapping[str, Tally]
    groups: Mapping[str, tuple[Tally, Dates]]
    voices: Mapping[str, tuple[Share, Dates]]
    confusions: Mapping[tuple[str, str], int]
    bins: tuple[Bin, ...]
    sure: Share


def score(readings: Sequence[Reading], *, threshold: float) -> Report:
    """Count what was read against what the gold holds; order and repetition change nothing."""
    judged = [judge(reading, threshold=threshold) for reading in readings]
    outcomes = [one for found in judged for one in found]
    everything = [one for reading in readings for one in judge(reading) if one.claim]
    stances = _grouped(outcomes, lambda one: (one.stance,))
    tallies = {name: tally(group) for name, group in stances.items()}
    f1 = [found.f1 or 0.0 for found in tallies.values() if found != Tally(0, 0, 0)]
    drawn = [
        sum(one.false for one in found)
        for reading, found in zip(readings, judged, strict=True)
        if not reading.passage.events
    ]
    made = [one for one in outcomes if one.claim and not one.optional]
    surely = [one for one in everything if not one.optional and confidence(one) >= SURE]
    return Report(
        passages=len(readings),
        withheld=sum(claim.confidence < threshold for r in readings for claim in r.claims),
        overall=tally(outcomes),
        macro_f1=sum(f1) / len(f1) if f1 else None,
        announced=announced(outcomes),
        effective=effective(outcomes),
        scope=_scope(outcomes),
        negatives=Share(sum(map(bool, drawn)), len(drawn)),
        negative_claims=sum(drawn),
        stances=tallies,
        groups={
            name: (tally(group), announced(group))
            for name, group in _grouped(outcomes, lambda one: one.passage.groups).items()
        },
        voices={
            name: (_share_right(group), announced(group))
            for name, group in _grouped(made, lambda o: (o.claim.voice,) if o.claim else ()).items()
        },
        confusions=_confusions(judged),
        bins=bins_of([one for one in everything if not one.optional]),
        sure=_share_right(surely),
    )


def tally(outcomes: Iterable[Outcome]) -> Tally:
    """Count right, false and missed outcomes; optional ones are none of them."""
    found = Counter(
        "right" if one.right else "missed" if one.missed else "false"
        for one in outcomes
        if not one.optional
    )
    return Tally(found["right"], found["false"], found["missed"])


def announced(outcomes: Iterable[Outcome]) -> Dates:
    """Count the announced dates of right claims that fit the gold's."""
    return _dates(
        (one.claim.announced.value, one.event.announced)
        for one in outcomes
        if one.claim and one.event
    )


def effective(outcomes: Iterable[Outcome]) -> Dates:
    """Count the effective dates of right claims that fit the gold's."""
    return _dates(
        (one.claim.effective.value, one.event.effective)
        for one in outcomes
        if one.claim and one.event
    )


def confidence(outcome: Outcome) -> float:
    """Return how sure the reader was of an outcome's claim; 0 without one."""
    return outcome.claim.confidence if outcome.claim else 0.0


def _dates(pairs: Iterable[tuple[str | None, str | None]]) -> Dates:
    dated: list[bool] = []
    undated: list[bool] = []
    for read, gold in pairs:
        (undated if gold is None else dated).append(date_fits(read, gold))
    return Dates(Share(sum(dated), len(dated)), Share(sum(undated), len(undated)))


def _scope(outcomes: Iterable[Outcome]) -> Share:
    fits = [
        one.claim.scope == one.event.scope
        for one in outcomes
        if one.claim and one.event and one.event.scope
    ]
    return Share(sum(fits), len(fits))


def _share_right(outcomes: Sequence[Outcome]) -> Share:
    return Share(sum(one.right for one in outcomes), len(outcomes))


def _grouped(
    outcomes: Iterable[Outcome], names: Callable[[Outcome], tuple[str, ...]]
) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for one in outcomes:
        for name in names(one):
            found.setdefault(name, []).append(one)
    return {name: found[name] for name in sorted(found, key=_by_number)}


def _by_number(name: str) -> tuple[int, str]:
    """Sort ``2-requester`` before ``10-decoy-act``."""
    number = name.partition("-")[0]
    return (int(number) if number.isdecimal() else 0, name)


def _confusions(judged: Iterable[Sequence[Outcome]]) -> dict[tuple[str, str], int]:
    """Pair a company's missed stance with its false one in the same passage, else with nothing."""
    found: Counter[tuple[str, str]] = Counter()
    for outcomes in judged:
        found.update((one.stance, one.stance) for one in outcomes if one.right)
        for company in {one.company for one in outcomes}:
            missed = [one.stance for one in outcomes if one.missed and one.company == company]
            false = [one.stance for one in outcomes if one.false and one.company == company]
            found.update(zip_longest(missed, false, fillvalue=NOTHING))
    return dict(sorted(found.items()))


def bins_of(outcomes: Sequence[Outcome]) -> tuple[Bin, ...]:
    """Sort claims by their confidence; optional ones must have been left out."""
    found = []
    for low, high in zip(_BOUNDS, (*_BOUNDS[1:], 2.0), strict=True):
        inside = [one for one in outcomes if low <= confidence(one) < high]
        mean = sum(map(confidence, inside)) / len(inside) if inside else None
        fully = [one for one in inside if one.right and announced([one]).dated.hits]
        fully += [one for one in inside if one.right and announced([one]).undated.hits]
        found.append(Bin(low, mean, _share_right(inside), Share(len(fully), len(inside))))
    return tuple(found)
