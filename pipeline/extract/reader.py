"""Read the claims of a document: who takes which stance, when, and by which words."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.extract.mentions import NameFinder
from pipeline.extract.relevance import relevant
from pipeline.model import Claim, Document
from pipeline.tracker import Tracker

if TYPE_CHECKING:
    from pipeline.extract.close_reading import CloseReader
    from pipeline.extract.showing import Parse


class Reader:
    """Read documents against one tracker.

    The language model is loaded at the first document that concerns the tracker's law, and held
    open: many a night has none.
    """

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self._names = NameFinder(tracker)
        self._opened: CloseReader | None = None

    def read_many(self, documents: Iterable[Document]) -> Iterator[tuple[Document, list[Claim]]]:
        """Yield each document with its claims, in the order given."""
        for document in documents:
            yield document, self.read(document)

    def read(self, document: Document) -> list[Claim]:
        """Return the claims of one document, in the order of its text; [] when it holds none.

        Documents in languages that no rule reads yet, without a company or without a word of the
        law and its place cost no parse.
        """
        found = relevant(document, self._tracker, self._names)
        return self._close_reader().read(found) if found else []

    def explain(self, document: Document) -> list[tuple[Claim, "Parse"]]:
        """Return the claims of one document, each with the parse that made it."""
        found = relevant(document, self._tracker, self._names)
        return self._close_reader().explain(found) if found else []

    def _close_reader(self) -> "CloseReader":
        if self._opened is None:  # spaCy and its model take over a second
            from pipeline.extract.close_reading import CloseReader  # noqa: PLC0415

            self._opened = CloseReader(self._tracker)
        return self._opened
