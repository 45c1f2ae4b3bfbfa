"""Damaged reports give figures or UnreadableReport, never another error, and never take long."""

import pytest
from report_fuzz import TooSlow, damaged, patience, seeds_of, try_one
from whole_reports import read_reports

from scrapers.reports import FORMATS


@pytest.mark.parametrize("format_", FORMATS)
def test_a_damaged_report_gives_figures_or_says_that_it_is_unreadable(format_):
    assert seeds_of(format_), f"write tests/support/report_files/{format_}.py"

    slow = any(body.startswith(b"%PDF-") for body in seeds_of(format_).values())
    outcomes = [try_one(format_, seed) for seed in range(30 if slow else 100)]

    failures = [outcome.failure for outcome in outcomes if outcome.failure]
    assert not failures, failures[0]


@pytest.mark.parametrize("format_", FORMATS)
def test_an_undamaged_report_is_read_by_its_own_format(format_):
    reports = [
        report for name, body in seeds_of(format_).items() for report in read_reports(body, name)
    ]

    assert format_ in {report.format for report in reports}
    assert sum(len(report.figures) for report in reports) > 0


def test_the_same_seed_damages_a_file_in_the_same_way():
    format_ = FORMATS[0]

    assert damaged(format_, 7) == damaged(format_, 7)
    assert len({damaged(format_, seed) for seed in range(50)}) > 40


def test_what_takes_too_long_is_stopped():
    with pytest.raises(TooSlow, match=r"more than 0\.05 s"), patience(0.05):
        while True:
            pass
