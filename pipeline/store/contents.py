"""Say what a database is made from, and what is asked back that no single row holds."""

from dataclasses import dataclass
from typing import Any

from pipeline.model import Document, Event, StoredClaim
from pipeline.tracker_models import Tracker
from scrapers.answers import Purpose
from scrapers.captures import Capture


@dataclass(frozen=True, slots=True)
class Figure:
    """One number from a transparency report; the columns of table ``figures`` say what each means.

    ``derived`` is worked out from ``percentage``, which lies between ``derived_low`` and
    ``derived_high``. Notations keep apart what a report leaves blank, dashes out or counts as zero.
    """

    id: str
    company: str
    country: str
    period_start: str
    period_end: str
    period: str
    kind: str
    source: str
    received: int | None = None
    received_notation: str | None = None
    accounts: int | None = None
    answered: int | None = None
    answered_notation: str | None = None
    percentage: str | None = None
    derived: int | None = None
    derived_low: int | None = None
    derived_high: int | None = None
    contradiction: str | None = None
    release_digest: str | None = None
    release_date: str | None = None
    cell_row: int | None = None
    cell_column: int | None = None


@dataclass(frozen=True, slots=True)
class StatementVersion:
    """One version of a watched page, and what is new in it against the version before."""

    id: str
    source: str
    company: str | None
    url: str
    change: str
    seen_at: str
    before_at: str | None
    digest: str | None
    appeared: tuple[str, ...] = ()
    disappeared: tuple[str, ...] = ()


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
    """One ruling of a person on an event or a claim."""

    id: str
    target: str
    ruling: str
    reviewer: str
    reason: str
    made_at: str
    field: str | None = None
    value: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One public correction: what the timeline said before and says now."""

    id: str
    event: str
    field: str
    before: str | None
    after: str | None
    reason: str
    made_at: str


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
    figures: tuple[Figure, ...] = ()
    statement_versions: tuple[StatementVersion, ...] = ()


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
