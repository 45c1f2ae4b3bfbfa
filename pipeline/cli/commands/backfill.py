"""Fetch the past: ``stanceline backfill wayback``, ``gdelt``, ``warc`` and ``ccnews``."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from pipeline.cli.archives import ccnews, warc
from pipeline.cli.fetching import open_intake
from pipeline.cli.inputs import IsoDate
from pipeline.cli.place import Place, with_place
from pipeline.cli.sources import source_named

if TYPE_CHECKING:
    from pipeline.backfilling import Past, Tally
    from pipeline.intake import Intake
    from pipeline.tracker import Tracker
    from scrapers.answers import Answer, Ask, Steps
    from scrapers.sources import Source


archive_option = click.option(
    "--archive",
    metavar="URL",
    default="https://web.archive.org",
    show_default=True,
    help="The web archive to ask; others speak the same protocol.",
)


@click.group()
def command() -> None:
    """Fetch the past: archived copies, search results, WARC files.

    A backfill may be stopped at any moment: the same command goes on where it was. When an archive
    asks for a pause, it says until when, and ends with exit code 1.

    \b
    Examples:
      stanceline backfill wayback --source telegram_faq
      stanceline backfill gdelt --since 2020-06-30 --until 2020-07-31
      stanceline backfill warc CC-NEWS-20200707012345-00042.warc.gz
      stanceline backfill ccnews --since 2020-07-01 --until 2020-07-08

    \b
    Each also takes, like all commands:
      --tracker ID  The law that is followed.
      --data DIR    The folder that everything lies in.
    """


command.add_command(warc)
command.add_command(ccnews)


@command.command()
@click.argument("urls", metavar="[URL]...", nargs=-1)
@click.option("--source", "source_id", metavar="ID", help="Only this source of the tracker.")
@click.option(
    "--since", metavar="DATE", type=IsoDate(), help="From this day on; else the law's first year."
)
@click.option("--until", metavar="DATE", type=IsoDate(), help="Up to this day; else up to now.")
@archive_option
@with_place
def wayback(
    place: Place,
    *,
    urls: tuple[str, ...],
    source_id: str | None,
    since: str | None,
    until: str | None,
    archive: str,
) -> None:
    """Keep each state of pages that the Wayback Machine holds.

    Without URL: the tracker's statements and reports, and what lies below companies' own listings.
    A URL that ends in * stands for all pages that begin with it. One request goes out every four
    seconds, and of copies with the same bytes only the first is downloaded.

    \b
    Examples:
      stanceline backfill wayback
      stanceline backfill wayback https://telegram.org/faq --since 2020-01-01
      stanceline backfill wayback "https://www.example.com/newsroom/*" --source example
    """
    from pipeline.backfilling import backfill_wayback

    tracker = place.tracker()
    pasts = _pasts(tracker, urls, source_id)
    first = since or f"{tracker.law.enacted.year}-01-01"
    begin, end = _period(first, until or _year_end())
    with _opened(place, tracker, "backfill wayback") as (intake, get, _):
        tally = backfill_wayback(
            pasts, since=begin, until=end, get=get, intake=intake, archive=archive.rstrip("/")
        )
    _report("wayback", tally, intake)


@command.command()
@click.option(
    "--since", required=True, metavar="DATE", type=IsoDate(), help="From this day on (UTC)."
)
@click.option("--until", required=True, metavar="DATE", type=IsoDate(), help="Up to this day.")
@click.option("--source", "source_id", metavar="ID", help="Only this search of the tracker.")
@archive_option
@with_place
def gdelt(place: Place, *, since: str, until: str, source_id: str | None, archive: str) -> None:
    """Keep the pages that the tracker's searches find in a period.

    GDELT gives at most 250 articles at a time, so the period is divided until each part has fewer.
    Of a page that is lost, the first copy in the Wayback Machine is kept instead.

    \b
    Example:
      stanceline backfill gdelt --since 2020-06-30 --until 2020-07-31
    """
    from pipeline.backfilling import backfill_gdelt

    tracker = place.tracker()
    searches = [source for source in tracker.sources if source.kind == "search" and source.query]
    if source_id is not None:
        searches = [source_named(tracker, source_id)]
    if not searches or not all(source.query for source in searches):
        raise click.UsageError(
            "There is no search to run: give a source of sources.toml kind = 'search' and a query."
        )
    begin, end = _period(since, until)
    with _opened(place, tracker, "backfill gdelt") as (intake, get, steps):
        tally = backfill_gdelt(
            searches,
            since=begin,
            until=end,
            get=get,
            intake=intake,
            archive=archive.rstrip("/"),
            together=partial(_side_by_side, steps),
        )
    _report("gdelt", tally, intake)


def _pasts(tracker: "Tracker", urls: tuple[str, ...], source_id: str | None) -> "list[Past]":
    from pipeline.backfilling import past_of

    source = None if source_id is None else source_named(tracker, source_id)
    if urls:
        return [_past(tracker, url, source) for url in urls]
    if source is None:
        return [past for each in tracker.sources if (past := past_of(each))]
    past = past_of(source)
    if past is None:
        raise click.BadParameter(
            f"{source.id} is a {source.kind}, whose pages are not known by its address; "
            "name them: stanceline backfill wayback URL... --source " + source.id,
            param_hint="--source",
        )
    return [past]


def _past(tracker: "Tracker", url: str, source: "Source | None") -> "Past":
    from pipeline.backfilling import Past

    if not url.startswith(("http://", "https://")):
        raise click.BadParameter(
            f"{url!r} is no web address; begin it with https://", param_hint="URL"
        )
    known = source or next((each for each in tracker.sources if each.url == url), None)
    return Past(
        url.rstrip("*"),
        known.id if known else "added",
        "report" if known and known.kind == "report" else "page",
        "prefix" if url.endswith("*") else "exact",
    )


def _year_end() -> str:
    """Give the last day of this year: as an end it has the same address all year long."""
    return f"{datetime.now(UTC).year}-12-31"


def _period(since: str, until: str) -> tuple[date, date]:
    if since > until:
        raise click.BadParameter(
            f"the period ends ({until}) before it begins ({since}); swap the two",
            param_hint="--since",
        )
    return date.fromisoformat(since), date.fromisoformat(min(until, _year_end()))


def _side_by_side(
    steps: "Callable[[Ask], Steps]", asks: "Sequence[Ask]"
) -> "Iterator[tuple[Ask, Answer]]":
    """Ask many hosts at once; what a search finds lies on nearly as many hosts as pages."""
    from scrapers.crawling import Crawl

    crawl = Crawl(steps)
    for ask in asks:
        crawl.add(ask)
    yield from crawl.answers()


@contextmanager
def _opened(
    place: Place, tracker: "Tracker", what: str
) -> "Iterator[tuple[Intake, Callable[[Ask], Answer], Callable[[Ask], Steps]]]":
    """Open an intake and ways to ask; on a terminal, show what is asked."""
    with open_intake(place, tracker, what) as (intake, fetcher):
        if not sys.stderr.isatty():
            yield intake, fetcher.get, fetcher.steps
            return
        from rich.console import Console
        from rich.text import Text

        with Console(stderr=True).status(f"{what} ...") as status:

            def telling(ask: "Ask") -> "Answer":
                status.update(Text(f"asking {ask.url}", overflow="ellipsis", no_wrap=True))
                return fetcher.get(ask)

            yield intake, telling, fetcher.steps


def _report(what: str, tally: "Tally", intake: "Intake") -> None:
    """Say what was done and what was not; leave with exit code 1 when somebody must look."""
    problems = dict.fromkeys([*tally.problems, *intake.problems])  # ours, while reading, too
    for problem in problems:
        click.echo(f"{what}: {problem}", err=True)
    counts = Counter(outcome for _, outcome in tally.missed)
    why = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items()))
    missed = f"{len(tally.missed)} missed" + (f" ({why})" if why else "")
    click.echo(
        f"{what}: {tally.asked} asked, {tally.new} new, {tally.known} known, {missed}", err=True
    )
    if tally.stopped_until:
        click.echo(
            f"{what}: stopped before its end; run the same command again after "
            f"{tally.stopped_until}",
            err=True,
        )
    if problems:  # a stop is one of them
        raise click.exceptions.Exit(1)
