"""Measure what workers that read news archives hold in memory, and what a second one brings."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from benchmarks.measuring import PATHS, backfilled, cost_of, tell
from benchmarks.news_archive import archive, cache_folder

WORKER_MB, GROWN_MB = 400, 40
LOCAL, CLUSTER = 1.8, 1.7  # how much faster two workers are than one
LARGE_BYTES = 1_000_000_000
FILES = 10


@pytest.fixture(scope="module")
def large() -> Path:
    """Put the generated file behind itself until it has a gigabyte; gzip members allow that."""
    one = archive(int(os.environ.get("STANCELINE_BENCH_PAGES", "10000"))).path
    path = cache_folder() / f"large-{one.name}"
    if not path.exists():
        unfinished = path.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as whole:
            while whole.tell() < LARGE_BYTES:
                with one.open("rb") as part:
                    shutil.copyfileobj(part, whole)
        unfinished.replace(path)
    return path


def test_memory_stays_level_over_a_gigabyte_and_over_ten_files(benchmark, large, tmp_path):
    small = archive(1000).path
    many = [tmp_path / f"{number:02}.warc.gz" for number in range(FILES)]
    for path in many:
        shutil.copyfile(small, path)

    whole = benchmark.pedantic(backfilled, (tmp_path / "large", large), rounds=1)
    one = backfilled(tmp_path / "one", small)
    ten = backfilled(tmp_path / "ten", *many)

    rows = [
        (f"one file of {large.stat().st_size / 1e9:.1f} GB", f"{whole.peak_mb:.0f}"),
        (f"one file of {small.stat().st_size / 1e6:.0f} MB", f"{one.peak_mb:.0f}"),
        (f"{FILES} such files", f"{ten.peak_mb:.0f}"),
    ]
    tell(
        benchmark,
        "Memory of a worker",
        "The most resident memory of the largest process, in MB, language model and gate included. "
        f"Wanted: under {WORKER_MB}, and level over many files.",
        ("read", "MB at the most"),
        rows,
    )
    assert max(whole.peak_mb, ten.peak_mb) < WORKER_MB
    assert ten.peak_mb - one.peak_mb < GROWN_MB


def test_two_workers_are_nearly_twice_as_fast_as_one(benchmark, large):
    command = [sys.executable, Path(__file__).with_name("bulk_chain.py"), "scaled", large]
    command += ["--warm", archive(300).path]

    cost = benchmark.pedantic(cost_of, (command,), {"env": PATHS}, rounds=1)

    seconds = json.loads(cost.said)["seconds"]
    faster = {name: seconds[f"{name} 1"] / seconds[f"{name} 2"] for name in ("local", "dask")}
    tell(
        benchmark,
        "Two workers instead of one",
        "Wall time over the same gigabyte, workers started and warm; the least of two runs in "
        "turns. The machine has two processors, and whoever drives the workers needs some of it. "
        f"Wanted: {LOCAL} and {CLUSTER}.",
        ("engine", "2 workers are faster by", "against local with 1"),
        [
            (name, f"{faster[name]:.2f}", f"{seconds['local 1'] / seconds[f'{name} 2']:.2f}")
            for name in faster
        ],
    )
    assert faster["local"] >= LOCAL
    assert faster["dask"] >= CLUSTER
