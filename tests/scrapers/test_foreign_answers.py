"""HTTP answers are read whatever their recorder made of their encodings."""

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.foreign_answers import LIMIT_BYTES, answer_head, body_of
from scrapers.foreign_heads import Fields
from scrapers.warc_records import BadRecord

PAGE = b"<p>" + b"Zoom paused requests. " * 9
CHUNKED = b"5\r\n" + PAGE[:5] + b"\r\n%x\r\n" % len(PAGE[5:]) + PAGE[5:] + b"\r\n0\r\n\r\n"


def squeezed(content):
    return gzip.compress(content, mtime=0)


def framed(content):
    return zstandard.ZstdCompressor().compress(content)


def body(sent, *, coding=None, transfer=None):
    lines = [b"Content-Encoding: " + coding.encode()] if coding is not None else []
    lines += [b"Transfer-Encoding: " + transfer.encode()] if transfer is not None else []
    return body_of(sent, Fields(b"\r\n".join(lines)))


def head(answer):
    return answer_head(answer, 0, len(answer))


@pytest.mark.parametrize(
    ("sent", "coding"),
    [
        (squeezed(PAGE), "gzip"),
        (squeezed(PAGE), "X-GZip"),
        (squeezed(PAGE[:9]) + squeezed(PAGE[9:]), "gzip"),
        (squeezed(PAGE) + b"\0\0junk", "gzip"),
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE, level=1), "deflate"),
        (zlib.compress(PAGE, wbits=-15), "deflate"),
        (brotli.compress(PAGE), "br"),
        (framed(PAGE), "zstd"),
        (framed(PAGE[:9]) + framed(PAGE[9:]), "zstd"),
        (brotli.compress(squeezed(PAGE)), "gzip, br"),
        (squeezed(framed(PAGE)), "zstd,identity ,, GZIP"),
        (squeezed(squeezed(PAGE)), "gzip\r\nContent-Encoding: gzip"),
        (squeezed(PAGE), "gzip, gzip"),
        (PAGE, "identity"),
        (PAGE, ""),
    ],
)
def test_encodings_are_taken_off_in_their_order(sent, coding):
    assert body(sent, coding=coding) == PAGE


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, br", "utf-8", "none"])
def test_a_page_that_was_unpacked_already_is_as_it_is(coding):
    assert body(PAGE, coding=coding) == PAGE


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "compress"])
def test_an_empty_page_has_no_encoding(coding):
    assert body(b"", coding=coding) == b""


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (CHUNKED, PAGE),
        (CHUNKED.replace(b"5\r\n", b"05 ;name=value\r\n", 1), PAGE),
        (CHUNKED.replace(b"\r\n", b"\n"), PAGE),
        (CHUNKED.replace(b"0\r\n\r\n", b"0\r\nField: value\r\n\r\n"), PAGE),
        (CHUNKED.removesuffix(b"0\r\n\r\n"), PAGE),  # the last chunk is often left out
        (CHUNKED.removesuffix(b"\r\n0\r\n\r\n"), PAGE),
        (PAGE, PAGE),
        (b"Add\r\nis no chunk", b"Add\r\nis no chunk"),
        (b"2\r\nab\r\nrest", b"abrest"),
        (b"2\r\nabrest", b"2\r\nabrest"),
    ],
)
def test_chunks_are_joined_where_there_are_some(sent, read):
    assert body(sent, transfer="chunked") == read


def test_chunks_are_taken_off_before_what_they_hold():
    packed = squeezed(PAGE)
    sent = b"%x\r\n" % len(packed) + packed + b"\r\n0\r\n\r\n"

    assert body(sent, coding="gzip", transfer="chunked") == PAGE
    assert body(sent, transfer="gzip, chunked") == PAGE


@pytest.mark.parametrize(
    ("sent", "coding", "why"),
    [
        (squeezed(PAGE)[:-9], "gzip", "cut off within its encoding 'gzip'"),
        (zlib.compress(PAGE)[:-9], "deflate", "cut off"),
        (brotli.compress(PAGE)[:-1], "br", "cut off"),
        (framed(PAGE)[:-9], "zstd", "cut off"),
        (squeezed(PAGE)[:-8] + bytes(8), "gzip", "cannot be unpacked by its encoding 'gzip'"),
        (b"\xff" * 99, "br", "cannot be unpacked"),
        (b"\xff" * 99, "deflate", "cannot be unpacked"),
        (b"\xff" * 99, "compress", "cannot be unpacked by its encoding 'compress'"),
        (PAGE, ", ".join(["gzip"] * 10), "has 10 encodings"),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_refused(sent, coding, why):
    with pytest.raises(BadRecord, match=why):
        body(sent, coding=coding)


def test_a_body_that_ends_within_a_chunk_is_refused():
    with pytest.raises(BadRecord, match="cut off within its encoding 'chunked'"):
        body(CHUNKED[:-30], transfer="chunked")


@pytest.mark.parametrize(
    ("pack", "coding"),
    [
        (lambda content: gzip.compress(content, 1), "gzip"),
        (lambda content: zlib.compress(content, 1), "deflate"),
        (lambda content: brotli.compress(content, quality=1), "br"),
        (framed, "zstd"),
    ],
)
def test_a_body_that_swells_is_refused(pack, coding):
    with pytest.raises(BadRecord, match="over 20,000,000 bytes unpacked"):
        body(pack(bytes(LIMIT_BYTES + 1)), coding=coding)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 404 Not Found\r\n\r\n",
        b"HTTP/1.0 301 Moved\r\nLocation: /\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n",
    ],
)
def test_answers_that_are_no_good_text_are_none(answer):
    assert head(answer) is None


@pytest.mark.parametrize(
    ("answer", "status", "rest"),
    [
        (b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n\r\n<p>", 200, b"\r\n<p>"),
        (b"http/2 203\nContent-Type: application/xhtml+xml\n\n<p>", 203, b"<p>"),
        (b"HTTP/1.1 200 \xc3\xa9\xff\r\nA: \xff\r\n\r\n<p>", 200, b"<p>"),
        (b"ICY 200 OK\r\nContent-Type:\r\n\r\n<p>", 200, b"<p>"),
        (b"HTTP/1.1 200 OK\r\nA: b\r\n", 200, b""),
        (b"HTTP/1.1 200", 200, b""),
    ],
)
def test_good_answers_are_read(answer, status, rest):
    found = head(answer)

    assert found
    assert (found.status, answer[found.body_at :]) == (status, rest)


@pytest.mark.parametrize("answer", [b"<p>Hi.", b"200 OK\r\n\r\n", b"HTTP/1.1 2000 OK\r\n\r\n"])
def test_an_answer_without_a_status_line_is_refused(answer):
    with pytest.raises(BadRecord, match="without a head"):
        head(answer)


def test_a_head_that_does_not_end_is_refused():
    with pytest.raises(BadRecord, match="a head of over 1,048,576 bytes"):
        head(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200_000)


CODINGS = st.sampled_from(["gzip", "deflate", "br", "zstd", "chunked"])
STARTS = st.sampled_from(
    [b"", squeezed(PAGE)[:12], b"\x78\x9c", framed(PAGE)[:9], b"9\r\n", b"<p>"]
)


@settings(deadline=None, max_examples=150)
@given(start=STARTS, rest=st.binary(max_size=60), coding=CODINGS)
def test_no_bytes_break_the_decoding(start, rest, coding):
    try:
        read = body(start + rest, coding=coding, transfer=coding)
    except BadRecord:
        read = b""

    assert len(read) < LIMIT_BYTES
