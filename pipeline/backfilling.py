"""Fetch the past: archived copies of pages, and what a search found in a period.

Each backfill goes its way in an order that is always the same, and may be stopped at any moment:
walking again, it asks only for what is not kept yet. See pipeline/backfilling_walk.py.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import unquote

from pipeline.backfilling_calendar import calendar_spans
from pipeline.backfilling_walk import Intake, Stopped, Tally, Together, Walk
from scrapers import gdelt, wayback
from scrapers.addresses import canonical
from scrapers.answers import Answer, Ask, Purpose
from scrapers.judging import GOOD
from scrapers.kinds import follow
from scrapers.kinds.search import query_address, read_found
from scrapers.links import Link
from scrapers.sources import Source

__all__ = [
    "Intake",
    "Past",
    "Tally",
    "backfill_gdelt",
    "backfill_wayback",
    "past_of",
]

FIRST_COPIES = date(1996, 1, 1)
FIRST_SEARCHES = date(2017, 1, 1)  # what GDELT DOC 2.0 looks back to
LATE_COPIES = timedelta(days=90)  # what other crawls copied enters the index weeks later
LATE_ARTICLES = timedelta(days=1)
RESCUE_TIME = timedelta(days=366)  # a copy made later is rather of what took the page's place
RESCUE_ROWS = 50
# Outcomes of pages that are not there any more, or not for us. Those that robots.txt or a paywall
# keeps from us are not asked for elsewhere: that would be a way around.
LOST = frozenset(
    {"gone", "soft_404", "unreachable", "too_slow", "forbidden", "challenge", "consent"}
)


@dataclass(frozen=True, slots=True)
class Past:
    """Pages whose archived copies are wanted: one, or all below an address (``prefix``).

    ``keep`` and ``drop`` choose among the addresses, as a source's do.
    """

    url: str
    source: str
    purpose: Purpose = "page"
    match: wayback.Match = "exact"
    keep: str | None = None
    drop: str | None = None


def past_of(source: Source) -> Past | None:
    """Say which archived copies tell the past of a source; None for those that have no such past.

    Statements and reports are pages that change; below a company's own listing lie its posts. What
    newsrooms wrote is found by a search.
    """
    if source.kind in ("statement", "report"):
        return Past(source.url, source.id, "report" if source.kind == "report" else "page")
    if source.kind == "listing" and source.company:
        return Past(source.url, source.id, "page", "prefix", source.keep, source.drop)
    return None


def backfill_wayback(
    pasts: Iterable[Past],
    *,
    since: date,
    until: date,
    get: Callable[[Ask], Answer],
    intake: Intake,
    archive: str = wayback.ARCHIVE,
) -> Tally:
    """Keep each state of pages that the Wayback Machine holds of the days given, both included."""
    walk = Walk(get, intake, archive=archive)
    try:
        for past in pasts:
            for row in wayback.versions(_rows(walk, past, max(since, FIRST_COPIES), until)):
                if page := _wanted_page(row, past):
                    walk.copy(_copy_ask(walk, row, past.source, of=page, purpose=past.purpose))
    except Stopped as stopped:
        return walk.tally(stopped.until)
    return walk.tally()


def _wanted_page(row: wayback.Row, past: Past) -> str | None:
    """Give the address of the page that a copy is of; None when that is not wanted.

    The archive spells one page in many ways; the one that was asked for is known by our own.
    """
    page = past.url if past.match == "exact" else canonical(row.original)
    readable = unquote(page or "")  # a Chinese address is percent-encoded
    if past.keep and not re.search(past.keep, readable, re.I):
        return None
    return None if past.drop and re.search(past.drop, readable, re.I) else page


def _rows(walk: Walk, past: Past, since: date, until: date) -> Iterator[wayback.Row]:
    """Read the index year by year: the answers of a year that is over never need asking again."""
    for begin, end in calendar_spans(since, until, months=12):
        resume_key, more = None, True
        while more:
            address = wayback.query_address(
                past.url,
                since=begin,
                until=end,
                match=past.match,
                resume_key=resume_key,
                at=walk.archive,
            )
            index = walk.index(
                _index_ask(address, past.source), until=end + LATE_COPIES, read=_read_index
            )
            if index is None:
                break
            if index.unreadable:
                walk.problem(f"{address}: {index.unreadable} rows are none; they are left out")
            yield from index.rows
            more = index.resume_key not in (None, resume_key)
            resume_key = index.resume_key


def _read_index(body: bytes, _media_type: str | None) -> wayback.Index:
    return wayback.read_index(body)


def _index_ask(address: str, source: str) -> Ask:
    return Ask(address, source, "index", pace_seconds=wayback.PACE_SECONDS)


def _copy_ask(
    walk: Walk,
    row: wayback.Row,
    source: str,
    *,
    of: str,
    purpose: Purpose = "page",
    link: Link | None = None,
) -> Ask:
    return Ask(
        wayback.memento_address(row, at=walk.archive),
        source,
        purpose,
        pace_seconds=wayback.PACE_SECONDS,
        link=link,
        of=of,
        of_at=row.copied_at,
    )


def backfill_gdelt(
    sources: Iterable[Source],
    *,
    since: date,
    until: date,
    get: Callable[[Ask], Answer],
    intake: Intake,
    archive: str = wayback.ARCHIVE,
    together: Together | None = None,
) -> Tally:
    """Keep each page that searches find in the days given, both included, or its archived copy.

    ``together`` asks the pages of one search side by side.
    """
    walk = Walk(get, intake, archive=archive, together=together)
    tried: set[str] = set()
    try:
        for source in sources:
            for span in calendar_spans(max(since, FIRST_SEARCHES), until, months=1):
                for links, asked, begin in _found(walk, source, span):
                    fresh = [link for link in links if link.url not in tried]
                    tried.update(link.url for link in fresh)
                    _take_links(walk, source, fresh, via=asked, seen_since=begin)
    except Stopped as stopped:
        return walk.tally(stopped.until)
    return walk.tally()


def _found(
    walk: Walk, source: Source, span: gdelt.Span
) -> Iterator[tuple[Sequence[Link], str, datetime]]:
    """Search a span, or its halves where one answer may not hold all that was found in it.

    Gives the links of each search with its address and the beginning of its span.
    """
    begin, end = span
    address = query_address(
        source.query or "", since=begin, until=end - timedelta(seconds=1), at=source.url
    )
    found = walk.index(
        Ask(address, source.id, "index", pace_seconds=source.pace_seconds),
        until=end + LATE_ARTICLES,
        read=lambda body, media_type: (
            read_found(body, media_type=media_type),
            gdelt.is_full(body),
        ),
    )
    if found is None:
        return
    links, full = found
    if full and (halves := gdelt.halves(span)):
        for half in halves:
            yield from _found(walk, source, half)
        return
    if full:
        walk.problem(
            f"{source.id}: more than {gdelt.MOST_ROWS} articles in the quarter of an hour from "
            f"{begin:%Y-%m-%d %H:%M}; narrow query to find the others"
        )
    followed = follow(links, source.model_copy(update={"most_links": gdelt.MOST_ROWS}))
    yield followed, address, begin


def _take_links(
    walk: Walk, source: Source, links: Sequence[Link], *, via: str, seen_since: datetime
) -> None:
    """Have pages kept; or, where they are lost, the first copies made since a search saw them."""
    known = {link.url: walk.done(link.url) for link in links}
    missing = []
    for link in links:
        if known[link.url] in GOOD or _is_rescued(walk, _rescue(walk, link, seen_since)):
            walk.know()
        else:
            missing.append(link)
    asks = [
        Ask(link.url, source.id, link=link, via=via) for link in missing if known[link.url] is None
    ]
    outcomes = {url: outcome for url, outcome in known.items() if outcome} | walk.ask(asks)
    for link in missing:
        if outcomes[link.url] not in GOOD:
            _take_copy(walk, source, link, outcomes[link.url], seen_since=seen_since)


def _rescue(walk: Walk, link: Link, seen_since: datetime) -> str:
    """Write the query for the first copies of a page that were made since a search saw it.

    It goes to the index and not to the archive's "available" service: the index tells type,
    status and digest before anything is downloaded, and its answer is kept like every other, so
    that it is not asked twice.
    """
    return wayback.query_address(
        link.url,
        since=seen_since - timedelta(days=1),
        until=seen_since + RESCUE_TIME,
        limit=RESCUE_ROWS,
        at=walk.archive,
    )


def _take_copy(
    walk: Walk, source: Source, link: Link, outcome: str, *, seen_since: datetime
) -> None:
    row = None
    if outcome in LOST:
        index = walk.index(
            _index_ask(_rescue(walk, link, seen_since), source.id),
            until=seen_since + RESCUE_TIME + LATE_COPIES,
            read=_read_index,
        )
        row = next(wayback.versions(index.rows), None) if index else None
    if row is None:
        walk.miss(link.url, outcome)
    else:
        walk.copy(_copy_ask(walk, row, source.id, of=link.url, link=link))


def _is_rescued(walk: Walk, address: str) -> bool:
    """Tell whether the copy is kept already that an earlier walk found in this index."""
    body = walk.intake.body(address)
    try:
        row = next(wayback.versions(wayback.read_index(body or b"").rows), None)
    except wayback.UnreadableIndex:
        return False
    return row is not None and walk.done(wayback.memento_address(row, at=walk.archive)) in GOOD
