"""TikTok's requests for user information: one table of all half-years, a row a metric.

``CLIGR_2025H2_InformationRequests.csv`` and the like; the address changes with each release. The
metrics of one country, half-year and kind of request make one figure, each number with the cell
that it stands in. Before 2022 there are only rows of all countries together, which are no figures.

The twin of this file, ``GovernmentRemovalsRequests``, has metrics that were not seen. It is told by
its aspect and refused, lest its ``Total requests`` pass for requests for information.
"""

from collections import Counter
from dataclasses import replace
from typing import Literal

from scrapers.downloads import Download, header_closeness, nearest_column, plain_name
from scrapers.figures import Figure, FigureKind, Report, UnreadableReport
from scrapers.notations import read_share, worked_out
from scrapers.places import plain_place
from scrapers.records import Record, records

COMPANY = "tiktok"
COLUMNS = {
    "replication_info": "",
    "entity": "",
    "aspect": "aspect",
    "metric_name": "metric",
    "period": "",
    "period_value": "period",
    "policy": "",
    "policy_value": "policy",
    "task": "",
    "task_value": "task",
    "location": "location",
    "location_value": "country",
    "result": "result",
    "base": "",
    "date": "",
}
KNOWN_BY = tuple(COLUMNS)

# Seen are the counts of total, legal and emergency requests, and the accounts and share of legal
# ones; the others are by analogy. Preservation has no share: what is preserved is not handed over.
Field = Literal["received", "accounts", "percentage"]
METRICS: dict[str, tuple[FigureKind, Field]] = {
    "Total requests": ("total", "received"),
    "Total request accounts specified": ("total", "accounts"),
    "Total accounts specified": ("total", "accounts"),
    "Percentage of total requests where some data was disclosed": ("total", "percentage"),
    "Legal requests": ("legal", "received"),
    "Total legal requests": ("legal", "received"),
    "Legal request accounts specified": ("legal", "accounts"),
    "Percentage of legal requests where some data was disclosed": ("legal", "percentage"),
    "Emergency requests": ("emergency", "received"),
    "Total emergency requests": ("emergency", "received"),
    "Emergency request accounts specified": ("emergency", "accounts"),
    "Percentage of emergency requests where some data was disclosed": ("emergency", "percentage"),
    "Preservation requests": ("preservation", "received"),
    "Total preservation requests": ("preservation", "received"),
    "Preservation request accounts specified": ("preservation", "accounts"),
}
KNOWN_METRICS = {plain_name(name): metric for name, metric in METRICS.items()}


def closeness(download: Download) -> float:
    """Compare the first row with the known header."""
    return header_closeness(download, KNOWN_BY)


def read(download: Download) -> Report:
    """Join the rows of each country, half-year and kind; a number told twice makes two figures."""
    joined: dict[tuple[str, str, str, FigureKind, int], Figure] = {}
    times: Counter[tuple[str, str, str, FigureKind, Field]] = Counter()
    for record in records(download, COLUMNS):
        if not _is_of_one_country(record):
            continue
        metric, period = record.text("metric").strip(), record.period()
        if plain_name(metric) not in KNOWN_METRICS:
            nearest = nearest_column(metric, dict.fromkeys(METRICS, ""))
            raise record.unreadable(f"metric {metric[:80]!r} is not known; {nearest}")
        kind, field = KNOWN_METRICS[plain_name(metric)]
        of = (plain_place(record.text("country")), period.start, period.end, kind)
        times[(*of, field)] += 1
        key = (*of, times[(*of, field)])
        figure = joined.get(key) or Figure(record.text("country"), period, kind, metric)
        joined[key] = _with(figure, field, record)
    if not joined:
        raise UnreadableReport(f"{download.name}: it has rows of all countries together only")
    twice = {key[:4] for key in joined if key[4] > 1}
    odd = "a number of this country and half-year stands twice in the table"
    figures = (
        replace(figure, contradiction=odd) if key[:4] in twice else figure
        for key, figure in joined.items()
    )
    return Report("tiktok", COMPANY, tuple(map(worked_out, figures)))


def _is_of_one_country(record: Record) -> bool:
    """Tell a row of one country from one of all; any other breakdown would count requests twice."""
    aspect = record.text("aspect")
    if plain_name(aspect) != "lrfui":
        raise record.unreadable(
            f"aspect {aspect[:40]!r} is not known; the nearest known is 'LRFUI', requests for user "
            "information. Is this the file of removals? Its metrics have never been seen; "
            f"here one is called {record.text('metric')[:80]!r}"
        )
    for field in ("policy", "task"):
        if plain_name(record.text(field)) != "all":
            raise record.unreadable(
                f"it counts one {field} alone, {record.text(field)[:40]!r}; only 'all' is known"
            )
    location = record.text("location")
    if plain_name(location) not in ("all", "country_name"):
        raise record.unreadable(
            f"location {location[:40]!r} is not known; the nearest known is 'country_name'"
        )
    return plain_name(location) == "country_name"


def _with(figure: Figure, field: Field, record: Record) -> Figure:
    match field:
        case "received":
            kind = record.text("metric").strip()
            return replace(figure, received=record.count("result"), printed_kind=kind)
        case "accounts":
            return replace(figure, accounts=record.count("result"))
        case "percentage":
            share = read_share(record.text("result"), cell=record.cell("result"), fractions=True)
            return replace(figure, percentage=share)
