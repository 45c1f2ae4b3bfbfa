"""Say what a database is made from, and what is asked back that no single row holds."""

from dataclasses import dataclass
from typing import Any, Literal

from pipeline.edition import Correction
from pipeline.model import Document, Event, StoredClaim
from pipeline.reviews.outcomes import State
from pipeline.reviews.risks import Waiting
from pipeline.tracker_models import Tracker
from scrapers.answers import Purpose
from scrapers.captures import Capture


@dataclass(frozen=True, slots=True)
class Figure:
    """One number from a transparency report; the columns of table ``figures`` say what each means.

    ``received`` lies between ``received_low`` and ``received_high``; ``derived`` is worked out from
    ``percentage``, and lies between ``derived_low`` and ``derived_high``. Notations keep apart what
    a report leaves blank, dashes out or counts as zero.
    ``cells`` is a JSON object of field and [row, column].
    """

    id: str
    company: str
    country: str
    period_start: str
    period_end: str
    period: str
    kind: str
    printed_kind: str
    told_by: str
    release_digest: str
    source: str
    received: int | None = None
    received_printed: str | None = None
    received_notation: str | None = None
    received_low: int | None = None
    received_high: int | None = None
    accounts: int | None = None
    accounts_printed: str | None = None
    answered: int | None = None
    answered_printed: str | None = None
    answered_notation: str | None = None
    percentage: str | None = None
    percentage_notation: str | None = None
    derived: int | None = None
    derived_low: int | None = None
    derived_high: int | None = None
    contradiction: str | None = None
    lists_all: bool = False
    release_date: str | None = None
    part: str | None = None
    cell_row: int | None = None
    cell_column: int | None = None
    cells: str = "{}"
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure beside the stance in force; the columns of ``said_versus_did`` tell each field."""

    company_name: str
    period_start: str
    period_end: str
    kind: str
    received: int | None
    answered: int | None
    derived: int | None
    percentage: str | None
    stance_label: str | None
    verdict: str
    reason: str
    figure: str
    company: str
    country: str
    period: str
    printed_kind: str
    received_printed: str | None
    received_notation: str | None
    accounts: int | None
    answered_notation: str | None
    derived_low: int | None
    derived_high: int | None
    contradiction: str | None
    restated: bool
    disputed: bool
    told_by: str
    release_digest: str
    release_date: str | None
    part: str | None
    cell_row: int | None
    cell_column: int | None
    source: str
    note: str | None
    stance: str | None
    colour: str | None
    event: str | None
    stance_date: str | None
    quote: str | None
    url: str | None
    followed_by: str | None
    followed_label: str | None
    followed_date: str | None
    archived: str | None


@dataclass(frozen=True, slots=True)
class Release:
    """One download of a report: how many figures of the law's place it holds.

    ``restated`` counts those that another release gives otherwise.
    """

    digest: str
    company: str
    source: str
    first_seen: str
    figures: int
    restated: int


SeenAs = Literal["page", "unreachable", "gone"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """How a watched page was seen at one moment (UTC): ``page``, ``unreachable`` or ``gone``.

    ``url`` is where it was looked for, or came. ``digest`` is that of the bytes; ``reading`` is
    that of the words in them, known where these bytes were seen for the first time.
    """

    source: str
    seen_at: str
    url: str
    outcome: SeenAs
    digest: str | None = None
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class StatementVersion:
    """One version of a watched page, and what is new in it against the version before.

    It was seen from ``seen_at`` to ``last_at``, None while it stands; ``before_at`` is when the
    version before was last seen. ``reworded`` are pairs of sentences, before and after.
    ``replaced`` is set when another text altogether came, of which nothing follows for sentences.
    """

    id: str
    source: str
    company: str | None
    url: str
    change: str
    seen_at: str
    before_at: str | None
    last_at: str | None = None
    digest: str | None = None
    appeared: tuple[str, ...] = ()
    disappeared: tuple[str, ...] = ()
    reworded: tuple[tuple[str, str], ...] = ()
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class StatementSentence:
    """One sentence with a stance on a watched page, and between which looks it stood there.

    The page was last seen without it at ``absent_until`` before and first seen without it at
    ``absent_from`` after; None for a sentence that was there from the first look, or still is.
    ``ended_by`` is ``changed``, ``gone`` with its page, or ``replaced`` with its whole text.
    ``event`` is what became of its claim.
    """

    id: str
    source: str
    company: str
    url: str
    stance: str
    scope: str
    sentence: str
    absent_until: str | None
    present_from: str
    present_until: str
    absent_from: str | None = None
    ended_by: str | None = None
    claim: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what it did and what went wrong; ``finished_at`` is None when it was cut short."""

    id: str
    command: str
    started_at: str
    finished_at: str | None = None
    looks: int = 0
    captures: int = 0
    documents: int = 0
    claims: int = 0
    figures: int = 0
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """What one run found at one source.

    ``outcome`` is that of the source's own page (``new``, ``unreachable``, ...), None when it was
    not asked. ``links`` were offered, ``fresh`` of them for the first time, ``dated`` of them with
    a date. Of the addresses asked, ``new`` gave a page, ``unchanged`` the same as before, ``bad``
    no good answer. ``milliseconds`` is the time that the answers took.
    """

    run: str
    source: str
    visited_at: str
    outcome: str | None = None
    links: int = 0
    fresh: int = 0
    dated: int = 0
    asked: int = 0
    new: int = 0
    unchanged: int = 0
    bad: int = 0
    milliseconds: int = 0
    problems: tuple[str, ...] = ()


def written_visit(visit: Visit) -> dict[str, Any]:
    """Write a visit as the archive keeps it: all but the run, which its record names."""
    return {name: getattr(visit, name) for name in Visit.__slots__ if name != "run"}


def read_visit(run: str, written: dict[str, Any]) -> Visit:
    """Read a visit as the archive keeps it."""
    return Visit(run=run, **{**written, "problems": tuple(written["problems"])})


@dataclass(frozen=True, slots=True)
class LastLook:
    """The latest look at an address that was asked, and what is kept of it.

    ``digest``, ``file`` and ``offset`` lead to the latest good body, ``etag`` and
    ``last_modified`` are its validators; None when no good answer ever came. ``failures`` counts
    the bad answers since then. ``kept_as`` is the outcome of the body that is kept. ``title`` and
    ``published`` are what the source that offered the address said of it.
    """

    url: str
    source: str
    purpose: Purpose
    first_at: str
    looked_at: str
    outcome: str
    status: int | None = None
    note: str | None = None
    failures: int = 0
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    file: str | None = None
    offset: int | None = None
    kept_as: str | None = None
    title: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One ruling of a person on an event or a claim, and what came of it.

    ``event`` is the one that it acts on now, ``company`` that of the event when it was made.
    ``position`` orders rulings that were made in the same second.
    """

    id: str
    target: str
    ruling: str
    reviewer: str
    reason: str
    made_at: str
    field: str | None = None
    value: str | None = None
    evidence: str | None = None
    before: str | None = None
    state: State = "applied"
    note: str | None = None
    event: str | None = None
    company: str | None = None
    was_public: bool = False
    position: int = 0


@dataclass(frozen=True, slots=True)
class Missed:
    """One address that gave no good answer: a row of table ``coverage``."""

    source: str
    url: str
    looked_at: str
    outcome: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database is made from at once; the order of the rows is all the same.

    What collecting adds bit by bit, looks, runs and copies, comes in by ``Store.transaction``.
    The bodies of ``captures`` are not written. Documents of claims need not be repeated in
    ``documents``. ``redirects`` are pairs of a lost event id and the one that took it over.
    """

    tracker: Tracker
    fingerprint: str
    captures: tuple[Capture, ...] = ()
    documents: tuple[Document, ...] = ()
    claims: tuple[StoredClaim, ...] = ()
    events: tuple[Event, ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()
    reviews: tuple[Review, ...] = ()
    corrections: tuple[Correction, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim with its document, and the capture that the document was read from.

    The capture has no body (``b""``): its bytes lie in the archive, at ``file`` and ``offset``.
    None when the document was not captured.
    """

    claim: StoredClaim
    capture: Capture | None


@dataclass(frozen=True, slots=True)
class EventChain:
    """One event down to the bytes; evidence in the event's own order, the best first."""

    event: Event
    evidence: tuple[Evidence, ...]
