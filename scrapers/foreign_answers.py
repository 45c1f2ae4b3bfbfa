"""Read the HTTP answers of WARC records: status, media type, and the body without its encodings.

Recorders differ in what they keep: some take encodings off and leave the headers that tell of
them, so each is taken off only where it is really on.
"""

import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

import brotli

from scrapers.foreign_heads import HEAD_BYTES, Content, Fields, head_at
from scrapers.foreign_units import FRAME_START, FrameUnit, GzipUnit, TornUnit, Unit
from scrapers.foreign_window import Window
from scrapers.warc_records import CHUNK_BYTES, GZIP_START, BadRecord

LIMIT_BYTES = 20_000_000  # of one page, unpacked: as much as is read of any page
MOST_ENCODINGS = 9
STATUS_LINE = re.compile(rb"(?:HTTP/\d(?:\.\d+)?|ICY)[ \t]+(\d{3})(?!\d)[^\n]*(?:\n|\Z)", re.I)
TEXT_TYPE = re.compile(rb"html|text/plain", re.I)
TAG = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?/A-Za-z]")
PAGE_AT_ONCE = re.compile(rb"<[!?/A-Za-z]")  # where the first header would begin
CHUNK_LINE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]*)?\r?\n")
CHUNK_END = re.compile(rb"\r?\n")


@dataclass(frozen=True, slots=True)
class AnswerHead:
    """The head of a good answer that is HTML or text; its body begins at ``body_at``."""

    status: int
    fields: Fields
    media_type: bytes | None
    body_at: int


class _Cut(Exception):
    """A body that ends before its encoding does."""


class _Large(Exception):
    """A body that unpacks to more than a page may have."""


class _Foreign(Exception):
    """A body that is not in the encoding that its headers name."""


def is_text(media_type: bytes | None) -> bool:
    """Say whether that is HTML or text; what has no type is taken for HTML."""
    return not media_type or TEXT_TYPE.search(media_type) is not None


def answer_head(content: Content, start: int, end: int) -> AnswerHead | None:
    """Read the head of the answer that lies from ``start`` to ``end``.

    None when it is not good (2xx), or no HTML or text. Raises BadRecord.
    """
    if start >= end:
        raise BadRecord("it holds no answer")
    line = STATUS_LINE.match(content, start, min(end, start + HEAD_BYTES))
    if not line:
        raise BadRecord("it holds an answer without a head")
    if content[line.start(1)] != ord("2"):
        return None
    body_at, fields = line.end(), Fields(b"")
    if not PAGE_AT_ONCE.match(content, body_at, end):
        head = head_at(content, body_at - 1, min(end, start + HEAD_BYTES))
        if not head and end - start > HEAD_BYTES:
            raise BadRecord(f"its answer has a head of over {HEAD_BYTES:,} bytes")
        fields, body_at = head or (Fields(bytes(content[body_at:end])), end)
    media_type = fields.first(b"content-type")
    if not is_text(media_type):
        return None
    return AnswerHead(int(line[1]), fields, media_type, body_at)


def body_of(sent: bytes, fields: Fields) -> bytes:
    """Take the encodings off a body, the last that was put on first. Raises BadRecord."""
    for name in (b"transfer-encoding", b"content-encoding"):
        if fields.first(name):
            for encoding in reversed(_encodings(fields, name)):
                sent = _without(sent, encoding)
    return sent


def _encodings(fields: Fields, name: bytes) -> list[str]:
    values = b",".join(value for written, value in fields.pairs() if written.lower() == name)
    named = (each.strip().lower() for each in values.decode("latin-1").split(","))
    encodings = [each for each in named if each not in ("", "identity", "none")]
    if len(encodings) > MOST_ENCODINGS:
        raise BadRecord(f"its page has {len(encodings)} encodings, which no server puts on")
    return encodings


def _without(sent: bytes, encoding: str) -> bytes:
    decode = DECODERS.get(encoding, _unknown)
    try:
        return decode(sent) if sent else sent
    except _Large as error:
        raise BadRecord(
            f"its page has over {LIMIT_BYTES:,} bytes unpacked; it is passed over"
        ) from error
    except (_Foreign, _Cut) as error:
        if TAG.match(sent):
            return sent  # the header was kept, or was wrong from the first
        if isinstance(error, _Cut):
            raise BadRecord(f"its page is cut off within its encoding {encoding!r}") from error
        raise BadRecord(f"its page cannot be unpacked by its encoding {encoding[:40]!r}") from error


def _unknown(sent: bytes) -> bytes:
    raise _Foreign


def _unchunked(sent: bytes) -> bytes:
    """Join the chunks (RFC 9112, 7.1); where they end in something else, that is kept as it is."""
    parts, at = [], 0
    while at < len(sent):
        line = CHUNK_LINE.match(sent, at)
        if not line:
            parts.append(sent[at:])
            break
        size = int(line[1], 16)
        if not size:
            break  # behind it there are fields at most
        end = line.end() + size
        closing = CHUNK_END.match(sent, end)
        if not closing and end + 2 <= len(sent):
            parts.append(sent[at:])
            break
        if end > len(sent):
            if parts or TAG.match(sent, line.end()):
                raise _Cut
            return sent  # a text that begins like a chunk
        parts.append(sent[line.end() : end])
        at = closing.end() if closing else len(sent)
    return b"".join(parts)


def _gunzipped(sent: bytes) -> bytes:
    return _joined(sent, GZIP_START, GzipUnit)  # several are one body (RFC 9110, 8.4.1.3)


def _unframed(sent: bytes) -> bytes:
    return _joined(sent, FRAME_START, FrameUnit)  # as here (RFC 8878, 3)


def _joined(sent: bytes, begin: bytes, unit_at: Callable[[Window, int], Unit]) -> bytes:
    """Unpack the units one behind the other, and what has none as it is.

    Many tools keep the header and unpack the page.
    """
    if not sent.startswith(begin):
        return sent
    window, at = Window(BytesIO(sent)), 0
    parts, room = [], LIMIT_BYTES
    try:
        while window.view(at, at + len(begin)) == begin:
            unit = unit_at(window, at)
            while part := unit.read():
                parts.append(part)
                room -= len(part)
                if room < 0:
                    raise _Large
            at = unit.end
    except TornUnit as error:
        raise (_Cut if error.cut else _Foreign) from error
    return b"".join(parts)


def _deflated(sent: bytes) -> bytes:
    """Unpack "deflate", which is zlib by RFC 9110, and bare on the servers that mistook it."""
    if len(sent) > 1 and sent[0] & 15 == 8 and int.from_bytes(sent[:2], "big") % 31 == 0:
        with suppress(_Foreign):
            return _inflated(sent, zlib.MAX_WBITS)
    return _inflated(sent, -zlib.MAX_WBITS)


def _inflated(sent: bytes, bits: int) -> bytes:
    unpacker = zlib.decompressobj(bits)
    try:
        body = unpacker.decompress(sent, LIMIT_BYTES + 1)
    except zlib.error as error:
        raise _Foreign from error
    if len(body) > LIMIT_BYTES:
        raise _Large
    if not unpacker.eof:
        raise _Cut
    return body


def _unbrotlied(sent: bytes) -> bytes:
    unpacker = brotli.Decompressor()
    parts, room = [], LIMIT_BYTES
    try:
        part = unpacker.process(sent, output_buffer_limit=CHUNK_BYTES)
        while part:
            parts.append(part)
            room -= len(part)
            if room < 0:
                raise _Large
            part = unpacker.process(b"", output_buffer_limit=CHUNK_BYTES)
    except brotli.error as error:
        raise _Foreign from error
    if not unpacker.is_finished():
        raise _Cut
    return b"".join(parts)


DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "chunked": _unchunked,
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _deflated,
    "br": _unbrotlied,
    "zstd": _unframed,
}
