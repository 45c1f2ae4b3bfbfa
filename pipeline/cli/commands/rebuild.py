"""Remake the database from what was captured: ``stanceline rebuild``."""

import click

from pipeline.cli.locking import writing
from pipeline.cli.place import Place, with_place
from pipeline.cli.talk import report_counts, working


@click.command()
@with_place
def command(place: Place) -> None:
    """Remake the database from what was captured.

    The same captures, tracker and reviews give the same bytes. Readers of the database see the old
    state until the new one is complete.

    \b
    Example:
      stanceline rebuild
    """
    from pipeline.rebuilding import rebuild

    tracker = place.tracker()
    with writing(place.data), working("Reading the captures"):
        counts, problems = rebuild(place.data, tracker)
    for problem in problems:
        click.echo(problem, err=True)
    report_counts(place, counts)
    if problems:
        raise click.exceptions.Exit(1)
