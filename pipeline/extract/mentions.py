"""Find companies by name in a text, and leave out what only looks like one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import ahocorasick_rs

from pipeline.tracker import Tracker

# What a name may drag behind it: legal forms and tickers belong to the name, not to the sentence.
_TAIL = re.compile(
    r"(?:,? (?:Inc|Corp|Ltd|Plc|PLC|LLC|Co|AG|SA|Holdings|Group|Corporation|Limited)\b\.?)?"
    r"(?: ?[(\[](?:[A-Z]{2,8}:? ?)?[A-Z0-9]{1,6}(?:\.[A-Z]{1,3})?[)\]])?"
)


FIRST_STAND_IN = 0xE000  # Unicode's private use area: no page means anything by these
STAND_INS = f"[{chr(FIRST_STAND_IN)}-{chr(0xF8FF)}]"  # what stands for names in a rewording


@dataclass(frozen=True, slots=True)
class Mention:
    """A company's name at ``text[start:end]``; ``product`` is set when the name is a product's."""

    start: int
    end: int
    company: str
    product: str | None


@dataclass(frozen=True, slots=True)
class _Name:
    company: str | None  # None: a phrase that only looks like a name
    product: str | None
    spelling: str
    exact: bool


class NameFinder:
    """Find every company and product name of a tracker in one pass over a text."""

    def __init__(self, tracker: Tracker) -> None:
        by_fold: dict[str, list[_Name]] = {}
        for name in _names(tracker):
            by_fold.setdefault(fold(name.spelling), []).append(name)
        self._names = list(by_fold.values())
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(by_fold),
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        )

    def find(self, text: str) -> list[Mention]:
        """Return mentions in the order of the text; they never overlap."""
        found: list[Mention] = []
        for index, start, end in self._automaton.find_matches_as_indexes(fold(text)):
            name = _meant(self._names[index], text[start:end])
            if found and start < found[-1].end:
                continue  # the short form in brackets behind a name: "Broadband Network (HKBN)"
            if name is None or name.company is None or not _stands_alone(text, start, end):
                continue
            tail = _TAIL.match(text, end)
            found.append(Mention(start, tail.end() if tail else end, name.company, name.product))
        return found


def _meant(names: list[_Name], found: str) -> _Name | None:
    """Return the name that a spelling means, of those that differ by capitals alone."""
    return next((n for n in names if not n.exact or _spelled(found, n.spelling)), None)


def _spelled(found: str, spelling: str) -> bool:
    """Tell whether a name that is also a word is written as a name: "Zoom", "ZOOM", not "zoom"."""
    return found == spelling or (len(spelling) > 3 and found == spelling.upper())


def fold(text: str) -> str:
    """Lower-case a text without changing its length, so that offsets stay true."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before in "@#./_" or (after == "." and text[end + 1 : end + 2].isalnum()):
        return False  # a handle, a tag, an address
    inside = text[start].isalnum() and before.isalnum()
    return not inside and not (text[end - 1].isalnum() and after.isalnum())


def _names(tracker: Tracker) -> Iterable[_Name]:
    seen: set[str] = set()
    for company in tracker.companies:
        spellings = [company.name, *company.aliases, *(dated.name for dated in company.names)]
        rows: list[tuple[str, str | None]] = [(s, None) for s in [*spellings, *company.zh]]
        rows += [(s, p.name) for p in company.products for s in (p.name, *p.aliases)]
        for spelling, product in rows:
            plain_word = spelling[1:].islower() and " " not in spelling
            exact = plain_word and (company.ambiguous or product is not None)
            if len(spelling) > 1 or company.ambiguous:
                key = spelling if exact or len(spelling) < 3 else fold(spelling)
                if key not in seen:
                    seen.add(key)
                    yield _Name(company.slug, product, spelling, exact or len(spelling) < 3)
        for phrase in company.not_:
            if fold(phrase) not in seen:
                seen.add(fold(phrase))
                yield _Name(None, None, phrase, exact=False)
