"""Tell what a reader of the timeline would notice between two nights."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from pipeline.errors import StoreError
from pipeline.exports.rows import export_object
from pipeline.model import Event
from pipeline.novelties import NOTHING, Novelties, novelties_blocks, novelties_object
from pipeline.visible import one_line

Kind = Literal["new", "changed", "withdrawn"]
KINDS: tuple[Kind, ...] = ("new", "changed", "withdrawn")
SHOWN = frozenset({"listed", "accepted"})
NOTICED = (
    "id",
    "stance",
    "scope",
    "date",
    "precision",
    "effective",
    "products",
    "sources",
    "status",
    "quote",
    "url",
)
UPGRADED = (
    "These lines changed because Stanceline or its tracker was updated, "
    "not because anybody said anything new."
)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the timeline that came, changed or went.

    ``event`` is its state now; of an event that is gone, the last one known. ``before`` is the
    state it is compared with: None for an event that nobody knew, set for a new one that awaited
    review. ``fields`` names what differs between the two, out of ``NOTICED``; ``id`` is among them
    when the event goes by another id, alone or merged with another event.
    """

    kind: Kind
    event: Event
    before: Event | None
    fields: tuple[str, ...]

    @property
    def reason(self) -> Literal["in review", "rejected", "gone"] | None:
        """Say why a line was withdrawn; ``gone`` means that no claim tells of it any more."""
        if self.kind != "withdrawn":
            return None
        if self.event.status == "in_review":
            return "in review"
        return "rejected" if self.event.status == "rejected" else "gone"


def compare(before: Iterable[Event], after: Iterable[Event]) -> tuple[Change, ...]:
    """List what changed on the timeline, new lines first, then by company and date.

    Only listed and accepted events stand on the timeline: one that leaves review is new, one that
    enters it is withdrawn. An event is known again by its id, or by the one that took it over.
    """
    then, now = tuple(before), tuple(after)
    takers = {lost: event for event in now for lost in event.redirects}
    takers |= {event.id: event for event in now}
    known: set[str] = set()
    changes = []
    for former in then:
        if former.status not in SHOWN:
            continue
        event = takers.get(former.id)
        if event is None:
            changes.append(Change("withdrawn", former, former, ()))
            continue
        known.add(event.id)
        kind: Kind = "changed" if event.status in SHOWN else "withdrawn"
        if fields := _differing(former, event):
            changes.append(Change(kind, event, former, fields))
    hidden = {former.id: former for former in then if former.status not in SHOWN}
    for event in now:
        if event.status in SHOWN and event.id not in known:
            names = (event.id, *event.redirects)
            awaited = next((hidden[name] for name in names if name in hidden), None)
            fields = _differing(awaited, event) if awaited else ()
            changes.append(Change("new", event, awaited, fields))
    return tuple(sorted(changes, key=_place))


def digest_text(
    changes: Sequence[Change],
    *,
    stance_label: Callable[[str], str],
    beside: Novelties = NOTHING,
    upgraded: bool = False,
) -> str:
    """Write the changes, and what is new ``beside`` them, for a person; empty without any.

    ``upgraded`` heads them as the work of an update of our own, so that nobody takes it for news.
    """
    if not changes and not beside:
        return ""
    counts = {kind: len(list(group)) for kind, group in groupby(changes, key=lambda c: c.kind)}
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "nothing new"
    blocks = [_block(change, stance_label) for change in changes] + novelties_blocks(beside)
    head = f"On the timeline: {told}."
    return "\n\n".join([head, *([UPGRADED] if upgraded else []), *blocks]) + "\n"


def digest_json(
    changes: Iterable[Change],
    *,
    run: str,
    made_at: str,
    beside: Novelties = NOTHING,
    upgraded: bool = False,
) -> str:
    """Write the changes for a program, as one object.

    Its keys are ``run``, ``made_at``, ``upgraded``, ``changes``, ``statements`` (new versions of
    watched pages), ``back`` (outages of theirs that are over) and ``releases`` (new reports); those
    of each change are ``kind``, ``reason`` (of a withdrawal, else null), ``fields``, ``event`` and
    ``before`` (null or an event). Events have the keys of ``stanceline export json``.
    """
    rows = [
        {
            "kind": change.kind,
            "reason": change.reason,
            "fields": change.fields,
            "event": export_object(change.event),
            "before": export_object(change.before) if change.before else None,
        }
        for change in changes
    ]
    digest = {"run": run, "made_at": made_at, "upgraded": upgraded, "changes": rows}
    digest |= novelties_object(beside)
    return _encodable(json.dumps(digest, ensure_ascii=False, indent=1)) + "\n"


def events_to_json(events: Iterable[Event]) -> str:
    """Write events whole, one a line, to compare them with those of the next night."""
    lines = [_encodable(json.dumps(asdict(event), ensure_ascii=False)) for event in events]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def events_from_json(text: str) -> tuple[Event, ...]:
    """Read what ``events_to_json`` wrote; raise StoreError for anything else."""
    try:
        rows = json.loads(text)
        return TypeAdapter(tuple[Event, ...], config={"extra": "forbid"}).validate_python(rows)
    except ValidationError as error:
        first = error.errors()[0]
        raise _unsound(" ".join(map(str, (*first["loc"], first["msg"])))) from error
    except (ValueError, RecursionError) as error:
        raise _unsound(str(error)) from error


def _unsound(found: str) -> StoreError:
    return StoreError(
        f"the timeline that was reported last cannot be read ({found}); take the file from a "
        "backup, or delete it: the next digest then begins anew"
    )


def _differing(before: Event, after: Event) -> tuple[str, ...]:
    return tuple(name for name in NOTICED if getattr(before, name) != getattr(after, name))


def _place(change: Change) -> tuple[int, str, str, str, str]:
    event = change.event
    former = change.before.id if change.before else ""  # two that merged are two changes
    return KINDS.index(change.kind), event.company, event.date or "9999", event.id, former


def _block(change: Change, stance_label: Callable[[str], str]) -> str:
    event, before = change.event, change.before
    kind = f"{change.kind} ({change.reason})" if change.reason else change.kind
    approximate = "about " if event.precision == "approximate" else ""
    when = f"{approximate}{event.date}" if event.date else "undated"
    stance = f"{stance_label(event.stance)} ({event.scope.replace('_', ' ')})"
    lines = [f"{kind}: {event.company_name}, {stance}, {when}"]
    if before is not None:
        lines += [
            f"  {name}: {_shown(getattr(before, name))} -> {_shown(getattr(event, name))}"
            for name in change.fields
        ]
    lines.append(f"  “{one_line(event.quote)}”")
    if event.url is not None:
        lines.append(f"  {one_line(event.url)}")
    return "\n".join([*lines, f"  {event.id}"])


def _shown(value: str | int | tuple[str, ...] | None) -> str:
    if value is None or value == ():
        return "none"
    return one_line(", ".join(value) if isinstance(value, tuple) else str(value))


def _encodable(written: str) -> str:
    """Spell half characters as JSON escapes: they stand in broken pages, and UTF-8 has none."""
    return written.encode("utf-8", "backslashreplace").decode()
