"""Watch one page, such as a policy or a guideline, for what changes in its words."""

from datetime import datetime

from scrapers.answers import Purpose
from scrapers.links import Offer
from scrapers.sources import Source

PURPOSE: Purpose = "page"


def addresses(source: Source, *, now: datetime) -> tuple[str, ...]:
    """Ask the page itself."""
    return (source.url,)


def read_links(
    body: bytes, *, url: str, media_type: str | None, source: Source, now: datetime
) -> Offer:
    """Offer nothing: the page is what is read, not what it links to."""
    return Offer()
