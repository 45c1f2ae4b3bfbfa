"""Put a line into words: what every format for readers says of an event, in the same order.

Texts from outside come out in one visible line each, not yet escaped for any format.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.edition import Correction, Edition, Line, Proof
from pipeline.outside import web_address
from pipeline.visible import one_line
from pipeline.words import BASES, STATUSES, VOICES, basis, day, plain


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known of an event or edition: its name, the words, and where they lead to."""

    name: str
    text: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """One document that tells of an event, with the sentence that does."""

    quote: str
    source: Fact
    archived: str


def edition_title(edition: Edition) -> str:
    """Name an edition by its law and by what was chosen of it."""
    title = one_line(f"{edition.law}: how companies answer")
    return f"{title} ({one_line(edition.chosen)})" if edition.chosen else title


def edition_facts(edition: Edition) -> Iterator[Fact]:
    """Say what an edition comes from, and how fresh it is."""
    yield Fact("Law", f"{one_line(edition.law)}, in force since {day(edition.in_force)}")
    yield Fact("Events", f"{edition.count}; {one_line(edition.chosen) or 'all of the timeline'}")
    if edition.as_of is not None:
        yield Fact("As known on", day(edition.as_of))
    yield Fact("Updated", one_line(edition.updated_at))
    yield Fact("Tracker", f"{one_line(edition.tracker)}, fingerprint {edition.fingerprint}")
    if edition.site is not None:
        yield Fact("Pages", edition.site, web_address(edition.site))


def headline(line: Line) -> str:
    """Say who took which stance, with the products when it concerns only them."""
    products = f" ({', '.join(line.event.products)})" if line.event.products else ""
    return one_line(f"{line.event.company_name}{products}: {line.stance_label}")


def facts(edition: Edition, line: Line) -> Iterator[Fact]:
    """Say all that defends an event but its quote; what is unknown is called so or left out."""
    event, proof = line.event, leading_proof(line)
    dated = f" ({_precision(event.precision)}; basis: {one_line(basis(event.basis))})"
    shown = one_line(day(event.date, event.precision))
    yield Fact("Date", shown if event.date is None else f"{shown}{dated}")
    if event.effective is not None:
        holds = one_line(day(event.effective, event.effective_precision))
        yield Fact("In effect", f"{holds} ({_precision(event.effective_precision)})")
    if event.first_reported is not None:
        by = f" by {one_line(event.first_publisher)}" if event.first_publisher else ""
        yield Fact("First reported", f"{one_line(day(event.first_reported))}{by}")
    if proof is None:
        yield _source(None, event.publisher, None, event.url)
    else:
        yield _source(proof.title, event.publisher or proof.publisher, None, event.url)
        if proof.published is not None:
            found = BASES.get(proof.published_basis or "", proof.published_basis or "unknown")
            yield Fact("Published", one_line(f"{day(proof.published)} (basis: {found})"))
        if proof.speaker:
            yield Fact("Speaker", f"{one_line(proof.speaker)} ({VOICES[proof.voice]})")
    yield Fact("Archived copy", one_line(archived_copy(line) or "none"))
    yield Fact("Scope", plain(event.scope))
    yield Fact("Independent sources", str(event.sources))
    yield Fact("Confidence", f"{event.confidence:.2f}")
    yield Fact("Status", f"{event.status} ({STATUSES.get(event.status, 'unknown to us')})")
    yield Fact("Event", one_line(event.id), web_address(edition.page_of(event.id)))
    for each in line.corrections:
        yield Fact("Corrected", correction_words(each))


def witnesses(line: Line) -> Iterator[Witness]:
    """Give the proofs of an event beside the one that its quote comes from."""
    leading = leading_proof(line)
    for proof in line.proofs:
        if proof is not leading:
            yield Witness(
                one_line(proof.quote),
                _source(proof.title, proof.publisher, proof.published, proof.url),
                one_line(proof.archived or "none"),
            )


def correction_words(correction: Correction) -> str:
    """Say what a correction changed, why and when."""
    return one_line(f"{correction.made_at[:10]}: {_changed(correction)}: {correction.reason}")


def _changed(correction: Correction) -> str:
    if correction.field == "merge":
        return f"{correction.before} was merged into {correction.after}"
    if correction.field == "split":
        return f"part of {correction.before} was split off as {correction.after}"
    was, now = (
        "nothing" if value is None else f"“{value}”" for value in (correction.was, correction.now)
    )
    return f"{correction.what} was {was}, is {now}"


def leading_proof(line: Line) -> Proof | None:
    """Find the proof that the quote of the event comes from."""
    told = (line.event.quote, line.event.url)
    return next((each for each in line.proofs if (each.quote, each.url) == told), None)


def archived_copy(line: Line) -> str | None:
    """Tell where the bytes lie that the quote of the event was read from."""
    proof = leading_proof(line)
    return line.event.archived or (None if proof is None else proof.archived)


def _precision(precision: str | None) -> str:
    return f"precision: {precision or 'unknown'}"


def _source(
    title: str | None, publisher: str | None, published: str | None, url: str | None
) -> Fact:
    """Name a document; an address that may not be linked is told as text."""
    address = web_address(url)
    shown = [one_line(title or ""), one_line(publisher or "")]
    if published is not None:
        shown.append(one_line(day(published)))
    if address is None or not any(shown[:2]):
        shown.append(address or one_line(url or "") or "no address")
    return Fact("Source", ", ".join(each for each in shown if each), address)
