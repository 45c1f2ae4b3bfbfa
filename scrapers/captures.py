"""Say what a capture is: the bytes of one answer, never changed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer as it came, and where in the archive it lies.

    ``digest`` is ``sha256:<hex>`` of ``body``. ``captured_at`` is UTC, ``2026-11-24T01:02:03Z``.
    ``source`` is the id of the source that offered it (``added`` for single pages, ``demo``).
    ``asked`` is the address that was asked, where that is another: of a copy in a web archive its
    address there. ``file`` (relative to the archive's folder), ``offset`` and ``length`` name the
    gzip member.
    """

    url: str
    captured_at: str
    source: str
    media_type: str | None
    body: bytes
    digest: str
    file: str
    offset: int
    length: int
    asked: str | None = None
