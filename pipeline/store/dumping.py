"""Write a database out as SQL: the same rows give the same bytes."""

import sqlite3
from collections.abc import Iterator

from pipeline.store.schema import (
    APPLICATION_ID,
    SEARCH_SUFFIX,
    TABLES,
    VERSION,
    statements,
)


def dump(connection: sqlite3.Connection) -> Iterator[str]:
    """Write statements that make the database anew, a line each or more.

    ``Connection.iterdump`` would add what SQLite keeps for full-text search, which depends on
    its version; here the index is made anew by the last statements.
    """
    yield f"pragma application_id = {APPLICATION_ID};"
    yield f"pragma user_version = {VERSION};"
    yield "begin;"
    for sql in statements():
        yield f"{sql};"
    for table in TABLES:
        columns = ", ".join(f'"{name}"' for name in table.names)
        keys = ", ".join(f'"{name}"' for name in table.key)
        for row in connection.execute(f'select {columns} from "{table.name}" order by {keys}'):
            yield f'insert into "{table.name}" values ({", ".join(map(_literal, row))});'
    for table in TABLES:
        if table.search:
            search = f"{table.name}{SEARCH_SUFFIX}"
            yield f"insert into {search} ({search}) values ('rebuild');"
    yield "commit;"


def _literal(value: str | int | float | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        quoted = value.replace("'", "''")
        return f"'{quoted}'"
    return repr(value)
