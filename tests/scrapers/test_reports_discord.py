"""Discord's file stacks its tables; those of governments by country are read."""

import csv
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from report_files.discord import files
from whole_reports import read_reports

from scrapers.downloads import Download
from scrapers.figures import Cell, Count, Figure, Period, UnreadableReport
from scrapers.reports import discord, figures_of

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "transparency"
HALF, QUARTER = files()
HEADING = "Discord January-June 2024 Transparency Report CSV"
LEGAL = "International Government Information Requests"


def report_of(name=HALF, *, changed=lambda text: text, named=None):
    body = changed(files()[name].decode()).encode()
    [report] = read_reports(body, named or name)
    return report


def one(report, country, kind):
    [found] = [
        figure for figure in report.figures if (figure.country, figure.kind) == (country, kind)
    ]
    return found


def number(printed, *, row, column):
    value = int(printed.replace(",", ""))
    return Count(printed, "number" if value else "zero", value, value, Cell(row, column))


def test_a_row_says_how_many_requests_came_and_how_many_were_answered():
    report = report_of()

    assert (report.format, report.company, report.lists_all) == ("discord", "discord", False)
    assert one(report, "United Kingdom", "legal") == Figure(
        country="United Kingdom",
        period=Period("2024-01-01", "2024-06-30", HEADING),
        kind="legal",
        printed_kind=LEGAL,
        received=number("64", row=17, column=2),
        answered=number("29", row=17, column=3),
        part=LEGAL,
    )


def test_only_tables_by_country_are_read_and_totals_are_no_country():
    assert [(figure.part, figure.country) for figure in report_of().figures] == [
        (LEGAL, "Hungary"),
        (LEGAL, "United Kingdom"),
        ("Preservation Requests", "Taiwan"),
        ("Preservation Requests", "United States"),
        ("Emergency Requests", "Norway"),
        ("Emergency Requests", "New Zealand"),
        ("Emergency Requests", "Norway"),
    ]


def test_a_table_by_process_is_of_one_country_whatever_its_title():
    report = report_of(changed=lambda text: text.replace("US Gov Info Req", "Emergency Req"))

    assert report == report_of()


def test_what_is_preserved_is_not_handed_over():
    assert one(report_of(), "United States", "preservation") == Figure(
        country="United States",
        period=Period("2024-01-01", "2024-06-30", HEADING),
        kind="preservation",
        printed_kind="Preservation Requests",
        received=number("3,015", row=24, column=2),
        part="Preservation Requests",
    )


def test_a_country_that_stands_twice_is_two_figures_that_say_so():
    emergencies = [figure for figure in report_of().figures if figure.kind == "emergency"]

    assert [
        (figure.country, figure.received.number, figure.answered.number, figure.contradiction)
        for figure in emergencies
    ] == [
        ("Norway", 1, 0, "this country stands twice in the table"),
        ("New Zealand", 1, 1, None),
        ("Norway", 4, 3, "this country stands twice in the table"),
    ]


def test_a_country_may_stand_in_two_tables():
    report = report_of(changed=lambda text: text.replace("Taiwan,1,0", "Hungary,1,0"))

    assert one(report, "Hungary", "legal").contradiction is None


def test_the_file_name_says_the_period_where_no_line_does():
    report = report_of(QUARTER)

    assert {figure.period for figure in report.figures} == {
        Period("2023-10-01", "2023-12-31", QUARTER)
    }


def test_a_year_alone_is_not_the_period():
    report = report_of(changed=lambda text: text.replace("January-June 2024", "2024"))

    assert {figure.period for figure in report.figures} == {
        Period("2024-01-01", "2024-06-30", HALF)
    }
    with pytest.raises(UnreadableReport, match="neither its first line"):
        report_of(QUARTER, named="discord-2023.csv")


def test_dashes_and_blanks_are_no_zeros():
    report = report_of(QUARTER)

    assert one(report, "Iceland", "emergency").answered == Count(
        "--", "dash", None, None, Cell(3, 3)
    )
    assert one(report, "Malta", "legal").received == Count("", "blank", None, None, Cell(9, 2))


def test_a_country_without_numbers_is_not_the_title_of_a_table():
    report = report_of(
        QUARTER, changed=lambda text: text.replace("Iceland,1,1\nMalta,,", "Malta,,\nIceland,1,1")
    )

    assert [figure.country for figure in report.figures if figure.kind == "legal"] == [
        "Malta",
        "Iceland",
    ]


def test_a_file_name_of_another_period_than_the_first_line_says_so():
    report = report_of(named="Discord-Transparency-Report-H2-2024.csv")

    assert {figure.period.start for figure in report.figures} == {"2024-01-01"}
    assert one(report, "Hungary", "legal").contradiction == (
        f"the first line says {HEADING!r}, and the file name "
        "'Discord-Transparency-Report-H2-2024.csv'"
    )


def test_the_file_may_lie_in_a_zip_that_says_the_period_once_more():
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("report/discord.csv", files()[HALF])

    [report] = read_reports(packed.getvalue(), "Discord-Transparency-Report-H1-2024.zip")

    assert report.part == "report/discord.csv"
    assert [(figure.period, figure.received) for figure in report.figures] == [
        (figure.period, figure.received) for figure in report_of().figures
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Emergency Req", "Urgent Req", "table 'Urgent Requests' is of countries and is not known"),
        ("Emergency Req", "Urgent Req", "the nearest known is 'Emergency Requests'"),
        ("Spam,900,--,", "\nBots,,,\nCountry,Bots,,\nMalta,9,,", "table 'Bots' is of countries"),
        ("Country,Requests,Complied", "Country,Requests,Met", "'Met' is not known; the nearest"),
        ("Country,Requests,Complied", "Nation,Requests,Complied", "column 'Nation' is not known"),
        ("Country,Requests,Complied", "Country,Complied,", "column 'Requests' is missing"),
        ("Emergency Requests,", "Emergency,Requests,", "row 29: a table of countries begins"),
        ("Hungary,10", "Hungary,1,010", "row 16: it has a cell under no name"),
        ("Hungary,10", ",10", "row 16: it names no country"),
        ("Total,545,126,", "Total,545,126,\nMalta,1,0,", "row 20: numbers stand below the total"),
    ],
)
def test_a_changed_file_is_an_error_that_says_what_changed(old, new, message):
    with pytest.raises(UnreadableReport) as error:
        report_of(changed=lambda text: text.replace(old, new))

    assert str(error.value).startswith(f"{HALF}: ")
    assert message in str(error.value)


def test_a_period_that_nothing_names_is_an_error():
    with pytest.raises(UnreadableReport) as error:
        report_of(QUARTER, named="report (1).csv")

    assert "report (1).csv: neither its first line, 'Emergency Requests', nor" in str(error.value)


def test_a_file_without_tables_by_country_is_an_error():
    with pytest.raises(UnreadableReport, match="it has no table of requests by country"):
        report_of(changed=lambda text: text.partition("International")[0])


def test_a_file_that_was_cut_off_has_no_country_of_half_a_name():
    with pytest.raises(UnreadableReport, match="row 32: it ends after 1 columns"):
        report_of(changed=lambda text: text.partition("way,4,3")[0])


def test_an_empty_file_is_an_error():
    with pytest.raises(UnreadableReport, match="no table of requests by country"):
        discord.read(Download(b"", "H1-2024.csv"))


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
def test_the_real_file_comes_out_cell_by_cell_without_hong_kong():
    name = "discord-2024-H1.csv"
    body = (SAMPLES / name).read_bytes()
    lines = csv.reader(body.decode().splitlines())
    rows = [
        (number, *line[:3]) for number, line in enumerate(lines, start=1) if _is_of_country(line)
    ]

    [report] = read_reports(body, name)

    assert len(rows) == 10
    assert [
        (figure.received.cell.row, figure.country, figure.received.number)
        for figure in report.figures
    ] == [(number, country, int(came.replace(",", ""))) for number, country, came, _ in rows]
    assert [figure.answered.number for figure in report.figures if figure.answered] == [
        int(answered) for number, _, _, answered in rows if number not in PRESERVED
    ]
    assert [
        (figure.kind, figure.received.notation, figure.received.number)
        for figure in figures_of(report, place=["Hong Kong"])
    ] == [
        ("legal", "no_row", None),
        ("preservation", "no_row", None),
        ("emergency", "no_row", None),
    ]


PRESERVED = (23, 24)  # the rows of Taiwan and of the United States under preservation
COUNTRIES = ("Hungary", "Taiwan", "United", "Netherlands", "Norway", "New Zealand", "Poland")


def _is_of_country(line):
    return line[0].startswith(COUNTRIES)
