"""LinkedIn's page: headings say what a table counts, and a table under none is not guessed at."""

import csv
import time
from pathlib import Path

import pytest
from report_files.linkedin import (
    DATA,
    DATA_HEADER,
    REMOVAL_HEADER,
    files,
    page,
    section,
    table,
    whole,
)
from whole_reports import read_reports

from scrapers.downloads import Download
from scrapers.figures import Cell, Count, Derived, Figure, Period, Report, UnreadableReport
from scrapers.notations import read_share
from scrapers.reports import figures_of, linkedin

NAME = "government-requests-report"
DATA_TITLE = "Government requests for member data"
HALF = "2024: January-June"
PERU = ("Peru", "4", "6", "50%", "3")
KNOWN_FIGURES = Path(__file__).parents[3] / "shared" / "hk_requests.csv"


def report(body: bytes) -> Report:
    return linkedin.read(Download(body, NAME))


def refusal(body: bytes) -> str:
    with pytest.raises(UnreadableReport) as told:
        report(body)
    return str(told.value)


def of(body: bytes, country: str) -> Figure:
    (figure,) = (each for each in report(body).figures if each.country == country)
    return figure


def data(*rows: tuple[str, ...], header: tuple[str, ...] = DATA_HEADER) -> bytes:
    return page(section(DATA_TITLE, header, {HALF: rows}))


def test_a_row_of_member_data_is_a_figure():
    half = "2024: January\u2013June"

    assert of(whole(), "Brazil*") == Figure(
        country="Brazil*",
        period=Period("2024-01-01", "2024-06-30", half),
        kind="legal",
        printed_kind=DATA_TITLE,
        received=Count("40", "number", 40, 40, Cell(2, 2)),
        accounts=Count("45", "number", 45, 45, Cell(2, 3)),
        percentage=read_share("80%", cell=Cell(2, 4)),
        derived=Derived(32, 32, 32),
        part="table 1",
    )


def test_a_removal_counts_the_requests_that_were_acted_on():
    china = [each for each in report(whole()).figures if each.country == "China"]

    assert [(each.kind, each.answered, each.derived, each.contradiction) for each in china] == [
        ("removal_requests", Count("5", "number", 5, 5, Cell(2, 3)), None, None),
        ("removal_requests", Count("8", "number", 8, 8, Cell(2, 3)), None, None),
    ]


@pytest.mark.skipif(not KNOWN_FIGURES.exists(), reason="the shared figures are not beside it")
def test_hong_kong_reads_as_it_is_known():
    kinds = {"user_data": "legal", "removal": "removal_requests"}
    with KNOWN_FIGURES.open(encoding="utf-8", newline="") as lines:
        known = {
            (row["period_start"], kinds[row["kind"]], row["requests"], row["complied_count"])
            for row in csv.DictReader(lines)
            if row["company"] == "LinkedIn" and row["requests"]
        }
    (found,) = read_reports(files()[NAME], NAME)
    figures = [each for each in figures_of(found, place=("Hong Kong",)) if each.received.cell]

    assert known == {
        (
            each.period.start,
            each.kind,
            each.received.printed,
            str(each.answered.number if each.answered else each.derived.nearest),
        )
        for each in figures
    }


def test_a_half_year_without_a_row_has_no_row_and_no_zero():
    (found,) = read_reports(files()[NAME], NAME)

    assert [
        (each.period.start, each.kind, each.received.low)
        for each in figures_of(found, place=("Hong Kong", "HK"))
        if each.received and each.received.notation == "no_row"
    ] == [
        ("2023-07-01", "legal", None),
        ("2021-01-01", "legal", None),
        ("2024-01-01", "removal_requests", None),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("Belgium", "6", "6", "0%", "4"), "data of 4 accounts is disclosed, at 0 % of requests"),
        (("Georgia", "3", "3", "0%", "0%"), "'0%' stands where a number of accounts should"),
        (("Georgia", "3", "0%", "0%", "0"), "'0%' stands where a number should"),
        (("Peru", "3", "3", "67%", "0"), "data of no account is disclosed, at 67 % of requests"),
        (("Peru", "3", "3", "67%", "9"), "data of 9 accounts is disclosed, of 3"),
        (("Peru", "3", "3", "50%", "2"), "no whole number of 3 requests is 50 %"),
        (("Peru", "3", "0-499", "67%", "400"), None),
        (("Peru", "0", "0", "0%", "0"), None),
        (("Peru", "3", "3", "-", "-"), None),
        (("Peru", "3", "3", "67%", ""), None),
    ],
)
def test_a_row_that_contradicts_itself_says_so(row, told):
    assert of(data(row), row[0]).contradiction == told


def test_numbers_keep_their_notes_and_ranges():
    row = of(data(("US", "1,020<sup>1</sup>", "0-499[1]", "80%", "2,292*")), "US")

    assert row.received == Count("1,020[1]", "number", 1020, 1020, Cell(2, 2))
    assert row.accounts == Count("0-499[1]", "range", 0, 499, Cell(2, 3))


def test_totals_are_no_country():
    assert "Total" not in {each.country for each in report(whole()).figures}


@pytest.mark.parametrize("dash", ["-", "\u2013", " \u2014 ", "&ndash;", "\u2011"])
def test_any_dash_joins_the_months(dash):
    body = page(section(DATA_TITLE, DATA_HEADER, {f"2021: July{dash}December": (PERU,)}))

    assert of(body, "Peru").period.start == "2021-07-01"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (DATA_HEADER, ("Peru", "", "4", "", "6", "", "50%", "", "3")),
        (("Country", "", *DATA_HEADER[1:]), ("Peru", "", "4", "6", "50%", "3")),
        (("", *DATA_HEADER), ("Peru", "4", "6", "50%", "3")),
        (DATA_HEADER, ("", "Peru", "4", "6", "50%", "3", "")),
    ],
)
def test_blank_cells_that_keep_a_distance_are_no_columns(header, row):
    peru = of(data(row, header=header), "Peru")

    assert peru.received and peru.accounts and peru.percentage
    assert (peru.received.number, peru.accounts.number, peru.percentage.printed) == (4, 6, "50%")


def test_cells_that_fit_no_columns_for_certain_are_refused():
    assert "its cells do not fit the columns" in refusal(data((*PERU, "7")))
    assert "its cells do not fit the columns" in refusal(data(("Peru", "4", "6", "", "", "", "")))


def test_a_blank_cell_in_its_place_is_blank():
    peru = of(data(("Peru", "4", "", "50%", "3")), "Peru")

    assert peru.accounts == Count("", "blank", None, None, Cell(2, 3))


def test_a_cell_that_spans_rows_is_refused_for_it_is_not_told_whose_it_is():
    rows = table(DATA_HEADER, (PERU,)).replace("<td>4", "<td rowspan=2>4")
    body = page(f"<h2>{DATA_TITLE}</h2><h4>{HALF}</h4>{rows}")

    assert "a cell spans rows" in refusal(body)


def test_a_note_in_a_table_is_passed_over():
    note = f"<tr><td colspan=5>{'Ranges are prescribed by law. ' * 6}</td></tr>"
    body = data(PERU).replace(b"</tbody>", f"{note}</tbody>".encode())

    assert [each.country for each in report(body).figures] == ["Peru"]


def test_tables_inside_tables_are_read_by_themselves():
    inner = f"<h2>{DATA_TITLE}</h2><h4>{HALF}</h4>{table(DATA_HEADER, (PERU,))}"
    body = page(f"<table><tr><td>Figures</td><td>{inner}</td></tr></table>")

    (figure,) = report(body).figures
    assert (figure.country, figure.part) == ("Peru", "table 2")


def test_a_table_that_stands_twice_is_read_once():
    inner = f"<h4>{HALF}</h4>{table(DATA_HEADER, (PERU,))}"

    assert len(report(page(f"<h2>{DATA_TITLE}</h2>{inner}{inner}")).figures) == 1


def test_a_country_that_stands_twice_is_told():
    figures = report(data(PERU, ("Peru*", "2", "2", "50%", "1"))).figures

    assert [each.contradiction for each in figures] == [
        None,
        "its country stands twice in this half-year",
    ]


def test_a_table_without_a_heading_that_names_a_half_year_is_refused():
    body = page(section(DATA_TITLE, DATA_HEADER, {"All years": (PERU,)}))

    assert refusal(body) == (
        f"{NAME}: table 1 stands under 'Report' / '{DATA_TITLE}' / 'All years', which names no "
        "half-year such as '2025: July-December'"
    )


def test_a_half_year_does_not_hold_past_the_next_heading():
    later = f"<h4>Our own requests</h4>{table(DATA_HEADER, (PERU,))}"

    assert "names no half-year" in refusal(whole().replace(b"<h2>Words", f"{later}<h2>".encode()))


def test_a_table_of_countries_under_an_unknown_section_is_refused():
    body = page(section("Copyright complaints", DATA_HEADER, {HALF: (PERU,)}))

    assert "'Copyright complaints' / '2024: January-June', and what it counts is not known" in (
        refusal(body)
    )


def test_the_title_of_the_page_is_no_section():
    body = page(section("Copyright", DATA_HEADER, {HALF: (PERU,)}))
    titled = body.replace(b"<h1>Report", b"<h1>Requests for member data")

    assert "what it counts is not known" in refusal(titled)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (
            (*DATA_HEADER, "Region"),
            "table 1: column 'Region' is not known; the nearest known is",
        ),
        (DATA_HEADER[:4], "column 'Accounts with some data provided' is missing"),
        (REMOVAL_HEADER, "column 'Action taken' is not known"),
        ((*DATA_HEADER, "Requests"), "two columns hold the received"),
    ],
)
def test_a_changed_header_is_refused_with_what_was_seen(header, told):
    message = refusal(data((*PERU, "x"), header=header))

    assert told in message
    assert f"The header is: {' | '.join(header)}" in message


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!doctype html><title>LinkedIn</title><h1>We value your privacy</h1></html>",
        b'<!doctype html><div id="root"></div><script src="/app.js"></script>LinkedIn</html>',
    ],
)
def test_a_page_without_its_tables_is_refused_with_what_to_do(body):
    assert "no table of countries stands on the page" in refusal(body)
    with pytest.raises(UnreadableReport):
        read_reports(body, NAME)


def test_a_page_that_is_cut_off_is_refused_and_not_read_as_far_as_it_goes():
    assert "cut off" in refusal(whole()[:-40])


def test_other_pages_are_not_taken_for_linkedin_s():
    other = page(section("Requests", ("Country", "Requests"), {"2020 H1": (("Peru", "1"),)}))

    assert linkedin.closeness(Download(whole(), NAME)) == 1
    assert linkedin.closeness(Download(other, NAME)) < 0.6
    assert linkedin.closeness(Download(b"linkedin,<table,member data,>country", NAME)) == 0


ROW = "<tr>" + "".join(f"<td>{cell}" for cell in PERU)
HOSTILE = {
    "ten million letters": whole().replace(b"</body>", b"x " * 5_000_000 + b"</body>"),
    "three million elements": whole().replace(b"</body>", b"<b>" * 3_000_000 + b"</body>"),
    "elements in elements": whole().replace(b"<h2>", b"<div>" * 10_000 + b"<h2>", 1),
    "tables in tables": whole().replace(b"<h2>", b"<table><tr><td>" * 10_000 + b"<h2>", 1),
    "endless tables": b"<html>" + b"<table><tr><td>Country" * 19_000,
    "wide cells": whole().replace(b"<td>", b"<td colspan=999999999>"),
    "odd spans": whole().replace(b"<td>", "<td colspan=-1 rowspan=\u0661>".encode()),
    "many rows": whole().replace(b"<tbody>", f"<tbody>{ROW * 9_000}".encode(), 1),
    "a long cell": whole().replace(b"Hong Kong", b"H" * 9_000_000, 1),
    "unclosed comments": whole().replace(b"Hong Kong", b"<!-- " * 30_000, 1),
    "loose parts": b"</table></td></tr></sup></h2><tr><td>1<th><h4></table>" * 200,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_pages_give_figures_or_a_message_within_seconds(body):
    begun = time.process_time()
    try:
        linkedin.closeness(Download(body, NAME))
        found = report(body).figures
    except UnreadableReport as error:
        assert str(error).startswith(NAME)
    else:
        assert len(found) >= sum(len(rows) for rows in DATA.values()) - 2

    assert time.process_time() - begun < 5
