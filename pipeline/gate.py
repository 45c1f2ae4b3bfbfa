"""Tell of the bytes of a page whether a document that concerns the law could come of them.

Out of archives of everything only pages are kept whose title or text names a company, the place of
the law, and the law or one of its subjects: one in a thousand. What cannot come to that is left out
by its bytes, whatever its encoding and however its names are spelled or hidden; the gate lets pass
more than is kept, and nothing less. Not known to it are names that tags break twice in one word.

The bytes are searched by Hyperscan: RE2 takes 1.9 times as long for the same patterns, a table of
Aho and Corasick 2.7 times for plain names alone. Classes of single bytes have a database of their
own, since they would slow down the others.
"""

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import cached_property
from typing import get_args

import hyperscan

from pipeline.extract.mentions import NameFinder
from pipeline.gate_folds import CONTROLS, Mark, marks, odd_charsets, unfold
from pipeline.gate_spellings import fold_name, shortest, spelled
from pipeline.parse.decoding import BOMS
from pipeline.tracker import Tracker
from pipeline.visible import visible

MARKS: frozenset[str] = frozenset(get_args(Mark))
JAPANESE = rb"\x1b\$"  # how ISO-2022-JP begins, whose bytes pass for UTF-8
WIDE_MARKS = tuple(mark for mark, _ in BOMS[1:])
IDEOGRAPHS = re.compile("[\u2e80-\U0003ffff]+")
HYPHENS = str.maketrans(dict.fromkeys("-\u2010\u2011", " "))
FLAGS = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_DOTALL | hyperscan.HS_FLAG_SINGLEMATCH


class Gate:
    """Let pass what could concern a tracker's law; one thread at a time may ask.

    What a search needs is made when the first page asks for it.
    """

    def __init__(self, tracker: Tracker) -> None:
        law = tracker.law
        self._tracker = tracker
        self._place = (*law.place, *law.place_zh)
        self._law = (*law.names, *law.names_zh, *law.terms, *law.subjects)

    def may(self, body: bytes) -> bool:
        """Tell by its bytes whether a page may concern the law."""
        if _is_odd(body) or self._charsets.found(body[:4096]):
            return True
        found = self._places.found(body)
        if "odd" in found:
            return True
        if "place" in found and self._laws.found(body):
            return True
        marked = found & MARKS | self._controls.found(body)
        if not marked:
            return False
        unfolded = unfold(body, marked)
        return "place" in self._places.found(unfolded) and bool(self._laws.found(unfolded))

    def wants(self, title: str | None, text: str) -> bool:
        """Tell whether a document concerns the law, so that it is kept and may hold a claim.

        Its title or text names a company, the place, and the law or one of its subjects.
        """
        told = visible(f"{title or ''}\n{text}").text
        folded = _folded(told)
        return (
            any(name in folded for name in self._folded_place)
            and any(name in folded and about.search(folded) for name, about in self._about)
            and self._names_company(told)
        )

    def _names_company(self, text: str) -> bool:
        """Tell whether a company is named; next to Chinese letters, no space parts it from them."""
        if self._companies.find(text) or self._companies.find(IDEOGRAPHS.sub(" ", text)):
            return True
        return any(name in text for company in self._tracker.companies for name in company.zh)

    @cached_property
    def _charsets(self) -> "_Search":
        return _Search({"odd": {odd_charsets()}})

    @cached_property
    def _places(self) -> "_Search":
        place = spelled(shortest(self._place))
        return _Search({"place": place, "odd": {JAPANESE}, **marks()})

    @cached_property
    def _controls(self) -> "_Search":
        return _Search({"sign": {CONTROLS}}, until_found=True)

    @cached_property
    def _laws(self) -> "_Search":
        patterns = spelled(shortest(self._law, whole=True), alone=True)
        return _Search({"law": patterns}, until_found=True)

    @cached_property
    def _folded_place(self) -> tuple[str, ...]:
        return tuple(_folded(name) for name in self._place)

    @cached_property
    def _about(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """What the law is called, or is about: whole words, where words have borders."""
        names = dict.fromkeys(_folded(name) for name in self._law)
        return tuple(
            (name, re.compile(rf"(?<!\w){re.escape(name)}(?!\w)" if name.isascii() else name))
            for name in names
        )

    @cached_property
    def _companies(self) -> NameFinder:
        return NameFinder(self._tracker)


class _Search:
    """Look for patterns of groups in bytes, whatever the capitals."""

    def __init__(
        self, groups: Mapping[str, Collection[bytes]], *, until_found: bool = False
    ) -> None:
        listed = [(group, pattern) for group, each in groups.items() for pattern in sorted(each)]
        self._groups = [group for group, _ in listed]
        self._until_found = until_found
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=[pattern for _, pattern in listed],
            ids=list(range(len(listed))),
            flags=FLAGS,
        )
        self._scratch = hyperscan.Scratch(self._database)

    def found(self, body: bytes) -> set[str]:
        """Name the groups of which there is a pattern; one of them, if the first is enough."""
        found: set[str] = set()

        def note(number: int, *_: object) -> bool:
            found.add(self._groups[number])
            return self._until_found

        with suppress(hyperscan.ScanTerminated):
            self._database.scan(body, match_event_handler=note, scratch=self._scratch)
        return found


def _is_odd(body: bytes) -> bool:
    """Tell whether the bytes of a page must be decoded before they can be searched."""
    head = body[:4096]
    return head.count(0) > 8 or b" " not in head or body.startswith(WIDE_MARKS)


def _folded(text: str) -> str:
    """Give a text as it is compared; a hyphen parts words as a space does."""
    return fold_name(text.translate(HYPHENS))
