"""Sitemaps of pages, of news and of sitemaps are read, however large, zipped or broken."""

import gzip
import tracemalloc
from datetime import UTC, datetime

import pytest

from scrapers.kinds import UnreadableLinks, sitemap
from scrapers.links import Link, Offer
from scrapers.sources import Source

URL = "https://www.example.hk/sitemap.xml"
NOW = datetime(2020, 7, 8, 2, 0, tzinfo=UTC)
SOURCE = Source(
    id="desk",
    kind="sitemap",
    url=URL,
    publisher="The Desk",
    language="en",
    timezone="Asia/Hong_Kong",
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def read(body, *, url=URL):
    raw = body if isinstance(body, bytes) else body.encode()
    return sitemap.read_links(raw, url=url, media_type="text/xml", source=SOURCE, now=NOW)


def urlset(*entries):
    urls = "".join(f"<url>{entry}</url>" for entry in entries)
    return f"{HEAD}<urlset {SPACES}>{urls}</urlset>"


def index(*entries):
    maps = "".join(f"<sitemap>{entry}</sitemap>" for entry in entries)
    return f"{HEAD}<sitemapindex {SPACES}>{maps}</sitemapindex>"


def loc(path, changed=None):
    lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<loc>https://www.example.hk/{path}</loc>{lastmod}"


def addresses_of(offer):
    return [link.url.removeprefix("https://www.example.hk/") for link in offer.links]


def test_the_sitemap_itself_is_asked():
    assert sitemap.addresses(SOURCE, now=NOW) == (URL,)


def test_pages_come_the_last_changed_first_and_without_a_date():
    body = urlset(loc("a", "2020-07-01"), loc("b"), loc("c", "2020-07-07T10:00:00Z"), loc("d"))

    offer = read(body)

    assert addresses_of(offer) == ["c", "a", "b", "d"]
    assert {link.published for link in offer.links} == {None}


def test_a_news_sitemap_gives_title_and_day_of_publication():
    news = (
        "<news:news><news:publication><news:name>The Desk</news:name></news:publication>"
        "<news:publication_date>2020-07-06T20:00:00Z</news:publication_date>"
        "<news:title>Firm pauses &amp;amp; waits</news:title></news:news>"
    )
    image = "<image:image><image:loc>https://i.hk/1.png</image:loc><image:title>X</image:title></image:image>"

    assert read(urlset(image + loc("a", "2020-07-08") + news)) == Offer(
        links=(Link("https://www.example.hk/a", "Firm pauses & waits", "2020-07-07"),)
    )


@pytest.mark.parametrize(
    "spaces",
    ["", 'xmlns="http://www.google.com/schemas/sitemap/0.84"', 'xmlns="https://wrong.example/"'],
)
def test_a_wrong_namespace_does_not_matter(spaces):
    body = f"<urlset {spaces}><url>{loc('a')}</url></urlset>"

    assert addresses_of(read(body)) == ["a"]


def test_a_prefixed_namespace_does_not_matter():
    body = (
        '<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9">'
        "<s:url><s:loc>https://www.example.hk/a</s:loc></s:url></s:urlset>"
    )

    assert addresses_of(read(body)) == ["a"]


def test_relative_addresses_are_joined_and_others_left_out():
    body = urlset(
        "<loc>/a</loc>", "<loc>javascript:alert(1)</loc>", "<loc> \n https://b.hk/ </loc>", "<loc/>"
    )

    assert [link.url for link in read(body).links] == ["https://www.example.hk/a", "https://b.hk/"]


def test_a_future_date_is_dropped_and_told():
    news = "<news:news><news:publication_date>2021-01-01</news:publication_date></news:news>"

    offer = read(urlset(loc("a") + news))

    assert offer.links == (Link("https://www.example.hk/a"),)
    assert offer.problems == (
        f"desk: 1 of 1 dates on {URL} cannot be, such as 2021-01-01; these links count as undated",
    )


def test_of_an_index_the_five_last_changed_are_asked():
    body = index(*(loc(f"map-{day}.xml", f"2020-07-0{day}") for day in range(1, 8)), loc("old.xml"))

    assert read(body) == Offer(
        more=tuple(f"https://www.example.hk/map-{day}.xml" for day in (7, 6, 5, 4, 3))
    )


def test_of_an_index_without_dates_news_of_late_are_asked_first():
    names = [
        "pages.xml",
        "news-2015.xml",
        "news-2020.xml",
        "2019.xml",
        *map("p{}.xml".format, range(60)),
    ]

    more = read(index(*map(loc, names))).more

    assert [one.removeprefix("https://www.example.hk/") for one in more[:4]] == [
        "news-2020.xml",
        "news-2015.xml",
        "2019.xml",
        "pages.xml",
    ]
    assert len(more) == 50


def test_a_text_of_addresses_is_a_sitemap():
    body = "\ufeffhttps://www.example.hk/a\r\n\r\nhttps://www.example.hk/b\nno address\n"

    assert addresses_of(read(body)) == ["a", "b"]


def test_gzip_is_told_by_its_bytes_and_read_in_all_its_members():
    body = urlset(loc("a"), loc("b")).encode()

    assert addresses_of(read(gzip.compress(body))) == ["a", "b"]
    assert addresses_of(read(gzip.compress(body[:150]) + gzip.compress(body[150:]))) == ["a", "b"]


def test_what_stands_before_the_cut_of_a_gzip_is_read():
    body = urlset(*(loc(f"story-{number * 7919}") for number in range(2000)))

    offer = read(gzip.compress(body.encode())[:-3000])

    assert 100 < len(offer.links) < 2000
    assert offer.problems[0] == f"desk: the gzip of {URL} ends early; the rest is missing"


def test_a_damaged_gzip_is_told():
    with pytest.raises(UnreadableLinks, match="came from"):
        read(b"\x1f\x8b\x08\x00" + b"\xff" * 50)


def test_a_bomb_of_gzip_is_read_up_to_a_limit(monkeypatch):
    monkeypatch.setattr(sitemap, "LIMIT_BYTES", 2_000_000)
    body = gzip.compress(urlset(loc("a")).encode() + b" " * 50_000_000)
    tracemalloc.start()

    offer = read(body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert addresses_of(offer) == ["a"]
    assert offer.problems == (
        f"desk: the gzip of {URL} holds more than is read; the rest is missing",
    )
    assert peak < 10_000_000


def test_a_sitemap_that_is_cut_gives_what_stands_before():
    body = urlset(loc("a"), loc("b"), loc("c"))

    offer = read(body[: body.index("https://www.example.hk/c")])

    assert addresses_of(offer) == ["a", "b"]
    assert "is not well-formed (line 1" in offer.problems[0]


def test_a_broken_entry_does_not_take_the_others_along():
    body = urlset(loc("a"), loc("b?x=1&y=2"), "<loc>https://www.example.hk/c</lok>", loc("d"))

    offer = read(body)

    assert addresses_of(offer) == ["a", "b?x=1=2", "c", "d"]
    assert "is not well-formed" in offer.problems[0]


def test_a_bomb_of_entities_is_not_expanded():
    bomb = '<!DOCTYPE urlset [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    body = urlset(loc("a"), "<loc>https://www.example.hk/&b;</loc>").replace(HEAD, HEAD + bomb)

    assert addresses_of(read(body)) == ["a", ""]


@pytest.mark.parametrize(
    "body", ["", "<!DOCTYPE html><html></html>", "<rss></rss>", "words", "<?xml version='1.0'?>"]
)
def test_what_is_no_sitemap_is_refused_with_its_place(body):
    with pytest.raises(UnreadableLinks) as caught:
        read(body)

    assert f"came from {URL} instead of a sitemap; look in the site's robots.txt" in str(
        caught.value
    )


@pytest.mark.parametrize("empty", [urlset(), index()])
def test_an_empty_sitemap_says_so(empty):
    assert read(empty).problems == (
        f"desk: no link stands on {URL}; look at the page, then at the TOML",
    )


def test_fifty_thousand_addresses_are_read():
    body = urlset(*(loc(f"news/2020/07/story-{number}") for number in range(50_000)))

    assert len({link.url for link in read(body).links}) == 50_000
