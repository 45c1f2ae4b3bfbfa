"""Let people rule: check, write it to the log, and show it. The edge between log and database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import NotFound
from pipeline.intake import Intake
from pipeline.ledger import read_ledger
from pipeline.merging_ids import KnownEvent
from pipeline.nights import Clock, caught_up, utc_now
from pipeline.reviews.departures import departures
from pipeline.reviews.desk import Desk
from pipeline.reviews.faces import Changed, changed_between
from pipeline.reviews.log import append_log, log_path, read_log
from pipeline.reviews.making import (
    UNKNOWN,
    Subject,
    Wish,
    cleaned,
    make_ruling,
    seen_to_change,
)
from pipeline.reviews.rulings import Ruling, Terms, UnsoundRuling
from pipeline.reviews.sheet import Row, alike, read_sheet
from pipeline.store import Store
from pipeline.store.contents import Review
from pipeline.tracker import Tracker


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the new rulings, and how many were known."""

    new: tuple[Review, ...]
    known: int


def subject_of(store: Store, name: str) -> Subject:
    """Read what a name means, an event (by a former id too) or a claim, with all evidence.

    Raises UnsoundRuling, with the nearest ids, when it means nothing.
    """
    found = store.rulings().claim(name)
    claim, event = found if found is not None else (None, name)
    chain = None
    try:
        chain = store.event_chain(event) if event is not None else None
    except NotFound as error:
        raise UnsoundRuling(str(error)) from error
    evidence = tuple(each.claim for each in chain.evidence) if chain else ()
    companies = {each.claim.company for each in (*evidence, *([claim] if claim else []))}
    left = departures(store.statement_sentences(tuple(sorted(companies))))
    return Subject(chain.event if chain else None, evidence, frozenset(left), claim)


def rule(data: Path, tracker: Tracker, wish: Wish, *, clock: Clock = utc_now) -> Review:
    """Rule, and show it at once; the caller holds the data folder.

    The ruling is in the log, safely on disk, before the database shows it. Raises UnsoundRuling,
    with nothing changed, when it cannot stand; StoreError, ArchiveError.
    """
    with _at_desk(data, tracker) as (intake, log):
        made_at = max([clock(), *(each.made_at for each in log)])  # no clock runs backwards here
        ruling = _make(intake.store, data, tracker, wish, log=log, made_at=made_at)
        append_log(log_path(data), [ruling])
        intake.settle()
        return intake.store.rulings().review(ruling.id)


def import_rulings(data: Path, tracker: Tracker, path: Path, *, clock: Clock = utc_now) -> Imported:
    """Take in a sheet of rulings, all or nothing; the caller holds the data folder.

    A line with the id of a ruling that the log holds is passed over. One without an id is made a
    ruling, on what stands now, unless the log holds the like. Raises UnsoundRuling, naming the
    line, for any that cannot stand.
    """
    rows = read_sheet(path)
    now = clock()
    with _at_desk(data, tracker) as (intake, log):
        known = {ruling.id: ruling for ruling in log}
        fresh: list[Ruling] = []
        for row in rows:
            try:
                ruling = _from_row(row, intake.store, data, tracker, log=[*log, *fresh], now=now)
            except UnsoundRuling as error:
                raise UnsoundRuling(
                    f"{path}, line {row.line}: {error}. Nothing was imported"
                ) from error
            if ruling is not None and ruling.id not in known:
                known[ruling.id] = ruling
                fresh.append(ruling)
        append_log(log_path(data), fresh)
        intake.settle()
        shown = intake.store.rulings()
        return Imported(tuple(shown.review(each.id) for each in fresh), len(rows) - len(fresh))


@contextmanager
def _at_desk(data: Path, tracker: Tracker) -> Iterator[tuple[Intake, tuple[Ruling, ...]]]:
    """Open what is settled, with all that was ruled until now."""
    with caught_up(data, tracker) as intake:
        intake.settle()
        yield intake, read_log(log_path(data))


def _from_row(
    row: Row, store: Store, data: Path, tracker: Tracker, *, log: Sequence[Ruling], now: str
) -> Ruling | None:
    """Make the ruling of a line; None where the log holds the like of one without an id."""
    entry = row.entry
    if entry.made_at is not None and entry.made_at > now:
        raise UnsoundRuling(f"made_at lies in the future ({entry.made_at}); correct it")
    if isinstance(entry, Ruling):
        return entry
    resolved = _resolved(entry, store, tracker)
    as_written = cleaned(entry)  # an id may lead elsewhere since it was ruled on
    forms = (resolved, as_written, replace(as_written, value=resolved.value))
    if any(alike(form, each) for form in forms for each in log):
        return None
    latest = max([now, *(each.made_at for each in log)])  # no clock runs backwards here
    return _make(store, data, tracker, entry, log=log, made_at=entry.made_at or latest)


def _make(
    store: Store,
    data: Path,
    tracker: Tracker,
    wish: Wish,
    *,
    log: Sequence[Ruling],
    made_at: str,
) -> Ruling:
    ledger = read_ledger(data / "private" / "events.jsonl")
    subject = None if wish.ruling == "withdraw" else subject_of(store, wish.target)
    other = subject_of(store, wish.value or "") if wish.ruling == "merge" else None
    taken: set[str] = set()
    if wish.ruling == "split":
        taken = {entry.id for entry in ledger}
        taken |= {ruling.value for ruling in log if ruling.ruling == "split" and ruling.value}
    made = make_ruling(
        _resolved(wish, store, tracker),
        subject,
        terms=Terms.of(tracker),
        log=log,
        made_at=made_at,
        other=other,
        taken=taken,
    )
    if made.ruling == "note":
        return made
    return seen_to_change(made, _changed_by(made, store, ledger, tracker, log), log=log)


def _changed_by(
    made: Ruling,
    store: Store,
    ledger: Sequence[KnownEvent],
    tracker: Tracker,
    log: Sequence[Ruling],
) -> tuple[Changed, ...]:
    """Merge without a ruling and with it: what readers see change is kept with the ruling."""
    terms = Terms.of(tracker)
    former, coming = (
        Desk(store, ledger, rulings, tracker.threshold, terms) for rulings in (log, [*log, made])
    )
    (companies,) = coming.groups([made.company or ""])
    before = [
        event for group in former.groups(companies) for event in former.merge(group).ruled.events
    ]
    after = coming.merge(companies).ruled
    return changed_between(
        before,
        after.events,
        ways=dict(after.redirects),
        named=(made.event, made.value),
    )


def _resolved(wish: Wish, store: Store, tracker: Tracker) -> Wish:
    """Spell names as the log does: living events, slugs of companies, None for the unknown."""

    def living(name: str) -> str:
        try:
            return store.event(name).id
        except NotFound:  # a claim or a ruling, or what will be refused
            return name

    value = wish.value
    if wish.ruling == "merge" and value:
        value = living(value)
    elif wish.field == "company":
        value = _slug(value, tracker)
    elif wish.field in ("date", "effective") and value in UNKNOWN:
        value = None
    return replace(cleaned(wish), target=living(wish.target), value=value)


def _slug(name: str | None, tracker: Tracker) -> str | None:
    """Find a company by slug or name, in any case; give back what is neither."""
    spelled = (name or "").strip().casefold()
    for company in tracker.companies:
        if spelled in (company.slug, company.name.casefold()):
            return company.slug
    return name
