"""Read a sitemap: of pages, of news, of sitemaps, or a text of addresses; gzip or not.

The formats: https://www.sitemaps.org/protocol.html, and for news
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from lxml import etree

from scrapers.answers import Purpose
from scrapers.kinds import UnreadableLinks, day_of, decoded, offered, plain, root_of, web_address
from scrapers.links import Link, Offer
from scrapers.sources import Source

PURPOSE: Purpose = "links"
LIMIT_BYTES = 64_000_000  # the protocol allows 50 MiB
NEWEST = 5  # sitemaps of an index that names the days of their last change
MOST = 50  # sitemaps of an index that does not
NEWS = re.compile(r"news|article|post|latest|recent", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Entry:
    address: str
    changed: str
    published: str | None
    title: str | None


def addresses(source: Source, *, now: datetime) -> tuple[str, ...]:
    """Ask the sitemap itself."""
    return (source.url,)


def read_links(
    body: bytes, *, url: str, media_type: str | None, source: Source, now: datetime
) -> Offer:
    """Offer the pages, the last changed first, or the sitemaps of an index as more to ask.

    ``lastmod`` orders pages, but it is no date of publication: only news sitemaps give one. What
    stands before damage or a cut is read. Raise UnreadableLinks for what is no sitemap.
    """
    xml, problems = _inflated(body, url, source)
    if re.match(rb"(?:\xef\xbb\xbf)?\s*https?://", xml):  # a text, one address a line
        lines = decoded(xml, media_type).split()
        links = [Link(found) for line in lines if (found := web_address(line, ""))]
        return offered(links, url=url, source=source, now=now, problems=problems)
    xml = xml.lstrip(b"\xef\xbb\xbf \t\r\n")
    root = root_of(xml[:20_000].decode("ascii", errors="ignore"))
    if root not in {"urlset", "sitemapindex"}:
        came = " ".join(decoded(xml[:200], media_type).split())[:60]
        raise UnreadableLinks(
            f"{source.id}: {came!r} came from {url} instead of a sitemap; "
            "look in the site's robots.txt for its sitemaps, then at the TOML"
        )
    entries, broken = _read(xml, url, source.timezone)
    if broken:
        problems.append(f"{source.id}: {url} is not well-formed ({broken}); the rest was read")
    if root == "sitemapindex" and entries:
        return Offer(more=_chosen(entries, now), problems=tuple(problems))
    entries.sort(key=lambda entry: entry.changed, reverse=True)
    links = [Link(entry.address, entry.title, entry.published) for entry in entries]
    return offered(links, url=url, source=source, now=now, problems=problems)


def _inflated(body: bytes, url: str, source: Source) -> tuple[bytes, list[str]]:
    """Inflate gzip, told by its first bytes, up to a limit: a small file may hold gigabytes."""
    parts, size = [], 0
    while body.startswith(b"\x1f\x8b"):
        stream = zlib.decompressobj(wbits=31)
        try:
            parts.append(stream.decompress(body, LIMIT_BYTES - size))
        except zlib.error as error:
            return b"".join(parts), [f"{source.id}: the gzip of {url} is damaged ({error})"]
        size += len(parts[-1])
        if not stream.eof:
            cut = "holds more than is read" if size >= LIMIT_BYTES else "ends early"
            return b"".join(parts), [f"{source.id}: the gzip of {url} {cut}; the rest is missing"]
        body = stream.unused_data
    return b"".join(parts) if parts else body, []


def _read(xml: bytes, url: str, timezone: str) -> tuple[list[_Entry], str | None]:
    """Read the entries, and say what is wrong with the XML.

    Piece by piece with lxml: ultimate-sitemap-parser would fetch by itself, and keep the trees of
    all sitemaps of a site in memory.
    """
    events = etree.iterparse(
        BytesIO(xml),
        tag=("{*}url", "{*}sitemap"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    entries: list[_Entry] = []
    try:
        for _, element in events:
            entries += _entry(element, url, timezone)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        return entries, str(error)
    first = next(iter(events.error_log), None)
    return entries, first and f"line {first.line}: {first.message}"


def _entry(element: etree._Element, url: str, timezone: str) -> Iterator[_Entry]:
    texts: dict[str, str] = {}
    for part in element.iter("{*}loc", "{*}lastmod", "{*}publication_date", "{*}title"):
        above = part.getparent()
        whose = etree.QName(above).localname if above is not None else ""
        if whose in {"url", "sitemap", "news"}:  # images and films have a loc and title too
            texts.setdefault(etree.QName(part).localname, part.text or "")
    address = web_address(texts.get("loc", ""), url)
    day = texts.get("publication_date")
    if address:
        yield _Entry(
            address=address,
            changed=texts.get("lastmod", "").strip(),
            published=day_of(day, timezone) if day else None,
            title=plain(texts.get("title")),
        )


def _chosen(entries: list[_Entry], now: datetime) -> tuple[str, ...]:
    """Choose the sitemaps to ask: the last changed, or else those named after news or this year."""
    if any(entry.changed for entry in entries):
        newest = sorted(entries, key=lambda entry: entry.changed, reverse=True)[:NEWEST]
        return tuple(entry.address for entry in newest)
    years = re.compile(rf"(?<!\d)(?:{now.year}|{now.year - 1})(?!\d{{2}}\d)")
    promising = sorted(
        entries,
        key=lambda entry: bool(years.search(entry.address)) + bool(NEWS.search(entry.address)),
        reverse=True,
    )
    return tuple(entry.address for entry in promising[:MOST])
