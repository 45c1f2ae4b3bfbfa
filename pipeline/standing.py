"""Decide which documents stand, which are copies, and which events follow from their claims."""

from pathlib import Path

from pipeline.copies import are_copies, bands, overlap, shingles, stories
from pipeline.ledger import append_ledger, read_ledger
from pipeline.model import Document, StoredClaim
from pipeline.reviews.desk import Desk, missed
from pipeline.reviews.log import read_log
from pipeline.reviews.rulings import NO_TERMS, Terms
from pipeline.statements.digest import reading_of
from pipeline.store import Store
from pipeline.store.transaction import Transaction

_COMPLETE = {"empty": 0, "teaser": 1, "truncated": 2, "full": 3}


def let_stand(
    store: Store,
    rows: Transaction,
    document: Document,
    claims: tuple[StoredClaim, ...],
    *,
    versioned: bool,
    own: bool,
) -> None:
    """Add a document and its claims, unless what stands at its address is as good.

    Of one text the earliest capture stands, so that a page whose bytes change every night, and
    whose words do not, changes nothing. Of several texts the most complete one stands, then the
    latest; of a ``versioned`` page each that says something else. Copies among other pages'
    documents are noted, but not those of a company's ``own`` page: two newspapers that print it
    whole are two newspapers.
    """
    standing = store.documents_at(document.url) if document.url else []
    if versioned:  # what another source saw at that address is no version of this page
        standing = [each for each in standing if each.source == document.source]
    said = _says(document, versioned)
    alike = [each for each in standing if _says(each, versioned) == said]
    if any((each.captured_at or "") <= (document.captured_at or "") for each in alike):
        return
    replaced = alike
    if not versioned:
        others = [each for each in standing if each.text != document.text]
        if any(_worth(each) > _worth(document) for each in others):
            return
        replaced = standing
    for former in replaced:
        _remove(rows, former)
    found = bands(document.text) if claims and not own else ()
    candidates = [each for each in rows.alike(found) if each.url != document.url]
    rows.put_document(document, claims, bands=found)
    for other in candidates:
        if are_copies(document.text, other.text):
            share = overlap(shingles(document.text), shingles(other.text))
            rows.put_copy(document.id, other.id, round(min(share, 1.0), 4))
            _tell_story(rows, document.id)


def settle(
    store: Store, *, ledger: Path, fingerprint: str, threshold: float, terms: Terms = NO_TERMS
) -> list[str]:
    """Merge anew the claims of each company that has others than before, or was ruled on.

    Companies that a ruling ties are settled together. Event ids are written to the ledger before
    the database shows them. Returns which rulings hit nothing. ``terms`` are the tracker's words,
    without which no ruling can correct a company or stance.
    """
    rulings = read_log(ledger.with_name("reviews.jsonl"))
    shown = store.rulings().companies()
    unsettled = set(store.unsettled())
    if unsettled or shown.keys() != {ruling.id for ruling in rulings}:
        desk = Desk(store, read_ledger(ledger), rulings, threshold, terms)
        for companies in desk.unsettled(unsettled, shown):
            found = desk.merge(companies)
            append_ledger(ledger, found.ruled.ledger)
            with store.transaction(fingerprint) as rows:
                rows.put_events(companies, found.ruled.events, found.ruled.redirects)
                rows.put_rulings(companies, found.reviews, found.corrections, found.waiting)
    return [missed(review) for review in store.rulings().hitting_nothing()]


def _says(document: Document, versioned: bool) -> str:
    return reading_of(document.text) if versioned else document.text


def _remove(rows: Transaction, document: Document) -> None:
    linked, _ = rows.copies_around(document.id)
    rows.remove_document(document.id)
    for other in linked:
        if other.id != document.id:
            _tell_story(rows, other.id)


def _tell_story(rows: Transaction, document: str) -> None:
    documents, pairs = rows.copies_around(document)
    told = stories(documents, pairs)
    for each in documents:
        rows.put_story(each.id, told.get(each.id))


def _worth(document: Document) -> tuple[int, str]:
    return _COMPLETE[document.completeness], document.captured_at or ""
