"""Name the things that flow through the pipeline; all frozen, none knows the network or SQL."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One publication date that a page offers.

    ``value`` is an ISO date. ``basis`` says where it stood (``json-ld``, ``meta``, ``time``,
    ``url``, ``text``, ``given``); ``raw`` is the text that was read there.
    """

    value: str
    basis: str
    raw: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a capture says.

    ``id`` is 16 hex digits of SHA-256 over url and body. ``published`` and ``modified`` are ISO
    dates or None. ``completeness`` is ``full``, ``truncated``, ``teaser`` or ``empty``.
    ``published_conflict`` is true when candidates disagree by more than a day. ``agency`` is the
    news agency that the page credits with the report, ``story`` the id of the earliest document
    that tells the same in the same words; both are None where there is none.
    """

    id: str
    url: str | None
    source: str
    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    published: str | None
    published_basis: str | None
    published_candidates: tuple[DateCandidate, ...]
    published_conflict: bool
    modified: str | None
    language: str | None
    completeness: str
    text: str
    captured_at: str | None = None
    digest: str | None = None
    agency: str | None = None
    story: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A date as far as it is known: ISO day, month or year, or None.

    ``precision`` is ``day``, ``month``, ``year`` or ``approximate`` (near, mostly after, the
    value); ``basis`` is the words that it came from, or ``published``.
    """

    value: str | None = None
    precision: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One document says: this company takes this stance. The quote stands at start:end of its text.

    ``modality`` is ``done``, ``announced`` or ``conditional``; ``voice`` is ``own`` or
    ``reported``; ``rule`` names the rule and the words that made the claim.
    """

    company: str
    company_name: str
    product: str | None
    stance: str
    scope: str
    announced: When
    effective: When
    modality: str
    quote: str
    start: int
    end: int
    speaker: str | None
    voice: str
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim with the document it stands in; ``id`` is stable as long as both are."""

    id: str
    document: Document
    claim: Claim


@dataclass(frozen=True, slots=True)
class Event:
    """One company took one stance at one time: claims that agree, merged.

    ``date`` is the best ``announced`` known, an ISO date or prefix, or None. ``claims`` are ids
    of stored claims, best evidence first; ``quote`` and ``url`` are of the first. ``sources``
    counts independent publishers. ``first_reported`` is the earliest publication date.
    ``status`` is ``listed``, ``in_review``, ``accepted`` or ``rejected``. ``publisher`` is who
    published the quote, ``first_publisher`` who reported first.
    """

    id: str
    company: str
    company_name: str
    products: tuple[str, ...]
    stance: str
    scope: str
    date: str | None
    precision: str | None
    basis: str | None
    effective: str | None
    effective_precision: str | None
    first_reported: str | None
    sources: int
    claims: tuple[str, ...]
    status: str
    confidence: float
    quote: str
    url: str | None
    archived: str | None
    redirects: tuple[str, ...] = field(default=())
    publisher: str | None = None
    first_publisher: str | None = None
