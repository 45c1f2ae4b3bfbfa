"""Fold what was found in a document to one claim for each company, product and stance."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extract.showing import Sight
from pipeline.model import Claim, When

# How far from the act its actor was found; of two finds the nearer one is kept.
_FAR = {
    "named": 0.0,
    "quotation": 0.02,
    "pronoun": 0.05,
    "description": 0.06,
    "speaker": 0.06,
    "group": 0.12,
    "alone": 0.15,
    "implied": 0.2,
    "headline": 0.2,
    "borrowed": 0.15,
    "nobody": 0.5,
}

# Claims that were right, of how many, by scope and stance: on 470 passages, each read once by the
# rules of its day before anybody looked at what they made of it.
# `stanceline evaluate --calibrate` counts anew; only texts that no rule was mended with make an
# honest record, so that of better rules on the same texts must not replace this one.
RECORD: Mapping[tuple[str, str], tuple[int, int]] = {
    ("content_removal", "complied"): (26, 30),
    ("content_removal", "no_comment"): (9, 10),
    ("content_removal", "refused"): (9, 10),
    ("data_requests", "complied"): (13, 20),
    ("data_requests", "no_comment"): (16, 16),
    ("data_requests", "not_receiving_requests"): (35, 36),
    ("data_requests", "paused"): (136, 144),
    ("data_requests", "refused"): (21, 23),
    ("data_requests", "resumed"): (12, 13),
    ("infrastructure", "no_comment"): (2, 3),
    ("infrastructure", "withdrew"): (46, 46),
    ("law", "complied"): (20, 20),
    ("law", "no_comment"): (47, 49),
    ("law", "reviewing"): (21, 22),
    ("market", "withdrew"): (19, 22),
    ("staff", "no_comment"): (1, 1),
    ("staff", "withdrew"): (16, 17),
}


def trust(
    scope: str, stance: str, record: Mapping[tuple[str, str], tuple[int, int]] = RECORD
) -> float:
    """Return the share of such claims that will be right, 0 to 1, by how others fared.

    The share of all claims leans on a prior (a Beta distribution that weighs as much as 20 claims
    and expects 88 in 100 to be right), that of a scope on the share of all, and that of a stance
    on the share of its scope: what was seldom seen is trusted like what it belongs to.
    """
    sure = 0.88
    for level in (
        list(record.values()),
        [counts for (other, _), counts in record.items() if other == scope],
        [record.get((scope, stance), (0, 0))],
    ):
        right, read = (sum(column) for column in zip(*level, strict=True)) if level else (0, 0)
        sure = (right + 20 * sure) / (read + 20)
    return round(sure, 3)


# Claims that were right, of how many, where the sentence itself does not say who acts; they were
# counted like those above.
LOOSE: Mapping[str, tuple[int, int]] = {"alone": (0, 0), "headline": (3, 5), "implied": (1, 3)}


def hold(how: str) -> float:
    """Return by how much the way in which the actor was found lessens trust, 0 to 1."""
    if how not in LOOSE:
        return 1.0
    right, read = LOOSE[how]
    return min(1.0, (right + 5 * 0.88) / (read + 5) / 0.95)  # 0.95: all others, by the same count


def how_of(rule: str) -> str:
    """Return how the actor of a claim was found, from the end of the rule that it names."""
    return rule.rpartition("; ")[2].rstrip("]")


@dataclass(frozen=True, slots=True)
class Found:
    """One act with one actor, before folding; offsets are those of its sentence.

    ``at`` is the token of the sentence that heads the act.
    """

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
    aside: bool
    at: int
    text: str = ""
    sight: Sight | None = field(default=None, compare=False, repr=False)

    @property
    def confidence(self) -> float:
        """Return how sure we are, 0 to 1."""
        return round(trust(self.scope, self.stance) * hold(self.how), 3)

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
        if item.stance == "no_comment" and "detail" in item.rule and item.company in settled:
            continue  # it has answered, and keeps back a detail
        if item.stance == "complied" and item.scope == "data_requests" and item.company in removed:
            if item.words.startswith(("comply", "complie", "obey")):
                continue  # the order that it obeys is the one to remove something
        silent = item.stance == "no_comment"  # a page's silence is one, whatever was asked
        key = (item.company, item.product, item.stance, "" if silent else item.scope)
        if key not in best or _rank(item) > _rank(best[key]):
            best[key] = item
    kept = sorted(best.values(), key=lambda f: (f.start, f.company, f.product or "", f.stance))
    return [replace(f, text=text[f.start : f.end]) for f in kept]


def _limited_next(one: Found, limits: Sequence[tuple[int, bool]]) -> Found:
    after = bisect_left(limits, one.end, key=lambda limit: limit[0])
    following = after < len(limits) and limits[after][1]
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
        -_FAR.get(found.how, 0.1),
        found.effective.value is not None,
        -found.start,
    )
