"""Tell in public what the timeline said before people ruled, and what it says now."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.edition import Correction
from pipeline.reviews.faces import PUBLIC, Face
from pipeline.reviews.outcomes import slot_of
from pipeline.reviews.rulings import Ruling, in_order

CLAIM = "claim"  # the field of a correction that took a sentence out of an event, or put it back
OF_CLAIM = "claim_"  # begins the name of a field of a sentence, which may not be its event's
MOVES = ("merge", "split")
SHOWN = (
    *("company", "stance", "scope", "date", "effective", "first_reported", "products", "quote"),
)


@dataclass(slots=True)
class _Slot:
    """What rulings said one after the other of one field; ``was_public`` once it stood there."""

    first: str | None
    standing: list[Ruling] = field(default_factory=list)
    was_public: bool = False

    def says(self) -> str | None:
        return _said(self.standing[-1]) if self.standing else self.first


def corrections_of(
    rulings: Sequence[Ruling], *, living: Callable[[str], str]
) -> tuple[Correction, ...]:
    """Give the corrections of what had stood on the timeline, as they were made.

    ``living`` gives the id that an event has now, or its old one where it is no more. What was
    ruled bears the id of its ruling, what followed from it for other fields that id with a field.
    What only adds to the timeline, such as an event that was waiting and is accepted, corrects
    nothing.
    """
    ordered = in_order(rulings)
    ruled = {each.ruling.id: each for each in _changes(ordered) if each.before != each.after}
    found: list[Correction] = []
    for ruling in ordered:
        own = ruled.get(ruling.id)
        followed = [each for each in _followed(ruling, own) if each.before != each.after]
        told = [each for each in followed if own is None or not _same(own, each)]
        if own is not None and not (own.field.startswith(OF_CLAIM) and len(told) < len(followed)):
            told.insert(0, own)
        else:
            told = followed
        names: Counter[str] = Counter()
        for each in told:
            name = ruling.id if each is own else f"{ruling.id}-{each.field}"
            names[name] += 1
            name += f"-{names[name]}" if names[name] > 1 else ""
            found.append(_correction(each, name, living))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Change:
    """What a ruling changed of an event, and the event as it was and is."""

    ruling: Ruling
    event: str
    field: str
    before: str | None
    after: str | None
    former: Face | None
    now: Face | None


def _correction(each: _Change, name: str, living: Callable[[str], str]) -> Correction:
    former, now = each.former, each.now
    return Correction(
        id=name,
        event=living(each.event),
        field=each.field,
        before=each.before,
        after=each.after,
        reason=each.ruling.reason,
        made_at=each.ruling.made_at,
        ruling=each.ruling.id,
        former_company=former.company if former else each.ruling.company,
        former_stance=former.stance if former else None,
        former_scope=former.scope if former else None,
        former_date=former.date if former else None,
        company=now.company if now else each.ruling.company,
        stance=now.stance if now else None,
        scope=now.scope if now else None,
        date=now.date if now else None,
    )


def _same(own: _Change, other: _Change) -> bool:
    """Tell whether a change that followed is the very one that was ruled."""
    if own.field.startswith(OF_CLAIM):
        told = (own.field.removeprefix(OF_CLAIM), own.before, own.after)
        return told == (other.field, other.before, other.after)
    return own.field == other.field and own.event in _names(other.former, other.now)


def _names(*faces: Face | None) -> set[str]:
    return {face.event for face in faces if face is not None}


def _followed(ruling: Ruling, own: _Change | None) -> Iterator[_Change]:
    """Give each public field that is another one since a ruling, of whatever event."""
    stood = {pair.before.event for pair in ruling.changed if pair.before}
    moved = {own.before, own.after} if own is not None and own.field in MOVES else set()
    for pair in ruling.changed:
        former, now = pair.before, pair.after
        if former is None:
            continue
        if now is None:
            if former.is_public:
                yield _Change(ruling, former.event, "status", former.status, None, former, None)
        elif former.event == now.event or now.event not in stood:
            if _names(former, now) != moved:
                yield from _fields(ruling, former, now)
        elif former.is_public and _names(former, now) != moved:
            yield _Change(ruling, now.event, "merge", former.event, now.event, former, now)


def _fields(ruling: Ruling, former: Face, now: Face) -> Iterator[_Change]:
    def change(name: str) -> _Change:
        before, after = _told(former, name), _told(now, name)
        return _Change(ruling, now.event, name, before, after, former, now)

    left = former.is_public and not now.is_public
    if left or (former.status == "rejected" and now.is_public):
        yield change("status")
    if not former.is_public:
        return
    yield from map(change, SHOWN)
    if former.date == now.date:
        yield change("precision")
    if former.effective == now.effective:
        yield change("effective_precision")


def _told(face: Face, name: str) -> str | None:
    value = getattr(face, name)
    return ", ".join(value) or None if isinstance(value, tuple) else value


def _changes(ordered: Sequence[Ruling]) -> Iterator[_Change]:
    """Give what was ruled itself, of each ruling at most one change."""
    by_id = {ruling.id: ruling for ruling in ordered}
    slots: dict[tuple[str, str], _Slot] = {}
    hidden: set[str] = set()
    for ruling in ordered:
        what, back = _meant(ruling, by_id)
        if what.event is None or what.ruling == "withdraw" or (back and what.id in hidden):
            continue
        (hidden.add if back else hidden.discard)(what.id)
        if what.ruling in MOVES:
            if what.was_public:
                yield _move(ruling, what, back=back)
        elif name := slot_of(what):
            place = (what.claims[0].digest if what.on_claim else what.event, name)
            slot = slots.setdefault(place, _Slot(what.before))
            yield from _slot_changes(ruling, what, slot, back=back)


def _move(ruling: Ruling, what: Ruling, *, back: bool) -> _Change:
    """Tell of a merge or split; to take back the one is the other."""
    event, value = what.event or "", what.value or ""
    before, after = (value, event) if back else (event, value)
    merges = (what.ruling == "merge") != back
    former = next((p.before for p in ruling.changed if before in _names(p.before)), None)
    now = next((p.after for p in ruling.changed if after in _names(p.after)), None)
    return _Change(ruling, event, "merge" if merges else "split", before, after, former, now)


def _meant(ruling: Ruling, by_id: Mapping[str, Ruling]) -> tuple[Ruling, bool]:
    """Find the ruling that is at stake, and whether it is taken back or, once more, put back."""
    back, passed = False, {ruling.id}
    while ruling.ruling == "withdraw" and ruling.target in by_id:
        if ruling.target in passed:  # two that a hand-written file lets take each other back
            break
        ruling, back = by_id[ruling.target], not back
        passed.add(ruling.id)
    return ruling, back


def _slot_changes(ruling: Ruling, what: Ruling, slot: _Slot, *, back: bool) -> Iterator[_Change]:
    before = slot.says()
    if back:
        slot.standing = [each for each in slot.standing if each is not what]
    elif what not in slot.standing:
        slot.standing = in_order([*slot.standing, what])
    slot.was_public = slot.was_public or what.was_public
    after, event, name = slot.says(), what.event or "", slot_of(what) or ""
    if not slot.was_public:
        return
    pairs = [pair for pair in ruling.changed if event in _names(pair.before, pair.after)]
    former, now = (pairs[0].before, pairs[0].after) if pairs else (None, None)
    if name != "status":
        field = f"{OF_CLAIM}{name}" if what.on_claim else name
        yield _Change(ruling, event, field, before, after, former, now)
    elif (before == "rejected") != (after == "rejected"):
        if what.on_claim:
            quote = what.claims[0].quote
            was, is_now = (quote, None) if after == "rejected" else (None, quote)
            yield _Change(ruling, event, CLAIM, was, is_now, former, now)
        elif before in PUBLIC or after in PUBLIC:
            yield _Change(ruling, event, name, before, after, former, now)


def _said(ruling: Ruling) -> str | None:
    return {"accept": "accepted", "reject": "rejected"}.get(ruling.ruling, ruling.value)
