"""Read and write what people ruled, what came of it, and what awaits them."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import NotFound
from pipeline.model import Event, StoredClaim
from pipeline.reviews.risks import Waiting
from pipeline.store import reading
from pipeline.store.contents import Review
from pipeline.store.opening import explained
from pipeline.store.record_tables import REVIEW_QUEUE, REVIEWS

REVIEW_COLUMNS = reading.columns("reviews", REVIEWS.names)
QUEUE_COLUMNS = reading.columns("review_queue", REVIEW_QUEUE.names)
THEIRS = "select value from json_each(:companies)"


class Rulings:
    """All that is asked of rulings; ``Store.rulings`` gives it."""

    def __init__(self, connection: sqlite3.Connection, path: Path):
        self._connection = connection
        self._path = path

    def companies(self) -> dict[str, str | None]:
        """Read which rulings are shown, with the company of each."""
        with self._asked("select id, company from reviews") as found:
            return {row["id"]: row["company"] for row in found}

    def on(self, name: str) -> list[Review]:
        """Read the rulings that act on an event, or were made on a claim, the earliest first."""
        sql = (
            f"select {REVIEW_COLUMNS} from reviews where event = :name or target = :name "
            "order by made_at, position, id"
        )
        with self._asked(sql, name=name) as found:
            return [_review(row) for row in found]

    def hitting_nothing(self) -> list[Review]:
        """Read the rulings whose event or claim is not there any more, the earliest first."""
        sql = (
            f"select {REVIEW_COLUMNS} from reviews where state = 'hits_nothing' "
            "order by made_at, position, id"
        )
        with self._asked(sql) as found:
            return [_review(row) for row in found]

    def review(self, name: str) -> Review:
        """Read one ruling with what came of it; raise NotFound."""
        sql = f"select {REVIEW_COLUMNS} from reviews where id = :name"
        with self._asked(sql, name=name) as found:
            for row in found:
                return _review(row)
        raise NotFound(f"there is no ruling {name!r}; 'stanceline review show EVENT' names them")

    def waiting(self, companies: tuple[str, ...] = ()) -> list[Waiting]:
        """Read what awaits a person, of some companies or all, the riskiest first."""
        sql = (
            f"select {QUEUE_COLUMNS} from review_queue "
            f"where :companies = '[]' or company in ({THEIRS}) order by risk desc, event"
        )
        with self._asked(sql, companies=json.dumps(companies)) as found:
            return [
                Waiting(**{**dict(row), "reasons": tuple(json.loads(row["reasons"]))})
                for row in found
            ]

    def claim(self, name: str) -> tuple[StoredClaim, str | None] | None:
        """Read one claim, and the event that it is in; None when there is no such claim."""
        asked = (
            "select claims.company, (select event from event_claims where claim = claims.id "
            "order by event limit 1) as event from claims where id = :name"
        )
        with self._asked(asked, name=name) as found:
            row = next(found, None)
            if row is None:
                return None
            stored = reading.claims(self._connection, event=row["event"], company=row["company"])
            return next(each for each in stored if each.id == name), row["event"]

    @contextmanager
    def _asked(self, sql: str, **asked: str) -> Iterator[Iterator[sqlite3.Row]]:
        with explained(self._path):
            yield iter(self._connection.execute(sql, asked).fetchall())


def forget_events(
    connection: sqlite3.Connection, companies: Collection[str], events: Collection[Event]
) -> None:
    """Take away the events of companies, and any that bear the ids of those that come.

    A ruling may have moved an event to another company.
    """
    asked = {
        "companies": json.dumps(sorted(companies)),
        "events": json.dumps(sorted(event.id for event in events)),
    }
    former = f"select id from events where company in ({THEIRS})"
    coming = "select value from json_each(:events)"
    for sql in (
        f"delete from review_queue where event in ({former}) or event in ({coming})",
        f"delete from event_claims where event in ({former}) or event in ({coming})",
        f"delete from event_redirects where event in ({former}) or old in ({coming})",
        f"delete from events where company in ({THEIRS})",
        f"delete from unsettled where company in ({THEIRS})",
    ):
        connection.execute(sql, asked)


def forget_rulings(
    connection: sqlite3.Connection, companies: Collection[str], rulings: Collection[str]
) -> None:
    """Take away the rulings of companies, with what they corrected."""
    asked = {
        "companies": json.dumps(sorted(companies)),
        "rulings": json.dumps(sorted(rulings)),
    }
    theirs = (
        f"select id from reviews where company in ({THEIRS}) "
        "or id in (select value from json_each(:rulings))"
    )
    connection.execute(f"delete from corrections where ruling in ({theirs})", asked)
    connection.execute(f"delete from reviews where id in ({theirs})", asked)
    connection.execute(f"delete from review_queue where company in ({THEIRS})", asked)


def _review(row: sqlite3.Row) -> Review:
    return Review(**{**dict(row), "was_public": bool(row["was_public"])})
