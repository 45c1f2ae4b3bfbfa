"""Tell, cheaply and generously, whether a page could concern a tracker: for archives of millions.

A page that names neither the place nor anything of the law in its visible text holds no claim. The
names are looked for in its bytes, in the encodings that pages of the place come in.
"""

import re
from collections.abc import Callable, Iterable

from pipeline.tracker_models import Tracker

ENCODINGS = ("utf-8", "big5hkscs", "gb18030")
INVISIBLE = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.I | re.S)


def wanted_by(tracker: Tracker) -> Callable[[bytes], bool]:
    """Make the test: the place is named, and beside it the law or a company in the visible text.

    Scripts and tags do not count, as half the web carries Google's and Facebook's.
    """
    law = tracker.law
    places = _spellings((*law.place, *law.place_zh))
    laws = _pattern((*law.names, *law.names_zh, *law.terms), re.I)
    companies = _pattern(_names(tracker), 0)  # names: "Line" is one, "line" none

    def wanted(body: bytes) -> bool:
        lowered = body.lower()
        if not any(place.lower() in lowered for place in places):
            return False
        visible = INVISIBLE.sub(b" ", body)
        return bool(laws.search(visible) or companies.search(visible))

    return wanted


def _names(tracker: Tracker) -> Iterable[str]:
    for company in tracker.companies:
        yield from (company.name, *company.aliases, *company.zh)
        yield from (dated.name for dated in company.names)
        for product in company.products:
            yield from (product.name, *product.aliases)


def _spellings(names: Iterable[str]) -> list[bytes]:
    """Write names in each encoding that has their characters, the longest first."""
    spelled = {
        spelling
        for name in names
        for encoding in ENCODINGS
        if (spelling := name.encode(encoding, "ignore")).decode(encoding) == name
    }
    return sorted(spelled, key=lambda spelling: (-len(spelling), spelling))


def _pattern(names: Iterable[str], flags: int) -> "re.Pattern[bytes]":
    """Match any of the names; those in Latin letters only as whole words."""
    latin, others = [], []
    for spelling in _spellings(names):
        escaped = re.escape(spelling)
        if spelling.isascii():
            latin.append(escaped.replace(rb"\ ", rb"\s+"))
        else:
            others.append(escaped)
    words = rb"(?<![A-Za-z0-9])(?:%s)(?![A-Za-z0-9])" % b"|".join(latin)
    return re.compile(b"|".join([words, *others]) if latin else b"|".join(others), flags)
