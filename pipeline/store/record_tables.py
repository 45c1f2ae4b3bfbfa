"""Describe the tables of figures, watched statements and rulings."""

from pipeline.store.shapes import (
    FINGERPRINT,
    Table,
    choice,
    day,
    link,
    listing,
    moment,
    number,
    text,
)

FIGURE_KINDS = (
    "legal",
    "emergency",
    "preservation",
    "treaty",
    "device",
    "account",
    "financial",
    "removal_requests",
    "removal_items",
)
NOTATIONS = ("number", "range", "less_than", "zero", "dash", "blank", "not_available", "no_row")
CHANGES = ("first_seen", "changed", "our_upgrade", "unreachable", "gone")
RULINGS = ("accept", "reject", "correct", "merge", "split", "note")

FIGURES = Table(
    "figures",
    "Numbers from the companies' own transparency reports",
    key=("id",),
    columns=(
        text("id", "Name of the figure", required=True),
        link("company", "companies", "Company that reports it", required=True, key="slug"),
        text("country", "Place that asked, as printed", required=True),
        day("period_start", "First day of the period", required=True),
        day("period_end", "Last day of the period", required=True),
        text("period", "The period, as printed", required=True),
        choice("kind", FIGURE_KINDS, "What was asked for", required=True),
        number("received", "Requests received; null when the report gives no number"),
        choice("received_notation", NOTATIONS, "How the number stands in the report"),
        number("accounts", "Accounts or users that the requests name"),
        number("answered", "Requests answered with data or removal, where the report counts them"),
        choice("answered_notation", NOTATIONS, "How the number stands in the report"),
        text("percentage", "Share of requests answered, as printed"),
        number("derived", "Requests answered, worked out from the percentage"),
        number("derived_low", "Smallest number that rounds to the percentage"),
        number("derived_high", "Largest number that rounds to the percentage"),
        text("contradiction", "How the report contradicts itself here; null when it does not"),
        text("release_digest", "SHA-256 of the download that it stands in"),
        day("release_date", "Day of that release"),
        number("cell_row", "Row in that file, counted from 1"),
        number("cell_column", "Column in that file, counted from 1"),
        text("source", "Address of the report", required=True),
        FINGERPRINT,
    ),
    indices=(("company", "period_start"), ("kind",), ("release_digest",)),
    facets=("company", "kind"),
    sort="period_start",
)

STATEMENT_VERSIONS = Table(
    "statement_versions",
    "Watched pages of companies: what appeared, changed and disappeared, and between which days",
    key=("id",),
    columns=(
        text("id", "Name of the version", required=True),
        link("source", "sources", "Page that is watched", required=True),
        link("company", "companies", "Company whose page it is", key="slug"),
        text("url", "Address of the page", required=True),
        choice("change", CHANGES, "What is new against the version before", required=True),
        moment("seen_at", "When this version was first seen, in UTC", required=True),
        moment("before_at", "When the version before was last seen, in UTC"),
        text("digest", "SHA-256 of the captured bytes; null when nothing came"),
        listing("appeared", "Sentences that the version before lacks"),
        listing("disappeared", "Sentences that only the version before has"),
        FINGERPRINT,
    ),
    indices=(("source",), ("company",), ("change",), ("digest",)),
    facets=("company", "change"),
    sort="seen_at",
)

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

TABLES = (FIGURES, STATEMENT_VERSIONS, REVIEWS, CORRECTIONS, PROVENANCE)
