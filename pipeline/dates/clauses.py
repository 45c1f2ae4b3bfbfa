"""Find the borders of sentences, and of the one that a date lies in."""

import re

_LONGEST_SHORT = 8  # characters of "Calif" and more, so that a search stays short
_BREAK = re.compile(r"[.!?][\"”’']?\s+(?=[A-Z\"“‘])|\n\s*\n")
_SHORT = re.compile(
    r"(?<!['’])\b(?:[A-Za-z]|Mrs?|Ms|Dr|St|Inc|Corp|Co|Ltd|Gov|Sen|Rep|Gen|Col|Lt|Sgt|Jr|Sr|No|vs|Calif|Ill"
    r"|Mass|Pa|Fla|Ga|Va|Conn|Mich|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)$"
)


def sentence_starts(text: str) -> list[int]:
    """Return where the sentences of a text begin, in its order."""
    ends = (cut for cut in _BREAK.finditer(text) if not _is_short(text, cut.start()))
    return [0, *(cut.end() for cut in ends)]


def _is_short(text: str, stop: int) -> bool:
    """Tell the full stop of ``Oct.`` from that of a sentence."""
    return (
        text[stop] == "." and _SHORT.search(text, max(0, stop - _LONGEST_SHORT), stop) is not None
    )


def clause_before(before: str) -> str:
    """Return what stands in its last sentence of the text before a date."""
    for cut in reversed(list(_BREAK.finditer(before))):
        if not _is_short(before, cut.start()):
            return before[cut.end() :]
    return before


def clause_after(after: str) -> str:
    """Return the rest of the sentence that the text after a date begins with."""
    cut = _BREAK.search(after)
    return after[: cut.start()] if cut else after
