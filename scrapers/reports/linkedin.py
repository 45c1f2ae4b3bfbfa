"""LinkedIn's government requests report: one page, a table a section and half-year.

https://about.linkedin.com/transparency/government-requests-report

The page could not be read when this was written, only descriptions of it and a parsed copy. So a
section is told by the words of its heading, a period by any heading that names one, and a column
by words; but a table of countries that stands under none, or has other columns, is an error. The
accounts with data count accounts, not requests: answers are worked out from the percentage.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from scrapers.downloads import Download, cell_at, nearest_column
from scrapers.figures import Cell, Count, Figure, FigureKind, Period, Report, UnreadableReport
from scrapers.notations import read_count, read_share, worked_out
from scrapers.periods import find_period, read_period
from scrapers.places import plain_place

COMPANY = "linkedin"
KNOWN_BY = (
    "a page of LinkedIn with tables",
    "member data",
    "Country",
    "Accounts subject to request",
    "a heading that names a half-year, such as 2025: July-December",
)
SECTIONS: dict[str, FigureKind] = {  # words of a heading, in the order in which they are asked for
    "remov": "removal_requests",
    "member data": "legal",
    "data request": "legal",
    "user data": "legal",
}
FIELDS: dict[FigureKind, dict[str, str]] = {  # what a table has, and how its heading may read
    "legal": {
        "country": "Country",
        "received": "Requests for member data",
        "accounts": "Accounts subject to request",
        "percentage": "Percentage of requests with some data provided",
        "disclosed": "Accounts with some data provided",
    },
    "removal_requests": {
        "country": "Country",
        "received": "Requests for removal",
        "answered": "Action taken",
        "percentage": "Percentage of action taken",
    },
}
TOTALS = frozenset({"total", "totals", "grand total", "all", "all countries"})
MOST_TAGS = 60_000  # the page with all half-years since 2011 needs some 20,000
WIDEST = 100  # columns of a table
LONGEST_TEXT = 5_000  # characters of a cell or a heading; a note may stand in a table
LONGEST_COUNTRY = 100  # characters
TAIL = 100_000  # characters, in which the page ends; archives add words of their own
HEADER_WITHIN = 5  # rows
HEADING = re.compile("h[1-6]")
COUNTRY = re.compile(r"countr(?:y|ies)(?: ?(?:/|or) ?\w{1,20})?(?:\*|\[\w\])?", re.IGNORECASE)
HALF_YEAR = re.compile(r"<h[2-6][^>]{0,300}>(?:\s|<[^>]{0,300}>){0,5}20\d\d[\s:,(]{1,5}(?:jan|jul)")


@dataclass(slots=True)
class _Table:
    """A table while it is read: the rows of its own, and the headings that it stands under."""

    number: int
    headings: dict[int, str]
    rows: list[list[str]] = field(default_factory=list)
    spanning: set[int] = field(default_factory=set)  # rows, of which a cell goes on in the next
    cell: list[str] | None = None  # the texts of the cell that is open

    def end_cell(self, tag: Tag) -> None:
        if self.cell is not None and self.rows:
            text = " ".join("".join(self.cell)[:LONGEST_TEXT].split())
            self.rows[-1] += [text, *[""] * (_span(tag, "colspan") - 1)]
            if text and _span(tag, "rowspan") > 1:
                self.spanning.add(len(self.rows) - 1)
        self.cell = None


@dataclass(frozen=True, slots=True)
class _Place:
    """What the headings over a table say: its kind and period; the headings as printed."""

    kind: FigureKind
    printed_kind: str
    period: Period


def closeness(download: Download) -> float:
    """Look for the words of the page; other pages with tables have one or two of them."""
    if download.media != "html":
        return 0.0
    text = download.text.casefold()
    if "linkedin" not in text or "<table" not in text:
        return 0.0
    signs = ("member data" in text, ">country" in text, "subject to" in text)
    return (sum(signs) + bool(HALF_YEAR.search(text))) / 4


def read(download: Download) -> Report:
    """Read every table whose header names the country; others, such as one of definitions, are
    passed over. A table that stands on the page twice is read once."""
    name = download.name
    figures: list[Figure] = []
    read_before: set[tuple[str, ...]] = set()
    countries: set[tuple[str, str, str]] = set()
    for table in _tables(download):
        top = next((i for i, row in enumerate(table.rows[:HEADER_WITHIN]) if _names(row)), None)
        if top is None:
            continue
        place = _place(table, name=name)
        whole = (place.kind, place.period.start, *("\t".join(row) for row in table.rows))
        if whole in read_before:
            continue
        read_before.add(whole)
        for figure in _figures(table, top, place, name=name):
            key = (place.kind, place.period.start, plain_place(figure.country))
            twice = "its country stands twice in this half-year" if key in countries else None
            countries.add(key)
            told = "; ".join(filter(None, (figure.contradiction, twice)))
            figures.append(replace(figure, contradiction=told or None))
    if figures and _is_cut_off(download.text):
        raise UnreadableReport(f"{name}: the page is cut off before its end; download it again")
    if not figures:
        raise UnreadableReport(
            f"{name}: no table of countries stands on the page; does it ask for consent first, or "
            "does a script draw its tables? Save the page from a browser"
        )
    return Report("linkedin", COMPANY, tuple(figures))


def _is_cut_off(text: str) -> bool:
    """Tell whether the end of a page is missing, or hidden in a comment that never ends."""
    return "</html" not in text[-TAIL:].casefold() or text.rfind("<!--") > text.rfind("-->")


class _Page:
    """Hold what is open while a page is read from its first element to its last."""

    def __init__(self) -> None:
        self.ended: list[_Table] = []
        self._open: list[_Table] = []
        self._headings: dict[int, str] = {}
        self._heading: list[str] | None = None
        self._tables = 0

    def begin(self, tag: Tag) -> None:
        if HEADING.fullmatch(tag.name):
            self._heading = []
        elif tag.name == "table":
            self._tables += 1
            self._open.append(_Table(self._tables, dict(self._headings)))
        elif tag.name == "sup":  # a note: 12 with the note 1 is not 121
            self.say("[")
        elif tag.name in ("br", "p", "div", "li"):
            self.say(" ")
        elif self._open and tag.name == "tr":
            self._open[-1].rows.append([])
        elif self._open and tag.name in ("td", "th"):
            self._open[-1].cell = []

    def end(self, tag: Tag) -> None:
        if HEADING.fullmatch(tag.name) and self._heading is not None:
            level = int(tag.name[1])
            self._headings = {key: text for key, text in self._headings.items() if key < level}
            self._headings[level] = " ".join("".join(self._heading)[:LONGEST_TEXT].split())
            self._heading = None
        elif tag.name == "table":
            self.ended.append(self._open.pop())
        elif tag.name == "sup":
            self.say("]")
        elif self._open and tag.name in ("td", "th"):
            self._open[-1].end_cell(tag)

    def say(self, text: str) -> None:
        """Take a text into the heading and the cell that are open."""
        for texts in (self._heading, self._open[-1].cell if self._open else None):
            if texts is not None:
                texts.append(text)


def _tables(download: Download) -> list[_Table]:
    """Give the tables of a page in the order in which they end: inner ones before outer ones."""
    if download.text.count("<") > MOST_TAGS:
        raise UnreadableReport(f"{download.name}: it has more elements than any report")
    page = _Page()
    for element, ends in _walk(BeautifulSoup(download.text, "lxml")):
        if not isinstance(element, Tag):
            page.say(str(element))
        elif ends:
            page.end(element)
        else:
            page.begin(element)
    if any(len(row) > WIDEST for table in page.ended for row in table.rows):
        raise UnreadableReport(f"{download.name}: a table is wider than any report")
    return page.ended


def _walk(page: BeautifulSoup) -> Iterator[tuple[PageElement, bool]]:
    """Go through a page: each element where it begins and where it ends, and each text.

    Nothing here calls itself: elements may stand in each other ten thousand deep.
    """
    trail: list[tuple[Tag, Iterator[PageElement]]] = [(page, iter(page.contents))]
    while trail:
        parent, children = trail[-1]
        child = next(children, None)
        if child is None:
            trail.pop()
            yield parent, True
        elif isinstance(child, Tag):
            if child.name not in ("script", "style", "template", "noscript"):
                yield child, False
                trail.append((child, iter(child.contents)))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            yield child, False


def _span(tag: Tag, name: str) -> int:
    printed = str(tag.get(name) or "").strip()
    return max(1, min(int(printed), WIDEST)) if re.fullmatch(r"[0-9]{1,9}", printed) else 1


def _names(row: Sequence[str]) -> bool:
    """Tell whether a row is the header of a table of countries."""
    return sum(map(bool, row)) > 1 and any(COUNTRY.fullmatch(text[:40]) for text in row)


def _place(table: _Table, *, name: str) -> _Place:
    periods = {
        level: period
        for level, text in table.headings.items()
        if (period := read_period(text) or find_period(text))
    }
    shown = " / ".join(repr(text[:80]) for text in table.headings.values()) or "no heading"
    if not periods:
        raise UnreadableReport(
            f"{name}: table {table.number} stands under {shown}, which names no half-year such as "
            "'2025: July-December'"
        )
    nearest = max(periods)
    for level, text in sorted(table.headings.items(), reverse=True):
        for words, kind in SECTIONS.items():
            if 1 < level < nearest and words in text.casefold():
                return _Place(kind, text, periods[nearest])
    raise UnreadableReport(
        f"{name}: table {table.number} stands under {shown}, and what it counts is not known; the "
        f"headings of known sections hold one of: {', '.join(SECTIONS)}"
    )


def _figures(table: _Table, top: int, place: _Place, *, name: str) -> Iterator[Figure]:
    header = table.rows[top]
    fields = _fields(header, place.kind, where=f"{name}: table {table.number}")
    aligned = _Aligned(header, fields, table.rows[top + 1 :])
    for number, row in enumerate(table.rows[top + 1 :], start=top + 1):
        where = f"{name}: table {table.number}, row {number + 1}"
        if not any(row) or plain_place(next(filter(None, row))) in TOTALS:
            continue
        if sum(map(bool, row)) == 1 and len(next(filter(None, row))) > LONGEST_COUNTRY:
            continue  # a note
        if number in table.spanning:
            raise UnreadableReport(f"{where}: a cell spans rows, so whose number it is is not told")
        at = aligned.columns_of(row)
        if at is None:
            raise UnreadableReport(
                f"{where}: its cells do not fit the columns. It is: {' | '.join(row)[:300]}. The "
                f"header is: {' | '.join(header)[:300]}"
            )
        country = cell_at(row, at["country"])
        if not 0 < len(country) <= LONGEST_COUNTRY:
            raise UnreadableReport(f"{where}: it names no country: {' | '.join(row)[:300]}")
        yield _figure(row, number, at, place, table)


def _fields(header: Sequence[str], kind: FigureKind, *, where: str) -> dict[str, int]:
    known = FIELDS[kind]
    shown = f"The header is: {' | '.join(header)[:500]}"
    found: dict[str, int] = {}
    for column, heading in enumerate(header):
        if not heading:
            continue
        name = _field(heading, kind)
        if name is None:
            near = nearest_column(heading, dict.fromkeys(known.values(), ""))
            raise UnreadableReport(
                f"{where}: column {heading[:80]!r} is not known; {near}. {shown}"
            )
        if name in found:
            raise UnreadableReport(f"{where}: two columns hold the {name}. {shown}")
        found[name] = column
    if missing := [known[name] for name in known if name not in found]:
        raise UnreadableReport(f"{where}: column {missing[0]!r} is missing. {shown}")
    return found


def _field(heading: str, kind: FigureKind) -> str | None:
    plain = heading[:300].casefold()
    if COUNTRY.fullmatch(heading):
        return "country"
    if "%" in plain or "percent" in plain:
        return "percentage"
    if "account" in plain and kind == "legal":
        return "accounts" if "subject" in plain else "disclosed"
    if "action" in plain and kind == "removal_requests":
        return "answered"
    return "received" if "request" in plain else None


class _Aligned:
    """Find the columns of a row: some rows have blank cells that only keep a distance."""

    def __init__(
        self, header: Sequence[str], fields: Mapping[str, int], rows: Sequence[Sequence[str]]
    ) -> None:
        self._length = len(header)
        self._fields = dict(fields)
        filled: dict[int, set[int]] = {}
        for row in rows:
            filled.setdefault(len(row), set()).update(i for i, text in enumerate(row) if text)
        order = sorted(fields, key=lambda name: fields[name])
        self._by_length = {
            length: dict(zip(order, sorted(columns), strict=True))
            for length, columns in filled.items()
            if len(columns) == len(order)
        }

    def columns_of(self, row: Sequence[str]) -> dict[str, int] | None:
        """Give the column of each field; None when the cells fit in no way that is certain."""
        named = set(self._fields.values())
        if len(row) <= self._length and all(i in named for i, text in enumerate(row) if text):
            return self._fields
        return self._by_length.get(len(row))


def _figure(
    row: Sequence[str], number: int, at: Mapping[str, int], place: _Place, table: _Table
) -> Figure:
    counts = {
        name: read_count(cell_at(row, column), cell=Cell(number + 1, column + 1))
        for name, column in at.items()
        if name not in ("country", "percentage")
    }
    cell = Cell(number + 1, at["percentage"] + 1)
    figure = Figure(
        country=cell_at(row, at["country"]),
        period=place.period,
        kind=place.kind,
        printed_kind=place.printed_kind,
        received=counts["received"],
        accounts=counts.get("accounts"),
        answered=counts.get("answered"),
        percentage=read_share(cell_at(row, at["percentage"]), cell=cell),
        part=f"table {table.number}",
    )
    disclosed = counts.get("disclosed")
    return worked_out(replace(figure, contradiction=_odd(figure, disclosed)))


def _odd(figure: Figure, disclosed: Count | None) -> str | None:
    """Say how the accounts with data, which no field holds, contradict the rest of their row."""
    if disclosed is None:
        return None
    printed = disclosed.printed[:40]
    if disclosed.notation == "unreadable":
        return f"{printed!r} stands where a number of accounts should"
    if disclosed.low and figure.accounts and figure.accounts.high is not None:
        if disclosed.low > figure.accounts.high:
            return f"data of {printed} accounts is disclosed, of {figure.accounts.printed[:40]}"
    if figure.percentage is None or figure.percentage.percent is None:
        return None
    percentage = figure.percentage.printed.removesuffix("%").strip()[:40]
    if bool(disclosed.low) and not figure.percentage.percent:
        return f"data of {printed} accounts is disclosed, at {percentage} % of requests"
    if disclosed.number == 0 and figure.percentage.percent:
        return f"data of no account is disclosed, at {percentage} % of requests"
    return None
