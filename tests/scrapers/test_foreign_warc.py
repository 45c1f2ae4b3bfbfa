"""Pages are read out of WARC files of any tool, whatever became of the files."""

import gzip
import tracemalloc
import zlib
from io import BytesIO
from random import Random

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.foreign_warc import LIMIT_BYTES, Damage, ForeignPage, WarcReading

MOMENT = "2020-07-07T01:02:03Z"
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def http(body, *, status="200 OK", headers=HTML):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def record(block, *, url="https://paper.example/1", kind="response", moment=MOMENT, **fields):
    head = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": moment,
        "WARC-Record-ID": "<urn:uuid:00000000-0000-0000-0000-000000000000>",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value is not None)
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def numbered(number):
    return record(http(b"<p>Page %d." % number), url=f"https://paper.example/{number}")


def plain(records):
    return b"".join(records)


def by_record(records):
    return b"".join(map(gzip.compress, records))


def by_file(records):
    return gzip.compress(b"".join(records), mtime=0)


def by_frame(records):
    return b"".join(map(zstandard.ZstdCompressor(write_checksum=True).compress, records))


def by_block(records):
    """As bgzip and pigz -i pack: members of one size, wherever records begin and end."""
    whole = b"".join(records)
    return b"".join(gzip.compress(whole[at : at + 100]) for at in range(0, len(whole), 100))


PACKED = [plain, by_record, by_file, by_frame, by_block]


def read(content):
    return list(WarcReading(BytesIO(content)))


def bodies(content):
    return [page.body for page in read(content) if isinstance(page, ForeignPage)]


def damages(content):
    return [each for each in read(content) if isinstance(each, Damage)]


@pytest.mark.parametrize("packed", PACKED)
def test_pages_come_in_order_however_the_file_is_packed(packed):
    content = packed([record(b"software: x", kind="warcinfo", url=None), *map(numbered, range(3))])

    assert read(content) == [
        ForeignPage(
            f"https://paper.example/{number}",
            MOMENT,
            200,
            HTML,
            HTML[0][1],
            b"<p>Page %d." % number,
        )
        for number in range(3)
    ]


def test_a_file_by_another_writer_is_read():
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    answer = StatusAndHeaders("200 OK", list(HTML), protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            "https://paper.example/1", "response", payload=BytesIO(b"<p>Hi."), http_headers=answer
        )
    )

    assert bodies(out.getvalue()) == [b"<p>Hi."]


def test_a_resource_record_is_a_page_without_status_and_headers():
    content = record(b"<p>Hi.", kind="resource", Content_Type="text/html")

    assert read(content) == [
        ForeignPage("https://paper.example/1", MOMENT, None, (), "text/html", b"<p>Hi.")
    ]


@pytest.mark.parametrize(
    "other",
    [
        record(http(b"<p>No.", status="404 Not Found")),
        record(http(b"", status="301 Moved", headers=(("Location", "/2"),))),
        record(http(b"\x89PNG", headers=(("Content-Type", "image/png"),))),
        record(b"GET / HTTP/1.1\r\nHost: paper.example\r\n\r\n", kind="request"),
        record(http(b""), kind="revisit"),
        record(http(b"<p>"), url=None),
        record(
            b"20200707010203", url="dns:paper.example", kind="resource", Content_Type="text/dns"
        ),
        record(b"a: b", kind="metadata", Content_Type="application/warc-fields"),
    ],
)
def test_what_is_no_page_is_passed_over_in_silence(other):
    assert read(other + numbered(1)) == read(numbered(1))


@pytest.mark.parametrize(
    ("sent", "headers"),
    [
        (gzip.compress(b"<p>Hi.", mtime=0), [("Content-Encoding", "gzip")]),
        (b"<p>Hi.", [("Content-Encoding", "GZIP")]),
        (zlib.compress(b"<p>Hi."), [("Content-Encoding", "deflate")]),
        (zlib.compress(b"<p>Hi.", wbits=-15), [("Content-Encoding", "deflate")]),
        (b"3\r\n<p>\r\n3\r\nHi.\r\n0\r\n\r\n", [("Transfer-Encoding", "Chunked")]),
        (b"<p>Hi.", [("Transfer-Encoding", "chunked")]),
        (b"<p>Hi.", [("Content-Encoding", "identity")]),
    ],
)
def test_encodings_are_taken_off_where_they_are_on(sent, headers):
    assert bodies(record(http(sent, headers=[*HTML, *headers]))) == [b"<p>Hi."]


@pytest.mark.parametrize(
    ("moment", "known"),
    [
        ("2020-07-07T01:02:03.987654Z", "2020-07-07T01:02:03Z"),
        ("2020-07-07T09:02:03+08:00", "2020-07-07T01:02:03Z"),
        ("2020-07-07T01:02:03", "2020-07-07T01:02:03Z"),
    ],
)
def test_the_moment_of_a_page_is_in_whole_seconds_utc(moment, known):
    assert [page.captured_at for page in read(record(http(b"<p>"), moment=moment))] == [known]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (record(http(b"<p>"), moment="yesterday"), "its date 'yesterday' is none"),
        (record(http(b"<p>"), url="https://a.example/\x01"), "is none of the web"),
        (record(b""), "it holds no answer"),
        (record(http(b"<p>"), Content_Length=None), "its length '' is no number"),
        (record(http(b"<p>"), Content_Length="many"), "its length 'many' is no number"),
        (record(http(b"x", headers=[*HTML, ("Content-Encoding", "br")])), "encoding 'br'"),
        (
            record(
                http(
                    gzip.compress(b"a", mtime=0)[:-9], headers=[*HTML, ("Content-Encoding", "gzip")]
                )
            ),
            "cut off",
        ),
        (b"not a record\r\n" * 9, "no record begins"),
    ],
)
@pytest.mark.parametrize("packed", [plain, by_record, by_file, by_frame])
def test_a_bad_record_is_told_and_the_next_is_read(bad, why, packed):
    content = packed([numbered(1), bad, numbered(2)])

    assert bodies(content) == [b"<p>Page 1.", b"<p>Page 2."]
    assert [each.record for each in damages(content)] == [2]
    assert why in damages(content)[0].why


@pytest.mark.parametrize("length", ["3", "60", "80", "600", "-5", "99999999999", "9" * 5000])
@pytest.mark.parametrize("packed", [plain, by_record, by_file, by_frame])
def test_a_record_with_a_wrong_length_is_told_and_all_others_are_read(length, packed):
    wrong = record(http(b"<p>Wrong."), Content_Length=length)
    content = packed([numbered(1), wrong, numbered(2), numbered(3)])

    assert bodies(content) == [b"<p>Page 1.", b"<p>Page 2.", b"<p>Page 3."]
    assert [each.record for each in damages(content)] == [2]


@pytest.mark.parametrize("packed", PACKED)
def test_an_answer_without_a_head_is_told(packed):
    content = packed([numbered(1), record(b"<p>No head."), numbered(2)])

    assert bodies(content) == [b"<p>Page 1.", b"<p>Page 2."]
    assert [(each.record, each.why) for each in damages(content)] == [
        (2, "it holds an answer without a head")
    ]


@pytest.mark.parametrize("answer", [b"HTTP/1.1 200 OK\r\n\r\n<p>Hi.", b"HTTP/1.1 200 OK\r\n<p>Hi."])
def test_an_answer_without_headers_is_a_page(answer):
    assert read(record(answer)) == [
        ForeignPage("https://paper.example/1", MOMENT, 200, (), None, b"<p>Hi.")
    ]


@pytest.mark.parametrize("version", [b"WARC/0.17", b"WARC/0.18", b"WARC/1.0", b"WARC/1.1"])
@pytest.mark.parametrize("packed", PACKED)
def test_heads_are_read_as_they_were_written_through_the_years(version, packed):
    usual = record(http(b"<p>Hi.")).replace(b"WARC/1.0", version)
    head, _, block = usual.partition(b"\r\n\r\n")
    unix = head.replace(b"\r\n", b"\n") + b"\n\n" + block
    folded = head.replace(b"Target-URI: ", b"Target-URI:\r\n\t") + b"\r\n\r\n" + block
    loud = head.upper().replace(b"HTTPS://PAPER.EXAMPLE", b"https://paper.example")
    loud = loud.replace(b"RESPONSE", b"response") + b"\r\n\r\n" + block
    wget = usual.replace(b"https://paper.example/1", b"<https://paper.example/1>")

    assert read(packed([usual, unix, folded, loud, wget])) == 5 * read(usual)


@pytest.mark.parametrize("languages", ["eng", "deu,eng", "zho", "deu", "deu,fra", "und", ""])
def test_a_language_that_the_crawler_guessed_costs_no_page(languages):
    content = by_record([record(http(b"<p>Hi."), WARC_Identified_Content_Language=languages)])

    assert read(content) == read(by_record([record(http(b"<p>Hi."))]))


@pytest.mark.parametrize("packed", PACKED)
def test_only_pages_that_may_matter_are_given_and_all_are_counted(packed):
    image = record(http(b"\x89PNG", headers=(("Content-Type", "image/png"),)))
    content = packed([record(b"x", kind="warcinfo", url=None), image, *map(numbered, range(4))])
    reading = WarcReading(BytesIO(content), may=lambda body: b"Page 2" in body)

    assert [page.body for page in reading] == [b"<p>Page 2."]
    assert (reading.records, reading.pages, reading.position) == (6, 4, len(content))


def test_behind_a_length_that_is_too_short_the_next_record_is_found():
    content = plain([numbered(1), record(http(b"<p>"), Content_Length="3"), numbered(2)])

    assert bodies(content) == [b"<p>Page 1.", b"<p>Page 2."]
    assert [each.why for each in damages(content)] == ["no record begins where one should"]


def test_a_page_that_is_too_large_is_told_and_the_next_is_read():
    bomb = http(
        gzip.compress(bytes(LIMIT_BYTES + 1), mtime=0),
        headers=[*HTML, ("Content-Encoding", "gzip")],
    )
    large = record(http(bytes(LIMIT_BYTES + 1)))
    content = by_record([record(bomb), large]) + by_frame([large]) + large + numbered(1)
    del large

    found = read(content)
    assert ["over 20,000,000" in each.why for each in found[:4]] == [True, True, True, True]
    assert found[4:] == read(numbered(1))


def test_a_damaged_gzip_member_is_told_by_its_place_and_the_others_are_read():
    members = [gzip.compress(numbered(number), mtime=0) for number in range(4)]
    members[1] = members[1][:40] + b"\xff\xff\xff" + members[1][43:]
    members[3] = members[3][:-8] + bytes(4) + members[3][-4:]  # its checksum

    content = b"".join(members)

    assert bodies(content) == [b"<p>Page 0.", b"<p>Page 2."]
    assert [(each.record, each.offset) for each in damages(content)] == [
        (2, len(members[0])),
        (4, len(members[0] + members[1] + members[2])),
    ]


@pytest.mark.parametrize("packed", PACKED)
def test_a_file_that_is_cut_off_gives_what_was_whole(packed):
    content = packed([numbered(1), numbered(2), record(http(Random(1).randbytes(9000)))])[:-40]

    assert bodies(content) == [b"<p>Page 1.", b"<p>Page 2."]
    assert [each.record for each in damages(content)] == [3]


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", gzip.compress(b"", mtime=0)])
def test_an_empty_file_holds_no_pages(content):
    assert read(content) == []


@settings(deadline=None)
@given(at=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_one_wrong_byte_among_gzip_members_costs_one_page_at_most(at, byte):
    content = bytearray(by_record([numbered(number) for number in range(6)]))
    content[at % len(content)] = byte

    whole = {b"<p>Page %d." % number for number in range(6)}
    assert len(whole & set(bodies(bytes(content)))) >= 5


@settings(deadline=None)
@given(content=st.binary(max_size=300), packed=st.sampled_from([bytes, gzip.compress]))
def test_no_bytes_break_the_reading(content, packed):
    assert bodies(packed(content)) == []
    assert bodies(packed(numbered(1) + content))[:1] == [b"<p>Page 1."]


def test_a_film_passes_through_in_little_memory(tmp_path):
    film = record(http(bytes(50_000_000), headers=[("Content-Type", "video/mp4")]))
    path = tmp_path / "film.warc.gz"
    path.write_bytes(gzip.compress(film + numbered(1), compresslevel=1, mtime=0))
    del film
    tracemalloc.start()
    try:
        with path.open("rb") as file:
            pages = list(WarcReading(file))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert [page.body for page in pages] == [b"<p>Page 1."]
    assert peak < 2_000_000
