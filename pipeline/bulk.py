"""Read a range of a WARC file for one tracker: what a worker does, on this machine or another.

Page by page: the gate by its bytes, the parser, which stops at a text that does not concern the
law, the reader. An order and its reading are plain values that travel by pickle.
"""

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

from pipeline.errors import StancelineError
from pipeline.fingerprint import fingerprint
from pipeline.gate import Gate
from pipeline.looking import Received, read_found
from pipeline.page_reading import PageReader, carefully
from pipeline.parse.document import Unwanted
from pipeline.tracker import Tracker
from scrapers.answers import Answer
from scrapers.captures import Capture
from scrapers.fetcher_archives import ArchiveFile, open_archive
from scrapers.foreign_warc import Damage, ForeignPage, WarcReading
from scrapers.judging import judge
from scrapers.warc_records import FOREIGN_SOURCE, UNKNOWN_TYPE, digest_of

MOST_HELD_BYTES = 32_000_000  # of pages that one reading brings back; the rest is another order's


class OtherCode(StancelineError):
    """A worker runs other code than the machine that gives the orders."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for files behind addresses, and how; see ``Fetcher``."""

    contact: str | None = None
    loopback: bool = False
    robots_folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same in all orders of a run; ``id`` stands for it in comparisons.

    ``code`` is the fingerprint of the code that workers must have. ``asking`` are the options of
    ``open_archive``: how files behind addresses are asked for.
    """

    id: str
    code: str
    tracker: Tracker = field(compare=False)
    asking: Asking = field(default_factory=Asking, compare=False)

    def open(self, file: str, *, size: int | None = None) -> ArchiveFile:
        """Open a file by its path or address; it must have that size. Raises OSError."""
        asking = self.asking
        known = asking.robots_folder is not None and asking.robots_folder.is_dir()
        return open_archive(
            file,
            contact=asking.contact,
            loopback=asking.loopback,
            robots_folder=asking.robots_folder if known else None,  # a worker may be elsewhere
            size=size,
        )


@dataclass(frozen=True, slots=True)
class Order:
    """A range to read: the records of a file that begin in ``start`` to before ``end``, in bytes.

    ``end`` None is the end of the file; ``size`` is what the file had when it was looked at.
    ``exact`` is true where a record is known to begin at ``start``.
    """

    job: Job
    file: str
    size: int | None
    start: int = 0
    end: int | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A page that concerns the law, with its rows; ``problem`` is for a person to read.

    It may also be a page that could not be read, or that shows something else than itself.
    """

    page: ForeignPage
    received: Received
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What an order came to: ``stopped`` is where the next record begins, ``done`` is all read.

    ``began`` is where its first record does, as far as could be told.
    ``pages`` are the good answers that are HTML or text, ``gated`` those that passed the gate.
    """

    began: int | None
    stopped: int
    done: bool
    records: int
    pages: int
    gated: int
    found: tuple[Found, ...]
    damages: tuple[Damage, ...]


def job_of(tracker: Tracker, *, asking: Asking | None = None) -> Job:
    """Make the job of reading archives for a tracker; its id changes with what the gate seeks.

    An archive that was read for the same id need not be read again.
    """
    sought = tracker.model_dump_json(include={"law", "companies"})
    made_of = hashlib.sha256(sought.encode()).hexdigest()[:16]
    return Job(made_of, fingerprint(None), tracker, asking or Asking())


def read_range(order: Order) -> Reading:
    """Read one order. Raises OSError when the file cannot be had, OtherCode."""
    gate, reader = _tools(order.job)
    with order.job.open(order.file, size=order.size) as file:
        reading = WarcReading(
            file, start=order.start, end=order.end, may=gate.may, resumed=order.exact
        )
        found: list[Found] = []
        damages: list[Damage] = []
        gated = held = 0
        done = True
        for each in reading:
            if isinstance(each, Damage):
                damages.append(each)
                continue
            gated += 1
            if (one := _read(each, gate, reader)) is not None:
                found.append(one)
                held += len(each.body)
            if held > MOST_HELD_BYTES and reading.position > order.start:
                done = False
                break
        return Reading(
            reading.began,
            reading.position,
            done,
            reading.records,
            reading.pages,
            gated,
            tuple(found),
            tuple(damages),
        )


def answer_of(page: ForeignPage) -> Answer:
    """Give a captured page as the answer that it was; bytes kept alone were a good one."""
    return Answer(
        url=page.url,
        final_url=page.url,
        asked_at=page.captured_at,
        status=page.status or 200,
        headers=page.headers or (("Content-Type", page.media_type or UNKNOWN_TYPE),),
        body=page.body,
        elapsed_ms=0,
    )


@lru_cache(maxsize=1)  # a worker reads many ranges of the same job
def _tools(job: Job) -> tuple[Gate, PageReader]:
    if fingerprint(None) != job.code:
        raise OtherCode(
            "a worker has another version of Stanceline, or of a package that reads pages, than "
            "the machine that gives the orders; install the same on both, and start it again"
        )
    return Gate(job.tracker), PageReader(job.tracker)


def _read(page: ForeignPage, gate: Gate, reader: PageReader) -> Found | None:
    """Read a page that passed the gate by its bytes; None when it does not concern the law."""
    received, problem = carefully(page.url, partial(_received, page, gate, reader))
    return None if received is None else Found(page, received, problem)


def _received(page: ForeignPage, gate: Gate, reader: PageReader) -> Received | None:
    answer = answer_of(page)
    capture = Capture(
        url=page.url,
        captured_at=page.captured_at,
        source=FOREIGN_SOURCE,
        media_type=answer.media_type,
        body=page.body,
        digest=digest_of(page.body),
        file="",
        offset=0,
        length=0,
    )
    try:
        document = read_found(capture, None, wanted=gate.wants)
    except Unwanted:
        return None
    if not gate.wants(document.title, document.text):
        return None
    outcome = judge(answer, purpose="page")
    return reader.received(document) if outcome == "new" else Received(outcome)
