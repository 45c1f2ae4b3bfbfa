"""Read full dates in other languages with dateparser: ``6 de julio de 2020``, ``6. Juli 2020``.

We find the expression, dateparser knows the month's name. Its parser is made once, its languages
are fixed, and a word is asked for once: news repeats its dates.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.dates.meanings import Span
from pipeline.dates.periods import a_day
from pipeline.dates.rules import fixed
from pipeline.dates.words import MONTHS

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_LANGUAGES = ["de", "es", "fr", "id", "it", "nl", "pt", "sv", "vi", "ru"]
# Short forms stay out: "beat 3 set 2020" is no Italian September.
_FULL = re.compile(
    r"(?<![\w.,/-])(?P<day>[0-3]?\d)(?:\.|er|º|°)?\s(?:de\s|di\s)?"
    r"(?P<month>[^\W\d_]{4,12}|ma[ij]|mei|ма[йя])\.?\s(?:de\s|del\s|di\s)?"
    r"(?P<year>[12]\d{3})(?!\d|%|[.,]\d)"
)
_MOST_WORDS = 100  # a text that holds more than these between day and year is no text


def find_foreign(text: str) -> list[Span]:
    """Return the full dates that are written with a month's name in another language."""
    spans = []
    asked: set[str] = set()
    for match in _FULL.finditer(text):
        word = match["month"].lower()
        if word in MONTHS or (word not in asked and len(asked) >= _MOST_WORDS):
            continue
        asked.add(word)
        month = _month(word)
        meaning = fixed(a_day(int(match["year"]), month, int(match["day"]))) if month else None
        if meaning:
            spans.append(Span(match.start(), match.end(), meaning))
    return spans


@lru_cache(maxsize=1)
def _parser() -> "DateDataParser":
    from dateparser.date import DateDataParser  # noqa: PLC0415 - most texts never ask it

    return DateDataParser(
        languages=_LANGUAGES,
        settings={
            "REQUIRE_PARTS": ["day", "month", "year"],
            "PREFER_DATES_FROM": "past",
            "DATE_ORDER": "DMY",
            "PARSERS": ["absolute-time"],
        },
    )


@lru_cache(maxsize=4096)
def _month(word: str) -> int | None:
    """Return the number of a month's name, or None for any other word."""
    found = _parser().get_date_data(f"15 {word} 2020").date_obj
    return found.month if found is not None and found.day == 15 else None
