"""Read a page of links, such as a newsroom's front page or a list of press releases."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from courlan import is_navigation_page, is_not_crawlable
from soupsieve import SelectorSyntaxError

from scrapers.addresses import same_site
from scrapers.answers import Purpose
from scrapers.kinds import UnreadableLinks, day_of, decoded, offered, root_of, web_address
from scrapers.links import Link, Offer
from scrapers.sources import Source

PURPOSE: Purpose = "links"
DAY_IN_PATH = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-/_]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)"
)
SLUG = re.compile(r"[^\W_]+(?:[-_][^\W_]+){2,}|[\u4e00-\u9fff]{8,}")  # three words or more
NUMBER = re.compile(r"(?<!\d)\d{5,}(?!\d)")
OTHER_ROOTS = frozenset({"rss", "rdf", "feed", "urlset", "sitemapindex", "svg"})
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


def addresses(source: Source, *, now: datetime) -> tuple[str, ...]:
    """Ask the page itself."""
    return (source.url,)


def read_links(
    body: bytes, *, url: str, media_type: str | None, source: Source, now: datetime
) -> Offer:
    """Read the entries that ``source.select`` finds, or else the links that look like articles.

    Raise UnreadableLinks for what is no HTML page, or for a selector that is none.
    """
    if not looks_like_page(body, media_type):
        raise UnreadableLinks(
            f"{source.id}: {media_type or 'something'} came from {url}, not a page of links; "
            "if it is a feed or a sitemap, set its kind"
        )
    links = read_entries(body, url=url, media_type=media_type, source=source)
    return offered(links, url=url, source=source, now=now)


def looks_like_page(body: bytes, media_type: str | None) -> bool:
    """Say whether bytes may be HTML, whatever they were sent as."""
    root = root_of(body[:20_000].decode("ascii", errors="ignore"))
    if root is None or root in OTHER_ROOTS:
        return False
    return root == "html" or not media_type or "html" in media_type.lower()


def read_entries(
    body: bytes, *, url: str, media_type: str | None, source: Source
) -> Iterator[Link]:
    """Read the links of a page, each address once; the text that names it best is its title."""
    page = BeautifulSoup(decoded(body, media_type), "lxml")
    base = page.find("base", href=True)
    home = web_address(str(base["href"]), url) if isinstance(base, Tag) else None
    found: dict[str, Link] = {}
    for anchor, entry in _selected(page, source) if source.select else _likely(page):
        address = web_address(str(anchor["href"]), home or url)
        if address is None or (not source.select and not _is_article(address, url)):
            continue
        link = _link(anchor, entry, address, source.timezone)
        known = found.get(address, link)
        found[address] = Link(
            address, title=known.title or link.title, published=known.published or link.published
        )
    yield from found.values()


def _selected(page: BeautifulSoup, source: Source) -> Iterator[tuple[Tag, Tag]]:
    try:
        entries = page.select(source.select or "a")
    except SelectorSyntaxError as error:
        reason = str(error).partition("\n")[0]
        raise UnreadableLinks(
            f"{source.id}: select = {source.select!r} is no CSS selector ({reason}); mend the TOML"
        ) from error
    for entry in entries:
        anchor = entry if entry.name == "a" and entry.get("href") else entry.find("a", href=True)
        if isinstance(anchor, Tag):
            yield anchor, entry


def _likely(page: BeautifulSoup) -> Iterator[tuple[Tag, Tag]]:
    for part in page.find_all(["nav", "footer", "script", "style", "template"]):
        part.decompose()
    for anchor in page.find_all("a", href=True):
        yield anchor, anchor


def _is_article(address: str, url: str) -> bool:
    """Guess by its path whether an address of the same site leads to an article."""
    parts = urlsplit(address)
    if is_navigation_page(address) or is_not_crawlable(address) or not same_site(address, url):
        return False
    path = unquote(parts.path)
    return bool(DAY_IN_PATH.search(path) or SLUG.search(path) or NUMBER.search(path))


def _link(anchor: Tag, entry: Tag, address: str, timezone: str) -> Link:
    block = _block(entry)
    return Link(url=address, title=_title(anchor, block), published=_day(block, address, timezone))


def _block(entry: Tag) -> Tag:
    """Climb to the largest part of the page, four steps at most, that links to one place only."""
    for parent in islice(entry.parents, 4):
        if parent.name in {"main", "body", "html", "[document]"}:
            break
        if len({a["href"] for a in parent.find_all("a", href=True, limit=8)}) > 1:
            break
        entry = parent
    return entry


def _title(anchor: Tag, block: Tag) -> str | None:
    heading = anchor.find(HEADINGS) or block.find(HEADINGS)
    texts: Iterable[str | None] = (
        heading.get_text(" ") if isinstance(heading, Tag) else None,
        anchor.get_text(" "),
        str(anchor.get("aria-label") or anchor.get("title") or ""),
    )
    return next((tidy for text in texts if (tidy := " ".join((text or "").split()))), None)


def _day(block: Tag, address: str, timezone: str) -> str | None:
    time = block.find("time", datetime=True)
    if isinstance(time, Tag) and (day := day_of(str(time["datetime"]), timezone)):
        return day
    match = DAY_IN_PATH.search(unquote(urlsplit(address).path))
    return day_of(f"{match[1]}-{match[3]}-{match[4]}", timezone) if match else None
