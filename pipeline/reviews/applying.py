"""Merge claims as people ruled: pure, and the same whatever the order of the claims."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.merge import NOBODY_SAW, KnownEvent, in_time, merge_claims
from pipeline.model import Event, StoredClaim, When
from pipeline.reviews.on_claims import RuledClaims, rule_on_claims
from pipeline.reviews.on_events import NOTHING_HIDDEN, Drafts, Hidden
from pipeline.reviews.outcomes import Outcome
from pipeline.reviews.rulings import NO_TERMS, Ruling, Terms, in_order, withdrawn


@dataclass(frozen=True, slots=True)
class Ruled:
    """What claims and rulings come to.

    ``events`` are in time; ``ledger`` holds only the entries to append; ``redirects`` are pairs of
    a lost id and the live one. ``outcomes`` come in the order in which the rulings count.
    ``stale`` says by event how its evidence differs from what was ruled on.
    """

    events: tuple[Event, ...]
    ledger: tuple[KnownEvent, ...]
    redirects: tuple[tuple[str, str], ...]
    outcomes: tuple[Outcome, ...] = ()
    stale: Mapping[str, str] = field(default_factory=dict)


def merge_as_ruled(
    claims: Sequence[StoredClaim],
    *,
    threshold: float,
    rulings: Sequence[Ruling] = (),
    terms: Terms = NO_TERMS,
    known: Sequence[KnownEvent] = (),
    appeared: Mapping[str, When] = NOBODY_SAW,
    absent: Collection[str] = (),
) -> Ruled:
    """Merge claims into events, as ``merge_claims`` does, and let the rulings of people stand.

    Give together all companies that rulings tie (see ``tied``). Rulings on claims come before the
    merge, those on events after it and after the naming: so ids never change by a ruling, and one
    that is withdrawn leaves no trace. Later rulings win. ``absent`` are ids of claims whose
    sentence has left its watched page.
    """
    ordered = in_order(rulings)
    gone = withdrawn(ordered)
    active = [each for each in ordered if each.id not in gone and each.ruling != "withdraw"]
    on_claims = rule_on_claims(claims, [each for each in active if each.on_claim], terms)
    hidden = _hidden(on_claims, threshold, known, appeared)
    kept = {*(event.id for event in hidden.events), *(old for old, _ in hidden.redirects)}
    merged = merge_claims(
        on_claims.claims,
        threshold=threshold,
        known=[entry for entry in known if entry.id not in kept] if kept else known,
        appeared=appeared,
        reserved={each.value for each in ordered if each.ruling == "split" and each.value} | kept,
    )
    originals = {stored.id: stored for stored in claims} if ordered else {}
    drafts = Drafts(merged, terms, originals=originals, absent=absent, hidden=hidden)
    for ruling in active:
        if not ruling.on_claim:
            drafts.rule(ruling)
    events = list(drafts.described(threshold=threshold, appeared=appeared))
    stale = drafts.stale()
    outcomes = _outcomes(ordered, gone, on_claims, drafts, events)
    unruled = _unruled(claims, on_claims, threshold, known, appeared)
    redirects = _redirects(drafts, outcomes, unruled)
    former: defaultdict[str, list[str]] = defaultdict(list)
    for old, live in redirects:
        former[live].append(old)
    events = [replace(event, redirects=tuple(former[event.id])) for event in events]
    ledger = tuple(each for each in merged.ledger if not (each.merged_into and each.id in unruled))
    return Ruled(tuple(sorted(events, key=in_time)), ledger, redirects, outcomes, stale)


def _hidden(
    on_claims: RuledClaims,
    threshold: float,
    known: Sequence[KnownEvent],
    appeared: Mapping[str, When],
) -> Hidden:
    """Find the events that had been named and all of whose claims are rejected now."""
    if not on_claims.rejected:
        return NOTHING_HIDDEN
    whole = merge_claims(
        [*on_claims.claims, *on_claims.rejected],
        threshold=threshold,
        known=known,
        appeared=appeared,
    )
    names = {entry.id for entry in known}
    found = [
        (event, cluster)
        for event, cluster in zip(whole.events, whole.clusters, strict=True)
        if event.id in names and on_claims.rejections.keys() >= set(event.claims)
    ]
    kept = {event.id for event, _ in found}
    placed = {claim for event, _ in found for claim in event.claims}
    return Hidden(
        tuple(replace(event, redirects=()) for event, _ in found),
        tuple(cluster for _, cluster in found),
        tuple(each for each in whole.redirects if each[1] in kept),
        {each.id: each for each in on_claims.rejected if each.id not in placed},
        on_claims.rejections,
    )


def _unruled(
    claims: Sequence[StoredClaim],
    on_claims: RuledClaims,
    threshold: float,
    known: Sequence[KnownEvent],
    appeared: Mapping[str, When],
) -> frozenset[str]:
    """Name the events that there would be if nobody had ruled on a claim.

    One of them that is lost now was given up by a ruling alone, and the ledger must not say that it
    is gone for good: the ruling may be taken back.
    """
    if not on_claims.outcomes:
        return frozenset()
    whole = merge_claims(claims, threshold=threshold, known=known, appeared=appeared)
    return frozenset(event.id for event in whole.events)


def _outcomes(
    ordered: Sequence[Ruling],
    gone: Collection[str],
    on_claims: RuledClaims,
    drafts: Drafts,
    events: Sequence[Event],
) -> tuple[Outcome, ...]:
    """Tell what came of each ruling, and on which living event each acts."""
    lies_in = {claim: event.id for event in events for claim in event.claims} if ordered else {}
    names = {ruling.id for ruling in ordered}
    found = []
    for ruling in ordered:
        if ruling.id in gone or ruling.ruling == "withdraw":
            found.append(_passed(ruling, names, gone, drafts))
        elif ruling.on_claim:
            claims = on_claims.found[ruling.id]
            found.append(_placed(on_claims.outcomes[ruling.id], claims, lies_in, drafts))
        else:  # the event may have been merged since
            outcome = drafts.outcomes[ruling.id]
            found.append(replace(outcome, event=drafts.living(outcome.event)))
    return tuple(found)


def tied(rulings: Iterable[Ruling], owners: Mapping[str, str]) -> dict[str, str]:
    """Tie the companies between which a ruling moves something: they must be merged together.

    ``owners`` gives the company of each event id that was ever given out. A company that is tied
    is led to one that stands for all of its group; one that is missing stands for itself. What
    was withdrawn still ties: its event may lie with the other company until both are made anew.
    """
    leads: dict[str, str] = {}

    def first(company: str) -> str:
        while leads.setdefault(company, company) != company:
            company = leads[company]
        return company

    listed = list(rulings)
    by_id = {ruling.id: ruling for ruling in listed}
    split_off = {each.value: each for each in listed if each.ruling == "split"}

    def owner(name: str | None) -> str | None:
        split = split_off.get(name)
        return owners.get(name or "") or (split.company if split else None)

    for ruling in listed:
        companies = {
            ruling.company,
            owner(ruling.target),
            *(each.company for each in ruling.claims),
        }
        if ruling.ruling == "merge":
            companies.add(owner(ruling.value))
        elif ruling.field == "company":
            companies.add(ruling.value)
        elif ruling.ruling == "withdraw" and ruling.target in by_id:
            companies.add(by_id[ruling.target].company)
        ends = sorted({first(company) for company in companies if company is not None})
        leads |= dict.fromkeys(ends, ends[0]) if ends else {}
    return {company: first(company) for company in sorted(leads)}


def _passed(
    ruling: Ruling, known: Collection[str], gone: Collection[str], drafts: Drafts
) -> Outcome:
    """Say what became of a ruling that was withdrawn, or that withdraws another one."""
    event = drafts.living(ruling.event)
    if ruling.id in gone:
        return Outcome(ruling, "withdrawn", event)
    if ruling.target not in known:
        return Outcome(ruling, "hits_nothing", note=f"there is no ruling {ruling.target}")
    return Outcome(ruling, "applied", event)


def _placed(
    outcome: Outcome, claims: Iterable[str], lies_in: Mapping[str, str], drafts: Drafts
) -> Outcome:
    """Say in which event a claim that was ruled on is now, or was before it was rejected."""
    events = sorted({lies_in[claim] for claim in claims if claim in lies_in})
    return replace(outcome, event=events[0] if events else drafts.living(outcome.ruling.event))


def _redirects(
    drafts: Drafts, outcomes: Iterable[Outcome], unruled: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Lead every lost id to a live one: merged, split off for a time, or left by its claims.

    An id that only a ruling made lost, being ``unruled``, leads to where its claim went.
    """
    ways = {**drafts.links, **drafts.taken_over}
    for outcome in outcomes:
        ruling = outcome.ruling
        if ruling.ruling == "split" and outcome.state in ("withdrawn", "hits_nothing"):
            ways.setdefault(ruling.value or "", ruling.target)
        elif ruling.on_claim and ruling.event is not None and outcome.event is not None:
            if ruling.event in unruled and outcome.state == "applied":
                ways[ruling.event] = outcome.event
            ways.setdefault(ruling.event, outcome.event)
    found = []
    for old in sorted(ways):
        passed, live = {old}, ways[old]
        while not drafts.stands(live) and live in ways and live not in passed:
            passed.add(live)
            live = ways[live]
        if drafts.stands(live) and not drafts.stands(old):
            found.append((old, live))
    return tuple(found)
