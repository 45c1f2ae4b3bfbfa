"""Decide which documents stand, which are copies, and which events follow from their claims."""

from dataclasses import replace
from pathlib import Path

from pipeline.copies import are_copies, bands, overlap, shingles, stories
from pipeline.ledger import append_ledger, read_ledger
from pipeline.merge import merge_claims
from pipeline.model import Document, StoredClaim
from pipeline.statements.digest import reading_of
from pipeline.store import Store
from pipeline.store.transaction import Transaction
from pipeline.watching import appearances

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


def settle(store: Store, *, ledger: Path, fingerprint: str, threshold: float) -> None:
    """Merge anew the claims of each company that has others than before.

    Event ids are written to the ledger before the database shows them.
    """
    companies = store.unsettled()
    known = read_ledger(ledger) if companies else ()
    for company in companies:
        claims = store.claims(company=company)
        own = [entry for entry in known if entry.company == company]
        appeared = appearances(store.statement_sentences((company,)))
        merged = merge_claims(claims, threshold=threshold, known=own, appeared=appeared)
        documents = {stored.id: stored.document for stored in claims}
        events = [
            replace(event, archived=store.archived_at(documents[event.claims[0]]))
            for event in merged.events
        ]
        append_ledger(ledger, merged.ledger)
        with store.transaction(fingerprint) as rows:
            rows.put_events(company, events, merged.redirects)


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
