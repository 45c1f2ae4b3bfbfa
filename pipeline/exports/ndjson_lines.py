"""Write events as JSON lines: one object a line, and nothing around them."""

from typing import IO

from pipeline.edition import Edition
from pipeline.exports import Format
from pipeline.exports.json_text import json_text
from pipeline.exports.rows import line_object


def write(edition: Edition, out: IO[bytes]) -> int:
    """Write the objects of the ``json`` format; no events make an empty file."""
    rows = 0
    for line in edition.lines():
        out.write(f"{json_text(line_object(edition, line))}\n".encode())
        rows += 1
    return rows


FORMAT = Format("ndjson", "ndjson", "application/x-ndjson", write)
