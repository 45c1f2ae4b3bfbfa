"""Read dates that name a day, month, year or part of one: ``July 6, 2020``, ``3Q 1989``."""

import re

from pipeline.dates.festivals import FESTIVALS, festival_day
from pipeline.dates.meanings import Festival, Fixed, MonthDay, Numeric, Part, Span, Weekday
from pipeline.dates.periods import Period, a_day, a_year, part
from pipeline.dates.rules import (
    DIGITS,
    Rule,
    full_year,
    month_number,
    rule,
    weekday_number,
    whole,
    year_number,
)
from pipeline.dates.words import CENTURIES, DECADES, MONTHS, ORDINALS, SEASONS, TURNS, WEEKDAYS


def _fixed(period: Period | None) -> Fixed | None:
    return None if period is None else Fixed(period)


def _full(match: re.Match[str]) -> list[Span]:
    month = month_number(match["month"])
    if month is None:
        return []
    year = full_year(year_number(match["year"]))
    return whole(match, _fixed(a_day(year, month, int(match["day"]))))


def _day_of_month(match: re.Match[str]) -> list[Span]:
    month = month_number(match["month"])
    if month is None or a_day(2000, month, int(match["day"])) is None:
        return []
    weekday = weekday_number(match.groupdict().get("weekday"))
    return whole(match, MonthDay(month, int(match["day"]), weekday))


def _days_of_month(match: re.Match[str]) -> list[Span]:
    """Read ``July 6, 8 and 9, 2020``: one span a day, each with the year if there is one."""
    month = month_number(match["month"])
    if month is None:
        return []
    days = list(re.finditer(r"\d+(?:st|nd|rd|th)?", match["days"]))
    year = full_year(year_number(match["year"])) if match["year"] else None
    spans = []
    for number, found in enumerate(days):
        start, end = (found.start() + match.start("days"), found.end() + match.start("days"))
        if match.start("month") < match.start("days") and number == 0:
            start = match.start()
        if number == len(days) - 1:
            end = match.end()
        day = int(re.sub(r"\D", "", found[0]))
        if year is None:
            if a_day(2000, month, day):
                spans.append(Span(start, end, MonthDay(month, day)))
        elif fixed := _fixed(a_day(year, month, day)):
            spans.append(Span(start, end, fixed))
    return spans


def _month_and_year(match: re.Match[str]) -> list[Span]:
    month = month_number(match["month"])
    if month is None:
        return []
    return whole(match, _fixed(part("month", month, full_year(year_number(match["year"])))))


def _bare_month(match: re.Match[str]) -> list[Span]:
    word = match["month"]
    month = month_number(word)
    if month is None or (word.lower() != "sept" and len(word) == 3 and word.lower() != "may"):
        return []
    if not _is_a_month(match, word.lower()):
        return []
    return whole(match, Part("month", month))


_BEFORE_A_MONTH = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|through|during|between|before|after|of|for|to|and|or"
    r"|early|late|mid|ended|ending|as of|around|about|starting|beginning)[ \n-]|[–(-])$",
    re.IGNORECASE,
)


def _is_a_month(match: re.Match[str], word: str) -> bool:
    """Tell a month from a verb or a person: ``May said``, ``March on``, ``April Smith``."""
    text = match.string
    before = text[max(0, match.start() - 12) : match.start()]
    if _BEFORE_A_MONTH.search(before):
        return True
    if word in {"may", "march"}:
        return bool(re.match(r"['’]s ", text[match.end() : match.end() + 3])) and word == "march"
    after = text[match.end() : match.end() + 20]
    if word in {"april", "june", "august"}:
        return not re.match(r" [A-Z][a-z]", after) and not re.search(r"[A-Z][a-z]+ $", before)
    return True


def _weekday(match: re.Match[str]) -> list[Span]:
    word = match["weekday"]
    if not word.lower().endswith("day"):
        if word[0].islower() or not word.endswith(".") or word.lower() in {"sun.", "sat.", "wed."}:
            return []
    elif re.search(r"(?:Black|Bloody|Ruby|Freaky|Super|Fat) $", match.string[: match.start()][-8:]):
        return []
    number = weekday_number(word)
    if number is None:
        return []
    day = int(match["day"]) if match["day"] else None
    return whole(match, Weekday(number, day=day))


def _iso(match: re.Match[str]) -> list[Span]:
    year, month, day = int(match["year"]), int(match["m"]), match["d"]
    if day is None:
        return whole(match, _fixed(part("month", month, year)))
    return whole(match, _fixed(a_day(year, month, int(day))))


def _numeric(match: re.Match[str]) -> list[Span]:
    first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
    if max(first, second) > 31 or min(first, second) > 12 or min(first, second) < 1:
        return []
    return whole(match, Numeric(first, second, year))


def _attacks(match: re.Match[str]) -> list[Span]:
    return whole(match, _fixed(a_day(2001, 9, 11)))


def _decade(match: re.Match[str]) -> list[Span]:
    number = int(match["number"])
    return whole(match, _fixed(a_year(1900 + number if number < 100 else number, "decade")))


def _century(match: re.Match[str]) -> list[Span]:
    word = re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", match["number"].lower())
    number = int(word) if word.isdigit() else CENTURIES[word]
    return whole(match, _fixed(a_year(max((number - 1) * 100, 1), "century")))


def _decade_in_words(match: re.Match[str]) -> list[Span]:
    return whole(match, _fixed(a_year(1900 + DECADES[match["word"].lower()], "decade")))


def _fiscal(match: re.Match[str]) -> list[Span]:
    return whole(match, _fixed(a_year(full_year(year_number(match["year"])))))


def _part(match: re.Match[str]) -> list[Span]:
    """Read quarters and halves in every order of number, unit and year."""
    groups = match.groupdict()
    unit = "half" if groups["unit"].lower().startswith("h") else "quarter"
    ordinal = groups["ordinal"].lower()
    number = int(ordinal) if ordinal.isdigit() else ORDINALS[ordinal]
    if unit == "half" and ordinal in {"final", "last"}:
        number = 2
    if number > (2 if unit == "half" else 4):
        return []
    if groups.get("year"):
        return whole(match, _fixed(part(unit, number, full_year(year_number(groups["year"])))))
    turn = groups.get("turn")
    return whole(match, Part(unit, number, year_turn=TURNS[turn.lower()] if turn else None))


def _season(match: re.Match[str]) -> list[Span]:
    number = SEASONS[match["season"].lower()]
    if match["year"]:
        return whole(match, _fixed(part("season", number, full_year(year_number(match["year"])))))
    return whole(match, Part("season", number, TURNS[match["turn"].lower()]))


def _festival(match: re.Match[str]) -> list[Span]:
    name = re.sub(r"\s+", " ", match["name"].lower().replace("’", "'"))
    if match["year"]:
        return whole(match, _fixed(festival_day(name, year_number(match["year"]))))
    return whole(match, Festival(name, TURNS[match["turn"].lower()] if match["turn"] else None))


_AFTER_DAY = (
    r"(?!<gap>(?:million|billion|percent|pct|per\b|points?\b|people|cents?\b|to\b[ ]\d+\b))"
)
_ORDINAL = r"(?P<ordinal>first|second|third|fourth|final|last|1st|2nd|3rd|4th)"
_PART_UNIT = r"(?P<unit>quarter|half)(?![a-z])(?!-(?:century|hour|mile|inch|finals?))"
_OF_YEAR = (
    r"(?:(?:,?<gap>|<gap>(?:of|in)<gap>(?:the<gap>)?)(?:fiscal<gap>(?:year<gap>)?)?<year>"
    r"|<gap>of<gap>(?P<turn>this|last|next)<gap>(?:fiscal<gap>)?year)?"
)
_LIST = r"(?P<days><bareday>(?:(?:,|<gap>and|<gap>or|<gap>to|<gap>through|<gap>&|,<gap>and)<gap>"
_LIST += r"<bareday>|[ ]?[-–—][ ]?<bareday>){1,8})"
_WEEKDAY_COMMA = r"(?:<weekday>,?<gap>(?:the<gap>)?)?"
_TURN_YEAR = r"(?P<turn>this|last|next)<gap>year['’]s<gap>"

RULES: tuple[Rule, ...] = (
    # July 6, 2020 / Monday, July 6 2020 / Oct. 31, '89
    rule(
        [*MONTHS, *WEEKDAYS],
        rf"{_WEEKDAY_COMMA}<month><gap>(?:the<gap>)?<day>(?:,<gap>?|<gap>(?:of<gap>)?)<year>",
        _full,
    ),
    # 6 July 2020 / the 6th day of July, 2020 / 6-Jul-2020
    rule(
        [DIGITS, *WEEKDAYS],
        rf"{_WEEKDAY_COMMA}<day>(?:<gap>(?:day<gap>)?(?:of<gap>)?|[-/])<month>(?:,?<gap>|[-/])<year>",
        _full,
    ),
    rule(
        [*MONTHS, *WEEKDAYS],
        rf"{_WEEKDAY_COMMA}<month><gap>(?:the<gap>)?<day>{_AFTER_DAY}",
        _day_of_month,
    ),
    rule(
        [DIGITS, *WEEKDAYS],
        rf"{_WEEKDAY_COMMA}<day><gap>(?:day<gap>)?(?:of<gap>)?<month>",
        _day_of_month,
    ),
    rule(MONTHS, rf"<month><gap>{_LIST}(?:,?<gap><year>)?(?!<gap>[a-z]+s\b)", _days_of_month),
    rule([DIGITS], rf"{_LIST}<gap>(?:of<gap>)?<month>(?:,?<gap><year>)?", _days_of_month),
    rule(MONTHS, r"<month>(?:,?<gap>(?:of<gap>)?|-)<year>", _month_and_year),
    rule(MONTHS, r"<month>", _bare_month),
    rule(WEEKDAYS, r"<weekday>(?:<gap>\(<day>\))?<night>", _weekday),
    # 2020-07-06, 2020-07-06T10:00:00Z, 2020/7/6, 2020.07.06
    rule(
        [DIGITS],
        r"(?P<year>[12]\d{3})(?P<sep>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<d>0?[1-9]|[12]\d|3[01])"
        r"(?:(?:T|t)\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|z|[+-]\d\d:?\d\d)?|(?![\d]|[-/.]\d))",
        _iso,
    ),
    rule([DIGITS], r"(?P<year>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])(?P<d>)??(?![-\d])", _iso),
    rule(
        [DIGITS],
        r"(?P<year>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)",
        _iso,
    ),
    rule(
        [DIGITS],
        r"(?P<a>\d\d?)(?P<sep>[-/.])(?P<b>\d\d?)(?P=sep)(?P<year>[12]\d{3}|\d\d)(?![\d]|[-/.]\d)",
        _numeric,
    ),
    rule(["9"], r"9/11(?![/\d])", _attacks),
    rule(
        ["september", "sept"],
        r"<month><gap>11(?:th)?(?:,<gap>2001,?)?(?=<gap>(?:terror|attack|hijack))",
        _attacks,
    ),
    rule([DIGITS], r"(?P<number>1[5-9]\d0|20\d0|[2-9]0)['’]?s(?![a-z])", _decade),
    rule(DECADES, r"(?P<word>[a-z]+)", _decade_in_words),
    rule(
        [DIGITS, *CENTURIES, "twenty"],
        r"(?P<number>1?\dth|2(?:0th|1st)|[a-z]+(?:-first)?)[ -]century(?![a-z])",
        _century,
    ),
    rule(["fiscal", "fy"], r"(?:fiscal(?:<gap>year)?<gap>|fy[ -]?)<year>", _fiscal),
    rule(
        [*ORDINALS, DIGITS],
        rf"{_ORDINAL}(?:<gap>|-)(?:fiscal[ -])?{_PART_UNIT}(?:['’]s)?{_OF_YEAR}",
        _part,
    ),
    rule(
        ["fiscal"],
        rf"fiscal<gap>{_ORDINAL}(?:<gap>|-){_PART_UNIT}{_OF_YEAR}",
        _part,
    ),
    rule(
        [DIGITS, "fiscal"],
        rf"(?:fiscal<gap>)?<year>(?:['’]s)?<gap>(?:fiscal<gap>)?{_ORDINAL}(?:<gap>|-){_PART_UNIT}",
        _part,
    ),
    rule(["last", "this", "next"], rf"{_TURN_YEAR}{_ORDINAL}(?:<gap>|-){_PART_UNIT}", _part),
    # Q3 2020, H2, 3Q20, 2020-Q3
    rule(
        [f"{unit}{n}" for unit in "qh" for n in range(1, 5)],
        r"(?P<unit>q|h)(?P<ordinal>[1-4])(?:(?:<gap>(?:of<gap>)?|[-/])(?P<year>(?:19|20)\d\d|['’‘]\d\d))?"
        r"(?![\da-z])",
        _part,
    ),
    rule(
        [DIGITS],
        r"(?P<ordinal>[1-4])(?P<unit>q|h)(?:<gap>?(?P<year>(?:19|20)\d\d|['’‘]\d\d|\d\d))?(?![\da-z])",
        _part,
    ),
    rule(
        [DIGITS], r"(?P<year>(?:19|20)\d\d)[ -]?(?P<unit>q|h)(?P<ordinal>[1-4])(?![\da-z])", _part
    ),
    rule(
        SEASONS,
        r"(?P<season>spring|summer|autumn|fall|winter)(?:,?<gap>|<gap>of<gap>)<year>(?P<turn>)??",
        _season,
    ),
    rule(
        TURNS,
        r"(?P<turn>last|this|next|coming|past|previous)<gap>(?P<season>spring|summer|autumn|fall"
        r"|winter)(?![a-z])(?P<year>)??",
        _season,
    ),
    rule(
        {name.split()[0].split("'")[0].strip(".") for name in FESTIVALS} | {"last", "this", "next"},
        r"(?:(?P<turn>last|this|next)<gap>)?(?P<name>"
        + "|".join(
            re.escape(name).replace("'", "['’]").replace(r"\ ", r"[ \n]")
            for name in sorted(FESTIVALS, key=len, reverse=True)
        )
        + r")(?![a-z])(?:,?<gap>(?:of<gap>)?<year>)?",
        _festival,
    ),
)
