"""Speak HTTP/1.1 over one connection, as well or as badly as wanted."""

import contextlib
import http
import socket
import struct
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, urlsplit

from replica.worlds import Reply

PHRASES = {status.value: status.phrase for status in http.HTTPStatus}


class Hushed(OSError):
    """The replica closes while an answer drips."""


@dataclass(frozen=True)
class Request:
    """What was asked. ``path`` is the whole target; header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]

    @cached_property
    def authority(self) -> str:
        """Give the Host header: name and port."""
        return self.headers.get("host", "").lower()

    @property
    def host(self) -> str:
        """Give the name that is played, without the port."""
        return self.authority.rpartition(":")[0] or self.authority

    @cached_property
    def query(self) -> dict[str, str]:
        """Give the parameters; the last of a name counts."""
        return dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))


def unchanged(request: Request, reply: Reply) -> bool:
    """Tell whether the reader has this already (RFC 9110, 13.1: an ETag overrules the date)."""
    known = request.headers.get("if-none-match")
    if known is not None:
        return reply.etag is not None and reply.etag in [part.strip() for part in known.split(",")]
    since = request.headers.get("if-modified-since")
    return since is not None and since == reply.last_modified


class Wire:
    """One connection to a reader, with the means to misuse it."""

    def __init__(self, connection: socket.socket, closing: threading.Event, drip_seconds: float):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = connection
        self._closing = closing
        self._drip_seconds = drip_seconds
        self._unread = b""

    def read_request(self) -> Request | None:
        """Wait for the next request; None when the reader has hung up."""
        while b"\r\n\r\n" not in self._unread:
            if not (more := self._socket.recv(65536)):
                return None
            self._unread += more
        head, _, self._unread = self._unread.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ", 2)
        fields = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): text.strip() for name, _, text in fields}
        self._pass_over(int(headers.get("content-length", 0)))
        return Request(method, path, headers)

    def _pass_over(self, length: int) -> None:
        while len(self._unread) < length and (more := self._socket.recv(65536)):
            self._unread += more
        self._unread = self._unread[length:]

    def send(self, sent: bytes) -> None:
        """Write bytes as they are."""
        self._socket.sendall(sent)

    def answer(self, request: Request, reply: Reply) -> None:
        """Write a whole answer, 304 when the reader has it already."""
        status, body = reply.status, reply.body
        if status == 200 and unchanged(request, reply):
            status, body = 304, b""
        lines = [f"HTTP/1.1 {status} {PHRASES.get(status, 'Unknown')}"]
        if reply.media_type and status != 304:
            lines.append(f"Content-Type: {reply.media_type}")
        if reply.etag:
            lines.append(f"ETag: {reply.etag}")
        if reply.last_modified:
            lines.append(f"Last-Modified: {reply.last_modified}")
        lines.extend(f"{name}: {text}" for name, text in reply.headers)
        if status != 304:
            lines.append(f"Content-Length: {len(body)}")
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        self.send(head if request.method == "HEAD" else head + body)

    def drip(self, sent: bytes) -> None:
        """Write a byte, wait (a second, if the replica was not told otherwise), and so on."""
        for byte in sent:
            self.send(bytes([byte]))
            if self._closing.wait(self._drip_seconds):
                raise Hushed

    def reset(self) -> None:
        """Break the connection off with a TCP reset instead of an orderly end."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    def close(self) -> None:
        """End the connection, from whichever thread."""
        with contextlib.suppress(OSError):  # the reader was faster
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
