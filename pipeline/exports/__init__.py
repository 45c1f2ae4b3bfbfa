"""Write editions in formats that others read; each format is one module here with ``FORMAT``."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from pipeline.edition import Edition

Writer = Callable[[Edition, IO[bytes]], int]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, the ending and media type of its files, and who writes it.

    ``write`` returns how many events it wrote. What it writes depends on the edition alone, and
    it holds no more than some hundred lines at once where the format allows it.
    """

    name: str
    ending: str
    media_type: str
    write: Writer


def formats() -> dict[str, Format]:
    """Find the formats by name."""
    found: dict[str, Format] = {}
    for entry in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{entry.name}")
        if hasattr(module, "FORMAT"):
            found[module.FORMAT.name] = module.FORMAT
    return dict(sorted(found.items()))


def export(name: str, edition: Edition, out: IO[bytes]) -> int:
    """Write all events in one format and return their number; an event lost on the way is our bug.

    Raises RuntimeError then.
    """
    rows = formats()[name].write(edition, out)
    if rows != edition.count:
        raise RuntimeError(f"export {name}: {edition.count} events in, {rows} rows out")
    return rows
