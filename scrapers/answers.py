"""Say what is asked of the web, and what came back: values between the fetcher and the archive."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Literal

from scrapers.links import Link

# What an address is asked for: a page to read, a page of links, a report download, or the index of
# an archive or a search (whose answers tell a backfill what it did already).
Purpose = Literal["page", "links", "report", "index"]
Failure = Literal["robots", "unreachable", "too_slow", "too_large"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One address to ask: for which source, for what, and what is known of it.

    ``etag`` and ``last_modified`` are the validators of the copy that is kept. ``via`` is the
    address of the page that offered the link. ``of`` is the address of the page whose archived
    copy is asked for, ``of_at`` (UTC) the moment at which that copy was made.
    """

    url: str
    source: str
    purpose: Purpose = "page"
    pace_seconds: float = 2.0
    etag: str | None = None
    last_modified: str | None = None
    link: Link | None = None
    via: str | None = None
    of: str | None = None
    of_at: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one address, be it nothing.

    ``status`` and ``headers`` (as sent, in order) are of the last answer, None and empty when
    there was none. ``body`` is without transfer and content encodings, cut off where ``failure``
    says so. ``final_url`` is where redirects ended. ``asked_at`` is UTC,
    ``2026-11-24T01:02:03Z``. ``failure`` is None when a whole answer came, whatever its status;
    ``note`` explains a failure to a person. ``sent`` are the headers of the request.
    """

    url: str
    final_url: str
    asked_at: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    elapsed_ms: int
    failure: Failure | None = None
    note: str | None = None
    sent: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str | None:
        """Give the last value of a header, its name in any case."""
        wanted = name.lower()
        return next((text for key, text in reversed(self.headers) if key.lower() == wanted), None)

    @property
    def media_type(self) -> str | None:
        """Give the Content-Type as it was sent."""
        return self.header("Content-Type")


# Steps of asking: seconds to let pass before they are resumed; at their end the answer.
Steps = Generator[float, None, Answer]
