"""Measure what work costs: processor time of whole trees of processes, and the most memory of one.

Wall time says nothing on a machine that others use. What is compared is measured in turns, and the
least of several rounds counts.

Called as a script, this runs a command and tells what it and all that it started cost, also what
its processes left to others to wait for.
"""

import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
STANCELINE = Path(sys.executable).with_name("stanceline")
PATHS = {"PYTHONPATH": str(REPOSITORY / "tests")}  # for scripts that import from here
ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of Linux's prctl
LEFT_SECONDS = 30.0  # how long a process may outlive the command that started it


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost; ``peak_mb`` is of the largest of its processes."""

    cpu_seconds: float
    wall_seconds: float
    peak_mb: float
    said: str


def cost_of(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end. Raises RuntimeError with what it said when it fails."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "cost.json"
        ended = subprocess.run(
            [sys.executable, __file__, str(told), *map(str, command)],
            capture_output=True,
            check=False,
            text=True,
            env={**os.environ, **(env or {})},
        )
        if ended.returncode:
            raise RuntimeError(
                f"{command[0]} ended with {ended.returncode}: {ended.stderr[-2000:]}"
            )
        return Cost(**json.loads(told.read_text(encoding="utf-8")), said=ended.stdout)


def backfilled(data: Path, *files: Path, workers: int = 1) -> Cost:
    """Run the command over files, as a person would, into a folder of our tracker."""
    shutil.copytree(REPOSITORY / "data" / "trackers", data / "trackers", dirs_exist_ok=True)
    given = ["--workers", str(workers), "--data", data]
    return cost_of([STANCELINE, "backfill", "warc", *files, *given])


def in_turns(rounds: int, **works: Callable[[], float]) -> dict[str, float]:
    """Do each work in turn, and all again; give the least that each said it cost."""
    least = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            least[name] = min(least[name], work())
    return least


def cpu_of(work: Callable[[], object]) -> float:
    """Give the seconds of processor time that a work takes in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def tell(benchmark: Any, title: str, says: str, head: Sequence[str], rows: Sequence[Any]) -> None:
    """Print a table, and leave it with the benchmark for the report; ``says`` explains it."""
    table = {"title": title, "says": says, "head": list(head), "rows": [list(row) for row in rows]}
    benchmark.extra_info.setdefault("tables", []).append(table)
    print(f"\n{title}\n{says}\n{laid_out(head, rows)}")


def laid_out(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Lay a table out for a terminal."""
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    )


def _all_ended(*, within_seconds: float) -> bool:
    """Wait for what the command left behind: it is ours by now, and what it cost is counted."""
    patience = time.monotonic() + within_seconds
    while time.monotonic() < patience:
        try:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.02)
        except ChildProcessError:
            return True
    return False


def _run(told: str, *command: str) -> int:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1)
    start = time.monotonic()
    code = subprocess.run(command, check=False).returncode
    wall = time.monotonic() - start
    if not _all_ended(within_seconds=LEFT_SECONDS):
        print(f"a process outlives {command[0]} by {LEFT_SECONDS:g} s", file=sys.stderr)
        return 1
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1e6 if sys.platform == "darwin" else 1e3
    cost = {
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "wall_seconds": wall,
        "peak_mb": used.ru_maxrss / unit,
    }
    Path(told).write_text(json.dumps(cost), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(_run(*sys.argv[1:]))
