"""Index Chinese texts by pairs of characters: full-text search takes a run of them as one word.

國安法 is kept as 國安 安法 法, so that words of two characters are found, and longer ones as
pairs that follow each other. Rows that changed wait until ``refresh`` has read them; who searches
looks into the waiting ones as well, and so misses none.
"""

import re
import sqlite3

SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAN = re.compile(f"[{SIGNS}]+")
WAITING = "han_waiting"
WAITING_DEFINITION = (
    f'create table "{WAITING}" (\n  "kind" text not null,\n  "row" integer not null,\n'
    '  primary key ("kind", "row")\n) strict, without rowid'
)
# Table -> its columns that are searched.
SEARCHED = {"claims": ("quote",), "documents": ("title", "text")}


def index_of(table: str) -> str:
    """Name the index of a table's Chinese rows."""
    return f"{table}_han_fts"


def statements(tokenize: str) -> list[str]:
    """Write what lays out the indices, and the triggers that note changed rows."""
    laid = [WAITING_DEFINITION]
    for table, columns in SEARCHED.items():
        laid.append(
            f"create virtual table {index_of(table)} using fts5("
            f"{', '.join(columns)}, tokenize='{tokenize}')"
        )
        for operation, row in (("insert", "new"), ("update", "new"), ("delete", "old")):
            held = [f"{row}.{column} glob '*[{SIGNS}]*'" for column in columns]
            if operation == "update":
                held += [f"old.{column} glob '*[{SIGNS}]*'" for column in columns]
            laid.append(
                f'create trigger "{table}_{operation}_waits_for_search" after {operation} '
                f'on "{table}" when {" or ".join(held)} '
                f"begin insert or ignore into {WAITING} values ('{table}', {row}.rowid); end"
            )
    return laid


def cut(text: str | None) -> str:
    """Cut runs of Chinese characters into pairs; the last one of each stands alone too."""
    return HAN.sub(lambda run: f" {_pairs(run[0], alone=True)} ", text or "")


def phrase(word: str) -> str:
    """Write a word as FTS5 asks for it, so that none of its signs is one of its operators."""
    if HAN.match(word):
        return f'"{word}" *' if len(word) == 1 else f'"{_pairs(word, alone=False)}"'
    return '"' + word.replace('"', '""') + '"'


def _pairs(run: str, *, alone: bool) -> str:
    ends = len(run) if alone else len(run) - 1
    return " ".join(run[at : at + 2] for at in range(ends))


def refresh(connection: sqlite3.Connection) -> None:
    """Index the rows that wait, in the open transaction."""
    for table, columns in SEARCHED.items():
        index = index_of(table)
        names = ", ".join(columns)
        connection.execute(
            f'delete from {index} where rowid in (select "row" from {WAITING} where kind = :kind)',
            {"kind": table},
        )
        rows = connection.execute(
            f'select {table}.rowid, {names} from {WAITING} join {table} on {table}.rowid = "row" '
            "where kind = :kind",
            {"kind": table},
        )
        places = ", ".join("?" * (1 + len(columns)))
        connection.executemany(
            f"insert into {index} (rowid, {names}) values ({places})",
            ((row[0], *map(cut, row[1:])) for row in rows),
        )
    connection.execute(f"delete from {WAITING}")
