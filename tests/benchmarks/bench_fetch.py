"""How many pages a second come from one host, from ten and from fifty, beside a plain loop."""

import asyncio
import threading
from contextlib import contextmanager
from time import perf_counter

import httpx
import pytest

from scrapers.answers import Ask
from scrapers.crawling import Crawl
from scrapers.fetcher import Fetcher

PAGE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20000\r\n\r\n" + b"a" * 20_000
)
NO_RULES = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
ANSWERS_AFTER = 0.02  # seconds, as a near server on the web does
PACE = 0.02  # seconds; small, so that the fetcher is measured and not the wait
PAGES = 200


async def serve(reader, writer):
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            robots = head.startswith(b"GET /robots.txt")
            await asyncio.sleep(0 if robots else ANSWERS_AFTER)
            writer.write(NO_RULES if robots else PAGE)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


@contextmanager
def server():
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    starting = asyncio.run_coroutine_threadsafe(asyncio.start_server(serve, "127.0.0.1", 0), loop)
    yield starting.result().sockets[0].getsockname()[1]
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def crawl(port: int, hosts: int) -> None:
    with Fetcher(contact=None, loopback=True) as fetcher:
        crawl = Crawl(fetcher.steps)
        for number in range(PAGES):
            url = f"http://h{number % hosts}.localhost:{port}/{number}"
            crawl.add(Ask(url, "bench", pace_seconds=PACE))
        assert sum(len(answer.body) for _, answer in crawl.answers()) == PAGES * 20_000


def plain_loop(port: int) -> None:
    with httpx.Client() as client:
        for number in range(PAGES):
            client.get(f"http://127.0.0.1:{port}/{number}")


@pytest.mark.parametrize("hosts", [1, 10, 50])
def test_pages_a_second_beside_a_plain_loop(benchmark, hosts):
    with server() as port:
        began = perf_counter()
        plain_loop(port)
        plain = PAGES / (perf_counter() - began)
        benchmark.pedantic(crawl, args=[port, hosts], rounds=1)
    ours = PAGES / benchmark.stats.stats.min
    benchmark.name = f"{hosts} hosts: {ours:.0f} pages/s, {ours / plain:.1f} times a plain loop"
    benchmark.stats.name = benchmark.name
