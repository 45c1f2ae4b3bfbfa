"""Write events and corrections as a JSON Feed (version 1.1), the newest first."""

from collections.abc import Iterator
from typing import IO, Any

from pipeline.edition import Edition
from pipeline.exports import Format
from pipeline.exports.accounts import edition_facts, edition_title
from pipeline.exports.feeds import Entry, entries, feed_id
from pipeline.exports.json_text import json_text
from pipeline.exports.packing import in_order
from pipeline.exports.rows import row_object
from pipeline.outside import web_address
from pipeline.visible import one_line


def write(edition: Edition, out: IO[bytes]) -> int:
    """Write one item an event, and one a correction, which are not counted.

    The extension ``_stanceline`` of an item holds the event as the ``json`` format spells it, less
    its list of evidence; that of the feed tells what the edition comes from.
    """
    rows = 0

    def pieces() -> Iterator[tuple[str, bytes]]:
        nonlocal rows
        for entry in entries(edition):
            rows += entry.line is not None
            yield entry.updated, json_text(_item(edition, entry)).encode()

    out.write(json_text(_head(edition)).removesuffix("}").encode())
    out.write(b', "items": [')
    separator = b"\n"
    for piece in in_order(pieces(), newest=True):
        out.write(separator + piece)
        separator = b",\n"
    out.write(b"\n]}\n")
    return rows


def _head(edition: Edition) -> dict[str, Any]:
    about = "; ".join(f"{each.name}: {each.text}" for each in edition_facts(edition))
    return _known(
        version="https://jsonfeed.org/version/1.1",
        title=edition_title(edition),
        home_page_url=web_address(edition.site),
        description=about,
        language="en",
        authors=[{"name": f"Stanceline, tracker {one_line(edition.tracker)}"}],
        _stanceline={
            "id": feed_id(edition),
            "tracker": edition.tracker,
            "law": edition.law,
            "in_force": edition.in_force,
            "chosen": edition.chosen,
            "as_of": edition.as_of,
            "updated_at": edition.updated_at,
            "fingerprint": edition.fingerprint,
            "count": edition.count,
        },
    )


def _item(edition: Edition, entry: Entry) -> dict[str, Any]:
    return _known(
        id=entry.id,
        url=entry.page or entry.source,
        external_url=entry.source if entry.page else None,
        title=entry.title,
        content_html=entry.html,
        date_published=entry.published,
        date_modified=entry.updated,
        tags=[label for _, label in entry.tags if label],
        _stanceline=None if entry.line is None else row_object(edition, entry.line),
    )


def _known(**values: Any) -> dict[str, Any]:
    """Leave out what is unknown: JSON Feed has no null."""
    return {key: value for key, value in values.items() if value is not None}


FORMAT = Format("jsonfeed", "json", "application/feed+json", write)
