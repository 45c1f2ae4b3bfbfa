"""Suggest companies that stand on no list: ``stanceline suggest``."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.inputs import STDIN, input_file, read_file
from pipeline.cli.place import Place, with_place
from pipeline.cli.talk import working
from pipeline.errors import UnreadableDocument

if TYPE_CHECKING:
    from pipeline.model import Document


@click.command()
@click.argument("files", metavar="[FILE|-]...", nargs=-1, type=input_file)
@click.option(
    "--least",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Leave out companies that fewer documents tell of.",
)
@with_place
def command(place: Place, *, files: tuple[Path, ...], least: int) -> None:
    """Print companies that take a stance but stand on no list, as TOML.

    All documents of the database are read, or the texts and HTML files that are given. Each entry
    comes with what was found, as a comment, and can be pasted into the tracker's companies.toml:
    look at the quotes, then correct 'kind', and add 'country' and 'products'.

    \b
    Example:
      stanceline suggest --least 2
    """
    from pipeline.cli.suggestions import suggestion_entry
    from pipeline.suggesting import suggest

    tracker = place.tracker()
    problems: list[str] = []
    if files:
        documents = list(_given(files, problems))
    else:
        with place.store() as store:
            documents = store.documents()
    with working("Looking for companies"):
        suggestions = suggest(documents, tracker, least=least)
    click.echo("\n".join(map(suggestion_entry, suggestions)), nl=False)
    for problem in problems:
        click.echo(problem, err=True)
    if not suggestions:
        texts = "1 document" if len(documents) == 1 else f"{len(documents)} documents"
        click.echo(
            f"{tracker.id}: nobody takes a stance in {texts} who is not on the list", err=True
        )
    if problems:
        raise click.exceptions.Exit(1)


def _given(files: tuple[Path, ...], problems: list[str]) -> Iterator["Document"]:
    """Read the files that can be read; the others add to the problems."""
    for file in files:
        try:
            document = read_file(file)
            given = None if file == STDIN else file.resolve().as_uri()
            yield replace(document, url=document.url or given)
        except UnreadableDocument as error:
            problems.append(str(error))
