"""Read dates that are counted from another: ``last week``, ``two days later``, ``within days``."""

import re

from pipeline.dates.meanings import (
    Before,
    Part,
    Shifted,
    Span,
    Told,
    Vague,
    Weekday,
    YearEarlier,
    YearTurn,
)
from pipeline.dates.rules import (
    DIGITS,
    Rule,
    count,
    is_that,
    is_told,
    month_number,
    rule,
    weekday_number,
    whole,
)
from pipeline.dates.tense import FUTURE, tense
from pipeline.dates.words import NUMBERS, ORDINALS, TOLD_TURNS, TURNS, word_set

_DAYS = {
    "today": 0,
    "tonight": 0,
    "yesterday": -1,
    "tomorrow": 1,
}


def _near_day(match: re.Match[str]) -> list[Span]:
    return whole(match, Shifted("day", _DAYS[match["word"].lower()]))


def _day_beyond(match: re.Match[str]) -> list[Span]:
    return whole(match, Shifted("day", -2 if match["word"].lower() == "yesterday" else 2))


def _beyond(match: re.Match[str]) -> list[Span]:
    """Read ``the week before last``."""
    return whole(match, Shifted(match["unit"].lower(), -2 if match["turn"] else 2))


def _unit(match: re.Match[str]) -> tuple[str, int]:
    """Return the unit of a match and how many of it make one ``fortnight`` or the like."""
    unit = match["unit"].lower()
    if unit == "fortnight":
        return "week", 2
    return ("century" if unit == "centur" else unit), 1


def _turned_unit(match: re.Match[str]) -> list[Span]:
    """Read ``last week``; ``over the next year`` is a length of time, not a date."""
    unit, times = _unit(match)
    word = match["turn"].lower()
    before = match.string[max(0, match.start() - 16) : match.start()].lower()
    if word in {"last", "next", "past", "coming"} and _LENGTH.search(before):
        return []
    if word == "past" and not before.endswith("this "):
        return []
    if unit == "day" and word in {"last", "this", "past", "current", "coming"}:
        return []
    told = is_told(match) or unit == "day"
    return whole(match, Shifted(unit, TURNS[word] * times, told=told))


def _turned_weekday(match: re.Match[str]) -> list[Span]:
    number = weekday_number(match["weekday"])
    if number is None:
        return []
    word = match["turn"].lower()
    if word == "past" and match.string[match.start() - 5 : match.start()].lower() != "this ":
        return []
    before = match.string[max(0, match.start() - 5) : match.start()].lower()
    if word == "that" and (
        before.endswith(("and ", "but ", ", ")) or not is_that(match, verb=True)
    ):
        return []
    return whole(match, Weekday(number, TURNS[word], told=is_told(match)))


def _turned_month(match: re.Match[str]) -> list[Span]:
    month = month_number(match["month"])
    if month is None:
        return []
    word = match["turn"].lower()
    person = month in _PERSONS and match.string[match.end() : match.end() + 2][1:].isupper()
    if word == "that" and (person or not is_that(match, verb=month == 5)):
        return []
    return whole(match, Part("month", month, TURNS[word], told=is_told(match)))


_PERSONS = {4, 5, 6, 8}  # April, May, June, August

_HALVES = {"century": ("year", 50), "decade": ("year", 5), "year": ("month", 6)}


def _counted(match: re.Match[str]) -> list[Span]:
    unit, times = _unit(match)
    number = count(match["number"])
    if number is None:
        return []
    where = re.sub(r"\s+", " ", match["where"].lower())
    if where in {"earlier", "before", "previously", "ago", "back"}:
        times = -times
    told = where in {"earlier", "before", "later", "after", "afterward", "afterwards"}
    if match.string[max(0, match.start() - 5) : match.start()].lower() == "half ":
        if unit not in _HALVES:
            return []
        unit, number = _HALVES[unit]
    elif unit == "year" and number == 1 and times < 0:
        return whole(match, YearEarlier())
    return whole(match, Shifted(unit, number * times, told=told))


def _ago_today(match: re.Match[str]) -> list[Span]:
    """Read ``two years ago this month`` and ``a week ago Tuesday``."""
    unit, times = _unit(match)
    number, word = count(match["number"]), match["word"].lower()
    if number is None:
        return []
    weekday = weekday_number(word)
    if weekday is not None:
        return whole(match, Before(unit, number * times, Weekday(weekday)))
    turn, _, part = word.rpartition(" ")
    shift = Shifted("day", _DAYS[word]) if word in _DAYS else Shifted(part, TURNS[turn.strip()])
    return whole(match, Before(unit, number * times, shift))


def _in_units(match: re.Match[str]) -> list[Span]:
    """Read ``will leave in two weeks``; ``the third time in two weeks`` is a length of time."""
    number = count(match["number"])
    unit, times = _unit(match)
    if number is None or tense(match.string, match.start(), match.end()) != FUTURE:
        return []
    return whole(match, Shifted(unit, number * times, about=True))


def _this_day(match: re.Match[str]) -> list[Span]:
    return whole(match, Shifted("day", 0))


def _year_earlier(match: re.Match[str]) -> list[Span]:
    """Read ``the year-earlier period``, and with its number ``the year-ago third quarter``."""
    groups = match.groupdict()
    unit = (groups["unit"] or "").lower() or None
    if groups.get("ordinal"):
        number = ORDINALS[groups["ordinal"].lower()]
        return whole(match, Part(unit or "quarter", number, year_turn=YearTurn(-1)))
    return whole(match, YearEarlier(unit))


def _same_period(match: re.Match[str]) -> list[Span]:
    """Read ``the same quarter last year`` and ``the like 1988 period``."""
    year, words = match["year"] or match["of"], match[0].split()
    if not year and len(words) == 2:  # "the same month" is that of the text
        return [] if words[0].lower() == "same" else whole(match, YearEarlier())
    unit = match["unit"].lower()
    if unit == "months":
        return []
    known = None if unit == "period" else unit
    return whole(match, YearEarlier(known, int(year) if year else None))


def _time_of_day(match: re.Match[str]) -> list[Span]:
    """Read the day of ``that night`` and ``the next morning``."""
    return whole(match, Shifted("day", TURNS[match["turn"].lower()], told=True))


def _same(match: re.Match[str]) -> list[Span]:
    return whole(match, Shifted(_unit(match)[0], 0, told=True))


def _beside(match: re.Match[str]) -> list[Span]:
    if match.string[max(0, match.start() - 5) : match.start()].lower() == "half-":
        return []
    unit, times = _unit(match)
    before = match["where"].lower() != "after"
    if unit == "year" and before:
        return whole(match, YearEarlier())
    return whole(match, Shifted(unit, -times if before else times, told=True))


def _weekend(match: re.Match[str]) -> list[Span]:
    ahead = tense(match.string, match.start(), match.end()) == FUTURE
    return whole(match, Told("weekend") if not ahead else Shifted("weekend", 0))


def _last_night(match: re.Match[str]) -> list[Span]:
    return whole(match, Shifted("day", -1))


def _or_next(match: re.Match[str]) -> list[Span]:
    """Read the ``next`` of ``this year and next``."""
    before = _THIS_AND.search(match.string, max(0, match.start() - 24), match.start())
    if before is None:
        return []
    return whole(match, Shifted(before["unit"].lower(), TURNS[match["turn"].lower()]))


def _edge(match: re.Match[str]) -> list[Span]:
    unit = match["unit"].lower()
    turn = (match["turn"] or "the").lower()
    late = turn == "the" and match[0].split()[0].lower() in _LATE
    return whole(match, Shifted(unit, TURNS.get(turn, 0), in_history=turn == "the", late=late))


_LATE = {"last", "closing", "final"}  # "the end" is as often ahead


def _year_end(match: re.Match[str]) -> list[Span]:
    return whole(match, Shifted("year", 0, in_history=True))


def _told_ended(match: re.Match[str]) -> list[Span]:
    before = match.string[max(0, match.start() - 9) : match.start()].lower()
    return _told(match) if _ITS.search(before) else []


_ITS = re.compile(r"\b(?:the|an?|its|their|our|fiscal|full|latest|current)\s$")


def _told(match: re.Match[str]) -> list[Span]:
    return whole(match, Told(match["unit"].lower()))


def _vague(match: re.Match[str]) -> list[Span]:
    return whole(match, Vague())


_LENGTH = re.compile(r"\b(?:over|within|during|for|in|through|throughout|of|after|past) the $")
_THIS_AND = re.compile(
    r"\b(?:this|last|next) (?P<unit>week|month|year|quarter),? (?:and|or|to|not|but not) $",
    re.IGNORECASE,
)
_NOT_OF = (
    r"(?!<gap>(?:(?-i:[A-Z])|\d|(?:of|when|last|next|this|the|a|an|his|her|its|their|our|that|he|she"
    r"|it|they|we|i|to|for)\b))"
)
_EDGES = word_set(
    """end beginning start middle close rest remainder half part course earlier later early late
    far months first last opening closing final"""
)
_PLURAL = r"(?:hours|days|weeks|months|years|decades)(?![a-z])"
_SOME = r"(?:a<gap>)?(?:few|couple(?:<gap>of)?|several|many)"

RULES: tuple[Rule, ...] = (
    rule(_DAYS, r"(?P<word>today|tonight|yesterday|tomorrow)(?![a-z])<night>", _near_day),
    rule(
        ["day"], r"day<gap>(?:before|after)<gap>(?P<word>yesterday|tomorrow)(?![a-z])", _day_beyond
    ),
    rule(["this"], r"this<gap>(?:morning|afternoon|evening)(?![a-z])", _this_day),
    rule(["last"], r"last<gap>night(?![a-z])", _last_night),
    rule(
        TURNS, r"(?P<turn>[a-z]+)<gap>(?:fiscal<gap>|calendar<gap>)?<unit>(?<!s)(?!-)", _turned_unit
    ),
    rule(
        ["previous", "prior", "current", "last"],
        r"(?P<turn>previous|prior|current|last)-(?P<unit>quarter|month|week)(?![a-z-])",
        _turned_unit,
    ),
    rule(
        ["prior", "previous"],
        r"(?:prior|previous)-year(?:<gap>(?:(?P<unit>quarter|month|half)|period)(?![a-z]))?",
        _year_earlier,
    ),
    rule(["this"], r"this<gap>(?P<turn>coming)<gap><unit>(?<!s)(?!-)", _turned_unit),
    rule(TURNS, r"(?P<turn>[a-z]+)<gap><weekday><night>", _turned_weekday),
    rule(["this"], r"this<gap>(?P<turn>coming)<gap><weekday><night>", _turned_weekday),
    rule(TURNS, r"(?P<turn>[a-z]+)<gap><month>(?!<gap>\d)", _turned_month),
    rule(["next", "last"], r"(?P<turn>next|last)(?=[.,;:)]|<gap>(?:and|as|in|by|to)\b)", _or_next),
    rule(
        [*NUMBERS, DIGITS],
        r"<number>(?:<gap>|-)<unit><gap>(?P<where>ago|earlier|later|previously|back|from<gap>now"
        r"|hence|afterwards?|(?:before|after)(?=[.,;:]))(?![a-z])",
        _counted,
    ),
    rule(
        [*NUMBERS, DIGITS],
        r"<number><gap><unit><gap>ago<gap>(?P<word>today|yesterday|tomorrow|(?:this|last|next)[ ]"
        r"(?:week|month)|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?![a-z])",
        _ago_today,
    ),
    rule(
        ["in"],
        r"in<gap>(?:about<gap>|around<gap>)?<number><gap><unit>(?:['’]<gap>time)?",
        _in_units,
    ),
    rule(
        ["year"],
        r"year(?:(?:-|<gap>)(?:earlier|ago)|-before)(?![a-z])"
        r"(?:<gap>(?:fiscal<gap>)?(?:(?P<unit>quarter|month|half)|period|level)(?![a-z]))?",
        _year_earlier,
    ),
    rule(
        ["year"],
        r"year-(?:earlier|ago)<gap>(?P<ordinal>first|second|third|fourth)<gap>(?P<unit>quarter|half)",
        _year_earlier,
    ),
    rule(
        ["same", "like", "comparable", "corresponding"],
        r"(?:same|like|comparable|corresponding)<gap>(?:(?P<year>(?:19|20)\d\d)<gap>)?"
        r"(?P<unit>period|quarter|month|half|months)(?:<gap>(?:(?:of|in)<gap>(?P<of>(?:19|20)\d\d)"
        r"|(?:of<gap>)?last<gap>year|a<gap>year<gap>(?:ago|earlier|before)"
        r"|(?:of|in)<gap>the<gap>(?:previous|prior)<gap>year))?(?![a-z])",
        _same_period,
    ),
    rule(
        ["week", "weekend", "month", "year"],
        r"(?P<unit>week|weekend|month|year)<gap>(?:before<gap>(?P<turn>last)|after<gap>next)(?![a-z])",
        _beyond,
    ),
    rule(["that"], r"that<gap>(?:very|same)<gap><unit>(?<!s)", _same),
    rule(
        [*TOLD_TURNS, "next"],
        r"(?P<turn>[a-z]+)<gap>(?:night|morning|afternoon|evening)(?![a-z])",
        _time_of_day,
    ),
    rule(
        ["day", "week", "month", "quarter", "year"],
        rf"<unit>(?<!s)<gap>(?P<where>before|earlier|previous|after(?=[.,;:)]))(?![a-z]){_NOT_OF}",
        _beside,
    ),
    rule(
        _EDGES,
        r"(?:(?:end|beginning|start|middle|close|rest|remainder|half|part|course)<gap>of"
        r"|(?:earlier|later|early|late|far)<gap>in|months<gap>of"
        r"|(?:first|last|early|opening|closing|final)<gap>(?:few<gap>)?(?:days|weeks)<gap>of)<gap>"
        r"(?:the|(?P<turn>this|next|last|each))<gap>(?:fiscal<gap>|calendar<gap>)?"
        r"(?P<unit>week|month|quarter|year|decade|century)(?!['’a-z-])",
        _edge,
    ),
    rule(
        ["year", "yearend", "mid", "midyear"],
        r"(?:year(?:['’]s<gap>|[- ])?end|mid-?year)(?![a-z])(?!<gap>\d{4})",
        _year_end,
    ),
    rule(
        ["quarter", "month", "year", "fiscal"],
        r"(?:fiscal<gap>)?(?P<unit>quarter|month|year)(?=,?<gap>(?:(?:which|that)<gap>)?(?:ended|ending)\b)",
        _told_ended,
    ),
    rule(
        ["for", "in", "during"],
        rf"(?:for|in|during)<gap>(?P<from>the<gap>(?:full<gap>)?(?P<unit>week|month|year))(?![a-z'’-]){_NOT_OF}"
        r"(?!<gap>(?:before|earlier|after|since)\b)",
        _told,
    ),
    rule(["quarter"], r"(?:(?<=the[ ])|(?<=the\n))(?P<unit>quarter)(?![a-z-]|<gap>of\b)", _told),
    rule(
        ["latest", "recent"],
        r"(?:latest|(?<=most[ ])recent)<gap>(?:fiscal<gap>)?(?P<unit>quarter|month|week|year)"
        r"(?![a-z])",
        _told,
    ),
    rule(["weekend"], r"(?<=the[ ])weekend(?![a-z-])", _weekend),
    rule(["recent"], rf"recent<gap>{_PLURAL}", _vague),
    rule(
        ["in", "within", "over"],
        rf"(?:in|within|over)<gap>(?:the<gap>)?(?:just<gap>)?(?:next|coming|following)<gap>"
        rf"(?:{_SOME}<gap>|<number><gap>)?{_PLURAL}",
        _vague,
    ),
    rule(["in", "within"], rf"(?:in|within)<gap>(?:just<gap>)?{_SOME}<gap>{_PLURAL}", _vague),
    rule(
        ["within"],
        r"within<gap>(?:<number><gap>|hours<gap>or<gap>)?(?:hour|day|week|month)s?(?![a-z])",
        _vague,
    ),
    rule(["coming"], rf"coming<gap>{_PLURAL}", _vague),
)
