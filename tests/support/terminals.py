"""Run commands on a terminal of the test's own."""

import os
import pty
import struct
import sys
import termios
import traceback
from collections.abc import Callable, Mapping, Sequence
from fcntl import ioctl
from select import select

from pipeline.cli.running import run

PATIENCE = 60  # seconds that a command may be silent


def on_a_terminal(*arguments: str, columns: int, environment: Mapping[str, str]) -> str:
    """Run a command on a pseudo-terminal of a given width, and return what it shows."""
    child, terminal = _begin(arguments, columns, environment, quiet=True)
    return _shown_until_the_end(child, terminal)


def converse(*arguments: str, columns: int, reply: Callable[[], bytes]) -> str:
    """Run a command on a pseudo-terminal and type a reply to each question; return what it shows.

    A question is what ends in a colon and a space.
    """
    child, terminal = _begin(arguments, columns, {})
    return _shown_until_the_end(child, terminal, reply)


def _begin(
    arguments: Sequence[str], columns: int, environment: Mapping[str, str], *, quiet: bool = False
) -> tuple[int, int]:
    """Begin a command in a fork of this process, which has loaded all that is slow to load."""
    child, ours = pty.fork()
    if child:
        return child, ours
    code = 1
    try:
        ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        if quiet:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
        for name in ("COLUMNS", "NO_COLOR", "TERM", "STANCELINE_REVIEWER"):
            os.environ.pop(name, None)
        os.environ.update({"TERM": "xterm-256color", **environment})
        code = run(arguments)
        sys.stdout.flush()
    finally:  # whatever happens, this process must not go on with the tests of its parent
        if raised := sys.exception():
            traceback.print_exception(raised)
        os._exit(code)


def _shown_until_the_end(
    child: int, terminal: int, reply: Callable[[], bytes] | None = None
) -> str:
    shown = unread = b""
    while select([terminal], [], [], PATIENCE)[0]:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # Linux reports the end of a terminal as an input/output error
            break
        if not piece:
            break
        shown, unread = shown + piece, unread + piece
        if reply and unread.endswith(b": "):
            unread = b""
            os.write(terminal, reply())
    os.close(terminal)  # a command that still runs is hung up on
    _, ending = os.waitpid(child, 0)
    assert ending == 0, shown.decode("utf-8", "replace")
    return shown.decode("utf-8")
