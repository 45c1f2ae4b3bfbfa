"""Keep captures for ever: WARC 1.1 files that are only ever appended to.

One process writes at a time; the command line's lock sees to that. Readers need no lock: they
take a record that is still being written for the end of the file.
"""

import os
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scrapers.archive_index import is_current, read_index, write_index
from scrapers.archive_tails import (
    append_records,
    damaged,
    move_tail_aside,
    refused,
    unreadable,
)
from scrapers.captures import Capture
from scrapers.errors import ArchiveError
from scrapers.looks import Entry, Kept, Look
from scrapers.warc_looks import opens_look, read_entries
from scrapers.warc_records import (
    MOMENT,
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
NOT_IN_A_FIELD = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(slots=True)
class _Scan:
    """What one file held when it was last looked at."""

    size: int
    sound_end: int


class Archive:
    """The WARC files of one folder; nothing is read before it is asked for."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._scans: dict[str, _Scan] = {}
        self._places: dict[tuple[str, str], tuple[str, int]] | None = None
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
            places = self._known_places()
            if (url, digest) in places:
                return self.read(*places[url, digest])
            scan = self._make_ready(file)
            record = pack_capture(
                url, body, media_type=media_type, source=source, captured_at=captured_at
            )
            head = b"" if scan.size else pack_file_head(file, created_at=captured_at)
            offset = scan.size + len(head)
            append_records(self.folder / file, head + record)
            scan.size = scan.sound_end = offset + len(record)
            places[url, digest] = file, offset
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
        yield from _captures_in(self.entries())

    def entries(self, read: Mapping[str, int] | None = None) -> Iterator[Entry]:
        """Read all looks, runs and single captures, in the order of file name and offset.

        ``read`` tells how far files were read before: what lies before is passed over, and a file
        that has not grown costs one question to the system. What a crash left unfinished is none.
        Raises ArchiveError at a damaged record. A file that is shorter than it was has nothing
        new; ``stanceline check`` names what is gone.
        """
        known = read or {}
        for path in self.files():
            start = known.get(path.name, 0)
            if path.stat().st_size > start:
                yield from self._entries_of(path, start)

    def _entries_of(self, path: Path, start: int) -> Iterator[Entry]:
        try:
            yield from read_entries(self._members(path, start), file=path.name)
        except BadRecord as error:
            raise damaged(path, start, str(error)) from error

    def mend(self, read: Mapping[str, int] | None = None) -> list[str]:
        """Cut off the looks that a crash left unfinished; name the files where there were some.

        The cut off bytes are kept in ``<file>.torn-<offset>``. ``read`` is as for ``entries``:
        files that are read to their end need no mending. The others get an index, too.
        """
        known = read or {}
        mended = []
        for path in self.files():
            start = known.get(path.name, 0)
            if path.stat().st_size <= start:
                continue
            scan = self._scan(path, start)
            try:
                if scan.sound_end < scan.size:
                    move_tail_aside(path, scan.sound_end)
                    mended.append(path.name)
                if not is_current(path):
                    with suppress(ArchiveError):  # damage is told to whoever reads the records
                        write_index(path, _captures_in(self._entries_of(path, 0)))
            except OSError as error:
                raise refused(path, error) from error
        return mended

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
            raise damaged(path, offset, "it cannot be unpacked") from torn
        except OSError as error:
            raise unreadable(path, error) from error
        capture = _capture(path, member) if member else None
        if capture is None:
            raise damaged(path, offset, "no capture lies there")
        return capture

    def verify(self) -> list[str]:
        """Read every record again, compare its digests, and say what is wrong and where.

        Behind a damaged record the reading goes on at the next whole one.
        """
        return [
            f"{path.name} at {offset}: {problem}"
            for path in self.files()
            for offset, problem in self._problems(path)
        ]

    def _problems(self, path: Path) -> Iterator[tuple[int, str]]:
        position: int | None = 0
        while position is not None:
            try:
                with path.open("rb") as packed:
                    packed.seek(position)
                    for member in members(packed):
                        if problem := _problem(member):
                            yield member.offset, problem
                position = None
            except TornMember as torn:
                yield torn.offset, _describe_torn(torn)
                position = torn.next
            except OSError as error:
                raise unreadable(path, error) from error

    def files(self) -> list[Path]:
        """Name the WARC files, in the order in which they are read."""
        try:  # a folder that may not be read must not pass for an empty one, as glob lets it
            with os.scandir(self.folder) as entries:
                names = sorted(
                    entry.name
                    for entry in entries
                    if FILE_NAME.fullmatch(entry.name) and entry.is_file()
                )
        except FileNotFoundError:
            return []
        except OSError as error:
            raise unreadable(self.folder, error) from error
        return [self.folder / name for name in names]

    def _members(self, path: Path, start: int = 0) -> Iterator[Member]:
        """Give the members of a file up to an unfinished one at its end."""
        try:
            with path.open("rb") as packed:
                packed.seek(start)
                yield from members(packed)
        except TornMember as torn:
            if torn.next is not None:
                raise damaged(path, torn.offset, "it cannot be unpacked") from torn
        except OSError as error:
            raise unreadable(path, error) from error

    def _known_places(self) -> dict[tuple[str, str], tuple[str, int]]:
        """Learn, once, where each body of each address is kept; an index saves the reading."""
        if self._places is None:
            places: dict[tuple[str, str], tuple[str, int]] = {}
            for path in self.files():
                try:
                    found = read_index(path) if is_current(path) else self._list_places(path)
                    for url, digest, offset in found:
                        places.setdefault((url, digest), (path.name, offset))
                except OSError as error:
                    raise unreadable(path, error) from error
            self._places = places
        return self._places

    def _list_places(self, path: Path) -> Iterator[tuple[str, str, int]]:
        with path.open("rb") as packed, suppress(TornMember):
            for member in members(packed):
                with suppress(BadRecord):
                    if (capture := capture_of(member, file=path.name)) is not None:
                        yield capture.url, capture.digest, capture.offset

    def _scan(self, path: Path, start: int = 0) -> _Scan:
        """Learn where the last whole look of a file ends.

        Damage inside a file is left to readers to report: it must not keep tonight's captures
        out of the archive, so what follows it counts as whole and is never cut off.
        """
        scan = _Scan(size=path.stat().st_size, sound_end=start)
        try:
            with path.open("rb") as packed:
                packed.seek(start)
                for member in members(packed):
                    if not opens_look(member):
                        scan.sound_end = member.offset + member.length
        except TornMember as torn:
            if torn.next is not None:
                scan.sound_end = scan.size
        except OSError as error:
            raise unreadable(path, error) from error
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
                move_tail_aside(path, scan.sound_end)
                scan.size = scan.sound_end
        except OSError as error:
            raise refused(path, error) from error
        return scan


def _captures_in(entries: Iterable[Entry]) -> Iterator[Capture]:
    for entry in entries:
        if isinstance(entry, Look | Kept) and entry.capture is not None:
            yield entry.capture


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
        raise damaged(path, member.offset, str(error)) from error


def _problem(member: Member) -> str | None:
    try:
        return digest_problem(member)
    except BadRecord as error:
        return str(error)


def _describe_torn(torn: TornMember) -> str:
    if torn.next is not None:
        return "the record is damaged, and others follow; restore the file from a backup"
    return "a record was never finished; the next capture moves it aside"
