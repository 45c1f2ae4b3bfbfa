"""Give every page to trafilatura, as most who read CC-NEWS do."""

from sample import arguments, tell
from trafilatura import extract

given = arguments("--metadata")


def read(url: str, body: bytes, charset: str) -> str | None:
    """Read the main text, and with it title, date and author when they are asked for."""
    return extract(body, url=url, with_metadata=given.metadata)


tell(read, "trafilatura", "lxml", given=given)
