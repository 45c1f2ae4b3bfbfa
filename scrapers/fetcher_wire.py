"""Ask over one connection that stays open, and hand on the answer while it comes.

Answers are read by the standard library, from a socket that the guard has opened: httpcore goes
through Python several times for each record of TLS, and takes 1.4 times the CPU where these have
16 kB (1.5 s a gigabyte), and 1.7 times where they have 8 kB, as in big downloads they may.
"""

import io
import ssl
from collections.abc import Callable, Mapping
from http.client import HTTPResponse
from socket import socket
from typing import cast

import httpx

from scrapers.answers import Answer
from scrapers.fetcher import checked_address, redirect_of
from scrapers.fetcher_guard import Guard
from scrapers.fetcher_limits import Budget, Limits, NoAnswer

HEAD_BYTES = 1 << 13  # read ahead; longer reads go straight to where they are wanted


class Wire:
    """One connection at most, to wherever the address led that was asked last."""

    def __init__(
        self,
        *,
        guard: Guard,
        agent: str,
        safety: Callable[[], ssl.SSLContext],
        permit: Callable[[httpx.URL], None],
        limits: Limits,
        ticks: Callable[[], float],
    ):
        self._guard = guard
        self._agent = agent
        self._safety = safety
        self._permit = permit
        self._limits = limits
        self._ticks = ticks
        self._socket: socket | None = None
        self._leads_to: tuple[str, bytes, int] | None = None
        self._stream: _Stream | None = None

    def ask(self, url: str, headers: Mapping[str, str]) -> tuple[Answer, HTTPResponse]:
        """Ask, and follow redirects as if each address were the first; the body is not read."""
        seen: set[str] = set()
        while True:
            address = checked_address(url)
            self._permit(address)
            response = self._exchange(address, headers)
            given = tuple(response.headers.items())
            answer = Answer(url, url, "", response.status, given, b"", 0)
            target = redirect_of(answer)
            if target is None:
                return answer, response
            self.close()
            seen.add(url)
            if target in seen or len(seen) > self._limits.redirects:
                raise NoAnswer("unreachable", f"it redirects without end, to {target}")
            url = target

    def renew(self) -> None:
        """Be patient for as long again."""
        if self._stream:
            self._stream.until = self._ticks() + self._limits.seconds

    def close(self) -> None:
        """Hang up, if there is a connection."""
        if self._socket:
            self._socket.close()
        self._socket = self._leads_to = self._stream = None

    def _exchange(self, address: httpx.URL, headers: Mapping[str, str]) -> HTTPResponse:
        port = address.port or {"http": 80, "https": 443}[address.scheme]
        wanted = (address.scheme, address.raw_host, port)
        if self._socket is None or self._leads_to != wanted:
            self.close()
            self._socket, self._leads_to = self._connect(*wanted), wanted
        lines = [
            f"GET {address.raw_path.decode('ascii')} HTTP/1.1",
            f"Host: {address.netloc.decode('ascii')}",
            f"User-Agent: {self._agent}",
            "Accept: */*",
            "Accept-Encoding: identity",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        self._stream = _Stream(self._socket, self._ticks, self._limits)
        self.renew()
        self._socket.sendall("".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1"))
        response = HTTPResponse(cast(socket, self._stream), method="GET")
        response.begin()
        return response

    def _connect(self, scheme: str, host: bytes, port: int) -> socket:
        name, seconds = host.decode("ascii"), self._limits.connect_seconds
        with Budget(self._limits, self._ticks) as budget:
            self._guard.spend(budget)
            stream = self._guard.connect_tcp(name, port, timeout=seconds)
            if scheme == "https":
                stream = stream.start_tls(self._safety(), name, timeout=seconds)
        connected = cast(socket, stream.get_extra_info("socket"))
        connected.settimeout(self._limits.read_seconds)
        return connected


class _Stream(io.RawIOBase):
    """A connection, as HTTPResponse reads one answer from it: with an end to its patience."""

    def __init__(self, connected: socket, ticks: Callable[[], float], limits: Limits):
        self._socket = connected
        self._ticks = ticks
        self._seconds = limits.seconds
        self.until = 0.0

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Give the bytes as a file; closing it leaves the connection open for the next answer."""
        return io.BufferedReader(self, HEAD_BYTES)

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read what there is. A socket's own patience begins anew with each byte."""
        if self._ticks() > self.until:
            raise NoAnswer("too_slow", f"too little came within {self._seconds:g} s")
        return self._socket.recv_into(buffer)
