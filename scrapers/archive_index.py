"""Index WARC files as CDXJ, the form that replay tools read: one sorted line an answer.

A library for this exists, but brings along one that asks the web for a list of domains.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from scrapers.captures import Capture

SUFFIX = ".cdxj"


def index_path(path: Path) -> Path:
    """Name the index that lies beside a WARC file."""
    return path.with_name(path.name + SUFFIX)


def write_index(path: Path, captures: Iterable[Capture]) -> None:
    """Write the index of one WARC file anew; a reader sees the old one or the whole new one."""
    lines = sorted(_line(capture) for capture in captures)
    partial = index_path(path).with_name(f"{index_path(path).name}.partial")
    partial.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    partial.replace(index_path(path))


def read_index(path: Path) -> Iterator[tuple[str, str, int]]:
    """Give address, digest and offset of each capture in a WARC file's index."""
    for line in index_path(path).read_text(encoding="utf-8").split("\n")[:-1]:
        entry = json.loads(line.split(" ", 2)[2])
        yield entry["url"], entry["digest"], int(entry["offset"])


def is_current(path: Path) -> bool:
    """Tell whether a WARC file has an index no older than itself."""
    index = index_path(path)
    return index.exists() and index.stat().st_mtime_ns >= path.stat().st_mtime_ns


def _line(capture: Capture) -> str:
    stamp = "".join(sign for sign in capture.captured_at if sign.isdigit())[:14]
    entry = {
        "url": capture.url,
        "mime": (capture.media_type or "unk").partition(";")[0].strip() or "unk",
        "status": "200",
        "digest": capture.digest,
        "length": str(capture.length),
        "offset": str(capture.offset),
        "filename": capture.file,
    }
    return f"{_sort_key(capture.url)} {stamp} {json.dumps(entry, ensure_ascii=False)}"


def _sort_key(url: str) -> str:
    """Turn the host around (SURT), so that the pages of one site stand together."""
    try:
        parts = urlsplit(url.lower())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return url.lower().replace(" ", "%20")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return f"{','.join(reversed(host.split('.')))}{port}){path}".replace(" ", "%20")
