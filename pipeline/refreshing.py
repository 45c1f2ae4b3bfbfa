"""Run one night: discover, fetch, read and merge for all sources that are due, then report."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.changes import (
    Change,
    compare,
    digest_json,
    digest_text,
    events_from_json,
    events_to_json,
)
from pipeline.errors import NotFound, OurMistake, StoreError
from pipeline.health import Ill, ill_sources
from pipeline.intake import Intake
from pipeline.model import Event
from pipeline.nights import Clock, recorded, utc_now, ways_of_reading
from pipeline.novelties import NOTHING, Novelties, names_of, novelties
from pipeline.store import Store
from pipeline.store.contents import Run, Visit
from pipeline.touring import Tour, due_sources
from pipeline.tracker import Tracker
from pipeline.tracker_models import nearest
from pipeline.watchdog import owning_up
from scrapers.answers import Answer, Ask, Steps
from scrapers.appending import replace_synced
from scrapers.crawling import Crawl
from scrapers.sources import Source

LATEST = "9999-12-31T23:59:59Z"
LOOK_BACK_DAYS = 42  # as far as the health of a source is judged by its visits


@dataclass(frozen=True, slots=True)
class Night:
    """What a night did: ``changes`` on the timeline, and apart those of an update of our own.

    ``beside`` is what is new of watched pages and of reports.
    """

    run: Run
    visits: tuple[Visit, ...]
    changes: tuple[Change, ...]
    upgrade: tuple[Change, ...]
    ill: tuple[Ill, ...]
    beside: Novelties = NOTHING


def refresh(
    data: Path,
    tracker: Tracker,
    *,
    get: Callable[[Ask], Answer | Steps],
    only: Collection[str] = (),
    since: str | None = None,
    threads: int = 16,
    clock: Clock = utc_now,
    watch: Callable[[Ask, str], None] | None = None,
) -> Night:
    """Visit the sources that are due, or those in ``only`` be they due or not.

    Links dated before the day ``since`` are not followed. ``watch`` is told of each answer and
    its outcome. What changed is written to ``private/digests/``, against what was last reported:
    so what a killed night found is reported by the next. Raises NotFound for an unknown source,
    StoreError and ArchiveError; what a single source does wrong stops nobody else.
    """
    chosen = [_source(tracker, name) for name in only]
    with recorded(data, tracker, command="refresh", clock=clock) as intake:
        reported = _Reported(data / "private", tracker, intake)
        standing = _all_events(intake.store)
        told, upgraded = reported.read() or reported.begin(standing)
        upgrade = compare(told, standing) if upgraded else ()
        before = standing if upgraded else told
        known = reported.known(anew=upgraded)
        now = clock()
        due = chosen or due_sources(tracker.sources, intake.store.last_visits(), now=now)
        tour = Tour(intake, now=now, since=since)
        _visit(tour, due, Crawl(get, threads=threads), note=intake.note, watch=watch)
        intake.settle()
        after = _all_events(intake.store)
        changes = compare(before, after)
        beside = novelties(intake.store.statement_versions(), intake.store.releases(), told=known)
        run = intake.finish(tour.visits(), finished_at=clock())
        reported.write(run, changes, upgrade, after, beside=beside)
        back = datetime.fromisoformat(now) - timedelta(days=LOOK_BACK_DAYS)
        seen = intake.store.visits(since=back.strftime("%Y-%m-%dT%H:%M:%SZ"))
        ill = ill_sources(tracker.sources, seen, now=run.finished_at or now)
    return Night(run, tour.visits(), changes, upgrade, ill, beside)


def _all_events(store: Store) -> tuple[Event, ...]:
    return tuple(store.timeline(include_unlisted=True, include_rejected=True))


def _source(tracker: Tracker, name: str) -> Source:
    for source in tracker.sources:
        if source.id == name:
            return source
    hint = nearest(name, (source.id for source in tracker.sources))
    raise NotFound(f"{tracker.id}: there is no source {name!r}; {hint}")


def _visit(
    tour: Tour,
    due: Collection[Source],
    crawl: Crawl,
    *,
    note: Callable[[str], None],
    watch: Callable[[Ask, str], None] | None,
) -> None:
    for source in due:
        try:
            with owning_up(source.id):
                asks = tour.start(source)
        except OurMistake as error:
            note(str(error))
        else:
            for ask in asks:
                crawl.add(ask)
    for ask, answer in crawl.answers():
        try:
            with owning_up(f"{ask.source}: {ask.url}"):
                outcome, more = tour.receive(ask, answer)
        except OurMistake as error:
            note(str(error))
        else:
            if watch is not None:
                watch(ask, outcome)
            for each in more:
                crawl.add(each)


class _Reported:
    """What the last finished night reported, and where digests lie."""

    def __init__(self, folder: Path, tracker: Tracker, intake: Intake):
        self._path = folder / "reported.txt"
        self._digests = folder / "digests"
        self._tracker = tracker
        self._intake = intake
        self._known: frozenset[str] = frozenset()
        self._told_at = LATEST

    def read(self) -> tuple[Collection[Event], bool] | None:
        """Read the timeline that was reported last, and whether other code or TOML made it."""
        try:
            head, _, events = self._path.read_text(encoding="utf-8").partition("\n")
            then, now = json.loads(head), self._mark()
            upgraded = then["made_by"] != now["made_by"] or any(
                now["read_as"].get(source, way) != way for source, way in then["read_as"].items()
            )
            self._known = frozenset(map(str, then.get("known", self._standing())))
            self._told_at = str(then.get("told_at", LATEST))
            return events_from_json(events), upgraded
        except FileNotFoundError:
            return None
        except StoreError as error:
            raise StoreError(f"{self._path}: {error}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(
                f"{self._path}: it cannot be read ({error}); take the file from a backup, or "
                "delete it: the next digest then begins anew"
            ) from error

    def known(self, *, anew: bool) -> Collection[str]:
        """Give the names of page versions and releases that were told already.

        After an update of ours (``anew``) what lies before the last report counts as told too,
        whatever it is called now: what came since then is news all the same.
        """
        return self._known | set(self._standing(until=self._told_at)) if anew else self._known

    def _standing(self, *, until: str = LATEST) -> list[str]:
        store = self._intake.store
        versions = [
            name
            for each in store.statement_versions()
            if each.seen_at <= until
            for name in names_of(each)
        ]
        releases = [each.digest for each in store.releases() if each.first_seen <= until[:10]]
        return versions + releases

    def begin(self, standing: Collection[Event]) -> tuple[Collection[Event], bool]:
        """Take what stands as told, before the first night adds to it, should that be cut short."""
        self._keep(standing)
        self._known = frozenset(self._standing())
        return standing, False

    def write(
        self,
        run: Run,
        changes: tuple[Change, ...],
        upgrade: tuple[Change, ...],
        after: Collection[Event],
        *,
        beside: Novelties,
    ) -> None:
        """Write a digest if there is anything to tell, and then what is now reported."""
        made_at = run.finished_at or run.started_at
        for name, told, more in (("upgrade", upgrade, NOTHING), ("digest", changes, beside)):
            if told or more:
                self._digests.mkdir(parents=True, exist_ok=True)
                upgraded = name == "upgrade"
                text = digest_text(told, stance_label=self._label, beside=more, upgraded=upgraded)
                (self._digests / f"{run.id}-{name}.txt").write_text(text, encoding="utf-8")
                written = digest_json(
                    told, run=run.id, made_at=made_at, beside=more, upgraded=upgraded
                )
                (self._digests / f"{run.id}-{name}.json").write_text(written, encoding="utf-8")
        self._keep(after)

    def _keep(self, events: Collection[Event]) -> None:
        content = f"{json.dumps(self._mark())}\n{events_to_json(events)}"
        replace_synced(self._path, content.encode())

    def _mark(self) -> dict[str, Any]:
        """Say what made the timeline: code and TOML, and how each source's pages are read."""
        return {
            "made_by": self._intake.fingerprint,
            "read_as": ways_of_reading(self._intake.store),
            "known": self._standing(),
            "told_at": self._intake.run.finished_at or LATEST,
        }

    def _label(self, stance: str) -> str:
        labels = {each.id: each.label for each in self._tracker.stances}
        return labels.get(stance, stance)  # a withdrawn event may have one that is no more
