"""Describe the tables of collecting: looks, runs, what was missed, which texts are copies."""

from typing import get_args

from pipeline.store.shapes import (
    Table,
    choice,
    date,
    link,
    listing,
    moment,
    number,
    share,
    text,
)
from scrapers.answers import Purpose

LOOKS = Table(
    "looks",
    "The latest look at each address that was asked, and the validators of what is kept of it",
    key=("url",),
    columns=(
        text("url", "Address that was asked", required=True),
        link("source", "sources", "Source that offered it", required=True),
        choice("purpose", get_args(Purpose), "What it was asked for", required=True),
        moment("first_at", "When it was first asked, in UTC", required=True),
        moment("looked_at", "When it was last asked, in UTC", required=True),
        text("outcome", "What came: new, unchanged, not_modified, gone, ...", required=True),
        number("status", "Status of the answer (HTTP); null when there was none"),
        text("note", "Details for the person who looks into it"),
        number("failures", "Bad answers since the last good one", required=True),
        text("etag", "Validator of the kept body (HTTP)"),
        text("last_modified", "Date of the kept body (HTTP)"),
        text("digest", "SHA-256 of the kept body; null when no good answer came"),
        text("file", "WARC file of the kept body"),
        number("offset", "First byte of its record in that file"),
        text("kept_as", "What the kept body is: new, or a teaser, or unreadable"),
        text("title", "Title that its source gave it"),
        date("published", "Publication that its source gave it"),
    ),
    indices=(("source", "failures"), ("outcome",), ("looked_at",)),
    label="url",
    facets=("source", "outcome", "purpose"),
    sort="looked_at",
)

COVERAGE = Table(
    "coverage",
    "What could not be seen: addresses that gave no good answer",
    key=("source", "url", "looked_at"),
    columns=(
        link("source", "sources", "Source that offered the address", required=True),
        text("url", "Address that was asked", required=True),
        moment("looked_at", "When, in UTC", required=True),
        text("outcome", "What came instead of a good answer", required=True),
        text("note", "Details for the person who looks into it"),
    ),
    indices=(("outcome",),),
    facets=("source", "outcome"),
    sort="looked_at",
)

RUNS = Table(
    "runs",
    "Refreshes and backfills: what each did and what went wrong",
    key=("id",),
    columns=(
        text("id", "Name of the run, and of its WARC file", required=True),
        text("command", "Command that was given", required=True),
        moment("started_at", "When it began, in UTC", required=True),
        moment("finished_at", "When it ended, in UTC; null when it was cut short"),
        number("looks", "Addresses that were asked", required=True),
        number("captures", "New captures", required=True),
        number("documents", "Documents read", required=True),
        number("claims", "Claims found", required=True),
        number("figures", "Figures of the law's place found in reports", required=True),
        listing("problems", "What went wrong, and where"),
    ),
    label="id",
    sort="started_at",
)

VISITS = Table(
    "visits",
    "What each run found at each source",
    key=("run", "source"),
    columns=(
        link("run", "runs", "The run", required=True),
        link("source", "sources", "The source", required=True),
        moment("visited_at", "When it was visited, in UTC", required=True),
        text("outcome", "What the source's own page gave; null when it was not asked"),
        number("links", "Links that it offered", required=True),
        number("fresh", "Links offered for the first time", required=True),
        number("dated", "Links offered with a date", required=True),
        number("asked", "Addresses that were asked", required=True),
        number("new", "Addresses that gave a new page", required=True),
        number("unchanged", "Addresses that gave the same as before", required=True),
        number("bad", "Addresses that gave no good answer", required=True),
        number("milliseconds", "How long the answers took", required=True),
        listing("problems", "What went wrong, and where"),
    ),
    indices=(("source", "visited_at"),),
    facets=("source", "outcome"),
    sort="visited_at",
)

COPIES = Table(
    "copies",
    "Pairs of documents that tell the same story in the same words",
    key=("document", "other"),
    columns=(
        link("document", "documents", "One of the two", required=True),
        link("other", "documents", "The other one; each pair stands here once", required=True),
        share("overlap", "How much of their runs of words they share, from 0 to 1", required=True),
    ),
    indices=(("other",),),
    sort="overlap",
)

BANDS = Table(
    "copy_bands",
    "Short digests of documents, by which possible copies are found",
    key=("band", "document"),
    columns=(
        number("band", "Digest of one part of the text's signature", required=True),
        link("document", "documents", "Document that has it", required=True),
    ),
    indices=(("document",),),
)

ARCHIVE_FILES = Table(
    "archive_files",
    "How far each WARC file of the archive was read into this database",
    key=("file",),
    columns=(
        text("file", "WARC file in the archive", required=True),
        number("read_to", "First byte that was not read", required=True),
    ),
    label="file",
)

UNSETTLED = Table(
    "unsettled",
    "Companies whose claims changed since their events were last merged; empty between runs",
    key=("company",),
    columns=(link("company", "companies", "The company", required=True, key="slug"),),
)

TABLES = (LOOKS, COVERAGE, RUNS, VISITS, COPIES, BANDS, ARCHIVE_FILES, UNSETTLED)
