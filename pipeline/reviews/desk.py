"""Settle companies that rulings tie together: their claims, merged as people ruled."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.edition import Correction
from pipeline.merging_ids import KnownEvent
from pipeline.model import Document
from pipeline.reviews.applying import Ruled, merge_as_ruled, tied
from pipeline.reviews.corrections import corrections_of
from pipeline.reviews.departures import departures
from pipeline.reviews.outcomes import Outcome
from pipeline.reviews.risks import Waiting, waiting
from pipeline.reviews.rulings import Ruling, Terms
from pipeline.store import Store
from pipeline.store.contents import Review
from pipeline.visible import one_line
from pipeline.watching import appearances


@dataclass(frozen=True, slots=True)
class Found:
    """What the claims of tied companies and the rulings on them come to."""

    ruled: Ruled
    reviews: tuple[Review, ...]
    corrections: tuple[Correction, ...]
    waiting: tuple[Waiting, ...]


class Desk:
    """Ledger and rulings, laid out by the companies that are settled together."""

    def __init__(
        self,
        store: Store,
        ledger: Sequence[KnownEvent],
        rulings: Sequence[Ruling],
        threshold: float,
        terms: Terms,
    ):
        self._store = store
        self._threshold = threshold
        self._terms = terms
        self._ties = tied(rulings, {entry.id: entry.company for entry in ledger})
        self._members: defaultdict[str, set[str]] = defaultdict(set)
        for company, first in self._ties.items():
            self._members[first].add(company)
        self._known: defaultdict[str, list[KnownEvent]] = defaultdict(list)
        for entry in ledger:
            self._known[self._first(entry.company)].append(entry)
        self._rulings: defaultdict[str, list[Ruling]] = defaultdict(list)
        for ruling in rulings:
            self._rulings[self._first(ruling.company)].append(ruling)

    def unsettled(
        self, companies: Iterable[str], shown: Mapping[str, str | None]
    ) -> list[tuple[str, ...]]:
        """Give the groups of companies to settle: the given ones, and where log and rows differ."""
        firsts = {self._first(company) for company in companies}
        logged = {ruling.id: first for first, each in self._rulings.items() for ruling in each}
        firsts |= {first for name, first in logged.items() if name not in shown}
        if shown.keys() - logged.keys():  # an older log came back: whom they tied nobody knows
            firsts |= {*self._known, *map(self._first, shown.values())}
        return self.groups(firsts)

    def groups(self, companies: Iterable[str]) -> list[tuple[str, ...]]:
        """Give the groups that companies are in: those that must be merged together."""
        firsts = {self._first(company) for company in companies}
        return [tuple(sorted(self._members.get(first, {first}))) for first in sorted(firsts)]

    def merge(
        self, companies: Sequence[str], *, keep: Callable[[Document], bool] = lambda _: True
    ) -> Found:
        """Merge the claims of a group as people ruled, and find what awaits them.

        Only documents that ``keep`` lets pass are heard.
        """
        store, first = self._store, self._first(companies[0])
        claims = [
            stored
            for slug in companies
            for stored in store.claims(company=slug, texts=False)
            if keep(stored.document)
        ]
        sentences = store.statement_sentences(tuple(companies))
        left = departures(sentences)
        rulings = self._rulings.get(first, [])
        ruled = merge_as_ruled(
            claims,
            threshold=self._threshold,
            rulings=rulings,
            terms=self._terms,
            known=self._known.get(first, ()),
            appeared=appearances(sentences),
            absent=left,
        )
        by_id = {stored.id: stored for stored in claims}
        events = tuple(
            replace(event, archived=store.archived_at(by_id[event.claims[0]].document))
            for event in ruled.events
        )
        ways = {**dict(ruled.redirects), **{event.id: event.id for event in events}}
        return Found(
            replace(ruled, events=events),
            tuple(_review(each, place) for place, each in enumerate(ruled.outcomes)),
            corrections_of(rulings, living=lambda name: ways.get(name, name)),
            waiting(
                events,
                by_id,
                threshold=self._threshold,
                terms=self._terms,
                stale=ruled.stale,
                left=left,
            ),
        )

    def _first(self, company: str | None) -> str:
        return self._ties.get(company or "", company or "")


def missed(review: Review) -> str:
    """Say of a ruling that it hits nothing, and what to do about it."""
    return (
        f"ruling {review.id} ({review.ruling} {review.target}, by {one_line(review.reviewer)}) "
        f"hits nothing: {review.note}; rule anew with 'stanceline review', or take it back with "
        f"'stanceline review withdraw {review.id}'"
    )


def _review(outcome: Outcome, position: int) -> Review:
    ruling = outcome.ruling
    return Review(
        id=ruling.id,
        target=ruling.target,
        ruling=ruling.ruling,
        reviewer=ruling.reviewer,
        reason=ruling.reason,
        made_at=ruling.made_at,
        field=ruling.field,
        value=ruling.value,
        evidence=ruling.evidence,
        before=ruling.before,
        state=outcome.state,
        note=outcome.note,
        event=outcome.event,
        company=ruling.company,
        was_public=ruling.was_public,
        position=position,
    )
