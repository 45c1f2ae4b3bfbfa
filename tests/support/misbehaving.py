"""Serve pages on loopback as badly as a test wants: raw sockets, a thread for each connection."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

# What is sent for a path: bytes, a function that does as it likes with the connection, or one
# of them for each request in turn, of which the last stays.
Play = Callable[[socket.socket], None]
Page = bytes | Play | list[bytes | Play]


@dataclass(frozen=True)
class Heard:
    """One request as it came, and when its head was complete."""

    path: str
    headers: dict[str, str]
    at: float


def http(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """Write a whole answer; underscores in header names stand for hyphens."""
    lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def head(*lines: str) -> bytes:
    """Write the start of an answer whose body the caller sends."""
    return "\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode("latin-1")


class Misbehaving:
    """A server for the length of a ``with``; paths that it does not know answer 404."""

    def __init__(self, pages: dict[str, Page] | None = None, *, wrap=lambda connection: connection):
        self.pages = pages or {}
        self.heard: list[Heard] = []
        self.connections = 0
        self.most_at_once = 0
        self._wrap = wrap
        self._at_once = 0
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()

    def __enter__(self):
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def url(self, path: str = "/", host: str = "paper.localhost", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """List the paths that were asked for, robots.txt aside."""
        return [one.path for one in self.heard if one.path != "/robots.txt"]

    def open_connections(self) -> int:
        with self._lock:
            return len(self._open)

    def _accept(self):
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection):
        with suppress(OSError, ValueError), self._wrap(connection) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self.connections += 1
                self._open.add(connection)
            with suppress(OSError), connection.makefile("rb") as lines:
                while heard := self._hear(lines):
                    self._answer(connection, heard)
            with self._lock:
                self._open.discard(connection)

    def _hear(self, lines):
        request = lines.readline().decode("latin-1").split()
        if not request:
            return None
        headers = {}
        while line := lines.readline().decode("latin-1").strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        return Heard(request[1], headers, monotonic())

    def _answer(self, connection, heard):
        with self._lock:
            self.heard.append(heard)
            turn = [one.path for one in self.heard].count(heard.path) - 1
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        page = self.pages.get(heard.path, http(404))
        if isinstance(page, list):
            page = page[min(turn, len(page) - 1)]
        try:
            if isinstance(page, bytes):
                connection.sendall(page)
            else:
                page(connection)
                connection.shutdown(socket.SHUT_RDWR)
        finally:
            with self._lock:
                self._at_once -= 1


def reset(connection: socket.socket) -> None:
    """End a connection as a crash does: with a reset, not a farewell."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()
