"""Find the borders of the sentence that a place of a text lies in."""

import re

_REACH = 400  # characters: no sentence of news is looked at further back
_BREAK = re.compile(r"[.!?][\"”’']?\s+(?=[A-Z\"“‘])|\n\s*\n")
_SHORT = re.compile(
    r"\b(?:[A-Za-z]|Mrs?|Ms|Dr|St|Inc|Corp|Co|Ltd|Gov|Sen|Rep|Gen|Col|Lt|Sgt|Jr|Sr|No|vs|Calif|Ill"
    r"|Mass|Pa|Fla|Ga|Va|Conn|Mich|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)$"
)


def sentence_start(text: str, place: int) -> int:
    """Return where the sentence of ``place`` begins, or a place far enough before it."""
    before = text[max(0, place - _REACH) : place + 1]  # with the capital of a sentence's start
    return place + 1 - len(clause_before(before))


def clause_before(before: str) -> str:
    """Return what stands in its last sentence of the text before a date."""
    for cut in reversed(list(_BREAK.finditer(before))):
        if before[cut.start()] != "." or not _SHORT.search(before, 0, cut.start()):
            return before[cut.end() :]
    return before


def clause_after(after: str) -> str:
    """Return the rest of the sentence that the text after a date begins with."""
    cut = _BREAK.search(after)
    return after[: cut.start()] if cut else after
