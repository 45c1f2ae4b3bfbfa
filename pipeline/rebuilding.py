"""Do the main job: captures in, timeline out. The edge that joins archive, reading and store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pipeline.errors import NotFound, UnreadableDocument
from pipeline.nights import caught_up, hints_path, recorded, utc_now
from pipeline.parse.document import read_document
from pipeline.store import Store
from pipeline.tracker import Tracker
from scrapers.addresses import canonical
from scrapers.answers import Answer, Ask
from scrapers.archive import Archive
from scrapers.hints import keep_hint
from scrapers.judging import GOOD, NEXT_STEPS, PASSING
from scrapers.links import Link
from scrapers.recording import next_file

BUNDLED_PAGES = Path(__file__).parents[1] / "data" / "demo"
DEMO_FILE = "demo.warc.gz"  # delete it and rebuild, and the demo is gone


@dataclass(frozen=True, slots=True)
class Counts:
    """What a database holds, in rows."""

    captures: int
    documents: int
    claims: int
    events: int


def rebuild(data: Path, tracker: Tracker) -> tuple[Counts, list[str]]:
    """Remake ``timeline.db`` from the captures; return the counts, and where we made mistakes.

    The same captures give the same rows.

    Event ids are looked up in the ledger, which is written before the database: an id that a
    reader has seen is never lost, whatever happens in between. Raises StoreError, ArchiveError.
    """
    problems = _read_new(data, tracker, anew=True)
    return count_rows(data), problems


def count_rows(data: Path) -> Counts:
    """Count what the database holds."""
    with Store.open(data / "timeline.db") as store:
        rows = store.counts()
    return Counts(rows["captures"], rows["documents"], rows["claims"], rows["events"])


def add_files(
    data: Path,
    tracker: Tracker,
    files: Sequence[Path],
    *,
    url: str | None = None,
    published: str | None = None,
) -> tuple[Counts, list[str]]:
    """Keep files in the archive and read them; return the counts and what could not be read.

    A file that cannot be read is named and left where it is; the others are added all the same.
    """
    archive = Archive(data / "private" / "warc")
    run = next_file(archive.folder, f"{utc_now().replace(':', '')}-add").name
    problems, again = [], False
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
                keep_hint(hints_path(data), {"url": address, "published": published})
            capture = archive.append(
                address,
                body,
                media_type=_media_type(file),
                source="added",
                captured_at=utc_now(),
                file=run,
            )
            again |= bool(published) and capture.file != run  # kept before, with another date
    problems += _read_new(data, tracker, anew=again)
    return count_rows(data), problems


def add_addresses(
    data: Path,
    tracker: Tracker,
    urls: Sequence[str],
    *,
    get: Callable[[Ask], Answer],
    published: str | None = None,
) -> tuple[Counts, list[str]]:
    """Ask for single pages, keep and read them; return the counts and what could not be had."""
    problems = []
    with recorded(data, tracker, command="add") as intake:
        for given in urls:
            url = canonical(given)
            if url is None:
                problems.append(f"{given}: this is no web address that can be asked; correct it")
                continue
            last = intake.last(url)
            known = last if last and last.digest else None
            ask = Ask(
                url,
                last.source if last else "added",
                last.purpose if last else "page",
                etag=known.etag if known else None,
                last_modified=known.last_modified if known else None,
                link=Link(url, published=published) if published else None,
            )
            received = intake.receive(ask, get(ask), last=last)
            if received.outcome not in GOOD:
                found = received.outcome + (f" ({received.note})" if received.note else "")
                step = NEXT_STEPS[received.outcome]
                if received.outcome in PASSING:
                    step = "Run the same command again later."
                problems.append(f"{url}: {found}. {step}")
            elif received.document is None and published:
                problems.append(f"{url}: it is kept already, and --published changes nothing")
        intake.settle()
        intake.finish((), finished_at=utc_now())
        problems += intake.problems
    return count_rows(data), problems


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
            captured_at=utc_now(),
            file=DEMO_FILE,
        )
    _read_new(data, tracker)
    return count_rows(data)


def _read_new(data: Path, tracker: Tracker, *, anew: bool = False) -> list[str]:
    with caught_up(data, tracker, anew=anew) as intake:
        intake.settle()
    return intake.problems


def _media_type(file: Path) -> str | None:
    known = {".html": "text/html", ".htm": "text/html", ".txt": "text/plain"}
    return known.get(file.suffix.lower())
