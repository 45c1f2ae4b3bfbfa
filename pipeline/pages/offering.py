"""Name the formats that pages offer, and write single events in one of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from pipeline.edition import Edition, Line
from pipeline.exports import export, formats
from pipeline.pages.facts import EventFacts, Tracked

CALLED = {
    "atom": "Feed (Atom)",
    "bibtex": "BibTeX",
    "csv": "CSV",
    "html": "One HTML page",
    "ics": "Calendar (ICS)",
    "json": "JSON",
    "jsonfeed": "Feed (JSON)",
    "markdown": "Markdown",
    "ndjson": "JSON lines",
    "png": "Picture (PNG)",
    "svg": "Picture (SVG)",
    "timelinejs": "TimelineJS",
    "timelinejs-csv": "TimelineJS (CSV)",
    "xlsx": "Excel",
}
FEEDS = ("atom", "jsonfeed")


@dataclass(frozen=True, slots=True)
class Download:
    """One format in which events are handed out, and what it is called.

    ``feed`` tells those that programs read again and again from those that are saved.
    """

    name: str
    ending: str
    words: str
    feed: bool


def downloads() -> list[Download]:
    """List the formats that there are, those that are most asked for first."""
    known = formats()
    order = [*(name for name in CALLED if name in known), *sorted(known.keys() - CALLED)]
    order.sort(key=lambda name: name not in ("csv", "xlsx", "json"))
    return [
        Download(name, known[name].ending, CALLED.get(name, name), name in FEEDS) for name in order
    ]


def bibtex_of(facts: EventFacts, tracked: Tracked, *, site: str | None) -> str:
    """Write the entry of one event as the export of all does."""
    out = BytesIO()
    export("bibtex", edition_of(facts.line, tracked, site=site), out)
    return out.getvalue().decode()


def edition_of(line: Line, tracked: Tracked, *, site: str | None) -> Edition:
    """Make an edition that holds one event."""

    def lines() -> Iterator[Line]:
        yield line

    return Edition(
        tracker=tracked.tracker,
        law=tracked.law,
        in_force=tracked.in_force,
        stances=tracked.stances,
        chosen=line.event.id,
        count=1,
        updated_at=tracked.updated_at,
        fingerprint=tracked.fingerprint,
        lines=lines,
        corrections=line.corrections,
        site=site,
    )
