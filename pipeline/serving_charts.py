"""Show in Datasette what companies said beside what they did: a picture for each company."""

import asyncio
from collections.abc import Callable
from datetime import date
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils import tilde_decode
from datasette.utils.asgi import Request, Response

from pipeline.charts.words import half_before
from pipeline.errors import StoreError
from pipeline.exports import export
from pipeline.pages.places import ALL, MOST_EVENTS
from pipeline.store import Choice, Store

MEDIA_TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}
# A picture that is opened for itself is a page of this server: it may run and fetch nothing.
HEADERS = {
    "cache-control": "no-cache",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "x-content-type-options": "nosniff",
}
State = tuple[tuple[int, int], ...]


class Pictures:
    """Keep what was drawn until the database changes; draw one picture at a time."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._drawn: dict[tuple[str, str, str], tuple[State, bytes]] = {}
        self._turn = (
            asyncio.Lock()
        )  # drawing takes a core for a second, and visitors come in crowds

    async def picture(self, company: str, ending: str, *, law: str, in_force: date) -> bytes | None:
        """Draw a company's figures, or take what was drawn before; None when it has none."""
        return await self._kept(
            ("figures", company, ending),
            partial(_drawn, self._database, company, ending, law=law, in_force=in_force),
        )

    async def stances(self, company: str | None, ending: str) -> bytes | None:
        """Draw the stances of a company or of all; None without an event, or with too many."""
        return await self._kept(
            ("stances", company or "", ending),
            partial(_drawn_stances, self._database, company, ending),
        )

    async def _kept(
        self, key: tuple[str, str, str], draw: Callable[[], bytes | None]
    ) -> bytes | None:
        async with self._turn:
            state = self._state()  # before it is read: what changes meanwhile is drawn next time
            known = self._drawn.get(key)
            if known is not None and known[0] == state:
                return known[1]
            drawn = await asyncio.to_thread(draw)
            if drawn is not None:
                self._drawn[key] = state, drawn
            return drawn

    def _state(self) -> State:
        """Tell one state of the database from another; commits go to the log at its side first.

        An empty log comes and goes with who reads.
        """
        log = self._database.with_name(f"{self._database.name}-wal")
        looks = [path.stat() for path in (self._database, log) if path.exists()]
        return tuple((look.st_mtime_ns, look.st_size) for look in looks if look.st_size)


def _drawn(database: Path, company: str, ending: str, *, law: str, in_force: date) -> bytes | None:
    # What draws is large, and most pages have no picture.
    from pipeline.charts.drawing import draw  # noqa: PLC0415

    with Store.open(database, mode="r") as store:
        beginning = half_before(in_force).isoformat()
        rows = store.comparisons((company,), since=beginning) or store.comparisons((company,))
    return draw(rows, ending, in_force=in_force, law=law) if rows else None


def _drawn_stances(database: Path, company: str | None, ending: str) -> bytes | None:
    with Store.open(database, mode="r") as store:
        edition = store.edition(Choice(companies=(company,) if company else ()))
        if not 0 < edition.count <= MOST_EVENTS:
            return None
        drawn = BytesIO()
        export(ending, edition, drawn)
        return drawn.getvalue()


@hookimpl  # type: ignore[untyped-decorator]  # Datasette ships no types
def register_routes() -> list[tuple[str, Any]]:
    """Answer under ``/-/figures/`` and ``/-/stances/``."""
    place = r"(?P<company>[a-z0-9-]+)\.(?P<ending>svg|png)$"
    return [(rf"/-/figures/{place}", _answer), (rf"/-/stances/{place}", _answer_stances)]


async def _answer(request: Request, datasette: Datasette) -> Response:
    company, ending = request.url_vars["company"], request.url_vars["ending"]
    database = datasette.get_database()
    name = await _name(datasette, company)
    if name is None:
        return Response.text(f"There is no company {company!r}; see the table companies.", 404)
    law = (await database.execute("select name, in_force from laws")).first()
    try:
        picture = await datasette.pictures.picture(
            company, ending, law=law["name"], in_force=date.fromisoformat(law["in_force"])
        )
    except StoreError as error:  # a rebuild by another version, in this very moment
        return Response.text(str(error), 503)
    if picture is None:
        return Response.text(f"No figure of {name} is known; there is no picture.", 404)
    return _shown(request, picture, ending)


async def _answer_stances(request: Request, datasette: Datasette) -> Response:
    company, ending = request.url_vars["company"], request.url_vars["ending"]
    chosen = None if company == ALL else company
    if chosen is not None and await _name(datasette, company) is None:
        return Response.text(f"There is no company {company!r}; see the table companies.", 404)
    try:
        picture = await datasette.pictures.stances(chosen, ending)
    except StoreError as error:  # a rebuild by another version, in this very moment
        return Response.text(str(error), 503)
    if picture is None:
        return Response.text(
            f"There is no event to draw, or more than {MOST_EVENTS}; see the timeline.", 404
        )
    return _shown(request, picture, ending)


async def _name(datasette: Datasette, company: str) -> str | None:
    known = await datasette.get_database().execute(
        "select name from companies where slug = :company", {"company": company}
    )
    return None if (row := known.first()) is None else str(row["name"])


def _shown(request: Request, picture: bytes, ending: str) -> Response:
    headers = {**HEADERS, "etag": f'"{sha256(picture).hexdigest()[:32]}"'}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(b"", 304, headers, MEDIA_TYPES[ending])
    return Response(picture, 200, headers, MEDIA_TYPES[ending])


@hookimpl  # type: ignore[untyped-decorator]  # Datasette ships no types
async def extra_template_vars(
    database: str | None, table: str | None, view_name: str, request: Request, datasette: Datasette
) -> dict[str, Any]:
    """Give the page of a company that has figures its picture, in words too."""
    if view_name != "row" or table != "companies":
        return {}
    company = tilde_decode(request.url_vars["pks"])
    rows = await datasette.get_database(database).execute(
        "select company_name, verdict, count(*) as figures from said_versus_did "
        "where company = :company group by verdict order by verdict",
        {"company": company},
    )
    counted = list(rows)
    if not counted:
        return {}
    name = counted[0]["company_name"]
    verdicts = ", ".join(f"{row['verdict']} {row['figures']}" for row in counted)
    return {
        "chart": {
            "address": datasette.urls.path(f"/-/figures/{company}.svg"),
            "numbers": datasette.urls.table(database, "said_versus_did")
            + "?"
            + urlencode({"company": company}),
            "words": f"Bars for each half-year: the requests that {name} received and answered, "
            f"under the stance in force. Verdicts on its figures: {verdicts}.",
        }
    }
