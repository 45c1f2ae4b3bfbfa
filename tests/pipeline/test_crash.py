"""Kill a night or the reading of an archive, and run it again: it ends as if nothing had happened.

``STANCELINE_CRASHES`` says how many moments are tried. The children are forked from a process that
has loaded spaCy: to load it takes 2 s, longer than the whole night of a trial.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from select import select

import pytest
from bulk_files import PAUSED, TARTS, packed, record
from nights import PLACES, data_folder, give_validators, rows_of
from replica import Replica, build_night

from scrapers.archive import Archive
from scrapers.looks import Look

ROOT = Path(__file__).parents[2]
CRASHES = int(os.environ.get("STANCELINE_CRASHES", "8"))
SOURCES = {
    *("harbour_daily", "quay_courier", "kilobyte_wire", "praya_observer"),
    *("zoom_statement", "proton_statement", "google_report"),
}
# Each run that was cut short stands in these with what it did.
OF_RUNS = ("runs", "visits", "archive_files")
CONDITIONS = {"if-none-match", "if-modified-since"}


def never() -> bool:
    return False


class Nights:
    """The process whose children are nights."""

    def __init__(self) -> None:
        places = [ROOT, ROOT / "tests", ROOT / "tests" / "support"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "killed_night"],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, places))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,  # what it says is waited for, and must not lie in a buffer
        )
        assert self._hear() == b"ready"

    def run(self, data: Path, day: float | str, *, until: Callable[[], bool] = never) -> int:
        """Run a night, or read a WARC file, killed when ``until`` says so; tell how it ended."""
        self._say(f"{data} {day}")
        child, done = int(self._hear()), self._process.stdout
        while not select([done], [], [], 0.0005)[0]:
            if until():
                os.kill(child, signal.SIGKILL)
                break
        ending = int(self._hear())
        self._say("")
        return ending

    def close(self) -> None:
        self._process.communicate(timeout=60)

    def _say(self, line: str) -> None:
        self._process.stdin.write(f"{line}\n".encode())

    def _hear(self) -> bytes:
        return self._process.stdout.readline().strip()


@dataclass(frozen=True)
class Undisturbed:
    """A night that nobody kills: what stood before it, and what it comes to."""

    replica: Replica
    before: Path
    day: float
    result: dict
    seconds: float
    appends: int


@pytest.fixture(scope="module")
def nights() -> Iterator[Nights]:
    running = Nights()
    yield running
    running.close()


@pytest.fixture(scope="module")
def undisturbed(nights, tmp_path_factory) -> Iterator[list[Undisturbed]]:
    """Run a first night, and a second one on which pages are seen again and have changed."""
    with ExitStack() as stack:
        yield [prepare(nights, stack, tmp_path_factory.mktemp("crash"), day) for day in (0, 1)]


def prepare(nights: Nights, stack: ExitStack, folder: Path, day: int) -> Undisturbed:
    replica = stack.enter_context(Replica())
    replica.world, sources = build_night(replica.port)
    give_validators(replica.world)
    few = [{**source, "pace_seconds": 0.001} for source in sources if source["id"] in SOURCES]
    before = data_folder(folder / "before", few)
    if day:
        assert nights.run(before, 0) == 0
        replica.world.next_night()
    after = shutil.copytree(before, folder / "after")
    began = time.monotonic()
    assert nights.run(after, day) == 0
    seconds = time.monotonic() - began
    appends = len(looks_in(after)) - len(looks_in(before))
    return Undisturbed(replica, before, day, result_of(after), seconds, appends)


def warcs(data: Path) -> Path:
    return data / "private" / "warc"


def looks_in(data: Path) -> list[Look]:
    return [entry for entry in Archive(warcs(data)).entries() if isinstance(entry, Look)]


def result_of(data: Path) -> dict:
    """Give what nights came to, without where it lies and how many of them it took.

    An address that was asked twice came new the first time only.
    """
    rows = rows_of(data, without=PLACES)
    rows["looks"] = rows_of(data, without={*PLACES, "outcome", "status"})["looks"]
    captured = {
        (look.ask.url, look.capture.digest, look.capture.captured_at, look.ask.purpose)
        for look in looks_in(data)
        if look.capture
    }
    reported = {
        (change["kind"], change["event"]["id"], *change["fields"])
        for path in (data / "private" / "digests").glob("*-digest.json")
        for change in json.loads(path.read_text(encoding="utf-8"))["changes"]
    }
    kept = {name: found for name, found in rows.items() if name not in OF_RUNS}
    return {**kept, "captured": captured, "reported": reported}


def moment_to_kill(draw: random.Random, data: Path, night: Undisturbed) -> Callable[[], bool]:
    """Draw a moment of the night, or the one right after something came into the archive."""
    if draw.random() < 0.5:
        deadline = time.monotonic() + draw.uniform(0, night.seconds)
        return lambda: time.monotonic() >= deadline
    appends = draw.randint(1, night.appends + 2)  # the first opens the file, the last ends the run
    sizes: set[int] = {archived_bytes(data)}

    def has_grown_often() -> bool:
        sizes.add(archived_bytes(data))
        return len(sizes) > appends

    return has_grown_often


def archived_bytes(data: Path) -> int:
    return sum(path.stat().st_size for path in warcs(data).glob("*.warc.gz"))


@pytest.mark.parametrize("trial", range(CRASHES))
def test_a_night_that_was_killed_comes_to_the_same_when_it_is_run_again(
    trial, nights, undisturbed, tmp_path
):
    draw, night = random.Random(trial), undisturbed[trial % 2]
    data = shutil.copytree(night.before, tmp_path / "data")
    again = []
    for last in [False] * draw.choice([1, 1, 1, 2, 3]) + [True]:
        archived = {look.ask.url for look in looks_in(data) if look.capture}
        night.replica.forget()
        until = never if last else moment_to_kill(draw, data, night)
        ending = nights.run(data, night.day, until=until)
        again += [
            asked
            for asked in night.replica.requests
            if night.replica.url(asked.host, asked.path) in archived
            and not CONDITIONS & set(asked.headers)
        ]

    assert (ending, again) == (0, [])
    assert result_of(data) == night.result
    assert Archive(warcs(data)).verify() == []


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> str:
    """Write a WARC file in which every third page tells of an answer, and one record is damaged."""
    texts = [PAUSED, TARTS, TARTS.replace("Lisbon", "Porto")]
    records = [record(number, texts[number % 3]) for number in range(36)]
    records[7] = record(7, moment="yesterday")
    return packed(tmp_path_factory.mktemp("news") / "news.warc.gz", *records)


@pytest.fixture(scope="module")
def read_undisturbed(nights, archive, tmp_path_factory) -> tuple[dict, float]:
    """Read the archive in one go: what it comes to, and how many seconds that takes."""
    data = data_folder(tmp_path_factory.mktemp("undisturbed"), [])
    began = time.monotonic()
    assert nights.run(data, archive) == 0
    return result_of(data), time.monotonic() - began


@pytest.mark.parametrize("trial", range(max(3, CRASHES // 3)))
def test_an_archive_whose_reading_was_killed_comes_to_the_same_when_it_is_read_again(
    trial, nights, archive, read_undisturbed, tmp_path
):
    draw, (result, seconds) = random.Random(trial), read_undisturbed
    data = data_folder(tmp_path / "data", [])
    for _ in range(draw.choice([1, 1, 2, 3])):
        deadline = time.monotonic() + draw.uniform(0, seconds)
        nights.run(data, archive, until=lambda end=deadline: time.monotonic() >= end)

    assert nights.run(data, archive) == 0
    assert result_of(data) == result
    assert len(result["captured"]) == 12
    assert Archive(warcs(data)).verify() == []
