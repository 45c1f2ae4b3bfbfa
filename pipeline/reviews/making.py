"""Make a ruling out of what a person wants, or say why it cannot stand."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pipeline.merge import describe
from pipeline.merging_clusters import Cluster
from pipeline.merging_ids import Unnamed, wishes
from pipeline.model import Event, StoredClaim, When
from pipeline.reviews.faces import PUBLIC, Changed
from pipeline.reviews.on_claims import rule_on_claims
from pipeline.reviews.outcomes import slot_of
from pipeline.reviews.rulings import (
    FIELDS,
    RULINGS,
    ClaimMark,
    Ruling,
    Terms,
    UnsoundRuling,
    in_order,
    named,
    seen_in,
    when_given,
    withdrawn,
)
from pipeline.visible import one_line

HALVES = re.compile("[\ud800-\udfff]")  # of characters, which no file takes
CODES = re.compile("[\x00-\x08\x0b-\x1f\x7f]")  # that nobody types, all but tabs and new lines
UNKNOWN = ("", "unknown")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to rule.

    ``target`` is an event, a claim or, to take it back, a ruling. ``value`` is the right value,
    or the event to merge into. ``claims`` are ids of what is split off. ``seen`` is the evidence
    that the person was shown, None when it was not through us.
    """

    ruling: str
    target: str
    reviewer: str
    reason: str
    field: str | None = None
    value: str | None = None
    claims: tuple[str, ...] = ()
    seen: tuple[str, ...] | None = None
    made_at: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What is ruled on: an event with its evidence, or one claim and the event that it is in.

    ``absent`` are ids of claims whose sentence has left its watched page.
    """

    event: Event | None
    evidence: tuple[StoredClaim, ...] = ()
    absent: frozenset[str] = frozenset()
    claim: StoredClaim | None = None

    @property
    def seen(self) -> tuple[str, ...]:
        """Give the digests of the evidence."""
        told = self.evidence if self.claim is None else (self.claim,)
        return seen_in(told, self.absent)


def cleaned(wish: Wish) -> Wish:
    """Leave out of a person's words what nobody types, and blanks around them."""
    return replace(
        wish,
        reviewer=one_line(wish.reviewer),
        reason=CODES.sub("", HALVES.sub("\ufffd", wish.reason)).strip(),
    )


def make_ruling(
    wish: Wish,
    subject: Subject | None,
    *,
    terms: Terms,
    log: Sequence[Ruling],
    made_at: str,
    other: Subject | None = None,
    taken: Collection[str] = (),
) -> Ruling:
    """Make a ruling; raise UnsoundRuling, with the next step, when it cannot stand.

    ``subject`` is None for a ruling that takes another one back, ``other`` what an event is merged
    into. ``taken`` are event ids that were ever given out: a part that is split off gets a new one.
    """
    wish = cleaned(wish)
    plain = Ruling(
        id="",
        target=wish.target,
        ruling=wish.ruling,
        reviewer=wish.reviewer,
        reason=wish.reason,
        made_at=made_at,
    )
    if wish.ruling not in RULINGS:
        raise UnsoundRuling(f"{wish.ruling!r} is no ruling; choose one of {', '.join(RULINGS)}")
    if not plain.reviewer:
        raise UnsoundRuling("a ruling needs somebody who answers for it; say who with --by NAME")
    if not plain.reason:
        raise UnsoundRuling("a ruling needs a reason; say why with --reason TEXT")
    if wish.ruling == "withdraw":
        made = _withdrawal(plain, log)
    elif subject is None or (subject.event is None and subject.claim is None):
        raise UnsoundRuling(f"there is nothing that {wish.target!r} could mean")
    else:
        if wish.seen is not None and wish.seen != subject.seen:
            raise UnsoundRuling(f"{wish.target}: its evidence changed meanwhile; look at it again")
        made = _on_subject(plain, wish, subject, terms=terms, log=log, other=other, taken=taken)
    return named(made, taken={each.id for each in log})


def seen_to_change(
    ruling: Ruling, changed: tuple[Changed, ...], *, log: Sequence[Ruling]
) -> Ruling:
    """Add to a ruling what readers see change by it; that too is in its id."""
    return named(replace(ruling, id="", changed=changed), taken={each.id for each in log})


def _withdrawal(plain: Ruling, log: Sequence[Ruling]) -> Ruling:
    ordered = in_order(log)
    gone = withdrawn(ordered)
    former = next((each for each in ordered if each.id == plain.target), None)
    if former is None:
        raise UnsoundRuling(
            f"there is no ruling {plain.target!r}; 'stanceline review show EVENT' names them"
        )
    if former.id in gone:
        raise UnsoundRuling(f"ruling {former.id} was withdrawn before; there is nothing to do")
    if former.ruling == "split":
        resting = [
            each.id
            for each in ordered
            if each.id not in gone
            and each.id != former.id
            and each.ruling != "withdraw"
            and former.value in (each.event, each.value)
        ]
        if resting:
            raise UnsoundRuling(
                f"{', '.join(resting)} rest on {former.value}, which would be no more; "
                "withdraw them first"
            )
    return replace(plain, event=former.event, company=former.company, was_public=former.was_public)


def _on_subject(
    plain: Ruling,
    wish: Wish,
    subject: Subject,
    *,
    terms: Terms,
    log: Sequence[Ruling],
    other: Subject | None,
    taken: Collection[str],
) -> Ruling:
    event, claim = subject.event, subject.claim
    company = event.company if event else (claim.claim.company if claim else None)
    made = replace(
        plain,
        target=claim.id if claim else event.id if event else plain.target,
        event=event.id if event else None,
        company=company,
        was_public=event is not None and event.status in PUBLIC,
        claims=(ClaimMark.of(claim),) if claim else (),
        seen=subject.seen,
    )
    if wish.ruling == "correct":
        return _correction(made, wish, subject, terms=terms, log=log)
    if wish.ruling == "merge":
        return _merger(made, subject, other)
    if wish.ruling == "split":
        return _split(made, wish, subject, taken)
    if wish.ruling == "note":
        return made
    if wish.ruling == "accept" and claim is None:
        _refuse_unproven(subject, log)
    before = _status_of(claim, log) if claim else event.status if event else None
    return replace(made, before=before)


def _refuse_unproven(subject: Subject, log: Sequence[Ruling]) -> None:
    """Refuse to accept an event while every sentence that proves it is rejected."""
    event = subject.event
    if event is None or event.status != "rejected":
        return
    if all(_status_of(stored, log) == "rejected" for stored in subject.evidence):
        raise UnsoundRuling(
            f"{event.id}: all its claims were rejected; accept one of them first, or take its "
            "rejection back"
        )


def _correction(
    made: Ruling, wish: Wish, subject: Subject, *, terms: Terms, log: Sequence[Ruling]
) -> Ruling:
    name, value = wish.field, (wish.value or "").strip()
    if name not in FIELDS:
        raise UnsoundRuling(f"{name!r} cannot be corrected; choose one of {', '.join(FIELDS)}")
    right = None if value in UNKNOWN and name in ("date", "effective") else value
    problem = terms.objection(name, right)
    if problem is not None:
        raise UnsoundRuling(f"{made.target}: {problem}")
    now = _claim_field(subject, name, terms, log) if subject.claim else _event_field(subject, name)
    dated = name in ("date", "effective") and right is not None
    if now.value == right and (not dated or now.precision == when_given(right).precision):
        raise UnsoundRuling(f"{made.target}: its {name} is {right or 'unknown'} already")
    return replace(made, field=name, value=right, before=now.value)


def _event_field(subject: Subject, name: str) -> When:
    event = subject.event
    precision = {"date": "precision", "effective": "effective_precision"}.get(name)
    return When(getattr(event, name), getattr(event, precision) if precision else None)


def _claim_field(subject: Subject, name: str, terms: Terms, log: Sequence[Ruling]) -> When:
    """Read a field of a claim as people corrected it until now."""
    claim = subject.claim
    if claim is None:
        return When()
    ruled = rule_on_claims([claim], [each for each in _on(claim, log) if each.field], terms)
    said = ruled.claims[0].claim
    if name in ("date", "effective"):
        return said.announced if name == "date" else said.effective
    return When(getattr(said, name))


def _status_of(claim: StoredClaim, log: Sequence[Ruling]) -> str:
    decided = [each.ruling for each in _on(claim, log) if slot_of(each) == "status"]
    return {"accept": "accepted", "reject": "rejected"}[decided[-1]] if decided else "read"


def _on(claim: StoredClaim, log: Sequence[Ruling]) -> list[Ruling]:
    """Give the rulings on a claim that count, the last one last."""
    ordered, mark = in_order(log), ClaimMark.of(claim).digest
    gone = withdrawn(ordered)
    return [
        each
        for each in ordered
        if each.on_claim and each.id not in gone and each.claims[0].digest == mark
    ]


def _merger(made: Ruling, subject: Subject, other: Subject | None) -> Ruling:
    if subject.claim or other is None or other.claim or other.event is None:
        raise UnsoundRuling("events are merged, and not claims; to move claims, split their event")
    if other.event.id == made.event:
        raise UnsoundRuling(f"both are {other.event.id}; there is nothing to merge")
    seen = seen_in((*subject.evidence, *other.evidence), subject.absent | other.absent)
    return replace(made, value=other.event.id, seen=seen)


def _split(made: Ruling, wish: Wish, subject: Subject, taken: Collection[str]) -> Ruling:
    event = subject.event
    if subject.claim or event is None:
        raise UnsoundRuling("events are split, and not claims; name the event, then its claims")
    known = {stored.id: ClaimMark.of(stored) for stored in subject.evidence}
    strange = [claim for claim in wish.claims if claim not in known]
    if strange or not wish.claims:
        raise UnsoundRuling(
            f"{event.id}: {', '.join(strange) or 'no claim'} is none of its claims; "
            f"choose from {', '.join(known)}"
        )
    chosen = {known[claim].digest for claim in wish.claims}
    parts: tuple[list[StoredClaim], list[StoredClaim]] = ([], [])
    for stored in subject.evidence:
        if stored.claim.modality != "conditional":
            parts[known[stored.id].digest in chosen].append(stored)
    rest, part = parts
    if not rest or not part:
        raise UnsoundRuling(f"{event.id}: one half would hold no claim that tells of an act")
    told = describe(Cluster(None, tuple(part)), threshold=0.0)
    unnamed = Unnamed(event.company, event.stance, event.scope, told.date, frozenset(), 0)
    new = next(name for name in wishes(unnamed) if name not in taken)
    marks = {known[claim].digest: known[claim] for claim in wish.claims}
    return replace(made, value=new, claims=tuple(marks.values()))
