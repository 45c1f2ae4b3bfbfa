"""Twitter's tables to 2018 say by half-year who asked for accounts, and who for removals."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from report_files.twitter import files
from whole_reports import read_reports

from scrapers.downloads import Download
from scrapers.figures import Cell, Count, Derived, Figure, Period, Share, UnreadableReport
from scrapers.reports import figures_of, twitter

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "transparency"
INFORMATION = "information-requests-report-jul-dec-2014.csv"
FIRST = "information-requests-report-jan-jun-2012.csv"
REMOVALS = "removal-requests-report-jul-dec-2018.csv"


def report_of(name, *, changed=lambda text: text, named=None):
    body = changed(files()[name].decode()).encode()
    [report] = read_reports(body, named or name)
    return report


def one(report, country):
    [found] = [figure for figure in report.figures if figure.country == country]
    return found


def number(value, *, row, column, printed=None):
    notation = "number" if value else "zero"
    return Count(printed or str(value), notation, value, value, Cell(row, column))


def test_a_row_holds_all_requests_for_information_of_a_half_year():
    report = report_of(INFORMATION)

    assert (report.format, report.company, report.lists_all) == ("twitter", "twitter", False)
    assert one(report, "Australia") == Figure(
        country="Australia",
        period=Period("2014-07-01", "2014-12-31", "July - December 2014"),
        kind="total",
        printed_kind="ACCOUNT INFORMATION REQUESTS",
        received=number(14, row=2, column=4),
        accounts=number(22, row=2, column=6),
        percentage=Share(
            "50%", "number", Fraction(50), Fraction(99, 2), Fraction(101, 2), Cell(2, 5)
        ),
        derived=Derived(7, 7, 7),
    )


def test_a_dash_is_no_zero_and_a_star_is_no_digit():
    figure = one(report_of(INFORMATION), "Hong Kong")

    assert figure.accounts == number(3, row=3, column=6, printed="3*")
    assert figure.percentage == Share("-", "dash", None, None, None, Cell(3, 5))
    assert figure.derived is None


def test_the_total_of_all_countries_is_no_country():
    assert [figure.country for figure in report_of(INFORMATION).figures] == [
        "Australia",
        "Hong Kong",
        "United States",
    ]


@pytest.mark.parametrize("cut", [False, True])
def test_the_file_name_says_the_half_year_where_no_column_does(cut):
    def without_column(text):
        return "".join(line.partition(",")[2] for line in text.splitlines(keepends=True))

    report = report_of(FIRST, changed=without_column if cut else str)

    assert {figure.period for figure in report.figures} == {
        Period("2012-01-01", "2012-06-30", FIRST)
    }


def test_fewer_than_ten_may_be_none():
    figure = one(report_of(FIRST), "Hong Kong")

    assert figure.received == Count("< 10", "less_than", 0, 9, Cell(2, 4))
    assert figure.accounts == Count("< 10", "less_than", 0, 9, Cell(2, 6))
    assert (figure.percentage.percent, figure.derived) == (0, None)


def test_removals_by_courts_and_by_others_are_one_figure_as_their_share_is_one():
    assert one(report_of(REMOVALS), "Hong Kong") == Figure(
        country="Hong Kong",
        period=Period("2018-07-01", "2018-12-31", "July - December 2018"),
        kind="removal_requests",
        printed_kind="REMOVAL REQUESTS (COURT ORDERS) + "
        "REMOVAL REQUESTS (GOVERNMENT AGENCY, POLICE, OTHER)",
        received=number(2, row=4, column=4, printed="0 + 2"),
        accounts=number(2, row=4, column=7),
        percentage=Share("0%", "zero", Fraction(0), Fraction(0), Fraction(1, 2), Cell(4, 6)),
        derived=Derived(0, 0, 0),
    )


@pytest.mark.parametrize(
    ("courts", "others", "expected"),
    [
        ("0", "0", ("zero", 0, 0)),
        ("-", "1", ("dash", None, None)),
        ("1", "", ("blank", None, None)),
        ("-", "x", ("unreadable", None, None)),
        ("< 10", "2", ("range", 2, 11)),
        ("5+", "2", ("at_least", 7, None)),
    ],
)
def test_a_sum_is_known_as_well_as_its_parts(courts, others, expected):
    body = files()[REMOVALS].replace(b"HK,0,2,0%", f"HK,{courts},{others},0%".encode())

    report = twitter.read(Download(body, REMOVALS))

    received = one(report, "Hong Kong").received
    assert (received.notation, received.low, received.high) == expected
    assert received.printed == f"{courts} + {others}"


def test_a_row_of_another_half_year_than_the_file_name_says_so():
    report = report_of(INFORMATION, named="information-requests-report-jan-jun-2015.csv")

    assert {figure.period.start for figure in report.figures} == {"2014-07-01"}
    assert {figure.contradiction for figure in report.figures} == {
        "the row is of 'July - December 2014', and the file name says "
        "'information-requests-report-jan-jun-2015.csv'"
    }


def test_a_year_alone_in_the_file_name_is_no_other_half_year():
    report = report_of(INFORMATION, named="requests-2014.csv")

    assert {figure.contradiction for figure in report.figures} == {None}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (INFORMATION, "ACCOUNTS SPECIFIED", "USERS SPECIFIED", "'USERS SPECIFIED' is not known"),
        (INFORMATION, "ACCOUNTS SPECIFIED", "USERS SPECIFIED", "known is 'ACCOUNTS SPECIFIED'"),
        (INFORMATION, ",ACCOUNTS SPECIFIED", "", "column 'ACCOUNTS SPECIFIED' is missing"),
        (REMOVALS, "(COURT ORDERS)", "(JUDGES)", "'REMOVAL REQUESTS (JUDGES)' is not known"),
        (INFORMATION, "December 2014,Hong", "Julember 2014,Hong", "row 3: 'July - Julember"),
        (
            INFORMATION,
            "Hong Kong,HK,3",
            "Hong Kong,HK,1,003",
            "1 of 3 rows hold what is no number",
        ),
        (INFORMATION, "Hong Kong", "", "row 3: it names no country"),
    ],
)
def test_a_changed_table_is_an_error_that_says_what_changed(name, old, new, message):
    with pytest.raises(UnreadableReport) as error:
        report_of(name, changed=lambda text: text.replace(old, new))

    assert str(error.value).startswith(f"{name}: ")
    assert message in str(error.value)


@pytest.mark.parametrize("named", ["report (1).csv", "requests-2012.csv"])
def test_a_half_year_that_nothing_names_is_an_error(named):
    with pytest.raises(UnreadableReport) as error:
        report_of(FIRST, named=named)

    assert f"{named}: row 2: neither it nor the file name says" in str(error.value)


def test_a_place_without_a_row_did_not_send_zero_requests():
    [figure] = figures_of(report_of(FIRST), place=["Macau"])

    assert figure.received == Count("", "no_row", None, None)


def test_an_empty_file_is_an_error():
    with pytest.raises(UnreadableReport, match="is missing"):
        twitter.read(Download(b"", INFORMATION))


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
def test_a_table_that_others_made_of_the_reports_is_not_taken_for_one():
    name = "twitter-removals-2012-2018.csv"

    with pytest.raises(UnreadableReport, match="no report that is known"):
        read_reports((SAMPLES / name).read_bytes(), name)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
def test_the_removals_of_the_shared_copy_come_out_of_the_layout_by_analogy():
    copied = (SAMPLES / "twitter-removals-2012-2018.csv").read_text(encoding="utf-8")
    rows = [
        row
        for row in csv.DictReader(copied.splitlines())
        if row["time_period"] == "July - December 2018"
    ]

    report = report_of(REMOVALS)

    assert len(rows) == 3
    assert [
        (figure.country, figure.received.number, figure.accounts.number, figure.percentage.percent)
        for figure in (one(report, row["country"]) for row in rows)
    ] == [
        (
            row["country"],
            int(row["removal_request_court"]) + int(row["removal_request_other"]),
            int(row["accounts_specified"]),
            100 * Fraction(row["percent_of_witheld_content"]),
        )
        for row in rows
    ]
