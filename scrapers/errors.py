"""Name what can go wrong at the edge to the outside world.

ArchiveError    an archive that cannot be read or written; exit code 1: somebody must look

Each message says what happened, to what, and what to do next.
"""


class ArchiveError(Exception):
    """A WARC file that is damaged, cannot be written, or does not hold what was asked for."""

    exit_code = 1
