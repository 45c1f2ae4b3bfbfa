"""Ask many hosts side by side, each one at a time and at its own pace."""

import heapq
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from scrapers.answers import Answer, Ask, Failure, Steps
from scrapers.fetcher_turns import host_of


@dataclass(slots=True, eq=False)
class _Host:
    """One host's asks in the order they were added; the first is the one being asked.

    ``since`` is when the step that now runs began. What an abandoned host's thread brings in the
    end is dropped.
    """

    name: str
    asks: deque[Ask] = field(default_factory=deque)
    steps: Steps | None = None
    since: float | None = None
    abandoned: bool = False


class Crawl:
    """Ask what was added, and hand the answers out as they come.

    ``get`` gives an ask's answer, or steps that yield the seconds to wait before they are resumed
    and return it, as ``Fetcher.steps`` does: then no thread is held while a host's pace runs, and
    few threads keep many hosts going. A step that takes over ``patience_seconds`` is given up, and
    nothing more is asked of its host. When ``most_waiting`` answers have not been taken, no
    further step begins. ``clock`` gives seconds since 1970.
    """

    def __init__(
        self,
        get: Callable[[Ask], Answer | Steps],
        *,
        threads: int = 16,
        patience_seconds: float = 180.0,
        most_waiting: int = 8,
        clock: Callable[[], float] = time.time,
    ):
        self._get = get
        self._threads = threads
        self._patience_seconds = patience_seconds
        self._most_waiting = most_waiting
        self._clock = clock
        self._changed = threading.Condition()
        self._hosts: dict[str, _Host] = {}
        self._due: list[tuple[float, int, _Host]] = []  # the count keeps equal times in order
        self._scheduled = count()
        self._running: list[_Host] = []
        self._done: deque[tuple[Ask, Answer]] = deque()
        self._outstanding = 0
        self._at_work = 0
        self._open = False
        self._died = False

    def add(self, ask: Ask) -> None:
        """Queue an ask behind those of its host; also while the answers are being taken."""
        with self._changed:
            name = host_of(ask.url)
            host = self._hosts.setdefault(name, _Host(name))
            host.asks.append(ask)
            self._outstanding += 1
            if host.abandoned:
                self._answer_for(host)
            elif len(host.asks) == 1:
                self._schedule(host, 0.0)
            self._staff()

    def answers(self) -> Iterator[tuple[Ask, Answer]]:
        """Give each ask with its answer, until nothing is outstanding.

        Nothing is asked before the first is taken. Ended early, no further step begins, and what
        was not answered is forgotten.
        """
        with self._changed:
            self._open = True
            self._staff()
        try:
            while answered := self._next():
                yield answered
        finally:
            self._close()

    def _next(self) -> tuple[Ask, Answer] | None:
        with self._changed:
            while not self._done:
                if self._died:
                    raise RuntimeError("a thread of the crawl died; its error was shown above")
                if not self._outstanding:
                    return None
                self._changed.wait(self._seconds_to_watch())
            self._changed.notify_all()
            return self._done.popleft()

    def _close(self) -> None:
        with self._changed:
            self._open = False
            for host in self._running:
                self._abandon(host)
            for rest in (self._hosts, self._due, self._running, self._done):
                rest.clear()
            self._outstanding = 0
            self._changed.notify_all()

    def _seconds_to_watch(self) -> float:
        """Give up what runs for too long, and say when to look again."""
        now = time.monotonic()
        for host in [host for host in self._running if self._patience_ends(host) <= now]:
            self._running.remove(host)
            self._abandon(host)
            self._answer_for(host)
        self._staff()
        if self._done:
            return 0.0
        return min(
            (self._patience_ends(host) - now for host in self._running),
            default=self._patience_seconds,  # nothing that begins from here on hangs any sooner
        )

    def _patience_ends(self, host: _Host) -> float:
        return (host.since or 0.0) + self._patience_seconds

    def _abandon(self, host: _Host) -> None:
        host.abandoned = True
        self._at_work -= 1  # its thread leaves when it comes back, if it does

    def _answer_for(self, host: _Host) -> None:
        """Answer all asks of a host whose thread has not come back."""
        note = f"a request to {host.name} was given up after {self._patience_seconds:g} s"
        for ask in host.asks:
            self._done.append((ask, self._nothing(ask, "too_slow", note)))
        self._outstanding -= len(host.asks)
        host.asks.clear()
        self._changed.notify_all()

    def _nothing(self, ask: Ask, failure: Failure, note: str) -> Answer:
        asked_at = datetime.fromtimestamp(self._clock(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Answer(ask.url, ask.url, asked_at, None, (), b"", 0, failure, note)

    def _schedule(self, host: _Host, seconds: float) -> None:
        due_at = time.monotonic() + seconds
        heapq.heappush(self._due, (due_at, next(self._scheduled), host))
        self._changed.notify()

    def _staff(self) -> None:
        """Start the threads that are missing: as many as there are hosts, up to the limit."""
        while self._open and self._at_work < min(self._threads, len(self._hosts)):
            self._at_work += 1
            # Daemons: one that hangs must not keep the process from ending.
            threading.Thread(target=self._work, name="crawl", daemon=True).start()

    def _work(self) -> None:
        died = True
        try:
            while taken := self._take():
                host, ask = taken
                if not self._step(host, ask):
                    break
            died = False
        finally:
            with self._changed:
                self._died = self._died or died
                self._changed.notify_all()

    def _take(self) -> tuple[_Host, Ask] | None:
        """Wait for the next host that is due; None when there is nothing more to do."""
        with self._changed:
            while self._open:
                now = time.monotonic()
                wait = None
                if self._due and len(self._done) < self._most_waiting:
                    wait = self._due[0][0] - now
                    if wait <= 0:
                        host = heapq.heappop(self._due)[2]
                        host.since = now
                        self._running.append(host)
                        return host, host.asks[0]
                self._changed.wait(wait)
            self._at_work -= 1
            return None

    def _step(self, host: _Host, ask: Ask) -> bool:
        """Take one step, and tell whether its thread is still wanted."""
        wait, answer = 0.0, None
        try:
            got = host.steps or self._get(ask)
            if isinstance(got, Answer):
                answer = got
            else:
                host.steps = got
                wait = next(got)
        except StopIteration as end:
            answer = end.value
        except Exception as error:  # noqa: BLE001  # one address must not end the whole crawl
            note = f"{type(error).__name__}: {error}; this is a mistake of ours, please report it"
            answer = self._nothing(ask, "unreachable", note)
        with self._changed:
            if host.abandoned:
                return False
            self._running.remove(host)
            if answer:
                host.steps = None
                host.asks.popleft()
                self._outstanding -= 1
                self._done.append((ask, answer))
            if host.asks:
                self._schedule(host, wait)
            else:
                del self._hosts[host.name]
            self._changed.notify_all()
            return True
