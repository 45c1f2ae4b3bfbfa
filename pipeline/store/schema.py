"""Put the tables and views together as the statements that lay out a database."""

import sqlite3
from functools import cache

from pipeline.store import (
    collecting_tables,
    evidence_tables,
    figure_tables,
    record_tables,
    statement_tables,
    tracker_tables,
)
from pipeline.store.shapes import Table
from pipeline.store.views import VIEWS

APPLICATION_ID = 0x5374_616E  # "Stan", so that file(1) and we know our own databases
VERSION = 3  # raise it with every change of a table or view
TABLES: tuple[Table, ...] = (
    *tracker_tables.TABLES,
    *evidence_tables.TABLES,
    *figure_tables.TABLES,
    *record_tables.TABLES,
    *statement_tables.TABLES,
    *collecting_tables.TABLES,
)
SEARCH_SUFFIX = "_fts"
TOKENIZE = "porter unicode61 remove_diacritics 2"  # "paused" finds "pause", "cafe" finds "café"


@cache
def statements() -> tuple[str, ...]:
    """Give the statements that lay out an empty database, in the order in which they work.

    sqlite-utils writes indices, full-text search and views into a database in memory, and the
    statements are read back from there: its own methods commit as they go, and ours has to be
    one transaction.
    """
    import sqlite_utils  # noqa: PLC0415  (it loads numpy, for 0.3 s, and readers never need it)

    connection = sqlite3.connect(":memory:")
    try:
        database = sqlite_utils.Database(connection)
        for table in TABLES:
            database.execute(table.definition)
            for columns in table.indices:
                database.table(table.name).create_index(columns)
            if table.search:
                database.table(table.name).enable_fts(table.search, tokenize=TOKENIZE)
        for view in VIEWS:
            database.create_view(view.name, view.sql.strip())
        return tuple(sql for _, _, sql in own_entries(connection))
    finally:
        connection.close()


def own_entries(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Read kind, name and statement of all that was created, in the order of creation.

    What a search table makes for itself is left out: it comes and goes with it.
    """
    shadows = tuple(f"{table.name}{SEARCH_SUFFIX}_" for table in TABLES if table.search)
    rows = connection.execute(
        "select type, name, sql from sqlite_master "
        "where sql is not null and name not like 'sqlite\\_%' escape '\\' order by rowid"
    ).fetchall()
    return [(kind, name, sql) for kind, name, sql in rows if not name.startswith(shadows)]
