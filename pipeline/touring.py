"""Work out, for the sources of one night, what is asked next and what each of them gave."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pipeline.intake import Intake
from pipeline.looking import Received
from pipeline.store.contents import LastLook, Visit
from scrapers.addresses import canonical
from scrapers.answers import Answer, Ask, Purpose
from scrapers.judging import GOOD, Outcome
from scrapers.kinds import follow, kind_of
from scrapers.links import Link
from scrapers.sources import Source

SLACK = 0.1  # a visit counts as due this part of its time early: cron and timers are not exact
MOST_PAGES_OF_LINKS = 50  # further pages of links that one visit follows
LOOK_AGAIN_DAYS = (1, 3, 7, 30)  # most corrections of an article come within its first days
GIVE_UP_AFTER = 6  # bad looks in a row
# Answers that pass, and those that mostly do not: days to the next try, times the bad looks.
RETRY_DAYS = {"gone": 7, "soft_404": 7, "forbidden": 3, "robots": 7, "wrong_type": 30}


class Tour:
    """One night's visits: asks come out, answers go in, and more asks come of them."""

    def __init__(self, intake: Intake, *, now: str, since: str | None = None):
        """Begin at ``now`` (UTC); links that are dated before the day ``since`` are passed over."""
        self._intake = intake
        self._now = datetime.fromisoformat(now)
        self._since = since
        self._sources: dict[str, Source] = {}
        self._visits: dict[str, Visit] = {}
        self._pages_of_links: Counter[str] = Counter()
        self._asked: dict[str, LastLook | None] = {}
        self._own: set[str] = set()
        self._visited = intake.store.last_visits()

    def start(self, source: Source) -> list[Ask]:
        """Ask a source's own addresses, and once more the pages of it whose failure may pass."""
        self._sources[source.id] = source
        moment = self._now.strftime("%Y-%m-%dT%H:%M:%SZ")
        self._visits[source.id] = Visit(self._intake.run.id, source.id, moment)
        kind = kind_of(source)
        own = kind.addresses(self._after_gap(source), now=self._now)
        self._own.update(own)
        asks = [ask for url in own for ask in self._ask_own(url, source, kind.PURPOSE)]
        for look in self._intake.store.failing(source.id):
            if self._is_due_again(look):
                link = Link(look.url, look.title, look.published)
                asks += self._ask(look.url, source, "page", look, link=link)
        return asks

    def _ask_own(self, url: str, source: Source, purpose: Purpose) -> Iterator[Ask]:
        ask = Ask(url, source.id, purpose)
        yield from self._ask(url, source, purpose, self._intake.known(ask, self._intake.last(url)))

    def _after_gap(self, source: Source) -> Source:
        """Give a source with the hours that passed since its last visit, if they are more."""
        last = self._visited.get(source.id)
        if last is None:
            return source
        hours = (self._now - datetime.fromisoformat(last)) / timedelta(hours=1)
        return source.model_copy(update={"every_hours": max(source.every_hours, hours)})

    def receive(self, ask: Ask, answer: Answer) -> tuple[Outcome, list[Ask]]:
        """Take an answer in; say what it was, and what is to be asked because of it."""
        source = self._sources[ask.source]
        received = self._intake.receive(ask, answer, last=self._asked[ask.url])
        self._add(
            source,
            asked=1,
            milliseconds=answer.elapsed_ms,
            new=received.outcome == "new",
            unchanged=received.outcome in ("unchanged", "not_modified"),
            bad=received.outcome not in GOOD,
        )
        if ask.url in self._own:
            self._note_own_page(source, received)
        if received.outcome == "new" and received.note:  # read, but not all of it: told once
            self._add(source, problems=(received.note,))
        if received.outcome not in GOOD or ask.purpose == "page":
            return received.outcome, []
        return received.outcome, list(self._asks_of(source, ask, received))

    def visits(self) -> tuple[Visit, ...]:
        """Sum up what each source gave."""
        return tuple(visit for _, visit in sorted(self._visits.items()))

    def _add(self, source: Source, **more: Any) -> None:
        """Add to what a source gave: numbers to numbers, problems to problems."""
        visit = self._visits[source.id]
        sums = {name: getattr(visit, name) + value for name, value in more.items()}
        self._visits[source.id] = replace(visit, **sums)

    def _note_own_page(self, source: Source, received: Received) -> None:
        """Keep the worst of what a source's own pages gave."""
        visit, good = self._visits[source.id], received.outcome in GOOD
        if visit.outcome is None or not good:
            self._visits[source.id] = replace(visit, outcome=received.outcome)
            if received.note and not good:
                self._add(source, problems=(received.note,))

    def _asks_of(self, source: Source, ask: Ask, received: Received) -> Iterator[Ask]:
        offer = received.offer
        self._add(
            source,
            links=len(offer.links),
            dated=sum(link.published is not None for link in offer.links),
            problems=offer.problems,
        )
        for url in filter(None, map(canonical, offer.more)):
            if self._pages_of_links[source.id] < MOST_PAGES_OF_LINKS:
                self._pages_of_links[source.id] += 1
                last = self._intake.last(url)
                yield from self._ask(url, source, ask.purpose, last, via=ask.url)
        purpose: Purpose = "report" if ask.purpose == "report" else "page"
        for link in follow(offer.links, source):
            if self._since and link.published and link.published < self._since:
                continue
            if link.url in self._asked:
                continue
            last = self._intake.last(link.url)
            self._add(source, fresh=last is None)
            if last is None or self._is_due_again(last):
                yield from self._ask(link.url, source, purpose, last, via=ask.url, link=link)

    def _ask(
        self,
        url: str,
        source: Source,
        purpose: Purpose,
        last: LastLook | None,
        *,
        via: str | None = None,
        link: Link | None = None,
    ) -> Iterator[Ask]:
        """Ask an address, unless it was asked tonight already, whoever offered it."""
        if url in self._asked:
            return
        self._asked[url] = last
        yield Ask(
            url=url,
            source=source.id,
            purpose=purpose,
            pace_seconds=source.pace_seconds,
            etag=last.etag if last and last.digest else None,
            last_modified=last.last_modified if last and last.digest else None,
            link=link,
            via=via,
        )

    def _is_due_again(self, look: LastLook) -> bool:
        """Tell whether a page is looked at again.

        After a bad answer it is, later each time; after a good one some days after it was first
        seen, in case it was corrected. A report may be restated after years, and asking costs
        little: it is looked at whenever its source is.
        """
        since_last = self._now - datetime.fromisoformat(look.looked_at)
        if look.failures >= GIVE_UP_AFTER:
            return False
        if look.failures:
            return since_last >= timedelta(
                days=RETRY_DAYS.get(look.outcome, 1) * look.failures * (1 - SLACK)
            )
        if look.purpose == "report":
            return True
        first = datetime.fromisoformat(look.first_at)
        seen_days = (datetime.fromisoformat(look.looked_at) - first) / timedelta(days=1)
        age_days = (self._now - first) / timedelta(days=1) + SLACK
        return any(seen_days + SLACK < step <= age_days for step in LOOK_AGAIN_DAYS)


def due_sources(
    sources: Iterable[Source], last_visits: dict[str, str], *, now: str
) -> tuple[Source, ...]:
    """Choose the sources whose time has come."""
    moment = datetime.fromisoformat(now)

    def is_due(source: Source) -> bool:
        last = last_visits.get(source.id)
        if last is None:
            return True
        waited = moment - datetime.fromisoformat(last)
        return waited >= timedelta(hours=source.every_hours * (1 - SLACK))

    return tuple(source for source in sources if is_due(source))
