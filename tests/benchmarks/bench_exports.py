"""How fast 100,000 events are written in each text format, and how little memory that takes."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

SUPPORT = Path(__file__).parents[1] / "support"
COUNT = 100_000
TEXTS = (
    *("atom", "bibtex", "csv", "ics", "json", "jsonfeed", "markdown", "ndjson"),
    *("timelinejs", "timelinejs-csv"),
)
MOST_MB = 300


class Sink:
    """Counts what is written and forgets it."""

    size = 0

    def write(self, piece: bytes) -> int:
        self.size += len(piece)
        return len(piece)

    def writelines(self, pieces) -> None:
        for piece in pieces:
            self.write(piece)

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def flush(self) -> None:
        pass

    closed = False


def lines() -> Iterator:
    """Make events with two proofs each and words that no other has, as the store would."""
    from editions import LINE

    for number in range(COUNT):
        name = f"company-{number % 500}-paused-{number}"
        quote = f"Company {number % 500} paused request q{number * 7919:x} from Hong Kong, it said."
        event = replace(
            LINE.event,
            id=name,
            company=f"company-{number % 500}",
            company_name=f"Company {number % 500}",
            quote=quote,
            url=f"https://paper.example/{number}",
            date=f"20{20 + number % 6}-0{number % 9 + 1}",
            precision="month",
        )
        first = replace(LINE.proofs[0], event=name, quote=quote, url=event.url)
        yield replace(LINE, event=event, proofs=(first, replace(LINE.proofs[1], event=name)))


def measure(name: str) -> None:
    """Write one format, and tell its seconds of CPU, those of plain JSON, and the memory."""
    sys.path.insert(0, str(SUPPORT))
    from editions import edition_of

    from pipeline.exports import formats
    from pipeline.exports.rows import line_object

    edition = replace(edition_of([]), lines=lines, count=COUNT)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    sink = Sink()
    rows = formats()[name].write(edition, sink)  # type: ignore[arg-type]
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    for line in lines():
        json.dumps(line_object(edition, line))
    told = {"rows": rows, "seconds": seconds, "plain": time.process_time() - start}
    print(
        json.dumps(told | {"size": sink.size, "mb": peak / 1024, "grown": (peak - before) / 1024})
    )


@pytest.mark.parametrize("name", TEXTS)
def test_a_hundred_thousand_events_stream_through(benchmark, name):
    command = [sys.executable, __file__, name]
    root = Path(__file__).parents[2]

    def run() -> str:
        return subprocess.run(
            command, cwd=root, env={"PYTHONPATH": str(root)}, capture_output=True, check=True
        ).stdout.decode()

    told = json.loads(benchmark.pedantic(run, rounds=1))

    ratio = told["seconds"] / told["plain"]
    benchmark.extra_info.update(told, ratio=round(ratio, 1))
    print(
        f"\n{name}: {told['size'] / 1e6:.0f} MB in {told['seconds']:.1f} s, {ratio:.1f} times "
        f"plain JSON; {told['mb']:.0f} MB of memory at the most, {told['grown']:.0f} of them for it"
    )
    assert told["rows"] == COUNT
    assert told["mb"] < MOST_MB
    assert ratio < 12


if __name__ == "__main__":
    measure(sys.argv[1])
