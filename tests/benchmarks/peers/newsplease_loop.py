"""Give every page to news-please's from_html, without its fetching of pictures."""

import logging

from newsplease import NewsPlease
from sample import arguments, decoded, tell

logging.disable(logging.CRITICAL)


def read(url: str, body: bytes, charset: str) -> str | None:
    """Read the article of one page."""
    article = NewsPlease.from_html(decoded(body, charset), url=url, fetch_images=False)
    text: str | None = article.maintext if article else None
    return text


tell(read, "news-please", "newspaper4k", "lxml", given=arguments())
