"""Read the periods that transparency reports count, in all the notations that they use."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from urllib.parse import unquote

from scrapers.figures import Period

LONGEST = 500  # characters; what is longer is no name and no title
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ORDINALS = ("fir", "sec", "thi", "fou")
HALF_YEAR_ENDS = {"06-30": "01-01", "12-31": "07-01"}  # last day -> first day

_DASHES = re.compile(r"[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")

_MONTH = (
    r"(?<![a-z])(?P<m{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_NO_DAY = r"(?<!\d[ -])(?<!\d(?:st|nd|rd|th) )"
_DAY = r"(?<!\d)(?P<d{0}>\d{{1,2}})(?:st|nd|rd|th)?(?![\da-z])"
_YEAR = r"(?<![\da-z])(?<!\d[-./,])(?P<y{0}>20\d\d)(?![\da-z]|[-./,]\d)"
_GLUED = r"(?P<y{0}>20\d\d)"
_FIRST_YEAR = r"(?<![\da-z])(?P<y{0}>20\d\d)(?![\da-z])"  # "1 May 2020-12 December 2020"
_ISO = r"(?<![\d-])(?P<y{0}>20\d\d)-(?P<m{0}>\d\d)-(?P<d{0}>\d\d)(?![\d-])"
_TO = r"(?:[ _-]{0,3}(?:-|(?<![a-z])(?:to|through|thru|until|till)(?![a-z]))[ _-]{0,3}|_)"
_BY = r"[ _.,/-]{0,3}"
_OF = rf"(?:{_BY}of )?{_BY}"
_PART = (
    r"(?<![a-z\d])(?:(?P<letter>[hq])(?P<nth>[1-4])|(?P<nth_h>[12])h"
    r"|(?P<word>1st|2nd|3rd|4th|first|second|third|fourth)[ _-](?P<unit>half|quarter))"
)
_AFTER_YEAR = r" ?[:(,._/-]{0,2} ?"


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.ASCII)


# The more exact first: in a name, what one of them has read is out of sight for the next.
_SPANS = (
    _pattern(_ISO.format(1), _TO, _ISO.format(2)),
    *(
        _pattern(
            first.format(1), _BY, _FIRST_YEAR.format(1), _TO, first.format(2), _BY, _YEAR.format(2)
        )
        for first in (f"{_MONTH} ?{_DAY}", f"{_DAY} ?{_MONTH}", _NO_DAY + _MONTH)
    ),
    *(
        _pattern(first.format(1), _TO, first.format(2), _OF, _YEAR.format(2))
        for first in (f"{_MONTH} ?{_DAY}", f"{_DAY} ?{_MONTH}", _NO_DAY + _MONTH)
    ),
    *(
        _pattern(_YEAR.format(1), _AFTER_YEAR, first.format(1), _TO, first.format(2), r"\)?")
        for first in (f"{_MONTH} ?{_DAY}", f"{_DAY} ?{_MONTH}", _MONTH)
    ),
)
_PARTS = (
    _pattern(
        r"(?<![\da-z])(?<!\d[-./,])", _GLUED.format(1), r"(?P<letter>[hq])(?P<nth>[1-4])(?![a-z\d])"
    ),
    _pattern(_YEAR.format(1), _AFTER_YEAR, _PART, r"(?![a-z\d])\)?"),
    _pattern(_PART, _OF, _GLUED.format(1), r"(?![\da-z]|[-./,]\d)"),
)
_WHOLE_YEAR = _pattern(_YEAR.format(1))
_OTHER_DATES = (  # when a report was published, and other numbers that are no period
    _pattern(_MONTH.format(1), _BY, _DAY.format(1), _BY, _YEAR.format(1)),
    _pattern(_DAY.format(1), _BY, _MONTH.format(1), _BY, _YEAR.format(1)),
    _pattern(_MONTH.format(1), _BY, _YEAR.format(1)),
    _pattern(_YEAR.format(1), _BY, _MONTH.format(1)),
    _pattern(r"\d+(?:[-./,]\d+)+"),
)
_UNCLEAR = (  # a piece of a period, of which nobody knows the year, or a year that begins anywhere
    _pattern(_PART),
    _pattern(_MONTH.format(1)),
    _pattern(r"(?<![a-z])(?:fy(?![a-z])|fiscal|financial year)"),
)


def read_period(printed: str) -> Period | None:
    """Read a period; None when the text is none.

    Known: ``2020-12-31`` (the end of a half-year), ``2020 H2``, ``2020_H2``, ``H2-2024``,
    ``July - December 2020``, ``Jul-Dec 2020``, ``2020: July-December``,
    ``2020 (July-December)``, ``2020 (2nd half)``, ``July through December 2013``, ``2023 Q4``,
    ``2021``, ``May 1, 2020 - December 12, 2020``, ``1 May to 12 December 2020``,
    ``2020-05-01 to 2020-12-12``, with any dash.
    """
    return None if len(printed) > LONGEST else _read(printed)


@lru_cache(maxsize=1024)  # a report names a few periods in thousands of rows
def _read(printed: str) -> Period | None:
    text = _plain(printed)
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    text = text.removeprefix("from ")
    half = re.fullmatch(r"(20\d\d)-(06-30|12-31)", text, re.ASCII)
    if half:
        year, last = half.groups()
        return Period(f"{year}-{HALF_YEAR_ENDS[last]}", text, printed)
    for pattern in (*_SPANS, *_PARTS, _WHOLE_YEAR):
        if match := pattern.fullmatch(text):
            days = _days(match)
            return Period(*days, printed) if days else None
    return None


def find_period(name: str) -> Period | None:
    """Find the one period that a file name or a title names; None when it names none, or several.

    A single date is no period: it may say when the report was published. A year beside a part of
    that year, as in ``2020/report-2020-H1``, says nothing of its own.
    """
    text = _plain(unquote(name).replace("+", " "))
    found: list[tuple[str, str] | None] = []

    def take(match: re.Match[str]) -> str:
        found.append(_days(match))
        return "|"

    for pattern in (*_SPANS, *_PARTS):
        text = pattern.sub(take, text)
    for pattern in _OTHER_DATES:
        text = pattern.sub("|", text)
    if any(pattern.search(text) for pattern in _UNCLEAR):
        return None
    years = {match["y1"] for match in _WHOLE_YEAR.finditer(text)}
    distinct = set(found)
    if not distinct and len(years) == 1:
        distinct = {(f"{year}-01-01", f"{year}-12-31") for year in years}
    (days, *others) = distinct or {None}
    if days is None or others or not years <= {day[:4] for day in days}:
        return None
    return Period(*days, name)


def span(start: str, end: str, *, printed: str) -> Period | None:
    """Read a first and a last day, ``1/1/20`` and ``6/30/20`` (M/D/YY) or ISO; None for others."""
    first, last = _day(start), _day(end)
    if first is None or last is None or first > last:
        return None
    return Period(first.isoformat(), last.isoformat(), printed)


def _plain(printed: str) -> str:
    if len(printed) > LONGEST:
        return ""
    return " ".join(_DASHES.sub("-", _UNSEEN.sub("", printed)).split()).lower()


def _days(match: re.Match[str]) -> tuple[str, str] | None:
    """Give the first and the last day; None when there are no such days."""
    named = match.groupdict()
    first_year, last_year = named.get("y1") or named.get("y2"), named.get("y2") or named.get("y1")
    months = _months(named)
    if first_year is None or last_year is None or months is None:
        return None
    first, last = months
    try:
        start = date(int(first_year), first, int(named.get("d1") or 1))
        last_day = int(named.get("d2") or monthrange(int(last_year), last)[1])
        end = date(int(last_year), last, last_day)
    except ValueError:
        return None
    return (start.isoformat(), end.isoformat()) if start <= end else None


def _months(named: dict[str, str | None]) -> tuple[int, int] | None:
    """Give the first and the last month, from 1; None when a year has no such part."""
    if "m1" in named:
        return _month(named["m1"] or ""), _month(named["m2"] or "")
    number = named.get("nth") or named.get("nth_h") or (named.get("word") or "")[:3]
    if not number:
        return 1, 12
    nth = int(number[0]) if number[0].isdigit() else ORDINALS.index(number) + 1
    unit = named.get("letter") or (named.get("unit") or "h")[0]
    length = 6 if unit == "h" else 3
    return (length * (nth - 1) + 1, length * nth) if length * nth <= 12 else None


def _month(printed: str) -> int:
    return int(printed) if printed.isdigit() else MONTHS.index(printed[:3]) + 1


def _day(printed: str) -> date | None:
    text = _plain(printed)
    iso = re.fullmatch(r"(20\d\d)-(\d\d)-(\d\d)", text, re.ASCII)
    american = re.fullmatch(r"(\d{1,2})/(\d{1,2})/((?:20)?\d\d)", text, re.ASCII)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if american:
            return date(2000 + int(american[3]) % 100, int(american[1]), int(american[2]))
    except ValueError:
        return None
    return None
