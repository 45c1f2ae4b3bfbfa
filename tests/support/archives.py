"""Read files behind URLs without waiting: what the tests of archives share."""

from random import Random

from fetching import LIMITS, Waits
from misbehaving import http

from scrapers.fetcher_archives import Archives

MB = 1 << 20
CONTENT = Random(42).randbytes(5 * MB // 2)
LONG = Random(43).randbytes(12 * MB)


def archives_with(waits: Waits, **options) -> Archives:
    times = {"clock": waits.clock, "ticks": waits.ticks, "sleep": waits.sleep}
    return Archives(**{"contact": None, "loopback": True, "limits": LIMITS, **times, **options})


def partial(content: bytes, begin: int, stop: int, **headers: str) -> bytes:
    """Write the answer with a part of a file."""
    place = f"bytes {begin}-{stop - 1}/{len(content)}"
    return http(206, content[begin:stop], Content_Range=place, **headers)
