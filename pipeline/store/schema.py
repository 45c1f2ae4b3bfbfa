"""Put the tables and views together as the statements that lay out a database."""

import sqlite3
from functools import cache

from pipeline.store import (
    collecting_tables,
    evidence_tables,
    figure_tables,
    keeping,
    record_tables,
    searching_han,
    statement_tables,
    tracker_tables,
)
from pipeline.store.shapes import Table
from pipeline.store.views import KEPT, VIEWS

APPLICATION_ID = 0x5374_616E  # "Stan", so that file(1) and we know our own databases
VERSION = 6  # raise it with every change of a table or view
TABLES: tuple[Table, ...] = (
    *tracker_tables.TABLES,
    *evidence_tables.TABLES,
    *figure_tables.TABLES,
    *record_tables.TABLES,
    *statement_tables.TABLES,
    *collecting_tables.TABLES,
)
SEARCH_SUFFIX = "_fts"
# What sqlite-utils cannot write: indices of only the events that stand on the timeline. The first
# is its order, and holds all that its facets and the questions count.
ON_TIMELINE = "status in ('listed', 'accepted')"
INDICES = (
    "create index events_on_timeline on events (date is null, date, company, stance, id, scope, "
    "status, publisher, precision, first_reported, first_publisher, sources, basis) "
    f"where {ON_TIMELINE}",
    f"create index events_by_company on events (company, publisher) where {ON_TIMELINE}",
    f"create index events_by_stance on events (stance, company) where {ON_TIMELINE}",
    "create index events_by_matter on events (company, scope, date, stance, id) "
    f"where {ON_TIMELINE}",
    "create index events_in_review on events (confidence, id) where status = 'in_review'",
    "create index events_of_products on events (company, date, id) "
    f"where {ON_TIMELINE} and products <> '[]'",
)
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
        for sql in (*INDICES, *searching_han.statements(TOKENIZE)):
            database.execute(sql)
        _keep(connection)
        return tuple(sql for _, _, sql in own_entries(connection))
    finally:
        connection.close()


def _keep(connection: sqlite3.Connection) -> None:
    """Create the views, the tables that keep some, and the triggers that tell when they must not.

    A view may be made from others, so each is created before the next.
    """
    made_from: dict[str, set[str]] = {}
    tables = {table.name for table in TABLES}
    connection.execute(keeping.MARKS_DEFINITION)
    for view in VIEWS:
        sql = view.sql
        if view in KEPT:
            for table in keeping.tables_read(connection, sql) & tables:
                made_from.setdefault(table, set()).add(view.name)
            connection.execute(keeping.definition(view))
            sql = keeping.gated(view)
        connection.execute(f'create view "{view.name}" as {sql.strip()}')
    for trigger in keeping.triggers(made_from):
        connection.execute(trigger)


def refresh(connection: sqlite3.Connection) -> None:
    """Bring up to date what is kept for speed alone: slow views, and the search for Chinese words.

    It belongs to the end of what changes rows, in the same transaction. Who leaves it out gets
    the same answers, later. What nothing was changed for costs nothing.
    """
    keeping.refresh(connection, KEPT)
    searching_han.refresh(connection)


def own_entries(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Read kind, name and statement of all that was created, in the order of creation.

    What a search table makes for itself is left out: it comes and goes with it.
    """
    searches = [f"{table.name}{SEARCH_SUFFIX}" for table in TABLES if table.search]
    searches += map(searching_han.index_of, searching_han.SEARCHED)
    shadows = tuple(f"{name}_" for name in searches)
    rows = connection.execute(
        "select type, name, sql from sqlite_master "
        "where sql is not null and name not like 'sqlite\\_%' escape '\\' order by rowid"
    ).fetchall()
    return [(kind, name, sql) for kind, name, sql in rows if not name.startswith(shadows)]
