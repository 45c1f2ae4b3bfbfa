"""Walk through an archive of the past in an order that is always the same.

Our own archive is the memory: each answer of an index lies there under the address that was asked,
so whoever walks again asks only for what is not there yet, and no list of what was done is needed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

from pipeline.store.contents import LastLook
from scrapers.answers import Answer, Ask
from scrapers.fetcher_retry_after import rest_seconds
from scrapers.judging import GOOD, PASSING
from scrapers.kinds import UnreadableLinks
from scrapers.wayback import UnreadableIndex, moment_of

USUAL_WAIT = timedelta(hours=1)  # how long the Wayback Machine shuts out whom it warned in vain
FRUITLESS = 3  # answers in a row without use: something is wrong that waiting or a person mends

_Read = TypeVar("_Read")
Together = Callable[[Sequence[Ask]], Iterable[tuple[Ask, Answer]]]


class Intake(Protocol):
    """What keeps answers, reads them and remembers them."""

    def last(self, url: str) -> LastLook | None:
        """Give the latest look at an address."""

    def body(self, url: str) -> bytes | None:
        """Give the body of the latest good answer that is kept of an asked address."""

    def has(self, url: str, at: str) -> bool:
        """Tell whether a capture of a page at that very moment is kept."""

    def take(self, ask: Ask, answer: Answer) -> str:
        """Keep an answer, read it when a page was asked for, and return its outcome."""

    def note(self, problem: str) -> None:
        """Keep a sentence for the ledger of the run."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a backfill did, and what it could not do.

    ``asked`` counts requests, ``new`` what was kept, ``known`` what lay there already. ``missed``
    are addresses with their outcomes. Where an archive wants a pause, ``stopped_until`` is the
    moment (UTC) from which the same command may go on.
    """

    asked: int
    new: int
    known: int
    missed: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    stopped_until: str | None = None


class Stopped(Exception):
    """An archive of the past wants no more requests before the moment ``until`` (UTC)."""

    def __init__(self, until: str):
        super().__init__(until)
        self.until = until


class Walk:
    """One backfill under way: it asks, has answers kept, and counts.

    ``archive`` is the address of the web archive that copies are asked of. ``together`` asks
    several pages, hosts side by side, and gives each with its answer; None asks one by one.
    """

    def __init__(
        self,
        get: Callable[[Ask], Answer],
        intake: Intake,
        *,
        archive: str,
        together: Together | None = None,
    ):
        self.archive = archive
        self.intake = intake
        self._get = get
        self._together = together or self._one_by_one
        self._asked = self._new = self._known = 0
        self._missed: dict[str, str] = {}
        self._problems: list[str] = []
        self._fruitless = 0

    def tally(self, stopped_until: str | None = None) -> Tally:
        """Sum up what was done so far."""
        return Tally(
            self._asked,
            self._new,
            self._known,
            tuple(self._missed.items()),
            tuple(self._problems),
            stopped_until,
        )

    def problem(self, sentence: str) -> None:
        """Have a problem told, now and in the ledger."""
        self._problems.append(sentence)
        self.intake.note(sentence)

    def miss(self, url: str, outcome: str) -> None:
        """Count an address as missed."""
        self._missed[url] = outcome

    def know(self) -> None:
        """Count one more that lay there already."""
        self._known += 1

    def ask(self, asks: Sequence[Ask]) -> dict[str, str]:
        """Ask sites for pages and have the answers kept, whatever they are; return the outcomes."""
        outcomes = {}
        for ask, answer in self._together(asks):
            self._asked += 1
            outcomes[ask.url] = self._take(ask, answer)
        return outcomes

    def _one_by_one(self, asks: Sequence[Ask]) -> Iterator[tuple[Ask, Answer]]:
        return ((ask, self._get(ask)) for ask in asks)

    def index(
        self, ask: Ask, *, until: datetime, read: Callable[[bytes, str | None], _Read]
    ) -> _Read | None:
        """Read an index: the answer that is kept, or else a new one; None when it is of no use.

        A kept answer counts when it was given after ``until``, when nothing could be added any
        more to what was asked for. ``read`` takes body and media type.
        """
        kept = kept_since(self.intake, ask.url, until)
        if kept is not None:
            try:
                return read(kept, None)
            except (UnreadableIndex, UnreadableLinks):
                pass  # an error that came as a good answer: ask again
        answer = self._ask_archive(ask)
        outcome = self.intake.take(ask, answer)
        problem = outcome if answer.note is None else f"{outcome}: {answer.note}"
        if _is_whole(answer):
            try:
                found = read(answer.body, answer.media_type)
            except (UnreadableIndex, UnreadableLinks) as error:
                outcome, problem = "unreadable", str(error)
            else:
                self._fruitless = 0
                return found
        self.miss(ask.url, outcome)
        self.problem(f"{ask.url}: {problem}; the same command asks again")
        self._count_fruitless(answer)
        return None

    def copy(self, ask: Ask) -> None:
        """Have the archived copy of the page ``ask.of`` and the moment ``ask.of_at`` kept.

        A copy of another moment, to which the archive redirects when it cannot play this one, is
        kept as what it is.
        """
        outcome = self.done(ask.url)
        if outcome in GOOD:
            self._known += 1
            return
        if outcome is None:
            outcome = self._ask_copy(ask)
        if outcome not in GOOD:
            self.miss(ask.url, outcome)

    def _ask_copy(self, ask: Ask) -> str:
        answer = self._ask_archive(ask)
        if answer.status is None:
            outcome = self._take(ask, answer)
            self.miss(ask.url, outcome)
            self._count_fruitless(answer)
            return outcome
        self._fruitless = 0
        if not _is_whole(answer):
            return self._take(ask, answer)
        made_at = moment_of(answer.header("Memento-Datetime"))
        if made_at is None:
            self.problem(f"{ask.url}: the answer does not say of when it is; not kept")
            return "unreadable"
        if made_at != ask.of_at:
            self.problem(f"{ask.url}: the archive gave its copy of {made_at}; kept as that")
            self.intake.take(replace(ask, of_at=made_at), answer)
            return "another_moment"
        return self._take(ask, answer)

    def done(self, url: str) -> str | None:
        """Give the outcome of an address that need not be asked again; None for others."""
        look = self.intake.last(url)
        if look is None or look.outcome in PASSING:
            return None
        if look.status is not None and (look.status == 429 or look.status >= 500):
            return None
        return look.outcome

    def _take(self, ask: Ask, answer: Answer) -> str:
        outcome = self.intake.take(ask, answer)
        if outcome in GOOD:
            self._new += 1
        return outcome

    def _ask_archive(self, ask: Ask) -> Answer:
        self._asked += 1
        answer = self._get(ask)
        retry_after = answer.header("Retry-After")
        if answer.status == 429 or (answer.status == 503 and retry_after):
            until = _wait_until(answer.asked_at, retry_after)
            self.problem(f"{ask.url}: answered {answer.status}; go on after {until}")
            raise Stopped(until)
        return answer

    def _count_fruitless(self, answer: Answer) -> None:
        """Stop where going on brings nothing: we are shut out, or ask the wrong question."""
        self._fruitless += 1
        if self._fruitless == FRUITLESS:
            self.problem(f"{FRUITLESS} requests in a row brought nothing, the last to {answer.url}")
            raise Stopped(_wait_until(answer.asked_at, None))


def kept_since(intake: Intake, url: str, moment: datetime) -> bytes | None:
    """Give the body that is kept of an address, if it was asked for last at a moment or later."""
    look = intake.last(url)
    if look is None or look.outcome not in GOOD:
        return None  # the kept body may then be older than the look
    return intake.body(url) if datetime.fromisoformat(look.looked_at) >= moment else None


def _is_whole(answer: Answer) -> bool:
    return answer.failure is None and answer.status == 200


def _wait_until(asked_at: str, retry_after: str | None) -> str:
    asked = datetime.fromisoformat(asked_at)
    seconds = rest_seconds(retry_after, now=asked.timestamp())
    wait = USUAL_WAIT if seconds is None else timedelta(seconds=seconds)
    return (asked + wait).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
