"""Describe the table of figures: what transparency reports print, and where it stands there."""

from typing import Literal, get_args

from pipeline.store.shapes import (
    FINGERPRINT,
    Column,
    Table,
    choice,
    day,
    flag,
    link,
    number,
    text,
)
from scrapers.figures import FigureKind, Notation

FIGURE_KINDS: tuple[str, ...] = get_args(FigureKind)
NOTATIONS: tuple[str, ...] = get_args(Notation)
Teller = Literal["file", "copy", "parsed", "news"]  # the better witness first

# What no download gives stands in a table of the tracker's own.
TOLD_BY = (
    "file: the company's own file; copy: someone's copy of it; parsed: read by a third party out "
    "of it; news: the news"
)
RELEASE_DIGEST = (
    "SHA-256 of the download that it stands in, or of the tracker's own table of figures that "
    "part names"
)
RELEASE_DATE = "Day on which that was downloaded or imported; null for the tracker's own table"
PART = (
    "Member of the zip, sheet, page or table that it stands in; figures/<company>.csv is the "
    "tracker's own table"
)
CELL_ROW = "Row there, counted from 1: of received, else of answered, percentage, accounts"
CELL_COLUMN = "Column of it there, counted from 1"

FIGURES = Table(
    "figures",
    "Numbers from the companies' own transparency reports, one row a printed figure and release",
    key=("id",),
    columns=(
        text("id", "Name of the figure: company, kind, period and place", required=True),
        link("company", "companies", "Company that reports it", required=True, key="slug"),
        text("country", "Place that asked, as printed", required=True),
        day("period_start", "First day of the period", required=True),
        Column(
            "period_end",
            'text not null check ("period_end" >= "period_start")',
            "Last day of the period",
        ),
        text("period", "The period, as printed", required=True),
        choice("kind", FIGURE_KINDS, "What was asked for", required=True),
        text("printed_kind", "What the report calls this kind of request", required=True),
        number("received", "Requests received; null unless the report prints one number"),
        text("received_printed", "Requests received, as printed"),
        choice("received_notation", NOTATIONS, "How that stands in the report"),
        number("received_low", "Fewest that it can mean; null when not told"),
        Column(
            "received_high",
            'integer check ("received_high" >= coalesce("received_low", 0))',
            "Most that it can mean; null when open or not told",
        ),
        number("accounts", "Accounts, devices or items that the requests name"),
        text("accounts_printed", "Accounts, as printed"),
        number("answered", "Requests answered with data or removal, where the report counts them"),
        text("answered_printed", "Requests answered, as printed"),
        choice("answered_notation", NOTATIONS, "How that stands in the report"),
        text("percentage", "Share of requests answered, as printed"),
        choice("percentage_notation", NOTATIONS, "How that stands in the report"),
        number("derived", "Requests answered, worked out from the percentage"),
        number("derived_low", "Fewest answers that the printed range or percentage allows"),
        Column(
            "derived_high",
            'integer check ("derived_high" >= coalesce("derived_low", 0))',
            "Most answers that it allows",
        ),
        text("contradiction", "How the report contradicts itself here; null when it does not"),
        flag("lists_all", "Whether a place without a row had no request: the report lists all"),
        choice(
            "told_by",
            get_args(Teller),
            TOLD_BY,
            required=True,
        ),
        text("release_digest", RELEASE_DIGEST, required=True),
        day("release_date", RELEASE_DATE),
        text("part", PART),
        number("cell_row", CELL_ROW),
        number("cell_column", CELL_COLUMN),
        Column(
            "cells",
            "text not null check (json_type(\"cells\") = 'object')",
            "Where each number stands: field to [row, column] (JSON)",
        ),
        text("source", "Address of the report", required=True),
        text("note", "What one has to know to read it"),
        FINGERPRINT,
    ),
    indices=(
        ("company", "period_start"),
        ("kind",),
        ("release_digest",),
    ),
    label="id",
    facets=("company", "kind", "told_by"),
    sort="period_start",
)

TABLES = (FIGURES,)
