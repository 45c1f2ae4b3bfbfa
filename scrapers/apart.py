"""Read a file in a child process that has limits, and hand over what it reads one by one.

Libraries that read PDFs and workbooks are made for files that people send each other: they have no
limits, and raise whatever comes at damage. A few KB keep pdfminer busy for ever, or have a sheet of
two cells take 500 GB, and no check beforehand finds all of it. So the operating system holds the
limits: a child reads, with so much time of the processor and so much memory, and its values come
through a pipe. Whatever happens to the child, the parent raises UnreadableReport. It needs
``fork``, so no Windows.
"""

import faulthandler
import gc
import io
import logging
import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from functools import partial
from math import ceil
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from scrapers.figures import UnreadableReport

Value = TypeVar("Value")
LONGEST_TOLD = 120  # characters of what a library says


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reading may take: seconds of the processor, and bytes beyond what the parent has."""

    seconds: float
    memory_bytes: int
    seconds_each: float = 0.0  # that each value adds, for files that may be long
    silent_seconds: float = 120.0  # on the clock, for a machine that has no processor to give


def read_apart(
    reading: Callable[[bytes], Iterable[Value]],
    body: bytes,
    *,
    name: str,
    limits: Limits,
    damage: str,
) -> Generator[Value, None, None]:
    """Give what ``reading`` gives for a body, each as soon as it comes through the pipe.

    What the reading foresees it raises as UnreadableReport, without the name of the file. For all
    else that it may raise, ``damage`` says what the file is then. Close it when not all values are
    taken, or the child waits on.
    """
    context = get_context("fork")  # the child begins with its libraries imported: 10 ms, not 250
    receiver, sender = context.Pipe(duplex=False)
    work = (partial(reading, body), limits, damage, receiver, sender)
    child = context.Process(target=_work, args=work, daemon=True)
    child.start()
    sender.close()
    parent = os.getpid()
    try:
        while True:
            if not receiver.poll(limits.silent_seconds):
                raise UnreadableReport(f"{name}: reading it takes too long; look at what it is")
            try:
                sent = receiver.recv()
            except (EOFError, OSError):  # ended between two values, or within one
                break
            if sent is None:
                return
            if isinstance(sent, str):
                raise UnreadableReport(f"{name}: {sent}")
            yield sent[0]
        child.join()
        raise UnreadableReport(f"{name}: {_cause(child.exitcode, damage)}")
    finally:
        if os.getpid() == parent:  # who reads on elsewhere may inherit this, and let go of it
            child.kill()
            child.join()
        receiver.close()


def _cause(exitcode: int | None, damage: str) -> str:
    if exitcode == -signal.SIGXCPU:
        return "it takes more time to read than any report; look at what it is"
    if exitcode in (-signal.SIGKILL, -signal.SIGTERM):
        return "reading it was ended from outside; read it again"
    return _damaged(damage, f"reading it ended with {exitcode}")


def _damaged(damage: str, how: str) -> str:
    return f"{damage} ({how}); open it, and download it again"


def _work(
    reading: Callable[[], Iterable[Value]],
    limits: Limits,
    damage: str,
    receiver: Connection,
    sender: Connection,
) -> None:
    """Send each value in a tuple, then None; or why not. Of any other end the exit code tells."""
    receiver.close()  # or the pipe would outlive a parent that is killed, and so would the child
    _hold_to(limits)
    try:
        for number, value in enumerate(reading(), start=1):
            sender.send((value,))
            _allow(limits.seconds + limits.seconds_each * number)
        sender.send(None)
    except UnreadableReport as error:
        sender.send(str(error))
    except MemoryError:
        sender.send("it takes more memory to read than any report; look at what it is")
    finally:
        if raised := sys.exception():  # which ends the child, whatever it is
            words = " ".join(f"{type(raised).__name__}: {raised}".split())
            told = "".join(filter(str.isprintable, words))
            sender.send(_damaged(damage, told[:LONGEST_TOLD]))


def _hold_to(limits: Limits) -> None:
    gc.freeze()  # what the parent has is not looked through, so it is not copied either
    logging.disable()  # pdfminer tells of each oddity in each font
    warnings.simplefilter("ignore")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)  # the trace of a damaged file helps nobody
    sys.stderr = io.StringIO()  # which may write elsewhere
    faulthandler.disable()  # likewise
    for name in (signal.SIGXCPU, signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _allow(limits.seconds)
    sizes = Path("/proc/self/statm")
    if sizes.exists():  # elsewhere than on Linux the limit of time has to do
        now = int(sizes.read_text().split()[0]) * resource.getpagesize()
        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        wanted = now + limits.memory_bytes
        limit = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


def _allow(seconds: float) -> None:
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    wanted = ceil(seconds)
    limit = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, most))
