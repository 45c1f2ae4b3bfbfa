"""Bound what a question from outside can cost where SQLite's own clock does not look."""

import sqlite3

LONGEST_VALUE = 20_000_000  # bytes: above any text that is kept; SQLite allows a thousand million


def guard(connection: sqlite3.Connection) -> None:
    """Limit the values that a question can make, and search in texts in time that stays linear.

    SQLite looks at the clock between steps. Its own ``instr`` compares one text with another in a
    single step, whose length is the product of theirs.
    """
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.create_function("instr", 2, _position, deterministic=True)


def _position(text: object, part: object) -> int | None:
    if text is None or part is None:
        return None
    if isinstance(text, bytes) and isinstance(part, bytes):
        return text.find(part) + 1
    return str(text).find(str(part)) + 1
