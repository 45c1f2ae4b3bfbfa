"""Describe the tables that come from the tracker's TOML files."""

from typing import get_args

from pipeline.store.shapes import (
    Column,
    Table,
    choice,
    date,
    day,
    flag,
    link,
    listing,
    number,
    text,
)
from pipeline.tracker_models import Answers, Kind, Precision
from scrapers.figures import FigureKind
from scrapers.sources import KINDS

ANSWERS: tuple[str, ...] = get_args(Answers)
PRECISIONS: tuple[str, ...] = get_args(Precision)
LOCAL = "local"  # sources that no TOML names: single pages, the demo, other people's WARC files

STANCES = Table(
    "stances",
    "The answers to the law that the tracker tells apart",
    key=("id",),
    columns=(
        text("id", "Name of the stance in code, files and addresses", required=True),
        text("label", "Name of the stance for people", required=True),
        text("definition", "What counts as this stance, and what does not", required=True),
        Column(
            "colour",
            'text not null check ("colour" glob \'#' + "[0-9A-Fa-f]" * 6 + "')",
            "Colour in charts, #rrggbb, told apart by colour-blind people as well",
        ),
        number("position", "Place in stances.toml, and in legends", required=True),
        choice(
            "answers", ANSWERS, "Requests that a company with it answers; null if it tells none"
        ),
        flag("lasts", "Whether it holds until another is taken; 0: it was said or done once"),
        listing("excludes", "Stances that contradict it on the same thing; holds for both"),
    ),
    label="label",
    sort="position",
)

STANCE_KINDS = Table(
    "stance_kinds",
    "Which figures a stance can be tested by",
    key=("stance", "kind"),
    columns=(
        link("stance", "stances", "The stance", required=True),
        choice("kind", get_args(FigureKind), "What a figure counts", required=True),
    ),
    indices=(("kind",),),
)

COMPANIES = Table(
    "companies",
    "The companies that are followed",
    key=("slug",),
    columns=(
        text("slug", "Name of the company in code, files and addresses", required=True),
        text("name", "Name of the company today", required=True),
        listing("aliases", "Other spellings and former names that texts use"),
        listing("names", "Names with the days from and to which they were used"),
        listing("zh", "Chinese names, in traditional and simplified characters"),
        link("parent", "companies", "Company that owns this one", key="slug"),
        choice("kind", get_args(Kind), "What the company does", required=True),
        text("country", "Seat of the company, two letters of ISO 3166"),
    ),
    indices=(("parent",), ("kind",), ("country",)),
    label="name",
    facets=("kind", "country"),
    sort="name",
)

PRODUCTS = Table(
    "products",
    "Products by which texts speak of a company",
    key=("company", "name"),
    columns=(
        link("company", "companies", "Company whose product it is", required=True, key="slug"),
        text("name", "Name of the product", required=True),
        listing("aliases", "Other spellings of the product"),
    ),
    label="name",
    facets=("company",),
)

SOURCES = Table(
    "sources",
    "Places that are read, and where single pages came from",
    key=("id",),
    columns=(
        text("id", "Name of the source in sources.toml", required=True),
        choice("kind", (*KINDS, LOCAL), "How the source is read", required=True),
        text("url", "Address that is asked; null for local sources"),
        text("publisher", "Who publishes it"),
        text("language", "Language of its texts"),
        text("timezone", "Time zone in which its dates are meant"),
        link("company", "companies", "Company that speaks here for itself", key="slug"),
        text("note", "What one has to know to read it"),
    ),
    indices=(("company",), ("kind",)),
    label="id",
    facets=("kind", "language"),
    sort="id",
)

MILESTONES = Table(
    "milestones",
    "Dates of the law itself",
    key=("id",),
    columns=(
        text("id", "Name of the milestone in tracker.toml", required=True),
        date("date", "When it happened", required=True),
        choice("precision", PRECISIONS, "How exactly the date is known", required=True),
        text("label", "What happened", required=True),
        text("source", "Address of the proof", required=True),
    ),
    label="label",
    sort="date",
)

LAWS = Table(
    "laws",
    "The law that the tracker follows",
    key=("id",),
    columns=(
        text("id", "Name of the tracker's folder", required=True),
        text("name", "Name of the tracker", required=True),
        listing("names", "Names of the law"),
        day("enacted", "Day on which the law was made", required=True),
        day("in_force", "Day from which the law holds, in local time", required=True),
    ),
    label="name",
)

TABLES = (LAWS, STANCES, STANCE_KINDS, COMPANIES, PRODUCTS, SOURCES, MILESTONES)
