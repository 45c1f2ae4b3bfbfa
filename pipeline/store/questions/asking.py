"""Say what a question is, and ask it of a database."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.store.opening import connect, explained

SHOWN = 200  # rows of a long answer on its page; the whole of it lies in a view, page by page


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question leaves open: its name in the query, and in words what to put there.

    Left empty, as Datasette does at first, it has the value that its words tell.
    """

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its name in addresses, its words, and the query that answers it.

    ``whole`` is given where the answer grows with the database: the path, with its conditions, of
    the table or view that has all of it, to page through and to download.
    """

    name: str
    title: str
    description: str
    sql: str
    parameters: tuple[Parameter, ...] = ()
    whole: str | None = None

    @property
    def shown(self) -> str:
        """Give the query as its page asks it: the first rows, where there may be many."""
        sql = self.sql.strip()
        return sql if self.whole is None else f"{sql}\nlimit {SHOWN}"


def answer(database: Path, question: Question, **given: str) -> list[dict[str, Any]]:
    """Answer a question whole, a dictionary for each row, in the order that the question gives.

    Parameters that are not given have the value that their words tell. The database is opened for
    reading only. Raises StoreError when it is missing or not ours.
    """
    asked = {each.name: given.pop(each.name, "") for each in question.parameters}
    if given:
        raise TypeError(f"{question.name} has no parameter {', '.join(sorted(given))}")
    with closing(connect(database, "r", wait_seconds=5.0)) as connection, explained(database):
        return [dict(row) for row in connection.execute(question.sql, asked)]
