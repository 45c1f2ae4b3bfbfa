"""Make workbooks like Microsoft's: formulas with the values that they had, totals above countries.

Hong Kong's numbers are the real ones of 2019 H2 and 2020 H1; the other rows and the exact wording
of the headings are made up, for no workbook of Microsoft could be had. What is modelled: one header
row of pairs (2019 H2), headings over ``%`` and ``#`` (2020 H1), two sheets of 2013, one of 2014.
"""

import io
from collections.abc import Callable, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Row = tuple[str, int, int, int, int, int, int]

HONG_KONG_2019_H2: Row = ("Hong Kong", 62, 81, 0, 47, 7, 8)
HONG_KONG_2020_H1: Row = ("Hong Kong", 77, 114, 0, 46, 8, 23)
MADE_UP: tuple[Row, ...] = (
    ("Beligum", 40, 52, 0, 30, 6, 4),
    ("South  Korea", 8, 8, 1, 5, 1, 1),
    ("United States", 1200, 3100, 150, 640, 210, 200),
)
EMERGENCIES: tuple[Row, ...] = (("France", 10, 12, 2, 6, 1, 1),)
CIVIL: tuple[Row, ...] = (("Brazil", 9, 11, 0, 7, 2, 2),)  # outcomes of accounts
OUTCOMES = (
    "Resulting in disclosure of content",
    "Resulting in disclosure only of subscriber or transactional (non-content) data",
    "No data found",
    "Rejected as not meeting legal requirements",
)


def workbook(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    fill(book)
    book.close()
    return out.getvalue()


def write_rows(
    sheet: Worksheet, rows: Sequence[Row], *, top: int, percent: Format, shares_first: bool = True
) -> None:
    """Write TOTAL and the countries; shares, and the totals, are formulas with their values."""
    last = top + 1 + len(rows)
    total = [sum(row[column] for row in rows) for column in range(1, 7)]
    for number, row in enumerate((("TOTAL", *total), *rows), start=top):
        sheet.write(number, 0, row[0])
        for column in (1, 2):
            if number == top:
                letter = "ABC"[column]
                formula = f"=SUM({letter}{top + 2}:{letter}{last})"
                sheet.write_formula(number, column, formula, value=row[column])
            else:
                sheet.write(number, column, row[column])
        whole = row[1] if sum(row[3:]) == row[1] else row[2]
        for place, count in enumerate(row[3:]):
            share, figure = 3 + 2 * place, 4 + 2 * place
            if not shares_first:
                share, figure = figure, share
            sheet.write_formula(
                number, share, f"=N{number + 1}", percent, value=count / whole if whole else 0
            )
            sheet.write(number, figure, count)


def one_row(sheet: Worksheet, *, top: int, of: str = "requests") -> int:
    """Write a header where each column has a heading of its own; give the row under it."""
    sheet.write_row(top, 0, ["Country/Region", f"Total number of {of}", "Accounts in requests"])
    for place, outcome in enumerate(OUTCOMES):
        sheet.write_row(top, 3 + 2 * place, [f"{outcome} (%)", f"{outcome} (#)"])
    return top + 1


def two_rows(sheet: Worksheet, *, top: int) -> int:
    """Write a header whose headings span a percentage and a number; give the row under it."""
    for column, heading in enumerate(("Country", "Total number of requests", "Accounts specified")):
        sheet.merge_range(top, column, top + 1, column, heading)
    for place, outcome in enumerate(OUTCOMES):
        sheet.merge_range(top, 3 + 2 * place, top, 4 + 2 * place, outcome)
        sheet.write_row(top + 1, 3 + 2 * place, ["%", "#"])
    return top + 2


def half_year(
    title: str, criminal: Sequence[Row], *, civil: str | None = None, scratch: bool = False
) -> bytes:
    """Make a workbook as since 2018: criminal, emergency and civil requests."""

    def fill(book: xlsxwriter.Workbook) -> None:
        percent = book.add_format({"num_format": "0.00%"})
        for name, rows in (("Criminal", criminal), ("Emergencies", EMERGENCIES)):
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, title)
            write_rows(sheet, rows, top=one_row(sheet, top=2), percent=percent)
        sheet = book.add_worksheet("Civil Legal Requests")
        sheet.write(0, 0, civil or title)
        top = one_row(sheet, top=2, of="civil legal requests")
        write_rows(sheet, CIVIL, top=top, percent=percent)
        if scratch:
            book.add_worksheet("Sheet1").write_row(0, 0, ["to do", 3])

    return workbook(fill)


def merged(criminal: Sequence[Row]) -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        percent = book.add_format({"num_format": "0%"})
        for name, rows in (("Criminal", criminal), ("Emergencies", EMERGENCIES), ("Civil", CIVIL)):
            sheet = book.add_worksheet(name)
            top = two_rows(sheet, top=0)
            write_rows(sheet, rows, top=top, percent=percent)
            sheet.write(top + len(rows) + 3, 0, "Numbers include requests for several accounts.")

    return workbook(fill)


def by_product(*names: str) -> bytes:
    """Make a workbook as of 2013 to 2016: a sheet a product, or one; numbers before shares."""

    def fill(book: xlsxwriter.Workbook) -> None:
        percent = book.add_format({"num_format": "0.0%"})
        for name in names:
            sheet = book.add_worksheet(name)
            sheet.write_row(
                1, 0, ["Country", "Total number of law enforcement requests", "Accounts/Users"]
            )
            for place, outcome in enumerate(OUTCOMES):
                sheet.write_row(1, 3 + 2 * place, [f"Number {outcome}", f"Percentage {outcome}"])
            write_rows(sheet, MADE_UP, top=2, percent=percent, shares_first=False)

    return workbook(fill)


def files() -> dict[str, bytes]:
    title = "Law Enforcement Requests Report {}"
    return {
        "Microsoft-LERR-2013-H1": by_product("MSFT", "Skype"),
        "Microsoft-LERR-2014-H1": by_product("Law Enforcement Requests"),
        "Microsoft-LERR-2017-H2": half_year(
            title.format("2017 (July-December)"),
            MADE_UP,
            civil="Civil requests, 2017 (January-June)",
        ),
        "Microsoft-LERR-2019-H2": half_year(
            title.format("2019 (July-December)"), (*MADE_UP, HONG_KONG_2019_H2)
        ),
        "Microsoft-LERR-2020-H1": merged((*MADE_UP, HONG_KONG_2020_H1)),
        "Microsoft-LERR-2020-H2": half_year(title.format("2020 (July-December)"), MADE_UP),
        "Microsoft-LERR-2024-H2": half_year(
            title.format("2024 (July-December)"), MADE_UP, scratch=True
        ),
    }
