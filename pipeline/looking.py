"""Work out what one look came to, and what is known of its address from then on."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import unquote, urlsplit

from pipeline.figures import stored_figures
from pipeline.model import DateCandidate, Document, StoredClaim
from pipeline.parse.document import Wanted, disagree, read_document
from pipeline.store.contents import Figure, LastLook, SeenAs, Sighting
from pipeline.tracker import Tracker
from scrapers.answers import Answer, Ask
from scrapers.captures import Capture
from scrapers.figures import UnreadableReport
from scrapers.judging import GOOD, Outcome
from scrapers.kinds import kind_of
from scrapers.links import Link, Offer
from scrapers.looks import Look
from scrapers.reports import read_download
from scrapers.sources import Source

KEPT: tuple[Outcome, ...] = ("new", "teaser", "unreadable")
GONE: tuple[str, ...] = ("gone", "soft_404")


@dataclass(frozen=True, slots=True)
class Received:
    """What a look came to; ``offer`` is what a page of links offered, ``note`` says more.

    ``figures`` are those of the tracker's place that a report download holds.
    """

    outcome: Outcome
    offer: Offer = field(default_factory=Offer)
    document: Document | None = None
    claims: tuple[StoredClaim, ...] = ()
    figures: tuple[Figure, ...] = ()
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


def read_figures(
    capture: Capture, tracker: Tracker, *, company: str | None, name: str | None = None
) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    """Read the figures of the tracker's place out of a report download; and name what was not read.

    ``company`` publishes it, if it is not the one whose reports look like that; ``name`` is its
    file name, if it is not the end of its address. Raises UnreadableReport when nothing can be
    read.
    """
    name = name or unquote(urlsplit(capture.url).path.rpartition("/")[2])
    reading = read_download(capture.body, name)
    reports = reading.reports
    slugs = {each.slug for each in tracker.companies}
    for slug in {company or report.company for report in reports} - slugs:
        raise UnreadableReport(
            f"{name}: it is a report of {slug!r}, which is no company of companies.toml; add it "
            "there, or say whose report it is with the key 'company' of its source"
        )
    figures = stored_figures(
        reports,
        place=(*tracker.law.place, *tracker.law.place_in_reports),
        company=company,
        told_by="file",
        source=capture.url,
        release_digest=capture.digest,
        release_date=capture.captured_at[:10],
    )
    return figures, reading.problems


def sightings_of(
    look: Look, received: Received, last: LastLook | None, *, reading: str | None
) -> tuple[Sighting, ...]:
    """Say how a watched page was seen, where it is not as the look before found it.

    A look that finds the same as the one before says nothing; the next one that does not tells
    when the page was last seen as it was. ``reading`` is the digest of the words of a new body.
    """
    ask, seen = look.ask, []
    capture = look.capture if received.outcome == "new" else None
    now = _seen_as(received.outcome)
    known = last if last is not None and last.digest is not None and ask.of is None else None
    if known and (capture is not None or _seen_as(known.outcome) != now):
        seen.append(_sighting(ask, known.looked_at, known.outcome, known.digest))
    if capture is not None:  # of a copy out of a web archive this is the moment it was made
        at, url = capture.captured_at, capture.url
        seen.append(Sighting(ask.source, at, url, "page", capture.digest, reading))
    elif known and _seen_as(known.outcome) != now:
        at = look.answer.asked_at
        seen.append(_sighting(ask, at, received.outcome, known.digest))
    return tuple(seen)


def _sighting(ask: Ask, at: str, outcome: str, digest: str | None) -> Sighting:
    seen_as = _seen_as(outcome)
    return Sighting(ask.source, at, ask.url, seen_as, digest if seen_as == "page" else None)


def _seen_as(outcome: str) -> SeenAs:
    if outcome in GOOD:
        return "page"
    return "gone" if outcome in GONE else "unreachable"


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


def read_found(capture: Capture, link: Link | None, *, wanted: Wanted | None = None) -> Document:
    """Read a page that a source offered; the link's date counts where the page gives none.

    Of a page that a person asked for, the date that the person gave wins. ``wanted`` is as for
    ``read_document``. Raises UnreadableDocument, Unwanted.
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
        wanted=wanted,
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


def without_update(document: Document) -> Document:
    """Take the day of an update away from a page that is watched: it dates no sentence there.

    What a page declares to machines as its publication is one, though it was changed that day.
    """
    seen = document.published_basis in ("text", "time")
    if not seen or document.published != document.modified:
        return document
    return replace(document, published=None, published_basis=None)


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
