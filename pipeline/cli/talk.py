"""Talk to the person on stderr, so that stdout holds results only."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from pipeline.cli.place import Place

if TYPE_CHECKING:
    from pipeline.rebuilding import Counts


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show that work is going on, on a terminal only."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} ..."):
        yield


def report_counts(place: Place, counts: "Counts") -> None:
    """Say in one line what was made: ``hk-nsl: 52 captures, 90 claims, 40 events``."""
    made = ", ".join(f"{number} {rows}" for rows, number in asdict(counts).items())
    click.echo(f"{place.tracker_id}: {made} in {place.database}", err=True)
