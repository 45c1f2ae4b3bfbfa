"""Let one command at a time write in a data folder, and say who holds it."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import Busy


@contextmanager
def writing(data: Path) -> Iterator[None]:
    """Hold the data folder for the time of the block; raise Busy when another command has it.

    The lock is the operating system's, so a killed command leaves none behind. Who holds it
    stands in ``private/holder.json``, beside the lock, because taking a lock empties its file.
    """
    from filelock import FileLock, Timeout

    holder = data / "private" / "holder.json"
    holder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Busy(
            f"{data}: {_describe(holder)} is writing here; wait until it is done, then try again"
        ) from None
    try:
        since = datetime.now(UTC).isoformat(timespec="seconds")
        entry = {"pid": os.getpid(), "command": " ".join(sys.argv[1:]), "since": since}
        _note(holder, json.dumps(entry))
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _note(holder: Path, entry: str) -> None:
    try:
        holder.write_text(entry, encoding="utf-8")
    except OSError as error:
        error.filename = str(holder)  # a refused write does not say of which file
        raise


def _describe(holder: Path) -> str:
    try:
        entry = json.loads(holder.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # it took the lock this very moment
        return "another stanceline command"
    return f"'stanceline {entry['command']}' (process {entry['pid']}, since {entry['since']})"
