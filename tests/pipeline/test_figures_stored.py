"""Printed figures become rows: nothing guessed, nothing lost, every number with its cell."""

import json
import re
from dataclasses import replace

import pytest

from pipeline.figures import stored_figures
from scrapers.figures import Cell, Count, Period, Report
from scrapers.figures import Figure as Printed
from scrapers.notations import read_count, read_share, worked_out

HALF = Period("2020-07-01", "2020-12-31", "2020-12-31")
PRINTED = worked_out(
    Printed(
        country="Hong Kong",
        period=HALF,
        kind="legal",
        printed_kind="Other Legal Requests",
        received=read_count("42", cell=Cell(9, 5)),
        accounts=read_count("46", cell=Cell(9, 7)),
        percentage=read_share("5", cell=Cell(9, 6)),
        part="requests.csv",
    )
)


def stored(*figures, lists_all=False, **changes):
    report = Report("google_user_data", "google", figures, lists_all=lists_all)
    given = {
        "place": ["Hong Kong"],
        "told_by": "file",
        "source": "https://report.example/a.zip",
        "release_digest": "sha256:a",
        "release_date": "2026-11-24",
        **changes,
    }
    return stored_figures([report], **given)


def test_every_number_keeps_its_words_and_its_cell():
    (figure,) = stored(PRINTED)

    assert (figure.company, figure.period, figure.part) == ("google", "2020-12-31", "requests.csv")
    assert (figure.received, figure.received_printed, figure.received_notation) == (
        42,
        "42",
        "number",
    )
    assert (figure.percentage, figure.derived, figure.derived_low, figure.derived_high) == (
        "5",
        2,
        2,
        2,
    )
    assert (figure.answered, figure.answered_printed, figure.answered_notation) == (None,) * 3
    assert (figure.cell_row, figure.cell_column) == (9, 5)
    assert json.loads(figure.cells) == {
        "received": [9, 5],
        "accounts": [9, 7],
        "percentage": [9, 6],
    }


def test_a_name_is_readable_and_the_same_for_the_same_cell():
    (figure,), (again,) = stored(PRINTED), stored(PRINTED, source="https://mirror.example/")
    (other,) = stored(PRINTED, release_digest="sha256:b")

    assert re.fullmatch(r"google-legal-2020-07-01-2020-12-31-[0-9a-f]{8}", figure.id)
    assert again.id == figure.id
    assert other.id != figure.id


def test_two_figures_of_one_cell_are_both_kept():
    names = [figure.id for figure in stored(PRINTED, PRINTED, PRINTED)]

    assert names == [names[0], f"{names[0]}-2", f"{names[0]}-3"]


def test_the_cell_of_the_answers_counts_before_that_of_the_accounts():
    answered = read_count("1", cell=Cell(9, 6))

    (figure,) = stored(replace(PRINTED, received=None, answered=answered, derived=None))

    assert (figure.cell_row, figure.cell_column) == (9, 6)


def test_a_range_is_no_number_and_keeps_its_bounds():
    answered = read_count("0 - 249", cell=Cell(9, 6))

    (figure,) = stored(replace(PRINTED, answered=answered, percentage=None, derived=None))

    assert (figure.answered, figure.answered_printed, figure.derived) == (None, "0 - 249", None)
    assert (figure.derived_low, figure.derived_high) == (0, 249)


@pytest.mark.parametrize(
    ("printed", "bounds"),
    [
        ("42", (42, 42, 42)),
        ("0", (0, 0, 0)),
        ("< 10", (None, 0, 9)),
        ("0 - 499", (None, 0, 499)),
        ("5000+", (None, 5000, None)),
        ("1,712(1,725)", (None, 1712, 1725)),
        (" -", (None,) * 3),
        ("", (None,) * 3),
    ],
)
def test_what_was_received_keeps_the_bounds_of_what_is_printed(printed, bounds):
    received = read_count(printed, cell=Cell(9, 5))

    (figure,) = stored(replace(PRINTED, received=received, percentage=None, derived=None))

    assert (figure.received, figure.received_low, figure.received_high) == bounds


def test_what_has_no_end_is_bounded_on_one_side():
    answered = read_count("5000+", cell=Cell(9, 6))

    (figure,) = stored(replace(PRINTED, answered=answered, derived=None))

    assert (figure.derived_low, figure.derived_high) == (5000, None)


def test_a_missing_row_is_a_zero_only_where_all_places_are_listed():
    elsewhere = replace(PRINTED, country="Hungary")

    (unknown,), (none,) = stored(elsewhere), stored(elsewhere, lists_all=True)

    assert (unknown.received, unknown.received_notation, unknown.lists_all) == (
        None,
        "no_row",
        False,
    )
    assert (none.received, none.received_notation, none.lists_all) == (0, "no_row", True)
    assert (none.cell_row, none.cells) == (None, "{}")


def test_the_company_that_is_named_counts_before_the_format_s_own():
    assert [figure.company for figure in stored(PRINTED, company="meta")] == ["meta"]


def test_what_stands_where_a_number_should_is_kept_as_it_is():
    odd = Count("0%", "unreadable", None, None, Cell(9, 5))

    (figure,) = stored(worked_out(replace(PRINTED, received=odd, derived=None)))

    assert (figure.received, figure.received_printed) == (None, "0%")
    assert figure.contradiction == "'0%' stands where a number should"
