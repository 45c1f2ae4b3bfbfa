"""Google's requests to remove content: a row a country, half-year and requestor, and two figures.

``google-government-removal-requests.csv`` in
https://storage.googleapis.com/transparencyreport/google-government-removals.zip
It counts requests, of which it does not say how many were acted on, and the items that they name,
whose outcome it prints as whole shares of all items. Two of the shares are removals. A blank share
means 0 beside others; where all are blank, nothing is told.
"""

from dataclasses import replace
from fractions import Fraction

from scrapers.downloads import Download, header_closeness
from scrapers.figures import Cell, Count, Derived, Figure, Notation, Report, Share
from scrapers.notations import read_share, worked_out
from scrapers.records import Record, records

COMPANY = "google"
COLUMNS = {
    "Period Ending": "period",
    "Country/Region": "country",
    "CLDR Territory Code": "",
    "Requestor": "requestor",
    "Number of Requests": "requests",
    "Items Requested To Be Removed": "items",
    "% Removed-Legal": "legal",
    "% Removed-Policy": "policy",
    "% Content Not Found": "not found",
    "% Not Enough Information": "not enough information",
    "% No Action Taken": "no action",
    "% Content Already Removed": "already removed",
}
OUTCOMES = tuple(field for name, field in COLUMNS.items() if name.startswith("%"))
KNOWN_BY = tuple(COLUMNS)
MOST_RECORDS = 20_000  # a country has some four a half-year


def closeness(download: Download) -> float:
    """Compare the first row with the known header."""
    return header_closeness(download, KNOWN_BY)


def read(download: Download) -> Report:
    """Read two figures a row, of the requests and of the items.

    The share of the items is that removed for the law and that removed for Google's own policy
    together, its words keep both, and its cell is the former's.
    """
    figures = tuple(
        figure
        for record in records(download, COLUMNS, most=MOST_RECORDS)
        for figure in _figures(record)
    )
    return Report("google_removals", COMPANY, figures)


def _figures(record: Record) -> tuple[Figure, Figure]:
    requests = Figure(
        country=record.text("country"),
        period=record.period(),
        kind="removal_requests",
        printed_kind=record.text("requestor"),
        received=record.count("requests"),
    )
    items = replace(requests, kind="removal_items", received=record.count("items"))
    told = any(record.text(outcome).strip() for outcome in OUTCOMES)
    legal, policy = (
        read_removed(record.text(outcome), cell=record.cell(outcome), told=told)
        for outcome in ("legal", "policy")
    )
    return worked_out(requests), with_removed(items, legal, policy)


def read_removed(printed: str, *, cell: Cell, told: bool) -> Share:
    """Read one of the two shares; a blank is none where any other outcome is ``told``."""
    share = read_share(printed, cell=cell)
    if share.notation != "blank" or not told:
        return share
    none, half = Fraction(0), Fraction(1, 2)  # what rounds to nothing may be left blank as well
    return replace(share, notation="zero", percent=none, low=none, high=half)


def with_removed(items: Figure, legal: Share, policy: Share) -> Figure:
    """Say how many items were removed, by the two shares together."""
    parts = [worked_out(replace(items, percentage=share)) for share in (legal, policy)]
    both = _added(legal, policy)
    odd = [part.contradiction for part in parts if part.contradiction]
    if both.notation == "unreadable" and not odd:
        odd = [f"the shares that were removed, {both.printed}, are more than all"]
    return replace(
        items,
        percentage=both,
        derived=_sum(items.received, *(part.derived for part in parts)),
        contradiction="; ".join(dict.fromkeys(odd)) or None,
    )


def _added(legal: Share, policy: Share) -> Share:
    named = ((legal, "legal"), (policy, "policy"))
    printed = ", ".join(
        f"{share.printed.strip()} {name}" for share, name in named if share.printed.strip()
    )
    for share, _ in named:
        if share.percent is None:
            return replace(share, printed=printed, cell=legal.cell)
    percent, low, high = (
        sum((getattr(share, end) for share, _ in named), Fraction(0))
        for end in ("percent", "low", "high")
    )
    if low > 100:
        return Share(printed, "unreadable", None, None, None, legal.cell)
    most = Fraction(100)  # 33 and 68 of 3 items are 1 and 2 of them, and 101 in all
    notation: Notation = "number" if percent else "zero"
    return Share(printed, notation, min(percent, most), low, min(high, most), legal.cell)


def _sum(items: Count | None, legal: Derived | None, policy: Derived | None) -> Derived | None:
    if items is None or items.number is None or legal is None or policy is None:
        return None
    return Derived(
        *(
            min(getattr(legal, end) + getattr(policy, end), items.number)
            for end in ("nearest", "low", "high")
        )
    )
