"""Answer on the command line: the only part of Stanceline that prints and exits."""

import sys

from pipeline.cli.running import run


def main() -> None:
    """Run the command line and leave with its exit code: 0 well, 1 look here, 2 wrong usage."""
    sys.exit(run())
