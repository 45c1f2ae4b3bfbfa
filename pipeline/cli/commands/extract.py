"""Print the claims of texts: ``stanceline extract``."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.inputs import IsoDate, given_texts, input_file, read_file
from pipeline.cli.place import Place, with_place

if TYPE_CHECKING:
    from pipeline.model import Document


@click.command()
@click.argument("file", metavar="FILE|-", required=False, type=input_file)
@click.option(
    "--published",
    metavar="DATE",
    type=IsoDate(prefix=True),
    help="The day (or month) the text came out.",
)
@click.option("--title", metavar="T", help="The headline, where the text does not hold it.")
@click.option("--url", metavar="U", help="The address of the page.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a claim.")
@click.option(
    "--jsonl",
    metavar="FILE|-",
    type=input_file,
    help="Read many documents: lines of JSON with id, text and, if known, title, published, url.",
)
@with_place
def command(
    place: Place,
    *,
    file: Path | None,
    published: str | None,
    title: str | None,
    url: str | None,
    as_json: bool,
    jsonl: Path | None,
) -> None:
    """Print who takes which stance in a text, with the sentence.

    The text is a plain or an HTML file, or standard input.

    With --jsonl it reads many documents and prints lines of JSON that also name their 'document'.

    \b
    Example:
      echo "Zoom has paused Hong Kong's data requests." | stanceline extract - --json
    """
    from pipeline.cli.claims import claim_object, print_claims

    if (file is None) == (jsonl is None):
        raise click.UsageError("Give one file, FILE or -, or many documents with --jsonl FILE.")
    if jsonl is not None:
        if published or title or url:
            raise click.UsageError("With --jsonl, published, title and url stand in its lines.")
        documents = _documents(jsonl)
    elif file is not None:
        documents = iter([read_file(file, url=url, published=published, title=title)])

    from pipeline.extract.reader import Reader

    tracker = place.tracker()
    for document, claims in Reader(tracker).read_many(documents):
        if not (as_json or jsonl):
            print_claims(document, claims, tracker)
            continue
        for claim in claims:
            entry = claim_object(claim)
            if jsonl:
                entry["document"] = document.id
            click.echo(json.dumps(entry, ensure_ascii=False))


def _documents(path: Path) -> Iterator["Document"]:
    """Make documents of the lines of a file; their text stays verbatim, for offsets refer to it."""
    from pipeline.parse.given import given_document

    for given in given_texts(path, keys=frozenset({"title", "published", "url"})):
        yield given_document(
            given.id, given.text, title=given.title, published=given.published, url=given.url
        )
