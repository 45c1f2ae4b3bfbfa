"""Keep the derived rows in SQLite: the only place that speaks SQL."""

from pipeline.store.contents import Contents, EventChain, Evidence
from pipeline.store.reading import Choice
from pipeline.store.store import Store

__all__ = ["Choice", "Contents", "EventChain", "Evidence", "Store"]
