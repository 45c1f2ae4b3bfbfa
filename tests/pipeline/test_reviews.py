"""What people rule stands: on events, on claims, whatever claims come or go later."""

from dataclasses import replace

import pytest
from newsroom import AUTUMN, JULY, LATE, ZOOM, Newsroom
from tales import fresh, told

from pipeline.model import When
from pipeline.reviews.rulings import UnsoundRuling, until

UNSURE = told(confidence=0.3)
GOOGLE = told("2020-07-06", company="google", company_name="Google")


def test_an_accepted_event_stands_on_the_timeline_whatever_its_confidence():
    room = Newsroom(UNSURE)
    ruling = room.rule("accept", ZOOM)

    assert (ruling.before, ruling.was_public) == ("in_review", False)
    assert room.events[ZOOM].status == "accepted"
    assert room.events[ZOOM].confidence == 0.3
    assert room.outcome(ruling).state == "applied"


def test_a_rejected_event_leaves_the_timeline():
    room = Newsroom(JULY)
    ruling = room.rule("reject", ZOOM)

    assert (ruling.before, ruling.was_public) == ("listed", True)
    assert room.events[ZOOM].status == "rejected"


@pytest.mark.parametrize(
    ("field", "value", "changes"),
    [
        ("stance", "refused", {"stance": "refused"}),
        ("company", "google", {"company": "google", "company_name": "Google"}),
        ("scope", "law", {"scope": "law"}),
        ("date", "2020-07-08", {"date": "2020-07-08", "precision": "day", "basis": "review"}),
        ("date", "2020-08", {"date": "2020-08", "precision": "month", "basis": "review"}),
        ("date", "2021", {"date": "2021", "precision": "year", "basis": "review"}),
        ("date", "unknown", {"date": None, "precision": None, "basis": "review"}),
        ("date", "", {"date": None, "precision": None, "basis": "review"}),
        ("effective", "2020-07", {"effective": "2020-07", "effective_precision": "month"}),
    ],
)
def test_a_corrected_field_is_replaced_and_nothing_else(field, value, changes):
    room = Newsroom(JULY)
    before = room.events[ZOOM]
    room.rule("correct", ZOOM, field, value)

    assert room.events == {ZOOM: replace(before, **changes)}


def test_a_merged_event_leaves_and_its_id_leads_to_the_other():
    room = Newsroom(JULY, AUTUMN)
    room.rule("merge", LATE, value=ZOOM)

    (event,) = room.events.values()
    assert (event.id, set(event.claims), event.sources) == (ZOOM, {JULY.id, AUTUMN.id}, 2)
    assert event.redirects == (LATE,)


def test_an_event_that_others_are_merged_into_keeps_company_stance_and_scope():
    loud = told(
        "2020-07-06", company="google", company_name="Google", voice="own", stance="refused"
    )
    room = Newsroom(JULY, loud)
    room.rule("merge", "google-refused-2020-07-06", value=ZOOM)

    event = room.events[ZOOM]
    assert (event.company, event.company_name, event.stance) == ("zoom", "Zoom", "paused")
    assert (event.claims, event.quote) == ((JULY.id, loud.id), JULY.claim.quote)


def test_redirects_are_followed_along_a_chain_of_merges():
    room = Newsroom(JULY, AUTUMN, told("2021-01-05", "Wire"))
    room.rule("merge", ZOOM, value=LATE)
    room.rule("merge", LATE, value="zoom-paused-2021-01-05")

    assert room.redirects == {
        ZOOM: "zoom-paused-2021-01-05",
        LATE: "zoom-paused-2021-01-05",
    }


def test_a_split_makes_an_event_of_its_own():
    other = told("2020-07-08", "Harbour Daily")
    room = Newsroom(JULY, other)
    room.rule("split", ZOOM, claims=[other])

    assert {event.id: event.claims for event in room.events.values()} == {
        ZOOM: (JULY.id,),
        "zoom-paused-2020-07-08": (other.id,),
    }


def test_no_other_event_ever_gets_the_id_of_a_split_withdrawn_or_not():
    other = told("2020-07-08", "Harbour Daily")
    room = Newsroom(JULY, other)
    ruling = room.rule("split", ZOOM, claims=[other])
    room.rule("withdraw", ruling.id)
    room.claims.append(told("2020-07-08", scope="law"))

    assert set(room.events) == {ZOOM, "zoom-paused-law-2020-07-08"}


def test_the_id_of_a_split_that_was_withdrawn_leads_to_the_whole_event():
    other = told("2020-07-08", "Harbour Daily")
    room = Newsroom(JULY, other)
    ruling = room.rule("split", ZOOM, claims=[other])
    room.rule("withdraw", ruling.id)

    assert set(room.events) == {ZOOM}
    assert room.redirects == {ruling.value: ZOOM}


def test_a_split_on_which_other_rulings_rest_is_not_withdrawn():
    other = told("2020-07-08", "Harbour Daily")
    room = Newsroom(JULY, other)
    ruling = room.rule("split", ZOOM, claims=[other])
    resting = room.rule("accept", ruling.value)

    with pytest.raises(UnsoundRuling, match=f"{resting.id} rest on {ruling.value}"):
        room.rule("withdraw", ruling.id)
    room.rule("withdraw", resting.id)
    room.rule("withdraw", ruling.id)
    assert set(room.events) == {ZOOM}


def test_what_is_left_of_an_event_may_all_be_split_off_and_its_id_leads_there():
    other = told("2020-07-08", "Harbour Daily")
    room = Newsroom(JULY, other)
    accepted = room.rule("accept", ZOOM)
    ruling = room.rule("split", ZOOM, claims=[other])
    room.claims = [other]

    assert set(room.events) == {ruling.value}
    assert room.redirects == {ZOOM: ruling.value}
    assert room.outcome(accepted).state == "hits_nothing"
    assert room.outcome(ruling).state == "evidence_changed"


def test_a_rejected_claim_goes_into_no_event():
    wrong = told("2020-07-07", "Satire")
    room = Newsroom(JULY, wrong)
    ruling = room.rule("reject", wrong.id)

    assert room.events[ZOOM].claims == (JULY.id,)
    assert room.outcome(ruling).event == ZOOM


def test_an_accepted_claim_counts_as_certain():
    room = Newsroom(UNSURE)
    room.rule("accept", UNSURE.id)

    assert (room.events[ZOOM].status, room.events[ZOOM].confidence) == ("listed", 0.99)


def test_a_corrected_claim_is_merged_where_it_belongs():
    room = Newsroom(JULY, GOOGLE)
    room.rule("correct", GOOGLE.id, "company", "zoom")
    room.rule("correct", GOOGLE.id, "date", "2020-07-07")

    (event,) = room.events.values()
    assert (event.id, event.sources) == (ZOOM, 1)
    assert set(event.claims) == {JULY.id, GOOGLE.id}
    assert room.redirects == {"google-paused-2020-07-06": ZOOM}


def test_the_date_of_a_claim_may_be_ruled_to_be_unknown():
    room = Newsroom(fresh("2020-07-07"))
    (claim,) = room.claims
    room.rule("correct", claim.id, "date", "unknown")

    assert room.events[ZOOM].date is None


def test_a_claim_is_found_again_when_its_page_was_captured_anew():
    room = Newsroom(JULY, AUTUMN)
    ruling = room.rule("reject", JULY.id)
    again = replace(JULY, id="0" * 16, document=replace(JULY.document, id="1" * 16))
    room.claims = [again, AUTUMN]

    assert room.outcome(ruling).state == "applied"
    assert {event.id: event.status for event in room.events.values()} == {
        ZOOM: "rejected",
        LATE: "listed",
    }


def test_later_rulings_win_and_the_earlier_ones_are_replaced():
    room = Newsroom(JULY)
    first = room.rule("reject", ZOOM)
    date = room.rule("correct", ZOOM, "date", "2020-07-01")
    last = room.rule("accept", ZOOM)

    assert room.events[ZOOM].status == "accepted"
    assert room.outcome(first).state == "replaced"
    assert [room.outcome(each).state for each in (date, last)] == ["applied", "applied"]


def test_rulings_count_as_they_were_made_and_not_as_the_log_lists_them():
    room = Newsroom(JULY)
    room.rule("reject", ZOOM, at="2026-11-24T02:00:00Z")
    room.rule("accept", ZOOM, at="2026-11-24T01:00:00Z")

    assert room.events[ZOOM].status == "rejected"


def test_what_is_withdrawn_leaves_no_trace_and_can_be_put_back():
    room = Newsroom(JULY, AUTUMN)
    before = room.events
    ruling = room.rule("merge", LATE, value=ZOOM)
    back = room.rule("withdraw", ruling.id)

    assert room.events == before
    assert room.outcome(ruling).state == "withdrawn"
    room.rule("withdraw", back.id)
    assert set(room.events) == {ZOOM}


def test_a_ruling_follows_its_event_into_the_one_that_took_it_over():
    room = Newsroom(JULY, AUTUMN)
    room.rule("accept", LATE)
    room.rule("merge", LATE, value=ZOOM)
    note = room.rule("note", LATE)

    assert room.events[ZOOM].status == "listed"
    assert room.outcome(note).event == ZOOM


def test_a_ruling_whose_event_is_gone_hits_nothing_until_it_comes_back():
    room = Newsroom(JULY)
    ruling = room.rule("accept", ZOOM)
    room.claims = []

    assert room.outcome(ruling).state == "hits_nothing"
    room.claims = [JULY]
    assert room.events[ZOOM].status == "accepted"


def test_a_ruling_with_a_word_that_left_the_tracker_hits_nothing():
    room = Newsroom(JULY)
    ruling = room.rule("correct", ZOOM, "stance", "refused")
    room.rulings = [replace(ruling, value="mumbled")]

    assert room.outcome(ruling).note == "'mumbled' is no stance of the tracker"
    assert room.events[ZOOM].stance == "paused"


def test_new_evidence_lets_a_ruling_stand_and_is_named():
    room = Newsroom(JULY)
    ruling = room.rule("accept", ZOOM)
    room.claims.append(told(by="Harbour Daily"))

    assert room.events[ZOOM].status == "accepted"
    assert room.outcome(ruling).state == "evidence_changed"
    assert room.settle().stale == {ZOOM: "accepted on other evidence: 1 new claim"}


def test_evidence_that_went_or_quotes_otherwise_is_named():
    room = Newsroom(JULY, told(by="Harbour Daily"), told(by="Praya"))
    room.rule("reject", ZOOM)
    reworded = replace(room.claims[1], claim=replace(room.claims[1].claim, quote="It paused."))
    room.claims = [JULY, reworded]

    assert room.settle().stale == {ZOOM: "rejected on other evidence: 1 new claim, 2 claims gone"}


def test_a_sentence_that_left_its_page_is_other_evidence():
    room = Newsroom(JULY)
    room.rule("accept", ZOOM)
    room.absent = frozenset({JULY.id})

    assert room.settle().stale == {ZOOM: "accepted on other evidence: 1 sentence left its page"}


def test_who_rules_on_the_present_evidence_vouches_for_what_was_ruled_before():
    room = Newsroom(JULY)
    date = room.rule("correct", ZOOM, "date", "2020-07-01")
    room.claims.append(told(by="Harbour Daily"))
    assert room.outcome(date).state == "evidence_changed"
    room.rule("accept", ZOOM)

    assert room.settle().stale == {}
    assert room.outcome(date).state == "applied"


def test_a_page_that_was_captured_anew_with_the_same_sentence_is_the_same_evidence():
    room = Newsroom(JULY)
    room.rule("accept", ZOOM)
    room.claims = [replace(JULY, id="0" * 16, document=replace(JULY.document, id="1" * 16))]

    assert room.settle().stale == {}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("correct", ZOOM, "stance", "mumbled"), "'mumbled' is no stance"),
        (("correct", ZOOM, "company", "nokia"), "'nokia' is no company"),
        (("correct", ZOOM, "scope", "taxes"), "'taxes' is no scope"),
        (("correct", ZOOM, "date", "2020-02-30"), "'2020-02-30' is no date"),
        (("correct", ZOOM, "date", "July"), "'July' is no date"),
        (("correct", ZOOM, "quote", "x"), "'quote' cannot be corrected"),
        (("correct", ZOOM, "stance", ""), "'' is no stance"),
        (("correct", ZOOM, "stance", "paused"), "its stance is paused already"),
        (("merge", ZOOM, None, ZOOM), "there is nothing to merge"),
        (("merge", JULY.id, None, ZOOM), "events are merged, and not claims"),
        (("split", ZOOM), "no claim is none of its claims"),
        (("applaud", ZOOM), "'applaud' is no ruling"),
        (("withdraw", "r123"), "there is no ruling 'r123'"),
    ],
)
def test_a_ruling_that_cannot_stand_is_refused(asked, message):
    room = Newsroom(JULY)

    with pytest.raises(UnsoundRuling, match=message):
        room.rule(*asked)
    assert room.rulings == []


def test_a_split_leaves_something_that_tells_of_the_act_on_both_sides():
    threat = told(by="Praya", modality="conditional")
    room = Newsroom(JULY, threat)

    for half in (JULY, threat):
        with pytest.raises(UnsoundRuling, match="one half would hold no claim"):
            room.rule("split", ZOOM, claims=[half])


def test_what_was_known_on_a_day_heeds_only_what_was_ruled_by_then():
    room = Newsroom(JULY)
    room.rule("accept", ZOOM, at="2026-11-24T23:59:59Z")
    room.rule("reject", ZOOM, at="2026-11-25T00:00:00Z")

    then = room.settle(until(room.rulings, "2026-11-24"))
    assert [event.status for event in then.events] == ["accepted"]


def test_the_words_of_a_date_do_not_matter_where_its_precision_is_ruled():
    room = Newsroom(told("2020-07-07", precision="approximate"))
    room.rule("correct", ZOOM, "date", "2020-07-07")

    event = room.events[ZOOM]
    assert When(event.date, event.precision, event.basis) == When("2020-07-07", "day", "review")
