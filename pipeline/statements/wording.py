"""Spell a sentence so that two spellings of the same words are equal."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache

_CJK = r"\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_SPELLING = str.maketrans(
    {
        **dict.fromkeys('“”„‟«»″〝〞「」『』"‘’‚‛‹›′´`ʼ', "'"),
        **dict.fromkeys("‐‑‒–—―−⸺⸻﹘﹣－─", "-"),
        **dict.fromkeys("•·▪◦●", "-"),
    }
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = re.compile(
    rf"\b(?P<d1>\d\d?)(?:st|nd|rd|th)? (?:of )?(?P<m1>{_MONTH})\.?,? (?P<y1>(?:19|20)\d\d)\b"
    rf"|\b(?P<m2>{_MONTH})\.? (?P<d2>\d\d?)(?:st|nd|rd|th)?,? (?P<y2>(?:19|20)\d\d)\b"
    r"|(?P<y3>(?:19|20)\d\d) ?年 ?(?P<m3>\d\d?) ?月 ?(?P<d3>\d\d?) ?[日號号]"
    r"|(?<![\d/-])(?P<y4>(?:19|20)\d\d)(?P<mark>[/-])(?P<m4>\d\d?)(?P=mark)(?P<d4>\d\d?)(?![\d/-])",
    re.IGNORECASE,
)
# Words for those who listen to a page, put into the middle of its sentences.
_SPOKEN = re.compile(
    r" ?\( ?(?:opens|link opens|will open) in an? new (?:window|tab|browser tab) ?\)"
    r"|(?<=\w) opens in an? new (?:window|tab)(?=[.,;]|$)"
    r"| ?\( ?(?:external link|link is external|external) ?\)"
    r"| ?\( ?在新(?:視窗|窗口|分頁|标签页|標籤頁)中?(?:開啟|打开|打開) ?\)"
    r"| ?\( ?外部(?:連結|链接) ?\)",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    rf" +(?=[.,;:!?)\]%{_CJK}])|(?<=[(\[{_CJK}]) +|(?<=-) +| +(?=-)|(?<=-)-+|(?<=')'+"
)
_QUERY = re.compile(r"(https?://[^\s?#]+)[?#]\S*")
_CLOSED = re.compile(r"[.!?;,。!?;…]'*\)?$")
_TOKENS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d[\d.,]*|%")
_IDEOGRAMS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
ASKING = ("?", "？", ":", "：")
ANSWER_WORDS = 3


def key(sentence: str) -> str:
    """Spell a sentence in the one way by which sentences are compared.

    Beside what ``respelled`` makes alike, the case of what ends without a full stop, a heading,
    does not count.
    """
    text = respelled(sentence)
    return text if _CLOSED.search(text) else text.casefold()


@lru_cache(maxsize=16_384)
def respelled(sentence: str) -> str:
    """Spell out of a sentence what is no matter of words, and keep its case.

    White space, the style of quotation marks and dashes, full-width forms, the notation of a full
    date (``6 July 2020``, ``2020-07-06``), queries of addresses, and remarks such as "(opens in a
    new window)" do not count.
    """
    text = " ".join(spelling(sentence).split())
    if "(" in text or "new " in text:
        text = _SPOKEN.sub("", text)
    if "://" in text:
        text = _QUERY.sub(r"\1", text)
    if "20" in text or "19" in text:
        text = _DATES.sub(_iso, text)
    return _LOOSE.sub("", text).strip(" -")


def _iso(match: re.Match[str]) -> str:
    for form in "1234":
        if match[f"y{form}"]:
            month = match[f"m{form}"].casefold()
            number = _MONTHS.get(month) or int(month)
            return f"{match[f'y{form}']}-{number:02}-{int(match[f'd{form}']):02}"
    raise AssertionError("each form of a date names its year")


def spelling(text: str) -> str:
    """Spell quotation marks, dashes and full-width forms in one way, and leave the rest."""
    if text.isascii():
        return text.replace('"', "'").replace("`", "'")
    return unicodedata.normalize("NFKC", text.translate(_SPELLING))


def units(sentences: Sequence[str], *, apart: Collection[str] = ()) -> list[str]:
    """List the sentences of a page, an answer of a few words together with its question.

    "No." says nothing by itself: under another question it would be another statement. Where both
    keys are among those that stand ``apart``, in another version, they stand apart here too.
    """
    found: list[str] = []
    at = 0
    while at < len(sentences):
        question = sentences[at]
        found.append(question)
        at += 1
        if question.endswith(ASKING) and _is_answer(sentences[at : at + 2]):
            if key(question) not in apart or key(sentences[at]) not in apart:
                found[-1] += " " + sentences[at]
                at += 1
    return found


def _is_answer(following: Sequence[str]) -> bool:
    """Tell whether what follows a question is one short answer, and not the first of a list."""
    if not following or following[0].endswith(ASKING) or not is_short(following[0]):
        return False
    return len(following) == 1 or following[1].endswith(ASKING) or not is_short(following[1])


def keys(sentences: Sequence[str]) -> list[str]:
    """Spell the sentences of a page, each answer with its question, for comparing."""
    return [key(unit) for unit in units(sentences)]


def is_short(sentence: str) -> bool:
    """Tell whether a sentence is no more than an answer: "No.", "Paused", "不會。"."""
    if not sentence or len(sentence) > 40:
        return False
    ideograms = len(_IDEOGRAMS.findall(sentence))
    return ideograms <= 4 and len(_TOKENS.findall(sentence)) <= ANSWER_WORDS


def tokens(spelled: str) -> list[str]:
    """List what two sentences can have in common: words, numbers, pairs of ideograms."""
    found: list[str] = []
    for word in _TOKENS.findall(spelled.casefold()):
        if _IDEOGRAMS.match(word):
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
        else:
            found.append(word)
    return found
