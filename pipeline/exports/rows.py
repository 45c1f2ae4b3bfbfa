"""Lay an event out as a flat row and as a JSON object."""

from typing import Any

from pipeline.edition import Correction, Edition, Line, Proof
from pipeline.exports.accounts import archived_copy, leading_proof
from pipeline.model import Event, When
from pipeline.outside import web_address

TIMELINE_KEYS = (
    "id",
    "company",
    "company_name",
    "products",
    "stance",
    "date",
    "precision",
    "effective",
    "first_reported",
    "sources",
    "claims",
    "status",
    "confidence",
    "quote",
    "url",
    "archived",
)
EXPORT_KEYS = (
    "id",
    "company",
    "company_name",
    "products",
    "stance",
    "scope",
    "date",
    "precision",
    "basis",
    "effective",
    "effective_precision",
    "first_reported",
    "sources",
    "claims",
    "status",
    "confidence",
    "quote",
    "publisher",
    "url",
    "archived",
)
PROOF_KEYS = (
    "claim",
    "product",
    "stance",
    "scope",
    "modality",
    "quote",
    "voice",
    "speaker",
    "announced",
    "effective",
    "confidence",
    "rule",
    "url",
    "title",
    "publisher",
    "agency",
    "language",
    "published",
    "published_basis",
    "source",
    "captured_at",
    "archived",
)
ROW_KEYS = (
    *EXPORT_KEYS,
    "stance_label",
    "first_publisher",
    "title",
    "published",
    "published_basis",
    "captured_at",
    "voice",
    "speaker",
    "page",
    "corrections",
)


def timeline_object(event: Event) -> dict[str, Any]:
    """Lay an event out as the JSON object that ``timeline --json`` promises."""
    return _chosen(event, TIMELINE_KEYS)


def export_object(event: Event) -> dict[str, Any]:
    """Lay an event out with all that is needed to defend it elsewhere."""
    return _chosen(event, EXPORT_KEYS)


def row_object(edition: Edition, line: Line) -> dict[str, Any]:
    """Lay a line out flat, under ``ROW_KEYS``: the event, and the document its quote stands in.

    ``url`` is an address of the web or None; it is spelled in ASCII.
    """
    proof = leading_proof(line)
    row = export_object(line.event)
    row["url"] = web_address(line.event.url)
    row["archived"] = archived_copy(line)
    row["stance_label"] = line.stance_label
    row["first_publisher"] = line.event.first_publisher
    for key in ("title", "published", "published_basis", "captured_at", "voice", "speaker"):
        row[key] = None if proof is None else getattr(proof, key)
    row["page"] = edition.page_of(line.event.id)
    row["corrections"] = [correction_object(each) for each in line.corrections]
    return row


def line_object(edition: Edition, line: Line) -> dict[str, Any]:
    """Lay a line out with all its evidence, the best proof first."""
    return row_object(edition, line) | {"evidence": [proof_object(each) for each in line.proofs]}


def proof_object(proof: Proof) -> dict[str, Any]:
    """Lay out one claim and the document that made it; dates with precision and basis."""
    laid: dict[str, Any] = {}
    for key in PROOF_KEYS:
        value = getattr(proof, key)
        if isinstance(value, When):
            laid[key] = value.value
            laid[f"{key}_precision"] = value.precision
            laid[f"{key}_basis"] = value.basis
        else:
            laid[key] = web_address(value) if key == "url" else value
    return laid


def correction_object(correction: Correction) -> dict[str, Any]:
    """Lay out what the timeline said before a correction and says after it."""
    keys = ("id", "event", "field", "before", "after", "reason", "made_at")
    return {key: getattr(correction, key) for key in keys}


def _chosen(event: Event, keys: tuple[str, ...]) -> dict[str, Any]:
    values = {key: getattr(event, key) for key in keys}
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in values.items()
    }
