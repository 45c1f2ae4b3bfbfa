"""Which claims agree: the same act under blurred dates is one event, a second act is not."""

from dataclasses import replace

import pytest
from tales import fresh, merge, only, told

from pipeline.merge import MergeResult, claim_id, merge_claims
from pipeline.model import Event, StoredClaim, When


def dates(*claims: StoredClaim) -> list[str | None]:
    return [event.date for event in merge(*claims)]


def test_one_claim_is_one_event_with_its_quote_and_page():
    claim = told(on="2020-07-08")

    assert only(claim) == Event(
        id="zoom-paused-2020-07-07",
        company="zoom",
        company_name="Zoom",
        products=(),
        stance="paused",
        scope="data_requests",
        date="2020-07-07",
        precision="day",
        basis="on Tuesday",
        effective=None,
        effective_precision=None,
        first_reported="2020-07-08",
        sources=1,
        claims=(claim.id,),
        status="listed",
        confidence=0.8,
        quote="Peak Post told 2020-07-08 of 2020-07-07.",
        url="https://peakpost.example/2020-07-08/2020-07-07",
        archived=None,
        publisher="Peak Post",
        first_publisher="Peak Post",
    )


def test_no_claims_make_no_events():
    assert merge_claims([], threshold=0.5) == MergeResult(events=(), ledger=(), redirects=())


def test_days_that_outlets_blur_by_time_zone_are_one_event():
    microsoft = [
        told(f"2020-07-{day}", f"Paper {n}") for n, day in enumerate(["06", "07", "07", "08"])
    ]

    assert [(each.date, each.sources) for each in merge(*microsoft)] == [("2020-07-07", 4)]


def test_neighbouring_days_with_equal_support_take_the_earlier_one():
    assert dates(told("2020-07-21", "A"), told("2020-07-20", "B")) == ["2020-07-20"]


def test_a_chain_of_neighbours_does_not_drag_two_acts_together():
    days = ["2020-07-06", "2020-07-08", "2020-07-10", "2020-07-12", "2020-07-14"]

    assert dates(*map(told, days)) == ["2020-07-06", "2020-07-10", "2020-07-14"]


def test_the_best_supported_day_gathers_its_neighbours_first():
    days = ["2020-07-06", "2020-07-08", "2020-07-08", "2020-07-10"]

    assert dates(*(told(day, by) for day, by in zip(days, "ABCD", strict=True))) == ["2020-07-08"]


@pytest.mark.parametrize(
    "difference",
    [{"company": "webex"}, {"stance": "refused"}, {"scope": "content_removal"}],
    ids=["company", "stance", "scope"],
)
def test_another_company_stance_or_scope_is_another_event(difference: dict[str, str]):
    assert len(merge(told(), told(**difference))) == 2


def test_a_product_and_its_parent_are_one_event():
    event = only(
        told(by="A"),
        told(by="B", product="WhatsApp;Instagram"),
        told(by="C", product="Messenger"),
    )

    assert event.products == ("Instagram", "Messenger", "WhatsApp")


def test_a_refusal_of_2021_and_one_of_2022_stay_apart():
    assert dates(told("2021-06-08"), fresh("2022-04-07")) == ["2021-06-08", "2022-04-07"]


def test_an_answer_given_again_two_months_later_is_a_second_event():
    assert dates(told("2020-07-06"), fresh("2020-09-05")) == ["2020-07-06", "2020-09-05"]


def test_compliance_of_two_scopes_stays_apart():
    answered = told("2021-09-11", stance="complied")
    blocked = told("2024-05-15", stance="complied", scope="content_removal")

    assert [event.scope for event in merge(blocked, answered)] == [
        "data_requests",
        "content_removal",
    ]


def test_fresh_news_joins_the_act_of_the_days_before():
    assert dates(told("2020-07-07"), fresh("2020-07-20", "B")) == ["2020-07-07"]


def test_fresh_news_joins_an_act_dated_tomorrow_by_another_time_zone():
    assert dates(told("2020-07-07"), fresh("2020-07-06", "B")) == ["2020-07-07"]


def test_a_page_published_in_a_month_may_tell_of_any_day_near_it():
    assert dates(told("2020-07-07"), fresh("2020-07", "B")) == ["2020-07-07"]


def test_fresh_news_cannot_tell_of_an_act_days_ahead():
    assert dates(told("2020-07-07"), fresh("2020-07-03", "B")) == ["2020-07-03", "2020-07-07"]


def test_fresh_news_joins_the_latest_of_several_acts():
    events = merge(told("2020-07-07"), told("2020-07-15"), fresh("2020-07-16", "B"))

    assert [event.sources for event in events] == [1, 2]


def test_fresh_news_alone_is_dated_by_its_earliest_publication():
    event = only(fresh("2020-07-09", "A"), fresh("2020-07-08", "B"))

    assert (event.date, event.precision, event.basis) == ("2020-07-08", "day", "published")


def test_fresh_news_after_two_quiet_weeks_is_a_new_act():
    claims = [fresh("2020-07-01", "A"), fresh("2020-07-15", "B"), fresh("2020-07-16", "C")]

    assert dates(*claims) == ["2020-07-01", "2020-07-16"]


def test_a_named_day_beats_many_publication_days():
    assert dates(told("2020-07-06"), *(fresh("2020-07-08", by) for by in "ABC")) == ["2020-07-06"]


def test_background_joins_the_nearest_act_before_it_years_later():
    later = told(None, on="2024-01-02")
    events = merge(told("2021-06-08"), told("2022-04-07"), later)

    assert [later.id in event.claims for event in events] == [False, True]


def test_background_before_every_known_act_is_an_undated_event():
    event = merge(told("2021-06-08"), told(None, on="2020-12-01"))[-1]

    assert (event.id, event.date, event.precision, event.basis, event.first_reported) == (
        "zoom-paused-undated",
        None,
        None,
        None,
        "2020-12-01",
    )


def test_a_page_without_any_date_joins_the_only_act_there_is():
    assert only(told(), told(None, "Undated Blog", on=None)).sources == 2


def test_a_page_without_any_date_does_not_choose_between_two_acts():
    days = ["2020-07-07", "2021-07-07", None]

    assert dates(*map(told, days)) == days


def test_a_month_joins_the_day_within_it():
    event = only(told("2020-07-07"), told("2020-07", "Yearbook", on="2021-01-01"))

    assert (event.date, event.precision, event.sources) == ("2020-07-07", "day", 2)


def test_a_coarse_date_never_beats_a_day_within_it():
    months = [told("2020-07", by, on="2021-01-01") for by in "ABCDE"]

    assert dates(told("2020-07-07"), *months) == ["2020-07-07"]


def test_a_month_with_several_acts_joins_the_best_supported():
    month = told("2020-07", on="2021-01-01")
    acts = [told("2020-07-07", "A"), told("2020-07-20", "B"), told("2020-07-20", "C")]

    assert [month.id in event.claims for event in merge(*acts, month)] == [False, True]


def test_a_month_with_equal_acts_joins_the_earliest():
    month = told("2020-07", "C", on="2021-01-01")
    acts = [told("2020-07-20", "B"), told("2020-07-07", "A")]

    assert [month.id in event.claims for event in merge(*acts, month)] == [True, False]


def test_a_year_without_a_known_day_is_an_event_of_that_precision():
    event = only(told("2021", on="2022-01-01"))

    assert (event.id, event.date, event.precision) == ("zoom-paused-2021", "2021", "year")


def test_a_year_joins_the_month_within_it():
    assert dates(told("2021-03", on="2021-04-01"), told("2021", on="2022-01-01")) == ["2021-03"]


def test_a_year_told_in_march_says_nothing_of_july():
    assert dates(told("2020-07-07"), told("2020", on="2020-03-01")) == ["2020", "2020-07-07"]


def test_claims_that_give_the_very_same_date_are_one_event_come_what_may():
    early = told("2020-07-07", "B", on="2020-07-01", precision="approximate")

    assert dates(told("2020-07-07"), early) == ["2020-07-07"]


def test_an_approximate_date_joins_a_day_shortly_after_it():
    about = told("2020-07-03", "B", on="2020-07-08", precision="approximate")

    assert dates(told("2020-07-07"), about) == ["2020-07-07"]


def test_an_approximate_date_alone_stays_approximate():
    assert only(told("2020-07-03", precision="approximate")).precision == "approximate"


@pytest.mark.parametrize("value", ["2020-02-31", "2020-H2", "soon", "0000"])
def test_a_value_that_is_no_date_counts_as_unknown(value: str):
    assert dates(told(value, on="2021-01-01")) == [None]


def test_a_broken_publication_date_does_not_hide_a_sound_one():
    broken = fresh("2020-02-31", "B", modality="announced")

    assert dates(fresh("2020-07-08"), replace(broken, document=fresh("2020-07-09").document)) == [
        "2020-07-08"
    ]


def test_a_condition_alone_makes_no_event():
    assert merge(told(modality="conditional")) == ()


def test_a_condition_stands_beside_an_event_and_proves_nothing():
    threat = told("2020-07-06", "B", modality="conditional", voice="own", product="Rooms")
    act = told("2020-07-07")

    assert only(threat, act) == replace(only(act), claims=(act.id, threat.id))


def test_an_act_announced_and_then_carried_out_is_one_event():
    soon = When("2020-07-08", "approximate", "within days")
    event = only(told("2020-07-06", effective=soon), told("2020-07-10", "B"))

    assert (event.date, event.effective, event.effective_precision, event.sources) == (
        "2020-07-06",
        "2020-07-10",
        "day",
        2,
    )


def test_two_sources_that_foretold_it_take_what_many_saw_carried_out():
    friday = When("2020-07-10", "day", "on Friday")
    said = [told("2020-07-06", by, effective=friday) for by in "AB"]
    seen = [told("2020-07-10", by) for by in "CDE"]

    assert dates(*said, *seen) == ["2020-07-06"]


def test_of_two_days_that_each_name_the_other_as_effective_the_better_supported_stands():
    monday, friday = When("2020-07-06", "day", "Monday"), When("2020-07-10", "day", "Friday")
    pair = [told("2020-07-10", by, effective=monday) for by in "AB"]

    assert dates(*pair, told("2020-07-06", "C", effective=friday)) == ["2020-07-10"]


def test_a_backdated_pause_keeps_the_day_it_was_said():
    said = told("2020-07-06", effective=When("2020-07-01", "day", "July 1"))
    event = only(said, told("2020-07-01", "B"))

    assert (event.date, event.effective) == ("2020-07-06", "2020-07-01")


def test_background_to_a_later_act_does_not_swallow_the_first_one():
    later = told("2022-04-07", effective=When("2020-07-06", "day", "since July 6, 2020"))

    assert dates(told("2020-07-06", "B"), later) == ["2020-07-06", "2022-04-07"]


def test_one_mixed_up_page_does_not_redate_a_well_supported_act():
    mixed_up = told("2020-07-01", effective=When("2020-07-06", "day", "Monday"))

    assert dates(*(told("2020-07-06", by) for by in "ABC"), mixed_up) == [
        "2020-07-01",
        "2020-07-06",
    ]


def test_the_same_claim_given_twice_counts_once():
    assert only(told(), told()).claims == (told().id,)


def test_events_come_by_date_and_undated_ones_last():
    claims = [
        told(None, company="alpha"),
        told("2020-07-08", company="zoom"),
        told("2020-07-08", company="meta"),
        told("2020-07", company="zulu"),
    ]

    assert [event.id for event in merge(*claims)] == [
        "zulu-paused-2020-07",
        "meta-paused-2020-07-08",
        "zoom-paused-2020-07-08",
        "alpha-paused-undated",
    ]


def test_a_claim_id_depends_on_place_and_not_on_confidence():
    stored = told()
    surer = replace(stored.claim, confidence=0.1, rule="other", voice="own")
    moved = replace(stored.claim, start=5)

    assert claim_id(stored.document, surer) == stored.id
    assert claim_id(stored.document, moved) != stored.id
    assert len(stored.id) == 16


def test_who_only_saw_an_act_done_tells_of_the_one_that_was_announced_before():
    friday = When("2020-07-10", "day", "on Friday")
    seen = told("2020-07-10", "B", effective=friday)

    assert dates(told("2020-07-06"), seen) == ["2020-07-06"]


def test_an_act_done_a_season_later_is_another_one():
    autumn = When("2020-10-10", "day", "on October 10")
    again = told("2020-10-10", "B", effective=autumn)

    assert dates(told("2020-07-06"), again) == ["2020-07-06", "2020-10-10"]


def test_a_silence_is_one_whatever_the_newsrooms_asked_about():
    asked = told("2021-05-08", stance="no_comment", scope="law")
    again = told("2021-05-09", "B", stance="no_comment", scope="data_requests")

    assert dates(asked, again) == ["2021-05-08"]
    assert only(asked, again).sources == 2
