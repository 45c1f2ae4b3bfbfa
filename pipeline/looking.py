"""Work out what one look came to, and what is known of its address from then on."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from pipeline.model import DateCandidate, Document, StoredClaim
from pipeline.parse.document import disagree, read_document
from pipeline.store.contents import LastLook
from scrapers.answers import Answer
from scrapers.captures import Capture
from scrapers.judging import GOOD, Outcome
from scrapers.kinds import kind_of
from scrapers.links import Link, Offer
from scrapers.looks import Look
from scrapers.sources import Source

KEPT: tuple[Outcome, ...] = ("new", "teaser", "unreadable")


@dataclass(frozen=True, slots=True)
class Received:
    """What a look came to; ``offer`` is what a page of links offered, ``note`` says more."""

    outcome: Outcome
    offer: Offer = field(default_factory=Offer)
    document: Document | None = None
    claims: tuple[StoredClaim, ...] = ()
    note: str | None = None


def read_offer(answer: Answer, source: Source) -> Offer:
    """Read the links that an answer offers. Raises UnreadableLinks."""
    return kind_of(source).read_links(
        answer.body,
        url=answer.final_url,
        media_type=answer.media_type,
        source=source,
        now=datetime.fromisoformat(answer.asked_at),
    )


def latest_look(look: Look, received: Received, last: LastLook | None) -> LastLook:
    """Describe an address after a look: a bad answer leaves what is kept of it as it was."""
    ask, answer = look.ask, look.answer
    good = received.outcome in GOOD
    now = LastLook(
        url=ask.url,
        source=ask.source,
        purpose=ask.purpose,
        first_at=min(last.first_at, answer.asked_at) if last else answer.asked_at,
        looked_at=answer.asked_at,
        outcome=received.outcome,
        status=answer.status,
        note=received.note,
        failures=0 if good else (last.failures if last else 0) + 1,
        title=(ask.link and ask.link.title) or (last and last.title) or None,
        published=(ask.link and ask.link.published) or (last and last.published) or None,
    )
    if received.outcome in KEPT and look.capture is not None:
        return replace(
            now,
            etag=answer.header("ETag"),
            last_modified=answer.header("Last-Modified"),
            digest=look.capture.digest,
            file=look.capture.file,
            offset=look.capture.offset,
            kept_as=received.outcome,
        )
    if last is None or last.digest is None:
        return now
    return replace(
        now,
        etag=(answer.header("ETag") if look.repeats else None) or last.etag,
        last_modified=(answer.header("Last-Modified") if look.repeats else None)
        or last.last_modified,
        digest=last.digest,
        file=last.file,
        offset=last.offset,
        kept_as="new" if good else last.kept_as,
    )


def read_found(capture: Capture, link: Link | None) -> Document:
    """Read a page that a source offered; the link's date counts where the page gives none.

    Of a page that a person asked for, the date that the person gave wins. Raises
    UnreadableDocument.
    """
    given = link.published if link and capture.source == "added" else None
    document = read_document(
        capture.body,
        url=capture.url,
        media_type=capture.media_type,
        source=capture.source,
        captured_at=capture.captured_at,
        digest=capture.digest,
        published=given,
    )
    if link is None or link.published is None or given:
        return document
    offered = DateCandidate(link.published, "feed", link.published)
    candidates = (*document.published_candidates, offered)
    if document.published is None:
        return replace(
            document,
            published=link.published,
            published_basis="feed",
            published_candidates=candidates,
        )
    return replace(
        document,
        published_candidates=candidates,
        published_conflict=document.published_conflict
        or disagree(link.published, document.published),
    )


def read_given(capture: Capture, hint: dict[str, str]) -> Document:
    """Read a page that a person gave; what they said of it wins. Raises UnreadableDocument."""
    return read_document(
        capture.body,
        url=None if capture.url.startswith("file:") else capture.url,  # of no known address
        media_type=capture.media_type,
        source=capture.source,
        captured_at=capture.captured_at,
        digest=capture.digest,
        published=hint.get("published"),
        title=hint.get("title"),
    )
