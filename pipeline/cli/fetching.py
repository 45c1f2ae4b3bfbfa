"""Open the fetcher as the environment says: who asks, and whether this machine may be asked."""

import os
import re
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

    contact = os.environ.get("STANCELINE_CONTACT") or None
    if contact and not re.fullmatch(r"(https?://|mailto:)[!-~]+", contact):
        raise click.UsageError(
            f"$STANCELINE_CONTACT is {contact!r}; write mailto:you@example.org or https://..."
        )
    return Fetcher(
        contact=contact,
        loopback=os.environ.get("STANCELINE_LOOPBACK") == "allow",
        robots_folder=data / "private" / "robots",
    )
