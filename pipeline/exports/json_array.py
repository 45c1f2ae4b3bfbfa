"""Write events as one JSON array, an event a line."""

from typing import IO

from pipeline.edition import Edition
from pipeline.exports import Format
from pipeline.exports.json_text import json_text
from pipeline.exports.rows import line_object


def write(edition: Edition, out: IO[bytes]) -> int:
    """Write an array that any JSON reader takes and any line tool can still search."""
    rows = 0
    for line in edition.lines():
        out.write(b"[\n" if rows == 0 else b",\n")
        out.write(json_text(line_object(edition, line)).encode())
        rows += 1
    out.write(b"\n]\n" if rows else b"[]\n")
    return rows


FORMAT = Format("json", "json", "application/json", write)
