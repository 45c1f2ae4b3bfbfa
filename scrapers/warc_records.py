"""Turn captures into WARC 1.1 records and back: bytes in, bytes out, no files.

Each record is a gzip member of its own (ISO 28500, annex D), so that one can be read by its offset
and a file that a crash tore ends in a member that says so itself.
"""

import hashlib
import re
import uuid
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO
from urllib.parse import quote

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

from scrapers.captures import Capture

SOURCE_FIELD = "Stanceline-Source"  # named fields of one's own are allowed by WARC 1.1, section 4
FIELDS_TYPE = "application/warc-fields"
UNKNOWN_TYPE = "application/octet-stream"  # what the standard asks for where no type is known
FOREIGN_SOURCE = "warc"  # of records that other tools wrote
CHUNK_BYTES = 1 << 16
GZIP_START = b"\x1f\x8b\x08"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
RECORD_END = b"\r\n\r\n"
UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member of a WARC file: where it lies, and its bytes unpacked."""

    offset: int
    length: int
    content: bytes


class TornMember(Exception):
    """A gzip member that is cut off or damaged.

    ``offset`` is where it begins, ``next`` where the next whole record does: with one, the member
    was damaged, and without one torn by a crash.
    """

    def __init__(self, offset: int, *, following: int | None):
        super().__init__(f"a record at {offset} cannot be unpacked")
        self.offset = offset
        self.next = following


class BadRecord(Exception):
    """A gzip member that unpacks well but is no WARC record that we can read."""


def digest_of(body: bytes) -> str:
    """Give the digest of a body, ``sha256:<hex>``."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def pack_capture(
    url: str, body: bytes, *, media_type: str | None, source: str, captured_at: str
) -> bytes:
    """Pack one local page as a ``resource`` record in a gzip member.

    The record's id is made from its content and not by chance, so that the same captures give
    the same archive.
    """
    digest = digest_of(body)
    fields = {
        "WARC-Record-ID": record_id(url, digest, captured_at),
        "WARC-Date": captured_at,
        SOURCE_FIELD: source,
        "WARC-Payload-Digest": digest,
        "WARC-Block-Digest": digest,
    }
    return pack_record(url, "resource", body, media_type or UNKNOWN_TYPE, fields)


def pack_file_head(file: str, *, created_at: str, run: Mapping[str, str] | None = None) -> bytes:
    """Pack the ``warcinfo`` record with which a file begins; ``run`` are further fields of it."""
    lines = {
        "software": "stanceline",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        **(run or {}),
    }
    body = pack_fields(lines)
    fields = {
        "WARC-Record-ID": record_id(file, digest_of(body), created_at),
        "WARC-Date": created_at,
        "WARC-Filename": file,
        "WARC-Block-Digest": digest_of(body),
    }
    return pack_record("", "warcinfo", body, FIELDS_TYPE, fields)


def pack_fields(fields: Mapping[str, str | None]) -> bytes:
    """Write named fields, a line each; those that are None are left out, line breaks folded."""
    lines = (f"{name}: {' '.join(value.split())}\r\n" for name, value in fields.items() if value)
    return "".join(lines).encode("utf-8", "replace")


def read_fields(body: bytes) -> dict[str, str]:
    """Read named fields as ``pack_fields`` wrote them."""
    lines = (line.partition(": ") for line in body.decode("utf-8", "replace").splitlines())
    return {name: value for name, _, value in lines if value}


def record_id(*parts: str) -> str:
    """Make the id of a record from what is in it, so that the same content gives the same id."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(parts))}>"


def pack_record(
    url: str,
    kind: str,
    body: bytes,
    media_type: str,
    fields: dict[str, str],
    *,
    http: StatusAndHeaders | None = None,
) -> bytes:
    """Pack one record in a gzip member of its own; ``http`` are the headers before the body.

    What would break out of its line in an address is percent-encoded.
    """
    url = UNFIT.sub(lambda sign: quote(sign[0].encode("utf-8", "replace")), url)
    packed = BytesIO()
    writer = WARCWriter(packed, gzip=True, warc_version="1.1")
    record = writer.create_warc_record(
        url,
        kind,
        payload=BytesIO(body),
        length=len(body),
        warc_content_type=media_type,
        warc_headers_dict=fields,
        http_headers=http,
    )
    writer.write_record(record)
    return packed.getvalue()


def members(file: BinaryIO) -> Iterator[Member]:
    """Unpack the gzip members of a file from where it stands to its end, one after the other.

    Raises TornMember at the first one that does not unpack.
    """
    position = file.tell()
    while unpacked := _unpack(file, position):
        content, end = unpacked
        yield Member(position, end - position, content)
        position = end


def _unpack(file: BinaryIO, start: int) -> tuple[bytes, int] | None:
    """Unpack the member at ``start``: its content and its end, or None at the end of the file."""
    file.seek(start)
    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
    content = []
    packed = 0
    while not unpacker.eof:
        chunk = file.read(CHUNK_BYTES)
        if not chunk and not packed:
            return None
        packed += len(chunk)
        try:
            content.append(unpacker.decompress(chunk))
        except zlib.error as error:
            raise TornMember(start, following=_next_record(file, start)) from error
        if not chunk and not unpacker.eof:
            raise TornMember(start, following=_next_record(file, start))
    return b"".join(content), start + packed - len(unpacker.unused_data)


def _next_record(file: BinaryIO, start: int) -> int | None:
    """Find where the first whole WARC record after ``start`` begins."""
    file.seek(start)
    rest = file.read()
    found = rest.find(GZIP_START, 1)
    while found >= 0:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        try:
            content = unpacker.decompress(rest[found:])
        except zlib.error:
            content = b""
        if unpacker.eof and content.startswith(b"WARC/"):
            return start + found
        found = rest.find(GZIP_START, found + 1)
    return None


def read_record(member: Member, *, check: bool = False) -> ArcWarcRecord:
    """Parse one member as a WARC record, with its HTTP headers where it has some.

    ``check`` has the digests compared while the record is read. Raises BadRecord.
    """
    try:
        record = ArcWarcRecordLoader(verify_http=False, arc2warc=False).parse_record_stream(
            BytesIO(member.content), known_format="warc", check_digests=check
        )
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError) as error:
        raise BadRecord(f"it is no WARC record ({error})") from error
    head_end = member.content.find(RECORD_END) + len(RECORD_END)
    promised = record.rec_headers.get_header("Content-Length", "")
    if not promised.isdecimal():
        raise BadRecord(f"its length {promised!r} is no number")
    if head_end + int(promised) + len(RECORD_END) != len(member.content):
        raise BadRecord("its length is not what it says, or it shares a gzip member with another")
    return record


def capture_of(member: Member, *, file: str) -> Capture | None:
    """Read a capture out of a member; None for records that are no answer.

    Answers are ``resource`` records and ``response`` records of a good HTTP status (2xx), whose
    body is given without transfer and content encodings. Raises BadRecord.
    """
    record = read_record(member)
    fields = record.rec_headers
    media_type = fields.get_header("Content-Type")
    if record.rec_type == "response" and record.http_headers:
        if not record.http_headers.get_statuscode().startswith("2"):
            return None
        media_type = record.http_headers.get_header("Content-Type")
    elif record.rec_type != "resource":
        return None
    url, captured_at = fields.get_header("WARC-Target-URI"), fields.get_header("WARC-Date")
    if not url or not captured_at:
        raise BadRecord("it lacks its address or its date")
    if not MOMENT.fullmatch(captured_at):
        return None  # another tool's, and of no moment that could be kept
    body: bytes = record.content_stream().read()
    return Capture(
        url=url,
        captured_at=captured_at,
        source=fields.get_header(SOURCE_FIELD) or FOREIGN_SOURCE,
        media_type=None if media_type == UNKNOWN_TYPE else media_type,
        body=body,
        digest=digest_of(body),
        file=file,
        offset=member.offset,
        length=member.length,
    )


def digest_problem(member: Member) -> str | None:
    """Compare the digests that a record promises with its bytes; None when they agree."""
    record = read_record(member, check=True)
    while record.raw_stream.read(CHUNK_BYTES):
        pass
    if record.digest_checker.passed is False:
        return "; ".join(record.digest_checker.problems)
    return None
