"""Name what came of rulings: applied, on other evidence by now, or hitting nothing."""

from dataclasses import dataclass
from typing import Literal, get_args

from pipeline.reviews.rulings import Ruling

State = Literal["applied", "evidence_changed", "hits_nothing", "replaced", "withdrawn"]
STATES: tuple[str, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one ruling: its state, the event that it acts on now, details in words."""

    ruling: Ruling
    state: State
    event: str | None = None
    note: str | None = None


def slot_of(ruling: Ruling) -> str | None:
    """Name what a ruling decides of its target: a later one on the same takes its place.

    None for one that stands beside all others.
    """
    if ruling.ruling in ("accept", "reject"):
        return "status"
    return ruling.field if ruling.ruling == "correct" else None
