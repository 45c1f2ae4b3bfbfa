"""Apply rulings on claims, before these are merged: what is rejected proves nothing any more."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.merge import claim_key
from pipeline.model import Claim, StoredClaim
from pipeline.reviews.outcomes import Outcome, slot_of
from pipeline.reviews.rulings import ClaimMark, Ruling, Terms, when_given


@dataclass(frozen=True, slots=True)
class RuledClaims:
    """The claims as people ruled; by the id of each ruling what came of it, and whom it found.

    ``rejected`` are kept apart, as they would stand otherwise. ``rejections`` say who rejected
    each, by its id.
    """

    claims: list[StoredClaim]
    rejected: list[StoredClaim]
    rejections: dict[str, Ruling]
    outcomes: dict[str, Outcome]
    found: dict[str, list[str]]


def rule_on_claims(
    claims: Sequence[StoredClaim], rulings: Sequence[Ruling], terms: Terms
) -> RuledClaims:
    """Rule on claims; ``rulings`` come in the order in which they count, without the withdrawn."""
    outcomes: dict[str, Outcome] = {}
    found = _found(claims, rulings)
    deciding: defaultdict[str, dict[str, Ruling]] = defaultdict(dict)
    for ruling in rulings:
        mark, slot = ruling.claims[0].digest, slot_of(ruling)
        problem = terms.objection(ruling.field, ruling.value) if ruling.field else None
        if mark not in found:
            problem = "no such claim is read any more"
        if problem is not None:
            outcomes[ruling.id] = Outcome(ruling, "hits_nothing", note=problem)
            continue
        outcomes[ruling.id] = Outcome(ruling, "applied")
        if slot is not None:
            former = deciding[mark].get(slot)
            if former is not None:
                outcomes[former.id] = Outcome(former, "replaced", note=f"by {ruling.id}")
            deciding[mark][slot] = ruling
    decided = {
        stored.id: slots for mark, slots in deciding.items() for stored in found.get(mark, ())
    }
    rejections = {
        name: slots["status"]
        for name, slots in decided.items()
        if "status" in slots and slots["status"].ruling == "reject"
    }
    ruled = [_ruled(stored, decided.get(stored.id, {}), terms) for stored in claims]
    return RuledClaims(
        [stored for stored in ruled if stored.id not in rejections],
        [stored for stored in ruled if stored.id in rejections],
        rejections,
        outcomes,
        {
            ruling.id: [stored.id for stored in found.get(ruling.claims[0].digest, ())]
            for ruling in rulings
        },
    )


def corrected_claim(claim: Claim, field: str, value: str | None, terms: Terms) -> Claim:
    """Put the right value in the place of what was read."""
    if field == "date":
        return replace(claim, announced=when_given(value))
    if field == "effective":
        return replace(claim, effective=when_given(value))
    word = value or ""  # the terms let no empty word pass
    if field == "company":
        return replace(claim, company=word, company_name=terms.companies[word])
    return replace(claim, stance=word) if field == "stance" else replace(claim, scope=word)


def _found(
    claims: Sequence[StoredClaim], rulings: Sequence[Ruling]
) -> Mapping[str, list[StoredClaim]]:
    """Find the claims that rulings name, by the digest of their marks."""
    wanted = {ruling.claims[0].digest for ruling in rulings}
    keys = {ruling.claims[0].key for ruling in rulings}
    found: defaultdict[str, list[StoredClaim]] = defaultdict(list)
    for stored in claims:
        if claim_key(stored.document) in keys and ClaimMark.of(stored).digest in wanted:
            found[ClaimMark.of(stored).digest].append(stored)
    return dict(found)


def _ruled(stored: StoredClaim, decided: Mapping[str, Ruling], terms: Terms) -> StoredClaim:
    claim = stored.claim
    for slot, ruling in decided.items():
        if ruling.ruling == "accept":
            claim = replace(claim, confidence=1.0)
        elif ruling.ruling != "reject":
            claim = corrected_claim(claim, slot, ruling.value, terms)
    return stored if claim is stored.claim else replace(stored, claim=claim)
