"""Ask on loopback without waiting: what the tests of the fetcher share."""

from time import monotonic

from scrapers.answers import Ask
from scrapers.fetcher import Fetcher
from scrapers.fetcher_limits import Limits

START = 1_795_482_123.5  # 2026-11-24T01:02:03Z
LIMITS = Limits(seconds=2.0, connect_seconds=1.0, read_seconds=1.0)


class Waits:
    """A clock that jumps over waits: they are counted, and take no time."""

    def __init__(self):
        self.waited = []

    def sleep(self, seconds):
        self.waited.append(seconds)

    def ticks(self):
        return monotonic() + sum(self.waited)

    def clock(self):
        return START + sum(self.waited)


def fetcher_on_loopback(waits: Waits, **options) -> Fetcher:
    times = {"clock": waits.clock, "ticks": waits.ticks, "sleep": waits.sleep}
    return Fetcher(**{"contact": None, "loopback": True, "limits": LIMITS, **times, **options})


def ask(url: str, **known) -> Ask:
    return Ask(url, source="paper", **known)
