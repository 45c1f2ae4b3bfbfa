"""Walk one event down to the bytes: ``stanceline explain``."""

import click

from pipeline.cli.place import Place, with_place


@click.command()
@click.argument("event", metavar="EVENT")
@with_place
def command(place: Place, *, event: str) -> None:
    """Print the chain of one event, down to the bytes.

    Claims, sentences, dates with their basis, rule, page, and the record in the archive.
    EVENT is an id as 'timeline' prints it; an id that was merged into another leads to that one.
    The archived bytes are read again, and compared with the digest that was noted.

    \b
    Example:
      stanceline explain zoom-paused-2020-07-07
    """
    from pipeline.cli.chains import print_chain
    from scrapers.archive import Archive

    with place.store() as store:
        chain = store.event_chain(event)
    sound = print_chain(chain, Archive(place.data / "private" / "warc"), asked=event)
    if not sound:
        raise click.exceptions.Exit(1)
