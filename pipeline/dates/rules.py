"""Give the grammar its parts: a rule, and the fragments that patterns are put together from."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.dates.meanings import Fixed, Meaning, Span
from pipeline.dates.periods import Period
from pipeline.dates.words import FULL_MONTHS, MONTHS, NUMBERS, TOLD_TURNS, WEEKDAYS

Reader = Callable[[re.Match[str]], Iterable[Span]]

# Start words that stand for tokens of one to three, of four, and of eight digits.
DIGITS, YEAR, STAMP = "#", "####", "########"


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to write a date: the lower-case words it starts with, its shape, its reader."""

    starts: frozenset[str]
    pattern: re.Pattern[str]
    read: Reader


def rule(starts: Iterable[str], pattern: str, read: Reader) -> Rule:
    """Compile a rule; patterns are verbose, ignore case, and name fragments as ``<month>``."""
    pattern = re.sub(r"(?<!\?P)<(\w+)>", lambda name: _FRAGMENTS[name[1]], pattern)
    return Rule(frozenset(starts), re.compile(pattern, re.IGNORECASE | re.VERBOSE), read)


def whole(match: re.Match[str], meaning: Meaning | None) -> list[Span]:
    """Return the whole match as one span, or nothing when it has no meaning.

    A group named ``from`` says where the expression begins after words that only lead to it.
    """
    if meaning is None:
        return []
    start = match.start("from") if "from" in match.re.groupindex else match.start()
    return [Span(start, match.end(), meaning)]


def fixed(found: Period | None) -> Fixed | None:
    """Return the meaning of a period that is known, or None for a day the calendar lacks."""
    return None if found is None else Fixed(found)


def is_told(match: re.Match[str]) -> bool:
    """Tell whether the ``turn`` of a match counts from the date told last: ``the next July``."""
    word = match["turn"].lower()
    the = match.string[max(0, match.start() - 4) : match.start()].lower() == "the "
    return word in TOLD_TURNS or (word == "next" and the)


def is_that(match: re.Match[str], *, verb: bool = False) -> bool:
    """Tell ``that summer`` and ``began that May`` from ``said that May`` and ``rules that fall``.

    With ``verb`` the word after it may be a verb: then ``that`` must begin a phrase.
    """
    before = match.string[max(0, match.start() - 20) : match.start()]
    if verb:
        return _PHRASE_BEGINS.search(before) is not None
    return _SAYING.search(before) is None


_PHRASE_BEGINS = re.compile(
    r"(?:^|[.,;:(\n–—]\s?|\b(?:and|but|or|in|by|since|until|till|from|early|late|later|of|during|before"
    r"|after|through|throughout)\s)$",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:sa(?:id|y|ys|ying|w)|sees?|th(?:ink|inks|ought)|kn(?:ow|ows|ew)|told\s\w+|show(?:s|ed|ing|n)?"
    r"|(?:announc|believ|not|hop|argu|estimat|acknowledg|conclud|assum|stat|declar|promis|indicat|agre)"
    r"(?:e|es|ed|ing)"
    r"|(?:report|expect|add|fear|claim|warn|predict|confirm|learn|suggest|hint|mean|insist|sign|find)"
    r"(?:s|ed|ing)?|found|meant|fact|news|so|sure|likely|evidence|is|was)\s$",
    re.IGNORECASE,
)


def month_number(word: str, *, sure: bool = False) -> int | None:
    """Return the month's number, or None for a word that only looks like one.

    ``may`` and ``march`` in lower case are verbs, a short form is a slip or a word, unless what
    stands beside them makes ``sure``.
    """
    lower = word.rstrip(".").lower()
    plain = word[0].islower() and not sure
    if plain and (lower in {"may", "march", "august"} or lower not in FULL_MONTHS):
        return None
    return MONTHS.get(lower)


def weekday_number(word: str | None) -> int | None:
    """Return Monday as 0, or None for no weekday."""
    return None if word is None else WEEKDAYS.get(word.rstrip(".").lower())


def year_number(word: str) -> int:
    """Return the year of ``1989`` or ``'89``; two digits stay below 100."""
    return int(word.lstrip("'’‘"))


def full_year(year: int, near: int = 2000) -> int:
    """Give a two-digit year the century that puts it nearest before 20 years after ``near``."""
    if year >= 100:
        return year
    return next(y for y in range(near + 20, near - 80, -1) if y % 100 == year)


def count(words: str) -> int | None:
    """Return the number that words or digits say, up to 999: ``two``, ``a``, ``twenty-five``."""
    if words.isdigit():
        return int(words)
    total = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word not in NUMBERS:
            return None
        total = max(total, 1) * 100 if word == "hundred" else total + NUMBERS[word]
    return total


_NUMBER_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
_FRAGMENTS = {
    "gap": r"[ \t\xa0]{0,3}(?:\r?\n)?[ \t\xa0]{1,4}|[ \t\xa0]{0,3}\r?\n",
    "month": r"(?P<month>january|february|march|april|june|july|august|september|october"
    r"|november|december|may(?:\.(?=[ ]\d))?"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?![a-z])\.?)"
    r"(?![a-z])",
    "weekday": r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:mon|tues?|weds?|thurs?|thu|fri|sat|sun)\b\.?)(?![a-z])",
    "day": r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\da-z%]|[.,/:]\d)",
    "bareday": r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\da-z%]|[.,/:]\d)",
    "year": r"(?P<year>[12]\d{3}|['’‘]\d\d)(?!\d|[.,]\d|%)",
    "number": rf"(?P<number>\d{{1,3}}|(?:{_NUMBER_WORDS})(?:[\s-](?:{_NUMBER_WORDS}))?)",
    "unit": r"(?P<unit>day|weekend|week|fortnight|month|quarter|year|decade|centur(?=y|ies))"
    r"(?:s|y|ies)?(?![a-z])",
    "night": r"(?:[ ](?:early|late))?"
    r"(?P<night>[ \n](?:night|morning|afternoon|evening)s?(?![a-z]))?",
}
_FRAGMENTS["gap"] = f"(?:{_FRAGMENTS['gap']})"
