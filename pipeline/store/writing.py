"""Write the rows of a database, all in one transaction."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.store.contents import Contents
from pipeline.store.rows import Row, rows_of
from pipeline.store.schema import (
    APPLICATION_ID,
    SEARCH_SUFFIX,
    TABLES,
    VERSION,
    own_entries,
    statements,
)
from pipeline.store.shapes import Table


@contextmanager
def remaking(connection: sqlite3.Connection, path: Path, contents: Contents) -> Iterator[None]:
    """Replace everything in the database by ``contents`` and what the block adds.

    Readers see the old rows until all new ones are there. Tables are emptied and filled again
    and not replaced, because programs that serve the file hold it open. Foreign keys are checked
    once at the end: for whole tables that is faster, and the order of writing does not matter.
    """
    rows = rows_of(contents)
    connection.execute("begin immediate")
    try:
        _lay_out(connection)
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute(f"pragma user_version = {VERSION}")
        for table in TABLES:
            insert(connection, path, table, rows[table.name])
        for table in TABLES:
            if table.search:
                search = f"{table.name}{SEARCH_SUFFIX}"
                connection.execute(f"insert into {search} ({search}) values ('rebuild')")
        yield
        _check_links(connection, path)
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


def shorten_log(connection: sqlite3.Connection) -> None:
    """Move what was written from the log to the database, unless a reader still needs the log.

    It is not worth waiting for: the next rebuild, or the last program to close, does it as well.
    """
    wait_ms = connection.execute("pragma busy_timeout").fetchone()[0]
    connection.execute("pragma busy_timeout = 0")
    with suppress(sqlite3.OperationalError):
        connection.execute("pragma wal_checkpoint(truncate)")
    connection.execute(f"pragma busy_timeout = {wait_ms}")


def _lay_out(connection: sqlite3.Connection) -> None:
    """Empty the tables, or make them anew when they are not as this version wants them."""
    entries = own_entries(connection)
    if [sql for _, _, sql in entries] == list(statements()):
        for table in TABLES:
            connection.execute(f'delete from "{table.name}"')
        return
    for kind in ("view", "table"):  # indices go with their tables
        for entry_kind, name, _ in entries:
            if entry_kind == kind:
                connection.execute(f'drop {kind} "{name}"')
    for sql in statements():
        connection.execute(sql)


def insert(
    connection: sqlite3.Connection,
    path: Path,
    table: Table,
    rows: Iterable[Row],
    *,
    replace: bool = False,
) -> None:
    """Insert rows, or put them in the place of those with their keys.

    Raises StoreError, naming row and key, when the database refuses one.
    """
    places = ", ".join("?" * len(table.columns))
    last: list[Row] = []

    def watched() -> Iterator[Row]:
        for row in rows:
            last[:] = [row]
            yield row

    try:
        command = "insert or replace" if replace else "insert"
        connection.executemany(f'{command} into "{table.name}" values ({places})', watched())
    except sqlite3.IntegrityError as error:
        row = dict(zip(table.names, last[0], strict=True))
        key = ", ".join(str(row[name]) for name in table.key)
        raise StoreError(
            f"{path}: table {table.name}, row {key}: {error}. Nothing was changed; "
            "look at where that row comes from"
        ) from error


def _check_links(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StoreError, naming row and column, when a row points to one that is not there."""
    broken = connection.execute("pragma foreign_key_check").fetchone()
    if broken is None:
        return
    by_name = {table.name: table for table in TABLES}
    table, target = by_name[broken["table"]], broken["parent"]
    links = connection.execute(f'pragma foreign_key_list("{table.name}")').fetchall()
    column = next(link["from"] for link in links if link["id"] == broken["fkid"])
    wanted = ", ".join(f'"{name}"' for name in (*table.key, column))
    row = connection.execute(
        f'select {wanted} from "{table.name}" where rowid = :row', {"row": broken["rowid"]}
    ).fetchone()
    key = ", ".join(str(row[name]) for name in table.key)
    raise StoreError(
        f"{path}: table {table.name}, row {key}: {column} {row[column]!r} is not in table "
        f"{target}. Nothing was changed; add it there, or correct that row's source"
    )
