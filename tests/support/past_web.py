"""Play the archives of the past and what keeps their answers, without a network."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

from pipeline.backfilling import Past, backfill_gdelt, backfill_wayback
from pipeline.store.contents import LastLook
from scrapers.answers import Answer, Ask
from scrapers.judging import judge
from scrapers.sources import Source
from scrapers.wayback import FIELDS

PAGE = "https://chat.example/trust"
NOW = "2026-11-24T01:02:03Z"
FORM = "%Y%m%d%H%M%S"
GDELT = Source(
    id="gdelt",
    kind="search",
    url="https://search.example/doc",
    publisher="Search",
    language="en",
    timezone="UTC",
    query='"Hong Kong" security law',
)


@dataclass
class Memory:
    """An intake that keeps everything in dictionaries and judges as the real one does."""

    looks: dict[str, LastLook] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    taken: list[tuple[Ask, Answer]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def last(self, url):
        return self.looks.get(url)

    def body(self, url):
        return self.bodies.get(url)

    def has(self, url, at):
        return any((ask.url, answer.asked_at) == (url, at) for ask, answer in self.taken)

    def note(self, problem):
        self.notes.append(problem)

    def take(self, ask, answer):
        outcome = judge(answer, purpose=ask.purpose)
        at = answer.asked_at
        self.taken.append((ask, answer))
        self.looks[ask.url] = LastLook(
            ask.url, ask.source, ask.purpose, at, at, outcome, answer.status
        )
        if outcome == "new":
            self.bodies[ask.url] = answer.body
        return outcome

    def copies(self):
        """Name page and moment of each archived copy that is kept."""
        return [
            (ask.of, ask.of_at) for ask, answer in self.taken if ask.of and answer.status == 200
        ]


@dataclass
class Web:
    """A web archive, a search and pages; ``answered`` lists what they were asked, in order.

    ``copies`` are timestamps and texts of PAGE, or of the address that is put before them.
    ``said`` answers addresses (by a pattern) otherwise; ``stops`` are numbers of requests at which
    the process is killed (KeyboardInterrupt) or the archive says 429.
    """

    copies: list[tuple[str, ...]] = field(default_factory=list)
    articles: list[tuple[datetime, str]] = field(default_factory=list)
    said: dict[str, dict] = field(default_factory=dict)
    stops: dict[int, str] = field(default_factory=dict)
    now: str = NOW
    rows_at_a_time: int = 3
    asked: int = 0
    answered: list[str] = field(default_factory=list)

    def get(self, ask):
        self.asked += 1
        stop = self.stops.get(self.asked)
        if stop == "killed":
            raise KeyboardInterrupt
        if stop == "429" and ("/cdx/" in ask.url or "/web/" in ask.url or "/doc?" in ask.url):
            return self.answer(ask, status=429, failure="unreachable", **{"Retry-After": "120"})
        self.answered.append(ask.url)
        for pattern, said in self.said.items():
            if re.search(pattern, ask.url):
                return self.answer(ask, **said)
        if "/cdx/" in ask.url:
            return self.answer(ask, self.index(ask.url), kind="application/json")
        if "search.example" in ask.url:
            return self.answer(ask, self.search(ask.url), kind="application/json")
        return self.page(ask)

    def answer(self, ask, body=b"", *, status=200, failure=None, kind="text/html", **headers):
        headers = (("Content-Type", kind), *headers.items())
        return Answer(ask.url, ask.url, self.now, status, headers, body, 5, failure)

    def rows(self):
        for copy in self.copies:
            *page, timestamp, text = copy
            digest = hashlib.sha1(text.encode()).hexdigest()
            yield ["key", timestamp, page[0] if page else PAGE, "text/html", "200", digest]

    def index(self, address):
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        rows = [
            row
            for row in sorted(self.rows())
            if row[2].startswith(asked["url"])
            and asked["from"] <= row[1] <= asked["to"]
            and row[1] >= asked.get("resumeKey", "")
        ]
        limit = min(int(asked["limit"]), self.rows_at_a_time)
        more = [[], [rows[limit][1]]] if rows[limit:] else []
        return json.dumps([list(FIELDS), *rows[:limit], *more] if rows else []).encode()

    def search(self, address):
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        first, last = asked["startdatetime"], asked["enddatetime"]
        found = [
            {"url": url, "title": "T"}
            for seen, url in self.articles
            if first <= seen.strftime(FORM) <= last
        ]
        return json.dumps({"articles": found[:250]}).encode()

    def page(self, ask):
        copied = re.match(r"https://web\.archive\.org/web/(\d{14})id_/", ask.url)
        if copied is None:
            return self.answer(ask, b"<p>An article.")
        moment = datetime.strptime(copied[1], FORM).replace(tzinfo=UTC)
        header = {"Memento-Datetime": format_datetime(moment, usegmt=True)}
        return self.answer(ask, b"<p>A copy.", **header)


def wayback(web, memory, *pasts, since="2020-01-01", until="2020-12-31"):
    return backfill_wayback(
        pasts or [Past(PAGE, "chat")],
        since=date.fromisoformat(since),
        until=date.fromisoformat(until),
        get=web.get,
        intake=memory,
    )


def gdelt(web, memory, since="2020-07-01", until="2020-07-31"):
    return backfill_gdelt(
        [GDELT],
        since=date.fromisoformat(since),
        until=date.fromisoformat(until),
        get=web.get,
        intake=memory,
    )


def until_done(walk):
    """Run a backfill again and again until nothing cuts it short."""
    for _ in range(50):
        try:
            tally = walk()
        except KeyboardInterrupt:
            continue
        if tally.stopped_until is None:
            return tally
    raise AssertionError("it never came to its end")
