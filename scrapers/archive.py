"""Keep captures for ever: WARC 1.1 files that are only ever appended to.

One process writes at a time; the command line's lock sees to that. Readers need no lock: they
take a record that is still being written for the end of the file.
"""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from scrapers.appending import append_synced, sync_folder
from scrapers.captures import Capture
from scrapers.errors import ArchiveError
from scrapers.warc_records import (
    UNKNOWN_TYPE,
    BadRecord,
    Member,
    TornMember,
    capture_of,
    digest_of,
    digest_problem,
    members,
    pack_capture,
    pack_file_head,
)

FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.warc\.gz")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
NOT_IN_A_FIELD = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(slots=True)
class _Scan:
    """What one file held when it was last looked at."""

    size: int
    sound_end: int
    places: dict[tuple[str, str], int] = field(default_factory=dict)


class Archive:
    """The WARC files of one folder; nothing is read before it is asked for."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._scans: dict[str, _Scan] = {}
        self._lock = threading.Lock()

    def append(
        self,
        url: str,
        body: bytes,
        *,
        media_type: str | None,
        source: str,
        captured_at: str,
        file: str | None = None,
    ) -> Capture:
        """Write one capture to disk and give it back with its place.

        The bytes are safely on disk when this returns. A capture of the same url and bytes that
        is already kept is given back instead, and nothing is written. ``file`` is by default
        that of the day, ``2026-11-24.warc.gz``. ``application/octet-stream`` counts as an unknown
        media type, and so does one that no record can hold. Raises ArchiveError when the disk
        refuses, with the archive as it was.
        """
        if not MOMENT.fullmatch(captured_at):
            raise ValueError(f"captured_at {captured_at!r} is no moment like 2026-11-24T01:02:03Z")
        file = file or f"{captured_at[:10]}.warc.gz"
        if not FILE_NAME.fullmatch(file):
            raise ValueError(f"{file!r} is no name for a WARC file; it must end in .warc.gz")
        _refuse_unfit(url, "address")
        _refuse_unfit(source, "source")
        media_type = _known_type(media_type)
        digest = digest_of(body)
        with self._lock:
            kept = self._find(url, digest)
            if kept is not None:
                return self.read(*kept)
            scan = self._make_ready(file)
            record = pack_capture(
                url, body, media_type=media_type, source=source, captured_at=captured_at
            )
            head = b"" if scan.size else pack_file_head(file, created_at=captured_at)
            offset = scan.size + len(head)
            _append(self.folder / file, head + record)
            scan.size = scan.sound_end = offset + len(record)
            scan.places[url, digest] = offset
        return Capture(
            url=url,
            captured_at=captured_at,
            source=source,
            media_type=media_type,
            body=body,
            digest=digest,
            file=file,
            offset=offset,
            length=len(record),
        )

    def captures(self) -> Iterator[Capture]:
        """Read all captures, in the order of file name and offset.

        A record that a crash left unfinished at the end of a file is none. Raises ArchiveError
        at a damaged record: to leave it out in silence would take events off the timeline.
        """
        for path in self._files():
            for member in self._members(path):
                capture = _capture(path, member)
                if capture is not None:
                    yield capture

    def read(self, file: str, offset: int) -> Capture:
        """Read the one capture that lies at an offset; raise ArchiveError when none does."""
        path = self.folder / file
        if not FILE_NAME.fullmatch(file) or not path.is_file():
            raise ArchiveError(
                f"{path}: this WARC file is not there; restore it from a backup, then rebuild"
            )
        try:
            with path.open("rb") as packed:
                packed.seek(offset)
                member = next(members(packed), None)
        except TornMember as torn:
            raise _damaged(path, offset, "it cannot be unpacked") from torn
        except OSError as error:
            raise _unreadable(path, error) from error
        capture = _capture(path, member) if member else None
        if capture is None:
            raise _damaged(path, offset, "no capture lies there")
        return capture

    def verify(self) -> list[str]:
        """Read every record again, compare its digests, and say what is wrong and where."""
        return [
            f"{path.name} at {offset}: {problem}"
            for path in self._files()
            for offset, problem in self._problems(path)
        ]

    def _problems(self, path: Path) -> Iterator[tuple[int, str]]:
        try:
            with path.open("rb") as packed:
                for member in members(packed):
                    if problem := _problem(member):
                        yield member.offset, problem
        except TornMember as torn:
            yield torn.offset, _describe_torn(torn)
        except OSError as error:
            raise _unreadable(path, error) from error

    def _files(self) -> list[Path]:
        try:  # iterdir and not glob, which takes a folder that it may not read for an empty one
            paths = sorted(self.folder.iterdir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _unreadable(self.folder, error) from error
        return [path for path in paths if FILE_NAME.fullmatch(path.name) and path.is_file()]

    def _members(self, path: Path) -> Iterator[Member]:
        """Give the members of a file up to an unfinished one at its end."""
        try:
            with path.open("rb") as packed:
                yield from members(packed)
        except TornMember as torn:
            if torn.followed:
                raise _damaged(path, torn.offset, "it cannot be unpacked") from torn
        except OSError as error:
            raise _unreadable(path, error) from error

    def _find(self, url: str, digest: str) -> tuple[str, int] | None:
        """Find where a body of this address is kept already."""
        if not self._scans:
            try:
                self._scans = {path.name: self._scan(path) for path in self._files()}
            except OSError as error:
                raise _unreadable(self.folder, error) from error
        for file, scan in sorted(self._scans.items()):
            if (url, digest) in scan.places:
                return file, scan.places[url, digest]
        return None

    def _scan(self, path: Path) -> _Scan:
        """Learn what a file holds and where its last whole record ends.

        Damage inside a file is left to readers to report: it must not keep tonight's captures
        out of the archive, so what follows it counts as whole and is never cut off.
        """
        scan = _Scan(size=path.stat().st_size, sound_end=0)
        try:
            with path.open("rb") as packed:
                for member in members(packed):
                    scan.sound_end = member.offset + member.length
                    with suppress(BadRecord):
                        capture = capture_of(member, file=path.name)
                        if capture is not None:
                            scan.places.setdefault((capture.url, capture.digest), capture.offset)
        except TornMember as torn:
            if torn.followed:
                scan.sound_end = scan.size
        return scan

    def _make_ready(self, file: str) -> _Scan:
        """See to it that the next record can be appended: a folder, and no unfinished record."""
        path = self.folder / file
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            size = path.stat().st_size if path.exists() else 0
            scan = self._scans.get(file)
            if scan is None or scan.size != size:
                scan = self._scan(path) if size else _Scan(0, 0)
                self._scans[file] = scan
            if scan.sound_end < scan.size:
                _move_tail_aside(path, scan.sound_end)
                scan.size = scan.sound_end
        except OSError as error:
            raise _refused(path, error) from error
        return scan


def _refuse_unfit(value: str, what: str) -> None:
    """Refuse what would break out of its line in a record's head."""
    if not value or value.startswith("<") or NOT_IN_A_FIELD.search(value):
        raise ArchiveError(
            f"{value[:200]!r} is no {what} that an archive can hold: it is empty, begins with a "
            "bracket, or has spaces or control characters; write these percent-encoded (%20)"
        )


def _known_type(media_type: str | None) -> str | None:
    """Give a media type as it will be read back: what a server sends must not cost a capture."""
    folded = " ".join((media_type or "").split())
    if folded in ("", UNKNOWN_TYPE) or NOT_IN_A_FIELD.search(folded.replace(" ", "")):
        return None
    return folded


def _capture(path: Path, member: Member) -> Capture | None:
    try:
        return capture_of(member, file=path.name)
    except BadRecord as error:
        raise _damaged(path, member.offset, str(error)) from error


def _problem(member: Member) -> str | None:
    try:
        return digest_problem(member)
    except BadRecord as error:
        return str(error)


def _describe_torn(torn: TornMember) -> str:
    if torn.followed:
        return "the record is damaged, and others follow; restore the file from a backup"
    return "a record was never finished; the next capture moves it aside"


def _append(path: Path, addition: bytes) -> None:
    try:
        append_synced(path, addition)
    except OSError as error:
        raise _refused(path, error) from error


def _move_tail_aside(path: Path, sound_end: int) -> None:
    """Cut off what follows ``sound_end`` and keep it in ``<file>.torn-<offset>``."""
    with path.open("r+b") as file:
        file.seek(sound_end)
        tail = file.read()
        aside = _free_name(path.with_name(f"{path.name}.torn-{sound_end}"), tail)
        partial = aside.with_name(f"{aside.name}.partial")
        try:
            with partial.open("wb") as kept:
                kept.write(tail)
                kept.flush()
                os.fsync(kept.fileno())
            partial.replace(aside)
        finally:
            partial.unlink(missing_ok=True)
        sync_folder(path.parent)
        file.truncate(sound_end)
        os.fsync(file.fileno())


def _free_name(path: Path, tail: bytes) -> Path:
    """Choose a name that overwrites no other tail; the same tail may be written once more."""
    candidate, number = path, 1
    while candidate.exists() and candidate.read_bytes() != tail:
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate


def _damaged(path: Path, offset: int, how: str) -> ArchiveError:
    return ArchiveError(
        f"{path}: the record at {offset} is damaged: {how}. "
        "Restore the file from a backup, then run the command again"
    )


def _unreadable(path: Path, error: OSError) -> ArchiveError:
    return ArchiveError(f"{path}: it could not be read ({error}); fix the disk or permissions")


def _refused(path: Path, error: OSError) -> ArchiveError:
    return ArchiveError(
        f"{path}: the capture could not be written ({error}). What was archived before is as it "
        "was; free the disk or fix its permissions, then run the command again"
    )
