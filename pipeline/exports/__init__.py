"""Write events in formats that others read; each format is one module here with ``FORMAT``."""

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from typing import IO

from pipeline.model import Event

Writer = Callable[[Sequence[Event], IO[bytes]], int]


def formats() -> dict[str, Writer]:
    """Find the formats: name -> its ``write(events, out)``, which returns the rows it wrote."""
    found: dict[str, Writer] = {}
    for entry in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{entry.name}")
        if hasattr(module, "FORMAT"):
            found[module.FORMAT] = module.write
    return found


def export(name: str, events: Sequence[Event], out: IO[bytes]) -> int:
    """Write all events in one format and return their number; a row lost on the way is our bug."""
    rows = formats()[name](events, out)
    if rows != len(events):
        raise RuntimeError(f"export {name}: {len(events)} events in, {rows} rows out")
    return rows
