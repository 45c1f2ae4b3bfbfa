"""Ask a search over world news: GDELT DOC 2.0, whose answers are JSON when all is well.

Its description: https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/
"""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from scrapers.answers import Purpose
from scrapers.kinds import UnreadableLinks, decoded, offered, plain, web_address
from scrapers.links import Link, Offer
from scrapers.sources import Source

PURPOSE: Purpose = "links"
GDELT = "https://api.gdeltproject.org/api/v2/doc/doc"
MOST = 250  # rows are all that one answer holds
OVERLAP = timedelta(hours=6)  # articles enter its index some time after they were seen
BACKSLASH = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(.|$))', re.DOTALL)
LAST_BACKSLASH = re.compile(r'(?<!\\)\\(?="\s*,\s*"(?:seendate|socialimage|domain|language)"\s*:)')


def addresses(source: Source, *, now: datetime) -> tuple[str, ...]:
    """Ask for what was seen since the last visit, and a little before it.

    Raise UnreadableLinks for a source without ``query``.
    """
    if source.query is None:
        raise UnreadableLinks(f"{source.id}: a search needs words to look for; set query = ...")
    since = now - timedelta(hours=source.every_hours) - OVERLAP
    return (query_address(source.query, since=since, until=now, at=source.url),)


def query_address(query: str, *, since: datetime, until: datetime, at: str = GDELT) -> str:
    """Give the address that lists the articles seen in a window, the newest first."""
    words = {
        "query": query,
        "mode": "artlist",
        "format": "json",
        "maxrecords": str(MOST),
        "sort": "datedesc",
        "startdatetime": f"{since.astimezone(UTC):%Y%m%d%H%M%S}",
        "enddatetime": f"{until.astimezone(UTC):%Y%m%d%H%M%S}",
    }
    return f"{at}?{urlencode(words)}"


def read_links(
    body: bytes, *, url: str, media_type: str | None, source: Source, now: datetime
) -> Offer:
    """Read what was found; nothing found is no problem.

    Raise UnreadableLinks, with the search's own words, when it sent a sentence instead of JSON.
    """
    try:
        links = read_found(body, media_type=media_type)
    except UnreadableLinks as error:
        raise UnreadableLinks(f"{source.id}: {error}") from error
    if not links:
        return Offer()
    problems = []
    if len(links) >= MOST:
        problems.append(
            f"{source.id}: {MOST} articles are all that one answer holds, so some may be missing; "
            "narrow query, or lower every_hours"
        )
    return offered(links, url=url, source=source, now=now, problems=problems)


def read_found(body: bytes, *, media_type: str | None) -> tuple[Link, ...]:
    """Read an answer of the search; illegal escapes and control characters are mended.

    Links have no date: ``seendate`` is when the search saw a page, not when it was published.
    Raise UnreadableLinks, with the search's own words, when it sent a sentence instead of JSON.
    """
    text = decoded(body, media_type).strip()
    if not text.startswith("{"):
        said = plain(text[:500]) or "nothing"
        raise UnreadableLinks(
            f"the search answered {said[:200]!r}; follow its words, then ask again"
        )
    articles = _parsed(text).get("articles", [])
    if not isinstance(articles, list):
        raise UnreadableLinks("the search sent JSON without a list of articles; look at its answer")
    return tuple(link for article in articles if (link := _link(article)))


def _link(article: Any) -> Link | None:
    known = article if isinstance(article, dict) else {}
    url, title = known.get("url"), known.get("title")
    address = web_address(url, "") if isinstance(url, str) else None
    if address is None:
        return None
    return Link(url=address, title=plain(title if isinstance(title, str) else None))


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(_mended(text), strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadableLinks(
            f"the search sent JSON that cannot be mended ({error}); ask again, "
            "and for a shorter window if it stays so"
        ) from error
    return found if isinstance(found, dict) else {}


def _mended(text: str) -> str:
    """Double the backslashes that stand for themselves; one before an apostrophe goes."""

    def mend(match: re.Match[str]) -> str:
        if match[1]:
            return match[0]
        return "'" if match[2] == "'" else rf"\\{match[2]}"

    return BACKSLASH.sub(mend, LAST_BACKSLASH.sub(r"\\\\", text))
