"""Write events as BibTeX, to be cited: an entry an event, of the document that its quote is in."""

import re
from collections.abc import Iterator
from typing import IO

from pipeline.edition import Edition, Line
from pipeline.exports import Format
from pipeline.exports.accounts import (
    edition_facts,
    edition_title,
    facts,
    headline,
    leading_proof,
)
from pipeline.exports.days import parts_of
from pipeline.outside import web_address
from pipeline.visible import one_line

# BibTeX counts braces even behind a backslash: "\{" would not balance.
SPELLED = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "`": r"\textasciigrave{}",
    **{sign: f"\\{sign}" for sign in "$&%#_"},
}
JOINED = re.compile(r"([-'<>,])(?=\1)")  # two of them print as one other sign
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(edition: Edition, out: IO[bytes]) -> int:
    """Write ``@misc`` entries, which old BibTeX and biblatex know; their keys are the event ids.

    What comes before them is passed over by readers, as long as no "@" is in it.
    """
    out.write("".join(f"% {each}\n" for each in _head(edition)).encode())
    rows = 0
    for line in edition.lines():
        out.write(_entry(edition, line).encode())
        rows += 1
    return rows


def tex_of(text: str) -> str:
    """Escape a text of one line so that TeX prints it as itself; braces always balance."""
    apart = JOINED.sub("\\1\0", text)
    spelled = "".join(SPELLED.get(sign, sign) for sign in apart)
    return spelled.replace("\0", "{}")


def key_of(event: str) -> str:
    """Spell an event's id as a key: as it is, but for signs that end a key."""
    return re.sub(r"[^A-Za-z0-9._:-]", "-", event)


def _head(edition: Edition) -> Iterator[str]:
    yield edition_title(edition).replace("@", "(at)")
    for each in edition_facts(edition):
        yield f"{each.name}: {each.text}".replace("@", "(at)")


def _entry(edition: Edition, line: Line) -> str:
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(edition, line))
    return f"\n@misc{{{key_of(line.event.id)},\n{fields}}}\n"


def _fields(edition: Edition, line: Line) -> Iterator[tuple[str, str]]:
    event, proof = line.event, leading_proof(line)
    title = one_line(proof.title or "") if proof else ""
    yield "title", f"{{{{{tex_of(title or headline(line))}}}}}"  # twice: BibTeX keeps its case
    publisher = one_line(event.publisher or (proof.publisher if proof else None) or "")
    if publisher:
        yield "author", f"{{{{{tex_of(publisher)}}}}}"
        yield "publisher", f"{{{tex_of(publisher)}}}"
    published = parts_of(proof.published) if proof else None
    if published is not None:
        yield "year", f"{{{published.year}}}"
        if published.month is not None:
            yield "month", MONTHS[published.month - 1]
        if published.day is not None:
            yield "day", f"{{{published.day}}}"
    address = web_address(event.url)
    if address is not None:
        yield "url", f"{{{address}}}"
    captured = parts_of(proof.captured_at) if proof else None
    if captured is not None:
        yield "urldate", f"{{{captured.first().isoformat()}}}"
    told = "; ".join(
        f"{each.name}: {each.text}" for each in facts(edition, line) if each.name != "Source"
    )
    yield "note", f"{{{tex_of(f'{headline(line)}. “{one_line(event.quote)}” {told}')}}}"
    page = web_address(edition.page_of(event.id))
    if page is not None:
        yield "annote", f"{{{tex_of(page)}}}"


FORMAT = Format("bibtex", "bib", "application/x-bibtex; charset=utf-8", write)
