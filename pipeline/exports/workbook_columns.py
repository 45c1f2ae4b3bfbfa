"""Name the columns of a workbook: how wide each is, what it means, and what stands in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pipeline.exports.accounts import archived_copy
from pipeline.words import VOICES, basis, plain

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``width`` is in letters, and ``link`` tells that addresses become links."""

    name: str
    width: int
    meaning: str
    cell: Callable[[Any], Cell]
    link: bool = False


def _basis(value: str | None) -> str | None:
    return None if value is None else basis(value)


TIMELINE = (
    Column("Event", 34, "Permanent name of the event", lambda line: line.event.id),
    Column("Company", 22, "Name of the company", lambda line: line.event.company_name),
    Column("Products", 18, "Products that are named", lambda line: ", ".join(line.event.products)),
    Column("Stance", 22, "What the company does; see Stances", lambda line: line.stance_label),
    Column("Scope", 17, "What the stance is about", lambda line: plain(line.event.scope)),
    Column(
        "Date",
        12,
        "When it was said: a day, month or year, as text; empty when unknown",
        lambda line: line.event.date,
    ),
    Column("Precision", 12, "How exactly the date is known", lambda line: line.event.precision),
    Column("Date from", 26, "Where the date comes from", lambda line: _basis(line.event.basis)),
    Column("Effective", 12, "From when it holds, if told", lambda line: line.event.effective),
    Column(
        "Effective precision",
        12,
        "How exactly that is known",
        lambda line: line.event.effective_precision,
    ),
    Column("First reported", 13, "Day of the first report", lambda line: line.event.first_reported),
    Column(
        "First reported by", 24, "Publisher of that report", lambda line: line.event.first_publisher
    ),
    Column("Quote", 80, "Best sentence that proves it", lambda line: line.event.quote),
    Column("Publisher", 24, "Who published that sentence", lambda line: line.event.publisher),
    Column("Address", 44, "Where it was read", lambda line: line.event.url, link=True),
    Column(
        "Kept copy",
        26,
        "The document as it was kept: WARC file and place in it, or an address",
        archived_copy,
        link=True,
    ),
    Column(
        "Independent sources",
        13,
        "How many publishers report it, copies counted once",
        lambda line: line.event.sources,
    ),
    Column("Claims", 9, "How many rows of Evidence it has", lambda line: len(line.proofs)),
    Column(
        "Confidence",
        11,
        "How likely the texts say this, from 0 to 1",
        lambda line: line.event.confidence,
    ),
    Column(
        "Status",
        12,
        "Listed by its confidence, accepted or rejected by a person, or in review",
        lambda line: plain(line.event.status),
    ),
)
EVIDENCE = (
    Column("Event", 34, "The event of Timeline that it proves", lambda proof: proof.event),
    Column("Claim", 18, "Permanent name of the claim", lambda proof: proof.claim),
    Column("Quote", 80, "The sentence that says so", lambda proof: proof.quote),
    Column("Publisher", 24, "Who published the document", lambda proof: proof.publisher),
    Column("Agency", 16, "News agency that it credits", lambda proof: proof.agency),
    Column("Title", 50, "Title of the document", lambda proof: proof.title),
    Column("Address", 44, "Where it was read", lambda proof: proof.url, link=True),
    Column("Language", 10, "Language of the document", lambda proof: proof.language),
    Column("Published", 12, "When the document came out", lambda proof: proof.published),
    Column(
        "Published from",
        26,
        "Where that date comes from",
        lambda proof: _basis(proof.published_basis),
    ),
    Column("Announced", 12, "When the stance was said, by it", lambda proof: proof.announced.value),
    Column(
        "Announced precision", 12, "How exactly it tells", lambda proof: proof.announced.precision
    ),
    Column("Announced from", 26, "The words of that", lambda proof: _basis(proof.announced.basis)),
    Column("Effective", 12, "From when it holds, by it", lambda proof: proof.effective.value),
    Column("Effective from", 26, "The words of that", lambda proof: _basis(proof.effective.basis)),
    Column(
        "Kept copy",
        26,
        "The document as it was kept: WARC file and place in it, or an address",
        lambda proof: proof.archived,
        link=True,
    ),
    Column("Kept at", 20, "When it was kept (UTC)", lambda proof: proof.captured_at),
    Column("Voice", 20, "Who says so", lambda proof: VOICES.get(proof.voice, plain(proof.voice))),
    Column("Speaker", 20, "Speaker that is named", lambda proof: proof.speaker),
    Column("Product", 16, "Product that is named", lambda proof: proof.product),
    Column("Stance read", 22, "As read, before any ruling", lambda proof: plain(proof.stance)),
    Column("Scope read", 17, "As read, before any ruling", lambda proof: plain(proof.scope)),
    Column("Modality", 12, "Done, announced or conditional", lambda proof: proof.modality),
    Column("Confidence", 11, "Of this claim, from 0 to 1", lambda proof: proof.confidence),
    Column("Rule", 40, "The rule and words that read it", lambda proof: proof.rule),
)
CORRECTIONS = (
    Column("Made at", 21, "When (UTC)", lambda made: made.made_at),
    Column("Event", 34, "The event that was corrected", lambda made: made.event),
    Column("What", 16, "What was corrected", lambda made: made.what),
    Column("Before", 30, "What it said before", lambda made: made.was),
    Column("After", 30, "What it says now", lambda made: made.now),
    Column("Reason", 80, "Why", lambda made: made.reason),
    Column("Ruling", 18, "Permanent name of the ruling", lambda made: made.id),
)
