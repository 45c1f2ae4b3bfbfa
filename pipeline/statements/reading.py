"""Read the sentences of a page that carry meaning; tell whether two pages say the same."""

import re
from collections.abc import Iterator

from pipeline.extract.sentences import LONGEST, split_sentences
from pipeline.statements.comparing import say_the_same
from pipeline.statements.noise import heads_related, is_date_alone, is_noise
from pipeline.visible import visible

RELATED_LINES = 12  # after its heading; what goes on for longer is no list of links
PROSE = 50_000  # characters of one line; longer ones are made by machines, and cut without care
_CRUDE = re.compile(r"[^.!?。！？]{0,1000}[.!?。！？]{0,10}")
_ENDS = re.compile(r"[.!?…。！？]")
_FULL = re.compile(r"[.!。！;；]['\"”’)」』]*$")  # headlines and links end with a question mark too
_BULLET = re.compile(r"[•·▪◦*\-–—]+\s+")


def significant(text: str) -> tuple[str, ...]:
    """List the sentences of a document's text that say something, verbatim and in order.

    Left out is what surely is furniture: "Last updated ...", counters, notices on cookies, links
    to other articles below their heading, reading times, copyright years, the words of sharing,
    newsletters, chats, sessions and page numbers, in English and Chinese, and a date that stands
    alone at the very top or end. What no reader sees, zero-width characters, is left out too.
    """
    return tuple(sentence for sentence in _sentences(text) if not is_noise(sentence))


def alike(one: str, other: str) -> bool:
    """Tell whether two texts have the same significant sentences, in whatever order.

    ``wording.key`` says which differences of spelling are none, ``compare`` which of place.
    """
    if one == other:
        return True
    first, second = significant(one), significant(other)
    return say_the_same(first, second)


def _sentences(text: str) -> Iterator[str]:
    lines = [
        (at, line)
        for at, raw in enumerate(visible(text).text.splitlines())
        if (line := raw.strip())
    ]
    edges = {at for at, line in lines[:3] + lines[-2:] if is_date_alone(line)}
    number = 0
    while number < len(lines):
        at, line = lines[number]
        if heads_related(line):
            number = _after_related(lines, number + 1)
            continue
        if at not in edges:
            yield from _cut(line)
        number += 1


def _cut(line: str) -> Iterator[str]:
    line = " ".join(line.split())
    if len(line) > PROSE:
        yield from filter(None, map(str.strip, _CRUDE.findall(line)))
        return
    if len(line) <= LONGEST and _ENDS.search(line, 0, len(line) - 1) is None:
        bullet = _BULLET.match(line)  # cutting costs more than all the rest, and here is no cut
        yield line[bullet.end() :] if bullet else line
    else:
        yield from (sentence.text for sentence in split_sentences(line))


def _after_related(lines: list[tuple[int, str]], number: int) -> int:
    """Find where the links below "Related articles" end.

    They are items of a list, or lines that end no sentence. A line right before a sentence is its
    heading, and no link.
    """
    start = number
    while number < len(lines) and number - start < RELATED_LINES:
        line = lines[number][1]
        if _FULL.search(line) and not is_noise(line):
            items = _BULLET.match(line) is not None
            return number if items or number == start else number - 1
        if number > start and _BULLET.match(lines[number - 1][1]) and not _BULLET.match(line):
            return number
        number += 1
    return number
