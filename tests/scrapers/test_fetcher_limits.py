import gzip
import resource
import socket
import time
import zlib
from contextlib import suppress
from dataclasses import replace

import pytest
from fetching import LIMITS, Waits, ask, fetcher_on_loopback
from hypothesis import example, given
from hypothesis import strategies as st
from misbehaving import Misbehaving, head, http, reset

from scrapers.fetcher_bodies import Body
from scrapers.fetcher_limits import Limits, NoAnswer

SMALL = replace(LIMITS, seconds=0.5, read_seconds=0.3)


@pytest.fixture
def play():
    """Ask a server that does this with the connection, and say how long it took."""

    def play(page, limits=SMALL):
        fetching = fetcher_on_loopback(Waits(), limits=limits)
        with Misbehaving({"/page": page}) as site, fetching as fetcher:
            began = time.monotonic()
            answer = fetcher.get(ask(site.url("/page")))
            return answer, time.monotonic() - began

    return play


def drip(connection, parts, seconds):
    with suppress(OSError):
        for part in parts:
            connection.sendall(part)
            time.sleep(seconds)


def endless(connection, part):
    with suppress(OSError):
        while True:
            connection.sendall(part)


def test_silence_is_too_slow(play):
    answer, took = play(lambda connection: time.sleep(2))

    assert (answer.status, answer.failure) == (None, "too_slow")
    assert took < 1


def test_headers_that_drip_are_too_slow(play):
    answer, took = play(
        lambda connection: drip(connection, [b"HTTP/1.1 200 OK\r\n", *[b"X"] * 40], 0.05)
    )

    assert (answer.status, answer.failure) == (None, "too_slow")
    assert answer.note == "the whole answer did not come within 0.5 s"
    assert took < 1


def test_a_body_that_drips_is_too_slow_and_kept_so_far(play):
    start = head("Content-Length: 100")
    answer, took = play(lambda connection: drip(connection, [start, *[b"a"] * 40], 0.05))

    assert (answer.status, answer.failure) == (200, "too_slow")
    assert set(answer.body) == set(b"a")
    assert took < 1


def test_interim_answers_without_end_are_too_slow(play):
    hint = b"HTTP/1.1 103 Early Hints\r\n\r\n"
    answer, took = play(lambda connection: drip(connection, [hint] * 40, 0.05))

    assert (answer.status, answer.failure) == (None, "too_slow")
    assert took < 1


def slow_redirect(number):
    def page(connection):
        time.sleep(0.2)
        connection.sendall(http(302, Location=f"/{number}", Connection="close"))

    return page


def test_redirects_share_one_time():
    pages = {f"/{number}": slow_redirect(number + 1) for number in range(9)}
    fetching = fetcher_on_loopback(Waits(), limits=SMALL)
    with Misbehaving(pages) as site, fetching as fetcher:
        answer = fetcher.get(ask(site.url("/0")))

    assert (answer.failure, site.paths()) == ("too_slow", ["/0", "/1", "/2"])


def test_a_reset_in_the_middle_keeps_what_came(play):
    def page(connection):
        connection.sendall(head("Content-Length: 100") + b"Half a page")
        time.sleep(0.05)
        reset(connection)

    answer, _ = play(page)

    assert (answer.status, answer.body, answer.failure) == (200, b"Half a page", "unreachable")
    assert "broke off" in answer.note


def test_less_than_was_promised_is_no_whole_answer(play):
    answer, _ = play(lambda connection: connection.sendall(head("Content-Length: 9") + b"Half"))

    assert (answer.status, answer.body, answer.failure) == (200, b"Half", "unreachable")
    assert "broke off" in answer.note


def test_chunks_without_their_end_are_no_whole_answer(play):
    sent = head("Transfer-Encoding: chunked") + b"4\r\nHalf\r\n"
    answer, _ = play(lambda connection: connection.sendall(sent))

    assert (answer.status, answer.body, answer.failure) == (200, b"Half", "unreachable")


def test_a_body_without_a_length_ends_with_its_connection(play):
    answer, _ = play(lambda connection: connection.sendall(head() + b"All of it."))

    assert (answer.body, answer.failure) == (b"All of it.", None)


def test_gzip_that_breaks_off_is_no_whole_answer(play):
    packed = gzip.compress(b"Zoom has paused. " * 1000)
    answer, _ = play(http(body=packed[:-10], Content_Encoding="gzip"))

    assert answer.failure == "unreachable"
    assert answer.note == "the answer broke off: its gzip has no end"
    assert answer.body.startswith(b"Zoom has paused. ")


def test_gzip_that_is_none_is_no_answer(play):
    answer, _ = play(http(body=b"<p>Zoom has paused.", Content_Encoding="gzip"))

    assert (answer.body, answer.failure) == (b"", "unreachable")
    assert "its gzip is damaged" in answer.note


def test_an_endless_body_is_cut(play):
    answer, _ = play(
        lambda connection: endless(connection, head() + b"a" * 65_536),
        replace(LIMITS, packed_bytes=200_000),
    )

    assert answer.failure == "too_large"
    assert answer.note == "over 200,000 bytes were sent"


def test_packed_nothing_without_end_is_cut(play):
    empty_block = b"\0\0\0\xff\xff"

    def page(connection):
        connection.sendall(head("Content-Encoding: deflate"))
        endless(connection, empty_block * 1000)

    answer, _ = play(page, replace(LIMITS, packed_bytes=200_000))

    assert (answer.body, answer.failure) == (b"", "too_large")


def ten_gigabytes_in_ten_megabytes(connection):
    """Send gzip of zeros; after a full flush each block can be sent again and again."""
    packing = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = packing.compress(b"\0") + packing.flush(zlib.Z_FULL_FLUSH)
    block = packing.compress(bytes(10_000_000)) + packing.flush(zlib.Z_FULL_FLUSH)
    with suppress(OSError):
        connection.sendall(head("Content-Encoding: gzip") + start)
        for _ in range(1000):
            connection.sendall(block)


def test_a_gzip_bomb_does_not_go_off(play):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer, took = play(ten_gigabytes_in_ten_megabytes, Limits())
    grown_kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert (len(answer.body), answer.failure) == (10_000_000, "too_large")
    assert answer.note == "it holds over 10,000,000 bytes"
    assert grown_kilobytes < 60_000
    assert took < 5


def test_large_pages_fit_up_to_the_last_byte(play):
    exact = replace(LIMITS, packed_bytes=100_000, body_bytes=100_000)

    assert play(http(body=b"a" * 100_000), exact)[0].failure is None
    assert play(http(body=b"a" * 100_001), exact)[0].failure == "too_large"


def raw_deflate(content):
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packing.compress(content) + packing.flush()


PACKERS = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "X-GZip": lambda content: gzip.compress(content[:5]) + gzip.compress(content[5:]),
    " gzip ": lambda content: gzip.compress(content) + b"\0" * 700,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
}


def unpack(coding, chunks, limits=LIMITS):
    body = Body(coding, limits)
    for chunk in chunks:
        body.add(chunk)
    body.end()
    return body.content


@given(
    coding=st.sampled_from(sorted(PACKERS)),
    content=st.binary(max_size=300) | st.integers(0, 400_000).map(bytes),
    chunk=st.integers(1, 5000),
)
@example(coding=" gzip ", content=bytes(158_221), chunk=596)  # went round in a circle at the end
def test_every_coding_is_unpacked_however_it_is_cut(coding, content, chunk):
    packed = PACKERS[coding](content)
    chunks = [packed[at : at + chunk] for at in range(0, len(packed), chunk)]

    assert unpack(coding, chunks) == content


@given(
    coding=st.sampled_from(["gzip", "deflate"]),
    content=st.binary(min_size=1, max_size=300),
    cut=st.integers(1, 400),
)
def test_a_packed_body_that_was_cut_is_always_noticed(coding, content, cut):
    packed = PACKERS[coding](content)
    chunks = [packed[: max(1, len(packed) - cut)]]

    with pytest.raises(NoAnswer, match="broke off"):
        unpack(coding, chunks)


@given(st.sampled_from(["gzip", "deflate"]), st.lists(st.binary(max_size=50)))
def test_rubbish_is_unpacked_or_refused(coding, chunks):
    with suppress(NoAnswer):
        unpack(coding, chunks)


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress"])
def test_a_coding_that_was_not_asked_for_is_refused(coding):
    with pytest.raises(NoAnswer, match="was not asked for"):
        unpack(coding, [b"x"])


def test_an_empty_body_needs_no_unpacking():
    assert unpack("gzip", []) == b""


def test_a_connection_that_nobody_accepts_ends_in_time():
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        with socket.create_connection(address), fetcher_on_loopback(Waits()) as fetcher:
            answer = fetcher.get(ask(f"http://127.0.0.1:{address[1]}/"))

    assert answer.failure == "unreachable"
    assert "no connection within 1 s" in answer.note
