"""Draw the tree of errors that Stanceline raises on purpose.

    StancelineError            exit code 1: somebody must look
    |-- UnreadableDocument     a file that is not a text we can read
    |-- StoreError             the database is not ours, too new, or could not be written
    |-- Busy                   another command holds the data folder
    |-- NotFound               a name, event or file that is not there
    |-- OurMistake             code of ours that broke on a page or a source
    |-- UnsoundRuling          exit code 2: a ruling that cannot stand (pipeline/reviews/rulings.py)
    `-- TrackerError           exit code 2: the tracker's TOML is unsound

Each message says what happened, to what, and what to do next.
"""


class StancelineError(Exception):
    """Something in the world is not as it must be; the message says what to do next."""

    exit_code = 1


class UnreadableDocument(StancelineError):
    """A file or page out of which no text can be read."""


class StoreError(StancelineError):
    """A database that is not ours, is newer than this program, or cannot be written."""


class Busy(StancelineError):
    """Another command is writing in the same data folder."""


class NotFound(StancelineError):
    """A company, an event or a file that does not exist."""


class OurMistake(StancelineError):
    """Code of ours that broke on one page or source; the message names which."""


class TrackerError(StancelineError):
    """A tracker's TOML that cannot be used; the message names file, entry and key."""

    exit_code = 2
