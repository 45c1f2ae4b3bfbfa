"""TikTok's table says one number a row; the rows of one kind of request are one figure."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from report_files.tiktok import HEADER, files, row
from whole_reports import read_reports

from scrapers.downloads import Download
from scrapers.figures import Cell, Count, Derived, Figure, Period, UnreadableReport
from scrapers.notations import read_share
from scrapers.reports import figures_of, tiktok

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "transparency"
[(NAME, BODY)] = files().items()
PERIOD = Period("2025-07-01", "2025-12-31", "Jul-Dec 2025")
LEGAL_SHARE = "Percentage of legal requests where some data was disclosed"


def report_of(body=BODY):
    [report] = read_reports(body, NAME)
    return report


def table(*lines):
    return "\n".join([HEADER, *lines]).encode()


def only(*lines):
    [figure] = report_of(table(*lines)).figures
    return figure


def count(printed, row):
    value = int(float(printed))
    return Count(printed, "number" if value else "zero", value, value, Cell(row, 13))


def test_the_metrics_of_one_kind_are_one_figure_each_with_its_own_cell():
    report = report_of()

    assert (report.format, report.company, report.lists_all) == ("tiktok", "tiktok", False)
    assert report.figures[1] == Figure(
        country="Hungary",
        period=PERIOD,
        kind="legal",
        printed_kind="Legal requests",
        received=count("39.0", 3),
        accounts=count("59.0", 4),
        percentage=read_share("0.487179487", cell=Cell(5, 13), fractions=True),
        derived=Derived(19, 19, 19),
    )
    assert report.figures[1].percentage.percent == Fraction("48.7179487")


def test_total_legal_emergency_and_preservation_requests_are_kept_apart():
    assert [
        (figure.country, figure.period.start, figure.kind, figure.received.number)
        for figure in report_of().figures
    ] == [
        ("Hungary", "2025-07-01", "total", 39),
        ("Hungary", "2025-07-01", "legal", 39),
        ("Iceland", "2025-07-01", "total", 542),
        ("Hungary", "2022-01-01", "total", 10),
        ("Iceland", "2025-07-01", "emergency", 2),
        ("Iceland", "2025-07-01", "preservation", 4),
        ("Iceland", "2025-07-01", "legal", 0),
    ]


def test_a_share_may_stand_above_its_count():
    [emergency] = [figure for figure in report_of().figures if figure.kind == "emergency"]

    assert emergency == Figure(
        country="Iceland",
        period=PERIOD,
        kind="emergency",
        printed_kind="Emergency requests",
        received=count("2.0", 10),
        accounts=count("3.0", 9),
        percentage=read_share("1.0", cell=Cell(8, 13), fractions=True),
        derived=Derived(2, 2, 2),
    )
    assert emergency.percentage.percent == 100


def test_what_is_preserved_is_not_handed_over():
    [preservation] = [figure for figure in report_of().figures if figure.kind == "preservation"]

    assert (preservation.accounts.number, preservation.answered, preservation.derived) == (
        6,
        None,
        None,
    )


def test_both_spellings_of_a_metric_are_one_kind():
    figure = only(
        row("Total legal requests", "Jan-Jun 2023", "Iceland", "4.0"),
        row(LEGAL_SHARE, "January - June 2023", "Iceland ", "0.25"),
    )

    assert (figure.kind, figure.received.number, figure.derived) == ("legal", 4, Derived(1, 1, 1))


def test_all_countries_together_are_no_country():
    assert "All" not in {figure.country for figure in report_of().figures}
    with pytest.raises(UnreadableReport, match="rows of all countries together only"):
        report_of(table(row("Total requests", "Jul-Dec 2020", "All", "9.0")))
    with pytest.raises(UnreadableReport, match="rows of all countries together only"):
        report_of(
            table(row("Total requests", "Jul-Dec 2020", "All", "9.0").replace("All", "World"))
        )


def test_half_years_without_countries_say_nothing_of_a_place():
    found = figures_of(report_of(), place=["Hong Kong"])

    assert {(figure.period.start, figure.kind) for figure in found} == {
        ("2025-07-01", "total"),
        ("2025-07-01", "legal"),
        ("2025-07-01", "emergency"),
        ("2025-07-01", "preservation"),
        ("2022-01-01", "total"),
    }
    assert {figure.received for figure in found} == {Count("", "no_row", None, None)}


def test_a_country_listed_with_zero_had_none():
    [legal] = [
        figure for figure in report_of().figures if figure.printed_kind == "Total legal requests"
    ]

    assert legal.received == count("0.0", 13)


def test_a_number_told_twice_is_two_figures_that_say_so():
    report = report_of(
        table(
            row("Legal requests", "Jul-Dec 2025", "Iceland", "4.0"),
            row("Total legal requests", "Jul-Dec 2025", "Iceland", "5.0", date="20260401.0"),
            row("Total requests", "Jul-Dec 2025", "Iceland", "5.0"),
        )
    )

    odd = "a number of this country and half-year stands twice in the table"
    assert [
        (figure.printed_kind, figure.received.number, figure.contradiction)
        for figure in report.figures
    ] == [
        ("Legal requests", 4, odd),
        ("Total legal requests", 5, odd),
        ("Total requests", 5, None),
    ]


def test_a_share_that_no_count_can_have_is_marked():
    figure = only(
        row("Legal requests", "Jul-Dec 2025", "Iceland", "0.0"),
        row(LEGAL_SHARE, "Jul-Dec 2025", "Iceland", "0.5"),
    )

    assert figure.contradiction == "50 % of no requests are answered"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Legal requests,", "Law requests,", "'Law requests' is not known; the nearest known is"),
        ("LRFUI", "GRR", "row 2: aspect 'GRR' is not known; the nearest known is 'LRFUI'"),
        ("country_name", "region", "location 'region' is not known; the nearest known is"),
        (
            "all,all,all,all,country",
            "all,fraud,all,all,country",
            "row 2: it counts one policy alone",
        ),
        ("all,all,all,all,country", "all,all,all,video,country", "row 2: it counts one task alone"),
        ("Jul-Dec 2025", "Winter 2025", "row 2: 'Winter 2025' is no period"),
        ("metric_name", "metric", "column 'metric' is not known; the nearest known is 'metric_nam"),
        (",result,", ",value,", "column 'value' is not known"),
        ("Hungary", "", "row 2: it names no country"),
    ],
)
def test_a_changed_table_is_an_error_that_says_what_changed(old, new, message):
    with pytest.raises(UnreadableReport) as error:
        report_of(BODY.decode().replace(old, new).encode())

    assert str(error.value).startswith(f"{NAME}: ")
    assert message in str(error.value)


def test_requests_for_removals_never_pass_for_requests_for_information():
    removals = BODY.replace(b"LRFUI", b"GRFCR")

    with pytest.raises(UnreadableReport, match="Is this the file of removals"):
        read_reports(removals, "CLIGR_2025H2_GovernmentRemovalsRequests.csv")


def test_an_empty_file_is_an_error():
    with pytest.raises(UnreadableReport, match="is missing"):
        tiktok.read(Download(b"", NAME))


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
def test_the_real_table_comes_out_number_by_number_without_hong_kong():
    name = "tiktok-information-requests.csv"
    body = (SAMPLES / name).read_bytes()
    rows = [
        (number, line)
        for number, line in enumerate(csv.DictReader(body.decode().splitlines()), start=2)
        if line["location_value"] != "All"
    ]

    [report] = read_reports(body, name)

    read = {
        each.cell.row: Fraction(each.number)
        for figure in report.figures
        for each in (figure.received, figure.accounts)
        if each
    } | {
        figure.percentage.cell.row: figure.percentage.percent / 100
        for figure in report.figures
        if figure.percentage
    }
    assert read == {number: Fraction(line["result"]) for number, line in rows}
    assert len(rows) == 9
    assert {
        (figure.period.printed, figure.kind, figure.received.notation)
        for figure in figures_of(report, place=["Hong Kong", "HK"])
    } == {
        ("Jul-Dec 2025", "total", "no_row"),
        ("Jul-Dec 2025", "legal", "no_row"),
        ("Jan-Jun 2022", "total", "no_row"),
    }
