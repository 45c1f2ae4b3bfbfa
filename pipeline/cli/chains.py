"""Print the chain of one event: event, claims, documents, dates, bytes."""

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from pipeline.cli.claims import shown_when
from pipeline.cli.paper import Paper
from pipeline.cli.timelines import shown_date
from pipeline.model import Document, Event
from pipeline.store.contents import EventChain, Evidence
from scrapers.archive import Archive
from scrapers.captures import Capture
from scrapers.errors import ArchiveError

if TYPE_CHECKING:
    from pipeline.extract.showing import Parse


def print_chain(
    chain: EventChain, archive: Archive, *, asked: str, parses: "Mapping[str, Parse]"
) -> bool:
    """Print one event down to the bytes; return whether each archived record is as it was.

    ``parses`` holds, by the ids of the claims, how a fresh reading comes to them. A claim of a
    document that was never captured has no record, and is said to have none.
    """
    paper = Paper()
    print_event(paper, chain.event, asked=asked)
    sound = True
    for number, evidence in enumerate(chain.evidence, start=1):
        paper.gap()
        paper.line((f"claim {number} of {len(chain.evidence)}: {evidence.claim.id}", "bold"))
        _print_claim(paper, evidence, parses.get(evidence.claim.id))
        _print_document(paper, evidence.claim.document)
        sound = _print_record(paper, evidence.capture, archive) and sound
    return sound


def print_event(paper: Paper, event: Event, *, asked: str) -> None:
    """Print what an event says, and that another id leads to it when that was asked for."""
    paper.line((event.id, "bold"))
    if asked != event.id:
        paper.line(f"{asked} was merged into this event", indent=2)
    products = f" ({', '.join(event.products)})" if event.products else ""
    scope = event.scope.replace("_", " ")
    paper.line(f"{event.company_name}{products}: {event.stance}, {scope}", indent=2)
    dated = shown_date(event.date, event.precision)
    paper.line(f"date {dated}, basis {event.basis or 'none'}", indent=2)
    if event.effective:
        effective = shown_date(event.effective, event.effective_precision)
        paper.line(f"effective {effective}", indent=2)
    independent = "independent source" if event.sources == 1 else "independent sources"
    paper.line(
        f"{event.status}, confidence {event.confidence:.2f}, {event.sources} {independent}, "
        f"first reported {event.first_reported or 'unknown'}",
        indent=2,
    )


def _print_claim(paper: Paper, evidence: Evidence, parse: "Parse | None") -> None:
    claim = evidence.claim.claim
    paper.line((f"“{claim.quote}”", "italic"), indent=2)
    paper.line(f"stands at characters {claim.start} to {claim.end}", indent=2)
    paper.line(f"rule {claim.rule}", indent=2)
    if parse is None:
        paper.line("parse: this version reads it otherwise; see 'stanceline rebuild'", indent=2)
    else:
        borrowed = " (of the sentence that it borrows from)" if "; borrowed]" in claim.rule else ""
        paper.line(f"parse{borrowed}: {parse.chain}", indent=2)
        paper.line("; ".join(parse.notes), indent=4)
    paper.line(
        f"said by {claim.speaker or 'nobody named'} ({claim.voice}), {claim.modality}, "
        f"confidence {claim.confidence:.2f}",
        indent=2,
    )
    for word, when in (("announced", claim.announced), ("effective", claim.effective)):
        paper.line(f"{word} {shown_when(when)}", indent=2)


def _print_document(paper: Paper, document: Document) -> None:
    paper.line((f"document {document.id}: {document.title or 'untitled'}", "bold"), indent=2)
    told = ", ".join(part for part in (document.publisher, document.url) if part)
    if told:
        paper.line(told, indent=4)
    if document.agency:
        paper.line(f"credits {document.agency}, which counts as its source", indent=4)
    if document.story not in (None, document.id):
        paper.line(f"tells the story of document {document.story} in the same words", indent=4)
    basis = f", basis {document.published_basis}" if document.published_basis else ""
    conflict = "; its candidates disagree" if document.published_conflict else ""
    paper.line(f"published {document.published or 'unknown'}{basis}{conflict}", indent=4)
    for candidate in document.published_candidates:
        paper.line(f"candidate {candidate.value} from {candidate.basis}: {candidate.raw}", indent=6)


def _print_record(paper: Paper, capture: Capture | None, archive: Archive) -> bool:
    if capture is None:
        paper.line("record: none, this text was never captured", indent=2)
        return True
    paper.line((f"record {archive.folder / capture.file}", "bold"), indent=2)
    paper.line(f"offset {capture.offset}, length {capture.length}", indent=4)
    paper.line(f"captured {capture.captured_at} for {capture.source}", indent=4)
    if capture.asked:
        paper.line(f"asked as {capture.asked}", indent=4)
    try:
        body = archive.read(capture.file, capture.offset).body
    except ArchiveError as error:
        paper.line((f"{capture.digest} could not be read again: {error}", "bold"), indent=4)
        return False
    if f"sha256:{sha256(body).hexdigest()}" != capture.digest:
        paper.line((f"{capture.digest} is not the digest of what lies there", "bold"), indent=4)
        return False
    paper.line(f"{capture.digest}, read again: the same {len(body)} bytes", indent=4)
    return True
