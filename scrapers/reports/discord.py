"""Discord's report: one file of many tables, each under a title in a cell of its own.

https://cdn.discordapp.com/assets/transparency-reports/, a file a quarter to 2023, a half-year
since. Read are the three tables of governments by country. What Discord ``Complied`` with in
preservation requests was kept, not handed over, so it is no answer, and is left out. Tables of the
United States have a row a process instead of a country; they and all the others are passed over.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from scrapers.downloads import Download, columns_of, nearest_column, plain_name
from scrapers.figures import Cell, Figure, FigureKind, Period, Report, UnreadableReport
from scrapers.notations import read_count, worked_out
from scrapers.periods import find_period
from scrapers.places import plain_place
from scrapers.records import LONGEST_TEXT, Record

COMPANY = "discord"
TITLES: dict[str, FigureKind] = {
    "International Government Information Requests": "legal",
    "Emergency Requests": "emergency",
    "Preservation Requests": "preservation",
}
KNOWN_BY = ("Discord ... Transparency Report CSV", *TITLES)
KINDS = {plain_name(title): kind for title, kind in TITLES.items()}
COLUMNS = {
    "Country": "country",
    "Requests": "received",
    "Information Produced": "answered",
    "Complied": "answered",
}
MOST_ROWS = 5_000  # of all its tables; the known ones have some hundreds
TWICE = "this country stands twice in the table"


class _Table(NamedTuple):
    title: str
    header: list[str]
    rows: list[tuple[int, list[str]]]  # with their numbers, counted from 1


def closeness(download: Download) -> float:
    """Look for the title of the file, or else for those of its tables."""
    if download.media != "text":
        return 0.0
    heading = plain_name(_heading(download))
    if "discord" in heading and "transparency report" in heading:
        return 1.0
    titles = {plain_name(row[0]) for row in download.rows[:MOST_ROWS] if row}
    return len(titles & set(KINDS)) / len(KINDS)


def read(download: Download) -> Report:
    """Read a row of a country a figure; the period stands above all tables, or in the file name."""
    heading = _heading(download)
    titled, named = _part_of_year(heading), _part_of_year(download.name)
    period = titled or named
    if period is None:
        raise UnreadableReport(
            f"{download.name}: neither its first line, {heading[:80]!r}, nor its name says which "
            "period it is of; name the file as Discord does, such as 'H1-2024.csv'"
        )
    odd = []
    if titled and named and (titled.start, titled.end) != (named.start, named.end):
        odd.append(f"the first line says {titled.printed!r}, and the file name {named.printed!r}")
    figures = tuple(
        figure
        for table in _tables(download)
        if _is_read(table, name=download.name)
        for figure in _figures(table, period, odd, name=download.name)
    )
    if not figures:
        raise UnreadableReport(
            f"{download.name}: it has no table of requests by country; known are {_listed(TITLES)}"
        )
    return Report("discord", COMPANY, figures)


def _heading(download: Download) -> str:
    return next((row[0] for row in download.rows if _filled(row)), "").strip()


def _part_of_year(text: str) -> Period | None:
    found = find_period(text)  # a year alone, above a quarter or a half-year, says too little
    return None if found and found.start[4:] == "-01-01" and found.end[4:] == "-12-31" else found


def _filled(row: list[str]) -> list[str]:
    return [cell for cell in row if cell.strip()]


def _is_header(row: list[str]) -> bool:
    """Tell names of columns from the numbers of a country: nothing but the first is a number."""
    counts = [read_count(cell, cell=Cell(1, 1)) for cell in _filled(row)[1:]]
    return bool(counts) and all(count.notation == "unreadable" for count in counts)


def _is_by_country(row: list[str]) -> bool:
    return plain_name(row[0][:80]).startswith("countr")


def _tables(download: Download) -> Iterator[_Table]:
    """Cut the file where a cell by itself stands above the names of columns."""
    rows = [(number, row) for number, row in enumerate(download.rows, start=1) if _filled(row)]
    if len(rows) > MOST_ROWS:
        raise UnreadableReport(f"{download.name}: it has {len(rows)} rows, more than any report")
    starts = [
        place
        for place, ((_, title), (_, header)) in enumerate(pairwise(rows))
        if len(_filled(title)) == 1 and title[0].strip() and _is_header(header)
    ]
    headers = {place + 1 for place in starts}
    for place, (number, row) in enumerate(rows):
        if _is_by_country(row) and place not in headers:
            raise UnreadableReport(
                f"{download.name}: row {number}: a table of countries begins without a title above "
                f"it, or without names of columns; known titles are {_listed(TITLES)}"
            )
    for start, end in pairwise([*starts, len(rows)]):
        yield _Table(rows[start][1][0].strip(), rows[start + 1][1], rows[start + 2 : end])


def _is_read(table: _Table, *, name: str) -> bool:
    """Tell a table that is read from one that is knowingly passed over."""
    if plain_name(table.header[0]) == "request type":
        return False
    if plain_name(table.title) in KINDS:
        return True
    if _is_by_country(table.header):
        raise UnreadableReport(
            f"{name}: table {table.title[:80]!r} is of countries and is not known; "
            f"{nearest_column(table.title, TITLES)}"
        )
    return False


def _figures(table: _Table, period: Period, odd: list[str], *, name: str) -> Iterator[Figure]:
    """Read the rows down to the total; a title of other tables may stand by itself below it."""
    where = f"{name}: table {table.title[:80]!r}"
    at = columns_of(table.header, COLUMNS, name=where)
    named = {column for column, printed in enumerate(table.header) if printed.strip()}
    found: list[Record] = []
    is_closed = False
    for number, row in table.rows:
        record = Record(file=name, number=number, header=table.header, row=row, at=at)
        country = plain_place(record.text("country"))
        if is_closed:
            if len(_filled(row)) > 1:
                raise record.unreadable(f"numbers stand below the total of {table.title!r}")
        elif not country or len(country) > LONGEST_TEXT:
            raise record.unreadable("it names no country; open the file and see what the row is")
        elif len(row) <= max(at.values()):
            raise record.unreadable(f"it ends after {len(row)} columns; download the file again")
        elif any(cell.strip() for column, cell in enumerate(row) if column not in named):
            raise record.unreadable(
                "it has a cell under no name of a column; see whether columns have moved"
            )
        elif country in ("total", "totals"):
            is_closed = True
        else:
            found.append(record)
    times = Counter(plain_place(record.text("country")) for record in found)
    for record in found:
        twice = times[plain_place(record.text("country"))] > 1
        yield _figure(record, table.title, period, [*odd, *([TWICE] if twice else [])])


def _figure(record: Record, title: str, period: Period, odd: list[str]) -> Figure:
    kind = KINDS[plain_name(title)]
    return worked_out(
        Figure(
            country=record.text("country"),
            period=period,
            kind=kind,
            printed_kind=title,
            received=record.count("received"),
            answered=None if kind == "preservation" else record.count("answered"),
            contradiction="; ".join(odd) or None,
            part=title,
        )
    )


def _listed(titles: Iterable[str]) -> str:
    return ", ".join(map(repr, titles))
