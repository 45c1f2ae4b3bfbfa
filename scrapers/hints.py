"""Keep what came along with a link, its date and title: JSON lines that are only appended to."""

from datetime import date
from pathlib import Path
from typing import Any

from scrapers.errors import ArchiveError
from scrapers.json_lines import UnsoundLine, append_lines, read_lines


def read_hints(path: Path) -> dict[str, dict[str, str]]:
    """Read the hints by what ``hint_key`` gives; the latest line of each counts.

    A last line that was torn by a crash is left out. Raises ArchiveError for any other that is no
    hint.
    """
    try:
        hints = read_lines(path, _read_hint)
        return {hint_key(hint["url"], hint.get("digest")): hint for hint in hints}
    except UnsoundLine as error:
        raise ArchiveError(
            f"{error}. Mend or remove that line, then run the command again"
        ) from error


def hint_key(url: str, digest: str | None = None) -> str:
    """Name what a hint is about: an address, or certain bytes that came from there."""
    return url if digest is None else f"{digest} {url}"


def keep_hint(path: Path, hint: dict[str, str]) -> None:
    """Append a hint, unless it is the one that counts already; it is then safely on disk.

    Raises OSError when the disk refuses, with the hints as they were.
    """
    if read_hints(path).get(hint_key(hint["url"], hint.get("digest"))) != hint:
        append_lines(path, [hint], _read_hint)


def _read_hint(hint: dict[str, Any]) -> dict[str, str]:
    known = {key: value for key, value in hint.items() if value is not None}
    if not known.get("url") or not all(isinstance(value, str) for value in known.values()):
        raise UnsoundLine("'url' must be there, and each value a text or null")
    try:
        if "published" in known:
            date.fromisoformat((known["published"] + "-01-01")[:10])  # a month or year will do
    except ValueError as error:
        raise UnsoundLine(f"'published' is no date ({error})") from error
    return known
