"""Meta's tables: four headers, a period in the name of the file, and figures of five kinds."""

import csv
import io
from pathlib import Path

import pytest
from report_files.meta import (
    OF_2019_H1,
    SINCE_2019_H2,
    UNTIL_2017_H1,
    UNTIL_2018_H2,
    files,
    name,
    table,
)
from whole_reports import read_reports

from scrapers.downloads import Download
from scrapers.figures import Cell, Count, Derived, Figure, Period, UnreadableReport
from scrapers.reports import figures_of, meta

SHARED = Path(__file__).parents[3] / "shared"
SAMPLES = SHARED / "samples" / "transparency"
with_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
HONG_KONG = ("Hong Kong",)
FILES = files()
HALVES = (
    "2013_H1",
    "2017_H1",
    "2018_H2",
    *(f"{y}_{h}" for y in range(2019, 2024) for h in ("H1", "H2")),
)
HALVES = HALVES[:-1]  # the newest that is known is 2023 H1


def report(half, *rows, header=SINCE_2019_H2):
    (found,) = read_reports(table(header, *rows), name(half))
    return found


def kinds(found):
    return {each.kind: each for each in found.figures}


@pytest.mark.parametrize("file", FILES)
def test_each_header_is_recognised_whatever_its_bytes(file):
    (found,) = read_reports(FILES[file], file)

    (period,) = {each.period for each in found.figures}
    half = file[-11:-4].replace("_", " ")
    start, end = ("01-01", "06-30") if half.endswith("H1") else ("07-01", "12-31")
    assert (found.format, found.company) == ("meta", "meta")
    assert (period.start, period.end) == (f"{half[:4]}-{start}", f"{half[:4]}-{end}")
    assert "Hong Kong" in {each.country for each in found.figures}


def test_a_row_gives_a_figure_for_each_kind():
    found = report("2020_H1", "Hong Kong,47,50,262,62,285,24%,259,61,282,24%,3,1,3,33%")

    total, legal, emergency, preservation = found.figures
    assert legal == Figure(
        country="Hong Kong",
        period=Period("2020-01-01", "2020-06-30", name("2020_H1")),
        kind="legal",
        printed_kind="Legal Process Request Total",
        received=Count("259", "number", 259, 259, Cell(2, 8)),
        accounts=Count("282", "number", 282, 282, Cell(2, 10)),
        answered=Count("61", "number", 61, 61, Cell(2, 9)),
        percentage=legal.percentage,
    )
    assert (legal.percentage.printed, legal.percentage.percent, legal.percentage.cell) == (
        "24%",
        24,
        Cell(2, 11),
    )
    assert [
        (each.kind, each.printed_kind, each.received.number, each.answered.number)
        for each in (total, emergency)
    ] == [("total", "Total Requests", 262, 62), ("emergency", "Emergency Request Total", 3, 1)]
    assert preservation == Figure(
        country="Hong Kong",
        period=legal.period,
        kind="preservation",
        printed_kind="Preservation Requests",
        received=Count("47", "number", 47, 47, Cell(2, 2)),
        accounts=Count("50", "number", 50, 50, Cell(2, 3)),
    )


def test_answers_that_were_not_counted_before_2019_follow_from_the_share():
    found = report(
        "2018_H2",
        "Hong Kong,5,22,26,0,0,0,212,230,48%,209,227,47%,3,3,100%",
        header=UNTIL_2018_H2,
    )

    assert [
        (each.kind, each.answered, each.derived)
        for each in found.figures
        if each.kind in ("total", "legal", "emergency")
    ] == [
        ("total", None, Derived(102, 101, 102)),
        ("legal", None, Derived(98, 98, 99)),
        ("emergency", None, Derived(3, 3, 3)),
    ]


def test_content_is_counted_when_it_is_restricted_so_it_is_an_answer():
    found = report(
        "2019_H1",
        "Hong Kong,8,30,30,,,,143,94,180,66%,140,92,177,66%,3,2,3,67%",
        header=OF_2019_H1,
    )

    restricted = kinds(found)["removal_items"]
    assert restricted.answered == Count("8", "number", 8, 8, Cell(2, 2))
    assert (restricted.received, restricted.derived) == (None, None)
    assert restricted.printed_kind == "Content Restrictions"


def test_cells_that_were_blank_in_2013_stay_blank():
    found = report("2013_H1", "Hong Kong,0,,,0,0,,1,1,100%", header=UNTIL_2017_H1)

    assert [(each.kind, (each.received or each.answered).notation) for each in found.figures] == [
        ("total", "number"),
        ("legal", "blank"),
        ("emergency", "blank"),
        ("preservation", "blank"),
        ("removal_items", "zero"),
    ]


def test_a_range_and_thousands_are_read():
    row = 'United States,0,,,0,0,,"11,000 - 12,000","20,000 - 21,000",79%,,,,"1,864",2456,76%'
    found = kinds(report("2013_H1", row, header=UNTIL_2017_H1))

    assert found["total"].received == Count("11,000 - 12,000", "range", 11_000, 12_000, Cell(2, 8))
    assert (found["total"].derived, found["emergency"].received.number) == (None, 1864)


def test_a_share_that_the_count_denies_is_a_contradiction_and_both_are_kept():
    found = report("2021_H1", "Hong Kong,31,32,152,0,177,0%,150,0,174,0%,2,0,3,100%")

    (odd,) = [each for each in found.figures if each.contradiction]
    assert (odd.kind, odd.received.number, odd.answered.number) == ("emergency", 2, 0)
    assert (odd.percentage.percent, odd.derived) == (100, None)
    assert odd.contradiction == ("0 of 2 requests are answered, and the share is printed as 100 %")


@pytest.mark.parametrize(
    ("half", "header", "listed"),
    [("2020_H2", SINCE_2019_H2, True), ("2018_H2", UNTIL_2018_H2, False)],
)
def test_a_missing_place_had_no_request_since_all_are_listed(half, header, listed):
    found = report(half, *[f"Place no{'.' * place}" for place in range(200)], header=header)

    assert found.lists_all is listed
    missing = figures_of(found, place=HONG_KONG)
    assert {each.received.notation for each in missing} == {"no_row"}
    assert {each.received.number for each in missing} == {0 if listed else None}


def test_what_a_list_cut_short_lacks_is_not_zero():
    found = report("2020_H2", "Afghanistan", "Albania", "Algeria")

    assert found.lists_all is False


@pytest.mark.parametrize(
    "file",
    ["table.csv", "report (1).csv", "Report-2021.csv", "Report-2020_H2-2021_H1.csv", "2021_Q1.csv"],
)
def test_a_name_that_tells_no_half_year_is_an_error_that_says_how_to_name_it(file):
    body = FILES[name("2021_H1")]

    with pytest.raises(
        UnreadableReport, match=r"like PRPL-Facebook-Government-Report-2021_H1\.csv"
    ):
        meta.read(Download(body, file))


@pytest.mark.parametrize(
    ("half", "header", "lacks"),
    [
        ("2021_H1", UNTIL_2018_H2, "Number of Requests Where Some Data Produced"),
        ("2018_H2", SINCE_2019_H2, "Content Restricted"),
    ],
)
def test_a_table_under_the_name_of_another_time_is_an_error(half, header, lacks):
    with pytest.raises(UnreadableReport, match=f"column .*{lacks}.* is missing"):
        report(half, "Hong Kong", header=header)


def test_a_new_column_is_an_error_that_shows_it():
    header = SINCE_2019_H2 + ",WhatsApp Requests"

    with pytest.raises(
        UnreadableReport, match="column 'WhatsApp Requests' is not known; the nearest"
    ):
        report("2021_H1", "Hong Kong", header=header)


def test_a_row_that_ends_too_early_is_an_error():
    body = table(SINCE_2019_H2, "Hong Kong,31,32,152,0,177,0%,150,0,174,0%,2,0,3,100%").rstrip(b",")
    cut = body[: body.rindex(b",0,3,100%")]

    with pytest.raises(UnreadableReport, match=r"2021_H1\.csv: row 2: it ends after 12 of 48"):
        read_reports(cut, name("2021_H1"))


def test_a_number_whose_quotes_were_lost_moves_the_columns_and_is_an_error():
    row = "India,2,534,6,490,26698,15206,39664,57%,24944,14345,35756,58%,1754,861,3908,49%"
    full = row + "," * 33 + "2"  # a cell more than the header has

    with pytest.raises(UnreadableReport, match="row 2: it has a cell under no header"):
        read_reports(table(SINCE_2019_H2, full), name("2019_H2"))


@with_samples
@pytest.mark.parametrize("half", HALVES)
def test_every_figure_of_hong_kong_comes_out_exactly(half):
    body = (SAMPLES / f"meta-{half}.csv").read_bytes()
    text = body.decode("utf-8-sig").replace("\r", "\n")
    (row,) = [row for row in csv.DictReader(io.StringIO(text)) if row["Country"] == "Hong Kong"]
    columns = {
        "total": ("Total Requests", ""),
        "legal": ("Legal Process Request Total", "Legal "),
        "emergency": ("Emergency Request Total", "ER "),
    }
    expected = {
        kind: (
            row[title],
            row[f"{title} Accounts"],
            row.get(f"{prefix}Number of Requests Where Some Data Produced"),
            row[f"{title} Percentage"],
        )
        for kind, (title, prefix) in columns.items()
    }
    preserved = (row["Preservation Requests"], row["Preservation Accounts Preserved"], None, None)
    restricted = row.get("Content Restricted", row.get("Content Restrictions"))
    expected["preservation"] = preserved
    if restricted is not None:
        expected["removal_items"] = (None, None, restricted, None)

    (found,) = read_reports(body, f"meta-{half}.csv")
    cells = ("received", "accounts", "answered", "percentage")
    figures = figures_of(found, place=HONG_KONG)
    assert {
        each.kind: tuple(cell and cell.printed for cell in (getattr(each, name) for name in cells))
        for each in figures
    } == expected
    assert len(figures) == len(expected)


@with_samples
def test_one_row_of_all_samples_contradicts_itself():
    found = []
    for half in HALVES:
        (read,) = read_reports((SAMPLES / f"meta-{half}.csv").read_bytes(), f"meta-{half}.csv")
        found += [(half, each.country, each.kind) for each in read.figures if each.contradiction]

    assert found == [("2021_H1", "Hong Kong", "emergency")]


@with_samples
def test_the_figures_since_2019_agree_with_what_was_gathered_by_hand():
    by_hand = {"user_data": "legal", "total": "total", "emergency": "emergency"}
    by_hand |= {"preservation": "preservation", "content_restriction": "removal_items"}
    with (SHARED / "hk_requests.csv").open(encoding="utf-8", newline="") as source:
        rows = [row for row in csv.DictReader(source) if row["company"] == "Meta"]
    expected = {}
    for row in rows:
        if row["source_kind"] == "repo_data":
            numbers = [row[of] for of in ("requests", "accounts", "complied_count", "complied_pct")]
            expected[row["period_start"], by_hand[row["kind"]]] = numbers
    restricted = expected.pop(("2019-01-01", "removal_items"))

    found = {}
    for half in HALVES[3:]:
        (read,) = read_reports((SAMPLES / f"meta-{half}.csv").read_bytes(), f"meta-{half}.csv")
        for each in figures_of(read, place=HONG_KONG):
            cells = (each.received, each.accounts, each.answered, each.percentage)
            numbers = [cell.printed.rstrip("%") if cell else "" for cell in cells]
            found[each.period.start, each.kind] = numbers
    assert restricted[0] == found.pop(("2019-01-01", "removal_items"))[2]
    assert found == expected
