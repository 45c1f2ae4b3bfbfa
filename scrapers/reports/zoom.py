"""Zoom's government requests: one table, as a PDF or as comma-separated values.

Known: reports cover half-years since 2021 and, first, 1 May to 12 December 2020; Hong Kong is
"Hong Kong SAR"; a "data set" is linked; and the page says that a jurisdiction missing from its menu
had no processed request. The layout of the data set is not known. Assumed: a row a jurisdiction
and, where there is such a column, a type of request and a period; the columns of ``COLUMNS``, of
which the jurisdiction and one count must be there. What is otherwise raises UnreadableReport, and
names the column. Requests that are processed are counted when they are dealt with, not when they
come in; where a report counts both, ``received`` holds the received ones.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from scrapers.downloads import Download, cell_at, columns_of, plain_name
from scrapers.figures import Cell, Count, Figure, FigureKind, Period, Report, UnreadableReport
from scrapers.notations import read_count, read_share, worked_out
from scrapers.pdf_rows import PdfRow, pdf_rows
from scrapers.pdf_tables import Table, beginning, periods_in, read_pages
from scrapers.periods import read_period

COMPANY = "zoom"
KNOWN_BY = ("Zoom", "Jurisdiction", "Requests Received or Requests Processed", "Type")
COLUMNS = {
    "Jurisdiction": "country",
    "Country": "country",
    "Country/Region": "country",
    "Country or Region": "country",
    "Type": "type",
    "Request Type": "type",
    "Type of Request": "type",
    "Period": "period",
    "Reporting Period": "period",
    "Time Period": "period",
    "Requests Received": "received",
    "Number of Requests Received": "received",
    "Requests Processed": "processed",
    "Number of Requests Processed": "processed",
    "Processed Requests": "processed",
    "Requests Rejected": "rejected",
    "Requests Rejected or Challenged": "rejected",
    "Rejected": "rejected",
    "Accounts Specified": "accounts",
    "Users/Accounts Specified": "accounts",
    "Accounts": "accounts",
    "Requests Where Data Was Disclosed": "answered",
    "Requests With Data Disclosed": "answered",
    "Data Disclosed": "answered",
    "Data Produced": "answered",
    "Percentage Disclosed": "percentage",
    "Percentage of Requests Where Data Was Disclosed": "percentage",
}
OPTIONAL = sorted({*COLUMNS.values()} - {"country"})
KINDS: tuple[tuple[str, FigureKind], ...] = (  # the first that fits
    (r"preserv", "preservation"),
    (r"emergenc", "emergency"),
    (r"\bmlats?\b|\btreat(?:y|ies)\b|mutual legal assistance", "treaty"),
    (r"remov|take-?down|blocking", "removal_requests"),
    (r"(?:account|meeting|service).*(?:restrict|suspen|terminat|clos)", "account_restriction"),
    (r"subpoena|warrant|\borders?\b|\blegal\b|national security|user data|wiretap", "legal"),
    (r"(?:all|total)(?: requests| types)?$", "total"),
)
TOTALS = {"total", "totals", "all", "all countries", "all jurisdictions", "worldwide", "global"}
TITLE_ROWS = 20  # at most, above the header of a table of text

PLACE = re.compile(r"\b(?:jurisdiction|countr(?:y|ies))", re.IGNORECASE)
ABSENT = re.compile(
    r"\b(?:missing|absent|omitted|unlisted)\b|\bnot (?:\w+ )?(?:in|on)\b"
    r"|(?:\bnot|n['’]t) (?:\w+ )?(?:list|appear|show|includ|find|see)\w*",
    re.IGNORECASE,
)
NOTHING = re.compile(
    r"\b(?:no|zero|any|not?) (?:[\w-]+ ){0,3}requests?\b|\brequests? (?:were|was) not\b",
    re.IGNORECASE,
)
DOUBT = re.compile(
    r"\b(?:(?-i:may)|might|could|necessarily|unless|except\w*|fewer|less|some)\b"
    r"|(?:\bnot|n['’]t) (?:mean|imply)",
    re.IGNORECASE,
)


def closeness(download: Download) -> float:
    """Look for the columns: in the first rows of a table, or on the first two pages of a PDF.

    A table of text that does not say Zoom must at least call its places jurisdictions.
    """
    if download.media == "pdf":
        text = " ".join(beginning(download.body, name=download.name).split()).casefold()
        has = (PLACE.search(text), re.search(r"\brequests? (?:received|processed)", text))
        return (0.6 * bool(has[0] and has[1]) + 0.2) if re.search(r"\bzoom\b", text) else 0.0
    if download.media != "text":
        return 0.0
    header = next(iter(_headers(download)), (0, []))[1]
    named = list(filter(None, map(plain_name, header)))
    fields = {plain_name(spelling): field for spelling, field in COLUMNS.items()}
    if not {"received", "processed"} & {fields.get(name) for name in named}:
        return 0.0
    share = sum(name in fields for name in named) / len(named)
    sure = "jurisdiction" in named or "zoom" in f"{download.name} {download.text[:2000]}".casefold()
    return share * (1 if sure else 0.5)


def read(download: Download) -> Report:
    """Read a row a figure. Every place is listed only where the file itself says so."""
    if download.media == "pdf":
        pages = list(read_pages(download.body, name=download.name))
        text = "\n".join(page.text for page in pages[:2])
        rows = pdf_rows(pages, COLUMNS, name=download.name, optional=OPTIONAL)
        says = any(says_that_all_are_listed(page.text) for page in pages)
    else:
        text = "\n".join(" ".join(row) for row in download.rows[:TITLE_ROWS])
        rows = list(_text_rows(download))
        says = any(
            says_that_all_are_listed(cell)
            for row in download.rows
            if sum(map(bool, map(str.strip, row))) == 1
            for cell in row
        )
    found = periods_in(text, file_name=download.name)
    period = found[0] if len(found) == 1 else None
    figures = tuple(_figures(rows, period, name=download.name))
    if not figures:
        raise UnreadableReport(
            f"{download.name}: it holds no table of jurisdictions; open it and see what it is"
        )
    processed = all("received" not in record.at for record in rows)
    return Report("zoom", COMPANY, figures, lists_all=says and processed)


def says_that_all_are_listed(text: str) -> bool:
    """Tell whether a sentence says that a place which is missing had no request."""
    plain = " ".join(text.split())
    for place in islice(PLACE.finditer(plain), 200):
        # A line of a table ends without a full stop, so how long a sentence goes on is bounded too.
        before = re.split(r"[.!?;] ", plain[max(place.start() - 250, 0) : place.start()])[-1]
        after = re.split(r"[.!?;](?: |$)", plain[place.start() : place.start() + 250])[0]
        sentence = before + after
        if ABSENT.search(sentence) and not DOUBT.search(sentence):
            if NOTHING.search(ABSENT.sub(" ", sentence)):
                return True
    return False


def _headers(download: Download) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that may be the header: those with a known name for the places."""
    names = {plain_name(name) for name, field in COLUMNS.items() if field == "country"}
    for number, row in enumerate(download.rows[:TITLE_ROWS], start=1):
        if len(row) > 1 and names & set(map(plain_name, row)):
            yield number, row


def _text_rows(download: Download) -> Iterator[PdfRow]:
    number, header = next(iter(_headers(download)), (0, []))
    if not header:
        raise UnreadableReport(
            f"{download.name}: none of the first {TITLE_ROWS} rows has a column 'Jurisdiction'; "
            "open it and see what it is"
        )
    at = columns_of(header, COLUMNS, name=download.name, optional=OPTIONAL)
    table = Table(page=0, number=1, rows=(), ruled=False)
    for place, row in enumerate(download.rows[number:], start=number + 1):
        if sum(map(bool, map(str.strip, row))) > 1:  # one alone is a note
            yield PdfRow(table, place, at, tuple(header), tuple(row))


def _figures(rows: Sequence[PdfRow], period: Period | None, *, name: str) -> Iterator[Figure]:
    country = ""
    for record in rows:
        if "received" not in record.at and "processed" not in record.at:
            raise UnreadableReport(
                f"{name}: no column counts requests; the header is: {','.join(record.header)[:300]}"
            )
        cells = [cell or "" for cell in record.cells]
        own = record.cells[record.at["country"]] if record.at["country"] < len(cells) else ""
        country = country if own is None else own.strip()  # None: the cell above is as high
        where = f"{name}: row {record.row}"
        if not country:
            raise UnreadableReport(f"{where} names no jurisdiction")
        if country.casefold() not in TOTALS:
            yield _figure(record, cells, country, period, where=where)


def _figure(
    record: PdfRow, cells: list[str], country: str, period: Period | None, *, where: str
) -> Figure:
    at = record.at
    if "period" in at:
        period = read_period(cell_at(cells, at["period"]))
    if period is None:
        raise UnreadableReport(
            f"{where}: it is not said, or not clearly, which period is counted; give the file a "
            "name such as zoom-2023-H1.pdf"
        )

    def count(field: str) -> Count | None:
        column = at.get(field)
        if column is None:
            return None
        return read_count(cell_at(cells, column), cell=Cell(record.row, column + 1))

    counted = "received" if "received" in at else "processed"
    received, rejected, share = count(counted), count("rejected"), at.get("percentage")
    printed_kind = cell_at(cells, at.get("type")) if "type" in at else record.header[at[counted]]
    against = None
    if received and rejected and received.number is not None and rejected.number is not None:
        if rejected.number > received.number:
            against = f"{rejected.number} requests are rejected of {received.number}"
    return worked_out(
        Figure(
            country=country,
            period=period,
            kind=_kind(printed_kind, where=where) if "type" in at else "total",
            printed_kind=printed_kind,
            received=received,
            accounts=count("accounts"),
            answered=count("answered"),
            percentage=None
            if share is None
            else read_share(cell_at(cells, share), cell=Cell(record.row, share + 1)),
            contradiction=against,
            part=record.table.part if record.table.page else None,
        )
    )


def _kind(printed: str, *, where: str) -> FigureKind:
    plain = plain_name(printed)[:200]
    for pattern, kind in KINDS:
        if re.search(pattern, plain):
            return kind
    raise UnreadableReport(f"{where}: {printed[:80]!r} is no known type of request")
