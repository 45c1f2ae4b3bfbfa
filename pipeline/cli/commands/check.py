"""Look whether everything is as it should be: ``stanceline check``."""

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

import click

from pipeline.cli.place import Place, with_place
from pipeline.cli.talk import working

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.tracker import Tracker
    from scrapers.captures import Capture


@click.command()
@click.option("--live", is_flag=True, help="Ask each source on the web whether it answers.")
@with_place
def command(place: Place, *, live: bool) -> None:
    """Check the tracker's files, all quotes and all archived bytes; with --live, the sources.

    The tracker and its figures must be sound, and its stances' own examples read right; every
    quote must stand verbatim where the database says; every archived record must have the digest
    it was kept with; every ruling must hit what it was made on. What is wrong is listed, a line
    each, and the exit code is then 1.

    With --live nothing of that is done: each source is asked once, its answer is printed, and
    nothing is kept. The exit code is 1 when one of them gave no good answer.

    \b
    Examples:
      stanceline check
      stanceline check --live
    """
    from pipeline.reviews.desk import missed
    from pipeline.reviews.log import log_path, read_log
    from pipeline.tracker_examples import failed_examples

    tracker = place.tracker()
    if live:
        _try_sources(place, tracker)
        return
    log = log_path(place.data)
    found = _figure_problems(place, tracker)
    with working("Reading the examples"):
        found += list(failed_examples(tracker))
    with working("Reading the archive again"):
        found += _archive_problems(place)
    if place.database.exists():
        with place.store() as store:
            found += store.check_quotes()
            found += [missed(review) for review in store.rulings().hitting_nothing()]
            if store.rulings().companies().keys() != {each.id for each in read_log(log)}:
                found.append(f"{log} and the database differ; run 'stanceline rebuild'")
            found += missing_files(place.data / "private" / "warc", store.captures())
    else:
        click.echo(f"{place.database}: no database yet, so no quotes to check", err=True)
    for problem in found:
        click.echo(problem)
    if found:
        raise click.exceptions.Exit(1)
    click.echo(f"{tracker.id}: all is well", err=True)


def _try_sources(place: Place, tracker: "Tracker") -> None:
    from pipeline.cli.fetching import open_fetcher
    from pipeline.trying import try_sources
    from scrapers.judging import GOOD, NEXT_STEPS

    ill = 0
    with open_fetcher(place.data) as fetcher, working("Asking the sources"):
        for tried in try_sources(tracker.sources, get=fetcher.steps):
            good = tried.outcome in GOOD and (tried.links or not tried.note)
            ill += not good
            told = f"{tried.links} links, {tried.dated} dated" if tried.links else tried.media_type
            if tried.outcome not in GOOD:
                told = f"{tried.note or 'no note'}. {NEXT_STEPS[tried.outcome]}"
            elif tried.note:
                told = f"{told}; {tried.note}"
            click.echo(f"{tried.source}: {tried.outcome}: {told} ({tried.url})")
    count = len(tracker.sources)
    click.echo(f"{tracker.id}: {count - ill} of {count} sources gave a good answer", err=True)
    if ill:
        raise click.exceptions.Exit(1)


def _figure_problems(place: Place, tracker: "Tracker") -> list[str]:
    from pipeline.errors import TrackerError
    from pipeline.reference_figures import read_reference_figures
    from pipeline.tracker import tracker_folder

    try:
        read_reference_figures(tracker_folder(place.data, tracker.id), tracker)
    except TrackerError as error:
        return str(error).splitlines()
    return []


def missing_files(folder: "Path", captures: "Iterable[Capture]") -> list[str]:
    """Name each archive file that is gone or cut short, though the database leads to its records.

    Records that are there and damaged are found by reading the archive itself.
    """
    problems = []
    for file, lying in groupby(captures, key=lambda capture: capture.file):
        path = folder / file
        size = path.stat().st_size if path.is_file() else 0
        lost = sum(capture.offset + capture.length > size for capture in lying)
        if lost:
            records = "record is" if lost == 1 else "records are"
            problems.append(
                f"{path}: {lost} {records} gone; restore the file from a backup, or give them up "
                "with 'stanceline rebuild'"
            )
    return problems


def _archive_problems(place: Place) -> list[str]:
    from scrapers.archive import Archive

    folder = place.data / "private" / "warc"
    return Archive(folder).verify() if folder.is_dir() else []
