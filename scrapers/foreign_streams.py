"""Read the records of a unit carefully: in little memory, however long or wrong they are."""

import re

from scrapers.foreign_heads import HEAD_BYTES, HEAD_END
from scrapers.foreign_places import LINE_BYTES, RECORD_LINE, Places
from scrapers.foreign_window import Window
from scrapers.warc_records import CHUNK_BYTES, BadRecord

CUT_HEAD = "it ends inside of its head"
BLANK = b" \t\r\n"
NEXT_RECORD = re.compile(rb"\n(?=WARC/[01]\.\d+[ \t]*\r?\n)")
RECORD_END = re.compile(rb"\r\n\r\n|[\r\n]*\Z|[\r\n]+WARC/[01]\.\d|WARC/[01]\.\d+[ \t]*\r?\n")
RETURNS = 4  # into one unit, whatever its size
RETURN_BYTES = 1 << 28  # or so much of it: one of wrong lengths only shall not be read for ever


class Stretch:
    """The bytes of a file from a place on."""

    def __init__(self, window: Window, start: int):
        self._window = window
        self._at = start

    def read(self, size: int) -> bytes:
        """Read so many bytes; fewer at the end of the file."""
        read = bytes(self._window.view(self._at, self._at + size))
        self._at += len(read)
        return read


class Stream:
    """What a unit holds, and the units behind it as far as a record goes on in them.

    (As it does in files that were packed in blocks of one size.) ``offset`` is where the unit
    begins that is being read, ``end`` where it ended, ``place`` how many bytes were read of all.
    Whatever reads may raise TornUnit.
    """

    def __init__(self, places: Places, offset: int):
        self._places = places
        self._begin = offset
        self._returns = self._returned = 0
        self._open()

    def _open(self) -> None:
        self.offset = self._begin
        self._unit = self._places.open(self._begin)
        self._ready, self._at = b"", 0  # unpacked bytes, and how many of them are read
        self._unpacked = 0

    @property
    def end(self) -> int:
        """Say where the unit ended that was being read."""
        return self._unit.end

    @property
    def place(self) -> int:
        """Say how many bytes were read."""
        return self._unpacked - len(self._ready) + self._at

    def to_next_line(self) -> bool:
        """Pass over blank lines; False at the end of the unit."""
        while True:
            rest = self._ready[self._at :].lstrip(BLANK)
            self._at = len(self._ready) - len(rest)
            if rest:
                return True
            if not self._unpack(on=False):
                return False

    def to_next_record(self) -> None:
        """Pass over all that is before the next record, or the end."""
        while not RECORD_LINE.match(self._ready, self._at):
            if found := NEXT_RECORD.search(self._ready, self._at):
                self._at = found.end()
                return
            self._at = max(self._at, len(self._ready) - LINE_BYTES)  # it may begin there
            if not self._unpack(on=True):
                self._at = len(self._ready)
                return

    def at_record(self) -> bool:
        """Say whether a record begins here, and pass over its first line."""
        self._have(LINE_BYTES, on=True)
        found = RECORD_LINE.match(self._ready, self._at)
        if found:
            self._at = found.end() - 1  # its line end may be that before a blank line
        return found is not None

    def at_record_end(self) -> bool:
        """Say whether what ends a record follows."""
        self._have(LINE_BYTES, on=False)
        return bool(RECORD_END.match(self._ready, self._at))

    def head(self) -> bytes:
        """Read lines up to one that is blank. Raises BadRecord."""
        while not (found := HEAD_END.search(self._ready, self._at)):
            if len(self._ready) - self._at > HEAD_BYTES:
                raise BadRecord(f"its head has over {HEAD_BYTES:,} bytes")
            if not self._unpack(on=True):
                raise BadRecord(CUT_HEAD)
        lines = self._ready[self._at : found.start() + 1]
        self._at = found.end()
        return lines

    def read(self, size: int) -> bytes:
        """Read so many bytes; fewer at the end."""
        parts = []
        while size and (self._at < len(self._ready) or self._unpack(on=True)):
            parts.append(self._ready[self._at : self._at + size])
            self._at += len(parts[-1])
            size -= len(parts[-1])
        return b"".join(parts)

    def missing(self, size: int) -> int:
        """Pass over so many bytes, and say how many of them are not there."""
        while size and (passed := len(self.read(min(size, CHUNK_BYTES)))):
            size -= passed
        return size

    def return_to(self, place: int) -> None:
        """Go back, by unpacking again, unless that was done often in this unit."""
        self._returned += self._unpacked
        if self._returns < RETURNS or self._returned < RETURN_BYTES:
            self._returns += 1
            self._open()
            self.missing(place)

    def _have(self, size: int, *, on: bool) -> None:
        while len(self._ready) - self._at < size and self._unpack(on=on):
            pass

    def _unpack(self, *, on: bool) -> bool:
        """Unpack a little more, ``on`` behind the unit's end too; False at the end."""
        piece = self._unit.read()
        while not piece:
            following = self._goes_on_at() if on else None
            if following is None:
                return False
            self._unit, self.offset = self._places.open(following), following
            piece = self._unit.read()
        self._unpacked += len(piece)
        self._ready, self._at = self._ready[self._at :] + piece, 0
        return True

    def _goes_on_at(self) -> int | None:
        offset = self._unit.end
        while passed := self._places.pass_over(offset):
            offset = passed
        goes_on = self._places.packed(offset) and not self._places.begins_record(offset)
        return offset if goes_on else None
