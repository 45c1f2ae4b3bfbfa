"""Read what a person hands to a command: files, standard input, dates, lines of JSON."""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.errors import UnreadableDocument

if TYPE_CHECKING:
    from pipeline.model import Document

STDIN = Path("-")

input_file = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


class IsoDate(click.ParamType[str]):
    """An ISO day such as 2020-07-06 or, where ``prefix`` allows it, a month or a year."""

    name = "date"

    def __init__(self, *, prefix: bool = False) -> None:
        self.prefix = prefix

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check the notation and the calendar."""
        shape = r"\d{4}(-\d{2}(-\d{2})?)?" if self.prefix else r"\d{4}-\d{2}-\d{2}"
        wanted = "a day, month or year like 2020-07-06, 2020-07 or 2020"
        if not self.prefix:
            wanted = "a day like 2020-07-06"
        try:
            date.fromisoformat((value + "-01-01")[:10])
        except ValueError as error:
            self.fail(f"{value!r} is no date ({error}); write {wanted}", param, ctx)
        if not re.fullmatch(shape, value, re.ASCII):
            self.fail(f"{value!r} is no date of ours; write {wanted}", param, ctx)
        return str(value)


@dataclass(frozen=True, slots=True)
class GivenText:
    """One line of a ``--jsonl`` file."""

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    url: str | None = None


def read_bytes(path: Path) -> bytes:
    """Read a file, or standard input for ``-``."""
    return sys.stdin.buffer.read() if path == STDIN else path.read_bytes()


def read_file(
    path: Path,
    *,
    media_type: str | None = None,
    url: str | None = None,
    published: str | None = None,
    title: str | None = None,
) -> "Document":
    """Read a file as a document; the message of an unreadable one names the file.

    A page read today cannot have come out later: dates after this moment are not believed.
    """
    from pipeline.parse.document import read_document

    try:
        return read_document(
            read_bytes(path),
            url=url,
            media_type=media_type,
            captured_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            published=published,
            title=title,
        )
    except UnreadableDocument as error:
        raise UnreadableDocument(f"{_shown(path)}: {error}") from error


def given_texts(path: Path, *, keys: frozenset[str]) -> Iterator[GivenText]:
    """Read a file of JSON lines, one text each.

    ``id`` and ``text`` must be there; keys outside ``keys`` are passed over, since such files
    mostly carry the notes of whoever made them. The message of an unsound line names its number.
    """
    with sys.stdin.buffer if path == STDIN else path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _given_text(line, place=f"{_shown(path)}: line {number}", keys=keys)


def _shown(path: Path) -> str:
    return "standard input" if path == STDIN else str(path)


def _given_text(line: bytes, *, place: str, keys: frozenset[str]) -> GivenText:
    try:
        entry = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except ValueError as error:
        raise UnreadableDocument(f"{place}: this is no JSON ({error}); mend the line") from error
    if not isinstance(entry, dict):
        raise UnreadableDocument(f"{place}: write an object with 'id' and 'text' on each line")
    if not isinstance(entry.get("text"), str) or not isinstance(entry.get("id"), str | int):
        raise UnreadableDocument(f"{place}: 'id' and 'text' must be there; add what is missing")
    chosen = {key: entry[key] for key in sorted(keys) if entry.get(key) is not None}
    wrong = [key for key, value in chosen.items() if not isinstance(value, str)]
    if wrong:
        raise UnreadableDocument(f"{place}: {wrong[0]!r} must be a text or null")
    if "published" in chosen:
        chosen["published"] = _published(chosen["published"], place=place)
    return GivenText(id=str(entry["id"]), text=entry["text"], **chosen)


def _published(value: str, *, place: str) -> str:
    try:
        return IsoDate(prefix=True).convert(value[:10], None, None)
    except click.BadParameter as error:
        raise UnreadableDocument(f"{place}: published: {error.message}") from error
