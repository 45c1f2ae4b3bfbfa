"""Lay an event out as a flat row and as a JSON object."""

from typing import Any

from pipeline.model import Event

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
    "url",
    "archived",
)


def timeline_object(event: Event) -> dict[str, Any]:
    """Lay an event out as the JSON object that ``timeline --json`` promises."""
    return _chosen(event, TIMELINE_KEYS)


def export_object(event: Event) -> dict[str, Any]:
    """Lay an event out with all that is needed to defend it elsewhere."""
    return _chosen(event, EXPORT_KEYS)


def _chosen(event: Event, keys: tuple[str, ...]) -> dict[str, Any]:
    values = {key: getattr(event, key) for key in keys}
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in values.items()
    }
