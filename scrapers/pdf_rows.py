"""Gather the rows of a table that runs over the pages of a PDF, below the header of each.

The names of the places stand in the first column, and numbers in some of the others.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scrapers.downloads import columns_of
from scrapers.figures import UnreadableReport
from scrapers.pdf_lines import NUMBER, Row
from scrapers.pdf_tables import Page, Table

HEADER_ROWS = 6  # the names of columns stand on so many lines at most
OPEN = re.compile(r"(?:\b(?:and|of|the|&)|[-,(/])$", re.IGNORECASE)  # a name that goes on
REST = re.compile(r"[a-z(&]")  # what no name begins with


@dataclass(frozen=True, slots=True)
class PdfRow:
    """One row below a header, counted from 1 in its table; ``at`` is the column of each field."""

    table: Table
    row: int
    at: Mapping[str, int]
    header: tuple[str, ...]
    cells: Row


def pdf_rows(
    pages: Iterable[Page], known: Mapping[str, str], *, name: str, optional: Sequence[str] = ()
) -> list[PdfRow]:
    """Give the rows of the one table that runs over the pages, without its repeated headers.

    ``known`` and ``optional`` are those of ``columns_of``; one of the fields is ``country``. A
    name that is cut by the end of a page, or that stands on two lines where no lines are drawn, is
    put together in the row that has the numbers. Tables that have neither a known header nor
    numbers, such as legends, are passed over. Raises UnreadableReport for columns that are not as
    known, and for a name of which it is not plain whether it is cut.
    """
    found: list[PdfRow] = []
    at: Mapping[str, int] = {}
    header: tuple[str, ...] = ()
    for table in (table for page in pages for table in page.tables):
        start = _first_row(table)
        if len(table.rows[0]) != len(header) or not all(map(_only_named, table.rows[:start])):
            read = _header(table, start, known, name=f"{name}: {table.part}", optional=optional)
            if read is None:
                continue  # a legend
            start, at, header = read
        else:
            start = 0
        found += [
            PdfRow(table, number, at, header, row)
            for number, row in enumerate(table.rows[start:], start=start + 1)
            if any(row)
        ]
    return _joined(found, name=name)


def _first_row(table: Table) -> int:
    """Give the place of the first row that has numbers; the number of rows when none has."""
    for place, row in enumerate(table.rows):
        if any(cell and NUMBER.fullmatch(cell) for cell in row[1:]):
            return place
    return len(table.rows)


def _only_named(row: Row) -> bool:
    return bool(row[0]) and not any(row[1:])


def _header(
    table: Table, start: int, known: Mapping[str, str], *, name: str, optional: Sequence[str]
) -> tuple[int, dict[str, int], tuple[str, ...]] | None:
    """Find the fewest rows above ``start`` that name all columns; titles stand above them.

    The rest of a name that the page break cut may stand below them, so where the body begins is
    given as well. None for a table that has no such rows and no numbers.
    """
    error = UnreadableReport(f"{name}: no header stands above its numbers")
    for end in range(start, max(start - HEADER_ROWS, 0), -1):
        for first in range(end - 1, max(end - HEADER_ROWS, 0) - 1, -1):
            spread = map(_spread, table.rows[first:end])
            names = [" ".join(filter(None, parts)) for parts in zip(*spread, strict=True)]
            try:
                return end, columns_of(names, known, name=name, optional=optional), tuple(names)
            except UnreadableReport as odd:
                error = error if end < start else odd
        if not _only_named(table.rows[end - 1]):
            break
    if start < len(table.rows):
        raise error
    return None


def _spread(row: Row) -> list[str]:
    """Give a cell that covers several columns to each of them."""
    names: list[str] = []
    for cell in row:
        names.append(cell if cell is not None else names[-1] if names else "")
    return names


def _joined(found: Sequence[PdfRow], *, name: str) -> list[PdfRow]:
    kept: list[PdfRow] = []
    waiting: list[str] = []  # for the row that has the numbers
    for place, record in enumerate(found):
        own = _name(record)
        if own and not any(_named(record, "").cells):
            before = kept[-1] if kept and not waiting else None
            after = found[place + 1 : place + 3]
            near = [before, *after[:1]]
            if not record.table.ruled or any(n and n.table is not record.table for n in near):
                where = f"{name}: {record.table.part}: row {record.row}"
                if _belongs(before, own, after, where=where) == "after":
                    waiting.append(own)
                    continue
                if before:
                    kept[-1] = _named(before, f"{_name(before)} {own}".strip())
                    continue
        kept.append(_named(record, " ".join([*waiting, own]).strip()) if waiting else record)
        waiting = []
    return kept


def _belongs(before: PdfRow | None, own: str, after: Sequence[PdfRow], *, where: str) -> str:
    """Tell with which neighbour a name without numbers makes one name: ``before`` or ``after``.

    Either the words show it, or of all ways to read it one alone keeps to the alphabet. Raises
    UnreadableReport otherwise: the row beside it may be of another place than it seems.
    """
    above = _name(before) if before else None
    below = [_name(record) for record in after]
    if above is not None and (not above or OPEN.search(above) or REST.match(own)):
        return "before"
    if below and (not below[0] or OPEN.search(own) or REST.match(below[0])):
        return "after"
    ways = {
        "alone": [above or "", own, *below],
        "before": [above or "", *below],
        "after": [above or "", own, *below[1:]],
    }
    fit = [way for way, names in ways.items() if names == sorted(names, key=str.casefold)]
    if len(fit) == 1 and fit != ["alone"]:
        return fit[0]
    beside = f"above it, {(above or '')[:60]!r}, or below it, {''.join(below[:1])[:60]!r}"
    raise UnreadableReport(
        f"{where}: {own[:60]!r} has no numbers; is it a place of its own, or part of the name "
        f"{beside}? Read it by eye"
    )


def _name(record: PdfRow) -> str:
    return record.cells[record.at["country"]] or ""


def _named(record: PdfRow, name: str) -> PdfRow:
    at = record.at["country"]
    return replace(record, cells=(*record.cells[:at], name, *record.cells[at + 1 :]))
