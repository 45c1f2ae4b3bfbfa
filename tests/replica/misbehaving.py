"""Misbehave: each behaviour by name, with the outcome that the product should give to it.

A behaviour is put on a host with ``MISBEHAVIOURS[name](world, host)``, which gives the path to
ask for. ``LINKS`` names those whose path is a page of links (a feed or sitemap), not an article.
"""

import functools
import random
import socket
import struct
import time
import zlib
from collections.abc import Callable
from email.utils import formatdate

from replica.bad_pages import BAD_PAGES, article
from replica.wire import Request, Wire
from replica.worlds import HTML, Reply, Served, World, redirect, validated

Misbehaviour = Callable[[World, str], str]

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
BOMB_BLOCK = 1 << 24
BOMB_BLOCKS = 640  # of 16 MiB: 10 GiB of zeros
BOMB_CRC = 0xF41D912F  # of 10 GiB of zeros; to count it each time takes seconds
LINKS = {
    "broken_feed": "feed",
    "future_feed": "feed",
    "html_instead_of_feed": "feed",
    "huge_sitemap": "sitemap",
}
EXPECTED = {
    "slow_headers": "too_slow",
    "byte_a_second": "too_slow",
    "reset": "unreachable",
    "short_body": "unreachable",
    "truncated_gzip": "unreachable",
    "gzip_bomb": "too_large",
    "endless": "too_large",
    "redirect_loop": "unreachable",
    "redirect_loopback": "unreachable",
    "redirect_private": "unreachable",
    "redirect_file": "unreachable",
    "http_429_seconds": "unreachable",
    "http_429_date": "unreachable",
    "http_429_once": "new",
    "http_503": "unreachable",
    "http_503_once": "new",
    "challenge_403": "challenge",
    "challenge_200": "challenge",
    "consent": "consent",
    "teaser": "teaser",
    "soft_404": "soft_404",
    "big5_wrong_label": "new",
    "gbk_wrong_label": "new",
    "broken_feed": "new",
    "future_feed": "new",
    "huge_sitemap": "new",
    "robots_5mb": "new",
    "robots_binary": "new",
    "robots_5xx": "robots",
    "gone_410": "gone",
    "forbidden_403": "forbidden",
    "wrong_type": "wrong_type",
    "empty": "unreadable",
    "html_instead_of_feed": "unreadable",
}


def slow_headers(_request: Request, wire: Wire) -> None:
    """Begin to answer at once and never come to the end of the headers."""
    wire.drip(OK + b"X-Patience: " + b"a" * 1_000_000)


def byte_a_second(_request: Request, wire: Wire) -> None:
    """Send all headers at once, then the article byte by byte."""
    body = article().body
    wire.send(OK + b"Content-Length: %d\r\n\r\n" % len(body))
    wire.drip(body)


def reset(_request: Request, wire: Wire) -> None:
    """Break off with a TCP reset in the middle of the body."""
    body = article().body
    wire.send(OK + b"Content-Length: %d\r\n\r\n" % len(body) + body[: len(body) // 2])
    wire.reset()


def short_body(_request: Request, wire: Wire) -> None:
    """Hang up politely in the middle of the body."""
    body = article().body
    wire.send(OK + b"Content-Length: %d\r\n\r\n" % len(body) + body[: len(body) // 2])


def endless(_request: Request, wire: Wire) -> None:
    """Send paragraphs for as long as anybody listens."""
    wire.send(OK + b"Connection: close\r\n\r\n" + article().body)
    while True:  # ends with an OSError when the reader or the replica hangs up
        wire.send(b"<p>And so on.</p>\n" * 4000)


def gzip_bomb(request: Request, wire: Wire) -> None:
    """Send 10 MB that unpack to 10 GiB of zeros: one packed block, sent 640 times."""
    block = _zeros()
    # A gzip member by hand (RFC 1952): head, blocks, an empty last block, checksum, size.
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    size = BOMB_BLOCK * BOMB_BLOCKS % 2**32
    tail = b"\x03\x00" + struct.pack("<II", BOMB_CRC, size)
    length = len(head) + len(block) * BOMB_BLOCKS + len(tail)
    wire.send(OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % length + head)
    for _ in range(BOMB_BLOCKS):
        wire.send(block)
    wire.send(tail)


@functools.cache
def _zeros() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    # A full flush ends on a byte and forgets what came before: the block can be repeated.
    return packer.compress(bytes(BOMB_BLOCK)) + packer.flush(zlib.Z_FULL_FLUSH)


def truncated_gzip(_request: Request, _wire: Wire) -> Reply:
    """Give a gzip stream without its second half, of which Content-Length knows nothing."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = packer.compress(article().body * 20) + packer.flush()
    half = packed[: len(packed) // 2]
    return Reply(half, headers=(("Content-Encoding", "gzip"),))


def _redirect_loop(world: World, host: str) -> str:
    world.put(host, "/story", redirect("/story/again"))
    world.put(host, "/story/again", redirect("/story"))
    return "/story"


def _redirect_loopback(world: World, host: str) -> str:
    with socket.create_server(("127.0.0.1", 0)) as closed:  # a port where nobody listens
        port = closed.getsockname()[1]
    return _at_story(redirect(f"http://127.0.0.1:{port}/admin"))(world, host)


def _http_429_date(world: World, host: str) -> str:
    def busy(_request: Request, _wire: Wire) -> Reply:
        return _busy(429, formatdate(time.time() + 3600, usegmt=True))

    return _at_story(busy)(world, host)


def _busy(status: int, retry_after: str) -> Reply:
    return Reply(b"<h1>Slow down</h1>", status=status, headers=(("Retry-After", retry_after),))


def _busy_once(status: int) -> Misbehaviour:
    """Turn the first reader away for a second, and serve the article from then on."""

    def put(world: World, host: str) -> str:
        first = iter([_busy(status, "1")])
        return _at_story(lambda _request, _wire: next(first, article()))(world, host)

    return put


def _robots(served: Served) -> Misbehaviour:
    """Let an article stand behind a robots.txt."""

    def put(world: World, host: str) -> str:
        world.put(host, "/robots.txt", served)
        return _at_story(article())(world, host)

    return put


def robots_5mb(_request: Request, _wire: Wire) -> Reply:
    """Give a robots.txt that forbids all, but only after 5 MB: by then nobody reads any more."""
    comments = b"# All work and no play makes a dull robot, says the committee.\n" * 80_000
    rules = b"User-agent: *\nDisallow: /private/\n" + comments + b"Disallow: /\n"
    return validated(rules, "text/plain")


def robots_binary(_request: Request, _wire: Wire) -> Reply:
    """Give a robots.txt of random bytes."""
    return validated(random.Random(4).randbytes(20_000), "text/plain")


def _at_story(served: Served) -> Misbehaviour:
    def put(world: World, host: str) -> str:
        world.put(host, "/story", served)
        return "/story"

    return put


def _links(served: Served) -> Misbehaviour:
    """Let a page of links stand on a host whose every other page is a good article."""

    def put(world: World, host: str) -> str:
        world.put(host, "/robots.txt", Reply(status=404))
        world.put(host, "*", article())
        return _at_story(served)(world, host)

    return put


MISBEHAVIOURS: dict[str, Misbehaviour] = {
    "slow_headers": _at_story(slow_headers),
    "byte_a_second": _at_story(byte_a_second),
    "reset": _at_story(reset),
    "short_body": _at_story(short_body),
    "truncated_gzip": _at_story(truncated_gzip),
    "gzip_bomb": _at_story(gzip_bomb),
    "endless": _at_story(endless),
    "redirect_loop": _redirect_loop,
    "redirect_loopback": _redirect_loopback,
    "redirect_private": _at_story(redirect("http://10.0.0.1/admin")),
    "redirect_file": _at_story(redirect("file:///etc/passwd")),
    "http_429_seconds": _at_story(_busy(429, "3600")),
    "http_429_date": _http_429_date,
    "http_429_once": _busy_once(429),
    "http_503": _at_story(Reply(b"<h1>Down for maintenance</h1>", status=503)),
    "http_503_once": _busy_once(503),
    "robots_5mb": _robots(robots_5mb),
    "robots_binary": _robots(robots_binary),
    "robots_5xx": _robots(Reply(b"Out of order", status=500, media_type="text/plain")),
    "gone_410": _at_story(Reply(b"<h1>Gone</h1>", status=410)),
    "forbidden_403": _at_story(Reply(b"<h1>Forbidden</h1>", status=403)),
    "empty": _at_story(Reply(b"", media_type=HTML)),
    **{
        name: _links(page) if name in LINKS else _at_story(page) for name, page in BAD_PAGES.items()
    },
}
