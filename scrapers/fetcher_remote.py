"""Read a file behind a URL as if it lay here: seekable, by HTTP ranges, and never two states of it.

An answer that breaks off is gone on with at the byte. See RFC 9110, 13.1.5 and 14.
"""

import io
import re
from collections import deque
from collections.abc import Callable
from dataclasses import astuple, dataclass
from http.client import HTTPException, HTTPResponse
from re import Match

import httpcore

from scrapers.answers import Answer
from scrapers.fetcher import WORLD_FAILS
from scrapers.fetcher_limits import NoAnswer, Passing
from scrapers.fetcher_wire import Wire

FIRST_SPAN = 1 << 20  # bytes of the first request at a place; whoever reads on gets ever more
LARGEST_SPAN = 1 << 26
BLOCK_BYTES = 1 << 20
READ_BYTES = 1 << 18  # at a time; a read that breaks is lost as a whole, and asked for again
KEPT_BYTES = 8 << 20  # behind the place of reading: a reader may look back without a request
NEAR_BYTES = 1 << 20  # ahead of it: reading them takes less time than a new request
LEAST_BYTES = 1 << 16  # of a range that was asked for: less is a server that makes fun of us
TRIES = 6  # in a row, which with their waits take half a minute
BUSY = frozenset((429, 500, 502, 503, 504))
CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})", re.ASCII)
NO_RANGE = re.compile(r"bytes \*/(\d{1,18})", re.ASCII)
STRONG_ETAG = re.compile(r'"[!#-~\x80-\xff]*"')  # RFC 9110, 13.1.5: a weak one tells nothing
STEPS = {  # by status; what else there is to do with a file that cannot be had
    401: "it is not open to everybody; download it by other means and give its path",
    403: "it is closed, or shut to us for asking too much; wait some hours and run it again",
    404: "look whether the address is right",
    410: "look whether it has moved",
}
ANEW = "read it from its start"
AGAIN = "run the same command again to go on there"


class LostFile(OSError):
    """A file behind a URL that cannot be read, or not any further.

    The message says which, why, and what to do next. ``status`` is that of the last answer.
    """

    def __init__(self, message: str, url: str | None = None, status: int | None = None):
        super().__init__(message)
        self.url = url
        self.status = status


class RemoteFile(io.RawIOBase):
    """A file behind a URL, to be read in large blocks; it never has more than one connection.

    A connection that breaks is made anew, and reading goes on at the byte. All answers must agree
    in what they tell of ETag, date and size, so that a file that was changed meanwhile is lost, and
    never mixed. A server that cannot serve ranges is read from the start, and again for a step
    back. The bytes are those that are sent, whatever encoding is declared for them.
    """

    def __init__(
        self,
        wire: Wire,
        url: str,
        *,
        size: int | None,
        wait: Callable[[Answer | None, int], None],
    ):
        self.name = url
        self._wire = wire
        self._wait = wait
        self._wanted_size = size
        self._known: _Known | None = None  # what the answers so far said of it
        self._at = 0
        self._blocks: deque[memoryview] = deque()
        self._begin = self._end = 0  # of the blocks; what is sent now goes on at the end
        self._stop: int | None = None  # where that ends; None when it does not say
        self._response: HTTPResponse | None = None
        self._ranges = True
        self._span = FIRST_SPAN
        self._strikes = 0

    @property
    def size(self) -> int | None:
        """Give the size in bytes, asking for it if need be; None when the server does not say."""
        if self._known is None:
            self._bring()
        return self._known.size if self._known else None

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes."""
        return True

    def tell(self) -> int:
        """Give the place of reading."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place. To find an end that the server does not tell, all is read up to it."""
        if whence == io.SEEK_CUR:
            offset += self._at
        elif whence == io.SEEK_END:
            while self.size is None and self._bring():
                self._at = self._end
            offset += self.size or 0
        if offset < 0:
            raise ValueError(f"{offset} is no place in a file")
        self._at = offset
        return offset

    def read(self, size: int | None = -1) -> bytes:
        """Read so many bytes, and fewer at the end of the file only; raises LostFile."""
        if self.closed:
            raise ValueError(f"{self.name} is closed")
        if size is None or size < 0:
            return self.readall()
        parts: list[memoryview] = []
        while size and self._bring():
            parts.append(self._here(size))
            self._at += len(parts[-1])
            size -= len(parts[-1])
        return b"".join(parts)

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, and less of it at the end of the file only; raises LostFile."""
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        """Hang up."""
        self._hang_up()
        super().close()

    def _here(self, size: int) -> memoryview:
        begin = self._begin
        for block in self._blocks:
            if self._at < begin + len(block):
                break
            begin += len(block)
        return block[self._at - begin : self._at - begin + size]

    def _bring(self) -> bool:
        """Have the byte here that is read next; False at the end of the file."""
        while not self._begin <= self._at < self._end:
            if self._known and self._known.size is not None and self._at >= self._known.size:
                return False
            ahead = self._at - self._end
            try:
                if self._response and ahead >= 0 and (ahead <= NEAR_BYTES or not self._ranges):
                    self._read_block(self._response)
                else:
                    self._ask()
            except LostFile:
                self._hang_up()
                raise
            except (NoAnswer, Passing, HTTPException, OSError, *WORLD_FAILS) as error:
                self._hang_up()
                self._strike(error)
        return True

    def _strike(self, error: Exception) -> None:
        """Wait before the next try; raises LostFile when none would help."""
        answer = error.answer if isinstance(error, Passing) else None
        said = _said(error)
        if _is_final(error, was_there=self._known is not None or self._wanted_size is not None):
            raise self._lost(f"{said}; see to that, then {AGAIN}") from error
        self._strikes += 1
        if self._strikes == TRIES:
            status = answer.status if answer else None
            why = f"{said}, {TRIES} times in a row at byte {self._at:,}; {AGAIN}"
            raise self._lost(why, status) from error
        self._wait(answer, self._strikes)

    def _lost(self, why: str, status: int | None = None) -> LostFile:
        return LostFile(f"{self.name}: {why}", self.name, status)

    def _hang_up(self) -> None:
        self._response = None
        self._wire.close()

    def _ask(self) -> None:
        if self._response:
            self._hang_up()
        if self._at != self._end:
            self._go_to(self._at)
        headers = {"Range": f"bytes={self._at}-{self._at + self._span - 1}"}
        etag = (self._known and self._known.etag) or ""
        if STRONG_ETAG.fullmatch(etag):
            headers["If-Range"] = etag
        answer, response = self._wire.ask(self.name, headers)
        status, place = answer.status or 0, answer.header("Content-Range") or ""
        if status == 206:
            self._take_part(answer, response, CONTENT_RANGE.fullmatch(place))
        elif status == 200:
            self._take_whole(answer, response)
        elif status == 416 and (beyond := NO_RANGE.fullmatch(place)):
            self._hang_up()
            self._meet(_Known(size=int(beyond[1])), status)
            if int(beyond[1]) > self._at:
                raise self._lost(f"the server has {place}, but not byte {self._at:,}", status)
        elif status in BUSY:
            raise Passing(answer)
        else:
            step = STEPS.get(status, "see what the server says there")
            raise self._lost(f"HTTP {status}; {step}", status)

    def _take_part(self, answer: Answer, response: HTTPResponse, place: Match[str] | None) -> None:
        begin, stop, size = (
            (int(place[1]), int(place[2]) + 1, int(place[3])) if place else (0, 0, 0)
        )
        asked = self._at + self._span
        sound = begin == self._at < stop <= min(asked, size)
        enough = stop >= min(begin + LEAST_BYTES, asked, size)
        if not (sound and enough and response.length in {None, stop - begin}):
            came = repr(answer.header("Content-Range"))[:80]
            why = f"bytes {self._at}-{asked - 1} were asked for, and Content-Range {came} came"
            raise self._lost(f"{why}; download it, and give its path", answer.status)
        self._meet(_Known.of(answer, size), answer.status)
        self._response, self._stop, self._ranges = response, stop, True
        self._span = min(self._span * 4, LARGEST_SPAN)

    def _take_whole(self, answer: Answer, response: HTTPResponse) -> None:
        """Read from the start, as the server knows no ranges, or would not go on."""
        if response.length is None and not response.chunked:
            why = "the server does not say where it ends; download it, and give its path"
            raise self._lost(why, answer.status)
        self._meet(_Known.of(answer, response.length), answer.status)
        self._go_to(0)
        self._response, self._stop, self._ranges = response, response.length, False

    def _meet(self, seen: "_Known", status: int | None) -> None:
        """See that an answer is of the same file as those before; raises LostFile."""
        known = self._known or _Known(size=self._wanted_size)
        same = known.agrees(seen)
        if same is False:
            since = "while it was read" if self._known else "since it was last looked at"
            raise self._lost(f"it was changed {since}; {ANEW}", status)
        if same is None and self._known:
            why = "it broke off, and the server tells neither its version nor its size"
            raise self._lost(f"{why}; download it, and give its path", status)
        self._known = known.joined(seen)

    def _go_to(self, place: int) -> None:
        self._blocks.clear()
        self._begin = self._end = place
        self._span = FIRST_SPAN

    def _read_block(self, response: HTTPResponse) -> None:
        """Take what is sent next; what came before something breaks is kept, too."""
        length = BLOCK_BYTES if self._stop is None else min(BLOCK_BYTES, self._stop - self._end)
        block, got = memoryview(bytearray(length)), 0
        self._wire.renew()
        try:
            while got < length and (count := response.readinto(block[got : got + READ_BYTES])):
                got += count
        finally:
            self._keep(block[:got])
        if got < length and self._stop is not None:
            raise HTTPException("the answer broke off")
        if got < length and self._known:
            self._known = self._known.joined(_Known(size=self._end))
        if self._end > self._at:  # not for what is only read to come by it
            self._strikes = 0
        if got < length or self._end == self._stop:
            self._response = None
            if response.will_close or not response.isclosed():
                self._hang_up()

    def _keep(self, block: memoryview) -> None:
        if block:
            self._blocks.append(block.toreadonly())
            self._end += len(block)
        while self._blocks and self._begin + len(self._blocks[0]) <= self._at - KEPT_BYTES:
            self._begin += len(self._blocks.popleft())


@dataclass(frozen=True, slots=True)
class _Known:
    """What an answer tells of the file that it is a part of."""

    etag: str | None = None
    modified: str | None = None
    size: int | None = None

    @classmethod
    def of(cls, answer: Answer, size: int | None) -> "_Known":
        """Read what the headers of an answer tell."""
        return cls(answer.header("ETag"), answer.header("Last-Modified"), size)

    def agrees(self, other: "_Known") -> bool | None:
        """Tell whether both may be of one state of the file; None when they share nothing."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        same = [one == two for one, two in pairs if one is not None and two is not None]
        return all(same) if same else None

    def joined(self, other: "_Known") -> "_Known":
        """Take over what is not known yet."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return _Known(*(two if one is None else one for one, two in pairs))


def _said(error: Exception) -> str:
    if isinstance(error, Passing):
        return f"HTTP {error.answer.status}"
    if isinstance(error, TimeoutError):
        return "nothing came for too long"
    if isinstance(error, HTTPException) and not isinstance(error, OSError):
        return f"what came is no sound answer ({error!r:.120})"
    return str(error) or type(error).__name__


def _is_final(error: Exception, *, was_there: bool) -> bool:
    """Tell whether an error comes again at the next try.

    That a host is not found or not reached passes, if it was there before.
    """
    making = isinstance(error, httpcore.ConnectError | httpcore.ConnectTimeout)
    if isinstance(error, NoAnswer):
        making = isinstance(error.__cause__, OSError)
        return not (was_there if making else error.failure == "too_slow")
    return making and not was_there
