"""Play a web archive: the index of the Wayback CDX server, and captures as they were made.

The index follows the documentation of the Wayback CDX server (the pywb and Heritrix projects
share its columns): parameters ``url``, ``matchType``, ``from``, ``to``, ``limit``, ``filter``,
``fl``, ``collapse``, ``output``, ``sort=closest``, ``showResumeKey`` and ``resumeKey``.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import parse_qsl, quote_plus, urlsplit

from replica.companies import statement_page
from replica.wire import Request, Wire
from replica.worlds import HTML, Reply, World, redirect

HOST = "web-archive.localhost"
COLUMNS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One capture; ``timestamp`` has 14 digits, UTC.

    ``statuscode`` is "-" for a revisit, whose body is that of the capture it refers to.
    ``lands_at`` is the timestamp to which a reader is sent instead; ``lost`` captures stand in the
    index and cannot be played back.
    """

    original: str
    timestamp: str
    body: bytes
    mimetype: str = "text/html"
    statuscode: str = "200"
    lands_at: str | None = None
    lost: bool = False

    @property
    def row(self) -> Row:
        """Give the line of the index."""
        digest = base64.b32encode(hashlib.sha1(self.body, usedforsecurity=False).digest()).decode()
        length = str(len(self.body) // 2 + 400)
        key = surt(self.original)
        return (
            key, self.timestamp, self.original, self.mimetype, self.statuscode, digest, length
        )  # fmt: skip


def surt(url: str) -> str:
    """Give the key under which an address is sorted: ``com,example)/path?query``."""
    parts = urlsplit(url if "//" in url else f"http://{url}")
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{','.join(reversed(host.split('.')))}{port}){parts.path or '/'}{query}".lower()


class WebArchive:
    """What is archived. ``allow`` limits how many requests are answered before it says 429."""

    def __init__(self, snapshots: Iterable[Snapshot]) -> None:
        self.snapshots = sorted(snapshots, key=lambda snapshot: snapshot.row)
        self._rows = [snapshot.row for snapshot in self.snapshots]
        self._left: int | None = None

    def install(self, world: World, host: str = HOST) -> None:
        """Open the archive on a host, with the switch ``archive`` for its patience."""
        world.put(host, "/robots.txt", Reply(status=404))
        world.put(host, "*", self._answer)
        world.controls["archive"] = self.allow

    def allow(self, requests: int | str | None = None) -> None:
        """Answer so many requests more and then say 429; None for no such limit."""
        self._left = None if requests in {None, ""} else int(str(requests))

    def _answer(self, request: Request, _wire: Wire) -> Reply:
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                headers = (("Retry-After", "120"),)
                return Reply(b"<h1>429 Too Many Requests</h1>", status=429, headers=headers)
        if request.path.startswith("/cdx/search/cdx"):
            return self._index(request.path)
        if request.path.startswith("/wayback/available"):
            return self._available(request)
        if match := re.match(r"/web/(\d{1,14})(?:id_)?/(.+)", request.path):
            return self._play(request, match[1], match[2])
        return Reply(b"<h1>Not found</h1>", status=404)

    def _index(self, path: str) -> Reply:
        pairs = parse_qsl(urlsplit(path).query)
        options = dict(pairs)
        if "url" not in options:
            return Reply(b"The url parameter is required", status=400, media_type="text/plain")
        filters = [text for name, text in pairs if name == "filter"]
        rows = [row for row in self._rows if wanted(row, options, filters)]
        if options.get("sort") == "closest" and "closest" in options:
            rows.sort(key=lambda row: apart(row[1], options["closest"]))
        rows = collapsed(rows, options.get("collapse"))
        rows, resume_key = page_of(rows, options)
        return write_index(rows, options, resume_key)

    def _find(self, url: str) -> list[Snapshot]:
        return [snapshot for snapshot in self.snapshots if surt(snapshot.original) == surt(url)]

    def _available(self, request: Request) -> Reply:
        url, wish = request.query.get("url", ""), request.query.get("timestamp", "99991231235959")
        good = [snapshot for snapshot in self._find(url) if snapshot.statuscode == "200"]
        closest = {}
        if good:
            near = min(good, key=lambda snapshot: apart(snapshot.timestamp, wish))
            address = f"http://{request.authority}/web/{near.timestamp}/{near.original}"
            closest = {
                "closest": {
                    "status": "200",
                    "available": True,
                    "url": address,
                    "timestamp": near.timestamp,
                }
            }
        body = json.dumps({"url": url, "archived_snapshots": closest}).encode()
        return Reply(body, media_type="application/json")

    def _play(self, request: Request, wish: str, url: str) -> Reply:
        """Play a capture back, or send to the one nearest in time, as the Wayback Machine does."""
        found = self._find(url)
        if not found:
            return Reply(b"<p>The archive has not archived that URL.</p>", status=404)
        near = min(found, key=lambda snapshot: apart(snapshot.timestamp, wish))
        lands_at = near.lands_at or near.timestamp
        if lands_at != wish:
            return redirect(f"http://{request.authority}/web/{lands_at}id_/{near.original}")
        if near.lost:
            return Reply(b"<p>The capture cannot be played back.</p>", status=404)
        moment = datetime.strptime(near.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        revisit = near.statuscode == "-"
        return Reply(
            near.body,
            status=200 if revisit else int(near.statuscode),
            media_type=HTML if revisit else near.mimetype,
            headers=(
                ("Memento-Datetime", format_datetime(moment, usegmt=True)),
                ("Link", f'<{near.original}>; rel="original"'),
                ("X-Archive-Src", "replica-20200707.warc.gz"),
            ),
        )


def apart(one: str, other: str) -> int:
    """Tell how far two timestamps lie apart; good enough to find the nearest."""
    return abs(int(one.ljust(14, "0")) - int(other.ljust(14, "0")))


def wanted(row: Row, options: dict[str, str], filters: Sequence[str]) -> bool:
    """Tell whether a row is of the address, the period and the kind that were asked for."""
    key, timestamp = row[0], row[1]
    asked, url = surt(options["url"].rstrip("*")), options["url"]
    match = options.get("matchType") or ("prefix" if url.endswith("*") else "exact")
    host = asked.partition(")")[0]
    of_address = {
        "exact": key == asked,
        "prefix": key.startswith(asked),
        "host": key.startswith(f"{host})"),
        "domain": key.startswith((f"{host})", f"{host},")),
    }[match]
    since, until = options.get("from", ""), options.get("to", "9")
    in_period = since <= timestamp and timestamp[: len(until)] <= until
    return of_address and in_period and all(passes(row, rule) for rule in filters)


def passes(row: Row, rule: str) -> bool:
    """Apply a filter: ``[!]column:pattern``, the pattern matching the whole of the column."""
    column, _, pattern = rule.removeprefix("!").partition(":")
    matched = re.fullmatch(pattern, row[COLUMNS.index(column)]) is not None
    return matched != rule.startswith("!")


def collapsed(rows: list[Row], rule: str | None) -> list[Row]:
    """Leave out rows whose column (or its first n characters) is that of the row before."""
    if rule is None:
        return rows
    column, _, length = rule.partition(":")
    keys = [row[COLUMNS.index(column)][: int(length) if length else None] for row in rows]
    return [
        row for row, key, before in zip(rows, keys, [None, *keys], strict=False) if key != before
    ]


def page_of(rows: list[Row], options: dict[str, str]) -> tuple[list[Row], str | None]:
    """Cut out what comes after the resume key; give the key of what is left over."""
    if key := options.get("resumeKey"):
        rows = [row for row in rows if f"{row[0]} {row[1]}" >= key]
    limit = int(options.get("limit", "150000"))
    if limit < 0:
        return rows[limit:], None
    rest = rows[limit : limit + 1]
    return rows[:limit], f"{rest[0][0]} {rest[0][1]}" if rest else None


def write_index(rows: list[Row], options: dict[str, str], resume_key: str | None) -> Reply:
    """Write rows as JSON or text; the resume key comes last, after an empty row."""
    columns = options["fl"].split(",") if "fl" in options else list(COLUMNS)
    lines = [[row[COLUMNS.index(column)] for column in columns] for row in rows]
    key = resume_key if options.get("showResumeKey") == "true" else None
    if options.get("output") == "json":
        table = [columns, *lines] if lines else []
        if key:
            table += [[], [quote_plus(key)]]
        text = "[" + ",\n".join(json.dumps(line) for line in table) + "]\n"
        return Reply(text.encode(), media_type="application/json")
    text = "".join(" ".join(line) + "\n" for line in lines)
    if key:
        text += f"\n{quote_plus(key)}\n"
    return Reply(text.encode(), media_type="text/plain")


def build_archive(port: int) -> WebArchive:
    """Archive four years of two statement pages, and articles of papers that are gone.

    Among them revisits, a server error, a capture that lands at its neighbour's time, and one
    that is lost.
    """
    snapshots: list[Snapshot] = []
    for company, name in (("zoom", "Zoom"), ("signal", "Signal")):
        url = f"http://{company}-trust.localhost:{port}/hong-kong"
        for number in range(24):  # every second month; each text stands for eight months
            version, again = divmod(number, 4)
            text = f"This is version {version} of what we say about requests from Hong Kong."
            snapshots.append(
                Snapshot(
                    url,
                    f"{2020 + number // 6}{1 + number % 6 * 2:02}15083000",
                    statement_page(name, f"version {version}", text),
                    *(("warc/revisit", "-") if again else ()),
                )
            )
        snapshots += [
            Snapshot(url, "20210301000000", b"<h1>Oops</h1>", statuscode="503"),
            Snapshot(url, "20210302000000", b"<p>Never seen.", lands_at="20210315083000"),
            Snapshot(url, "20220220000000", b"<p>Lost with a disk.", lost=True),
        ]
    return WebArchive([*snapshots, *_gone_articles(port)])


def _gone_articles(port: int) -> list[Snapshot]:
    """Archive what ``replica.gdelt`` finds on papers that do not exist any more."""
    return [
        Snapshot(
            f"http://closed-paper.localhost:{port}/story/{number}",
            f"202007{1 + number // 24:02}{number % 24:02}3000",
            statement_page("Closed Paper", "July 2020", f"Story {number} of a paper that closed."),
        )
        for number in range(0, 240, 6)
    ]
