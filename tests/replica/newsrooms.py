"""Open twelve newsrooms that behave: each with its own kind of source, its articles and doubles."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.utils import format_datetime
from typing import Any

from replica import offers
from replica.offers import Entry
from replica.pages import Outlet, set_page
from replica.stories import (
    Story,
    agency_copy,
    chinese_stories,
    filler_stories,
    law_stories,
    utc,
)
from replica.worlds import World, validated

ROBOTS = "User-agent: *\nDisallow: /members/\nDisallow: /search\n"
FEED_TYPES = {
    "rss_2": "application/rss+xml; charset=utf-8",
    "rss_1": "application/rdf+xml",
    "atom": "application/atom+xml",
    "json_feed": "application/feed+json",
}


@dataclass(frozen=True, slots=True)
class Newsroom:
    """One newsroom: ``shape`` is how it offers links, ``fillers`` how much else it prints."""

    name: str
    publisher: str
    shape: str
    number: int
    fillers: int
    agency: str | None = None
    language: str = "en"
    encoding: str = "utf-8"
    label: str = "utf-8"

    @property
    def host(self) -> str:
        """Give the host's name."""
        return f"{self.name}.localhost"


NEWSROOMS = (
    Newsroom("harbour-daily", "Harbour Daily", "rss_2", 0, 5, "ap"),
    Newsroom("quay-courier", "The Quay Courier", "atom", 1, 4, "ap"),
    Newsroom("kilobyte-wire", "Kilobyte Wire", "json_feed", 2, 6, "ap"),
    Newsroom("praya-observer", "Praya Observer", "rss_1", 3, 3, "afp"),
    Newsroom("tideline-times", "Tideline Times", "sitemap", 4, 7, "ap"),
    Newsroom("meridian-post", "Meridian Post", "index", 5, 8, "ap"),
    Newsroom("lantern-weekly", "Lantern Weekly", "packed", 6, 2, "afp"),
    Newsroom("ferry-gazette", "The Ferry Gazette", "news", 7, 5, "afp"),
    Newsroom("plateau-post", "Plateau Post", "river", 8, 4, "afp"),
    Newsroom("ridge-review", "Ridge Review", "headlines", 9, 6, "afp"),
    Newsroom(
        "victoria-evening", "維港晚報", "rss_2", 10, 3, None, "zh-HK", "big5hkscs", "iso-8859-1"
    ),
    Newsroom("pearl-morning", "珠江晨报", "atom", 11, 3, None, "zh-CN", "gbk", "utf-8"),
)


def open_newsroom(world: World, port: int, newsroom: Newsroom) -> dict[str, Any]:
    """Put one newsroom on its host; give its entry of ``sources.toml``.

    From the first to the second night every third newsroom prints one article more.
    """
    origin = f"http://{newsroom.host}:{port}"
    stories = stories_of(newsroom)
    world.put(newsroom.host, "/robots.txt", validated(ROBOTS.encode(), "text/plain"))
    entries = _put_articles(world, newsroom, origin, stories)
    path, more = _put_offer(world, newsroom, origin, entries)
    if newsroom.number % 3 == 0:
        late = filler_stories(newsroom.number, 1, first=newsroom.fillers)
        added = _put_articles(world, newsroom, origin, late, night=1)
        _put_offer(world, newsroom, origin, [*added[:1], *entries], night=1)
    return {
        "id": newsroom.name.replace("-", "_"),
        "kind": {"river": "listing", "headlines": "listing"}.get(
            newsroom.shape, "feed" if newsroom.shape in FEED_TYPES else "sitemap"
        ),
        "url": origin + path,
        "publisher": newsroom.publisher,
        "language": {"zh-HK": "zh-Hant", "zh-CN": "zh-Hans"}.get(newsroom.language, "en"),
        "timezone": "Asia/Hong_Kong",
        **more,
    }


def stories_of(newsroom: Newsroom) -> list[Story]:
    """Give what a newsroom prints on the first night, the newest first."""
    if newsroom.language != "en":
        stories = chinese_stories(newsroom.language, newsroom.fillers)
    else:
        stories = law_stories(newsroom.number, outlets=10)
        stories += filler_stories(newsroom.number, newsroom.fillers)
    if newsroom.agency:
        stories.append(agency_copy(newsroom.agency, newsroom.number))
    return sorted(stories, key=lambda story: story.published, reverse=True)


def _put_articles(
    world: World, newsroom: Newsroom, origin: str, stories: Sequence[Story], *, night: int = 0
) -> list[Entry]:
    """Put each article under its address and those of its doubles; give what is offered of it.

    Addresses on offer carry tracking parameters; the first article is offered as AMP page too, the
    second on the mobile host too, and the third stands where robots.txt forbids to look.
    """
    outlet = Outlet(
        newsroom.publisher, origin, newsroom.number % 3, newsroom.encoding, newsroom.label
    )
    mobile = f"m.{newsroom.host}"
    entries: list[Entry] = []
    for index, story in enumerate(stories):
        page = set_page(story, outlet, validators=index % 5 != 4)
        amp = replace(page, body=page.body.replace(b"<html ", b"<html amp ", 1))
        for host, path, served in (
            (newsroom.host, story.path, page),
            (newsroom.host, f"{story.path}/amp", amp),
            (mobile, story.path, page),
        ):
            world.put(host, path, served, night=night)
        tracked = f"{origin}{story.path}?utm_source=offer&utm_medium=rss"
        offered = [tracked]
        if index == 0:
            offered.append(f"{origin}{story.path}/amp")
        if index == 1:
            offered.append(f"{origin.replace('//', '//m.')}{story.path}")
        if index == 2:
            world.put(newsroom.host, f"/members{story.path}", page, night=night)
            offered.append(f"{origin}/members{story.path}")
        entries.extend(Entry(url, story.title, story.published) for url in offered)
    return entries


def _put_offer(
    world: World, newsroom: Newsroom, origin: str, entries: list[Entry], *, night: int = 0
) -> tuple[str, dict[str, str]]:
    """Put the page of links; give its path, and what its source's entry needs besides."""
    shape, name = newsroom.shape, newsroom.publisher
    modified = format_datetime(utc(max(entry.published for entry in entries)), usegmt=True)

    def put(path: str, body: bytes, media_type: str) -> str:
        world.put(newsroom.host, path, validated(body, media_type, modified=modified), night=night)
        return path

    if shape in FEED_TYPES:
        body = getattr(offers, shape)(name, f"{origin}/", entries)
        return put("/feed", body, FEED_TYPES[shape]), {}
    if shape == "sitemap":
        return put("/sitemap.xml", offers.sitemap(entries), "application/xml"), {}
    if shape == "news":
        return put("/news.xml", offers.news_sitemap(name, entries), "text/xml"), {}
    if shape == "packed":
        body = offers.packed(offers.sitemap(entries))
        return put("/sitemap.xml.gz", body, "application/x-gzip"), {}
    if shape == "index":
        children = []
        dated = sorted(entries, key=lambda entry: entry.published)
        for month, part in itertools.groupby(dated, key=lambda entry: f"{entry.published:%Y-%m}"):
            listed = list(part)
            path = put(
                f"/sitemap-{month}.xml.gz",
                offers.packed(offers.sitemap(listed)),
                "application/octet-stream",
            )
            children.append((origin + path, listed[-1].published))
        return put("/sitemap.xml", offers.sitemap_index(children), "application/xml"), {}
    if shape == "river":
        return put("/latest", offers.river(name, entries), "text/html"), {"select": "div.river"}
    body = offers.headlines(name, entries)
    return put("/latest", body, "text/html"), {"select": "ul.headlines a"}
