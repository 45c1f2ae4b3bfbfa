"""Make the entries of a feed: every event of an edition, and every correction of one.

An event's entry is updated when a new document tells it or a person rules on it; its id never
changes, so that readers show the update instead of a second entry.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.edition import Correction, Edition, Line
from pipeline.exports.accounts import headline
from pipeline.exports.markup import article_html, correction_html
from pipeline.outside import web_address
from pipeline.visible import one_line

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``page`` is ours and ``source`` the one quoted, where there are such.

    ``updated`` and ``published`` are RFC 3339. A first report is known by its day; its entry says
    midnight UTC, since a feed cannot say a day, and the content names the day. ``tags`` are id and
    label; ``line`` is None for a correction.
    """

    id: str
    title: str
    updated: str
    published: str | None
    page: str | None
    source: str | None
    html: str
    tags: tuple[tuple[str, str], ...]
    line: Line | None


def entries(edition: Edition) -> Iterator[Entry]:
    """Make the entries of the events as they come, then those of the corrections."""
    for line in edition.lines():
        yield _of_event(edition, line)
    for correction in edition.corrections:
        yield _of_correction(edition, correction)


def feed_id(edition: Edition) -> str:
    """Give a feed its permanent id: another choice of events is another feed."""
    return _urn(edition, "feed", edition.chosen, edition.as_of or "")


def moment(value: str | None) -> str | None:
    """Spell a moment or a day as RFC 3339; None for what is known less exactly."""
    if value is None:
        return None
    if DAY.fullmatch(value):
        return f"{value}T00:00:00Z"
    return value if MOMENT.fullmatch(value) else None


def _of_event(edition: Edition, line: Line) -> Entry:
    event = line.event
    seen = [moment(proof.captured_at) for proof in line.proofs]
    corrected = [moment(each.made_at) for each in line.corrections]
    if edition.as_of is None:  # of a past day the last ruling may have come later
        corrected.append(moment(line.ruled_at))
    published = moment(event.first_reported)
    known = [each for each in (*seen, *corrected) if each is not None]
    return Entry(
        id=_urn(edition, "event", event.id),
        title=headline(line),
        updated=max(known, default=published or _beginning(edition)),
        published=published,
        page=web_address(edition.page_of(event.id)),
        source=web_address(event.url),
        html=article_html(edition, line),
        tags=(
            (one_line(event.stance), one_line(line.stance_label)),
            (one_line(event.company), one_line(event.company_name)),
        ),
        line=line,
    )


def _of_correction(edition: Edition, correction: Correction) -> Entry:
    made_at = moment(correction.made_at) or _beginning(edition)
    return Entry(
        id=_urn(edition, "correction", correction.id),
        title=one_line(f"Correction: {correction.what} of {correction.event}"),
        updated=made_at,
        published=made_at,
        page=web_address(edition.page_of(correction.event)),
        source=None,
        html=correction_html(edition, correction),
        tags=(("correction", "Correction"),),
        line=None,
    )


def _beginning(edition: Edition) -> str:
    return moment(edition.in_force) or moment(edition.updated_at) or "1970-01-01T00:00:00Z"


def _urn(edition: Edition, *names: str) -> str:
    name = "\x1f".join(("stanceline", edition.tracker, *names))
    plain = name.encode("utf-8", "backslashreplace").decode()
    return uuid.uuid5(uuid.NAMESPACE_OID, plain).urn
