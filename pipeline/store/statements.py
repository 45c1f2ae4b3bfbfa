"""Read and write what is known of watched statements."""

import json
import sqlite3
from pathlib import Path

from pipeline.model import Document, StoredClaim
from pipeline.store import reading
from pipeline.store.contents import Sighting, StatementSentence, StatementVersion
from pipeline.store.rows import rows
from pipeline.store.statement_tables import (
    SIGHTINGS,
    STATEMENT_SENTENCES,
    STATEMENT_VERSIONS,
    UNSETTLED_PAGES,
)
from pipeline.store.writing import insert

CHOSEN = "(:companies = '[]' or {}.company in (select value from json_each(:companies)))"


def put_sightings(connection: sqlite3.Connection, path: Path, seen: tuple[Sighting, ...]) -> None:
    """Note how watched pages were seen; their versions await to be worked out anew.

    What a capture tells of a moment, with its reading, is more than what a look does.
    """
    full = [each for each in seen if each.reading]
    insert(connection, path, SIGHTINGS, rows(SIGHTINGS, full), replace=True)
    for each in seen:
        if not each.reading:
            connection.execute(
                "insert or ignore into sightings values (?, ?, ?, ?, ?, ?)",
                rows(SIGHTINGS, [each])[0],
            )
    unsettle(connection, path, {each.source for each in seen})


def unsettle(connection: sqlite3.Connection, path: Path, sources: set[str]) -> None:
    """Note that the versions of watched pages must be worked out anew."""
    insert(connection, path, UNSETTLED_PAGES, [(source,) for source in sources], replace=True)


def put_statement(
    connection: sqlite3.Connection,
    path: Path,
    source: str,
    *,
    versions: tuple[StatementVersion, ...],
    sentences: tuple[StatementSentence, ...],
    fingerprint: str,
) -> None:
    """Replace the versions and sentences of a watched page, which is then settled."""
    for table in (STATEMENT_VERSIONS, STATEMENT_SENTENCES, UNSETTLED_PAGES):
        connection.execute(f"delete from {table.name} where source = ?", (source,))
    for table, given in ((STATEMENT_VERSIONS, versions), (STATEMENT_SENTENCES, sentences)):
        insert(connection, path, table, rows(table, given, fingerprint=fingerprint))


def speakers(connection: sqlite3.Connection, source: str) -> set[str]:
    """Read the companies with a sentence on a watched page."""
    found = connection.execute(
        "select distinct company from statement_sentences where source = ?", (source,)
    )
    return {company for (company,) in found}


def forget_claims(connection: sqlite3.Connection, path: Path, document: str) -> None:
    """Take away the sentences that name a document's claims, before these go."""
    chosen = "claim in (select id from claims where document = ?)"
    sources = connection.execute(
        f"select distinct source from statement_sentences where {chosen}", (document,)
    ).fetchall()
    unsettle(connection, path, {source for (source,) in sources})
    connection.execute(f"delete from statement_sentences where {chosen}", (document,))


def unsettled_pages(connection: sqlite3.Connection) -> list[str]:
    """Read the watched pages whose versions await to be worked out anew."""
    found = connection.execute("select source from unsettled_pages order by source").fetchall()
    return [source for (source,) in found]


def sightings(connection: sqlite3.Connection, source: str) -> list[Sighting]:
    """Read how a watched page was seen, the earliest first."""
    found = connection.execute(
        f"select {reading.columns('sightings', SIGHTINGS.names)} from sightings "
        "where source = ? order by seen_at",
        (source,),
    )
    return [Sighting(**dict(row)) for row in found]


def told_by(
    connection: sqlite3.Connection, source: str
) -> tuple[list[Document], list[StoredClaim]]:
    """Read the documents of a source, in the order of their ids, and the claims in them."""
    found = connection.execute("select id from documents where source = ?", (source,)).fetchall()
    documents = reading.documents(connection, only={name for (name,) in found})
    return documents, list(reading.claims(connection, source=source))


def versions(connection: sqlite3.Connection, companies: tuple[str, ...]) -> list[StatementVersion]:
    """Read the versions of watched pages, page by page, the earliest first."""
    found = connection.execute(
        f"select {reading.columns('statement_versions', STATEMENT_VERSIONS.names[:-1])} "
        f"from statement_versions where {CHOSEN.format('statement_versions')} "
        "order by company, source, seen_at, id",
        {"companies": json.dumps(companies)},
    )
    return [
        StatementVersion(
            **{
                **dict(row),
                "appeared": tuple(json.loads(row["appeared"])),
                "disappeared": tuple(json.loads(row["disappeared"])),
                "reworded": tuple(tuple(pair) for pair in json.loads(row["reworded"])),
                "replaced": bool(row["replaced"]),
            }
        )
        for row in found
    ]


def sentences(
    connection: sqlite3.Connection, companies: tuple[str, ...]
) -> list[StatementSentence]:
    """Read the sentences with a stance of watched pages, page by page, the earliest first."""
    names = [name for name in STATEMENT_SENTENCES.names if name != "fingerprint"]
    found = connection.execute(
        f"""
        select {reading.columns("statement_sentences", names)}, min(event_claims.event) as event
        from statement_sentences
        left join event_claims on event_claims.claim = statement_sentences.claim
        where {CHOSEN.format("statement_sentences")}
        group by statement_sentences.id
        order by statement_sentences.company, source, present_from, statement_sentences.id
        """,
        {"companies": json.dumps(companies)},
    )
    return [StatementSentence(**dict(row)) for row in found]
