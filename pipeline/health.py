"""Tell which sources a person must look at, from what the nights found there."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.store.contents import Visit
from scrapers.judging import GOOD, NEXT_STEPS, PASSING
from scrapers.sources import Source

FEW = 3  # sources that may be down in one night, all of them, with the network up
MOST_WEEKS = 5  # what is looked back at


@dataclass(frozen=True, slots=True)
class Ill:
    """One source that a person must look at: what is wrong, and what to do next."""

    source: str
    what: str
    next_step: str

    def __str__(self) -> str:
        return f"{self.source}: {self.what}. {self.next_step}"


def ill_sources(sources: Iterable[Source], visits: Iterable[Visit], *, now: str) -> tuple[Ill, ...]:
    """List the ill sources by id, each with the gravest of what ails it.

    From the gravest on: its own page gave no good answer, or nothing was found there; it was passed
    over while others were visited; most of its pages gave no good answer; it gave fewer new links
    than it promises; fewer of its links have a date. ``visits`` come in any order and reach back
    five weeks and a visit more: for less, a silence of ``MOST_WEEKS`` cannot be told. ``now`` is
    UTC. A source that was never visited is not ill.
    """
    visits_of: defaultdict[str, list[Visit]] = defaultdict(list)
    for visit in sorted(visits, key=lambda each: (each.visited_at, each.run)):
        visits_of[visit.source].append(visit)
    last = max((each[-1].visited_at for each in visits_of.values()), default=now)
    tonight = [each[-1] for each in visits_of.values() if each[-1].visited_at == last]
    if len(tonight) > FEW and all(visit.outcome == "unreachable" for visit in tonight):
        return (
            Ill(
                "all sources",
                f"none of the {len(tonight)} that were asked could be reached",
                "See that this machine is online; the next run asks again.",
            ),
        )
    found = (
        _own_page(source, own)
        or _empty(source, own)
        or _passed_over(source, own, last=last)
        or _pages(source, own)
        or _silence(source, own, now=now)
        or _undated(source, own)
        for source in sorted(sources, key=lambda each: each.id)
        if (own := visits_of[source.id])
    )
    return tuple(ill for ill in found if ill)


def _own_page(source: Source, visits: Sequence[Visit]) -> Ill | None:
    asked = [visit for visit in visits if visit.outcome is not None]
    last_good = max((at for at, each in enumerate(asked) if each.outcome in GOOD), default=-1)
    bad = asked[last_good + 1 :]
    if not bad:
        return None
    if len(bad) == 1 and last_good >= 0 and bad[0].outcome in PASSING:
        return None  # among a hundred sites one is down each night: the next visit will tell
    times = "1 visit" if len(bad) == 1 else f"{len(bad)} visits"
    steps = {str(outcome): step for outcome, step in NEXT_STEPS.items()}
    return Ill(
        source.id,
        f"{bad[-1].outcome} on its own page, no good answer since {_day(bad[0])} ({times})"
        + (f": {bad[-1].problems[0]}" if bad[-1].problems else ""),
        # an outcome that an older Stanceline wrote may have lost its name
        steps.get(str(bad[-1].outcome), "Look at the page, then at its entry in sources.toml."),
    )


def _empty(source: Source, visits: Sequence[Visit]) -> Ill | None:
    """Name a source whose page came, and on which nothing was found, with what was wrong there."""
    visit = visits[-1]
    if visit.outcome not in GOOD or visit.links or not visit.problems:
        return None
    return Ill(source.id, visit.problems[0], "The page or its entry in sources.toml has changed.")


def _passed_over(source: Source, visits: Sequence[Visit], *, last: str) -> Ill | None:
    # The job runs once a night, however often a source is due.
    patience = timedelta(hours=2 * max(source.every_hours, 24))
    if _moment(last) - _moment(visits[-1].visited_at) <= patience:
        return None
    return Ill(
        source.id,
        f"not visited since {_day(visits[-1])}, though others were",
        f"Run 'stanceline refresh --source {source.id}' and read what it says.",
    )


def _pages(source: Source, visits: Sequence[Visit]) -> Ill | None:
    latest = visits[-1]
    if latest.asked < 5 or latest.bad * 2 < latest.asked:
        return None
    return Ill(
        source.id,
        f"{latest.bad} of {latest.asked} pages gave no good answer on {_day(latest)}",
        "Read the table coverage, which names each page and its outcome.",
    )


def _silence(source: Source, visits: Sequence[Visit], *, now: str) -> Ill | None:
    """Find fewer new links than promised in a week, or in as many weeks as promise one link.

    What promises less than one link in ``MOST_WEEKS`` may be silent that long and be well.
    """
    promised = source.expect.links_per_week if source.expect else None
    if not promised or promised * MOST_WEEKS < 1:
        return None
    days = 7 * math.ceil(1 / promised)
    since = _moment(now) - timedelta(days=days)
    fresh = sum(visit.fresh for visit in visits if _moment(visit.visited_at) > since)
    if _moment(visits[0].visited_at) > since or fresh >= max(promised, 1):
        return None
    last_fresh = next((visit for visit in reversed(visits) if visit.fresh), visits[0])
    quiet = (_moment(now) - _moment(last_fresh.visited_at)).days
    what = f"{fresh} new links in {days} days" if fresh else f"quiet for {quiet} days"
    return Ill(
        source.id,
        f"{what} (expects {promised:g} a week)",
        "Look at the page, or set expect.links_per_week.",
    )


def _undated(source: Source, visits: Sequence[Visit]) -> Ill | None:
    promised = source.expect.dated_share if source.expect else None
    telling = next((visit for visit in reversed(visits) if visit.links >= 5), None)
    if promised is None or telling is None or telling.dated >= promised * telling.links:
        return None
    return Ill(
        source.id,
        f"{telling.dated} of {telling.links} links have a date (expects {promised:.0%})",
        "Look whether the page still dates them, or set expect.dated_share.",
    )


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _day(visit: Visit) -> str:
    return visit.visited_at[:10]
