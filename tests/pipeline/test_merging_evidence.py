"""What an event says: its sources, confidence, dates, and which evidence stands first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tales import only, told

from pipeline.merging_evidence import independent_sources
from pipeline.model import StoredClaim, When


def known(stored: StoredClaim, *, agency: str | None = None, story: str | None = None):
    return replace(stored, document=replace(stored.document, agency=agency, story=story))


OUTLETS = list(enumerate(["Peak Post", "Bay Times", "Harbour", "Tram", "Ferry"], start=7))


def test_the_effective_date_is_the_best_supported_one():
    event = only(
        told(by="A", effective=When("2020-07-01", "day", "from July 1")),
        told(by="B", effective=When("2020-07-01", "day", "July 1")),
        told(by="C", effective=When("2020-07-02", "day", "July 2")),
        *(told(by=by, effective=When("2020-07", "month", "this month")) for by in "DEF"),
    )

    assert (event.effective, event.effective_precision) == ("2020-07-01", "day")


def test_a_coarse_effective_date_that_holds_no_better_one_stands():
    event = only(told(effective=When("2020-09", "month", "in September")))

    assert (event.effective, event.effective_precision) == ("2020-09", "month")


def test_one_publisher_is_one_source_however_often_it_reports():
    reports = [told(on="2020-07-08"), told(on="2020-07-09"), told(by="PEAK  post")]

    assert only(*reports).sources == 1


def test_copies_of_an_agency_report_are_one_source():
    copies = [
        told(by="A", quote="Zoom said it had paused “all” requests."),
        told(by="B", quote='Zoom said it had paused "ALL"  requests'),
    ]

    assert only(*copies).sources == 1


def test_a_newsroom_that_once_copied_still_counts_for_its_own_report():
    agency = "Zoom said it had paused requests."
    event = only(
        told(by="Agency", on="2020-07-07", quote=agency),
        told(by="Copier", on="2020-07-08", quote=agency),
        told(by="Copier", on="2020-07-09"),
    )

    assert event.sources == 2


def test_copies_of_two_sentences_of_one_report_are_one_source():
    page = "https://agency.example/zoom"
    event = only(
        told(by="Agency", quote="Zoom paused.", url=page),
        told(by="Agency", quote="Its rooms follow.", product="Rooms", url=page),
        told(by="A", on="2020-07-09", quote="Zoom paused."),
        told(by="B", on="2020-07-09", quote="Its rooms follow.", product="Rooms"),
    )

    assert event.sources == 1


def test_five_copies_of_one_story_are_one_source_whatever_they_quote():
    copies = [known(told(by=by, on=f"2020-07-{day:02}"), story="d1") for day, by in OUTLETS]

    assert only(*copies).sources == 1


def test_five_outlets_that_run_one_agency_are_one_source_whatever_they_cut():
    reports = [known(told(by=by, on=f"2020-07-{day:02}"), agency="afp") for day, by in OUTLETS]

    assert only(*reports).sources == 1


def test_an_outlet_that_once_ran_an_agency_still_counts_for_its_own_report():
    event = only(
        known(told(by="Copier", on="2020-07-07"), agency="afp"),
        known(told(by="Agence", on="2020-07-07"), agency="afp"),
        told(by="Copier", on="2020-07-08"),
    )

    assert event.sources == 2


def test_two_agencies_are_two_sources():
    reports = [known(told(by=by), agency=by.lower()) for by in ("AFP", "AP")]

    assert only(*reports).sources == 2


def test_a_copy_without_credit_belongs_to_the_agency_that_another_copy_credits():
    event = only(
        known(told(by="A", on="2020-07-07"), story="d1"),
        known(told(by="B", on="2020-07-08"), story="d1", agency="afp"),
        known(told(by="C", on="2020-07-08"), agency="afp"),
    )

    assert event.sources == 1


def test_a_report_that_an_agency_quotes_later_stays_its_own():
    quote = "Zoom said it had paused requests."
    event = only(
        told(by="A", on="2020-07-07", quote=quote),
        known(told(by="B", on="2020-07-08", quote=quote), agency="afp"),
        known(told(by="C", on="2020-07-08"), agency="afp"),
    )

    assert event.sources == 2


REPORTS = st.builds(
    lambda by, on, quote, agency, story: known(
        told(by=by, on=on, quote=quote), agency=agency, story=story
    ),
    st.sampled_from(["A", "B", "C"]),
    st.sampled_from([None, "2020-07-07", "2020-07-08"]),
    st.sampled_from(["Zoom paused.", "It stopped.", "No answers now."]),
    st.sampled_from([None, "afp", "ap"]),
    st.sampled_from([None, "d1", "d2"]),
)


@given(
    st.lists(REPORTS, max_size=8, unique_by=lambda stored: stored.id),
    st.randoms(use_true_random=False),
)
def test_any_order_of_claims_gives_the_same_sources(reports, rng):
    assert independent_sources(rng.sample(reports, len(reports))) == independent_sources(reports)


def test_a_page_without_publisher_counts_by_its_host():
    hosts = ["https://www.a.example/1", "https://a.example/2", "https://b.example/1", "http://["]

    assert only(*(told(by="", url=url, quote=f"Paused, says {url}") for url in hosts)).sources == 3


def test_confidence_grows_with_each_source_but_never_reaches_one():
    papers = [told(by=f"Paper {each}", confidence=0.6) for each in range(20)]

    assert [only(*papers[:count]).confidence for count in (1, 2, 3, 20)] == [
        0.6,
        0.72,
        0.804,
        0.99,
    ]


def test_a_second_report_of_the_same_source_adds_no_confidence():
    assert only(told(), told(on="2020-07-09", confidence=0.3)).confidence == 0.8


@pytest.mark.parametrize(("confidence", "status"), [(0.5, "listed"), (0.49, "in_review")])
def test_the_threshold_lists_an_event_or_sends_it_to_review(confidence: float, status: str):
    assert only(told(confidence=confidence)).status == status


def test_first_reported_is_the_earliest_publication():
    event = only(told(on="2020-07-09"), told(by="A", on="2020-07-07"), told(by="B", on=None))

    assert event.first_reported == "2020-07-07"


def test_without_any_publication_date_first_reported_is_unknown():
    assert only(told(on=None)).first_reported is None


def test_the_basis_is_that_of_the_best_claim_for_the_day():
    event = only(told(by="A", basis="yesterday", confidence=0.6), told(by="B", basis="on July 7"))

    assert event.basis == "on July 7"


def test_the_company_speaking_comes_before_a_surer_report():
    own = told(by="Zoom", voice="own", confidence=0.5)

    assert only(told(confidence=0.9), own).claims[0] == own.id


def test_a_quote_for_the_very_day_comes_before_another_day():
    other = told("2020-07-06", "A", confidence=0.9)
    days = [told("2020-07-07", "B"), told("2020-07-07", "C")]

    assert only(other, *days).claims[-1] == other.id


def test_a_named_day_comes_before_a_surer_month():
    month = told("2020-07", "A", on="2020-07-20", confidence=0.9)

    assert only(month, told()).claims[-1] == month.id


def test_after_voice_and_day_the_surer_claim_comes_first():
    surer = told(by="B", confidence=0.9)

    assert only(told(by="A"), surer).claims[0] == surer.id


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Zoom has paused the answering of all requests.", "Zoom paused."),
        ("Zoom has paused the answering of all requests.", "Zoom has paused it. " * 20),
        (
            "Zoom has paused the answering of all requests.",
            "Zoom has, it says, paused the answering of all requests.",
        ),
    ],
    ids=["too short", "too long", "longer"],
)
def test_of_equal_claims_the_short_clear_quote_comes_first(better: str, worse: str):
    assert only(told(by="A", quote=worse), told(by="B", quote=better)).quote == better


def test_of_equal_quotes_the_earlier_page_comes_first():
    quote = "Zoom has paused the answering of all requests."
    earlier = told(by="B", on="2020-07-07", quote=quote)

    assert only(told(by="A", on="2020-07-08", quote=quote), earlier).claims[0] == earlier.id


def test_the_page_that_saw_it_carried_out_comes_after_those_that_announced_it():
    said = told("2020-07-06", effective=When("2020-07-10", "day", "on Friday"))
    seen = told("2020-07-10", "A", voice="own", confidence=0.9)

    assert only(seen, said).claims == (said.id, seen.id)
