"""What stays of events that people merged, or whose every claim they rejected."""

from dataclasses import replace

import pytest
from newsroom import AUTUMN, JULY, LATE, ZOOM, Newsroom
from tales import told

from pipeline.model import When
from pipeline.reviews.rulings import UnsoundRuling


@pytest.mark.parametrize("own", [None, "2020-07-09"])
def test_a_merge_moves_neither_date_nor_quote_of_the_event_that_stays(own):
    ours = told(effective=When(own, "day" if own else None, "from Thursday" if own else None))
    loud = told("2022-05-19", "Wire", voice="own", effective=When("2022-05", "month", "in May"))
    room = Newsroom(ours, loud, told("2022-05-19", "Praya"))
    before = room.events[ZOOM]
    room.rule("merge", "zoom-paused-2022-05-19", value=ZOOM)

    event = room.events[ZOOM]
    kept = ("date", "precision", "basis", "quote", "url", "publisher")
    assert [getattr(event, name) for name in kept] == [getattr(before, name) for name in kept]
    assert (event.effective, event.effective_precision) == (
        (own, "day") if own else ("2022-05", "month")
    )
    assert (event.claims[0], event.sources) == (ours.id, 3)


def test_an_event_without_a_date_takes_that_of_the_one_merged_into_it():
    undated = told(None, "Wire", on=None, scope="law")
    room = Newsroom(JULY, undated)
    room.rule("merge", ZOOM, value="zoom-paused-undated")

    event = room.events["zoom-paused-undated"]
    assert (event.date, event.basis, event.quote) == (
        "2020-07-07",
        "on Tuesday",
        undated.claim.quote,
    )


def test_what_was_split_off_from_a_merged_event_leaves_its_date_where_it_was():
    loud = told("2022-05-19", "Wire", voice="own")
    room = Newsroom(JULY, told("2020-07-08", "Harbour Daily"), loud)
    room.rule("merge", "zoom-paused-2022-05-19", value=ZOOM)
    ruling = room.rule("split", ZOOM, claims=[room.claims[1]])

    assert room.events[ZOOM].date == "2020-07-07"
    assert room.events[ruling.value].date == "2020-07-08"


def test_an_event_all_of_whose_claims_are_rejected_stays_with_its_evidence():
    room = Newsroom(JULY, AUTUMN)
    before = room.events
    ruling = room.rule("reject", JULY.id)

    assert room.events == before | {ZOOM: replace(before[ZOOM], status="rejected")}
    assert room.outcome(ruling).event == ZOOM
    room.rule("withdraw", ruling.id)
    assert room.events == before


def test_the_id_of_a_rejected_event_goes_to_no_other_event_of_its_page():
    law = replace(
        JULY, id="2" * 16, claim=replace(JULY.claim, scope="law", quote="It paused by law.")
    )
    room = Newsroom(JULY, law)
    before = room.events
    room.rule("reject", JULY.id)

    assert room.events == before | {ZOOM: replace(before[ZOOM], status="rejected")}
    assert room.redirects == {}


def test_an_event_is_not_accepted_while_all_its_claims_are_rejected():
    room = Newsroom(JULY)
    early = room.rule("accept", ZOOM)
    rejection = room.rule("reject", JULY.id)

    with pytest.raises(UnsoundRuling, match="all its claims were rejected; accept one of them"):
        room.rule("accept", ZOOM)
    assert (room.outcome(early).state, room.outcome(early).note) == (
        "replaced",
        f"by {rejection.id}",
    )
    room.rule("accept", JULY.id)
    assert room.events[ZOOM].status == "accepted"


@pytest.mark.parametrize("first", [0, 1])
def test_rejected_claims_prove_nothing_in_an_event_that_stands(first):
    room = Newsroom(JULY, AUTUMN)
    room.rule("reject", room.claims[first].id)
    room.rule("merge", LATE, value=ZOOM)

    (event,) = room.events.values()
    assert (event.id, event.status) == (ZOOM, "listed")
    assert event.claims == (room.claims[1 - first].id,)


def test_a_part_that_was_split_off_and_then_rejected_keeps_its_id():
    other = told("2020-07-08", "Harbour Daily")
    room = Newsroom(JULY, other)
    ruling = room.rule("split", ZOOM, claims=[other])
    room.rule("reject", other.id)

    assert {event.id: event.status for event in room.events.values()} == {
        ZOOM: "listed",
        ruling.value: "rejected",
    }
    assert room.outcome(ruling).state == "applied"


@pytest.mark.parametrize(
    ("field", "value"),
    [("stance", "refused"), ("company", "google"), ("date", "2020-09-01"), ("scope", "law")],
)
def test_a_corrected_claim_that_is_taken_back_leaves_every_id_where_it_was(field, value):
    law = replace(
        AUTUMN, id="2" * 16, document=JULY.document, claim=replace(AUTUMN.claim, scope="law")
    )
    room = Newsroom(JULY, AUTUMN, law)
    before = room.events
    ruling = room.rule("correct", JULY.id, field, value)
    (now,) = (event.id for event in room.events.values() if JULY.id in event.claims)
    leads_to = room.redirects.get(ZOOM, ZOOM)
    room.rule("withdraw", ruling.id)

    assert leads_to == now
    assert room.events == before
