"""Keep how Stanceline read watched pages before: JSON lines that are only ever appended to.

The same bytes may be read otherwise by a newer Stanceline. Only this ledger still knows how they
were read before, and so tells our upgrade from what a company changed.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import StoreError
from scrapers.json_lines import UnsoundLine, append_lines, read_lines

Readings = dict[str, tuple[tuple[str, ...], ...]]  # of each digest, the oldest first


def read_readings(path: Path) -> Readings:
    """Read the sentences that bytes were read as, by their digest. Raises StoreError."""
    found: Readings = {}
    try:
        for digest, sentences in read_lines(path, _read_entry):
            found[digest] = (*found.get(digest, ()), sentences)
    except UnsoundLine as error:
        raise StoreError(
            f"{error}. Restore the file from a backup, or remove that line: an upgrade of "
            "Stanceline may then be shown as a change of the page"
        ) from error
    except OSError as error:
        raise StoreError(f"{path}: it cannot be read ({error}); fix its permissions") from error
    return found


def note_readings(
    path: Path, now: Mapping[str, tuple[str, ...]], *, known: Readings
) -> Mapping[str, tuple[str, ...]]:
    """Note how bytes are read now; give of each digest how it was read before, if otherwise.

    What is new is safely on disk before this returns. Raises StoreError when the disk refuses.
    """
    fresh = {
        digest: sentences
        for digest, sentences in now.items()
        if known.get(digest, ())[-1:] != (sentences,)
    }
    _append(path, fresh.items())
    former = {
        digest: [each for each in known.get(digest, ()) if each != sentences]
        for digest, sentences in now.items()
    }
    return {digest: each[-1] for digest, each in former.items() if each}


def _append(path: Path, entries: Iterable[tuple[str, tuple[str, ...]]]) -> None:
    rows = [{"digest": digest, "sentences": sentences} for digest, sentences in entries]
    try:
        append_lines(path, rows, _read_entry)
    except OSError as error:
        raise StoreError(
            f"{path}: how the pages are read could not be written ({error}); free the disk or "
            "fix its permissions, then run the command again"
        ) from error


def _read_entry(row: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    digest, sentences = row.get("digest"), row.get("sentences")
    if set(row) != {"digest", "sentences"} or not isinstance(digest, str):
        raise UnsoundLine("its keys must be 'digest', a text, and 'sentences'")
    if not isinstance(sentences, list) or not all(isinstance(each, str) for each in sentences):
        raise UnsoundLine("'sentences' must be a list of texts")
    return digest, tuple(sentences)
