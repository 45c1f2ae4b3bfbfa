"""What an event rests on, and what is left without it."""

from dataclasses import replace

import pytest
from editions import LINE, PROOF
from events import ZOOM

from pipeline.doubts import BASES, Fall, Turn, basis_of, days_apart, falls, turns
from pipeline.model import Claim, Document, StoredClaim, When


def stored_of(name, publisher, confidence, **changes):
    document = Document(
        id=f"d-{name}",
        url=None,
        source="paper",
        title=None,
        publisher=publisher,
        authors=(),
        published="2020-07-08",
        published_basis="json-ld",
        published_candidates=(),
        published_conflict=False,
        modified=None,
        language="en",
        completeness="full",
        text="",
    )
    claim = Claim(
        company="zoom",
        company_name="Zoom",
        product=None,
        stance="paused",
        scope="data_requests",
        announced=When("2020-07-07", "day", "on Tuesday"),
        effective=When(),
        modality="done",
        quote=f"Zoom has paused, {name} says.",
        start=0,
        end=1,
        speaker=None,
        voice="reported",
        confidence=confidence,
        rule="paused",
    )
    return StoredClaim(name, document, replace(claim, **changes))


def resting_on(*stored):
    event = replace(ZOOM, claims=tuple(each.id for each in stored))
    (fall,) = falls([event], {each.id: each for each in stored})
    return fall


@pytest.mark.parametrize(
    ("changes", "basis"),
    [
        ({"basis": "on Tuesday"}, BASES[0]),
        ({"basis": "published"}, BASES[1]),
        ({"date": "2020-07", "precision": "month", "basis": "in July"}, BASES[2]),
        ({"precision": "approximate"}, BASES[2]),
        ({"date": None, "precision": None, "basis": None}, BASES[3]),
    ],
)
def test_a_date_is_as_good_as_what_it_came_from(changes, basis):
    assert basis_of(replace(ZOOM, **changes)) == basis


def test_without_its_best_source_an_event_has_what_the_others_give():
    fall = resting_on(stored_of("a", "Paper", 0.9), stored_of("b", "News", 0.6))

    assert fall.left == 0.6
    assert fall.stands(0.6)
    assert not fall.stands(0.75)


def test_all_claims_of_the_best_source_go_with_it():
    fall = resting_on(stored_of("a", "Paper", 0.9), stored_of("b", "Paper", 0.8))

    assert fall.left is None
    assert not fall.stands(0.0)


def test_a_condition_holds_nothing_up():
    condition = stored_of("b", "News", 0.9, modality="conditional")

    assert resting_on(stored_of("a", "Paper", 0.9), condition).left is None
    assert resting_on(condition).left is None


def test_what_falls_keeps_the_order_of_the_events():
    claims = {"c1": stored_of("c1", "Paper", 0.9), "c2": stored_of("c2", "News", 0.6)}
    alone = replace(ZOOM, id="alone", claims=("c1",))

    assert falls([ZOOM, alone], claims) == [Fall(ZOOM, 0.6), Fall(alone, None)]


def test_days_that_proofs_name_are_counted_from_the_day_of_the_event():
    day_later = replace(PROOF, announced=When("2020-07-08", "day", "Wednesday"))
    said_nothing = [
        replace(PROOF, announced=When("2020-07-09", "day", "published")),
        replace(PROOF, announced=When("2020-07", "month", "July")),
        replace(PROOF, announced=When()),
        replace(day_later, modality="conditional"),
    ]
    line = replace(LINE, proofs=(day_later, PROOF, PROOF, *said_nothing))

    assert days_apart(line) == {0: 2, 1: 1}


def test_an_event_that_is_known_by_its_month_has_no_distances():
    month = replace(ZOOM, date="2020-07", precision="month")

    assert days_apart(replace(LINE, event=month)) == {}


def test_two_stances_on_one_matter_within_the_days_are_shown_with_their_distance():
    paused = replace(ZOOM, first_reported=None)
    refused = replace(paused, id="refused", stance="refused", date="2020-07-20")
    later = replace(paused, id="later", stance="resumed", date="2021-07-20")
    elsewhere = replace(refused, id="elsewhere", scope="market")
    other = replace(refused, id="other", company="apple")

    assert turns([later, refused, elsewhere, other, paused], days=31) == [Turn(paused, refused, 13)]


def test_a_month_that_may_hold_the_other_day_is_no_distance_at_all():
    paused = replace(ZOOM, first_reported=None)
    month = replace(paused, id="month", stance="refused", date="2020-07", precision="month")

    assert turns([month, paused], days=0) == [Turn(paused, month, 0)]


def test_the_same_stance_again_and_what_has_no_date_turn_nothing():
    again = replace(ZOOM, id="again", date="2020-07-09", first_reported=None)
    undated = replace(ZOOM, id="undated", stance="refused", date=None, first_reported=None)

    assert turns([ZOOM, again, undated], days=31) == []
