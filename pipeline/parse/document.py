"""Read a document out of the bytes of a page or a text file."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lxml import etree
from lxml.html import (
    HtmlComment,
    HtmlElement,
    HtmlEntity,
    HtmlProcessingInstruction,
    document_fromstring,
)

from pipeline.errors import UnreadableDocument
from pipeline.model import DateCandidate, Document
from pipeline.parse.agencies import credited_agency
from pipeline.parse.completeness import judge_completeness
from pipeline.parse.credits import (
    clean_title,
    first,
    head_title,
    meta_values,
    own_addresses,
    read_authors,
    read_publisher,
)
from pipeline.parse.decoding import decode
from pipeline.parse.jsonld import read_blocks, site_name
from pipeline.parse.language import detect_language
from pipeline.parse.outline import outline
from pipeline.parse.plain import plain_date, plain_title
from pipeline.parse.published import Dating, date_page, latest_day
from pipeline.parse.text import article_text, text_of_blocks
from scrapers.addresses import declared_canonical

PAGE_LIMIT = 8_000_000  # bytes of UTF-8; libxml2 drops longer runs of text without a word
MARKUP = re.compile(
    r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]"
    r"|<(?:p|div|article|h[1-6]|table|meta|title|br|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body)",
    re.IGNORECASE | re.DOTALL,
)
# lxml.html asks a function of Python for the class of each element, to give forms one of their own;
# that took a sixth of the time of a page.
ELEMENTS = etree.ElementDefaultClassLookup(
    element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
)

Wanted = Callable[[str | None, str], bool]


class Unwanted(Exception):
    """A page is not wanted, by its title and text."""


def read_document(
    body: bytes,
    *,
    url: str | None = None,
    media_type: str | None = None,
    source: str = "added",
    captured_at: str | None = None,
    digest: str | None = None,
    published: str | None = None,
    title: str | None = None,
    wanted: Wanted | None = None,
) -> Document:
    """Read a page or a text file, told apart by their content.

    ``published`` (ISO) and ``title`` win over what the body says, with the basis ``given``; no
    date after ``captured_at`` is believed. A page without ``url`` has the address it calls its
    own. The text of a text file stays as it is but for newlines and control characters, so that
    offsets hold; that of a page is the article alone, its paragraphs parted by a blank line.
    ``wanted`` is asked with a page's title and text before anything else is read of it; where it
    says no, Unwanted is raised.
    Raise ``UnreadableDocument`` for what is empty, binary, over 20 MB, or a page without text.
    """
    given = _given(published)
    content = decode(body, media_type=media_type)
    if _is_markup(content, media_type):
        found = _read_page(content, url, captured_at, title, wanted)
    else:
        found = _read_plain(content, url, captured_at, title)
    return Document(
        id=hashlib.sha256((found.url or "").encode() + b"\n" + body).hexdigest()[:16],
        url=found.url,
        source=source,
        title=title or found.title,
        publisher=found.publisher,
        authors=found.authors,
        published=given.value if given else found.dating.published,
        published_basis=given.basis if given else found.dating.basis,
        published_candidates=((given,) if given else ()) + found.dating.candidates,
        published_conflict=_conflicts(given, found.dating),
        modified=found.dating.modified,
        language=found.language,
        completeness=found.completeness,
        text=found.text,
        captured_at=captured_at,
        digest=digest,
        agency=credited_agency(found.text, found.authors, found.publisher),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    url: str | None
    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    dating: Dating
    language: str | None
    completeness: str
    text: str


def _given(published: str | None) -> DateCandidate | None:
    """Take a date that came along: a day, or a month or year where no more is known."""
    if published is None:
        return None
    known = re.match(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", published)
    try:
        value = known[0] if known else ""
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError as wrong:
        raise UnreadableDocument(
            f"the publication date {published!r} is no date; write it like 2020-07-06"
        ) from wrong
    return DateCandidate(value, "given", published)


def _conflicts(given: DateCandidate | None, dating: Dating) -> bool:
    if given is None or dating.published is None:
        return dating.conflict
    return dating.conflict or disagree(given.value, dating.published)


def disagree(said: str, shown: str) -> bool:
    """Tell whether two dates are more than a day apart; a month or year agrees with its days."""
    if len(said) < 10 or len(shown) < 10:
        return not shown.startswith(said) and not said.startswith(shown)
    return abs((date.fromisoformat(said) - date.fromisoformat(shown)).days) > 1


def _is_markup(content: str, media_type: str | None) -> bool:
    """Say whether a text is a page: by its tags first, whatever it was called."""
    start = content[:20_000]
    tags = len(MARKUP.findall(start))
    if "html" in (media_type or "").lower():
        return tags > 0 or "</" in start
    return tags > 2 or bool(PAGE.match(start))


def _tree(content: str) -> HtmlElement:
    parser = etree.HTMLParser(collect_ids=False, encoding="utf-8", remove_pis=True)
    parser.set_element_class_lookup(ELEMENTS)
    try:
        return document_fromstring(content.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as wrong:
        raise UnreadableDocument(
            "the page holds no text; look whether a script writes it, and save what it shows"
        ) from wrong


def _read_page(
    content: str,
    url: str | None,
    captured_at: str | None,
    title: str | None,
    wanted: Wanted | None,
) -> _Reading:
    size = len(content.encode("utf-8", "replace"))
    if size > PAGE_LIMIT:
        raise UnreadableDocument(
            f"the page has {size:,} bytes and of pages at most {PAGE_LIMIT:,} are read;"
            " save the article alone and read that"
        )
    tree = _tree(content)
    values = meta_values(tree)
    own = own_addresses(tree, values)
    declared = next(iter(own), None)
    address = declared_canonical(url, declared) if url else declared
    named = title or head_title(tree, values)
    text = article_text(tree)
    if text and wanted and not wanted(named, text):
        raise Unwanted
    scripts = [one.text for one in tree.iter("script") if "ld+json" in (one.get("type") or "")]
    blocks = [text for text in scripts if text and len(text) < 2_000_000]
    nodes = read_blocks(blocks)
    page = outline(tree, named)
    publisher = read_publisher(values, nodes, site_name(blocks), address)
    dating = date_page(
        tree,
        page,
        nodes,
        title=named,
        urls=[url, *own] if url else own,
        latest=latest_day(captured_at),
    )
    authors = read_authors(tree, values, nodes, page)
    visible = " ".join(block.text for block in page.blocks)
    text = text or text_of_blocks(page)
    if not text:
        raise UnreadableDocument(
            "the page holds no text; look whether a script writes it, and save what it shows"
        )
    root = tree.get("lang") or tree.get("xml:lang") or first(values, "og:locale", "language")
    free = next((node.free for node in nodes if node.free is not None), None)
    return _Reading(
        url=address,
        title=clean_title(named, publisher, page),
        publisher=publisher,
        authors=authors,
        dating=dating,
        language=detect_language(text, declared=root),
        completeness=judge_completeness(text, page_text=visible, free=free),
        text=text,
    )


def _read_plain(
    content: str, url: str | None, captured_at: str | None, title: str | None
) -> _Reading:
    return _Reading(
        url=url,
        title=title or plain_title(content),
        publisher=None,
        authors=(),
        dating=plain_date(content, latest=latest_day(captured_at)),
        language=detect_language(content),
        completeness=judge_completeness(content),
        text=content,
    )
