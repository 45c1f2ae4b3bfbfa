"""Count which dates of annotated texts a reader finds and resolves right."""

from collections.abc import Callable, Sequence
from typing import Any

Read = Callable[[dict[str, Any]], Sequence[tuple[int, int, str]]]


def share_right(texts: Sequence[dict[str, Any]], read: Read) -> tuple[int, int]:
    """Return how many annotated dates were read right, of how many.

    ``read`` gives the start, the end and the value of each date; one is right when it overlaps the
    annotated words and has their value.
    """
    right = told = 0
    for text in texts:
        found = read(text)
        for date in text["dates"]:
            if date["value"] is not None:
                told += 1
                right += any(
                    start < date["end"] and date["start"] < end and value == date["value"]
                    for start, end, value in found
                )
    return right, told
