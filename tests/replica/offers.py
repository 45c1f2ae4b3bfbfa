"""Write the pages on which sources offer links: feeds, sitemaps and listings."""

import gzip
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape

RSS_1 = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
DUBLIN_CORE = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class Entry:
    """One link on offer."""

    url: str
    title: str
    published: datetime


def rss_2(name: str, home: str, entries: Sequence[Entry]) -> bytes:
    """Write an RSS 2.0 feed."""
    items = "".join(
        f"<item><title>{escape(entry.title)}</title><link>{escape(entry.url)}</link>"
        f'<guid isPermaLink="false">{name_of(entry.url)}</guid>'
        f"<pubDate>{format_datetime(entry.published)}</pubDate></item>\n"
        for entry in entries
    )
    return (
        f'{XML}<rss version="2.0"><channel><title>{escape(name)}</title><link>{home}</link>'
        f"<description>{escape(name)}</description>\n{items}</channel></rss>\n"
    ).encode()


def name_of(url: str) -> str:
    """Give an id that no reader can take for an address."""
    return f"entry {zlib.crc32(url.encode())}"


def rss_1(name: str, home: str, entries: Sequence[Entry]) -> bytes:
    """Write an RSS 1.0 feed, which is RDF."""
    listed = "".join(f'<rdf:li resource="{escape(entry.url)}"/>' for entry in entries)
    items = "".join(
        f'<item rdf:about="{escape(entry.url)}"><title>{escape(entry.title)}</title>'
        f"<link>{escape(entry.url)}</link><dc:date>{entry.published.isoformat()}</dc:date></item>\n"
        for entry in entries
    )
    return (
        f'{XML}<rdf:RDF {RSS_1} {DUBLIN_CORE}>\n<channel rdf:about="{home}">'
        f"<title>{escape(name)}</title><link>{home}</link><description>{escape(name)}</description>"
        f"<items><rdf:Seq>{listed}</rdf:Seq></items></channel>\n{items}</rdf:RDF>\n"
    ).encode()


def atom(name: str, home: str, entries: Sequence[Entry]) -> bytes:
    """Write an Atom feed."""
    items = "".join(
        f'<entry><title type="text">{escape(entry.title)}</title><id>{escape(entry.url)}</id>'
        f'<link rel="alternate" type="text/html" href="{escape(entry.url)}"/>'
        f"<published>{entry.published.isoformat()}</published>"
        f"<updated>{entry.published.isoformat()}</updated></entry>\n"
        for entry in entries
    )
    newest = max(entry.published for entry in entries).isoformat()
    return (
        f'{XML}<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(name)}</title>'
        f'<id>{home}</id><link href="{home}"/><updated>{newest}</updated>\n{items}</feed>\n'
    ).encode()


def json_feed(name: str, home: str, entries: Sequence[Entry]) -> bytes:
    """Write a JSON Feed 1.1."""
    items = [
        {
            "id": entry.url,
            "url": entry.url,
            "title": entry.title,
            "content_text": entry.title,
            "date_published": entry.published.isoformat(),
        }
        for entry in entries
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": name, "home_page_url": home}
    return json.dumps({**feed, "items": items}, indent=1).encode()


def sitemap(entries: Sequence[Entry]) -> bytes:
    """Write a sitemap with the day of each page's last change."""
    urls = "".join(
        f"<url><loc>{escape(entry.url)}</loc><lastmod>{entry.published.date()}</lastmod></url>\n"
        for entry in entries
    )
    return f"{XML}<urlset {SITEMAP}>\n{urls}</urlset>\n".encode()


def news_sitemap(name: str, entries: Sequence[Entry]) -> bytes:
    """Write a news sitemap: publication dates and titles."""
    urls = "".join(
        f"<url><loc>{escape(entry.url)}</loc><news:news><news:publication>"
        f"<news:name>{escape(name)}</news:name><news:language>en</news:language>"
        f"</news:publication><news:publication_date>{entry.published.isoformat()}"
        f"</news:publication_date><news:title>{escape(entry.title)}</news:title></news:news></url>\n"
        for entry in entries
    )
    return f"{XML}<urlset {SITEMAP} {NEWS}>\n{urls}</urlset>\n".encode()


def sitemap_index(children: Sequence[tuple[str, datetime]]) -> bytes:
    """Write an index of sitemaps with their last changes."""
    listed = "".join(
        f"<sitemap><loc>{url}</loc><lastmod>{changed.isoformat()}</lastmod></sitemap>\n"
        for url, changed in children
    )
    return f"{XML}<sitemapindex {SITEMAP}>\n{listed}</sitemapindex>\n".encode()


def packed(body: bytes) -> bytes:
    """Pack as gzip with the same bytes at any time."""
    return gzip.compress(body, mtime=0)


def river(name: str, entries: Sequence[Entry]) -> bytes:
    """Write a listing in which each article is a box with a heading and a time (``div.river``)."""
    boxes = "".join(
        f'<div class="river"><h3><a href="{escape(entry.url)}">{escape(entry.title)}</a></h3>'
        f'<time datetime="{entry.published.isoformat()}">{entry.published:%d.%m.%Y}</time></div>\n'
        for entry in entries
    )
    return _listing(name, boxes)


def headlines(name: str, entries: Sequence[Entry]) -> bytes:
    """Write a listing of bare links (``ul.headlines a``), whose dates stand in their addresses."""
    lines = "".join(
        f'<li><a href="{escape(entry.url)}"> {escape(entry.title)} </a></li>\n' for entry in entries
    )
    return _listing(name, f'<ul class="headlines">\n{lines}</ul>')


def _listing(name: str, inner: str) -> bytes:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(name)}</title>'
        f'</head><body><nav><a href="/">Home</a> <a href="/about">About</a> '
        f'<a href="mailto:desk@example.org">Write to us</a></nav>\n{inner}\n'
        f'<footer><a href="/terms">Terms</a></footer></body></html>\n'
    ).encode()
