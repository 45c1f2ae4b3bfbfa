"""Read the JSON-LD of a page as leniently as browsers read HTML."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

ARTICLE = re.compile(r"article|posting|report|^review$|^recipe$|^creativework$|thesis", re.I)
WEAK = re.compile(
    r"webpage|itempage|aboutpage|faqpage|podcast|episode|videoobject|^event$|dataset", re.I
)
INWARD = ("@graph", "mainEntity", "mainEntityOfPage", "article", "isPartOf")
DATES = re.compile(
    r'"(datePublished|dateCreated|uploadDate|dateModified)"\s*:\s*\[?\s*"([^"]{4,60})"', re.I
)
TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)+|(?:-->|//\s*\]\]>|\]\]>|;)+\s*$"
)


@dataclass(frozen=True, slots=True)
class Node:
    """One article or page that the JSON-LD describes.

    ``dates`` maps the property (``datePublished`` and so on) to the text that stood there.
    ``article`` is false for a mere page, a video or a broken block read piecemeal.
    """

    kind: str
    article: bool
    dates: dict[str, str] = field(default_factory=dict)
    headline: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    language: str | None = None
    free: bool | None = None


def read_blocks(blocks: Iterable[str]) -> list[Node]:
    """Read the nodes of several script blocks in order, main ones before nested ones.

    A block that is no JSON even after mending gives one node per run of dates found in it.
    """
    nodes: list[Node] = []
    for block in blocks:
        loaded = _load(block)
        nodes.extend(_broken(block) if loaded is None else _nodes(loaded))
    return nodes


def site_name(blocks: Iterable[str]) -> str | None:
    """Read the name of the WebSite node, if a block has one."""
    for block in blocks:
        for found in _walk(_load(block) or []):
            if "WebSite" in _types(found) and isinstance(found.get("name"), str):
                return html.unescape(found["name"]).strip() or None
    return None


def _load(block: str) -> Any:
    """Load a block; ``None`` when no mending helps."""
    text = block.strip()
    for mend in (
        lambda t: t,
        lambda t: TRAILING_COMMA.sub("", WRAPPING.sub("", WRAPPING.sub("", t)).strip()),
        lambda t: re.sub(r"}\s*{", "},{", f"[{TRAILING_COMMA.sub('', WRAPPING.sub('', t))}]"),
        html.unescape,
    ):
        try:
            return json.loads(mend(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(loaded: Any) -> Iterator[dict[str, Any]]:
    """Walk over the nodes that are about this page: never into lists of other pages."""
    waiting: list[tuple[Any, int]] = [(loaded, 0)]
    while waiting:
        value, depth = waiting.pop(0)
        if isinstance(value, list) and depth < 6:
            waiting.extend((item, depth + 1) for item in value[:200])
        elif isinstance(value, dict):
            yield value
            if depth < 6:
                waiting.extend((value[key], depth + 1) for key in INWARD if key in value)


def _nodes(loaded: Any) -> Iterator[Node]:
    for found in _walk(loaded):
        kind = " ".join(_types(found))
        article = bool(ARTICLE.search(kind))
        if not article and not WEAK.search(kind):
            continue
        dates = {
            key: str(value)
            for key in ("datePublished", "dateCreated", "uploadDate", "dateModified")
            if isinstance(value := _first(found.get(key)), str | int) and value
        }
        yield Node(
            kind=kind,
            article=article,
            dates=dates,
            headline=_text(found.get("headline")) or _text(found.get("name")),
            url=_text(found.get("url")) or _text(found.get("@id")),
            authors=tuple(_names(found.get("author"))),
            publisher=next(iter(_names(found.get("publisher"))), None),
            language=_text(found.get("inLanguage")),
            free=_truth(found.get("isAccessibleForFree")),
        )


def _broken(block: str) -> Iterator[Node]:
    dates: dict[str, str] = {}
    for match in DATES.finditer(block):
        dates.setdefault(match[1], match[2])
    if dates:
        yield Node(kind="broken", article=bool(ARTICLE.search(block)), dates=dates)


def _types(found: dict[str, Any]) -> list[str]:
    named = found.get("@type")
    return [one for one in (named if isinstance(named, list) else [named]) if isinstance(one, str)]


def _first(value: Any) -> Any:
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get("@value") if isinstance(value, dict) else value


def _text(value: Any) -> str | None:
    value = _first(value)
    return html.unescape(value).strip() or None if isinstance(value, str) else None


def _names(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        if (text := _text(name)) and not text.startswith(("http:", "https:", "#")):
            yield text


def _truth(value: Any) -> bool | None:
    said = str(_first(value)).strip().lower()
    return {"true": True, "false": False}.get(said.rpartition("/")[2])
