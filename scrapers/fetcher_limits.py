"""Say how much of one answer is taken, and why one could not be had."""

from collections.abc import Callable
from dataclasses import dataclass

from scrapers.answers import Answer, Failure


@dataclass(frozen=True, slots=True)
class Limits:
    """Bound one answer.

    ``seconds`` is the time spent on the wire for one ask: all redirects and tries together, without
    the waits between them. ``connect_seconds`` bounds name lookup, connection and TLS apiece,
    ``read_seconds`` the silence between two reads. ``packed_bytes`` are counted as sent,
    ``body_bytes`` after decoding. A Retry-After longer than ``longest_wait_seconds`` is not waited
    for. ``retry_seconds`` pass before a second try, or the host's pace when that is longer.
    """

    seconds: float = 60.0
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    packed_bytes: int = 10_000_000
    body_bytes: int = 10_000_000
    redirects: int = 5
    longest_wait_seconds: float = 60.0
    retry_seconds: float = 1.0


class Budget:
    """Hold what is left of an ask's seconds on the wire."""

    def __init__(self, limits: Limits, ticks: Callable[[], float]):
        self.limits = limits
        self.spent_seconds = 0.0
        self._ticks = ticks
        self._began: float | None = None

    def __enter__(self) -> "Budget":
        self._began = self._ticks()
        return self

    def __exit__(self, *_: object) -> None:
        self.spent_seconds = self._spent()
        self._began = None

    @property
    def seconds_left(self) -> float:
        """Count down while it is entered; negative when overdrawn."""
        return self.limits.seconds - self._spent()

    def check(self) -> None:
        """Raise NoAnswer when nothing is left."""
        if self.seconds_left <= 0:
            raise NoAnswer(
                "too_slow", f"the whole answer did not come within {self.limits.seconds:g} s"
            )

    def _spent(self) -> float:
        running = 0.0 if self._began is None else self._ticks() - self._began
        return self.spent_seconds + running


class NoAnswer(Exception):
    """Nothing, or nothing more, can be had from an address; the note is for a person."""

    def __init__(self, failure: Failure, note: str):
        super().__init__(note)
        self.failure = failure
        self.note = note


class Passing(Exception):
    """The answer is of the kind that passes: another try may give a better one."""

    def __init__(self, answer: Answer):
        super().__init__(answer.note or f"HTTP {answer.status}")
        self.answer = answer
