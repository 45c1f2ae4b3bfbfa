"""Write the looks of one run into a WARC file of its own."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from scrapers.answers import Answer, Ask
from scrapers.archive_index import write_index
from scrapers.archive_tails import append_records, refused
from scrapers.captures import Capture
from scrapers.looks import Look, RunEnd, RunStart
from scrapers.warc_looks import is_whole, pack_look, pack_run_end, read_entries, repeated
from scrapers.warc_records import members, pack_file_head


class Recording:
    """One run's file, open for writing: the moment and the command are its name."""

    def __init__(self, folder: Path, *, command: str, started_at: str):
        """Make the file with its first record, so that a run that dies has left its name."""
        stem = f"{re.sub('[:.]', '', started_at)}-{command.partition(' ')[0]}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise refused(folder, error) from error
        self._path = next_file(folder, stem)
        self._size = 0
        self._captures: list[Capture] = []
        run = self._path.name.removesuffix(".warc.gz")
        self._append(
            pack_file_head(
                self._path.name, created_at=started_at, run={"run": run, "command": command}
            )
        )
        self.start = RunStart(run, command, started_at, self._path.name, self._size)

    def keep(self, ask: Ask, answer: Answer, *, kept: str | None = None) -> Look:
        """Write one look; one that brings something new is safely on disk on return.

        Others are with the next one, or at the end: all that a power cut can take of them is that
        nothing came. ``kept`` is the digest of the good body that is kept of this address, so that
        the same bytes are not written again. Raises ArchiveError when the disk refuses, with the
        file as it was.
        """
        packed = b"".join(pack_look(ask, answer, kept=kept))
        brings = repeated(answer, kept) is None and is_whole(answer)
        offset = self._size
        self._append(packed, wait=brings)
        # Given back as whoever reads the file finds it: a night and a rebuild see the same.
        (look,) = read_entries(members(BytesIO(packed)), file=self._path.name)
        if not isinstance(look, Look):
            raise TypeError(f"a look was packed as {look!r}")
        capture = look.capture and replace(look.capture, offset=look.capture.offset + offset)
        if capture is not None:
            self._captures.append(replace(capture, body=b""))
        return replace(look, capture=capture, offset=offset, end=self._size)

    def end(self, ledger: Mapping[str, Any], *, finished_at: str) -> RunEnd:
        """Close the run with what it has to say of itself, and index the file."""
        text = json.dumps(ledger, ensure_ascii=False, sort_keys=True)
        self._append(pack_run_end(self.start.id, text, finished_at=finished_at))
        write_index(self._path, self._captures)
        return RunEnd(self.start.id, finished_at, text, self._path.name, self._size)

    def _append(self, records: bytes, *, wait: bool = True) -> None:
        append_records(self._path, records, wait=wait)
        self._size += len(records)


def next_file(folder: Path, stem: str) -> Path:
    """Name a file that sorts behind those of all runs before, also when the clock was set back."""
    former = [
        path.name.removesuffix(".warc.gz") for path in folder.glob("[12][0-9][0-9][0-9]-*.gz")
    ]
    last = max(former, default="")
    base, number = (stem, 1) if stem > last else (last.partition("_")[0], 2)
    path = folder / f"{base}.warc.gz"
    while path.exists() or path.name.removesuffix(".warc.gz") <= last:
        path = folder / f"{base}_{number:03}.warc.gz"
        number += 1
    return path
