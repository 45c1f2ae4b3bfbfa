"""Name events for ever: find each one's known id, give new ids, send lost ids on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, takewhile


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An id that was given out, and what stood under it then: one entry of the ledger.

    ``claims`` are keys of the documents that told of the event (see ``claim_key``). ``date`` is
    the event's, as far as known. ``merged_into`` is the id that took this one over. An id may
    have several entries; the last one tells its state, all of them tell what it ever stood for.
    """

    id: str
    company: str
    stance: str
    scope: str
    claims: tuple[str, ...]
    date: str | None = None
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Unnamed:
    """An event that has no id yet: what it is recognised by, and how many sources it has."""

    company: str
    stance: str
    scope: str
    date: str | None
    keys: frozenset[str]
    sources: int


@dataclass(frozen=True, slots=True)
class Naming:
    """One id for each event, in their order; new ledger entries; lost id and live id in pairs."""

    ids: tuple[str, ...]
    ledger: tuple[KnownEvent, ...]
    redirects: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """All entries of one id: the last one, every key it ever had, its place in the ledger."""

    last: KnownEvent
    ever: frozenset[str]
    place: int


def name_events(
    events: Sequence[Unnamed], known: Sequence[KnownEvent], *, reserved: Collection[str] = ()
) -> Naming:
    """Give each event its permanent id.

    An event is recognised by company, stance and documents; its date and scope may change. Ids
    and events are paired one to one, most shared documents first (same scope before another;
    what an id stood for last before what it ever stood for), so of an event that splits the
    larger part keeps the id, the earlier one when they are equal. A known id left over whose
    documents went into an event was merged with it: of the ids that meet there the earliest of
    the ledger stays, the others redirect to it, for good. An id whose documents are all gone
    stays in the ledger, unused, until one of them comes back. A new event gets none of the
    ``reserved`` ids.

    The ledger part lists only what is new: with it appended, the same events get the same ids
    and nothing more to append.
    """
    ids = _fold_entries(known)
    named = _pair(events, ids)
    merged = _merge_ids(events, ids, named)
    _name_new(events, named, taken={*ids, *reserved})
    live = {named[place]: place for place in range(len(events))}
    entries = [
        KnownEvent(
            id=named[place],
            company=event.company,
            stance=event.stance,
            scope=event.scope,
            claims=tuple(sorted(event.keys)),
            date=event.date,
        )
        for place, event in enumerate(events)
    ]
    entries += [replace(ids[lost].last, merged_into=taker) for lost, taker in merged.items()]
    ledger = tuple(entry for entry in entries if entry.id not in ids or ids[entry.id].last != entry)
    takers = {each.last.id: each.last.merged_into for each in ids.values()} | merged
    return Naming(
        ids=tuple(named[place] for place in range(len(events))),
        ledger=ledger,
        redirects=tuple(_flatten(takers, live)),
    )


def _fold_entries(known: Iterable[KnownEvent]) -> dict[str, _Known]:
    ids: dict[str, _Known] = {}
    for entry in known:
        former = ids.get(entry.id)
        ids[entry.id] = _Known(
            last=replace(entry, claims=tuple(sorted(set(entry.claims)))),
            ever=frozenset(entry.claims) | (former.ever if former else frozenset()),
            place=former.place if former else len(ids),
        )
    return ids


def _pair(events: Sequence[Unnamed], ids: Mapping[str, _Known]) -> dict[int, str]:
    """Pair events (by their place) and known ids one to one, best match first."""
    by_kind = _places_by_kind(events)
    matches = []
    for known in ids.values():
        places = by_kind[known.last.company, known.last.stance]
        if known.last.merged_into is not None:
            places = _parted(events, places, known)
        matches += [
            (
                _distance(events[place], known),
                known.place,
                events[place].date or "9999",
                place,
                known,
            )
            for place in places
            if not known.ever.isdisjoint(events[place].keys)
        ]
    named: dict[int, str] = {}
    used: set[str] = set()
    for *_, place, known in sorted(matches, key=lambda match: match[:-1]):
        if place not in named and known.last.id not in used:
            named[place] = known.last.id
            used.add(known.last.id)
    return named


def _parted(events: Sequence[Unnamed], places: Sequence[int], known: _Known) -> list[int]:
    """Keep the events that have a document of a merged id to themselves.

    While its documents stand in the event that took it over, another event that shares one of
    them (a statement page that changed, say) must not wake the old id for a new act.
    """
    where: defaultdict[str, list[int]] = defaultdict(list)
    for place in places:
        for key in events[place].keys.intersection(known.last.claims):
            where[key].append(place)
    return sorted({found[0] for found in where.values() if len(found) == 1})


def _distance(event: Unnamed, known: _Known) -> tuple[bool, int, int, bool, int, int]:
    """Sort matches of events and known ids: the nearest gives the smallest tuple.

    Same scope; most documents of the last time, most of ever; same date, most of its letters the
    same; fewest documents apart. An event always lies nearest to the entry it left last night,
    which is what makes a second run give the same pairs as the first.
    """
    last = known.last
    return (
        event.scope != last.scope,
        -len(event.keys.intersection(last.claims)),
        -len(event.keys & known.ever),
        event.date != last.date,
        -_alike(event.date or "", last.date or ""),
        len(event.keys.symmetric_difference(last.claims)),
    )


def _alike(date: str, other: str) -> int:
    """Count the letters that two dates begin with alike: year, month, day."""
    pairs = zip(date, other, strict=False)  # one may be a prefix
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))


def _merge_ids(
    events: Sequence[Unnamed], ids: Mapping[str, _Known], named: dict[int, str]
) -> dict[str, str]:
    """Let the earliest of the known ids that meet in an event name it; tell which ids gave way.

    What an id stood for last counts here, not what it once shared: an act that was told apart
    long ago must not be sent to the other one when its own documents vanish. An id merged before
    stays merged, and one that comes from another scope gives way whatever its age.
    """
    by_kind = _places_by_kind(events)
    live = set(named.values())
    meeting: defaultdict[int, list[_Known]] = defaultdict(list)
    for known in ids.values():
        last = known.last
        if last.id in live or (last.merged_into is not None and last.merged_into in ids):
            continue
        places = [
            place
            for place in by_kind[last.company, last.stance]
            if not events[place].keys.isdisjoint(last.claims)
        ]
        if places:
            meeting[min(places, key=lambda at: (_distance(events[at], known), at))].append(known)
    merged: dict[str, str] = {}
    for place, arrivals in meeting.items():
        holder = ids[named[place]]  # it has one: else the arrivals would have been paired with it
        rivals = [each for each in arrivals if each.last.scope == events[place].scope]
        survivor = min([holder, *rivals], key=lambda each: each.place)
        named[place] = survivor.last.id
        for each in [holder, *arrivals]:
            if each is not survivor:
                merged[each.last.id] = survivor.last.id
    return merged


def _places_by_kind(events: Sequence[Unnamed]) -> defaultdict[tuple[str, str], list[int]]:
    by_kind: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place, event in enumerate(events):
        by_kind[event.company, event.stance].append(place)
    return by_kind


def _name_new(events: Sequence[Unnamed], named: dict[int, str], *, taken: set[str]) -> None:
    """Name the events that nobody knew, best supported first, with ids that were never used."""
    new = [place for place in range(len(events)) if place not in named]
    for place in sorted(
        new, key=lambda each: (-events[each].sources, events[each].scope, sorted(events[each].keys))
    ):
        named[place] = next(wish for wish in wishes(events[place]) if wish not in taken)
        taken.add(named[place])


def wishes(event: Unnamed) -> Iterator[str]:
    """Offer ids from the plainest on: without scope, with it, and numbered as the last resort."""
    stance, scope = event.stance.replace("_", "-"), event.scope.replace("_", "-")
    day = event.date or "undated"
    yield f"{event.company}-{stance}-{day}"
    scoped = f"{event.company}-{stance}-{scope}-{day}"
    yield scoped
    for number in count(2):
        yield f"{scoped}-{number}"


def _flatten(
    takers: Mapping[str, str | None], live: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """Follow each lost id to the live one; yield nothing where the way ends at no event."""
    for lost in sorted(takers):
        seen = {lost}
        taker = None if lost in live else takers[lost]
        while taker is not None and taker not in live and taker not in seen:
            seen.add(taker)
            taker = takers.get(taker)
        if taker is not None and taker in live:
            yield lost, taker
