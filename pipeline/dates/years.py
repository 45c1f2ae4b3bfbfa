"""Tell a bare year from a count, a price or a name: ``in 1990`` against ``Windows 2000``."""

import re

from pipeline.dates.meanings import Fixed, Span
from pipeline.dates.periods import a_year
from pipeline.dates.rules import DIGITS, YEAR, Rule, full_year, rule, whole
from pipeline.dates.words import COUNTED, MEASURES, NUMBERED, word_set

_BEFORE = re.compile(
    r"(?:(?P<word>[A-Za-z]+)(?:['’]s)?(?P<gap>[ \n-]{1,2}|,[ \n]))$|(?P<sign>[^\s(\[\"“'‘–—-])$"
)
_AFTER = re.compile(r"[ \n-](?P<word>[A-Za-z]+)")
_IN = re.compile(r"\b(?:in|since|of|by|until|from|before|after|early|late|mid)[ -]$", re.IGNORECASE)
# A year follows these even when it is far from ours, or stands before a noun.
_TIME_WORDS = word_set(
    """in since until till before after during circa year early late mid through from between
    throughout summer spring autumn fall winter election elections"""
)
_OTHER_WORDS = word_set(
    """of by to and or the a an this that his her its their our for with than as season
    fiscal calendar about around approximately over but end beginning start was is late due"""
)


def _year(match: re.Match[str]) -> list[Span]:
    text, number = match.string, int(match["number"])
    before = _BEFORE.search(text, max(0, match.start() - 24), match.start())
    after = _AFTER.match(text, match.end())
    following = after["word"].lower() if after else ""
    word = before["word"] if before and before["word"] else ""
    if following in MEASURES or (following in COUNTED and word.lower() not in _TIME_WORDS):
        return []
    if before and before["sign"]:
        return []
    if not 1900 <= number < 2100 and not _lets_a_far_year_follow(word.lower(), number, match):
        return []
    if word and not _lets_a_year_follow(
        word, text[max(0, match.start() - 2) : match.start()], following
    ):
        return []
    period = a_year(number)
    return whole(match, Fixed(period)) if period else []


def _lets_a_far_year_follow(word: str, number: int, match: re.Match[str]) -> bool:
    """Ask more of a year that is not of our time: 1421 alone is rather a count."""
    if word in _TIME_WORDS:
        return True
    before = match.string[max(0, match.start() - 3) : match.start()]
    after = match.string[match.end() : match.end() + 5]
    if re.search(r"\d[-–]$", before) or re.match(r"[-–]1\d", after):
        return True  # "1861-1865"
    return 1700 <= number < 1900 and word in {"of", "by", "the", "and", "to"}


def _lets_a_year_follow(word: str, before: str, following: str) -> bool:
    lower = word.lower()
    if lower in _TIME_WORDS or lower in _OTHER_WORDS:
        return True
    if before[:1] == ",":
        return True  # "in London, 1999"
    return word[0].islower() and lower not in NUMBERED and not following


def _short_year(match: re.Match[str]) -> list[Span]:
    """Read ``in '95``; the apostrophe stands before the match."""
    text, start = match.string, match.start() - 1
    if start < 1 or text[start] not in "'’‘" or not _IN.search(text, max(0, start - 12), start):
        return []
    period = a_year(full_year(int(match[0])))
    return [Span(start, match.end(), Fixed(period))] if period else []


RULES: tuple[Rule, ...] = (
    rule([YEAR], r"(?P<number>1[0-9]\d\d|20\d\d)(?![\d%$]|[.,:]\d|[A-Za-z]|/\d|-\d\d?-\d)", _year),
    rule([DIGITS], r"\d\d(?![\w'’.,:/%-])|\d\d(?=[.,][ ])", _short_year),
)
