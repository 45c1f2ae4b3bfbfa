"""Guess how wide words are drawn, to cut and to wrap them where no browser measures."""

from collections.abc import Iterator
from unicodedata import east_asian_width

NARROW = frozenset("iljtfrI.,:;'’!|()[]/ -")
WIDE = frozenset("mwMW@%—")


def width(words: str, size: float) -> float:
    """Guess the pixels of words in a plain sans-serif of that size, rather too many."""
    return size * sum(map(_share, words))


def fitted(words: str, size: float, room: float) -> str:
    """Cut words to what has room, nothing when less than three letters have."""
    if width(words, size) <= room:
        return words
    room -= size  # of the ellipsis
    end = 0
    while end < len(words) and (room := room - size * _share(words[end])) >= 0:
        end += 1
    return f"{words[:end].rstrip()}…" if end > 2 else ""


def wrapped(words: str, size: float, room: float) -> Iterator[str]:
    """Break words into lines; a word that is wider than a line is broken too."""
    line = ""
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= room:
            line = longer
            continue
        if line:
            yield line
        line = ""
        for letter in word:
            if width(line + letter, size) > room:
                yield line
                line = ""
            line += letter
    if line:
        yield line


def _share(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return 1.0
    if letter in NARROW:
        return 0.33
    if letter in WIDE:
        return 0.9
    return 0.7 if letter.isupper() else 0.57
