"""Hold one database open: all that the rest of Stanceline asks of it."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.edition import Edition, Line
from pipeline.model import Document, Event, StoredClaim
from pipeline.store import collecting, editions, reading, schema, statements
from pipeline.store.contents import (
    Comparison,
    Contents,
    EventChain,
    Figure,
    LastLook,
    Release,
    Run,
    Sighting,
    StatementSentence,
    StatementVersion,
    Visit,
)
from pipeline.store.dumping import dump
from pipeline.store.opening import Mode, connect, explained, has_our_tables
from pipeline.store.reading import Choice
from pipeline.store.rulings import Rulings
from pipeline.store.schema import TABLES
from pipeline.store.transaction import Transaction
from pipeline.store.writing import remaking, shorten_log
from scrapers.captures import Capture

SMALL = 1000  # claims


class Store:
    """One open database; close it, or use it in a ``with`` block.

    Everything raises StoreError, with the next step, when the file or the disk refuses.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection):
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path, *, mode: Mode = "r", wait_seconds: float = 5.0) -> Self:
        """Open a database for reading, or for writing (``w``), which makes it when it is not there.

        Another writer is waited for as long as ``wait_seconds``. Raises StoreError when the file
        is missing, was not made by Stanceline, is newer than this program, or is damaged.
        """
        return cls(path, connect(path, mode, wait_seconds=wait_seconds))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def rebuild(self, contents: Contents) -> None:
        """Replace all rows in one transaction; who reads meanwhile sees the old ones.

        The same contents, in any order, give the same ``dump``. Raises StoreError when a row is
        refused or the disk is, with the old rows intact.
        """
        with self.remaking(contents):
            pass

    @contextmanager
    def transaction(self, fingerprint: str) -> Iterator[Transaction]:
        """Change rows in one transaction: all of the block, or nothing when it raises.

        Inside a block a further one belongs to the same transaction. ``fingerprint`` marks the
        rows. Raises StoreError when a row or the disk is refused.
        """
        transaction = Transaction(self._connection, self.path, fingerprint)
        with explained(self.path):
            if self._connection.in_transaction:
                yield transaction
                return
            self._connection.execute("pragma foreign_keys = on")
            self._connection.execute("begin immediate")
            try:
                yield transaction
                self._connection.execute("commit")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise

    def freshen(self) -> None:
        """Keep anew the answers that are kept for speed; who forgets it loses time, not truth.

        A small database answers as fast without, and is changed more often than it is asked.
        """
        with self.transaction(""):
            if self._connection.execute(
                "select 1 from claims limit 1 offset :small", {"small": SMALL}
            ).fetchone():
                schema.refresh(self._connection)

    @contextmanager
    def remaking(self, contents: Contents) -> Iterator[None]:
        """Replace all rows by ``contents`` and what the block adds, in one transaction."""
        with explained(self.path):
            self._connection.execute("pragma foreign_keys = off")
            with remaking(self._connection, self.path, contents):
                yield
            shorten_log(self._connection)

    def last_look(self, url: str) -> LastLook | None:
        """Read the latest look at an address that was asked."""
        with explained(self.path):  # one question needs no snapshot
            return collecting.last_look(self._connection, url)

    def has_capture(self, url: str, moment: str) -> bool:
        """Tell whether an address has a capture of that very moment (UTC)."""
        with explained(self.path):  # one question needs no snapshot
            return collecting.has_capture(self._connection, url, moment)

    def read_to(self) -> dict[str, int]:
        """Read how far each file of the archive was read."""
        with explained(self.path):  # one question needs no snapshot
            return collecting.read_to(self._connection)

    def documents_at(self, url: str) -> list[Document]:
        """Read the documents of one page, in the order of their ids."""
        with self._snapshot():
            return collecting.documents_at(self._connection, url)

    def unsettled(self) -> list[str]:
        """Read the companies whose events await to be merged anew."""
        with explained(self.path):  # one question needs no snapshot
            return collecting.unsettled(self._connection)

    def unsettled_pages(self) -> list[str]:
        """Read the watched pages whose versions await to be worked out anew."""
        with explained(self.path):  # one question needs no snapshot
            return statements.unsettled_pages(self._connection)

    def sightings(self, source: str) -> list[Sighting]:
        """Read how a watched page was seen, the earliest first."""
        with explained(self.path):  # one question needs no snapshot
            return statements.sightings(self._connection, source)

    def told_by(self, source: str) -> tuple[list[Document], list[StoredClaim]]:
        """Read the documents of a source, in the order of their ids, and the claims in them."""
        with self._snapshot():
            return statements.told_by(self._connection, source)

    def statement_versions(self, companies: tuple[str, ...] = ()) -> list[StatementVersion]:
        """Read the versions of watched pages of some companies or all, the earliest first."""
        with explained(self.path):  # one question needs no snapshot
            return statements.versions(self._connection, companies)

    def statement_sentences(self, companies: tuple[str, ...] = ()) -> list[StatementSentence]:
        """Read the sentences with a stance of watched pages, the earliest first."""
        with explained(self.path):  # one question needs no snapshot
            return statements.sentences(self._connection, companies)

    def visits(self, *, since: str) -> list[Visit]:
        """Read what runs found at sources since a moment (UTC), the oldest first."""
        with explained(self.path):  # one question needs no snapshot
            return collecting.visits(self._connection, since=since)

    def last_visits(self) -> dict[str, str]:
        """Read when each source was last visited (UTC)."""
        with explained(self.path):  # one question needs no snapshot
            return collecting.last_visits(self._connection)

    def failing(self, source: str) -> list[LastLook]:
        """Read the pages of a source whose latest look gave no good answer."""
        with explained(self.path):  # one question needs no snapshot
            return collecting.failing(self._connection, source)

    def releases(self) -> list[Release]:
        """Read the report downloads that were captured, the earliest first."""
        with explained(self.path):  # one question needs no snapshot
            return collecting.releases(self._connection)

    def voices(self) -> dict[str, tuple[str, str | None]]:
        """Read kind and company of each source that documents, or reports, came from."""
        with explained(self.path):
            return collecting.voices(self._connection)

    def run(self, name: str) -> Run | None:
        """Read one run."""
        with explained(self.path):  # one question needs no snapshot
            return collecting.run(self._connection, name)

    def archived_at(self, document: Document) -> str | None:
        """Read where the bytes of a document lie: WARC file and offset."""
        with self._snapshot():
            return reading.archived_at(self._connection, document)

    def fingerprint(self) -> str | None:
        """Read which code and TOML files made the database; None when it must be made anew."""
        with self._snapshot():
            if not has_our_tables(self._connection):
                return None
            return collecting.fingerprint(self._connection)

    def timeline(
        self,
        *,
        companies: tuple[str, ...] = (),
        stance: str | None = None,
        since: str | None = None,
        until: str | None = None,
        scope: str | None = None,
        include_unlisted: bool = False,
        include_rejected: bool = False,
    ) -> list[Event]:
        """Read events in the order of date and company, undated ones last.

        ``companies`` are slugs; none means all. ``since`` and ``until`` are days, months or
        years, both included; an event known only by its month is kept when that month overlaps
        them, and an undated one when neither is given. Events that await a review come along
        with ``include_unlisted``, rejected ones with ``include_rejected``.
        """
        choice = Choice(companies, stance, since, until, scope, include_unlisted, include_rejected)
        with self._snapshot():
            return reading.timeline(self._connection, choice)

    def edition(self, choice: Choice, *, chosen: str = "", site: str | None = None) -> Edition:
        """Give the events that a choice names with their proofs, as exports and pages want them.

        Its lines are read while they are taken, some hundred at once, from one state of the
        database; the store must stay open. ``chosen`` says the choice in words, and ``site`` is
        the web address of the published pages, ending in "/".
        """
        with self._snapshot():
            return editions.edition(
                self._connection, choice, chosen=chosen, site=site, lines=lambda: self.lines(choice)
            )

    def lines(self, choice: Choice) -> Iterator[Line]:
        """Read events with their proofs, in the order of ``timeline``, some hundred at once."""
        with self._snapshot():
            yield from editions.lines(self._connection, choice)

    def lines_from(self, events: Sequence[Event]) -> Iterator[Line]:
        """Put events on their lines with the proofs that the database holds, some hundred at once.

        The events need not stand in the database, their claims must.
        """
        for start in range(0, len(events), editions.AT_ONCE):
            with self._snapshot():
                yield from editions.lines_from(
                    self._connection, events[start : start + editions.AT_ONCE]
                )

    def event(self, name: str) -> Event:
        """Read one event by its id or a former one; raise NotFound with the nearest ids."""
        with self._snapshot():
            return reading.event(self._connection, name)

    def event_chain(self, name: str) -> EventChain:
        """Read one event down to the place of its bytes in the archive; raise NotFound."""
        with self._snapshot():
            return reading.event_chain(self._connection, name)

    def rulings(self) -> Rulings:
        """Give what can be asked of people's rulings, and of what awaits them."""
        return Rulings(self._connection, self.path)

    def documents(self) -> list[Document]:
        """Read all documents, in the order of their ids."""
        with self._snapshot():
            return reading.documents(self._connection)

    def claims(self, *, company: str | None = None, texts: bool = True) -> list[StoredClaim]:
        """Read all claims, or those of one company, with documents, in the order of their ids.

        Without ``texts`` the documents have an empty one: there may be gigabytes of them.
        """
        with self._snapshot():
            return list(reading.claims(self._connection, company=company, texts=texts))

    def captures(self) -> list[Capture]:
        """Read where all captures lie, in the order of file and offset; their bodies are empty."""
        with self._snapshot():
            return reading.captures(self._connection)

    def figures(self) -> list[Figure]:
        """Read all figures, in the order of their ids."""
        with self._snapshot():
            return reading.figures(self._connection)

    def comparisons(
        self,
        companies: tuple[str, ...] = (),
        *,
        since: str | None = None,
        until: str | None = None,
    ) -> list[Comparison]:
        """Read what companies said beside what they did, by company, period and kind.

        ``companies`` are slugs; none means all. ``since`` and ``until`` are days, months or years,
        both included: a period is kept when any of its days lies between them.
        """
        with self._snapshot():
            return reading.comparisons(
                self._connection, companies=companies, since=since, until=until
            )

    def check_quotes(self) -> list[str]:
        """Say of every quote that does not stand verbatim in its document where it should be."""
        with self._snapshot():
            return reading.check_quotes(self._connection)

    def counts(self) -> dict[str, int]:
        """Count the rows of every table."""
        with self._snapshot():
            return {
                table.name: self._connection.execute(
                    f'select count(*) from "{table.name}"'
                ).fetchone()[0]
                for table in TABLES
            }

    def dump(self) -> Iterator[str]:
        """Write the database out as SQL statements: the same rows give the same bytes."""
        with self._snapshot():
            yield from dump(self._connection)

    @contextmanager
    def _snapshot(self) -> Iterator[None]:
        """Let all questions inside the block be answered from one state of the database."""
        with explained(self.path):
            if self._connection.in_transaction:  # a dump that is still being read
                yield
                return
            self._connection.execute("begin")
            self._connection.execute("select count(*) from sqlite_master")  # takes the snapshot
            try:
                yield
            finally:
                with suppress(sqlite3.ProgrammingError):  # closed before all was read
                    self._connection.execute("rollback")
