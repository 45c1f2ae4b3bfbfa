"""Read a WARC file with the whole chain, or one piece of it, in this very process.

What is loaded once in a process (language model, gate, database) is loaded before the clock starts;
that is told apart, as ``start_seconds``. As a script it does one work on one file and prints what
that cost as JSON:

    python tests/benchmarks/bulk_chain.py chain FILE --warm SMALL_FILE
"""

import argparse
import json
import mmap
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any, TypeVar

import deflate

from pipeline.bulk import Job, Order, job_of, read_range
from pipeline.bulk_driving import Bulk, read_archives
from pipeline.bulk_positions import Positions
from pipeline.engines import open_engine
from pipeline.gate import Gate
from pipeline.intake import Intake
from pipeline.nights import recorded, utc_now
from pipeline.tracker import load_tracker
from scrapers.foreign_warc import Damage, WarcReading

REPOSITORY = Path(__file__).parents[2]
TRACKER = REPOSITORY / "data" / "trackers" / "hk-nsl"
MEMBER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00"  # gzip, no name, no time: as the generator packs
T = TypeVar("T")
R = TypeVar("R")


class Here:
    """An engine that works at once, in this process."""

    workers = 1

    def submit(self, work: Callable[[T], R], task: T) -> "Future[R]":
        """Do the work now."""
        future: Future[R] = Future()
        future.set_result(work(task))
        return future


@dataclass(frozen=True, slots=True)
class Chain:
    """An open data folder, and the job to fill it."""

    data: Path
    job: Job
    intake: Intake

    def read(self, file: Path, *, engine: Any = None) -> Bulk:
        """Read a file as if it had never been read; pages that are kept already are known."""
        with tempfile.TemporaryDirectory() as folder:
            positions = Positions(Path(folder) / "archives.jsonl")
            return read_archives(
                [str(file)],
                job=self.job,
                engine=engine or Here(),
                intake=self.intake,
                positions=positions,
            )


@contextmanager
def open_chain(data: Path) -> Iterator[Chain]:
    """Open a data folder of our tracker alone, made here when it is missing."""
    folder = data / "trackers" / TRACKER.name
    if not folder.exists():
        copytree(TRACKER, folder)
    tracker = load_tracker(folder)
    with recorded(data, tracker, command="benchmark") as intake:
        yield Chain(data, job_of(tracker), intake)
        intake.settle()
        intake.finish((), finished_at=utc_now())


def chain(file: Path, warm: Path) -> dict[str, Any]:
    """Read, gate, parse, extract and store, with everything loaded by a small file before."""
    start = time.process_time()
    with tempfile.TemporaryDirectory() as folder, open_chain(Path(folder)) as opened:
        opened.read(warm)
        started = time.process_time()
        bulk = opened.read(file)
        spent = time.process_time() - started
    return {
        "cpu_seconds": spent,
        "start_seconds": started - start,
        "pages": bulk.pages,
        "gated": bulk.gated,
        "new": bulk.new,
    }


def read_only(file: Path, warm: Path) -> dict[str, Any]:
    """Read all records and let no page pass."""
    return _read(file, lambda body: False)


def read_and_gate(file: Path, warm: Path) -> dict[str, Any]:
    """Read all records, and ask the gate about the bytes of each page."""
    gate = Gate(load_tracker(TRACKER))
    return _read(file, gate.may)


def _read(file: Path, may: Callable[[bytes], bool]) -> dict[str, Any]:
    start = time.process_time()
    passed = 0
    with file.open("rb") as opened:
        reading = WarcReading(opened, may=may)
        for each in reading:
            passed += not isinstance(each, Damage)
    spent = time.process_time() - start
    return {"cpu_seconds": spent, "pages": reading.pages, "gated": passed}


def unpack(file: Path, warm: Path | None = None) -> dict[str, Any]:
    """Unpack every gzip member with libdeflate, and look at nothing in it."""
    start = time.process_time()
    unpacked = sum(map(len, map(deflate.gzip_decompress, members(file))))
    return {"cpu_seconds": time.process_time() - start, "bytes": unpacked}


def members(file: Path) -> Iterator[bytes]:
    """Give the gzip members of a file that the generator wrote."""
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as all_:
        begin = 0
        while begin < len(all_):
            end = all_.find(MEMBER, begin + 1)
            yield all_[begin : end if end > 0 else len(all_)]
            begin = end if end > 0 else len(all_)


def scaled(file: Path, warm: Path) -> dict[str, Any]:
    """Read a file with one worker and with two, of each engine, and tell the wall seconds.

    Workers have all loaded before the clock starts. The runs take turns; the least of each counts.
    """
    least: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, open_chain(Path(folder)) as opened:
        for _ in range(2):
            for name in ("local", "dask"):
                for workers in (1, 2):
                    with open_engine(name, workers=workers, scheduler=None) as engine:
                        orders = [Order(opened.job, str(warm), None)] * 4 * workers
                        for each in [engine.submit(read_range, order) for order in orders]:
                            each.result()  # by now each worker has had one
                        start = time.monotonic()
                        opened.read(file, engine=engine)
                        seconds = time.monotonic() - start
                    key = f"{name} {workers}"
                    least[key] = min(seconds, least.get(key, seconds))
    return {"cpu_seconds": time.process_time(), "seconds": least}


WORKS: dict[str, Callable[[Path, Path], dict[str, Any]]] = {
    "chain": chain,
    "read": read_only,
    "gate": read_and_gate,
    "unpack": unpack,
    "scaled": scaled,
}


def main() -> None:
    """Do one work and print what it cost."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("work", choices=list(WORKS))
    asked.add_argument("file", type=Path)
    asked.add_argument("--warm", type=Path, required=True)
    given = asked.parse_args()
    told = WORKS[given.work](given.file, given.warm)
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
