"""Fill a database of the real layout with more than any law has had: made up, and always the same.

1,000,000 claims in 300,000 documents make 100,000 events; beside them stand 20,000 figures. One
company in 400 is busy (3 % of all claims), one document in ten is Chinese, one event in twenty has
no date and one in ten only a month.
"""

import random
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.store import Contents
from pipeline.store.rows import rows_of
from pipeline.store.schema import (
    APPLICATION_ID,
    SEARCH_SUFFIX,
    TABLES,
    VERSION,
    refresh,
    statements,
)
from pipeline.tracker import load_tracker

TRACKER = Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl"
CLAIMS, EVENTS, DOCUMENTS, FIGURES, COMPANIES = 1_000_000, 100_000, 300_000, 20_000, 400
MADE = {"fingerprint": "0123456789abcdef"}
LATER = re.compile(r"create (unique )?(index|view)", re.IGNORECASE)
SCOPES = ("data_requests", "content_removal", "market", "staff", "infrastructure", "law")
TELLING = (
    "police request user account government security company said statement review pause suspend "
    "refuse answer court order legal team platform service message channel office staff server "
    "market privacy report transparency spokesman international treaty justice letter month week"
)
WORDS = TELLING.split()
HAN = "暫停處理香港警方用戶資料要求公司表示國安法實施後正評估影響拒絕回應撤出市場伺服器"
NAMED = "國安法"
LANGUAGES = ("en",) * 8 + ("fr", "zh-Hant")
STATUSES = ("listed",) * 17 + ("accepted", "in_review", "rejected")
RARE = "Heliotrope"  # one quote in some thousands begins with it


def build(path: Path, *, scale: float = 1.0) -> None:
    """Write the database; ``scale`` makes all of it smaller."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -1500000"):
        connection.execute(f"pragma {pragma}")
    connection.execute(f"pragma application_id = {APPLICATION_ID}")
    connection.execute(f"pragma user_version = {VERSION}")
    connection.execute("begin")
    # Indices and views are faster made when all rows are there; triggers must see each row come.
    early = [sql for sql in statements() if not LATER.match(sql)]
    for sql in early:
        connection.execute(sql)
    world = World(scale)
    for table in TABLES:
        places = ", ".join("?" * len(table.names))
        rows = world.rows(table.name)
        connection.executemany(f'insert into "{table.name}" values ({places})', rows)
    for sql in statements():
        if LATER.match(sql):
            connection.execute(sql)
    for table in TABLES:
        if table.search:
            search = f"{table.name}{SEARCH_SUFFIX}"
            connection.execute(f"insert into {search} ({search}) values ('rebuild')")
    refresh(connection)
    connection.execute("commit")
    connection.execute("pragma journal_mode = wal")
    connection.close()


class World:
    """All rows, made up from one seed: events first, then the claims that they were made from."""

    def __init__(self, scale: float) -> None:
        self._seed = random.Random(20200630)
        self._scale = scale
        self._tracker = rows_of(Contents(tracker=load_tracker(TRACKER), **MADE))
        companies = [
            dict(zip(("slug", "name"), row, strict=False)) for row in self._tracker["companies"]
        ]
        made = [f"company-{number:03}" for number in range(len(companies), COMPANIES)]
        self._companies = [(each["slug"], each["name"]) for each in companies]
        self._companies += [(slug, slug.title()) for slug in made]
        self._made = made
        self._weights = [1 + 12 / (place + 1) for place in range(len(self._companies))]
        self._stances = [row[0] for row in self._tracker["stances"]]
        self._sources = [row[0] for row in self._tracker["sources"]]
        self._sentences = [self._sentence(LANGUAGES[number % 10]) for number in range(5000)]
        self._sentences[20] = f"{RARE} {self._sentences[20]}"
        self._documents = self.count(DOCUMENTS)
        self._events = list(self._some_events())
        self._claims: list[tuple[int, int, int]] = []  # event, place in it, document
        for number in range(self.count(EVENTS)):
            for place in range(self._seed.choice((1, 1, 2, 4, 8, 14, 26, 24))):
                self._claims.append((number, place, self._seed.randrange(self._documents)))
        del self._claims[self.count(CLAIMS) :]

    def count(self, full: int) -> int:
        return max(1, round(full * self._scale))

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Give the rows of one table, in the order of its columns."""
        yield from self._tracker[table]
        names = next(each.names for each in TABLES if each.name == table)
        made = getattr(self, f"_{table}_rows", None)
        if made is not None:
            for values in made():
                yield tuple(map(values.get, names))

    def _sentence(self, language: str) -> str:
        if language.startswith("zh"):
            return "".join(self._seed.choices(HAN, k=24)) + NAMED + "。"
        words = self._seed.choices(WORDS, k=18)
        return f"{' '.join(words).capitalize()}."

    def _text(self, number: int) -> tuple[str, list[str]]:
        """Give the text of a document, and its six sentences."""
        language = LANGUAGES[number % 10]
        place = number * 7 % 5000 // 10 * 10 + number % 10
        told = [self._sentences[(place + 10 * step) % 5000] for step in range(6)]
        return ("" if language.startswith("zh") else " ").join(told), told

    def _day(self, number: int) -> str:
        return f"{2019 + number % 8}-{1 + number // 8 % 12:02}-{1 + number // 96 % 28:02}"

    def _some_events(self) -> Iterator[dict[str, Any]]:
        for number in range(self.count(EVENTS)):
            ((company, name),) = self._seed.choices(self._companies, self._weights)
            stance = self._seed.choice(self._stances)
            day = self._day(self._seed.randrange(10_000))
            date = None if number % 20 == 0 else day[:7] if number % 10 == 1 else day
            publisher = f"Paper {self._seed.randrange(150)}"
            yield {
                "id": f"{company}-{stance}-{number}",
                "company": company,
                "company_name": name,
                "products": '["Groups"]' if number % 30 == 0 else "[]",
                "stance": stance,
                "scope": self._seed.choice(SCOPES),
                "date": date,
                "precision": None if date is None else "month" if len(date) == 7 else "day",
                "basis": None if date is None else "published" if number % 3 else "on Tuesday",
                "first_reported": day,
                "sources": self._seed.choice((1, 1, 1, 2, 3, 8)),
                "status": self._seed.choice(STATUSES),
                "confidence": round(self._seed.uniform(0.3, 1), 3),
                "url": f"https://paper.example/{number}",
                "archived": f"made.warc.gz#{number}",
                "publisher": publisher,
                "first_publisher": publisher,
                **MADE,
            }

    def _companies_rows(self) -> Iterator[dict[str, Any]]:
        for slug in self._made:
            listing = dict.fromkeys(("aliases", "names", "zh"), "[]")
            yield {"slug": slug, "name": slug.title(), "kind": "platform", **listing}

    def _captures_rows(self) -> Iterator[dict[str, Any]]:
        for number in range(self._documents):
            yield {
                "file": "made.warc.gz",
                "offset": number,
                "length": 900,
                "url": f"https://paper.example/{number}",
                "captured_at": f"{self._day(number)}T01:02:03Z",
                "source": self._sources[number % len(self._sources)],
                "media_type": "text/html",
                "digest": f"sha256:{number:064x}",
            }

    def _documents_rows(self) -> Iterator[dict[str, Any]]:
        for number in range(self._documents):
            text, _ = self._text(number)
            yield {
                "id": f"{number:016x}",
                "url": f"https://paper.example/{number}",
                "source": self._sources[number % len(self._sources)],
                "title": f"{text[:60]} ({number})",
                "publisher": f"Paper {number % 150}",
                "authors": "[]",
                "published": None if number % 25 == 0 else self._day(number),
                "published_basis": "json-ld",
                "published_conflict": int(number % 30 == 0),
                "language": LANGUAGES[number % 10],
                "completeness": "full" if number % 9 else "teaser",
                "text": text,
                "captured_at": f"{self._day(number)}T01:02:03Z",
                "digest": f"sha256:{number:064x}",
                **MADE,
            }

    def _claims_rows(self) -> Iterator[dict[str, Any]]:
        for number, (event, place, document) in enumerate(self._claims):
            told = self._events[event]
            text, sentences = self._text(document)
            quote = sentences[number % 6]
            start = text.index(quote)
            yield {
                "id": f"{number:016x}",
                "document": f"{document:016x}",
                "company": told["company"],
                "company_name": told["company_name"],
                "stance": told["stance"],
                "scope": told["scope"],
                "announced": told["date"],
                "announced_precision": told["precision"],
                "announced_basis": told["basis"],
                "modality": "announced" if number % 7 == 0 else "done",
                "quote": quote,
                "start": start,
                "end": start + len(quote),
                "speaker": told["company_name"],
                "voice": "reported" if (number + place) % 3 else "own",
                "confidence": told["confidence"],
                "rule": "made up",
                **MADE,
            }

    def _events_rows(self) -> Iterator[dict[str, Any]]:
        best = {event: document for event, place, document in self._claims if place == 0}
        for number, event in enumerate(self._events):
            _, sentences = self._text(best.get(number, 0))
            yield {**event, "quote": sentences[number % 6]}

    def _event_claims_rows(self) -> Iterator[dict[str, Any]]:
        for number, (event, place, _) in enumerate(self._claims):
            yield {
                "event": self._events[event]["id"],
                "claim": f"{number:016x}",
                "position": place,
            }

    def _figures_rows(self) -> Iterator[dict[str, Any]]:
        kinds = ("total", "legal", "emergency", "removal_requests")
        for number in range(self.count(FIGURES)):
            company, _ = self._companies[number // 4 % 100]
            half = number // 400 % 20
            year, second = 2014 + half // 2, half % 2
            received, derived = number % 90, number % 4
            yield {
                "id": f"{company}-{number}",
                "company": company,
                "country": "Hong Kong",
                "period_start": f"{year}-{'07-01' if second else '01-01'}",
                "period_end": f"{year}-{'12-31' if second else '06-30'}",
                "period": f"{year} H{second + 1}",
                "kind": kinds[number % 4],
                "printed_kind": kinds[number % 4].title(),
                "received": received,
                "received_printed": str(received),
                "received_notation": "number",
                "received_low": received,
                "received_high": received,
                "answered": min(derived, received),
                "answered_printed": str(min(derived, received)),
                "answered_notation": "number",
                "lists_all": 0,
                "told_by": "file",
                "release_digest": f"sha256:{number // 8000:064x}",
                "release_date": f"2026-01-{1 + number // 8000:02}",
                "cells": "{}",
                "source": f"https://report.example/{company}",
                **MADE,
            }

    def _visits_rows(self) -> Iterator[dict[str, Any]]:
        for number in range(self.count(40_000)):
            yield {
                **dict.fromkeys(("links", "fresh", "dated", "asked", "new", "unchanged"), 4),
                "run": f"run-{number // 100}",
                "source": self._sources[number % 100 % len(self._sources)],
                "visited_at": f"{self._day(number // 100)}T03:{number % 60:02}:00Z",
                "outcome": "unchanged",
                "bad": 0,
                "milliseconds": 900,
                "problems": "[]",
            }

    def _runs_rows(self) -> Iterator[dict[str, Any]]:
        for number in range(self.count(400)):
            yield {
                **dict.fromkeys(("looks", "captures", "documents", "claims", "figures"), 9),
                "id": f"run-{number}",
                "command": "refresh",
                "started_at": f"{self._day(number)}T03:00:00Z",
                "problems": "[]",
            }

    def _coverage_rows(self) -> Iterator[dict[str, Any]]:
        for number in range(self.count(20_000)):
            yield {
                "source": self._sources[number % len(self._sources)],
                "url": f"https://paper.example/lost/{number}",
                "looked_at": f"{self._day(number)}T01:02:03Z",
                "outcome": ("gone", "unreachable", "refused")[number % 3],
            }

    def _corrections_rows(self) -> Iterator[dict[str, Any]]:
        for number in range(self.count(2_000)):
            yield {
                "id": f"correction-{number}",
                "event": self._events[number % len(self._events)]["id"],
                "field": "date",
                "before": "2020-07-01",
                "after": "2020-07-02",
                "reason": "The page says so",
                "made_at": f"{self._day(number)}T01:02:03Z",
            }

    def _statement_sentences_rows(self) -> Iterator[dict[str, Any]]:
        for number in range(self.count(5_000)):
            company, _ = self._companies[number % len(self._companies)]
            day = self._day(number)
            yield {
                "id": f"stay-{number}",
                "source": self._sources[number % len(self._sources)],
                "company": company,
                "url": f"https://company.example/{number}",
                "stance": self._stances[number % len(self._stances)],
                "scope": "data_requests",
                "sentence": self._sentences[number % 5000],
                "present_from": f"{day}T01:02:03Z",
                "present_until": f"{day}T01:02:03Z",
                "absent_from": f"{day}T09:02:03Z" if number % 2 else None,
                "ended_by": "changed" if number % 2 else None,
                **MADE,
            }

    def _looks_rows(self) -> Iterator[dict[str, Any]]:
        for number in range(self._documents):
            moment = f"{self._day(number)}T01:02:03Z"
            yield {
                "url": f"https://paper.example/{number}",
                "source": self._sources[number % len(self._sources)],
                "purpose": "page",
                "first_at": moment,
                "looked_at": moment,
                "outcome": "gone" if number % 40 == 0 else "new",
                "failures": int(number % 40 == 0),
            }
