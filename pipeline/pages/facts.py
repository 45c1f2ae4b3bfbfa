"""Name what pages are made from; the store reads it, and nothing here knows how."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.edition import Correction, Line, Proof, StanceWords
from pipeline.model import DateCandidate
from pipeline.store.contents import Comparison


@dataclass(frozen=True, slots=True)
class Tracked:
    """What stands on every page: the law, its stances, how fresh the database is (UTC)."""

    tracker: str
    law: str
    in_force: str
    stances: tuple[StanceWords, ...]
    updated_at: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as a list shows it. ``language`` is that of the quote, which may be cut.

    ``stance_label`` and ``colour`` are how its stance is called and drawn.
    """

    id: str
    company: str
    company_name: str
    products: tuple[str, ...]
    stance: str
    stance_label: str
    colour: str
    scope: str
    date: str | None
    precision: str | None
    basis: str | None
    effective: str | None
    effective_precision: str | None
    first_reported: str | None
    sources: int
    claims: int
    status: str
    confidence: float
    quote: str
    language: str | None
    url: str | None
    archived: str | None
    publisher: str | None
    first_publisher: str | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Some events of a list in its order, and whether more come after them."""

    entries: tuple[Entry, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """The state of things at a glance.

    ``speaking`` are companies with an event; ``queue`` events await a person; of ``ill`` sources
    an address gave no good answer when it was last asked; ``last_run`` is when the last run began,
    None before the first.
    """

    companies: int
    speaking: int
    events: int
    claims: int
    documents: int
    sources: int
    figures: int
    queue: int
    ill: int
    last_capture: str | None
    last_run: str | None


@dataclass(frozen=True, slots=True)
class StanceCount:
    """How many events and companies took a stance."""

    stance: StanceWords
    events: int
    companies: int


@dataclass(frozen=True, slots=True)
class Milestone:
    """One date of the law itself, with the address of its proof."""

    date: str
    precision: str
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Front:
    """What the front page shows; the newest event and correction come first."""

    state: State
    stances: tuple[StanceCount, ...]
    latest: tuple[Entry, ...]
    corrections: tuple[Correction, ...]
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a reader of the timeline may choose from.

    ``companies`` are all names by slug, ``speaking`` those with an event, ``scopes`` those that
    events have.
    """

    companies: Mapping[str, str]
    speaking: frozenset[str]
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a company stands now in one of the things that stances are about, by which event."""

    event: str
    company: str
    scope: str
    stance_label: str
    colour: str
    date: str | None
    precision: str | None


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """One company in the list of all: how many events it has, and where it stands now."""

    slug: str
    name: str
    kind: str
    country: str | None
    events: int
    latest: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a company had, and from and to when."""

    name: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with a stance on a watched page; ``absent_from`` is None while it stands."""

    source: str
    url: str
    stance_label: str
    colour: str
    sentence: str
    present_from: str
    present_until: str
    absent_from: str | None
    ended_by: str | None
    event: str | None


@dataclass(frozen=True, slots=True)
class Watch:
    """One version of a watched page: what changed against the one before, and when."""

    source: str
    url: str
    change: str
    seen_at: str


@dataclass(frozen=True, slots=True)
class Company:
    """All that the page of a company shows; ``parent`` and ``daughters`` are slugs and names."""

    slug: str
    name: str
    kind: str
    country: str | None
    parent: tuple[str, str] | None
    daughters: tuple[tuple[str, str], ...]
    names: tuple[Name, ...]
    aliases: tuple[str, ...]
    chinese: tuple[str, ...]
    products: tuple[str, ...]
    events: int
    batch: Batch
    in_review: int
    standing: tuple[Standing, ...]
    comparisons: tuple[Comparison, ...]
    sentences: tuple[Sentence, ...]
    watched: tuple[Watch, ...]
    publishers: tuple[tuple[str, int], ...]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """Where the captured bytes of a document lie, and what they are known by."""

    file: str
    offset: int
    length: int
    url: str
    captured_at: str
    digest: str
    asked: str | None


@dataclass(frozen=True, slots=True)
class Context:
    """The text around a quote; ``more_before`` and ``more_after`` tell that it was cut there."""

    before: str
    after: str
    more_before: bool
    more_after: bool


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One claim of an event with all of its document that is needed to defend it.

    ``context`` is None when we have no text, or not the one that the quote was read from.
    ``story`` is the document that tells the same in the same words.
    """

    proof: Proof
    document: str
    context: Context | None
    start: int
    end: int
    authors: tuple[str, ...]
    candidates: tuple[DateCandidate, ...]
    conflict: bool
    modified: str | None
    completeness: str
    story: str | None
    record: Record | None


@dataclass(frozen=True, slots=True)
class Ruling:
    """One ruling of a person on an event or on one of its claims, and what came of it."""

    id: str
    target: str
    ruling: str
    field: str | None
    value: str | None
    reviewer: str
    reason: str
    made_at: str
    state: str
    note: str | None


@dataclass(frozen=True, slots=True)
class EventFacts:
    """All that the page of an event shows.

    ``exhibits`` are its claims, best first; of many only the first come along, and
    ``entry.claims`` says how many there are. ``before`` and ``after`` are the company's events
    next to it in time. ``definition`` is what its stance means. ``line`` is what exports write.
    """

    entry: Entry
    line: Line
    definition: str
    exhibits: tuple[Exhibit, ...]
    former: tuple[str, ...]
    corrections: tuple[Correction, ...]
    rulings: tuple[Ruling, ...]
    before: Entry | None
    after: Entry | None
