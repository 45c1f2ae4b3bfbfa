"""Lay claims out, for machines and for people."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.cli.paper import Paper
from pipeline.cli.timelines import shown_date, stance_styles

if TYPE_CHECKING:
    from pipeline.model import Claim, Document, When
    from pipeline.tracker import Tracker


def claim_object(claim: "Claim") -> dict[str, Any]:
    """Lay a claim out as the JSON object that ``extract`` promises: these keys in this order."""
    return {
        "company": claim.company,
        "company_name": claim.company_name,
        "product": claim.product,
        "stance": claim.stance,
        "announced": claim.announced.value,
        "announced_precision": claim.announced.precision,
        "announced_basis": claim.announced.basis,
        "effective": claim.effective.value,
        "effective_precision": claim.effective.precision,
        "effective_basis": claim.effective.basis,
        "modality": claim.modality,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "speaker": claim.speaker,
        "voice": claim.voice,
        "confidence": claim.confidence,
        "rule": claim.rule,
        "scope": claim.scope,
    }


def print_claims(document: "Document", claims: "Sequence[Claim]", tracker: "Tracker") -> None:
    """Print the claims of one document, in the order of the text."""
    paper = Paper()
    published = document.published or "unknown"
    paper.line((document.title or document.url or "Untitled text", "bold"))
    number = f"{len(claims)} {'claim' if len(claims) == 1 else 'claims'}"
    paper.line((f"published {published}, {number}", "dim"))
    styles = stance_styles(tracker)
    for claim in claims:
        product = f" ({claim.product})" if claim.product else ""
        paper.gap()
        paper.line(
            (claim.company_name + product, "bold"),
            "  ",
            styles[claim.stance],
            f"  {claim.scope.replace('_', ' ')}",
        )
        paper.line((f"“{claim.quote}”", "italic"), indent=2)
        paper.line((_when(claim), "dim"), indent=2)
        said = f"said by {claim.speaker}" if claim.speaker else "speaker not named"
        paper.line(
            (f"{said} ({claim.voice}), {claim.modality}, confidence {claim.confidence:.2f}", "dim"),
            indent=2,
        )
        paper.line((f"rule {claim.rule}, characters {claim.start} to {claim.end}", "dim"), indent=2)


def _when(claim: "Claim") -> str:
    known = [
        f"{word} {shown_when(when)}"
        for word, when in (("announced", claim.announced), ("effective", claim.effective))
        if when.value or when.basis
    ]
    return ", ".join(known) or "announced at an unknown date"


def shown_when(when: "When") -> str:
    """Spell a claim's date with its precision and the words that it came from."""
    if when.value is None and when.basis is None:
        return "unknown"
    basis = "the publication date" if when.basis == "published" else repr(when.basis)
    return f"{shown_date(when.value, when.precision)} ({when.precision}), basis {basis}"
