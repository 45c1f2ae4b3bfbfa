"""Google's requests to remove content, by product and reason: those of the other table once more.

``google-government-detailed-removal-requests.csv``, which lies in the zip of the removals. Products
and reasons are spelled differently from release to release, and are kept as they are printed.
"""

from scrapers.downloads import MOST_ROWS, Download, header_closeness
from scrapers.figures import Figure, Report
from scrapers.notations import worked_out
from scrapers.records import Record, records

COMPANY = "google"
COLUMNS = {
    "Period Ending": "period",
    "Country/Region": "country",
    "CLDR Territory Code": "",
    "Product": "product",
    "Reason": "reason",
    "Total": "received",
}
KNOWN_BY = tuple(COLUMNS)


def closeness(download: Download) -> float:
    """Compare the first row with the known header."""
    return header_closeness(download, KNOWN_BY)


def read(download: Download) -> Report:
    """Read a row a figure; a row names the last day of its half-year."""
    figures = tuple(map(_figure, records(download, COLUMNS, most=MOST_ROWS)))
    return Report("google_removal_reasons", COMPANY, figures)


def _figure(record: Record) -> Figure:
    return worked_out(
        Figure(
            country=record.text("country"),
            period=record.period(),
            kind="removal_reasons",
            printed_kind=f"{record.text('product').strip()}: {record.text('reason').strip()}",
            received=record.count("received"),
        )
    )
