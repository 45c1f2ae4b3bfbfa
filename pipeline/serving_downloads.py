"""Hand out events as files: written whole by the exporters, then sent piece by piece."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from datasette.app import Datasette
from datasette.utils.asgi import Response

from pipeline.exports import export, formats
from pipeline.pages.asking import Asked
from pipeline.pages.facts import Tracked
from pipeline.pages.offering import FEEDS
from pipeline.pages.places import file_name
from pipeline.store import Store

IN_MEMORY = 1_000_000  # bytes of a file; larger ones wait on disk
PIECE = 65_536
AT_ONCE = 2  # files that are written at the same time: each takes a core
# A file that is opened for itself may run and fetch nothing; ours have a stricter rule inside.
HEADERS = {
    "cache-control": "no-cache",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
}


class File:
    """One written file, sent in pieces and thrown away."""

    def __init__(self, content: IO[bytes], headers: Mapping[str, str]) -> None:
        self._content = content
        self._headers = headers

    async def asgi_send(self, send: Any) -> None:
        """Send it, as Datasette asks of an answer."""
        headers = [(name.encode(), value.encode()) for name, value in self._headers.items()]
        with self._content:
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            while piece := await asyncio.to_thread(self._content.read, PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})


async def handed_out(
    datasette: Datasette,
    name: str,
    wanted: Asked,
    tracked: Tracked,
    *,
    names: Mapping[str, str],
    site: str | None,
) -> Any:
    """Write the events that are asked for in one format; an unknown one is refused by name.

    The answer begins when the file is whole, so that no half of one looks like all.
    """
    known = formats()
    if name not in known:
        return Response.text(f"There is no format {name!r}; choose {', '.join(known)}.", 404)
    labels = {stance.id: stance.label for stance in tracked.stances}
    database = Path(datasette.get_database().path)
    async with datasette.writing_files:
        content = await asyncio.to_thread(
            _written, database, name, wanted, chosen=wanted.words(names, labels), site=site
        )
    parts = [*wanted.choice.companies[:3], wanted.choice.stance or ""]
    file = file_name(tracked.tracker, name, known[name].ending, *filter(None, parts))
    way = "inline" if name in (*FEEDS, "svg", "png") else "attachment"
    headers = {
        **HEADERS,
        "content-type": known[name].media_type,
        "content-disposition": f'{way}; filename="{file}"',
    }
    return File(content, headers)


def _written(
    database: Path, name: str, wanted: Asked, *, chosen: str, site: str | None
) -> IO[bytes]:
    # Closed by who sends it.
    content = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    try:
        with Store.open(database, mode="r") as store:
            export(name, store.edition(wanted.choice, chosen=chosen, site=site), content)
    except BaseException:
        content.close()
        raise
    content.seek(0)
    return content
