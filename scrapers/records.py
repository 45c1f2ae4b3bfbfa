"""Read the rows of a table of text that has one header above all of its rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scrapers.downloads import Download, cell_at, columns_of
from scrapers.figures import Cell, Count, Period, Share, UnreadableReport
from scrapers.notations import read_count, read_share
from scrapers.periods import read_period
from scrapers.places import plain_place

MOST_RECORDS = 40_000  # the longest known table has 7,000; more than these would only cost seconds
LONGEST_TEXT = 300  # characters; the longest known text, a legal process, has 40


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table: what stands in each field, and where."""

    file: str
    number: int  # of the row, counted from 1
    header: Sequence[str]
    row: Sequence[str]
    at: Mapping[str, int]  # field -> column, counted from 0

    def text(self, field: str) -> str:
        """Give what stands in a field, as printed; "" when the table has no such column."""
        return cell_at(self.row, self.at.get(field))

    def title(self, field: str) -> str:
        """Give the name of a field's column, as printed."""
        return self.header[self.at[field]].strip()

    def cell(self, field: str) -> Cell:
        """Give the place of a field that the table has."""
        return Cell(self.number, self.at[field] + 1)

    def count(self, field: str) -> Count | None:
        """Read the number in a field; None when the table has no such column."""
        if field not in self.at:
            return None
        return read_count(self.text(field), cell=self.cell(field))

    def share(self, field: str) -> Share | None:
        """Read the percentage in a field; None when the table has no such column."""
        if field not in self.at:
            return None
        return read_share(self.text(field), cell=self.cell(field))

    def period(self) -> Period:
        """Read the period that the row names; raise UnreadableReport when it names none."""
        period = read_period(self.text("period"))
        if period is None:
            raise self.unreadable(f"{self.text('period')[:40]!r} is no period")
        return period

    def unreadable(self, what: str) -> UnreadableReport:
        """Make the error that says what is wrong with this row."""
        return UnreadableReport(f"{self.file}: row {self.number}: {what}")


def records(
    download: Download,
    known: Mapping[str, str],
    *,
    optional: Sequence[str] = (),
    most: int = MOST_RECORDS,
) -> Iterator[Record]:
    """Give the rows under the first one, by the columns that it names, as ``columns_of`` reads it.

    Blank rows and totals are passed over. Raises UnreadableReport for a row that is shorter or
    longer than the header, or names no country: where columns have moved, or the end of a download
    is lost, each number would be a wrong one.
    """
    header, *rows = download.rows or [[]]
    at = columns_of(header, known, name=download.name, optional=optional)
    if len(rows) > most:
        raise UnreadableReport(
            f"{download.name}: it has {len(rows)} rows, and such a table has {most} at the most; "
            "look at what it is"
        )
    if not any(any(map(str.strip, row)) for row in rows):
        raise UnreadableReport(f"{download.name}: it has a header and no row; download it again")
    unnamed = [column for column, printed in enumerate(header) if not printed.strip()]
    for number, row in enumerate(rows, start=2):
        if any(map(str.strip, row)):
            record = Record(download.name, number, header, row, at)
            _check(record, unnamed)
            if not _is_total(record.text("country")):
                yield record


def _check(record: Record, unnamed: Sequence[int]) -> None:
    row, width, reads = record.row, len(record.header), record.at.values()
    if len(row) <= max(reads):
        raise record.unreadable(
            f"it ends after {len(row)} of {width} columns; download the file again, or see whether "
            "its columns have moved"
        )
    if any(map(str.strip, row[width:])) or any(cell_at(row, column).strip() for column in unnamed):
        raise record.unreadable("it has a cell under no header; see whether columns have moved")
    if any(len(row[column]) > LONGEST_TEXT for column in reads):
        raise record.unreadable("it has a longer cell than any that is known; open the file")
    if not plain_place(record.text("country")):
        raise record.unreadable("it names no country; open the file and see what it is")


def _is_total(country: str) -> bool:
    plain = plain_place(country)
    return plain in ("all", "total", "totals", "grand total") or plain.endswith(" total")
