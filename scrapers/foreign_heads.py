"""Read heads, of WARC records and of the HTTP answers in them, as the bytes that they are.

Cheap, as it is done for every record of a file, of which few matter: nothing is decoded before a
page is taken. Names count in any case, lines may end in CRLF or LF, and a value may go on in a line
that begins blank (RFC 9112, 5.2; ISO 28500, 4).
"""

import re
from datetime import UTC, datetime

from scrapers.warc_records import BadRecord

HEAD_BYTES = 1 << 20  # what goes on for longer is no head
LINE_WITHOUT_NAME = re.compile(rb"\n[\r\n\t ]")
HEAD_END = re.compile(rb"\n[ \t\r]*\n")
ADDRESS = re.compile(r"https?://[^\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+", re.I)
ADDRESS_START = re.compile(r"https?://.", re.I)
USUAL_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
FIRST_YEAR = 1990  # before it there was no web

Content = bytes | bytearray


class Fields:
    """The named fields of a head, given without its first line; lines without a name drop."""

    def __init__(self, head: bytes, *, simple: bool = False):
        """Take the lines; ``simple`` ones are known to be unfolded and to begin behind a CRLF."""
        self._head = head if simple else b"\n" + _unfolded(head)
        self._lowered = self._head.lower()

    def first(self, name: bytes) -> bytes | None:
        """Give the first value of a field, whose ``name`` is in lower case; None without one."""
        found = self._lowered.find(b"\n" + name)
        while found >= 0:
            start = found + 1 + len(name)
            end = self._lowered.find(b"\n", start)
            value = self._head[start : end if end >= 0 else None].lstrip(b" \t")
            if value.startswith(b":"):
                return value[1:].strip()
            found = self._lowered.find(b"\n" + name, start)
        return None

    def pairs(self) -> list[tuple[bytes, bytes]]:
        """Give all names and values as they were written, in their order."""
        lines = (line.partition(b":") for line in self._head.split(b"\n"))
        return [(name.rstrip(b" \t"), value.strip()) for name, colon, value in lines if colon]


def _unfolded(head: bytes) -> bytes:
    lines: list[list[bytes]] = [[]]
    for line in head.split(b"\n"):
        if line.startswith((b" ", b"\t")):
            lines[-1].append(line.rstrip())
        else:
            lines.append([line.rstrip()])
    return b"\n".join(map(b"".join, lines))


def head_at(content: Content, line_end: int, stop: int) -> tuple[Fields, int] | None:
    """Read the fields behind the end of a line, and say where what they are the head of begins.

    None when no blank line begins before ``stop``.
    """
    usual = content.find(b"\r\n\r\n", line_end, stop)
    if usual >= 0:
        head = bytes(content[line_end : usual + 2])
        if not LINE_WITHOUT_NAME.search(head):
            return Fields(head, simple=True), usual + 4
    found = HEAD_END.search(content, line_end, stop)
    return (Fields(bytes(content[line_end : found.start() + 1])), found.end()) if found else None


def text_of(value: bytes) -> str:
    """Decode a header, as UTF-8 or else by the byte (RFC 9110, 5.5)."""
    try:
        return value.decode().strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()


def length_of(fields: Fields) -> int:
    """Read how many bytes a record promises. Raises BadRecord."""
    written = fields.first(b"content-length") or b""
    if not written.isdigit() or len(written) > 18:  # what no file can have
        raise BadRecord(f"its length {text_of(written[:40])!r} is no number")
    return int(written)


def may_be_page(fields: Fields) -> bool:
    """Say whether a record may hold a page of the web."""
    kind = (fields.first(b"warc-type") or b"").lower()
    if kind not in (b"response", b"resource"):
        return False
    url = fields.first(b"warc-target-uri") or b""
    return url.lower().startswith((b"http:", b"https:", b"<http:", b"<https:"))


def address_of(fields: Fields) -> str:
    """Read the address of a page. Raises BadRecord."""
    written = fields.first(b"warc-target-uri") or b""
    if written.startswith(b"<") and written.endswith(b">"):
        written = written[1:-1]  # wget up to 1.19 wrote them so
    url = text_of(written).replace(" ", "%20")
    plain = url.isascii() and url.isprintable() and ADDRESS_START.match(url)
    if not plain and not ADDRESS.fullmatch(url):  # which is slow
        raise BadRecord(f"its address {url[:200]!r} is none of the web")
    return url


def moment_of(fields: Fields) -> str:
    """Read the date of a record; fractions of a second, which WARC 1.1 allows, are dropped.

    Raises BadRecord.
    """
    written = fields.first(b"warc-date")
    shown = None if written is None else text_of(written[:100])
    try:
        when = datetime.fromisoformat(shown or "")
        if shown and USUAL_MOMENT.fullmatch(shown) and when.year >= FIRST_YEAR:
            return shown
        known = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadRecord(f"its date {shown!r} is none") from error
    if known.year < FIRST_YEAR:
        raise BadRecord(f"its date {shown!r} cannot be")
    return f"{known.isoformat()[:19]}Z"
