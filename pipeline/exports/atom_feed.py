"""Write events and corrections as an Atom feed (RFC 4287), the newest first."""

from collections.abc import Iterator
from html import escape
from typing import IO

from pipeline.edition import Edition
from pipeline.exports import Format
from pipeline.exports.accounts import edition_facts, edition_title
from pipeline.exports.feeds import Entry, entries, feed_id, moment
from pipeline.exports.packing import in_order
from pipeline.outside import web_address
from pipeline.visible import one_line


def write(edition: Edition, out: IO[bytes]) -> int:
    """Write one entry an event, and one a correction, which are not counted.

    Order means nothing in Atom, but readers that show only the top should show what is new.
    """
    rows = 0

    def pieces() -> Iterator[tuple[str, bytes]]:
        nonlocal rows
        for entry in entries(edition):
            rows += entry.line is not None
            yield entry.updated, _entry(entry).encode()

    out.write(_head(edition).encode())
    for piece in in_order(pieces(), newest=True):
        out.write(piece)
    out.write(b"</feed>\n")
    return rows


def _head(edition: Edition) -> str:
    about = "; ".join(f"{each.name}: {each.text}" for each in edition_facts(edition))
    tracker, fingerprint = (
        escape(one_line(each)) for each in (edition.tracker, edition.fingerprint)
    )
    return "\n".join(
        (
            '<?xml version="1.0" encoding="utf-8"?>',
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
            f"<title>{escape(edition_title(edition))}</title>",
            f"<subtitle>{escape(about)}</subtitle>",
            f"<id>{feed_id(edition)}</id>",
            f"<updated>{moment(edition.updated_at)}</updated>",
            f"<author><name>Stanceline, tracker {tracker}</name></author>",
            f'<generator version="{fingerprint}">Stanceline</generator>',
            *_links("alternate", web_address(edition.site)),
            "",
        )
    )


def _entry(entry: Entry) -> str:
    published = [] if entry.published is None else [f"<published>{entry.published}</published>"]
    tags = (
        f'<category term="{escape(term)}" label="{escape(label)}"/>'
        for term, label in entry.tags
        if term
    )
    sourced = "alternate" if entry.page is None else "via"
    return "\n".join(
        (
            "<entry>",
            f"<id>{entry.id}</id>",
            f"<title>{escape(entry.title)}</title>",
            f"<updated>{entry.updated}</updated>",
            *published,
            *_links("alternate", entry.page),
            *_links(sourced, entry.source),
            *tags,
            f'<content type="html">{escape(entry.html)}</content>',
            "</entry>",
            "",
        )
    )


def _links(rel: str, address: str | None) -> list[str]:
    return [] if address is None else [f'<link rel="{rel}" href="{escape(address)}"/>']


FORMAT = Format("atom", "atom", "application/atom+xml; charset=utf-8", write)
