"""Tell by names and law alone whether a document is worth the language model."""

from dataclasses import dataclass, replace

from pipeline.extract.mentions import Mention, NameFinder
from pipeline.extract.scene import speaker_of, tells_of_the_law
from pipeline.model import Document
from pipeline.tracker import Tracker
from pipeline.visible import Visible, visible


@dataclass(frozen=True, slots=True)
class Relevant:
    """A document that may hold claims, as its readers see it, with the companies that it names.

    ``written`` is its text with all that nobody sees in it.
    """

    document: Document
    mentions: list[Mention]
    written: str
    seen: Visible

    def where(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the text as it is written a piece of the document stands."""
        return self.seen.start(start), self.seen.end(end)


def relevant(document: Document, tracker: Tracker, names: NameFinder) -> Relevant | None:
    """Take a document that a rule could find a claim in; None for all others.

    Those are documents in languages that no rule reads yet, without a company or without a word
    of the law and its place.
    """
    if document.language and not document.language.startswith("en"):
        return None
    seen = visible(document.text)
    mentions = names.find(seen.text)
    if not mentions and not speaker_of(document, tracker):
        return None
    shown = replace(document, text=seen.text)
    if not tells_of_the_law(shown, tracker):
        return None
    return Relevant(shown, mentions, document.text, seen)
