"""Work out what was known on a day: what was public by then, and what it adds up to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.edition import Edition, Line
from pipeline.ledger import read_ledger
from pipeline.merging_evidence import UNDATED, span_of
from pipeline.model import Document, Event, When
from pipeline.reviews.desk import Desk
from pipeline.reviews.log import log_path, read_log
from pipeline.reviews.rulings import Terms, until
from pipeline.store import Choice, Store
from pipeline.tracker import Tracker


def known_on(document: Document) -> date | None:
    """Give the day on which a document's text was public, or the day by which it was for certain.

    That is its publication, or the last change that it admits, but never after we captured it; of
    a month the last day. A document without a date was public when it was captured. None when
    nothing tells.
    """
    dates = [span_of(When(value)) for value in (document.published, document.modified)]
    public = max((span.last for span in dates if span), default=None)
    if document.captured_at is None:
        return public
    captured = date.fromisoformat(document.captured_at[:10])
    return captured if public is None else min(public, captured)


def events_as_of(data: Path, store: Store, tracker: Tracker, *, day: date) -> list[Event]:
    """Merge the claims of the documents that were public on a day, as people had ruled by then.

    Events have the ids that we know them by, and come company by company.
    """
    desk = Desk(
        store,
        read_ledger(data / "private" / "events.jsonl"),
        until(read_log(log_path(data)), day.isoformat()),
        tracker.threshold,
        Terms.of(tracker),
    )

    def was_public(document: Document) -> bool:
        known = known_on(document)
        return known is not None and known <= day

    return [
        event
        for group in desk.groups(each.slug for each in tracker.companies)
        for event in desk.merge(group, keep=was_public).ruled.events
    ]


def edition_as_of(
    data: Path,
    store: Store,
    tracker: Tracker,
    choice: Choice,
    *,
    day: str,
    chosen: str = "",
    site: str | None = None,
) -> Edition:
    """Give the edition of a past day: ``Store.edition`` with what was known on it.

    Rulings count that had been made by then. ``day`` is an ISO day.
    """
    today = store.edition(choice, chosen=chosen, site=site)
    known = events_as_of(data, store, tracker, day=date.fromisoformat(day))
    events = sorted(filter(choice.takes, known), key=_place)

    def lines() -> Iterator[Line]:
        for line in store.lines_from(events):
            made = tuple(each for each in line.corrections if each.made_at[:10] <= day)
            yield replace(line, corrections=made, ruled_at=None)

    return replace(
        today,
        count=len(events),
        updated_at=min(today.updated_at, f"{day}T23:59:59Z"),
        lines=lines,
        corrections=tuple(each for each in today.corrections if each.made_at[:10] <= day),
        as_of=day,
    )


def _place(event: Event) -> tuple[str, str, str, str]:
    return (event.date or UNDATED, event.company, event.stance, event.id)
