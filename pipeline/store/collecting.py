"""Read what is known of the collecting: looks, runs, and how far the archive is read."""

import json
import sqlite3

from pipeline.model import Document
from pipeline.store import reading
from pipeline.store.collecting_tables import LOOKS, RUNS, VISITS
from pipeline.store.contents import LastLook, Release, Run, Visit


def last_look(connection: sqlite3.Connection, url: str) -> LastLook | None:
    """Read the latest look at an address that was asked."""
    row = connection.execute(
        f"select {reading.columns('looks', LOOKS.names)} from looks where url = ?", (url,)
    ).fetchone()
    return None if row is None else LastLook(**dict(row))


def has_capture(connection: sqlite3.Connection, url: str, moment: str) -> bool:
    """Tell whether an address has a capture of that very moment."""
    found = connection.execute(
        "select 1 from captures where url = ? and captured_at = ? limit 1", (url, moment)
    )
    return found.fetchone() is not None


def read_to(connection: sqlite3.Connection) -> dict[str, int]:
    """Read how far each file of the archive was read."""
    return dict(connection.execute("select file, read_to from archive_files").fetchall())


def documents_at(connection: sqlite3.Connection, url: str) -> list[Document]:
    """Read the documents of one page."""
    found = connection.execute("select id from documents where url = ?", (url,)).fetchall()
    return reading.documents(connection, only={name for (name,) in found})


def unsettled(connection: sqlite3.Connection) -> list[str]:
    """Read the companies whose events await to be merged anew."""
    rows = connection.execute("select company from unsettled order by company").fetchall()
    return [company for (company,) in rows]


def visits(connection: sqlite3.Connection, *, since: str) -> list[Visit]:
    """Read what runs found at sources since a moment, the oldest first."""
    rows = connection.execute(
        f"select {reading.columns('visits', VISITS.names)} from visits "
        "where visited_at >= ? order by visited_at, source",
        (since,),
    )
    return [Visit(**{**dict(row), "problems": _listed(row["problems"])}) for row in rows]


def last_visits(connection: sqlite3.Connection) -> dict[str, str]:
    """Read when each source was last visited."""
    return dict(
        connection.execute("select source, max(visited_at) from visits group by source").fetchall()
    )


def failing(connection: sqlite3.Connection, source: str) -> list[LastLook]:
    """Read the pages of a source whose latest look gave no good answer, the first asked first."""
    rows = connection.execute(
        f"select {reading.columns('looks', LOOKS.names)} from looks "
        "where source = ? and failures > 0 and purpose = 'page' order by first_at, url",
        (source,),
    )
    return [LastLook(**dict(row)) for row in rows]


def releases(connection: sqlite3.Connection) -> list[Release]:
    """Read the report downloads that were captured, the earliest first."""
    captured = "select 1 from figures where release_date is not null limit 1"
    if connection.execute(captured).fetchone() is None:
        return []  # most nights: to compile the comparison takes longer than all else they ask
    rows = connection.execute(
        """
        select
          figures.release_digest as digest,
          figures.company,
          min(figures.source) as source,
          min(figures.release_date) as first_seen,
          count(*) as figures,
          coalesce(max(compared.restated), 0) as restated
        from figures
        left join (
          select release_digest, company, sum(restated) as restated
          from said_versus_did
          group by release_digest, company
        ) as compared
          on compared.release_digest = figures.release_digest
          and compared.company = figures.company
        where figures.release_date is not null
        group by figures.release_digest, figures.company
        order by first_seen, figures.company, digest
        """
    )
    return [Release(**dict(row)) for row in rows]


def voices(connection: sqlite3.Connection) -> dict[str, tuple[str, str | None]]:
    """Read kind and company of each source that documents, or reports, came from."""
    rows = connection.execute(
        "select id, kind, company from sources "
        "where exists (select 1 from documents where documents.source = sources.id) "
        "or exists (select 1 from looks where source = sources.id and purpose = 'report')"
    )
    return {row["id"]: (row["kind"], row["company"]) for row in rows}


def run(connection: sqlite3.Connection, name: str) -> Run | None:
    """Read one run."""
    row = connection.execute(
        f"select {reading.columns('runs', RUNS.names)} from runs where id = ?", (name,)
    ).fetchone()
    return None if row is None else Run(**{**dict(row), "problems": _listed(row["problems"])})


def fingerprint(connection: sqlite3.Connection) -> str | None:
    """Read which code and TOML files made the database."""
    row = connection.execute("select fingerprint from provenance").fetchone()
    return None if row is None else str(row["fingerprint"])


def _listed(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
