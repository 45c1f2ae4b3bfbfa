"""Lay comparisons out as panels, one a company and kind: what stands where, before it is drawn."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.charts.words import (
    KINDS,
    TELLERS,
    bounds,
    heading,
    host_of,
    is_absent,
    numbers_in_words,
    run_in_words,
    runs,
    shown_period,
    silence_in_words,
)
from pipeline.store.contents import Comparison
from pipeline.visible import one_line

MOST_PANELS = 6  # more do not fit on a page that one takes in at a glance
# Rows of one table of one release whose kinds differ count different requests there: requestors,
# legal processes, reasons, countries that help. Of other kinds that is not known.
SUMMED = ("removal_requests", "removal_items", "removal_reasons", "legal", "treaty")
WITNESSES = tuple(TELLERS)
Numbers = tuple[int | None, int | None, int | None]  # received, fewest and most answered
TOLD = 1500  # characters of a tooltip; a page of text beside a bar is read by nobody


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: requests received in a period, and of these between ``low`` and ``high`` answered.

    Days are ordinals, ``end`` the day after the last. ``received`` is None when no number is
    printed: ``written`` says what is. It is the least that was received when ``at_least`` is true.
    ``place`` of ``places`` is where bars of one period that may not be summed stand side by side.
    ``news`` is true when nobody but the news tells it. ``versions`` are the numbers of all sources,
    the bar's own among them, when it is ``disputed``.
    """

    start: int
    end: int
    period: str
    received: int | None
    at_least: bool
    low: int | None
    high: int | None
    written: str
    verdict: str
    contradicts: bool
    restated: bool
    short: str
    told: str
    news: bool = False
    disputed: bool = False
    versions: tuple[Numbers, ...] = ()
    place: int = 0
    places: int = 1


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of periods for which a report has no row."""

    start: int
    end: int
    told: str


@dataclass(frozen=True, slots=True)
class Band:
    """The days through which a stance was in force, as far as figures test it.

    It is ``silent`` when it says nothing of such requests, and the one before may be over.
    """

    start: int
    end: int
    label: str
    colour: str
    told: str
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """All of one kind: bars, gaps, and the stance in force above them."""

    kind: str
    heading: str
    bars: tuple[Bar, ...]
    gaps: tuple[Gap, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is drawn of one company; ``left_out`` are the kinds that have no panel."""

    company: str
    name: str
    country: str
    panels: tuple[Panel, ...]
    left_out: tuple[str, ...]
    sources: tuple[str, ...]


def sheets(comparisons: Iterable[Comparison]) -> tuple[Sheet, ...]:
    """Lay out one sheet a company, in the order in which the companies come."""
    by_company: defaultdict[str, list[Comparison]] = defaultdict(list)
    for comparison in comparisons:
        by_company[comparison.company].append(comparison)
    return tuple(_sheet(rows) for rows in by_company.values())


def _sheet(rows: Sequence[Comparison]) -> Sheet:
    by_kind: defaultdict[str, list[Comparison]] = defaultdict(list)
    for row in sorted(rows, key=_in_time):
        by_kind[row.kind].append(row)
    ordered = sorted(by_kind, key=lambda kind: (_dullness(by_kind[kind]), _place_of(kind), kind))
    shown = ordered[:MOST_PANELS]
    if any(not _only_gaps(by_kind[kind]) for kind in ordered):
        shown = [kind for kind in shown if not _only_gaps(by_kind[kind])]
    return Sheet(
        company=rows[0].company,
        name=one_line(rows[0].company_name),
        country=one_line(rows[0].country),
        panels=tuple(_panel(kind, by_kind[kind]) for kind in shown),
        left_out=tuple(
            heading(kind) + (" (no row)" if _only_gaps(by_kind[kind]) else "")
            for kind in ordered
            if kind not in shown
        ),
        sources=_sources(rows),
    )


def _in_time(row: Comparison) -> tuple[str, str, str]:
    return row.period_start, row.period_end, row.figure


def _dullness(rows: Sequence[Comparison]) -> int:
    """Order kinds: those where word and figures part, those that agree, those with numbers."""
    verdicts = {row.verdict for row in rows}
    parted, agreed = "differs" in verdicts, "consistent" in verdicts
    return 4 * _only_gaps(rows) + 2 * (not parted) + (not agreed)


def _place_of(kind: str) -> int:
    return list(KINDS).index(kind) if kind in KINDS else len(KINDS)


def _only_gaps(rows: Sequence[Comparison]) -> bool:
    return all(map(is_absent, rows))


def _panel(kind: str, rows: Sequence[Comparison]) -> Panel:
    by_period: defaultdict[tuple[str, str], list[Comparison]] = defaultdict(list)
    for row in rows:
        by_period[row.period_start, row.period_end].append(row)
    absent = [period for period, group in by_period.items() if _only_gaps(group)]
    bars = [
        bar
        for period, group in by_period.items()
        if period not in absent
        for bar in _bars([row for row in group if not is_absent(row)])
    ]
    return Panel(
        kind=kind,
        heading=heading(kind),
        # The longer of two that overlap lies behind.
        bars=tuple(sorted(bars, key=lambda bar: (bar.start - bar.end, bar.start, bar.place))),
        gaps=tuple(
            Gap(
                _ordinal(run[0][0]),
                _ordinal(run[-1][1]) + 1,
                f"{heading(kind)}: no row for {one_line(rows[0].country)} in {run_in_words(run)}",
            )
            for run in runs(absent)
        ),
        bands=_bands(rows),
    )


def _bars(rows: Sequence[Comparison]) -> list[Bar]:
    """Make the bars of one kind and period, of the release that counts."""
    best = min(rows, key=_witness)
    release = (best.release_digest, best.source)
    chosen = [row for row in rows if (row.release_digest, row.source) == release]
    restated = any(row.restated for row in rows)
    if not _disjoint(chosen):
        return [
            _bar([row], rows, restated=restated, place=place, places=len(chosen))
            for place, row in enumerate(chosen)
        ]
    return [_bar(chosen, rows, restated=restated)]


def _witness(row: Comparison) -> tuple[int, int, str]:
    """Order releases as the view does, so that no row of the best one was taken for another's."""
    known = row.told_by in WITNESSES
    told = WITNESSES.index(row.told_by) if known else len(WITNESSES)
    return told, -_ordinal(row.release_date) if row.release_date else 0, row.figure


def _disjoint(rows: Sequence[Comparison]) -> bool:
    """Tell whether the rows count different requests, so that their sum means something."""
    names = {row.printed_kind.casefold() for row in rows}
    one_table = len({row.part for row in rows}) == 1
    return len(rows) == 1 or (len(names) == len(rows) and one_table and rows[0].kind in SUMMED)


def _bar(
    rows: Sequence[Comparison],
    every: Sequence[Comparison],
    *,
    restated: bool,
    place: int = 0,
    places: int = 1,
) -> Bar:
    known = [row.received for row in rows if row.received is not None]
    low, high = _answers(rows)
    verdicts = {row.verdict for row in rows}
    first = rows[0]
    elsewhere = _elsewhere(rows, every)
    own = (sum(known) if known else None, low, high)
    versions = {own, *((row.received, *(bounds(row) or (None, None))) for row in elsewhere)}
    if any(row.told_by == first.told_by for row in elsewhere):  # neither counts before the other
        low = min((least for _, least, _ in versions if least is not None), default=None)
        high = max((most for _, _, most in versions if most is not None), default=high)
    return Bar(
        start=_ordinal(first.period_start),
        end=_ordinal(first.period_end) + 1,
        period=shown_period(first.period_start, first.period_end),
        received=sum(known) if known else None,
        at_least=len(known) < len(rows),
        low=low,
        high=high,
        written=_written(first),
        verdict="differs" if "differs" in verdicts else _only(verdicts) or "cannot tell",
        contradicts=any(row.contradiction for row in rows),
        restated=restated,
        short=_short(rows, every, verdicts),
        told=_told(rows, every),
        news=first.told_by == "news",
        disputed=any(row.disputed for row in rows),
        versions=tuple(sorted(versions, key=str)) if len(versions) > 1 else (),
        place=place,
        places=places,
    )


def _elsewhere(rows: Sequence[Comparison], every: Sequence[Comparison]) -> list[Comparison]:
    """Find the rows that dispute a bar of one row; those of a sum are not told apart."""
    if len(rows) > 1 or not rows[0].disputed:
        return []
    name = rows[0].printed_kind.casefold()
    return [
        row
        for row in every
        if row.disputed and row is not rows[0] and row.printed_kind.casefold() == name
    ]


def _short(rows: Sequence[Comparison], every: Sequence[Comparison], verdicts: set[str]) -> str:
    """Say a bar in some words, each row of a sum for itself."""
    first = rows[0]
    numbers = _cut(" and ".join(map(numbers_in_words, rows)))
    others = "".join(f", elsewhere {numbers_in_words(row)}" for row in _elsewhere(rows, every))
    period = shown_period(first.period_start, first.period_end)
    told = f" ({TELLERS['news']})" if first.told_by == "news" else ""
    return f"{period} {numbers}{told}{_cut(others)}, {' or '.join(sorted(verdicts))}"


def _only(verdicts: set[str]) -> str | None:
    return next(iter(verdicts)) if len(verdicts) == 1 else None


def _answers(rows: Sequence[Comparison]) -> tuple[int | None, int | None]:
    """Add the bounds up; what is not told lies between none and all that was received."""
    found = [bounds(row) for row in rows]
    if all(each is None for each in found):
        return None, None
    low = sum(each[0] for each in found if each)
    most = [each[1] if each else row.received for each, row in zip(found, rows, strict=True)]
    return low, None if None in most else sum(each for each in most if each is not None)


def _written(row: Comparison) -> str:
    """Give what stands where no number does, as short as a bar is wide."""
    if row.received_notation is None:
        return "" if bounds(row) else "?"
    if row.received_notation == "blank":
        return "blank"
    return one_line(row.received_printed or row.received_notation.replace("_", " "))[:12]


def _told(rows: Sequence[Comparison], every: Sequence[Comparison]) -> str:
    """Tell all of a bar in sentences; every number that another release gives comes along."""
    first = rows[0]
    said = [f"{heading(first.kind)}, {shown_period(first.period_start, first.period_end)}."]
    for row in rows:
        name = f"{one_line(row.printed_kind)[:80]}: " if len(rows) > 1 else ""
        said.append(f"{name}{numbers_in_words(row)}: {row.verdict}. {one_line(row.reason)}")
        if row.contradiction and row.contradiction not in row.reason:
            said.append(f"Contradiction: {one_line(row.contradiction)}.")
    if first.told_by == "news":
        said.append(f"{TELLERS['news'].capitalize()}.")
    for row in every:
        if (row.restated or row.disputed) and row not in rows:
            name = TELLERS.get(row.told_by, one_line(row.told_by))
            dated = f", kept on {row.release_date}" if row.release_date else ""
            said.append(f"Elsewhere ({name}{dated}): {numbers_in_words(row)}.")
    return _cut(" ".join(said))


def _cut(told: str) -> str:
    return told if len(told) <= TOLD else told[:TOLD].rstrip() + " …"


def _bands(rows: Sequence[Comparison]) -> tuple[Band, ...]:
    """Join periods with the same stance in force; a band begins with its stance, if inside one.

    A later stance that says nothing of such requests ends the band, and has one of its own.
    """
    found: list[Band] = []
    events: list[tuple[str | None, str | None]] = []
    for row in rows:
        if row.stance is None or row.stance_date is None:
            continue
        silent = row.followed_date is not None
        start, end = _ordinal(row.period_start), _ordinal(row.period_end) + 1
        began = _ordinal(((row.followed_date or row.stance_date) + "-01-01")[:10])
        if silent and began < start:  # the periods between may have no row
            start = max(began, *(band.end for band in found)) if found else began
        start = max(start, began) if began < end else start
        if events and events[-1] == (row.event, row.followed_by):
            start, end = min(found[-1].start, start), max(found[-1].end, end)
            found.pop(), events.pop()
        found.append(_band(row, start, end))
        events.append((row.event, row.followed_by))
    return tuple(found)


def _band(row: Comparison, start: int, end: int) -> Band:
    label = one_line(row.stance_label or row.stance or "")[:60]
    if row.followed_date is None:
        told = f"{label} since {row.stance_date}: “{one_line(row.quote or '')[:400]}”"
        return Band(start, end, label, _colour(row.colour), told)
    later = one_line(row.followed_label or "")[:60]
    silence = "says nothing of such requests"
    told = f"{label} since {row.stance_date}, followed by {silence_in_words(row)}, which {silence}"
    return Band(start, end, f"{later}: {silence}", "#999999", told, silent=True)


def _colour(shade: str | None) -> str:
    return shade if shade and re.fullmatch(r"#[0-9A-Fa-f]{6}", shade) else "#999999"


def _sources(rows: Sequence[Comparison]) -> tuple[str, ...]:
    """Name the sources by who tells and where, with the days on which they were kept."""
    hosts: defaultdict[tuple[int, str], dict[str, tuple[set[str], set[str]]]] = defaultdict(dict)
    for row in rows:
        host = one_line(host_of(row.source) or row.source)[:80]
        told = (_witness(row)[0], one_line(TELLERS.get(row.told_by, row.told_by))[:60])
        addresses, days = hosts[told].setdefault(host, (set(), set()))
        addresses.add(row.source)
        days.update([row.release_date] if row.release_date else [])
    return tuple(
        f"{told[1]} at "
        + ", ".join(
            host + _dated(len(addresses), sorted(days))
            for host, (addresses, days) in sorted(hosts[told].items())
        )
        for told in sorted(hosts)
    )


def _dated(number: int, days: Sequence[str]) -> str:
    told = [f"{number} addresses"] if number > 1 else []
    if days:
        last = f" to {days[-1]}" if len(days) > 1 else ""
        told.append(f"kept on {days[0]}{last}")
    return f" ({', '.join(told)})" if told else ""


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
