"""Print what a page says: ``stanceline parse``."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.inputs import input_file, read_file
from pipeline.cli.place import Place, with_place
from pipeline.errors import UnreadableDocument

if TYPE_CHECKING:
    from pipeline.model import Document

KEYS = (
    "title",
    "publisher",
    "authors",
    "published",
    "published_basis",
    "published_candidates",
    "modified",
    "language",
    "completeness",
    "text",
)


@click.command()
@click.argument("files", metavar="FILE|-...", nargs=-1, required=True, type=input_file)
@click.option("--url", metavar="U", help="The address of the page; it may hold a date.")
@click.option("--jsonl", is_flag=True, help="Print one line a file, for many files.")
@with_place
def command(place: Place, *, files: tuple[Path, ...], url: str | None, jsonl: bool) -> None:
    """Print what an HTML or text file says, as a document in JSON.

    With --jsonl each file gives one line with its name as 'file'; a file that cannot be read
    gives a line with 'error', and the command ends with exit code 1.

    \b
    Example:
      stanceline parse page.html --url https://www.example.com/2020/07/06/page.html
    """
    if not jsonl:
        if len(files) > 1:
            raise click.UsageError("Several files need --jsonl, which prints one line a file.")
        click.echo(
            json.dumps(document_object(read_file(files[0], url=url)), ensure_ascii=False, indent=2)
        )
        return
    if url and len(files) > 1:
        raise click.UsageError("--url belongs to one page; leave it out for several files.")
    failed = 0
    for file in files:
        try:
            entry = {"file": str(file), **document_object(read_file(file, url=url))}
        except (UnreadableDocument, OSError) as error:
            failed += 1
            click.echo(str(error), err=True)
            entry = {"file": str(file), **dict.fromkeys(KEYS), "error": str(error)}
        click.echo(json.dumps(entry, ensure_ascii=False))
    if failed:
        click.echo(f"{failed} of {len(files)} files could not be read", err=True)
        raise click.exceptions.Exit(1)


def document_object(document: "Document") -> dict[str, Any]:
    """Lay a document out as the JSON object that ``parse`` promises."""
    entry = {key: getattr(document, key) for key in KEYS}
    entry["authors"] = list(document.authors)
    entry["published_candidates"] = [
        {"value": candidate.value, "basis": candidate.basis, "raw": candidate.raw}
        for candidate in document.published_candidates
    ]
    return entry
