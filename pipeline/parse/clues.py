"""Gather every date that a page offers for itself, each with where it stood and what it means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml.html import HtmlElement

from pipeline.parse.jsonld import Node
from pipeline.parse.outline import Outline
from pipeline.parse.written import Written, machine_date, url_date, url_month


@dataclass(frozen=True, slots=True)
class Clue:
    """One reading of one date.

    ``role`` is ``published``, ``modified`` or ``unknown``. ``family`` names who speaks: what the
    publishing system wrote for machines (``machine``), what readers see (``seen``), the address
    (``url``) or a search of the whole page (``search``); one family can be wrong as a whole, after
    a move to another system for example. ``weight`` says how sure the place makes us, 0 to 5.
    """

    written: Written
    basis: str
    role: str
    family: str
    weight: float
    kind: str

    @property
    def day(self) -> date:
        """Give the day as it stands there, in its own time zone."""
        return self.written.day


def _machine(raw: str, role: str, weight: float, kind: str, basis: str = "meta") -> Iterator[Clue]:
    """Give the clue of a machine-written date; nothing when it is no date."""
    if written := machine_date(raw):
        yield Clue(written, basis, role, "machine", weight, kind)


# What the words of a meta name mean: tried in order, on the name without its separators.
META_ROLES: tuple[tuple[re.Pattern[str], str, float], ...] = (
    (
        re.compile(
            r"expir|event|unpub|valid|birth|copyright|start|end(?:date|time)|embargo|verif|review"
            r"|crawl|index|cache|server|render|build|session|member|sale|avail|deadline|coverage"
        ),
        "",
        0,
    ),
    (re.compile(r"modif|updat|lastmod|revis|lastdate|utime|chang"), "modified", 2.6),
    (
        re.compile(
            r"publi(?:sh(?!er)|cation)|pubdate|sailthrudate|citation(?:online)?date|createat$"
            r"|postdate|dateposted|dateissued|dctermsissued|displaydate|dateoriginal"
        ),
        "published",
        4.4,
    ),
    (
        re.compile(r"created|creation|issued|releasedate|regdate|onlinedate|gentime"),
        "published",
        2.4,
    ),
    (
        re.compile(
            r"^(?:dc|dcterms|og|article|doc|p|content)*(?:date|datum|fecha|timestamp|time)$"
        ),
        "published",
        2.7,
    ),
)


def meta_clues(tree: HtmlElement) -> Iterator[Clue]:
    """Read the meta elements, in the head or, where the page is untidy, in the body."""
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content") or element.get("datetime")
        if not content or not any(letter.isdigit() for letter in content):
            continue
        if not name:
            header = (element.get("http-equiv") or "").lower()
            if header in ("last-modified", "date"):
                role = "modified" if header == "last-modified" else "unknown"
                yield from _machine(content, role, 1.5, header)
            continue
        if element.get("itemprop") and not element.get("name") and not element.get("property"):
            continue  # microdata, read with its place on the page
        plain = re.sub(r"[^a-z]", "", name.lower())
        for pattern, role, weight in META_ROLES:
            if pattern.search(plain):
                if role:
                    yield from _machine(content, role, weight, plain)
                break


def json_clues(nodes: list[Node], title: str | None, url: str | None) -> Iterator[Clue]:
    """Read the dates of the JSON-LD: of the nodes about this page, when it can be told.

    Among several articles those count whose headline or address is the page's; if none is, a
    page that lists many articles says little about itself.
    """
    articles = [node for node in nodes if node.article and node.dates]
    own = [node for node in articles if _is_about(node, title, url)]
    scale = 1.0
    if own:
        articles = own
    elif len(articles) > 2:
        scale = 0.4
    page_scale = 0.4 if own else 0.75
    pages = [node for node in nodes if not node.article and node.dates]
    for node in articles[:3] + pages[:2]:
        strong = scale if node.article else page_scale
        for key, raw in node.dates.items():
            role = "modified" if key == "dateModified" else "published"
            weight = {"datePublished": 4.6, "dateCreated": 3.0, "uploadDate": 3.0}.get(key, 2.6)
            yield from _machine(raw, role, weight * strong, "json-" + key, "json-ld")


def _is_about(node: Node, title: str | None, url: str | None) -> bool:
    if url and node.url and node.url.split("#")[0].rstrip("/") == url.split("#")[0].rstrip("/"):
        return True
    if not title or not node.headline:
        return False
    wanted, has = _key(title), _key(node.headline)
    return len(has) > 8 and (has in wanted or wanted in has)


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def micro_clues(tree: HtmlElement, page: Outline) -> Iterator[Clue]:
    """Read microdata, RDFa and hAtom: itemprop or property datePublished, abbr.published."""
    for element in tree.xpath("//*[@itemprop or @property or self::abbr]"):
        if element.tag == "meta" and not element.get("itemprop"):
            continue
        name = (element.get("itemprop") or element.get("property") or "").lower()
        raw = next(
            (
                value
                for key in ("content", "datetime", "title", "data-utime")
                if (value := element.get(key)) and any(letter.isdigit() for letter in value)
            ),
            None,
        )
        if raw is None:
            continue
        if element.tag == "abbr" and not name:
            name = "datepublished" if "publish" in (element.get("class") or "") else ""
        match = re.search(r"date(published|created|modified)|^dc\w*:(date|issued|created)", name)
        if not match:
            continue
        role = "modified" if match[1] == "modified" else "published"
        weight = 4.4 if match[1] == "published" else 2.8
        if page.is_furniture(element):
            weight = 1.0
        yield from _machine(raw, role, weight, "micro-" + name)


SCRIPTED = re.compile(
    r"""(?:publi(?:sh|cation)(?:ed)?_?(?:date|time|at|on)"""
    r"""|date_?published|pub_?date|post_?date)["']?\s*[:=]\s*["']?([^"',}\n]{8,40})""",
    re.IGNORECASE,
)


def script_clues(tree: HtmlElement) -> Iterator[Clue]:
    """Read the date that a page hands to its own scripts, when it hands over one only."""
    raws: dict[str, None] = {}
    for element in tree.iter("script"):
        text = element.text or ""
        if "ld+json" in (element.get("type") or "") or "ub" not in text[:500_000]:
            continue
        for match in SCRIPTED.finditer(text[:500_000]):
            raws.setdefault(match[1].strip())
    read = {written.day: raw for raw in raws if (written := machine_date(raw))}
    if len(read) == 1:
        for raw in read.values():
            yield from _machine(raw, "published", 2.4, "script")


DATA_NAMES = "datetime date timestamp time published pubdate"
DATA_DATES = [f"data-{name}" for name in DATA_NAMES.split()]


def data_clues(tree: HtmlElement, page: Outline) -> Iterator[Clue]:
    """Read the data attributes out of which scripts write the date that readers see."""
    query = "//*[" + " or ".join(f"@{name}" for name in DATA_DATES) + "]"
    for element in tree.xpath(query)[:50]:
        if page.is_furniture(element):
            continue
        for name in DATA_DATES:
            if raw := element.get(name):
                yield from _machine(raw, "unknown", 2.2, name)


def url_clues(urls: list[str]) -> Iterator[Clue]:
    """Read the day out of the addresses that the page has or calls its own."""
    for url in urls:
        written = url_date(url)
        if written:
            yield Clue(written, "url", "published", "url", 4.0, "url")
            return


def months_of(urls: list[str]) -> set[tuple[int, int]]:
    """Say which months the addresses name that do not name a day."""
    return {month for url in urls if (month := url_month(url))}
