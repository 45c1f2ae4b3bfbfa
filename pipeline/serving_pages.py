"""Serve our own pages from Datasette: routes, and headers that let no page do harm."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from pipeline.errors import NotFound, StoreError
from pipeline.pages import writing
from pipeline.pages.asking import Asked, asked
from pipeline.pages.facts import Offer, Tracked
from pipeline.pages.offering import bibtex_of, downloads
from pipeline.pages.places import Places
from pipeline.serving_downloads import handed_out
from pipeline.store import page_companies, page_events, page_lists, page_reading
from pipeline.store.evidence_tables import SCOPES

Value = TypeVar("Value")
View = Callable[[Request, Datasette], Awaitable[Response]]
AT_ONCE = 100  # events on a page of the timeline
RESULTS = 50
SEARCH_SECONDS = 1.5
WORDS_AT_MOST = 200  # characters of a search
QUERY_AT_MOST = 8000  # characters of a query: two hundred companies fit in
OURS = {
    "cache-control": "no-cache",
    "content-security-policy": f"{writing.POLICY}; frame-ancestors 'none'",
}
EVERYWHERE = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    # Datasette's own pages have scripts and styles in them; nothing may be fetched from elsewhere.
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
}
HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9a-fA-F:]+\](:[0-9]{1,5})?")


@hookimpl  # type: ignore[untyped-decorator]  # Datasette ships no types
def register_routes() -> list[tuple[str, Any]]:
    """Answer at the addresses that ``Places`` names."""
    return [
        (r"/$", _told(_front)),
        (r"/companies$", _told(_companies)),
        (r"/companies/(?P<company>[^/]+?)(\.html)?$", _told(_company)),
        (r"/events(\.html)?$", _told(_timeline)),
        (r"/events\.(?P<format>[a-z-]+)$", _told(_download)),
        (r"/events/(?P<event>[^/]+?)(?P<ending>\.html)?$", _told(_event)),
        (r"/corrections$", _told(_corrections)),
        (r"/search$", _told(_search)),
    ]


@hookimpl  # type: ignore[untyped-decorator]  # Datasette ships no types
def asgi_wrapper() -> Callable[[Any], Any]:
    """Add to every answer the headers that it does not bring itself."""

    def wrapped(application: Any) -> Any:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            async def with_headers(message: Any) -> None:
                if message["type"] == "http.response.start":
                    given = list(message.get("headers") or ())
                    known = {bytes(name).lower() for name, _ in given}
                    given += [
                        (name.encode(), value.encode())
                        for name, value in EVERYWHERE.items()
                        if name.encode() not in known
                    ]
                    message = {**message, "headers": given}
                await send(message)

            await application(scope, receive, with_headers)

        return answer

    return wrapped


@hookimpl  # type: ignore[untyped-decorator]  # Datasette ships no types
def prepare_jinja2_environment(env: Any, datasette: Datasette) -> None:
    """Give Datasette's own pages the head that ours have, those that tell of errors too."""
    env.globals |= {"places": _places(None, datasette), "ways": writing.ways, "here": "Data"}


def _told(view: View) -> Callable[[Request, Datasette], Awaitable[Response]]:
    """Turn what is wrong with the database into a page that says so."""

    async def answer(request: Request, datasette: Datasette) -> Response:
        if request.method not in ("GET", "HEAD"):
            return Response.text("This page can only be read.", 405, {"allow": "GET, HEAD"})
        try:
            return await view(request, datasette)
        except StoreError as error:  # a rebuild by another version, in this very moment
            return Response.text(str(error), 503, {"retry-after": "60"})

    return answer


def _places(request: Request | None, datasette: Datasette) -> Places:
    """Say where we are: pages are quoted under the address by which they were asked for."""
    prefix = datasette.urls.path("/")
    site = None
    if request is not None and HOST.fullmatch(request.host):
        site = f"{request.scheme}://{request.host}{prefix}"
    return Places(prefix=str(prefix), site=site)


async def _read(datasette: Datasette, question: Callable[[Any], Value]) -> tuple[Tracked, Value]:
    """Ask the database, for what stands on every page too, in one state of it."""

    def answered(connection: Any) -> tuple[Tracked, Value]:
        with page_reading.one_state(connection):
            return page_reading.tracked(connection), question(connection)

    found: tuple[Tracked, Value] = await datasette.get_database().execute_fn(answered)
    return found


def _html(page: str, status: int = 200) -> Response:
    return Response.html(page, status, OURS)


async def _front(request: Request, datasette: Datasette) -> Response:
    tracked, facts = await _read(datasette, page_reading.front)
    return _html(writing.front(facts, tracked, _places(request, datasette), formats=downloads()))


async def _companies(request: Request, datasette: Datasette) -> Response:
    tracked, rows = await _read(datasette, page_reading.companies)
    return _html(writing.companies(rows, tracked, _places(request, datasette)))


async def _company(request: Request, datasette: Datasette) -> Response:
    slug, places = unquote(request.url_vars["company"]), _places(request, datasette)
    try:
        tracked, facts = await _read(
            datasette, lambda connection: page_companies.company(connection, slug)
        )
    except NotFound:
        tracked, _ = await _read(datasette, lambda _: None)
        message = f"No company is called “{slug[:80]}” here."
        return _html(writing.problem("There is no such company", message, tracked, places), 404)
    return _html(writing.company(facts, tracked, places, formats=downloads()))


async def _timeline(request: Request, datasette: Datasette) -> Response:
    places = _places(request, datasette)
    tracked, (offer, wanted) = await _wanted(request, datasette)

    def read(connection: Any) -> tuple[Any, int]:
        if wanted.problems:
            return page_lists.NOTHING, 0
        return (
            page_lists.batch(connection, wanted.choice, after=wanted.after, most=AT_ONCE),
            page_lists.count(connection, wanted.choice),
        )

    tracked, (batch, count) = await _read(datasette, read)
    last = batch.entries[-1].id if batch.more else None
    part = writing.Part(
        start=places.timeline(wanted.query()) if wanted.after else None,
        next=places.timeline(wanted.query(after=last)) if last else None,
    )
    page = writing.timeline(
        batch,
        wanted,
        tracked,
        places,
        offer=offer,
        count=count,
        part=part,
        formats=downloads(),
    )
    return _html(page, 400 if wanted.problems else 200)


async def _event(request: Request, datasette: Datasette) -> Response:
    name, places = unquote(request.url_vars["event"]), _places(request, datasette)
    try:
        tracked, facts = await _read(
            datasette, lambda connection: page_events.event_facts(connection, name)
        )
    except NotFound:
        tracked, near = await _read(
            datasette, lambda connection: page_events.near_events(connection, name)
        )
        message = f"No event is called “{name[:120]}”, and none was before."
        page = writing.problem("There is no such event", message, tracked, places, near=near)
        return _html(page, 404)
    if facts.entry.id != name:
        ending = request.url_vars["ending"] or ""
        return Response.redirect(f"{places.event(facts.entry.id)}{ending}", status=301)
    bibtex = bibtex_of(facts, tracked, site=places.site)
    return _html(writing.event(facts, tracked, places, bibtex=bibtex))


async def _corrections(request: Request, datasette: Datasette) -> Response:
    tracked, made = await _read(
        datasette,
        lambda connection: page_events.corrections(connection, None, most=AT_ONCE + 1),
    )
    page = writing.corrections(
        made[:AT_ONCE], tracked, _places(request, datasette), more=len(made) > AT_ONCE
    )
    return _html(page)


async def _search(request: Request, datasette: Datasette) -> Response:
    words = (request.args.get("q") or "").strip()[:WORDS_AT_MOST]
    tracked, (found, slow) = await _read(
        datasette,
        lambda connection: page_reading.search_within(
            connection, words, limit=RESULTS + 1, seconds=SEARCH_SECONDS
        ),
    )
    page = writing.search(
        found[:RESULTS],
        words,
        tracked,
        _places(request, datasette),
        full=len(found) > RESULTS,
        slow=slow,
    )
    return _html(page)


async def _download(request: Request, datasette: Datasette) -> Response:
    tracked, (offer, wanted) = await _wanted(request, datasette)
    if wanted.problems:
        return Response.text(f"{'; '.join(wanted.problems)}.", 400)
    return await handed_out(
        datasette,
        request.url_vars["format"],
        wanted,
        tracked,
        names=offer.companies,
        site=_places(request, datasette).site,
    )


async def _wanted(request: Request, datasette: Datasette) -> tuple[Tracked, tuple[Offer, Asked]]:
    """Read which events are asked for, against what there is to choose from."""
    query = parse_qs(request.query_string[:QUERY_AT_MOST])
    tracked, offer = await _read(datasette, page_reading.offer)
    wanted = asked(
        query,
        companies=offer.companies.keys(),
        stances=[stance.id for stance in tracked.stances],
        scopes=SCOPES,
    )
    return tracked, (offer, wanted)
