"""Open and close a run: mend the archive, bring the database up to it, record, settle."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.fingerprint import fingerprint
from pipeline.former_sources import remember
from pipeline.intake import WATCHED, Intake
from pipeline.reference_figures import read_reference_figures
from pipeline.store import Contents, Store
from pipeline.tracker import Tracker, tracker_folder
from scrapers.archive import Archive
from scrapers.hints import read_hints
from scrapers.recording import Recording

Clock = Callable[[], str]


def utc_now() -> str:
    """Tell the moment in UTC, ``2026-11-24T01:02:03Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def hints_path(data: Path) -> Path:
    """Name the file of what came along with single pages."""
    return data / "private" / "links.jsonl"


@contextmanager
def caught_up(data: Path, tracker: Tracker, *, anew: bool = False) -> Iterator[Intake]:
    """Give an intake whose database holds all that the archive does.

    What a crash left unfinished in the archive is moved aside first. A database that is not there
    or was made by other code or TOML, and any with ``anew``, is remade from all captures in one
    transaction; otherwise only what is new is read. A source that is new to the TOML, or left it,
    is no reason to read the past again, one that now speaks for another company is. Raises
    StoreError, ArchiveError.
    """
    archive = Archive(data / "private" / "warc")
    made_by = fingerprint(tracker_folder(data, tracker.id))
    with Store.open(data / "timeline.db", mode="w") as store:
        former = remember(data / "private" / "sources.jsonl", tracker.sources)
        tracker = tracker.model_copy(update={"sources": (*tracker.sources, *former)})
        anew = anew or store.fingerprint() != made_by or _read_otherwise(store, tracker)
        archive.mend({} if anew else store.read_to())
        intake = Intake(
            store,
            archive,
            tracker,
            fingerprint=made_by,
            hints=read_hints(hints_path(data)),
            ledger=data / "private" / "events.jsonl",
        )
        if anew:
            figures = read_reference_figures(tracker_folder(data, tracker.id), tracker)
            with store.remaking(Contents(tracker, made_by, figures=figures)):
                intake.enter_new()
                intake.settle()
        else:
            with store.transaction(made_by) as rows:
                rows.put_sources(tracker.sources)
            intake.enter_new()
        yield intake
        store.freshen()


def ways_of_reading(store: Store) -> dict[str, list[Any]]:
    """Tell how the pages of each source were read: with versions or not, as whose voice."""
    voices = store.voices().items()
    return {source: [kind == WATCHED, company] for source, (kind, company) in voices}


def _read_otherwise(store: Store, tracker: Tracker) -> bool:
    """Tell whether pages were read as another kind of page, or as another company's voice."""
    now = {each.id: [each.kind == WATCHED, each.company] for each in tracker.sources}
    before = ways_of_reading(store).items()
    return any(now.get(source, [False, None]) != way for source, way in before)


@contextmanager
def recorded(
    data: Path, tracker: Tracker, *, command: str, clock: Clock = utc_now
) -> Iterator[Intake]:
    """Give an intake that records a run, in a WARC file of its own.

    A run that ends in an error, or is killed, keeps what it took in, and has no end in the table
    ``runs``; whoever closes it properly calls ``settle`` and ``finish``.
    """
    with caught_up(data, tracker) as intake:
        recording = Recording(data / "private" / "warc", command=command, started_at=clock())
        intake.record(recording)
        try:
            yield intake
        except KeyboardInterrupt:  # what came in so far is shown; the next run does the rest
            intake.settle()
            raise
