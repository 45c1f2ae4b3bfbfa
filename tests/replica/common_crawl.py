"""Play data.commoncrawl.org: CC-NEWS by month, each with its list, and files read by ranges.

Ranges follow RFC 9110, 14. A file misbehaves in the ways of ``WAYS`` when told to, for so many
requests, and then serves well again.
"""

import functools
import gzip
import re
import threading
from collections.abc import Callable, Mapping

from replica.wire import Request, Wire
from replica.worlds import Reply, World, validated

HOST = "data-commoncrawl.localhost"
PACKED = "application/octet-stream"
SLOW_DOWN = b"<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>"

Way = Callable[[Request, Wire, bytes], Reply | None]


class CommonCrawl:
    """What the crawl holds: files by name, ``CC-NEWS-20200707012345-00042.warc.gz``."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = {path_of(name): content for name, content in files.items()}
        self._ways: dict[str, list[str]] = {}
        self._lock = threading.Lock()

    def install(self, world: World, host: str = HOST) -> None:
        """Open it on a host, with the switch ``common_crawl`` for its misbehaviour."""
        world.put(host, "/robots.txt", Reply(status=404))
        world.put(host, "*", self._answer)
        world.controls["common_crawl"] = self.misbehave

    def put(self, name: str, content: bytes) -> None:
        """Keep a file, in place of one of that name."""
        self._files[path_of(name)] = content

    def misbehave(self, name: str, way: str, times: int | str = 1) -> None:
        """Let the next requests for a file go wrong in one of ``WAYS``, behind those told before.

        ``name`` may also be ``2020/07``, which is the list of a month.
        """
        if way not in WAYS:
            raise ValueError(f"there is no way {way!r}; there are {', '.join(WAYS)}")
        with self._lock:
            self._ways.setdefault(path_of(name), []).extend([way] * int(times))

    def _answer(self, request: Request, wire: Wire) -> Reply | None:
        path = request.path.partition("?")[0]
        content = self._files.get(path, self._list_at(path))
        with self._lock:
            ways = self._ways.get(path)
            way = ways.pop(0) if ways else "well"
        if content is None:
            return missing(request, wire, b"")
        return WAYS[way](request, wire, content)

    def _list_at(self, path: str) -> bytes | None:
        folder = path.removesuffix("warc.paths.gz")
        paths = [each[1:] for each in sorted(self._files) if each.startswith(folder)]
        if folder == path or not paths:
            return None
        return gzip.compress("".join(f"{each}\n" for each in paths).encode(), mtime=0)


def path_of(name: str) -> str:
    """Give the path of a file, or of the list of a month such as ``2020/07``."""
    if re.fullmatch(r"\d{4}/\d\d", name):
        return f"/crawl-data/CC-NEWS/{name}/warc.paths.gz"
    stamp = name.split("-")[2]
    return f"/crawl-data/CC-NEWS/{stamp[:4]}/{stamp[4:6]}/{name}"


def well(request: Request, _wire: Wire, content: bytes) -> Reply:
    """Serve the range that is asked for: of one range, as nobody here asks for more."""
    whole = _validated(content)
    asked = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("range", ""))
    if asked is None or request.headers.get("if-range", whole.etag) != whole.etag:
        return whole
    begin = int(asked[1])
    stop = min(int(asked[2]) + 1, len(content)) if asked[2] else len(content)
    if begin >= len(content):
        return part(whole, b"", f"*/{len(content)}", status=416)
    return part(whole, content[begin:stop], f"{begin}-{stop - 1}/{len(content)}")


def part(whole: Reply, body: bytes, place: str, *, status: int = 206) -> Reply:
    """Make the answer with a part of a file; ``place`` stands in its Content-Range."""
    headers = (("Accept-Ranges", "bytes"), ("Content-Range", f"bytes {place}"))
    return Reply(
        body,
        status,
        media_type=PACKED,
        headers=headers,
        etag=whole.etag,
        last_modified=whole.last_modified,
    )


def missing(_request: Request, _wire: Wire, _content: bytes) -> Reply:
    """Say that there is no such file."""
    return Reply(b"<Error><Code>NoSuchKey</Code></Error>", 404, media_type="application/xml")


def forbidden(_request: Request, _wire: Wire, _content: bytes) -> Reply:
    """Say that the file is closed, as is also said to those who ask too much."""
    return Reply(b"<Error><Code>AccessDenied</Code></Error>", 403, media_type="application/xml")


def slow_down(_request: Request, _wire: Wire, _content: bytes) -> Reply:
    """Ask for a pause of seven seconds."""
    headers = (("Retry-After", "7"),)
    return Reply(SLOW_DOWN, 503, media_type="application/xml", headers=headers)


def overloaded(_request: Request, _wire: Wire, _content: bytes) -> Reply:
    """Ask for a pause without saying how long."""
    return Reply(SLOW_DOWN, 503, media_type="application/xml")


def cut(request: Request, wire: Wire, content: bytes) -> None:
    """Hang up politely in the middle of the answer."""
    sent = _written(request, wire, content)
    wire.send(sent[: len(sent) // 2])


def reset(request: Request, wire: Wire, content: bytes) -> None:
    """Break off in the middle of the answer with a TCP reset."""
    cut(request, wire, content)
    wire.reset()


def drip(request: Request, wire: Wire, content: bytes) -> None:
    """Send the answer byte by byte."""
    wire.drip(_written(request, wire, content))


def rangeless(request: Request, wire: Wire, content: bytes) -> Reply:
    """Send the whole file, whatever range is asked for."""
    headers = {name: text for name, text in request.headers.items() if name != "range"}
    return well(Request(request.method, request.path, headers), wire, content)


def elsewhere(request: Request, wire: Wire, content: bytes) -> Reply:
    """Send a part that begins a byte further on than was asked for."""
    asked = re.sub(r"\d+", lambda place: str(int(place[0]) + 1), request.headers["range"], count=1)
    return well(Request(request.method, request.path, {"range": asked}), wire, content)


@functools.lru_cache(maxsize=64)
def _validated(content: bytes) -> Reply:
    return validated(content, PACKED)


def _written(request: Request, wire: Wire, content: bytes) -> bytes:
    reply = well(request, wire, content)
    lines = [f"HTTP/1.1 {reply.status} So", f"Content-Length: {len(reply.body)}"]
    lines += [f"ETag: {reply.etag}", *(f"{name}: {text}" for name, text in reply.headers)]
    return "\r\n".join([*lines, "", ""]).encode() + reply.body


WAYS: dict[str, Way] = {
    "well": well,
    "missing": missing,
    "forbidden": forbidden,
    "slow_down": slow_down,
    "overloaded": overloaded,
    "cut": cut,
    "reset": reset,
    "drip": drip,
    "rangeless": rangeless,
    "elsewhere": elsewhere,
}
