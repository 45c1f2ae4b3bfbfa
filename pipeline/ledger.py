"""Keep the ledger of event ids: JSON lines that are only ever appended to."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from pipeline.errors import StoreError
from pipeline.merging_ids import KnownEvent
from scrapers.json_lines import UnsoundLine, append_lines, read_lines

KEYS = tuple(field.name for field in fields(KnownEvent))
OPTIONAL = {"date", "merged_into"}


def read_ledger(path: Path) -> tuple[KnownEvent, ...]:
    """Read all entries, oldest first; a ledger that is not there yet has none.

    A last line that was torn by a crash is left out: the next merge makes it anew. Raises
    StoreError, naming the line, for any other that is no entry.
    """
    try:
        return tuple(read_lines(path, _read_entry))
    except UnsoundLine as error:
        raise StoreError(
            f"{error}. Event ids are kept only here: restore the file from a backup, or mend that "
            "line, and run the command again"
        ) from error
    except OSError as error:
        raise StoreError(
            f"{path}: the ledger of event ids could not be read ({error}); fix its permissions"
        ) from error


def append_ledger(path: Path, entries: Iterable[KnownEvent]) -> None:
    """Append entries and see them safely on disk before returning.

    Raises StoreError when the disk refuses, with the ledger as it was before.
    """
    try:
        append_lines(path, map(asdict, entries), _read_entry)
    except OSError as error:
        raise StoreError(
            f"{path}: the new event ids could not be written ({error}). Earlier ids are safe; "
            "free the disk or fix its permissions, then run the command again"
        ) from error


def _read_entry(row: dict[str, Any]) -> KnownEvent:
    strange = sorted(set(row) - set(KEYS))
    missing = sorted(set(KEYS) - set(row) - OPTIONAL)
    if strange or missing:
        raise UnsoundLine(f"missing keys {missing}, unknown keys {strange}")
    for key in ("id", "company", "stance", "scope"):
        if not isinstance(row[key], str) or not row[key]:
            raise UnsoundLine(f"{key} must be a text that is not empty")
    for key in sorted(OPTIONAL):
        if not isinstance(row.get(key), str | None):
            raise UnsoundLine(f"{key} must be a text or null")
    claims = row["claims"]
    if not isinstance(claims, list) or not all(isinstance(key, str) for key in claims):
        raise UnsoundLine("claims must be a list of texts")
    return KnownEvent(**{**row, "claims": tuple(claims)})
