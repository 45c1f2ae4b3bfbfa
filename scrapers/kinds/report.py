"""Fetch a transparency download, or the page that links to one."""

from datetime import datetime

from scrapers.answers import Answer, Purpose
from scrapers.kinds import offered
from scrapers.kinds.listing import looks_like_page, read_entries
from scrapers.links import Offer
from scrapers.sources import Source

PURPOSE: Purpose = "report"


def addresses(source: Source, *, now: datetime) -> tuple[str, ...]:
    """Ask the download, or its page, itself."""
    return (source.url,)


def is_landing_page(answer: Answer, source: Source) -> bool:
    """Tell a page that links to the downloads from a download, be it a table in a page."""
    return source.select is not None and looks_like_page(answer.body, answer.media_type)


def read_links(
    body: bytes, *, url: str, media_type: str | None, source: Source, now: datetime
) -> Offer:
    """Offer the downloads that ``source.select`` finds on a page; a download itself offers none.

    Raise UnreadableLinks for a selector that is none.
    """
    if source.select is None or not looks_like_page(body, media_type):
        return Offer()
    links = read_entries(body, url=url, media_type=media_type, source=source)
    return offered(links, url=url, source=source, now=now)
