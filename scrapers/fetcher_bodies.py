"""Take the bytes of a body as they come, unpacked, and never more than is allowed."""

import zlib
from io import BytesIO

from scrapers.fetcher_limits import Limits, NoAnswer

PIECE_BYTES = 65_536  # unpacked at a time, whatever a packed byte claims to hold
GZIP = 16 + zlib.MAX_WBITS


class Body:
    """Gather one body; ``content`` is what came so far, also after an error.

    ``coding`` is the Content-Encoding header. Unpacked are gzip of any number of members, and
    deflate with and without the zlib wrapper, as servers send both (RFC 9110, 8.4.1.2).
    """

    def __init__(self, coding: str, limits: Limits):
        self._limits = limits
        self._coding = coding.strip().lower().removeprefix("x-")
        if self._coding not in {"", "identity", "gzip", "deflate"}:
            raise NoAnswer(
                "unreachable", f"it is packed with {self._coding!r:.40}, which was not asked for"
            )
        self._kept = BytesIO()
        self._packed_bytes = 0
        self._head = b""
        self._unpacking: zlib._Decompress | None = None

    @property
    def content(self) -> bytes:
        """Give what was unpacked so far."""
        return self._kept.getvalue()

    def add(self, chunk: bytes) -> None:
        """Take a chunk as it was sent; raises NoAnswer when it is too much, or damaged."""
        self._packed_bytes += len(chunk)
        if self._packed_bytes > self._limits.packed_bytes:
            raise NoAnswer("too_large", f"over {self._limits.packed_bytes:,} bytes were sent")
        if self._coding in {"", "identity"}:
            self._keep(chunk)
            return
        try:
            self._unpack(chunk)
        except zlib.error as error:
            raise NoAnswer("unreachable", f"its {self._coding} is damaged ({error})") from error

    def end(self) -> None:
        """Say that no more comes; raises NoAnswer when a packed body broke off."""
        if self._head or (self._unpacking and not self._unpacking.eof):
            raise NoAnswer("unreachable", f"the answer broke off: its {self._coding} has no end")

    def _unpack(self, chunk: bytes) -> None:
        chunk = self._head + chunk
        self._head = b""
        while chunk:
            if self._unpacking is None:
                if len(chunk) < 2:  # the first two bytes tell what it is
                    self._head = chunk
                    return
                self._unpacking = zlib.decompressobj(self._window_bits(chunk))
            elif self._unpacking.eof:
                if self._coding != "gzip" or not chunk.startswith(b"\x1f"):
                    return  # padding behind the end, which browsers drop too
                self._unpacking = zlib.decompressobj(GZIP)
            self._drain(self._unpacking, chunk)
            chunk = self._unpacking.unused_data

    def _drain(self, unpacking: "zlib._Decompress", chunk: bytes) -> None:
        while True:
            piece = unpacking.decompress(chunk, PIECE_BYTES)
            self._keep(piece)
            chunk = unpacking.unconsumed_tail
            # At the end zlib leaves the same tail there for ever: it then counts as unused data.
            if unpacking.eof or (not chunk and len(piece) < PIECE_BYTES):
                return

    def _window_bits(self, start: bytes) -> int:
        if self._coding == "gzip":
            return GZIP
        wrapped = start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0  # RFC 1950
        return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS

    def _keep(self, piece: bytes) -> None:
        room = self._limits.body_bytes - self._kept.tell()
        self._kept.write(piece[:room])
        if len(piece) > room:
            raise NoAnswer("too_large", f"it holds over {self._limits.body_bytes:,} bytes")
