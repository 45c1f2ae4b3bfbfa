"""The replica of the outside world behaves, and misbehaves, as it says."""

import gzip
import http.client
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from bs4 import BeautifulSoup
from replica import (
    ILL,
    Replica,
    Reply,
    World,
    build_night,
    many_pages_world,
    many_statements,
    sources_toml,
)
from replica.asking import Got, get

from scrapers.sources import Source

TESTS = Path(__file__).parents[1]


def known(got: Got) -> dict[str, str]:
    """Give the headers that ask whether this is still so."""
    return {"If_None_Match": got.headers["ETag"], "If_Modified_Since": got.headers["Last-Modified"]}


@pytest.fixture
def replica():
    with Replica() as serving:
        yield serving


@pytest.fixture
def night(replica):
    replica.world, sources = build_night(replica.port)
    return {source["id"]: source["url"] for source in sources}


def article_addresses(body: bytes) -> list[str]:
    """Find the addresses of articles on any page of links."""
    text = body.decode().replace("&amp;", "&")
    return re.findall(r"http://[^\s\"<>]+/20\d\d/[^\s\"<>]+", text)


def test_a_night_has_thirty_sources_that_the_product_accepts():
    world, sources = build_night(8000)

    assert len({source["id"] for source in sources}) == 30
    assert set(ILL) < {source["id"] for source in sources}
    assert {urlsplit(source["url"]).hostname for source in sources} <= set(world.hosts())
    assert tomllib.loads(sources_toml(sources)) == {"source": sources}
    assert [Source(**source).id for source in sources] == [source["id"] for source in sources]


def test_the_same_port_gives_the_same_night():
    def contents(world: World) -> dict[tuple[str, str], object]:
        return {
            (host, path): found
            for host in world.hosts()
            for path in world.paths(host)
            if isinstance(found := world.find(host, path), Reply)
        }

    assert contents(build_night(8000)[0]) == contents(build_night(8000)[0])


def test_a_second_night_with_nothing_new_is_all_304(night):
    well = {name: url for name, url in night.items() if name not in ILL and name != "search"}
    first = {name: get(url) for name, url in well.items()}
    assert {got.status for got in first.values()} == {200}

    without_validators = {name for name, got in first.items() if "ETag" not in got.headers}
    assert without_validators == {"tunnelbear_statement"}
    again = {
        name: get(well[name], **known(got))
        for name, got in first.items()
        if name not in without_validators
    }
    assert {(got.status, got.body) for got in again.values()} == {(304, b"")}
    assert get(well["tunnelbear_statement"]) == first["tunnelbear_statement"]


def test_either_validator_will_do_and_an_etag_overrules_the_date(night):
    got = get(night["harbour_daily"])
    date = got.headers["Last-Modified"]

    assert get(night["harbour_daily"], If_None_Match=got.headers["ETag"]).status == 304
    assert get(night["harbour_daily"], If_Modified_Since=date).status == 304
    assert get(night["harbour_daily"], If_None_Match='"x"', If_Modified_Since=date).status == 200


@pytest.mark.parametrize(
    ("source", "kind", "links"),
    [
        ("harbour_daily", "rss20", 12),
        ("quay_courier", "atom10", 11),
        ("praya_observer", "rss10", 10),
        ("victoria_evening", "rss20", 9),
        ("pearl_morning", "atom10", 9),
    ],
)
def test_feeds_are_of_their_kind_and_well_formed(night, source, kind, links):
    feed = feedparser.parse(get(night[source]).body)

    assert (feed.version, feed.bozo, len(feed.entries)) == (kind, False, links)
    assert all(entry.get("published_parsed") or entry.updated_parsed for entry in feed.entries)


def test_sitemaps_come_plain_packed_as_index_and_with_news(night):
    plain = get(night["tideline_times"]).body
    packed = get(night["lantern_weekly"])
    children = re.findall(rb"<loc>(.*?)</loc>", get(night["meridian_post"]).body)
    news = get(night["ferry_gazette"]).body

    assert plain.count(b"<url>") == 14
    assert "Content-Encoding" not in packed.headers
    assert gzip.decompress(packed.body).count(b"<url>") == 9
    assert [gzip.decompress(get(url.decode()).body).count(b"<url>") for url in children] == [
        1,
        12,
        2,
    ]
    assert news.count(b"<news:publication_date>") == news.count(b"<news:title>") == 12


def test_listings_give_links_under_their_selector(night):
    river = BeautifulSoup(get(night["plateau_post"]).body, "lxml").select("div.river a")
    bare = BeautifulSoup(get(night["ridge_review"]).body, "lxml").select("ul.headlines a")

    assert (len(river), len(bare)) == (11, 13)
    assert json.loads(get(night["kilobyte_wire"]).body)["version"].endswith("/1.1")


@pytest.mark.parametrize("source", ["harbour_daily", "plateau_post", "victoria_evening"])
def test_every_article_on_offer_is_there_and_names_its_address(night, source):
    pages = {url: get(url) for url in article_addresses(get(night[source]).body)}

    assert {got.status for got in pages.values()} == {200}
    canonical = {
        re.search(rb'rel="canonical" href="(.*?)"', got.body)[1].decode() for got in pages.values()
    }
    assert len(pages) == len(canonical) + 3  # an AMP page, a mobile one, and one that robots forbid
    assert canonical < {url.partition("?")[0] for url in pages}
    [members] = [url for url in pages if "/members/" in url]
    assert b"Disallow: /members/" in get(members.partition("/members/")[0] + "/robots.txt").body


@pytest.mark.parametrize(("agency", "credit"), [("ap", b"(AP)"), ("afp", b"(AFP)")])
def test_five_outlets_run_each_agency_report(agency, credit):
    world, _ = build_night(8000)
    copies = {
        host
        for host in world.hosts()
        for path in world.paths(host)
        if isinstance(found := world.find(host, path), Reply) and credit in found.body
    }

    assert len({host.removeprefix("m.") for host in copies}) == 5


@pytest.mark.parametrize(
    ("source", "encoding", "label"),
    [("victoria_evening", "big5hkscs", "iso-8859-1"), ("pearl_morning", "gbk", "utf-8")],
)
def test_chinese_pages_are_not_what_their_label_says(night, source, encoding, label):
    got = get(article_addresses(get(night[source]).body)[-1])

    assert got.headers["Content-Type"] == f"text/html; charset={label}"
    assert "本" in got.body.decode(encoding) or "的" in got.body.decode(encoding)
    with pytest.raises(UnicodeDecodeError):
        got.body.decode("utf-8")


def test_company_pages_reports_and_feeds_change_from_night_to_night(replica, night):
    changing = ["harbour_daily", "zoom_statement", "proton_statement", "google_report"]
    still = ["quay_courier", "telegram_statement", "apple_report", "tunnelbear_statement"]
    before = {name: get(night[name]).body for name in [*changing, *still]}

    assert get(replica.url("control.localhost", "/__control/next_night")).body == b"1"

    after = {name: get(night[name]).body for name in before}
    assert [name for name in before if before[name] != after[name]] == changing
    assert replica.world.next_night() == 2
    assert get(night["tunnelbear_statement"]).status == 410


def test_what_the_search_finds_is_there_or_gone(night):
    _, _, port = urlsplit(night["search"]).netloc.partition(":")

    assert get(f"http://open-paper.localhost:{port}/story/7").status == 200
    assert get(f"http://closed-paper.localhost:{port}/story/7").status == 410


def test_many_pages_cost_little_and_know_their_etags(replica):
    replica.world = many_pages_world(50, 200)
    sources = many_statements(replica.port, 50, 200)
    got = get(sources[-1]["url"])

    assert len(sources) == 10_000
    assert b"page h49-199" in got.body
    assert get(sources[-1]["url"], If_None_Match=got.headers["ETag"]).status == 304
    assert get(replica.url("h49.localhost", "/statement/200")).status == 404
    assert get(replica.url("h49.localhost", "/sitemap.xml")).body.count(b"<loc>") == 200


def test_requests_are_remembered_in_order_until_forgotten(replica):
    replica.world.put("one.localhost", "/a", Reply(b"a"))
    get(replica.url("one.localhost", "/a?b=c"), User_Agent="me")
    get(replica.url("Other.localhost", "/"))

    assert [(asked.host, asked.path) for asked in replica.requests] == [
        ("one.localhost", "/a?b=c"),
        ("other.localhost", "/"),
    ]
    assert replica.requests[0].headers["user-agent"] == "me"
    assert replica.requests[0].moment < replica.requests[1].moment
    replica.forget()
    assert replica.requests == []


def test_one_connection_carries_many_requests(replica):
    replica.world.put("one.localhost", "*", Reply(b"a"))
    connection = http.client.HTTPConnection("127.0.0.1", replica.port, timeout=10)
    statuses = []
    for number in range(200):
        connection.request("GET", f"/{number}", headers={"Host": "one.localhost"})
        answer = connection.getresponse()
        statuses.append((answer.status, answer.read()))
    connection.close()

    assert statuses == [(200, b"a")] * 200


def test_it_runs_as_a_process_of_its_own(tmp_path):
    command = [sys.executable, "-m", "replica", "--night", "1", "--sources", tmp_path / "s.toml"]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        port = int(process.stdout.readline())
        sources = tomllib.loads((tmp_path / "s.toml").read_text(encoding="utf-8"))["source"]
        zoom = next(source["url"] for source in sources if source["id"] == "zoom_statement")
        page = get(zoom).body
        asked = json.loads(get(f"http://control.localhost:{port}/__control/requests").body)
        process.terminate()

    assert b"August 20, 2020" in page
    assert [entry[:2] for entry in asked] == [["zoom-trust.localhost", "/hong-kong"]]
