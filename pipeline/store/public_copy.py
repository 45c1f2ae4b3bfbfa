"""Write the database that is given to the public: quotes and links, and no article's text."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.store import schema
from pipeline.store.shapes import Table

# What is handed out; any other table stays, and is empty. Left out are the texts' fingerprints
# (copy_bands), how pages were fetched and what went wrong (looks, visits, runs, coverage,
# archive_files, sightings), and the work of the editors (review_queue).
GIVEN = frozenset(
    {
        *("laws", "stances", "stance_kinds", "companies", "products", "sources", "milestones"),
        *("captures", "documents", "publication_dates", "claims", "events", "event_claims"),
        *("event_redirects", "figures", "reviews", "corrections", "provenance", "copies"),
        *("statement_versions", "statement_sentences"),
    }
)
# (table, column) -> what stands there instead: the text of articles, and sentences of watched
# pages, which together may be a whole page. Those with a stance are in statement_sentences.
EMPTIED = {
    ("documents", "text"): "",
    ("statement_versions", "appeared"): "[]",
    ("statement_versions", "disappeared"): "[]",
    ("statement_versions", "reworded"): "[]",
}
# Notes are what editors write to each other.
ONLY = {"reviews": "ruling <> 'note'"}


def write_public_copy(connection: sqlite3.Connection, path: Path) -> None:
    """Write the copy to a file that is not there yet; the same rows give the same bytes."""
    copy = sqlite3.connect(path, isolation_level=None)
    try:
        copy.execute("pragma journal_mode = off")  # what is half written is thrown away whole
        copy.execute("pragma synchronous = off")
        copy.execute(f"pragma application_id = {schema.APPLICATION_ID}")
        copy.execute(f"pragma user_version = {schema.VERSION}")
        copy.execute("begin")
        for sql in schema.statements():
            copy.execute(sql)
        for table in schema.TABLES:
            if table.name in GIVEN:
                places = ", ".join("?" * len(table.columns))
                copy.executemany(
                    f'insert into "{table.name}" values ({places})', _rows(connection, table)
                )
        for table in schema.TABLES:
            if table.search:
                search = f"{table.name}{schema.SEARCH_SUFFIX}"
                copy.execute(f"insert into {search} ({search}) values ('rebuild')")
        schema.refresh(copy)
        copy.execute("commit")
        copy.execute("vacuum")
    finally:
        copy.close()


def _rows(connection: sqlite3.Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """Read rows in the order of their keys, so that the copy does not tell how ours grew."""
    columns = ", ".join(f'"{name}"' for name in table.names)
    keys = ", ".join(f'"{name}"' for name in table.key)
    chosen = ONLY.get(table.name, "true")
    instead = {
        place: EMPTIED[table.name, name]
        for place, name in enumerate(table.names)
        if (table.name, name) in EMPTIED
    }
    for row in connection.execute(
        f'select {columns} from "{table.name}" where {chosen} order by {keys}'
    ):
        yield tuple(instead.get(place, value) for place, value in enumerate(row))
