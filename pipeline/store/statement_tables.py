"""Describe the tables of watched statements: how pages were seen, and what changed on them."""

from typing import get_args

from pipeline.store.contents import SeenAs
from pipeline.store.shapes import FINGERPRINT, Table, choice, flag, link, listing, moment, text

CHANGES = ("first_seen", "changed", "our_upgrade", "unreachable", "gone")
ENDS = ("changed", "gone", "replaced")

SIGHTINGS = Table(
    "sightings",
    "How watched pages were seen, at the moments that tell: looks that found the same are left out",
    key=("source", "seen_at"),
    columns=(
        link("source", "sources", "Page that is watched", required=True),
        moment("seen_at", "When, in UTC", required=True),
        text("url", "Address at which it was looked for, or came", required=True),
        choice("outcome", get_args(SeenAs), "What was there", required=True),
        text("digest", "SHA-256 of the bytes; null when no page came"),
        text("reading", "Digest of the words in them, without menus, dates and counters"),
    ),
    indices=(("digest",),),
    facets=("source", "outcome"),
    sort="seen_at",
)

UNSETTLED_PAGES = Table(
    "unsettled_pages",
    "Watched pages whose versions await to be worked out anew; empty between runs",
    key=("source",),
    columns=(link("source", "sources", "The page", required=True),),
)

STATEMENT_VERSIONS = Table(
    "statement_versions",
    "Watched pages of companies: what appeared, changed and disappeared, and between which looks",
    key=("id",),
    columns=(
        text("id", "Name of the version", required=True),
        link("source", "sources", "Page that is watched", required=True),
        link("company", "companies", "Company whose page it is", key="slug"),
        text("url", "Address of the page", required=True),
        choice("change", CHANGES, "What is new against the version before", required=True),
        moment("seen_at", "When this version was first seen, in UTC", required=True),
        moment("before_at", "When the version before was last seen, in UTC"),
        moment("last_at", "When this version was last seen, in UTC; null while it stands"),
        text("digest", "SHA-256 of the captured bytes; null when nothing came"),
        listing("appeared", "Sentences that the version before lacks"),
        listing("disappeared", "Sentences that only the version before has"),
        listing("reworded", "Pairs of sentences, before and after, that are much alike"),
        flag(
            "replaced", "1 when another text altogether came: a wall, another language, a new page"
        ),
        FINGERPRINT,
    ),
    indices=(("source",), ("company",), ("change",), ("digest",)),
    facets=("company", "change"),
    sort="seen_at",
)

STATEMENT_SENTENCES = Table(
    "statement_sentences",
    "Sentences with a stance on watched pages, and between which looks they stood there",
    key=("id",),
    columns=(
        text("id", "Name of the stay of one sentence", required=True),
        link("source", "sources", "Page that is watched", required=True),
        link("company", "companies", "Company that takes the stance", required=True, key="slug"),
        text("url", "Address of the page", required=True),
        link("stance", "stances", "Stance that the sentence takes", required=True),
        text("scope", "What the stance is about", required=True),
        text("sentence", "The sentence, verbatim", required=True),
        moment("absent_until", "When the page was last seen without it before; null: never"),
        moment("present_from", "When it was first seen there, in UTC", required=True),
        moment("present_until", "When it was last seen there at a moment that tells, in UTC"),
        moment("absent_from", "When the page was first seen without it after; null: never"),
        choice(
            "ended_by", ENDS, "How: its page lost it, is gone, or shows another text altogether"
        ),
        link("claim", "claims", "Claim that was read from it"),
        FINGERPRINT,
    ),
    indices=(("source",), ("company",), ("stance",), ("claim",)),
    facets=("company", "stance", "ended_by"),
    sort="present_from",
)

TABLES = (SIGHTINGS, UNSETTLED_PAGES, STATEMENT_VERSIONS, STATEMENT_SENTENCES)
