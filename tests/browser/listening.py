"""Hear what a page does that it must not: errors, dialogs, scripts that ran, requests to others."""

from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Download, Page, Route

INSIDE = ("data:", "blob:", "about:", "chrome-error:")  # what asks nobody


class Listener:
    """A window of the browser in which all that a page does wrong is written down.

    ``home`` is where pages may ask: the start of an address. What goes elsewhere is refused
    before it leaves. At the end of a ``with`` block anything that was heard fails the test.
    """

    def __init__(self, browser: Browser, home: str, **options: Any) -> None:
        self.home = home
        self.heard: list[str] = []
        self.asked: list[str] = []
        self.downloads: list[Download] = []
        self._awaited = 0
        self._refusals = 0
        self._context = browser.new_context(**options)
        self._context.set_default_timeout(10_000)
        self._context.route("**/*", self._route)
        self._context.on("console", self._console)
        self._context.on("weberror", lambda error: self._hear("page error", error.error))
        self._context.on("dialog", self._dialog)
        self._context.on("page", self._opened)
        self.page = self._context.new_page()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._context.close()
        if error is None and self.heard:
            pytest.fail("\n".join(self.heard))

    def open(self, path: str, *, status: int = 200) -> Page:
        """Go to a page of ours, and see that it answers as it should."""
        self._refusals = int(status >= 400)
        answer = self.page.goto(f"{self.home}{path}", wait_until="load")
        if answer is not None and answer.status != status:
            self._hear(f"status {answer.status} instead of {status}")
        return self.page

    def download(self, act: Callable[[], object]) -> bytes:
        """Do what starts a download, and return what came."""
        self._awaited += 1
        with self.page.expect_download() as coming:
            act()
        return coming.value.path().read_bytes()

    def _hear(self, *told: object) -> None:
        where = self.page.url.removeprefix(self.home)
        self.heard.append(f"{where}: {' '.join(map(str, told))}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning", "assert"):
            return
        if self._refusals and message.text.startswith("Failed to load resource"):
            self._refusals -= 1  # the page that was asked for in order to be refused
            return
        self._hear(message.type, message.text)

    def _dialog(self, dialog: Dialog) -> None:
        self._hear("dialog", dialog.message)
        dialog.dismiss()

    def _opened(self, page: Page) -> None:
        if len(self._context.pages) > 1:
            self._hear("a window opened itself", page.url)
        page.on("download", self._download)

    def _download(self, download: Download) -> None:
        self.downloads.append(download)
        if len(self.downloads) > self._awaited:
            self._hear("a download that nobody asked for", download.url)

    def _route(self, route: Route) -> None:
        url = route.request.url
        self.asked.append(url)
        if url.startswith((self.home, *INSIDE)):
            route.continue_()
        else:
            self._hear("a request to", urlsplit(url).netloc or url)
            route.abort()
