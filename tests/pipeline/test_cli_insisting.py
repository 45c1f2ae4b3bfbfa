"""An interrupt that Python drops comes again, and other dropped errors are still told of."""

import signal
import sys
import threading

import pytest

from pipeline.cli.insisting import insisting


class Closing:
    """Send Ctrl-C, or fail, while it is being destroyed: Python drops what is raised there."""

    def __init__(self, error=None):
        self.error = error

    def __del__(self):
        if self.error is not None:
            raise self.error
        signal.raise_signal(signal.SIGINT)


def test_an_interrupt_that_lands_in_a_destructor_stops_the_command_all_the_same():
    with pytest.raises(KeyboardInterrupt), insisting():
        Closing()
        threading.Event().wait(10)


def test_other_errors_of_destructors_are_told_as_before(monkeypatch):
    told = []
    monkeypatch.setattr(sys, "unraisablehook", lambda dropped: told.append(dropped.exc_type))

    with insisting():
        Closing(ValueError("a file that cannot be closed"))

    assert told == [ValueError]


def test_nothing_is_left_behind():
    hook, alarm = sys.unraisablehook, signal.getsignal(signal.SIGALRM)

    with insisting():
        pass

    assert (sys.unraisablehook, signal.getsignal(signal.SIGALRM)) == (hook, alarm)


def test_in_another_thread_it_does_nothing():
    hooks = []

    def work():
        with insisting():
            hooks.append(sys.unraisablehook)

    before = sys.unraisablehook
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert hooks == [before]
