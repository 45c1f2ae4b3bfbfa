"""Run nights in children that may be killed: forked from a process that has loaded the model.

For each data folder and day on standard input a night begins, and its process id is printed; when
it has ended, so is how: 0 when all went well, minus the signal when it was killed. An empty line
then lets it go.
"""

import os
import sys
from pathlib import Path

from nights import OURS, article, night

from pipeline.extract import Reader
from pipeline.parse.document import read_document
from pipeline.tracker import load_tracker


def main() -> None:
    """Load what is slow to load, then begin one night after the other."""
    page = article("Zoom said that it had paused data requests from the Hong Kong police.")
    Reader(load_tracker(OURS)).read(read_document(page.encode(), media_type="text/html"))
    print("ready", flush=True)
    for line in sys.stdin:
        folder, day = line.rsplit(maxsplit=1)
        child = os.fork()
        if child == 0:
            night(Path(folder), days=float(day), threads=4)  # what it raises ends it with 1
            os._exit(0)
        print(child, flush=True)
        # Its number is free for others only when we have taken note, after all kills.
        ending = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        killed = ending.si_code != os.CLD_EXITED
        print(-ending.si_status if killed else ending.si_status, flush=True)
        sys.stdin.readline()
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
