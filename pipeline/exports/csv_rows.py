"""Write events as CSV (RFC 4180, UTF-8), with cells that no spreadsheet runs."""

import csv
import io
import re
from collections.abc import Sequence
from typing import IO

from pipeline.exports.rows import EXPORT_KEYS, export_object
from pipeline.model import Event

FORMAT = "csv"

# A cell runs when a spreadsheet sees one of SIGNS first, after white space, quotes or marks that it
# drops. The separator of another locale (";" or a tab) begins a new cell in the same way.
SIGNS = "-=+@|%＝＋－＠"
DROPPED = r"""\x00-\x20"',;\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"""
BEGINNING = re.compile(rf"(?:\A[{DROPPED}]*+|[{DROPPED}]++)(?P<sign>[{re.escape(SIGNS)}]?)")
HONEST_NUMBER = re.compile(r"[-+]?[(]?\d[\d ().,-]*%?(?=\s*(?:[;\t\r\n]|$))")


def write(events: Sequence[Event], out: IO[bytes]) -> int:
    """Write a header and one row an event; lists are joined by a space or, for products, ", "."""
    text = io.TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", newline="")
    try:
        writer = csv.writer(text, lineterminator="\r\n")  # with "\n" a lone CR stays unquoted
        writer.writerow(EXPORT_KEYS)
        rows = 0
        for event in events:
            entry = export_object(event)
            entry["products"] = ", ".join(event.products)
            entry["claims"] = " ".join(event.claims)
            writer.writerow([cell(value) for value in entry.values()])
            rows += 1
    finally:
        text.detach()  # flushes; the file belongs to the caller
    return rows


def cell(value: object) -> str:
    """Spell a value so that a spreadsheet shows it and never runs it.

    An apostrophe goes before whatever could open a formula. Honest values such as ``-5``,
    ``+852 2345 6789`` and ``-3.5%`` stay as they are; NULs are dropped.
    """
    if value is None:
        return ""
    return BEGINNING.sub(_disarm, str(value).replace("\x00", ""))


def _disarm(match: re.Match[str]) -> str:
    before = match[0].removesuffix(match["sign"]) if match["sign"] else match[0]
    separated = max(before.rfind(separator) for separator in ";\t\r\n") + 1
    begins_cell = match.start() == 0 or separated > 0
    if not match["sign"] or not begins_cell:
        return match[0]
    sign_at = match.start("sign")
    if HONEST_NUMBER.match(match.string, sign_at):
        return match[0]
    if match.start() > 0 and match.string[sign_at + 1 : sign_at + 2] in (" ", ""):
        return match[0]  # a dash or bullet within a sentence, not a formula
    front = "'" if match.start() == 0 and separated > 0 else ""
    return f"{front}{before[:separated]}'{before[separated:]}{match['sign']}"
