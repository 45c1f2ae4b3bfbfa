"""Capture and read single pages: ``stanceline add``."""

import os
from pathlib import Path

import click

from pipeline.cli.fetching import open_fetcher
from pipeline.cli.inputs import IsoDate
from pipeline.cli.locking import writing
from pipeline.cli.place import Place, with_place
from pipeline.cli.talk import report_counts, working

WEB = ("http://", "https://")


class Page(click.Path):
    """A web address, or a file that is there."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Refuse folders and files that are not there; let addresses through."""
        if str(value).startswith(WEB):
            return str(value)
        return super().convert(value, param, ctx)


@click.command()
@click.argument(
    "pages",
    metavar="URL|FILE...",
    nargs=-1,
    required=True,
    type=Page(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--url", metavar="U", help="The address that a file was saved from.")
@click.option(
    "--published",
    metavar="DATE",
    type=IsoDate(prefix=True),
    help="The day (or month) the page came out.",
)
@with_place
def command(
    place: Place, *, pages: tuple[str | Path, ...], url: str | None, published: str | None
) -> None:
    """Keep single pages as they are, and read them.

    Addresses are asked for, as politely as in a night; files are read where they lie. Their bytes
    go into the archive, and the timeline follows. What is kept already changes nothing. Pages that
    cannot be had or read are named, the others are added, and the command ends with exit code 1.

    \b
    Examples:
      stanceline add https://www.example.com/2020/07/06/page.html
      stanceline add page.html --url https://www.example.com/2020/07/06/page.html
    """
    from pipeline.rebuilding import add_addresses, add_files

    files = [page for page in pages if isinstance(page, Path)]
    urls = [page for page in pages if isinstance(page, str)]
    if url and (len(files) != 1 or urls):
        raise click.UsageError("--url belongs to one file; add several pages one by one.")
    tracker = place.tracker()
    problems: list[str] = []
    with writing(place.data), working("Reading the pages"):
        if files:
            counts, found = add_files(place.data, tracker, files, url=url, published=published)
            problems += found
        if urls:
            with open_fetcher(place.data) as fetcher:
                counts, found = add_addresses(
                    place.data, tracker, urls, get=fetcher.get, published=published
                )
            problems += found
    for problem in problems:
        click.echo(problem, err=True)
    report_counts(place, counts)
    if problems:
        raise click.exceptions.Exit(1)
