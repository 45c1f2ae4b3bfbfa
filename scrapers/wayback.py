"""Ask the Wayback Machine which copies of a page it holds, and choose those that say something new.

Its index is a CDX server (https://github.com/internetarchive/wayback, wayback-cdx-server), its
copies are Mementos (RFC 7089). Pure: addresses out, bytes in.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import quote, urlencode

Match = Literal["exact", "prefix"]

ARCHIVE = "https://web.archive.org"  # others speak the same protocol
PACE_SECONDS = 4.0  # whoever asks much faster is first answered 429, then shut out for an hour
MOST_ROWS = 5000  # of one answer: under a megabyte
FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest")
REVISIT = "warc/revisit"
READABLE = re.compile(r"html|pdf|csv", re.I)
UNSAFE = "!#$%&'()*+,/:;=?@[]~"  # what an address may hold beside letters: quoted already, or not


class UnreadableIndex(Exception):
    """An answer of the index that is none; the message says what came instead."""


@dataclass(frozen=True, slots=True)
class Row:
    """One copy that the archive holds; ``page`` is the archive's key of its address.

    ``timestamp`` has 14 digits, UTC. ``status`` is None where the index gives none, as it mostly
    does for revisits: copies of the same bytes as an earlier one.
    """

    page: str
    timestamp: str
    original: str
    media_type: str
    status: int | None
    digest: str

    @property
    def copied_at(self) -> str:
        """Give the moment of the copy, ``2020-07-07T01:02:03Z``."""
        return _moment(datetime.strptime(self.timestamp, "%Y%m%d%H%M%S"))


@dataclass(frozen=True, slots=True)
class Index:
    """One answer of the index: its rows in its order, and the key to ask for the next ones with.

    ``unreadable`` counts rows that are left out because they are none.
    """

    rows: tuple[Row, ...] = ()
    resume_key: str | None = None
    unreadable: int = 0


def query_address(
    url: str,
    *,
    since: datetime,
    until: datetime,
    match: Match = "exact",
    resume_key: str | None = None,
    limit: int = MOST_ROWS,
    at: str = ARCHIVE,
) -> str:
    """Give the address that asks for the copies made from ``since`` up to before ``until`` (UTC).

    The same question has the same address, so that its answer is found again in our archive.
    """
    query = {
        "url": url,
        "matchType": match,
        "output": "json",
        "fl": ",".join(FIELDS),
        "from": since.strftime("%Y%m%d%H%M%S"),
        "to": (until - timedelta(seconds=1)).strftime("%Y%m%d%H%M%S"),  # the index includes it
        "limit": str(limit),
        "showResumeKey": "true",
    }
    address = f"{at}/cdx/search/cdx?{urlencode(query)}"
    if resume_key is None:
        return address
    return f"{address}&resumeKey={quote(resume_key, safe='%+')}"  # it comes encoded already


def read_index(body: bytes) -> Index:
    """Read an answer of the index; an empty one says that there are no (more) copies.

    Raises UnreadableIndex for pages of errors, which may come with status 200.
    """
    if not body.strip():
        return Index()
    try:
        lines = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableIndex(f"this is no index of copies: {_beginning(body)}") from error
    if not isinstance(lines, list) or not all(isinstance(line, list) for line in lines):
        raise UnreadableIndex(f"this is no index of copies: {_beginning(body)}")
    end = lines.index([]) if [] in lines else len(lines)  # an empty row stands before the key
    keys = [line[0] for line in lines[end + 1 :] if line and isinstance(line[0], str)]
    head, *written = lines[:end] or [list(FIELDS)]
    if not set(FIELDS) <= {name for name in head if isinstance(name, str)}:
        raise UnreadableIndex(f"the index lacks columns that were asked for: {_beginning(body)}")
    rows = [_row(dict(zip(head, line, strict=False))) for line in written]
    known = tuple(row for row in rows if row is not None)
    return Index(known, keys[0] if keys else None, len(rows) - len(known))


def _row(cells: dict[str, object]) -> Row | None:
    values = [cells.get(name) for name in FIELDS]
    page, timestamp, original, media_type, status, digest = map(str, values)
    if not all(isinstance(value, str) for value in values):
        return None
    try:
        datetime.strptime(timestamp, "%Y%m%d%H%M%S")
    except ValueError:
        return None
    if not (len(timestamp) == 14 and timestamp.isascii() and original):
        return None
    known = int(status) if re.fullmatch(r"[1-5]\d\d", status, re.ASCII) else None
    return Row(page, timestamp, original, media_type, known, digest)


def _beginning(body: bytes) -> str:
    return repr(" ".join(body[:120].decode("utf-8", "replace").split()))


def versions(rows: Iterable[Row]) -> Iterator[Row]:
    """Choose the copies that show a page in a new state: good answers that we may read.

    Of copies with equal bytes that follow each other the first counts; a text that came back
    later is a new version again. A revisit is what the earlier row of its digest says; where that
    lies before the rows, the copy itself will tell.
    """
    shown: dict[str, str] = {}
    first: dict[str, Row] = {}
    for row in rows:
        told: Row | None = row
        if row.media_type == REVISIT:
            told = first.get(row.digest)
        else:
            first.setdefault(row.digest, row)
        if told and not (told.status == 200 and READABLE.search(told.media_type)):
            continue
        if shown.get(row.page) != row.digest:
            shown[row.page] = row.digest
            yield row


def memento_address(row: Row, *, at: str = ARCHIVE) -> str:
    """Give the address of a copy as it was captured (``id_``), without the archive's own frame."""
    return f"{at}/web/{row.timestamp}id_/{quote(row.original, safe=UNSAFE)}"


def moment_of(memento_datetime: str | None) -> str | None:
    """Read the header that says when a copy was made; None when there is none to be read.

    The archive redirects to a neighbour when it cannot play the copy that was asked for.
    """
    try:
        return _moment(parsedate_to_datetime(memento_datetime or ""))
    except (ValueError, OverflowError, TypeError, IndexError):  # the standard library leaks these
        return None


def _moment(when: datetime) -> str:
    known = when if when.tzinfo else when.replace(tzinfo=UTC)
    return known.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
