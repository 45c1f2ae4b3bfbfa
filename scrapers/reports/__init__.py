"""Read each transparency report, a file a format: bytes and a file name in, figures out; pure.

A format is found by the name of its file and offers what ``Format`` lists.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from scrapers.downloads import Download, members, plain_name
from scrapers.figures import Count, Figure, Report, UnreadableReport
from scrapers.places import is_place, names_place, plain_place

FORMATS = tuple(sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py")))
CLOSE = 0.6  # share of what a format is known by; under it the download is something else
MOST_ODD = 0.2  # of the figures; a typing error is one in hundreds, a moved column nearly all
NO_TABLE = (".txt", ".md", ".json", ".png", ".jpg", ".svg")  # README.txt stands beside the tables


class Format(Protocol):
    """Say what a file of this folder offers."""

    COMPANY: str
    """The slug of who publishes it."""

    KNOWN_BY: tuple[str, ...]
    """What a download of this format holds, such as the names of its columns, for messages."""

    def closeness(self, download: Download) -> float:
        """Tell how much a download looks like this format, from 0 to 1; cheap, and never raises
        anything but UnreadableReport."""

    def read(self, download: Download) -> Report:
        """Read the figures. Raise UnreadableReport for a download that is not as it is known."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a download holds, and a sentence for each table in it that could not be read."""

    reports: tuple[Report, ...]
    problems: tuple[str, ...] = ()


def read_download(body: bytes, name: str) -> Reading:
    """Read a download, each table of it by the format that it looks like most.

    ``name`` is its file name, or the last part of its address. Members of a zip that are no
    tables, such as a README, are passed over; of the others each is read or named. Raises
    UnreadableReport when none can be read: what was not read is never passed over in silence.
    """
    reports, problems = [], []
    for member in members(Download(body, name)):
        if member.part is None or not member.name.lower().endswith(NO_TABLE):
            try:
                reports.append(_placed(_read(member), member.part))
            except UnreadableReport as error:
                problems.append(str(error))
    if not reports:
        told = "; ".join(problems[:3]) or f"{name}: the zip holds no table; look at what it is"
        raise UnreadableReport(told)
    return Reading(tuple(reports), tuple(problems))


def figures_of(report: Report, *, place: Sequence[str]) -> tuple[Figure, ...]:
    """Choose the figures of one place, by its names; the report's own order.

    For each period and kind of which the report has rows, and none of the place, there is a figure
    with the notation ``no_row``. Its count is zero only where the report lists every place.
    """
    names = tuple(place)
    found = tuple(figure for figure in report.figures if is_place(figure.country, names))
    for figure in report.figures:
        if names_place(figure.country, names) and not is_place(figure.country, names):
            raise UnreadableReport(
                f"the report has a row for {figure.country.strip()[:80]!r}, which may be "
                f"{names[0]} by a name that is not known; add the name to law.place_in_reports in "
                "tracker.toml if it is"
            )
    here = {(figure.period.start, figure.period.end, figure.kind) for figure in found}
    absent = 0 if report.lists_all else None
    missing = [
        Figure(
            country=names[0],
            period=period,
            kind=kind,
            printed_kind=next(
                figure.printed_kind
                for figure in report.figures
                if (figure.period, figure.kind) == (period, kind)
            ),
            received=Count("", "no_row", absent, absent),
            part=report.part,
        )
        for period, kind in report.covers
        if (period.start, period.end, kind) not in here
    ]
    return (*found, *missing)


def _read(download: Download) -> Report:
    scored, refusals = [], []
    for each in FORMATS:
        try:
            scored.append((_format(each).closeness(download), each))
        except UnreadableReport as error:  # such as a PDF that is locked
            refusals.append(error)
    score, name = max(scored, key=lambda pair: pair[0], default=(0.0, FORMATS[0]))
    format_ = _format(name)
    if score < CLOSE:
        if refusals:
            raise refusals[0]
        near = f"The nearest known is {name}: {'; '.join(format_.KNOWN_BY[:12])}"
        if not score:
            near = f"It is like none of {', '.join(FORMATS)}"
        raise UnreadableReport(
            f"{download.name}: this is no report that is known; it begins {_beginning(download)}. "
            f"{near}"
        )
    report = _marked_twice(format_.read(download))
    odd = [figure for figure in report.figures if _is_odd(figure)]
    if len(odd) > MOST_ODD * len(report.figures):
        raise UnreadableReport(
            f"{download.name}: {len(odd)} of {len(report.figures)} rows hold what is no number, "
            f"such as: {odd[0].contradiction}. Have columns moved? Read as {name}"
        )
    return report


def _marked_twice(report: Report) -> Report:
    """Mark the rows that a table has twice: which of them counts nobody can tell."""

    def row(figure: Figure) -> tuple[str, ...]:
        period = figure.period
        what = (figure.kind, plain_name(figure.printed_kind), figure.part or "")
        return (plain_place(figure.country), period.start, period.end, *what)

    times = Counter(map(row, report.figures))
    if len(times) == len(report.figures):
        return report
    told = "this row stands twice in the table"
    return replace(
        report,
        figures=tuple(
            replace(figure, contradiction="; ".join(filter(None, (figure.contradiction, told))))
            if times[row(figure)] > 1 and "twice" not in (figure.contradiction or "")
            else figure
            for figure in report.figures
        ),
    )


def _placed(report: Report, part: str | None) -> Report:
    """Say of each figure in which member of a zip it lies, and where in that."""
    if part is None:
        return report
    figures = tuple(
        replace(figure, part=f"{part}: {figure.part}" if figure.part else part)
        for figure in report.figures
    )
    return replace(report, figures=figures, part=part)


def _is_odd(figure: Figure) -> bool:
    cells = (figure.received, figure.accounts, figure.answered, figure.percentage)
    return any(each is not None and each.notation == "unreadable" for each in cells)


def _format(name: str) -> Format:
    return cast(Format, import_module(f"scrapers.reports.{name}"))


def _beginning(download: Download) -> str:
    if download.media in ("zip", "xlsx", "pdf"):
        return f"like a file of kind {download.media}"
    return repr(" ".join(download.text[:200].split()))
