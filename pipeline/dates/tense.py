"""Tell from the words around a date whether it lies behind or ahead.

No parse: the nearest verb before the date decides, or else the nearest one after it. That is how
news is written ("said Tuesday", "will meet Tuesday"), and it costs microseconds.
"""

import re
from functools import lru_cache

from pipeline.dates.verbs import (
    AHEAD,
    BASE_FORMS,
    BEHIND,
    MODALS,
    NOT_VERBS,
    TIMETABLE,
    TURNED_DOWN,
    UNTIL_THEN,
)

PAST, FUTURE = -1, 1

_CUES = AHEAD | TIMETABLE | BEHIND | {"to"}
_ENDINGS = frozenset({"ed", "ng", "ll"})
_REACH_BACK, _REACH_ON = 120, 90  # characters looked at on each side
_WORD = re.compile(r"[a-z]+(?:['’](?:ll|d|s|ve|re))?|;")
_BREAK = re.compile(r"[.!?][\"”’']?\s+(?=[A-Z\"“‘])|\n\s*\n")
_SHORT = re.compile(
    r"\b(?:[A-Za-z]|Mrs?|Ms|Dr|St|Inc|Corp|Co|Ltd|Gov|Sen|Rep|Gen|Col|Lt|Sgt|Jr|Sr|No|vs|Calif|Ill"
    r"|Mass|Pa|Fla|Ga|Va|Conn|Mich|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)$"
)
_AHEAD_OF = re.compile(
    r"(?:\bahead of|\buntil|\btill|\bno later than|\bas (?:early|soon) as|\bstarting(?: on| from)?"
    r"|\bbeginning(?: on)?|\beffective|\bdeadline is|\b(?:is|are|is set for)(?: on)?)(?: next)?\s$",
    re.IGNORECASE,
)
_MEETING_FOR = re.compile(
    r"\b(?:set|called|meetings?|hearings?|votes?|sessions?|trial|conference|date|deadline|strike"
    r"|elections?|talks|summit|referendum|launch|ceremony|rally|protest)\b[^.;]{0,40}\bfor\s$"
)
_CLAUSE_BEGINS = re.compile(
    r"(?:\b(?:who|which|that|when|where|while|but|because),?|[,;—])\s(?:late |early )?(?:on|in)\s$"
)
_SINCE = re.compile(
    r"\b(?:since|last|past|earlier|(?:ended|ending)(?: on)?|dated|as recently as)\s(?:the )?$",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"['’]s (?:\w+ )?(?:meeting|vote|election|hearing|summit|game|match|session|deadline|debate"
    r"|poll|referendum|launch|release|auction|primary|trial|elections)\b"
)
_BEFORE_A_MEETING = re.compile(r"\b(?:for|before|at|of|to|in)\s$")


def tense(text: str, start: int, end: int) -> int | None:
    """Return PAST, FUTURE or None for what the words around ``text[start:end]`` say."""
    return _judge(text[max(0, start - _REACH_BACK) : start + 1], text[end : end + _REACH_ON])


@lru_cache(maxsize=1024)  # tables and lists repeat their surroundings, hostile texts even more
def _judge(before_and_first: str, after: str) -> int | None:
    before = _clause_before(before_and_first)[:-1]
    after = _clause_after(after)
    if _SINCE.search(before[-30:]):
        return PAST
    if _AHEAD_OF.search(before[-30:]):
        return FUTURE
    if _MEETING_FOR.search(before[-70:]):
        return FUTURE
    if after[:2] in {"'s", "’s"}:
        return _of_possessive(before, after)
    words = _words(after)
    if _CLAUSE_BEGINS.search(before[-20:]):
        found = _forwards(words[:5])
    elif after[:1] == " " and not before.endswith("for "):
        found = _forwards(words[:1])  # "the board on Tuesday voted"
    else:
        found = None
    return found or _backwards(_words(before)) or _forwards(words)


def _words(clause: str) -> list[str]:
    words: list[str] = _WORD.findall(clause.lower())
    return words


def _of_possessive(before: str, after: str) -> int | None:
    """Judge ``Friday's plunge`` and ``Tuesday's vote``: mostly they are over."""
    if _MEETING.match(after):
        if _BEFORE_A_MEETING.search(before[-8:]):
            return _backwards(_words(before)[-6:]) or FUTURE
        return _forwards(_words(after)[1:7])
    return PAST


def _clause_before(before: str) -> str:
    """Return what stands before the date in its own sentence, and the date's first letter."""
    for cut in reversed(list(_BREAK.finditer(before))):
        if before[cut.start()] != "." or not _SHORT.search(before, 0, cut.start()):
            return before[cut.end() :]
    return before


def _clause_after(after: str) -> str:
    cut = _BREAK.search(after)
    return after[: cut.start()] if cut else after


def _backwards(words: list[str]) -> int | None:
    for place in range(len(words) - 1, -1, -1):
        if words[place] == ";":
            return None
        if (words[place] in _CUES or words[place][-2:] in _ENDINGS) and (
            found := _sense(words, place)
        ) is not None:
            return found
    return None


def _forwards(words: list[str]) -> int | None:
    for place in range(min(len(words), 14)):
        if (words[place] in _CUES or words[place][-2:] in _ENDINGS) and (
            found := _sense(words, place)
        ) is not None:
            return found
    return None


def _sense(words: list[str], place: int) -> int | None:
    """Return which way one word points, its helpers before it included."""
    word = words[place]
    if word in AHEAD or word in TIMETABLE or word.endswith(("'ll", "’ll")):
        return FUTURE
    earlier = words[max(0, place - 4) : place]
    if word in BEHIND or (word.endswith("ed") and len(word) > 4 and word not in NOT_VERBS):
        return FUTURE if _is_helped_ahead(earlier) else PAST
    if word == "to" and _is_infinitive(words, place):
        return PAST if TURNED_DOWN.intersection(earlier) else FUTURE
    if word.endswith("ing") and earlier[-1:] and earlier[-1] in {"is", "are", "am"}:
        return None if word in UNTIL_THEN else FUTURE
    return None


def _is_infinitive(words: list[str], place: int) -> bool:
    """Tell ``to meet`` and ``is to brief`` from ``to officials``."""
    if place + 1 == len(words):
        return False
    return words[place + 1] in BASE_FORMS or words[max(0, place - 1)] in {
        "is",
        "are",
        "was",
        "were",
    }


def _is_helped_ahead(earlier: list[str]) -> bool:
    """Tell ``will be paid``, ``to be held`` and ``may have said`` from plain past forms."""
    if "have" in earlier:
        return False
    return not MODALS.isdisjoint(earlier[-3:]) or ("to" in earlier and "be" in earlier)
