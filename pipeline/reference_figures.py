"""Read the figures that come with a tracker: tables written down from reports and the news."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import TrackerError
from pipeline.figures import numbered, stored
from pipeline.store.contents import Figure
from pipeline.store.figure_tables import Teller
from pipeline.tracker_models import Day, Tracker, nearest
from pipeline.tracker_problems import problems_of
from scrapers.fields import Entry, WebAddress, Words
from scrapers.figures import Cell, Count, FigureKind, Period, Share
from scrapers.figures import Figure as Printed
from scrapers.notations import added, read_count, read_share, worked_out
from scrapers.reports import google_removals
from scrapers.warc_records import digest_of

# What a cell holds is what the report prints. An empty cell says that nothing is told; an empty
# cell of the report itself is spelled out, and so is a row that it does not have.
BLANK = "blank"
NO_ROW = "no row"
NO_ROW_OF_ALL = "no row of all"  # the report lists every place, or says that no other asked
REMOVED = re.compile(r"(?:(?P<legal>\d+) legal)?(?:, )?(?:(?P<policy>\d+) policy)?")


class _Row(Entry):
    country: Words
    period_start: Day
    period_end: Day
    period: Words
    kind: FigureKind
    printed_kind: Words
    received: str
    accounts: str
    answered: str
    percentage: str
    told_by: Teller
    source: WebAddress
    note: str


COLUMNS = tuple(_Row.model_fields)


@dataclass(frozen=True, slots=True)
class _Table:
    """One file: its name for messages, the company it is about, and its digest."""

    name: str
    company: str
    digest: str


def read_reference_figures(folder: Path, tracker: Tracker) -> tuple[Figure, ...]:
    """Read ``figures/<company>.csv`` of a tracker's folder, in the order of files and rows.

    The release is the file itself: its digest, its name as the part, its rows and columns, also of
    what says that a report has no row. Raises TrackerError with one line per problem, of all files
    at once: each names file, row and column.
    """
    problems: list[str] = []
    figures = [
        figure
        for path in sorted((folder / "figures").glob("*.csv"))
        for figure in _read(path, tracker, problems)
    ]
    if problems:
        raise TrackerError("\n".join(problems))
    return numbered(figures)


def _read(path: Path, tracker: Tracker, problems: list[str]) -> Iterator[Figure]:
    name = f"figures/{path.name}"
    slugs = [company.slug for company in tracker.companies]
    if path.stem not in slugs:
        problems.append(f"{name}: {path.stem!r} is no company; {nearest(path.stem, slugs)}")
        return
    try:
        body = path.read_bytes()
        records = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
    except OSError as error:
        problems.append(f"{name}: cannot be read ({error.strerror}); see its permissions")
        return
    except UnicodeDecodeError as error:
        problems.append(f"{name}: byte {error.start} is not UTF-8; save the file as UTF-8")
        return
    except csv.Error as error:
        problems.append(f"{name}: is no table of comma-separated values ({error}); mend it")
        return
    header = records[0] if records else []
    if wrong := list(_header_problems(header)):
        problems += [f"{name}: {problem}" for problem in wrong]
        return
    table = _Table(name, path.stem, digest_of(body))
    seen: dict[tuple[str, ...], int] = {}
    for number, record in enumerate(records[1:], start=2):
        first = seen.setdefault(tuple(record), number)
        if first != number:
            problems.append(f"{name}: row {number} repeats row {first}; drop one of the two")
        elif (figure := _figure(table, header, record, number, problems)) is not None:
            yield figure


def _header_problems(header: Sequence[str]) -> Iterator[str]:
    for column in COLUMNS:
        if column not in header:
            yield f"column {column!r} is missing; add it"
    for place, column in enumerate(header):
        if column not in COLUMNS:
            yield f"column {column!r} is unknown; {nearest(column, COLUMNS)}"
        elif column in header[:place]:
            yield f"column {column!r} stands there twice; drop one of the two"


def _figure(
    table: _Table, header: Sequence[str], record: Sequence[str], number: int, problems: list[str]
) -> Figure | None:
    here = f"{table.name}: row {number}"
    if len(record) != len(header):
        problems.append(f"{here}: has {len(record)} cells and the header {len(header)}; mend it")
        return None
    written = dict(zip(header, record, strict=True))
    try:
        row = _Row.model_validate(written)
    except ValidationError as error:
        found = problems_of(error, file=here, written=written, model=_Row)
        problems += [line.replace(f"{here}: key ", f"{here}: column ", 1) for line in found]
        return None
    places = {column: Cell(number, place) for place, column in enumerate(header, start=1)}
    printed = _printed(row, places, table)
    odd = [
        f"{here}: column {column!r}: {written[column]!r} is no number; write it as it is printed"
        for column in ("received", "accounts", "answered", "percentage")
        if (value := getattr(printed, column)) is not None and value.notation == "unreadable"
    ]
    if row.period_end < row.period_start:
        odd.append(
            f"{here}: column 'period_end': {row.period_end} is before the start; correct one"
        )
    if odd:
        problems += odd
        return None
    return stored(
        printed,
        company=table.company,
        lists_all=row.received == NO_ROW_OF_ALL,
        told_by=row.told_by,
        source=row.source,
        release_digest=table.digest,
        note=row.note or None,
        # not by digest and row, so that the id stays when other rows are added
        known_by=(
            row.source,
            row.printed_kind,
            row.received,
            row.accounts,
            row.answered,
            row.percentage,
        ),
    )


def _printed(row: _Row, places: dict[str, Cell], table: _Table) -> Printed:
    figure = Printed(
        country=row.country,
        period=Period(row.period_start.isoformat(), row.period_end.isoformat(), row.period),
        kind=row.kind,
        printed_kind=row.printed_kind,
        received=_count(row.received, places["received"]),
        accounts=_count(row.accounts, places["accounts"]),
        answered=_count(row.answered, places["answered"]),
        part=table.name,
    )
    if row.kind == "removal_items" and table.company == google_removals.COMPANY:
        shares = REMOVED.fullmatch("" if row.percentage == BLANK else row.percentage)
        if shares and row.percentage:  # both are blank where another outcome is all that is told
            legal, policy = (
                google_removals.read_removed(
                    shares[outcome] or "", cell=places["percentage"], told=True
                )
                for outcome in ("legal", "policy")
            )
            return google_removals.with_removed(figure, legal, policy)
    return worked_out(replace(figure, percentage=_share(row.percentage, places["percentage"])))


def _count(printed: str, cell: Cell) -> Count | None:
    """Read a cell; two counts that the report prints beside each other are written "4 + 0"."""
    if not printed:
        return None
    if printed == BLANK:
        return Count("", "blank", None, None, cell)
    if printed in (NO_ROW, NO_ROW_OF_ALL):
        absent = 0 if printed == NO_ROW_OF_ALL else None
        return Count("", "no_row", absent, absent, cell)
    return reduce(added, (read_count(part, cell=cell) for part in printed.split(" + ")))


def _share(printed: str, cell: Cell) -> Share | None:
    if not printed:
        return None
    return read_share("" if printed == BLANK else printed, cell=cell)
