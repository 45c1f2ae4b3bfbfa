"""Damage report files in seeded ways, and see that each gives figures or UnreadableReport, soon.

    python tests/support/report_fuzz.py --count 10000 meta apple
    python tests/support/report_fuzz.py --seed 417 --count 1 meta

prints a line a format, and the seed and the traceback of each new way to fail.
"""

import argparse
import io
import os
import re
import resource
import signal
import sys
import traceback
import zipfile
import zlib
from base64 import a85decode, a85encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from lzma import LZMAError
from pathlib import Path
from random import Random
from types import TracebackType

from whole_reports import read_reports

from scrapers.downloads import DAMAGED, Download
from scrapers.figures import Count, Figure, Report, UnreadableReport
from scrapers.reports import FORMATS, figures_of

FILES = Path(__file__).parent / "report_files"
PATIENCE = 20  # seconds of CPU for one file
MEMORY = 6_000_000_000  # bytes of address space; a file that needs more is a bomb
PLACE = ("Hong Kong", "Hong Kong SAR", "HK", "HKG")
NAMES = ("", "report (1).csv", "2020_H1", "2020-12-31.csv", "x" * 3000, "2020_H1-2021_H2", "\0\n")
ODD = (
    *("-1", "1e9", "9" * 13, "9" * 5000, "0x10", "NaN", "1.234", "12*", "< 10", "0-499", "9-1"),
    *("", " ", "-", "--", "n/a", "0%", "101%", "1e-400", "0." + "3" * 400, "١٢", "½", "*" * 300),
    *('"', '""', "'", ",", ";", "\t", "\r", "\n", "\r\n", "\0", "\ufeff", "\u2028", "\x0b", "\\"),
    *("Hong Kong", "Total", "=1+1", "2020-13-45", "H9 2020", "1/1/20", "13/45/99", "December 2020"),
    *("<td>", "</table>", "<table>" * 50, "<div>" * 2000, "<!--", "&#0;", "<td colspan=99999999>"),
    *("<td rowspan=99999999>", "[" * 2000, "{" * 2000, "(" * 2000, "A" * 140_000, ", " * 600),
)

Mutation = Callable[[Random, bytes], bytes]


class TooSlow(BaseException):
    """A file that takes longer than anybody waits for; no library can catch it by the way."""


class Watched:
    """Keep what is raised inside, whatever it is, as a failure told in words."""

    def __init__(self) -> None:
        self.failure = ""

    def __enter__(self) -> "Watched":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if error is None or not isinstance(error, Exception | TooSlow):
            return False
        self.failure = "".join(traceback.format_exception(error))
        return True


@dataclass(frozen=True)
class Outcome:
    figures: int = 0
    errors: int = 0
    seconds: float = 0.0
    failure: str = ""


@cache  # drawing a PDF or a workbook takes longer than reading it
def seeds_of(format_: str) -> dict[str, bytes]:
    """Give the files of a format; none when nobody has written them."""
    if not (FILES / f"{format_}.py").exists():
        return {}
    return import_module(f"report_files.{format_}").files()


def try_one(format_: str, seed: int) -> Outcome:
    """Read the damaged file of a seed as any report, and as this format."""
    body, name = damaged(format_, seed)
    found: list[object] = []
    start = _cpu()
    with Watched() as watched, patience():
        reading = import_module(f"scrapers.reports.{format_}")
        download = Download(body, name)
        found += _reports(lambda: read_reports(body, name))
        found += _reports(lambda: (reading.read(download),))
        _reports(lambda: (reading.closeness(download),))
        check([report for report in found if isinstance(report, Report)])
    seconds = _cpu() - start
    if watched.failure:
        told = f"{format_}, seed {seed}, {name[:80]!r}\n{watched.failure}"
        return Outcome(failure=told, seconds=seconds)
    figures = sum(len(report.figures) for report in found if isinstance(report, Report))
    errors = sum(isinstance(report, UnreadableReport) for report in found)
    return Outcome(figures, errors, seconds)


def damaged(format_: str, seed: int) -> tuple[bytes, str]:
    """Make the file of a seed: one of the format's, damaged in one to three ways."""
    random = Random(f"{format_} {seed}")
    name, body = random.choice(sorted(seeds_of(format_).items()))
    if random.random() < 0.05:
        name = random.choice(NAMES)
    packed = body.startswith((b"PK", b"%PDF-"))  # most other damage leaves nothing to read
    for _ in range(random.choice((1, 1, 1, 1, 2, 3))):
        change = inside if packed and random.random() < 0.7 else random.choice(MUTATIONS)
        body = change(random, body)
    return body, name


def check(reports: list[Report]) -> None:
    """See that the figures are what ``scrapers.figures`` promises."""
    for report in reports:
        with suppress(UnreadableReport):  # a place by a name that may be ours
            figures_of(report, place=PLACE)
        for figure in report.figures:
            assert figure.period.start <= figure.period.end, figure
            for count in (figure.received, figure.accounts, figure.answered):
                if count is not None:
                    check_count(count, figure)
            share = figure.percentage
            if share is not None and share.percent is not None:
                assert share.low is not None and share.high is not None, figure
                assert 0 <= share.low <= share.percent <= share.high <= 100, figure
            if figure.derived is not None:
                assert figure.derived.low <= figure.derived.nearest <= figure.derived.high, figure


def check_count(count: Count, figure: Figure) -> None:
    if count.low is not None and count.high is not None:
        assert 0 <= count.low <= count.high, figure
    if count.number == 0:  # never a silent zero
        assert "0" in count.printed or count.notation in ("less_than", "not_available"), figure
    if count.notation in ("blank", "dash", "unreadable", "not_available"):
        assert count.low is None and count.high is None, figure
    if count.cell is not None:
        assert count.cell.row >= 1 and count.cell.column >= 1, figure


@contextmanager
def patience(seconds: float = PATIENCE) -> Iterator[None]:
    """Raise TooSlow when what is done inside takes too much CPU."""

    def give_up(*_: object) -> None:
        raise TooSlow(f"more than {seconds} s")

    # A PDF is read in a child, which our own timer does not count: so there is one on the clock.
    timers = (
        (signal.ITIMER_PROF, signal.SIGPROF, seconds),
        (signal.ITIMER_REAL, signal.SIGALRM, 10 * seconds),
    )
    former = [signal.signal(number, give_up) for _, number, _ in timers]
    for timer, _, limit in timers:
        signal.setitimer(timer, limit, seconds)
    try:
        yield
    finally:
        for (timer, number, _), handler in zip(timers, former, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(number, handler)


def _cpu() -> float:
    return sum(os.times()[:4])  # seconds, those of children too


def _reports(reading: Callable[[], tuple[object, ...]]) -> tuple[object, ...]:
    try:
        return reading()
    except UnreadableReport as error:
        return (error,)


def _piece(random: Random, body: bytes) -> tuple[int, int]:
    start = random.randrange(len(body) + 1)
    return start, min(len(body), start + random.choice((1, 3, 20, 200, 2000)))


def flip(random: Random, body: bytes) -> bytes:
    flipped = bytearray(body)
    for _ in range(random.choice((1, 1, 5, 50))):
        if flipped:
            flipped[random.randrange(len(flipped))] = random.randrange(256)
    return bytes(flipped)


def cut(random: Random, body: bytes) -> bytes:
    start, end = _piece(random, body)
    return random.choice((body[:start], body[start:], body[:start] + body[end:]))


def double(random: Random, body: bytes) -> bytes:
    start, end = _piece(random, body)
    times = random.choice((1, 1, 2, 10, 300))
    return body[:end] + body[start:end] * times + body[end:]


def put(random: Random, body: bytes) -> bytes:
    start, end = _piece(random, body)
    odd = random.choice(ODD).encode("utf-8")
    return body[:start] + odd + body[random.choice((start, start, end)) :]


def cell(random: Random, body: bytes) -> bytes:
    """Put something odd in the place of one cell, or of one word of a page."""
    ends = [place for place, byte in enumerate(body[:200_000]) if byte in b",\n\r<>()"]
    if len(ends) < 2:
        return put(random, body)
    which = random.randrange(len(ends) - 1)
    odd = random.choice(ODD).encode("utf-8")
    return body[: ends[which] + 1] + odd + body[ends[which + 1] :]


def rows(random: Random, body: bytes) -> bytes:
    """Leave out, double, swap, join or shuffle lines."""
    lines = body.splitlines(keepends=True)
    if len(lines) < 2:
        return double(random, body)
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    how = random.choice(("leave", "double", "swap", "join", "shuffle", "many"))
    if how == "leave":
        del lines[one]
    elif how == "double":
        lines.insert(other, lines[one])
    elif how == "swap":
        lines[one], lines[other] = lines[other], lines[one]
    elif how == "join":
        lines[one] = lines[one].rstrip(b"\r\n")
    elif how == "shuffle":
        random.shuffle(lines)
    else:
        lines[one:one] = [lines[one]] * 400
    return b"".join(lines)


def column(random: Random, body: bytes) -> bytes:
    """Leave out, double or move a column, without regard to quotes."""
    lines = [line.split(b",") for line in body.split(b"\n")]
    width = max(map(len, lines))
    one, other = random.randrange(width), random.randrange(width)
    how = random.choice(("leave", "double", "move"))
    for line in lines:
        if one < len(line):
            taken = line[one] if how == "double" else line.pop(one)
            if how != "leave":
                line.insert(other, taken)
    return b"\n".join(b",".join(line) for line in lines)


def delimiters(random: Random, body: bytes) -> bytes:
    pairs = ((b",", b";"), (b",", b"\t"), (b"\n", b"\r"), (b"\n", b"\r\n"), (b'"', b"'"))
    pairs += ((b",", b""), (b"\n", b""), (b" ", b"\xc2\xa0"), (b"-", b"\xe2\x80\x93"), (b"0", b""))
    return body.replace(*random.choice(pairs))


def encoding(random: Random, body: bytes) -> bytes:
    text = body.decode("utf-8", errors="replace")
    names = ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32", "cp1252", "utf-7")
    return text.encode(random.choice(names), errors="replace")


def splice(random: Random, body: bytes) -> bytes:
    """Go on with a file of another format."""
    others = [other for name in FORMATS for _, other in sorted(seeds_of(name).items())]
    other = random.choice(others)
    return body[: random.randrange(len(body) + 1)] + other[random.randrange(len(other) + 1) :]


def inside(random: Random, body: bytes) -> bytes:
    """Damage a member of a zip or a workbook, or a stream of a PDF; pack any other file."""
    change = random.choice((flip, cut, double, put, cell, cell, cell, rows))
    if body.startswith(b"%PDF-"):
        return _inside_pdf(random, body, change)
    packed = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = [(name, archive.read(name)) for name in archive.namelist()]
    except (*DAMAGED, LZMAError):
        members = [(random.choice(("a.csv", "../2020_H1.csv", "__MACOSX/._a.csv", "a")), body)]
    which = random.randrange(len(members)) if members else 0
    with zipfile.ZipFile(packed, "w", random.choice((0, 8, 8, 8, 8, 14))) as archive:
        for number, (name, member) in enumerate(members):
            archive.writestr(name, change(random, member) if number == which else member)
    return packed.getvalue()


def _inside_pdf(random: Random, body: bytes, change: Mutation) -> bytes:
    """Damage what a page draws, written in ASCII85 and deflated; another stream as it is."""
    streams = [*re.finditer(rb"stream\r?\n(.*?)endstream", body, re.DOTALL)]
    if not streams:
        return change(random, body)
    which = random.choice(streams)
    try:
        drawn = zlib.decompress(a85decode(b"<~" + which[1].strip(), adobe=True))
    except (ValueError, zlib.error):
        return body[: which.start(1)] + change(random, which[1]) + body[which.end(1) :]
    damaged_stream = a85encode(zlib.compress(change(random, drawn)), adobe=True)[2:]
    return body[: which.start(1)] + damaged_stream + b"\n" + body[which.end(1) :]


MUTATIONS: tuple[Mutation, ...] = (
    *(flip, flip, cut, double, put, put, cell, cell, cell, cell),
    *(rows, rows, column, column, delimiters, encoding, splice, inside, inside),
)


def main() -> int:
    """Run many seeds of each format; 1 when one of them fails."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("formats", nargs="*", choices=[[], *FORMATS], default=[], metavar="FORMAT")
    asked.add_argument("--count", type=int, default=10_000, help="files of each format")
    asked.add_argument("--seed", type=int, default=0, help="the first seed")
    arguments = asked.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    failed = False
    for format_ in arguments.formats or FORMATS:
        if not seeds_of(format_):
            print(f"{format_}: write tests/support/report_files/{format_}.py")
            failed = True
            continue
        failed |= _run(format_, range(arguments.seed, arguments.seed + arguments.count))
    return int(failed)


def _run(format_: str, numbers: range) -> bool:
    figures = errors = failures = 0
    slowest, slowest_seed = 0.0, numbers.start
    seen: set[str] = set()
    for seed in numbers:
        outcome = try_one(format_, seed)
        figures, errors = figures + outcome.figures, errors + outcome.errors
        if outcome.seconds > slowest:
            slowest, slowest_seed = outcome.seconds, seed
        if outcome.failure:
            failures += 1
            place = "".join(line for line in outcome.failure.splitlines(True) if "File " in line)
            if place not in seen:
                seen.add(place)
                print(outcome.failure, file=sys.stderr, flush=True)
    print(
        f"{format_}: {len(numbers)} files, {figures} figures, {errors} errors, "
        f"slowest {slowest:.2f} s (seed {slowest_seed}), {failures} failed",
        flush=True,
    )
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
