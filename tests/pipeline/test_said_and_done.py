"""Which figures count, which part most from what was said, and why some tell nothing."""

from dataclasses import replace

import pytest
from comparisons import H1_2020, H1_2021, IN_FORCE, NO_ROW, PLAIN

from pipeline.said_and_done import Period, by_period, dots, since, why_untold, widest

BEFORE = replace(PLAIN, **H1_2020)
YEAR = replace(PLAIN, period_start="2020-01-01", period_end="2020-12-31", period="2020")


def test_figures_of_periods_that_end_with_the_laws_first_day_are_left_out():
    assert since([BEFORE, YEAR, PLAIN], IN_FORCE) == [YEAR, PLAIN]


def test_without_a_law_all_figures_stay():
    assert since([BEFORE, PLAIN], None) == [BEFORE, PLAIN]


UNTOLD = replace(PLAIN, verdict="cannot tell")
NOT_COUNTED = replace(UNTOLD, answered=None, derived=None, derived_low=None, derived_high=None)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (replace(UNTOLD, contradiction="42 and 43"), "the report contradicts itself"),
        (
            replace(UNTOLD, **NO_ROW),
            "the report has no row for the place",
        ),
        (replace(UNTOLD, kind="treaty"), "such requests test no stance"),
        (
            replace(UNTOLD, stance=None),
            "no stance on such requests holds for the whole period",
        ),
        (replace(UNTOLD, received=0), "nothing was received"),
        (NOT_COUNTED, "how many were answered is not told"),
        (replace(UNTOLD, restated=True), "releases or sources disagree"),
        (replace(UNTOLD, disputed=True), "releases or sources disagree"),
        (
            replace(UNTOLD, followed_by="google-refused-2020-08-15"),
            "a later stance leaves such requests open",
        ),
        (UNTOLD, "the stance allows such a number, or another one may hold"),
    ],
)
def test_why_a_figure_tells_nothing(row, why):
    assert why_untold(row) == why


def test_one_figure_that_differs_makes_its_period_differ():
    agreeing = replace(PLAIN, verdict="consistent")
    next_half = replace(UNTOLD, **H1_2021)

    assert by_period([UNTOLD, next_half, agreeing, PLAIN]) == [
        Period(PLAIN.company_name, "2020-07-01", "2020-12-31", "differs", 1, 3),
        Period(PLAIN.company_name, "2021-01-01", "2021-06-30", "cannot tell", 0, 1),
    ]
    assert by_period([agreeing, UNTOLD])[0].verdict == "consistent"


def test_a_periods_middle_lies_between_its_ends():
    assert by_period([PLAIN])[0].middle == "2020-09-30"


def test_the_widest_gap_counts_most_answers():
    total = replace(PLAIN, figure="total", received=43, answered=3)
    agreeing = replace(PLAIN, figure="agreeing", verdict="consistent", answered=30)

    assert widest([PLAIN, agreeing, total]) == total
    assert widest([agreeing]) is None
    assert widest([]) is None


def test_of_as_many_answers_the_one_of_more_requests_is_wider():
    more = replace(PLAIN, received=400)

    assert widest([PLAIN, more]) == more


@pytest.mark.parametrize(
    ("received", "answered", "each", "shown", "filled"),
    [
        (43, 3, 1, 43, 3),
        (400, 400, 1, 400, 400),
        (401, 1, 2, 201, 1),
        (1_000_000, 1, 2500, 400, 1),
        (2, 3, 1, 3, 3),
        (0, 0, 1, 0, 0),
    ],
)
def test_dots_stand_for_requests_and_none_that_was_answered_is_lost(
    received, answered, each, shown, filled
):
    stands_for, told = dots(received, answered)

    assert (stands_for, len(told), sum(told)) == (each, shown, filled)
    assert told == sorted(told, reverse=True)
