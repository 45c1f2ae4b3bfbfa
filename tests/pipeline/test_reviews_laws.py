"""Laws of ruling that hold for any claims and rulings, in any order, over any run of nights.

``STANCELINE_RULINGS`` says how many newsrooms are tried for each.
"""

import os
from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import TERMS, Newsroom
from tales import told

from pipeline.model import Event, StoredClaim
from pipeline.reviews.applying import tied
from pipeline.reviews.corrections import corrections_of
from pipeline.reviews.risks import waiting
from pipeline.reviews.rulings import ClaimMark, UnsoundRuling

DAYS = [None, "2020", "2020-07", "2020-07-06", "2020-07-07", "2020-07-08", "2020-09-01"]
TOLD = st.builds(
    told,
    st.sampled_from(DAYS),
    st.sampled_from(["Peak Post", "Harbour Daily", "Praya"]),
    on=st.sampled_from([None, "2020-07-08", "2020-09-02"]),
    company=st.sampled_from(["zoom", "zoom", "google"]),
    stance=st.sampled_from(["paused", "paused", "refused"]),
    modality=st.sampled_from(["done", "done", "conditional"]),
    confidence=st.sampled_from([0.3, 0.8]),
)
CLAIMS = st.lists(TOLD, max_size=6, unique_by=lambda stored: stored.id)
KINDS = ("accept", "reject", "correct", "merge", "split", "note", "withdraw")
VALUES = {
    "stance": ["paused", "refused", "resumed"],
    "company": ["zoom", "google", "meta"],
    "scope": ["law", "data_requests"],
    "date": ["unknown", "2020-07", "2020-07-08"],
    "effective": ["unknown", "2021"],
}
LAW = settings(deadline=None, max_examples=int(os.environ.get("STANCELINE_RULINGS", "20")))


@st.composite
def newsrooms(draw: st.DrawFn) -> Newsroom:
    """Draw a newsroom where claims come and go while people rule on what they see."""
    room = Newsroom(*draw(CLAIMS))
    for _ in range(draw(st.integers(0, 6))):
        rule(draw, room)
        if draw(st.integers(0, 3)) == 0:
            room.claims = draw(CLAIMS)
            room.settle()
    return room


def rule(draw: st.DrawFn, room: Newsroom) -> None:
    kind = draw(st.sampled_from(KINDS))
    events = room.events
    known = [*events, *({each.value for each in room.rulings if each.ruling == "split"})]
    targets = [each.id for each in room.rulings] if kind == "withdraw" else known
    if kind in ("accept", "reject", "correct", "note"):
        targets = [*known, *(stored.id for stored in room.claims)]
    if not targets:
        return
    target = draw(st.sampled_from(sorted(targets)))
    field, value, claims = None, None, ()
    if kind == "correct":
        field = draw(st.sampled_from(sorted(VALUES)))
        value = draw(st.sampled_from(VALUES[field]))
    elif kind == "merge":
        value = draw(st.sampled_from(sorted(known)))
    elif kind == "split" and target in events:
        own = [stored for stored in room.claims if stored.id in events[target].claims]
        claims = draw(st.lists(st.sampled_from(own), min_size=1, unique_by=lambda each: each.id))
    try:
        room.rule(kind, target, field, value, claims=claims)
    except UnsoundRuling:
        return


@LAW
@given(newsrooms(), st.randoms(use_true_random=False))
def test_any_order_of_claims_gives_the_same_and_a_second_time_too(room, random):
    first = room.settle()
    room.claims = random.sample(room.claims, len(room.claims))

    assert room.settle() == replace(first, ledger=())


@LAW
@given(newsrooms())
def test_every_claim_that_was_not_rejected_is_in_exactly_one_event(room):
    found = room.settle()
    placed = [claim for event in found.events for claim in event.claims]
    rejected = {
        each.ruling.claims[0].digest
        for each in found.outcomes
        if each.ruling.on_claim and each.ruling.ruling == "reject" and each.state == "applied"
    }
    expected = {
        stored.id
        for stored in room.claims
        if stored.claim.modality != "conditional" and mark(stored) not in rejected
    }

    assert len(placed) == len(set(placed))
    assert expected <= set(placed)
    standing = {
        claim for event in found.events if event.status != "rejected" for claim in event.claims
    }
    assert not {stored.id for stored in room.claims if mark(stored) in rejected} & standing


def mark(stored: StoredClaim) -> str:
    return ClaimMark.of(stored).digest


@LAW
@given(newsrooms())
def test_each_ruling_comes_to_something_and_lost_ids_lead_to_live_ones(room):
    found = room.settle()
    live = {event.id for event in found.events}

    assert len(live) == len(found.events)
    assert [each.ruling.id for each in found.outcomes] == [each.id for each in room.rulings]
    assert all(old not in live and new in live for old, new in found.redirects)
    assert {each.event for each in found.outcomes} <= {None, *live}
    assert set(found.stale) <= live


@LAW
@given(newsrooms())
def test_withdrawing_everything_gives_what_the_claims_alone_do(room):
    for each in reversed(room.rulings[:]):
        if each.ruling != "withdraw":
            try:
                room.rule("withdraw", each.id)
            except UnsoundRuling:
                continue  # withdrawn before

    assert unnamed(room.settle().events) == unnamed(room.settle([]).events)


def unnamed(events: Iterable[Event]) -> list[Event]:
    """Leave the ids away: one that a split had is never given again."""
    plain = (replace(event, id="", redirects=()) for event in events)
    return sorted(plain, key=lambda event: event.claims)


@LAW
@given(newsrooms())
def test_tied_companies_are_all_that_rulings_move_something_between(room):
    owners = {entry.id: entry.company for entry in room.ledger}
    ties = tied(room.rulings, owners)
    company_of = {stored.id: stored.claim.company for stored in room.claims}

    for event in room.settle().events:
        companies = {event.company, *(company_of[claim] for claim in event.claims)}
        assert len({ties.get(company, company) for company in companies}) == 1


@LAW
@given(newsrooms())
def test_the_queue_and_the_corrections_can_be_told_of_anything(room):
    found = room.settle()
    by_id = {stored.id: stored for stored in room.claims}
    queue = waiting(found.events, by_id, threshold=0.5, terms=TERMS, stale=found.stale, left={})
    told_of = corrections_of(room.rulings, living=lambda name: name)

    assert [each.risk for each in queue] == sorted((each.risk for each in queue), reverse=True)
    assert set(found.stale) <= {each.event for each in queue}
    assert all(each.before != each.after for each in told_of)
    assert {each.ruling for each in told_of} <= {each.id for each in room.rulings}
    assert len({each.id for each in told_of}) == len(told_of)
