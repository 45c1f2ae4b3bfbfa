"""Serve what the browser looks at, over loopback: our application, or the files of a folder."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import uvicorn

from pipeline.serving import browser, listen
from pipeline.store.describing import datasette_metadata


@contextmanager
def served(database: Path) -> Iterator[str]:
    """Serve a database as ``stanceline serve`` does, and give where: an address without a path."""
    listener = listen("127.0.0.1", 0)
    app = browser(database, datasette_metadata(title="A law"))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"  # what comes early waits in line
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


class Quiet(SimpleHTTPRequestHandler):
    """Serve files without telling of each on the screen; a missing icon is no fault of a page."""

    def do_GET(self) -> None:
        """Send a file."""
        if self.path == "/favicon.ico":
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served_files(folder: Path) -> Iterator[str]:
    """Serve a folder, and give where: an address without a path."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
