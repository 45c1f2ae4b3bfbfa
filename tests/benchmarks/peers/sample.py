"""Read pages out of a WARC file and tell what a loop over them cost; shared by the peers' scripts.

This runs in the environments of the peers, where nothing of Stanceline is installed.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from fastwarc import ArchiveIterator, WarcRecordType


def arguments(*flags: str) -> argparse.Namespace:
    """Read what every script is called with, and flags of its own."""
    asked = argparse.ArgumentParser()
    asked.add_argument("file", type=Path)
    asked.add_argument("pages", type=int)
    for flag in flags:
        asked.add_argument(flag, action="store_true")
    return asked.parse_args()


def pages(file: Path, count: int, *, verify: bool = False) -> Iterator[tuple[str, bytes, str]]:
    """Give address, body and charset of the first good answers in HTML; with 0, of all."""
    given = 0
    with file.open("rb") as stream:
        for record in ArchiveIterator(
            stream, record_types=WarcRecordType.response, verify_digests=verify
        ):
            http = record.http_headers
            if http.status_code != 200 or "html" not in (record.http_content_type or ""):
                continue
            body = record.reader.read()
            yield record.headers["WARC-Target-URI"], body, record.http_charset or "utf-8"
            given += 1
            if given == count:
                return


def tell(
    work: Callable[[str, bytes, str], object], *packages: str, given: argparse.Namespace
) -> None:
    """Call ``work`` with each page, held in memory before, and print what that cost."""
    held = list(pages(given.file, given.pages))
    work(*held[0])  # what is loaded at the first page only is no cost of a page
    start = time.process_time()
    texts = sum(bool(work(*page)) for page in held)
    report(time.process_time() - start, held, texts, packages)


def report(
    seconds: float, held: list[tuple[str, bytes, str]], texts: int, packages: tuple[str, ...]
) -> None:
    """Print the object that the benchmark reads."""
    sizes = [len(body) for _, body, _ in held]
    told = {
        "pages": len(held),
        "html_bytes": sum(sizes),
        "cpu_seconds": seconds,
        "texts": texts,
        "versions": {package: version(package) for package in packages},
    }
    print(json.dumps(told))


def decoded(body: bytes, charset: str) -> str:
    """Read the letters of a page as its head says they are written."""
    try:
        return body.decode(charset, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
