"""Append to files so that a full disk leaves them as they were before."""

import os
from contextlib import suppress
from pathlib import Path


def append_synced(path: Path, addition: bytes, *, wait: bool = True) -> None:
    """Append bytes and see them safely on disk before returning, unless told not to ``wait``.

    When the disk refuses, what was half written is cut off again, and a file that did not stand
    before does not stand after; the OSError that is then raised names the file.
    """
    created = not path.exists()
    try:
        with path.open("ab", buffering=0) as file:
            before = file.seek(0, os.SEEK_END)
            try:
                written = 0
                while written < len(addition):
                    written += file.write(addition[written:])
                if wait:
                    os.fsync(file.fileno())
            except OSError:
                file.truncate(before)
                raise
    except OSError as error:
        if created:
            with suppress(OSError):
                path.unlink()
        error.filename = str(path)  # a refused write does not say of which file
        raise
    if created:
        sync_folder(path.parent)


def replace_synced(path: Path, content: bytes) -> None:
    """Put new content in the place of a file's: a crash leaves the old or the new, and whole."""
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a new file's name as safe as its bytes, where the system lets a folder be opened."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
