"""Keep floors: what the reader must reach on each gold file, whose bytes are pinned by a hash.

``gold/floors.toml`` holds an entry for each gold file, written by ``stanceline evaluate --pin``.
Floors of the same gold only rise; gold that changed is measured anew.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import TrackerError
from pipeline.evaluating_scores import Report

AIR = 0.01  # a floor lies this far under what was measured: one passage may change its mind
_HEAD = """\
# What the reader must reach on each gold file, at least, and the bytes that this was measured on.
# Written by `stanceline evaluate --pin`; floors of unchanged gold only rise.
"""


class Floors(BaseModel):
    """The floors of one gold file; ``negative_claims`` is a ceiling.

    ``announced`` is the share of dated events whose day fits; ``sure`` the share of right claims
    among those at 0.9 or more.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    micro_f1: float = Field(ge=0, le=1)
    macro_f1: float = Field(ge=0, le=1)
    precision: float = Field(ge=0, le=1)
    announced: float = Field(ge=0, le=1)
    sure: float = Field(ge=0, le=1)
    negative_claims: int = Field(ge=0)


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    floors: Floors


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    gold: dict[str, _Entry] = {}


@dataclass(frozen=True, slots=True)
class Pin:
    """The hash of one gold file, and its floors."""

    sha256: str
    floors: Floors


def read_floors(path: Path) -> dict[str, Pin]:
    """Read the pins by the name of their gold file; none when nothing was pinned yet.

    Raise TrackerError when the file is unsound.
    """
    if not path.exists():
        return {}
    try:
        read = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise TrackerError(
            f"{path}: is unsound ({error}); take it from the history, or remove it and pin anew "
            "with 'stanceline evaluate --pin'"
        ) from error
    return {name: Pin(entry.sha256, entry.floors) for name, entry in read.gold.items()}


def measured(report: Report, *, air: float = 0.0) -> Floors:
    """Return what was reached, as floors with some air under them; of nothing, the floor is 0."""

    def down(value: float | None) -> float:
        return round(max(0.0, (value or 0.0) - air), 3)

    return Floors(
        micro_f1=down(report.overall.f1),
        macro_f1=down(report.macro_f1),
        precision=down(report.overall.precision),
        announced=down(report.announced.dated.value),
        sure=down(report.sure.value),
        negative_claims=report.negative_claims + round(air * report.negatives.total),
    )


def unpinned(pins: Mapping[str, Pin], digests: Mapping[str, str]) -> list[str]:
    """Name each gold file that is new, gone, or not as it was when its floors were pinned."""
    again = "look at the change, then pin it with 'stanceline evaluate --pin'"
    problems = [
        f"{name}: {'changed since its floors were pinned' if name in pins else 'has no floors'}; "
        f"{again}"
        for name, digest in digests.items()
        if name not in pins or pins[name].sha256 != digest
    ]
    gone = [f"{name}: has floors and is not there; {again}" for name in pins if name not in digests]
    return problems + gone


def broken(name: str, floors: Floors, report: Report) -> Iterator[str]:
    """Name each floor of a gold file that its report does not reach."""
    reached = measured(report)
    for key in Floors.model_fields:
        now, floor = getattr(reached, key), getattr(floors, key)
        fallen = now > floor if key == "negative_claims" else now < floor
        if fallen:
            kind = "ceiling" if key == "negative_claims" else "floor"
            yield (
                f"{name}: {key} is {now}, its {kind} is {floor}; "
                "see the errors, and mend the rule that made them"
            )


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a gold file, by which its floors know it."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def repin(
    pins: Mapping[str, Pin], digests: Mapping[str, str], reports: Mapping[str, Report]
) -> dict[str, Pin]:
    """Return the pins of the gold files that are there now; others are dropped."""
    return {
        name: _repinned(pins.get(name), digest, reports[name])
        for name, digest in sorted(digests.items())
    }


def _repinned(old: Pin | None, digest: str, report: Report) -> Pin:
    """Return the pin of a gold file as it is now; floors of the same gold never get worse."""
    floors = measured(report, air=AIR)
    if old is None or old.sha256 != digest:
        return Pin(digest, floors)
    kept = {
        key: (min if key == "negative_claims" else max)(
            getattr(old.floors, key), getattr(floors, key)
        )
        for key in Floors.model_fields
    }
    return Pin(digest, Floors.model_validate(kept))


def spell_floors(pins: Mapping[str, Pin]) -> str:
    """Spell pins as the text of ``floors.toml``, files in the order of their names."""
    parts = [_HEAD]
    for name, pin in sorted(pins.items()):
        lines = [f'[gold."{name}"]', f'sha256 = "{pin.sha256}"', f'\n[gold."{name}".floors]']
        lines += [f"{key} = {value}" for key, value in pin.floors.model_dump().items()]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)
