"""Describe the tables of the evidence: captures, documents, claims, events."""

from typing import get_args

from pipeline.store.shapes import (
    FINGERPRINT,
    Column,
    Table,
    choice,
    date,
    day,
    flag,
    link,
    listing,
    moment,
    number,
    share,
    text,
)
from pipeline.store.tracker_tables import PRECISIONS
from pipeline.tracker_models import Scope

SCOPES: tuple[str, ...] = get_args(Scope)
COMPLETENESS = ("full", "truncated", "teaser", "empty")
MODALITIES = ("done", "announced", "conditional")
VOICES = ("own", "reported")
STATUSES = ("listed", "in_review", "accepted", "rejected")

CAPTURES = Table(
    "captures",
    "Answers as they came, never changed; the bytes lie in WARC files that are not served",
    key=("file", "offset"),
    columns=(
        text("file", "WARC file in the archive", required=True),
        number("offset", "First byte of the record in that file", required=True),
        number("length", "Bytes of the record, packed", required=True),
        text("url", "Address that was asked", required=True),
        moment("captured_at", "When the answer came, in UTC", required=True),
        link("source", "sources", "Source that offered the address", required=True),
        text("media_type", "What the answer said it was"),
        text("digest", "SHA-256 of the body", required=True),
        text("asked", "Address that was asked, where another: of an archived copy its own"),
    ),
    indices=(("digest",), ("source",), ("url",), ("captured_at",)),
    label="url",
    facets=("source",),
    sort="captured_at",
)

DOCUMENTS = Table(
    "documents",
    "What the captures say: title, publisher, date and text",
    key=("id",),
    columns=(
        text("id", "First 16 hex digits of SHA-256 over address and bytes", required=True),
        text("url", "Address of the page"),
        link("source", "sources", "Source that offered the page", required=True),
        text("title", "Headline"),
        text("publisher", "Who published it"),
        listing("authors", "Who wrote it"),
        date("published", "Publication, in the page's own time zone, as far as it is known"),
        text("published_basis", "Where on the page that date stood"),
        flag("published_conflict", "1 when the page offers dates more than a day apart"),
        day("modified", "Day of the last change that the page admits"),
        text("language", "Language of the text"),
        choice("completeness", COMPLETENESS, "How much of the text we have", required=True),
        text("text", "The text, without menus, adverts and comments", required=True),
        moment("captured_at", "When the page was captured, in UTC"),
        text("digest", "SHA-256 of the captured bytes, which leads to the capture"),
        text("agency", "News agency whose report this is, as the page credits it"),
        text("story", "Earliest of the documents that tell this story in the same words"),
        FINGERPRINT,
    ),
    indices=(
        ("source", "published", "publisher", "language"),
        ("published",),
        ("publisher", "published", "language", "source"),
        ("language", "published", "publisher", "source"),
        ("digest",),
        ("url",),
        ("story",),
    ),
    search=("title", "text"),
    label="title",
    facets=("publisher", "language", "source"),
    sort="published",
)

PUBLICATION_DATES = Table(
    "publication_dates",
    "Every publication date that a page offers; the one that was chosen stands in documents",
    key=("document", "position"),
    columns=(
        link("document", "documents", "Page that offers it", required=True),
        number("position", "Place among the page's dates", required=True),
        date("value", "The date", required=True),
        text("basis", "Where on the page it stood", required=True),
        text("raw", "The words or attribute as they stood there", required=True),
    ),
    indices=(("basis",),),
    facets=("basis",),
)

CLAIMS = Table(
    "claims",
    "One document says: this company took this stance; each with the sentence that proves it",
    key=("id",),
    columns=(
        text("id", "Name of the claim: 16 hex digits made from document and place", required=True),
        link("document", "documents", "Document that says so", required=True),
        link("company", "companies", "Company that takes the stance", required=True, key="slug"),
        text("company_name", "Name of the company", required=True),
        text("product", "Product that the claim is about; null for the whole company"),
        link("stance", "stances", "Stance that is taken", required=True),
        choice("scope", SCOPES, "What the stance is about", required=True),
        date("announced", "When it was said, as far as the text tells"),
        choice("announced_precision", PRECISIONS, "How exactly that is known"),
        text("announced_basis", "Words that the date came from, or 'published'"),
        date("effective", "From when it holds, as far as the text tells"),
        choice("effective_precision", PRECISIONS, "How exactly that is known"),
        text("effective_basis", "Words that the date came from, or 'published'"),
        choice("modality", MODALITIES, "Whether it is done or only announced", required=True),
        text("quote", "The sentence that proves it, verbatim", required=True),
        number("start", "First character of the quote in the document's text", required=True),
        Column(
            "end",
            'integer not null check ("end" > "start")',
            "Character after the quote in the document's text",
        ),
        text("speaker", "Who says it"),
        choice("voice", VOICES, "Whether the company itself speaks", required=True),
        share("confidence", "How sure the reading is, from 0 to 1", required=True),
        text("rule", "Rule and words that made the claim", required=True),
        FINGERPRINT,
    ),
    # Whatever a facet has chosen comes in order of time, with all that the other facets count.
    indices=(
        ("document",),
        ("company", "announced", "stance", "scope", "voice"),
        ("stance", "announced", "company", "scope", "voice"),
        ("scope", "announced", "company", "stance", "voice"),
        ("voice", "announced", "company", "stance", "scope"),
        ("announced",),
        ("confidence",),
    ),
    search=("quote",),
    label="quote",
    facets=("company", "stance", "scope"),
    sort="announced",
)

EVENTS = Table(
    "events",
    "One company took one stance at one time: claims that agree, merged",
    key=("id",),
    columns=(
        text("id", "Permanent name of the event", required=True),
        link("company", "companies", "Company that took the stance", required=True, key="slug"),
        text("company_name", "Name of the company", required=True),
        listing("products", "Products that the claims name"),
        link("stance", "stances", "Stance that was taken", required=True),
        choice("scope", SCOPES, "What the stance is about", required=True),
        date("date", "When it was said: the date that most sources support"),
        choice("precision", PRECISIONS, "How exactly that is known"),
        text("basis", "Words that the date came from, or 'published'"),
        date("effective", "From when it holds"),
        choice("effective_precision", PRECISIONS, "How exactly that is known"),
        date("first_reported", "Earliest publication of a document that reported it"),
        number("sources", "How many publishers report it independently", required=True),
        choice("status", STATUSES, "Whether it stands on the timeline", required=True),
        share("confidence", "How sure we are, from 0 to 1", required=True),
        text("quote", "Best sentence that proves it, verbatim", required=True),
        text("url", "Address of the document with that sentence"),
        text("archived", "Where the kept copy lies: WARC file and offset, or a web address"),
        text("publisher", "Who published that sentence"),
        text("first_publisher", "Who reported it first"),
        FINGERPRINT,
    ),
    # None begins with the status: SQLite would think it narrows most, and nearly all are listed.
    indices=(
        ("company", "date", "status"),
        ("stance", "date", "status"),
        ("date", "status"),
        ("scope", "date", "status"),
        ("publisher", "date", "status"),
    ),
    label="id",
    facets=("company", "stance", "scope", "status", "publisher"),
    sort="date",
)

EVENT_CLAIMS = Table(
    "event_claims",
    "Which claims make up an event",
    key=("event", "claim"),
    columns=(
        link("event", "events", "The event", required=True),
        link("claim", "claims", "A claim that it was made from", required=True),
        number("position", "Place of the claim, 0 for the best evidence", required=True),
    ),
    indices=(("claim",),),
)

EVENT_REDIRECTS = Table(
    "event_redirects",
    "Names that events had before they were merged; old links stay good",
    key=("old",),
    columns=(
        text("old", "Name that was given up", required=True),
        text("event", "Name that took its place", required=True),
    ),
    indices=(("event",),),
)

TABLES = (
    CAPTURES,
    DOCUMENTS,
    PUBLICATION_DATES,
    CLAIMS,
    EVENTS,
    EVENT_CLAIMS,
    EVENT_REDIRECTS,
)
