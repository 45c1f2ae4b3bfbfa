"""Open a report download: its members when it is a zip, its rows when it is a table of text.

Everything here works on bytes that came from outside, and raises nothing but UnreadableReport.
"""

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from scrapers.figures import UnreadableReport
from scrapers.kinds import decoded, root_of

Media = Literal["zip", "xlsx", "pdf", "html", "text", "other"]

LARGEST_MEMBER = 32_000_000  # bytes; the largest known member, Google's user data, has under 1
LARGEST_ARCHIVE = 64_000_000  # bytes, all members unpacked
MOST_ENTRIES = 1_000  # with folders and junk
MOST_MEMBERS = 200  # the largest known archive, Apple's, has about 20
MOST_ROWS = 100_000  # the largest known table has 7,000
MOST_COLUMNS = 500  # the widest known one has 52
LONGEST_LINE = 1_000_000  # characters

PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGED = (  # what zipfile raises for bytes that are no zip, besides a password and unknown packing
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
    EOFError,
)
ROOTS = frozenset(("html", "head", "body", "title", "meta", "link", "main", "div", "table"))
SURELY_HTML = re.compile(r"<(?:!doctype\s+html|html|body|table)\b", re.IGNORECASE)
JSON = re.compile(r"\s*[\[{]\s*[\]}\[{\"]")
OTHER = (b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc")
WORKBOOK = "xl/workbook."


@dataclass(frozen=True)
class Download:
    """One file: its bytes, and the name it goes by, which may be all that tells its period.

    ``part`` is its place in the zip that it came in; None when it came by itself.
    """

    body: bytes
    name: str
    part: str | None = None

    @cached_property
    def media(self) -> Media:
        """Tell by its bytes what kind of file it is; ``other`` is what holds no report."""
        if self.body.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return _kind_of_zip(self)
        start = self.body[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
        if start.startswith(b"%PDF-") or (b"%PDF-" in start and b"%%EOF" in self.body[-2048:]):
            return "pdf"
        if self.body.startswith(OTHER) or JSON.match(self.text[:1000]):
            return "other"
        root = root_of(self.text[:20_000])
        if root is None and self.text[:1000].lstrip().startswith("<"):  # a long comment, say
            return "html" if SURELY_HTML.search(self.text[:1_000_000]) else "text"
        return "html" if root in ROOTS else "text"

    @cached_property
    def text(self) -> str:
        """Give its text, whatever encoding and byte order mark it has."""
        start = self.body[:200]
        if len(start) >= 4 and not any(start[1::2]) and all(start[::2]):
            return self.body.decode("utf-16-le", errors="replace")
        if len(start) >= 4 and not any(start[::2]) and all(start[1::2]):
            return self.body.decode("utf-16-be", errors="replace")
        return decoded(self.body).lstrip("\ufeff")

    @property
    def rows(self) -> list[list[str]]:
        """Give its records as comma-separated values, from whatever line ends; blank ones stay.

        Raises UnreadableReport for what is none: among others when a quote never ends, for then
        rows would hide in one cell.
        """
        if isinstance(self._rows, UnreadableReport):
            raise self._rows
        return self._rows

    @cached_property
    def _rows(self) -> list[list[str]] | UnreadableReport:
        """Keep the failure too: each format asks anew."""
        if "\0" in self.text:
            return UnreadableReport(
                f"{self.name}: it holds bytes of zero, so it is no table of text; "
                "open the file and see what it is"
            )
        lines = io.StringIO(self.text.replace("\r\n", "\n").replace("\r", "\n"), newline="\n")
        rows: list[list[str]] = []
        too_large = UnreadableReport(
            f"{self.name}: it is longer or wider than any report; open the file and see what it is"
        )
        try:
            for row in csv.reader(_bounded(lines), strict=True):
                rows.append(row)
                if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
                    return too_large
        except csv.Error as error:
            unreadable = UnreadableReport(
                f"{self.name}: row {len(rows) + 1} is no row of comma-separated values ({error}); "
                "open the file and see what it is"
            )
            unreadable.__cause__ = error
            return unreadable
        return rows


def members(download: Download) -> Iterator[Download]:
    """Give the files in a zip, without the junk that macOS adds; any other file as it is.

    A zip in a zip is not opened. Nothing is written anywhere, so a name may point where it likes.
    """
    if download.media != "zip":
        yield download
        return
    try:
        with _archive(download) as archive:
            listed = [entry for entry in archive.infolist() if not _is_junk(entry)]
            if len(listed) > MOST_MEMBERS:
                raise UnreadableReport(f"{download.name}: it has more members than any report")
            unpacked = 0
            for entry in listed:
                member = _unpacked(archive, entry, name=download.name)
                unpacked += len(member.body)
                if unpacked > LARGEST_ARCHIVE:
                    raise UnreadableReport(f"{download.name}: unpacked it is far too large")
                yield member
    except DAMAGED as error:
        raise UnreadableReport(
            f"{download.name}: it is a damaged or locked zip ({error}); download it again"
        ) from error


def header_closeness(
    download: Download, known: Sequence[str], *, spelled: Mapping[str, str] = MappingProxyType({})
) -> float:
    """Tell how much of a known header the first row has, from 0 to 1.

    ``spelled`` gives other spellings of a column, as ``columns_of`` takes them.
    """
    if download.media != "text" or not download.rows:
        return 0.0
    fields = {plain_name(name): field or plain_name(name) for name, field in spelled.items()}
    seen = {fields.get(plain_name(name), plain_name(name)) for name in download.rows[0]}
    wanted = {fields.get(plain_name(name), plain_name(name)) for name in known}
    return len(seen & wanted) / max(len(wanted), 1)


def plain_name(printed: str) -> str:
    """Strip a column's name of blanks and case, in which releases differ."""
    return " ".join(printed.replace("/ ", "/").split()).casefold()


def columns_of(
    header: Sequence[str], known: Mapping[str, str], *, name: str, optional: Sequence[str] = ()
) -> dict[str, int]:
    """Find the column, counted from 0, of each field.

    ``known`` gives for each name that a column may have the field that it holds, ``""`` when it is
    not read. Empty names at the end of the header are passed over. Raises UnreadableReport, with
    the header that was seen and the nearest known name, for a column that is not known, stands
    twice, or is missing and not ``optional``.
    """
    fields = {plain_name(spelling): field for spelling, field in known.items()}
    found: dict[str, int] = {}
    for column, printed in enumerate(header):
        plain = plain_name(printed)
        if not plain:
            continue
        if plain not in fields:
            raise UnreadableReport(
                f"{name}: column {printed[:80]!r} is not known; {nearest_column(printed, known)}. "
                f"{_seen(header)}"
            )
        field = fields[plain]
        if field and field in found:
            raise UnreadableReport(f"{name}: two columns hold the {field}. {_seen(header)}")
        if field:
            found[field] = column
    missing = sorted(set(filter(None, known.values())) - set(found) - set(optional))
    if missing:
        wanted = next(spelling for spelling, field in known.items() if field == missing[0])
        raise UnreadableReport(f"{name}: column {wanted!r} is missing. {_seen(header)}")
    return found


def nearest_column(printed: str, known: Mapping[str, str]) -> str:
    """Say which known column is most like a printed one, as the part of a sentence."""
    seen = plain_name(printed)[:200]
    near = max(known, key=lambda name: SequenceMatcher(None, seen, plain_name(name)).ratio())
    return f"the nearest known is {near!r}"


def cell_at(row: Sequence[str], column: int | None) -> str:
    """Give what stands in a column, counted from 0; "" when there is none in this row."""
    return row[column] if column is not None and column < len(row) else ""


def _seen(header: Sequence[str]) -> str:
    shown = ",".join(header)
    return f"The header is: {shown[:300]}{' ...' if len(shown) > 300 else ''}"


def _bounded(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if len(line) > LONGEST_LINE:
            raise csv.Error(f"a line of more than {LONGEST_LINE:,} characters")
        yield line


def _kind_of_zip(download: Download) -> Media:
    """Tell a workbook, and an archive of tables, from a text document."""
    try:
        with _archive(download) as archive:
            names = archive.namelist()
    except (UnreadableReport, *DAMAGED):
        return "zip"
    if "[Content_Types].xml" not in names:
        return "zip"
    return "xlsx" if any(name.startswith(WORKBOOK) for name in names) else "other"


def _archive(download: Download) -> zipfile.ZipFile:
    if download.body.count(b"PK\x01\x02") > MOST_ENTRIES:  # listing them would take long
        raise UnreadableReport(f"{download.name}: it has more members than any report")
    return zipfile.ZipFile(io.BytesIO(download.body))


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, name: str) -> Download:
    if entry.compress_type not in PACKED:
        raise UnreadableReport(f"{name}: {entry.filename!r} is packed as no report is")
    with archive.open(entry) as member:
        body = member.read(LARGEST_MEMBER + 1)
    if len(body) > LARGEST_MEMBER:
        raise UnreadableReport(f"{name}: {entry.filename!r} is far too large")
    last = entry.filename.replace("\\", "/").rpartition("/")[2]
    return Download(body, last, part=entry.filename)


def _is_junk(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename.replace("\\", "/")
    last = name.rpartition("/")[2]
    return entry.is_dir() or name.startswith("__MACOSX/") or last.startswith(("._", ".DS_Store"))
