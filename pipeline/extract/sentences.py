"""Cut a text into sentences, with their places; quotation marks stay with what they close."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.english import word_set

_ABBREVIATIONS = word_set(
    """
    inc corp ltd co mr mrs ms dr prof st no vs jr sr u.s u.k u.n e.g i.e etc jan feb mar apr
    jun jul aug sep sept oct nov dec a.m p.m gov sen rep gen hon art sec fig plc approx est cf
    al op
    """
)
_STARTERS = word_set(
    """
    the it in on a we they he she but and this that at
    """
)
_NAMING = {"mr", "mrs", "ms", "dr", "prof", "st", "gov", "sen", "rep", "gen", "no", "art", "sec"}
_END = re.compile(
    r"([.!?…][\"”’'»)\]]*)(\s+)(?=[\"“‘'«(\[]?[A-Z0-9À-Þ]|[\"“«])"
    r"|([。！？][」』”]*)"
)
_LINE = re.compile(r"[^\n]+")
LONGEST = 1500  # characters; what is longer is a table, a list of names, a page without full stops
_CLAUSE_END = re.compile(r"[,;:)”\"–—|] | (?=(?:and|but|while|or) )")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` of a document; ``paragraph`` counts its lines from 0."""

    start: int
    end: int
    text: str
    paragraph: int
    parent: "Sentence | None" = None

    @property
    def whole(self) -> "Sentence":
        """The sentence of the text that this clause was cut from; itself when it was not cut."""
        return self.parent or self

    def clauses(self) -> "Iterator[Sentence]":
        """Yield the parts between semicolons: each reads as a sentence of its own."""
        at = 0
        for match in re.finditer(r"; |$", self.text):
            if match.start() - at > 12:
                start, end = self.start + at, self.start + match.start()
                piece = self.text[at : match.start()]
                yield Sentence(start, end, piece, self.paragraph, self)
                at = match.end()
        if at == 0:
            yield self


def split_sentences(text: str) -> list[Sentence]:
    """Cut a text at line ends and sentence ends; spans carry no white space at their edges.

    What would be longer than any sentence is cut on, where a clause ends.
    """
    sentences: list[Sentence] = []
    for number, line in enumerate(_LINE.finditer(text)):
        start = line.start()
        for match in _END.finditer(text, line.start(), line.end()):
            if match[1] is not None and _is_abbreviation(text, start, match.start()):
                continue
            end = match.end(1) if match[1] is not None else match.end(3)
            _append(sentences, text, start, end, number)
            start = match.end()
        _append(sentences, text, start, line.end(), number)
    return sentences


def _append(found: list[Sentence], text: str, start: int, end: int, paragraph: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    bullet = re.match(r"[•·▪◦*\-–—]+\s+", text[start:end])
    if bullet:
        start += bullet.end()
    for first, last in _bounded(text, start, end):
        found.append(Sentence(first, last, text[first:last], paragraph))


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at the ends of clauses, of words, or anywhere, into pieces that are read as sentences."""
    while end - start > LONGEST:
        window = range(start + 150, start + 400)
        limits = [m.end() for m in _CLAUSE_END.finditer(text, window.start, window.stop)]
        space = text.rfind(" ", window.start, window.stop)
        stop = limits[-1] if limits else space if space > 0 else window.stop
        last = start + len(text[start:stop].rstrip())
        if last > start:
            yield start, last
        while stop < end and text[stop].isspace():
            stop += 1
        start = stop
    if end > start:
        yield start, end


def _is_abbreviation(text: str, start: int, stop: int) -> bool:
    """Tell whether the full stop at ``stop`` ends an abbreviation rather than a sentence."""
    if text[stop] != ".":
        return False
    word = re.search(r"[\w.]+$", text[max(start, stop - 20) : stop])
    if word is None:
        return False
    last = word[0].lower()
    if last in _NAMING or re.fullmatch(r"[a-z]", last):
        return True
    if last not in _ABBREVIATIONS:
        return False
    following = re.match(r"\S*\s+(\S+)", text[stop : stop + 60])
    return following is not None and following[1].lower() not in _STARTERS
