"""Work for engines to do in tests: functions that a process finds by name."""

import gc
import os
import signal
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from pipeline.watchdog import Hung, time_limit


def double(number: int) -> int:
    return 2 * number


def size_of(order: bytes) -> int:
    return len(order)


def burn(seconds: float) -> int:
    """Keep a processor busy for so much of its time, and say which process did."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass
    return os.getpid()


def burn_timed(seconds: float) -> tuple[int, float]:
    """Burn, and say which process did and how long it took by the clock."""
    began = time.perf_counter()
    return burn(seconds), time.perf_counter() - began


def whose(_: object) -> tuple[int, bool]:
    """Name the process, and whether this is its main thread."""
    return os.getpid(), threading.current_thread() is threading.main_thread()


def hang(_: object) -> str:
    """Run for ever, until the watchdog bites."""
    try:
        with time_limit(0.05):
            while True:
                pass
    except Hung:
        return "stopped"


def die(number: int) -> None:
    """Die of a signal, as of the kernel that is out of memory."""
    os.kill(os.getpid(), number)


def is_first(mark: Path) -> bool:
    """Tell whether this is the first try of a task."""
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def die_once(mark: Path) -> str:
    if is_first(mark):
        die(signal.SIGKILL)
    return "done"


def fall_over_once(mark: Path) -> str:
    """Die with an answer half sent: its length and three bytes of it."""
    if is_first(mark):
        pipe = next(each for each in gc.get_objects() if isinstance(each, Connection))
        os.write(pipe.fileno(), (10_000_000).to_bytes(4, "big") + b"...")
        die(signal.SIGKILL)
    return "done"


def kill_dask_once(mark: Path) -> str:
    """Kill the worker of dask that this process works for, and so itself."""
    if is_first(mark):
        os.kill(os.getppid(), signal.SIGKILL)
        burn(1000.0)
    return "done"


def wait_for(mark: Path) -> str:
    while not mark.exists():
        time.sleep(0.01)
    return "done"


def read_lost_file(name: str) -> NoReturn:
    raise FileNotFoundError(f"{name} is not there")


class Stubborn(Exception):
    """An error that goes into a pickle and does not come out again."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first)


def refuse(_: object) -> NoReturn:
    raise Stubborn("no", "never")


def return_what_cannot_travel(_: object) -> object:
    return lambda: None


def run_out_of_memory(_: object) -> NoReturn:
    raise MemoryError
