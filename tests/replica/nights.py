"""Build whole worlds: a night of 30 sources, all misbehaviours, and many cheap pages."""

import itertools
import json
from collections.abc import Iterable
from typing import Any

from replica import gdelt, offers, web_archive
from replica.companies import open_companies, statement_page
from replica.misbehaving import EXPECTED, LINKS, MISBEHAVIOURS
from replica.newsrooms import NEWSROOMS, open_newsroom, stories_of
from replica.offers import Entry
from replica.stories import filler_stories
from replica.wire import Request, Wire
from replica.worlds import Reply, World, validated

# The ten sources of a night that misbehave, by id, and the kind that they are declared as.
ILL = {
    "slow_headers": "feed",
    "byte_a_second": "statement",
    "reset": "listing",
    "truncated_gzip": "sitemap",
    "gzip_bomb": "statement",
    "endless": "feed",
    "redirect_loop": "listing",
    "redirect_private": "statement",
    "challenge_403": "feed",
    "consent": "statement",
}
ILL_OUTCOMES = {name: EXPECTED[name] for name in ILL}


def build_night(port: int) -> tuple[World, list[dict[str, Any]]]:
    """Build a world of 30 sources, with their entries of ``sources.toml``: 20 well, 10 ``ILL``.

    Until ``world.next_night()`` nothing changes, so that a second visit is all 304 but for the
    search and one statement without validators. A web archive and a search over the past stand
    beside them (``replica.web_archive``, ``replica.gdelt``).
    """
    world = World()
    sources = [open_newsroom(world, port, newsroom) for newsroom in NEWSROOMS]
    sources += open_companies(world, port)
    sources.append(_open_search(world, port))
    web_archive.build_archive(port).install(world)
    for name, kind in ILL.items():
        host = f"{name.replace('_', '-')}.localhost"
        url = f"http://{host}:{port}{MISBEHAVIOURS[name](world, host)}"
        sources.append(_source(name, kind, url, f"The {name.replace('_', ' ')} house"))
    paced = [{**source, "pace_seconds": 0.01} for source in sources]
    return world, paced


def _open_search(world: World, port: int) -> dict[str, Any]:
    """Let the search find the newest article of each English newsroom, whatever the period."""
    newest = [
        (f"http://{newsroom.host}:{port}{stories_of(newsroom)[0].path}", stories_of(newsroom)[0])
        for newsroom in NEWSROOMS
        if newsroom.language == "en"
    ]
    always = [(url, story.title) for url, story in newest]
    gdelt.build_gdelt(port, always=always).install(world)
    gdelt.open_papers(world)
    url = f"http://{gdelt.HOST}:{port}{gdelt.PATH}"
    return _source("search", "search", url, "GDELT") | {"query": '"national security law"'}


def _source(name: str, kind: str, url: str, publisher: str) -> dict[str, Any]:
    return {
        "id": name,
        "kind": kind,
        "url": url,
        "publisher": publisher,
        "language": "en",
        "timezone": "UTC",
    }


def build_misbehaving(port: int) -> tuple[World, list[dict[str, Any]]]:
    """Build a world with each misbehaviour on its own host, and a source named after it."""
    world = World()
    sources = []
    for name, put in MISBEHAVIOURS.items():
        host = f"{name.replace('_', '-')}.localhost"
        url = f"http://{host}:{port}{put(world, host)}"
        sources.append(_source(name, LINKS.get(name, "statement"), url, "Bad Weather Post"))
    return world, [{**source, "pace_seconds": 0.01} for source in sources]


def many_pages_world(hosts: int, pages_per_host: int) -> World:
    """Build a world of small pages with ETags: ``/statement/<n>`` on ``h<i>.localhost``, from 0.

    Each host lists its pages in ``/sitemap.xml``. Pages are written when they are asked for, so a
    world of any size costs nothing to build; they differ in a number and in nothing else.
    """
    world = World()
    template = statement_page("Company PAGE", "July 2020", "We paused data requests, page PAGE.")

    def statement(request: Request, _wire: Wire) -> Reply:
        number = request.path.rpartition("/")[2]
        if not (number.isdecimal() and int(number) < pages_per_host):
            return Reply(b"<h1>Not found</h1>", status=404)
        page = f"{request.host.partition('.')[0]}-{number}".encode()
        return Reply(template.replace(b"PAGE", page), etag=f'"{page.decode()}"')

    def listed(request: Request, _wire: Wire) -> Reply:
        moment = filler_stories(0, 1)[0].published
        addresses = (f"http://{request.authority}/statement/{n}" for n in range(pages_per_host))
        body = offers.sitemap([Entry(address, "", moment) for address in addresses])
        return validated(body, "application/xml")

    for number in range(hosts):
        host = f"h{number}.localhost"
        world.put(host, "*", statement)
        world.put(host, "/sitemap.xml", listed)
        world.put(host, "/robots.txt", validated(b"User-agent: *\nDisallow:\n", "text/plain"))
    return world


def many_statements(port: int, hosts: int, pages_per_host: int) -> list[dict[str, Any]]:
    """Give an entry of ``sources.toml`` for each page of ``many_pages_world``."""
    return [
        {
            **_source(f"h{host}_{page}", "statement", url, f"Company {host}-{page}"),
            "pace_seconds": 0.001,
        }
        for host, page in itertools.product(range(hosts), range(pages_per_host))
        for url in [f"http://h{host}.localhost:{port}/statement/{page}"]
    ]


def sources_toml(sources: Iterable[dict[str, Any]]) -> str:
    """Write entries as ``sources.toml``."""
    return "\n".join(
        "[[source]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in source.items())
        for source in sources
    )


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_toml(inner)}' for key, inner in value.items())} }}"
    return json.dumps(value, ensure_ascii=False)  # texts and numbers are written alike in both
