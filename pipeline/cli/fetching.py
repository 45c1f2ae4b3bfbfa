"""Open the fetcher as the environment says: who asks, and whether this machine may be asked."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.locking import writing
from pipeline.cli.place import Place

if TYPE_CHECKING:
    from pipeline.intake import Intake
    from pipeline.tracker import Tracker
    from scrapers.fetcher import Fetcher


def open_fetcher(data: Path) -> "Fetcher":
    """Make a fetcher from ``$STANCELINE_CONTACT`` and ``$STANCELINE_LOOPBACK``.

    Raises UsageError when the contact is no address.
    """
    from scrapers.fetcher import Fetcher

    try:
        return Fetcher(
            contact=os.environ.get("STANCELINE_CONTACT") or None,
            loopback=os.environ.get("STANCELINE_LOOPBACK") == "allow",
            robots_folder=data / "private" / "robots",
        )
    except ValueError as error:
        raise click.UsageError(f"$STANCELINE_CONTACT: {error}") from error


@contextmanager
def open_intake(place: Place, tracker: "Tracker", what: str) -> "Iterator[tuple[Intake, Fetcher]]":
    """Open what a backfill needs and nobody else may write to; settle and close the run behind."""
    from pipeline.nights import recorded, utc_now

    with (
        open_fetcher(place.data) as fetcher,
        writing(place.data),
        recorded(place.data, tracker, command=what) as intake,
    ):
        yield intake, fetcher
        intake.settle()
        intake.finish((), finished_at=utc_now())
