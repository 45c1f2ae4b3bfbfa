"""Find the full dates that stand written in a string, in many languages and orders."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pipeline.parse.months import month_number

EARLIEST = date(1995, 1, 1)  # there was no press on the web before
YEAR = r"(?:19|20)\d\d"
WORD = r"[^\W\d_]{3,14}"
TIME = re.compile(
    r"[T\s,|–·-]{1,4}(?:at |um |à |om |kl\.? )?\s?(\d{1,2})[:.h](\d{2})(?!\d)"
    r"(?::\d{2}(?:[.,]\d{1,9})?)?\s?(Z\b|UTC\b|GMT\b|[+-]\d{2}:?\d{2}\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """One date in a string.

    ``swapped`` is the other reading of a numeric date whose day and month could change places
    (``03/04/2019``; ``day`` reads the day first). ``raw`` is the date as written with its time.
    ``clock`` counts minutes after midnight and ``offset`` minutes east of UTC, where they stand
    there. ``short`` marks a year of two digits, ``numeric`` a month without its name.
    """

    day: date
    raw: str
    start: int
    end: int
    swapped: date | None = None
    clock: int | None = None
    offset: int | None = None
    short: bool = False
    numeric: bool = False

    @property
    def in_utc(self) -> bool:
        """Say whether this is an instant in UTC, whose local day may be a neighbour."""
        return self.clock is not None and self.offset == 0


def _date(year: str, month: int | str | None, day: str) -> date | None:
    if month is None:
        return None
    number = int(year)
    if number < 100:
        number += 1900 if number > 90 else 2000
    try:
        found = date(number, int(month), int(day))
    except ValueError:
        return None
    return found if found >= EARLIEST else None


def _two(first: date | None, second: date | None) -> tuple[date | None, date | None]:
    return (first, second if second != first else None) if first else (second, None)


Reading = tuple[date | None, date | None]
Reader = Callable[[re.Match[str]], Reading]

PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (  # 2020-07-06, 2020/7/6, 2020. 7. 6.
        re.compile(rf"(?<![\d./-])({YEAR})(?:([-/])(\d\d?)\2|\.\s?(\d\d?)\.\s?)(\d\d?)(?!\d)"),
        lambda m: (_date(m[1], m[3] or m[4], m[5]), None),
    ),
    (  # 2020年7月6日, 2020년 7월 6일
        re.compile(rf"(?<!\d)({YEAR})\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日号號일]"),
        lambda m: (_date(m[1], m[2], m[3]), None),
    ),
    (  # 6 July 2020, 6. Juli 2020, 6 de julio de 2020, 06-Jul-2020, 1er août 2020
        re.compile(
            rf"(?<![\d.,:])(\d\d?)(?:st|nd|rd|th|er|re|º|ª|°)?\.?[\s/-]{{0,2}}(?:of\s|de\s|d[’'])?"
            rf"({WORD})\.?,?[\s/-]{{0,2}}(?:de\s|del\s|of\s)?({YEAR})(?!\d)",
            re.IGNORECASE,
        ),
        lambda m: (_date(m[3], month_number(m[2]), m[1]), None),
    ),
    (  # July 6, 2020; Jul 6th 2020; Mon Jul 6 21:14:00 EDT 2020
        re.compile(
            rf"(?<![^\W_])({WORD})\.?\s?(\d\d?)(?:st|nd|rd|th)?(?:,\s?|\s|\.\s)"
            rf"(?:\d\d?:\d\d(?::\d\d)?\s(?:[A-Z]{{2,4}}\s)?)?({YEAR})(?!\d)",
            re.IGNORECASE,
        ),
        lambda m: (_date(m[3], month_number(m[1]), m[2]), None),
    ),
    (  # 2020. július 6., 2020 July 6, 2020-Jul-06
        re.compile(rf"(?<!\d)({YEAR})[.,]?[\s/-]({WORD})\.?[\s/-](\d\d?)(?!\d|:\d)"),
        lambda m: (_date(m[1], month_number(m[2]), m[3]), None),
    ),
    (  # ngày 6 tháng 7 năm 2020
        re.compile(rf"(?<!\d)(\d\d?)\stháng\s(\d\d?)(?:,|\snăm)?\s({YEAR})(?!\d)"),
        lambda m: (_date(m[3], m[2], m[1]), None),
    ),
    (  # 6.7.2020, 06/07/2020, 7-6-2020
        re.compile(rf"(?<![\d./-])(\d\d?)(?:([./-])|\.\s)(\d\d?)(?:\2|\.\s)({YEAR})(?![\d/])"),
        lambda m: _two(_date(m[4], m[3], m[1]), _date(m[4], m[1], m[3])),
    ),
    (  # 06.07.20, 7/6/20
        re.compile(r"(?<![\d./:,-])(\d\d?)(?:/(\d\d?)/|\.(\d\d)\.)(\d\d)(?![\d/%]|[.,:]\d)"),
        lambda m: _two(_date(m[4], m[2] or m[3], m[1]), _date(m[4], m[1], m[2] or m[3])),
    ),
)
DIGITS = re.compile(r"\d")
ANY_YEAR = re.compile(rf"{YEAR}|\d[./]\d\d?[./]\d\d")
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def written_dates(text: str) -> list[Written]:
    """Find the dates of a text in the order they stand, overlaps resolved for the first pattern.

    A date has a day, a month and a year; those before 1995 are left out.
    """
    if not ANY_YEAR.search(text := text.translate(FULL_WIDTH)):
        return []
    found: list[Written] = []
    for position, (pattern, read) in enumerate(PATTERNS):
        for match in _matches(pattern, text):
            day, swapped = read(match)
            if day is None or any(
                match.start() < one.end and one.start < match.end() for one in found
            ):
                continue
            clock, offset, end = _time_after(text, match.end())
            short = position == len(PATTERNS) - 1
            found.append(
                Written(
                    day,
                    text[match.start() : end],
                    match.start(),
                    match.end(),
                    swapped,
                    clock,
                    offset,
                    short,
                    numeric=position >= len(PATTERNS) - 2,
                )
            )
    return sorted(found, key=lambda one: one.start)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Walk through the matches, those that begin inside a former one included.

    "by May 5 July 2020" must not hide its date behind a first reading that is none.
    """
    position = 0
    while match := pattern.search(text, position):
        yield match
        position = match.start() + max(1, len(match[0]) // 4)


def _time_after(text: str, end: int) -> tuple[int | None, int | None, int]:
    match = TIME.match(text, end)
    if match is None:
        return None, None, end
    hours, minutes = int(match[1]), int(match[2])
    if hours > 23 or minutes > 59:
        return None, None, end
    zone = (match[3] or "").upper()
    if not zone:
        return hours * 60 + minutes, None, match.end()
    if not DIGITS.search(zone):
        return hours * 60 + minutes, 0, match.end()
    east = int(zone[1:3]) * 60 + int(zone[-2:])
    return hours * 60 + minutes, -east if zone[0] == "-" else east, match.end()


def machine_date(raw: str) -> Written | None:
    """Read a date that a page wrote for machines: ISO 8601, seconds since 1970, 20200706, words.

    The day is the one that is written, in the time zone it is written in.
    """
    raw = raw.strip()[:80]
    if re.fullmatch(r"\d{10}|\d{13}", raw):
        moment = datetime.fromtimestamp(0, UTC) + timedelta(seconds=int(raw[:10]))
        clock = moment.hour * 60 + moment.minute
        return Written(moment.date(), raw, 0, len(raw), clock=clock, offset=0)
    if match := re.match(rf"({YEAR})(\d\d)(\d\d)(?:T?\d{{4,6}}Z?)?(?!\d)", raw):
        day = _date(match[1], match[2], match[3])
        return Written(day, raw, 0, match.end()) if day else None
    return next(iter(written_dates(raw)), None)


URL_DAY = re.compile(
    rf"(?<!\d)({YEAR})[/_.-](\d\d?|[a-z]{{3,9}})[/_.-](\d\d?)(?!\d)"
    rf"|(?<!\d)({YEAR})([01]\d)([0-3]\d)(?!\d)|(?<!\d)(\d\d)-(\d\d)-({YEAR})(?!\d)",
    re.IGNORECASE,
)
URL_MONTH = re.compile(rf"[/_-]({YEAR})[/_-]?(0[1-9]|1[0-2])(?:[/_-]|$)")


def url_date(url: str) -> Written | None:
    """Read the day that the path of an address names: /2020/07/06/, /2020/jul/06/, 20200706."""
    path = re.sub(r"^[a-z]+://[^/]*|#.*$", "", url, flags=re.IGNORECASE)
    for match in URL_DAY.finditer(path):
        day: date | None
        if match[1]:
            month = match[2] if match[2].isdigit() else month_number(match[2])
            day = _date(match[1], month, match[3])
        elif match[4]:
            day = _date(match[4], match[5], match[6])
        else:
            day = _date(match[9], match[8], match[7])
        if day:
            return Written(day, match[0], match.start(), match.end())
    return None


def url_month(url: str) -> tuple[int, int] | None:
    """Read the year and month that an address names without a day: /2020/07/title.html."""
    match = URL_MONTH.search(url)
    return (int(match[1]), int(match[2])) if match else None
