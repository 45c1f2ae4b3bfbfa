"""Measure the engines: how they scale, what a task costs them, their memory, and what a kill does.

Each measurement is a process of its own, so that memory and start are those of a fresh program.
Seconds are those of the clock, which other work on the machine draws out. So what is held is not
the speed but how busy the workers were: two processes that are busy all the time do twice the work
of one, if there are two processors to have.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.measuring import tell

SUPPORT = Path(__file__).parents[1] / "support"
PROGRAM = """
import json, os, signal, sys, time
from pathlib import Path
from engine_work import burn, burn_timed, size_of, whose
from pipeline.engines import open_engine

TASKS, SECONDS, EMPTY, ORDER_BYTES = 24, 0.5, 500, 160_000

def megabytes():
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it ended
            pass
    ours = [os.getpid()]
    for pid in ours:
        ours += [child for child, parent in parents.items() if parent == pid]
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in ours)
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

def timed(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began

def burn_all(engine, kill=False):
    futures = [engine.submit(burn_timed, SECONDS) for _ in range(TASKS)]
    done = [futures[0].result()]
    if kill:
        os.kill(done[0][0], signal.SIGKILL)
    done += [future.result() for future in futures[1:]]
    assert len(done) == TASKS
    return done

def main(name, workers):
    began = time.perf_counter()
    with open_engine(name, workers=workers) as engine:
        engine.submit(whose, None).result()
        start = time.perf_counter() - began
        for future in [engine.submit(burn, 0.1) for _ in range(2 * workers)]:
            future.result()
        memory = megabytes()
        done = []
        burning = timed(lambda: done.extend(burn_all(engine)))
        assert len({pid for pid, _ in done}) == workers
        busy = sum(seconds for _, seconds in done) / burning
        order = b"x" * ORDER_BYTES
        empty = timed(lambda: [f.result() for f in [engine.submit(size_of, order)
                                                    for _ in range(EMPTY)]])
        killed = timed(lambda: burn_all(engine, kill=True)) if workers > 1 else None
    print(json.dumps({"start": start, "memory": memory, "burning": burning,
                      "busy": busy, "each": empty / EMPTY * 1000, "killed": killed}))

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
"""


@pytest.mark.parametrize(("name", "least"), [("local", 1.8), ("dask", 1.7)])
def test_two_workers_do_nearly_twice_the_work_of_one(benchmark, name, least):
    if name == "dask":
        pytest.importorskip("distributed")
    one, two = benchmark.pedantic(lambda: (measured(name, 1), measured(name, 2)), rounds=1)

    tell(
        benchmark,
        f"Tasks on the engine {name}",
        "24 tasks of half a second, and 500 that do nothing with an order of 160 kB. Busy is how "
        "many processes worked at a time on the average; memory is that of all processes.",
        (
            *("workers", "24 tasks, s", "one killed, s", "busy"),
            *("ms an empty task", "s to the first answer", "MB"),
        ),
        [
            (
                f"{workers}",
                f"{run['burning']:.1f}",
                f"{run['killed']:.1f}" if run["killed"] else "",
                f"{run['busy']:.2f}",
                f"{run['each']:.1f}",
                f"{run['start']:.1f}",
                f"{run['memory']:.0f}",
            )
            for workers, run in ((1, one), (2, two))
        ],
    )
    ratio = two["busy"] / one["busy"]
    benchmark.extra_info |= {"ratio": round(ratio, 2), "memory_mb": round(two["memory"])}
    assert ratio >= least


def measured(name: str, workers: int) -> dict[str, float]:
    """Run one engine in a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, name, str(workers)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(SUPPORT), *sys.path])},
        capture_output=True,
        check=True,
        text=True,
    )
    found: dict[str, float] = json.loads(ended.stdout)
    return found
