"""Tell claims of a made-up company in a line each, and merge them: what the merge tests share."""

import hashlib
from dataclasses import replace
from typing import Any

from pipeline.merge import claim_id, merge_claims
from pipeline.model import Claim, Document, Event, StoredClaim, When

ZOOM = Claim(
    company="zoom",
    company_name="Zoom",
    product=None,
    stance="paused",
    scope="data_requests",
    announced=When(),
    effective=When(),
    modality="done",
    quote="",
    start=0,
    end=0,
    speaker=None,
    voice="reported",
    confidence=0.8,
    rule="test",
)


def told(
    day: str | None = "2020-07-07",
    by: str = "Peak Post",
    *,
    on: str | None = "same day",
    basis: str | None = "on Tuesday",
    precision: str | None = None,
    url: str | None = None,
    **said: Any,
) -> StoredClaim:
    """Make a claim of that day as a page tells it that ``by`` published ``on`` a day."""
    on = day if on == "same day" else on
    url = url or f"https://{by.replace(' ', '').lower()}.example/{on}/{day}"
    digest = hashlib.sha256(url.encode()).hexdigest()[:16]
    document = Document(
        digest, url, "added", None, by, (), on, None, (), False, None, "en", "full", ""
    )
    precision = precision or {4: "year", 7: "month"}.get(len(day or ""), "day")
    when = When(day, precision, basis) if day else When()
    claim = replace(ZOOM, announced=when, **{"quote": f"{by} told {on} of {day}."} | said)
    return StoredClaim(claim_id(document, claim), document, claim)


def fresh(on: str, by: str = "Peak Post", **said: Any) -> StoredClaim:
    """Make a claim that only its page's publication dates."""
    return told(on, by, basis="published", **said)


def merge(*claims: StoredClaim) -> tuple[Event, ...]:
    return merge_claims(claims, threshold=0.5).events


def only(*claims: StoredClaim) -> Event:
    (event,) = merge(*claims)
    return event
