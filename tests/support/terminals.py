"""Run commands on a terminal of the test's own."""

import os
import pty
import struct
import subprocess
import termios
from fcntl import ioctl

from sharing import STANCELINE


def on_a_terminal(*arguments: str, columns: int, environment: dict[str, str]) -> str:
    """Run a command on a pseudo-terminal of a given width, and return what it shows."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    clean = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "TERM")}
    process = subprocess.Popen(
        [*STANCELINE, *arguments],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**clean, "TERM": "xterm-256color", **environment},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux reports the end of a terminal as an input/output error
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return shown.decode("utf-8")
