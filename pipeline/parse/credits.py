"""Read who published and wrote a page, what it is called and where it says it lives."""

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from pipeline.parse.jsonld import Node
from pipeline.parse.outline import Outline

BY = re.compile(
    r"^\W*(?:(?:written |posted |reported |words |story )?(?:by|von|par|por|di|door|af|av)\s+"
    r"|(?:作者|記者|记者)\s*[:：／/]?\s*|文\s*[:：／/]\s*)",
    re.IGNORECASE,
)
PARTS = re.compile(r"\s+[|–—·•«»:-]\s+|\s*[|｜]\s*")


def meta_values(tree: HtmlElement) -> dict[str, list[str]]:
    """Read the meta elements: lowered name or property -> its contents in order."""
    values: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if name and content:
            values.setdefault(name, []).append(content)
    return values


def first(values: dict[str, list[str]], *names: str) -> str | None:
    """Give the first content of the first name that has one."""
    return next((values[name][0] for name in names if name in values), None)


def head_title(tree: HtmlElement, values: dict[str, list[str]]) -> str | None:
    """Read the title that the head gives, the site's name still on it."""
    found = first(
        values, "og:title", "twitter:title", "citation_title", "dc.title", "parsely-title"
    )
    if found:
        return found
    element = tree.find(".//title")
    return (" ".join(element.text_content().split()) or None) if element is not None else None


def clean_title(title: str | None, publisher: str | None, page: Outline) -> str | None:
    """Choose the headline: the title of the head without the site's name, or the page's heading."""
    heading = page.blocks[page.title].text if page.title is not None else None
    if title is None:
        return heading
    if heading and len(heading) > 8 and _key(heading) in _key(title):
        return heading
    parts = [part for part in PARTS.split(title) if part.strip()]
    if len(parts) > 1 and publisher:
        kept = [part for part in parts if _key(part) != _key(publisher)]
        if kept and len(kept) < len(parts):
            cut = title.find(kept[-1]) + len(kept[-1])
            return title[title.find(kept[0]) : cut].strip()
    return title


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def read_publisher(
    values: dict[str, list[str]], nodes: list[Node], site: str | None, url: str | None
) -> str | None:
    """Read the name of the outlet; the host of the address when the page tells no name."""
    named = (
        first(values, "og:site_name")
        or next((node.publisher for node in nodes if node.article and node.publisher), None)
        or first(values, "citation_journal_title", "dc.publisher", "publisher", "application-name")
        or site
        or next((node.publisher for node in nodes if node.publisher), None)
    )
    if named and not named.startswith(("http:", "https:")):
        return named.lstrip("@")
    host = host_of(url) if url else None
    return re.sub(r"^www\d?\.", "", host) if host else None


def read_authors(
    tree: HtmlElement, values: dict[str, list[str]], nodes: list[Node], page: Outline
) -> tuple[str, ...]:
    """Read the authors' names in the order of the page, each once; no addresses or profiles."""
    names = [name for node in nodes if node.article for name in node.authors]
    if not names:
        for key in (
            "author",
            "article:author",
            "citation_author",
            "parsely-author",
            "dc.creator",
            "byl",
            "sailthru.author",
        ):
            names += values.get(key, [])
    if not names:
        found = tree.xpath(
            "//*[@itemprop='author' or @rel='author' or contains(@class,'byline') "
            "or contains(@class,'author-name')]"
        )
        names = [
            " ".join(one.text_content().split()) for one in found[:10] if not page.is_furniture(one)
        ][:2]
    kept: dict[str, str] = {}
    for name in names:
        for part in re.split(r";|\s[|·•]\s|\band\b|\bund\b|\s&\s|、", name):
            plain = BY.sub("", part).strip(" ,|·-")
            if 1 < len(plain) < 60 and not re.search(r"https?:|[@\d]", plain):
                kept.setdefault(plain.casefold(), plain)
    return tuple(kept.values())


def own_addresses(tree: HtmlElement, values: dict[str, list[str]]) -> list[str]:
    """Read the addresses that the page calls its own: link rel=canonical, then og:url.

    Only whole web addresses count; a path is joined to the page's base, if it names one.
    """
    links = [
        element.get("href") or ""
        for element in tree.iter("link")
        if "canonical" in (element.get("rel") or "").lower().split()
    ]
    base = tree.find(".//base")
    root = (base.get("href") or "") if base is not None else ""
    found: list[str] = []
    for address in [*links, *values.get("og:url", [])]:
        try:
            joined = str(urljoin(root, address.strip()))
        except ValueError:
            continue
        if host_of(joined) and joined.startswith(("http://", "https://")):
            found.append(joined)
    return found


def host_of(address: str) -> str | None:
    """Give the host of an address; None for what is no address."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
