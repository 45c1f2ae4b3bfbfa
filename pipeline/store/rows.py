"""Lay contents out as rows: pure, and the same rows in the same order whatever the input's."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from pipeline.model import Document, Event, StoredClaim
from pipeline.store import (
    evidence_tables,
    figure_tables,
    record_tables,
    tracker_tables,
)
from pipeline.store.contents import Contents
from pipeline.store.schema import TABLES
from pipeline.store.shapes import Table
from pipeline.tracker_models import Company, DatedName

Cell = str | int | float | None
Row = tuple[Cell, ...]
HALVES = re.compile("[\ud800-\udfff]")  # of characters, which no database takes
PLAIN = frozenset({str, int, float})  # looked at first: nearly every cell is one of them


def rows_of(contents: Contents) -> dict[str, list[Row]]:
    """Give the rows of every table, each table's in the order of its primary key.

    A row that comes twice is kept once. Two different rows of one key are both given: the
    database will refuse them.
    """
    documents = {*contents.documents, *(stored.document for stored in contents.claims)}
    made = contents.fingerprint
    events = contents.events
    laid = {
        **_tracker_rows(contents),
        evidence_tables.CAPTURES: rows(evidence_tables.CAPTURES, contents.captures),
        evidence_tables.DOCUMENTS: rows(evidence_tables.DOCUMENTS, documents, fingerprint=made),
        evidence_tables.PUBLICATION_DATES: date_rows(documents),
        evidence_tables.CLAIMS: [claim_row(stored, made) for stored in contents.claims],
        evidence_tables.EVENTS: rows(evidence_tables.EVENTS, events, fingerprint=made),
        evidence_tables.EVENT_CLAIMS: event_claim_rows(events),
        evidence_tables.EVENT_REDIRECTS: [
            *contents.redirects,
            *((old, event.id) for event in events for old in event.redirects),
        ],
        figure_tables.FIGURES: rows(figure_tables.FIGURES, contents.figures, fingerprint=made),
        record_tables.REVIEWS: rows(record_tables.REVIEWS, contents.reviews),
        record_tables.CORRECTIONS: rows(record_tables.CORRECTIONS, contents.corrections),
        record_tables.REVIEW_QUEUE: rows(record_tables.REVIEW_QUEUE, contents.waiting),
        record_tables.PROVENANCE: [(made, contents.tracker.id)],
    }
    return {table.name: _in_order(table, laid.get(table, ())) for table in TABLES}


def _in_order(table: Table, given: Iterable[Row]) -> list[Row]:
    places = [table.names.index(name) for name in table.key]
    return sorted(set(given), key=lambda row: [row[place] for place in places])


def rows(table: Table, items: Iterable[Any], **given: Any) -> list[Row]:
    """Lay out items whose fields are spelled like the columns; ``given`` values come first."""
    names = table.names
    return [
        tuple(_cell(given[name] if name in given else getattr(item, name)) for name in names)
        for item in items
    ]


def _cell(value: Any) -> Cell:
    if type(value) is str and not value.isascii():
        return HALVES.sub("\ufffd", value)  # one sign for one: offsets into texts hold
    if value is None or type(value) in PLAIN:
        plain: Cell = value
        return plain
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return HALVES.sub("\ufffd", json.dumps(value, ensure_ascii=False))
    raise TypeError(f"{value!r} has no place in a column")


def _tracker_rows(contents: Contents) -> dict[Table, list[Row]]:
    tracker = contents.tracker
    law = tracker.law
    return {
        tracker_tables.LAWS: [
            (
                tracker.id,
                tracker.name,
                _cell(law.names + law.names_zh),
                _cell(law.enacted),
                _cell(law.in_force),
            )
        ],
        tracker_tables.STANCES: [
            (
                stance.id,
                stance.label,
                stance.definition,
                stance.colour,
                position,
                stance.answers,
                _cell(stance.lasts),
                _cell(stance.excludes),
            )
            for position, stance in enumerate(tracker.stances)
        ],
        tracker_tables.STANCE_KINDS: [
            (stance.id, kind) for stance in tracker.stances for kind in stance.kinds
        ],
        tracker_tables.COMPANIES: [_company_row(company) for company in tracker.companies],
        tracker_tables.PRODUCTS: [
            (company.slug, product.name, _cell(product.aliases))
            for company in tracker.companies
            for product in company.products
        ],
        tracker_tables.SOURCES: [
            *rows(tracker_tables.SOURCES, tracker.sources),
            *_local_sources(contents),
        ],
        tracker_tables.MILESTONES: rows(tracker_tables.MILESTONES, tracker.milestones),
    }


def _company_row(company: Company) -> Row:
    names = json.dumps([_dated_name(name) for name in company.names], ensure_ascii=False)
    (row,) = rows(tracker_tables.COMPANIES, [company], names=names)
    return row


def _dated_name(name: DatedName) -> dict[str, Any]:
    return {"name": name.name, "since": _cell(name.since), "until": _cell(name.until)}


def _local_sources(contents: Contents) -> list[Row]:
    """Make a row for each source that rows name and no TOML does: ``added``, ``demo``."""
    named = {capture.source for capture in contents.captures}
    named |= {document.source for document in contents.documents}
    named |= {stored.document.source for stored in contents.claims}
    named -= {source.id for source in contents.tracker.sources}
    return [local_source_row(name) for name in named]


def local_source_row(name: str) -> Row:
    """Lay out a source that no TOML file names."""
    blank = dict.fromkeys(tracker_tables.SOURCES.names)
    return tuple({**blank, "id": name, "kind": tracker_tables.LOCAL}.values())


def date_rows(documents: Iterable[Document]) -> list[Row]:
    """Lay out the publication dates that documents offer."""
    return [
        (document.id, position, candidate.value, candidate.basis, candidate.raw)
        for document in documents
        for position, candidate in enumerate(document.published_candidates)
    ]


def claim_row(stored: StoredClaim, fingerprint: str) -> Row:
    """Lay out a claim."""
    claim = stored.claim
    given: dict[str, Cell] = {
        "id": stored.id,
        "document": stored.document.id,
        "fingerprint": fingerprint,
    }
    for name, when in (("announced", claim.announced), ("effective", claim.effective)):
        given |= {
            name: when.value,
            f"{name}_precision": when.precision,
            f"{name}_basis": when.basis,
        }
    (row,) = rows(evidence_tables.CLAIMS, [claim], **given)
    return row


def event_claim_rows(events: Iterable[Event]) -> Iterator[Row]:
    """Lay out which claims make up which event."""
    for event in events:
        for position, claim in enumerate(event.claims):
            yield event.id, claim, position
