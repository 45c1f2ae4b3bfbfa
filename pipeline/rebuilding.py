"""Do the main job: captures in, timeline out. The edge that joins archive, reading and store."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from pipeline.errors import NotFound, UnreadableDocument
from pipeline.extract import Reader
from pipeline.fingerprint import fingerprint
from pipeline.ledger import append_ledger, read_ledger
from pipeline.merge import claim_id, merge_claims
from pipeline.model import Document, Event, StoredClaim
from pipeline.parse.document import read_document
from pipeline.store import Contents, Store
from pipeline.tracker import Tracker, tracker_folder
from scrapers.archive import Archive
from scrapers.captures import Capture
from scrapers.hints import keep_hint, read_hints

BUNDLED_PAGES = Path(__file__).parents[1] / "data" / "demo"
DEMO_FILE = "demo.warc.gz"  # delete it and rebuild, and the demo is gone
_COMPLETE = {"empty": 0, "teaser": 1, "truncated": 2, "full": 3}


@dataclass(frozen=True, slots=True)
class Counts:
    """What a rebuild made, in rows."""

    captures: int
    documents: int
    claims: int
    events: int


def rebuild(data: Path, tracker: Tracker) -> Counts:
    """Remake ``timeline.db`` from the captures; the same captures give the same rows.

    Event ids are looked up in the ledger, which is written before the database: an id that a
    reader has seen is never lost, whatever happens in between. Raises StoreError, ArchiveError.
    """
    archive = Archive(data / "private" / "warc")
    captures = tuple(replace(capture, body=b"") for capture in archive.captures())
    documents = tuple(read_captures(archive.captures(), read_hints(_hints(data))))
    claims = tuple(read_claims(documents, tracker))
    ledger = data / "private" / "events.jsonl"
    merged = merge_claims(claims, threshold=tracker.threshold, known=read_ledger(ledger))
    places = {capture.digest: f"{capture.file}#{capture.offset}" for capture in captures}
    of_claim = {stored.id: stored.document for stored in claims}
    events = tuple(_archived(event, of_claim, places) for event in merged.events)
    contents = Contents(
        tracker=tracker,
        fingerprint=fingerprint(tracker_folder(data, tracker.id)),
        captures=captures,
        documents=documents,
        claims=claims,
        events=events,
        redirects=merged.redirects,
    )
    append_ledger(ledger, merged.ledger)
    with Store.open(data / "timeline.db", mode="w") as store:
        store.rebuild(contents)
    return Counts(len(captures), len(documents), len(claims), len(events))


def read_captures(
    captures: Iterable[Capture], hints: dict[str, dict[str, str]]
) -> Iterator[Document]:
    """Read captures into documents, one for each address: the latest that is worth most.

    A capture that cannot be read, or shows less of the page than an earlier one, never replaces
    that. Pages saved from no known address each count for themselves.
    """
    best: dict[str, Document] = {}
    for capture in captures:
        hint = hints.get(capture.url, {})
        try:
            document = read_document(
                capture.body,
                url=None if capture.url.startswith("file:") else capture.url,
                media_type=capture.media_type,
                source=capture.source,
                captured_at=capture.captured_at,
                digest=capture.digest,
                published=hint.get("published"),
                title=hint.get("title"),
            )
        except UnreadableDocument:
            continue  # the bytes stay in the archive, and a better reader will read them
        known = best.get(capture.url)
        if known is None or _worth(document) >= _worth(known):
            best[capture.url] = document
    yield from best.values()


def _worth(document: Document) -> tuple[int, str]:
    return _COMPLETE[document.completeness], document.captured_at or ""


def read_claims(documents: Iterable[Document], tracker: Tracker) -> Iterator[StoredClaim]:
    """Read the claims of documents, each with its id."""
    for document, claims in Reader(tracker).read_many(documents):
        for claim in claims:
            yield StoredClaim(claim_id(document, claim), document, claim)


def add_files(
    data: Path,
    tracker: Tracker,
    files: Sequence[Path],
    *,
    url: str | None = None,
    published: str | None = None,
) -> tuple[Counts, list[str]]:
    """Keep files in the archive and rebuild; return the counts and what could not be read.

    A file that cannot be read is named and left where it is; the others are added all the same.
    """
    archive = Archive(data / "private" / "warc")
    problems = []
    for file in files:
        try:
            body = file.read_bytes()
            document = read_document(body, url=url, published=published)
        except OSError as error:
            problems.append(f"{file}: cannot be read ({error.strerror}); look at its permissions")
        except UnreadableDocument as error:
            problems.append(f"{file}: {error}")
        else:
            address = url or document.url or f"file:///{document.id}/{quote(file.name)}"
            if published:  # before the page: no kill in between may leave it with another date
                keep_hint(_hints(data), {"url": address, "published": published})
            archive.append(
                address, body, media_type=_media_type(file), source="added", captured_at=_now()
            )
    return rebuild(data, tracker), problems


def run_demo(data: Path, tracker: Tracker) -> Counts:
    """Capture the bundled pages under their made-up addresses, and rebuild."""
    pages = sorted(BUNDLED_PAGES.glob("*.html"))
    if not pages:
        raise NotFound(f"{BUNDLED_PAGES}: the bundled pages are not there; clone the project anew")
    archive = Archive(data / "private" / "warc")
    for page in pages:
        body = page.read_bytes()
        document = read_document(body)
        archive.append(
            document.url or f"file:///{quote(page.name)}",
            body,
            media_type="text/html",
            source="demo",
            captured_at=_now(),
            file=DEMO_FILE,
        )
    return rebuild(data, tracker)


def _archived(event: Event, of_claim: dict[str, Document], places: dict[str, str]) -> Event:
    digest = of_claim[event.claims[0]].digest
    return replace(event, archived=places.get(digest) if digest else None)


def _media_type(file: Path) -> str | None:
    known = {".html": "text/html", ".htm": "text/html", ".txt": "text/plain"}
    return known.get(file.suffix.lower())


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _hints(data: Path) -> Path:
    return data / "private" / "links.jsonl"
