"""Say what a database is made from, and what is asked back that no single row holds."""

from dataclasses import dataclass

from pipeline.model import Document, Event, StoredClaim
from pipeline.tracker_models import Tracker
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
    """One refresh: what it did and what went wrong."""

    id: str
    command: str
    started_at: str
    finished_at: str | None
    captures: int
    documents: int
    claims: int
    problems: tuple[str, ...] = ()


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
    """Everything that a database is made from; the order of the rows is all the same.

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
    runs: tuple[Run, ...] = ()
    figures: tuple[Figure, ...] = ()
    statement_versions: tuple[StatementVersion, ...] = ()
    coverage: tuple[Missed, ...] = ()


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
