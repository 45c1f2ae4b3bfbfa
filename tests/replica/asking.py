"""Ask the replica without the product: plain requests to 127.0.0.1, for any host."""

import http.client
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Got:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def get(url: str, **headers: str) -> Got:
    """Ask 127.0.0.1 for an address of any host, without a look at redirects or encodings."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=10)
    given = {name.replace("_", "-"): text for name, text in headers.items()}
    path = url.partition(parts.netloc)[2]
    try:
        connection.request("GET", path, headers={"Host": parts.netloc, **given})
        answer = connection.getresponse()
        return Got(answer.status, dict(answer.getheaders()), answer.read())
    finally:
        connection.close()


def get_raw(url: str, *, bytes_wanted: int = 1 << 30) -> bytes:
    """Read what comes over the wire, until it ends or there is enough."""
    parts = urlsplit(url)
    with socket.create_connection(("127.0.0.1", parts.port), timeout=10) as wire:
        wire.sendall(f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        got = bytearray()
        while len(got) < bytes_wanted and (more := wire.recv(1 << 20)):
            got += more
    return bytes(got)
