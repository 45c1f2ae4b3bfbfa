"""Fold what was found in a document to one claim for each company, product and stance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.model import Claim, When

# How far each way of finding the actor can be trusted, from the errors on our gold.
_TRUST = {
    "named": 0.0,
    "quotation": 0.02,
    "pronoun": 0.05,
    "description": 0.06,
    "speaker": 0.06,
    "group": 0.12,
    "alone": 0.15,
    "headline": 0.2,
    "borrowed": 0.15,
    "nobody": 0.5,
}


@dataclass(frozen=True, slots=True)
class Found:
    """One act with one actor, before folding; offsets are those of its sentence."""

    company: str
    product: str | None
    stance: str
    scope: str
    announced: When
    effective: When
    modality: str
    start: int
    end: int
    speaker: str | None
    voice: str
    how: str
    rule: str
    words: str
    general: bool
    limited: bool
    aside: bool
    text: str = ""

    @property
    def confidence(self) -> float:
        """Return how sure we are, 0 to 1."""
        sure = 0.97 - _TRUST.get(self.how, 0.1)
        if self.announced.value is None and self.effective.value is None:
            sure -= 0.03
        return round(max(0.05, sure), 2)

    def claim(self, company_name: str) -> Claim:
        """Return the claim that this is."""
        return Claim(
            company=self.company,
            company_name=company_name,
            product=self.product,
            stance=self.stance,
            scope=self.scope,
            announced=self.announced,
            effective=self.effective,
            modality=self.modality,
            quote=self.text,
            start=self.start,
            end=self.end,
            speaker=self.speaker,
            voice=self.voice,
            confidence=self.confidence,
            rule=f"{self.rule} [{self.words}; {self.how}]",
        )


def fold_claims(
    found: Sequence[Found], text: str, limits: Sequence[tuple[int, bool]] = ()
) -> list[Found]:
    """Keep the best find for each (company, product, stance), in the order of the text.

    A refusal becomes a pause when the same company's pause stands in the same document, and a
    review that goes with a pause is not a stance of its own: it is the pause's reason. ``limits``
    tells for the start of each sentence whether it sets a time limit; one in the sentence after a
    refusal makes that a pause.
    """
    found = [_limited_next(one, limits) for one in found]
    paused = {f.company for f in found if f.stance == "paused"}
    settled = {
        f.company for f in found if f.stance in {"paused", "refused", "withdrew", "complied"}
    }
    removed = {f.company for f in found if f.stance == "complied" and f.scope == "content_removal"}
    best: dict[tuple[str, str | None, str, str], Found] = {}
    for one in found:
        item = one
        if item.stance == "refused" and item.scope == "data_requests" and item.general:
            if item.company in paused:
                item = replace(item, stance="paused", rule=item.rule + " + pause elsewhere")
        if item.stance == "reviewing" and (item.company in settled or item.aside):
            continue
        if item.stance == "complied" and item.scope == "data_requests" and item.company in removed:
            if item.words.startswith(("comply", "complie", "obey")):
                continue  # the order that it obeys is the one to remove something
        key = (item.company, item.product, item.stance, item.scope)
        if key not in best or _rank(item) > _rank(best[key]):
            best[key] = item
    kept = sorted(best.values(), key=lambda f: (f.start, f.company, f.product or "", f.stance))
    return [replace(f, text=text[f.start : f.end]) for f in kept]


def _limited_next(one: Found, limits: Sequence[tuple[int, bool]]) -> Found:
    following = next((limit for start, limit in limits if start >= one.end), False)
    if one.stance == "refused" and one.scope == "data_requests" and following:
        return replace(one, stance="paused", rule=one.rule + " + limit in the next sentence")
    return one


def _rank(found: Found) -> tuple[float, ...]:
    precise = {"day": 3, "approximate": 2, "month": 2, "year": 1}
    explicit = found.announced.value is not None and found.announced.basis != "published"
    return (
        explicit,
        "elsewhere" not in found.rule,
        precise.get(found.announced.precision or "", 0),
        found.confidence,
        found.effective.value is not None,
        -found.start,
    )
