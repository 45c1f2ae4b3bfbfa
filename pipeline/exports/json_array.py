"""Write events as one JSON array, an event a line."""

import json
from collections.abc import Sequence
from typing import IO

from pipeline.exports.rows import export_object
from pipeline.model import Event

FORMAT = "json"


def write(events: Sequence[Event], out: IO[bytes]) -> int:
    """Write an array that any JSON reader takes and any line tool can still search."""
    rows = 0
    for event in events:
        line = json.dumps(export_object(event), ensure_ascii=False)
        out.write(b"[\n" if rows == 0 else b",\n")
        out.write(line.encode("utf-8", "backslashreplace"))
        rows += 1
    out.write(b"\n]\n" if rows else b"[]\n")
    return rows
