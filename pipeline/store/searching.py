"""Search companies, events and documents for words, Chinese ones of two characters as well."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.store.searching_han import HAN, SEARCHED, WAITING, index_of, phrase

Kind = Literal["company", "event", "claim", "document"]
WORDS_AT_MOST = 12  # each one more makes the query slower, and nobody means so many
CANDIDATES = 400  # rows that are looked at: of a word that stands everywhere, any will do
AROUND = 80  # characters shown before the first word, and twice as many after it


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that holds the words; ``id`` is its key, ``event`` the event that it belongs to.

    ``title`` is a company's name, an event's company and stance, or a document's headline.
    ``snippet`` is the text around the words. All of it came from outside, none is escaped.
    """

    kind: Kind
    id: str
    event: str | None
    company: str | None
    title: str
    snippet: str
    url: str | None


def search(connection: sqlite3.Connection, words: str, limit: int = 50) -> list[Found]:
    """Find what holds all words: companies first, then events, claims of none, documents.

    Words are taken as they are: no sign of them is an operator. English ones are found in all
    their forms (``pause`` finds "paused"), Chinese ones wherever the characters follow each other.
    An event is found by any of its quotes and stands once; rejected ones are left out. Of words
    that stand nearly everywhere only the first rows are looked at.
    """
    asked = words_of(words)
    found: dict[tuple[Kind, str], Found] = {}
    if asked and limit > 0:
        for look in (_companies, _claims, _documents):
            for each in look(connection, asked):
                found.setdefault((each.kind, each.id), each)
                if len(found) == limit:
                    return list(found.values())
    return list(found.values())


def words_of(typed: str) -> list[str]:
    """Cut what was typed into words, and Chinese ones off the others; the first dozen of them."""
    cut: list[str] = []
    for word in typed.replace("\0", " ").split():
        at = 0
        for run in HAN.finditer(word):
            cut += [word[at : run.start()], run[0]]
            at = run.end()
        cut.append(word[at:])
    return [word for word in cut if any(sign.isalnum() for sign in word)][:WORDS_AT_MOST]


def _places(table: str, asked: list[str]) -> tuple[str, Mapping[str, str | int]]:
    """Write the query for the rows of a table that hold the words, and its parameters.

    The ordinary index takes "Google暫停" as one word; that of Chinese rows knows both. What waits
    for the latter is read itself.
    """
    plain = f"select rowid from {table}_fts where {table}_fts match :phrases limit :candidates"
    han = f"""
      select rowid
      from {index_of(table)}
      where {index_of(table)} match :phrases
        and rowid not in (select "row" from {WAITING} where kind = '{table}')
      limit :candidates
    """
    held = " || ' ' || ".join(f"coalesce({table}.{name}, '')" for name in SEARCHED[table])
    told = " and ".join(
        f"instr(lower({held}), lower(:word{place})) > 0" for place, _ in enumerate(asked)
    )
    waiting = f"""
      select {table}.rowid
      from {WAITING}
      join {table} on {table}.rowid = {WAITING}."row"
      where {WAITING}.kind = '{table}' and {told}
      limit :candidates
    """
    parts = [han, waiting] if any(map(HAN.match, asked)) else [plain, han, waiting]
    given: dict[str, str | int] = {f"word{place}": word for place, word in enumerate(asked)}
    given |= {"phrases": " ".join(map(phrase, asked)), "candidates": CANDIDATES}
    return " union ".join(f"select rowid from ({part})" for part in parts), given


def _companies(connection: sqlite3.Connection, asked: list[str]) -> Iterator[Found]:
    rows = connection.execute("select slug, name, aliases, zh from companies order by name, slug")
    for slug, name, aliases, zh in rows.fetchall():
        names = f"{slug} {name} {aliases} {zh}".casefold()
        if all(word.casefold() in names for word in asked):
            yield Found("company", slug, None, slug, name, name, None)


def _claims(connection: sqlite3.Connection, asked: list[str]) -> Iterator[Found]:
    places, given = _places("claims", asked)
    rows = connection.execute(
        f"""
        select
          claims.id,
          events.id,
          claims.company,
          claims.company_name || ': ' || stances.label,
          claims.quote,
          documents.url
        from ({places}) as hits
        join claims on claims.rowid = hits.rowid
        join documents on documents.id = claims.document
        join stances on stances.id = claims.stance
        left join event_claims on event_claims.claim = claims.id
        left join events on events.id = event_claims.event
        where events.status is not 'rejected'
        order by
          events.id is null,
          events.status in ('listed', 'accepted') desc,
          events.sources desc,
          events.date is null,
          events.date,
          events.id,
          claims.id
        """,
        given,
    )
    for claim, event, company, title, quote, url in rows.fetchall():
        kind: Kind = "claim" if event is None else "event"
        yield Found(kind, event or claim, event, company, title, _around(quote, asked), url)


def _documents(connection: sqlite3.Connection, asked: list[str]) -> Iterator[Found]:
    places, given = _places("documents", asked)
    rows = connection.execute(
        f"""
        select documents.id, documents.title, documents.text, documents.url
        from ({places}) as hits
        join documents on documents.rowid = hits.rowid
        order by documents.published is null, documents.published desc, documents.id
        """,
        given,
    )
    for document, title, text, url in rows.fetchall():
        shown = title or url or document
        yield Found("document", document, None, None, shown, _around(text, asked), url)


def _around(text: str, asked: list[str]) -> str:
    """Cut the text around the first word that stands there as it was typed, or else its start."""
    low = text.lower()
    if len(low) != len(text):  # a few capitals become two letters: places would be off
        low = text
    places = [low.find(word.lower()) for word in asked]
    first = min((place for place in places if place >= 0), default=0)
    start, end = max(0, first - AROUND), first + 2 * AROUND
    head, tail = "… " if start else "", " …" if end < len(text) else ""
    return f"{head}{text[start:end].strip()}{tail}"
