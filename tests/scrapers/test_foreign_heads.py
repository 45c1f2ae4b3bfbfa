"""Heads of WARC records and of HTTP answers are read as other tools read them."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeadersParser

from scrapers.foreign_heads import (
    Fields,
    address_of,
    head_at,
    length_of,
    may_be_page,
    moment_of,
    text_of,
)
from scrapers.warc_records import BadRecord

NAME = st.text("abcXYZ-_", min_size=1, max_size=9).map(str.encode)
VALUE = (
    st.binary(max_size=20)
    .filter(lambda value: value.strip() == value)
    .map(lambda value: bytes(byte for byte in value if byte > 32))
)


def fields(**values):
    return Fields(
        b"".join(f"{name.replace('_', '-')}: {value}\n".encode() for name, value in values.items())
    )


def test_a_field_is_found_in_any_case_and_with_blanks_around_it():
    head = Fields(b"WARC-Type-X: no\r\nwarc-TYPE \t:  response \r\nWARC-Type: other\r\n")

    assert (head.first(b"warc-type"), head.first(b"warc-date")) == (b"response", None)


def test_a_folded_value_is_one_value():
    head = Fields(b"A: one\r\n two\n\tthree\r\nno name\r\nB:four")

    assert head.pairs() == [(b"A", b"one two\tthree"), (b"B", b"four")]


@pytest.mark.parametrize(
    ("head", "rest"),
    [
        (b"X\r\nA: 1\r\n\r\nrest", b"rest"),
        (b"X\nA: 1\n\nrest", b"rest"),
        (b"X\nA: 1\n\r\nrest\r\n\r\n", b"rest\r\n\r\n"),
        (b"X\r\nA: 1\r\n \r\nrest", b"rest"),
        (b"X\r\n\r\nA: 1\r\n\r\n", b"A: 1\r\n\r\n"),
        (b"X\r\n\r\n", b""),
    ],
)
def test_a_head_ends_at_the_first_blank_line(head, rest):
    found = head_at(head, head.find(b"\n"), len(head))

    assert found
    assert head[found[1] :] == rest


def test_a_head_without_an_end_is_none():
    assert head_at(b"X\r\nA: 1\r\nB: 2\r\n", 2, 99) is None


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(NAME, VALUE), max_size=5), st.sampled_from([b"\r\n", b"\n"]))
def test_headers_have_the_values_that_warcio_gives_them(named, line_end):
    lines = [b"HTTP/1.1 200 OK", *(name + b": " + value for name, value in named), b"", b"rest"]
    head = line_end.join(lines)
    parsed = StatusAndHeadersParser(["HTTP/1.1"]).parse(BytesIO(head))

    found = head_at(head, head.find(b"\n"), len(head))
    assert found
    assert [(text_of(name), text_of(value)) for name, value in found[0].pairs()] == [
        (name, value.strip()) for name, value in parsed.headers
    ]


@pytest.mark.parametrize("written", ["", "-5", "+5", "5.0", "1_0", "٣", "0x5", "9" * 19])
def test_a_length_that_is_none_is_refused(written):
    with pytest.raises(BadRecord, match="is no number"):
        length_of(fields(Content_Length=written))


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://paper.example/1", "https://paper.example/1"),
        ("HTTP://paper.example/1", "HTTP://paper.example/1"),
        ("<http://paper.example/>", "http://paper.example/"),
        ("http://paper.example/a b", "http://paper.example/a%20b"),
        ("http://paper.example/ü", "http://paper.example/ü"),
    ],
)
def test_addresses_are_read(written, address):
    assert address_of(fields(WARC_Target_URI=written)) == address


@pytest.mark.parametrize("written", ["", "http://", "ftp://a.example/", "http:a", "http://a\x7f"])
def test_an_address_that_is_none_of_the_web_is_refused(written):
    with pytest.raises(BadRecord, match="is none of the web"):
        address_of(fields(WARC_Target_URI=written))


@pytest.mark.parametrize(
    "written",
    ["", "2020", "2020-02-30T00:00:00Z", "1989-12-31T23:59:59Z", "0001-01-01T00:00:00+23:00"],
)
def test_a_date_that_is_none_is_refused(written):
    with pytest.raises(BadRecord, match="its date"):
        moment_of(fields(WARC_Date=written))


@pytest.mark.parametrize(
    ("kind", "url", "may"),
    [
        ("response", "https://a.example/", True),
        ("Resource", "<HTTP://a.example/>", True),
        ("request", "https://a.example/", False),
        ("revisit", "https://a.example/", False),
        ("response", "dns:a.example", False),
        ("response", "", False),
    ],
)
def test_only_answers_of_the_web_may_be_pages(kind, url, may):
    assert may_be_page(fields(WARC_Type=kind, WARC_Target_URI=url)) is may
