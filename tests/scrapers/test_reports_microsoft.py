"""Microsoft's workbooks: who asked, what was disclosed, and what is not told."""

import csv
from pathlib import Path

import pytest
import xlsxwriter
from report_files import microsoft as made
from report_files.microsoft import files, half_year, merged, one_row, two_rows, workbook, write_rows
from whole_reports import read_reports

from scrapers.downloads import Download
from scrapers.figures import Cell, Count, Figure, Period, Report, UnreadableReport
from scrapers.reports import figures_of, microsoft

HONG_KONG = ("Hong Kong", "HK")
KNOWN_FIGURES = Path(__file__).parents[3] / "shared" / "hk_requests.csv"


def report(body: bytes, name: str = "Microsoft-LERR-2019-H2") -> Report:
    return microsoft.read(Download(body, name))


def refusal(body: bytes, name: str = "Microsoft-LERR-2019-H2") -> str:
    with pytest.raises(UnreadableReport) as told:
        report(body, name)
    return str(told.value)


def of(found: Report, country: str, kind: str = "legal") -> Figure:
    (figure,) = (each for each in found.figures if (each.country, each.kind) == (country, kind))
    return figure


def one_sheet(title: str, *rows: tuple[object, ...], name: str = "Criminal") -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet(name)
        sheet.write(0, 0, title)
        for number, row in enumerate(rows, start=2):
            sheet.write_row(number, 0, row)

    return workbook(fill)


HEADER = (
    "Country",
    "Total number of requests",
    "Accounts",
    "Disclosure of content (#)",
    "Subscriber data (#)",
    "No data found (#)",
    "Rejected (#)",
)
TITLE = "Report 2019 (July-December)"


def test_a_row_of_the_criminal_sheet_says_what_was_disclosed_and_what_of_it_was_content():
    found = report(files()["Microsoft-LERR-2019-H2"])
    legal, content = of(found, "Hong Kong"), of(found, "Hong Kong", "content")

    assert (legal.received, legal.accounts, legal.answered) == (
        Count("62", "number", 62, 62, Cell(8, 2)),
        Count("81", "number", 81, 81, Cell(8, 3)),
        Count("0 + 47", "number", 47, 47, Cell(8, 5)),
    )
    assert (legal.printed_kind, legal.part, legal.contradiction) == ("Criminal", "Criminal", None)
    assert legal.percentage and legal.percentage.printed == "0.00% + 75.81%"
    assert content.answered == Count("0", "zero", 0, 0, Cell(8, 5))
    assert (content.received, content.accounts) == (legal.received, None)
    assert content.printed_kind == "Criminal: Resulting in disclosure of content (#)"


@pytest.mark.parametrize("half", ["2019-H2", "2020-H1"])
@pytest.mark.skipif(not KNOWN_FIGURES.exists(), reason="the shared figures are not beside it")
def test_hong_kong_reads_as_it_is_known(half):
    name = f"Microsoft-LERR-{half}"
    start = {"2019-H2": "2019-07-01", "2020-H1": "2020-01-01"}[half]
    with KNOWN_FIGURES.open(encoding="utf-8", newline="") as lines:
        (known,) = (
            (row["requests"], row["accounts"], row["complied_count"])
            for row in csv.DictReader(lines)
            if (row["company"], row["period_start"]) == ("Microsoft", start) and row["requests"]
        )
    (found,) = read_reports(files()[name], name)
    legal = of(found, "Hong Kong")

    assert legal.received and legal.accounts and legal.answered
    assert known == tuple(
        str(count.number) for count in (legal.received, legal.accounts, legal.answered)
    )


def test_a_place_without_a_row_has_no_row_and_no_zero():
    (found,) = read_reports(files()["Microsoft-LERR-2020-H2"], "Microsoft-LERR-2020-H2")

    assert {
        (figure.kind, figure.received.notation, figure.received.low)
        for figure in figures_of(found, place=HONG_KONG)
        if figure.received
    } == {("legal", "no_row", None), ("emergency", "no_row", None), ("content", "no_row", None)}


def test_headings_over_a_percentage_and_a_number_are_told_apart():
    found = report(files()["Microsoft-LERR-2020-H1"], "Microsoft-LERR-2020-H1")
    legal = of(found, "Hong Kong")

    assert legal.answered == Count("0 + 46", "number", 46, 46, Cell(7, 5))
    assert legal.percentage and legal.percentage.printed == "0% + 60%"
    assert of(found, "Hong Kong", "content").printed_kind == (
        "Criminal: Resulting in disclosure of content"
    )


def test_the_period_is_the_file_name_s_when_no_title_names_one():
    name = "Microsoft-LERR-2020-H1"

    assert {figure.period for figure in report(files()[name], name).figures} == {
        Period("2020-01-01", "2020-06-30", name)
    }


def test_a_sheet_whose_title_names_another_half_year_counts_that_one():
    (found,) = read_reports(files()["Microsoft-LERR-2017-H2"], "Microsoft-LERR-2017-H2")

    assert of(found, "Brazil").period == Period(
        "2017-01-01", "2017-06-30", "Civil requests, 2017 (January-June)"
    )
    assert of(found, "Beligum").period.start == "2017-07-01"


def test_the_civil_sheet_of_late_2017_is_doubted_when_it_has_no_title_of_its_own():
    found = report(merged(made.MADE_UP), "Microsoft-LERR-2017-H2")

    assert of(found, "Brazil").contradiction == (
        "the civil sheet of this workbook is known to hold the half-year before"
    )
    assert of(found, "Beligum").contradiction is None


def test_a_file_that_names_no_half_year_is_refused_with_what_to_do():
    body = merged(made.MADE_UP)

    assert refusal(body, "report (1).xlsx") == (
        "report (1).xlsx: sheet 'Criminal': which half-year it counts is not told; give the file "
        "the name that it was published under, such as Microsoft-LERR-2024-H2"
    )
    assert "which half-year" in refusal(body, "Microsoft-LERR-2020")


def test_civil_requests_are_counted_and_their_answers_are_not_known():
    brazil = of(report(files()["Microsoft-LERR-2019-H2"]), "Brazil")

    assert (brazil.kind, brazil.printed_kind) == ("legal", "Civil Legal Requests")
    assert (brazil.received and brazil.received.number) == 9
    assert (brazil.answered, brazil.percentage, brazil.derived) == (None, None, None)
    assert brazil.contradiction is None


def test_emergencies_are_a_kind_of_their_own():
    france = of(report(files()["Microsoft-LERR-2019-H2"]), "France", "emergency")

    assert (france.printed_kind, france.answered and france.answered.printed) == (
        "Emergencies",
        "2 + 6",
    )


def test_the_total_above_the_countries_is_no_country_and_names_stay_as_printed():
    found = report(files()["Microsoft-LERR-2019-H2"])

    assert [each.country for each in found.figures if each.printed_kind == "Criminal"] == [
        "Beligum",
        "South  Korea",
        "United States",
        "Hong Kong",
    ]


def test_each_product_of_2013_has_figures_of_its_own():
    found = report(files()["Microsoft-LERR-2013-H1"], "Microsoft-LERR-2013-H1")

    legal = [each for each in found.figures if each.kind == "legal" and each.country == "Beligum"]

    assert [each.printed_kind for each in legal] == ["MSFT", "Skype"]


def test_the_one_sheet_of_2014_is_read_whatever_its_name():
    found = report(files()["Microsoft-LERR-2014-H1"], "Microsoft-LERR-2014-H1")

    assert of(found, "Beligum").printed_kind == "Total number of law enforcement requests"


def test_scratch_and_notes_and_hidden_sheets_are_passed_over():
    def fill(book: xlsxwriter.Workbook) -> None:
        percent = book.add_format({"num_format": "0%"})
        for name in ("Criminal", "Sheet1", "Criminal (2)"):
            sheet = book.add_worksheet(name)
            write_rows(sheet, made.MADE_UP, top=one_row(sheet, top=0), percent=percent)
        sheet.hide()
        book.add_worksheet("Notes").write(0, 0, "Numbers are of accounts of consumers.")

    assert {each.part for each in report(workbook(fill)).figures} == {"Criminal"}


def test_a_total_is_read_and_not_its_parts_again():
    def fill(book: xlsxwriter.Workbook) -> None:
        percent = book.add_format({"num_format": "0%"})
        for name in ("Total - Criminal", "Xbox - Criminal"):
            sheet = book.add_worksheet(name)
            write_rows(sheet, made.MADE_UP, top=one_row(sheet, top=0), percent=percent)

    assert {each.part for each in report(workbook(fill)).figures} == {"Total - Criminal"}


def test_a_table_on_a_sheet_of_an_unknown_name_is_refused():
    def fill(book: xlsxwriter.Workbook) -> None:
        percent = book.add_format({"num_format": "0%"})
        for name in ("Criminal", "Espionage"):
            sheet = book.add_worksheet(name)
            write_rows(sheet, made.MADE_UP, top=one_row(sheet, top=0), percent=percent)

    assert "what sheet 'Espionage' counts is not known" in refusal(workbook(fill))


def test_two_sheets_of_the_same_kind_are_refused():
    def fill(book: xlsxwriter.Workbook) -> None:
        percent = book.add_format({"num_format": "0%"})
        for name in ("Criminal", "Criminal (2)"):
            sheet = book.add_worksheet(name)
            write_rows(sheet, made.MADE_UP, top=two_rows(sheet, top=4), percent=percent)

    assert "sheets 'Criminal', 'Criminal (2)' count the same" in refusal(workbook(fill))


@pytest.mark.parametrize(
    ("row", "kind", "told"),
    [
        (("Peru", 10, 12, 0, 5, 2, 2), "legal", "the outcomes of 10 requests add up to 9"),
        (("Peru", 4, 12, 0, 5, "-", ""), "legal", "5 requests are answered of 4 received"),
        (
            ("Peru", 10, "1 July", 0, 5, 2, 3),
            "legal",
            "'1 July' stands where a number should",
        ),
        (("Peru", 10, 12, "#REF!", 5, 2, 3), "content", "'#REF!' stands where a number should"),
        (("Peru", 10, 12, 0, 5, 2, 3), "legal", None),
        (("Peru", 10, 12, 0, 5, "", ""), "legal", None),
    ],
)
def test_a_row_that_contradicts_itself_says_so(row, kind, told):
    found = report(one_sheet(TITLE, HEADER, row))

    assert of(found, "Peru", kind).contradiction == told


def test_a_percentage_that_contradicts_its_number_is_told():
    header = (*HEADER[:4], "Disclosure of content (%)", *HEADER[4:])
    found = report(one_sheet(TITLE, header, ("Peru", 10, 12, 5, 0.2, 5, 0, 0)))

    assert of(found, "Peru", "content").contradiction == (
        "5 of 10 requests are answered, and the share is printed as 20 %"
    )


def test_blank_dash_zero_and_a_value_that_was_not_kept_stay_apart():
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Criminal")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ("Peru", 3, "", 0, "-"))
        sheet.write_formula(1, 1, "=A1+1", value="")

    peru = of(report(workbook(fill)), "Peru")

    assert (peru.received, peru.accounts, peru.answered) == (
        Count("=A1+1", "not_available", None, None, Cell(2, 2)),
        Count("", "blank", None, None, Cell(2, 3)),
        Count("0 + -", "dash", None, None, Cell(2, 4)),
    )


def test_a_country_that_stands_twice_is_told():
    row = ("Peru", 10, 12, 0, 5, 2, 3)
    found = report(one_sheet(TITLE, HEADER, row, row))

    assert [each.contradiction for each in found.figures if each.kind == "legal"] == [
        None,
        "its country stands twice on the sheet",
    ]


def test_numbers_without_a_country_are_refused_and_notes_are_not():
    row = ("Peru", 10, 12, 0, 5, 2, 3)

    assert "row 5 has no country" in refusal(one_sheet(TITLE, HEADER, row, ("", 1)))
    assert len(report(one_sheet(TITLE, HEADER, row, ("Numbers are rounded.",))).figures) == 2


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (
            (*HEADER, "Challenged"),
            "column 'Challenged' is not known; the nearest known is 'Rejected'. The header is: "
            "Country | Total number of requests | Accounts",
        ),
        (("State", *HEADER[1:]), "column 'State' is not known"),
        ((*HEADER[:4], *HEADER[5:]), "no column for: other. The header is: Country"),
        ((*HEADER, "Rejected (#)"), "two columns hold the rejected"),
        (("Nation", "Sum", "Persons"), "has no header that is known; it begins 'Report 2019"),
    ],
)
def test_a_changed_header_is_refused_with_what_was_seen(header, told):
    assert told in refusal(one_sheet(TITLE, header, ("Peru", 10, 12, 0, 5, 2, 3, 0)[: len(header)]))


def test_numbers_under_no_heading_are_refused():
    body = one_sheet(TITLE, (*HEADER[:2], "", *HEADER[2:]), ("Peru", 10, 7, 12, 0, 5, 2, 3))

    assert "column 3 has no heading" in refusal(body)


def test_a_workbook_without_such_a_table_names_its_sheets():
    assert refusal(one_sheet("Sales", name="Shop")) == (
        "Microsoft-LERR-2019-H2: none of its sheets ('Shop') is a table of countries"
    )


def test_another_workbook_is_not_taken_for_microsoft_s():
    shop = Download(one_sheet("Sales", ("Item", "Price")), "shop.xlsx")
    renamed = Download(half_year(TITLE, made.MADE_UP), "book.xlsx")

    assert microsoft.closeness(shop) == 0
    assert microsoft.closeness(renamed) == 1
    assert microsoft.closeness(Download(b"Country,Requests\n", "LERR.csv")) == 0


def test_damage_to_microsoft_s_workbook_is_told_as_such():
    body = bytearray(files()["Microsoft-LERR-2019-H2"])
    packed = body.index(b"xl/worksheets/sheet1.xml") + 40
    body[packed : packed + 8] = b"\xff" * 8

    with pytest.raises(UnreadableReport, match="damaged or locked workbook"):
        read_reports(bytes(body), "Microsoft-LERR-2019-H2")
