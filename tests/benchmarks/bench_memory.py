"""Measure what reading keeps in memory: over ten thousand documents it must stay level."""

import gc
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.extract import Reader
from pipeline.model import Document
from pipeline.parse.given import given_document
from pipeline.tracker import load_tracker

TRACKER = Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl"
STATM = Path(
    "/proc/self/statm"
)  # Linux only: pages of 4 KiB, the second number is what is resident
COUNT = 10_000


def documents(count: int) -> Iterator[Document]:
    """Make relevant texts, each with words that no other has: they must be forgotten with it."""
    lines = (TRACKER / "gold" / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
    passages = [json.loads(line)["text"] for line in lines]
    for i in range(count):
        text = f"Clerk Ab{i}c of bureau q{i * 7919:x} read this in Hong Kong. {passages[i % 444]}"
        yield given_document(str(i), text, published="2020-07-08")


@pytest.fixture(scope="module")
def reader() -> Reader:
    reader = Reader(load_tracker(TRACKER))
    for _ in reader.read_many(documents(300)):  # what is loaded on first use is no growth
        pass
    return reader


@pytest.mark.skipif(not STATM.exists(), reason="resident memory is read from Linux's /proc")
def test_ten_thousand_documents_take_no_more_memory_than_the_first(benchmark, reader):
    before = resident_mb()

    def read_all() -> int:
        return sum(len(claims) for _, claims in reader.read_many(documents(COUNT)))

    found = benchmark.pedantic(read_all, rounds=1)

    grown = resident_mb() - before
    benchmark.extra_info["grown_mb"] = round(grown, 1)
    print(
        f"\n{COUNT} documents, {found} claims: {before:.0f} MB, and {grown:.1f} MB more after them"
    )
    assert grown < 15


def test_what_python_keeps_of_a_thousand_documents_is_nothing(benchmark, reader):
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()

    benchmark.pedantic(lambda: [None for _ in reader.read_many(documents(1000))], rounds=1)

    gc.collect()
    kept, peak = (one - before for one in tracemalloc.get_traced_memory())
    tracemalloc.stop()
    benchmark.extra_info.update(kept_kb=round(kept / 1e3), peak_kb=round(peak / 1e3))
    print(f"\n1000 documents: {kept / 1e3:.0f} kB kept, {peak / 1e3:.0f} kB at the most")
    assert kept < 1_000_000


def test_a_megabyte_of_short_sentences_takes_little_memory(benchmark, reader):
    text = "Zoom paused requests from Hong Kong. " * 27_000
    document = given_document("d", text, published="2020-07-08")
    tracemalloc.start()

    benchmark.pedantic(lambda: reader.read(document), rounds=1)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    benchmark.extra_info["peak_mb"] = round(peak / 1e6)
    print(f"\na megabyte of short sentences: {peak / 1e6:.0f} MB at the most")
    assert peak < 200e6


def resident_mb() -> float:
    gc.collect()
    return int(STATM.read_text(encoding="ascii").split()[1]) * 4096 / 1e6
