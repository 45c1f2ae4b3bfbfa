"""Have functions worked off by processes, on this machine or on many; engines are found by name.

Each module of this folder is an engine and has ``open_engine(*, workers, scheduler)``, a context
manager that gives an Engine.

    StancelineError
    |-- WorkerLost       a task of which process after process died
    |-- EngineLost       no process can be had any more
    `-- UnusableEngine   exit code 2: no such engine, a package it needs is missing, wrong options
"""

import os
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, TypeVar

from pipeline.errors import StancelineError

Task = TypeVar("Task")
Answer = TypeVar("Answer")


class WorkerLost(StancelineError):
    """The processes that worked on a task died, each in its turn; other tasks are well."""


class EngineLost(StancelineError):
    """There is no process to work any more, and there will be none."""


class UnusableEngine(StancelineError):
    """An engine that does not exist, lacks a package, or cannot do as asked."""

    exit_code = 2


class Engine(Protocol):
    """What works off tasks side by side, each in the main thread of a process."""

    @property
    def workers(self) -> int:
        """Tell how many tasks are worked on at a time now; a cluster may grow and shrink."""

    def submit(self, work: Callable[[Task], Answer], task: Task) -> "Future[Answer]":
        """Have ``work(task)`` done; both travel by pickle, the function by its name.

        A task whose process died is done again, so it may be done more than once; its answer comes
        once. ``result()`` raises WorkerLost, EngineLost, or what the work raised.
        """


def engine_names() -> list[str]:
    """List the engines there are, those whose packages are missing too."""
    return sorted(module.name for module in iter_modules(__path__))


def open_engine(
    name: str, *, workers: int | None = None, scheduler: str | None = None
) -> AbstractContextManager[Engine]:
    """Open an engine by its name. Raises UnusableEngine, EngineLost.

    ``workers`` is how many processes to start, by default one a processor; ``scheduler`` is the
    address of a cluster that runs already. Leaving the context ends what is still in work.
    """
    if name not in engine_names():
        raise UnusableEngine(f"no engine is called {name!r}; there is {', '.join(engine_names())}")
    if workers is not None and workers < 1:
        raise UnusableEngine(f"{workers} workers cannot work; ask for one at the least")
    try:
        module = import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        raise UnusableEngine(
            f"the engine {name} needs the package {error.name}, which is not installed; "
            'run pip install "stanceline[cluster]"'
        ) from error
    opened: AbstractContextManager[Engine] = module.open_engine(
        workers=workers, scheduler=scheduler
    )
    return opened


def processors() -> int:
    """Count the processors that this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):  # Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
