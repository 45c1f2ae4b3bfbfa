"""Open the fetcher as the environment says: who asks, and whether this machine may be asked."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
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
