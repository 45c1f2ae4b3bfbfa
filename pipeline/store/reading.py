"""Read events, claims and documents back as the values that they were written from."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from pipeline.errors import NotFound
from pipeline.model import Claim, DateCandidate, Document, Event, StoredClaim, When
from pipeline.store.comparing_view import SAID_VERSUS_DID
from pipeline.store.contents import Comparison, EventChain, Evidence, Figure
from pipeline.store.evidence_tables import CAPTURES, CLAIMS, DOCUMENTS, EVENTS
from pipeline.store.figure_tables import FIGURES
from scrapers.captures import Capture

NEAREST_OF = 5000  # ids that are compared for a hint; comparing all of 100,000 takes seconds


def columns(table: str, names: Iterable[str]) -> str:
    """Name the columns of a table as a select wants them."""
    return ", ".join(f'{table}."{name}"' for name in names)


EVENT_COLUMNS = columns("events", EVENTS.names)
CLAIM_COLUMNS = columns("claims", CLAIMS.names)
DOCUMENT_COLUMNS = columns("documents", DOCUMENTS.names)
WITHOUT_TEXT = DOCUMENT_COLUMNS.replace('documents."text"', "'' as text")
CAPTURE_COLUMNS = columns("captures", CAPTURES.names)

# A date and a bound are compared as far as both are known: the month 2020-07 overlaps
# everything since 2020-07-03, and the day 2020-07-06 lies in "until 2020-07".
CHOSEN = """
(:companies = '[]' or events.company in (select value from json_each(:companies)))
  and (:stance is null or events.stance = :stance)
  and (:scope is null or events.scope = :scope)
  and (
    :since is null
    or substr(events.date, 1, length(:since)) >= substr(:since, 1, length(events.date))
  )
  and (
    :until is null
    or substr(events.date, 1, length(:until)) <= substr(:until, 1, length(events.date))
  )
  and (
    events.status in ('listed', 'accepted')
    or (:include_unlisted and events.status = 'in_review')
    or (:include_rejected and events.status = 'rejected')
  )
"""
IN_TIME = "events.date is null, events.date, events.company, events.stance, events.id"
TIMELINE = f"select {EVENT_COLUMNS} from events where {CHOSEN} order by {IN_TIME}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which events are asked for; see ``Store.timeline``."""

    companies: tuple[str, ...] = ()
    stance: str | None = None
    since: str | None = None
    until: str | None = None
    scope: str | None = None
    include_unlisted: bool = False
    include_rejected: bool = False

    def asked(self) -> dict[str, str | bool | None]:
        """Give the parameters of the statements that choose events."""
        return {
            "companies": json.dumps(self.companies),
            "stance": self.stance,
            "scope": self.scope,
            "since": self.since,
            "until": self.until,
            "include_unlisted": self.include_unlisted,
            "include_rejected": self.include_rejected,
        }

    def is_whole(self) -> bool:
        """Tell whether of each company all that stands on the timeline is asked for."""
        return (self.stance, self.since, self.until, self.scope) == (None, None, None, None)

    def takes(self, event: Event) -> bool:
        """Tell of an event outside the database whether it is asked for, as the statements do."""
        shown = {"in_review": self.include_unlisted, "rejected": self.include_rejected}
        return (
            shown.get(event.status, True)
            and (not self.companies or event.company in self.companies)
            and self.stance in (None, event.stance)
            and self.scope in (None, event.scope)
            and (self.since is None or _from(event.date, self.since))
            and (self.until is None or _from(self.until, event.date))
        )


def _from(day: str | None, bound: str | None) -> bool:
    """Tell whether a date lies at or after a bound, as far as both are known."""
    return day is not None and bound is not None and day[: len(bound)] >= bound[: len(day)]


def timeline(connection: sqlite3.Connection, choice: Choice) -> list[Event]:
    """Read the events that match; see ``Store.timeline``."""
    return events_of(connection, connection.execute(TIMELINE, choice.asked()).fetchall())


def event(connection: sqlite3.Connection, name: str) -> Event:
    """Read one event, by its name or one that it had; raise NotFound with the nearest names."""
    wanted = _live_name(connection, name)
    rows = connection.execute(
        f"select {EVENT_COLUMNS} from events where id = :id", {"id": wanted}
    ).fetchall()
    if not rows:
        near = _nearest(connection, name)
        hint = f"did you mean {' or '.join(near)}?" if near else "see 'stanceline timeline'"
        raise NotFound(f"there is no event {name!r}; {hint}")
    return events_of(connection, rows)[0]


def event_chain(connection: sqlite3.Connection, name: str) -> EventChain:
    """Read one event with its claims, their documents, and the captures that these came from."""
    found = event(connection, name)
    stored = {each.id: each for each in claims(connection, event=found.id)}
    return EventChain(
        event=found,
        evidence=tuple(
            Evidence(stored[key], _capture_of(connection, stored[key].document))
            for key in found.claims
        ),
    )


def documents(
    connection: sqlite3.Connection, *, only: Collection[str] | None = None, texts: bool = True
) -> list[Document]:
    """Read all documents, or those of some ids, in the order of their ids.

    Without ``texts`` each has an empty one: there may be gigabytes of them.
    """
    asked = {"only": json.dumps(sorted(only or ()))}
    chosen = "true" if only is None else "{} in (select value from json_each(:only))"
    candidates: defaultdict[str, list[DateCandidate]] = defaultdict(list)
    for row in connection.execute(
        "select document, value, basis, raw from publication_dates "
        f"where {chosen.format('document')} order by document, position",
        asked,
    ):
        candidates[row["document"]].append(DateCandidate(row["value"], row["basis"], row["raw"]))
    rows = connection.execute(
        f"select {DOCUMENT_COLUMNS if texts else WITHOUT_TEXT} from documents "
        f"where {chosen.format('id')} order by id",
        asked,
    ).fetchall()
    return [_document(row, candidates[row["id"]]) for row in rows]


def claims(
    connection: sqlite3.Connection,
    *,
    event: str | None = None,
    company: str | None = None,
    source: str | None = None,
    texts: bool = True,
) -> Iterator[StoredClaim]:
    """Read the claims of one event, company or source, or all, in the order of their ids."""
    chosen = "true"
    if event is not None:
        chosen = "claims.id in (select claim from event_claims where event = :event)"
    elif company is not None:
        chosen = "claims.company = :company"
    elif source is not None:
        chosen = "claims.document in (select id from documents where source = :source)"
    rows = connection.execute(
        f"select {CLAIM_COLUMNS} from claims where {chosen} order by claims.id",
        {"event": event, "company": company, "source": source},
    ).fetchall()
    told = {row["document"] for row in rows}
    by_id = {document.id: document for document in documents(connection, only=told, texts=texts)}
    for row in rows:
        yield StoredClaim(row["id"], by_id[row["document"]], _claim(row))


def captures(connection: sqlite3.Connection) -> list[Capture]:
    """Read where all captures lie, in the order of file and offset; their bodies are left out."""
    rows = connection.execute(
        f'select {CAPTURE_COLUMNS} from captures order by captures.file, captures."offset"'
    )
    return [Capture(**dict(row), body=b"") for row in rows]


def figures(connection: sqlite3.Connection) -> list[Figure]:
    """Read all figures, in the order of their ids."""
    names = [name for name in FIGURES.names if name != "fingerprint"]
    rows = connection.execute(f"select {columns('figures', names)} from figures order by id")
    return [Figure(**{**dict(row), "lists_all": bool(row["lists_all"])}) for row in rows]


def comparisons(
    connection: sqlite3.Connection,
    *,
    companies: tuple[str, ...],
    since: str | None,
    until: str | None,
) -> list[Comparison]:
    """Read what companies said beside what they did; see ``Store.comparisons``."""
    names = columns("said_versus_did", [name for name, _ in SAID_VERSUS_DID.columns])
    rows = connection.execute(
        f"""
        select {names}
        from said_versus_did
        where (:companies = '[]' or company in (select value from json_each(:companies)))
          and (:since is null or substr(period_end, 1, length(:since)) >= :since)
          and (:until is null or substr(period_start, 1, length(:until)) <= :until)
        """,
        {"companies": json.dumps(companies), "since": since, "until": until},
    )
    return [
        Comparison(
            **{
                **dict(row),
                "restated": bool(row["restated"]),
                "disputed": bool(row["disputed"]),
            }
        )
        for row in rows
    ]


def check_quotes(connection: sqlite3.Connection) -> list[str]:
    """Name every claim whose quote does not stand verbatim where it says it does."""
    rows = connection.execute(
        'select claims.id, claims.quote, claims."start", claims."end", '
        "documents.id as document, documents.url, documents.text "
        "from claims join documents on documents.id = claims.document order by claims.id"
    )
    return [
        f"claim {row['id']}: its quote does not stand at {row['start']} to {row['end']} of "
        f"{row['url'] or row['document']}; run 'stanceline rebuild'"
        for row in rows
        if row["text"][row["start"] : row["end"]] != row["quote"]
    ]


def _live_name(connection: sqlite3.Connection, name: str) -> str:
    """Follow redirects to the last one; a loop, which merging never makes, ends where it began."""
    row = connection.execute(
        """
        with recursive followed (id, step) as (
          select :name, 0
          union all
          select event_redirects.event, followed.step + 1
          from followed
          join event_redirects on event_redirects.old = followed.id
          where followed.step < 100 and followed.id not in (select id from events)
        )
        select id from followed order by step desc limit 1
        """,
        {"name": name},
    ).fetchone()
    return str(row["id"])


def _nearest(connection: sqlite3.Connection, name: str) -> list[str]:
    """Name up to three events that were probably meant, of the same company if any is."""
    for head in (name.partition("-")[0], name[:1], ""):
        rows = connection.execute(
            "select id from events where substr(id, 1, length(:head)) = :head order by id limit :n",
            {"head": head, "n": NEAREST_OF},
        )
        if near := get_close_matches(name, [row["id"] for row in rows], n=3):
            return near
    return []


def events_of(connection: sqlite3.Connection, rows: list[sqlite3.Row]) -> list[Event]:
    """Make events of their rows, in the order of these."""
    asked = {"ids": json.dumps([row["id"] for row in rows])}
    evidence: defaultdict[str, list[str]] = defaultdict(list)
    for link in connection.execute(
        "select event, claim from event_claims "
        "where event in (select value from json_each(:ids)) order by event, position",
        asked,
    ):
        evidence[link["event"]].append(link["claim"])
    former: defaultdict[str, list[str]] = defaultdict(list)
    for link in connection.execute(
        "select event, old from event_redirects "
        "where event in (select value from json_each(:ids)) order by event, old",
        asked,
    ):
        former[link["event"]].append(link["old"])
    return [
        Event(
            **{name: row[name] for name in EVENTS.names if name not in ("products", "fingerprint")},
            products=tuple(json.loads(row["products"])),
            claims=tuple(evidence[row["id"]]),
            redirects=tuple(former[row["id"]]),
        )
        for row in rows
    ]


def _document(row: sqlite3.Row, candidates: list[DateCandidate]) -> Document:
    plain = {
        name: row[name]
        for name in DOCUMENTS.names
        if name not in ("authors", "published_conflict", "fingerprint")
    }
    return Document(
        **plain,
        authors=tuple(json.loads(row["authors"])),
        published_candidates=tuple(candidates),
        published_conflict=bool(row["published_conflict"]),
    )


def _claim(row: sqlite3.Row) -> Claim:
    given = {"id", "document", "fingerprint"}
    plain = {
        name: row[name]
        for name in CLAIMS.names
        if name not in given and not name.startswith(("announced", "effective"))
    }
    return Claim(**plain, announced=when_of(row, "announced"), effective=when_of(row, "effective"))


def when_of(row: sqlite3.Row, name: str) -> When:
    """Read a date with its precision and basis."""
    return When(row[name], row[f"{name}_precision"], row[f"{name}_basis"])


def archived_at(connection: sqlite3.Connection, document: Document) -> str | None:
    """Read where the bytes of a document lie: WARC file and offset."""
    capture = _capture_of(connection, document)
    return None if capture is None else f"{capture.file}#{capture.offset}"


def _capture_of(connection: sqlite3.Connection, document: Document) -> Capture | None:
    """Find the capture with a document's bytes, of its own address if there is one."""
    row = connection.execute(
        f"""
        select {CAPTURE_COLUMNS}
        from captures
        where digest = :digest
        order by url = :url desc, captured_at = :captured_at desc, file, "offset"
        limit 1
        """,
        {"digest": document.digest, "url": document.url, "captured_at": document.captured_at},
    ).fetchone()
    return None if row is None else Capture(**dict(row), body=b"")
