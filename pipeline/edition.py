"""Name what a reader is handed: lines of the timeline with their proofs, and what they come from.

An edition is what every export and every page is made from. It holds quotes and links, never the
text of an article.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.model import Event, When
from pipeline.words import correction_field, correction_value


@dataclass(frozen=True, slots=True)
class Proof:
    """One claim of an event with all that is needed to defend it.

    ``stance`` and ``scope`` are what the text was read to say; a ruling may have put the event
    elsewhere. ``archived`` is where the captured bytes lie: WARC file and offset.
    """

    claim: str
    event: str
    company: str
    product: str | None
    stance: str
    scope: str
    modality: str
    quote: str
    voice: str
    speaker: str | None
    announced: When
    effective: When
    confidence: float
    rule: str
    url: str | None
    title: str | None
    publisher: str | None
    agency: str | None
    language: str | None
    published: str | None
    published_basis: str | None
    source: str
    captured_at: str | None
    archived: str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """One public correction: what the timeline said before and says now.

    ``former_company`` and its like are the event's before, ``company`` and its like those after,
    None where the event was or is none. ``before_name`` and ``after_name`` are what the tracker
    calls a stance or company that is the value.
    """

    id: str
    event: str
    field: str
    before: str | None
    after: str | None
    reason: str
    made_at: str
    ruling: str | None = None
    former_company: str | None = None
    former_stance: str | None = None
    former_scope: str | None = None
    former_date: str | None = None
    company: str | None = None
    stance: str | None = None
    scope: str | None = None
    date: str | None = None
    before_name: str | None = None
    after_name: str | None = None

    @property
    def what(self) -> str:
        """Say which field was corrected."""
        return correction_field(self.field)

    @property
    def was(self) -> str | None:
        """Put what it said before into words."""
        return correction_value(self.field, self.before_name or self.before)

    @property
    def now(self) -> str | None:
        """Put what it says now into words."""
        return correction_value(self.field, self.after_name or self.after)


@dataclass(frozen=True, slots=True)
class Line:
    """One event as it is shown: how its stance is called, its proofs, best first, what changed.

    ``ruled_at`` is the moment (UTC) of the last ruling that acts on it, None without any.
    """

    event: Event
    stance_label: str
    colour: str
    proofs: tuple[Proof, ...]
    corrections: tuple[Correction, ...] = ()
    ruled_at: str | None = None


@dataclass(frozen=True, slots=True)
class StanceWords:
    """What a stance is called, and what it means.

    It ``lasts`` until another is taken, unless it tells of what was said or done once. ``excludes``
    names stances that contradict it; said of one of the two, it holds for both.
    """

    id: str
    label: str
    definition: str
    colour: str
    lasts: bool = True
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """What is handed out: some or all events of a tracker, read anew with each call of ``lines``.

    ``in_force`` is the law's first day. ``chosen`` says in words which events were asked for, ""
    for all. ``count`` is how many there are. ``updated_at`` (UTC) is the moment of the newest
    capture or ruling in the database, whose rows alone decide the bytes of an edition. ``as_of`` is
    the day whose knowledge is shown, None for today's. ``site`` is the web address (ending in "/")
    under which the pages of these events are published, None when there is none.
    ``whole`` tells that of each company all events are among them, so that what follows a stance
    is seen. ``corrections`` are all that touch the chosen events, newest first.
    """

    tracker: str
    law: str
    in_force: str
    stances: tuple[StanceWords, ...]
    chosen: str
    count: int
    updated_at: str
    fingerprint: str
    lines: Callable[[], Iterator[Line]]
    corrections: tuple[Correction, ...] = ()
    as_of: str | None = None
    whole: bool = True
    site: str | None = None

    def page_of(self, event: str) -> str | None:
        """Give the permanent web address of an event's page, None without a site."""
        return None if self.site is None else f"{self.site}events/{event}.html"
