"""Print the date expressions of a text: ``stanceline dates``."""

import json
from pathlib import Path

import click

from pipeline.cli.inputs import GivenText, IsoDate, given_texts, input_file, read_file
from pipeline.cli.place import Place, with_place


@click.command()
@click.argument("file", metavar="FILE|-", required=False, type=input_file)
@click.option(
    "--published",
    metavar="DATE",
    type=IsoDate(prefix=True),
    help="The day (or month) the text came out.",
)
@click.option(
    "--jsonl",
    metavar="FILE|-",
    type=input_file,
    help="Read many texts: lines of JSON with id, text and published.",
)
@with_place
def command(place: Place, *, file: Path | None, published: str | None, jsonl: Path | None) -> None:
    """Find the date expressions of a text.

    Each is one line of JSON. 'value' is an ISO day, month or year, a half 2020-H2, a quarter
    2020-Q3, a week 2020-W27, or null where nothing says which day is meant. With --jsonl each
    line also names its 'document'.

    \b
    Example:
      echo "It paused on Monday." | stanceline dates - --published 2020-07-07
    """
    if (file is None) == (jsonl is None):
        raise click.UsageError("Give one text, FILE or -, or many texts with --jsonl FILE.")
    milestones = _milestones(place)
    if jsonl is not None:
        for given in given_texts(jsonl, keys=frozenset({"published"})):
            _print_dates(given, milestones, named=True)
    elif file is not None:
        text = read_file(file, media_type="text/plain").text
        _print_dates(GivenText(id=str(file), text=text, published=published), milestones)


def _milestones(place: Place) -> list[tuple[str, str]]:
    return [
        (phrase, str(milestone.date))
        for milestone in place.tracker().milestones
        for phrase in milestone.phrases
    ]


def _print_dates(
    given: GivenText, milestones: list[tuple[str, str]], *, named: bool = False
) -> None:
    from pipeline.dates import find_dates

    for found in find_dates(given.text, published=given.published, milestones=milestones):
        entry: dict[str, object] = {"document": given.id} if named else {}
        entry |= {
            "start": found.start,
            "end": found.end,
            "text": found.text,
            "value": found.value,
            "precision": found.precision,
        }
        click.echo(json.dumps(entry, ensure_ascii=False))
