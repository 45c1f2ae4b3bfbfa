"""Open files of any size, by path or URL, with the manners that all our asking has."""

import io
import ssl
from abc import abstractmethod
from functools import cache, cached_property
from pathlib import Path
from typing import BinaryIO, cast

import httpx

from scrapers.answers import Answer, Ask
from scrapers.fetcher import Fetcher
from scrapers.fetcher_remote import ANEW, LostFile, RemoteFile
from scrapers.fetcher_turns import host_of
from scrapers.fetcher_wire import Wire

__all__ = ["ArchiveFile", "Archives", "LocalFile", "LostFile", "RemoteFile", "open_archive"]


class ArchiveFile(BinaryIO):
    """What ``open_archive`` gives, to a reader of types: a file with its ``size``.

    Of a URL it is None where the server does not say.
    """

    size: int | None

    @abstractmethod
    def __enter__(self) -> "ArchiveFile": ...


def open_archive(
    address: str,
    *,
    contact: str | None = None,
    loopback: bool = False,
    robots_folder: Path | None = None,
    size: int | None = None,
) -> ArchiveFile:
    """Open a file by its path or its URL; either raises OSError when it is not there, or gets lost.

    ``size`` is what it must have: one of another size is lost, for it was changed. Nothing is
    asked of a URL before its first read. The other options are those of ``Fetcher``.
    """
    if "://" in address:
        archives = _archives(contact, loopback, robots_folder)
        return cast(ArchiveFile, archives.open(address, size=size))
    file = LocalFile(address)
    if size not in {None, file.size}:
        file.close()
        raise LostFile(f"{address}: it was changed since it was last looked at; {ANEW}", address)
    return cast(ArchiveFile, file)


class LocalFile(io.BufferedReader):
    """A file that lies here, with its size."""

    def __init__(self, path: str):
        super().__init__(io.FileIO(path))
        self.size = self.seek(0, io.SEEK_END)
        self.seek(0)


@cache
def _archives(contact: str | None, loopback: bool, robots_folder: Path | None) -> "Archives":
    """Share between the files of a process what is dear to make: TLS, and what robots.txt said."""
    return Archives(contact=contact, loopback=loopback, robots_folder=robots_folder)


class Archives(Fetcher):
    """A Fetcher that also opens files, of which it asks no more than its manners allow.

    robots.txt is obeyed, its pace kept between two requests, and a host left alone for as long as
    it wants. ``Limits.seconds`` are those for the head of an answer, and for each megabyte.
    """

    def open(self, url: str, *, size: int | None = None) -> "RemoteFile":
        """Open a file; nothing is asked before the first read."""
        wire = Wire(
            guard=self._guard,
            agent=self._agent,
            safety=lambda: self._safety,
            permit=self._permit,
            limits=self._limits,
            ticks=self._ticks,
        )
        return RemoteFile(wire, url, size=size, wait=self._wait)

    @cached_property
    def _safety(self) -> ssl.SSLContext:
        return httpx.create_ssl_context()

    def _permit(self, address: httpx.URL) -> None:
        """Wait until the host may be asked for an address; raises NoAnswer when it never may."""
        host, ask = host_of(str(address)), Ask(str(address), "archive", pace_seconds=0.0)
        steps = self._permitted_pace(address, ask, self._limits)
        try:
            while True:
                self._sleep(next(steps))
        except StopIteration as end:
            pace: float = end.value
        while wait := self._turns.claim(host, pace):
            self._leave_alone(host, self._limits)
            self._sleep(wait)
        # A file is read for minutes: whoever asks the host for something else does not wait for it.
        self._turns.release(host)

    def _wait(self, answer: Answer | None, strikes: int) -> None:
        """Let time pass before another try; a connection that broke once is made anew at once."""
        seconds = self._limits.retry_seconds * (2 ** (strikes if answer else strikes - 1) - 1)
        if answer:  # all files of this process wait, where they ask the host again
            rest = max(self._rest_asked(answer) or 0.0, seconds)
            self._turns.rest(host_of(answer.final_url), rest)
        elif seconds:
            self._sleep(seconds)
