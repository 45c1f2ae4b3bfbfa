"""Read the cells of an XLSX workbook as text, as a spreadsheet shows them; bytes in, sheets out.

openpyxl reads, in a child process that has limits, and only what cells need: a broken theme or
chart costs nothing. The cells come from its parser, and not from its sheets, which leave out
without a word rows and cells that stand in no order, parts that are missing or of another format,
and whether a blank is a formula without a value. Nothing outside the file is opened; defusedxml,
which openpyxl takes when it is there, expands no entities. ECMA-376, part 1, section 18.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from defusedxml import EntitiesForbidden
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import FORMAT_DATE_YYYYMMDD2, is_date_format
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from scrapers.apart import Limits, read_apart
from scrapers.figures import UnreadableReport

# All these are of one workbook. Three sheets of 200 countries have 7,000 cells, in 20 parts.
MOST_BYTES = 64_000_000  # unpacked; a million rows that are formatted and empty fit
MOST_ROWS = 2_000_000  # down to the last that holds something
MOST_CELLS = 50_000  # that hold something
MOST_SHEETS = 100
MOST_PARTS = 1_000  # files in the zip
LONGEST_CELL = 32_767  # characters; the format allows no more
LAST_COLUMN = 100  # that may hold something; the widest known table has 12
LIMITS = Limits(seconds=8, memory_bytes=600_000_000)  # a million formatted rows: 4 s, 200 MB

# Formats of dates in Chinese, Japanese and Korean, which have no code that openpyxl knows.
_EASTERN = frozenset({*range(27, 37), *range(50, 59)})
_ESCAPED = re.compile(r"_x000[9AaDd]_")  # ends of lines and tabs, as the format spells them
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # of a number format: what stands for itself


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the text of its cells, row by row from row 1, ending with the last that holds any.

    ``0.758`` that is shown as a percentage reads "75.8%", a date as an ISO one. A formula reads as
    the value that was kept with it; without one it is not known, and reads as itself: "=B2+C2".
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    hidden: bool = False


def read_sheets(body: bytes, *, name: str) -> tuple[Sheet, ...]:
    """Read all sheets, in the order of their tabs; charts are sheets without rows.

    Raises UnreadableReport for whatever is damaged, locked, or larger than any report.
    """
    if body.count(b"PK\x01\x02") > MOST_PARTS:  # listing them would take long
        raise UnreadableReport(f"{name}: it has more parts than any workbook of a report")
    damage = "it is a damaged or locked workbook"
    return tuple(read_apart(_sheets, body, name=name, limits=LIMITS, damage=damage))


def _sheets(body: bytes) -> Iterator[Sheet]:
    book = ExcelReader(io.BytesIO(body), keep_links=False)
    if sum(part.file_size for part in book.archive.infolist()) > MOST_BYTES:
        raise _refusal("it is far too large")
    try:
        book.read_manifest()
        book.read_strings()
        book.read_workbook()
        apply_stylesheet(book.archive, book.wb)
        if len(book.parser.sheets) > MOST_SHEETS:
            raise _refusal("it has more sheets than any report")
        filled = length = 0
        for listed in book.parser.sheets:
            relation = book.parser.rels.get(listed.id)
            part = "" if relation is None else relation.target
            if part not in book.valid_files or not _is_known(book, part):
                raise _refusal(f"its sheet {listed.name[:40]!r} is missing or of another format")
            rows: dict[int, dict[int, str]] = {}
            for row, column, text in _texts(book, part):
                filled += 1
                if filled > MOST_CELLS or column > LAST_COLUMN:
                    raise _refusal("it is wider or holds more than any report")
                rows.setdefault(row, {})[column] = text
            last = max(rows, default=0)
            length += last
            if length > MOST_ROWS:
                raise _refusal("it is longer than any report")
            in_order = tuple(_in_order(rows.get(row, {})) for row in range(1, last + 1))
            yield Sheet(listed.name, in_order, hidden=listed.state != "visible")
    except EntitiesForbidden as error:
        raise _refusal("it declares a document type, which no workbook does") from error


def _refusal(what: str) -> UnreadableReport:
    return UnreadableReport(f"{what}; open the workbook and see what it is")


def _is_known(book: ExcelReader, part: str) -> bool:
    """Tell whether the library's parser knows the elements of a part; it passes over all others."""
    with book.archive.open(part) as source:
        _, root = next(iterparse(source, events=("start",)))
    return str(root.tag).startswith(f"{{{SHEET_MAIN_NS}}}")


class _Parser(WorkSheetParser):
    """Give a formula without a value as itself; the library gives it as it gives a blank."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        formula, value = element.find(FORMULA_TAG), element.find(VALUE_TAG)
        is_text = value is not None and element.get("t") == "str"  # of no letters
        if formula is not None and cell["value"] is None and not is_text:
            cell |= {"value": f"={formula.text or ''}", "data_type": "s"}
        return cell


def _texts(book: ExcelReader, part: str) -> Iterator[tuple[int, int, str]]:
    """Give row and column, both from 1, and text of the cells of a part that hold something."""
    shared = dict(enumerate(book.shared_strings))  # in a list, text -1 would be the last
    styled = book.wb.create_sheet()  # knows the formats of numbers
    with book.archive.open(part) as source:
        parser = _Parser(source, shared, data_only=True)
        for _, cells in parser.parse():
            parser.row_dimensions.clear()  # the heights of a million rows
            for cell in cells:
                text = _shown(ReadOnlyCell(styled, **cell), first_day=book.wb.epoch)
                if text and cell["row"] < 1:
                    raise _refusal(f"a sheet has a row {cell['row']}")
                if len(text) > LONGEST_CELL:
                    raise _refusal("a cell is longer than any may be")
                if text:
                    yield cell["row"], cell["column"], text


def _in_order(cells: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(cells.get(column, "") for column in range(1, max(cells, default=0) + 1))


def _shown(cell: ReadOnlyCell, *, first_day: datetime) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "b":
        return str(value).upper()
    if isinstance(value, int | float):
        is_day = cell.style_array.numFmtId in _EASTERN
        shown_as = FORMAT_DATE_YYYYMMDD2 if is_day else cell.number_format
        return _number(value, shown_as, first_day)
    if isinstance(value, date | time):
        return value.isoformat().removesuffix("T00:00:00")
    return _ESCAPED.sub(" ", str(value))


def _number(value: float, shown_as: str, first_day: datetime) -> str:
    printed = f"{value:.15g}"  # a spreadsheet knows 15 digits: 0.30000000000000004 is 0.3
    code = _QUOTED.sub("", shown_as).partition(";")[0]
    if "%" in code:
        decimals = re.search(r"\.([0#?]+)", code)
        with localcontext(rounding=ROUND_HALF_UP):
            return f"{Decimal(printed):.{len(decimals[1]) if decimals else 0}%}"
    if not is_date_format(shown_as):
        return printed
    try:
        when: str = from_excel(value, first_day).isoformat()
    except (OverflowError, ValueError):
        return "########"  # as it is shown
    return when.removesuffix("T00:00:00")
