"""Read pages out of WARC files of other tools: plain, gzip, zstd or mixed, whole or damaged.

A file is read by places: what lies at one tells how it is read, and where the next one is. Most
records fill a gzip member or zstd frame of their own: those are unpacked whole, and passed over by
the few fields that matter. Everything else is read carefully, in little memory, and named where it
is damaged; reading goes on behind it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from scrapers.foreign_answers import LIMIT_BYTES, answer_head, body_of, is_text
from scrapers.foreign_heads import (
    HEAD_BYTES,
    Content,
    Fields,
    address_of,
    head_at,
    length_of,
    may_be_page,
    moment_of,
    text_of,
)
from scrapers.foreign_places import LINE_BYTES, RECORD_LINE, Places
from scrapers.foreign_streams import BLANK, CUT_HEAD, RECORD_END, Stream, Stretch
from scrapers.foreign_units import TornUnit
from scrapers.foreign_window import Window
from scrapers.warc_records import CHUNK_BYTES, BadRecord

NO_RECORD = "no record begins where one should"


@dataclass(frozen=True, slots=True)
class ForeignPage:
    """A page that another tool captured; ``captured_at`` is UTC, ``body`` without encodings.

    ``status`` and ``headers`` are the server's, None and empty where only the bytes were kept.
    """

    url: str
    captured_at: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    media_type: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that could not be read: its number and place in the file, and why.

    Numbers count from 1 within what was read. The place is that of the gzip member or zstd frame
    where the record lies in one.
    """

    record: int
    offset: int
    why: str


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def divisible(file: BinaryIO) -> bool:
    """Say whether a file can be read in ranges: its first units hold one record each.

    Reading a range in it costs nothing beyond the range; other files are read from their start.
    """
    window = Window(file)
    places = Places(window)
    offset, records = 0, 0
    while records < 3 and offset < window.size:
        if passed := places.pass_over(offset):
            offset = passed
            continue
        whole = places.whole(offset) if places.packed(offset) else None
        if not whole or not _record_in(whole[0]):
            return False
        offset, records = whole[1], records + 1
    return records > 1


def _record_in(content: Content) -> tuple[Fields, int, int] | None:
    """Find the one record that fills a unit: its fields, and its block's start and end."""
    line = RECORD_LINE.match(content)
    head = head_at(content, line.end() - 1, HEAD_BYTES) if line else None
    if not head:
        return None
    fields, start = head
    try:
        end = start + length_of(fields)
    except BadRecord:
        return None
    if not end <= len(content) <= end + 4 or content[end:].strip(b"\r\n"):
        return None
    return fields, start, end


class WarcReading:
    """The pages and damages of a range of a file, in the order of the file, when iterated.

    Reads what begins before ``end``, from the record at ``start`` on, or from the first gzip member
    or zstd frame behind it that begins with a record: so that ranges which cover a file give what
    the file holds, each once. (Plain files can only be entered where a record begins. What a
    crawler kept of a WARC file that was not packed any further looks like records from within; who
    cuts files sees it by ``began``, which then is not the ``position`` where the range before
    ended.)

    ``file`` must be able to seek. ``may`` is asked whether the body of a page may matter, before
    the page is made. ``position`` is where the next unread record begins, and a later reading may
    start; it is ``resumed`` there even if damage is what lies there. For records that share a
    member that is where the member begins, until all of them are read. ``records`` are those that
    were read, ``pages`` those of them that are good answers and text, passed by ``may`` or not.
    """

    def __init__(
        self,
        file: BinaryIO,
        *,
        start: int = 0,
        end: int | None = None,
        may: Callable[[bytes], bool] | None = None,
        resumed: bool = False,
    ) -> None:
        self.position = start
        self.began: int | None = None
        self.records = 0
        self.pages = 0
        self._window = Window(file)
        self._places = Places(self._window)
        self._plain = False  # as the file begins
        self._plain_behind = b"\r\n\r\n"
        self._start = start
        self._end = end
        self._may = may
        self._resumed = resumed

    def __iter__(self) -> Iterator[ForeignPage | Damage]:
        if self._end is not None and self._end <= self._start:
            return
        window, places = self._window, self._places
        if self.began is None:
            self.position = self.began = self._entrance()
        while self._end is None or self.position < self._end or not self._ends_at(self.position):
            at = self.position
            whole = places.whole(at)
            record = whole and _record_in(whole[0])
            if not whole or not record:
                if not window.view(at, at + 1):
                    return
                yield from self._read_slowly(at)
                continue
            self.position = whole[1]
            self.records += 1
            try:
                found: ForeignPage | Damage | None = self._page(whole[0], *record)
            except BadRecord as error:
                found = Damage(self.records, at, str(error))
            if found:
                yield found

    def _read_slowly(self, at: int) -> Iterator[ForeignPage | Damage]:
        if self._places.packed(at):
            yield from self._read_carefully(at)
        elif RECORD_LINE.match(self._window.view(at, at + LINE_BYTES)):
            yield from self._read_plainly(at)
        elif passed := self._pass_over(at):
            self.position = passed
        else:
            self.records += 1
            self.position = self._behind_damage(at)
            yield Damage(self.records, at, NO_RECORD)

    def _entrance(self) -> int:
        start = self._start
        if RECORD_LINE.match(self._window.view(0, LINE_BYTES)):
            self._plain, self._plain_behind = True, b"\n"
        self._places.pass_over(0)  # where a dictionary lies
        if not start or self._resumed or self._enters(start):
            return start
        return self._places.next_record(start)

    def _enters(self, offset: int) -> bool:
        return self._places.begins_record(offset) or self._places.begins_plainly(offset)

    def _ends_at(self, offset: int) -> bool:
        """Say whether the next range begins there: see ``_entrance``."""
        if offset == self._end or self._plain:
            return self._enters(offset)
        return self._places.begins_record(offset)

    def _pass_over(self, offset: int) -> int | None:
        """Give the end of blank lines or of a frame without records; None where neither is."""
        here = bytes(self._window.view(offset, offset + CHUNK_BYTES))
        blank = len(here) - len(here.lstrip(BLANK))
        return offset + blank if blank else self._places.pass_over(offset)

    def _behind_damage(self, offset: int) -> int:
        """Find where reading goes on.

        What stands unpacked within a unit, as nothing makes it smaller, shall not be taken for a
        record: so in files of units, it must stand behind the end of another, as long as there is
        anything else to go on with.
        """
        found = self._places.next_record(offset + 1, plain_behind=self._plain_behind)
        if found == self._window.size and self._plain_behind != b"\n":
            self._plain_behind = b"\n"
            found = self._places.next_record(offset + 1, plain_behind=b"\n")
        return found

    def _page(self, content: Content, fields: Fields, start: int, end: int) -> ForeignPage | None:
        """Read the page in a record, the cheapest grounds to pass it over first."""
        if not may_be_page(fields):
            return None
        status: int | None = None
        answered = Fields(b"")
        media_type = fields.first(b"content-type")
        if (fields.first(b"warc-type") or b"").lower() == b"response":
            head = answer_head(content, start, end)
            if not head:
                return None
            status, answered, media_type = head.status, head.fields, head.media_type
            start = head.body_at
        elif not is_text(media_type):
            return None
        url, captured_at = address_of(fields), moment_of(fields)
        body = body_of(bytes(memoryview(content)[start:end]), answered)
        self.pages += 1
        if self._may and not self._may(body):
            return None
        return ForeignPage(
            url,
            captured_at,
            status,
            tuple((text_of(name), text_of(value)) for name, value in answered.pairs()),
            None if media_type is None else text_of(media_type),
            body,
        )

    def _content(self, source: _Readable, fields: Fields, length: int) -> bytes | None:
        """Read what a record holds, as far as it may be a page. Raises BadRecord."""
        if not may_be_page(fields):
            return None
        if (fields.first(b"warc-type") or b"").lower() == b"resource":
            begun = b""
            wanted = is_text(fields.first(b"content-type"))
        else:
            begun = source.read(min(length, CHUNK_BYTES))
            wanted = answer_head(begun, 0, len(begun)) is not None
        if wanted and length > LIMIT_BYTES:
            raise BadRecord(f"its page has over {LIMIT_BYTES:,} bytes; it is passed over")
        return begun + source.read(length - len(begun)) if wanted else None

    def _read_plainly(self, at: int) -> Iterator[ForeignPage | Damage]:
        """Read the record that begins here in the file itself."""
        self.records += 1
        try:
            found: ForeignPage | Damage | None = self._plain_record(at)
        except BadRecord as error:
            found = Damage(self.records, at, str(error))
        if found:
            yield found

    def _plain_record(self, at: int) -> ForeignPage | None:
        try:
            fields, start = self._plain_head(at)
            length = length_of(fields)
            # A page is kept in the window while it is looked at what follows it, a film is not.
            self._window.kept = at if length <= LIMIT_BYTES else None
            self._check_end(start + length)
        except BadRecord:  # what it seems to hold may be others
            self.position = self._behind_damage(at)
            raise
        self.position = self._pass_over(start + length) or start + length
        content = self._content(Stretch(self._window, start), fields, length)
        return None if content is None else self._page(content, fields, 0, length)

    def _plain_head(self, at: int) -> tuple[Fields, int]:
        self._window.kept = at
        for size in (CHUNK_BYTES, HEAD_BYTES):
            here = bytes(self._window.view(at, at + size))
            if head := head_at(here, here.find(b"\n"), size):
                return head[0], at + head[1]
        ended = len(here) < HEAD_BYTES
        raise BadRecord(CUT_HEAD if ended else f"its head has over {HEAD_BYTES:,} bytes")

    def _check_end(self, end: int) -> None:
        if (missing := end - self._window.size) > 0:
            raise BadRecord(f"the file ends {missing:,} bytes before the record does")
        if not RECORD_END.match(self._window.view(end, end + LINE_BYTES)):
            if not self._places.packed(end):
                raise BadRecord(NO_RECORD)

    def _read_carefully(self, at: int) -> Iterator[ForeignPage | Damage]:
        """Read the records of a unit one after the other.

        A record is given when it is known what follows it: only then its checksum is.
        """
        stream, offset = Stream(self._places, at), -1
        found: ForeignPage | Damage | None = None
        try:
            more = stream.to_next_line()
            while more:
                found, offset = None, stream.offset
                self.records += 1
                try:
                    found = self._streamed(stream)
                except BadRecord as error:
                    found = Damage(self.records, offset, str(error))
                    if not stream.at_record_end():
                        stream.to_next_record()
                more = stream.to_next_line()
                if not more:
                    self.position = stream.end
                if found:
                    yield found
        except TornUnit as torn:
            beside = torn.offset != offset
            why, place = str(torn), torn.offset
            if beside and offset >= 0 and not found:  # in the middle of a record
                why, place = f"it goes on at {torn.offset}, and there {torn}", offset
            else:
                self.records += beside
            if found and (isinstance(found, Damage) or torn.cut or beside):
                yield found
            self.position = self._behind_damage(torn.offset)
            yield Damage(self.records, place, why)
        else:
            self.position = stream.end

    def _streamed(self, stream: Stream) -> ForeignPage | None:
        """Read the record that begins here in a stream. Raises BadRecord, and TornUnit."""
        if not stream.at_record():
            raise BadRecord(NO_RECORD)
        fields = Fields(stream.head())
        length = length_of(fields)
        start, content = stream.place, None
        bad: BadRecord | None = None
        try:
            content = self._content(stream, fields, length)
        except BadRecord as error:  # what its bytes are only counts where they end as they should
            bad = error
        missing = stream.missing(start + length - stream.place)
        if missing or not stream.at_record_end():
            stream.return_to(start)
            ends = f"it ends {missing:,} bytes before its length says"
            raise BadRecord(ends if missing else NO_RECORD)
        if bad:
            raise bad
        return None if content is None else self._page(content, fields, 0, length)
