"""Whatever happens to a child that reads, its parent has the values so far, and a sentence."""

import os
import resource
import select
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from itertools import count, islice
from multiprocessing import active_children, get_context

import pytest

from scrapers.apart import Limits, read_apart
from scrapers.figures import UnreadableReport

LIMITS = Limits(seconds=2, memory_bytes=200_000_000, silent_seconds=20)
Reading = Callable[[bytes], Iterator[object]]


def apart(reading: Reading, *, body: bytes = b"", limits: Limits = LIMITS):
    return read_apart(reading, body, name="a.pdf", limits=limits, damage="it is a damaged PDF")


def refusal_of(reading: Reading, *, limits: Limits = LIMITS) -> str:
    with pytest.raises(UnreadableReport) as caught:
        list(apart(reading, limits=limits))
    assert active_children() == []
    return str(caught.value)


def endless(_: bytes) -> Iterator[int]:
    yield from count()


def raising(error: BaseException) -> Reading:
    def reading(_: bytes) -> Iterator[int]:
        yield 1
        raise error

    return reading


class Mute(Exception):
    def __str__(self) -> str:
        raise ValueError("no words")


def test_values_come_in_their_order_from_another_process():
    def reading(body: bytes) -> Iterator[object]:
        yield os.getpid() != parent
        yield body.decode()
        yield None

    parent = os.getpid()

    assert list(apart(reading, body=b"text")) == [True, "text", None]
    assert active_children() == []


def test_a_reading_may_give_nothing():
    assert list(apart(lambda _: iter(()))) == []


def test_what_came_before_the_damage_is_given():
    reading = apart(raising(ValueError("bad")))

    assert next(reading) == 1
    with pytest.raises(UnreadableReport):
        next(reading)


def test_what_the_reading_foresees_is_told_in_its_own_words():
    reading = raising(UnreadableReport("it has over 9 pages, more than any report"))

    assert refusal_of(reading) == "a.pdf: it has over 9 pages, more than any report"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("bad"), "ValueError: bad"),
        (KeyError("xl/workbook.xml"), "KeyError: 'xl/workbook.xml'"),
        (RecursionError(), "RecursionError:"),
        (SystemExit(0), "SystemExit: 0"),
        (KeyboardInterrupt(), "KeyboardInterrupt:"),
        (GeneratorExit(), "GeneratorExit:"),
        (ValueError("\x1b[2Jtwo\n  lines"), "ValueError: [2Jtwo lines"),
        (ValueError("x" * 999), f"ValueError: {'x' * 108}"),
        (Mute(), "reading it ended with 1"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_any_exception_is_damage_and_is_named(error, told):
    assert refusal_of(raising(error)) == (
        f"a.pdf: it is a damaged PDF ({told}); open it, and download it again"
    )


def test_a_value_that_cannot_be_sent_is_damage():
    assert "it is a damaged PDF (" in refusal_of(lambda _: iter([lambda: None]))


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (lambda: os._exit(0), "it is a damaged PDF (reading it ended with 0)"),
        (lambda: os._exit(7), "it is a damaged PDF (reading it ended with 7)"),
        (lambda: os.kill(os.getpid(), signal.SIGSEGV), "it is a damaged PDF (reading it ended"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "reading it was ended from outside"),
        (lambda: os.kill(os.getpid(), signal.SIGTERM), "reading it was ended from outside"),
        (lambda: [bytearray(50_000_000) for _ in range(9)], "it takes more memory to read"),
    ],
    ids=["exit 0", "exit 7", "segfault", "kill", "terminate", "memory"],
)
def test_any_end_of_the_child_is_told(end, told):
    def reading(_: bytes) -> Iterator[object]:
        yield end()

    assert refusal_of(reading).startswith(f"a.pdf: {told}")


def test_a_reading_that_never_ends_is_ended_by_the_time_it_takes():
    def reading(_: bytes) -> Iterator[int]:
        yield from (number for number in count() if number < 0)

    assert refusal_of(reading, limits=Limits(seconds=1, memory_bytes=10**9)) == (
        "a.pdf: it takes more time to read than any report; look at what it is"
    )


def test_a_reading_that_waits_for_ever_is_not_waited_for():
    def reading(_: bytes) -> Iterator[object]:
        yield signal.pause()

    limits = Limits(seconds=1, memory_bytes=10**9, silent_seconds=0.05)

    assert refusal_of(reading, limits=limits) == (
        "a.pdf: reading it takes too long; look at what it is"
    )


def test_each_value_adds_time_and_memory_is_beyond_what_the_parent_has():
    def reading(_: bytes) -> Iterator[tuple[int, bool]]:
        for _ in range(3):
            memory = resource.getrlimit(resource.RLIMIT_AS)[0]
            yield (
                resource.getrlimit(resource.RLIMIT_CPU)[0],
                memory > 10**9 or sys.platform != "linux",
            )

    limits = Limits(seconds=4, memory_bytes=10**9, seconds_each=0.5)

    assert list(apart(reading, limits=limits)) == [(4, True), (5, True), (5, True)]


def test_the_limits_are_the_child_s_alone():
    before = [resource.getrlimit(each) for each in (resource.RLIMIT_CPU, resource.RLIMIT_AS)]
    list(apart(lambda _: iter([1])))

    assert before == [
        resource.getrlimit(each) for each in (resource.RLIMIT_CPU, resource.RLIMIT_AS)
    ]


def test_a_child_says_nothing_to_the_terminal(capfd):
    def reading(_: bytes) -> Iterator[int]:
        warnings.warn("odd", stacklevel=1)
        os.write(2, b"from a library of C")
        yield 1
        raise ValueError

    with pytest.raises(UnreadableReport):
        list(apart(reading))
    assert capfd.readouterr() == ("", "")


def test_who_stops_early_leaves_no_child():
    reading = apart(endless)

    assert list(islice(reading, 3)) == [0, 1, 2]
    reading.close()
    assert active_children() == []


def test_two_readings_at_once_do_not_mix_and_end_each_by_itself():
    one, other = apart(endless), apart(endless)
    taken = [next(one), next(other), next(one), next(other)]
    one.close()

    assert taken == [0, 0, 1, 1]
    assert list(islice(other, 2)) == [2, 3]
    other.close()
    assert active_children() == []


def test_a_reading_that_is_let_go_of_in_another_process_goes_on_in_its_own():
    reading = apart(endless)
    first = next(reading)
    child = get_context("fork").Process(target=reading.close)
    child.start()
    child.join()

    assert [first, child.exitcode, next(reading)] == [0, 0, 1]
    reading.close()


def test_children_of_a_parent_that_is_killed_end_too():
    seen, held = os.pipe()

    def work() -> None:
        os.close(seen)
        for reading in (readings := [apart(endless), apart(endless)]):
            next(reading)
        assert len(active_children()) == len(readings)
        os.write(held, b"both read")
        os.kill(os.getpid(), signal.SIGKILL)

    parent = get_context("fork").Process(target=work)
    parent.start()
    os.close(held)  # now only the parent and its children hold it
    parent.join()
    told = [os.read(seen, 99) for _ in range(2) if select.select([seen], [], [], 20)[0]]
    os.close(seen)

    assert told == [b"both read", b""]  # the end of the pipe: nobody holds it any longer
