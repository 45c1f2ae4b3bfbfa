"""Read the dates that head a text or the entries of a chronicle: "6 July. Facebook ..."."""

import re
from itertools import pairwise

from pipeline.dates import find_dates
from pipeline.model import When

_YEAR = re.compile(r"\W*((?:19|20)\d\d)\W*")
_LINE = re.compile(r"[^\n]+")
_POSTED = re.compile(
    r"\W{0,4}(?:posted|published|issued|released|dated?|filed)(?: on)?:? (?P<date>[^.\n]{6,40}?)"
    r"(?:\.(?:\s|$)|\s*$)",
    re.IGNORECASE,
)
_FIRST_LINES = 3  # a text's own date stands in its heading
_HEAD = re.compile(r"\W{0,4}(?P<date>[^.:–—\n]{3,32}?)(?:[.:]|\s[–—-])\s")


def entry_dates(text: str) -> dict[int, When]:
    """Return the date of each line that begins with one, by the number of the line.

    Lines count from 0 without empty ones, as ``split_sentences`` counts them. A day without a
    year takes that of the last line that is nothing but a year; without one it stays unknown.
    Where several lines are nothing but a date, each heads the lines up to the next one.
    """
    found: dict[int, When] = {}
    headings: dict[int, When] = {}
    year: str | None = None
    for number, line in enumerate(lines := _lines(text)):
        alone = _YEAR.fullmatch(line)
        if alone:
            year = alone[1]
        elif heading := _date(line, year):
            headings[number] = heading
        elif (head := _HEAD.match(line)) and (when := _date(head["date"], year)):
            found[number] = when
    if len(headings) > 1:
        for start, end in pairwise((*headings, len(lines))):
            found |= {n: headings[start] for n in range(start, end) if n not in found}
    return found


def own_date(text: str) -> When:
    """Return the day that a text gives itself in its first lines, alone or after "Posted".

    A text with several lines of nothing but a date is a chronicle, and has none.
    """
    lines = _lines(text)
    alone = [when for line in lines if (when := _date(line, None))]
    posted = [when for line in lines[:_FIRST_LINES] if (when := _posted(line))]
    if not posted and len(alone) == 1:
        posted = [when for line in lines[:_FIRST_LINES] if (when := _date(line, None))]
    return posted[0] if posted and posted[0].precision == "day" else When()


def _posted(line: str) -> When | None:
    match = _POSTED.match(line)
    return _date(match["date"], None) if match else None


def _lines(text: str) -> list[str]:
    return [match[0] for match in _LINE.finditer(text)]


def _date(words: str, year: str | None) -> When | None:
    own_year = re.search(r"\b(?:19|20)\d\d\b", words)
    if len(words) > 40 or (own_year is None and year is None):
        return None
    full = words if own_year else f"{words.strip()} {year}"
    dates = find_dates(full)
    if len(dates) != 1 or dates[0].start > 1 or dates[0].end < len(full.rstrip()) - 1:
        return None
    one = dates[0]
    if one.value is None or one.precision not in {"day", "month"} or "/" in one.value:
        return None
    return When(one.value, one.precision, words.strip())
