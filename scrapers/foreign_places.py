"""Tell what lies at a place of a WARC file, whatever its name: gzip member, zstd frame, record.

Members and frames ("units") are opened here to be read in small pieces, or unpacked whole, which
is fast. Only what lies at a place counts, so that files may be mixed.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from struct import unpack_from

import deflate
import zstandard

from scrapers.foreign_units import (
    FRAME_START,
    FrameUnit,
    GzipUnit,
    TornUnit,
    Unit,
    frame_pieces,
    frame_unpacker,
)
from scrapers.foreign_window import Sign, Window
from scrapers.warc_records import CHUNK_BYTES, GZIP_START

WHOLE_BYTES = 4_000_000  # a unit that unpacks to more is never unpacked whole
PACKED_BYTES = WHOLE_BYTES + CHUNK_BYTES  # what does not shrink is a little longer packed
GZIP_HEAD, GZIP_TAIL = 10, 8  # RFC 1952: the fields that are always there; checksum and size
# Inside of a member one begins by chance in some hundred, nearly all with flags that are none.
MEMBER = Sign(re.compile(rb"\x1f\x8b\x08[\x00-\x1f]"), 4)
FRAME = Sign(re.compile(re.escape(FRAME_START)), 4)
RECORD_LINE = re.compile(rb"WARC/[01]\.\d+[ \t]*\r?\n")
LINE_BYTES = 40  # enough for the line with which a record begins
LOOK_BACK_BYTES = 1 << 10  # the head of a gzip member may hold a file's name
SKIPPED_START = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
DICTIONARY_START = b"\x5d\x2a\x4d\x18"
SPAN_BYTES = 1 << 22  # looked through for all that begins a record before the next are
DICTIONARY_BYTES = 1 << 24  # real ones have some 100 kB


class Places:
    """What lies where in a file."""

    def __init__(self, window: Window):
        self._window = window
        self._dictionary: zstandard.ZstdCompressionDict | None = None
        self._unpacker = frame_unpacker(None)  # of whole frames

    def packed(self, offset: int) -> bool:
        """Say whether something lies there that can be unpacked."""
        start = self._window.view(offset, offset + 4)
        return start[:3] == GZIP_START or start == FRAME_START

    def pass_over(self, offset: int) -> int | None:
        """Give the end of a frame that holds no records (RFC 8878, 3.1.2); None for what is none.

        A dictionary, by which a .warc.zst may be packed (IIPC's draft of 2021), is learned.
        """
        start = bytes(self._window.view(offset, offset + 8))
        if len(start) < 8 or not SKIPPED_START.match(start):
            return None
        end = offset + 8 + int.from_bytes(start[4:], "little")
        if end > self._window.size:
            return None
        if start.startswith(DICTIONARY_START) and end - offset <= DICTIONARY_BYTES:
            self._learn(offset + 8, end)
        return end

    def _learn(self, start: int, end: int) -> None:
        learned = bytes(self._window.view(start, end))
        if learned.startswith(FRAME_START):
            unit, pieces, size = FrameUnit(self._window, start), list[bytes](), 0
            with suppress(TornUnit):
                while size <= DICTIONARY_BYTES and (piece := unit.read()):
                    pieces.append(piece)
                    size += len(piece)
            learned = b"".join(pieces)
        with suppress(zstandard.ZstdError, ValueError):  # then its frames tell that they are torn
            self._dictionary = zstandard.ZstdCompressionDict(learned)
            self._unpacker = frame_unpacker(self._dictionary)

    def open(self, offset: int) -> Unit:
        """Begin to unpack a unit in pieces."""
        self._window.kept = None
        if self._window.view(offset, offset + 4) == FRAME_START:
            return FrameUnit(self._window, offset, self._dictionary)
        return GzipUnit(self._window, offset)

    def begins_record(self, offset: int) -> bool:
        """Say whether a unit lies there that begins with a record, however it goes on."""
        self._window.kept = None
        start = bytes(self._window.view(offset, offset + 4))
        begun = b""
        if start.startswith(GZIP_START):
            with suppress(zlib.error):
                for size in (1 << 10, CHUNK_BYTES):  # mostly, the first will do
                    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
                    begun = unpacker.decompress(self._window.view(offset, offset + size), 5)
                    if len(begun) == 5:
                        break
        elif start == FRAME_START:
            unit = FrameUnit(self._window, offset, self._dictionary)
            with suppress(TornUnit):
                while len(begun) < 5 and (piece := unit.read()):
                    begun += piece
        return begun.startswith(b"WARC/")

    def begins_plainly(self, offset: int) -> bool:
        """Say whether a record begins there that is not packed.

        What gzip and zstd cannot make smaller stands within a unit as it is.
        """
        if not RECORD_LINE.match(self._window.view(offset, offset + LINE_BYTES)):
            return False
        before = max(0, offset - LOOK_BACK_BYTES)
        return all(
            self._ends_by(found, offset)
            for start in (MEMBER, FRAME)
            for found in self._finds(start, before, stop=offset)
        )

    def _ends_by(self, unit_at: int, offset: int) -> bool:
        if self._window.view(unit_at, unit_at + 4) == FRAME_START:
            with suppress(TornUnit):
                return all(end <= offset for _, end in frame_pieces(self._window, unit_at))
            return False
        unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        with suppress(zlib.error):
            unpacker.decompress(self._window.view(unit_at, offset))
        return unpacker.eof

    def next_record(self, offset: int, *, plain_behind: bytes | None = None) -> int:
        """Find the next unit that begins with a record, or the end of the file.

        ``plain_behind`` are bytes behind which a record is found that is not packed, too.
        """
        size = self._window.size
        for start in range(offset, size, SPAN_BYTES):
            stop = nearest = min(start + SPAN_BYTES, size)
            if plain_behind is not None:
                before = len(plain_behind)
                sign = Sign(re.compile(re.escape(plain_behind + b"WARC/")), before + 5)
                for found in self._finds(sign, start - before, stop=stop - before):
                    line = self._window.view(found + before, found + before + LINE_BYTES)
                    if RECORD_LINE.match(line):
                        nearest = found + before
                        break
            for sign in (MEMBER, FRAME):
                units = self._finds(sign, start, stop=nearest)
                nearest = next(filter(self.begins_record, units), nearest)
            if nearest < stop:
                return nearest
        return size

    def _finds(self, sign: Sign, start: int, *, stop: int) -> Iterator[int]:
        found = self._window.find(sign, max(0, start), stop=stop)
        while found is not None:
            yield found
            found = self._window.find(sign, found + 1, stop=stop)

    def whole(self, offset: int) -> tuple[bytes | bytearray, int] | None:
        """Unpack a unit at once: what it holds, and its end. None where that is not simple.

        A large unit is not simple, nor is one that is damaged or that something else follows.
        """
        self._window.kept = offset
        start = bytes(self._window.view(offset, offset + 4))
        if start.startswith(GZIP_START):
            return self._whole_member(offset)
        return self._whole_frame(offset) if start == FRAME_START else None

    def _whole_member(self, offset: int) -> tuple[bytearray, int] | None:
        """Unpack a gzip member that ends where the next one begins, by libdeflate.

        Which finds no end by itself, and passes over what lies behind it: so the checksum and the
        size that are written last must be those of what came out.
        """
        window, stop = self._window, offset + PACKED_BYTES
        end = window.find(MEMBER, offset + GZIP_HEAD + GZIP_TAIL, stop=stop)
        end = min(window.size, stop) if end is None else end
        packed = window.view(offset, end)
        if len(packed) < GZIP_HEAD + GZIP_TAIL:
            return None
        checksum, size = unpack_from("<II", packed, len(packed) - GZIP_TAIL)
        if not 0 < size <= WHOLE_BYTES:
            return None
        try:
            content = deflate.gzip_decompress(packed, size)
        except (deflate.DeflateError, ValueError):
            return None
        alone = len(content) == size and deflate.crc32(content) == checksum
        return (content, end) if alone else None

    def _whole_frame(self, offset: int) -> tuple[bytes, int] | None:
        end = offset
        try:
            for _, end in frame_pieces(self._window, offset):
                if end - offset > WHOLE_BYTES:
                    return None
            frame = self._window.view(offset, end)
            if zstandard.frame_content_size(frame) > WHOLE_BYTES:
                return None
            return self._unpacker.decompress(frame, max_output_size=WHOLE_BYTES), end
        except (TornUnit, zstandard.ZstdError):
            return None
