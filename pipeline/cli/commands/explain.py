"""Walk one event down to the bytes: ``stanceline explain``."""

import click

from pipeline.cli.place import Place, with_place


@click.command()
@click.argument("event", metavar="EVENT")
@with_place
def command(place: Place, *, event: str) -> None:
    """Print the chain of one event, down to the bytes.

    Claims, sentences, rule, parse, dates with their basis, page, and the record in the archive.
    EVENT is an id as 'timeline' prints it; an id that was merged into another leads to that one.
    The archived bytes are read again, and compared with the digest that was noted.

    \b
    Example:
      stanceline explain zoom-paused-2020-07-07
    """
    from pipeline.cli.chains import print_chain
    from pipeline.extract import Reader
    from pipeline.merge import claim_id
    from scrapers.archive import Archive

    with place.store() as store:
        chain = store.event_chain(event)
    reader = Reader(place.tracker())
    documents = {evidence.claim.document.id: evidence.claim.document for evidence in chain.evidence}
    parses = {
        claim_id(document, claim): parse
        for document in documents.values()
        for claim, parse in reader.explain(document)
    }
    archive = Archive(place.data / "private" / "warc")
    sound = print_chain(chain, archive, asked=event, parses=parses)
    if not sound:
        raise click.exceptions.Exit(1)
