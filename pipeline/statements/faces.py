"""Tell apart the faces of a watched page: its own text, a wall before it, another language."""

from collections.abc import Sequence

from pipeline.statements.comparing import compare

KIN = 0.5  # of the words of the shorter text; the versions of one text share nearly all of them
MOST_KEPT = 5  # faces that a page may come back to


def are_kin(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two texts are versions of one: most of the shorter one stands in the other.

    Sentences that were worded anew stand in both.
    """
    difference = compare(one, other)
    lost = _length(difference.disappeared) / max(_length(one), 1)
    won = _length(difference.appeared) / max(_length(other), 1)
    return min(lost, won) <= KIN


class Faces:
    """The texts that a page has shown, the latest version of each."""

    def __init__(self) -> None:
        self._texts: dict[int, Sequence[str]] = {}
        self._made = 0

    def face_of(self, sentences: Sequence[str]) -> int:
        """Give the number of the face that a text is a version of, a new one if it is of none."""
        for face in reversed(self._texts):
            if are_kin(self._texts[face], sentences):
                break
        else:
            face, self._made = self._made, self._made + 1
        self._texts.pop(face, None)
        self._texts[face] = sentences  # last, since it was shown last
        if len(self._texts) > MOST_KEPT:
            self._texts.pop(next(iter(self._texts)))
        return face


def _length(sentences: Sequence[str]) -> int:
    return sum(map(len, sentences))
