"""Read all that the page of an event shows: claims in their context, dates, records, rulings."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from pipeline.edition import Correction, Line, Proof
from pipeline.model import DateCandidate, Event
from pipeline.pages.facts import Context, EventFacts, Exhibit, Record, Ruling
from pipeline.store import editions, page_lists, reading
from pipeline.store.evidence_tables import CLAIMS

AROUND = 300  # characters of the text on each side of a quote
AT_ONCE = 100  # claims on one page: nobody reads the ten thousandth
DATES_AT_MOST = 20  # publication dates of one document, rulings and corrections of one event
NEAREST_OF = 2000  # ids that are compared for a hint
OF_CLAIMS = [name for name in CLAIMS.names if name not in ("id", "document", "fingerprint")]
OF_DOCUMENTS = (
    *("url", "title", "publisher", "agency", "language", "published", "published_basis"),
    *("source", "captured_at", "authors", "published_conflict", "modified", "completeness"),
    *("story", "text"),
)
EXHIBITS = f"""
select
  event_claims.event,
  claims.id as claim,
  documents.id as document,
  {reading.columns("claims", OF_CLAIMS)},
  {reading.columns("documents", OF_DOCUMENTS)}
from event_claims
join claims on claims.id = event_claims.claim
join documents on documents.id = claims.document
where event_claims.event = :event
order by event_claims.position
limit :most
"""
RECORD = f"""
select {reading.columns("captures", Record.__slots__)}
from documents
join captures on captures.digest = documents.digest
where documents.id = :document
order by
  captures.url = documents.url desc,
  captures.captured_at = documents.captured_at desc,
  captures.file,
  captures."offset"
limit 1
"""
AMONG = "in (select value from json_each(:names))"


def event_facts(connection: sqlite3.Connection, name: str, *, most: int = AT_ONCE) -> EventFacts:
    """Read one event by its id or a former one, with the first of its claims.

    Who asked for a former id finds the living one in ``entry.id``. Raises NotFound.
    """
    event = reading.event(connection, name)
    row = connection.execute(
        f"{page_lists.SELECT} where events.id = :id", {"id": event.id}
    ).fetchone()
    entry = replace(page_lists.entry_of(row), quote=event.quote)
    (definition,) = connection.execute(
        "select definition from stances where id = :stance", {"stance": event.stance}
    ).fetchone()
    exhibits = _exhibits(connection, event, most)
    before, after = page_lists.neighbours(connection, entry)
    made = corrections(connection, (event.id, *event.redirects))
    return EventFacts(
        entry=entry,
        line=Line(
            event,
            entry.stance_label,
            entry.colour,
            proofs=tuple(exhibit.proof for exhibit in exhibits),
            corrections=made,
            ruled_at=editions.ruled_at(connection, [event.id]).get(event.id),
        ),
        definition=definition,
        exhibits=exhibits,
        former=event.redirects,
        corrections=made,
        rulings=_rulings(connection, event),
        before=before,
        after=after,
    )


def names(connection: sqlite3.Connection) -> list[str]:
    """Name all events, whatever their status."""
    return [row["id"] for row in connection.execute("select id from events order by id")]


def near_events(connection: sqlite3.Connection, name: str) -> list[str]:
    """Name up to five events that were probably meant, of the same company if any is."""
    for head in (name.partition("-")[0], name[:1]):
        if not head:
            continue
        rows = connection.execute(
            "select id from events where id >= :head and id < :head || '~' order by id limit :most",
            {"head": head, "most": NEAREST_OF},
        ).fetchall()
        if near := get_close_matches(name[:200], [row["id"] for row in rows], n=5):
            return near
    return []


def corrections(
    connection: sqlite3.Connection, events: Sequence[str] | None, *, most: int = 200
) -> tuple[Correction, ...]:
    """Read the public corrections of some events, or all, the newest first."""
    chosen = "true" if events is None else editions.ON_EVENTS
    asked = {"events": json.dumps(events or ())}
    return editions.corrections(connection, chosen, asked, most=most)


def _exhibits(connection: sqlite3.Connection, event: Event, most: int) -> tuple[Exhibit, ...]:
    """Read the claims one after the other: a hundred articles at once may be a lot."""
    rows = connection.execute(EXHIBITS, {"event": event.id, "most": most})
    return tuple(_exhibit(connection, row) for row in rows)


def _exhibit(connection: sqlite3.Connection, row: sqlite3.Row) -> Exhibit:
    record = connection.execute(RECORD, {"document": row["document"]}).fetchone()
    found = None if record is None else Record(**dict(record))
    fields: dict[str, Any] = {
        name: row[name]
        for name in Proof.__slots__
        if name not in ("announced", "effective", "archived")
    }
    proof = Proof(
        **fields,
        announced=reading.when_of(row, "announced"),
        effective=reading.when_of(row, "effective"),
        archived=None if found is None else f"{found.file}#{found.offset}",
    )
    return Exhibit(
        proof=proof,
        document=row["document"],
        context=_context(row["text"], row["quote"], row["start"], row["end"]),
        start=row["start"],
        end=row["end"],
        authors=tuple(json.loads(row["authors"])),
        candidates=_candidates(connection, row["document"]),
        conflict=bool(row["published_conflict"]),
        modified=row["modified"],
        completeness=row["completeness"],
        story=row["story"] if row["story"] != row["document"] else None,
        record=found,
    )


def _context(text: str, quote: str, start: int, end: int) -> Context | None:
    if text[start:end] != quote:
        return None
    first, last = max(0, start - AROUND), end + AROUND
    return Context(
        before=text[first:start],
        after=text[end:last],
        more_before=first > 0,
        more_after=last < len(text),
    )


def _candidates(connection: sqlite3.Connection, document: str) -> tuple[DateCandidate, ...]:
    rows = connection.execute(
        "select value, basis, raw from publication_dates where document = :document "
        "order by position limit :most",
        {"document": document, "most": DATES_AT_MOST},
    )
    return tuple(DateCandidate(**dict(row)) for row in rows)


def _rulings(connection: sqlite3.Connection, event: Event) -> tuple[Ruling, ...]:
    rows = connection.execute(
        f"""
        select {reading.columns("reviews", Ruling.__slots__)}
        from reviews
        where reviews.event = :event or reviews.target {AMONG}
          or (reviews.ruling in ('merge', 'split') and reviews.value {AMONG})
        order by reviews.made_at desc, reviews.id
        limit :most
        """,
        {
            "event": event.id,
            "names": json.dumps([event.id, *event.redirects, *event.claims]),
            "most": DATES_AT_MOST,
        },
    )
    return tuple(Ruling(**dict(row)) for row in rows)
