"""Work in processes of this machine; a task whose process dies is done again by another.

The pools of the standard library and of pebble have all their processes answer through one pipe:
who is killed in the middle of an answer leaves half of it there, and everybody waits for the rest
for ever. Here each process has a pipe of its own, whose end tells that it died, at whatever moment.
The queue is that of ThreadPoolExecutor: each of its threads waits for one process.

Processes are spawned, not forked, as the parent has threads and open databases; they start in 0.1 s
and then import what their first task needs. They end by themselves when the parent does, however.
"""

import pickle
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from threading import Lock, Thread
from types import TracebackType

from pipeline.engines import (
    Answer,
    Engine,
    EngineLost,
    Task,
    UnusableEngine,
    WorkerLost,
    processors,
)
from pipeline.errors import OurMistake

TRIES = 3  # of a task; a process may be killed for no fault of its own
STARTS = 5  # of a process, in a row
TASKS_EACH = 100  # of a process, before it is replaced: memory that it did not give back ends then
IDLE_SECONDS = 60.0  # after which a process ends, if only because nobody will come back for it
NAME = "stanceline worker"
READY = b"ready"
SPAWN = get_context("spawn")


@contextmanager
def open_engine(*, workers: int | None, scheduler: str | None) -> Iterator[Engine]:
    """Open an engine of ``workers`` processes, by default as many as there are processors for us.

    Raises UnusableEngine when a scheduler is given.
    """
    if scheduler is not None:
        raise UnusableEngine(
            f"the engine local has no use for the scheduler {scheduler}; leave it out, or name "
            "the engine that it belongs to"
        )
    engine = LocalEngine(workers or processors())
    try:
        yield engine
    finally:
        engine.close()


class LocalEngine:
    """Up to ``workers`` processes, started when there is work for them."""

    def __init__(self, workers: int, *, tasks_each: int = TASKS_EACH) -> None:
        self.workers = workers
        self._tasks_each = tasks_each
        resource_tracker.ensure_running()  # started by a thread, it would let Ctrl-C through there
        self._threads = ThreadPoolExecutor(workers, initializer=_leave_interrupts_to_others)
        self._lock = Lock()
        self._workers: set[_Worker] = set()
        self._idle: list[_Worker] = []
        self._closed = False

    def submit(self, work: Callable[[Task], Answer], task: Task) -> "Future[Answer]":
        """Have ``work(task)`` done by a process; see Engine."""
        return self._threads.submit(self._do, work, task)

    def close(self) -> None:
        """End all processes at once; what was not done yet is lost with the engine."""
        with self._lock:
            self._closed = True
            for worker in self._workers:
                worker.end()
        self._threads.shutdown()

    def _do(self, work: Callable[[Task], Answer], task: Task) -> Answer:
        order = pickle.dumps((work, task))
        for _ in range(TRIES):
            with suppress(_Died):
                worker = self._take()
                answer: Answer
                answer, error = pickle.loads(self._asked(worker, order))
                if error is not None:
                    raise error
                return answer
        raise WorkerLost(
            f"{TRIES} processes died on the same task; was their memory short, or were they killed?"
        )

    def _asked(self, worker: "_Worker", order: bytes) -> bytes:
        try:
            answer = worker.ask(order)
        except _Died:
            self._drop(worker)
            raise
        if worker.asked < self._tasks_each:
            self._idle.append(worker)
        else:
            self._drop(worker)
        return answer

    def _take(self) -> "_Worker":
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.waits:
                    return worker
                worker.end()
                self._workers.discard(worker)
        for _ in range(STARTS):
            worker = self._start()
            with suppress(_Died):
                worker.greet()
                return worker
            self._drop(worker)
        raise EngineLost(
            "processes die as soon as they are started; look at how much memory there is, and "
            "which limits hold for you (ulimit -a)"
        )

    def _start(self) -> "_Worker":
        with self._lock:  # no process starts unseen by close()
            if self._closed:
                raise EngineLost("the engine was closed before the task was done; run it again")
            try:
                worker = _Worker()
            except OSError as error:
                raise EngineLost(
                    f"no process can be started ({error}); see how many there are already, and "
                    "which limits hold for you (ulimit -a)"
                ) from error
            self._workers.add(worker)
            return worker

    def _drop(self, worker: "_Worker") -> None:
        with self._lock:
            worker.end()
            self._workers.discard(worker)


class _Died(Exception):
    """A process ended before it answered."""


class _Worker:
    """A process and our end of its pipe."""

    def __init__(self) -> None:
        self.asked = 0
        self._pipe, theirs = SPAWN.Pipe()
        # A daemon has no children, and need not be waited for when the program ends.
        self._process = SPAWN.Process(name=NAME, target=_serve, args=(theirs,), daemon=True)
        try:
            self._process.start()
        finally:
            theirs.close()  # or the end of the process would not be the end of the pipe

    @property
    def waits(self) -> bool:
        """Tell whether it is there still; who is idle sends nothing but the end of the pipe."""
        return not self._pipe.poll()

    def greet(self) -> None:
        try:
            self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise _Died from error

    def ask(self, order: bytes) -> bytes:
        self.asked += 1
        try:
            self._pipe.send_bytes(order)
            return self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise _Died from error

    def end(self) -> None:
        self._process.kill()
        self._process.join()


def _leave_interrupts_to_others() -> None:
    """Keep Ctrl-C from this thread and from the processes that it starts, which inherit that."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _serve(pipe: Connection) -> None:
    """Answer orders, in a process of its own, until nobody asks any more."""
    Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError, MemoryError):  # the parent sees the end of the pipe
        pipe.send_bytes(READY)
        while pipe.poll(IDLE_SECONDS):
            pipe.send_bytes(_answer(pipe.recv_bytes()))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
    signal.raise_signal(signal.SIGKILL)


def _answer(order: bytes) -> bytes:
    """Do one order, and pickle its answer and what it raised, of which one is None."""
    doing, telling = Caught(), Caught()
    with doing:
        work, task = pickle.loads(order)
        return pickle.dumps((work(task), None))
    with telling:
        answer = pickle.dumps((None, doing.error))
        pickle.loads(answer)  # not all errors come out of a pickle again
        return answer
    told = f"{type(doing.error).__name__}: {doing.error}"
    return pickle.dumps((None, OurMistake(f"{told}; this is a mistake of ours, please report it")))


class Caught(AbstractContextManager[None, bool]):
    """Hold what the block raised, to be raised elsewhere; but who has no memory left shall end."""

    error: BaseException | None = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        self.error = error
        return isinstance(error, Exception) and not isinstance(error, MemoryError)
