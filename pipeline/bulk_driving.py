"""Have WARC files read by the workers of an engine, and keep what they find: one writer, in order.

Parts of the files are in work side by side, and their readings are taken in the order of the
files, so that the same files give the same rows however many workers there are. A page is known by
its address and moment, so what is read twice is kept once.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Protocol

from pipeline.bulk import Found, Job, Order, Reading, answer_of, read_range
from pipeline.bulk_parts import Part, after, lost, narrowed, parts_of
from pipeline.bulk_positions import Position, Positions, Span
from pipeline.engines import Engine, EngineLost, WorkerLost
from pipeline.errors import StancelineError
from pipeline.looking import Received
from scrapers.answers import Answer, Ask
from scrapers.foreign_warc import divisible
from scrapers.judging import GOOD
from scrapers.warc_records import FOREIGN_SOURCE

MOST_DAMAGES = 100  # of one file that are named; the others are counted


class Intake(Protocol):
    """What keeps pages, with the rows that were made of them."""

    def has(self, url: str, at: str) -> bool:
        """Tell whether a capture of a page at that very moment is kept."""

    def take(self, ask: Ask, answer: Answer, *, read: Received | None = None) -> str:
        """Keep an answer with its rows, and return its outcome."""

    def note(self, problem: str) -> None:
        """Keep a sentence for the ledger of the run."""


@dataclass(slots=True)
class Bulk:
    """What a run did so far, and what it could not do.

    ``opened`` of the ``files`` were looked at, ``passed_over`` of them were read to their end by
    an earlier run; ``known_bytes`` is what they have, ``read_bytes`` what is done of that.
    ``pages`` are the good answers that are HTML or text, ``gated`` those that passed the gate by
    their bytes, ``new`` and ``known`` those that concern the law; ``missed`` are addresses of
    others that were new and no good pages, with their outcomes. ``damaged`` counts records, and
    ``missing`` are the ranges that nobody could read, with their file.
    """

    files: int = 0
    opened: int = 0
    passed_over: int = 0
    known_bytes: int = 0
    read_bytes: int = 0
    records: int = 0
    pages: int = 0
    gated: int = 0
    new: int = 0
    known: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    damaged: int = 0
    missing: list[tuple[str, Span]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_archives(
    files: Iterable[str],
    *,
    job: Job,
    engine: Engine,
    intake: Intake,
    positions: Positions,
    watch: Callable[[Bulk], None] = lambda bulk: None,
) -> Bulk:
    """Read files, each a path or an address, and keep their pages that concern the law.

    What an earlier run of the same job has read is passed over. A damaged record, a lost file and
    a part that kills its workers are named, and the others are read all the same; when the engine
    itself is lost, the run ends there. ``watch`` is told after each part. Raises StancelineError
    when no worker can do the job.
    """
    drive = _Drive(job, engine, intake, positions)
    wanted = list(dict.fromkeys(files))
    drive.bulk.files = len(wanted)
    drive.run(wanted, watch)
    return drive.bulk


class _Drive:
    """One run: what is in work, and how far each file is."""

    def __init__(self, job: Job, engine: Engine, intake: Intake, positions: Positions) -> None:
        self.bulk = Bulk()
        self._job = job
        self._engine = engine
        self._intake = intake
        self._positions = positions
        self._at: dict[str, Position] = {}
        self._exact: dict[str, bool] = {}  # whether a record is known to begin where a file stands
        self._damages: dict[str, int] = {}
        self._work: deque[tuple[Part, Future[Reading]]] = deque()

    def run(self, files: list[str], watch: Callable[[Bulk], None]) -> None:
        parts = self._parts(files)
        try:
            while True:
                # One waits for each worker, and one is being taken; a cluster may have grown.
                most = 2 * self._engine.workers + 1
                while len(self._work) < most and (part := next(parts, None)) is not None:
                    self._work.append((part, self._submit(part)))
                if not self._work:
                    break
                self._take(*self._work.popleft())
                watch(self.bulk)
        except EngineLost as gone:
            self._problem(f"{gone}; the same command goes on where this one was")
        finally:
            for _, future in self._work:
                future.cancel()
        for name, count in self._damages.items():
            if count > MOST_DAMAGES:
                self._problem(f"{name}: {count - MOST_DAMAGES} more records are damaged")

    def _parts(self, files: list[str]) -> Iterator[Part]:
        """Open one file after the other, and give the parts that are still to be read."""
        for name in files:
            try:
                with self._job.open(name) as opened:
                    parted, size = divisible(opened), opened.size
            except OSError as error:
                said = str(error)
                self._problem(said if name in said else f"{name}: {said}")
                continue
            position = self._at[name] = self._positions.of(self._job.id, name, size)
            parts = parts_of(position, divisible=parted)
            self.bulk.opened += 1
            self.bulk.passed_over += not parts
            self.bulk.known_bytes += size or 0
            self.bulk.read_bytes += position.read_to
            yield from parts

    def _submit(self, part: Part) -> "Future[Reading]":
        size = self._at[part.file].size
        order = Order(self._job, part.file, size, part.start, part.end, part.exact)
        return self._engine.submit(read_range, order)

    def _take(self, part: Part, future: "Future[Reading]") -> None:
        error = future.exception()
        if error is None:
            self._take_reading(part, future.result())
        elif isinstance(error, WorkerLost):
            self._narrow(part, error)
        elif isinstance(error, OSError):
            self._lose(part, str(error))
        elif isinstance(error, StancelineError) or not isinstance(error, Exception):
            raise error  # no worker will do better, or the engine is lost
        else:
            why = f"{type(error).__name__}: {error}; this is a mistake of ours, please report it"
            self._lose(part, why)

    def _take_reading(self, part: Part, reading: Reading) -> None:
        before = self._at[part.file]
        if self._exact.get(part.file) and part.again is None and not part.exact:
            if reading.began not in (None, before.read_to):  # it began within a record
                right = replace(part, start=before.read_to, exact=True)
                self._work.appendleft((right, self._submit(right)))
                return
        self.bulk.records += reading.records
        self.bulk.pages += reading.pages
        self.bulk.gated += reading.gated
        for found in reading.found:
            self._keep(found)
        for damage in reading.damages:
            count = self._damages[part.file] = self._damages.get(part.file, 0) + 1
            self.bulk.damaged += 1
            if count <= MOST_DAMAGES:
                self._problem(f"{part.file}: the record at {damage.offset}: {damage.why}")
        position, rest = after(part, before, stopped=reading.stopped, done=reading.done)
        if part.again is None:
            self.bulk.read_bytes += max(0, position.read_to - before.read_to)
            self._exact[part.file] = True
        self._remember(position)
        if rest is not None:
            self._work.appendleft((rest, self._submit(rest)))

    def _keep(self, found: Found) -> None:
        page = found.page
        if self._intake.has(page.url, page.captured_at):
            self.bulk.known += 1
            return
        ask, answer = Ask(page.url, FOREIGN_SOURCE), answer_of(page)
        outcome = self._intake.take(ask, answer, read=found.received)
        if outcome in GOOD or outcome == "teaser":
            self.bulk.new += 1
        else:
            self.bulk.missed.append((page.url, outcome))
        if found.problem is not None:
            self._problem(found.problem)

    def _narrow(self, part: Part, error: WorkerLost) -> None:
        position, pieces = narrowed(part, self._at[part.file])
        if not pieces:
            self._lose(part, str(error))
            return
        self._remember(position)
        for piece in reversed(pieces):
            self._work.appendleft((piece, self._submit(piece)))

    def _lose(self, part: Part, why: str) -> None:
        position, span = lost(part, self._at[part.file])
        self._exact[part.file] = False
        self._remember(position)
        self.bulk.missing.append((part.file, span))
        end = "its end" if span[1] is None else f"before {span[1]}"
        self._problem(
            f"{part.file}: what begins from {span[0]} to {end} is missing ({why}); "
            "the same command tries that again"
        )

    def _remember(self, position: Position) -> None:
        self._at[position.file] = position
        self._positions.keep(position)

    def _problem(self, sentence: str) -> None:
        if sentence not in self.bulk.problems:
            self.bulk.problems.append(sentence)
            self._intake.note(sentence)
