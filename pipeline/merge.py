"""Merge claims that agree into events: one company took one stance at one time."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from pipeline.merging_clusters import Cluster, cluster_claims, unite
from pipeline.merging_evidence import (
    UNDATED,
    best_supported,
    explicit_day,
    independent_sources,
    order_evidence,
    span_of,
    split_products,
    weigh,
)
from pipeline.merging_ids import KnownEvent, Unnamed, name_events
from pipeline.model import Claim, Document, Event, StoredClaim, When

NOBODY_SAW: Mapping[str, When] = MappingProxyType({})

__all__ = ["KnownEvent", "MergeResult", "claim_id", "claim_key", "merge_claims"]


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What a merge gives.

    ``events`` are sorted by date (undated last), company, stance and id. ``ledger`` holds only the
    entries to append. ``redirects`` are pairs of a lost id and the live id that took it over.
    ``clusters`` are the claims of each event, in the order of ``events``.
    """

    events: tuple[Event, ...]
    ledger: tuple[KnownEvent, ...]
    redirects: tuple[tuple[str, str], ...]
    clusters: tuple[Cluster, ...] = ()


def claim_id(document: Document, claim: Claim) -> str:
    """Give a claim's id: 16 hex digits that stay as long as its document and its place in it do."""
    place = [document.id, claim.company, claim.product, claim.stance, claim.scope, claim.start]
    return hashlib.sha256(json.dumps(place).encode()).hexdigest()[:16]


def claim_key(document: Document) -> str:
    """Give the key by which the ledger knows a document again after it was captured anew."""
    return document.url or document.id


def merge_claims(
    claims: Sequence[StoredClaim],
    *,
    threshold: float,
    known: Sequence[KnownEvent] = (),
    appeared: Mapping[str, When] = NOBODY_SAW,
    reserved: Collection[str] = (),
) -> MergeResult:
    """Merge claims into events with permanent ids; the order of ``claims`` is all the same.

    Claims agree when company, stance and scope are the same (of silences any scope: newsrooms ask
    in their own words) and their dates fit: see
    ``cluster_claims`` for the rules of dates and ``name_events`` for those of ids. Products do not
    part claims: a parent's pause and its messenger's are one act. Events of at least
    ``threshold`` confidence are ``listed``, the others ``in_review``. ``known`` is the ledger,
    oldest entry first. ``appeared`` dates by their ids claims that came to a watched page between
    two looks: that dates an event which nothing else does. ``reserved`` are ids that no new event
    may take.
    """
    groups: defaultdict[tuple[str, str, str], dict[str, StoredClaim]] = defaultdict(dict)
    for stored in sorted(claims, key=lambda each: each.id):
        claim = stored.claim
        scope = "" if claim.stance == "no_comment" else claim.scope
        groups[claim.company, claim.stance, scope][stored.id] = stored
    clusters = [
        cluster
        for group in sorted(groups)
        for cluster in _unite_by_date(cluster_claims(groups[group].values()))
    ]
    drafts = [
        (cluster, describe(cluster, threshold=threshold, appeared=appeared)) for cluster in clusters
    ]
    drafts.sort(key=lambda draft: in_time(draft[1]))
    naming = name_events(
        [_unname(cluster, event) for cluster, event in drafts], known, reserved=reserved
    )
    lost: defaultdict[str, list[str]] = defaultdict(list)
    for old, live in naming.redirects:
        lost[live].append(old)
    named = [
        (replace(event, id=given, redirects=tuple(sorted(lost[given]))), cluster)
        for (cluster, event), given in zip(drafts, naming.ids, strict=True)
    ]
    named.sort(key=lambda each: in_time(each[0]))
    return MergeResult(
        events=tuple(event for event, _ in named),
        ledger=naming.ledger,
        redirects=naming.redirects,
        clusters=tuple(cluster for _, cluster in named),
    )


def in_time(event: Event) -> tuple[str, str, str, str, str, tuple[str, ...]]:
    """Sort events by date, undated last, then by company, stance and id."""
    return (
        event.date or UNDATED,
        event.company,
        event.stance,
        event.id,
        event.scope,
        event.claims,
    )


def _unite_by_date(clusters: Sequence[Cluster]) -> Sequence[Cluster]:
    """Unite clusters of one company, stance and scope that come to the same date.

    They were apart because a document cannot tell of a day after its publication; where it names
    the very same date all the same, its publication date is what is wrong.
    """
    while True:
        by_date: defaultdict[str | None, list[Cluster]] = defaultdict(list)
        for cluster in clusters:
            by_date[_announced(cluster).value].append(cluster)
        if len(by_date) == len(clusters):
            return clusters
        clusters = [unite(alike) for alike in by_date.values()]


def _unname(cluster: Cluster, event: Event) -> Unnamed:
    return Unnamed(
        company=event.company,
        stance=event.stance,
        scope=event.scope,
        date=event.date,
        keys=frozenset(claim_key(stored.document) for stored in cluster.telling),
        sources=event.sources,
    )


def describe(
    cluster: Cluster, *, threshold: float, appeared: Mapping[str, When] = NOBODY_SAW
) -> Event:
    """Make the event of a cluster, all but its id, from the evidence in it."""
    announced, effective = _announced(cluster), _effective(cluster)
    if announced.value is None:
        came = [appeared[stored.id] for stored in cluster.claims if stored.id in appeared]
        announced = min(came, key=lambda when: when.value or "", default=announced)
    ordered = (
        *order_evidence(cluster.claims, announced),
        *order_evidence(cluster.carried_out, effective),
        *order_evidence(cluster.conditional, announced),
    )
    best = ordered[0]
    first = min(cluster.telling, key=_reported, default=best).document
    confidence = weigh(cluster.telling)
    return Event(
        id="",
        company=best.claim.company,
        company_name=best.claim.company_name,
        products=split_products(stored.claim for stored in cluster.telling),
        stance=best.claim.stance,
        scope=best.claim.scope,
        date=announced.value,
        precision=announced.precision,
        basis=announced.basis,
        effective=effective.value,
        effective_precision=effective.precision,
        first_reported=first.published,
        sources=len(independent_sources(cluster.telling)),
        claims=tuple(stored.id for stored in ordered),
        status="listed" if confidence >= threshold else "in_review",
        confidence=confidence,
        quote=best.claim.quote,
        url=best.document.url,
        archived=None,
        publisher=best.document.publisher,
        first_publisher=first.publisher if first.published else None,
    )


def _reported(stored: StoredClaim) -> tuple[str, str]:
    return stored.document.published or UNDATED, stored.id


def _announced(cluster: Cluster) -> When:
    """Choose the event's date: the best supported of the named ones.

    Without a named day the earliest publication is one more candidate: the act lies at or before
    it, and a month that holds it says less.
    """
    dated = [(stored.claim.announced, stored) for stored in cluster.claims]
    named = [each for each in dated if each[0].basis != "published"]
    if not any(explicit_day(when) for when, _ in named):
        by_publication = [
            each for each in dated if each[0].basis == "published" and span_of(each[0]) is not None
        ]
        if by_publication:
            earliest = min(when.value or UNDATED for when, _ in by_publication)
            named += [each for each in by_publication if each[0].value == earliest]
    chosen = best_supported(named)
    agreeing = [stored for when, stored in named if _same(when, chosen)]
    if not agreeing:
        return chosen
    return replace(chosen, basis=order_evidence(agreeing, chosen)[0].claim.announced.basis)


def _effective(cluster: Cluster) -> When:
    """Choose when the act took effect; the days it was seen carried out count like any other."""
    dated = [(stored.claim.effective, stored) for stored in cluster.telling]
    dated += [(stored.claim.announced, stored) for stored in cluster.carried_out]
    return best_supported(dated)


def _same(when: When, chosen: When) -> bool:
    return when.value == chosen.value and span_of(when) == span_of(chosen)
