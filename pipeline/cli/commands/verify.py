"""Read the archive again, digest by digest: ``stanceline verify``."""

import click

from pipeline.cli.place import Place, with_place
from pipeline.cli.talk import working


@click.command()
@with_place
def command(place: Place) -> None:
    """Read every archived record again, and compare it with its digest.

    What is damaged is listed, a line each with file and offset, and the exit code is then 1. The
    records behind it are read all the same. Nothing is changed.

    \b
    Example:
      stanceline verify
    """
    from scrapers.archive import Archive

    folder = place.data / "private" / "warc"
    archive = Archive(folder)
    files = archive.files()
    if not files:
        click.echo(f"{folder}: nothing is archived here; look at --data", err=True)
        raise click.exceptions.Exit(1)
    with working("Reading the archive again"):
        problems = archive.verify()
    for problem in problems:
        click.echo(f"{folder / problem}")
    if problems:
        raise click.exceptions.Exit(1)
    kept = "1 WARC file" if len(files) == 1 else f"{len(files)} WARC files"
    click.echo(f"{folder}: {kept}, every record is as it was kept", err=True)
