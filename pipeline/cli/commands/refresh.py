"""Run one night: ``stanceline refresh``."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from pipeline.cli.fetching import open_fetcher
from pipeline.cli.inputs import IsoDate
from pipeline.cli.locking import writing
from pipeline.cli.place import Place, with_place
from pipeline.cli.sources import source_named

if TYPE_CHECKING:
    from pipeline.refreshing import Night
    from pipeline.store.contents import Visit
    from pipeline.tracker import Tracker
    from scrapers.answers import Answer, Ask

Watch = Callable[["Ask", str], None]


@click.command()
@click.option("--quiet", is_flag=True, help="Print nothing when nobody has to look.")
@click.option(
    "--since", metavar="DATE", type=IsoDate(), help="Follow no link that is dated before this day."
)
@click.option(
    "--source",
    "only",
    metavar="ID",
    multiple=True,
    help="Only this source, due or not; may be given again.",
)
@click.option(
    "--hosts",
    type=click.IntRange(1, 64),
    default=16,
    show_default=True,
    help="How many hosts are asked side by side.",
)
@with_place
def command(
    place: Place, *, quiet: bool, since: str | None, only: tuple[str, ...], hosts: int
) -> None:
    """Visit all sources that are due: discover, fetch, read, merge.

    What changed on the timeline is printed. It ends with exit code 1, and says at what, when
    somebody must look. It may be killed at any moment and run again.

    $STANCELINE_CONTACT (mailto: or https:) says who asks, $STANCELINE_ALERTS whom to alert
    (apprise URLs), $STANCELINE_HEARTBEAT which address to ask after a night that went well.

    \b
    Examples:
      stanceline refresh
      stanceline refresh --quiet
      stanceline refresh --source hkfp --since 2026-11-01
    """
    from pipeline.refreshing import refresh

    tracker = place.tracker()
    for name in only:
        source_named(tracker, name)
    with open_fetcher(place.data) as fetcher:
        with writing(place.data), _watching() as watch:
            night = refresh(
                place.data,
                tracker,
                get=fetcher.steps,
                only=only,
                since=since,
                threads=hosts,
                watch=watch,
            )
        alarms = _alert(night, tracker)
        if not (night.ill or alarms or night.run.problems):
            alarms += _beat(fetcher.ping)
    if alarms and (night.changes or night.beside):
        digest = place.data / "private" / "digests" / f"{night.run.id}-digest.txt"
        alarms.append(f"What changed on the timeline stands in {digest}")
    somebody_must_look = bool(night.ill or alarms or night.run.problems)
    if not quiet or somebody_must_look:
        _report(night, tracker, quiet=quiet)
    for alarm in alarms:
        click.echo(alarm, err=True)
    if somebody_must_look:
        raise click.exceptions.Exit(1)


def _report(night: "Night", tracker: "Tracker", *, quiet: bool) -> None:
    """Print what changed; say what each source gave and which of them somebody must look at."""
    from pipeline.changes import digest_text

    labels = {stance.id: stance.label for stance in tracker.stances}

    def label(stance: str) -> str:
        return labels.get(stance, stance)  # a withdrawn event may have one that is no more

    if not quiet:
        if night.upgrade:
            click.echo(digest_text(night.upgrade, stance_label=label, upgraded=True))
        if told := digest_text(night.changes, stance_label=label, beside=night.beside):
            click.echo(told)
        for visit in night.visits:
            click.echo(_line(visit), err=True)
            for problem in visit.problems:
                click.echo(f"  {problem}", err=True)
        run = night.run
        click.echo(
            f"{tracker.id}: {len(night.visits)} sources visited, {run.looks} looks, "
            f"{run.captures} new captures, {run.documents} documents, {run.claims} claims, "
            f"{run.figures} figures",
            err=True,
        )
    for ill in night.ill:
        click.echo(str(ill), err=True)
    for problem in night.run.problems:
        click.echo(problem, err=True)


def _line(visit: "Visit") -> str:
    came = [f"{visit.links} links", f"{visit.fresh} fresh"] if visit.links else []
    came += [f"{visit.new} new", f"{visit.unchanged} unchanged"]
    came += [f"{visit.bad} missed"] if visit.bad else []
    return f"{visit.source}: {visit.outcome or 'not asked'}, " + ", ".join(came)


def _alert(night: "Night", tracker: "Tracker") -> list[str]:
    """Alert those who are named in the environment; give what could not be delivered."""
    from pipeline.alerting import alert_text, send_alerts

    services = os.environ.get("STANCELINE_ALERTS", "").split()
    body = alert_text(night.changes, night.ill, beside=night.beside)
    if not services or not body:
        return []
    return send_alerts(services, title=f"Stanceline: {tracker.name}", body=body)


def _beat(ping: "Callable[[str], Answer]") -> list[str]:
    """Tell whoever watches over the nights that this one went well."""
    address = os.environ.get("STANCELINE_HEARTBEAT")
    if not address:
        return []
    answer = ping(address)
    if answer.status is not None and answer.status < 400 and answer.failure is None:
        return []
    found = answer.note or f"it answered {answer.status}"
    return [f"$STANCELINE_HEARTBEAT was not reached: {found}; see that the address is still right"]


@contextmanager
def _watching() -> Iterator[Watch]:
    """Show on a terminal what comes in."""
    if not sys.stderr.isatty():
        yield lambda ask, outcome: None
        return
    from rich.console import Console

    counts: Counter[str] = Counter()
    with Console(stderr=True).status("Visiting the sources ...") as status:

        def show(ask: "Ask", outcome: str) -> None:
            counts[outcome] += 1
            told = ", ".join(f"{number} {name}" for name, number in counts.most_common(4))
            status.update(f"{sum(counts.values())} looks: {told}. Last: {ask.source}")

        yield show
