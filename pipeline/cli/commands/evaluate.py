"""Hold the reader against gold: ``stanceline evaluate``."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from pipeline.cli.place import Place, with_place
from pipeline.cli.talk import working

if TYPE_CHECKING:
    from pipeline.evaluating import Reading
    from pipeline.evaluating_scores import Report
    from pipeline.evaluating_tables import Table
    from pipeline.tracker import Tracker

_gold_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option(
    "--gold",
    "files",
    metavar="FILE",
    multiple=True,
    type=_gold_file,
    help="A file of gold; may be repeated. Default: all of the tracker's own.",
)
@click.option(
    "--errors",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the errors go. Default: private/evaluation-errors.txt in the data folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--pin", is_flag=True, help="Write the floors of the tracker's own gold anew.")
@click.option("--calibrate", is_flag=True, help="Also count how far each kind of claim is right.")
@with_place
def command(
    place: Place,
    *,
    files: tuple[Path, ...],
    errors: Path | None,
    as_json: bool,
    pin: bool,
    calibrate: bool,
) -> None:
    """Measure what the reader gets right, on texts with known answers.

    It reads the texts of the gold and counts right, false and missed claims, dates and scopes.
    Claims below the tracker's threshold await a review and count as not made. Every error goes
    to a file, with its text and the rule that made it. Where a figure lies under its floor, or
    gold changed since its floors were pinned, the exit code is 1.

    With --calibrate it counts on this gold a record like the one that a claim's confidence is made
    of, and how honest such a record is on documents that it was not counted on.

    \b
    Example:
      stanceline evaluate
    """
    from pipeline.evaluating import read_passages
    from pipeline.evaluating_gold import find_gold, read_gold
    from pipeline.evaluating_scores import score
    from pipeline.extract.reader import Reader
    from pipeline.tracker import tracker_folder

    if as_json and calibrate:
        raise click.UsageError("--json prints one object: leave --calibrate out.")
    if pin and files:
        raise click.UsageError("--pin is for the tracker's own gold: leave --gold out.")
    tracker = place.tracker()
    folder = tracker_folder(place.data, place.tracker_id) / "gold"
    chosen = list(files) or find_gold(folder.parent)
    passages = {file: read_gold(file, tracker) for file in chosen}
    with working("Reading the gold"):
        read = Reader(tracker).read
        readings = {file: read_passages(found, read) for file, found in passages.items()}
    everything = [one for found in readings.values() for one in found]
    report = score(everything, threshold=tracker.threshold)
    _print(report, as_json=as_json)
    if calibrate:
        _print_record(everything)
    _write_errors(errors or place.data / "private" / "evaluation-errors.txt", everything, tracker)
    reports = {
        file: score(found, threshold=tracker.threshold)
        for file, found in readings.items()
        if file.resolve().parent == folder.resolve()
    }
    problems = _hold_floors(folder / "floors.toml", reports, pin=pin, whole=not files)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.exceptions.Exit(1)


def _hold_floors(path: Path, reports: "dict[Path, Report]", *, pin: bool, whole: bool) -> list[str]:
    """Return what is wrong with floors and pins; with ``pin``, write them anew before."""
    from pipeline.evaluating_floors import (
        broken,
        digest_of,
        read_floors,
        repin,
        spell_floors,
        unpinned,
    )

    pins = read_floors(path)
    digests = {file.name: digest_of(file) for file in reports}
    named = {file.name: report for file, report in reports.items()}
    if pin:
        pins = repin(pins, digests, named)
        path.write_text(spell_floors(pins), encoding="utf-8")
        click.echo(f"{path}: pinned {', '.join(pins)}", err=True)
    elif not whole:
        pins = {name: found for name, found in pins.items() if name in named}
    problems = unpinned(pins, digests)
    for name, report in named.items():
        if name in pins and pins[name].sha256 == digests[name]:
            problems += broken(name, pins[name].floors, report)
    return problems


def _print(report: "Report", *, as_json: bool) -> None:
    from pipeline.evaluating_tables import object_of, tables_of

    if as_json:
        click.echo(json.dumps(object_of(report), ensure_ascii=False))
        return
    for table in tables_of(report):
        _print_table(table)


def _print_record(readings: "Sequence[Reading]") -> None:
    from pipeline.cli.paper import Paper
    from pipeline.evaluating import judge
    from pipeline.evaluating_confidence import cross_validate, record_of, spell_record
    from pipeline.evaluating_tables import confidence_table

    _print_table(confidence_table(cross_validate(readings), "Confidence, cross-validated"))
    paper = Paper()
    paper.line("Claims right, of how many, in the form of RECORD in pipeline/extract/folding.py.")
    paper.line("Put them there only if no rule was mended with these texts.")
    for line in spell_record(record_of(one for found in readings for one in judge(found))):
        paper.line(line)
    paper.gap()


def _print_table(table: "Table") -> None:
    from pipeline.cli.paper import Paper

    paper = Paper()
    if paper.terminal:
        _draw(table)
    else:
        for line in _plain(table):
            paper.line(line)
    paper.gap()


def _draw(table: "Table") -> None:
    from rich.console import Console
    from rich.table import Table as Drawn

    drawn = Drawn(title=table.title, title_justify="left", title_style="bold")
    for position, column in enumerate(table.columns):
        side: Literal["left", "right"] = "right" if position and column != "drawn" else "left"
        drawn.add_column(column, justify=side, overflow="fold")  # a cut name could be another's
    for row in table.rows:
        drawn.add_row(*row)
    Console(highlight=False).print(drawn)


def _plain(table: "Table") -> list[str]:
    """Lay a table out in columns that a search and a spreadsheet can take apart: two spaces."""
    rows = (table.columns, *table.rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if position == 0 or name == "drawn" else cell.rjust(width)
            for position, (cell, width, name) in enumerate(
                zip(row, widths, table.columns, strict=True)
            )
        )
        for row in rows
    ]
    return [table.title, *(line.rstrip() for line in lines)]


def _write_errors(path: Path, readings: "Sequence[Reading]", tracker: "Tracker") -> None:
    from pipeline.evaluating_tables import errors_of

    blocks = list(errors_of(readings, threshold=tracker.threshold))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(blocks), encoding="utf-8")
    click.echo(f"{path}: {len(blocks)} passages with errors, each with its rule", err=True)
