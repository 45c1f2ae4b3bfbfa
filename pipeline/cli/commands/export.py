"""Write the timeline to a file: ``stanceline export``."""

import sys
from pathlib import Path
from typing import Any

import click

from pipeline.cli.filters import Filters, with_filters
from pipeline.cli.place import Place, with_place


class ExportFormat(click.ParamType[str]):
    """The name of a format that lies in ``pipeline/exports``."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse a format that does not lie there, naming those that do."""
        from pipeline.exports import formats

        known = sorted(formats())
        if value not in known:
            self.fail(
                f"{value!r} is no export format; choose one of {', '.join(known)}", param, ctx
            )
        return str(value)


@click.command()
@click.argument("export_format", metavar="FORMAT", type=ExportFormat())
@with_filters
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default=Path("-"),
    help="The file to write; without it, standard output.",
)
@with_place
def command(place: Place, *, export_format: str, filters: Filters, output: Path) -> None:
    """Write the timeline to a file, as csv or json.

    Every line has its quote, source and date basis. Cells that a spreadsheet would run as a formula
    are made text. The file appears at once and whole, or not at all.

    \b
    Examples:
      stanceline export csv -o timeline.csv
      stanceline export json zoom google --since 2020-07 -o timeline.json
    """
    from pipeline.exports import export

    tracker = place.tracker()
    with place.store() as store:
        events = filters.events(store, tracker)
    if output == Path("-"):
        export(export_format, events, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    beside = output.with_name(f".{output.name}.part")
    try:
        with beside.open("wb") as out:
            rows = export(export_format, events, out)
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)
    click.echo(f"{output}: {rows} {'event' if rows == 1 else 'events'}", err=True)
