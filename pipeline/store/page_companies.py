"""Read all that the page of a company shows."""

import json
import sqlite3
from typing import Any

from pipeline.edition import Correction
from pipeline.errors import NotFound
from pipeline.pages.facts import Company, Name, Sentence, Watch
from pipeline.store import editions, page_lists, reading
from pipeline.store.reading import Choice

AT_ONCE = 100  # events on the page; the timeline has the others
FEW = 20  # rows of each further list


def company(connection: sqlite3.Connection, slug: str, *, most: int = AT_ONCE) -> Company:
    """Read one company; raise NotFound when there is none of that name."""
    asked = {"company": slug, "few": FEW}
    row = connection.execute(
        "select slug, name, kind, country, parent, names, aliases, zh "
        "from companies where slug = :company",
        asked,
    ).fetchone()
    if row is None:
        raise NotFound(f"there is no company {slug!r}")
    choice = Choice(companies=(slug,))
    (in_review,) = connection.execute(
        "select count(*) from events where company = :company and status = 'in_review'", asked
    ).fetchone()
    return Company(
        slug=row["slug"],
        name=row["name"],
        kind=row["kind"],
        country=row["country"],
        parent=_parent(connection, row["parent"]),
        daughters=_pairs(
            connection, "select slug, name from companies where parent = :company", asked
        ),
        names=tuple(
            Name(each["name"], each.get("since"), each.get("until"))
            for each in json.loads(row["names"])
        ),
        aliases=tuple(json.loads(row["aliases"])),
        chinese=tuple(json.loads(row["zh"])),
        products=tuple(
            product["name"]
            for product in connection.execute(
                "select name from products where company = :company order by name", asked
            )
        ),
        events=page_lists.count(connection, choice),
        batch=page_lists.batch(connection, choice, most=most),
        in_review=in_review,
        standing=tuple(page_lists.standing(connection, slug)),
        comparisons=tuple(
            reading.comparisons(connection, companies=(slug,), since=None, until=None)
        ),
        sentences=_sentences(connection, asked),
        watched=_watched(connection, asked),
        publishers=_publishers(connection, asked),
        corrections=_corrections(connection, asked),
    )


def _parent(connection: sqlite3.Connection, slug: str | None) -> tuple[str, str] | None:
    row = connection.execute(
        "select slug, name from companies where slug = :slug", {"slug": slug}
    ).fetchone()
    return None if row is None else (row["slug"], row["name"])


def _pairs(
    connection: sqlite3.Connection, sql: str, asked: dict[str, Any]
) -> tuple[tuple[Any, Any], ...]:
    return tuple((row[0], row[1]) for row in connection.execute(sql, asked))


def _sentences(connection: sqlite3.Connection, asked: dict[str, Any]) -> tuple[Sentence, ...]:
    rows = connection.execute(
        f"""
        select
          statement_sentences.source,
          statement_sentences.url,
          stances.label as stance_label,
          stances.colour,
          substr(statement_sentences.sentence, 1, {page_lists.QUOTE_AT_MOST}) as sentence,
          statement_sentences.present_from,
          statement_sentences.present_until,
          statement_sentences.absent_from,
          statement_sentences.ended_by,
          (
            select min(event_claims.event)
            from event_claims
            where event_claims.claim = statement_sentences.claim
          ) as event
        from statement_sentences
        join stances on stances.id = statement_sentences.stance
        where statement_sentences.company = :company
        order by
          statement_sentences.absent_from is not null,
          statement_sentences.present_from desc,
          statement_sentences.id
        limit :few
        """,
        asked,
    )
    return tuple(Sentence(**dict(row)) for row in rows)


def _watched(connection: sqlite3.Connection, asked: dict[str, Any]) -> tuple[Watch, ...]:
    rows = connection.execute(
        """
        select source, url, change, seen_at
        from statement_versions
        where company = :company and change not in ('our_upgrade', 'unreachable')
        order by seen_at desc, id
        limit :few
        """,
        asked,
    )
    return tuple(Watch(**dict(row)) for row in rows)


def _publishers(
    connection: sqlite3.Connection, asked: dict[str, Any]
) -> tuple[tuple[str, int], ...]:
    """Count whose reports prove the company's events, by the best proof of each."""
    return _pairs(
        connection,
        f"""
        select publisher, count(*) as events
        from events
        where company = :company and publisher is not null and {page_lists.SHOWN}
        group by publisher
        order by events desc, publisher
        limit :few
        """,
        asked,
    )


def _corrections(connection: sqlite3.Connection, asked: dict[str, Any]) -> tuple[Correction, ...]:
    """Read the corrections of what is the company's, and of what was taken for it."""
    chosen = """
    (
      corrections.company = :company
      or corrections.former_company = :company
      or corrections.event in (select id from events where company = :company)
    )
    """
    return editions.corrections(connection, chosen, asked, most=FEW)
