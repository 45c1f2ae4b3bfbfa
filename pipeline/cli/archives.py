"""Read whole archives of news: ``stanceline backfill warc`` and ``backfill ccnews``."""

import glob
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.fetching import open_intake
from pipeline.cli.inputs import IsoDate
from pipeline.cli.place import Place, with_place

if TYPE_CHECKING:
    from pipeline.bulk_driving import Bulk
    from pipeline.intake import Intake
    from pipeline.tracker import Tracker

ADDRESS = ("http://", "https://")


def _with_engine(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say by whom files are read."""
    for option in (
        click.option(
            "--again", is_flag=True, help="Read also what was read before for the same names."
        ),
        click.option(
            "--scheduler", metavar="ADDRESS", help="Where the engine's cluster is, tcp://HOST:PORT."
        ),
        click.option(
            "--workers",
            metavar="N",
            type=click.IntRange(1, 1024),
            help="How many processes read on this machine; else one for each processor.",
        ),
        click.option(
            "--engine",
            metavar="NAME",
            default="local",
            show_default=True,
            help="Who reads: local (processes of this machine) or dask (a cluster).",
        ),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("files", metavar="FILE|URL|GLOB...", nargs=-1, required=True)
@_with_engine
@with_place
def warc(place: Place, *, files: tuple[str, ...], **engine: Any) -> None:
    """Keep the pages of WARC files that concern the law.

    Any tool's files will do: .warc, .warc.gz, .warc.zst, here or behind an address. Pages are kept
    with the moment of their capture when their text names a company, the place, and the law or
    what it is about. Damaged records are named and passed over. Stopped at any moment, the same
    command goes on where it was; a file that was read is not read again, unless --again says so
    or the tracker looks for other names.

    \b
    Examples:
      stanceline backfill warc CC-NEWS-20200707012345-00042.warc.gz
      stanceline backfill warc "archive/2020-07/*.warc.gz" --workers 4
      stanceline backfill warc https://data.example/a.warc.gz --engine dask --scheduler tcp://a:8786
    """
    wanted = [name for given in files for name in _names(given)]
    tracker = place.tracker()
    with open_intake(place, tracker, "backfill warc") as (intake, _):
        bulk = _read(place, tracker, intake, wanted, **engine)
    _report("warc", bulk, intake)


def _names(given: str) -> list[str]:
    """Give the files that an argument stands for, with their whole paths."""
    if given.startswith(ADDRESS):
        return [given]
    path = Path(given)
    if path.is_file():
        return [str(path.resolve())]
    if path.is_dir():
        raise click.BadParameter(
            f"{given} is a folder; name its files: '{given.rstrip('/')}/*.warc.gz'",
            param_hint="FILE",
        )
    matches = glob.glob(given, recursive=True)  # noqa: PTH207  # Path.glob takes no whole paths
    found = sorted(each for each in matches if Path(each).is_file())
    if not found:
        raise click.BadParameter(f"{given}: there is no such file", param_hint="FILE")
    return [str(Path(each).resolve()) for each in found]


@click.command()
@click.option(
    "--since", required=True, metavar="DATE", type=IsoDate(), help="From events of this day on."
)
@click.option("--until", required=True, metavar="DATE", type=IsoDate(), help="Up to this day's.")
@click.option(
    "--crawl",
    metavar="URL",
    default="https://data.commoncrawl.org",
    show_default=True,
    help="Where Common Crawl's files, or a copy of them, are.",
)
@_with_engine
@with_place
def ccnews(place: Place, *, since: str, until: str, crawl: str, **engine: Any) -> None:
    """Keep the pages of Common Crawl's news archive that concern the law.

    CC-NEWS is sorted by the moment of the crawl, so of an event's day the files of that day and
    the three after it are read: some 50 files of 1 GB. Its files are read as with 'backfill warc',
    straight from their addresses; nothing of them is kept but the pages that concern the law.

    \b
    Examples:
      stanceline backfill ccnews --since 2020-07-01 --until 2020-07-08
      stanceline backfill ccnews --since 2020-07-05 --until 2020-07-05 --workers 4
    """
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    if first > last:
        raise click.BadParameter(
            f"the period ends ({until}) before it begins ({since}); swap the two",
            param_hint="--since",
        )
    tracker = place.tracker()
    from pipeline.bulk_lists import crawled_in

    tracker = place.tracker()
    with open_intake(place, tracker, "backfill ccnews") as (intake, fetcher):
        crawled = crawled_in(
            first,
            last,
            today=datetime.now(UTC).date(),
            get=fetcher.get,
            intake=intake,
            at=crawl.rstrip("/"),
        )
        for sentence in crawled.told:
            click.echo(f"ccnews: {sentence}", err=True)
        bulk = _read(place, tracker, intake, crawled.addresses, **engine)
    _report("ccnews", bulk, intake)


def _read(
    place: Place,
    tracker: "Tracker",
    intake: "Intake",
    files: Sequence[str],
    *,
    engine: str,
    workers: int | None,
    scheduler: str | None,
    again: bool,
) -> "Bulk":
    from pipeline.bulk import Asking, job_of
    from pipeline.bulk_driving import Bulk, read_archives
    from pipeline.bulk_positions import Positions
    from pipeline.engines import open_engine

    if not files:
        return Bulk()
    asking = Asking(
        contact=os.environ.get("STANCELINE_CONTACT") or None,
        loopback=os.environ.get("STANCELINE_LOOPBACK") == "allow",
        robots_folder=(place.data / "private" / "robots").resolve(),
    )
    job = job_of(tracker, asking=asking)
    positions = Positions(place.data / "private" / "archives.jsonl")
    if again:
        positions.forget(job.id, files)
    with (
        open_engine(engine, workers=workers, scheduler=scheduler) as opened,
        _watching() as watch,
    ):
        return read_archives(
            files, job=job, engine=opened, intake=intake, positions=positions, watch=watch
        )


@contextmanager
def _watching() -> "Iterator[Callable[[Bulk], None]]":
    """On a terminal, show how far it is, how fast it goes, and how long it will take."""
    if not sys.stderr.isatty():
        yield lambda bulk: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        shown = progress.add_task("Opening the files", total=None)

        def show(bulk: "Bulk") -> None:
            # Files that were not opened yet are taken to be as large as the others.
            total = bulk.known_bytes * bulk.files / max(1, bulk.opened)
            kept = bulk.new + bulk.known
            told = f"{bulk.opened} of {bulk.files} files, {bulk.records:,} records, {kept} pages"
            progress.update(shown, description=told, completed=bulk.read_bytes, total=total)

        yield show


def _report(what: str, bulk: "Bulk", intake: "Intake") -> None:
    """Say what was done and what was not; leave with exit code 1 when somebody must look."""
    problems = dict.fromkeys([*bulk.problems, *intake.problems])  # ours, while reading, too
    for problem in problems:
        click.echo(f"{what}: {problem}", err=True)
    if bulk.damaged:
        click.echo(
            f"{what}: what is damaged was passed over; if a file should be whole, fetch it again "
            "and run the same command",
            err=True,
        )
    counts = Counter(outcome for _, outcome in bulk.missed)
    why = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items()))
    files = f"{bulk.files} {'file' if bulk.files == 1 else 'files'}"
    before = f" ({bulk.passed_over} read before)" if bulk.passed_over else ""
    click.echo(
        f"{what}: {files}{before}, {bulk.records} records, {bulk.pages} pages; {bulk.gated} passed "
        f"the gate, {bulk.new + bulk.known} concern the law: {bulk.new} new, {bulk.known} known"
        + (f", {len(bulk.missed)} missed ({why})" if why else ""),
        err=True,
    )
    if problems:
        raise click.exceptions.Exit(1)
