"""Show what changed between two wordings of one sentence, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from pipeline.statements.wording import spelling

Kind = Literal["kept", "gone", "new"]
MOST_COMPARED = 500_000  # pairs of words; no two sentences of a page come near
_HAN = r"\u3040-\u30ff\u3400-\u9fff"
_WORDS = re.compile(rf"(?:[{_HAN}]|(?:[^\W{_HAN}]|['’.,-](?=\w)(?<=\w.))+|\S)\s*|\s+")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a sentence that was ``kept``, is ``gone``, or is ``new``."""

    kind: Kind
    text: str


def word_diff(before: str, after: str) -> tuple[Segment, ...]:
    """Part two wordings of a sentence into what was kept, what is gone and what is new.

    What was kept and what is new make up ``after``, to the letter; what was kept and what is gone
    make up ``before`` but for blanks and the style of quotation marks. Chinese is compared
    character by character.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces = [piece for piece in _pieces(old, new) if piece.text]
    return tuple(
        Segment(kind, "".join(piece.text for piece in group))
        for kind, group in groupby(_in_order(pieces), key=lambda piece: piece.kind)
    )


def readable(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Move the blanks at the end of a change behind it, so that a mark encloses words only."""
    found: list[Segment] = []
    for at, segment in enumerate(segments):
        words = segment.text.rstrip()
        blank = segment.text[len(words) :]
        following = segments[at + 1].kind if at + 1 < len(segments) else None
        if segment.kind == "kept" or not blank or not words:
            found.append(segment)
            continue
        found.append(Segment(segment.kind, words))
        if segment.kind == "new" or following == "kept":
            found.append(Segment("kept", blank))
    return tuple(found)


def plain_diff(segments: Sequence[Segment]) -> str:
    """Write a difference in plain text: ``[-gone-]{+new+}``."""
    marks = {"kept": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
    return "".join(
        f"{marks[one.kind][0]}{one.text}{marks[one.kind][1]}" for one in readable(segments)
    )


def _pieces(old: list[str], new: list[str]) -> Iterator[Segment]:
    first, second = _compared(old), _compared(new)
    head = 0
    while head < min(len(old), len(new)) and first[head] == second[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and first[-1 - tail] == second[-1 - tail]:
        tail += 1
    ends = len(old) - tail, len(new) - tail
    yield Segment("kept", "".join(new[:head]))
    if (ends[0] - head) * (ends[1] - head) > MOST_COMPARED:
        yield Segment("gone", "".join(old[head : ends[0]]))
        yield Segment("new", "".join(new[head : ends[1]]))
    else:
        matcher = SequenceMatcher(
            None, first[head : ends[0]], second[head : ends[1]], autojunk=False
        )
        codes = matcher.get_opcodes()
        for at, (code, i, j, k, m) in enumerate(codes):
            came = "".join(new[head + k : head + m])
            between = 0 < at < len(codes) - 1
            if code == "equal" and not (between and _is_slight(new[head + k : head + m])):
                yield Segment("kept", came)
            else:
                yield Segment("gone", "".join(old[head + i : head + j]))
                yield Segment("new", came)
    yield Segment("kept", "".join(new[ends[1] :]))


def _compared(words: list[str]) -> list[str]:
    return [spelling(word.strip()) for word in words]


def _is_slight(words: list[str]) -> bool:
    """Tell whether what two changes have between them is too little to read them apart."""
    text = "".join(words).strip()
    return len(words) == 1 and (len(text) <= 2 or not text.isalnum()) and text.isascii()


def _in_order(pieces: list[Segment]) -> Iterator[Segment]:
    """Put what is gone before what is new in each stretch of changes."""
    for kept, group in groupby(pieces, key=lambda piece: piece.kind == "kept"):
        stretch = list(group)
        if kept:
            yield from stretch
        else:
            yield from (piece for piece in stretch if piece.kind == "gone")
            yield from (piece for piece in stretch if piece.kind == "new")
