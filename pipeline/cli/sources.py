"""Find the source that a person names on the command line."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipeline.tracker import Tracker
    from scrapers.sources import Source


def source_named(tracker: "Tracker", name: str) -> "Source":
    """Return the source with this id; raise BadParameter with the nearest ones."""
    from pipeline.tracker_models import nearest

    for source in tracker.sources:
        if source.id == name:
            return source
    hint = nearest(name, (source.id for source in tracker.sources))
    raise click.BadParameter(f"{tracker.id} has no source {name!r}; {hint}", param_hint="--source")
