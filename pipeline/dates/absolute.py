"""Read dates that name a day or a month: ``July 6, 2020``, ``10/31/89``, ``Tuesday (7)``."""

import re
from datetime import date

from pipeline.dates.meanings import (
    DayOfMonth,
    Fixed,
    Holding,
    MonthDay,
    Numeric,
    Part,
    Span,
    Weekday,
    YearTurn,
)
from pipeline.dates.periods import a_day, part, period
from pipeline.dates.rules import (
    DIGITS,
    STAMP,
    YEAR,
    Rule,
    fixed,
    full_year,
    month_number,
    rule,
    weekday_number,
    whole,
    year_number,
)
from pipeline.dates.words import DAYS_IN_WORDS, FULL_MONTHS, MONTHS, TURNS, WEEKDAYS


def _full(match: re.Match[str]) -> list[Span]:
    month = month_number(match["month"], sure=True)
    if month is None:
        return []
    year = full_year(year_number(match["year"]))
    return whole(match, fixed(a_day(year, month, int(match["day"]))))


def _day_of_month(match: re.Match[str]) -> list[Span]:
    before = match.string[max(0, match.start() - 3) : match.start()]
    month = month_number(match["month"], sure=before == "on " or bool(match["weekday"]))
    if month is None or a_day(2000, month, int(match["day"])) is None:
        return []
    weekday = weekday_number(match["weekday"])
    turn = match.groupdict().get("turn")
    return whole(
        match,
        MonthDay(
            month,
            int(match["day"]),
            weekday,
            _year_turn(match),
            turn=TURNS[turn.lower()] if turn else None,
        ),
    )


def _year_turn(match: re.Match[str]) -> YearTurn | None:
    groups = match.groupdict()
    if groups["told_year"]:
        return YearTurn(0, told=True)
    if groups["year_beside"]:
        return YearTurn(TURNS[groups["year_beside"].lower()], told=True)
    return YearTurn(TURNS[groups["year_turn"].lower()]) if groups["year_turn"] else None


def _bare_day(match: re.Match[str]) -> list[Span]:
    """Read ``on the 15th`` and ``the 24 of this month``, and not ``on the 15th floor``."""
    if match["turn"]:
        word = match["turn"].lower()
        turn = None if word in {"the", "that"} else TURNS[word]
        return whole(match, DayOfMonth(int(match["day"]), turn))
    before = match.string[max(0, match.start() - 10) : match.start()].lower()
    after = match.string[match.end() : match.end() + 20]
    ends = not re.match(r"[ \n][A-Za-z]", after)
    on = _ON.search(before) and _AFTER_THE_DAY.match(after)
    if not on and not (ends and _TO.search(before)):
        return []
    return whole(match, DayOfMonth(int(match["day"])))


_ON = re.compile(r"\b(?:on|by|until|till|since|before|after|night of|morning of)\s$")
_TO = re.compile(
    r"(?:(?:\b(?:on|by|until|till|since|before|after|is|was|to|through|of|from|not|for|around)|['’]s)"
    r"\s|[-–])$"
)
_AFTER_THE_DAY = re.compile(
    r"\s(?:(?:he|she|it|they|we|i|you|the|a|an|and|but|or|at|to|when|with|after|before|for|by|from|as|that"
    r"|said|was|were|is|are|his|her|its|their|in|there)\b"
    r"|(?-i:[a-z])[a-z]{3,}(?<!s)s\b|(?-i:[A-Z])[a-z]+\s(?:said|was|were|had|has|did|[a-z]{3,}ed)\b)",
    re.IGNORECASE,
)


def _short_numeric(match: re.Match[str]) -> list[Span]:
    """Read ``on 7/6``; without such a word before it, two numbers are a fraction or a score."""
    before = match.string[max(0, match.start() - 8) : match.start()].lower()
    month, day = int(match["a"]), int(match["b"])
    if not re.search(r"\b(?:on|since|until|dated)\s$", before) or not a_day(2000, month, day):
        return []
    return whole(match, MonthDay(month, day))


def _day_in_words(match: re.Match[str]) -> list[Span]:
    """Read ``June sixth`` and ``the fifteenth of March``, as broadcasts are written down."""
    month, day = month_number(match["month"]), DAYS_IN_WORDS[match["nth"].lower()]
    return whole(match, MonthDay(month, day)) if month and a_day(2000, month, day) else []


def _week_of(match: re.Match[str]) -> list[Span]:
    """Read ``the week of Nov. 6``."""
    month, day = month_number(match["month"]), int(match["day"])
    if month is None or a_day(2000, month, day) is None:
        return []
    unit = match["unit"].lower()
    if not match["year"]:
        return whole(match, Holding(unit, MonthDay(month, day)))
    found = a_day(full_year(year_number(match["year"])), month, day)
    return whole(match, fixed(period(unit, found.first))) if found else []


def _days_of_month(match: re.Match[str]) -> list[Span]:
    """Read ``July 6, 8 and 9, 2020``: one span a day, each with the year if there is one."""
    month = month_number(match["month"])
    if month is None:
        return []
    days = list(re.finditer(r"\d+(?:st|nd|rd|th)?", match["days"]))
    year = full_year(year_number(match["year"])) if match["year"] else None
    spans = []
    for number, found in enumerate(days):
        start, end = (place + match.start("days") for place in found.span())
        if number == 0:
            start = min(start, match.start())
        if number == len(days) - 1:
            end = match.end()
        day = int(re.sub(r"\D", "", found[0]))
        if a_day(year or 2000, month, day) is None:
            return []
        known = fixed(a_day(year, month, day)) if year else None
        spans.append(Span(start, end, known or MonthDay(month, day)))
    return spans


def _month_and_year(match: re.Match[str]) -> list[Span]:
    month = month_number(match["month"])
    if month is None:
        return []
    return whole(match, fixed(part("month", month, full_year(year_number(match["year"])))))


def _bare_month(match: re.Match[str]) -> list[Span]:
    word = match["month"].rstrip(".").lower()
    month = month_number(match["month"])
    if month is None or not _is_a_month(match, word):
        return []
    return whole(match, Part("month", month, year_turn=_year_turn(match)))


_AFTER_A_MONTH = re.compile(
    r"(?: and| to| through|,|-(?:to-|through-)?) ?(?:January|February|April|June|July|August)"
)
# "May sales", "March's rate": nouns that no person and no verb of that name stands before.
_MONTHLY = re.compile(
    r"(?:['’]s)? (?:sales|figures|data|results|reports?|orders|exports|imports|output|jobs?|index"
    r"|reading|prices|deliveries|shipments|earnings|revenue|traffic|payrolls?|inflation|production"
    r"|numbers|rate|deadline|vote|elections?|meeting|summit|issue|survey|total|increase|decline|gain"
    r"|drop|rise|fall|futures|delivery|contracts?|gold|silver|wheat|corn|crude|figure|estimate"
    r"|was (?:revised|the|a|up|down))\b"
)
_AFTER_A_HEADING = re.compile(r":\s|\n|$|\s[–—-]\s")  # "May: a new chief is picked"
_BEFORE_A_MONTH = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|through|during|between|before|after|of|for|to|and|or"
    r"|early|late|mid|ended|ending|as of|around|about|starting|beginning)[ \n-]|[–(-])$",
    re.IGNORECASE,
)


def _is_a_month(match: re.Match[str], word: str) -> bool:
    """Tell a month from a verb or a person: ``May said``, ``March on``, ``April Smith``."""
    text = match.string
    before = text[max(0, match.start() - 12) : match.start()]
    after = text[match.end() : match.end() + 20]
    if _BEFORE_A_MONTH.search(before):
        return not re.match(r" [A-Z][a-z]+ (?:said|says)", after)
    if word in {"may", "march"}:
        if before[-1:] in {"", "\n"} and _AFTER_A_HEADING.match(after):
            return True
        if re.search(r"\b(?:the|a|its|last|this)\s$", before, re.IGNORECASE):
            noun = re.match(r" (?!on |of |to |for |be )[a-z]", after)
            return bool(noun or _AFTER_A_MONTH.match(after))
        return bool(_AFTER_A_MONTH.match(after) or _MONTHLY.match(after))
    if word not in FULL_MONTHS:
        return word == "sept"
    if word in {"april", "june", "august"}:
        return not re.match(r" [A-Z][a-z]", after) and not re.search(r"[A-Z][a-z]+ $", before)
    return True


_ON_A_DAY = re.compile(r"\b(?:on|until|till|by|since) $", re.IGNORECASE)


def _lead(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - 8) : match.start()]


def _weekday(match: re.Match[str]) -> list[Span]:
    word = match["weekday"]
    if not word.lower().endswith("day"):
        plain = word.endswith(".") and word.lower() not in {"sun.", "sat.", "wed."}
        if word[0].islower() or not (plain or match["night"] or _ON_A_DAY.search(_lead(match))):
            return []
    elif re.search(
        r"(?:Bowl|Black|Bloody|Ruby|Freaky|Super|Fat|Man) $",
        _lead(match),
    ):
        return []
    number = weekday_number(word)
    if number is None:
        return []
    day = match["day"] or match["nth"]
    return whole(match, Weekday(number, day=int(day) if day else None))


def _weekday_of_week(match: re.Match[str]) -> list[Span]:
    """Read ``Tuesday of last week``."""
    number = weekday_number(match["weekday"])
    if number is None:
        return []
    return whole(match, Weekday(number, week=TURNS[match["turn"].lower()]))


def _iso(match: re.Match[str]) -> list[Span]:
    year, month, day = int(match["year"]), int(match["m"]), match["d"]
    if day is None:
        if month == (year + 1) % 100:  # "in 2009-10": a season, not an October
            return [Span(match.start(), match.start() + 4, Fixed(period("year", date(year, 1, 1))))]
        return whole(match, fixed(part("month", month, year)))
    return whole(match, fixed(a_day(year, month, int(day))))


def _numeric(match: re.Match[str]) -> list[Span]:
    first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
    if max(first, second) > 31 or min(first, second) > 12 or min(first, second) < 1:
        return []
    return whole(match, Numeric(first, second, year))


def _attacks(match: re.Match[str]) -> list[Span]:
    return whole(match, fixed(a_day(2001, 9, 11)))


def _crash(match: re.Match[str]) -> list[Span]:
    """Read the name that markets gave to one day."""
    return whole(match, fixed(a_day(1987, 10, 19)))


_AFTER_DAY = (
    r"(?!<gap>(?:million|billion|percent|pct|per\b|points?\b|people|cents?\b|to\b[ ]\d+\b"
    r"|movement))"
)
_AND = r"(?:,?<gap>(?:and|or|to|through|until|till|&)<gap>|[ ]?[-–—][ ]?)"
_LIST = rf"(?P<days><bareday>(?:,<gap><bareday>){{0,5}}{_AND}<bareday>)"
_WEEKDAY_COMMA = r"(?:<weekday>,?<gap>\(?(?:the<gap>)?)?"
_YEAR_TURN = (
    r"(?:,?<gap>(?:of<gap>)?(?P<year_turn>last|this|next)<gap>year(?!['’a-z])"
    r"|,?<gap>of<gap>(?P<told_year>that|(?:that|the)<gap>same)<gap>year(?![a-z])"
    r"|,?<gap>(?:of<gap>)?the<gap>(?P<year_beside>following|next|previous|preceding|same)<gap>year"
    r"(?![a-z]))?"
)
# "on June sixth they met", not "in May second graders met"
_NO_NOUN = (
    r"(?!<gap>(?!(?:he|she|it|they|we|i|the|a|an|and|or|but|to|in|at|for|as|of|when|by|from|with"
    r"|after|before|that|until|will|was|is)\b)[a-z])"
)
_IN_WORDS = "|".join(sorted(DAYS_IN_WORDS, key=len, reverse=True))
_OF_MONTH = r"<gap>of<gap>({}the|this|that|last|next)<gap>(?:same<gap>)?month(?![a-z'’-])"
_MONTH_DAY = r"<month>(?:<gap>|(?<=\.))(?:the<gap>)?<day>"

RULES: tuple[Rule, ...] = (
    rule(["black"], r"(?-i:Black)<gap>(?-i:Monday)(?![a-z])", _crash),
    rule([DIGITS], r"9/11(?![/\d])", _attacks),
    rule(
        ["september", "sept"],
        r"<month><gap>11(?:th)?(?:,<gap>2001,?)?(?=<gap>(?:terror|attack|hijack))",
        _attacks,
    ),
    # July 6, 2020 / Monday, July 6 2020 / Oct. 31, '89
    rule(
        [*MONTHS, *WEEKDAYS],
        rf"{_WEEKDAY_COMMA}{_MONTH_DAY}(?:,<gap>?|<gap>(?:of<gap>)?)<year>",
        _full,
    ),
    # 6 July 2020 / the 6th day of July, 2020 / 6-Jul-2020
    rule(
        [DIGITS, *WEEKDAYS],
        rf"{_WEEKDAY_COMMA}(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
        r"(?:<gap>(?:day<gap>)?(?:of<gap>)?|[-/])<month>(?:,?<gap>|[-/])<year>",
        _full,
    ),
    rule(
        [DIGITS],
        r"(?P<day>0?[1-9]|[12]\d|3[01])-<month>-(?P<year>\d\d)(?![\d-])(?P<weekday>)?",
        _full,
    ),
    rule(
        [*MONTHS, *WEEKDAYS],
        rf"{_WEEKDAY_COMMA}{_MONTH_DAY}{_AFTER_DAY}{_YEAR_TURN}",
        _day_of_month,
    ),
    rule(
        ["last", "next"],
        rf"(?P<turn>last|next)<gap>{_WEEKDAY_COMMA}{_MONTH_DAY}(?!,?<gap>\d{{4}}){_YEAR_TURN}",
        _day_of_month,
    ),
    rule(
        MONTHS,
        rf"<month><gap>(?:the<gap>)?(?P<nth>{_IN_WORDS})(?![a-z-]){_NO_NOUN}",
        _day_in_words,
    ),
    rule(
        [name.split("-")[0] for name in DAYS_IN_WORDS],
        rf"(?P<nth>{_IN_WORDS})<gap>of<gap><month>(?!<gap>\d)",
        _day_in_words,
    ),
    rule(
        ["week", "weekend"],
        rf"(?P<unit>week|weekend)<gap>of<gap>{_MONTH_DAY}(?:,?<gap><year>)?",
        _week_of,
    ),
    rule(
        [DIGITS, *WEEKDAYS],
        rf"{_WEEKDAY_COMMA}<day><gap>(?:day<gap>)?(?:of<gap>)?<month>{_YEAR_TURN}",
        _day_of_month,
    ),
    rule(
        MONTHS,
        rf"<month><gap>{_LIST}(?:,?<gap><year>)?(?!<gap>(?:people|others|[a-z]+s)\b)",
        _days_of_month,
    ),
    rule([DIGITS], rf"{_LIST}<gap>(?:of<gap>)?<month>(?:,?<gap><year>)?", _days_of_month),
    rule(MONTHS, r"<month>(?:,?<gap>(?:of<gap>)?|-)<year>", _month_and_year),
    rule(MONTHS, rf"<month>(?!<gap>\d\d?<gap>movement){_YEAR_TURN}", _bare_month),
    rule(
        WEEKDAYS,
        r"<weekday>(?:<gap>\(<day>\)|,?<gap>the<gap>(?P<nth>\d\d?)(?:st|nd|rd|th))?<night>"
        r"(?![ ](?-i:Times|Telegraph|Mail|Express|Mirror|Herald|Independent|Tribune|Live)\b)",
        _weekday,
    ),
    rule(
        WEEKDAYS,
        r"<weekday>(?P<night>[ ](?:night|morning|afternoon|evening))?<gap>of<gap>"
        r"(?P<turn>last|this|next)<gap>week(?![a-z'’])",
        _weekday_of_week,
    ),
    rule(
        ["the"],
        r"the<gap>(?P<day>[1-9]|[12]\d|3[01])"
        rf"(?:(?:st|nd|rd|th)(?![a-z-])|(?={_OF_MONTH.format('')}))(?:{_OF_MONTH.format('?P<turn>')})?",
        _bare_day,
    ),
    # 2020-07-06 / 2020-07-06T10:00:00Z / 2020/7/6 / 2020.07.06
    rule(
        [YEAR],
        r"(?P<year>[12]\d{3})(?P<sep>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<d>0?[1-9]|[12]\d|3[01])"
        r"(?:T\d\d:?\d\d(?::?\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?|(?!\d|[-/.]\d))",
        _iso,
    ),
    rule([YEAR], r"(?P<year>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])(?P<d>)??(?![-\d])", _iso),
    rule(
        [STAMP],
        r"(?P<year>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)",
        _iso,
    ),
    rule(
        [DIGITS],
        r"(?P<a>\d\d?)(?P<sep>[-/.])(?P<b>\d\d?)(?P=sep)(?P<year>[12]\d{3}|\d\d)(?!\d|[-/.]\d)",
        _numeric,
    ),
    rule([DIGITS], r"(?P<a>1?\d)/(?P<b>[12]?\d|3[01])(?![\d/%a-z]|[.,]\d)", _short_numeric),
)
