"""Weigh claims that agree: independent sources, confidence, the best date, the best quote."""

import calendar
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from pipeline.model import Claim, Document, StoredClaim, When

ISO_PREFIX = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
UNDATED = "9999"  # sorts after every date that a page can carry


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a date can mean, both ends included."""

    first: date
    last: date

    def holds(self, other: "Span") -> bool:
        """Tell whether the other span lies within this one."""
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: "Span") -> bool:
        """Tell whether the two spans share a day."""
        return self.first <= other.last and other.first <= self.last

    @property
    def days(self) -> int:
        """Count the days from the first to the last."""
        return (self.last - self.first).days


def shift(day: date, days: int) -> date:
    """Move a day, stopping at the ends of the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def span_of(when: When) -> Span | None:
    """Give the days that a date can mean; None when it is unknown or no ISO date or prefix of one.

    An approximate date is near its value and mostly after it: from 2 days before to 14 days after.
    """
    if when.value is None or not ISO_PREFIX.fullmatch(when.value):
        return None
    try:
        first = date.fromisoformat(f"{when.value}-01-01"[:10])
    except ValueError:
        return None
    last = first
    if len(when.value) == 7:  # YYYY-MM
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    elif len(when.value) == 4:  # YYYY
        last = first.replace(month=12, day=31)
    if when.precision == "approximate":
        return Span(shift(first, -2), shift(last, 14))
    return Span(first, last)


def precision_of(when: When) -> str | None:
    """Name the precision that a date's own value bears out; None for a value that is no date."""
    if span_of(when) is None or when.value is None:
        return None
    if when.precision == "approximate":
        return "approximate"
    return {4: "year", 7: "month", 10: "day"}[len(when.value)]


def explicit_day(when: When) -> date | None:
    """Give the day that the words themselves name; None for a coarse, unknown or published date."""
    span = span_of(when)
    if span is None or span.days or when.basis == "published":
        return None
    return span.first


def publisher_of(document: Document) -> str:
    """Name who answers for a document.

    That is the agency whose report it runs, else its publisher, its host, or the document itself.
    """
    if document.agency:
        return document.agency
    if document.publisher and document.publisher.strip():
        return " ".join(document.publisher.casefold().split())
    try:
        host = urlsplit(document.url or "").hostname
    except ValueError:  # an address such as http://[ has no host
        host = None
    return host.removeprefix("www.") if host else document.id


def independent_sources(claims: Iterable[StoredClaim]) -> tuple[tuple[StoredClaim, ...], ...]:
    """Group claims by the source that they go back to, in the order of the sources' names.

    Documents that share a quote (case, space and punctuation aside) or are known as copies tell
    one story: an agency report and its copies. A story belongs to who carried it first: to an
    agency where that document or a copy of it credits one, else to the publisher; and stories of
    one owner are one source. So a newsroom that once copied an agency still counts for its own
    reports, while a copy adds nothing.
    """
    ordered = sorted(claims, key=_reported_order)
    told_first: dict[tuple[str, str], str] = {}
    credited: dict[str | None, str] = {}
    parents: dict[str, str] = {}

    def story(document: str) -> str:
        while parents.setdefault(document, document) != document:
            document = parents[document]
        return document

    for stored in ordered:
        document = stored.document
        marks = [("quote", _normalise(stored.claim.quote))]
        if document.story:
            marks.append(("story", document.story))
            if document.agency:
                credited.setdefault(document.story, document.agency)
        for mark in marks:
            told, telling = story(told_first.setdefault(mark, document.id)), story(document.id)
            parents[telling] = told
    owners: dict[str, str] = {}
    sources: defaultdict[str, list[StoredClaim]] = defaultdict(list)
    for stored in ordered:
        document = stored.document
        teller = document.agency or credited.get(document.story) or publisher_of(document)
        sources[owners.setdefault(story(document.id), teller)].append(stored)
    return tuple(tuple(sources[owner]) for owner in sorted(sources))


def weigh(claims: Iterable[StoredClaim]) -> float:
    """Tell how sure claims make us together, from 0 to 0.99.

    Each independent source counts with its best claim. The best source counts whole; of every
    further one half: 1 - (1 - c1)(1 - c2 / 2)(1 - c3 / 2)... Sources are independent, but one
    rule reads them all, and an idiom that it misreads once it misreads everywhere. A further
    source never lowers the sum, and no reading by rule is certain: hence 0.99.
    """
    best = sorted(
        (
            max(stored.claim.confidence for stored in source)
            for source in independent_sources(claims)
        ),
        reverse=True,
    )
    doubt = 1.0
    for place, confidence in enumerate(best):
        doubt *= 1 - (confidence if place == 0 else confidence / 2)
    return round(min(0.99, max(0.0, 1 - doubt)), 4)


def best_supported(dated: Sequence[tuple[When, StoredClaim]]) -> When:
    """Choose the date that most independent sources give; tie: the finer one, then the earliest.

    A coarse date never beats a finer one within it: who wrote "in July" does not contradict July 6.
    """
    support: defaultdict[tuple[Span, When], list[StoredClaim]] = defaultdict(list)
    for when, stored in dated:
        span = span_of(when)
        if span is not None:
            support[span, When(when.value, precision_of(when))].append(stored)
    spans = {span for span, _ in support}
    standing = [
        (-len(independent_sources(claims)), span.days, span.first, when.precision or "", when)
        for (span, when), claims in support.items()
        if not any(span != finer and span.holds(finer) for finer in spans)
    ]
    return min(standing, key=lambda choice: choice[:-1])[-1] if standing else When()


def order_evidence(claims: Iterable[StoredClaim], when: When) -> tuple[StoredClaim, ...]:
    """Put the best evidence for an event of that date first.

    Before all, a condition proves nothing: conditional claims come last. Then: the company's own
    voice; the very day that the event carries, then another named day; higher confidence; a quote
    that can stand alone (40 to 300 characters); the shorter quote; published earlier; id.
    """

    def place(stored: StoredClaim) -> tuple[object, ...]:
        claim = stored.claim
        day = explicit_day(claim.announced)
        return (
            claim.modality == "conditional",
            claim.voice != "own",
            day is None,
            claim.announced.value != when.value,
            -claim.confidence,
            not 40 <= len(claim.quote) <= 300,
            len(claim.quote),
            stored.document.published or UNDATED,
            stored.id,
        )

    return tuple(sorted(claims, key=place))


def split_products(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Collect the products that claims name, sorted; one claim may name several, split at ``;``."""
    named = (name.strip() for claim in claims for name in (claim.product or "").split(";"))
    return tuple(sorted({name for name in named if name}))


def _reported_order(stored: StoredClaim) -> tuple[str, str, str, str]:
    document = stored.document
    return (document.published or UNDATED, publisher_of(document), document.id, stored.id)


def _normalise(quote: str) -> str:
    """Keep letters and digits only; a quote of signs alone stays as it is."""
    folded = unicodedata.normalize("NFKC", quote).casefold()
    return "".join(sign for sign in folded if sign.isalnum()) or folded
