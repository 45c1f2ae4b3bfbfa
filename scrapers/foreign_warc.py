"""Read pages out of WARC files of other tools: plain, record- or file-compressed, or damaged.

Streams with memory for one page, and goes on behind damage. Underneath lies our own unpacking, as
warcio's takes a damaged gzip member for the end of the file.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader

from scrapers.warc_records import CHUNK_BYTES, GZIP_START, BadRecord

LIMIT_BYTES = 20_000_000  # of one page, unpacked: as much as is read of any page
LINE_BYTES = 1 << 20  # of one header: more is no header
RECORD_START = re.compile(rb"WARC/[01]\.\d+\r?\n")
ADDRESS = re.compile(r"https?://[^\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+", re.I)
TEXT_TYPE = re.compile(r"html|text/plain", re.I)


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
    """A record that could not be read: its number and place in the file, and why."""

    record: int
    offset: int
    why: str


class _TornStream(Exception):
    """Bytes that do not unpack; ``offset`` is where their gzip member begins."""

    def __init__(self, offset: int, why: str, *, cut: bool):
        super().__init__(why)
        self.offset = offset
        self.cut = cut


def read_pages(file: BinaryIO) -> Iterator[ForeignPage | Damage]:
    """Read the good answers (2xx) that are HTML or text, in the order of the file.

    A damaged record is told instead of read, and reading goes on at the next one that is found.
    ``file`` must be able to seek.
    """
    stream = _Unpacked(file)
    line, number, offset = b"", 0, -1
    while True:
        page: ForeignPage | Damage | None = None
        try:
            line = line or stream.next_line()
            if not line:
                return
            number, offset = number + 1, stream.offset
            page = _read(stream, line, number=number, offset=offset)
            # The next line is asked for first: only then is the checksum of this record known.
            line = stream.next_record() if isinstance(page, Damage) else stream.next_line()
        except _TornStream as torn:
            if page and (isinstance(page, Damage) or torn.cut or torn.offset != offset):
                yield page
            number += torn.offset != offset
            yield Damage(number, torn.offset, str(torn))
            stream.pass_over(torn)
            line = b""
        else:
            if page:
                yield page


def _read(
    stream: "_Unpacked", line: bytes, *, number: int, offset: int
) -> ForeignPage | Damage | None:
    if not RECORD_START.fullmatch(line):
        return Damage(number, offset, "no record begins where one should")
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    page: ForeignPage | Damage | None
    try:
        record = loader.parse_record_stream(
            stream, statusline=line, known_format="warc", no_record_parse=True
        )
    except (ArchiveLoadFailed, EOFError) as error:
        return Damage(number, offset, f"its head cannot be read ({error})")
    length = record.rec_headers.get_header("Content-Length") or ""
    if not (length.isascii() and length.isdecimal()):
        return Damage(number, offset, f"its length {length!r} is no number")
    try:
        page = _page(record, loader)
    except BadRecord as error:
        page = Damage(number, offset, str(error))
    while record.raw_stream.read(CHUNK_BYTES):
        pass  # what is left of it
    if missing := record.raw_stream.limit:  # warcio counts down what the record promised
        return Damage(number, offset, f"the file ends {missing:,} bytes before the record does")
    return page


def _page(record: ArcWarcRecord, loader: ArcWarcRecordLoader) -> ForeignPage | None:
    fields = record.rec_headers
    url = fields.get_header("WARC-Target-URI") or ""
    if record.rec_type not in ("response", "resource") or not re.match(r"https?:", url, re.I):
        return None
    status, media_type = None, fields.get_header("Content-Type")
    headers: tuple[tuple[str, str], ...] = ()
    if record.rec_type == "response":
        try:
            http = loader.http_parser.parse(record.raw_stream)
        except EOFError as error:
            raise BadRecord("it holds no answer") from error
        if not re.fullmatch(r"2\d\d", http.get_statuscode(), re.ASCII):
            return None
        record.http_headers, media_type = http, http.get_header("Content-Type")
        status = int(http.get_statuscode())
        headers = tuple((str(name), str(value)) for name, value in http.headers)
    if not TEXT_TYPE.search(media_type or "html"):
        return None
    if not ADDRESS.fullmatch(url):
        raise BadRecord(f"its address {url[:200]!r} is none of the web")
    captured_at = _moment(fields.get_header("WARC-Date"))
    return ForeignPage(url, captured_at, status, headers, media_type, _body(record))


def _moment(written: str | None) -> str:
    """Read a WARC-Date; fractions of a second, which WARC 1.1 allows, are dropped."""
    try:
        when = datetime.fromisoformat(written or "")
        known = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadRecord(f"its date {written!r} is none") from error
    if known.year < 1990:  # there was no web
        raise BadRecord(f"its date {written!r} cannot be")
    return known.strftime("%Y-%m-%dT%H:%M:%SZ")


def _body(record: ArcWarcRecord) -> bytes:
    if record.length > LIMIT_BYTES:
        raise BadRecord(f"its page has over {LIMIT_BYTES:,} bytes; it is passed over")
    stream, encoding = record.raw_stream, ""
    if record.http_headers:
        encoding = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
        if (record.http_headers.get_header("Transfer-Encoding") or "").lower() == "chunked":
            stream = ChunkedDataReader(stream)  # which reads on plainly where no chunks are
    sent: bytes = stream.read()
    if encoding in ("", "identity"):
        return sent
    gzipped = encoding in ("gzip", "x-gzip")
    if gzipped and not sent.startswith(GZIP_START):
        return sent  # many tools keep the header and unpack the page
    if not gzipped and encoding != "deflate":
        raise BadRecord(f"its encoding {encoding!r} is none that can be unpacked here")
    # "deflate" is zlib by RFC 9110, and bare on the servers that mistook it
    bare = not gzipped and sent[:1] != b"\x78"
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS + 32)
    try:
        body: bytes = unpacker.decompress(sent, LIMIT_BYTES + 1)
    except zlib.error as error:
        raise BadRecord(f"its page cannot be unpacked ({error})") from error
    if len(body) > LIMIT_BYTES:
        raise BadRecord(f"its page has over {LIMIT_BYTES:,} bytes unpacked; it is passed over")
    if not unpacker.eof:
        raise BadRecord("its page is cut off")
    return body


class _Unpacked:
    """The bytes of a WARC file, out of its gzip members where it has some.

    ``offset`` is where the line begins that was given last: in the file, or else its member.
    """

    def __init__(self, file: BinaryIO):
        self._file = file
        start = file.read(5)
        self._gzipped = start[: len(GZIP_START)] == GZIP_START or (
            start != b"WARC/" and _next_member(file, 0) is not None  # its first member is damaged
        )
        self._go_to(0)

    def _go_to(self, start: int) -> None:
        self._file.seek(start)
        self._read_to = start
        self._packed = b""
        self._unpacker: zlib._Decompress | None = None
        self._member = start
        self._ready, self._at = b"", 0  # unpacked bytes, all of one member, and how many are read
        self.offset = start

    def pass_over(self, torn: _TornStream) -> None:
        """Go on at the next gzip member that holds a record, or else at the end."""
        found = _next_member(self._file, torn.offset + 1)
        self._go_to(self._file.seek(0, 2) if found is None else found)

    def next_line(self) -> bytes:
        """Give the next line that is not blank; empty at the end."""
        line = b"\n"
        while line and not line.strip():
            if self._at == len(self._ready):
                self._fill()
            rest = len(self._ready) - self._at
            self.offset = self._member if self._gzipped else self._read_to - rest
            line = self.readline()
        return line

    def next_record(self) -> bytes:
        """Give the next line with which a record begins; empty at the end."""
        line = self.next_line()
        while line and not RECORD_START.fullmatch(line):
            line = self.next_line()
        return line

    def read(self, size: int) -> bytes:
        """Read so many bytes; fewer at the end."""
        parts = []
        while size and (self._at < len(self._ready) or self._fill()):
            parts.append(self._ready[self._at : self._at + size])
            self._at += len(parts[-1])
            size -= len(parts[-1])
        return b"".join(parts)

    def readline(self, limit: int = LINE_BYTES) -> bytes:
        """Read a line with its end, or as much of it as ``limit`` allows."""
        parts = []
        while limit and (self._at < len(self._ready) or self._fill()):
            end = self._ready.find(b"\n", self._at, self._at + limit) + 1
            parts.append(self._ready[self._at : end or self._at + limit])
            self._at += len(parts[-1])
            limit = 0 if end else limit - len(parts[-1])
        return b"".join(parts)

    def _fill(self) -> bool:
        """Unpack more, once all is read; False at the end. Raises _TornStream."""
        self._ready, self._at = b"", 0
        if not self._gzipped:
            self._ready = self._file.read(CHUNK_BYTES)
            self._read_to += len(self._ready)
            return bool(self._ready)
        while not self._ready:
            if not self._packed:
                self._packed = self._file.read(CHUNK_BYTES)
                self._read_to += len(self._packed)
            if self._unpacker is None:
                if not self._packed:
                    return False
                self._member = self._read_to - len(self._packed)
                self._unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
            self._unpack(self._unpacker)
        return True

    def _unpack(self, unpacker: "zlib._Decompress") -> None:
        ended = not self._packed
        try:
            self._ready = unpacker.decompress(self._packed, CHUNK_BYTES)
        except zlib.error as error:
            raise _TornStream(self._member, f"it does not unpack ({error})", cut=False) from error
        self._packed = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        if unpacker.eof:
            self._unpacker = None
        elif ended and not self._ready:
            raise _TornStream(self._member, "the file ends inside of it", cut=True)


def _next_member(file: BinaryIO, start: int) -> int | None:
    """Find the next gzip member, from ``start``, that begins with a WARC record."""
    file.seek(start)
    window = b""
    while chunk := file.read(CHUNK_BYTES):
        window += chunk
        read_to = file.tell()
        found = window.find(GZIP_START)
        while found >= 0:
            candidate = read_to - len(window) + found
            if _begins_record(file, candidate):
                return candidate
            found = window.find(GZIP_START, found + 1)
        window = window[1 - len(GZIP_START) :]  # a beginning may lie across the border
        file.seek(read_to)
    return None


def _begins_record(file: BinaryIO, offset: int) -> bool:
    file.seek(offset)
    try:
        content = zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(file.read(CHUNK_BYTES), 5)
    except zlib.error:
        return False
    return content == b"WARC/"
