"""Rule on claims and events: ``stanceline review``."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from pipeline.cli.filters import company_slug
from pipeline.cli.locking import writing
from pipeline.cli.own_or_sub import OwnOrSub
from pipeline.cli.place import Place, with_place
from pipeline.cli.talk import working

reviewer = click.option(
    "--by",
    metavar="NAME",
    required=True,
    envvar="STANCELINE_REVIEWER",
    show_envvar=True,
    help="Who rules.",
)
why = click.option("--reason", metavar="TEXT", required=True, help="Why.")


def signed(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``--by`` and ``--reason``, and its place."""
    return reviewer(why(with_place(function)))


@click.group(cls=OwnOrSub, no_args_is_help=False)
@click.argument("companies", metavar="[COMPANY]...", nargs=-1)
@click.option("--list", "listed", is_flag=True, help="Print the queue, and ask nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an event.")
@click.option("--by", metavar="NAME", envvar="STANCELINE_REVIEWER", help="Who rules.")
@with_place
def command(
    place: Place, *, companies: tuple[str, ...], listed: bool, as_json: bool, by: str | None
) -> None:
    """Rule on claims and events, the riskiest first; no refresh or rebuild undoes it.

    On a terminal each event in the queue is shown with all its evidence, and you are asked.
    Elsewhere, and with --list or --json, the queue is printed. What you rule goes into a log, and
    shows on the timeline at once. $STANCELINE_REVIEWER says who you are, where --by does not.

    \b
    Examples:
      stanceline review --list
      stanceline review zoom google --json
      stanceline review show zoom-paused-2020-07-07
      stanceline review accept zoom-paused-2020-07-07 --by "A. Editor" --reason "Read the statement"
    """
    from pipeline.cli.reviews import print_queue
    from pipeline.cli.reviews_asking import go_through

    for name in companies:
        if name in command.commands:
            raise click.UsageError(f"Write {name!r} first: stanceline review {name} ...")
    tracker = place.tracker()
    slugs = tuple(dict.fromkeys(company_slug(name, tracker) for name in companies))
    with place.store() as store:
        queue = store.rulings().waiting(slugs)
        if as_json:
            for each in queue:
                click.echo(json.dumps(asdict(each), ensure_ascii=False))
        elif listed or not (sys.stdin.isatty() and sys.stdout.isatty()):
            print_queue(queue)
    if not (as_json or listed) and sys.stdin.isatty() and sys.stdout.isatty():
        go_through(place, tracker, [each.event for each in queue], by=by)
    elif not queue:
        click.echo("Nothing awaits a review.", err=True)


@command.command()
@click.argument("target", metavar="EVENT|CLAIM")
@signed
def accept(place: Place, *, target: str, by: str, reason: str) -> None:
    """Let an event stand on the timeline, or a claim count as certain.

    \b
    Example:
      stanceline review accept zoom-paused-2020-07-07 --by "A. Editor" --reason "Read the statement"
    """
    _rule(place, "accept", target, by, reason)


@command.command()
@click.argument("target", metavar="EVENT|CLAIM")
@signed
def reject(place: Place, *, target: str, by: str, reason: str) -> None:
    """Take an event off the timeline, or a claim out of all events.

    \b
    Example:
      stanceline review reject zoom-paused-2020-07-07 --by "A. Editor" --reason "It is a satire"
    """
    _rule(place, "reject", target, by, reason)


@command.command()
@click.argument("target", metavar="EVENT|CLAIM")
@click.argument("field", metavar="FIELD")
@click.argument("value", metavar="VALUE")
@signed
def correct(place: Place, *, target: str, field: str, value: str, by: str, reason: str) -> None:
    """Put the right value in the place of what was read.

    FIELD is stance, company, scope, date or effective. A date is a day, month or year, or
    'unknown'. The event keeps its id.

    \b
    Examples:
      stanceline review correct zoom-paused-2020-07-07 date 2020-07-08 --by Ed --reason "Her memo"
      stanceline review correct zoom-paused-2020-07-07 scope law --by Ed --reason "No requests"
    """
    _rule(place, "correct", target, by, reason, field=field, value=value)


@command.command()
@click.argument("target", metavar="EVENT")
@click.option("--into", metavar="EVENT", required=True, help="The event that stays.")
@signed
def merge(place: Place, *, target: str, into: str, by: str, reason: str) -> None:
    """Make one event of two; the old id leads to the one that stays.

    \b
    Example:
      stanceline review merge EVENT --into zoom-paused-2020-07-07 --by Ed --reason "One act"
    """
    _rule(place, "merge", target, by, reason, value=into)


@command.command()
@click.argument("target", metavar="EVENT")
@click.option(
    "--claim", "claims", metavar="ID", required=True, multiple=True, help="May be given again."
)
@signed
def split(place: Place, *, target: str, claims: tuple[str, ...], by: str, reason: str) -> None:
    """Make an event of its own of some claims of an event.

    It gets an id that no other event ever has. 'stanceline review show EVENT' names the claims.

    \b
    Example:
      stanceline review split EVENT --claim ID --claim ID --by Ed --reason "Two acts"
    """
    _rule(place, "split", target, by, reason, claims=claims)


@command.command()
@click.argument("target", metavar="EVENT|CLAIM")
@signed
def note(place: Place, *, target: str, by: str, reason: str) -> None:
    """Write something down beside an event or a claim.

    \b
    Example:
      stanceline review note zoom-paused-2020-07-07 --by Ed --reason "Asked their press office"
    """
    _rule(place, "note", target, by, reason)


@command.command()
@click.argument("target", metavar="RULING")
@signed
def withdraw(place: Place, *, target: str, by: str, reason: str) -> None:
    """Take a ruling back, as if it had never been made.

    Both stay in the log. 'stanceline review show EVENT' names the rulings.

    \b
    Example:
      stanceline review withdraw r1a2b3c4d --by Ed --reason "The memo was forged"
    """
    _rule(place, "withdraw", target, by, reason)


@command.command()
@click.argument("target", metavar="EVENT|CLAIM")
@with_place
def show(place: Place, *, target: str) -> None:
    """Show an event with all its evidence.

    Each quote stands in its context, with its source and the archived copy; with it what was ruled
    before, and why the event awaits somebody.

    \b
    Example:
      stanceline review show zoom-paused-2020-07-07
    """
    from pipeline.cli.reviews import print_case, read_case

    with place.store() as store:
        print_case(read_case(store, target))


@command.command("import")
@click.argument(
    "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@with_place
def import_(place: Place, *, file: Path) -> None:
    """Take in a sheet of rulings (CSV).

    It is in UTF-8, as 'export' writes it, and comes in as a whole or not at all. Lines that are
    known are passed over. A line without an id is ruled now: it needs the columns reviewer, ruling,
    target and reason, and field and value where the ruling does.

    \b
    Examples:
      stanceline review export -o rulings.csv
      stanceline review import rulings.csv
    """
    from pipeline.cli.reviews import report_import
    from pipeline.reviewing import import_rulings

    tracker = place.tracker()
    with working("Ruling"), writing(place.data):
        found = import_rulings(place.data, tracker, file)
    if report_import(found):
        raise click.exceptions.Exit(1)


@command.command()
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default=Path("-"),
    help="The file to write; without it, standard output.",
)
@with_place
def export(place: Place, *, output: Path) -> None:
    """Write all rulings as a sheet (CSV).

    It can live in git, and be imported elsewhere. The same log gives the same bytes, and no cell
    is one that a spreadsheet would run.

    \b
    Example:
      stanceline review export -o rulings.csv
    """
    from pipeline.cli.outputs import replacing
    from pipeline.reviews.log import log_path, read_log
    from pipeline.reviews.sheet import write_sheet

    rulings = read_log(log_path(place.data))
    if output == Path("-"):
        write_sheet(rulings, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    with replacing(output) as out:
        rows = write_sheet(rulings, out)
    click.echo(f"{output}: {rows} {'ruling' if rows == 1 else 'rulings'}", err=True)


def _rule(place: Place, ruling: str, target: str, by: str, reason: str, **more: Any) -> None:
    """Rule, and say what came of it."""
    from pipeline.cli.reviews import report_ruling
    from pipeline.reviewing import rule
    from pipeline.reviews.making import Wish

    tracker = place.tracker()
    wish = Wish(ruling, target, by, reason, **more)
    with working("Ruling"), writing(place.data):
        review = rule(place.data, tracker, wish)
    report_ruling(review)
