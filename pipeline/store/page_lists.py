"""Read lists of events as pages show them: a hundred at once, and fast in a large database."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from pipeline.pages.facts import Batch, Entry, Standing
from pipeline.store.reading import Choice

QUOTE_AT_MOST = 1200  # characters of a quote in a list; its event's page has all of them
SELECT = f"""
select
  events.id,
  events.company,
  events.company_name,
  events.products,
  events.stance,
  stances.label as stance_label,
  stances.colour,
  events.scope,
  events.date,
  events.precision,
  events.basis,
  events.effective,
  events.effective_precision,
  events.first_reported,
  events.sources,
  (select count(*) from event_claims where event_claims.event = events.id) as claims,
  events.status,
  events.confidence,
  substr(events.quote, 1, {QUOTE_AT_MOST + 1}) as quote,
  (
    select documents.language
    from event_claims
    join claims on claims.id = event_claims.claim
    join documents on documents.id = claims.document
    where event_claims.event = events.id and event_claims.position = 0
  ) as language,
  events.url,
  events.archived,
  events.publisher,
  events.first_publisher
from events
join stances on stances.id = events.stance
"""
SHOWN = "events.status in ('listed', 'accepted')"
Given = Mapping[str, str | int | None]
NOTHING = Batch(())


def batch(
    connection: sqlite3.Connection, choice: Choice, *, after: str | None = None, most: int = 100
) -> Batch:
    """Read the events of a choice in the order of time, from the one after ``after`` on.

    Dated ones come first, then undated ones, as ``Store.timeline`` orders them. The place of an
    event that is not there is the beginning.
    """
    condition, given = chosen(choice)
    place = _place(connection, after)
    found: list[Entry] = []
    for dated in (True, False):
        if not dated and (choice.since or choice.until):
            continue
        if place is not None and not dated and place["date"] is not None:
            place = None  # all dated ones came before: undated ones begin with the first
        if place is not None and dated and place["date"] is None:
            continue
        found += _run(
            connection, condition, given, place=place, dated=dated, most=most + 1 - len(found)
        )
        if len(found) > most:
            break
    return Batch(tuple(found[:most]), more=len(found) > most)


def count(connection: sqlite3.Connection, choice: Choice) -> int:
    """Count the events of a choice."""
    condition, given = chosen(choice)
    (number,) = connection.execute(
        f"select count(*) from events where {condition}", given
    ).fetchone()
    return int(number)


def latest(connection: sqlite3.Connection, *, most: int) -> tuple[Entry, ...]:
    """Read the newest events by their date: the end of the timeline, backwards."""
    order = "events.date desc, events.company desc, events.stance desc, events.id desc"
    return tuple(_first(connection, f"{SHOWN} and (events.date is null) = 0", order, most=most))


def neighbours(connection: sqlite3.Connection, entry: Entry) -> tuple[Entry | None, Entry | None]:
    """Read a company's events before and after one in time; undated ones have none."""
    if entry.date is None:
        return None, None
    found = []
    for sign, order in (("<", "desc"), (">", "asc")):
        row = connection.execute(
            f"""
            {SELECT}
            where events.company = :company
              and {SHOWN}
              and events.date is not null
              and (events.date, events.stance, events.id) {sign} (:date, :stance, :id)
            order by events.date {order}, events.stance {order}, events.id {order}
            limit 1
            """,
            {"company": entry.company, "date": entry.date, "stance": entry.stance, "id": entry.id},
        ).fetchone()
        found.append(None if row is None else entry_of(row))
    return found[0], found[1]


def standing(connection: sqlite3.Connection, company: str | None = None) -> list[Standing]:
    """Read where one company stands now, or where all do: one row for each scope."""
    rows = connection.execute(
        """
        select
          latest_stance.event,
          latest_stance.company,
          latest_stance.scope,
          latest_stance.stance_label,
          stances.colour,
          latest_stance.date,
          latest_stance.precision
        from latest_stance
        join stances on stances.id = latest_stance.stance
        where :company is null or latest_stance.company = :company
        order by latest_stance.company, latest_stance.date is null, latest_stance.date desc, scope
        """,
        {"company": company},
    )
    return [Standing(**dict(row)) for row in rows]


def entry_of(row: sqlite3.Row) -> Entry:
    """Make an entry of a row of ``SELECT``."""
    fields: dict[str, Any] = {name: row[name] for name in Entry.__slots__}
    quote = str(row["quote"])
    if len(quote) > QUOTE_AT_MOST:
        fields["quote"] = f"{quote[:QUOTE_AT_MOST].rstrip()}…"
    return Entry(**{**fields, "products": tuple(json.loads(row["products"]))})


def chosen(choice: Choice) -> tuple[str, Given]:
    """Write the condition of a choice with only what it asks for, so that indices serve it.

    It takes the events that ``reading.CHOSEN`` takes. Dates are compared as far as both are
    known; the years before that comparison are for the index alone.
    """
    tests = ["events.status in ('listed', 'accepted', 'in_review')"]
    if not choice.include_unlisted:
        tests = [SHOWN]
    if choice.companies:
        tests.append("events.company in (select value from json_each(:companies))")
    if choice.stance is not None:
        tests.append("events.stance = :stance")
    if choice.scope is not None:
        tests.append("events.scope = :scope")
    if choice.since is not None or choice.until is not None:
        tests.append("(events.date is null) = 0")
    if choice.since is not None:
        tests += [
            "events.date >= substr(:since, 1, 4)",
            "substr(events.date, 1, length(:since)) >= substr(:since, 1, length(events.date))",
        ]
    if choice.until is not None:
        tests += [
            "events.date <= :until || '~'",  # "~" sorts after digits and hyphens
            "substr(events.date, 1, length(:until)) <= substr(:until, 1, length(events.date))",
        ]
    return "\n  and ".join(tests), choice.asked()


def _place(connection: sqlite3.Connection, event: str | None) -> sqlite3.Row | None:
    if event is None:
        return None
    found: sqlite3.Row | None = connection.execute(
        "select id, date, company, stance from events where id = :id", {"id": event}
    ).fetchone()
    return found


def _run(
    connection: sqlite3.Connection,
    condition: str,
    given: Given,
    *,
    place: sqlite3.Row | None,
    dated: bool,
    most: int,
) -> list[Entry]:
    """Read on in one of the two parts of the order, as index ``events_in_time`` has them."""
    key = "events.company, events.stance, events.id"
    onward = ""
    if place is not None:
        given = {**given, **{f"at_{name}": place[name] for name in place.keys()}}  # noqa: SIM118
        at = ":at_company, :at_stance, :at_id"
        onward = f"and ({key}) > ({at})"
        if dated:
            onward = f"and (events.date, {key}) > (:at_date, {at})"
    part = f"(events.date is null) = {0 if dated else 1}"
    order = f"events.date, {key}" if dated else key
    return _first(connection, f"{condition} and {part} {onward}", order, given, most=most)


def _first(
    connection: sqlite3.Connection,
    condition: str,
    order: str,
    given: Given | None = None,
    *,
    most: int,
) -> list[Entry]:
    """Read the first events of an order: their ids from the index alone, then what they say."""
    rows = connection.execute(
        f"""
        {SELECT}
        where events.id in (
          select events.id from events where {condition} order by {order} limit :most
        )
        order by {order}
        """,
        {**(given or {}), "most": most},
    )
    return [entry_of(row) for row in rows]
