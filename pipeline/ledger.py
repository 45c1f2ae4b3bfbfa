"""Keep the ledger of event ids: JSON lines that are only ever appended to."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.merging_ids import KnownEvent
from scrapers.appending import append_synced

KEYS = tuple(field.name for field in fields(KnownEvent))
OPTIONAL = {"date", "merged_into"}


def read_ledger(path: Path) -> tuple[KnownEvent, ...]:
    """Read all entries, oldest first; a ledger that is not there yet has none.

    A last line without its newline that cannot be read was torn by a crash and is left out.
    Raises StoreError, naming the line, for any other line that is no entry.
    """
    lines, tail = _split(path)
    entries = [
        _read_entry(line, path, number) for number, line in enumerate(lines, 1) if line.strip()
    ]
    if tail and _is_entry(tail, path, len(lines) + 1):  # else torn: the next merge makes it anew
        entries.append(_read_entry(tail, path, len(lines) + 1))
    return tuple(entries)


def append_ledger(path: Path, entries: Iterable[KnownEvent]) -> None:
    """Append entries and see them safely on disk before returning.

    A torn last line is moved aside first, to ``<name>.torn``; a whole one that only lacks its
    newline gets it. Raises StoreError when the disk refuses, with the ledger as it was before.
    """
    addition = b"".join(json.dumps(asdict(entry)).encode() + b"\n" for entry in entries)
    if not addition:
        return
    lines, tail = _split(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if tail and _is_entry(tail, path, len(lines) + 1):
            addition = b"\n" + addition
        elif tail:
            append_synced(path.with_name(f"{path.name}.torn"), tail + b"\n")
            with path.open("r+b") as ledger:
                ledger.truncate(path.stat().st_size - len(tail))
                os.fsync(ledger.fileno())
        append_synced(path, addition)
    except OSError as error:
        raise StoreError(
            f"{path}: the new event ids could not be written ({error}). Earlier ids are safe; "
            "free the disk or fix its permissions, then run the command again"
        ) from error


def _split(path: Path) -> tuple[list[bytes], bytes]:
    """Give the whole lines of a ledger, and what stands after the last newline."""
    try:
        *lines, tail = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return [], b""
    except OSError as error:
        raise StoreError(
            f"{path}: the ledger of event ids could not be read ({error}); fix its permissions"
        ) from error
    return lines, tail


def _is_entry(line: bytes, path: Path, number: int) -> bool:
    try:
        _read_entry(line, path, number)
    except StoreError:
        return False
    return True


def _read_entry(line: bytes, path: Path, number: int) -> KnownEvent:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError
        raise _unsound(path, number, f"no JSON ({error})") from error
    if not isinstance(row, dict):
        raise _unsound(path, number, "no JSON object")
    strange = sorted(set(row) - set(KEYS))
    missing = sorted(set(KEYS) - set(row) - OPTIONAL)
    if strange or missing:
        raise _unsound(path, number, f"missing keys {missing}, unknown keys {strange}")
    for key in ("id", "company", "stance", "scope"):
        if not isinstance(row[key], str) or not row[key]:
            raise _unsound(path, number, f"{key} must be a text that is not empty")
    for key in sorted(OPTIONAL):
        if not isinstance(row.get(key), str | None):
            raise _unsound(path, number, f"{key} must be a text or null")
    claims = row["claims"]
    if not isinstance(claims, list) or not all(isinstance(key, str) for key in claims):
        raise _unsound(path, number, "claims must be a list of texts")
    return KnownEvent(**{**row, "claims": tuple(claims)})


def _unsound(path: Path, number: int, found: str) -> StoreError:
    return StoreError(
        f"{path}, line {number}: {found}. Event ids are kept only here: restore the file from a "
        "backup, or mend that line, and run the command again"
    )
