"""Pages of links give what looks like an article, or what the TOML points at."""

from datetime import UTC, datetime

import pytest

from scrapers.kinds import UnreadableLinks, listing, report, statement
from scrapers.links import Link, Offer
from scrapers.sources import Source

URL = "https://newsroom.example.hk/en/latest"
NOW = datetime(2020, 7, 8, 2, 0, tzinfo=UTC)
SOURCE = Source(
    id="desk",
    kind="listing",
    url=URL,
    publisher="The Desk",
    language="en",
    timezone="Asia/Hong_Kong",
)


def read(body, *, select=None, media_type="text/html", kind=listing):
    return kind.read_links(
        body.encode() if isinstance(body, str) else body,
        url=URL,
        media_type=media_type,
        source=SOURCE.model_copy(update={"select": select}),
        now=NOW,
    )


def page(body, head=""):
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def test_the_page_itself_is_asked():
    assert listing.addresses(SOURCE, now=NOW) == (URL,)


@pytest.mark.parametrize(
    ("href", "day"),
    [
        ("/2020/07/07/pause/", "2020-07-07"),
        ("/news/20200707/s1/x", "2020-07-07"),
        ("/press/2020-07-07-statement", "2020-07-07"),
        ("/en/firm-pauses-all-requests", None),
        ("/news/firm_pauses_all_requests.html", None),
        ("/article/3092244/x", None),
        ("/政情/平台暫停處理用戶資料要求", None),
    ],
)
def test_links_that_look_like_articles_are_offered(href, day):
    assert [link.published for link in read(page(f"<a href='{href}'>Firm</a>")).links] == [day]


@pytest.mark.parametrize(
    "href",
    [
        "/",
        "/about",
        "/press-kit",
        "/tag/national-security-law-2020/",
        "/category/hong-kong-tech-news/",
        "/author/someone-with-a-name/",
        "https://elsewhere.com/2020/07/07/firm-pauses-all-requests",
        "javascript:void('2020-07-07')",
        "mailto:press-desk-for-all@example.hk",
        "#firm-pauses-all-requests",
        "",
    ],
)
def test_other_links_are_not(href):
    assert read(page(f"<a href='{href}'>Firm pauses all requests</a>")) == Offer(
        problems=(f"desk: no link stands on {URL}; look at the page, then at the TOML",)
    )


def test_menus_and_footers_are_left_out():
    link = "<a href='/en/firm-pauses-all-requests'>Firm</a>"

    assert read(page(f"<nav>{link}</nav><footer>{link}</footer>")).links == ()


def test_title_and_day_come_from_the_block_around_a_link():
    body = page("""<ul>
      <li><a href="/a/firm-one-pauses-requests"><img src="x.png"></a>
        <h3><a href="/a/firm-one-pauses-requests">Firm one  pauses</a></h3>
        <time datetime="2020-07-06T20:00:00Z">today</time></li>
      <li><a href="/a/firm-two-pauses-requests" aria-label="Firm two pauses"><img></a>
        <time datetime="2020-07-05">then</time></li>
      <li><a href="/a/firm-three-pauses-requests"><span>News</span><h3>Firm three</h3></a></li>
    </ul>""")

    assert read(body).links == (
        Link(
            "https://newsroom.example.hk/a/firm-one-pauses-requests",
            "Firm one pauses",
            "2020-07-07",
        ),
        Link(
            "https://newsroom.example.hk/a/firm-two-pauses-requests",
            "Firm two pauses",
            "2020-07-05",
        ),
        Link("https://newsroom.example.hk/a/firm-three-pauses-requests", "Firm three"),
    )


def test_links_are_joined_to_the_base_of_the_page():
    body = page("<a href='firm-pauses-all-requests'>x</a>", head="<base href='/blog/'>")

    assert [link.url for link in read(body).links] == [
        "https://newsroom.example.hk/blog/firm-pauses-all-requests"
    ]


def test_a_selector_finds_links_and_elements_that_hold_one():
    body = page("""<div class=card><h2>One</h2><a href="/one">more</a></div>
      <div class=card><p>no link</p></div>
      <a class=card href="https://elsewhere.com/two">Two</a> <a href="/three">Three</a>""")

    assert read(body, select=".card").links == (
        Link("https://newsroom.example.hk/one", "One"),
        Link("https://elsewhere.com/two", "Two"),
    )


def test_a_selector_that_finds_nothing_is_told():
    assert read(page("<a href='/one'>One</a>"), select=".card").problems == (
        f"desk: select = '.card' finds no link on {URL}; look at the page, then at the TOML",
    )


@pytest.mark.parametrize("kind", [listing, report])
def test_a_selector_that_is_none_is_refused(kind):
    with pytest.raises(UnreadableLinks, match=r"is no CSS selector .* mend the TOML"):
        read(page(""), select="a[", kind=kind)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("<?xml version='1.0'?><rss></rss>", "text/html"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'/>", "application/atom+xml"),
        ('{"items": []}', "application/json"),
        ("%PDF-1.7", "application/pdf"),
        ("", "text/html"),
        ("just words", "text/plain"),
    ],
)
def test_what_is_no_page_is_refused(body, media_type):
    with pytest.raises(UnreadableLinks, match=f"came from {URL}, not a page of links"):
        read(body, media_type=media_type)


def test_a_page_in_big5_is_read():
    body = page("<a href='/news/20200707'>公司表示暫停處理政府的要求，香港新聞</a>").encode("big5")

    assert [link.title for link in read(body, media_type="text/html; charset=utf-8").links] == [
        "公司表示暫停處理政府的要求，香港新聞"
    ]


def test_a_report_page_offers_the_downloads_that_its_selector_finds():
    body = page("<a href='/about-the-report'>About</a><a href='/2020H2.csv'>Data, 2020 H2</a>")

    assert read(body, select="a[href$='.csv']", kind=report).links == (
        Link("https://newsroom.example.hk/2020H2.csv", "Data, 2020 H2"),
    )
    assert read(body, kind=report) == Offer()


def test_a_download_offers_nothing():
    assert read(b"PK\x03\x04", select="a", media_type="application/zip", kind=report) == Offer()


def test_a_statement_is_a_page_that_offers_nothing():
    assert (statement.PURPOSE, report.PURPOSE, listing.PURPOSE) == ("page", "report", "links")
    assert statement.addresses(SOURCE, now=NOW) == report.addresses(SOURCE, now=NOW) == (URL,)
    assert read(page("<a href='/2020/07/07/x'>x</a>"), kind=statement) == Offer()
