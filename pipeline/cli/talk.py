"""Talk to the person on stderr, so that stdout holds results only."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass

import click

from pipeline.cli.place import Place


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show that work is going on, on a terminal only."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} ..."):
        yield


def report_counts(place: Place, counts: object) -> None:
    """Say in one line what a rebuild made: ``hk-nsl: 52 documents, 90 claims, 40 events``."""
    assert is_dataclass(counts)
    parts = [f"{getattr(counts, field.name)} {field.name}" for field in fields(counts)]
    click.echo(f"{place.tracker_id}: {', '.join(parts)} in {place.database}", err=True)
