"""Keep what readers saw of events before a ruling, and what they see after it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from pipeline.model import Event

PUBLIC = ("listed", "accepted")  # what stands on the timeline


@dataclass(frozen=True, slots=True)
class Face:
    """What an event says in public, whatever its evidence: fields as those of ``Event``."""

    event: str
    status: str
    company: str
    stance: str
    scope: str
    date: str | None
    precision: str | None
    effective: str | None
    effective_precision: str | None
    first_reported: str | None
    products: tuple[str, ...]
    quote: str

    @classmethod
    def of(cls, event: Event) -> Self:
        """Look at an event as readers do."""
        told = {name: getattr(event, name) for name in cls.__slots__ if name != "event"}
        return cls(event=event.id, **told)

    @property
    def is_public(self) -> bool:
        """Tell whether it stands on the timeline."""
        return self.status in PUBLIC


@dataclass(frozen=True, slots=True)
class Changed:
    """One event before and after a ruling; None where there was none, or is none any more.

    The two differ in their ids where one event was led to another.
    """

    before: Face | None
    after: Face | None


def changed_between(
    before: Iterable[Event],
    after: Iterable[Event],
    *,
    ways: Mapping[str, str],
    named: Collection[str | None] = (),
) -> tuple[Changed, ...]:
    """Find what a ruling changed of that which stands on the timeline, by the events' ids.

    ``ways`` lead from lost ids to living ones. Events that the ruling has ``named`` are given even
    where nothing is seen of it.
    """
    was = {event.id: Face.of(event) for event in before}
    now = {event.id: Face.of(event) for event in after}
    pairs = [Changed(face, now.get(ways.get(name, name))) for name, face in was.items()]
    pairs += [Changed(None, face) for name, face in now.items() if name not in was]
    led_to = {ways[name] for name in was if name in ways and name not in now}
    wanted = {*named, *led_to}
    found = [
        pair
        for pair in pairs
        if any(face.is_public for face in (pair.before, pair.after) if face)
        and (
            pair.before != pair.after
            or any(face.event in wanted for face in (pair.before, pair.after) if face)
        )
    ]
    return tuple(sorted(found, key=_place))


def _place(pair: Changed) -> tuple[str, str]:
    return (
        pair.before.event if pair.before else "",
        pair.after.event if pair.after else "",
    )
