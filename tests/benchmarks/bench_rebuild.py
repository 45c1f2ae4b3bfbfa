"""What a rebuild takes a document: beside the reading alone, and as the archive grows.

Small pages of a made-up newsroom, one in fifty of which says that a company has paused something.
$STANCELINE_REBUILT_DOCUMENTS says how many there are in the larger archive. Processor time counts,
in one process, and what is compared was measured in turn.
"""

import os
from pathlib import Path
from time import process_time

import pytest
from big_archive import fill
from nights import TRACKER, data_folder

from pipeline.extract import Reader
from pipeline.looking import read_found
from pipeline.rebuilding import rebuild
from pipeline.store import Store
from pipeline.tracker import load_tracker
from scrapers.archive import Archive
from scrapers.looks import Look

MANY = int(os.environ.get("STANCELINE_REBUILT_DOCUMENTS", "2000"))
FEW = MANY // 4
ROUNDS = 3
ORIGINS = {f"paper_{number}": f"https://paper-{number}.example" for number in range(5)}


@pytest.fixture(scope="module")
def archives(tmp_path_factory) -> dict[int, Path]:
    """Fill two archives, one four times as large as the other."""
    folders = {}
    for count in (FEW, MANY):
        folders[count] = data_folder(tmp_path_factory.mktemp("bench") / "data", [])
        fill(folders[count], load_tracker(folders[count] / TRACKER), origins=ORIGINS, count=count)
    return folders


def dump_of(data: Path) -> list[str]:
    with Store.open(data / "timeline.db") as store:
        return list(store.dump())


def read_all(data: Path, reader: Reader) -> int:
    """Read every page of an archive, and keep nothing."""
    entries = Archive(data / "private" / "warc").entries({})
    looks = (entry.capture for entry in entries if isinstance(entry, Look))
    return sum(len(reader.read(read_found(each, None))) for each in looks if each is not None)


def test_a_rebuild_costs_little_beside_the_reading_and_no_more_as_it_grows(benchmark, archives):
    tracker = load_tracker(archives[MANY] / TRACKER)
    reader = Reader(tracker)
    assert read_all(archives[FEW], reader) == FEW // 50  # and both have loaded what they need
    rebuild(archives[FEW], tracker)
    first = dump_of(archives[FEW])
    times: dict[str, list[float]] = {"read": [], "few": [], "many": []}

    def timed(name, count, work):
        begun = process_time()
        work()
        times[name].append((process_time() - begun) / count)

    def in_turn():
        timed("read", FEW, lambda: read_all(archives[FEW], reader))
        timed("few", FEW, lambda: rebuild(archives[FEW], tracker))
        timed("many", MANY, lambda: rebuild(archives[MANY], tracker))

    benchmark.pedantic(in_turn, rounds=ROUNDS)

    read, few, many = (1000 * min(times[name]) for name in ("read", "few", "many"))
    benchmark.extra_info.update(
        read_ms=round(read, 2), few_ms=round(few, 2), many_ms=round(many, 2)
    )
    print("\nrebuild, cpu                  ms a document  ÷ reading alone")
    print(f"reading alone                 {read:13.2f}  {1:15.2f}")
    print(f"{FEW:6} documents              {few:13.2f}  {few / read:15.2f}")
    print(f"{MANY:6} documents              {many:13.2f}  {many / read:15.2f}")
    assert many < 1.8 * read
    assert many < 1.15 * few
    assert dump_of(archives[FEW]) == first
