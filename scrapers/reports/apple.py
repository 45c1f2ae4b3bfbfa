"""Apple's requests by governments: a table a kind of request, each with all half-years since 2013.

https://www.apple.com/legal/zip/transparency/Apple_Transparency_Report.zip
The tables are told apart by their headers, whose words drift from release to release. Those of the
takedowns for platform policy and of the push tokens were not seen: they are read by analogy with
the takedowns for legal violations and with the devices, and another name of a column is an error
that shows it. A country without requests has no row.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from scrapers.downloads import Download, header_closeness
from scrapers.figures import Count, Figure, FigureKind, Period, Report
from scrapers.notations import added, worked_out
from scrapers.periods import span
from scrapers.records import Record, records

COMPANY = "apple"
PERIOD = {
    "TR Period": "period",
    "TR Date": "period",  # so in the account preservation requests
    "TR Start Date": "start",
    "TR End Date": "end",
    "Country/Region": "country",
}
PROVIDED = {
    "Requests where Data Provided": "answered",
    "Percentage of Requests where Data Provided": "percentage",
}
REFUSED = {  # how many were, which a figure does not hold; outcomes can overlap
    f"Requests {refused}": ""
    for refused in (
        "Objected in Part or Rejected in Full",
        "Objected to in Part or Rejected in Full",
        "Challenged in Part or Rejected in Full",
        "Rejected/Challenged and No Data Provided",
        "Rejected/Challenged where No Action Taken",
        "where No Data Provided",
    )
}
APPS = {
    "Apps Specified in Requests": "items",
    "Requests where App Removed": "answered",
    "Apps Removed": "items answered",
    "Appeals Received": "",
    "Appeals Granted": "",
    "Apps Reinstated": "",
}


@dataclass(frozen=True, slots=True)
class _Table:
    kind: FigureKind
    received: str  # the column that only this table has
    others: Mapping[str, str]

    @property
    def columns(self) -> dict[str, str]:
        return PERIOD | {f"{self.received} Received": "received"} | REFUSED | dict(self.others)


def _specified(items: str) -> dict[str, str]:
    return {f"{items} Specified in {the}Requests": "accounts" for the in ("", "the ")}


TABLES = (
    _Table("device", "Device Requests", _specified("Devices") | PROVIDED),
    _Table(
        "financial",
        "Financial Identifier Requests",
        _specified("Financial Identifiers") | PROVIDED,
    ),
    _Table("push_token", "Push Token Requests", _specified("Push Tokens") | PROVIDED),
    _Table("emergency", "Emergency Requests", PROVIDED),
    _Table("digital_content", "Digital Content Provider Requests", PROVIDED),
    _Table(
        "account",
        "Account Requests",
        _specified("Accounts")
        | {
            "Requests where Only Non-Content Data Provided": "answered",
            "Requests where Content Provided": "also answered",
            "Percentage of Requests where Data Provided": "percentage",
        },
    ),
    _Table(
        "account_restriction",
        "Account Restriction/Account Deletion Requests",
        _specified("Accounts")
        | {
            "Requests where Account Restricted": "answered",
            "Requests where Account Deleted": "also answered",
        },
    ),
    _Table(
        "preservation",
        "Account Preservation Requests",
        _specified("Accounts") | {"Accounts where Data Preserved": ""},
    ),
    _Table("removal_requests", "Legal Violation Takedown Requests", APPS),
    _Table("removal_requests", "Platform Policy Violation Takedown Requests", APPS),
)
MOST_RECORDS = 20_000  # a country has one a half-year
KNOWN_BY = (*PERIOD, *(f"{table.received} Received" for table in TABLES))


def closeness(download: Download) -> float:
    """Compare the first row with the header of each table."""
    return max(_closeness(table, download) for table in TABLES)


def read(download: Download) -> Report:
    """Read a row a figure, by the table whose header is nearest.

    Account requests have a second figure, of those where content was provided, and takedowns a
    second one of the apps. What Apple preserves is kept and not handed over, so it answers nothing.
    Where a row counts answers in two columns that exclude each other, ``answered`` is their sum,
    its words keep both, and its cell is the first.
    """
    table = max(TABLES, key=lambda each: _closeness(each, download))
    figures = tuple(
        figure
        for record in records(download, table.columns, most=MOST_RECORDS)
        for figure in _figures(record, table.kind)
    )
    return Report("apple", COMPANY, figures)


def _closeness(table: _Table, download: Download) -> float:
    read_ones = tuple(name for name, field in table.columns.items() if field)
    return header_closeness(download, read_ones, spelled=table.columns)


def _figures(record: Record, kind: FigureKind) -> Iterator[Figure]:
    first = Figure(
        country=record.text("country"),
        period=_period(record),
        kind=kind,
        printed_kind=record.title("received"),
        received=record.count("received"),
    )
    yield worked_out(
        replace(
            first,
            accounts=record.count("accounts"),
            answered=_answered(record),
            percentage=record.share("percentage"),
        )
    )
    if kind == "account":
        title, content = record.title("also answered"), record.count("also answered")
        yield worked_out(replace(first, kind="content", printed_kind=title, answered=content))
    if kind == "removal_requests":
        items, removed = record.count("items"), record.count("items answered")
        yield worked_out(replace(first, kind="removal_items", received=items, answered=removed))


def _period(record: Record) -> Period:
    period, start, end = record.period(), record.text("start"), record.text("end")
    days = span(start, end, printed=period.printed)
    if days is None or (days.start, days.end) != (period.start, period.end):
        raise record.unreadable(
            f"{period.printed[:40]!r} is not the time from {start[:40]!r} to {end[:40]!r}"
        )
    return period


def _answered(record: Record) -> Count | None:
    answered, also = record.count("answered"), record.count("also answered")
    return answered if answered is None or also is None else added(answered, also)
