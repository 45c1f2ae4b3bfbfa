"""Look at a file through a window that moves on in blocks, so that memory stays flat."""

import re
from collections.abc import Callable
from typing import BinaryIO, NamedTuple

BLOCK_BYTES = 1 << 19


class Sign(NamedTuple):
    """Bytes to look for, all that match of one ``size``.

    A pattern, as ``bytes.find`` is half as fast for so few bytes.
    """

    pattern: re.Pattern[bytes]
    size: int


class Window:
    """The bytes of a file around the place that was looked at last.

    Works on any file that reads and seeks, and reads each block once while places are looked at in
    their order. ``kept`` is a place from which on nothing is dropped, None for no such place.
    """

    def __init__(self, file: BinaryIO):
        self._file = file
        # Where a file can do it that takes half the time that new bytes for each block take.
        self._read_into: Callable[[memoryview], int | None] = getattr(
            file, "readinto", self._copy_into
        )
        self._held = bytearray()  # of which the first ``_count`` bytes count
        self._count = 0
        self._start = 0
        self._size: int | None = None
        self.kept: int | None = None

    @property
    def size(self) -> int:
        """Say how many bytes the file has."""
        if self._size is None:
            self._size = self._file.seek(0, 2)
        return self._size

    def view(self, start: int, end: int) -> memoryview:
        """Show the bytes from ``start`` to ``end``, until more is viewed; fewer at the end."""
        if not self._start <= start <= end <= self._start + self._count:
            self._hold(start, end)
        stop = min(end - self._start, self._count)
        return memoryview(self._held)[start - self._start : stop]

    def find(self, sign: Sign, start: int, *, stop: int) -> int | None:
        """Find the first ``sign`` that begins from ``start`` on and before ``stop``."""
        pattern, size = sign
        while start < stop:
            if not self._start <= start <= self._start + self._count - size:
                self._hold(start, start + size)
            beyond = self._start + self._count - size + 1  # none can begin from here on
            if start >= beyond:
                return None  # the file ends
            last = min(stop, beyond) + size - 1
            if found := pattern.search(self._held, start - self._start, last - self._start):
                return self._start + found.start()
            start = beyond
        return None

    def _hold(self, start: int, end: int) -> None:
        """Read on, or elsewhere, until all from ``start`` to ``end`` is held."""
        keep_from = start if self.kept is None else min(start, self.kept)
        first, rest = keep_from - self._start, self._start + self._count - keep_from
        if first < 0 or rest < 0:
            first = rest = 0
        wanted = max(end - keep_from, rest + BLOCK_BYTES)
        held = self._held if wanted <= len(self._held) else bytearray(wanted + BLOCK_BYTES)
        room = memoryview(held)
        room[:rest] = memoryview(self._held)[first : first + rest]
        self._held, self._start, self._count = held, keep_from, rest
        self._file.seek(keep_from + rest)
        while self._count < wanted and (read := self._read_into(room[self._count : wanted])):
            self._count += read

    def _copy_into(self, room: memoryview) -> int:
        read = self._file.read(len(room))
        room[: len(read)] = read
        return len(read)
