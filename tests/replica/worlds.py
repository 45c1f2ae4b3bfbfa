"""Say what each host serves, by path, and how that changes from night to night."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from replica.wire import Request, Wire

HTML = "text/html; charset=utf-8"
LONG_AGO = "Wed, 08 Jul 2020 00:00:00 GMT"


@dataclass(frozen=True, slots=True)
class Reply:
    """One whole answer of a well-behaved server; its validators make a 304 of it when they hold."""

    body: bytes = b""
    status: int = 200
    media_type: str | None = HTML
    headers: tuple[tuple[str, str], ...] = ()
    etag: str | None = None
    last_modified: str | None = None


# What stands under a path: a reply, or code that makes one; code that gives None has written to
# the wire by itself, and the connection ends after it.
Served = Reply | Callable[["Request", "Wire"], Reply | None]


def validated(body: bytes, media_type: str = HTML, *, modified: str = LONG_AGO) -> Reply:
    """Make a reply with an ETag of its bytes and a Last-Modified."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    return Reply(body, media_type=media_type, etag=etag, last_modified=modified)


def redirect(to: str, status: int = 302) -> Reply:
    """Send the reader elsewhere, be it nowhere."""
    return Reply(b"<p>Moved.", status=status, headers=(("Location", to),))


class World:
    """What each host serves; may be changed while it is served.

    A path is looked up whole, then without its query, then as ``*``, the host's answer to all else.
    What is put with a later ``night`` appears when ``next_night`` has come that often.
    ``controls`` are the switches of this world by name, for tests and for ``/__control/<name>``.
    """

    def __init__(self) -> None:
        self.night = 0
        self.controls: dict[str, Callable[..., Any]] = {"next_night": self.next_night}
        self._hosts: dict[str, dict[str, Served]] = {}
        self._later: list[tuple[int, str, str, Served]] = []
        self._lock = threading.Lock()

    def put(self, host: str, path: str, served: Served, *, night: int = 0) -> None:
        """Let ``host`` serve this under ``path``, in place of what stood there."""
        with self._lock:
            if night > self.night:
                self._later.append((night, host, path, served))
            else:
                self._hosts.setdefault(host, {})[path] = served

    def next_night(self) -> int:
        """Bring what the next night changes; give its number, the first night being 0."""
        with self._lock:
            self.night += 1
            for night, host, path, served in self._later:
                if night == self.night:
                    self._hosts.setdefault(host, {})[path] = served
        return self.night

    def find(self, host: str, path: str) -> Served | None:
        """Give what stands there tonight, None when nothing does."""
        paths = self._hosts.get(host, {})
        for key in (path, path.partition("?")[0], "*"):
            if (served := paths.get(key)) is not None:
                return served
        return None

    def hosts(self) -> tuple[str, ...]:
        """Name the hosts in the order in which they came."""
        return tuple(self._hosts)

    def paths(self, host: str) -> tuple[str, ...]:
        """Name the paths of a host in the order in which they came."""
        return tuple(self._hosts.get(host, {}))
