"""Microsoft's law enforcement requests: a workbook a half-year, a sheet a kind of request.

https://cdn-dynmedia-1.microsoft.com/is/content/microsoftcorp/Microsoft-LERR-2024-H2

No workbook could be read when this was written, only descriptions of them. So the header may stand
in any of the first rows and fill several, and a heading may span its percentage and its number; but
a heading that is not understood, or a column that is missing, is an error. Whether the one sheet of
2014 to 2016 holds emergencies is not known; like those of 2013 it counts as legal. The outcomes
of civil requests count accounts: how many of the requests were answered is not told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scrapers.downloads import Download, cell_at, nearest_column
from scrapers.figures import (
    Cell,
    Count,
    Figure,
    FigureKind,
    Notation,
    Period,
    Report,
    Share,
    UnreadableReport,
)
from scrapers.notations import added, read_count, read_share, worked_out
from scrapers.periods import find_period
from scrapers.places import plain_place
from scrapers.workbooks import Sheet, read_sheets

COMPANY = "microsoft"
KNOWN_BY = (
    "Country",
    "Total number of requests",
    "Accounts specified in requests",
    "Disclosure of content",
    "Disclosure only of subscriber or transactional (non-content) data",
    "No data found",
    "Rejected",
)
# The words that tell a column, in the order in which they are asked for: a heading about requests
# that were rejected also speaks of data, and one about non-content data of content.
WORDS = {
    "rejected": ("reject", "not meeting legal"),
    "none": ("no data", "no customer data", "no information"),
    "other": ("subscriber", "transactional", "non-content", "noncontent", "non content"),
    "content": ("content",),
    "accounts": ("account", "users"),
    "country": ("country", "countries", "region", "jurisdiction"),
    "received": ("total number", "number of requests", "requests received", "total requests"),
}
OUTCOMES = ("content", "other", "none", "rejected")
SHARE = ("%", "percent")
NUMBER = ("#", "number")
ROLES = ("civil", "emergenc", "criminal", "msft", "skype")  # words in the names of sheets
KINDS: dict[str, FigureKind] = {"emergenc": "emergency"}  # all others are legal
ONE = "all"  # the role of the one sheet of 2014 to 2016, whatever its name
TOTALS = frozenset({"total", "totals", "grand total", "all", "all countries"})
HEADER_WITHIN = 60  # rows
HEADER_ROWS = 3  # at most, after its first
LONGEST_COUNTRY = 200  # characters
HALVES = (("-01-01", "-06-30"), ("-07-01", "-12-31"))
REPEATED = "2017-07-01"  # its workbook holds the civil requests of the half-year before


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet whose header was found; columns and rows are counted from 0, ``rows`` hold data."""

    sheet: Sheet
    role: str
    at: Mapping[str, int]
    headings: Mapping[str, str]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    top: int


def closeness(download: Download) -> float:
    """Ask its name, or else compare the cells of its sheets with the known columns.

    The name comes first: what is wrong with Microsoft's workbook should be told, were it damaged.
    """
    if download.media != "xlsx":
        return 0.0
    if "lerr" in download.name.casefold():
        return 1.0
    found = [
        len({_field(cell) for cell in row} - {None})
        for sheet in read_sheets(download.body, name=download.name)
        for row in sheet.rows[:HEADER_WITHIN]
    ]
    return max(found, default=0) / len(WORDS)


def read(download: Download) -> Report:
    """Read all sheets of requests; scratch and hidden ones are passed over.

    The period is the one that the title on a sheet names, or else the one of the file name.
    """
    name = download.name
    sheets = read_sheets(download.body, name=name)
    tables = tuple(_tables(sheets, name=name))
    if not tables:
        shown = ", ".join(repr(sheet.name[:40]) for sheet in sheets[:12])
        raise UnreadableReport(f"{name}: none of its sheets ({shown}) is a table of countries")
    figures = [figure for table in tables for figure in _figures(table, name=name)]
    return Report("microsoft", COMPANY, tuple(figures))


def _tables(sheets: Sequence[Sheet], *, name: str) -> Iterator[_Table]:
    shown = [sheet for sheet in sheets if not sheet.hidden and any(sheet.rows)]
    named = [sheet for sheet in shown if _role(sheet)]
    others = [sheet for sheet in shown if not _role(sheet) and _top(sheet) is not None]
    if not named and len(others) == 1:
        yield _table(others[0], ONE, name=name)
        return
    for sheet in others:
        if not (named and plain_place(sheet.name) == "sheet"):  # a scratch, such as Sheet1
            raise UnreadableReport(
                f"{name}: what sheet {sheet.name[:40]!r} counts is not known; the names of known "
                f"sheets hold one of: {', '.join(ROLES)}"
            )
    for role in dict.fromkeys(map(_role, named)):
        alike = [sheet for sheet in named if _role(sheet) == role]
        totals = [sheet for sheet in alike if "total" in sheet.name.casefold()]
        chosen = totals or alike  # the others are parts of the total
        if len(chosen) > 1:
            titles = ", ".join(repr(sheet.name[:40]) for sheet in chosen)
            raise UnreadableReport(f"{name}: sheets {titles} count the same kind of requests")
        yield _table(chosen[0], role or ONE, name=name)


def _role(sheet: Sheet) -> str | None:
    title = sheet.name.casefold()
    return next((role for role in ROLES if role in title), None)


def _field(heading: str) -> str | None:
    plain = " ".join(heading[:300].split()).casefold()
    if plain == "requests":
        return "received"
    return next((field for field, words in WORDS.items() if any(w in plain for w in words)), None)


def _top(sheet: Sheet) -> int | None:
    """Find the row that names the most columns, three at least."""
    rows = sheet.rows[:HEADER_WITHIN]
    named = [len({_field(cell) for cell in row} - {None}) for row in rows]
    best = max(named, default=0)
    return named.index(best) if best >= 3 else None


def _table(sheet: Sheet, role: str, *, name: str) -> _Table:
    top = _top(sheet)
    if top is None:
        begins = " | ".join(filter(None, next(filter(None, sheet.rows))))[:200]
        raise UnreadableReport(
            f"{name}: sheet {sheet.name[:40]!r} has no header that is known; it begins "
            f"{begins!r}. Known are: {'; '.join(KNOWN_BY)}"
        )
    first = top + 1
    while first <= top + HEADER_ROWS and first < len(sheet.rows) and _is_heading(sheet.rows[first]):
        first += 1
    rows = tuple((number, row) for number, row in enumerate(sheet.rows[first:], first) if row)
    columns = _columns(sheet, top, first, [row for _, row in rows], name=name)
    at = {field: column for field, (column, _) in columns.items()}
    missing = {"country", "received", "accounts", "content", "other"} - set(at)
    if missing:
        raise UnreadableReport(
            f"{name}: sheet {sheet.name[:40]!r}: no column for: {', '.join(sorted(missing))}. "
            f"{_seen(sheet.rows[top:first])} Known are: {'; '.join(KNOWN_BY)}"
        )
    headings = {field: heading for field, (_, heading) in columns.items()}
    return _Table(sheet, role, at, headings, rows, top)


def _columns(
    sheet: Sheet, top: int, first: int, rows: Sequence[Sequence[str]], *, name: str
) -> dict[str, tuple[int, str]]:
    """Find the column of each field, and its heading. A percentage is a field of its own."""
    header = sheet.rows[top:first]
    filled: dict[int, list[str]] = {}
    for row in rows:
        for column, text in enumerate(row):
            if text.strip():
                filled.setdefault(column, []).append(text)
    found: dict[str, tuple[int, str]] = {}
    outcome: tuple[str, str] | None = None  # whose heading may span this column
    for column in range(max(*map(len, header), max(filled, default=0) + 1, 0)):
        own = [text for row in header if (text := cell_at(row, column).strip())]
        if not own and top and _field(cell_at(sheet.rows[top - 1], column)):
            own = [cell_at(sheet.rows[top - 1], column)]  # it spans rows
        cells = filled.get(column, [])
        if not own and (not cells or outcome is None):
            if len(cells) * 2 > len(rows):
                raise UnreadableReport(
                    f"{name}: sheet {sheet.name[:40]!r}: column {column + 1} has no heading. "
                    f"{_seen(header)}"
                )
            outcome = None
            continue
        named = next(((field, text) for text in own if (field := _field(text))), None)
        highest = cell_at(header[0], column)
        if outcome and not _field(highest) and (not highest.strip() or _is_mark(highest)):
            named, outcome = outcome, None
        elif named:
            outcome = named if named[0] in OUTCOMES else None
        if named is None:
            near = nearest_column(" ".join(own), dict.fromkeys(KNOWN_BY, ""))
            raise UnreadableReport(
                f"{name}: sheet {sheet.name[:40]!r}: column {' '.join(own)[:80]!r} is not known; "
                f"{near}. {_seen(header)}"
            )
        field = named[0]
        if field in OUTCOMES and _is_share(own, cells):
            field += " share"
        if field in found:
            raise UnreadableReport(
                f"{name}: sheet {sheet.name[:40]!r}: two columns hold the {field}. {_seen(header)}"
            )
        found[field] = (column, named[1])
    return found


def _seen(header: Sequence[Sequence[str]]) -> str:
    shown = " | ".join(filter(None, (cell.strip() for row in header for cell in row)))
    return f"The header is: {shown[:500]}."


def _is_heading(row: Sequence[str]) -> bool:
    """Tell whether a row under the header goes on with it; one of blanks does."""
    texts = [text.strip() for text in row if text.strip()]
    return all((_field(text) or _is_mark(text)) and not text[0].isdigit() for text in texts)


def _is_mark(text: str) -> bool:
    return any(mark in text.casefold() for mark in (*SHARE, *NUMBER))


def _is_share(own: Sequence[str], cells: Sequence[str]) -> bool:
    """Tell the percentage of a pair from the number, by its heading or else by its cells."""
    plain = " ".join(own).casefold()
    share, number = (any(mark in plain for mark in marks) for marks in (SHARE, NUMBER))
    return share if share != number else sum(c.endswith("%") for c in cells) * 2 > len(cells)


def _period(table: _Table, *, name: str) -> Period:
    titles = [table.sheet.name, *(cell for row in table.sheet.rows[: table.top] for cell in row)]
    found = {
        (period.start, period.end): period
        for title in titles
        if (period := find_period(title)) and _is_half(period)
    }
    of_file = find_period(name)
    if len(found) == 1:
        return next(iter(found.values()))
    if of_file and _is_half(of_file) and (not found or (of_file.start, of_file.end) in found):
        return of_file
    raise UnreadableReport(
        f"{name}: sheet {table.sheet.name!r}: which half-year it counts is not told; give the file "
        "the name that it was published under, such as Microsoft-LERR-2024-H2"
    )


def _is_half(period: Period) -> bool:
    return (period.start[4:], period.end[4:]) in HALVES and period.start[:4] == period.end[:4]


def _figures(table: _Table, *, name: str) -> Iterator[Figure]:
    period = _period(table, name=name)
    seen: set[str] = set()
    last = max((number for number, row in table.rows if _numbers(row, table)), default=-1)
    for number, row in table.rows:
        if number > last:
            break  # under the numbers stand notes
        country = cell_at(row, table.at["country"])
        if not country.strip() or len(country) > LONGEST_COUNTRY:
            if _numbers(row, table):
                raise UnreadableReport(
                    f"{name}: sheet {table.sheet.name!r}: row {number + 1} has no country"
                )
            continue
        plain = plain_place(country)
        if plain in TOTALS:
            continue
        twice = "its country stands twice on the sheet" if plain in seen else None
        seen.add(plain)
        yield from _of_row(row, number, table, period, contradiction=twice)


def _numbers(row: Sequence[str], table: _Table) -> list[str]:
    cells = [cell_at(row, column) for field, column in table.at.items() if field != "country"]
    return [cell for cell in cells if cell.strip()]


def _of_row(
    row: Sequence[str], number: int, table: _Table, period: Period, *, contradiction: str | None
) -> Iterator[Figure]:
    counts = {
        field: _count(cell_at(row, column), Cell(number + 1, column + 1))
        for field, column in table.at.items()
        if field != "country" and not field.endswith(" share")
    }
    shares = {
        field: _share(cell_at(row, column), Cell(number + 1, column + 1))
        for field in ("content", "other")
        if (column := table.at.get(f"{field} share")) is not None
    }
    odd = [contradiction]
    if table.role != "civil":
        odd.append(_adds_up(counts))
    elif period.start == REPEATED:
        odd.append("the civil sheet of this workbook is known to hold the half-year before")
    figure = Figure(
        country=cell_at(row, table.at["country"]),
        period=period,
        kind=KINDS.get(table.role, "legal"),
        printed_kind=table.headings["received"] if table.role == ONE else table.sheet.name,
        received=counts["received"],
        accounts=counts["accounts"],
        part=table.sheet.name,
        contradiction="; ".join(filter(None, odd)) or None,
    )
    if table.role == "civil":
        yield worked_out(figure)
        return
    yield worked_out(
        replace(
            figure,
            answered=added(counts["content"], counts["other"]),
            percentage=_share_sum(shares.get("content"), shares.get("other")),
        )
    )
    yield worked_out(
        replace(
            figure,
            kind="content",
            printed_kind=f"{figure.printed_kind}: {table.headings['content']}",
            accounts=None,
            answered=counts["content"],
            percentage=shares.get("content"),
        )
    )


def _count(printed: str, cell: Cell) -> Count:
    if printed.startswith("="):  # a formula whose value was not kept
        return Count(printed, "not_available", None, None, cell)
    return read_count(printed, cell=cell)


def _share(printed: str, cell: Cell) -> Share:
    if printed.startswith(("=", "#DIV/0!")):
        return Share(printed, "not_available", None, None, None, cell)
    bare = read_share(printed, cell=cell)
    if bare.percent is None or printed.strip().endswith("%") or bare.percent > 1:
        return bare
    return read_share(printed, cell=cell, fractions=True)  # how a workbook holds percentages


def _adds_up(counts: Mapping[str, Count]) -> str | None:
    of = counts["received"].number
    numbers = [counts[field].number for field in OUTCOMES if field in counts]
    known = [number for number in numbers if number is not None]
    if of is None or len(known) < len(OUTCOMES) or sum(known) == of:
        return None
    return f"the outcomes of {of} requests add up to {sum(known)}"


def _share_sum(first: Share | None, second: Share | None) -> Share | None:
    if first is None or second is None:
        return None
    parts = zip(
        (first.percent, first.low, first.high),
        (second.percent, second.low, second.high),
        strict=True,
    )
    percent, low, high = (
        None if one is None or other is None else min(one + other, Fraction(100))
        for one, other in parts
    )
    printed = f"{first.printed.strip()} + {second.printed.strip()}"
    return Share(printed, _common(first.notation, second.notation), percent, low, high, first.cell)


def _common(first: Notation, second: Notation) -> Notation:
    """Name what two notations are together: the one that says less of the two."""
    unclear = [each for each in (first, second) if each not in ("number", "zero")]
    return (unclear or [first if first == second else "number"])[0]
