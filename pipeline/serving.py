"""Serve a database with Datasette, every table and column described."""

import asyncio
import re
import socket
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import uvicorn
from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils import tilde_encode
from markupsafe import Markup

from pipeline import serving_charts, serving_downloads, serving_pages
from pipeline.errors import StancelineError
from pipeline.outside import REL, web_address
from pipeline.store.guarding import guard

LONGEST_ADDRESS = 500  # characters of one in a cell
LOOKS = Path(__file__).with_name("looks")
SETTINGS = {
    "suggest_facets": False,  # the facets that help are chosen; the rest is a screen of noise
    "truncate_cells_html": 500,  # longer than any sentence, far shorter than an article
    "sql_time_limit_ms": 3000,  # ten times the slowest question of a million claims
    "facet_time_limit_ms": 1000,  # a facet that comes late is worth more than one left out
    "num_sql_threads": 4,  # so that three slow queries of one visitor do not stop the others
    "default_page_size": 50,  # rows: a page of a hundred takes twice as long to draw
    "max_returned_rows": 2000,  # a page of more takes seconds to draw; downloads of tables stream
    "max_csv_mb": 0,  # a download that streams costs no memory, and must not stop in the middle
}
# One word per thing: a column of this name holds the key of a row in that table.
LINKED = {
    "claim": "claims",
    "company": "companies",
    "document": "documents",
    "event": "events",
    "source": "sources",
    "stance": "stances",
}


def listen(host: str, port: int) -> socket.socket:
    """Take the port, 0 for any free one; raise StancelineError when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise StancelineError(
            f"{host}:{port}: {error.strerror or error}; choose another with --port or --host"
        ) from error


def serve(database: Path, listener: socket.socket, *, metadata: Mapping[str, Any]) -> None:
    """Answer on the listener until the process is interrupted."""
    config = uvicorn.Config(browser(database, metadata), log_level="warning", lifespan="on")
    uvicorn.Server(config).run(sockets=[listener])


def browser(database: Path, metadata: Mapping[str, Any]) -> Any:
    """Make the ASGI application that shows a database.

    The database is opened read-only and not as immutable, so that a rebuild shows at once.
    """
    # With rich at hand Datasette 0.65 draws an error that is over, and answers 500 for every 404.
    pm.get_plugin("datasette.handle_exception").rich = None
    for hooks in (sys.modules[__name__], serving_charts, serving_pages):
        if not pm.is_registered(hooks):
            pm.register(hooks)
    shown = Datasette(
        files=[str(database)],
        metadata=dict(metadata),
        static_mounts=[("looks", str(LOOKS / "static"))],
        template_dir=str(LOOKS / "templates"),
        settings=SETTINGS,
    )
    shown.pictures = serving_charts.Pictures(database)
    shown.writing_files = asyncio.Semaphore(serving_downloads.AT_ONCE)
    return _seeing_replacement(shown.app(), shown, database)


def _seeing_replacement(application: Any, shown: Datasette, database: Path) -> Any:
    """Open the database anew when another file has taken its place: connections keep the old one.

    Datasette keeps one for each of its threads, so new threads are enough.
    """

    def file() -> tuple[int, int] | None:
        try:
            found = database.stat()
        except FileNotFoundError:  # it is being remade
            return None
        return found.st_dev, found.st_ino

    known = file()

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        nonlocal known
        if (now := file()) is not None and now != known:
            known = now
            former, threads = shown.executor, shown.setting("num_sql_threads")
            shown.executor = ThreadPoolExecutor(max_workers=threads)
            former.shutdown(wait=False)
        await application(scope, receive, send)

    return answer


@hookimpl  # type: ignore[untyped-decorator]  # Datasette ships no types
def prepare_connection(conn: Any) -> None:
    """Bound what a question in an address can cost."""
    guard(conn)


def linked_out(value: str) -> Markup:
    """Write a link to an address of the web; what is none stays text."""
    shown = value if len(value) <= LONGEST_ADDRESS else f"{value[:LONGEST_ADDRESS]}…"
    address = web_address(value)
    if address is None:
        return Markup("{}").format(shown)
    return Markup('<a href="{}" rel="{}">{}</a>').format(address, REL, shown)


@hookimpl  # type: ignore[untyped-decorator]  # Datasette ships no types
def render_cell(
    value: object, column: str, table: str | None, database: str, datasette: Datasette
) -> Markup | None:
    """Lead from views, questions and single rows to the row that a key names, and to addresses.

    Datasette does the first itself where a table has foreign keys, and gives those as
    dictionaries. It links addresses as well, but those that hide a host, and without ``rel``.
    """
    if not isinstance(value, str) or not value:
        return None
    if value.lower().startswith(("http://", "https://")) and not re.search(r"\s", value):
        return linked_out(value)
    if "/" in value:
        return None
    target = "events" if (table, column) == ("timeline", "id") else LINKED.get(column)
    if target is None or target == table:
        return None
    place = datasette.urls.row(database, target, tilde_encode(value))
    return Markup('<a href="{}">{}</a>').format(place, value)
