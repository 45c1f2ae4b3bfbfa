"""Run nights on a clock of the test's own: over loopback, or on a web of a few pages."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from replica import Reply, World, sources_toml, validated

from pipeline.refreshing import Night, refresh
from pipeline.store.schema import TABLES
from pipeline.tracker import load_tracker
from scrapers.answers import Answer, Ask
from scrapers.fetcher import Fetcher
from scrapers.fetcher_limits import Limits

TRACKER = Path("trackers") / "hk-nsl"
OURS = Path(__file__).parents[2] / "data" / TRACKER
FIRST = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
LIMITS = Limits(seconds=2.0, connect_seconds=1.0, read_seconds=2.0, retry_seconds=0.05)
# Where bytes lie in the archive depends on who answered first.
PLACES = frozenset({"file", "offset", "length", "archived"})


def moment(days: float = 0.0) -> str:
    """Give the moment so many days after the first night."""
    return (FIRST + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def data_folder(folder: Path, sources: Iterable[Mapping[str, Any]]) -> Path:
    """Lay out a data folder with our tracker, and these sources in place of its own."""
    (folder / TRACKER).mkdir(parents=True)
    for path in OURS.glob("*.toml"):
        shutil.copy(path, folder / TRACKER)
    (folder / TRACKER / "sources.toml").write_text(sources_toml(sources), encoding="utf-8")
    return folder


def entry(name: str, kind: str, url: str, **more: Any) -> dict[str, Any]:
    """Write an entry of ``sources.toml`` that is not slowed down."""
    publisher = name.replace("_", " ").title()
    known = {"publisher": publisher, "language": "en", "timezone": "UTC", "pace_seconds": 0.001}
    return {"id": name, "kind": kind, "url": url, **known, **more}


def give_validators(world: World) -> None:
    """Let every page that is served bear an ETag and a date, robots.txt too."""
    for host in world.hosts():
        world.put(
            host, "/robots.txt", world.find(host, "/robots.txt") or validated(b"", "text/plain")
        )
        for path in world.paths(host):
            served = world.find(host, path)
            if isinstance(served, Reply) and served.status == 200 and not served.etag:
                world.put(host, path, validated(served.body, served.media_type or "text/html"))


def fill_out(world: World, *, links: int) -> None:
    """Put as many links around every page as newsrooms do: theirs are a hundred times an article.

    Beside the replica's own small pages a look costs as much as the reading.
    """
    menu = "".join(
        f'<li><a href="/topics/{number}">More {number}</a></li>' for number in range(links)
    )
    for host in world.hosts():
        for path in world.paths(host):
            served = world.find(host, path)
            if isinstance(served, Reply) and b"</body>" in served.body:
                body = served.body.replace(
                    b"</body>", f"<nav><ul>{menu}</ul></nav></body>".encode()
                )
                world.put(host, path, validated(body, served.media_type or "text/html"))


def night(data: Path, *, days: float = 0.0, web: "Web | None" = None, **options: Any) -> Night:
    """Run the night so many days after the first; over HTTP on loopback unless there is a web."""
    at, tracker = moment(days), load_tracker(data / TRACKER)
    options = {"clock": lambda: at, **options}
    if web is not None:
        return refresh(data, tracker, get=partial(web.answer, at=at), **options)
    with Fetcher(
        contact=None,
        loopback=True,
        robots_folder=data / "private" / "robots",
        limits=LIMITS,
        clock=datetime.fromisoformat(at).timestamp,
    ) as fetcher:
        return refresh(data, tracker, get=fetcher.steps, **options)


class Web:
    """A web of a few pages by address, with ETags; it remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Ask] = []
        self._pages: dict[str, Answer] = {}

    def put(self, url: str, body: str | bytes = b"", *, status: int = 200, **more: Any) -> None:
        """Let an address give this from now on; ``more`` are further fields of its answer."""
        body = body.encode() if isinstance(body, str) else body
        media_type = more.pop("media_type", "text/html; charset=utf-8")
        headers = (("Content-Type", media_type), ("ETag", etag_of(body)))
        self._pages[url] = Answer(url, url, "", status, headers, body, 1, **more)

    def answer(self, ask: Ask, *, at: str) -> Answer:
        """Answer as a server and the fetcher before it would."""
        self.asked.append(ask)
        found = self._pages.get(ask.url)
        if found is None:
            return Answer(ask.url, ask.url, at, 404, (), b"", 1)
        if found.status == 200 and not found.failure and ask.etag == etag_of(found.body):
            return replace(found, asked_at=at, status=304, body=b"")
        return replace(found, asked_at=at)

    def urls(self) -> list[str]:
        """Give the addresses that were asked since the last time, in their order, and forget."""
        asked, self.asked = self.asked, []
        return [ask.url for ask in asked]


def etag_of(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


def feed(*urls: str, on: str = "2020-07-07") -> str:
    """Write an RSS feed of these links, all of one day."""
    day = datetime.fromisoformat(on).strftime("%a, %d %b %Y 00:00:00 GMT")
    items = "".join(
        f"<item><title>Item</title><link>{escape(url)}</link><pubDate>{day}</pubDate></item>"
        for url in urls
    )
    return f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'


def article(text: str, *, title: str = "What was said", head: str = "") -> str:
    """Set a text as a page; its paragraphs are parted by empty lines."""
    told = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.split("\n\n"))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>{head}'
        '<meta property="article:published_time" content="2020-07-07T08:00:00Z"></head>'
        f"<body><article><h1>{title}</h1>\n{told}\n</article></body></html>"
    )


def rows_of(data: Path, *, without: Iterable[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Read each table in the order of its rows, without the columns that are named."""
    left_out = set(without)
    found = {}
    for table in TABLES:
        names = ", ".join(f'"{name}"' for name in table.names if name not in left_out)
        found[table.name] = sorted(select(data, f'select {names} from "{table.name}"'), key=repr)
    return found


def select(data: Path, query: str) -> list[tuple[Any, ...]]:
    """Ask the database one question."""
    with closing(sqlite3.connect(data / "timeline.db")) as connection:
        return connection.execute(query).fetchall()
