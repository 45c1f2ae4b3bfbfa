"""Keep a file of JSON lines that is only ever appended to, and survives crashes."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from scrapers.appending import append_synced

Item = TypeVar("Item")


class UnsoundLine(Exception):
    """A line is not what its file is made of; the message says why, without file and number."""


def read_lines(path: Path, read: Callable[[Any], Item]) -> list[Item]:
    """Read the items of a file, oldest first; a file that is not there yet has none.

    ``read`` turns the JSON of a line into an item, or raises UnsoundLine. A last line without its
    newline that is unsound was torn by a crash and is left out: the command that wrote it never
    said that it was done. Raises UnsoundLine, naming file and line, for any other; OSError.
    """
    lines, tail = _split(path)
    items = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                items.append(_read(line, read))
            except UnsoundLine as error:
                raise UnsoundLine(f"{path}, line {number}: {error}") from error
    if tail and _is_sound(tail, read):
        items.append(_read(tail, read))
    return items


def append_lines(path: Path, values: Iterable[Any], read: Callable[[Any], Item]) -> None:
    """Append values as JSON, a line each, and see them safely on disk before returning.

    A torn last line is moved aside first, to ``<name>.torn``; a whole one that only lacks its
    newline gets it. Raises OSError when the disk refuses, with the file as it was before.
    """
    addition = b"".join(json.dumps(value).encode() + b"\n" for value in values)
    if not addition:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    _, tail = _split(path)
    if tail and _is_sound(tail, read):
        addition = b"\n" + addition
    elif tail:
        append_synced(path.with_name(f"{path.name}.torn"), tail + b"\n")
        with path.open("r+b") as file:
            file.truncate(path.stat().st_size - len(tail))
            os.fsync(file.fileno())
    append_synced(path, addition)


def _split(path: Path) -> tuple[list[bytes], bytes]:
    """Give the whole lines of a file, and what stands after the last newline."""
    try:
        *lines, tail = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return [], b""
    return lines, tail


def _is_sound(line: bytes, read: Callable[[Any], Item]) -> bool:
    try:
        _read(line, read)
    except UnsoundLine:
        return False
    return True


def _read(line: bytes, read: Callable[[Any], Item]) -> Item:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError
        raise UnsoundLine(f"no JSON ({error})") from error
    if not isinstance(value, dict):
        raise UnsoundLine("no JSON object")
    return read(value)
