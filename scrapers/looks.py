"""Say what the archive remembers: looks at addresses, and the runs that took them."""

from dataclasses import dataclass

from scrapers.answers import Answer, Ask
from scrapers.captures import Capture


@dataclass(frozen=True, slots=True)
class Look:
    """One look at an address: what was asked, what came back, and where both lie.

    ``capture`` is the page when a whole good answer (2xx) came with new bytes. ``repeats`` is the
    digest of the body kept before when it came again or was not modified; ``answer.body`` is then
    empty. Neither is set when no good answer came. ``ask`` is without validators and pace.
    ``file``, ``offset`` and ``end`` are those of the records that make up the look.
    """

    ask: Ask
    answer: Answer
    capture: Capture | None
    repeats: str | None
    file: str
    offset: int
    end: int


@dataclass(frozen=True, slots=True)
class RunStart:
    """The beginning of a run; ``id`` is the name of its file, ``started_at`` UTC."""

    id: str
    command: str
    started_at: str
    file: str
    end: int


@dataclass(frozen=True, slots=True)
class RunEnd:
    """The end of a run that was not cut short; ``ledger`` is the JSON text that it left."""

    id: str
    finished_at: str
    ledger: str
    file: str
    end: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture that no look brought: a page that a person added, another tool's record."""

    capture: Capture
    file: str
    end: int


Entry = Look | RunStart | RunEnd | Kept
