"""Numbers that several releases print: shown once, or all of them where they are at odds."""

from functools import partial

import pytest
from saying_and_doing import UNKNOWN, compared, event, told


@pytest.fixture
def compare(tmp_path):
    return partial(compared, tmp_path / "timeline.db")


@pytest.mark.parametrize(
    ("figures", "shown"),
    [
        ((told(1, told_by="news"), told(2, told_by="copy"), told(3)), ["f3"]),
        ((told(1, told_by="news"), told(2, told_by="copy")), ["f2"]),
        ((told(1, told_by="news"), told(2, told_by="parsed")), ["f2"]),
        ((told(1, told_by="parsed", release_date="2024-01-01"), told(2, told_by="copy")), ["f2"]),
        ((told(1, release_date="2024-01-01"), told(2, release_date="2023-01-01")), ["f1"]),
        ((told(1), told(2, printed_kind="OTHER legal requests")), ["f1"]),
        ((told(1), told(2, accounts=46)), ["f1", "f2"]),
        ((told(1, told_by="news", accounts=46), told(2)), ["f1", "f2"]),
        ((told(1), told(2, **{**UNKNOWN, "received": 42})), ["f1", "f2"]),
        ((told(1), told(2, received_notation=None)), ["f1"]),
        ((told(1), told(2, percentage="5.2 %")), ["f1"]),
        ((told(1), told(2, printed_kind="CLOUD Act")), ["f2", "f1"]),
        ((told(1), told(2, release_digest="sha256:1")), ["f1", "f2"]),
        ((told(1, source="https://b.example/"), told(2, release_digest="sha256:1")), ["f1"]),
    ],
)
def test_what_a_better_witness_tells_as_well_is_shown_once(compare, figures, shown):
    found = compare(*figures)

    assert [(each.figure, each.restated) for each in found] == [(name, False) for name in shown]


@pytest.mark.parametrize(
    "other",
    [
        {"received": 43},
        {"accounts": 46},
        {"derived": 3, "derived_low": 3, "derived_high": 3},
        {"percentage": "7%"},
        {**UNKNOWN, "received_notation": "no_row"},
    ],
)
def test_releases_that_cannot_both_be_right_are_all_shown(compare, other):
    found = compare(told(1, accounts=45), told(2, **{"accounts": 45, **other}))

    assert [(each.figure, each.restated) for each in found] == [("f1", True), ("f2", True)]
    assert {each.disputed for each in found} == {False}


@pytest.mark.parametrize(
    ("tellers", "marks"),
    [
        (("copy", "parsed"), {"f1": (True, False), "f2": (True, False)}),
        (("file", "news"), {"f1": (False, True), "f2": (False, True)}),
        (("news", "news"), {"f1": (False, True), "f2": (False, True)}),
        (
            ("file", "parsed", "news"),
            {"f1": (True, True), "f2": (True, True), "f3": (False, True)},
        ),
    ],
)
def test_the_news_restates_nothing_and_disputes_it(compare, tellers, marks):
    found = compare(
        *(
            told(number, told_by=teller, received=41 + number)
            for number, teller in enumerate(tellers, start=1)
        )
    )

    assert {each.figure: (each.restated, each.disputed) for each in found} == marks


def test_sources_that_disagree_about_the_verdict_cannot_tell(compare):
    none = {"derived": 0, "derived_low": 0, "derived_high": 0, "percentage": "0%"}

    found = compare(told(1), told(2, told_by="news", **none))

    assert [(each.verdict, each.reason.partition(": ")[0]) for each in found] == [
        ("cannot tell", "Sources disagree, and with them the verdicts; by this one")
    ] * 2


def test_a_row_that_stands_in_both_releases_is_not_restated_by_its_neighbour(compare):
    rows = [told(1, received=5), told(2, received=7, release_digest="sha256:1")]
    again = [told(3, received=5), told(4, received=8, release_digest="sha256:3")]

    found = compare(*rows, *again)

    assert [(each.figure, each.restated) for each in found] == [
        ("f1", False),
        ("f2", True),
        ("f4", True),
    ]


def test_releases_that_disagree_about_the_verdict_cannot_tell(compare):
    none = {"derived": 0, "derived_low": 0, "derived_high": 0, "percentage": "0%"}

    found = compare(told(1), told(2, **none))

    assert [(each.verdict, each.reason.partition(": ")[0]) for each in found] == [
        ("cannot tell", "Releases disagree, and with them the verdicts; by this one")
    ] * 2


def test_releases_that_disagree_in_numbers_alone_keep_their_verdict(compare):
    none = {**UNKNOWN, "kind": "emergency", "answered": 0}

    found = compare(
        told(1),
        told(2, received=43),
        told(3, **{**none, "received": 3}),
        told(4, **{**none, "received": 4}),
    )

    assert [each.verdict for each in found] == ["consistent", "consistent", "differs", "differs"]
    assert {each.restated for each in found} == {True}


def test_rows_of_one_release_do_not_stand_for_each_other(compare):
    rows = (told(1, accounts=46), told(2, release_digest="sha256:1"))

    found = compare(*rows, told(3, received=43))

    assert [each.figure for each in found] == ["f1", "f2", "f3"]


BELOW_TEN = {**UNKNOWN, "received_notation": "less_than", "received_low": 0, "received_high": 9}
FROM_40 = {**UNKNOWN, "received_notation": "at_least", "received_low": 40}


@pytest.mark.parametrize(
    ("first", "other", "shown"),
    [
        (BELOW_TEN, {}, {"f1": True, "f2": True}),
        (FROM_40, {"received": 39}, {"f1": True, "f2": True}),
        ({}, {**FROM_40, "percentage_notation": None}, {"f1": False}),
        (FROM_40, {}, {"f1": False, "f2": False}),
        (BELOW_TEN, {**BELOW_TEN, "received_notation": "range"}, {"f1": False}),
    ],
)
def test_a_range_is_compared_by_its_ends(compare, first, other, shown):
    found = compare(told(1, **first), told(2, **other))

    assert {each.figure: each.restated for each in found} == shown


@pytest.mark.parametrize("notation", ["blank", "dash", "not_available", "unreadable"])
@pytest.mark.parametrize("field", ["received", "answered", "percentage"])
def test_what_is_no_number_stands_beside_the_number_and_denies_nothing(compare, field, notation):
    counted = {"answered": 2, "answered_notation": "number"}
    silent = {**counted, field: None, f"{field}_notation": notation}

    found = compare(told(1, **counted), told(2, **silent))

    assert {each.figure: each.restated for each in found} == {"f1": False, "f2": False}


def test_a_blank_and_a_dash_are_not_the_same(compare):
    blank = {**UNKNOWN, "received_notation": "blank"}

    assert len(compare(told(1, **UNKNOWN), told(2, **blank), told(3, **blank))) == 2


def test_a_row_that_contradicts_itself_hides_no_sound_one(compare):
    odd = {"percentage": "5.4%", "contradiction": "no whole number of 42 requests is 5.4 %"}

    found = compare(told(1), told(2, release_date="2024-01-01", **odd), told(3, **odd))

    assert {each.figure: each.verdict for each in found} == {"f1": "differs", "f2": "cannot tell"}


NONE = {"derived": 0, "derived_low": 0, "derived_high": 0, "percentage": "0%"}
GONE = {**UNKNOWN, "received_notation": "no_row"}
NO_ROW = {**GONE, "printed_kind": "CLOUD Act"}
WARRANT = {"printed_kind": "Warrants"}
ONE, OTHER = "sha256:1", "sha256:2"
DISAGREE = "Releases disagree, and with them the verdicts; by this one: "


def test_a_kind_that_is_spelled_otherwise_neither_accuses_nor_acquits(compare):
    found = compare(told(1), told(2, **{**NONE, **WARRANT}))

    assert {each.figure: (each.restated, each.verdict) for each in found} == {
        "f1": (True, "cannot tell"),
        "f2": (True, "cannot tell"),
    }
    assert all(each.reason.startswith(DISAGREE) for each in found)


def test_a_row_that_is_taken_out_restates_the_rows_of_other_releases(compare):
    found = compare(told(1), told(2, **WARRANT, release_digest=ONE), told(3, **NO_ROW))

    assert {each.figure: (each.restated, each.verdict) for each in found} == {
        "f1": (True, "cannot tell"),
        "f2": (True, "cannot tell"),
        "f3": (True, "cannot tell"),
    }
    assert all(each.reason.startswith(DISAGREE) for each in found)


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"release_digest": ONE},
        {"told_by": "news"},
        {"kind": "emergency"},
        {"company": "meta"},
        {"period_start": "2021-01-01", "period_end": "2021-06-30"},
    ],
)
def test_a_missing_row_says_nothing_of_another_matter(compare, elsewhere):
    found = compare(told(1), told(2, **{**NO_ROW, **elsewhere}))

    assert {each.figure: each.restated for each in found} == {"f1": False, "f2": False}
    assert "differs" in {each.verdict for each in found}


def test_a_row_beside_what_both_releases_print_is_alone_in_doubt(compare):
    warrants = told(3, **{**NONE, **WARRANT}, release_digest=OTHER)

    found = compare(told(1), told(2), warrants)

    assert {each.figure: (each.restated, each.verdict) for each in found} == {
        "f1": (False, "differs"),
        "f3": (True, "cannot tell"),
    }


def test_requestors_of_one_release_do_not_restate_each_other(compare):
    removal = {"kind": "removal_items"}
    rows = [
        told(number, **{**removal, **change}, release_digest=release)
        for number, (release, change) in enumerate(
            (
                (release, change)
                for release in (ONE, OTHER)
                for change in ({"printed_kind": "Police"}, {"printed_kind": "Court", **NONE})
            ),
            start=1,
        )
    ]
    paused = event("paused", "2020-07-06", scope="content_removal")

    found = compare(*rows, events=(paused,))

    assert {each.printed_kind: (each.restated, each.verdict) for each in found} == {
        "Court": (False, "consistent"),
        "Police": (False, "differs"),
    }


def test_kinds_that_are_spelled_otherwise_and_agree_are_no_restatement(compare):
    found = compare(told(1), told(2, **WARRANT))

    assert [(each.restated, each.verdict) for each in found] == [(False, "differs")] * 2
