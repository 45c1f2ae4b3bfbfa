"""Turn the figures that parsers read into rows of the table ``figures``."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pipeline.store.contents import Figure
from scrapers.figures import Cell, Count, Derived, Report
from scrapers.figures import Figure as Printed
from scrapers.reports import figures_of

NUMBERS = ("received", "answered", "percentage", "accounts")  # the first that is told is pointed at


def stored_figures(
    reports: Iterable[Report],
    *,
    place: Sequence[str],
    company: str | None = None,
    told_by: str,
    source: str,
    release_digest: str,
    release_date: str | None,
) -> tuple[Figure, ...]:
    """Lay out the figures of one place that a release prints, in its own order.

    ``company`` is the slug of who publishes it, where the format's own is not right.
    """
    return numbered(
        stored(
            printed,
            company=company or report.company,
            lists_all=report.lists_all,
            told_by=told_by,
            source=source,
            release_digest=release_digest,
            release_date=release_date,
        )
        for report in reports
        for printed in figures_of(report, place=place)
    )


def stored(
    printed: Printed,
    *,
    company: str,
    lists_all: bool,
    told_by: str,
    source: str,
    release_digest: str,
    release_date: str | None = None,
    note: str | None = None,
    known_by: Sequence[str] | None = None,
) -> Figure:
    """Lay out one figure. Its id is made from release and place, or from ``known_by``.

    A count between two bounds gives no number; the bounds of what was received and of the answers
    are kept.
    """
    period, percentage = printed.period, printed.percentage
    cells = {name: cell for name in NUMBERS if (cell := _cell_of(printed, name)) is not None}
    first = next(iter(cells.values()), None)
    lies = json.dumps({name: [cell.row, cell.column] for name, cell in cells.items()})
    marked = known_by or (release_digest, printed.part or "", printed.printed_kind, lies)
    mark = hashlib.sha256(json.dumps(marked).encode()).hexdigest()[:8]
    bounds = _bounds(printed)
    return Figure(
        id=f"{company}-{printed.kind.replace('_', '-')}-{period.start}-{period.end}-{mark}",
        company=company,
        country=printed.country,
        period_start=period.start,
        period_end=period.end,
        period=period.printed,
        kind=printed.kind,
        printed_kind=printed.printed_kind,
        **_counts(printed),
        received_low=printed.received.low if printed.received else None,
        received_high=printed.received.high if printed.received else None,
        percentage=percentage.printed if percentage else None,
        percentage_notation=percentage.notation if percentage else None,
        derived=printed.derived.nearest if printed.derived else None,
        derived_low=bounds.low if bounds else None,
        derived_high=bounds.high if bounds else None,
        contradiction=printed.contradiction,
        lists_all=lists_all,
        told_by=told_by,
        release_digest=release_digest,
        release_date=release_date,
        part=printed.part,
        cell_row=first.row if first else None,
        cell_column=first.column if first else None,
        cells=lies,
        source=source,
        note=note,
    )


def numbered(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Number the figures that would share an id: a report may print a row twice."""
    seen: dict[str, int] = {}
    kept = []
    for figure in figures:
        seen[figure.id] = count = seen.get(figure.id, 0) + 1
        kept.append(figure if count == 1 else replace(figure, id=f"{figure.id}-{count}"))
    return tuple(kept)


def _counts(printed: Printed) -> dict[str, Any]:
    """Give number, words and notation of each count, by the names of their columns."""
    columns: dict[str, Any] = {}
    for name in ("received", "accounts", "answered"):
        count: Count | None = getattr(printed, name)
        columns[name] = count.number if count else None
        columns[f"{name}_printed"] = count.printed if count else None
        if name != "accounts":
            columns[f"{name}_notation"] = count.notation if count else None
    return columns


def _bounds(printed: Printed) -> Count | Derived | None:
    """Give the counts between which the answers lie, where no one number of them is printed."""
    answered = printed.answered
    if answered is not None and answered.number is None and answered.low is not None:
        return answered  # a range, or "5000+"
    return printed.derived


def _cell_of(printed: Printed, name: str) -> Cell | None:
    value = getattr(printed, name)
    return value.cell if value is not None else None
