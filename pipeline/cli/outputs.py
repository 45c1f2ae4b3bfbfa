"""Write files that are there whole, or as they were before."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def replacing(output: Path) -> Iterator[IO[bytes]]:
    """Open a file to write that takes the place of another at once, when the block ends well.

    A link stays and leads to the new file. What is no plain file, a pipe or a device, is written
    to as it is.
    """
    target = output.resolve()
    if target.exists() and not target.is_file():
        with target.open("wb") as out:
            yield out
        return
    beside = target.with_name(f".{target.name}.part")
    try:
        with beside.open("wb") as out:
            yield out
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
