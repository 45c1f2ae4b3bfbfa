"""Do the main job: captures in, timeline out. The edge that joins archive, reading and store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pipeline.errors import NotFound, OurMistake, UnreadableDocument
from pipeline.intake import IMPORTED
from pipeline.looking import read_figures
from pipeline.nights import caught_up, hints_path, recorded, utc_now
from pipeline.page_reading import READING_SECONDS
from pipeline.parse.document import read_document
from pipeline.store import Store
from pipeline.store.contents import Figure
from pipeline.tracker import Tracker
from pipeline.watchdog import Hung, owning_up, time_limit
from scrapers.addresses import canonical
from scrapers.answers import Answer, Ask
from scrapers.archive import Archive
from scrapers.captures import Capture
from scrapers.figures import UnreadableReport
from scrapers.hints import hint_key, keep_hint, read_hints
from scrapers.judging import GOOD, NEXT_STEPS, PASSING
from scrapers.links import Link
from scrapers.recording import next_file
from scrapers.warc_records import digest_of

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


def import_reports(
    data: Path,
    tracker: Tracker,
    files: Sequence[Path],
    *,
    company: str | None = None,
    url: str | None = None,
) -> tuple[int, list[str]]:
    """Keep report downloads in the archive and read them.

    Return how many figures of the tracker's place they hold, and what could not be read: such a
    file is named and left where it is, the others come in all the same. ``url`` is where a file
    was downloaded, ``company`` the slug of who publishes it, where its format does not tell.
    """
    archive = Archive(data / "private" / "warc")
    run = next_file(archive.folder, f"{utc_now().replace(':', '')}-figures").name
    problems, found, again = [], 0, False
    for file in files:
        try:
            body = file.read_bytes()
            digest = digest_of(body)
            address = url or f"file:///{digest.removeprefix('sha256:')[:16]}/{quote(file.name)}"
            capture = Capture(address, utc_now(), IMPORTED, None, body, digest, run, 0, 0)
            with time_limit(READING_SECONDS), owning_up(str(file)):
                figures, unread = read_figures(capture, tracker, company=company, name=file.name)
                _refuse_other_periods(data, figures)
                found += len(figures)
                problems += [f"{file}: {problem}" for problem in unread]
        except OSError as error:
            problems.append(f"{file}: cannot be read ({error.strerror}); look at its permissions")
        except (UnreadableReport, Hung) as error:
            problems.append(f"{file}: {error or 'reading it takes too long'}")
        except OurMistake as error:
            problems.append(str(error))
        else:
            hint = {"url": address, "digest": digest, "name": file.name}
            hint |= {"company": company} if company else {}
            known = read_hints(hints_path(data)).get(hint_key(address, digest))
            keep_hint(hints_path(data), hint)
            kept = archive.append(
                address,
                body,
                media_type=_media_type(file),
                source=IMPORTED,
                captured_at=capture.captured_at,
                file=run,
            )
            again |= kept.file != run and known != hint  # kept before, as another's report
    problems += _read_new(data, tracker, anew=again)
    return found, problems


def _refuse_other_periods(data: Path, figures: Sequence[Figure]) -> None:
    """Refuse bytes that are kept already as those of another period: the file has a wrong name."""
    if not (data / "timeline.db").exists() or not figures:
        return
    with Store.open(data / "timeline.db") as store:
        kept = [
            each for each in store.figures() if each.release_digest == figures[0].release_digest
        ]
    periods = {(each.period_start, each.period_end) for each in figures}
    others = [each for each in kept if (each.period_start, each.period_end) not in periods]
    if others:
        raise UnreadableReport(
            f"the same bytes are kept already as a report of {others[0].period}, from "
            f"{others[0].source}; give the file its right name"
        )


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
