"""WARC files of other tools, an engine that works at once, and what keeps the pages, for tests."""

import gzip
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from nights import article

MOMENT = "2020-07-08T01:02:03Z"
PAUSED = "Zoom said on 7 July 2020 that it had paused data requests from the Hong Kong police."
TARTS = "A recipe for egg tarts, as made in Lisbon."


def record(number: object, text: str = PAUSED, *, moment: str = MOMENT) -> bytes:
    """Write the answer with which a paper gave its page of that number."""
    body = article(text).encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://paper.example/{number}\r\n"
        f"WARC-Date: {moment}\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def packed(path: Path, *records: bytes) -> str:
    """Write a file of records, each a gzip member, and name it."""
    path.write_bytes(b"".join(gzip.compress(each, mtime=0) for each in records))
    return str(path)


@dataclass
class Kept:
    """An intake that remembers what it was given."""

    taken: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def has(self, url, at):
        return any((ask.url, answer.asked_at) == (url, at) for ask, answer, _ in self.taken)

    def take(self, ask, answer, *, read=None):
        self.taken.append((ask, answer, read))
        return read.outcome

    def note(self, problem):
        self.notes.append(problem)

    def urls(self):
        """Name the pages that were kept by what stands behind the last slash."""
        return [ask.url.rpartition("/")[2] for ask, _, _ in self.taken]


@dataclass
class Inline:
    """An engine that works at once; ``dies`` tells at which orders its worker is killed."""

    workers: int = 2
    dies: Callable = lambda order: None
    orders: list = field(default_factory=list)

    def submit(self, work, task):
        self.orders.append(task)
        future = Future()
        if (error := self.dies(task)) is not None:
            future.set_exception(error)
            return future
        try:
            future.set_result(work(task))
        except OSError as error:
            future.set_exception(error)
        return future
