"""Write the timeline to a file: ``stanceline export``."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from pipeline.cli.filters import Filters, with_filters
from pipeline.cli.inputs import IsoDate
from pipeline.cli.place import Place, with_place


class ExportFormat(click.ParamType[str]):
    """The name of a format that lies in ``pipeline/exports``."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse a format that does not lie there, naming those that do."""
        from pipeline.exports import formats

        known = formats()
        if value not in known:
            self.fail(
                f"{value!r} is no export format; choose one of {', '.join(known)}", param, ctx
            )
        return str(value)


class Site(click.ParamType[str]):
    """The web address of published pages."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse what is no address of the web; end it with a slash."""
        try:
            parts = urlsplit(str(value))
            sound = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            sound = False
        if not sound or parts.query or parts.fragment:
            self.fail(f"{value!r} is no web address such as https://paper.example/hk/", param, ctx)
        return f"{str(value).rstrip('/')}/"


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
@click.option("--as-of", metavar="DATE", type=IsoDate(), help="What was known on that day.")
@click.option("--site", metavar="URL", type=Site(), help="Where your pages of it are published.")
@with_place
def command(
    place: Place,
    *,
    export_format: str,
    filters: Filters,
    output: Path,
    as_of: str | None,
    site: str | None,
) -> None:
    """Write the timeline to a file.

    FORMAT is csv, json, ndjson, xlsx, html, timelinejs, timelinejs-csv, ics, atom, jsonfeed,
    markdown, bibtex, svg or png. Every line has its quote, source, archived copy and date basis.
    What a spreadsheet would run as a formula is made text. The same database gives the same bytes.
    The file appears at once and whole, or not at all.

    --as-of takes only documents that were published by that day (undated ones: that were captured
    by then) and rulings that had been made.

    \b
    Examples:
      stanceline export csv -o timeline.csv
      stanceline export json zoom google --since 2020-07 -o timeline.json
      stanceline export atom --site https://paper.example/hk/ -o timeline.atom
      stanceline export html --as-of 2020-07-10 -o july.html
    """
    from pipeline.as_of import edition_as_of
    from pipeline.cli.outputs import replacing
    from pipeline.exports import export

    tracker = place.tracker()
    choice, chosen = filters.choice(tracker), filters.words()
    with place.store() as store:
        if as_of is None:
            edition = store.edition(choice, chosen=chosen, site=site)
        else:
            edition = edition_as_of(
                place.data, store, tracker, choice, day=as_of, chosen=chosen, site=site
            )
        if output == Path("-"):
            export(export_format, edition, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        with replacing(output) as out:
            rows = export(export_format, edition, out)
    click.echo(f"{output}: {rows} {'event' if rows == 1 else 'events'}", err=True)
