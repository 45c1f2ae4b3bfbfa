"""GitHub's tables: takedowns that governments asked for, and their requests for user data.

https://github.com/github/transparency, folder ``data``. A row counts a calendar year. Three tables
are read, told apart by their headers:

- ``government_takedowns_received.csv``: the requests that came in.
- ``government_takedowns_processed.csv``: the same requests once more, by type: those acted on, and
  the accounts that this touched. It does not say how many came in, so ``received`` is None.
  Repositories and pages touched are not read.
- ``cross_border_data_requests.csv``: requests from outside the United States, sent directly or by
  treaty; it does not say which.
"""

from dataclasses import dataclass

from scrapers.downloads import Download, header_closeness
from scrapers.figures import Figure, FigureKind, Report
from scrapers.notations import worked_out
from scrapers.records import Record, records

COMPANY = "github"
COMMON = {"year": "period", "government": "country", "government_iso2_code": ""}


@dataclass(frozen=True, slots=True)
class _Table:
    kind: FigureKind
    printed_kind: str  # what its file is called; the processed takedowns name theirs in each row
    columns: dict[str, str]


TABLES = (
    _Table("removal_requests", "government takedowns", COMMON | {"count_received": "received"}),
    _Table(
        "removal_requests",
        "",
        COMMON
        | {
            "type": "printed_kind",
            "count_processed": "answered",
            "count_repos_affected": "",
            "count_pages_affected": "",
            "count_accounts_affected": "accounts",
        },
    ),
    _Table("legal", "cross-border data requests", COMMON | {"count": "received"}),
)
KNOWN_BY = tuple(dict.fromkeys(name for table in TABLES for name in table.columns))


def closeness(download: Download) -> float:
    """Compare the first row with the header of each table."""
    return max(header_closeness(download, tuple(table.columns)) for table in TABLES)


def read(download: Download) -> Report:
    """Read a row a figure, by the table whose header is nearest."""
    table = max(TABLES, key=lambda each: header_closeness(download, tuple(each.columns)))
    figures = tuple(_figure(record, table) for record in records(download, table.columns))
    return Report("github", COMPANY, figures)


def _figure(record: Record, table: _Table) -> Figure:
    return worked_out(
        Figure(
            country=record.text("country"),
            period=record.period(),
            kind=table.kind,
            printed_kind=table.printed_kind or record.text("printed_kind"),
            received=record.count("received"),
            accounts=record.count("accounts"),
            answered=record.count("answered"),
        )
    )
