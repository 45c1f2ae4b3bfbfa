"""Keep one bad page from holding up the night: stop what hangs, and own up to what breaks."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pipeline.errors import OurMistake, StancelineError
from scrapers.errors import ArchiveError
from scrapers.figures import UnreadableReport
from scrapers.kinds import UnreadableLinks


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
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
        yield
    finally:
        try:
            signal.setitimer(signal.ITIMER_PROF, 0)
        finally:  # it may have rung in this very line
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)


@contextmanager
def owning_up(what: str) -> Iterator[None]:
    """Raise OurMistake, naming ``what``, for whatever we did not foresee in the block."""
    try:
        yield
    except (StancelineError, ArchiveError, UnreadableLinks, UnreadableReport):
        raise
    except Exception as error:  # the one broad except: a page or source stops nobody else
        raise OurMistake(
            f"{what}: {type(error).__name__}: {error}; this is a mistake of ours, please report it"
        ) from error
