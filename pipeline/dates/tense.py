"""Tell from the words around a date whether it lies behind or ahead.

No parse: the nearest verb before the date decides, or else the nearest one after it. That is how
news is written ("said Tuesday", "will meet Tuesday"), and it costs microseconds.
"""

import re

from pipeline.dates.words import word_set

PAST, FUTURE = -1, 1

_REACH = 140  # characters looked at on each side
_WORD = re.compile(r"[A-Za-z]+(?:['’](?:ll|d|s|ve|re))?|[;\n]")
_BREAK = re.compile(r"[.!?][\"”’']?\s+(?=[A-Z\"“‘])|\n\s*\n")
_SHORT = re.compile(r"\b(?:[A-Z]|[A-Z][a-z]{1,3}|Sept|Corp|Gov)$")

_AHEAD = word_set(
    """will shall 'll upcoming scheduled plans plan planning expects expect expected due slated
    intends intend hopes hope hoping would payable must should can may could might effective
    tentatively set poised anticipated going aims aim let let's"""
)
_AHEAD_NOW = word_set(  # the present tense of timetables: "the court meets Tuesday"
    """begins starts opens meets ends expires airs arrives resumes faces votes leaves closes
    launches convenes holds matures returns runs becomes"""
)
_BEHIND = word_set(
    """said told was were had did has have went came made took gave got found left met held began
    fell rose wrote won lost sent spoke saw ran paid sold bought kept felt led stood brought thought
    became broke chose drew drove fought flew grew hit heard knew laid meant read rode sought shot
    shut slid shook sank spent spread struck taught threw understood withdrew cut put quit built
    caught dealt drank ate forgot forgave froze hung hurt lent lit rang swept swore tore woke wore
    ended"""
)
_NOT_VERBS = word_set(
    "united limited hundred need indeed bed red feed speed seed based used unprecedented"
)
_NOT_INFINITIVE = word_set(
    """the a an his her its their our my this that these those about as at more less only nearly
    almost some all any each both be"""
)
_TURNED_DOWN = word_set(
    "refused failed began started had tried used continued managed helped declined"
)


def tense(text: str, start: int, end: int) -> int | None:
    """Return PAST, FUTURE or None for what the words around ``text[start:end]`` say."""
    before = _clause_before(text[max(0, start - _REACH) : start])
    found = _backwards(_WORD.findall(before.lower()))
    if found is not None:
        return found
    after = text[end : end + _REACH]
    cut = _BREAK.search(after)
    return _forwards(_WORD.findall((after[: cut.start()] if cut else after).lower()))


def _clause_before(before: str) -> str:
    """Return what stands before the date in its own sentence."""
    for cut in reversed(list(_BREAK.finditer(before))):
        if before[cut.start()] != "." or not _SHORT.search(before, 0, cut.start()):
            return before[cut.end() :]
    return before


def _backwards(words: list[str]) -> int | None:
    for place in range(len(words) - 1, -1, -1):
        if words[place] == ";":
            return None
        found = _sense(words, place)
        if found is not None:
            return found
    return None


def _forwards(words: list[str]) -> int | None:
    for place in range(min(len(words), 14)):
        found = _sense(words, place)
        if found is not None:
            return found
    return None


def _sense(words: list[str], place: int) -> int | None:
    """Return which way one word points, its helpers before it included."""
    word = words[place]
    if word in _AHEAD or word in _AHEAD_NOW or word.endswith("'ll"):
        return FUTURE
    earlier = words[max(0, place - 4) : place]
    if word in _BEHIND or (word.endswith("ed") and len(word) > 4 and word not in _NOT_VERBS):
        if any(w in _AHEAD for w in earlier) or ("to" in earlier and "be" in earlier):
            return FUTURE
        return PAST
    if word == "to" and place + 1 < len(words) and words[place + 1] not in _NOT_INFINITIVE:
        return PAST if _TURNED_DOWN.intersection(earlier) else FUTURE
    if word.endswith("ing") and earlier[-1:] and earlier[-1] in {"is", "are", "am"}:
        return FUTURE
    return None
