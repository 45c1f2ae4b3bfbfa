"""Write events as CSV (RFC 4180, UTF-8), with cells that no spreadsheet runs."""

import csv
import io
import re
from collections.abc import Iterable
from typing import IO

from pipeline.edition import Edition, Line
from pipeline.exports import Format
from pipeline.exports.accounts import correction_words
from pipeline.exports.rows import ROW_KEYS, row_object

# Control codes (but tabs and ends of lines), and marks that turn the text after them round.
STEERING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

# A cell runs when a spreadsheet sees one of SIGNS first, after white space, quotes or marks that it
# drops. The separator of another locale (";" or a tab) begins a new cell in the same way.
SIGNS = "-=+@|%＝＋－＠"
DROPPED = r"""\x00-\x20"',;\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"""
BEGINNING = re.compile(rf"(?:\A[{DROPPED}]*+|[{DROPPED}]++)(?P<sign>[{re.escape(SIGNS)}]?)")
HONEST_NUMBER = re.compile(r"[-+]?[(]?\d[\d ().,-]*%?(?=\s*(?:[;\t\r\n]|$))")


def write(edition: Edition, out: IO[bytes]) -> int:
    """Write a header and one row an event; lists are joined by a space or, for products, ", "."""
    return write_rows(ROW_KEYS, (_flat(edition, line) for line in edition.lines()), out)


def write_rows(header: Iterable[str], rows: Iterable[Iterable[object]], out: IO[bytes]) -> int:
    """Write a table of cells that no spreadsheet runs; return how many rows came after the header.

    Half a character, which UTF-8 cannot hold, is spelled as its code.
    """
    text = io.TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", newline="")
    written = 0
    try:
        writer = csv.writer(text, lineterminator="\r\n")  # with "\n" a lone CR stays unquoted
        writer.writerow(header)
        for row in rows:
            writer.writerow([cell(value) for value in row])
            written += 1
    finally:
        text.detach()  # flushes; the file belongs to the caller
    return written


def cell(value: object) -> str:
    """Spell a value so that a spreadsheet shows it and never runs it.

    An apostrophe goes before whatever could open a formula. Honest values such as ``-5``,
    ``+852 2345 6789`` and ``-3.5%`` stay as they are; what steers a terminal is dropped.
    """
    if value is None:
        return ""
    return BEGINNING.sub(_disarm, STEERING.sub("", str(value)))


def _flat(edition: Edition, line: Line) -> Iterable[object]:
    row = row_object(edition, line)
    row["products"] = ", ".join(line.event.products)
    row["claims"] = " ".join(line.event.claims)
    row["corrections"] = " / ".join(correction_words(each) for each in line.corrections)
    return row.values()


def _disarm(match: re.Match[str]) -> str:
    before = match[0].removesuffix(match["sign"]) if match["sign"] else match[0]
    separated = max(before.rfind(separator) for separator in ";\t\r\n") + 1
    begins_cell = match.start() == 0 or separated > 0
    if not match["sign"] or not begins_cell:
        return match[0]
    sign_at = match.start("sign")
    if HONEST_NUMBER.match(match.string, sign_at):
        return match[0]
    if match.start() > 0 and sign_at + 1 == len(match.string):
        return match[0]  # the text ends with a dash
    front = "'" if match.start() == 0 and separated > 0 else ""
    return f"{front}{before[:separated]}'{before[separated:]}{match['sign']}"


FORMAT = Format("csv", "csv", "text/csv; charset=utf-8", write)
