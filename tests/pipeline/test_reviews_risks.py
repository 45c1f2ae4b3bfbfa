"""What a person should look at, the riskiest first, and what was corrected in public."""

from dataclasses import replace
from pathlib import Path

from newsroom import AUTUMN, JULY, LATE, TERMS, ZOOM, Newsroom
from tales import fresh, told

from pipeline.edition import Correction
from pipeline.model import When
from pipeline.reviews.corrections import corrections_of
from pipeline.reviews.departures import departures
from pipeline.reviews.risks import Waiting, waiting
from pipeline.reviews.rulings import Terms
from pipeline.store.contents import StatementSentence
from pipeline.tracker import load_tracker
from pipeline.tracker_checks import check_stances

OURS = Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl"

OTHER = told(by="Harbour Daily")


def queue_of(room: Newsroom, *, left: dict[str, str] | None = None) -> dict[str, Waiting]:
    found = room.settle()
    by_id = {stored.id: stored for stored in room.claims}
    queue = waiting(
        found.events, by_id, threshold=0.5, terms=TERMS, stale=found.stale, left=left or {}
    )
    return {each.event: each for each in queue}


def test_two_sources_that_agree_await_nobody():
    assert queue_of(Newsroom(JULY, OTHER)) == {}


def test_one_source_awaits_somebody_unless_the_company_itself_speaks():
    alone = queue_of(Newsroom(JULY))[ZOOM]

    assert (alone.kind, alone.risk) == ("single_source", 120)
    assert alone.reasons == ("one source only, not the company's own voice: Peak Post",)
    assert queue_of(Newsroom(told(voice="own"))) == {}


def test_what_is_not_sure_enough_for_the_timeline_awaits_somebody():
    unsure = queue_of(Newsroom(told(voice="own", confidence=0.4)))[ZOOM]

    assert (unsure.kind, unsure.risk) == ("low_confidence", 259)
    assert unsure.reasons == ("confidence 0.40, and the timeline lists from 0.50",)


def test_stances_that_exclude_each_other_within_two_weeks_await_somebody():
    resumed = told("2020-07-21", stance="resumed", voice="own")
    room = Newsroom(JULY, OTHER, resumed)

    assert {name: each.reasons for name, each in queue_of(room).items()} == {
        ZOOM: ("contradicts zoom-resumed-2020-07-21 (resumed, 2020-07-21)",),
        "zoom-resumed-2020-07-21": (f"contradicts {ZOOM} (paused, 2020-07-07)",),
    }


def test_what_lies_further_apart_or_is_about_something_else_contradicts_nothing():
    for other in (
        told("2020-07-22", stance="resumed", voice="own"),
        told("2020-07-08", stance="resumed", scope="law", voice="own"),
        told("2020-07-08", stance="refused", voice="own"),
        told("2020-07-08", stance="resumed", company="meta", company_name="Meta", voice="own"),
        told(None, on=None, stance="resumed", voice="own"),
        told("2020-08", stance="resumed", voice="own"),
    ):
        assert queue_of(Newsroom(JULY, OTHER, other)) == {}


def test_a_month_contradicts_a_day_in_it():
    month = told("2020-07", stance="resumed", voice="own")

    assert queue_of(Newsroom(JULY, OTHER, month))[ZOOM].kind == "contradiction"


def test_a_rejected_event_contradicts_nothing():
    room = Newsroom(JULY, OTHER, told("2020-07-08", stance="resumed", voice="own"))
    room.rule("reject", "zoom-resumed-2020-07-08")

    assert queue_of(room) == {}


def test_many_contradictions_are_counted_after_the_third():
    room = Newsroom(
        told(voice="own"),
        *(told(f"2020-07-{day:02}", stance="resumed", voice="own") for day in range(1, 22, 5)),
    )

    (reason,) = queue_of(room)[ZOOM].reasons
    assert reason.endswith("(resumed, 2020-07-11), 2 more")


def test_a_sentence_that_left_its_page_awaits_somebody_until_it_is_accepted():
    room = Newsroom(told(voice="own", url="https://zoom.example/law"))
    (claim,) = room.claims
    left = {claim.id: "2020-08-01"}
    room.absent = frozenset(left)

    assert queue_of(room, left=left)[ZOOM].reasons == (
        "a sentence left its page: https://zoom.example/law on 2020-08-01",
    )
    room.rule("accept", ZOOM)
    assert queue_of(room, left=left) == {}


def test_who_accepted_or_rejected_is_asked_again_when_the_evidence_changed():
    for ruling, past in (("accept", "accepted"), ("reject", "rejected")):
        room = Newsroom(JULY)
        room.rule(ruling, ZOOM)
        assert queue_of(room) == {}
        room.claims.append(OTHER)

        asked = queue_of(room)[ZOOM]
        assert (asked.kind, asked.reasons) == (
            "evidence_changed",
            (f"{past} on other evidence: 1 new claim",),
        )


def test_the_worst_reason_decides_and_all_are_told():
    room = Newsroom(
        told(confidence=0.4),
        told("2020-07-09", stance="resumed", voice="own"),
    )

    first, second = queue_of(room).values()
    assert (first.event, first.risk, len(first.reasons)) == (ZOOM, 459, 3)
    assert second.risk == 420


def test_the_moment_of_the_newest_evidence_is_told():
    early, late = (
        replace(each, document=replace(each.document, captured_at=moment))
        for each, moment in (
            (JULY, "2026-11-24T01:02:03Z"),
            (told(on="2020-07-08"), "2026-11-25T01:02:03Z"),
        )
    )

    assert queue_of(Newsroom(early, late))[ZOOM].since == "2026-11-25T01:02:03Z"


def test_what_a_page_says_of_itself_cannot_break_a_line_of_the_queue():
    hostile = told(by="Post\n\x1b[31m\u202eevil")

    assert queue_of(Newsroom(hostile))[ZOOM].reasons == (
        "one source only, not the company's own voice: Post [31mevil",
    )


def test_who_is_excluded_excludes_too():
    terms = Terms.of(load_tracker(OURS))

    assert "paused" in terms.excludes["resumed"]
    assert "resumed" in terms.excludes["paused"]
    assert terms.companies["zoom"] == "Zoom"


def test_a_stance_excludes_others_that_exist_and_not_itself():
    paused, *_ = (each for each in load_tracker(OURS).stances if each.id == "paused")
    wrong = paused.model_copy(update={"excludes": ("paused", "refusd"), "rules": ()})
    said = check_stances(
        [wrong, paused.model_copy(update={"id": "refused", "rules": ()})], {}, None
    )

    assert [each for each in said if "excludes" in each and "'paused'" in each] == [
        "stance 'paused': key 'excludes': 'refusd' is no stance; did you mean 'refused'?",
        "stance 'paused': key 'excludes': no stance excludes itself; drop it there",
    ]


def test_a_sentence_that_stands_somewhere_on_its_page_has_not_left_it():
    def stay(name: str, **changes: object) -> StatementSentence:
        plain = StatementSentence(
            name, "s", "zoom", "https://z.example/", "paused", "law", "We paused.", None, "a", "b"
        )
        return replace(plain, claim="c1", **changes)

    gone = stay("1", absent_from="2020-08-01T00:00:00Z", ended_by="gone")
    later = stay("2", absent_from="2020-09-01T00:00:00Z", ended_by="changed")

    assert departures([gone]) == {"c1": "2020-08-01 (its page is gone)"}
    assert departures([later, gone]) == {"c1": "2020-09-01"}
    assert departures([gone, stay("3")]) == {}
    assert departures([replace(gone, claim=None)]) == {}


def corrections(room: Newsroom) -> list[tuple[str, str, str | None, str | None]]:
    ways = room.redirects
    found = corrections_of(room.rulings, living=lambda name: ways.get(name, name))
    return [(each.event, each.field, each.before, each.after) for each in found]


def test_a_correction_of_what_stood_on_the_timeline_is_public():
    room = Newsroom(JULY)
    ruling = room.rule("correct", ZOOM, "date", "2020-07-01")

    assert corrections_of(room.rulings, living=str) == (
        Correction(
            *(ruling.id, ZOOM, "date", "2020-07-07", "2020-07-01", "I asked.", ruling.made_at),
            ruling=ruling.id,
            former_company="zoom",
            former_stance="paused",
            former_scope="data_requests",
            former_date="2020-07-07",
            company="zoom",
            stance="paused",
            scope="data_requests",
            date="2020-07-01",
        ),
    )


def test_what_never_stood_on_the_timeline_is_corrected_in_silence():
    room = Newsroom(told(confidence=0.3))
    room.rule("correct", ZOOM, "date", "2020-07-01")
    room.rule("reject", ZOOM)

    assert corrections(room) == []


def test_an_event_that_was_waiting_and_is_accepted_corrects_nothing():
    room = Newsroom(told(confidence=0.3), AUTUMN)
    room.rule("accept", ZOOM)
    room.rule("accept", LATE)
    room.rule("note", LATE)

    assert corrections(room) == []


def test_what_left_the_timeline_and_what_came_back_is_told():
    room = Newsroom(JULY)
    room.rule("reject", ZOOM)
    room.rule("accept", ZOOM)

    assert corrections(room) == [
        (ZOOM, "status", "listed", "rejected"),
        (ZOOM, "status", "rejected", "accepted"),
    ]


def test_merges_and_splits_are_told_and_so_is_their_end():
    other = told("2020-07-08", "Harbour Daily")
    room = Newsroom(JULY, other, AUTUMN)
    merged = room.rule("merge", LATE, value=ZOOM)
    split = room.rule("split", ZOOM, claims=[other])
    room.rule("withdraw", merged.id)
    room.rule("withdraw", split.id)

    assert corrections(room) == [
        (LATE, "merge", LATE, ZOOM),
        (ZOOM, "split", ZOOM, "zoom-paused-2020-07-08"),
        (LATE, "split", ZOOM, LATE),
        (ZOOM, "merge", "zoom-paused-2020-07-08", ZOOM),
    ]


def test_withdrawing_tells_what_the_timeline_says_from_then_on():
    room = Newsroom(JULY)
    first = room.rule("correct", ZOOM, "date", "2020-07-01")
    second = room.rule("correct", ZOOM, "date", "2020-07-02")
    room.rule("withdraw", first.id)
    back = room.rule("withdraw", second.id)
    room.rule("withdraw", back.id)

    assert [each[2:] for each in corrections(room)] == [
        ("2020-07-07", "2020-07-01"),
        ("2020-07-01", "2020-07-02"),
        ("2020-07-02", "2020-07-07"),
        ("2020-07-07", "2020-07-02"),
    ]


def test_a_sentence_that_was_taken_out_of_an_event_is_told():
    room = Newsroom(JULY, OTHER)
    room.rule("accept", OTHER.id)
    room.rule("reject", OTHER.id)

    assert corrections(room) == [
        (ZOOM, "quote", JULY.claim.quote, OTHER.claim.quote),
        (ZOOM, "claim", OTHER.claim.quote, None),
        (ZOOM, "quote", OTHER.claim.quote, JULY.claim.quote),
    ]


def test_each_public_field_that_a_merge_changed_is_told():
    late = told("2020-09-01", "Wire", effective=When("2020-09", "month", "in September"))
    room = Newsroom(JULY, late)
    ruling = room.rule("merge", LATE, value=ZOOM)

    found = corrections_of(room.rulings, living=str)
    assert [(each.id, each.event, each.before, each.after) for each in found] == [
        (ruling.id, LATE, LATE, ZOOM),
        (f"{ruling.id}-effective", ZOOM, None, "2020-09"),
    ]


def test_each_public_field_that_a_split_changed_is_told():
    early = told("2020-07-06", "Harbour Daily", voice="own")
    room = Newsroom(JULY, early)
    (name,) = room.events
    room.rule("split", name, claims=[early])

    assert (name, "date", "2020-07-06", "2020-07-07") in corrections(room)
    assert (name, "quote", early.claim.quote, JULY.claim.quote) in corrections(room)


def test_what_a_ruling_on_a_sentence_changed_of_events_is_told_on_both_sides():
    google = told("2020-07-07", "Wire", company="google", company_name="Google")
    room = Newsroom(google)
    ruling = room.rule("correct", google.id, "company", "zoom")

    (made,) = corrections_of(room.rulings, living=str)
    assert (made.id, made.event, made.field) == (f"{ruling.id}-company", ZOOM, "company")
    assert (made.before, made.after) == ("google", "zoom")
    assert (made.former_company, made.company) == ("google", "zoom")


def test_an_event_whose_sentence_belongs_to_another_one_is_merged_into_it():
    google = told("2020-07-07", "Wire", company="google", company_name="Google")
    room = Newsroom(JULY, google)
    room.rule("correct", google.id, "company", "zoom")

    assert (ZOOM, "merge", "google-paused-2020-07-07", ZOOM) in corrections(room)


def test_an_event_that_left_the_timeline_with_a_sentence_is_told():
    room = Newsroom(JULY, OTHER)
    room.rule("accept", ZOOM)
    room.rule("reject", JULY.id)
    room.rule("reject", OTHER.id)

    assert (ZOOM, "status", "accepted", "rejected") in corrections(room)


def test_two_reports_of_one_newspaper_are_one_source():
    room = Newsroom(fresh("2020-07-07"), fresh("2020-07-08"))

    assert [each.kind for each in queue_of(room).values()] == ["single_source"]
