"""Check in seconds that reading archives did not become slower: ratios only, against pinned floors.

Seconds mean nothing on a machine that others use, so each work is set against a plain one in the
same process, in turns, the least of some rounds; before it fails it measures all again. A ratio
that is a third worse than its floor in ``floors.toml`` ends this with 1. To see that it can, and
to pin the floors anew, on a machine that nobody else uses:

    python tests/benchmarks/quick.py --slow reader
    python tests/benchmarks/quick.py --pin
"""

import argparse
import sys
import tempfile
import tomllib
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

import deflate
import lxml.html
from benchmarks.bulk_chain import TRACKER, members, open_chain
from benchmarks.measuring import cpu_of, in_turns, laid_out
from benchmarks.news_archive import archive

from pipeline.gate import Gate
from pipeline.parse.document import Unwanted, read_document
from pipeline.tracker import load_tracker
from scrapers.foreign_warc import ForeignPage, WarcReading

PAGES = 500
WORSE = 4 / 3  # than its floor, and a ratio fails
HELD = 150  # pages whose bytes are given to the gate
TOLD = 15  # pages whose text is
AGAINST = {  # each work, and the plain one that it is measured by
    "unpacking": "zlib",
    "reader": "zlib",
    "chain": "zlib",
    "gate": "lower",
    "parser": "lxml",
}


class Works:
    """What is measured, each on the same pages; ``slow`` names one that does its work twice."""

    def __init__(self, file: Path, folder: Path, *, slow: str | None) -> None:
        self._file = file
        self._folder = folder
        self._slow = slow
        self._gate = Gate(load_tracker(TRACKER))
        self._held = self._pages(lambda body: True)[:HELD]
        # Only what passed the gate by its bytes comes to the parser.
        self._told = (self._pages(self._gate.may) * TOLD)[:TOLD]
        self._rounds = 0
        self._chain()  # what is loaded once

    def measure(self, rounds: int) -> dict[str, float]:
        """Give the seconds of processor time of each work."""
        works: dict[str, Callable[[], object]] = {
            "zlib": self._zlib,
            "unpacking": self._deflate,
            "reader": partial(self._pages, lambda body: False),
            "lower": lambda: [page.body.lower() for page in self._held],
            "gate": lambda: [self._gate.may(page.body) for page in self._held],
            "lxml": lambda: [lxml.html.fromstring(page.body) for page in self._told],
            "parser": lambda: [self._is_wanted(page) for page in self._told],
        }
        timed = {name: partial(self._timed, name, work) for name, work in works.items()}
        return in_turns(rounds, **timed, chain=self._chain)

    def _timed(self, name: str, work: Callable[[], object]) -> float:
        return cpu_of(work) + (cpu_of(work) if name == self._slow else 0)

    def _pages(self, may: Callable[[bytes], bool]) -> list[ForeignPage]:
        with self._file.open("rb") as file:
            return [each for each in WarcReading(file, may=may) if isinstance(each, ForeignPage)]

    def _is_wanted(self, page: ForeignPage) -> bool:
        """Read as much of a page as tells whether it concerns the law."""
        try:
            read_document(page.body, media_type=page.media_type, wanted=self._gate.wants)
        except Unwanted:
            return False
        return True

    def _zlib(self) -> None:
        for member in members(self._file):
            zlib.decompress(member, zlib.MAX_WBITS + 16)

    def _deflate(self) -> None:
        for member in members(self._file):
            deflate.gzip_decompress(member)

    def _chain(self) -> float:
        """Read the file into an empty folder: only the reading counts, not the opening."""
        self._rounds += 1
        with open_chain(self._folder / str(self._rounds)) as opened:
            spent = cpu_of(lambda: opened.read(self._file))
            return spent + (cpu_of(lambda: opened.read(self._file)) if self._slow == "chain" else 0)


def ratios_of(seconds: dict[str, float]) -> dict[str, float]:
    """Set each work against its plain one."""
    return {f"{name}_to_{plain}": seconds[name] / seconds[plain] for name, plain in AGAINST.items()}


def too_slow(ratios: dict[str, float], floors: dict[str, float]) -> list[str]:
    """Name the ratios that are worse than their floor by a third, or have none."""
    return [name for name, ratio in ratios.items() if ratio > floors.get(name, 0.0) * WORSE]


def pinned(path: Path, ratios: dict[str, float]) -> dict[str, float]:
    """Write the ratios as the floors, under the comment that stands at the top of the file."""
    comment, _, _ = path.read_text(encoding="utf-8").partition("[ratios]")
    lines = "".join(f"{name} = {ratio:.3f}\n" for name, ratio in ratios.items())
    path.write_text(f"{comment}[ratios]\n{lines}", encoding="utf-8")
    return ratios


def main() -> int:
    """Measure, print the table, and say with the exit code whether all is well."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--floors", type=Path, default=Path(__file__).with_name("floors.toml"))
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--pin", action="store_true", help="write what is measured as the floors")
    asked.add_argument("--slow", choices=list(AGAINST), help="do this work twice, to see it fail")
    given = asked.parse_args()
    floors = tomllib.loads(given.floors.read_text(encoding="utf-8"))["ratios"]
    with tempfile.TemporaryDirectory() as folder:
        works = Works(archive(PAGES).path, Path(folder), slow=given.slow)
        seconds = works.measure(given.rounds)
        if too_slow(ratios_of(seconds), floors):
            again = works.measure(given.rounds)
            seconds = {name: min(spent, again[name]) for name, spent in seconds.items()}
    ratios = ratios_of(seconds)
    if given.pin:
        floors = pinned(given.floors, ratios)
    slow = too_slow(ratios, floors)
    rows = [
        (name, f"{ratio:.3f}", f"{floors.get(name, 0.0):.3f}", "SLOW" if name in slow else "well")
        for name, ratio in ratios.items()
    ]
    print(laid_out(("ratio of processor time", "now", "floor", ""), rows))
    for name in slow:
        print(f"{name} is worse than its floor by a third; find what slowed it", file=sys.stderr)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
