"""Turn the schema's own descriptions into Datasette's metadata."""

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from pipeline.store.questions import QUESTIONS
from pipeline.store.schema import TABLES
from pipeline.store.shapes import Table, View
from pipeline.store.views import VIEWS

DATABASE = "timeline"  # Datasette names a database after its file
HIDDEN = (
    "archive_files",
    "copy_bands",
    "event_redirects",
    "provenance",
    "publication_dates",
    "stance_kinds",
    "unsettled",
    "unsettled_pages",
)  # nobody begins with these
FACET_ROWS = 8  # the rows begin on the first screen; three dots lead to the other companies
# What a person reads of the timeline; programs take all columns, in the view's own order.
READ_FIRST = (
    "date",
    "company_name",
    "stance_label",
    "scope",
    "quote",
    "sources",
    "id",
    "url",
    "effective",
    "products",
    "confidence",
)


def datasette_metadata(*, title: str) -> dict[str, Any]:
    """Describe every table, view and column, with labels, facets, sort orders and questions."""
    return {
        "title": title,
        "description_html": _welcome() + _questions() + _places(),
        "databases": {
            DATABASE: {
                "description_html": _welcome() + _places(),  # Datasette lists the questions there
                "tables": describe(),
                "queries": {
                    question.name: {
                        "title": question.title,
                        "description": question.description,
                        "sql": question.sql.strip(),
                        "hide_sql": True,  # the answer first; one click shows the query
                    }
                    for question in QUESTIONS
                },
            }
        },
    }


def describe() -> dict[str, dict[str, Any]]:
    """Give the entry of each table and view, by name."""
    return {
        **{table.name: _describe_table(table) for table in TABLES},
        **{view.name: _describe_view(view) for view in VIEWS},
    }


def timeline_path() -> str:
    """Give the path of the timeline as a person reads it: the columns that matter, in order."""
    return f"/{DATABASE}/timeline?" + urlencode([("_col", column) for column in READ_FIRST])


def _welcome() -> str:
    return (
        "<p>Who answered a law how, and when; each line with the sentence behind it.</p>"
        f'<p class="first"><a href="{escape(timeline_path())}">Read the timeline</a></p>'
    )


def _questions() -> str:
    asked = "".join(
        f'<li><a href="/{DATABASE}/{question.name}">{escape(question.title)}</a></li>'
        for question in QUESTIONS
    )
    return f'<ul class="bullets">{asked}</ul>'


def _places() -> str:
    places = {
        "said_versus_did": "what companies said beside what they did",
        "latest_stance": "where each company stands now",
        "statement_versions": "watched statements",
        "events": "events",
        "claims": "claims with their sentences",
        "documents": "documents",
        "source_health": "the health of the sources",
        "coverage": "what could not be seen",
    }
    links = [f'<a href="/{DATABASE}/{name}">{words}</a>' for name, words in places.items()]
    return f"<p>Or look into {', '.join(links)}.</p>"


def _describe_table(table: Table) -> dict[str, Any]:
    columns = {column.name: column.description for column in table.columns}
    entry = _entry(table.description, columns, table.facets) | _order(table)
    if table.label:
        entry |= {"label_column": table.label}
    if table.name in HIDDEN:
        entry |= {"hidden": True}
    return entry


def _order(table: Table) -> dict[str, str]:
    """Sort what may be unknown from the end: SQLite would put the rows without it first."""
    order = table.sort or ("position" if "position" in table.names else None)
    if order is None:
        return {}
    known = any(
        column.name == order and "not null" in column.sql.lower() for column in table.columns
    )
    newest_first = order.endswith("_at")  # moments: who looks into runs wants the last one
    return {"sort" if known and not newest_first else "sort_desc": order}


def _describe_view(view: View) -> dict[str, Any]:
    entry = _entry(view.description, dict(view.columns), view.facets)
    return entry | ({"sort": view.sort} if view.sort else {})


def _entry(description: str, columns: Mapping[str, str], facets: tuple[str, ...]) -> dict[str, Any]:
    entry: dict[str, Any] = {"description": description, "columns": dict(columns)}
    if facets:
        entry |= {"facets": list(facets), "facet_size": FACET_ROWS}
    return entry
