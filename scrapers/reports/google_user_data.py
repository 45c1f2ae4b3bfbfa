"""Google's requests for user data: one table since 2009, a row a country, half-year and process.

https://storage.googleapis.com/transparencyreport/google-user-data-requests.zip
"""

from dataclasses import replace

from scrapers.downloads import Download, header_closeness
from scrapers.figures import Figure, FigureKind, Report
from scrapers.notations import worked_out
from scrapers.records import Record, records

COMPANY = "google"
KNOWN_BY = (
    "Period Ending",
    "Country/Region",
    "CLDR Territory Code",
    "Legal Process",
    "User Data Requests",
    "Percentage disclosed",
    "Accounts",
)
COLUMNS = {
    "Period Ending": "period",
    "Country/Region": "country",
    "CLDR Territory Code": "",
    "Legal Process": "process",
    "User Data Requests": "received",
    "Percentage disclosed": "percentage",
    "Percentage of requests where some data produced": "percentage",
    "Accounts": "accounts",
    "Users/Accounts Specified": "accounts",
}
SHARES_SINCE = "2010-12-31"  # before it Google counted no answers, and printed 0
ACCOUNTS_SINCE = "2011-06-30"  # likewise


def closeness(download: Download) -> float:
    """Compare the first row with the known header."""
    return header_closeness(download, KNOWN_BY, spelled=COLUMNS)


def read(download: Download) -> Report:
    """Read a row a figure; a row names the last day of its half-year.

    Google prints shares and no counts of answers. For preservation the share is blank: what is
    preserved is kept, and not handed over.
    """
    figures = tuple(map(_figure, records(download, COLUMNS)))
    return Report("google_user_data", COMPANY, figures)


def _figure(record: Record) -> Figure:
    period, process = record.period(), record.text("process")
    accounts, percentage = record.count("accounts"), record.share("percentage")
    if period.end < SHARES_SINCE and percentage is not None and percentage.percent == 0:
        percentage = replace(
            percentage, notation="not_available", percent=None, low=None, high=None
        )
    if period.end < ACCOUNTS_SINCE and accounts is not None and accounts.number == 0:
        accounts = replace(accounts, notation="not_available", low=None, high=None)
    if not process.strip():
        raise record.unreadable("it names no legal process, so its kind is not known")
    return worked_out(
        Figure(
            country=record.text("country"),
            period=period,
            kind=_kind(process.strip().casefold()),
            printed_kind=process,
            received=record.count("received"),
            accounts=accounts,
            percentage=percentage,
        )
    )


def _kind(process: str) -> FigureKind:
    """Tell the kind by a word, not the whole name: another spelling must not turn it into legal."""
    if process in ("all", "total"):
        return "total"
    if "emergency" in process:
        return "emergency"
    return "preservation" if "preservation" in process else "legal"
