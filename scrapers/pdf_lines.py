"""Put the words of a page into lines, and the lines of a table without ruling into columns."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# What a cell of numbers is made of, such as "1,234", "8 %", "0 - 499", "< 10", "12*", "--", "n/a".
NUMBER = re.compile(
    r"[<>~(]? ?(?:[\d\u2010-\u2015\u2212-][\d\u2010-\u2015\u2212 .,%+*†‡()\[\]/-]{0,30}|n/?a)",
    re.IGNORECASE | re.ASCII,
)

Row = tuple[str | None, ...]


class Word(NamedTuple):
    """A word and where it stands, in points from the left and from the top of its page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float


def lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """Gather words into lines from the top down, each from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        last = lines[-1][0] if lines else None
        if last and (word.top + word.bottom) / 2 < last.bottom - (last.bottom - last.top) / 4:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.x0) for line in lines]


def _is_row(pieces: Sequence[Word]) -> bool:
    """Tell a row of a table, which ends in two numbers or more, from prose and dates."""
    return len(pieces) > 2 and all(NUMBER.fullmatch(piece.text) for piece in pieces[-2:])


def rows_beside(
    lines: Iterable[Sequence[Word]], *, boxes: Sequence[tuple[float, float, float, float]]
) -> bool:
    """Tell whether a row of a table stands in none of the boxes."""
    return any(
        not any(box[1] <= (line[0].top + line[0].bottom) / 2 <= box[3] for box in boxes)
        for line in lines
        if _is_row(_pieces(line))
    )


def lined_up(lines: Sequence[Sequence[Word]]) -> tuple[Row, ...]:
    """Cut lines into columns where no row of numbers has a word; with the header above them."""
    cut = [_pieces(line) for line in lines]
    rows = [place for place, pieces in enumerate(cut) if _is_row(pieces)]
    columns: list[tuple[float, float]] = []
    for piece in sorted((piece for place in rows for piece in cut[place]), key=lambda p: p.x0):
        if columns and piece.x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], piece.x1))
        else:
            columns.append((piece.x0, piece.x1))
    if len(columns) < 2:
        return ()
    first, last = rows[0], rows[-1]
    while first and _near(lines[first - 1], lines[first]):
        first -= 1
    while last + 1 < len(lines) and _near(lines[last], lines[last + 1]):
        if len(cut[last + 1]) > 1 or cut[last + 1][0].x1 > columns[1][0]:
            break  # a note; what is left of the last name stands in the first column
        last += 1
    return tuple(_placed(pieces, columns) for pieces in cut[first : last + 1])


def _near(upper: Sequence[Word], lower: Sequence[Word]) -> bool:
    return lower[0].top - upper[0].bottom < 1.5 * (upper[0].bottom - upper[0].top)


def _pieces(line: Sequence[Word]) -> list[Word]:
    """Join words with no more than a blank between them."""
    pieces: list[Word] = []
    for word in line:
        last = pieces[-1] if pieces else None
        if last and word.x0 - last.x1 < 0.6 * (word.bottom - word.top):
            pieces[-1] = last._replace(text=f"{last.text} {word.text}", x1=word.x1)
        else:
            pieces.append(word)
    return pieces


def _placed(pieces: Sequence[Word], columns: Sequence[tuple[float, float]]) -> Row:
    """Put each piece into the columns that it reaches into, or else into the nearest.

    One that stands above the space between two columns, of which no other has anything, is the
    name of both.
    """
    reached = [_reached(piece, columns) for piece in pieces]
    cells = [""] * len(columns)
    for number, piece in enumerate(pieces):
        others = {place for each in (*reached[:number], *reached[number + 1 :]) for place in each}
        middle = (piece.x0 + piece.x1) / 2
        right = next((place for place, (left, _) in enumerate(columns) if left > middle), 0)
        between = right > 0 and columns[right - 1][1] < middle
        both = {right - 1, right} if between else set()
        places = reached[number] if others & both else reached[number] | both
        for place in places:
            cells[place] = f"{cells[place]} {piece.text}".strip()
    return tuple(cells)


def _reached(piece: Word, columns: Sequence[tuple[float, float]]) -> set[int]:
    gaps = [max(left - piece.x1, piece.x0 - right) for left, right in columns]
    return {place for place, gap in enumerate(gaps) if gap < 0} or {gaps.index(min(gaps))}
