"""Describe the tables of rulings, and of what a database was made from."""

from pipeline.reviews.outcomes import STATES
from pipeline.reviews.risks import RISKS
from pipeline.reviews.rulings import RULINGS
from pipeline.store.shapes import (
    FINGERPRINT,
    Table,
    choice,
    flag,
    link,
    listing,
    moment,
    number,
    text,
)

REVIEWS = Table(
    "reviews",
    "Rulings of people on events and claims; refreshes never undo them",
    key=("id",),
    columns=(
        text("id", "Name of the ruling", required=True),
        text("target", "Event or claim that was ruled on, or ruling taken back", required=True),
        choice("ruling", RULINGS, "What was ruled", required=True),
        text("field", "Field that is corrected"),
        text("value", "Right value, event that it is merged into, or that is split off"),
        text("before", "What stood there"),
        text("reviewer", "Who ruled", required=True),
        text("reason", "Why", required=True),
        moment("made_at", "When, in UTC", required=True),
        choice("state", STATES, "What came of it", required=True),
        text("note", "What came of it, in words: how the evidence changed, or what it misses"),
        text("event", "Event that it acts on now; null when there is none any more"),
        text("company", "Company that the event was of"),
        flag("was_public", "1 when the event stood on the timeline before"),
        text("evidence", "Digest of the evidence that was ruled on"),
        number("position", "Place in the order in which rulings count", required=True),
    ),
    indices=(("target",), ("ruling",), ("event",), ("company",), ("state",), ("made_at",)),
    facets=("ruling", "state", "reviewer", "company"),
    sort="made_at",
)

CORRECTIONS = Table(
    "corrections",
    "Public corrections: what the timeline said before, and what it says now",
    key=("id",),
    columns=(
        text("id", "Name of the correction: its ruling, and what followed from it", required=True),
        text("event", "Event that was corrected", required=True),
        text(
            "field", "What was wrong: a field, or that it was one, two or no event", required=True
        ),
        text("before", "What it said"),
        text("after", "What it says now"),
        text("reason", "Why", required=True),
        moment("made_at", "When, in UTC", required=True),
        text("ruling", "Ruling that made it"),
        text("former_company", "Company that the event was of before"),
        text("former_stance", "Stance of the event before"),
        text("former_scope", "Scope of the event before"),
        text("former_date", "Date of the event before"),
        text("company", "Company of the event since then"),
        text("stance", "Stance of the event since then"),
        text("scope", "Scope of the event since then"),
        text("date", "Date of the event since then"),
    ),
    indices=(
        *(("event",), ("made_at",), ("ruling",), ("before",), ("after",)),
        *(("former_company",), ("company",)),
    ),
    facets=("field",),
    sort="made_at",
)

REVIEW_QUEUE = Table(
    "review_queue",
    "Events that a person should look at, and why",
    key=("event",),
    columns=(
        link("event", "events", "Event that awaits a person", required=True),
        link("company", "companies", "Company that took the stance", required=True, key="slug"),
        choice("kind", tuple(RISKS), "Worst of the reasons", required=True),
        number("risk", "How much it needs somebody: 500 and more for the worst", required=True),
        listing("reasons", "All reasons in words, the worst first"),
        moment("since", "When its newest evidence was captured, in UTC"),
    ),
    indices=(("risk",), ("company",), ("kind",)),
    facets=("kind", "company"),
    sort="risk",
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

TABLES = (REVIEWS, CORRECTIONS, REVIEW_QUEUE, PROVENANCE)
