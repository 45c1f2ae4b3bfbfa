"""Describe the tables of rulings, and of what a database was made from."""

from pipeline.store.shapes import (
    FINGERPRINT,
    Table,
    choice,
    moment,
    text,
)

RULINGS = ("accept", "reject", "correct", "merge", "split", "note")

REVIEWS = Table(
    "reviews",
    "Rulings of people on events and claims; refreshes never undo them",
    key=("id",),
    columns=(
        text("id", "Name of the ruling", required=True),
        text("target", "Event or claim that it is about", required=True),
        choice("ruling", RULINGS, "What was ruled", required=True),
        text("field", "Field that is corrected"),
        text("value", "Right value of that field, or the event to merge with"),
        text("reviewer", "Who ruled", required=True),
        text("reason", "Why", required=True),
        moment("made_at", "When, in UTC", required=True),
        text("evidence", "Digest of the evidence that was ruled on"),
    ),
    indices=(("target",), ("ruling",)),
    facets=("ruling", "reviewer"),
    sort="made_at",
)

CORRECTIONS = Table(
    "corrections",
    "Public corrections: what the timeline said before, and what it says now",
    key=("id",),
    columns=(
        text("id", "Name of the correction", required=True),
        text("event", "Event that was corrected", required=True),
        text("field", "Field that was wrong", required=True),
        text("before", "What it said"),
        text("after", "What it says now"),
        text("reason", "Why", required=True),
        moment("made_at", "When, in UTC", required=True),
    ),
    indices=(("event",),),
    sort="made_at",
)

PROVENANCE = Table(
    "provenance",
    "What this database was made from, one row",
    key=("fingerprint",),
    columns=(
        FINGERPRINT,
        text("tracker", "Tracker that it answers for", required=True),
    ),
)

TABLES = (REVIEWS, CORRECTIONS, PROVENANCE)
