"""Ask the served pages for things, and look at what came as a browser's parser reads it."""

import asyncio
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from lxml import html

from pipeline.serving import browser
from pipeline.store.describing import datasette_metadata

HARMLESS = ("/", "http://", "https://", "#", "?", "../", "data:")


@cache
def server(database: Path) -> Any:
    """Give the one server of a database."""
    return browser(database, datasette_metadata(title="A law"))


def answers(database: Path, *paths: str, **options: Any) -> list[httpx.Response]:
    """Ask the server for several things, one after the other, without a network."""
    app = server(database)

    async def fetch() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return [await client.get(path, **options) for path in paths]

    return asyncio.run(fetch())


def tree(text: str) -> html.HtmlElement:
    """Parse a page."""
    return html.document_fromstring(text)


def words(text: str) -> str:
    """Give what a person reads of a page, blanks made one."""
    return " ".join(tree(text).text_content().split())


def links(text: str) -> list[str]:
    """Give where the links of a page lead, in their order."""
    return [link.get("href") for link in tree(text).iter("a")]


def dangers(text: str) -> list[str]:
    """Name all in a page that could run, fetch from outside or lead to code."""
    found = []
    for element in tree(text).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and element.get("type") != "application/ld+json":
            source = element.get("src") or ""
            if not source.endswith("looks/filter.js"):
                found.append(f"script {element.text or source}")
        if element.tag in ("iframe", "object", "embed", "base", "style", "video", "audio"):
            found.append(element.tag)
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                found.append(f"{element.tag} {name}={value}")
            if name in ("src", "data", "poster", "srcset") and "hostile.example" in value:
                found.append(f"{element.tag} {name}={value}")
            if name in ("href", "src", "action", "formaction", "xlink:href"):
                if ":" in value.partition("/")[0] and not value.startswith(HARMLESS):
                    found.append(f"{element.tag} {name}={value}")
    return found
