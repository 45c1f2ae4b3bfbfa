"""Turn the schema's own descriptions into Datasette's metadata."""

from collections.abc import Mapping
from typing import Any

from pipeline.store.schema import TABLES
from pipeline.store.shapes import Table, View
from pipeline.store.views import VIEWS

DATABASE = "timeline"  # Datasette names a database after its file


def datasette_metadata(*, title: str) -> dict[str, Any]:
    """Describe every table, view and column, with labels, facets and sort orders."""
    return {
        "title": title,
        "description": "Who answered a law how, and when; each line with the sentence behind it",
        "databases": {DATABASE: {"tables": describe()}},
    }


def describe() -> dict[str, dict[str, Any]]:
    """Give the entry of each table and view, by name."""
    return {
        **{table.name: _describe_table(table) for table in TABLES},
        **{view.name: _describe_view(view) for view in VIEWS},
    }


def _describe_table(table: Table) -> dict[str, Any]:
    columns = {column.name: column.description for column in table.columns}
    entry = _entry(table.description, columns, table.facets, table.sort)
    return entry | ({"label_column": table.label} if table.label else {})


def _describe_view(view: View) -> dict[str, Any]:
    return _entry(view.description, dict(view.columns), view.facets, view.sort)


def _entry(
    description: str, columns: Mapping[str, str], facets: tuple[str, ...], sort: str | None
) -> dict[str, Any]:
    entry: dict[str, Any] = {"description": description, "columns": dict(columns)}
    if facets:
        entry["facets"] = list(facets)
    if sort:
        entry["sort"] = sort
    return entry
