"""Downloads are opened whatever they hold, and refused in words when they hold no report."""

import io
import json
import struct
import zipfile
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.downloads import (
    LARGEST_MEMBER,
    MOST_COLUMNS,
    MOST_ROWS,
    Download,
    cell_at,
    columns_of,
    header_closeness,
    members,
)
from scrapers.figures import UnreadableReport

TABLE = b"Country,Requests\nHong Kong,42\n"
ROWS = [["Country", "Requests"], ["Hong Kong", "42"]]


def zipped(files: dict[str, bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return packed.getvalue()


def media_of(body: bytes) -> str:
    return Download(body, "report").media


def rows_of(body: bytes) -> list[list[str]]:
    return Download(body, "report.csv").rows


def members_of(body: bytes) -> list[tuple[str, str | None, bytes]]:
    found = members(Download(body, "report.zip"))
    return [(member.name, member.part, member.body) for member in found]


WORKBOOK = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
LETTER = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("text", TABLE),
        ("text", b""),
        ("text", b"\xef\xbb\xbf" + TABLE),
        ("text", TABLE.decode().encode("utf-16")),
        ("text", b'"<html>",1\n'),
        ("text", b"Country,%PDF-1.7\n"),
        ("text", b"<?xml version='1.0'?><rss><channel/></rss>"),
        ("html", b"<!DOCTYPE html><table></table>"),
        ("html", b"\xef\xbb\xbf \n<HTML lang=en>"),
        ("html", b"<!-- saved page -->\n<html>"),
        ("html", b"<!-- " + b"x" * 50_000 + b" --><html>"),
        ("html", b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>"),
        ("html", b"<head><title>Report</title></head>"),
        ("html", b"<table><tr><td>Hong Kong</td></tr></table>"),
        ("html", "<!doctype html><p>Report".encode("utf-16")),
        ("html", b"<html><body>The file begins with %PDF-1.7 and ends.</body></html>"),
        ("pdf", b"%PDF-1.7\n..."),
        ("pdf", b"\xef\xbb\xbf\n%PDF-1.7\n..."),
        ("pdf", b"junk of a server\n%PDF-1.7\n...\n%%EOF\n"),
        ("zip", zipped({"a.csv": TABLE})),
        ("zip", zipped({})),
        ("zip", zipped({"report.xlsx": zipped(WORKBOOK)}, packing=zipfile.ZIP_STORED)),
        ("zip", zipped({"xl/workbook.xml": b""})),
        ("zip", b"PK\x03\x04 and then nothing"),
        ("xlsx", zipped(WORKBOOK)),
        ("other", zipped(LETTER)),
        ("other", json.dumps({"Country": ["Hong Kong"]}).encode()),
        ("other", b"\xef\xbb\xbf [{}]"),
        ("other", b"[" * 100_000),
        ("other", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a workbook of 1997"),
        ("other", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_bytes(media, body):
    assert media_of(body) == media


@pytest.mark.parametrize(
    "body",
    [
        TABLE,
        TABLE.rstrip(),
        b"\xef\xbb\xbf" + TABLE,
        TABLE.replace(b"\n", b"\r\n"),
        TABLE.replace(b"\n", b"\r"),
        TABLE.replace(b"\n", b"\r").rstrip(),
        b'Country,Requests\n"Hong Kong","42"\n',
        TABLE.decode().encode("utf-16"),
        TABLE.decode().encode("utf-16-le"),
        TABLE.decode().encode("utf-16-be"),
    ],
)
def test_a_table_is_the_same_in_whatever_bytes_it_comes(body):
    assert rows_of(body) == ROWS


def test_blank_lines_and_empty_columns_stay_where_they_are():
    assert rows_of(b"a,b,,\n\n,,,\n1,2\n") == [["a", "b", "", ""], [], ["", "", "", ""], ["1", "2"]]
    assert rows_of(b"") == []


def test_a_line_break_in_quotes_starts_no_row():
    assert rows_of(b'a,"b\r\nc"\r\n1,2\r\n') == [["a", "b\nc"], ["1", "2"]]


def test_a_quote_within_a_cell_is_text():
    assert rows_of(b'a,5" wide\n1,"say ""so"""\n') == [["a", '5" wide'], ["1", 'say "so"']]


@pytest.mark.parametrize(
    "body",
    [
        b'Country,Requests\n"Hong Kong,42\nJapan,5\n',  # rows would hide in one cell
        b'Country,Requests\n"Hong Kong,42\n"Japan",5\n',
        b'"' + b"x" * 200_000 + b'"\n',
        b"a,b\n" + b"x" * 10_000_000,
        b"a,b\n" + b"," * 10_000_000,
        b"a,b\n" + b"," * MOST_COLUMNS,
        b"\n" * (MOST_ROWS + 1),
        b"a,b\n1,\0\n",
        b"a,b\n" + b"1,2\n" * 50_000 + b"\0,2\n",
        b"\0" * 1000,
    ],
)
def test_what_is_no_table_or_hides_rows_is_refused_each_time_it_is_asked(body):
    download = Download(body, "report.csv")
    start = process_time()

    for _ in range(20):
        with pytest.raises(UnreadableReport, match=r"^report\.csv: .* open the file"):
            _ = download.rows
    assert process_time() - start < 5


def test_a_zip_gives_its_files_without_what_macos_adds():
    body = zipped(
        {
            "Report/": b"",
            "Report/a.csv": TABLE,
            "__MACOSX/Report/._a.csv": b"junk",
            "Report/.DS_Store": b"junk",
            "Report/._a.csv": b"junk",
            "b.csv": b"b",
        }
    )

    assert members_of(body) == [("a.csv", "Report/a.csv", TABLE), ("b.csv", "b.csv", b"b")]


def test_a_file_that_is_no_zip_is_its_own_only_member():
    assert members_of(TABLE) == [("report.zip", None, TABLE)]
    assert members_of(zipped(WORKBOOK))[0][:2] == ("report.zip", None)


def test_a_name_that_points_elsewhere_is_but_a_name():
    body = zipped({"../../etc/passwd": b"a", "C:\\reports\\2020_H1.csv": b"b"})

    assert [name for name, _, _ in members_of(body)] == ["passwd", "2020_H1.csv"]


def test_a_zip_in_a_zip_is_not_opened():
    inner = zipped({"a.csv": TABLE})

    (member,) = members(Download(zipped({"inner.zip": inner}), "report.zip"))
    assert (member.body, member.media) == (inner, "zip")


def locked() -> bytes:
    """Mark the only member as encrypted, in both of its headers."""
    body = bytearray(zipped({"a.csv": TABLE}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(mark) + flags] |= 1
    return bytes(body)


def damaged() -> bytes:
    body = zipped({"a.csv": TABLE}, packing=zipfile.ZIP_STORED)
    return body.replace(b"Hong Kong", b"Hong Gong")


def lying() -> bytes:
    """Say that a bomb is small."""
    body = bytearray(zipped({"a.csv": b"\0" * (LARGEST_MEMBER + 5)}))
    at = body.index(b"PK\x01\x02")
    body[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(body)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (locked(), "locked"),
        (damaged(), "damaged"),
        (lying(), "damaged"),
        (zipped({"a.csv": TABLE})[:-10], "damaged"),
        (zipped({"a.csv": TABLE})[:20], "damaged"),
        (b"PK\x05\x06", "damaged"),
        (zipped({"a.csv": b"\0" * (LARGEST_MEMBER + 1)}), "far too large"),
        (zipped({f"{n}.csv": b"\0" * 20_000_000 for n in range(5)}), "far too large"),
        (zipped({f"{n}.csv": b"" for n in range(10_000)}), "more members"),
        (zipped({f"{n}.csv": b"" for n in range(300)}), "more members"),
        (zipped({"a.csv": TABLE}, packing=zipfile.ZIP_LZMA), "packed as no report is"),
        (zipped({"a.csv": TABLE}, packing=zipfile.ZIP_BZIP2), "packed as no report is"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_zip_that_is_damaged_locked_or_a_bomb_is_refused_soon(body, told):
    start = process_time()

    with pytest.raises(UnreadableReport, match=rf"^report\.zip: .*{told}"):
        members_of(body)
    assert process_time() - start < 5


KNOWN = {"Country": "country", "Requests": "received", "Number": "received", "Code": ""}


def test_columns_are_found_by_name_whatever_their_order_case_and_blanks():
    header = [" requests ", "CODE", "Country", "", ""]

    assert columns_of(header, KNOWN, name="a.csv") == {"received": 0, "country": 2}


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (["Country", "Request"], "column 'Request' is not known; the nearest known is 'Requests'"),
        (["Country", "Requests", "Number"], "two columns hold the received"),
        (["Country", "Code"], "column 'Requests' is missing"),
        ([], "column 'Country' is missing"),
        (["x" * 100_000] * 400, "column 'xxx"),
    ],
)
def test_a_changed_header_is_refused_and_shown(header, told):
    with pytest.raises(UnreadableReport) as raised:
        columns_of(header, KNOWN, name="a.csv")

    message = str(raised.value)
    assert message.startswith(f"a.csv: {told}")
    assert "The header is: " + ",".join(header)[:300] in message
    assert len(message) < 700


def test_a_column_that_may_be_missing_may():
    assert columns_of(["Country"], KNOWN, name="a.csv", optional=["received"]) == {"country": 0}


def test_a_header_is_close_by_the_share_of_names_that_it_has():
    names = ["Country", "Number"]

    assert header_closeness(Download(TABLE, "a.csv"), names) == 0.5
    assert header_closeness(Download(TABLE, "a.csv"), names, spelled=KNOWN) == 1.0
    assert header_closeness(Download(b"", "a.csv"), names) == 0.0
    assert header_closeness(Download(b"<html>", "a.csv"), names) == 0.0


def test_a_cell_that_a_short_row_lacks_is_blank():
    assert [cell_at(["a"], column) for column in (0, 1, None)] == ["a", "", ""]


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", b"<", b"\xff\xfe"]))
def test_any_bytes_are_opened_or_refused(body, start):
    download = Download(start + body, "a")
    for look in (lambda: download.media, lambda: download.rows, lambda: list(members(download))):
        try:
            look()
        except UnreadableReport as error:
            assert str(error).startswith("a: ")
