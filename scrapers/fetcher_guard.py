"""Let connections go to public addresses only, and end in time.

The address that was looked up and checked is the one that is connected to: there is no second
lookup that could say something else. TLS is still verified against the host's name.
"""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Sequence
from queue import Empty, SimpleQueue
from typing import Any

import httpcore

from scrapers.fetcher_limits import Budget, NoAnswer

Resolve = Callable[[str], Sequence[str]]

GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # all that was ever given out for use
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # NAT64, RFC 6052: the last 32 bits are IPv4
# Tunnels to an IPv4 address that nobody checked, and what older Pythons take for global.
NEVER_ASKED = tuple(
    map(
        ipaddress.ip_network,
        ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "192.0.0.0/24", "192.88.99.0/24"),
    )
)


def look_up(host: str) -> list[str]:
    """Ask the system for all addresses of a host, in its order; raises OSError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def refusal(address: str, *, loopback: bool = False) -> str | None:
    """Say why an IP address may not be asked; None when it may.

    Public addresses may, and with ``loopback`` this machine's own. IPv4 addresses that are wrapped
    in IPv6 ones are judged by what they wrap.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6 and (inner := ip.ipv4_mapped):
        ip = inner
    elif ip.version == 6 and ip in TRANSLATED:
        ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.is_loopback:
        return None if loopback else "on this machine itself"
    for kind in ("private", "link_local", "multicast", "unspecified"):
        if getattr(ip, f"is_{kind}"):
            return kind.replace("_", "-")
    public = ip.is_global and not ip.is_reserved and not any(ip in net for net in NEVER_ASKED)
    if not public or (ip.version == 6 and ip not in GLOBAL_UNICAST):
        return "not public"
    return None


class Guard(httpcore.NetworkBackend):
    """Connect for httpcore: looked up once, checked, and each wait cut to what its budget leaves.

    ``budget`` is per thread, as a connection outlives the request that opened it.
    """

    def __init__(self, *, loopback: bool, resolve: Resolve):
        self._loopback = loopback
        self._resolve = resolve
        self._inner = httpcore.SyncBackend()
        self._own = threading.local()

    def spend(self, budget: Budget) -> None:
        """Charge what this thread does from here on to a budget."""
        self._own.budget = budget

    def patience(self, seconds: float | None) -> float:
        """Cut a wait to what is left; raises NoAnswer when that is nothing."""
        budget: Budget = self._own.budget
        budget.check()
        return min(budget.limits.read_seconds if seconds is None else seconds, budget.seconds_left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers; NoAnswer when one is refused."""
        addresses = self._checked_addresses(host, self.patience(timeout))[:3]
        for address in addresses[:-1]:
            try:
                # Half the time each, so that a dead IPv6 route leaves enough for IPv4.
                return self._connect(address, port, self.patience(timeout) / 2)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(addresses[-1], port, self.patience(timeout))

    def _connect(self, address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        return _TimedStream(self._inner.connect_tcp(address, port, timeout=seconds), self)

    def _checked_addresses(self, host: str, seconds: float) -> Sequence[str]:
        name = host.rstrip(".").lower()
        if name == "localhost" or name.endswith(".localhost"):  # RFC 6761: never left to DNS
            addresses: Sequence[str] = ["127.0.0.1"]
        else:
            addresses = self._look_up_within(host, seconds)
        for address in addresses:  # one bad address is enough: which of them is used is chance
            if reason := refusal(address, loopback=self._loopback):
                raise NoAnswer(
                    "unreachable",
                    f"{host} has the address {address}, which is {reason}, and was not asked",
                )
        return addresses

    def _look_up_within(self, host: str, seconds: float) -> Sequence[str]:
        # A lookup cannot be interrupted: it is left behind on a thread that holds up nobody's exit.
        box: SimpleQueue[Sequence[str] | OSError | UnicodeError] = SimpleQueue()

        def look() -> None:
            try:
                box.put(self._resolve(host))
            except (OSError, UnicodeError) as error:  # UnicodeError: a label of over 63 letters
                box.put(error)

        threading.Thread(target=look, name=f"look up {host}", daemon=True).start()
        try:
            found = box.get(timeout=seconds)
        except Empty:
            raise NoAnswer(
                "too_slow", f"the address of {host} was not found within {seconds:.3g} s"
            ) from None
        if isinstance(found, OSError | UnicodeError):
            raise NoAnswer("unreachable", f"{host} has no known address ({found})") from found
        if not found:
            raise NoAnswer("unreachable", f"{host} has no known address")
        return found


class _TimedStream(httpcore.NetworkStream):
    """Pass everything on, with the guard's patience."""

    def __init__(self, inner: httpcore.NetworkStream, guard: Guard):
        self._inner = inner
        self._guard = guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._guard.patience(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._guard.patience(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = self._guard.patience(timeout)
        return _TimedStream(
            self._inner.start_tls(ssl_context, server_hostname, seconds), self._guard
        )

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
