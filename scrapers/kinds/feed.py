"""Read a feed: RSS, Atom, or JSON Feed 1.0 and 1.1 (https://jsonfeed.org/version/1.1)."""

import json
import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser
from lxml import etree

from scrapers.answers import Purpose
from scrapers.kinds import UnreadableLinks, day_of, decoded, offered, plain, root_of, web_address
from scrapers.links import Link, Offer
from scrapers.sources import Source

PURPOSE: Purpose = "links"
ENTITY = re.compile(r"<!ENTITY[^<>]*>", re.IGNORECASE)


def addresses(source: Source, *, now: datetime) -> tuple[str, ...]:
    """Ask the feed itself."""
    return (source.url,)


def read_links(
    body: bytes, *, url: str, media_type: str | None, source: Source, now: datetime
) -> Offer:
    """Read the entries in their order; a feed that is not well-formed still gives its links.

    Raise UnreadableLinks for what is no feed at all.
    """
    # WordPress puts blank lines before the declaration. Entities that a feed defines for itself go:
    # expat limits a "billion laughs", but only after a second of work.
    text = ENTITY.sub("", decoded(body, media_type).strip())
    if text.startswith("{"):
        return offered(_json_links(text, url, source), url=url, source=source, now=now)
    if root_of(text) == "html":
        raise _no_feed(source, url, "a web page")
    feed = _parsed(text, url)
    if not feed.get("version") and not feed.entries:
        raise _no_feed(source, url, f"{text[:60]!r}" if text else "nothing")
    problems = []
    if feed.bozo:
        problems.append(f"{source.id}: {url} is not well-formed ({feed.bozo_exception})")
        # After some broken tags feedparser reads on into the next entries, libxml2 seldom does.
        feed = max(feed, _parsed(_mended(text), url), key=lambda one: len(_links(one, source)))
    links = _links(feed, source)
    if len(links) < len(feed.entries):
        missing = f"{len(feed.entries) - len(links)} of {len(feed.entries)}"
        problems.append(f"{source.id}: entries without a web address on {url}: {missing}")
    return offered(links, url=url, source=source, now=now, problems=problems)


def _parsed(text: str, url: str) -> Any:
    # A stream, since feedparser would open bytes that spell the name of a file.
    return feedparser.parse(
        BytesIO(text.encode("utf-8", errors="replace")),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": url,
        },
        sanitize_html=False,
        resolve_relative_uris=False,  # of the links in texts; those of entries are always resolved
    )


def _mended(text: str) -> str:
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError:
        return ""
    return "" if root is None else etree.tostring(root, encoding="unicode")


def _links(feed: Any, source: Source) -> list[Link]:
    version = feed.get("version", "")
    return [link for entry in feed.entries if (link := _link(entry, version, source))]


def _no_feed(source: Source, url: str, came: str) -> UnreadableLinks:
    return UnreadableLinks(
        f"{source.id}: {came} came from {url} instead of a feed; "
        "look there for the feed's new address, then at the TOML"
    )


def _link(entry: Mapping[str, Any], version: str, source: Source) -> Link | None:
    texts = (entry.get(key) for key in ("feedburner_origlink", "link", "id"))
    address = next((found for text in texts if text and (found := web_address(text, ""))), None)
    if address is None:
        return None
    title, kind = entry.get("title"), entry.get("title_detail", {}).get("type")
    return Link(
        url=address,
        title=" ".join(title.split()) if title and kind == "text/plain" else plain(title),
        published=_published(entry, version, source.timezone),
    )


def _published(entry: Mapping[str, Any], version: str, timezone: str) -> str | None:
    """Take the date of publication; that of a change counts only in RSS, whose dc:date it is."""
    keys = ("published", "created", *(("updated",) if version.startswith("rss") else ()))
    for key in keys:
        if key in entry:
            day = day_of(entry[key], timezone)
            parsed = entry.get(f"{key}_parsed")  # rarer spellings, Korean and Greek among them
            if day is None and parsed:
                try:
                    moment = datetime.fromtimestamp(timegm(parsed), UTC)
                except (ValueError, OverflowError, OSError):  # 0000-00-00, as databases write
                    return None
                day = day_of(moment.isoformat(), timezone)
            return day
    return None


def _json_links(text: str, url: str, source: Source) -> Iterator[Link]:
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise _no_feed(source, url, f"JSON that ends early or is broken ({error})") from error
    items = feed.get("items")
    if "jsonfeed.org/version/" not in str(feed.get("version")) or not isinstance(items, list):
        raise _no_feed(source, url, "JSON")
    for item in items:
        known = item if isinstance(item, dict) else {}
        texts = {key: value for key, value in known.items() if isinstance(value, str)}
        address = texts.get("url") or texts.get("external_url") or ""
        found = web_address(address, url) or web_address(texts.get("id", ""), "")
        if found:
            day = day_of(texts.get("date_published", ""), source.timezone)
            yield Link(url=found, title=plain(texts.get("title")), published=day)
