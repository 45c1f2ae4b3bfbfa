"""Tell from the words around a date whether it lies behind or ahead.

No parse: the nearest verb before the date decides, or else the nearest one after it. That is how
news is written ("said Tuesday", "will meet Tuesday"), and it costs microseconds.
"""

import re
from functools import lru_cache

from pipeline.dates.clauses import clause_after, clause_before
from pipeline.dates.verbs import (
    AHEAD,
    BASE_FORMS,
    BEFORE_TO,
    BEHIND,
    FINITE,
    MODALS,
    NO_PLURALS,
    NOT_VERBS,
    NOUN_OR_FINITE,
    PAST_HELPERS,
    SAYING,
    TIMETABLE,
    TURNED_DOWN,
    UNTIL_THEN,
)

PAST, FUTURE = -1, 1

_CUES = AHEAD | TIMETABLE | FINITE | NOUN_OR_FINITE | BEHIND | {"to"}
_ENDINGS = frozenset({"ed", "ng", "ll", "'d"})
_REACH_BACK, _REACH_ON = 120, 90  # characters looked at on each side
_WORD = re.compile(r"[a-z]+(?:(?<=n)'t|'(?:ll|d|s|ve|re))?|;")
_AHEAD_OF = re.compile(
    r"(?:\bahead of|\buntil|\btill|\bno later than|\bas (?:early|soon) as|\bstarting(?: on| from)?"
    r"|\bbeginning(?: on)?|\beffective|\bdeadline is"
    r"|\b(?:is|are)(?: set| set for| closed| shut| open)?(?: on| from)?"
    r"|\b(?:is|are) forecast(?: on| for| from| between)?"
    r"|\b(?:put off|postponed|moved|delayed|pushed back|slipped) (?:to \w+day )?(?:to|from)"
    r"|\brescheduled for)(?: next)?\s$",
    re.IGNORECASE,
)
_MEETING_FOR = re.compile(
    r"\b(?:set|called|meetings?|hearings?|votes?|sessions?|trial|conference|date|deadline|strike"
    r"|elections?|talks|summit|referendum|launch|ceremony|rally|protest|funeral|services?|forecast"
    r"|planned|due|release)\b[^.;]{0,40}\bfor\s$"
)
_CLAUSE_BEGINS = re.compile(
    r"(?:\b(?:who|which|that|when|where|while|but|because),?|,\sand|[,;—])"
    r"\s(?:late |early )?(?:on|in)\s$"
)
# "plants that shut in January will reopen": the verb after the date is not of its clause.
_RELATIVE = re.compile(r"\b(?:that|which|who)\s([^,.;:]{2,40}\s)$")
_VERB_OR_FOR = re.compile(r"\b(?:for|\w+ed|begun|seen|held|shown|found|flown|sent|set) (?:on )?$")
# "the party's Friday", and no noun after it
_IS = re.compile(r"\w['’]s\s$")
_IS_THEN = re.compile(r"$|[.,;!?]|\s(?:at|in|and|or|on)\b")
_SINCE = re.compile(
    r"\b(?:since|last|past|earlier|(?:ended|ending)(?: on)?|dated|as recently as)\s(?:the )?$",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"['’]s (?:\w+ )?(?:meeting|vote|election|hearing|summit|game|match|session|deadline|debate"
    r"|poll|referendum|launch|release|auction|primary|trial|elections)\b"
)
_BEFORE_A_MEETING = re.compile(r"\b(?:for|before|at|of|to|in)\s$")


_HAD = re.compile(r"\bhad\b[^.;]{0,60}$")
_THEN_HAD = re.compile(r",?\s(?!which|that|who)[^.;,]{0,40}\bhad\s(?!to\b)")


def is_told_back(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence looks back from where its text is: ``it had left in October``."""
    if text[max(0, start - 3) : start].lower() == "by ":
        return False  # "by August they had reached the sea": forward
    if _HAD.search(text, max(0, start - 70), start):
        return True
    return _THEN_HAD.match(text, end, end + 60) is not None


def tense(text: str, start: int, end: int) -> int | None:
    """Return PAST, FUTURE or None for what the words around ``text[start:end]`` say."""
    return tense_and_trust(text, start, end)[0]


def tense_and_trust(text: str, start: int, end: int) -> tuple[int | None, bool]:
    """Return the tense, and whether the words before the date say so.

    What only comes after it may belong to another clause: "The bank whose default in October set
    off the slide will meet its lenders".
    """
    return _judge(text[max(0, start - _REACH_BACK) : start + 1], text[end : end + _REACH_ON])


@lru_cache(maxsize=1024)  # tables and lists repeat their surroundings, hostile texts even more
def _judge(before_and_first: str, after: str) -> tuple[int | None, bool]:
    before = clause_before(before_and_first)[:-1]
    after = clause_after(after)
    if _SINCE.search(before[-30:]):
        return PAST, True
    if _AHEAD_OF.search(before[-30:]) or _MEETING_FOR.search(before[-70:]):
        return FUTURE, True
    if _IS.search(before[-4:]) and _IS_THEN.match(after):
        return FUTURE, True
    if after[:2] in {"'s", "’s"}:
        return _of_possessive(before, after), True
    words = _words(after)
    if _CLAUSE_BEGINS.search(before[-20:]):
        found = _forwards(words[:5])
    elif after[:1] == " " and not _VERB_OR_FOR.search(before[-12:]):
        found = _forwards(words[:1])  # "the board on Tuesday voted"
        if found and (relative := _RELATIVE.search(before[-60:])):
            found = _backwards(_words(relative[1])) or found
    else:
        found = None
    found = found or _backwards(_words(before))
    return (found, True) if found else (_forwards(words), not before.strip())


def _words(clause: str) -> list[str]:
    # With a capital May is a month or a name, and helps no verb: "that May Wong left".
    words: list[str] = _WORD.findall(clause.replace("May ", "").lower().replace("’", "'"))
    return words


def _of_possessive(before: str, after: str) -> int | None:
    """Judge ``Friday's plunge`` and ``Tuesday's vote``: mostly they are over."""
    if _MEETING.match(after):
        if _BEFORE_A_MEETING.search(before[-8:]):
            return _backwards(_words(before)[-6:]) or FUTURE
        return _forwards(_words(after)[1:7])
    if before.endswith("before "):
        return _backwards(_words(before))
    return PAST


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
    if word.startswith("would") and SAYING.intersection(words[place + 1 : place + 3]):
        return PAST
    if word in AHEAD or word in TIMETABLE or word.endswith("'ll"):
        return FUTURE
    earlier = words[max(0, place - 4) : place]
    if word in BEHIND or (word.endswith("ed") and len(word) > 4 and word not in NOT_VERBS):
        return FUTURE if _is_helped_ahead(earlier) or earlier[-1:] == ["if"] else PAST
    if word in NOUN_OR_FINITE and not _follows_plural(words, place):
        return None
    if (word in FINITE or word in NOUN_OR_FINITE) and words[place + 1 : place + 2] != ["to"]:
        return _of_present(earlier)
    if word.endswith("'d"):
        return _of_contraction(words[place + 1 : place + 2])
    if word == "to" and _is_infinitive(words, place):
        return PAST if TURNED_DOWN.intersection(earlier) else FUTURE
    if word.endswith("ing") and earlier[-1:] and earlier[-1] in {"is", "are", "am"}:
        return None if word in UNTIL_THEN else FUTURE
    return None


def _follows_plural(words: list[str], place: int) -> bool:
    before = words[place - 1] if place else ""
    return len(before) > 3 and before.endswith("s") and before not in NO_PLURALS


def _of_contraction(following: list[str]) -> int | None:
    """Tell ``he'd bring`` from ``he'd left``."""
    if not following:
        return None
    word = following[0]
    return PAST if word in BEHIND or word.endswith(("ed", "en", "ne")) else FUTURE


def _of_present(earlier: list[str]) -> int:
    """Judge ``envoys meet``, a timetable's present, against ``did not meet``."""
    return PAST if not PAST_HELPERS.isdisjoint(earlier[-3:]) else FUTURE


def _is_infinitive(words: list[str], place: int) -> bool:
    """Tell ``to meet`` and ``is to brief`` from ``to officials``."""
    if place + 1 == len(words):
        return False
    return words[place + 1] in BASE_FORMS or words[max(0, place - 1)] in BEFORE_TO


def _is_helped_ahead(earlier: list[str]) -> bool:
    """Tell ``will be paid``, ``to be held`` and ``may have said`` from plain past forms."""
    if "have" in earlier or ("could" in earlier and "not" in earlier):
        return False
    if earlier[-1:] == ["be"]:
        return True
    return not MODALS.isdisjoint(earlier[-3:]) or ("to" in earlier and "be" in earlier)
