"""Read a page into its document and its claims: the same in a night, a rebuild and a worker."""

from collections.abc import Callable
from typing import TypeVar

from pipeline.errors import OurMistake, UnreadableDocument
from pipeline.extract import Reader
from pipeline.looking import Received, read_found, without_update
from pipeline.merge import claim_id
from pipeline.model import Document, StoredClaim
from pipeline.tracker import Tracker
from pipeline.watchdog import Hung, owning_up, time_limit
from scrapers.captures import Capture
from scrapers.figures import UnreadableReport
from scrapers.judging import Outcome
from scrapers.kinds import UnreadableLinks
from scrapers.links import Link

_Read = TypeVar("_Read")

READING_SECONDS = 120.0  # the longest page of our tests takes 5 s on a slow machine


class PageReader:
    """Read pages for one tracker; the language model is loaded when a page first needs it."""

    def __init__(self, tracker: Tracker) -> None:
        self._reader = Reader(tracker)

    def read(self, capture: Capture, link: Link | None, *, versioned: bool = False) -> Received:
        """Read the page of a capture; ``link`` is what offered it. Raises UnreadableDocument.

        A page that is ``versioned`` has its texts compared with each other, not with a date.
        """
        document = read_found(capture, link)
        if versioned:
            document = without_update(document)
        return self.received(document)

    def received(self, document: Document) -> Received:
        """Give a document with its claims, as what a look came to."""
        outcome: Outcome = "new" if document.completeness == "full" else "teaser"
        return Received(outcome, document=document, claims=self.claims(document))

    def claims(self, document: Document) -> tuple[StoredClaim, ...]:
        """Read the claims of a document, each with its id."""
        return tuple(
            StoredClaim(claim_id(document, claim), document, claim)
            for claim in self._reader.read(document)
        )


def carefully(url: str, work: Callable[[], _Read]) -> tuple[_Read | Received, str | None]:
    """Read one answer; whatever goes wrong in it, the night and a rebuild go on.

    It is then ``unreadable``. What is a mistake of ours comes along as a sentence that a person
    should read.
    """
    try:
        with time_limit(READING_SECONDS), owning_up(url):
            return work(), None
    except (UnreadableDocument, UnreadableLinks, UnreadableReport) as error:
        return Received("unreadable", note=str(error)), None
    except OurMistake as error:
        return Received("unreadable", note=str(error)), str(error)
    except Hung:
        hung = f"reading it took over {READING_SECONDS:g} s of processor time"
        return Received("unreadable", note=hung), f"{url}: {hung}; please report it"
