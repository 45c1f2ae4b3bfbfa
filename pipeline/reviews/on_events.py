"""Apply rulings on events, after these were merged and named."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.merge import MergeResult, describe
from pipeline.merging_clusters import Cluster, unite
from pipeline.model import Event, StoredClaim, When
from pipeline.reviews.outcomes import Outcome, slot_of
from pipeline.reviews.rulings import (
    ClaimMark,
    Ruling,
    Terms,
    difference,
    in_order,
    seen_in,
    when_given,
)

KEPT = ("id", "company", "company_name", "stance", "scope")  # whatever its evidence becomes
KEPT_IN_A_MERGE = (*KEPT, "quote", "url", "publisher")
PAST = {
    "accept": "accepted",
    "reject": "rejected",
    "correct": "corrected",
    "merge": "merged",
    "split": "split",
}


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is left of events all of whose claims are rejected: the ids stay good.

    ``clusters`` are their claims, in the order of ``events``. ``loose`` are rejected claims, by
    id, of no such event.
    """

    events: tuple[Event, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()
    loose: Mapping[str, StoredClaim] = field(default_factory=dict)
    rejections: Mapping[str, Ruling] = field(default_factory=dict)

    def rejected_by(self, claims: Iterable[str]) -> Ruling:
        """Give the last of the rulings that rejected some claims."""
        return in_order(self.rejections[claim] for claim in claims)[-1]


NOTHING_HIDDEN = Hidden()


class Drafts:
    """The events of a merge while rulings change them, one after the other.

    ``originals`` are the claims as they were read, by id; ``absent`` those whose sentence has left
    its page; ``hidden`` the events all of whose claims are rejected. ``taken_over`` leads from a
    lost id to the one that stands for it, ``links`` from one that nothing stands for to where its
    claims went.
    """

    def __init__(
        self,
        merged: MergeResult,
        terms: Terms,
        *,
        originals: Mapping[str, StoredClaim],
        absent: Collection[str],
        hidden: Hidden = NOTHING_HIDDEN,
    ):
        self.outcomes: dict[str, Outcome] = {}
        self.taken_over = {**dict(merged.redirects), **dict(hidden.redirects)}
        self.links: dict[str, str] = {}
        self._terms = terms
        self._originals = originals
        self._absent = absent
        self._events = {event.id: event for event in (*merged.events, *hidden.events)}
        self._clusters = dict(zip(self._events, (*merged.clusters, *hidden.clusters), strict=True))
        self._own: dict[str, Cluster] = {}  # what told of an event before others came to it
        self._hidden = {event.id: hidden.rejected_by(event.claims) for event in hidden.events}
        self._loose = hidden.loose
        self._rejected_by = hidden.rejected_by
        self._described_anew: set[str] = set()
        self._deciding: defaultdict[str, dict[str, Ruling]] = defaultdict(dict)
        self._acting: defaultdict[str, list[Ruling]] = defaultdict(list)
        self._known: dict[str, set[str]] = {}  # claims by their marks; filled by the first split
        self._lies_in: dict[str, str] = {}

    def stands(self, name: str) -> bool:
        """Tell whether an event has this id now."""
        return name in self._events

    def living(self, name: str | None) -> str | None:
        """Follow an id to the event that it stands for now; None when there is none."""
        passed: set[str] = set()
        while name is not None and name not in self._events and name not in passed:
            passed.add(name)
            name = self.taken_over.get(name)
        return name if name in self._events else None

    def rule(self, ruling: Ruling) -> None:
        """Apply one ruling that is not on a claim."""
        event = self.living(ruling.target)
        if ruling.ruling == "split":
            self._split(ruling, event)
        elif event is None:
            self._note(ruling, "the event is not there any more")
        elif ruling.ruling == "merge":
            self._merge(ruling, event)
        else:
            self._decide(ruling, event)

    def described(self, *, threshold: float, appeared: Mapping[str, When]) -> Iterator[Event]:
        """Give all events as they are ruled to be."""
        for name, event in self._events.items():
            changed = event
            if name in self._described_anew:
                changed = self._describe(event, threshold, appeared)
            for slot, ruling in self._deciding.get(name, {}).items():
                if slot == "status":
                    changed = replace(changed, status=PAST[ruling.ruling])
                else:
                    changed = _corrected(changed, slot, ruling.value, self._terms)
            yield replace(changed, status="rejected") if name in self._hidden else changed

    def stale(self) -> dict[str, str]:
        """Note which rulings stand on other evidence by now; say by event what differs.

        Who ruled last on an event has seen its evidence: what was ruled before is then as sound.
        """
        found: dict[str, str] = {}
        for name, acting in self._acting.items():
            present = seen_in(self._evidence(name), self._absent)
            differing = [(ruling, self._difference(ruling, present)) for ruling in acting]
            last, words = differing[-1]
            if words is not None:
                found[name] = f"{PAST[last.ruling]} on other evidence: {words}"
                for ruling, each in differing:
                    if each is not None:
                        self.outcomes[ruling.id] = Outcome(ruling, "evidence_changed", name, each)
        return found

    def _decide(self, ruling: Ruling, event: str) -> None:
        slot = slot_of(ruling)
        if ruling.field is not None:
            problem = self._terms.objection(ruling.field, ruling.value)
            if problem is not None:
                self._note(ruling, problem)
                return
        if ruling.ruling == "accept" and event in self._hidden:
            rejection = self._hidden[event]
            self.outcomes[ruling.id] = Outcome(ruling, "replaced", event, f"by {rejection.id}")
            return
        self.outcomes[ruling.id] = Outcome(ruling, "applied", event)
        if slot is not None:
            former = self._deciding[event].get(slot)
            if former is not None:
                self.outcomes[former.id] = Outcome(former, "replaced", event, f"by {ruling.id}")
                self._acting[event].remove(former)
            self._deciding[event][slot] = ruling
            self._acting[event].append(ruling)

    def _merge(self, ruling: Ruling, event: str) -> None:
        into = self.living(ruling.value)
        if into is None:
            self._note(ruling, f"{ruling.value} is not there any more")
            return
        if into != event:
            moved = self._clusters.pop(event)
            self._take_in(moved, into, hidden=self._hidden.pop(event, None) is not None)
            self._own.pop(event, None)
            del self._events[event]
            self.taken_over[event] = into
            decided = self._deciding.pop(event, {}).values()
            for each in decided:
                self.outcomes[each.id] = Outcome(each, "replaced", into, f"by {ruling.id}")
            acting = self._acting.pop(event, [])
            self._acting[into] += [each for each in acting if each not in decided]
            if self._lies_in:
                self._lies_in |= dict.fromkeys(_ids(moved), into)
        self.outcomes[ruling.id] = Outcome(ruling, "applied", into)
        self._acting[into].append(ruling)

    def _take_in(self, moved: Cluster, into: str, *, hidden: bool) -> None:
        """Add claims to an event; those that are rejected prove nothing beside those that stand."""
        if hidden and into not in self._hidden:
            return
        if not hidden and into in self._hidden:
            del self._hidden[into]
            self._own.pop(into, None)
            self._clusters[into] = moved
        else:
            self._own.setdefault(into, self._clusters[into])
            self._clusters[into] = unite([self._clusters[into], moved])
        self._described_anew.add(into)

    def _describe(self, event: Event, threshold: float, appeared: Mapping[str, When]) -> Event:
        """Describe an event by the claims that it has now; a merge moves neither date nor quote."""
        whole = describe(self._clusters[event.id], threshold=threshold, appeared=appeared)
        kept = {key: getattr(event, key) for key in KEPT}
        if event.id not in self._own:
            return replace(whole, **kept)
        own = describe(self._own[event.id], threshold=threshold, appeared=appeared)
        kept |= {key: getattr(own, key) for key in KEPT_IN_A_MERGE if key not in KEPT}
        if own.date is not None:
            kept |= {"date": own.date, "precision": own.precision, "basis": own.basis}
        if own.effective is not None:
            kept |= {
                "effective": own.effective,
                "effective_precision": own.effective_precision,
            }
        others = (claim for claim in whole.claims if claim not in own.claims)
        return replace(whole, **kept, claims=(*own.claims, *others))

    def _split(self, ruling: Ruling, event: str | None) -> None:
        new = ruling.value or ""
        if new in self._events:
            self._note(ruling, f"{new} is another event by now")
            return
        holder, named = self._find(ruling, event)
        part = _part(self._clusters[holder], named) if holder is not None else None
        if holder is None and event is not None and self._split_hidden(ruling, event, new):
            return
        if holder is None or part is None:
            self._note(ruling, "none of its claims tells of an act any more")
            return
        rest = _part(self._clusters[holder], _ids(self._clusters[holder]) - named)
        self._events[new] = replace(self._events[holder], id=new, redirects=())
        self._clusters[new] = part
        self._described_anew.add(new)
        self._lies_in |= dict.fromkeys(_ids(part), new)
        if holder in self._hidden:
            self._hidden[new] = self._hidden[holder]
        self._part_own(holder, new, named)
        acted_on = new
        if rest is None:
            self._empty(holder, new)
        else:
            self._clusters[holder] = rest
            self._described_anew.add(holder)
            acted_on = holder
        self.outcomes[ruling.id] = Outcome(ruling, "applied", acted_on)
        self._acting[acted_on].append(ruling)

    def _split_hidden(self, ruling: Ruling, event: str, new: str) -> bool:
        """Keep a part that was split off and all of whose claims were rejected since."""
        marks = {mark.digest for mark in ruling.claims}
        told = tuple(
            stored
            for name, stored in self._loose.items()
            if stored.claim.modality != "conditional"
            and ClaimMark.of(self._originals[name]).digest in marks
        )
        if not told:
            return False
        self._events[new] = replace(self._events[event], id=new, redirects=())
        self._clusters[new] = Cluster(None, told)
        self._hidden[new] = self._rejected_by([stored.id for stored in told])
        self._described_anew.add(new)
        self._lies_in |= dict.fromkeys(_ids(self._clusters[new]), new)
        self.outcomes[ruling.id] = Outcome(ruling, "applied", event)
        self._acting[event].append(ruling)
        return True

    def _part_own(self, holder: str, new: str, named: Collection[str]) -> None:
        """Share out between two halves what told of an event before others came to it."""
        own = self._own.pop(holder, None)
        if own is not None:
            halves = ((new, _part(own, named)), (holder, _part(own, _ids(own) - set(named))))
            self._own |= {name: half for name, half in halves if half is not None}

    def _empty(self, event: str, new: str) -> None:
        """Take away an event all of whose claims were split off: its other ones are gone."""
        del self._events[event], self._clusters[event]
        self._hidden.pop(event, None)
        self.links[event] = new
        for each in self._deciding.pop(event, {}).values():
            self._note(each, f"all its claims were split off as {new}")
        self._acting.pop(event, None)

    def _find(self, ruling: Ruling, event: str | None) -> tuple[str | None, set[str]]:
        """Find the event with the claims that are split off: its own, or else the one with most."""
        if not self._known:
            for stored in self._originals.values():
                self._known.setdefault(ClaimMark.of(stored).digest, set()).add(stored.id)
            for name, cluster in self._clusters.items():
                self._lies_in |= dict.fromkeys(_ids(cluster), name)
        holding: defaultdict[str, set[str]] = defaultdict(set)
        for mark in ruling.claims:
            for claim in self._known.get(mark.digest, ()):
                if claim in self._lies_in:
                    holding[self._lies_in[claim]].add(claim)
        if not holding:
            return None, set()
        found = event if event in holding else min(holding, key=lambda at: (-len(holding[at]), at))
        return found, holding[found or ""]

    def _evidence(self, event: str) -> list[StoredClaim]:
        return [self._originals[claim] for claim in _ids(self._clusters[event])]

    def _difference(self, ruling: Ruling, present: tuple[str, ...]) -> str | None:
        """Say how the evidence differs from what was ruled on; a split was ruled on both halves."""
        split_off = self.living(ruling.value) if ruling.ruling == "split" else None
        if split_off is not None:
            present = (*present, *seen_in(self._evidence(split_off), self._absent))
        return difference(ruling.seen, present)

    def _note(self, ruling: Ruling, problem: str) -> None:
        self.outcomes[ruling.id] = Outcome(ruling, "hits_nothing", note=problem)


def _ids(cluster: Cluster) -> set[str]:
    return {stored.id for stored in (*cluster.telling, *cluster.conditional)}


def _part(cluster: Cluster, ids: Collection[str]) -> Cluster | None:
    """Keep some claims of a cluster; None when nothing is left that tells of the act."""
    claims, carried_out, conditional = (
        tuple(stored for stored in told if stored.id in ids)
        for told in (cluster.claims, cluster.carried_out, cluster.conditional)
    )
    if not claims:  # who saw it done is then who tells of it
        claims, carried_out = carried_out, ()
    return Cluster(cluster.span, claims, carried_out, conditional) if claims else None


def _corrected(event: Event, field: str, value: str | None, terms: Terms) -> Event:
    """Put the right value in the place of what the claims came to."""
    when = when_given(value)
    if field == "date":
        return replace(event, date=when.value, precision=when.precision, basis=when.basis)
    if field == "effective":
        return replace(event, effective=when.value, effective_precision=when.precision)
    word = value or ""  # the terms let no empty word pass
    if field == "company":
        return replace(event, company=word, company_name=terms.companies[word])
    return replace(event, stance=word) if field == "stance" else replace(event, scope=word)
