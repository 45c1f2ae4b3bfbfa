"""Turn what commands raise into one line on stderr and an exit code."""

import errno
import io
import os
import sys
from collections.abc import Sequence

import click

from pipeline.cli.group import stanceline
from pipeline.cli.insisting import insisting
from pipeline.errors import StancelineError
from scrapers.errors import ArchiveError

INTERRUPTED = 130  # what shells report for a program that Ctrl-C ended


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; no error that we foresee shows a traceback.

    A reader that has seen enough (``| head``) is no error. Mistakes of our own are let through
    with their traceback, for they are to be mended and not to be explained away.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a stray surrogate stops no output
    try:
        with insisting():
            code = _invoke(arguments)
            sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped. What was captured is kept; run the same command again.", err=True)
        code = INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # quiet the last flush
        code = 0
    except (StancelineError, ArchiveError) as error:
        click.echo(f"stanceline: {error}", err=True)
        code = getattr(error, "exit_code", 1)
    except OSError as error:
        click.echo(f"stanceline: {_explain(error)}", err=True)
        code = 1
    return code


def _invoke(arguments: Sequence[str] | None) -> int:
    if "_STANCELINE_COMPLETE" in os.environ:  # click's protocol for completion in shells
        stanceline.main(prog_name="stanceline")
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with stanceline.make_context("stanceline", given) as context:
            stanceline.invoke(context)
    except click.exceptions.Exit as ending:
        return ending.exit_code
    return 0


def _explain(error: OSError) -> str:
    """Say what the system refused, to which file, and what to do next."""
    next_steps = {
        errno.ENOSPC: "free some space, then run the same command again; nothing was lost",
        errno.EDQUOT: "free some space, then run the same command again; nothing was lost",
        errno.EFBIG: "free some space, then run the same command again; nothing was lost",
        errno.EEXIST: "a file stands where a folder must be; move it away, then try again",
        errno.ENOTDIR: "a file stands where a folder must be; move it away, then try again",
        errno.EROFS: "choose a folder that can be written with --data",
        errno.EACCES: "choose a folder that you may write with --data, or mend its permissions",
        errno.EPERM: "choose a folder that you may write with --data, or mend its permissions",
    }
    place = error.filename if error.filename is not None else "output"
    step = next_steps.get(error.errno or 0, "look at that path, then run the same command again")
    return f"{place}: {error.strerror or error}; {step}"
