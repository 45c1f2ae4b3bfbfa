"""Capture and read single pages: ``stanceline add``."""

import os
from pathlib import Path

import click

from pipeline.cli.inputs import IsoDate
from pipeline.cli.locking import writing
from pipeline.cli.place import Place, with_place
from pipeline.cli.talk import report_counts, working


class SavedPage(click.Path):
    """A file that is there; an address is refused with a hint, since nothing is fetched here."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Refuse addresses, folders and files that are not there."""
        if str(value).startswith(("http://", "https://")):
            self.fail(
                f"{value} is an address, and pages are not fetched yet; save the page, "
                f"then: stanceline add FILE --url {value}",
                param,
                ctx,
            )
        return super().convert(value, param, ctx)


@click.command()
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=SavedPage(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--url", metavar="U", help="The address that the page was saved from.")
@click.option(
    "--published",
    metavar="DATE",
    type=IsoDate(prefix=True),
    help="The day (or month) the page came out.",
)
@with_place
def command(
    place: Place, *, files: tuple[Path, ...], url: str | None, published: str | None
) -> None:
    """Keep saved pages as they are, and read them.

    Their bytes go into the archive, and the timeline is remade. A file whose bytes are already
    kept changes nothing. Files that cannot be read are named, the others are added, and the
    command ends with exit code 1.

    \b
    Example:
      stanceline add page.html --url https://www.example.com/2020/07/06/page.html
    """
    from pipeline.rebuilding import add_files

    if url and len(files) > 1:
        raise click.UsageError("--url belongs to one page; add several pages one by one.")
    tracker = place.tracker()
    with writing(place.data), working("Reading the pages"):
        counts, problems = add_files(place.data, tracker, files, url=url, published=published)
    for problem in problems:
        click.echo(problem, err=True)
    report_counts(place, counts)
    if problems:
        raise click.exceptions.Exit(1)
