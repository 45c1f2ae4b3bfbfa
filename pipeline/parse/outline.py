"""Lay a page out as a row of text blocks, and mark what is furniture and where the title stands.

Read in document order, a page is furniture, title, byline, article, furniture. A date near the
title is the page's own; the same words in a sidebar date something else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, islice

from lxml import etree
from lxml.html import HtmlElement

BLOCK_TAGS = """address article aside blockquote body br center dd details dialog div dl dt fieldset
figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main nav ol option p pre
section select summary table tbody td tfoot th thead title tr ul"""
SILENT_TAGS = "script style noscript template svg head iframe object select option"
BLOCKS = frozenset(BLOCK_TAGS.split())
SILENT = frozenset(SILENT_TAGS.split())
FURNITURE_TAGS = frozenset({"nav", "aside", "footer", "dialog"})
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:related\w*|side-?bar\w*|aside|widget|widgets|widget-?area|comments?"
    r"|comment-?list|respond|disqus\w*|replies|recents?|popular|trending"
    r"|most-?(?:read|viewed|popular)"
    r"|latest|recommend\w*|teasers?|promo\w*|footer|foot|colophon|nav|navbar|navigation|menu"
    r"|breadcrumbs?|newsletter|subscribe|adverts?|advertisement|ads?|banner|cookies?|consent"
    r"|calendar|archives?|outbrain|taboola|copyright|today|weather|ticker|more-\w+"
    r"|read-?(?:more|next)|also-?\w*|next-?(?:post|article)|prev\w*|pagination|similar|upcoming"
    r"|events?|blogroll|tag-?cloud|current-?date|currentdate|datetoday|breaking|headlines)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
NOT_FURNITURE = re.compile(
    r"elementor|wp-block|has-|no-|with-|(?:^|\s)fa-|icon|comments?-(?:open|closed|off)"
    r"|(?:post|entry|article|story)[-_]?(?:foot|info|meta|date|byline|head)",
    re.IGNORECASE,
)
DATED = re.compile(
    r"date|datum|fecha|data(?!bl|-)|time(?!line|out)|publi[sc]|posted|byline|dateline|created"
    r"|parution|clock|calendar|submitted|meta|(?:post|entry|article)-?info|author|autor|subline"
    r"|credit|stamp|veroeff",
    re.IGNORECASE,
)
TITLED = re.compile(r"(?:entry|post|article|story|page|news)[-_]?title|headline", re.IGNORECASE)
WORDS = re.compile(r"\w+")
SITE = re.compile(
    r"site-?(?:title|name|head|brand)|logo|masthead|header-?(?:wrapper|inner)|titlewrapper"
    r"|blog-?title",
    re.IGNORECASE,
)
ORDINAL = re.compile(r"(\d) (st|nd|rd|th|er)\b(?: (?=,))?")  # 6<sup>th</sup>


@dataclass(slots=True)
class Block:
    """One run of text between two block-level tags, spaces collapsed.

    ``furniture`` is true inside navigation, sidebars, related stories, comments and footers.
    ``dated`` is true where an id or class up to two elements above speaks of dates or bylines.
    """

    text: str
    element: HtmlElement
    order: int
    furniture: bool
    dated: bool


@dataclass(slots=True)
class Outline:
    """The blocks of a page; ``title`` is the index of the title's block, or None.

    ``read_before`` counts for each block, and for the end, the characters of the article and its
    like that stand before it; ``order_of`` says at which block an element begins.
    """

    blocks: list[Block]
    title: int | None
    order_of: dict[HtmlElement, int] = field(default_factory=dict)
    furniture: frozenset[HtmlElement] = frozenset()
    read_before: list[int] = field(default_factory=list)

    def is_furniture(self, element: HtmlElement) -> bool:
        """Say whether an element lies in navigation, sidebar, comments or the like."""
        return element in self.furniture or any(
            one in self.furniture for one in element.iterancestors()
        )


def outline(tree: HtmlElement, title: str | None) -> Outline:
    """Lay out a page whose title (of the head) is known or not.

    The title's block is the heading that shares most words with ``title``; without one, the first
    heading. Nothing around the title counts as furniture, whatever its class says; other
    ``article`` elements beside the one with the title do.
    """
    heading = _heading(tree, title)
    around = set() if heading is None else {heading, *heading.iterancestors()}
    furniture = frozenset(_furniture(tree, around))
    blocks, order_of = _blocks(tree, furniture)
    title_at = len(blocks) if heading is None else order_of.get(heading, len(blocks))
    sizes = (0 if block.furniture else len(block.text) for block in blocks)
    return Outline(
        blocks,
        title_at if title_at < len(blocks) else None,
        order_of,
        furniture,
        list(accumulate(sizes, initial=0)),
    )


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _furniture(tree: HtmlElement, around: set[HtmlElement]) -> Iterator[HtmlElement]:
    main = next((one for one in around if one.tag == "article"), None)
    paragraphs = len(tree.findall(".//p"))
    for element in tree.iter(etree.Element):
        tag = element.tag
        if element in around or tag in ("html", "body", "main"):
            continue
        if tag in FURNITURE_TAGS:
            if not _own_note(element, main):
                yield element
        elif tag == "article" and main is not None and main not in set(element.iterancestors()):
            yield element
        elif tag in ("div", "section", "ul", "ol", "table", "td", "span", "p", "article", "li"):
            names = _names(element)
            if len(names) < 3 or not _speaks_of_furniture(names):
                continue
            # "content-sidebar-wrap" wraps the article too: half of a page is no furniture
            if paragraphs < 4 or len(element.findall(".//p")) <= paragraphs / 2:
                yield element


@lru_cache(maxsize=8192)
def _speaks_of_furniture(names: str) -> bool:
    return bool(FURNITURE.search(names)) and not NOT_FURNITURE.search(names)


@lru_cache(maxsize=8192)
def _speaks_of_dates(names: str) -> bool:
    return bool(DATED.search(names))


def _own_note(element: HtmlElement, main: HtmlElement | None) -> bool:
    """Say whether a footer or aside belongs to the article: the byline of many blogs is one."""
    if element.tag not in ("footer", "aside") or len(element.text_content()) > 400:
        return False
    if main is not None and main in set(element.iterancestors()):
        return True
    return bool(re.search(r"entry|post|article|byline|meta", _names(element), re.IGNORECASE))


def _blocks(
    tree: HtmlElement, furniture: frozenset[HtmlElement]
) -> tuple[list[Block], dict[HtmlElement, int]]:
    blocks: list[Block] = []
    order_of: dict[HtmlElement, int] = {}
    pieces: list[str] = []
    holder, depth, silent = tree, 0, 0

    def close() -> None:
        if not pieces:
            return
        text = ORDINAL.sub(r"\1\2", " ".join(" ".join(pieces).split()))
        pieces.clear()
        if text:
            dated = any(
                _speaks_of_dates(_names(one) + " " + (one.get("itemprop") or ""))
                for one in _near(holder)
            )
            blocks.append(Block(text, holder, len(blocks), depth > 0, dated))

    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not silent and element.tail:
                pieces.append(element.tail)
            continue
        breaks = element.tag in BLOCKS
        if breaks:
            close()
        if event == "start":
            order_of[element] = len(blocks)
            silent += element.tag in SILENT
            depth += element in furniture
            if breaks or not pieces:
                holder = element
            if not silent and element.text:
                pieces.append(element.text)
        else:
            silent -= element.tag in SILENT
            depth -= element in furniture
            parent = element.getparent()
            if breaks and parent is not None:
                holder = parent
            if not silent and element.tail and element is not tree:
                pieces.append(element.tail)
    close()
    return blocks, order_of


def _near(element: HtmlElement) -> Iterator[HtmlElement]:
    """Walk from an element up to two parents above, and down where it holds one child only."""
    yield element
    above: HtmlElement | None = element
    for _ in range(2):
        above = above.getparent() if above is not None else None
        if above is None or above.tag in ("body", "html", "article", "main", "section"):
            break
        yield above
    yield from (child for child in list(element)[:4] if isinstance(child.tag, str))


def _heading(tree: HtmlElement, title: str | None) -> HtmlElement | None:
    wanted = {word.casefold() for word in WORDS.findall(title or "")}
    best: tuple[float, HtmlElement] | None = None
    for order, element in enumerate(tree.iter("h1", "h2", "h3", "h4")):
        if order > 80:
            break
        words = {word.casefold() for word in WORDS.findall(element.text_content()[:400])}
        if not words or any(above.tag in SILENT for above in element.iterancestors()):
            continue
        shared = len(words & wanted) / len(words | wanted) if wanted else 0.0
        score = shared * 3 + (1.0 if element.tag == "h1" else 0.3 if element.tag == "h2" else 0)
        names = _names(element) + " " + (element.get("itemprop") or "")
        score += 1.0 if TITLED.search(names) else 0
        above = " ".join(_names(one) for one in [element, *islice(element.iterancestors(), 3)])
        score -= 1.2 if SITE.search(above) else 0
        score -= order * 0.01
        if best is None or score > best[0]:
            best = (score, element)
    return best[1] if best and best[0] >= 0.9 else None
