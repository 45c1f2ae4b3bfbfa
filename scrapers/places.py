"""Tell which rows of a report are of a place, whatever notes and blanks surround its name."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_LONGEST = 100  # characters; a longer text is no name
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_NOTE = r"(?:\*|†|‡|§|\[[0-9a-z]{1,3}\]|\([0-9]\))"
_APART = re.compile(r"\b(?:except|exclud\w+|excl|without|outside|other than|not incl\w*)\b")
_NOTES = re.compile(rf"^(?:{_NOTE} ?)+|(?: ?(?:{_NOTE}|[0-9]))+$")


@lru_cache(maxsize=4096)  # there are some 250 places, and thousands of rows of each
def plain_place(printed: str) -> str:
    """Strip notes, doubled and no-break blanks and case from the name of a place."""
    if len(printed) > _LONGEST:
        return printed
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", printed))
    return _NOTES.sub("", " ".join(plain.casefold().split())).strip()


def is_place(printed: str, names: Iterable[str]) -> bool:
    """Tell whether a printed name is one of the names of a place; whole names only."""
    plain = plain_place(printed)
    return bool(plain) and plain in {plain_place(name) for name in names}


def names_place(printed: str, names: Iterable[str]) -> bool:
    """Tell whether a printed name holds a name of a place: "Hong Kong, S.A.R." may be Hong Kong.

    One that leaves the place out ("China, excluding Hong Kong") does not.
    """
    plain = plain_place(printed)
    if _APART.search(plain):
        return False
    return any(re.search(rf"\b{re.escape(plain_place(name))}\b", plain) for name in names)
