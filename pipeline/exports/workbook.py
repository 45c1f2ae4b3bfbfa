"""Write an edition as a workbook (XLSX): the timeline, its evidence, corrections and the method.

Every cell from outside is text, which no spreadsheet runs. Dates are text too, in ISO: a day, a
month and a year stand in one column, sort together, and look the same in every country.
"""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]

from pipeline.edition import Edition
from pipeline.exports import Format
from pipeline.exports.method import method
from pipeline.exports.workbook_columns import CORRECTIONS, EVIDENCE, TIMELINE, Cell, Column
from pipeline.outside import web_address
from pipeline.visible import one_line

MOST_LETTERS = 32_767  # UTF-16 units of a cell
CUT = "… (cut here: a cell holds no more)"
LONGEST_LINK = 2_079  # characters of an address that may be linked
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "use_zip64": True,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a sheet holds: rows, its header among them, and links; more addresses are plain text."""

    rows: int = 1_048_576
    links: int = 65_530


class _Table:
    """A table that goes on on another sheet when one is full."""

    def __init__(
        self, book: xlsxwriter.Workbook, name: str, columns: Sequence[Column], limits: Limits
    ) -> None:
        self._book, self._name, self._columns, self._limits = book, name, columns, limits
        self._bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._link = book.add_format({"font_color": "#0A4F92", "underline": 1})
        self._sheets = 0
        self._begin()

    def add(self, thing: object) -> None:
        """Write a row: what the columns make of a thing."""
        if self._row >= self._limits.rows:
            self.close()
            self._begin()
        for place, column in enumerate(self._columns):
            self._write(place, column, column.cell(thing))
        self._row += 1

    def _begin(self) -> None:
        self._sheets += 1
        name = self._name if self._sheets == 1 else f"{self._name} {self._sheets}"
        self._sheet: Any = self._book.add_worksheet(name)
        self._row, self._links = 1, 0
        self._sheet.freeze_panes(1, 1)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.repeat_rows(0)
        self._sheet.repeat_columns(0)
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, column.width)
            self._sheet.write_string(0, place, column.name, self._bold)

    def close(self) -> None:
        """End the sheet: its filters reach to the last row."""
        self._sheet.autofilter(0, 0, max(1, self._row - 1), len(self._columns) - 1)

    def _write(self, place: int, column: Column, value: Cell) -> None:
        if value is None:
            return
        if not isinstance(value, str):
            self._sheet.write_number(self._row, place, value)
            return
        shown = cell(value)
        address = web_address(value) if column.link else None
        if address and len(address) <= LONGEST_LINK and self._links < self._limits.links:
            self._links += 1
            self._sheet.write_url(self._row, place, address, self._link, shown)
        elif shown:
            self._sheet.write_string(self._row, place, shown)


def write(edition: Edition, out: IO[bytes]) -> int:
    """Write the sheets Timeline, Evidence, Corrections and Method; one reading, nothing held."""
    return write_within(Limits(), edition, out)


def write_within(limits: Limits, edition: Edition, out: IO[bytes]) -> int:
    """Write a workbook whose sheets keep limits; a table that is full goes on on another sheet."""
    with TemporaryDirectory() as beside, TemporaryFile() as made:
        book = xlsxwriter.Workbook(made, {**OPTIONS, "tmpdir": beside})
        book.set_properties(
            {
                "title": cell(f"{edition.law}: how companies answered", 250),
                "created": datetime.fromisoformat(edition.updated_at).replace(tzinfo=None),
            }
        )
        rows = _tables(book, edition, limits)
        _method(book, edition, limits)
        book.close()
        made.seek(0)
        shutil.copyfileobj(made, out)
    return rows


def _tables(book: xlsxwriter.Workbook, edition: Edition, limits: Limits) -> int:
    timeline = _Table(book, "Timeline", TIMELINE, limits)
    evidence = _Table(book, "Evidence", EVIDENCE, limits)
    rows = 0
    for line in edition.lines():
        timeline.add(line)
        for proof in line.proofs:
            evidence.add(proof)
        rows += 1
    corrections = _Table(book, "Corrections", CORRECTIONS, limits)
    for correction in edition.corrections:
        corrections.add(correction)
    for table in (timeline, evidence, corrections):
        table.close()
    return rows


def _method(book: xlsxwriter.Workbook, edition: Edition, limits: Limits) -> None:
    """Write how the tables were made, what stances and columns mean."""
    sheet: Any = book.add_worksheet("Method")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 110)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    wrap = book.add_format({"valign": "top", "text_wrap": True})
    heading = book.add_format({"bold": True, "font_size": 13})
    row = 0
    for title, pairs in _chapters(edition, limits):
        sheet.write_string(row, 0, title, heading)
        row += 1
        for name, words in pairs:
            # Rows of wrapped text keep the height of one line unless told otherwise.
            sheet.set_row(row, 15 * max(1, -(-len(words) // 105)))
            sheet.write_string(row, 0, cell(name), bold)
            sheet.write_string(row, 1, cell(words), wrap)
            row += 1
        row += 1


def _chapters(edition: Edition, limits: Limits) -> Iterable[tuple[str, Iterable[tuple[str, str]]]]:
    yield "Method", method(edition)
    if edition.site:
        yield "Published at", [("Pages of these events", edition.site)]
    yield "Stances", [(stance.label, stance.definition) for stance in edition.stances]
    for name, columns in (("Timeline", TIMELINE), ("Evidence", EVIDENCE)):
        yield f"Columns of {name}", [(column.name, column.meaning) for column in columns]
    yield (
        "Limits of a workbook",
        [
            ("Long texts", f"A text of more than {MOST_LETTERS:,} characters is cut, and says so."),
            ("Links", f"The first {limits.links:,} addresses of a sheet can be clicked on."),
            ("Many rows", f"After row {limits.rows:,} a table goes on on another sheet."),
        ],
    )


def cell(words: str, most: int = MOST_LETTERS) -> str:
    """Make one visible line of a text; one that a cell cannot hold is cut, and says so."""
    plainly = words.isascii() and words.isprintable()
    shown = " ".join(words.split()) if plainly else one_line(words)
    if len(shown) * 2 <= most or _units(shown) <= most:
        return shown
    room, kept = most - len(CUT), shown[: most - len(CUT)]
    while _units(kept) > room:
        kept = kept[: len(kept) - max(1, (_units(kept) - room) // 2)]
    return f"{kept.rstrip()}{CUT}"


def _units(words: str) -> int:
    return len(words) + sum(letter > "\uffff" for letter in words)


FORMAT = Format(
    "xlsx",
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write,
)
