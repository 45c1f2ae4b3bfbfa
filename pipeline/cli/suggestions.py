"""Lay suggestions out as entries of a tracker's companies.toml."""

import json
from collections import Counter
from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING

from pipeline.cli.paper import printable

if TYPE_CHECKING:
    from pipeline.suggesting import Suggestion


def suggestion_entry(suggestion: "Suggestion") -> str:
    """Write a suggestion as TOML, its evidence in comments in front of it."""
    company = suggestion.company
    lines = [*(f"# {line}" for line in _evidence(suggestion)), "[[company]]"]
    lines += [f"slug = {_quoted(company.slug)}", f"name = {_quoted(company.name)}"]
    if company.aliases:
        lines.append(f"aliases = [{', '.join(map(_quoted, company.aliases))}]")
    lines.append(f"kind = {_quoted(company.kind)}")
    if company.ambiguous:
        lines.append("ambiguous = true")
    return "\n".join(lines) + "\n"


def _evidence(suggestion: "Suggestion") -> Iterator[str]:
    """Yield lines that stay comments whatever the texts hold: no line end, no control character."""
    claims = suggestion.claims
    counted = Counter(claim.stance for _, claim in claims)
    stances = ", ".join(f"{stance} {number}" for stance, number in sorted(counted.items()))
    documents = "1 document" if suggestion.documents == 1 else f"{suggestion.documents} documents"
    yield f"{documents}: {stances}"
    first = {document.id: (document, claim) for document, claim in reversed(claims)}
    for document, claim in sorted(first.values(), key=lambda pair: pair[0].published or "9")[:2]:
        yield from wrap(f"“{_plain(claim.quote)}”", 98, break_long_words=False)
        told = document.url or document.title or "a text without an address"
        yield f"  {_plain(told)}"


def _quoted(text: str) -> str:
    """Write a TOML string; JSON's escapes are a part of TOML's."""
    return json.dumps(_plain(text), ensure_ascii=False)


def _plain(text: str) -> str:
    """Leave out what no TOML file may hold: control characters and halves of characters."""
    return printable(text).encode("utf-8", "replace").decode()
