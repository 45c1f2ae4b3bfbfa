"""Remember sources that leave a tracker: what was seen there is still read as it was.

Without it, to take a dead page out of ``sources.toml`` would change whose voice its past is, and
what is known of its versions.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.errors import StoreError
from scrapers.json_lines import UnsoundLine, append_lines, read_lines
from scrapers.sources import Source


def remember(path: Path, sources: Iterable[Source]) -> tuple[Source, ...]:
    """Note the sources of a tracker as they are now; give those that were in it and are no more.

    What is new is safely on disk before this returns. Raises StoreError.
    """
    now = {source.id: source for source in sources}
    try:
        known = {source.id: source for source in read_lines(path, _read_entry)}
        changed = [source for name, source in now.items() if known.get(name) != source]
        append_lines(path, map(_entry, changed), _read_entry)
    except UnsoundLine as error:
        raise StoreError(
            f"{error}. Remove that line: the source that it names is then read like any page"
        ) from error
    except OSError as error:
        raise StoreError(
            f"{path}: it cannot be read or written ({error}); free the disk or fix its "
            "permissions, then run the command again"
        ) from error
    return tuple(source for name, source in sorted(known.items()) if name not in now)


def _entry(source: Source) -> dict[str, Any]:
    return source.model_dump(mode="json", exclude_none=True)


def _read_entry(row: dict[str, Any]) -> Source:
    try:
        return Source.model_validate(row)
    except ValidationError as error:
        raise UnsoundLine(f"it is no source ({error.errors()[0]['msg']})") from error
