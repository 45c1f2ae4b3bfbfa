"""Turn the schema's own descriptions into Datasette's metadata."""

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from pipeline.store import keeping, searching_han
from pipeline.store.questions import QUESTIONS, SHOWN, Question
from pipeline.store.schema import TABLES
from pipeline.store.shapes import Table, View
from pipeline.store.views import KEPT, VIEWS

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
                "queries": {question.name: _describe_question(question) for question in QUESTIONS},
            }
        },
    }


def metadata_yaml(*, title: str) -> str:
    """Write the same for ``datasette timeline.db -m FILE``: the same schema gives the same bytes.

    Nothing in it leads to our own pages, which Datasette alone does not have.
    """
    import yaml  # type: ignore[import-untyped]  # noqa: PLC0415  (only this needs it)

    metadata = datasette_metadata(title=title)
    head = (
        "# Descriptions, labels, facets and questions for Datasette, made by Stanceline.\n"
        "# datasette timeline.db --metadata metadata.yaml --setting sql_time_limit_ms 3000\n"
    )
    written: str = yaml.safe_dump(metadata, sort_keys=False, allow_unicode=True, width=100)
    return head + written


def describe() -> dict[str, dict[str, Any]]:
    """Give the entry of each table and view, by name."""
    return {
        **{table.name: _describe_table(table) for table in TABLES},
        **{view.name: _describe_view(view) for view in VIEWS},
        **_describe_kept(),
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


def _describe_question(question: Question) -> dict[str, Any]:
    """Give a question its words, and the way to all rows where its page has only the first."""
    words = [f"<p>{escape(question.description)}.</p>"]
    words += [
        f"<p><code>{escape(each.name)}</code>: {escape(each.description)}.</p>"
        for each in question.parameters
    ]
    if question.whole is not None:
        table, mark, conditions = question.whole.partition("?")
        more = f"{conditions}&" if mark else ""
        whole = escape(f"/{DATABASE}/{question.whole}")
        file = escape(f"/{DATABASE}/{table}.csv?{more}_stream=on&_size=max")
        words.append(
            f'<p>At most {SHOWN} rows are shown here. <a href="{whole}">All of them, page by '
            f'page</a>; <a href="{file}">all of them as CSV</a>.</p>'
        )
    entry: dict[str, Any] = {
        "title": question.title,
        "description_html": "".join(words),
        "sql": question.shown,
        "hide_sql": True,  # the answer first; one click shows the query
    }
    if question.parameters:
        entry["params"] = [each.name for each in question.parameters]
    return entry


def _describe_kept() -> dict[str, dict[str, Any]]:
    """Describe what is kept for speed alone; nobody has to look at it."""
    kept = {
        keeping.table_of(view): (
            f"The rows of view {view.name}, kept because it is slow; ask the view",
            {"place": "Place of the row in the view", **dict(view.columns)},
        )
        for view in KEPT
    }
    kept[keeping.MARKS] = (
        "Views whose kept rows hold: nothing that they were made from has changed since",
        {"name": "Name of the view"},
    )
    kept[searching_han.WAITING] = (
        "Rows with Chinese words that the search has yet to take in; empty between runs",
        {"kind": "Table of the row", "row": "Number of the row in that table (rowid)"},
    )
    return {
        name: {**_entry(description, columns, ()), "hidden": True}
        for name, (description, columns) in kept.items()
    }


def _entry(description: str, columns: Mapping[str, str], facets: tuple[str, ...]) -> dict[str, Any]:
    entry: dict[str, Any] = {"description": description, "columns": dict(columns)}
    if facets:
        entry |= {"facets": list(facets), "facet_size": FACET_ROWS}
    return entry
