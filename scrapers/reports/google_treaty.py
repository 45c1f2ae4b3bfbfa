"""Google's requests for user data that came by way of a treaty, through another government.

``google-global-user-data-dlr-requests.csv``, which lies in the zip of the requests for user data.
It says nothing of what was answered. A country has a row for each country that assisted it.
"""

from scrapers.downloads import Download, header_closeness
from scrapers.figures import Figure, Report
from scrapers.notations import worked_out
from scrapers.records import Record, records

COMPANY = "google"
COLUMNS = {
    "Period Ending": "period",
    "Country/Region of Origin": "country",
    "CLDR Territory Code": "",
    "Assisting Country": "assisting",
    "User Data Diplomatic Legal requests": "received",
}
KNOWN_BY = tuple(COLUMNS)


def closeness(download: Download) -> float:
    """Compare the first row with the known header."""
    return header_closeness(download, KNOWN_BY)


def read(download: Download) -> Report:
    """Read a row a figure; a row names the last day of its half-year."""
    return Report("google_treaty", COMPANY, tuple(map(_figure, records(download, COLUMNS))))


def _figure(record: Record) -> Figure:
    assisting = f"{record.title('assisting')}: {record.text('assisting').strip()}"
    return worked_out(
        Figure(
            country=record.text("country"),
            period=record.period(),
            kind="treaty",
            printed_kind=f"{record.title('received')}; {assisting}",
            received=record.count("received"),
        )
    )
