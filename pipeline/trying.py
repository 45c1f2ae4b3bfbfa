"""Ask each source once, and tell what it gives: nothing is kept."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from scrapers.answers import Answer, Ask, Steps
from scrapers.crawling import Crawl
from scrapers.judging import GOOD, Outcome, judge
from scrapers.kinds import UnreadableLinks, kind_of
from scrapers.links import Link
from scrapers.sources import Source


@dataclass(frozen=True, slots=True)
class Tried:
    """What the first address of a source gave."""

    source: str
    url: str
    outcome: Outcome
    media_type: str | None
    links: int
    dated: int
    note: str | None


def try_sources(
    sources: Iterable[Source], *, get: Callable[[Ask], Answer | Steps]
) -> Iterator[Tried]:
    """Ask each source's first address, hosts side by side; yield what came, as it comes."""
    crawl = Crawl(get)
    by_id = {source.id: source for source in sources}
    for source in by_id.values():
        kind = kind_of(source)
        first = kind.addresses(source, now=datetime.now(UTC))[0]
        crawl.add(Ask(first, source.id, kind.PURPOSE, source.pace_seconds))
    for ask, answer in crawl.answers():
        yield _tried(ask, answer, by_id[ask.source])


def _tried(ask: Ask, answer: Answer, source: Source) -> Tried:
    outcome, note = judge(answer, purpose=ask.purpose), answer.note
    links: tuple[Link, ...] = ()
    if outcome in GOOD and ask.purpose != "page":
        try:
            offer = kind_of(source).read_links(
                answer.body,
                url=answer.final_url,
                media_type=answer.media_type,
                source=source,
                now=datetime.now(UTC),
            )
            links, note = offer.links, "; ".join(offer.problems) or None
        except UnreadableLinks as error:
            outcome, note = "unreadable", str(error)
    dated = sum(link.published is not None for link in links)
    return Tried(source.id, ask.url, outcome, answer.media_type, len(links), dated, note)
