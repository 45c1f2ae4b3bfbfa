"""Open databases and refuse those that are not ours; turn SQLite's errors into words."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from pipeline.errors import StoreError
from pipeline.store.schema import APPLICATION_ID, TABLES, VERSION

Mode = Literal["r", "w"]

NEXT_STEPS = {
    sqlite3.SQLITE_FULL: "the disk is full; free some space, then run the command again",
    sqlite3.SQLITE_IOERR: "the disk gave an error; free or mend it, then run the command again",
    sqlite3.SQLITE_READONLY: "it may not be written; mend its permissions or choose --data",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; mend the folder's permissions or choose --data",
    sqlite3.SQLITE_BUSY: "another program is writing in it; wait until it is done, then try again",
    sqlite3.SQLITE_LOCKED: "another program holds it; wait until it is done, then try again",
    sqlite3.SQLITE_NOTADB: "it is no database, or damaged; move it away, then run "
    "'stanceline rebuild'",
    sqlite3.SQLITE_CORRUPT: "it is damaged; move it away, then run 'stanceline rebuild', which "
    "makes it anew from the captures",
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn errors of SQLite inside the block into StoreError, with the next step."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None or (code & 0xFF) not in NEXT_STEPS:
            raise
        raise StoreError(f"{path}: {NEXT_STEPS[code & 0xFF]} ({error})") from error


def connect(path: Path, mode: Mode, *, wait_seconds: float) -> sqlite3.Connection:
    """Connect to a database of ours; ``w`` makes a file that is not there yet.

    Raises StoreError when the file is missing, not ours, of another version or damaged. A
    database of an older version is only refused for reading: writing remakes it anyway.
    """
    if mode == "r" and not path.exists():
        raise StoreError(f"{path}: there is no database yet; make one with 'stanceline rebuild'")
    if path.exists() and not path.is_file():
        raise StoreError(f"{path}: this is no file; move it away, or choose another --data")
    with explained(path):
        connection = _connect(path, mode, wait_seconds)
        try:
            _refuse_foreign(connection, path, mode)
            if mode == "w":
                connection.execute("pragma journal_mode = wal")
                # A power cut may then take the last commits with it, and the archive, which is on
                # disk before them, gives them back; in return few commits wait for the disk.
                connection.execute("pragma synchronous = normal")
            else:
                connection.execute("pragma query_only = on")
        except BaseException:
            connection.close()
            raise
    return connection


def _connect(path: Path, mode: Mode, wait_seconds: float) -> sqlite3.Connection:
    address = path.absolute().as_uri()
    log = path.with_name(f"{path.name}-wal")
    if mode == "w":
        query = "?mode=rwc"
    elif os.access(path.parent, os.W_OK) or (log.exists() and log.stat().st_size):
        query = "?mode=ro"
    else:  # SQLite cannot make its shared memory there; nor can anybody write meanwhile
        query = "?mode=ro&immutable=1"
    connection = sqlite3.connect(
        address + query, uri=True, timeout=wait_seconds, isolation_level=None
    )
    connection.row_factory = sqlite3.Row
    return connection


def _refuse_foreign(connection: sqlite3.Connection, path: Path, mode: Mode) -> None:
    application = connection.execute("pragma application_id").fetchone()[0]
    version = connection.execute("pragma user_version").fetchone()[0]
    empty = connection.execute("select count(*) from sqlite_master").fetchone()[0] == 0
    if empty and application == 0 and version == 0:
        if mode == "r":
            raise StoreError(f"{path}: the database is empty; fill it with 'stanceline rebuild'")
        return
    if application != APPLICATION_ID:
        raise StoreError(
            f"{path}: this database was not made by Stanceline and is left alone; "
            "move it away, or choose another folder with --data"
        )
    if version > VERSION:
        raise StoreError(
            f"{path}: it was made by a newer Stanceline (format {version}, this one knows "
            f"{VERSION}); update Stanceline, or move the file away and run 'stanceline rebuild'"
        )
    if mode == "r" and not (version == VERSION and has_our_tables(connection)):
        raise StoreError(f"{path}: it was made by an older Stanceline; run 'stanceline rebuild'")


def has_our_tables(connection: sqlite3.Connection) -> bool:
    """Tell whether every table is laid out as this program writes it, whatever its version says."""
    found: dict[str, str] = dict(
        connection.execute(
            "select name, sql from sqlite_master where type = 'table' and sql is not null"
        ).fetchall()
    )
    return all(  # SQLite itself writes the first two words, in capitals
        found.get(table.name, "")[len("create table") :] == table.definition[len("create table") :]
        for table in TABLES
    )
