"""Read named parts of the calendar: ``Q3 2020``, ``last summer``, ``the 1990s``, ``Christmas``."""

import re

from pipeline.dates.festivals import FESTIVALS, festival_day
from pipeline.dates.meanings import Festival, Meaning, Part, Span, YearEarlier, YearTurn
from pipeline.dates.periods import a_year, part
from pipeline.dates.rules import (
    DIGITS,
    YEAR,
    Rule,
    fixed,
    full_year,
    is_that,
    is_told,
    month_number,
    rule,
    whole,
    year_number,
)
from pipeline.dates.words import CENTURIES, DECADES, ORDINALS, SEASONS, TOLD_TURNS, TURNS


def _decade(match: re.Match[str]) -> list[Span]:
    number = int(match["number"])
    unit = "century" if 1000 <= number < 1900 and number % 100 == 0 else "decade"  # "the 1700s"
    meaning = fixed(a_year(1900 + number if number < 100 else number, unit))
    if meaning is None:
        return []
    before = match.string[max(0, match.start() - 60) : match.start()]
    apostrophe = number < 100 and before[-1:] in {"'", "’", "‘"}
    if number < 100 and not apostrophe and (not _THE.search(before) or _WEATHER.search(before)):
        return []
    return [Span(match.start() - apostrophe, match.end(), meaning)]


_THE = re.compile(r"\b(?:the|early|mid|late)[ -]$", re.IGNORECASE)  # not "in her 80s"
_WEATHER = re.compile(r"temperature|degrees|highs|lows", re.IGNORECASE)


def _decade_in_words(match: re.Match[str]) -> list[Span]:
    """Read ``the nineties``; ``she is in her nineties`` is an age."""
    before = match.string[max(0, match.start() - 12) : match.start()].lower()
    if not re.search(r"\b(?:the|early|mid|late|nineteen)[ -]$", before):
        return []
    return whole(match, fixed(a_year(1900 + DECADES[match["word"].lower()], "decade")))


def _century(match: re.Match[str]) -> list[Span]:
    word = re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", match["number"].lower())
    number = int(word) if word.isdigit() else CENTURIES.get(word)
    if number is None or _BC.match(match.string, match.end()):
        return []
    return whole(match, fixed(a_year(max((number - 1) * 100, 1), "century")))


_BC = re.compile(r"\s?B\.?C")


def _fiscal(match: re.Match[str]) -> list[Span]:
    return whole(match, fixed(a_year(full_year(year_number(match["year"])))))


def _part(match: re.Match[str]) -> list[Span]:
    """Read quarters and halves in every order of number, unit and year."""
    groups = match.groupdict()
    unit = "half" if groups["unit"].lower().startswith("h") else "quarter"
    ordinal = groups["ordinal"].lower()
    number = int(ordinal) if ordinal.isdigit() else ORDINALS[ordinal]
    if unit == "half":
        number = 2 if ordinal in {"final", "latter"} else number
    if number > (2 if unit == "half" else 4):
        return []
    if groups.get("year"):
        return whole(match, fixed(part(unit, number, full_year(year_number(groups["year"])))))
    return whole(match, Part(unit, number, year_turn=_year_turn(match)))


def _year_turn(match: re.Match[str]) -> YearTurn | None:
    word = match.groupdict().get("year_turn")
    if not word:
        return None
    return YearTurn(TURNS.get(word.lower(), 0), told=word.lower() in TOLD_TURNS)


def _two_parts(match: re.Match[str]) -> list[Span]:
    """Read both of ``the third and fourth quarters of 1990``."""
    unit = match["unit"].lower()
    first, second = (ORDINALS[match[name].lower()] for name in ("one", "two"))
    if unit == "half" and max(first, second) > 2:
        return []
    spans = (match.start("one"), match.end("one")), (match.start("two"), match.end())
    meanings: list[Meaning | None]
    if match["year"]:
        year = full_year(year_number(match["year"]))
        meanings = [fixed(part(unit, number, year)) for number in (first, second)]
    else:
        turn = _year_turn(match)
        meanings = [Part(unit, number, year_turn=turn) for number in (first, second)]
    return [
        Span(*place, meaning) for place, meaning in zip(spans, meanings, strict=True) if meaning
    ]


def _elided(match: re.Match[str]) -> list[Span]:
    """Read ``down from 5% in the second`` after a quarter was named."""
    before = match.string[max(0, match.start() - 160) : match.start()]
    if not _QUARTER.search(before):
        return []
    return whole(match, Part("quarter", ORDINALS[match["ordinal"].lower()]))


_QUARTER = re.compile(r"\b(?:first|second|third|fourth)[ -]quarter\b", re.IGNORECASE)


def _quarter_named_by_its_end(match: re.Match[str]) -> list[Span]:
    """Read ``the June quarter``."""
    month = month_number(match["month"])
    return whole(match, Part("quarter", month // 3)) if month else []


def _quarter_of_year(match: re.Match[str]) -> list[Span]:
    """Read ``the 1988 quarter``: the quarter that the text speaks of, in that year."""
    return whole(match, YearEarlier("quarter", full_year(year_number(match["year"]))))


def _season(match: re.Match[str]) -> list[Span]:
    number = SEASONS[match["season"].lower()]
    groups = match.groupdict()
    if groups.get("year"):
        return whole(match, fixed(part("season", number, full_year(year_number(groups["year"])))))
    turn = groups.get("turn")
    if turn and turn.lower() == "that" and not is_that(match, verb=number in {1, 3}):
        return []
    return whole(
        match,
        Part(
            "season",
            number,
            turn=TURNS[turn.lower()] if turn else None,
            year_turn=_year_turn(match),
            told=turn is not None and is_told(match),
        ),
    )


def _festival(match: re.Match[str]) -> list[Span]:
    name = re.sub(r"\s+", " ", match["name"].lower().replace("’", "'"))
    if match["name"][0].islower():
        return []
    if match["year"]:
        return whole(match, fixed(festival_day(name, full_year(year_number(match["year"])))))
    if not match["turn"]:
        return whole(match, Festival(name))
    return whole(match, Festival(name, TURNS[match["turn"].lower()], told=is_told(match)))


_ORDINAL = r"(?P<ordinal>first|second|third|fourth|final|latter|1st|2nd|3rd|4th)"
_PART_UNIT = r"(?P<unit>quarter|half)(?![a-z])(?!-(?:century|hour|mile|inch|finals?))"
_PART_UNIT += (
    r"(?!<gap>(?:of<gap>(?:the<gap>)?(?:game|match|play|season)|goals?|lead|touchdown|deficit|comeback"
    r"|turnovers?|penalt(?:y|ies)|points|scoring)\b)"
)
_OF_YEAR = (
    r"(?:(?:,?<gap>|<gap>(?:of|in)<gap>(?:the<gap>)?)(?:fiscal<gap>(?:year<gap>)?)?<year>"
    r"|<gap>(?:of<gap>)?(?P<year_turn>this|last|next|that|the)<gap>(?:fiscal<gap>|current<gap>)?year"
    r"(?![a-z-]))?"
)
_TURN_YEAR = r"(?P<year_turn>this|last|next)<gap>year['’]s<gap>"
_BEFORE_A_SEASON = (
    *("in", "during", "by", "since", "until", "before", "after", "over", "through", "throughout"),
    *("from", "into", "come"),
)
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)(?![a-z])"
# The winter of 1941-42 is that of 1941.
_SEASON_YEAR = r"(?:<year>(?:[-–/]\d\d(?:\d\d)?(?!\d))?)"
_FESTIVAL = "|".join(
    re.escape(name).replace("'", "['’]").replace(r"\ ", r"[ \n]")
    for name in sorted(FESTIVALS, key=len, reverse=True)
)

RULES: tuple[Rule, ...] = (
    rule([DIGITS, YEAR], r"(?P<number>1[0-9]\d0|20\d0|[2-9]0)['’]?s(?![a-z])", _decade),
    rule(DECADES, r"(?P<word>[a-z]+)", _decade_in_words),
    rule(
        [DIGITS, *CENTURIES, "twenty"],
        r"(?P<number>(?:1\d|[4-9])th|1st|2nd|3rd|2(?:0th|1st)|[a-z]+(?:-first)?)"
        r"[ -]centur(?:y|ies)(?![a-z])",
        _century,
    ),
    rule(
        [DIGITS],
        r"(?P<number>1\dth|20th)(?=<gap>(?:and|or|to|through)<gap>(?:the<gap>)?(?:1\dth|20th|21st)"
        r"[ -]centur)",
        _century,
    ),
    rule(["fiscal", "fy"], r"(?:fiscal(?:<gap>year)?<gap>|fy[ -]?)<year>", _fiscal),
    rule(["fy", "fy1", "fy2"], r"fy(?P<year>(?:19|20)?\d\d)(?!\d)", _fiscal),
    # the third quarter / third-quarter / fiscal second quarter of 1990 / first half of this year
    rule(
        [*ORDINALS, DIGITS, "fiscal"],
        rf"(?:fiscal<gap>)?{_ORDINAL}(?:<gap>|-)(?:fiscal[ -])?{_PART_UNIT}(?:['’]s)?{_OF_YEAR}",
        _part,
    ),
    rule(
        ["in"],
        r"in<gap>(?P<from>the<gap>(?P<ordinal>first|second|third|fourth))(?=[.,;)]|<gap>(?:and|to)\b)",
        _elided,
    ),
    rule(
        ["first", "second", "third"],
        r"(?P<one>first|second|third)-?<gap>(?:and|or|to|through)<gap>(?:the<gap>)?"
        rf"(?P<two>second|third|fourth)(?:<gap>|-)(?P<unit>quarter|half)s?(?![a-z]){_OF_YEAR}",
        _two_parts,
    ),
    # 1990 first quarter / fiscal 1990's second quarter
    rule(
        [YEAR, "fiscal"],
        rf"(?:fiscal<gap>)?<year>(?:['’]s)?<gap>(?:fiscal<gap>)?{_ORDINAL}(?:<gap>|-){_PART_UNIT}",
        _part,
    ),
    rule(["last", "this", "next"], rf"{_TURN_YEAR}{_ORDINAL}(?:<gap>|-){_PART_UNIT}", _part),
    rule(
        ["march", "june", "sept", "september", "dec", "december"],
        r"(?P<month>march|june|sept(?:ember|\.)|dec(?:ember|\.))(?:<gap>|-)quarter(?![a-z])",
        _quarter_named_by_its_end,
    ),
    rule([YEAR], r"<year><gap>quarter(?![a-z])", _quarter_of_year),
    # Q3 2020 / H2 / 3Q20 / 2020-Q3
    rule(
        [f"{unit}{n}" for unit in "qh" for n in range(1, 5)],
        r"(?P<unit>q|h)(?P<ordinal>[1-4])"
        r"(?:(?:<gap>(?:of<gap>)?|[-/]|(?=['’]))(?P<year>(?:19|20)\d\d|['’‘]\d\d))?(?![\da-z])",
        _part,
    ),
    rule(
        [DIGITS],
        r"(?P<ordinal>[1-4])(?P<unit>q|h)(?:<gap>?(?P<year>(?:19|20)\d\d|['’‘]\d\d|\d\d))?"
        r"(?![\da-z])",
        _part,
    ),
    rule([YEAR], r"(?P<year>(?:19|20)\d\d)[ -]?(?P<unit>q|h)(?P<ordinal>[1-4])(?!\w)", _part),
    rule(SEASONS, rf"{_SEASON}(?:,?<gap>(?:of<gap>)?|-){_SEASON_YEAR}", _season),
    rule(
        _BEFORE_A_SEASON,
        rf"(?:{'|'.join(_BEFORE_A_SEASON)})<gap>"
        rf"(?P<from>(?:the<gap>)?(?:(?:early|late|mid)[ -])?"
        rf"{_SEASON}(?!<gap>(?:of<gap>)?['’]?\d)(?!<gap>of<gap>(?!(?:this|last|next|that)<gap>year|the<gap>(?:following|same|next|previous)<gap>year))(?!<gap>(?:in|training|line)\b)"
        r"(?:<gap>of<gap>(?:the<gap>)?(?P<year_turn>this|last|next|that|following|same|previous)"
        r"<gap>year)?)",
        _season,
    ),
    rule(
        ["for", "of"],
        rf"(?:for|of)<gap>(?P<from>the<gap>{_SEASON})(?!<gap>(?:of|in|training|line)\b|<gap>['’]?\d)",
        _season,
    ),
    rule(
        SEASONS,
        rf"{_SEASON}<gap>of<gap>(?:the<gap>)?(?P<year_turn>this|last|next|that|following|same|previous)"
        r"<gap>year(?![a-z])",
        _season,
    ),
    rule(
        TURNS,
        rf"(?P<turn>[a-z]+)<gap>{_SEASON}(?!<gap>of\b)",
        _season,
    ),
    rule(
        ["last", "this", "next"],
        rf"(?P<year_turn>last|this|next)<gap>year['’]s<gap>{_SEASON}",
        _season,
    ),
    rule(
        {re.split(r"[ '.]", name)[0] for name in FESTIVALS} | set(TURNS),
        rf"(?:(?P<turn>{'|'.join(TURNS)})<gap>)?(?P<name>{_FESTIVAL})(?![a-z])"
        r"(?:,?<gap>(?:of<gap>)?<year>)?",
        _festival,
    ),
)
