"""Say which files of Common Crawl's CC-NEWS hold the news of a period.

Pure: days in, addresses out; lists of paths in, files out. A file's name carries the moment (UTC)
at which the crawler began it; it wrote into it for some hours. Each month has a folder with a list
of its files, ``warc.paths.gz``.
"""

import gzip
import re
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

ADDRESS = "https://data.commoncrawl.org"
BEGAN = date(2016, 8, 26)
LATE = timedelta(days=3)  # news is mostly crawled on its day, and hardly ever later than this
LONGEST_RUN = timedelta(days=2)  # of one file: hours mostly, days when the crawler stood still
DAY = timedelta(days=1)
LIST_BYTES = 20_000_000  # unpacked; a month has under a thousand files, in 70 kB
FILE_PATH = re.compile(
    r"crawl-data/CC-NEWS/\d{4}/\d\d/CC-NEWS-(\d{14})-(\d{1,9})\.warc\.gz", re.ASCII
)


class OutsideNews(Exception):
    """Days for which CC-NEWS can hold nothing; the message says which it can."""


class UnreadableList(Exception):
    """A list of paths that is none; the message says what came instead."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of CC-NEWS, which is one folder there."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"

    def list_address(self, *, at: str = ADDRESS) -> str:
        """Give the address of the list of the month's files."""
        return f"{at}/crawl-data/CC-NEWS/{self.year}/{self.number:02}/warc.paths.gz"

    def is_over(self, *, today: date) -> bool:
        """Tell whether the month lies behind us: only then its list must be there."""
        return (self.year, self.number) < (today.year, today.month)


@dataclass(frozen=True, slots=True, order=True)
class NewsFile:
    """One WARC file; files sort by the moment (UTC) at which they were begun, then by serial."""

    begun_at: datetime
    serial: int
    path: str

    def address(self, *, at: str = ADDRESS) -> str:
        """Give the address that the file is read from."""
        return f"{at}/{self.path}"


@dataclass(frozen=True, slots=True)
class PathList:
    """What a list of paths names; ``odd`` are the lines that are no file of CC-NEWS, as written."""

    files: tuple[NewsFile, ...]
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoList:
    """A list that is not there; ``is_problem`` where somebody must look."""

    why: str
    is_problem: bool


def months_of(since: date, until: date, *, today: date) -> list[Month]:
    """Name the months whose lists to ask for, so that none of the period's files is missed.

    Both days are included, and are days of events: ``files_of`` tells what is read for them. The
    months before and behind are named, too, where a file of a border may stand. Those that are yet
    to come are left out. Raises OutsideNews for days of which CC-NEWS can know nothing.
    """
    if until < since:
        raise OutsideNews(f"the period ends on {until}, before its first day {since}; swap the two")
    if since > today:
        raise OutsideNews(f"{since} is yet to come; the last day that can be read is {today}")
    if until < BEGAN:
        raise OutsideNews(f"CC-NEWS began on {BEGAN}, and holds nothing of {until}; ask for later")
    first = max(_before(since, LONGEST_RUN), BEGAN)
    # A file that was begun in a month's last hours may lie in the folder of the next.
    last = min(_after(until, LATE + DAY), today)
    begin, end = (day.year * 12 + day.month - 1 for day in (first, last))
    return [Month(count // 12, count % 12 + 1) for count in range(begin, end + 1)]


def no_list(
    month: Month, *, status: int | None, note: str | None, today: date, at: str = ADDRESS
) -> NoList:
    """Say what it means that a month's list could not be had.

    ``status`` and ``note`` are those of the answer. That a running month has no list yet is told,
    and no problem: its first file is still being written.
    """
    address = month.list_address(at=at)
    if status == 404 and not month.is_over(today=today):
        return NoList(f"CC-NEWS has no list for {month} yet, as that month is not over", False)
    said = f"HTTP {status}" if status is not None and not note else note or "no answer"
    return NoList(f"the list of CC-NEWS for {month} could not be had ({said}); see {address}", True)


def read_list(body: bytes) -> PathList:
    """Read a list of paths, packed or not; a file that it names twice counts once.

    A line that names no file of CC-NEWS is given as odd, for its days can only be guessed. Raises
    UnreadableList for what is no list at all.
    """
    text = _unpacked(body).decode("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    read = [(line, _file_of(line)) for line in lines]
    files = [file for _, file in read if file]
    odd = tuple(dict.fromkeys(line for line, file in read if file is None))
    if not files:
        said = repr(lines[0][:80]) if lines else "nothing"
        raise UnreadableList(f"this list names no file of CC-NEWS; it begins with {said}")
    return PathList(tuple(in_order(files)), odd)


def in_order(files: Iterable[NewsFile]) -> list[NewsFile]:
    """Sort the files of all lists by the moment at which they were begun, each name once."""
    by_name = {file.path.rpartition("/")[2]: file for file in sorted(files, reverse=True)}
    return sorted(by_name.values())


def files_of(ordered: Sequence[NewsFile], since: date, until: date) -> Sequence[NewsFile]:
    """Cut out of files ``in_order`` those with the news of these days, both included.

    They are those that were begun from the first day up to three days after the last, and the one
    before them: a name tells when its file was begun, and what was crawled in the first hours of a
    day lies in the file that was begun on the evening before.
    """
    begin = bisect_left(ordered, _midnight(since), key=_begun_at)
    end = bisect_left(ordered, _midnight(_after(until, LATE + DAY)), key=_begun_at)
    if begin and ordered[begin - 1].begun_at >= _midnight(_before(since, LONGEST_RUN)):
        # Crawlers that ran side by side began their files in the same second.
        begin = bisect_left(ordered, ordered[begin - 1].begun_at, key=_begun_at)
    return ordered[begin:end]


def days_without(files: Iterable[NewsFile], since: date, until: date, *, today: date) -> list[date]:
    """List the days, from the first to the last and over (see ``files_of``), that no file covers.

    Days on which no file was begun show that the crawler stood still, or that a list has a gap.
    Today and what comes after are left out.
    """
    begun = {file.begun_at.date() for file in files}
    last = min(_after(until, LATE), _before(today, DAY))
    first = max(since, BEGAN)
    days = (first + timedelta(days=count) for count in range((last - first).days + 1))
    return [day for day in days if day not in begun]


def _begun_at(file: NewsFile) -> datetime:
    return file.begun_at


def _file_of(path: str) -> NewsFile | None:
    match = FILE_PATH.fullmatch(path)
    if match is None:
        return None
    try:
        begun_at = datetime.strptime(match[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return NewsFile(begun_at, int(match[2]), path)


def _unpacked(body: bytes) -> bytes:
    """Unpack gzip, where the server has not done so for its reader already."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        text = gzip.GzipFile(fileobj=BytesIO(body)).read(LIST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableList(f"this list does not unpack ({error}); fetch it again") from error
    if len(text) > LIST_BYTES:
        raise UnreadableList(f"this list has over {LIST_BYTES:,} bytes; see what it is")
    return text


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _before(day: date, span: timedelta) -> date:
    return day - span if day - date.min >= span else date.min


def _after(day: date, span: timedelta) -> date:
    return day + span if date.max - day >= span else date.max
