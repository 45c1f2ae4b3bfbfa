"""GitHub's tables say by calendar year what governments asked for."""

import csv
from pathlib import Path

import pytest
from report_files.github import files
from whole_reports import read_reports

from scrapers.downloads import Download
from scrapers.figures import Cell, Count, Figure, Period, Report, UnreadableReport
from scrapers.reports import figures_of, github

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "transparency"
RECEIVED = "government_takedowns_received.csv"
PROCESSED = "government_takedowns_processed.csv"
CROSS_BORDER = "cross_border_data_requests.csv"
YEAR = Period("2021-01-01", "2021-12-31", "2021")


def report_of(name, *, changed=lambda text: text):
    body = changed(files()[name].decode()).encode()
    [report] = read_reports(body, name)
    return report


def of(report, country):
    return [figure for figure in report.figures if figure.country == country]


def number(value, *, row, column):
    notation = "number" if value else "zero"
    return Count(str(value), notation, value, value, Cell(row, column))


def test_received_takedowns_are_requests_of_a_calendar_year():
    report = report_of(RECEIVED)

    assert (report.format, report.company, report.lists_all) == ("github", "github", False)
    assert of(report, "Hong Kong") == [
        Figure(
            country="Hong Kong",
            period=YEAR,
            kind="removal_requests",
            printed_kind="government takedowns",
            received=number(1, row=3, column=4),
        )
    ]


def test_processed_takedowns_say_what_was_acted_on_and_not_what_came_in():
    assert of(report_of(PROCESSED), "Hong Kong") == [
        Figure(
            country="Hong Kong",
            period=YEAR,
            kind="removal_requests",
            printed_kind="Local law",
            accounts=number(7, row=3, column=8),
            answered=number(1, row=3, column=5),
        )
    ]


def test_each_type_of_processed_takedowns_is_a_figure_of_its_own():
    assert [
        (figure.printed_kind, figure.answered.number)
        for figure in of(report_of(PROCESSED), "Russia")
    ] == [("Local law", 17), ("Local law", 0), ("Terms of service", 5)]


def test_requests_across_borders_are_requests_for_user_data():
    assert of(report_of(CROSS_BORDER), "Spain") == [
        Figure(
            country="Spain",
            period=YEAR,
            kind="legal",
            printed_kind="cross-border data requests",
            received=number(1, row=4, column=4),
        )
    ]


def test_a_place_without_a_row_did_not_send_zero_requests():
    found = figures_of(report_of(RECEIVED), place=["Hong Kong"])

    assert [(figure.period.printed, figure.received.notation) for figure in found] == [
        ("2021", "number"),
        ("2022", "no_row"),
    ]
    assert found[1].received.number is None


def test_a_year_may_be_cut_in_halves():
    report = report_of(RECEIVED, changed=lambda text: text.replace("2021,", "2021 H2,"))

    assert {figure.period.start for figure in report.figures} == {"2021-07-01", "2022-01-01"}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            RECEIVED,
            "count_received",
            "count_recieved",
            "'count_recieved' is not known; the nearest",
        ),
        (PROCESSED, "count_processed", "processed", "'processed' is not known; the nearest known"),
        (CROSS_BORDER, "government,", "nation,", "'nation' is not known; the nearest known is"),
        (RECEIVED, "2021,Russia", "twenty,Russia", "row 4: 'twenty' is no"),
        (RECEIVED, "2021,Russia", "2021,", "row 4: it names no country"),
        (RECEIVED, "Russia,RU,19", "Russia,RU,1,900", "row 4: it has a cell under no header"),
        (RECEIVED, "Russia,RU,19", "Russia,RU", "row 4: it ends after 3 of 4"),
    ],
)
def test_a_changed_table_is_an_error_that_says_what_changed(name, old, new, message):
    with pytest.raises(UnreadableReport) as error:
        report_of(name, changed=lambda text: text.replace(old, new))

    assert str(error.value).startswith(f"{name}: ")
    assert message in str(error.value)


def test_what_is_no_number_is_kept_and_marked():
    report = report_of(PROCESSED, changed=lambda text: text.replace("law,1,9", "law,one,9"))

    [figure] = of(report, "Hong Kong")
    assert figure.answered == Count("one", "unreadable", None, None, Cell(3, 5))
    assert figure.contradiction == "'one' stands where a number should"


def test_an_empty_file_is_an_error():
    with pytest.raises(UnreadableReport, match="column 'government' is missing"):
        github.read(Download(b"", RECEIVED))


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
@pytest.mark.parametrize(
    ("name", "field", "column"),
    [
        ("github-government_takedowns_received.csv", "received", "count_received"),
        ("github-government_takedowns_processed.csv", "answered", "count_processed"),
        ("github-government_takedowns_processed.csv", "accounts", "count_accounts_affected"),
    ],
)
def test_the_real_tables_come_out_row_by_row(name, field, column):
    body = (SAMPLES / name).read_bytes()

    [report] = read_reports(body, name)

    assert isinstance(report, Report)
    assert [
        (figure.period.start[:4], figure.country, getattr(figure, field).number)
        for figure in report.figures
    ] == [
        (row["year"], row["government"], int(row[column]))
        for row in csv.DictReader(body.decode().splitlines())
    ]
    assert [figure for figure in report.figures if figure.contradiction] == []


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
def test_the_real_figures_of_hong_kong_are_those_that_people_read():
    [read_by_hand] = [
        row
        for row in csv.DictReader(
            (SAMPLES.parents[1] / "hk_requests.csv").read_text(encoding="utf-8").splitlines()
        )
        if (row["company"], row["kind"]) == ("GitHub", "removal")
    ]
    names = [f"github-{RECEIVED}", f"github-{PROCESSED}"]
    [received, processed] = [
        report for name in names for report in read_reports((SAMPLES / name).read_bytes(), name)
    ]

    [came], [acted] = of(received, "Hong Kong"), of(processed, "Hong Kong")
    assert {
        "period_start": came.period.start,
        "period_end": acted.period.end,
        "requests": str(came.received.number),
        "accounts": str(acted.accounts.number),
        "complied_count": str(acted.answered.number),
    }.items() <= read_by_hand.items()
