"""Show what awaits a review, and what was ruled, on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from pipeline.cli.chains import print_event
from pipeline.cli.claims import shown_when
from pipeline.cli.paper import Paper, printable

if TYPE_CHECKING:
    from pipeline.model import StoredClaim
    from pipeline.reviewing import Imported
    from pipeline.reviews.making import Subject
    from pipeline.reviews.risks import Waiting
    from pipeline.store import Store
    from pipeline.store.contents import Review
    from scrapers.captures import Capture

CONTEXT = 240  # characters on either side of a quote: the sentences around it


@dataclass(frozen=True, slots=True)
class Case:
    """All that a person needs to rule: what is ruled on, where it lies, what was ruled before.

    ``left`` says by claim since when its sentence is not on its page any more.
    """

    subject: "Subject"
    captures: "dict[str, Capture | None]"
    left: dict[str, str]
    rulings: "list[Review]"
    reasons: tuple[str, ...]


def read_case(store: "Store", name: str) -> Case:
    """Read the case of an event or a claim; raise UnsoundRuling when there is neither."""
    from pipeline.reviewing import subject_of
    from pipeline.reviews.departures import departures

    subject = subject_of(store, name)
    shown = store.rulings()
    event = subject.event
    if event is None:
        return Case(subject, {}, {}, shown.on(name), ())
    chain = store.event_chain(event.id)
    companies = tuple(sorted({each.claim.claim.company for each in chain.evidence}))
    awaiting = {each.event: each.reasons for each in shown.waiting((event.company,))}
    return Case(
        subject,
        {each.claim.id: each.capture for each in chain.evidence},
        departures(store.statement_sentences(companies)),
        shown.on(event.id),
        awaiting.get(event.id, ()),
    )


def print_queue(queue: "Sequence[Waiting]") -> None:
    """Print what awaits a review, the riskiest first, each with its reasons."""
    paper = Paper()
    for each in queue:
        paper.line(f"{each.risk:>3}  ", (each.event, "bold"))
        for reason in each.reasons:
            paper.line(reason, indent=5)


def print_case(case: Case) -> None:
    """Print what is ruled on: why it waits, all evidence in its context, earlier rulings."""
    paper = Paper()
    event, claim = case.subject.event, case.subject.claim
    if event is not None:
        print_event(paper, event, asked=event.id)
    elif claim is not None:
        paper.line((claim.id, "bold"), ": a claim that is in no event")
    for reason in case.reasons:
        paper.line("awaits review: ", (reason, "bold"), indent=2)
    told = case.subject.evidence or ((claim,) if claim else ())
    for number, stored in enumerate(told, start=1):
        paper.gap()
        paper.line((f"claim {number} of {len(told)}: {stored.id}", "bold"))
        _print_claim(paper, stored)
        if stored.id in case.left:
            paper.line(f"not on its page any more since {case.left[stored.id]}", indent=2)
        capture = case.captures.get(stored.id)
        lies = "no capture" if capture is None else f"{capture.file}#{capture.offset}"
        paper.line(f"archived: {lies}", indent=2)
    if case.rulings:
        paper.gap()
    for review in case.rulings:
        _print_ruling(paper, review)


def report_ruling(review: "Review") -> None:
    """Say what a ruling came to."""
    event = f", {review.event}" if review.event and review.event != review.target else ""
    say(f"{review.id}: {_ruled(review)}{event}: {_state(review)}")


def report_import(found: "Imported") -> bool:
    """Say what an import came to; return whether somebody must look."""
    missed = [review for review in found.new if review.state == "hits_nothing"]
    for review in missed:
        say(f"{review.id}: {_ruled(review)}: {_state(review)}")
    rulings = "new ruling" if len(found.new) == 1 else "new rulings"
    say(f"review: {len(found.new)} {rulings}, {found.known} known before")
    return bool(missed)


def say(words: str) -> None:
    """Talk to the person, on one line."""
    click.echo(printable(words), err=True)


def _print_claim(paper: Paper, stored: "StoredClaim") -> None:
    claim, document = stored.claim, stored.document
    before = document.text[max(0, claim.start - CONTEXT) : claim.start]
    after = document.text[claim.end : claim.end + CONTEXT]
    paper.line((before, "dim"), (f"»{claim.quote}«", "bold"), (after, "dim"), indent=2)
    told = ", ".join(part for part in (document.publisher, document.title, document.url) if part)
    paper.line(told or "an added text", indent=2)
    conflict = "; its dates disagree" if document.published_conflict else ""
    basis = f", basis {document.published_basis}" if document.published_basis else ""
    paper.line(f"published {document.published or 'unknown'}{basis}{conflict}", indent=2)
    paper.line(
        f"read as {claim.company} {claim.stance}, {claim.scope.replace('_', ' ')}; "
        f"announced {shown_when(claim.announced)}; effective {shown_when(claim.effective)}",
        indent=2,
    )
    paper.line(
        f"said by {claim.speaker or 'nobody named'} ({claim.voice}), {claim.modality}, "
        f"confidence {claim.confidence:.2f}, rule {claim.rule}",
        indent=2,
    )


def _print_ruling(paper: Paper, review: "Review") -> None:
    paper.line(
        (f"{review.id}", "bold"),
        f" {review.made_at} {review.reviewer}: {_ruled(review)}: {_state(review)}",
    )
    paper.line(review.reason, indent=2)


def _ruled(review: "Review") -> str:
    if review.ruling == "correct":
        return (
            f"correct {review.target}, {review.field} from {review.before or 'unknown'} "
            f"to {review.value or 'unknown'}"
        )
    way = {"merge": " into", "split": " off as"}.get(review.ruling)
    return f"{review.ruling} {review.target}" + (f"{way} {review.value}" if way else "")


def _state(review: "Review") -> str:
    state = review.state.replace("_", " ")
    return f"{state} ({review.note})" if review.note else state
