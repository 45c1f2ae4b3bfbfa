"""Each misbehaviour misbehaves as its name says."""

import http.client
import socket
import time
import zlib

import feedparser
import pytest

from replica import EXPECTED, LINKS, MISBEHAVIOURS, Replica, build_misbehaving
from replica.asking import get, get_raw

OUTCOMES = {
    "new", "gone", "forbidden", "robots", "challenge", "consent", "teaser", "soft_404",
    "too_large", "too_slow", "wrong_type", "unreadable", "unreachable",
}  # fmt: skip
STATUSES = {  # of the behaviours that answer in full with anything but 200
    "redirect_loop": 302, "redirect_loopback": 302, "redirect_private": 302, "redirect_file": 302,
    "http_429_seconds": 429, "http_429_date": 429, "http_429_once": 429, "http_503": 503,
    "http_503_once": 503, "challenge_403": 403, "forbidden_403": 403, "gone_410": 410,
}  # fmt: skip
BROKEN = {"slow_headers", "byte_a_second", "reset", "short_body", "gzip_bomb", "endless"}


@pytest.fixture
def replica():
    with Replica(drip_seconds=0.02) as serving:
        yield serving


def misbehave(replica: Replica, name: str) -> str:
    host = f"{name.replace('_', '-')}.localhost"
    return replica.url(host, MISBEHAVIOURS[name](replica.world, host))


def test_each_misbehaviour_has_its_outcome():
    assert set(EXPECTED) == set(MISBEHAVIOURS)
    assert set(EXPECTED.values()) <= OUTCOMES
    assert set(LINKS) < set(MISBEHAVIOURS)


@pytest.mark.parametrize("name", [name for name in MISBEHAVIOURS if name not in BROKEN])
def test_what_answers_in_full_answers_with_its_status(replica, name):
    assert get(misbehave(replica, name)).status == STATUSES.get(name, 200)


def test_headers_and_bodies_drip(replica):
    begun = time.monotonic()
    headers = get_raw(misbehave(replica, "slow_headers"), bytes_wanted=5)
    body = get_raw(misbehave(replica, "byte_a_second"), bytes_wanted=130)

    assert time.monotonic() - begun > 0.02 * 4
    assert b"HTTP/1.1 200 OK".startswith(headers[:5])
    assert b"\r\n\r\n<!" in body


def test_closing_waits_for_nobody():
    with Replica(drip_seconds=60) as serving:
        wire = socket.create_connection(("127.0.0.1", serving.port))
        host = "slow.localhost"
        path = MISBEHAVIOURS["slow_headers"](serving.world, host)
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert wire.recv(1) == b"H"
        begun = time.monotonic()

    assert time.monotonic() - begun < 5
    wire.close()


def test_a_reset_is_a_reset_and_a_short_body_is_short(replica):
    with pytest.raises(ConnectionResetError):
        get_raw(misbehave(replica, "reset"))
    with pytest.raises(http.client.IncompleteRead):
        get(misbehave(replica, "short_body"))


def test_an_endless_body_has_no_end_and_costs_the_next_reader_nothing(replica):
    assert len(get_raw(misbehave(replica, "endless"), bytes_wanted=3_000_000)) >= 3_000_000
    assert get(misbehave(replica, "empty")).body == b""


def test_ten_megabytes_of_bomb_are_ten_gigabytes_of_zeros(replica):
    head, _, packed = get_raw(misbehave(replica, "gzip_bomb")).partition(b"\r\n\r\n")

    assert f"Content-Length: {len(packed)}".encode() in head
    assert 10_000_000 < len(packed) < 11_000_000
    assert len(packed) == 10 + 640 * (len(packed) // 640) + 10
    assert zlib.decompressobj(31).decompress(packed, 20_000_000) == bytes(20_000_000)
    assert packed[-4:] == (10 * 2**30 % 2**32).to_bytes(4, "little")


def test_truncated_gzip_breaks_off(replica):
    got = get(misbehave(replica, "truncated_gzip"))
    unpacking = zlib.decompressobj(31)

    assert got.headers["Content-Encoding"] == "gzip"
    assert b"</h1>" in unpacking.decompress(got.body)
    assert not unpacking.eof


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("redirect_loop", "/story/again"),
        ("redirect_loopback", "http://127.0.0.1:"),
        ("redirect_private", "http://10.0.0.1/"),
        ("redirect_file", "file:///etc/passwd"),
    ],
)
def test_redirects_lead_where_nobody_should_go(replica, name, place):
    assert get(misbehave(replica, name)).headers["Location"].startswith(place)


@pytest.mark.parametrize("name", ["http_429_once", "http_503_once"])
def test_who_comes_back_after_a_second_is_served(replica, name):
    url = misbehave(replica, name)
    first, second = get(url), get(url)

    assert (first.headers["Retry-After"], second.status) == ("1", 200)


def test_retry_after_comes_in_both_forms(replica):
    assert get(misbehave(replica, "http_429_seconds")).headers["Retry-After"] == "3600"
    assert get(misbehave(replica, "http_429_date")).headers["Retry-After"].endswith(" GMT")


def test_bad_feeds_and_sitemaps_are_bad_as_said(replica):
    broken = feedparser.parse(get(misbehave(replica, "broken_feed")).body)
    future = feedparser.parse(get(misbehave(replica, "future_feed")).body)
    huge = get(misbehave(replica, "huge_sitemap")).body

    assert (bool(broken.bozo), len(broken.entries)) == (True, 6)
    late = time.gmtime(time.time() + 86_400)
    assert [entry.published_parsed > late for entry in future.entries] == [False] * 3 + [True] * 3
    assert huge.count(b"<loc>") == 50_000
    assert get(broken.entries[0].link).status == 200


@pytest.mark.parametrize(
    ("name", "status", "size"),
    [("robots_5mb", 200, 4_900_000), ("robots_binary", 200, 20_000), ("robots_5xx", 500, 5)],
)
def test_robots_txt_comes_huge_binary_or_not_at_all(replica, name, status, size):
    address = misbehave(replica, name)
    got = get(address.replace("/story", "/robots.txt"))

    assert (got.status, len(got.body) >= size) == (status, True)
    assert get(address).status == 200


def test_all_misbehaviours_fit_into_one_world_with_a_source_each(replica):
    replica.world, sources = build_misbehaving(replica.port)

    assert [source["id"] for source in sources] == list(MISBEHAVIOURS)
    assert get(sources[-1]["url"]).status == 200
