"""Twitter's half-year tables to 2018: requests for account information, and for removals.

https://transparency.twitter.com/content/dam/transparency-twitter/data/, folders
``download-govt-information-requests`` and ``download-removal-requests``. Two tables are read, told
apart by their headers. Legal and emergency requests for information stand in one number.

The header of the removals was not seen. It is read by analogy: period, country and shares as in the
other table, requests by courts and by all others in two columns, as Twitter's pages had them and a
third party's copy still has. What is withheld of accounts and tweets, and removed under Twitter's
own terms, is not read. Another spelling is an error that names it.
"""

from dataclasses import dataclass

from scrapers.downloads import Download, header_closeness
from scrapers.figures import Figure, FigureKind, Period, Report
from scrapers.notations import added, worked_out
from scrapers.periods import find_period
from scrapers.records import Record, records

COMPANY = "twitter"
COMMON = {
    "TIME PERIOD": "period",
    "COUNTRY": "country",
    "ISO CODE": "",
    "ACCOUNTS SPECIFIED": "accounts",
}


@dataclass(frozen=True, slots=True)
class _Table:
    kind: FigureKind
    columns: dict[str, str]


TABLES = (
    _Table(
        "total",
        COMMON
        | {
            "ACCOUNT INFORMATION REQUESTS": "received",
            "PERCENTAGE WHERE SOME INFORMATION PRODUCED": "percentage",
            "FLAGS": "",
            "LINKS": "",
            "REPORT LINKS": "",
        },
    ),
    _Table(
        "removal_requests",
        COMMON
        | {
            "REMOVAL REQUESTS (COURT ORDERS)": "received",
            "REMOVAL REQUESTS (COURT)": "received",
            "REMOVAL REQUESTS (GOVERNMENT AGENCY, POLICE, OTHER)": "received_other",
            "REMOVAL REQUESTS (OTHER)": "received_other",
            "PERCENTAGE WHERE SOME CONTENT WITHHELD": "percentage",
            "ACCOUNTS WITHHELD": "",
            "ACCOUNTS WITHHELD (TOS)": "",
            "ACCOUNTS (TOS)": "",
            "TWEETS WITHHELD": "",
            "FLAGS": "",
            "LINKS": "",
            "REPORT LINKS": "",
        },
    ),
)
MOST_RECORDS = 10_000  # a half-year has under a hundred
KNOWN_BY = tuple(dict.fromkeys(name for table in TABLES for name in table.columns))


def closeness(download: Download) -> float:
    """Compare the first row with the header of each table."""
    return max(_closeness(download, table) for table in TABLES)


def read(download: Download) -> Report:
    """Read a row a figure; the half-year stands in a column, or in the file name alone."""
    table = max(TABLES, key=lambda each: _closeness(download, each))
    named = _half_year_in(download.name)
    rows = records(download, table.columns, optional=("period",), most=MOST_RECORDS)
    figures = tuple(_figure(record, table.kind, named) for record in rows)
    return Report("twitter", COMPANY, figures)


def _closeness(download: Download, table: _Table) -> float:
    needed = tuple(name for name, field in table.columns.items() if field)
    return header_closeness(download, needed, spelled=table.columns)


def _figure(record: Record, kind: FigureKind, named: Period | None) -> Figure:
    period = record.period() if record.text("period").strip() else named
    if period is None:
        raise record.unreadable(
            "neither it nor the file name says which half-year it is of; name the file as Twitter "
            "does, such as 'information-requests-report-jul-dec-2014.csv'"
        )
    requests = [field for field in ("received", "received_other") if field in record.at]
    courts, others = record.count("received"), record.count("received_other")
    return worked_out(
        Figure(
            country=record.text("country"),
            period=period,
            kind=kind,
            printed_kind=" + ".join(map(record.title, requests)),
            received=added(courts, others) if courts and others else courts,
            accounts=record.count("accounts"),
            percentage=record.share("percentage"),
            contradiction=_misnamed(period, named),
        )
    )


def _half_year_in(name: str) -> Period | None:
    found = find_period(name)  # a year alone in the name of a half-year's file says too little
    return None if found and found.start[4:] == "-01-01" and found.end[4:] == "-12-31" else found


def _misnamed(period: Period, named: Period | None) -> str | None:
    if named is None or (named.start, named.end) == (period.start, period.end):
        return None
    return f"the row is of {period.printed!r}, and the file name says {named.printed!r}"
