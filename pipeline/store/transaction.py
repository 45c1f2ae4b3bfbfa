"""Change the rows of an open database bit by bit: what a night adds, one transaction each."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from pipeline.edition import Correction
from pipeline.model import Document, Event, StoredClaim
from pipeline.reviews.risks import Waiting
from pipeline.store import (
    collecting_tables,
    evidence_tables,
    figure_tables,
    reading,
    record_tables,
    rulings,
    statements,
    tracker_tables,
)
from pipeline.store.contents import (
    Figure,
    LastLook,
    Missed,
    Review,
    Run,
    Sighting,
    StatementSentence,
    StatementVersion,
    Visit,
)
from pipeline.store.rows import (
    Row,
    claim_row,
    date_rows,
    event_claim_rows,
    local_source_row,
    rows,
)
from pipeline.store.schema import SEARCH_SUFFIX
from pipeline.store.shapes import Table
from pipeline.store.writing import insert
from scrapers.captures import Capture
from scrapers.sources import Source

ALL_SOURCES = f"select {reading.columns('sources', tracker_tables.SOURCES.names)} from sources"
NAMING_A_SOURCE = ("captures", "documents", "looks", "coverage", "visits", "sightings")


class Transaction:
    """All that can be changed in one transaction; ``Store.transaction`` opens and ends it."""

    def __init__(self, connection: sqlite3.Connection, path: Path, fingerprint: str):
        self._connection = connection
        self._path = path
        self._fingerprint = fingerprint

    def put_sources(self, sources: Iterable[Source]) -> None:
        """Bring the sources up to the tracker's; of one that left it only its name stays."""
        wanted = {row[0]: row for row in rows(tracker_tables.SOURCES, sources)}
        standing = {row[0]: tuple(row) for row in self._connection.execute(ALL_SOURCES)}
        changed = [row for name, row in wanted.items() if standing.get(name) != row]
        self._put(tracker_tables.SOURCES, changed)  # each one has SQLite look for its children
        for name in standing:
            if name not in wanted:
                if self._is_named(name):
                    self._put(tracker_tables.SOURCES, [local_source_row(name)])
                else:
                    self._connection.execute("delete from sources where id = ?", (name,))

    def _is_named(self, source: str) -> bool:
        return any(
            self._connection.execute(
                f'select 1 from "{table}" where source = ? limit 1', (source,)
            ).fetchone()
            for table in NAMING_A_SOURCE
        )

    def put_read_to(self, file: str, end: int) -> None:
        """Note how far a WARC file is read."""
        self._put(collecting_tables.ARCHIVE_FILES, [(file, end)])

    def put_look(self, look: LastLook) -> None:
        """Note the latest look at an address."""
        self._name_source(look.source)
        self._put(collecting_tables.LOOKS, rows(collecting_tables.LOOKS, [look]))

    def put_missed(self, missed: Missed) -> None:
        """Note that an address gave no good answer."""
        self._put(collecting_tables.COVERAGE, rows(collecting_tables.COVERAGE, [missed]))

    def put_capture(self, capture: Capture) -> None:
        """Note where a capture lies; its body is not kept here."""
        self._name_source(capture.source)
        self._put(evidence_tables.CAPTURES, rows(evidence_tables.CAPTURES, [capture]))

    def put_figures(self, figures: Iterable[Figure]) -> None:
        """Add figures, or put them in the place of those with their ids.

        Of one release that came twice the better witness stands, whichever came first: an address
        on the web before a file of somebody's, then the earlier day.
        """

        def worth(source: str, day: str | None) -> tuple[bool, str, str]:
            return not source.startswith("http"), day or "", source

        table = figure_tables.FIGURES
        for figure in figures:
            standing = self._connection.execute(
                "select source, release_date from figures where id = ?", (figure.id,)
            ).fetchone()
            if standing and worth(*standing) <= worth(figure.source, figure.release_date):
                continue
            self._put(table, rows(table, [figure], fingerprint=self._fingerprint))

    def put_sightings(self, seen: tuple[Sighting, ...]) -> None:
        """Note how watched pages were seen; their versions await to be worked out anew."""
        for each in seen:
            self._name_source(each.source)
        statements.put_sightings(self._connection, self._path, seen)

    def put_statement(
        self,
        source: str,
        *,
        versions: tuple[StatementVersion, ...],
        sentences: tuple[StatementSentence, ...],
    ) -> None:
        """Replace the versions and sentences of a watched page, which is then settled.

        The events of the companies that speak there await to be merged anew.
        """
        self.unsettle(statements.speakers(self._connection, source))
        self.unsettle({sentence.company for sentence in sentences})
        statements.put_statement(
            self._connection,
            self._path,
            source,
            versions=versions,
            sentences=sentences,
            fingerprint=self._fingerprint,
        )

    def put_run(self, run: Run, visits: Iterable[Visit] = ()) -> None:
        """Note a run and what it found at each source."""
        self._put(collecting_tables.RUNS, rows(collecting_tables.RUNS, [run]))
        for visit in visits:
            self._name_source(visit.source)
            self._put(collecting_tables.VISITS, rows(collecting_tables.VISITS, [visit]))

    def put_document(
        self, document: Document, claims: Sequence[StoredClaim], *, bands: Iterable[int] = ()
    ) -> None:
        """Add a document with its claims; their companies' events await to be merged anew."""
        self._name_source(document.source)
        made = self._fingerprint
        table = evidence_tables.DOCUMENTS
        self._put(table, rows(table, [document], fingerprint=made))
        self._put(evidence_tables.PUBLICATION_DATES, date_rows([document]))
        self._put(evidence_tables.CLAIMS, [claim_row(stored, made) for stored in claims])
        for searched in (table, evidence_tables.CLAIMS):
            self._search(searched, document.id)
        self._put(collecting_tables.BANDS, [(band, document.id) for band in set(bands)])
        self.unsettle({stored.claim.company for stored in claims})

    def remove_document(self, document: str) -> None:
        """Take a document away, and all that was read from it."""
        companies = self._connection.execute(
            "select distinct company from claims where document = ?", (document,)
        ).fetchall()
        self.unsettle({company for (company,) in companies})
        statements.forget_claims(self._connection, self._path, document)
        for table in (evidence_tables.CLAIMS, evidence_tables.DOCUMENTS):
            self._search(table, document, forget=True)
        for sql in (
            "delete from event_claims where claim in (select id from claims where document = ?)",
            "delete from claims where document = ?",
            "delete from publication_dates where document = ?",
            "delete from copy_bands where document = ?",
            "delete from copies where document = ?",
            "delete from copies where other = ?",
            "delete from documents where id = ?",
        ):
            self._connection.execute(sql, (document,))

    def alike(self, bands: Iterable[int]) -> list[Document]:
        """Read the documents that share a band, in the order of their ids."""
        found = self._connection.execute(
            "select distinct document from copy_bands "
            "where band in (select value from json_each(?))",
            (json.dumps(sorted(bands)),),
        ).fetchall()
        return reading.documents(self._connection, only={name for (name,) in found})

    def put_copy(self, document: str, other: str, overlap: float) -> None:
        """Note that two documents tell the same story in the same words."""
        one, two = sorted((document, other))
        self._put(collecting_tables.COPIES, [(one, two, overlap)])

    def copies_around(self, document: str) -> tuple[list[Document], list[tuple[str, str]]]:
        """Read all documents that copies link to one, be it over others, and those links."""
        names = {
            name
            for (name,) in self._connection.execute(
                """
                with recursive linked (id) as (
                  select ?
                  union
                  select copies.other from linked join copies on copies.document = linked.id
                  union
                  select copies.document from linked join copies on copies.other = linked.id
                )
                select id from linked
                """,
                (document,),
            )
        }
        pairs = self._connection.execute(
            "select document, other from copies where document in (select value from json_each(?))",
            (json.dumps(sorted(names)),),
        ).fetchall()
        return reading.documents(self._connection, only=names), [(one, two) for one, two in pairs]

    def put_story(self, document: str, story: str | None) -> None:
        """Note which story a document tells; its companies' events await to be merged anew."""
        changed = self._connection.execute(
            "update documents set story = ? where id = ? and story is not ?",
            (story, document, story),
        ).rowcount
        if changed:
            self._connection.execute(
                "insert or ignore into unsettled select distinct company from claims "
                "where document = ?",
                (document,),
            )

    def unsettle(self, companies: Iterable[str]) -> None:
        """Note that companies' events must be merged anew."""
        self._put(collecting_tables.UNSETTLED, [(company,) for company in companies])

    def put_events(
        self,
        companies: Collection[str],
        events: Sequence[Event],
        redirects: Iterable[tuple[str, str]],
    ) -> None:
        """Replace the events of companies that are tied, which are then settled."""
        rulings.forget_events(self._connection, companies, events)
        table = evidence_tables.EVENTS
        self._put(table, rows(table, events, fingerprint=self._fingerprint))
        self._put(evidence_tables.EVENT_CLAIMS, event_claim_rows(events))
        self._put(evidence_tables.EVENT_REDIRECTS, redirects)

    def put_rulings(
        self,
        companies: Collection[str],
        reviews: Sequence[Review],
        corrections: Iterable[Correction],
        waiting: Iterable[Waiting],
    ) -> None:
        """Replace the rulings of companies, what they corrected, and what awaits a person there."""
        rulings.forget_rulings(self._connection, companies, [review.id for review in reviews])
        for table, given in (
            (record_tables.REVIEWS, reviews),
            (record_tables.CORRECTIONS, corrections),
            (record_tables.REVIEW_QUEUE, waiting),
        ):
            self._put(table, rows(table, given))

    def _name_source(self, name: str) -> None:
        known = self._connection.execute("select 1 from sources where id = ?", (name,)).fetchone()
        if known is None:  # an insert that changes nothing takes six times as long
            self._put(tracker_tables.SOURCES, [local_source_row(name)])

    def _search(self, table: Table, document: str, *, forget: bool = False) -> None:
        """Add a document's rows to the full-text search, or take them out before they go."""
        search, key = (
            f"{table.name}{SEARCH_SUFFIX}",
            "id" if table.name == "documents" else "document",
        )
        columns = ", ".join(table.search)
        command, word = (f"{search}, ", "'delete', ") if forget else ("", "")
        self._connection.execute(
            f"insert into {search} ({command}rowid, {columns}) "
            f'select {word}rowid, {columns} from "{table.name}" where "{key}" = ?',
            (document,),
        )

    def _put(self, table: Table, given: Iterable[Row]) -> None:
        insert(self._connection, self._path, table, given, replace=True)
