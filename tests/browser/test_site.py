"""The static site of the demo: every link leads somewhere, from a disk as from a server."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect

from browser.listening import Listener
from browser.servers import served_files

KINDS = (
    "index.html",
    "events.html",
    "companies/google.html",
    "events/google-paused-2020-07-06.html",
    "corrections.html",
)


# Pictures further down are loaded when they come near.
PICTURED = """async () => {
  for (const each of document.images) each.loading = "eager";
  await Promise.all([...document.images].map(each => each.decode()));
  return [...document.images].every(each => each.naturalWidth > 0);
}"""


class Links(HTMLParser):
    """Collect where a page leads, and what can be led to on it."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.anchors: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the addresses and the id of an element."""
        given = dict(attrs)
        self.targets += [
            value for name in ("href", "src", "action") if (value := given.get(name)) is not None
        ]
        if given.get("id"):
            self.anchors.add(str(given["id"]))


def dead_links_of(site: Path) -> list[str]:
    pages = {page: Links(page) for page in site.rglob("*.html")}
    dead = []
    for page, links in pages.items():
        for target in links.targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            led_to = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            anchors = pages[led_to].anchors if led_to in pages else set()
            if not led_to.is_file() or (parts.fragment and unquote(parts.fragment) not in anchors):
                dead.append(f"{page.relative_to(site)}: {target}")
    return dead


def test_every_link_of_the_site_leads_to_a_file_and_to_a_place_in_it(published):
    assert dead_links_of(published.resolve()) == []
    assert len(list(published.rglob("*.html"))) > 60


@pytest.mark.parametrize("name", KINDS)
def test_a_page_of_the_site_opens_from_a_disk(chromium, published, name):
    with Listener(chromium, published.as_uri()) as listener:
        page = listener.open(f"/{name}")

        assert page.locator("h1").count() == 1
        assert page.evaluate(PICTURED)


@pytest.mark.parametrize("name", ["index.html", "events/google-paused-2020-07-06.html"])
def test_a_page_of_the_site_opens_from_a_server(chromium, published, name):
    with served_files(published) as home, Listener(chromium, home) as listener:
        assert listener.open(f"/{name}").locator("h1").count() == 1


@pytest.mark.parametrize("place", ["disk", "server"])
def test_the_timeline_of_the_site_can_be_narrowed(chromium, published, place):
    with served_files(published) as home:
        address = home if place == "server" else published.as_uri()
        with Listener(chromium, address) as listener:
            page = listener.open("/events.html")
            page.get_by_label("Stance").select_option("resumed")
            page.get_by_label("Stance").select_option("paused")
            page.get_by_role("button", name="Show").click()

            shown = page.locator(".entry:visible").count()
            assert 0 < shown < page.locator(".entry").count()
            expect(page.locator("#count")).to_contain_text(f"{shown} of ")
