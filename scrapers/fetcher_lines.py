"""Keep connections open from one request to the next: a pool for each host, and few of them idle.

One pool for all hosts would look at every idle connection for each request: with 200 hosts that
took 20 times as long as the request.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore
import httpx

MOST_IDLE = 64


class Lines:
    """Lend out each host's pool, to one thread at a time."""

    def __init__(self, backend: httpcore.NetworkBackend):
        self._backend = backend
        self._safety = httpx.create_ssl_context()
        self._lock = threading.Lock()
        self._idle: dict[str, httpcore.ConnectionPool] = {}  # the longest idle first
        self._closed = False

    @contextmanager
    def lend(self, host: str) -> Iterator[httpcore.ConnectionPool]:
        """Give a host's pool; the caller has the host's turn, so nobody else asks for it."""
        with self._lock:
            pool = self._idle.pop(host, None)
        if pool is None:
            # httpcore without httpx.Client: that one would keep cookies, and take a proxy from the
            # environment, behind which no address could be checked.
            pool = httpcore.ConnectionPool(
                ssl_context=self._safety,
                network_backend=self._backend,
                keepalive_expiry=30.0,  # seconds: over the pace of nearly all hosts
            )
        try:
            yield pool
        finally:
            with self._lock:
                self._idle[host] = pool
                most = 0 if self._closed else MOST_IDLE
                over = list(self._idle)[: max(0, len(self._idle) - most)]
                closing = [self._idle.pop(name) for name in over]
            for pool in closing:
                pool.close()

    def close(self) -> None:
        """Close what is idle, and what is lent when it comes back."""
        with self._lock:
            self._closed = True
            closing = list(self._idle.values())
            self._idle.clear()
        for pool in closing:
            pool.close()
