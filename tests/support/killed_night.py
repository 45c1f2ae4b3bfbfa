"""Run nights in children that may be killed: forked from a process that has loaded the model.

For each data folder and day on standard input a night begins, and its process id is printed; when
it has ended, so is how: 0 when all went well, minus the signal when it was killed. An empty line
then lets it go. In the place of a day the name of a WARC file has that read instead.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bulk_files import Inline
from nights import OURS, data_folder, night
from replica import Replica, build_night

from pipeline import bulk_parts
from pipeline.bulk import job_of
from pipeline.bulk_driving import read_archives
from pipeline.bulk_positions import Positions
from pipeline.nights import recorded, utc_now
from pipeline.tracker import load_tracker

REHEARSED = {"harbour_daily", "zoom_statement", "google_report"}  # a feed, a page, a download


def main() -> None:
    """Load what is slow to load, then begin one night after the other."""
    rehearse()
    print("ready", flush=True)
    for line in sys.stdin:
        folder, what = line.rsplit(maxsplit=1)
        child = os.fork()
        if child == 0:
            if what.endswith(".gz"):
                bulk(Path(folder), what)
            else:
                night(Path(folder), days=float(what), threads=4)  # what it raises ends it with 1
            os._exit(0)
        print(child, flush=True)
        # Its number is free for others only when we have taken note, after all kills.
        ending = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        killed = ending.si_code != os.CLD_EXITED
        print(-ending.si_status if killed else ending.si_status, flush=True)
        sys.stdin.readline()
        os.waitpid(child, 0)


def rehearse() -> None:
    """Run a small night in this process, so that no child has to load what a night needs."""
    with TemporaryDirectory() as folder, Replica() as replica:
        replica.world, sources = build_night(replica.port)
        few = [{**each, "pace_seconds": 0.001} for each in sources if each["id"] in REHEARSED]
        assert night(data_folder(Path(folder), few)).run.problems == ()


def bulk(data: Path, file: str) -> None:
    """Read a WARC file as ``stanceline backfill warc`` does, in this process and in many parts."""
    bulk_parts.PART_BYTES = 3000
    tracker = load_tracker(OURS)
    with recorded(data, tracker, command="backfill warc") as intake:
        positions = Positions(data / "private" / "archives.jsonl")
        job = job_of(tracker)
        read_archives([file], job=job, engine=Inline(), intake=intake, positions=positions)
        intake.settle()
        intake.finish((), finished_at=utc_now())


if __name__ == "__main__":
    main()
