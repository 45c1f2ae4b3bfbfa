"""A newsroom in memory: claims, rulings on them, and what both come to, without any file."""

from collections.abc import Iterable

from tales import told

from pipeline.merge import KnownEvent
from pipeline.model import Event, StoredClaim
from pipeline.reviews.applying import Ruled, merge_as_ruled
from pipeline.reviews.faces import changed_between
from pipeline.reviews.making import Subject, Wish, make_ruling, seen_to_change
from pipeline.reviews.outcomes import Outcome
from pipeline.reviews.rulings import Ruling, Terms

TERMS = Terms(
    companies={"zoom": "Zoom", "google": "Google", "meta": "Meta"},
    stances=frozenset({"paused", "refused", "resumed"}),
    excludes={"paused": frozenset({"resumed"}), "resumed": frozenset({"paused"})},
)
ZOOM = "zoom-paused-2020-07-07"
LATE = "zoom-paused-2020-09-01"
JULY = told()
AUTUMN = told("2020-09-01", "Harbour Daily")


class Newsroom:
    """Claims and rulings of some companies; every question merges them anew."""

    def __init__(self, *claims: StoredClaim):
        self.claims = list(claims)
        self.rulings: list[Ruling] = []
        self.ledger: tuple[KnownEvent, ...] = ()
        self.absent: frozenset[str] = frozenset()
        self.settle()

    def settle(self, rulings: Iterable[Ruling] | None = None) -> Ruled:
        """Merge as a night does: ids that are new go into the ledger."""
        found = merge_as_ruled(
            self.claims,
            threshold=0.5,
            rulings=self.rulings if rulings is None else list(rulings),
            terms=TERMS,
            known=self.ledger,
            absent=self.absent,
        )
        self.ledger += found.ledger
        return found

    @property
    def events(self) -> dict[str, Event]:
        return {event.id: event for event in self.settle().events}

    @property
    def redirects(self) -> dict[str, str]:
        return dict(self.settle().redirects)

    def outcome(self, ruling: Ruling) -> Outcome:
        return next(each for each in self.settle().outcomes if each.ruling.id == ruling.id)

    def rule(
        self,
        ruling: str,
        target: str,
        field: str | None = None,
        value: str | None = None,
        *,
        claims: Iterable[StoredClaim] = (),
        at: str | None = None,
    ) -> Ruling:
        """Rule as a person does, one minute after the other."""
        asked = Wish(ruling, target, "Ed", "I asked.", field, value, tuple(c.id for c in claims))
        made = make_ruling(
            asked,
            None if ruling == "withdraw" else self.subject(target),
            terms=TERMS,
            log=self.rulings,
            made_at=at or f"2026-11-24T01:{len(self.rulings):02}:00Z",
            other=self.subject(value) if ruling == "merge" else None,
            taken={entry.id for entry in self.ledger},
        )
        before, after = self.settle(), self.settle([*self.rulings, made])
        changed = changed_between(
            before.events,
            after.events,
            ways=dict(after.redirects),
            named=(made.event, made.value),
        )
        made = seen_to_change(made, changed, log=self.rulings)
        self.rulings.append(made)
        return made

    def subject(self, name: str) -> Subject:
        by_id = {stored.id: stored for stored in self.claims}
        found = self.settle()
        ways, claim = dict(found.redirects), by_id.get(name)
        for event in found.events:
            if event.id == ways.get(name, name) or (claim and claim.id in event.claims):
                evidence = tuple(by_id[each] for each in event.claims)
                return Subject(event, evidence, self.absent, claim)
        return Subject(None, (), self.absent, claim)
