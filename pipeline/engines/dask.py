"""Work on the machines of a dask cluster; its workers hand each task to a process of their own.

Dask runs tasks in threads of its workers. There they share one interpreter lock, so that a worker
of many threads, which is what ``dask worker`` starts, is no faster than one; the watchdog cannot
bite; and memory is never given back. So each worker has a local engine with as many processes as
it has threads; they end when they had nothing to do for a while. A process that dies is replaced by
that engine, a worker that dies by dask.
"""

# mypy: allow-untyped-calls

import asyncio
import pickle
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, partial
from logging import CRITICAL, getLogger
from multiprocessing import current_process, resource_tracker
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

from distributed import Client, KilledWorker, LocalCluster, Worker, get_worker
from distributed import Future as Promise
from distributed.client import ClosedClientError
from distributed.comm.addressing import get_address_host_port, normalize_address

from pipeline.engines import (
    Answer,
    Engine,
    EngineLost,
    Task,
    UnusableEngine,
    WorkerLost,
    processors,
)
from pipeline.engines.local import Caught, LocalEngine

PATIENCE_SECONDS = 30.0  # for a scheduler to answer, and for workers to come or to come back
GLANCE_SECONDS = 1.0  # between two counts of the workers
ENTERING = Lock()  # two threads of a worker begin at the same moment
# What comes out of dask when a connection ends while one waits for an answer.
BROKEN = (OSError, TimeoutError, RuntimeError, CancelledError, asyncio.CancelledError)
GONE = "the scheduler of the cluster is gone, and took what was in work along; start it again"


@contextmanager
def open_engine(
    *, workers: int | None, scheduler: str | None, patience_seconds: float = PATIENCE_SECONDS
) -> Iterator[Engine]:
    """Open the cluster whose scheduler has that address, or one of our own on this machine.

    Raises UnusableEngine when the address is none or both are given, EngineLost when a scheduler
    or a worker has not come, or has not come back, in ``patience_seconds``.
    """
    if scheduler is not None and workers is not None:
        raise UnusableEngine(
            f"the cluster at {scheduler} has as many workers as were started for it; leave the "
            "number of workers out"
        )
    with ExitStack() as stack:
        stack.enter_context(_silence())
        address = scheduler
        if address is None:
            own = _own_cluster(workers or processors())
            address = stack.enter_context(own)
        client = stack.enter_context(_client_of(address, patience_seconds))
        engine = DaskEngine(client, patience_seconds=patience_seconds)
        stack.callback(engine.close)
        engine.try_out(address)
        yield engine


@contextmanager
def _silence() -> Iterator[None]:
    """Keep dask from telling, at length, what our errors tell."""
    logs = [getLogger(name) for name in ("distributed", "distributed.client")]
    before = [log.level for log in logs]
    for log in logs:
        log.setLevel(CRITICAL)
    try:
        yield
    finally:
        for log, level in zip(logs, before, strict=True):
            log.setLevel(level)


@contextmanager
def _interrupts_here_only() -> Iterator[None]:
    """Keep Ctrl-C from the threads and processes that are started in the block."""
    resource_tracker.ensure_running()  # started later, it would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _own_cluster(workers: int) -> Iterator[str]:
    try:
        with _interrupts_here_only():
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address=None,
                scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # or it takes port 8787
                silence_logs=CRITICAL,
            )
    except (OSError, RuntimeError) as error:
        raise EngineLost(f"no cluster can be started on this machine: {error}") from error
    with cluster:
        yield cluster.scheduler_address


@contextmanager
def _client_of(address: str, patience_seconds: float) -> Iterator[Client]:
    try:
        get_address_host_port(normalize_address(address))
    except ValueError as error:
        raise UnusableEngine(
            f"{address!r} is no address of a scheduler ({error}); it is like tcp://10.0.0.5:8786"
        ) from error
    try:
        client = Client(address, timeout=patience_seconds, set_as_default=False)
    except OSError as error:
        raise EngineLost(
            f"no scheduler answers at {address}; start one with: dask scheduler"
        ) from error
    try:
        _wait_for_workers(client, address, patience_seconds)
        yield client
    finally:
        with suppress(TimeoutError):  # of a scheduler that is there and silent
            client.close(timeout=patience_seconds)


def _wait_for_workers(client: Client, address: str, patience_seconds: float) -> None:
    try:
        client.wait_for_workers(1, timeout=patience_seconds)
    except TimeoutError as error:
        raise EngineLost(
            f"the scheduler at {address} has no workers; start some with: dask worker {address}"
        ) from error


class DaskEngine:
    """A client of a cluster; what it has in work is ended when it is closed."""

    def __init__(self, client: Client, *, patience_seconds: float) -> None:
        self.workers = _threads_of(client, patience_seconds)
        self._client = client
        self._patience_seconds = patience_seconds
        self._waiting: dict[Future[Any], Promise[bytes]] = {}  # dask forgets what nobody holds
        self._lock = Lock()
        self._lost: str | None = None
        self._closed = Event()
        Thread(target=self._watch, daemon=True).start()

    def try_out(self, address: str) -> None:
        """Raise EngineLost if the cluster can't do work of ours, though it answers."""
        why: object
        try:
            why = self.submit(abs, 0).exception(self._patience_seconds)
        except TimeoutError:
            why = f"no answer in {self._patience_seconds:g} s"
        if why is not None:
            told = " ".join(str(why).split())
            raise EngineLost(
                f"the cluster at {address} can't do our work ({told}); install the same version of "
                "Stanceline for its scheduler and for each of its workers, and start them again"
            )

    def submit(self, work: Callable[[Task], Answer], task: Task) -> "Future[Answer]":
        """Have ``work(task)`` done somewhere in the cluster; see Engine."""
        order = pickle.dumps((work, task))
        answer: Future[Answer] = Future()
        answer.set_running_or_notify_cancel()  # so that nobody but us ends it
        if self._client.status != "running":
            self._lose(GONE)
        if self._lost is not None:
            answer.set_exception(EngineLost(self._lost))
            return answer
        try:
            promise = self._client.submit(_done_apart, order, pure=False)
        except ClosedClientError:  # just now
            self._lose(GONE)
            answer.set_exception(EngineLost(GONE))
            return answer
        self._waiting[answer] = promise
        promise.add_done_callback(partial(self._settle, answer))
        if self._lost is not None:  # just now
            self._lose(self._lost)
        return answer

    def close(self) -> None:
        """Give up what is in work; the cluster itself stays as it is."""
        self._closed.set()
        self._lose("the engine was closed before the task was done; run it again")

    def _settle(self, answer: "Future[Any]", promise: Promise[bytes]) -> None:
        """Hand over how a task ended, in the thread in which dask calls back."""
        try:
            if promise.status == "finished":
                packed, value, caught = promise.result(), None, Caught()
                with caught:
                    value = pickle.loads(packed)
                self._end(answer, value, caught.error)
            elif promise.status == "error":
                self._end(answer, None, _in_our_words(promise.exception()))
        except BROKEN:
            pass  # lost between the end of the task and its answer
        finally:
            if answer in self._waiting:
                self._lose(GONE)

    def _end(self, answer: "Future[Any]", value: object, error: BaseException | None) -> None:
        with self._lock:
            if self._waiting.pop(answer, None) is None:
                return
        if error is None:
            answer.set_result(value)
        else:
            answer.set_exception(error)

    def _lose(self, why: str) -> None:
        self._lost = self._lost or why
        for answer in list(self._waiting):
            self._end(answer, None, EngineLost(self._lost))

    def _watch(self) -> None:
        """Count the workers from time to time, and give up when there are none for long."""
        seen = monotonic()
        while not self._closed.wait(GLANCE_SECONDS):
            why = GONE
            with suppress(*BROKEN):
                if threads := _threads_of(self._client, self._patience_seconds):
                    self.workers, seen = threads, monotonic()
                why = "all workers of the cluster are gone; see what they said last"
            is_gone = self._client.status != "running"
            if is_gone or monotonic() - seen > self._patience_seconds:
                self._lose(GONE if is_gone else why)


def _done_apart(order: bytes) -> bytes:
    """Do an order, in a thread of a worker of dask, which never sees what is in it."""
    with ENTERING:
        engine = _engine_of(get_worker())
    return engine.submit(_done, order).result()


@cache
def _engine_of(worker: Worker) -> LocalEngine:
    current_process().daemon = False  # as dask has it, it may have no processes of its own
    return LocalEngine(worker.state.nthreads)


def _done(order: bytes) -> bytes:
    work, task = pickle.loads(order)
    return pickle.dumps(work(task))


def _in_our_words(error: BaseException) -> BaseException:
    if isinstance(error, KilledWorker):
        return WorkerLost(
            f"{error.allowed_failures + 1} workers of the cluster died on the same task; look at "
            "what they said last, and at their memory"
        )
    if isinstance(error, ModuleNotFoundError):
        return EngineLost(
            f"a worker of the cluster lacks a package ({error}); install the same version of "
            "Stanceline on each of its machines, and start the worker again"
        )
    return error


def _threads_of(client: Client, patience_seconds: float) -> int:
    """Count the tasks that a cluster works on at a time; who is silent for too long is gone."""
    if client.scheduler is None:  # closed
        return 0
    asked = client.scheduler.identity
    told = client.sync(asked, n_workers=0, callback_timeout=patience_seconds)
    threads: int = told["total_threads"]
    return threads
