"""Keep the log of rulings: JSON lines that are only ever appended to."""

import re
from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.errors import StoreError
from pipeline.reviews.faces import Changed, Face
from pipeline.reviews.rulings import FIELDS, RULINGS, ClaimMark, Ruling
from scrapers.json_lines import UnsoundLine, append_lines, read_lines

MOMENT = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\dZ", re.ASCII)
KEYS = tuple(each.name for each in fields(Ruling))
REQUIRED = ("id", "target", "ruling", "reviewer", "reason", "made_at")
OPTIONAL = ("event", "company", "field", "value", "before")
MARK_KEYS = tuple(each.name for each in fields(ClaimMark))
FACE_KEYS = tuple(each.name for each in fields(Face))
FACE_REQUIRED = ("event", "status", "company", "stance", "scope", "quote")


def log_path(data: Path) -> Path:
    """Name the log of a data folder."""
    return data / "private" / "reviews.jsonl"


def read_log(path: Path) -> tuple[Ruling, ...]:
    """Read all rulings, oldest first; a log that is not there yet has none.

    A last line that was torn by a crash is left out: whoever ruled was never told that it was
    kept. One that stands there twice counts once. Raises StoreError, naming the line, for any
    other that is no ruling.
    """
    try:
        found = read_lines(path, read_ruling)
    except UnsoundLine as error:
        raise StoreError(
            f"{error}. What people ruled is kept only here: restore the file from a backup, or "
            "mend that line, and run the command again"
        ) from error
    except OSError as error:
        raise StoreError(
            f"{path}: the rulings could not be read ({error}); fix its permissions"
        ) from error
    once: dict[str, Ruling] = {}
    for ruling in found:
        once.setdefault(ruling.id, ruling)
    return tuple(once.values())


def append_log(path: Path, rulings: Iterable[Ruling]) -> None:
    """Append rulings and see them safely on disk before returning.

    Raises StoreError when the disk refuses, with the log as it was before.
    """
    try:
        append_lines(path, map(asdict, rulings), read_ruling)
    except OSError as error:
        raise StoreError(
            f"{path}: the ruling could not be written ({error}), and nothing was changed; free "
            "the disk or fix its permissions, then rule again"
        ) from error


def is_moment(text: str) -> bool:
    """Tell whether a text is a moment in UTC that has been or will be."""
    if not MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def read_ruling(row: dict[str, Any]) -> Ruling:
    """Make a ruling of an entry; raise UnsoundLine, saying what is wrong with it."""
    strange, missing = sorted(set(row) - set(KEYS)), sorted(set(REQUIRED) - set(row))
    if strange or missing:
        raise UnsoundLine(f"missing keys {missing}, unknown keys {strange}")
    for key in REQUIRED:
        if not isinstance(row[key], str) or not row[key].strip():
            raise UnsoundLine(f"{key} must be a text that is not empty")
    for key in OPTIONAL:
        if not isinstance(row.get(key), str | None):
            raise UnsoundLine(f"{key} must be a text or null")
    if any("\x00" in (row.get(key) or "") for key in (*REQUIRED, *OPTIONAL)):
        raise UnsoundLine("it holds a NUL, which nobody wrote")
    if row["ruling"] not in RULINGS:
        raise UnsoundLine(f"ruling must be one of {', '.join(RULINGS)}")
    if not is_moment(row["made_at"]):
        raise UnsoundLine("made_at must be a moment in UTC such as 2026-11-24T01:02:03Z")
    if not isinstance(row.get("was_public", False), bool):
        raise UnsoundLine("was_public must be true or false")
    seen = row.get("seen", [])
    if not isinstance(seen, list) or not all(isinstance(mark, str) for mark in seen):
        raise UnsoundLine("seen must be a list of texts")
    ruling = Ruling(
        **{
            **row,
            "claims": _marks(row.get("claims", [])),
            "seen": tuple(seen),
            "changed": _changed(row.get("changed", [])),
        }
    )
    _refuse_half(ruling)
    return ruling


def _marks(given: Any) -> tuple[ClaimMark, ...]:
    sound = isinstance(given, list) and all(
        isinstance(each, dict)
        and set(each) == set(MARK_KEYS)
        and all(isinstance(told, str) for name, told in each.items() if name != "product")
        and isinstance(each["product"], str | None)
        for each in given
    )
    if not sound:
        raise UnsoundLine(f"claims must be a list of objects with texts: {', '.join(MARK_KEYS)}")
    return tuple(ClaimMark(**each) for each in given)


def _changed(given: Any) -> tuple[Changed, ...]:
    if not isinstance(given, list) or not all(
        isinstance(each, dict) and set(each) == {"before", "after"} for each in given
    ):
        raise UnsoundLine("changed must be a list of objects with before and after")
    return tuple(Changed(_face(each["before"]), _face(each["after"])) for each in given)


def _face(given: Any) -> Face | None:
    if given is None:
        return None
    sound = (
        isinstance(given, dict)
        and set(given) == set(FACE_KEYS)
        and all(isinstance(given[name], str) for name in FACE_REQUIRED)
        and all(isinstance(told, str | None) for name, told in given.items() if name != "products")
        and isinstance(given["products"], list)
        and all(isinstance(product, str) for product in given["products"])
    )
    if not sound:
        raise UnsoundLine(
            f"before and after in changed must have {', '.join(FACE_KEYS)}, or be null"
        )
    return Face(**{**given, "products": tuple(given["products"])})


def _refuse_half(ruling: Ruling) -> None:
    """Refuse a ruling that lacks what its kind needs."""
    if ruling.ruling == "correct" and ruling.field not in FIELDS:
        raise UnsoundLine(f"field must be one of {', '.join(FIELDS)}")
    if ruling.ruling in ("merge", "split") and not ruling.value:
        raise UnsoundLine("value must name the other event")
    if ruling.ruling == "split" and not re.fullmatch("[a-z0-9-]{1,200}", ruling.value or ""):
        raise UnsoundLine("value must be an event id: small letters, digits and hyphens")
    if ruling.ruling == "split" and not ruling.claims:
        raise UnsoundLine("claims must name what is split off")
