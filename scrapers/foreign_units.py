"""Unpack gzip members and zstd frames in small pieces: in little memory, whatever they hold."""

import zlib
from collections.abc import Iterator
from typing import Protocol

import zstandard

from scrapers.foreign_window import Window
from scrapers.warc_records import CHUNK_BYTES

FRAME_START = b"\x28\xb5\x2f\xfd"
WINDOW_BYTES = 1 << 27  # as much as the zstd tool allows without being asked


class TornUnit(Exception):
    """A unit that does not unpack; ``offset`` is where it begins, ``cut`` when the file ends."""

    def __init__(self, offset: int, why: str, *, cut: bool = False):
        super().__init__(why)
        self.offset = offset
        self.cut = cut


class Unit(Protocol):
    """A unit that is being unpacked; ``end`` is known when ``read`` has given all."""

    offset: int
    end: int

    def read(self) -> bytes:
        """Unpack a little more; nothing at the end. Raises TornUnit."""


class GzipUnit:
    """A gzip member that is unpacked in pieces."""

    def __init__(self, window: Window, offset: int):
        self.offset = offset
        self.end = -1
        self._window = window
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        self._packed = b""
        self._read_to = offset

    def read(self) -> bytes:
        """Unpack a little more; nothing at the end. Raises TornUnit."""
        while self.end < 0:
            if not self._packed:
                self._packed = bytes(self._window.view(self._read_to, self._read_to + CHUNK_BYTES))
                self._read_to += len(self._packed)
            ended = not self._packed
            try:
                ready = self._unpacker.decompress(self._packed, CHUNK_BYTES)
            except zlib.error as error:
                raise TornUnit(self.offset, f"it does not unpack ({error})") from error
            if self._unpacker.eof:
                self.end = self._read_to - len(self._unpacker.unused_data)
            elif ended and not ready:
                raise TornUnit(self.offset, "the file ends inside of it", cut=True)
            self._packed = self._unpacker.unconsumed_tail
            if ready:
                return ready
        return b""


class FrameUnit:
    """A zstd frame that is unpacked block by block; none unpacks to more than 128 KiB."""

    def __init__(
        self,
        window: Window,
        offset: int,
        dictionary: zstandard.ZstdCompressionDict | None = None,
    ):
        self.offset = offset
        self.end = -1
        self._unpacker = frame_unpacker(dictionary).decompressobj()
        self._pieces = frame_pieces(window, offset)
        self._window = window

    def read(self) -> bytes:
        """Unpack a little more; nothing at the end. Raises TornUnit."""
        for start, end in self._pieces:
            try:
                ready = self._unpacker.decompress(bytes(self._window.view(start, end)))
            except zstandard.ZstdError as error:
                raise TornUnit(self.offset, f"it does not unpack ({error})") from error
            self.end = end
            if ready:
                return ready
        if not self._unpacker.eof:
            raise TornUnit(self.offset, "it does not unpack (its blocks are no frame)")
        return b""


def frame_pieces(window: Window, offset: int) -> Iterator[tuple[int, int]]:
    """Walk a zstd frame by the lengths it gives (RFC 8878, 3.1.1): head, blocks, checksum.

    Raises TornUnit.
    """
    start = bytes(window.view(offset, offset + 18))  # no head is longer
    try:
        known = zstandard.get_frame_parameters(start)
        at = offset + zstandard.frame_header_size(start)
    except zstandard.ZstdError as error:
        raise TornUnit(offset, f"it does not unpack ({error})", cut=len(start) < 18) from error
    yield offset, at
    last = False
    while not last:
        block = int.from_bytes(window.view(at, at + 3), "little")
        last, kind, size = bool(block & 1), block >> 1 & 3, block >> 3
        end = at + 3 + (1 if kind == 1 else size)  # a byte that is repeated is there once
        if kind == 3 or size > 1 << 17:
            raise TornUnit(offset, "it does not unpack (a block is of no known kind)")
        if len(window.view(at, end)) < end - at:
            raise TornUnit(offset, "the file ends inside of it", cut=True)
        yield at, end
        at = end
    if known.has_checksum:
        if len(window.view(at, at + 4)) < 4:
            raise TornUnit(offset, "the file ends inside of it", cut=True)
        yield at, at + 4


def frame_unpacker(
    dictionary: zstandard.ZstdCompressionDict | None,
) -> zstandard.ZstdDecompressor:
    """Make what unpacks frames, those that were packed by a dictionary too."""
    return zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=WINDOW_BYTES)
