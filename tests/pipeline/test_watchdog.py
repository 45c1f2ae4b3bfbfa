"""A page that hangs is stopped by the processor time it takes, and nothing of that stays behind."""

import signal
import threading
import time
from contextlib import suppress

import pytest

from pipeline.watchdog import Hung, time_limit


def burn(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def nothing_is_left() -> bool:
    timer = signal.getitimer(signal.ITIMER_PROF)
    return timer == (0.0, 0.0) and signal.getsignal(signal.SIGPROF) == signal.SIG_DFL


def test_work_that_takes_too_long_is_stopped():
    with pytest.raises(Hung), time_limit(0.05):
        burn(30)

    assert nothing_is_left()


def test_work_that_swallows_every_exception_is_stopped_too():
    with pytest.raises(Hung), time_limit(0.05):
        while True:
            with suppress(Exception):
                burn(30)

    assert nothing_is_left()


def test_work_that_swallows_the_first_stop_is_stopped_by_the_second():
    swallowed = []
    with pytest.raises(Hung), time_limit(0.05):
        with suppress(BaseException):
            burn(30)
        swallowed.append("the first")
        burn(30)

    assert swallowed == ["the first"]
    assert nothing_is_left()


def test_work_that_ends_in_time_is_let_be_and_so_is_what_follows():
    with time_limit(0.05):
        result = sum(range(1000))
    burn(0.1)

    assert result == 499_500
    assert nothing_is_left()


def test_an_error_of_the_work_comes_out_as_it_is():
    with pytest.raises(ZeroDivisionError), time_limit(1.0):
        raise ZeroDivisionError

    assert nothing_is_left()


def test_time_in_which_the_processor_was_idle_does_not_count():
    with time_limit(0.05):
        threading.Event().wait(0.15)

    assert nothing_is_left()


def test_who_had_set_the_signal_before_has_it_again():
    rings = []
    before = signal.signal(signal.SIGPROF, lambda number, frame: rings.append(number))
    try:
        with pytest.raises(Hung), time_limit(0.05):
            burn(30)
        signal.raise_signal(signal.SIGPROF)
    finally:
        signal.signal(signal.SIGPROF, before)

    assert rings == [signal.SIGPROF]


def test_beside_the_main_thread_where_no_signal_lands_work_goes_on_without_a_limit():
    done = []

    def work():
        with time_limit(0.01):
            burn(0.1)
        done.append(nothing_is_left())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert done == [True]
