"""Take in what the web answered: into the archive, and out of it into rows. The edge between them.

What a look means is worked out here, from the archived bytes alone, so that a rebuild comes to
the same rows as the night itself.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from pipeline.looking import (
    KEPT,
    Received,
    latest_look,
    read_figures,
    read_given,
    read_offer,
    sightings_of,
)
from pipeline.model import Document, StoredClaim
from pipeline.page_reading import PageReader, carefully
from pipeline.reviews.rulings import Terms
from pipeline.standing import let_stand, settle
from pipeline.statements.digest import reading_of
from pipeline.store import Store
from pipeline.store.contents import (
    LastLook,
    Missed,
    Run,
    Sighting,
    Visit,
    read_visit,
    written_visit,
)
from pipeline.store.transaction import Transaction
from pipeline.tracker import Tracker
from pipeline.watching import settle_pages
from scrapers.answers import Answer, Ask
from scrapers.archive import Archive
from scrapers.captures import Capture
from scrapers.errors import ArchiveError
from scrapers.hints import hint_key
from scrapers.judging import GOOD, Outcome, judge
from scrapers.kinds.report import is_landing_page
from scrapers.links import Offer
from scrapers.looks import Entry, Kept, Look, RunEnd, RunStart
from scrapers.recording import Recording

MOST_WAITING = 100  # looks without news share a transaction; a crash has them read anew
WATCHED = "statement"  # each text that a page of this kind ever had is evidence of its own
IMPORTED = "imported"  # the source of downloads that a person gave
COUNTED = ("looks", "captures", "documents", "claims", "figures")


class Intake:
    """All that one run takes in. The database must be open for writing, and made by this code."""

    def __init__(
        self,
        store: Store,
        archive: Archive,
        tracker: Tracker,
        *,
        fingerprint: str,
        hints: dict[str, dict[str, str]],
        ledger: Path,
    ):
        self.store = store
        self._archive = archive
        self._tracker = tracker
        self._sources = {source.id: source for source in tracker.sources}
        self.fingerprint = fingerprint
        self._hints = hints
        self._ledger = ledger
        self._recording: Recording | None = None
        self._pages = PageReader(tracker)
        self._waiting: list[tuple[LastLook, Missed | None, Look, tuple[Sighting, ...]]] = []
        self.run = Run("", "", "")
        self.problems: list[str] = []

    def last(self, url: str) -> LastLook | None:
        """Give the latest look at an address that was asked."""
        for latest, *_ in reversed(self._waiting):
            if latest.url == url:
                return latest
        return self.store.last_look(url)

    def known(self, ask: Ask, last: LastLook | None) -> LastLook | None:
        """Give the latest look as far as it counts for an ask.

        What another source saw at the address of a watched page is none of its versions, so that
        page is seen for the first time.
        """
        other = last is not None and last.source != ask.source
        return None if other and self._is_watched(ask.source) else last

    def has(self, url: str, at: str) -> bool:
        """Tell whether a capture of a page at that very moment is there."""
        return self.store.has_capture(url, at)

    def body(self, url: str) -> bytes | None:
        """Read the latest good body that is kept of an address that was asked."""
        last = self.last(url)
        if last is None or last.file is None or last.offset is None:
            return None
        return self._archive.read(last.file, last.offset).body

    def note(self, problem: str) -> None:
        """Keep a sentence for the ledger of the run."""
        self.problems.append(problem)

    def take(self, ask: Ask, answer: Answer, *, read: Received | None = None) -> Outcome:
        """Keep an answer, read it, and say what it was; or it was ``read`` already, as here."""
        return self.receive(ask, answer, last=self.last(ask.url), read=read).outcome

    def receive(
        self, ask: Ask, answer: Answer, *, last: LastLook | None, read: Received | None = None
    ) -> Received:
        """Keep an answer, read it, and say what it was and what it offered.

        What is new is in the archive, safely on disk, before anything is made of it; its rows come
        in one transaction. ``last`` is the latest look at that address, ``read`` what a worker
        with the same code and tracker made of the answer.
        """
        if self._recording is None:
            raise ValueError("no recording was given, so nothing new can be taken in")
        last = self.known(ask, last)
        look = self._recording.keep(ask, answer, kept=last.digest if last else None)
        received = self._enter_look(look, last, read)
        self.run = replace(
            self.run,
            looks=self.run.looks + 1,
            captures=self.run.captures + (look.capture is not None and received.outcome in KEPT),
            documents=self.run.documents + (received.document is not None),
            claims=self.run.claims + len(received.claims),
            figures=self.run.figures + len(received.figures),
        )
        if look.repeats and ask.purpose in ("links", "report") and received.outcome in GOOD:
            return replace(received, offer=self._offer_again(ask, answer))
        return received

    def record(self, recording: Recording) -> None:
        """Begin a run: what is taken in from here on is written there."""
        self._recording = recording
        start = recording.start
        self.run = Run(start.id, start.command, start.started_at)
        self.enter(start)

    def settle(self) -> None:
        """Merge anew the claims of each company that has others than before."""
        with self._entering():
            pass
        settle_pages(
            self.store,
            self._tracker,
            ledger=self._ledger.with_name("readings.jsonl"),
            fingerprint=self.fingerprint,
        )
        missed = settle(
            self.store,
            ledger=self._ledger,
            fingerprint=self.fingerprint,
            threshold=self._tracker.threshold,
            terms=Terms.of(self._tracker),
        )
        self.problems += [problem for problem in missed if problem not in self.problems]

    def enter_new(self) -> None:
        """Turn what the archive holds and the database does not into rows."""
        for entry in self._archive.entries(self.store.read_to()):
            self.enter(entry)
        with self._entering():
            pass

    def finish(self, visits: Iterable[Visit], *, finished_at: str) -> Run:
        """Close the run that is recorded, with what it found at each source."""
        if self._recording is None:
            raise ValueError("no recording was given, so no run can end")
        self.run = replace(self.run, finished_at=finished_at, problems=tuple(self.problems))
        ledger = {
            **{name: getattr(self.run, name) for name in COUNTED},
            "problems": self.run.problems,
            "visits": [written_visit(visit) for visit in visits],
        }
        self.enter(self._recording.end(ledger, finished_at=finished_at))
        return self.run

    def enter(self, entry: Entry) -> None:
        """Turn what the archive holds into rows, one transaction each."""
        if isinstance(entry, Look):
            self._enter_look(entry, self.known(entry.ask, self.last(entry.ask.url)))
        elif isinstance(entry, Kept):
            self._enter_kept(entry)
        elif isinstance(entry, RunStart):
            with self._entering() as rows:
                rows.put_run(Run(entry.id, entry.command, entry.started_at))
                rows.put_read_to(entry.file, entry.end)
        else:
            self._enter_run_end(entry)

    def _enter_look(
        self, look: Look, last: LastLook | None, read: Received | None = None
    ) -> Received:
        received = read if read and not look.repeats else self._read(look, last)
        missed = None
        if received.outcome not in GOOD:
            missed = Missed(
                look.ask.source,
                look.ask.url,
                look.answer.asked_at,
                received.outcome,
                received.note,
            )
        kept = look.capture if received.outcome in KEPT else None
        seen = self._sightings(look, received, last)
        self._waiting.append((latest_look(look, received, last), missed, look, seen))
        if kept is None and len(self._waiting) < MOST_WAITING:
            return received
        with self._entering() as rows:
            if kept is not None:
                rows.put_capture(kept)
            if received.document is not None:
                self._stand(rows, received.document, received.claims)
            rows.put_figures(received.figures)
        return received

    @contextmanager
    def _entering(self) -> Iterator[Transaction]:
        """Open a transaction, and enter first the looks that wait for one."""
        with self.store.transaction(self.fingerprint) as rows:
            for latest, missed, look, seen in self._waiting:
                rows.put_look(latest)
                rows.put_sightings(seen)
                if missed is not None:
                    rows.put_missed(missed)
                rows.put_read_to(look.file, look.end)
            yield rows
        self._waiting.clear()

    def _read(self, look: Look, last: LastLook | None) -> Received:
        """Work out what a look came to; a body that came again is what it was the last time."""
        ask, answer = look.ask, look.answer
        if look.repeats:
            if last and last.kept_as == "unreadable" and ask.purpose in ("links", "report"):
                body = self._kept_body(ask.url)  # the TOML may have been mended since
                again = replace(answer, body=body or b"")
                if ask.purpose == "links" or self._is_landing_page(again, ask):
                    return self._carefully(ask.url, partial(self._read_links, ask, again))
            if last and last.kept_as in KEPT[1:]:
                return Received(last.kept_as, note=last.note)
            unread = last.note if last and ask.purpose == "report" else None
            return Received("not_modified" if answer.status == 304 else "unchanged", note=unread)
        return self._carefully(ask.url, partial(self._read_new, look))

    def _read_new(self, look: Look) -> Received:
        ask, answer = look.ask, look.answer
        outcome = judge(answer, purpose=ask.purpose)
        if outcome != "new" or look.capture is None:
            return Received(outcome, note=answer.note)
        if ask.purpose == "page":
            versioned = self._is_watched(look.capture.source)
            return self._pages.read(look.capture, ask.link, versioned=versioned)
        if ask.purpose == "report" and not self._is_landing_page(answer, ask):
            source = self._sources.get(ask.source)
            company = source.company if source else None
            figures, unread = read_figures(look.capture, self._tracker, company=company)
            more = f"; and {len(unread) - 3} more tables" if len(unread) > 3 else ""
            return Received("new", figures=figures, note="; ".join(unread[:3]) + more or None)
        return self._read_links(ask, answer)

    def _is_landing_page(self, answer: Answer, ask: Ask) -> bool:
        source = self._sources.get(ask.source)
        return source is not None and is_landing_page(answer, source)

    def _read_links(self, ask: Ask, answer: Answer) -> Received:
        source = self._sources.get(ask.source)
        if source is None or ask.purpose == "index":
            return Received("new")
        return Received("new", offer=read_offer(answer, source))

    def _carefully(self, url: str, work: Callable[[], Received]) -> Received:
        received, problem = carefully(url, work)
        if problem is not None:
            self.note(problem)
        return received

    def _offer_again(self, ask: Ask, answer: Answer) -> Offer:
        """Read the links out of the kept body: some may not have been asked yet."""
        body = self._kept_body(ask.url)
        if body is None:
            return Offer()
        again = replace(answer, body=body)
        return self._carefully(ask.url, partial(self._read_links, ask, again)).offer

    def _kept_body(self, url: str) -> bytes | None:
        try:
            return self.body(url)
        except ArchiveError as error:  # told, and the night goes on with what can be had
            self.note(str(error))
            return None

    def _enter_kept(self, entry: Kept) -> None:
        capture = entry.capture
        received = self._carefully(capture.url, partial(self._read_kept, capture))
        with self._entering() as rows:
            rows.put_capture(capture)
            if received.document is not None:
                self._stand(rows, received.document, received.claims)
            rows.put_figures(received.figures)
            rows.put_read_to(entry.file, entry.end)

    def _read_kept(self, capture: Capture) -> Received:
        hint = self._hints.get(capture.url, {})
        if capture.source == IMPORTED:
            hint = self._hints.get(hint_key(capture.url, capture.digest), {})
            figures, _ = read_figures(
                capture, self._tracker, company=hint.get("company"), name=hint.get("name")
            )
            return Received("new", figures=figures)
        document = read_given(capture, hint)
        return Received("new", document=document, claims=self._pages.claims(document))

    def _enter_run_end(self, entry: RunEnd) -> None:
        ledger = json.loads(entry.ledger)
        run = self.store.run(entry.id) or Run(entry.id, "", entry.finished_at)
        visits = [read_visit(entry.id, visit) for visit in ledger["visits"]]
        with self._entering() as rows:
            rows.put_run(
                replace(
                    run,
                    finished_at=entry.finished_at,
                    problems=tuple(ledger["problems"]),
                    **{name: ledger.get(name, 0) for name in COUNTED},  # older runs count less
                ),
                visits,
            )
            rows.put_read_to(entry.file, entry.end)

    def _stand(
        self, rows: Transaction, document: Document, claims: tuple[StoredClaim, ...]
    ) -> None:
        source = self._sources.get(document.source)
        let_stand(
            self.store,
            rows,
            document,
            claims,
            versioned=self._is_watched(document.source),
            own=source is not None and source.company is not None,
        )

    def _is_watched(self, source: str) -> bool:
        return source in self._sources and self._sources[source].kind == WATCHED

    def _sightings(
        self, look: Look, received: Received, last: LastLook | None
    ) -> tuple[Sighting, ...]:
        if not self._is_watched(look.ask.source):
            return ()
        text = received.document.text if received.document else None
        return sightings_of(
            look, received, last, reading=None if text is None else reading_of(text)
        )
