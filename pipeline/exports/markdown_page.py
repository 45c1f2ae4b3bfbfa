"""Write events as one Markdown page, under the names of their companies."""

import re
from collections.abc import Iterable, Iterator
from typing import IO

from pipeline.edition import Edition, Line
from pipeline.exports import Format
from pipeline.exports.accounts import (
    Fact,
    edition_facts,
    edition_title,
    facts,
    headline,
    witnesses,
)
from pipeline.exports.packing import in_order
from pipeline.visible import one_line
from pipeline.words import day

# What CommonMark or GitHub reads within a line. Texts never begin a line, so that what only counts
# there, such as "1." or "-", may stay as people write it.
ESCAPED = re.compile(r"[\\`*_\[\]~$#]")
# Old readers know no escape of the first three; Jekyll runs "{{" and "{%" before all else; and
# "://" or "www." would become a link.
SPELLED = re.compile(r"[&<>{]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def write(edition: Edition, out: IO[bytes]) -> int:
    """Write a heading a company, in the order of their names, and an item an event, by date."""
    rows = 0

    def pieces() -> Iterator[tuple[str, bytes]]:
        nonlocal rows
        for line in edition.lines():
            rows += 1
            name = one_line(line.event.company_name)
            key = f"{name.casefold()}\0{name}\0{line.event.company}"
            yield key, f"{name}\0{_item(edition, line)}".encode()

    out.write(_head(edition).encode())
    above: bytes | None = None
    for piece in in_order(pieces()):
        name, _, item = piece.partition(b"\0")
        if name != above:
            out.write(f"\n## {text_of(name.decode())}\n".encode())
            above = name
        out.write(item)
    return rows


def text_of(text: str) -> str:
    """Escape a text of one line so that it shows as itself in the midst of a line.

    GitHub makes links of mail addresses however they are spelled; those run nothing.
    """
    escaped = ESCAPED.sub(r"\\\g<0>", text)
    return SPELLED.sub(lambda match: f"&#{ord(match[0])};", escaped)


def _head(edition: Edition) -> str:
    return f"# {text_of(edition_title(edition))}\n\n{_items(edition_facts(edition))}"


def _item(edition: Edition, line: Line) -> str:
    event = line.event
    when = one_line(day(event.date, event.precision))
    others = "".join(
        f"    - “{text_of(each.quote)}” {_linked(each.source)}; "
        f"archived copy: {text_of(each.archived)}\n"
        for each in witnesses(line)
    )
    further = f"  - Further evidence:\n{others}" if others else ""
    return (
        f"\n- **{text_of(f'{when}: {headline(line)}')}**\n\n"
        f"  > “{text_of(one_line(event.quote))}”\n\n"
        f"{_items(facts(edition, line), indent='  ')}"
        f"{further}"
    )


def _items(facts: Iterable[Fact], *, indent: str = "") -> str:
    return "".join(f"{indent}- {each.name}: {_linked(each)}\n" for each in facts)


def _linked(fact: Fact) -> str:
    if fact.address is None:
        return text_of(fact.text)
    return f"[{text_of(fact.text)}](<{fact.address.replace('&', '&amp;')}>)"


FORMAT = Format("markdown", "md", "text/markdown; charset=utf-8", write)
