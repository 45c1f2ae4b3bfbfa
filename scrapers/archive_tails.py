"""Append to WARC files and cut off what a crash left unfinished; nothing is thrown away."""

import os
from pathlib import Path

from scrapers.appending import append_synced, sync_folder
from scrapers.errors import ArchiveError


def append_records(path: Path, addition: bytes, *, wait: bool = True) -> None:
    """Append records, safely on disk on return unless told not to ``wait``.

    Raises ArchiveError when the disk refuses.
    """
    try:
        append_synced(path, addition, wait=wait)
    except OSError as error:
        raise refused(path, error) from error


def move_tail_aside(path: Path, sound_end: int) -> None:
    """Cut off what follows ``sound_end`` and keep it in ``<file>.torn-<offset>``."""
    with path.open("r+b") as file:
        file.seek(sound_end)
        tail = file.read()
        aside = _free_name(path.with_name(f"{path.name}.torn-{sound_end}"), tail)
        partial = aside.with_name(f"{aside.name}.partial")
        try:
            with partial.open("wb") as kept:
                kept.write(tail)
                kept.flush()
                os.fsync(kept.fileno())
            partial.replace(aside)
        finally:
            partial.unlink(missing_ok=True)
        sync_folder(path.parent)
        file.truncate(sound_end)
        os.fsync(file.fileno())


def _free_name(path: Path, tail: bytes) -> Path:
    """Choose a name that overwrites no other tail; the same tail may be written once more."""
    candidate, number = path, 1
    while candidate.exists() and candidate.read_bytes() != tail:
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate


def damaged(path: Path, offset: int, how: str) -> ArchiveError:
    """Say that a record is damaged, and what to do."""
    return ArchiveError(
        f"{path}: the record at {offset} is damaged: {how}. "
        "Restore the file from a backup, then run the command again"
    )


def unreadable(path: Path, error: OSError) -> ArchiveError:
    """Say that the disk gives no answer, and what to do."""
    return ArchiveError(f"{path}: it could not be read ({error}); fix the disk or permissions")


def refused(path: Path, error: OSError) -> ArchiveError:
    """Say that the disk takes nothing, and what to do."""
    return ArchiveError(
        f"{path}: the capture could not be written ({error}). What was archived before is as it "
        "was; free the disk or fix its permissions, then run the command again"
    )
