"""Keep what came along with a link, its date and title: JSON lines that are only appended to."""

import json
from datetime import date
from pathlib import Path

from scrapers.appending import append_synced
from scrapers.errors import ArchiveError


def read_hints(path: Path) -> dict[str, dict[str, str]]:
    """Read the hints by address; the latest line of an address counts.

    A last line without its newline that is no hint was torn by a crash and is left out: the
    command that wrote it never said that it was done. Raises ArchiveError for any other such line.
    """
    lines, tail = _split(path)
    hints = [_read_hint(line, path, number) for number, line in enumerate(lines, 1) if line.strip()]
    if tail and _is_hint(tail, path):
        hints.append(_read_hint(tail, path, len(lines) + 1))
    return {hint["url"]: hint for hint in hints}


def keep_hint(path: Path, hint: dict[str, str]) -> None:
    """Append a hint, unless it is the one that counts already; it is then safely on disk.

    A torn last line is moved aside first, to ``<name>.torn``. Raises OSError when the disk
    refuses, with the hints as they were.
    """
    if read_hints(path).get(hint["url"]) == hint:
        return
    addition = json.dumps(hint, sort_keys=True).encode() + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    _, tail = _split(path)
    if tail and _is_hint(tail, path):
        addition = b"\n" + addition
    elif tail:
        append_synced(path.with_name(f"{path.name}.torn"), tail + b"\n")
        with path.open("r+b") as hints:
            hints.truncate(path.stat().st_size - len(tail))
    append_synced(path, addition)


def _split(path: Path) -> tuple[list[bytes], bytes]:
    """Give the whole lines of a file, and what stands after the last newline."""
    try:
        *lines, tail = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return [], b""
    return lines, tail


def _is_hint(line: bytes, path: Path) -> bool:
    try:
        _read_hint(line, path, 0)
    except ArchiveError:
        return False
    return True


def _read_hint(line: bytes, path: Path, number: int) -> dict[str, str]:
    try:
        hint = json.loads(line)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError
        raise _unsound(path, number, f"no JSON ({error})") from error
    if not isinstance(hint, dict):
        raise _unsound(path, number, "no JSON object")
    known = {key: value for key, value in hint.items() if value is not None}
    if not known.get("url") or not all(isinstance(value, str) for value in known.values()):
        raise _unsound(path, number, "'url' must be there, and each value a text or null")
    try:
        if "published" in known:
            date.fromisoformat((known["published"] + "-01-01")[:10])  # a month or year will do
    except ValueError as error:
        raise _unsound(path, number, f"'published' is no date ({error})") from error
    return known


def _unsound(path: Path, number: int, found: str) -> ArchiveError:
    return ArchiveError(
        f"{path}, line {number}: {found}. Mend or remove that line, then run the command again"
    )
