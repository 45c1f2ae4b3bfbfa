"""The Wayback Machine's index is asked and read, and the copies worth having are chosen."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.wayback import (
    FIELDS,
    Index,
    Row,
    UnreadableIndex,
    memento_address,
    moment_of,
    query_address,
    read_index,
    versions,
)

PAGE = "https://chat.example/trust"
KEY = "example,chat)/trust"


def row(timestamp="20200707010203", digest="A", status=200, media_type="text/html", page=KEY):
    return Row(page, timestamp, PAGE, media_type, status, digest)


def cells(timestamp="20200707010203", digest="A", status="200", media_type="text/html"):
    return [KEY, timestamp, PAGE, media_type, status, digest]


def written(*lines):
    return json.dumps([list(FIELDS), *lines]).encode()


def chosen(*rows):
    return [(each.timestamp, each.digest) for each in versions(rows)]


def test_a_question_names_page_period_columns_and_limit():
    address = query_address(
        "https://chat.example/trust?a=1&b=2",
        since=datetime(2020, 1, 1, tzinfo=UTC),
        until=datetime(2021, 1, 1, tzinfo=UTC),
        limit=10,
    )

    assert address.startswith("https://web.archive.org/cdx/search/cdx?")
    assert parse_qs(urlsplit(address).query) == {
        "url": ["https://chat.example/trust?a=1&b=2"],
        "matchType": ["exact"],
        "output": ["json"],
        "fl": ["urlkey,timestamp,original,mimetype,statuscode,digest"],
        "from": ["20200101000000"],
        "to": ["20201231235959"],
        "limit": ["10"],
        "showResumeKey": ["true"],
    }


@pytest.mark.parametrize(
    "key", ["example%2Cchat%29%2Ftrust+20200707010203", "example,chat)/trust 20200707010203"]
)
def test_a_resume_key_arrives_as_it_was_meant_encoded_or_not(key):
    day = datetime(2020, 1, 1, tzinfo=UTC)

    address = query_address(PAGE, since=day, until=day, resume_key=key)

    asked = parse_qs(urlsplit(address).query)
    assert asked["resumeKey"] == ["example,chat)/trust 20200707010203"]


@pytest.mark.parametrize("body", [b"", b"\n", b"[]", b"[]\n"])
def test_an_empty_answer_says_that_there_are_no_copies(body):
    assert read_index(body) == Index()


def test_an_answer_is_read_by_the_names_of_its_columns():
    names = ["digest", "length", *FIELDS[:5]]
    line = ["A", "512", *cells()[:5]]

    assert read_index(json.dumps([names, line]).encode()) == Index((row(),))


def test_the_resume_key_stands_after_an_empty_row():
    assert read_index(written(cells(), [], ["key+2020"])) == Index((row(),), "key+2020")


def test_a_resume_key_may_come_without_any_row():
    assert read_index(b'[[], ["key+2020"]]') == Index((), "key+2020")


@pytest.mark.parametrize(
    "line",
    [
        cells(timestamp="20201340000000"),
        cells(timestamp="2020"),
        cells()[:3],
        [None] * 6,
        [1, 2, 3, 4, 5, 6],
    ],
)
def test_a_row_that_is_none_is_counted_and_left_out(line):
    assert read_index(written(cells(), line)) == Index((row(),), None, 1)


def test_a_status_that_is_none_is_unknown():
    assert read_index(written(cells(status="-"))).rows == (row(status=None),)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><head><title>504 Gateway Time-out</title>",
        b"org.archive.util.io.RuntimeIOException: AdministrativeAccessControlException",
        b'{"error": "too many"}',
        b'["urlkey"]',
        b'[["urlkey", "timestamp"], ["a", "b"]]',
        b"\xff\xfe\x00[",
        b"[" * 100_000,
    ],
)
def test_what_is_no_index_is_refused_with_its_beginning(body):
    with pytest.raises(UnreadableIndex, match="index"):
        read_index(body)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading_of_an_index(body):
    try:
        read_index(body)
    except UnreadableIndex as error:
        assert "\n" not in str(error)


def test_of_equal_copies_in_a_row_the_first_counts():
    assert chosen(
        row("20200101000000", "A"),
        row("20200201000000", "A"),
        row("20200301000000", "B"),
        row("20200401000000", "B"),
    ) == [("20200101000000", "A"), ("20200301000000", "B")]


def test_a_text_that_came_back_is_a_new_version():
    assert chosen(
        row("20200101000000", "A"), row("20200201000000", "B"), row("20200301000000", "A")
    ) == [("20200101000000", "A"), ("20200201000000", "B"), ("20200301000000", "A")]


@pytest.mark.parametrize(
    "other",
    [
        row("20200201000000", "X", status=301),
        row("20200201000000", "X", status=404),
        row("20200201000000", "X", status=None),
        row("20200201000000", "X", media_type="image/png"),
        row("20200201000000", "X", media_type="unk"),
    ],
)
def test_what_is_no_good_answer_is_no_version_and_parts_none(other):
    first = row("20200101000000", "A")

    assert chosen(first, other, row("20200301000000", "A")) == [("20200101000000", "A")]


@pytest.mark.parametrize("media_type", ["application/pdf", "text/csv", "application/xhtml+xml"])
def test_reports_and_pages_are_wanted(media_type):
    assert chosen(row(media_type=media_type)) == [("20200707010203", "A")]


def test_a_revisit_is_what_the_earlier_row_of_its_digest_says():
    revisit = "warc/revisit"

    assert chosen(
        row("20200101000000", "A"),
        row("20200102000000", "A", None, revisit),
        row("20200103000000", "E", 404),
        row("20200104000000", "E", None, revisit),
        row("20200105000000", "B"),
        row("20200106000000", "A", None, revisit),
    ) == [("20200101000000", "A"), ("20200105000000", "B"), ("20200106000000", "A")]


def test_a_revisit_of_what_lies_before_the_rows_is_asked_for():
    assert chosen(row("20200101000000", "A", None, "warc/revisit")) == [("20200101000000", "A")]


def test_pages_below_one_address_have_versions_of_their_own():
    assert chosen(row(page="a"), row(page="b"), row(page="b")) == [
        ("20200707010203", "A"),
        ("20200707010203", "A"),
    ]


@pytest.mark.parametrize(
    ("original", "end"),
    [
        ("http://chat.example:80/a?b=c&d=%20", "http://chat.example:80/a?b=c&d=%20"),
        ("http://chat.example/a b\n", "http://chat.example/a%20b%0A"),
        ("http://chat.example/港", "http://chat.example/%E6%B8%AF"),
    ],
)
def test_a_copy_is_asked_for_as_it_was_captured(original, end):
    copy = Row(KEY, "20200707010203", original, "text/html", 200, "A")

    assert memento_address(copy) == f"https://web.archive.org/web/20200707010203id_/{end}"
    assert copy.copied_at == "2020-07-07T01:02:03Z"


@pytest.mark.parametrize(
    ("header", "moment"),
    [
        ("Tue, 07 Jul 2020 01:02:03 GMT", "2020-07-07T01:02:03Z"),
        ("Tue, 07 Jul 2020 01:02:03 -0000", "2020-07-07T01:02:03Z"),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_the_moment_of_a_copy_is_read_from_its_header(header, moment):
    assert moment_of(header) == moment
