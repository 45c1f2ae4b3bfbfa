"""How comparisons become bars: sums that mean something, gaps, doubts, and their words."""

from datetime import date
from typing import get_args

import pytest
from comparisons import H1_2020, H1_2021, H2_2020, IN_FORCE, NO_ROW, PLAIN, UNTESTED, figure

from pipeline.charts.panels import sheets
from pipeline.charts.words import (
    KINDS,
    half_before,
    numbers_in_words,
    place_in_words,
    run_in_words,
    runs,
    shown_period,
)
from scrapers.figures import FigureKind


def asked_by(requestor, received, **changes):
    return figure(
        requestor, kind="removal_requests", printed_kind=requestor, received=received, **changes
    )


def panel_of(*rows):
    return sheets(rows)[0].panels[0]


def only_bar(*rows):
    (bar,) = panel_of(*rows).bars
    return bar


def test_a_bar_holds_what_was_received_and_what_of_it_was_answered():
    bar = only_bar(PLAIN)

    assert (bar.received, bar.low, bar.high) == (42, 2, 2)
    assert (bar.period, bar.verdict) == ("2020 H2", "differs")
    assert bar.told == (
        "Legal requests, 2020 H2. 42 received, 2 answered (5 % printed, from 2 to 2): differs. "
        "Paused since 2020-07-06; 2 of 42 legal requests were answered (5 % printed)."
    )


def test_requestors_of_one_release_are_summed_with_the_range_of_their_answers():
    bar = only_bar(
        asked_by("Police", 10, derived=1, derived_low=1, derived_high=2),
        asked_by("Court", 20, derived=3, derived_low=3, derived_high=4),
    )

    assert (bar.received, bar.low, bar.high) == (30, 4, 6)


def test_in_a_sum_an_answer_that_is_not_told_may_be_none_or_all():
    untold = {"percentage": None, "derived": None, "derived_low": None, "derived_high": None}
    bar = only_bar(asked_by("Police", 10), asked_by("Court", 20, **untold))

    assert (bar.received, bar.low, bar.high) == (30, 2, 22)


@pytest.mark.parametrize(
    "second",
    [
        {"printed_kind": "Other Legal Requests"},  # stands twice in one table
        {"printed_kind": "Civil", "part": "another sheet"},
    ],
)
def test_rows_that_may_count_the_same_requests_stand_side_by_side(second):
    bars = panel_of(figure(1), figure(2, received=7, **second)).bars

    assert [(bar.received, bar.place, bar.places) for bar in bars] == [(42, 0, 2), (7, 1, 2)]


def test_a_sum_with_a_number_that_is_not_printed_is_a_least():
    unread = {"received_notation": "less_than", "received_printed": "< 10"}
    bar = only_bar(asked_by("Police", 10), asked_by("Court", None, **unread))

    assert (bar.received, bar.at_least) == (10, True)


def test_kinds_are_never_summed():
    panels = sheets([figure(1, kind="total"), figure(2, kind="legal")])[0].panels

    assert sorted((panel.kind, panel.bars[0].received) for panel in panels) == [
        ("legal", 42),
        ("total", 42),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"release_date": "2024-01-01"}, {"release_date": "2026-01-01"}),
        ({"told_by": "news"}, {"told_by": "parsed", "release_date": None}),
        ({"told_by": "parsed"}, {"told_by": "copy", "release_date": None}),
        ({"told_by": "copy"}, {"told_by": "file", "release_date": "2020-01-01"}),
    ],
)
def test_of_several_releases_the_better_one_counts_and_the_other_is_told(one, other):
    bar = only_bar(
        figure(1, received=8, release_digest="sha256:b", restated=True, **one),
        figure(2, received=7, restated=True, **other),
    )

    assert (bar.received, bar.restated) == (7, True)
    assert "8 received" in bar.told


NEWS = {"told_by": "news", "disputed": True, **dict.fromkeys(("derived_low", "derived_high"))}


def test_of_two_newspapers_that_disagree_neither_counts_before_the_other():
    told = {**NEWS, "received": None, "received_notation": None, "derived": None}
    bar = only_bar(
        figure(1, **told, answered=13, release_digest="sha256:b"), figure(2, **told, answered=1)
    )

    assert (bar.received, bar.low, bar.high) == (None, 1, 13)
    assert (bar.news, bar.disputed, bar.versions) == (True, True, ((None, 1, 1), (None, 13, 13)))
    assert "Elsewhere (told by the news, kept on 2026-01-03): received: not told, 1" in bar.told
    assert "elsewhere received: not told, 1" in bar.short


def test_what_the_news_disputes_stays_as_the_report_counts_it():
    disputed = figure(1, disputed=True)
    bar = only_bar(disputed, figure(2, **NEWS, answered=3, release_digest="sha256:b"))

    assert (bar.received, bar.low, bar.high, bar.news) == (42, 2, 2, False)
    assert bar.versions == ((42, 2, 2), (42, 3, 3))


def test_a_period_is_drawn_as_long_as_it_is():
    year = figure(1, period_start="2019-07-01", period_end="2020-06-30")
    bars = panel_of(year, figure(2)).bars

    assert [bar.end - bar.start for bar in bars] == [366, 184]
    assert bars[0].period == "2019-07-01 to 2020-06-30"


def test_periods_without_a_row_are_one_gap_as_long_as_they_follow_each_other():
    gaps = panel_of(
        figure(1, **H1_2020),
        figure(2, **NO_ROW),
        figure(3, **NO_ROW, **H1_2021),
        figure(4, **NO_ROW, period_start="2025-01-01", period_end="2025-06-30"),
    ).gaps

    assert [gap.told for gap in gaps] == [
        "Legal requests: no row for Hong Kong in 2020 H2 to 2021 H1",
        "Legal requests: no row for Hong Kong in 2025 H1",
    ]


def test_a_missing_row_of_a_report_that_lists_all_is_a_zero():
    panel = panel_of(figure(1, **NO_ROW | {"received": 0}))

    assert (panel.gaps, panel.bars[0].received) == ((), 0)


def test_the_most_telling_kinds_come_first_and_those_without_a_row_are_only_named():
    consistent = {"verdict": "consistent"}
    sheet = sheets(
        [
            figure(1, kind="device", **UNTESTED),
            figure(2, kind="total", **consistent),
            figure(3, kind="emergency"),
            figure(4, kind="treaty", **NO_ROW, **UNTESTED),
        ]
    )[0]

    assert [panel.kind for panel in sheet.panels] == ["emergency", "total", "device"]
    assert sheet.left_out == ("Requests by treaty (no row)",)


def test_more_than_six_kinds_are_named_below():
    sheet = sheets([figure(kind, kind=kind) for kind in KINDS])[0]

    assert len(sheet.panels) == 6
    assert len(sheet.left_out) == len(KINDS) - 6


def test_every_kind_of_figure_has_a_name():
    assert set(KINDS) == set(get_args(FigureKind))


def test_a_stance_is_one_band_from_its_day_to_the_end_of_the_last_period():
    (band,) = panel_of(figure(1, **H1_2020, **UNTESTED), figure(2), figure(3, **H1_2021)).bands

    assert (date.fromordinal(band.start), date.fromordinal(band.end)) == (
        date(2020, 7, 6),
        date(2021, 7, 1),
    )
    assert band.label == "Paused"


LATER = {
    "followed_by": "google-not-receiving-requests-2020-08-13",
    "followed_label": "Not receiving requests",
    "followed_date": "2020-08-13",
}


def test_a_band_ends_where_a_later_stance_says_nothing_of_such_requests():
    h1_2023 = {"period_start": "2023-01-01", "period_end": "2023-06-30"}
    h2_2023 = {"period_start": "2023-07-01", "period_end": "2023-12-31"}
    paused, silent = panel_of(
        figure(1), figure(2, **LATER, **h1_2023), figure(3, **LATER, **h2_2023)
    ).bands

    assert (date.fromordinal(paused.end), paused.label) == (date(2021, 1, 1), "Paused")
    assert (date.fromordinal(silent.start), date.fromordinal(silent.end)) == (
        date(2021, 1, 1),
        date(2024, 1, 1),
    )
    assert silent.label == "Not receiving requests: says nothing of such requests"
    assert (paused.silent, silent.silent) == (False, True)


def test_a_later_stance_that_is_silent_begins_on_its_day_where_no_band_is_before_it():
    (band,) = panel_of(figure(1, **LATER, **H1_2021)).bands

    assert date.fromordinal(band.start) == date(2020, 8, 13)


def test_a_stance_known_by_its_month_begins_with_it():
    (band,) = panel_of(figure(1, stance_date="2020-08")).bands

    assert date.fromordinal(band.start) == date(2020, 8, 1)


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2020-07-01", "2020-12-31", "2020 H2"),
        ("2020-01-01", "2020-06-30", "2020 H1"),
        ("2020-01-01", "2020-12-31", "2020"),
        ("2020-10-01", "2020-12-31", "2020 Q4"),
        ("2019-07-01", "2020-06-30", "2019-07-01 to 2020-06-30"),
        ("2020-05-01", "2020-12-12", "2020-05-01 to 2020-12-12"),
        ("2020-02-01", "2020-07-31", "2020-02-01 to 2020-07-31"),
        ("9999-07-01", "9999-12-31", "9999-07-01 to 9999-12-31"),
    ],
)
def test_a_period_is_named_by_its_half_where_it_is_one(start, end, shown):
    assert shown_period(start, end) == shown


def test_a_run_ends_where_a_period_is_missing():
    found = runs([tuple(half.values())[:2] for half in (H1_2020, H2_2020)] + [("2022-01-01",) * 2])

    assert [run_in_words(run) for run in found] == [
        "2020 H1 to 2020 H2",
        "2022-01-01 to 2022-01-01",
    ]


@pytest.mark.parametrize(
    ("day", "half"),
    [(IN_FORCE, date(2019, 7, 1)), (date(2020, 7, 1), date(2020, 1, 1))],
)
def test_the_half_before_a_day_was_over_when_it_came(day, half):
    assert half_before(day) == half


LESS = NO_ROW | {"received_notation": "less_than", "received_printed": "< 10"}
UNDERIVED = dict.fromkeys(("percentage", "derived", "derived_low", "derived_high"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"received": 0, "received_notation": "no_row"}, "0 received (no row, and the report "),
        (NO_ROW, "no row"),
        (NO_ROW | {"received_notation": "blank"}, "received: left blank"),
        (LESS, "received: “< 10”"),
        (NO_ROW | {"received_notation": None, "answered": 13}, "received: not told, 13 answered"),
        (UNDERIVED | {"percentage": "0.78"}, "42 received, printed: 0.78"),
        (UNDERIVED | {"derived_low": 2}, "42 received, 2 or more answered"),
        (UNDERIVED | {"derived_low": 2, "derived_high": 3}, "42 received, 2 to 3 answered"),
    ],
)
def test_numbers_are_told_as_they_are_known_and_printed(changes, words):
    told = numbers_in_words(figure(1, **changes))

    assert told.startswith(words)


def test_a_figure_of_the_trackers_own_list_says_that_it_stands_there():
    own = {"release_date": None, "part": "figures/google.csv"}

    told = place_in_words(figure(1, **own, told_by="parsed"))

    assert told == (
        "the tracker's figures/google.csv, row 39, column 5, "
        "read by a third party out of the company's file at report.example"
    )


def test_rows_that_do_not_follow_each_other_are_each_named():
    told = place_in_words(*(figure(1, cell_row=row) for row in (8, 3, 4, 10, 5)))

    assert "rows 3 to 5, 8, 10, column 5, kept on 2026-01-03" in told
