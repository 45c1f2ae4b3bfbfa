"""Remember how far archive files were read, so that a run that was stopped goes on there.

One JSON line a step, appended and synced to disk after the rows it stands for: what a kill leaves
out is read again, and found to be there already.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapers.appending import replace_synced
from scrapers.errors import ArchiveError
from scrapers.json_lines import UnsoundLine, append_lines, read_lines

Span = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Position:
    """How far a file was read for a job: all that begins before ``read_to``, but for ``missing``.

    ``size`` tells the file from another of its name. ``missing`` are ranges whose reading failed,
    in bytes; None is the end of the file. ``whole`` is true when nothing lies behind ``read_to``.
    """

    job: str
    file: str
    size: int | None
    read_to: int = 0
    whole: bool = False
    missing: tuple[Span, ...] = ()


class Positions:
    """The ledger of one data folder; the latest line of each job and file counts."""

    def __init__(self, path: Path) -> None:
        """Read the ledger, and drop the lines that later ones took the place of.

        Raises ArchiveError for a line that is none of its own; OSError.
        """
        self._path = path
        try:
            lines = read_lines(path, _read)
        except UnsoundLine as error:
            raise ArchiveError(
                f"{error}. Remove that line, and run the command again: it reads that file anew"
            ) from error
        self._latest = {_key(each): each for each in lines}
        if len(lines) > 2 * len(self._latest) + 100:
            kept = (json.dumps(_written(each)) + "\n" for each in self._latest.values())
            replace_synced(path, "".join(kept).encode())

    def of(self, job: str, file: str, size: int | None) -> Position:
        """Give how far a file was read; one of another size is another file."""
        known = self._latest.get((job, file))
        if known is None or known.size != size:
            return Position(job, file, size)
        return known

    def keep(self, position: Position) -> None:
        """Have a position safely on disk."""
        if self._latest.get(_key(position)) != position:
            append_lines(self._path, [_written(position)], _read)
            self._latest[_key(position)] = position

    def forget(self, job: str, files: Iterable[str]) -> None:
        """Have files read from their beginning again."""
        for file in files:
            known = self._latest.get((job, file))
            if known is not None:
                self.keep(Position(job, file, known.size))


def _key(position: Position) -> tuple[str, str]:
    return position.job, position.file


def _written(position: Position) -> dict[str, Any]:
    return {
        "job": position.job,
        "file": position.file,
        "size": position.size,
        "read_to": position.read_to,
        "whole": position.whole,
        "missing": [list(span) for span in position.missing],
    }


def _read(line: dict[str, Any]) -> Position:
    try:
        position = Position(
            line["job"],
            line["file"],
            line["size"],
            line["read_to"],
            line["whole"],
            tuple((start, end) for start, end in line["missing"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnsoundLine(f"it is no position ({error!r})") from error
    return position
