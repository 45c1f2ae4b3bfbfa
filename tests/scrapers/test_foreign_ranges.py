"""WARC files are read in ranges, from any record on, and mixed as joined files are."""

import gzip
from io import BytesIO
from itertools import chain, pairwise
from random import Random

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.foreign_warc import Damage, ForeignPage, WarcReading, divisible

TRAINED = zstandard.train_dictionary(
    2_000, [Random(seed).randbytes(30) + b"<p>Zoom paused requests." * 9 for seed in range(99)]
)


def record(body, *, length=None):
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://paper.example/\r\n"
        "WARC-Date: 2020-07-07T01:02:03Z\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def member(content, level=6):
    return gzip.compress(content, level, mtime=0)


def frame(content):
    return zstandard.ZstdCompressor(write_checksum=True).compress(content)


def skipped(content, sign=0):
    return bytes([0x50 + sign]) + b"\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content


def read(content, **options):
    """Read a range: bodies, and places of damage."""
    return told(WarcReading(BytesIO(content), **options))


def told(reading):
    return [each.offset if isinstance(each, Damage) else each.body for each in reading]


class Slow:
    """A file that does no more than to seek and to read, a few bytes at a time."""

    def __init__(self, content):
        self._file = BytesIO(content)
        self.seek = self._file.seek

    def read(self, size):
        return self._file.read(min(size, 1_000))


BODIES = st.one_of(st.binary(max_size=200), st.just(b"<p>Zoom paused requests." * 20))
UNITS = st.one_of(
    st.builds(lambda body, level: member(record(body), level), BODIES, st.sampled_from([0, 1, 6])),
    st.builds(lambda body: frame(record(body)), BODIES),
    st.builds(lambda body: member(record(body, length=9)), BODIES),
    st.builds(lambda body: member(record(body))[:-9], BODIES),
    st.builds(lambda bodies: member(b"".join(map(record, bodies))), st.lists(BODIES, max_size=3)),
    st.just(skipped(b"anything")),
    st.just(member(b"rubbish\r\n")),
)


@settings(deadline=None, max_examples=80)
@given(units=st.lists(UNITS, min_size=1, max_size=8), choose=st.randoms(use_true_random=False))
def test_ranges_that_cover_a_file_give_all_of_it_once(units, choose):
    content = b"".join(units)
    cuts = sorted({0, len(content), *(choose.randrange(len(content) + 1) for _ in range(4))})

    parts = [read(content, start=start, end=end) for start, end in pairwise(cuts)]
    assert list(chain.from_iterable(parts)) == read(content)


def test_every_cut_of_a_file_in_two_gives_all_of_it_once():
    content = member(record(b"one"), 0) + frame(record(b"two")) + member(record(b"three"))

    for cut in range(1, len(content), 2):
        assert read(content, end=cut) + read(content, start=cut) == [b"one", b"two", b"three"]


@settings(deadline=None, max_examples=60)
@given(
    units=st.lists(UNITS | st.builds(record, BODIES), min_size=1, max_size=6), count=st.integers(0)
)
def test_a_reading_that_stopped_goes_on_where_it_stopped(units, count):
    content = b"".join(units)
    whole = read(content)
    reading = WarcReading(BytesIO(content))
    first = [each for each, _ in zip(told(reading), range(count % 7), strict=False)]
    reading = WarcReading(BytesIO(content))
    places = [0, *(reading.position for _ in reading)]

    rest = read(content, start=places[len(first)], resumed=True)
    # Those that share a member with what was read are read again.
    assert whole[len(whole) - len(rest) :] == rest
    assert len(first) + len(rest) >= len(whole)


@pytest.mark.parametrize("pack", [bytes, member, frame])
def test_reading_begins_at_the_position_of_any_record(pack):
    content = b"".join(pack(record(b"%d" % number)) for number in range(4))
    reading = WarcReading(BytesIO(content))
    places = [(reading.position, each.body) for each in reading]

    assert places[-1] == (len(content), b"3")
    assert [read(content, start=place) for place, _ in places] == [
        [b"1", b"2", b"3"],
        [b"2", b"3"],
        [b"3"],
        [],
    ]
    assert read(content, start=places[0][0], end=places[2][0]) == [b"1", b"2"]


def test_what_is_packed_otherwise_within_a_file_is_read():
    parts = [
        member(record(b"1")),
        record(b"2"),
        frame(record(b"3")),
        b"\r\n\r\n",
        member(record(b"4") + record(b"5")),
        skipped(b"not read"),
        record(b"6"),
        member(b""),
        record(b"7"),
        frame(record(b"8")),
    ]

    assert read(b"".join(parts)) == [b"%d" % number for number in range(1, 9)]
    assert read(b"".join(parts[1:])) == [b"%d" % number for number in range(2, 9)]


def test_damage_between_records_of_all_kinds_costs_only_what_is_damaged():
    torn = member(record(bytes(9)))
    parts = [
        member(record(b"1")),
        torn[:30] + b"\xff" * 9 + torn[39:],
        frame(record(b"2")),
        frame(record(b"x" * 99))[:-7],
        member(record(b"3")),
        record(b"x", length=99_999),
        record(b"4"),
        b"rubbish",
        member(record(b"5")),
        member(b"rubbish"),
        frame(record(b"6")),
    ]
    places = [sum(map(len, parts[:index])) for index in range(len(parts))]

    assert read(b"".join(parts)) == [
        b"1",
        places[1],
        b"2",
        places[3],
        b"3",
        places[5],
        b"4",
        places[7],
        b"5",
        places[9],
        b"6",
    ]


@pytest.mark.parametrize("dictionary", [TRAINED.as_bytes(), frame(TRAINED.as_bytes())])
def test_a_dictionary_at_the_start_of_a_file_is_used_in_all_its_ranges(dictionary):
    packer = zstandard.ZstdCompressor(dict_data=TRAINED)
    pages = [b"<p>Zoom paused requests." * 9 + b"%d" % number for number in range(3)]
    content = skipped(dictionary, 13) + b"".join(packer.compress(record(page)) for page in pages)
    half = len(content) - 100

    assert read(content) == pages
    assert read(content, end=half) + read(content, start=half) == pages
    assert read(skipped(b"", 13) + content[len(dictionary) + 8 :]) == [8]


def test_members_that_are_like_others_are_each_read():
    same = [gzip.compress(record(b"same"), mtime=moment) for moment in (0, 5, 5, 0, 0, 7)]

    assert read(b"".join(same)) == [b"same"] * 6


def test_a_member_may_hold_the_bytes_with_which_members_begin():
    inner = member(record(b"inner")) + b"\x1f\x8b\x08\x00" * 9
    content = member(record(inner), 0) + member(record(b"next"))

    assert read(content) == [inner, b"next"]


def test_a_range_that_begins_inside_of_an_archived_archive_shows_that_it_did():
    film = member(record(member(record(b"inner")) * 2), 0)
    content = film + member(record(b"next"))
    before = WarcReading(BytesIO(content), end=100)
    after = WarcReading(BytesIO(content), start=100)

    assert [len(told(before)), told(after)[-1]] == [1, b"next"]
    assert (before.position, after.began) == (len(film), content.index(b"\x1f\x8b\x08", 1))


@pytest.mark.parametrize("pack", [bytes, member, frame])
def test_files_that_give_few_bytes_at_a_time_are_read(pack):
    pages = [Random(number).randbytes(5_000) for number in range(9)]
    content = b"".join(pack(record(page)) for page in pages)

    assert told(WarcReading(Slow(content))) == pages


def test_only_files_of_units_by_record_are_divisible():
    pages = [record(b"%d" % number) for number in range(4)]

    assert [
        divisible(BytesIO(content))
        for content in (
            b"".join(map(member, pages)),
            b"".join(map(frame, pages)),
            skipped(b"about it") + b"".join(map(frame, pages[:2])),
            member(b"".join(pages)),
            member(b"".join(pages)) + member(b"".join(pages)),
            b"".join(pages),
            member(pages[0]),
            member(pages[0]) + pages[1],
            b"rubbish",
            b"",
        )
    ] == [True, True, True, *[False] * 7]


def test_pages_larger_than_are_unpacked_at_once_are_read_like_the_others():
    large = b"<p>" + bytes(4_000_000)

    assert read(member(record(large), 1) + frame(record(large)) + member(record(b"next"))) == [
        large,
        large,
        b"next",
    ]


def test_an_empty_range_holds_nothing():
    content = member(record(b"1"))

    assert read(content, start=0, end=0) + read(content, start=len(content)) == []


def test_pages_keep_what_their_records_say():
    content = member(record(b"<p>Hi."))

    assert list(WarcReading(BytesIO(content), start=0, end=1)) == [
        ForeignPage(
            "https://paper.example/",
            "2020-07-07T01:02:03Z",
            200,
            (("Content-Type", "text/html"),),
            "text/html",
            b"<p>Hi.",
        )
    ]
