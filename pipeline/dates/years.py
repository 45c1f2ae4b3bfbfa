"""Tell a bare year from a count, a price or a name: ``in 1990`` against ``Windows 2000``."""

import re

from pipeline.dates.meanings import Fixed, Span
from pipeline.dates.periods import a_year, before_christ
from pipeline.dates.rules import DIGITS, YEAR, Rule, count, fixed, full_year, rule, whole
from pipeline.dates.verbs import MODALS
from pipeline.dates.words import COUNTED, MEASURES, NUMBERED, YEARLY, word_set

_BEFORE = re.compile(
    r"(?:(?:(?P<word>[A-Za-z]+)(?:['’]s)?(?P<gap>[ \n-]{1,2}|,[ \n]))|(?P<sign>[^\s(\[\"“'‘–—-]))\Z"
)
_OF_A_NUMBER = re.compile(r"(?:\d[ ]|\b(?:pp?|no|nos|vol|art|sec)\.[ ])$", re.IGNORECASE)
_AFTER = re.compile(r"[ \n-](?P<word>[A-Za-z]+)")
_IN = re.compile(r"\b(?:in|since|of|by|until|from|before|after|early|late|mid)[ -]$", re.IGNORECASE)
# A year follows these even when it is far from ours, or stands before a noun.
_TIME_WORDS = word_set(
    """in since until till before after during circa year early late mid through from between
    throughout pre post summer spring autumn fall winter election elections"""
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
    if (before and before["sign"]) or _OF_A_NUMBER.search(
        text, max(0, match.start() - 6), match.start()
    ):
        return []
    if not 1900 <= number < 2100 and not _lets_a_far_year_follow(word.lower(), number, match):
        return []
    line_begins = text[max(0, match.start() - 1) : match.start()] in {"", "\n"}
    alone = line_begins and text[match.end() : match.end() + 1] in {"", "\n"}
    if (
        word
        and not alone
        and not _lets_a_year_follow(
            word, text[max(0, match.start() - 2) : match.start()], following
        )
    ):
        return []
    period = a_year(number)
    return [*whole(match, Fixed(period)), *_end_of_range(match, number)] if period else []


def _end_of_range(match: re.Match[str], number: int) -> list[Span]:
    """Read the second year of ``1914-18``."""
    second = _SECOND.match(match.string, match.end())
    if second is None or int(second[1]) <= number % 100:
        return []
    period = a_year(number // 100 * 100 + int(second[1]))
    return [Span(second.start(1), second.end(), Fixed(period))] if period else []


_SECOND = re.compile(r"[-–/](\d\d)(?![\d%$]|[.,:]\d|[A-Za-z]|[-–/]\d)")


def _lets_a_far_year_follow(word: str, number: int, match: re.Match[str]) -> bool:
    """Ask more of a year that is not of our time: 1421 alone is rather a count."""
    if word in _TIME_WORDS:
        return True
    before = match.string[max(0, match.start() - 3) : match.start()]
    after = match.string[match.end() : match.end() + 5]
    if re.search(r"\d[-–]$", before) or re.match(r"[-–](?:1\d|\d\d(?!\d))", after):
        return True  # "1861-1865"
    if before.endswith("(") and after.startswith(")"):
        return True
    following = _AFTER.match(match.string, match.end())
    if following and _is_counted(following["word"].lower()):
        return False
    return 1400 <= number < 1900 and word in {"of", "by", "the", "and", "to"}


def _lets_a_year_follow(word: str, before: str, following: str) -> bool:
    lower = word.lower()
    if lower in _AMOUNT_WORDS and _is_counted(following):
        return False
    if lower in _TIME_WORDS or lower in _OTHER_WORDS or lower in MODALS:
        return True
    if before[:1] == ",":
        return True  # "in London, 1999"
    if lower in _NOT_OF_TIME and following and following not in YEARLY:
        return False
    return word[0].islower() and lower not in NUMBERED and not _is_counted(following)


def _is_counted(following: str) -> bool:
    """Tell ``2000 sites`` from ``1990 sales`` and ``1990 was``."""
    return following.endswith("s") and following not in YEARLY and following not in _SMALL_WORDS


# After these a number before a noun is rather a measure: "at 2000 metre depth".
_NOT_OF_TIME = word_set(
    "at under against despite without into on upon per via like among along only nearly almost"
)
_AMOUNT_WORDS = word_set("a about around approximately over than as")
_SMALL_WORDS = word_set("as is was has its his this")


# "the '88 election", "in '87 and '88"; after other words the apostrophe may open a quotation.
_AND_SHORT = re.compile(r"(?:\bthe|\d\d,?[ ](?:and|or|to|through)|\d\d,)[ ]$", re.IGNORECASE)


def _short_year(match: re.Match[str]) -> list[Span]:
    """Read ``in '95``; the apostrophe stands before the match."""
    text, start = match.string, match.start() - 1
    lead = max(0, start - 12)
    if start < 1 or text[start] not in "'’‘":
        return []
    if not (_IN.search(text, lead, start) or _AND_SHORT.search(text, lead, start)):
        return []
    period = a_year(full_year(int(match[0])))
    return [Span(start, match.end(), Fixed(period))] if period else []


def _era(match: re.Match[str]) -> list[Span]:
    """Read ``AD 70`` and ``1066 CE``."""
    return whole(match, fixed(a_year(int(match["number"]))))


def _before_christ(match: re.Match[str]) -> list[Span]:
    return whole(match, Fixed(before_christ(int(match["number"]))))


def _spoken(match: re.Match[str]) -> list[Span]:
    """Read ``nineteen eighty-four`` and ``twenty twelve``, as broadcasts are written down."""
    rest = count(match["rest"].replace("oh", "").strip(" -"))
    if rest is None or not 1 <= rest < 100:
        return []
    return whole(match, fixed(a_year(_SPOKEN[match["century"].lower()] + rest)))


_SPOKEN = {"seventeen": 1700, "eighteen": 1800, "nineteen": 1900, "twenty": 2000}
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"

RULES: tuple[Rule, ...] = (
    rule([YEAR], r"(?P<number>1[0-9]\d\d|20\d\d)(?![\d%$]|[.,:]\d|[A-Za-z]|/\d|-\d\d?-\d)", _year),
    rule(
        [DIGITS, YEAR],
        r"(?P<number>[1-9]\d{0,3})<gap>(?-i:B\.?C\.?(?:E\.?)?)(?![A-Za-z])",
        _before_christ,
    ),
    rule(
        [DIGITS, YEAR],
        r"(?P<number>[1-9]\d{0,3})<gap>(?-i:A\.?D\.?|C\.?E\.?)(?![A-Za-z])",
        _era,
    ),
    rule(["ad", "a"], r"(?-i:AD|A\.D\.)<gap>(?P<number>[1-9]\d{0,3})(?![\d%]|[.,]\d)", _era),
    rule(
        ["eighteen", "nineteen"],
        rf"(?P<century>eighteen|nineteen)<gap>(?P<rest>(?:{_TENS})(?:[ -](?:{_ONES}))?|{_TEENS}"
        rf"|oh[ -](?:{_ONES}))(?![a-z-]|<gap>(?:people|percent|years?|of)\b)",
        _spoken,
    ),
    rule(
        ["in", "since", "by"],
        rf"(?:in|since|by)<gap>(?P<from>(?P<century>twenty)<gap>(?P<rest>{_TEENS}|twenty-(?:{_ONES})))"
        r"(?![a-z-]|<gap>(?:minutes?|years?|days?|months?|weeks?|people|percent)\b)",
        _spoken,
    ),
    rule([DIGITS], r"\d\d(?![\w'’.,:/%-])|\d\d(?=[.,](?:\s|$))", _short_year),
)
