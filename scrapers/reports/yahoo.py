"""Yahoo's government data requests: a PDF table per half-year, a row a country.

Known: the words of the period ("July through December 2013"), the columns and their order, and the
Hong Kong rows of 2013 H2 and 2016 H2, whose four outcomes add up to the requests. Assumed, for no
such file was at hand: that each outcome has its name above a "#" and a "%" column, that the period
stands in the text of the first two pages, that a country without a request has no row, and every
spelling in ``COLUMNS``. A file that is otherwise raises UnreadableReport, and names the column.
"""

from collections.abc import Iterator
from contextlib import closing

from scrapers.downloads import Download
from scrapers.figures import Cell, Count, Figure, Period, Report, UnreadableReport
from scrapers.notations import added, contradiction, read_count, read_share, worked_out
from scrapers.pdf_rows import PdfRow, pdf_rows
from scrapers.pdf_tables import beginning, periods_in, read_pages

COMPANY = "yahoo"
KNOWN_BY = (
    "Yahoo",
    "Government Data Requests",
    "Government Specified Accounts",
    "No Data Found",
    "Rejected",
    "NCD Disclosed",
    "Content Disclosed",
)
OUTCOMES = {
    "none": ("No Data Found",),
    "rejected": ("Rejected",),
    "ncd": ("Only NCD Disclosed", "NCD Disclosed", "Only NCD* Disclosed"),
    "content": ("Content Disclosed", "Content** Disclosed"),
}
COLUMNS = {
    "Country": "country",
    "Government Data Requests": "received",
    "Data Requests": "received",
    "Government Specified Accounts": "accounts",
    "Specified Accounts": "accounts",
} | {
    f"{spelling} {sign}": f"{field}{suffix}"
    for field, spellings in OUTCOMES.items()
    for spelling in spellings
    for sign, suffix in (("#", ""), ("%", "_share"))
}
TOTALS = {"total", "totals", "all", "all countries", "worldwide"}


def closeness(download: Download) -> float:
    """Look for what the table is known by in the text of the first two pages."""
    if download.media != "pdf":
        return 0.0
    text = " ".join(beginning(download.body, name=download.name).split()).casefold()
    found = sum(all(word in text for word in part.casefold().split()) for part in KNOWN_BY)
    return found / len(KNOWN_BY) if "yahoo" in text else 0.0


def read(download: Download) -> Report:
    """Read two figures a row: all requests, and those that were answered with content.

    The latter has no count of its own requests: nobody knows how many asked for content.
    """
    if download.media != "pdf":
        raise UnreadableReport(f"{download.name}: it is no PDF, as Yahoo's reports are")
    period = _period(download)
    with closing(read_pages(download.body, name=download.name)) as pages:
        rows = pdf_rows(pages, COLUMNS, name=download.name)
    figures = tuple(figure for row in rows for figure in _figures(row, period, name=download.name))
    if not figures:
        raise UnreadableReport(
            f"{download.name}: no page holds a table of countries; open it and see what it is"
        )
    return Report("yahoo", COMPANY, figures)


def _period(download: Download) -> Period:
    text = beginning(download.body, name=download.name)
    found = periods_in(text, file_name=download.name)
    if len(found) != 1:
        named = " and ".join(repr(period.printed) for period in found) or "none"
        raise UnreadableReport(
            f"{download.name}: one half-year should be named on the first two pages, and there is "
            f"{named}; give the file a name such as yahoo-2013-H2.pdf"
        )
    return found[0]


def _figures(record: PdfRow, period: Period, *, name: str) -> Iterator[Figure]:
    at, part = record.at, record.table.part
    printed = {field: record.cells[column] or "" for field, column in at.items()}
    cells = {field: Cell(record.row, column + 1) for field, column in at.items()}
    country = printed["country"].strip()
    if country.casefold() in TOTALS:
        return
    if not country:
        raise UnreadableReport(f"{name}: {part}: row {record.row} names no country")
    counts = {
        field: read_count(printed[field], cell=cells[field])
        for field in ("received", "accounts", *OUTCOMES)
    }
    shares = {
        field: read_share(printed[f"{field}_share"], cell=cells[f"{field}_share"])
        for field in OUTCOMES
    }
    received, ncd, content = counts["received"], counts["ncd"], counts["content"]
    odd = [_disagreement(counts)]
    for field in ("none", "rejected", "ncd"):
        against = contradiction(received, counts[field], shares[field])
        odd.append(f"{OUTCOMES[field][0]}: {against}" if against else None)
    yield worked_out(
        Figure(
            country=country,
            period=period,
            kind="total",
            printed_kind=record.header[at["received"]],
            received=received,
            accounts=counts["accounts"],
            answered=added(ncd, content),
            contradiction="; ".join(filter(None, odd)) or None,
            part=part,
        )
    )
    yield worked_out(
        Figure(
            country=country,
            period=period,
            kind="content",
            printed_kind=record.header[at["content"]].removesuffix(" #"),
            answered=content,
            percentage=shares["content"],
            contradiction=contradiction(received, content, shares["content"]),
            part=part,
        )
    )


def _disagreement(counts: dict[str, Count]) -> str | None:
    """Say when the four outcomes do not add up to the requests."""
    received = counts["received"].number
    numbers = [counts[field].number for field in OUTCOMES]
    known = [number for number in numbers if number is not None]
    if received is None or len(known) < len(numbers) or sum(known) == received:
        return None
    return f"the outcomes {' + '.join(map(str, known))} add up to {sum(known)} of {received}"
