"""Read what is handed out: lines of the timeline with their proofs, without the articles' texts."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.edition import Correction, Edition, Line, Proof, StanceWords
from pipeline.model import Event
from pipeline.store.evidence_tables import EVENTS
from pipeline.store.reading import CHOSEN, IN_TIME, Choice, columns, events_of, when_of
from pipeline.store.record_tables import CORRECTIONS

AT_ONCE = 200  # events: their proofs fit in some MB
CORRECTED = f"""
select
  {columns("corrections", CORRECTIONS.names)},
  coalesce(stances_before.label, companies_before.name) as before_name,
  coalesce(stances_after.label, companies_after.name) as after_name
from corrections
left join stances as stances_before
  on corrections.field in ('stance', 'claim_stance') and stances_before.id = corrections.before
left join stances as stances_after
  on corrections.field in ('stance', 'claim_stance') and stances_after.id = corrections.after
left join companies as companies_before
  on corrections.field in ('company', 'claim_company')
    and companies_before.slug = corrections.before
left join companies as companies_after
  on corrections.field in ('company', 'claim_company')
    and companies_after.slug = corrections.after
"""
NEWEST_FIRST = "order by corrections.made_at desc, corrections.id"
# An id among the values may be that of the other half of a split, or of what was merged.
ON_EVENTS = """
(
  corrections.event in (select value from json_each(:events))
  or (
    corrections.field in ('merge', 'split')
    and (
      corrections.before in (select value from json_each(:events))
      or corrections.after in (select value from json_each(:events))
    )
  )
)
"""
PROOFS = """
select
  claims.id as claim,
  claims.company,
  claims.product,
  claims.stance,
  claims.scope,
  claims.modality,
  claims.quote,
  claims.voice,
  claims.speaker,
  claims.announced,
  claims.announced_precision,
  claims.announced_basis,
  claims.effective,
  claims.effective_precision,
  claims.effective_basis,
  claims.confidence,
  claims.rule,
  documents.url,
  documents.title,
  documents.publisher,
  documents.agency,
  documents.language,
  documents.published,
  documents.published_basis,
  documents.source,
  documents.captured_at,
  coalesce(
    (
      select captures.file || '#' || captures."offset"
      from captures
      where captures.digest = documents.digest
        and +captures.url = documents.url
        and +captures.captured_at = documents.captured_at
      order by captures.file, captures."offset"
      limit 1
    ),
    (
      select captures.file || '#' || captures."offset"
      from captures
      where captures.digest = documents.digest and +captures.url = documents.url
      order by captures.file, captures."offset"
      limit 1
    ),
    (
      select captures.file || '#' || captures."offset"
      from captures
      where captures.digest = documents.digest
      order by captures.file, captures."offset"
      limit 1
    )
  ) as archived
from claims
join documents on documents.id = claims.document
where claims.id in (select value from json_each(:claims))
"""
DATED = ("announced", "effective")


def edition(
    connection: sqlite3.Connection,
    choice: Choice,
    *,
    chosen: str,
    site: str | None,
    lines: Callable[[], Iterator[Line]],
) -> Edition:
    """Read all of an edition but its lines; see ``Store.edition``."""
    law = connection.execute("select id, name, in_force from laws").fetchone()
    (count,) = connection.execute(
        f"select count(*) from events where {CHOSEN}", choice.asked()
    ).fetchone()
    return Edition(
        tracker=law["id"],
        law=law["name"],
        in_force=law["in_force"],
        stances=stances(connection),
        chosen=chosen,
        count=count,
        updated_at=updated_at(connection),
        fingerprint=connection.execute("select fingerprint from provenance").fetchone()[0],
        lines=lines,
        corrections=_all_corrections(connection, choice),
        site=site,
        whole=choice.is_whole(),
    )


def lines(connection: sqlite3.Connection, choice: Choice) -> Iterator[Line]:
    """Read events with their proofs; see ``Store.lines``."""
    ids = [
        row["id"]
        for row in connection.execute(
            f"select events.id from events where {CHOSEN} order by {IN_TIME}", choice.asked()
        )
    ]
    for start in range(0, len(ids), AT_ONCE):
        yield from lines_of(connection, ids[start : start + AT_ONCE])


def lines_of(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Line]:
    """Read the lines of some events, in the order of their ids as given."""
    rows = connection.execute(
        f"select {columns('events', EVENTS.names)} from events "
        "where events.id in (select value from json_each(:events))",
        {"events": json.dumps(ids)},
    ).fetchall()
    by_id = {event.id: event for event in events_of(connection, rows)}
    return lines_from(connection, [by_id[name] for name in ids if name in by_id])


def lines_from(connection: sqlite3.Connection, events: Sequence[Event]) -> list[Line]:
    """Put events on their lines: each with its proofs, and with what was corrected on it."""
    asked = json.dumps([name for event in events for name in event.claims])
    proofs = {row["claim"]: row for row in connection.execute(PROOFS, {"claims": asked})}
    corrected = corrections_of(connection, events)
    ruled = ruled_at(connection, [event.id for event in events])
    words = {stance.id: stance for stance in stances(connection)}
    return [
        Line(
            event,
            words[event.stance].label,
            words[event.stance].colour,
            tuple(_proof(event, proofs[name]) for name in event.claims),
            corrected.get(event.id, ()),
            ruled.get(event.id),
        )
        for event in events
    ]


def _proof(event: Event, row: sqlite3.Row) -> Proof:
    fields: dict[str, Any] = {name: when_of(row, name) for name in DATED}
    fields |= {name: row[name] for name in row.keys() if not name.startswith(DATED)}  # noqa: SIM118
    return Proof(event=event.id, **fields)


def stances(connection: sqlite3.Connection) -> tuple[StanceWords, ...]:
    """Read what the stances are called, in the tracker's order."""
    rows = connection.execute(
        """
        select id, label, definition, colour, lasts, excludes
        from stances
        order by position
        """
    )
    return tuple(
        StanceWords(
            row["id"],
            row["label"],
            row["definition"],
            row["colour"],
            lasts=bool(row["lasts"]),
            excludes=tuple(json.loads(row["excludes"])),
        )
        for row in rows
    )


def updated_at(connection: sqlite3.Connection) -> str:
    """Tell the moment (UTC) of the newest capture or ruling; the law's first day without any."""
    (moment,) = connection.execute(
        """
        select max(moment)
        from (
          select max(captured_at) as moment from captures
          union all
          select max(made_at) from reviews
          union all
          select max(in_force) || 'T00:00:00Z' from laws
        )
        """
    ).fetchone()
    return str(moment)


def corrections_of(
    connection: sqlite3.Connection, events: Sequence[Event]
) -> dict[str, tuple[Correction, ...]]:
    """Read what was corrected on some events, by event, the newest first.

    A merge or a split stands on both of its events, by whatever id they had.
    """
    bearers = {name: event.id for event in events for name in (event.id, *event.redirects)}
    found: defaultdict[str, list[Correction]] = defaultdict(list)
    for each in corrections(connection, ON_EVENTS, {"events": json.dumps(list(bearers))}):
        names = [each.event]
        if each.field in ("merge", "split"):
            names += [name for name in (each.before, each.after) if name is not None]
        for bearer in dict.fromkeys(bearers[name] for name in names if name in bearers):
            found[bearer].append(each)
    return {event: tuple(corrected) for event, corrected in found.items()}


def ruled_at(connection: sqlite3.Connection, events: Sequence[str]) -> dict[str, str]:
    """Read when people ruled last on some events, by event; notes are no rulings on them."""
    rows = connection.execute(
        "select event, max(made_at) as ruled_at from reviews "
        "where event in (select value from json_each(:events)) and ruling <> 'note' "
        "group by event",
        {"events": json.dumps(events)},
    )
    return {row["event"]: row["ruled_at"] for row in rows}


def _all_corrections(connection: sqlite3.Connection, choice: Choice) -> tuple[Correction, ...]:
    """Read what was corrected where the chosen events are, or stood when they were wrong."""
    if choice == Choice(include_unlisted=choice.include_unlisted):
        return corrections(connection, "true")
    sides = " or ".join(_side(prefix) for prefix in ("", "former_"))
    chosen = f"corrections.event in (select events.id from events where {CHOSEN})"
    return corrections(connection, f"({chosen} or {sides})", choice.asked())


def _side(prefix: str) -> str:
    """Choose by what an event was before a correction or since it, as ``CHOSEN`` does."""
    date = f"corrections.{prefix}date"
    return f"""
    (
      corrections.{prefix}company is not null
      and (
        :companies = '[]'
        or corrections.{prefix}company in (select value from json_each(:companies))
      )
      and (:stance is null or corrections.{prefix}stance = :stance)
      and (:scope is null or corrections.{prefix}scope = :scope)
      and (
        :since is null
        or substr({date}, 1, length(:since)) >= substr(:since, 1, length({date}))
      )
      and (
        :until is null
        or substr({date}, 1, length(:until)) <= substr(:until, 1, length({date}))
      )
    )
    """


def corrections(
    connection: sqlite3.Connection,
    chosen: str = "true",
    asked: Mapping[str, str | bool | None] | None = None,
    *,
    most: int = -1,
) -> tuple[Correction, ...]:
    """Read corrections that a condition chooses, the newest first; all where ``most`` is below 0.

    Stances and companies come with what the tracker calls them.
    """
    rows = connection.execute(
        f"{CORRECTED} where {chosen} {NEWEST_FIRST} limit :most", {**(asked or {}), "most": most}
    )
    return tuple(Correction(**dict(row)) for row in rows)
