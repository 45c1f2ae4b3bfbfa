"""Name what one look at a watched page found."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pipeline.statements.reading import significant

Outcome = Literal["page", "unreachable", "gone"]


@dataclass(frozen=True, slots=True)
class StanceSentence:
    """A sentence of a page by which a company takes a stance."""

    sentence: str
    company: str
    stance: str
    scope: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at a watched page, at a moment in UTC such as ``2020-07-08T01:02:03Z``.

    ``text`` is the document's, as our code reads it now; None when nothing could be read.
    """

    at: str
    outcome: Outcome
    digest: str | None = None
    text: str | None = None
    stances: tuple[StanceSentence, ...] = ()


def in_order(observations: Iterable[Observation]) -> list[Observation]:
    """Sort looks by their moment; the order in which they became known does not matter."""
    return sorted(
        observations,
        key=lambda one: (one.at, one.outcome, one.digest or "", one.text or "", repr(one.stances)),
    )


def said_in(look: Observation, readings: dict[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """List the significant sentences that a look found; None when it found no page that says any.

    A page that is empty but for its furniture is one that did not load: it tells of nothing that
    it is gone. ``readings`` holds those of the texts read so far, so that each is read once.
    """
    if look.outcome != "page" or not look.text:
        return None
    if look.text not in readings:
        readings[look.text] = significant(look.text)
    return readings[look.text] or None
