"""Meta's requests by governments: a table a half-year, which only the name of its file tells.

Stored as ``PRPL-Facebook-Government-Report-2021_H1.csv``. Four headers are known: of 52 columns to
2017 H1, of 49 to 2018 H2, of 52 in 2019 H1, when the counts of answered requests were added, and
of 48 since, without content restrictions. A row is a country and gives a figure for each kind. What
only the United States have, such as subpoenas, is part of these and is not read.
"""

from collections.abc import Iterator

from scrapers.downloads import Download, header_closeness
from scrapers.figures import Figure, FigureKind, Period, Report, UnreadableReport
from scrapers.notations import worked_out
from scrapers.periods import find_period
from scrapers.records import Record, records

COMPANY = "meta"
KNOWN_BY = (
    "Country",
    "Preservation Requests",
    "Preservation Accounts Preserved",
    "Total Requests",
    "Total Requests Accounts",
    "Total Requests Percentage",
    "Legal Process Request Total",
    "Legal Process Request Total Accounts",
    "Legal Process Request Total Percentage",
    "Emergency Request Total",
    "Emergency Request Total Accounts",
    "Emergency Request Total Percentage",
)
PARTS = (  # of the legal and emergency requests of the United States
    "Emergency Disclosures",
    "Search Warrant",
    "Subpoena",
    "Court Order (Other)",
    "MLAT Search Warrant",
    "MLAT Order",
    "Court Order (18 USC 2703(d))",
    "Pen Register/Trap and Trace",
    "Title III",
    "FISA Content Requests",
    "FISA Non-Content Requests",
    "NSLs",
)
COLUMNS = {
    "Country": "country",
    "Content Restricted": "restricted",
    "Content Restrictions": "restricted",
    "Preservation Requests": "preservation",
    "Preservation Accounts Preserved": "preservation accounts",
    "Takedown reports": "",
    "Percent Witheld": "",
    "Internet Disruptions": "",
    "Total Requests": "total",
    "Number of Requests Where Some Data Produced": "total answered",
    "Total Requests Accounts": "total accounts",
    "Total Requests Percentage": "total percentage",
    "Legal Process Request Total": "legal",
    "Legal Number of Requests Where Some Data Produced": "legal answered",
    "Legal Process Request Total Accounts": "legal accounts",
    "Legal Process Request Total Percentage": "legal percentage",
    "Emergency Request Total": "emergency",
    "ER Number of Requests Where Some Data Produced": "emergency answered",
    "Emergency Request Total Accounts": "emergency accounts",
    "Emergency Request Total Percentage": "emergency percentage",
} | {f"{part}{of}": "" for part in PARTS for of in ("", " Accounts", " Percentage")}
ANSWERS = ("total answered", "legal answered", "emergency answered")
ANSWERS_SINCE = "2019-01-01"
RESTRICTIONS_UNTIL = "2019-06-30"
KINDS: tuple[FigureKind, ...] = ("total", "legal", "emergency", "preservation")
HALVES = (("-01-01", "-06-30"), ("-07-01", "-12-31"))
LISTED_SINCE = "2019-01-01"
ALL_PLACES = 150  # rows at the least; there are more countries, and Meta lists territories as well
MOST_PLACES = 1_000


def closeness(download: Download) -> float:
    """Compare the first row with what all known headers have in common."""
    return header_closeness(download, KNOWN_BY)


def read(download: Download) -> Report:
    """Read four figures a row, and a fifth where pieces of restricted content are counted.

    These are counted when they are restricted, so they are answers, and how many were asked for is
    not told. Since 2019 all places are listed; but a file of few rows was cut down or cut off, and
    what it lacks is not known to be zero.
    """
    period = _period(download)
    optional: tuple[str, ...] = () if period.end <= RESTRICTIONS_UNTIL else ("restricted",)
    optional += () if period.start >= ANSWERS_SINCE else ANSWERS
    found = tuple(records(download, COLUMNS, optional=optional, most=MOST_PLACES))
    figures = tuple(figure for record in found for figure in _figures(record, period))
    lists_all = period.start >= LISTED_SINCE and len(found) >= ALL_PLACES
    return Report("meta", COMPANY, figures, lists_all=lists_all)


def _period(download: Download) -> Period:
    period = find_period(download.name)
    if period is None or not any(
        (period.start, period.end) == (period.start[:4] + first, period.start[:4] + last)
        for first, last in HALVES
    ):
        raise UnreadableReport(
            f"{download.name}: the name of the file must tell the half-year, because Meta's tables "
            "do not; name it like PRPL-Facebook-Government-Report-2021_H1.csv"
        )
    return period


def _figures(record: Record, period: Period) -> Iterator[Figure]:
    for kind in KINDS:
        yield worked_out(
            Figure(
                country=record.text("country"),
                period=period,
                kind=kind,
                printed_kind=record.title(kind),
                received=record.count(kind),
                accounts=record.count(f"{kind} accounts"),
                answered=record.count(f"{kind} answered"),
                percentage=record.share(f"{kind} percentage"),
            )
        )
    if "restricted" in record.at:
        yield worked_out(
            Figure(
                country=record.text("country"),
                period=period,
                kind="removal_items",
                printed_kind=record.title("restricted"),
                answered=record.count("restricted"),
            )
        )
