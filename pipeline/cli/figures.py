"""Lay said and done side by side, for machines and for people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pipeline.charts.words import (
    is_absent,
    numbers_in_words,
    place_in_words,
    run_in_words,
    runs,
    shown_period,
    silence_in_words,
)
from pipeline.cli.paper import Paper
from pipeline.cli.timelines import stance_styles

if TYPE_CHECKING:
    from pipeline.store.contents import Comparison
    from pipeline.tracker import Tracker

Period = tuple[str, str]  # first and last day
MARKS = {"differs": ("≠ differs", "bold red"), "consistent": ("= consistent", "green")}


def figure_object(comparison: "Comparison") -> dict[str, Any]:
    """Lay a figure out as the JSON object that ``figures`` promises: these keys in this order."""
    return {
        "company": comparison.company,
        "period_start": comparison.period_start,
        "period_end": comparison.period_end,
        "kind": comparison.kind,
        "received": comparison.received,
        "answered": comparison.answered,
        "percentage": comparison.percentage,
        "derived": comparison.derived,
        "stance": comparison.stance,
        "verdict": comparison.verdict,
        "source": comparison.source,
        "company_name": comparison.company_name,
        "country": comparison.country,
        "period": comparison.period,
        "printed_kind": comparison.printed_kind,
        "accounts": comparison.accounts,
        "received_printed": comparison.received_printed,
        "notations": {
            "received": comparison.received_notation,
            "answered": comparison.answered_notation,
        },
        "derived_low": comparison.derived_low,
        "derived_high": comparison.derived_high,
        "contradiction": comparison.contradiction,
        "restated": comparison.restated,
        "told_by": comparison.told_by,
        "release": {
            "digest": comparison.release_digest,
            "date": comparison.release_date,
            "part": comparison.part,
            "row": comparison.cell_row,
            "column": comparison.cell_column,
        },
        "event": comparison.event,
        "stance_date": comparison.stance_date,
        "quote": comparison.quote,
        "url": comparison.url,
        "reason": comparison.reason,
        "note": comparison.note,
        "disputed": bool(comparison.disputed),
        "followed_by": comparison.followed_by,
        "followed_date": comparison.followed_date,
        "archived": comparison.archived,
    }


def print_figures(comparisons: "Sequence[Comparison]", tracker: "Tracker") -> None:
    """Print each company's half-years: the stance in force, and beneath it what was done.

    A run of periods for which a report has no row is told once, where it begins. Companies come in
    the order in which they are given.
    """
    paper = Paper()
    by_company: defaultdict[str, list[Comparison]] = defaultdict(list)
    for comparison in comparisons:
        by_company[comparison.company].append(comparison)
    width = max((len(_kind(each.kind)) for each in comparisons), default=0)
    styles = stance_styles(tracker)
    for rows in by_company.values():
        paper.line((rows[0].company_name, "bold"))
        _print_company(paper, rows, styles, width=0 if paper.narrow else width)
        paper.gap()


def print_reasons(comparisons: "Iterable[Comparison]") -> None:
    """Print why each verdict is what it is, with both pieces of evidence below it."""
    paper = Paper()
    for row in comparisons:
        period = shown_period(row.period_start, row.period_end)
        paper.line("  ", (f"{row.company_name}, {period}", "bold"), f": {row.reason}")
        _print_word(paper, row, indent=4)
        _print_place(paper, [row], indent=4)
    paper.gap()


def _print_company(
    paper: Paper,
    rows: "Sequence[Comparison]",
    styles: dict[str, tuple[str, str]],
    *,
    width: int,
) -> None:
    by_period: defaultdict[Period, list[Comparison]] = defaultdict(list)
    for row in rows:
        if not is_absent(row):
            by_period[row.period_start, row.period_end].append(row)
    absent = _absences(rows)
    told: set[tuple[str, str]] = set()
    for period in sorted({*by_period, *absent}):
        if period in by_period:
            _print_period(paper, by_period[period], styles, width=width, told=told)
        for run, missing in absent[period]:
            _print_absence(paper, run, missing, styles, width=width, told=told)


def _absences(
    rows: "Iterable[Comparison]",
) -> "defaultdict[Period, list[tuple[list[Period], list[Comparison]]]]":
    """Gather runs of periods without a row under one stance, by the first period of each.

    Kinds that are missing through the same run come together.
    """
    missing: defaultdict[tuple[str | None, str | None, str], list[Comparison]] = defaultdict(list)
    for row in rows:
        if is_absent(row):
            missing[row.event, row.followed_by, row.kind].append(row)
    together: defaultdict[tuple[Any, ...], list[Comparison]] = defaultdict(list)
    for (event, follower, _), of_kind in missing.items():
        for run in runs(sorted({(row.period_start, row.period_end) for row in of_kind})):
            within = [row for row in of_kind if (row.period_start, row.period_end) in run]
            together[tuple(run), event or "", follower or ""] += within
    found: defaultdict[Period, list[tuple[list[Period], list[Comparison]]]] = defaultdict(list)
    for (periods, _, _), those in sorted(together.items()):
        found[periods[0]].append((list(periods), those))
    return found


def _print_absence(
    paper: Paper,
    run: "Sequence[Period]",
    rows: "Sequence[Comparison]",
    styles: dict[str, tuple[str, str]],
    *,
    width: int,
    told: set[tuple[str, str]],
) -> None:
    """Print a run of periods without a row: what it says to the stance in force, and its places."""
    indent = 2 if paper.narrow else 4
    by_kind = {row.kind: row for row in sorted(rows, key=lambda row: row.kind)}
    if rows[0].stance is None:
        kinds = ", ".join(map(_kind, by_kind))
        words = f"no row for {rows[0].country} in {run_in_words(run)}: {kinds}"
        paper.line((words, "italic"), indent=2)
    else:
        shown = (run_in_words(run), "bold")
        paper.line(shown, "  ", *_heading(rows[0], styles), indent=0 if paper.narrow else 2)
        _print_word_once(paper, rows[0], told)
        for kind, row in by_kind.items():
            paper.line(f"{_kind(kind).ljust(width)}  no row", *_marks(row), indent=indent)
        for reason in dict.fromkeys(row.reason for row in rows):
            paper.line((reason, "italic"), indent=indent + 4)
    tables: defaultdict[tuple[str, ...], list[Comparison]] = defaultdict(list)
    for row in rows:
        tables[_table(row)[1:]].append(row)
    for those in tables.values():
        _print_place(paper, those, indent=indent + 4)


def _print_word_once(paper: Paper, row: "Comparison", told: set[tuple[str, str]]) -> None:
    """Print the sentence behind a stance where a company's half-years first name it."""
    if row.event and ("event", row.event) not in told:
        told.add(("event", row.event))
        _print_word(paper, row, indent=2 if paper.narrow else 4)


def _print_word(paper: Paper, row: "Comparison", *, indent: int) -> None:
    """Print the sentence that proves a stance, and the event that leads on to its source."""
    if row.event:
        paper.line((f"“{row.quote}”", "italic"), (f"  {row.event}", "dim"), indent=indent)


def _heading(row: "Comparison", styles: dict[str, tuple[str, str]]) -> list[str | tuple[str, str]]:
    """Name the stance in force, and the later one that leaves open whether it still is."""
    if row.stance is None:
        return [("no stance known for:", "dim")]
    since = f" since {row.stance_date}" if row.stance_date else ""
    later = silence_in_words(row)
    return [
        styles.get(row.stance, (row.stance_label or row.stance, "bold")),
        since + (f", followed by {later}" if later else ""),
    ]


def _print_period(
    paper: Paper,
    rows: "Sequence[Comparison]",
    styles: dict[str, tuple[str, str]],
    *,
    width: int,
    told: set[tuple[str, str]],
) -> None:
    """Print one period, stance by stance; one that tests several kinds is told once."""
    period = shown_period(rows[0].period_start, rows[0].period_end)
    ordered = sorted(rows, key=lambda row: (row.event is None, row.event or "", _later(row)))
    for place, (_, group) in enumerate(groupby(ordered, key=lambda row: (row.event, _later(row)))):
        of_stance = list(group)
        shown = period if place == 0 else " " * len(period)
        heading = _heading(of_stance[0], styles)
        paper.line(*([] if paper.narrow else ["  "]), (shown, "bold"), "  ", *heading)
        _print_word_once(paper, of_stance[0], told)
        for _, together in groupby(of_stance, key=_table):
            _print_table(paper, list(together), width=width, told=told)


def _later(row: "Comparison") -> str:
    return row.followed_by or ""


def _table(row: "Comparison") -> tuple[str, str, str, str]:
    """Tell which rows stand in one table, so that its place is told once."""
    return row.kind, row.release_digest, row.source, row.part or ""


def _print_table(
    paper: Paper, rows: "Sequence[Comparison]", *, width: int, told: set[tuple[str, str]]
) -> None:
    """Print rows of one kind that one table holds: Google counts every requestor."""
    indent = 2 if paper.narrow else 4
    for row in rows:
        own = f"  “{row.printed_kind}”" if len(rows) > 1 else ""
        _print_figure(paper, row, own=own, indent=indent, width=width, told=told)
    _print_place(paper, rows, indent=indent + 4, called=len(rows) == 1)


def _print_place(
    paper: Paper, rows: "Sequence[Comparison]", *, indent: int, called: bool = True
) -> None:
    """Print where rows of one table stand, and below it what one has to know to read them."""
    names = list(dict.fromkeys(f"“{row.printed_kind}”" for row in rows)) if called else []
    paper.line((", ".join([*names, place_in_words(*rows)]), "dim"), indent=indent)
    for note in dict.fromkeys(row.note for row in rows if row.note):
        paper.line((f"Note: {note}", "dim"), indent=indent)


def _print_figure(
    paper: Paper,
    row: "Comparison",
    *,
    own: str,
    indent: int,
    width: int,
    told: set[tuple[str, str]],
) -> None:
    """Print one figure, and its reason where the verdict is not plain.

    Why nothing can be told is not said again in the same words.
    """
    numbers = numbers_in_words(row)
    paper.line(f"{_kind(row.kind).ljust(width)}  {numbers}{own}", *_marks(row), indent=indent)
    unclear = row.verdict not in MARKS and (row.stance is not None or row.contradiction)
    if row.verdict == "differs" or (unclear and (row.kind, row.reason) not in told):
        told.add((row.kind, row.reason))
        paper.line((row.reason, "italic"), indent=indent + 4)
    if row.contradiction and row.contradiction not in row.reason:
        paper.line((f"contradiction: {row.contradiction}", "italic"), indent=indent + 4)


def _marks(row: "Comparison") -> list[tuple[str, str]]:
    """Give the verdict where there is one to give, and what is odd, each behind a gap."""
    marks: list[tuple[str, str]] = []
    if row.verdict in MARKS:
        marks.append(MARKS[row.verdict])
    elif row.stance is not None:
        marks.append((f"? {row.verdict}", "yellow"))
    if row.contradiction:
        marks.append(("! contradicts itself", "bold magenta"))
    if row.restated:
        marks.append(("* restated", "bold magenta"))
    if row.disputed:
        marks.append(("* sources disagree", "bold magenta"))
    return [part for mark in marks for part in (("  ", ""), mark)]


def _kind(kind: str) -> str:
    return kind.replace("_", " ")
