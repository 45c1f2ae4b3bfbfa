"""What it takes to begin: commands, a night without news, a worker; in processor time.

Every start is a process of its own, each as often as the others and in turn with them, and the
least of its times counts. All are measured against the bare import of spaCy, in the same run.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TRACKER = Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl"
ROUNDS = 5
LOAD_TRACKER = (
    "from pathlib import Path\n"
    "from pipeline.tracker import load_tracker\n"
    f"tracker = load_tracker(Path({str(TRACKER)!r}))\n"
)
READER = LOAD_TRACKER + "from pipeline.extract import Reader\nreader = Reader(tracker)\n"
STARTS = {
    "python alone": "pass",
    "import spacy": "import spacy",
    "a tracker": LOAD_TRACKER,
    "a night's imports": "import pipeline.refreshing",
    "a reader": READER,
    "a reader and its model": READER + "reader._close_reader()",
}


def command(*arguments: object) -> str:
    given = [str(argument) for argument in arguments]
    return f"from pipeline.cli.running import run\nassert run({given!r}) == 0"


def seconds(code: str) -> float:
    """Run code in a process of its own; give the processor time that it took."""
    before = os.times()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    after = os.times()
    user = after.children_user - before.children_user
    return user + after.children_system - before.children_system


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """Build the demo, for the commands that read a database."""
    folder = tmp_path_factory.mktemp("bench") / "data"
    seconds(command("demo", "--data", folder))
    return folder


def test_starts(benchmark, data):
    starts = {
        **STARTS,
        "--help": command("--help"),
        "timeline --help": command("timeline", "--help"),
        "timeline": command("timeline", "--data", data),
        "statements": command("statements", "--data", data),
        "export csv": command("export", "csv", "-o", data / "x.csv", "--data", data),
    }
    times: dict[str, list[float]] = {name: [] for name in starts}

    def start_all():
        for name, code in starts.items():
            times[name].append(seconds(code))

    benchmark.pedantic(start_all, rounds=ROUNDS)

    least = {name: min(taken) for name, taken in times.items()}
    spacy = least["import spacy"]
    benchmark.extra_info.update({name: round(taken, 2) for name, taken in least.items()})
    print("\nstart                    cpu s  ÷ import spacy")
    for name, taken in least.items():
        print(f"{name:24} {taken:5.2f}  {taken / spacy:14.2f}")
    assert least["--help"] < 0.2 * spacy
    assert least["timeline --help"] < 0.2 * spacy
    assert least["timeline"] < 0.7 * spacy
    assert least["export csv"] < 1.5 * spacy
    assert least["a night's imports"] < 1.4 * spacy
    assert least["a reader"] < 0.7 * spacy
