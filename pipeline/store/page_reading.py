"""Read what our pages show, from a connection that a server or a store holds open."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from pipeline.errors import StoreError
from pipeline.pages.facts import (
    CompanyRow,
    Front,
    Milestone,
    Offer,
    StanceCount,
    Standing,
    State,
    Tracked,
)
from pipeline.store import editions, page_events, page_lists
from pipeline.store.evidence_tables import SCOPES
from pipeline.store.searching import Found, search

Connection = sqlite3.Connection  # for those who hand one over and may not speak SQL
FEW = 8  # events and corrections on the front page


@contextmanager
def one_state(connection: sqlite3.Connection) -> Iterator[None]:
    """Let all questions inside the block be answered from one state of the database.

    Raises StoreError when it is laid out otherwise than this program expects: another version
    has just made it anew.
    """
    inside = connection.in_transaction
    try:
        if not inside:
            connection.execute("begin")
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"the database cannot be read at the moment ({error}); try again in a minute, then "
            "restart 'stanceline serve' or run 'stanceline rebuild'"
        ) from error
    finally:
        if not inside and connection.in_transaction:
            connection.execute("rollback")


def tracked(connection: sqlite3.Connection) -> Tracked:
    """Read what stands on every page."""
    law = connection.execute("select id, name, in_force from laws").fetchone()
    return Tracked(
        tracker=law["id"],
        law=law["name"],
        in_force=law["in_force"],
        stances=editions.stances(connection),
        updated_at=editions.updated_at(connection),
        fingerprint=connection.execute("select fingerprint from provenance").fetchone()[0],
    )


def search_within(
    connection: sqlite3.Connection, words: str, *, limit: int, seconds: float
) -> tuple[list[Found], bool]:
    """Search, and tell whether it was ended because it took too long; nothing is found then."""
    end = monotonic() + seconds
    connection.set_progress_handler(lambda: monotonic() > end, 10_000)
    try:
        return search(connection, words, limit), False
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_INTERRUPT:
            raise
        return [], True
    finally:
        connection.set_progress_handler(None, 0)


def front(connection: sqlite3.Connection) -> Front:
    """Read the state of things at a glance, and what is newest."""
    return Front(
        state=_state(connection),
        stances=stance_counts(connection),
        latest=page_lists.latest(connection, most=FEW),
        corrections=page_events.corrections(connection, None, most=FEW),
        milestones=tuple(
            Milestone(**dict(row))
            for row in connection.execute(
                "select date, precision, label, source from milestones order by date, id"
            )
        ),
    )


def stance_counts(connection: sqlite3.Connection) -> tuple[StanceCount, ...]:
    """Count events and companies of every stance, in the tracker's order; some may have none."""
    rows = connection.execute(
        f"""
        select
          (
            select count(*)
            from events
            where events.stance = stances.id and {page_lists.SHOWN}
          ) as events,
          (
            select count(distinct company)
            from events
            where events.stance = stances.id and {page_lists.SHOWN}
          ) as companies
        from stances
        order by position
        """
    )
    return tuple(
        StanceCount(stance, **dict(row))
        for stance, row in zip(editions.stances(connection), rows, strict=True)
    )


def companies(connection: sqlite3.Connection) -> tuple[CompanyRow, ...]:
    """Read all companies, those with the most events first, each with where it stands now."""
    rows = connection.execute(
        f"""
        select companies.slug, companies.name, companies.kind, companies.country,
          (
            select count(*) from events where events.company = companies.slug and {page_lists.SHOWN}
          ) as events
        from companies
        order by events desc, companies.name, companies.slug
        """
    ).fetchall()
    standing: defaultdict[str, list[Standing]] = defaultdict(list)
    for each in page_lists.standing(connection):
        standing[each.company].append(each)
    return tuple(CompanyRow(**dict(row), latest=tuple(standing[row["slug"]])) for row in rows)


def offer(connection: sqlite3.Connection) -> Offer:
    """Read what a reader of the timeline may choose from; companies in the order of their names."""
    names = connection.execute("select slug, name from companies order by name, slug")
    speaking = connection.execute(
        "select slug from companies "
        "where exists (select 1 from events where events.company = companies.slug)"
    )
    scopes = connection.execute(
        "select value from json_each(:scopes) where exists "
        "(select 1 from events where events.scope = value)",
        {"scopes": json.dumps(SCOPES)},
    )
    return Offer(
        companies={row["slug"]: row["name"] for row in names},
        speaking=frozenset(row["slug"] for row in speaking),
        scopes=tuple(row["value"] for row in scopes),
    )


def _state(connection: sqlite3.Connection) -> State:
    row = connection.execute(
        f"""
        select
          (select count(*) from companies) as companies,
          (
            select count(*)
            from companies
            where exists (
              select 1 from events where events.company = companies.slug and {page_lists.SHOWN}
            )
          ) as speaking,
          (select count(*) from events where {page_lists.SHOWN}) as events,
          (select count(*) from claims) as claims,
          (select count(*) from documents) as documents,
          (select count(*) from sources where kind <> 'local') as sources,
          (select count(*) from figures) as figures,
          (select count(*) from review_queue) as queue,
          (
            select count(*)
            from sources
            where exists (
              select 1 from looks where looks.source = sources.id and looks.failures > 0
            )
          ) as ill,
          (select max(captured_at) from captures) as last_capture,
          (select max(started_at) from runs) as last_run
        """
    ).fetchone()
    return State(**dict(row))
