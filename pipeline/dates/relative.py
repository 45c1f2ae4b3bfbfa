"""Read dates that are counted from another: ``last week``, ``two days later``, ``within days``."""

import re

from pipeline.dates.meanings import Part, Shifted, Span, Told, Vague, Weekday, YearEarlier
from pipeline.dates.rules import DIGITS, Rule, count, month_number, rule, weekday_number, whole
from pipeline.dates.words import NUMBERS, TURNS

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


def _unit(match: re.Match[str]) -> tuple[str, int]:
    """Return the unit of a match and how many of it make one ``fortnight`` or the like."""
    unit = match["unit"].lower()
    if unit == "fortnight":
        return "week", 2
    return ("century" if unit == "centur" else unit), 1


def _turned_unit(match: re.Match[str]) -> list[Span]:
    unit, times = _unit(match)
    word = match["turn"].lower()
    if unit == "day" and word not in {"next", "previous", "following", "preceding", "same"}:
        return []
    told = word in {"previous", "following", "preceding", "prior"} or unit == "day"
    return whole(match, Shifted(unit, TURNS[word] * times, told=told))


def _turned_weekday(match: re.Match[str]) -> list[Span]:
    number = weekday_number(match["weekday"])
    if number is None:
        return []
    word = match["turn"].lower()
    told = word in {"previous", "following", "preceding"}
    return whole(match, Weekday(number, TURNS[word], told=told))


def _turned_month(match: re.Match[str]) -> list[Span]:
    month = month_number(match["month"])
    if month is None:
        return []
    return whole(match, Part("month", month, TURNS[match["turn"].lower()]))


def _counted(match: re.Match[str]) -> list[Span]:
    unit, times = _unit(match)
    number = count(match["number"])
    if number is None:
        return []
    where = re.sub(r"\s+", " ", match["where"].lower())
    if where in {"earlier", "before", "previously", "ago", "back"}:
        times = -times
    told = where in {"earlier", "before", "later", "after", "afterward", "afterwards"}
    if unit == "year" and number == 1 and where in {"ago", "earlier", "before"}:
        return whole(match, YearEarlier())
    return whole(match, Shifted(unit, number * times, told=told))


def _day_part(match: re.Match[str]) -> list[Span]:
    return whole(match, Shifted("day", 0))


def _year_earlier(match: re.Match[str]) -> list[Span]:
    unit = (match["unit"] or "").lower()
    return whole(match, YearEarlier(unit if unit in {"quarter", "month", "half"} else None))


def _same(match: re.Match[str]) -> list[Span]:
    return whole(match, Shifted(_unit(match)[0], 0, told=True))


def _beside(match: re.Match[str]) -> list[Span]:
    unit, times = _unit(match)
    before = match["where"].lower() in {"before", "earlier", "previous"}
    return whole(match, Shifted(unit, -times if before else times, told=True))


def _edge(match: re.Match[str]) -> list[Span]:
    unit = match["unit"].lower()
    turn = (match["turn"] or "").lower()
    return whole(match, Shifted(unit, TURNS.get(turn, 0)))


def _year_end(match: re.Match[str]) -> list[Span]:
    return whole(match, Shifted("year", 0))


def _told(match: re.Match[str]) -> list[Span]:
    return whole(match, Told(match["unit"].lower()))


def _latest(match: re.Match[str]) -> list[Span]:
    return whole(match, Told(match["unit"].lower()))


def _vague(match: re.Match[str]) -> list[Span]:
    return whole(match, Vague())


_NOT_OF = r"(?!<gap>(?:of|the|a|an|his|her|its|their|our|that|he|she|it|they|we|i|to|for)\b)"
_PLURAL = r"(?:hours|days|weeks|months|years|decades)(?![a-z])"
_SOME = r"(?:a<gap>)?(?:few|couple(?:<gap>of)?|several|many)"

RULES: tuple[Rule, ...] = (
    rule(_DAYS, r"(?P<word>today|tonight|yesterday|tomorrow)(?![a-z])<night>", _near_day),
    rule(
        ["day"], r"day<gap>(?:before|after)<gap>(?P<word>yesterday|tomorrow)(?![a-z])", _day_beyond
    ),
    rule(["this"], r"this<gap>(?:morning|afternoon|evening)(?![a-z])", _day_part),
    rule(
        TURNS, r"(?P<turn>[a-z]+)<gap>(?:fiscal<gap>|calendar<gap>)?<unit>(?<!s)(?!-)", _turned_unit
    ),
    rule(TURNS, r"(?P<turn>[a-z]+)<gap><weekday><night>", _turned_weekday),
    rule(TURNS, r"(?P<turn>[a-z]+)<gap><month>(?!<gap>\d)", _turned_month),
    rule(
        [*NUMBERS, DIGITS],
        r"<number><gap><unit><gap>(?P<where>ago|earlier|later|previously|back|from<gap>now|hence"
        r"|afterwards?|(?:before|after)(?=[.,;:]))(?![a-z])",
        _counted,
    ),
    rule(
        ["year"],
        r"year(?:-|<gap>)(?:earlier|ago)(?:<gap>(?:fiscal<gap>)?(?:(?P<unit>quarter|month|half)|period|level|figure"
        r"|result))?(?![a-z])",
        _year_earlier,
    ),
    rule(["that", "same"], r"(?:that|(?:that<gap>)?same)<gap>(?:very<gap>)?<unit>(?<!s)", _same),
    rule(
        ["day", "week", "month", "year", "quarter"],
        rf"<unit>(?<!s)<gap>(?P<where>before|earlier|previous|after)(?![a-z]){_NOT_OF}",
        _beside,
    ),
    rule(
        [
            "end",
            "beginning",
            "start",
            "middle",
            "close",
            "rest",
            "remainder",
            "earlier",
            "later",
            "early",
            "late",
            "far",
            "half",
            "part",
            "months",
        ],
        r"(?:(?:end|beginning|start|middle|close|rest|remainder|half|part|months)<gap>of"
        r"|(?:earlier|later|early|late|far)<gap>in)<gap>"
        r"(?:the|(?P<turn>this|next|last))<gap>(?:fiscal<gap>|calendar<gap>)?"
        r"(?P<unit>week|month|quarter|year|decade|century)(?![a-z])",
        _edge,
    ),
    rule(
        ["year", "yearend", "mid", "midyear", "month"],
        r"(?:year-?end|mid-?year)(?![a-z])(?!<gap>\d{4})",
        _year_end,
    ),
    rule(["the"], r"the<gap>(?P<unit>quarter|month|year)<gap>(?=ended|ending)", _told),
    rule(["the"], r"the<gap>(?P<unit>quarter)(?![a-z-])", _told),
    rule(["latest"], r"latest<gap>(?:fiscal<gap>)?(?P<unit>quarter|month|year)(?![a-z])", _latest),
    rule(["recent"], rf"recent<gap>{_PLURAL}", _vague),
    rule(
        ["within", "in"],
        rf"(?:within|in)<gap>(?:(?:just|only)<gap>)?(?:(?:(?:the<gap>)?(?:next|coming|following)<gap>)?"
        rf"(?:(?:{_SOME}|<number>)<gap>)?{_PLURAL}(?<=s)|(?:the<gap>)?(?:coming|next)<gap>{_PLURAL})",
        _vague,
    ),
    rule(["coming"], rf"coming<gap>{_PLURAL}", _vague),
)
