"""Read the dates that head the entries of a chronicle: "2020", then "6 July. Facebook ..."."""

import re

from pipeline.dates import find_dates
from pipeline.model import When

_YEAR = re.compile(r"\W*((?:19|20)\d\d)\W*")
_LINE = re.compile(r"[^\n]+")
_HEAD = re.compile(r"\W{0,4}(?P<date>[^.:–—\n]{3,32}?)(?:[.:]|\s[–—-])\s")


def entry_dates(text: str) -> dict[int, When]:
    """Return the date of each line that begins with one, by the number of the line.

    Lines count from 0 without empty ones, as ``split_sentences`` counts them. A day without a
    year takes that of the last line that is nothing but a year; without one it stays unknown.
    """
    found: dict[int, When] = {}
    year: str | None = None
    for number, line in enumerate(_LINE.finditer(text)):
        alone = _YEAR.fullmatch(line[0])
        if alone:
            year = alone[1]
            continue
        head = _HEAD.match(line[0])
        if head is None:
            continue
        when = _date(head["date"], year)
        if when is not None:
            found[number] = when
    return found


def _date(words: str, year: str | None) -> When | None:
    own_year = re.search(r"\b(?:19|20)\d\d\b", words)
    if own_year is None and year is None:
        return None
    full = words if own_year else f"{words.strip()} {year}"
    dates = find_dates(full)
    if len(dates) != 1 or dates[0].start > 1 or dates[0].end < len(full.rstrip()) - 1:
        return None
    one = dates[0]
    if one.value is None or one.precision not in {"day", "month"} or "/" in one.value:
        return None
    return When(one.value, one.precision, words.strip())
