"""Let no interrupt get lost: Python drops one that lands in a destructor, with a mere warning."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_SECONDS = 0.02  # time enough to leave the destructor


@contextmanager
def insisting() -> Iterator[None]:
    """Raise again, a moment later, each KeyboardInterrupt that Python has dropped.

    Does nothing outside the main thread, where no signal lands, and on systems without timers.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield
        return
    before = sys.unraisablehook

    def again(dropped: "sys.UnraisableHookArgs") -> None:
        if dropped.exc_type is KeyboardInterrupt:
            signal.setitimer(signal.ITIMER_REAL, _SECONDS)
        else:
            before(dropped)

    alarm = signal.signal(signal.SIGALRM, signal.default_int_handler)
    sys.unraisablehook = again
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.unraisablehook = before
        signal.signal(signal.SIGALRM, alarm)
