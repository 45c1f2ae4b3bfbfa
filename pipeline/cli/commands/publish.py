"""Write a static site: ``stanceline publish``."""

from pathlib import Path

import click

from pipeline.cli.commands.export import Site
from pipeline.cli.place import Place, with_place


@click.command()
@click.argument("out", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--site", metavar="URL", type=Site(), help="The web address it will have.")
@with_place
def command(place: Place, *, out: Path, site: str | None) -> None:
    """Write a whole site into DIR, for any web server to host.

    The front page, a page for each company and event, the timeline, corrections, feeds, every
    export, pictures, and the database without the texts of articles. It needs no server that
    answers questions, and opens from the disk as well. DIR is replaced when it is whole; a folder
    with anything else in it is left alone.

    With --site, links are permanent and feeds can be followed. The same database gives the same
    bytes.

    \b
    Example:
      stanceline publish site --site https://paper.example/hk/
    """
    from pipeline.publishing import publish

    place.store().close()  # a database that is not ours is refused here, with a reason
    published = publish(place.database, out, site=site)
    click.echo(
        f"{out}: {published.events} events on {published.pages} pages, {published.files} files; "
        "copy the folder to your web server, or open its index.html",
        err=True,
    )
