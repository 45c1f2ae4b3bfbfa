"""Leave out what a reader does not see: zero-width characters, marks of direction, control codes.

A page may hold them inside a name ("Goo\\u200bgle"), by accident or to hide it from machines. What
was found in the text without them keeps its place in the text as it is.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f"
    r"\ufeff]+"
)
_HALVES = re.compile(r"[\ud800-\udfff]")  # of characters beyond the first plane: no text has them


@dataclass(frozen=True, slots=True)
class Visible:
    """A text without its invisible characters, and where what is left stood before.

    ``cuts`` are the places in ``text`` where something was left out, ``lost`` how much until then.
    """

    text: str
    cuts: tuple[int, ...]
    lost: tuple[int, ...]

    def start(self, at: int) -> int:
        """Return where the character at ``at`` stood."""
        known = bisect_right(self.cuts, at)
        return at + self.lost[known - 1] if known else at

    def end(self, at: int) -> int:
        """Return where the character before ``at`` ended."""
        return self.start(at - 1) + 1 if at else 0


def visible(text: str) -> Visible:
    """Leave the invisible out of a text; half a character becomes the mark of an unreadable one."""
    pieces, cuts, lost = [], [], []
    at = gone = 0
    for match in _INVISIBLE.finditer(text):
        pieces.append(text[at : match.start()])
        cuts.append(match.start() - gone)
        gone += match.end() - match.start()
        lost.append(gone)
        at = match.end()
    pieces.append(text[at:])
    return Visible(_HALVES.sub("\ufffd", "".join(pieces)), tuple(cuts), tuple(lost))


def one_line(text: str) -> str:
    """Leave nothing in a text from outside that could break its line or steer a terminal."""
    if text.isascii() and text.isprintable():  # nearly all of a text of millions of lines
        return " ".join(text.split())
    kept = (each if each.isprintable() else " " for each in visible(text).text)
    return " ".join("".join(kept).split())
