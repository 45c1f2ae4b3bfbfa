"""Stop a piece of work that hangs, so that one page cannot hold up the night."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Hung(BaseException):
    """The work took too long. No Exception: libraries that catch those must not swallow it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise Hung in the block when it takes more processor time; only in the main thread.

    Processor time and not that of the clock: a page that is read on an idle machine must be read
    on a busy one too. It is raised again each second, until it gets through.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise Hung

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
