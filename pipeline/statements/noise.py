"""Tell the furniture of a page from what the company says, by its words alone."""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.parse.written import written_dates
from pipeline.statements import noise_words
from pipeline.statements.wording import key

LONGEST_NOISE = 320  # characters; the longest notices on cookies stay below
MOST_FOREIGN = 3  # words of a date in another language, "3 de marzo de 2021"
_CJK = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+")
_CODE = re.compile(r"\b(?=[a-z]{0,40}\d)[0-9a-z]{1,64}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4,12}){2,4}\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGIT = re.compile(r"\d")
_RELATIVE = re.compile(r"\b(?:ago|just now|today|yesterday)\b|刚刚|剛剛|昨天|今天")
_COPYRIGHT = re.compile(
    r"^(?:©|\(c\)|copyright\b|版权所有|版權所有).{0,40}?\b(?:19|20)\d\d|版[权權]所有.{0,20}©"
)
_OWNER_WORDS = frozenset(
    [
        "copyright",
        "c",
        "all",
        "rights",
        "reserved",
        "and",
        "or",
        "of",
        "the",
        "its",
        "affiliates",
        "subsidiaries",
        "by",
        "inc",
        "ltd",
        "llc",
        "corp",
        "co",
        "limited",
        "corporation",
        "plc",
        "gmbh",
        "pty",
        "company",
    ]
)
_TRAIL = re.compile(
    r"^(?:home|you are here:?|首[页頁]|主[页頁]|help cent(?:er|re)) ?[>›»→/|](?!.*[.!?。]$)"
)


@dataclass(frozen=True, slots=True)
class _Family:
    must: re.Pattern[str]
    words: frozenset[str]
    ideograms: re.Pattern[str] | None
    numbered: bool


def _family(must: str, listed: str, *, numbered: bool) -> _Family:
    words = listed.split()
    ideograms = sorted((word for word in words if _CJK.search(word)), key=len, reverse=True)
    return _Family(
        re.compile(must),
        frozenset(part for word in words for part in _WORD.findall(word)),
        re.compile("|".join(map(re.escape, ideograms))) if ideograms else None,
        numbered,
    )


def _lines(listed: str) -> frozenset[str]:
    return frozenset(" ".join(line.split()) for line in listed.replace("\n", " ").split("|"))


_FAMILIES = tuple(
    _family(*family, numbered=family in noise_words.NUMBERED) for family in noise_words.FAMILIES
)
_KNOWN = frozenset[str]().union(*(family.words for family in _FAMILIES))
_LINES = _lines(noise_words.LINES)
_RELATED = _lines(noise_words.RELATED)


@lru_cache(maxsize=16_384)
def is_noise(sentence: str) -> bool:
    """Tell whether a sentence is surely furniture, such as "Last updated: 3 March 2021".

    A counter, a notice on cookies and the like is known by a word that it must have, and by having
    no word besides those that such lines are made of: what adds anything else is a statement.
    """
    if len(sentence) > LONGEST_NOISE:
        return False
    text = key(sentence).casefold()
    bare = text.strip(" .!:>|-…")
    if bare in _LINES or not any(letter.isalnum() for letter in bare):
        return True
    if _TRAIL.match(text) or _is_copyright(sentence, text):
        return True
    words = frozenset(_WORD.findall(_without_codes(text)))
    if not words and _CJK.search(text) is None:
        return text.startswith("1 2 3")  # the pages of a list; all other numbers may be figures
    if len(words - _KNOWN) > MOST_FOREIGN:
        return False
    return any(_is_made_of(text, words, family) for family in _FAMILIES)


def heads_related(line: str) -> bool:
    """Tell whether a line is the heading of links to other articles."""
    return len(line) < 60 and line.casefold().strip(" .:-–—•*#>»") in _RELATED


def is_date_alone(line: str) -> bool:
    """Tell whether a line holds a date, perhaps a weekday and a time, and nothing else."""
    if len(line) > 60 or not any(letter.isdigit() for letter in line):
        return False
    text = key(line).casefold()
    parts = re.findall(r"\w+", text)  # a year alone is a heading
    return len(parts) > 1 and _YEAR.search(text) is not None and _has_only(text, _DATES_ALONE)


_DATES_ALONE = _family("", noise_words.DATE_WORDS, numbered=True)


def _is_made_of(text: str, words: frozenset[str], family: _Family) -> bool:
    if not words <= family.words and (
        not family.numbered or len(words - family.words) > MOST_FOREIGN
    ):
        return False
    if family.must.search(text) is None:
        return False
    if family.numbered and not (_DIGIT.search(text) or _RELATIVE.search(text)):
        return False
    if _has_only(text, family):
        return True
    if not family.numbered or _DIGIT.search(text) is None:
        return False
    for date in written_dates(text):  # in other languages too
        text = text.replace(date.raw, " ")
    return _has_only(text, family)


def _has_only(text: str, family: _Family) -> bool:
    left = _without_codes(text)
    if _CJK.search(left):
        if family.ideograms is None:
            return False
        left = family.ideograms.sub(" ", left)
    return _CJK.search(left) is None and family.words.issuperset(_WORD.findall(left))


def _without_codes(text: str) -> str:
    return _CODE.sub(" ", text) if _DIGIT.search(text) else text


def _is_copyright(sentence: str, text: str) -> bool:
    """Tell a notice with its year: beside its own words it has only names, in capitals."""
    if "20" not in text and "19" not in text:
        return False
    if _COPYRIGHT.search(text) is None or len(_CJK.findall(text)) > 20:
        return False
    others = [word for word in _WORD.findall(sentence) if word.casefold() not in _OWNER_WORDS]
    return len(others) <= 8 and not any(map(str.islower, others))
