"""Write rulings as a sheet (CSV) that can live in git, and read it back as it was."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from pipeline.exports.csv_rows import cell, write_rows
from pipeline.reviews.log import is_moment, read_ruling
from pipeline.reviews.making import Wish
from pipeline.reviews.rulings import Ruling, UnsoundRuling, in_order, is_named_well
from scrapers.json_lines import UnsoundLine

COLUMNS = (
    "id",
    "made_at",
    "reviewer",
    "ruling",
    "target",
    "field",
    "value",
    "reason",
    "before",
    "event",
    "company",
    "was_public",
    "claims",
    "seen",
    "changed",
)
NEEDED = ("reviewer", "ruling", "target", "reason")
CODED = "json:"  # begins a cell whose text no spreadsheet would keep as it is
LONGEST_CELL = 64_000_000  # characters; the csv module stops at 131,072 otherwise


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet: a ruling that was made elsewhere, or, without an id, one to be made."""

    line: int
    entry: Ruling | Wish


def write_sheet(rulings: Sequence[Ruling], out: IO[bytes]) -> int:
    """Write rulings in the order in which they count; the same rulings give the same bytes."""
    return write_rows(COLUMNS, map(_cells, in_order(rulings)), out)


def read_sheet(path: Path) -> list[Row]:
    """Read the lines of a sheet; raise UnsoundRuling, naming the line, for any that is unsound.

    A line without an id needs the columns of NEEDED. Of a split, ``claims`` may then be ids with
    blanks between them.
    """
    rows = []
    for line, cells in _lines(path):
        try:
            rows.append(Row(line, _entry({name: told(text) for name, text in cells.items()})))
        except (UnsoundLine, ValueError, RecursionError) as error:
            raise UnsoundRuling(f"{path}, line {line}: {error}. Nothing was imported") from error
    return rows


def alike(wish: Wish, ruling: Ruling) -> bool:
    """Tell whether a ruling is what a line without an id asks for, its names resolved."""
    value = ruling.value if ruling.ruling != "split" else wish.value
    claims = {each.id for each in ruling.claims} if ruling.ruling == "split" else set(wish.claims)
    return (
        (wish.ruling, wish.target, wish.field) == (ruling.ruling, ruling.target, ruling.field)
        and (wish.value, set(wish.claims)) == (value, claims)
        and (wish.reviewer, wish.reason) == (ruling.reviewer, ruling.reason)
        and wish.made_at in (None, ruling.made_at)
    )


def coded(text: str) -> str:
    """Spell a text so that ``told`` gives it back from the cell that is made of it."""
    if not text.startswith(CODED) and "\r" not in text and told(cell(text)) == text:
        return text
    plain = CODED + json.dumps(text)[1:-1]
    if cell(plain) == plain:
        return plain
    return CODED + "".join(f"\\u{unit:04x}" for unit in _units(text))


def told(text: str) -> str:
    """Give back the text of a cell, whoever made it safe; one written by hand is as it stands."""
    if text.startswith(CODED):
        try:
            return str(json.loads(f'"{text.removeprefix(CODED)}"'))
        except ValueError as error:
            raise ValueError(f"{text[:40]!r} ends in no sound JSON ({error})") from error
    bare = text[1:]
    return bare if text.startswith("'") and cell(bare) == text else text


def _units(text: str) -> Iterator[int]:
    """Give the UTF-16 code units of a text, as JSON escapes spell them."""
    encoded = text.encode("utf-16-be", "surrogatepass")
    return (int.from_bytes(encoded[at : at + 2]) for at in range(0, len(encoded), 2))


def _cells(ruling: Ruling) -> list[str]:
    row: dict[str, Any] = asdict(ruling)
    row["was_public"] = "yes" if ruling.was_public else "no"
    row["claims"] = json.dumps(row["claims"], ensure_ascii=False) if ruling.claims else ""
    row["changed"] = json.dumps(row["changed"], ensure_ascii=False) if ruling.changed else ""
    row["seen"] = " ".join(ruling.seen)
    return [coded(row[name] or "") for name in COLUMNS]


def _entry(cells: Mapping[str, str]) -> Ruling | Wish:
    if not cells["id"].strip():
        return _wish(cells)
    row: dict[str, Any] = {name: text or None for name, text in cells.items()}
    if cells.get("was_public", "") not in ("yes", "no"):
        raise UnsoundLine("was_public must be yes or no")
    row["was_public"] = cells["was_public"] == "yes"
    row["claims"] = json.loads(cells.get("claims") or "[]")
    row["changed"] = json.loads(cells.get("changed") or "[]")
    row["seen"] = cells.get("seen", "").split()
    ruling = read_ruling({name: value for name, value in row.items() if value is not None})
    if not is_named_well(ruling):
        raise UnsoundLine(
            f"{ruling.id} said something else when it was made; leave the id empty to rule anew"
        )
    return ruling


def _wish(cells: Mapping[str, str]) -> Wish:
    empty = [name for name in NEEDED if not cells.get(name, "").strip()]
    if empty:
        raise UnsoundLine(f"{', '.join(empty)} must not be empty")
    made_at = cells.get("made_at", "").strip() or None
    if made_at is not None and not is_moment(made_at):
        raise UnsoundLine("made_at must be a moment in UTC such as 2026-11-24T01:02:03Z, or empty")
    return Wish(
        ruling=cells["ruling"].strip(),
        target=cells["target"].strip(),
        reviewer=cells["reviewer"].strip(),
        reason=cells["reason"].strip(),
        field=cells.get("field", "").strip() or None,
        value=cells.get("value", "").strip() or None,
        claims=tuple(re.findall(r"[\w-]+", cells.get("claims", ""))),
        made_at=made_at,
    )


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Read the lines of a CSV file by column, each with the number of its first line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnsoundRuling(
            f"{path}: this is no UTF-8 ({error}); save it as CSV in UTF-8. Nothing was imported"
        ) from error
    with long_cells():
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        begins = 1
        header: list[str] = []
        try:
            for row in reader:
                line, begins = begins, reader.line_num + 1
                if not header:
                    header = _header(path, row)
                elif any(row):
                    if len(row) != len(header):
                        raise UnsoundRuling(
                            f"{path}, line {line}: it has {len(row)} cells under {len(header)} "
                            "columns. Nothing was imported"
                        )
                    yield line, {"id": "", **dict(zip(header, row, strict=True))}
        except csv.Error as error:
            raise UnsoundRuling(
                f"{path}, line {begins}: this is no CSV ({error}). Nothing was imported"
            ) from error


def _header(path: Path, row: Sequence[str]) -> list[str]:
    names = [name.strip() for name in row]
    strange = sorted(set(names) - set(COLUMNS))
    missing = [name for name in NEEDED if name not in names]
    if strange or missing or len(set(names)) != len(names):
        raise UnsoundRuling(
            f"{path}, line 1: unknown columns {strange}, missing columns {missing}, each once; the "
            f"columns are {', '.join(COLUMNS)}. Nothing was imported"
        )
    return names


@contextmanager
def long_cells() -> Iterator[None]:
    """Let the csv module read cells that are as long as what people and pages write."""
    former = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(former)
