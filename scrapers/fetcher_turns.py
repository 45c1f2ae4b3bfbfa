"""Keep one request at a time per host, and its pace."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapers.fetcher_limits import NoAnswer

LOOK_AGAIN_SECONDS = 0.05  # a host that is being asked ends at a time that nobody knows
HUNG_SECONDS = 300.0  # far beyond all limits: who asks for so long does not come back


def host_of(url: str) -> str:
    """Name the host that an address is asked at: with its port, where that is not the usual one.

    So the two schemes of a site share one pace. An address that cannot be read is its own host.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return host if port in {None, usual} else f"{host}:{port}"


@dataclass(slots=True)
class _Host:
    asked_since: float | None = None
    free_at: float = float("-inf")  # when the last request ended
    rests_until: float = float("-inf")


class Turns:
    """Hand out each host's turn to one thread at a time; all times are of the monotonic clock."""

    def __init__(self, ticks: Callable[[], float]):
        self._ticks = ticks
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    def claim(self, host: str, pace_seconds: float) -> float:
        """Take the host's turn and give 0; or give the seconds after which to try again.

        The pace runs from the end of the last request. Raises NoAnswer when the one who has the
        turn has hung.
        """
        with self._lock:
            state, now = self._hosts.setdefault(host, _Host()), self._ticks()
            if state.asked_since is not None:
                if now - state.asked_since > HUNG_SECONDS:
                    raise NoAnswer("too_slow", f"an earlier request to {host} has not come back")
                return LOOK_AGAIN_SECONDS
            wait = max(state.free_at + pace_seconds, state.rests_until) - now
            if wait > 0:
                return wait
            state.asked_since = now
            return 0.0

    def release(self, host: str) -> None:
        """Give the turn back: the request has ended, well or not."""
        with self._lock:
            state = self._hosts[host]
            state.asked_since, state.free_at = None, self._ticks()

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone for a while, as it asked for."""
        with self._lock:
            self._hosts[host].rests_until = self._ticks() + seconds

    def resting(self, host: str) -> float:
        """Give the seconds that a host still wants to be left alone; 0 when it does not."""
        with self._lock:
            state = self._hosts.get(host)
            return max(0.0, state.rests_until - self._ticks()) if state else 0.0
