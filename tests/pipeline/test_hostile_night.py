"""What one odd page does to a night: nothing beyond itself, and nothing to a rebuild."""

import pytest
from nights import TRACKER, Web, article, data_folder, entry, feed, night, select
from replica import sources_toml

from pipeline.rebuilding import rebuild
from pipeline.store import Store
from pipeline.tracker import load_tracker

PAPER = "http://paper.example"
ZOOM = "Zoom said on 7 July 2020 that it had paused data requests from the Hong Kong police."
HALF = '<script type="application/ld+json">{"@type":"NewsArticle","author":"A \\ud83d"}</script>'


@pytest.fixture
def web():
    made = Web()
    made.put("http://well.example/feed", feed("http://well.example/story"))
    made.put("http://well.example/story", article(ZOOM))
    return made


@pytest.fixture
def data(tmp_path):
    return data_folder(
        tmp_path / "data",
        [
            entry("odd", "feed", f"{PAPER}/feed"),
            entry("well", "feed", "http://well.example/feed"),
        ],
    )


def dump_of(data):
    with Store.open(data / "timeline.db") as store:
        return list(store.dump())


def assert_all_is_well(data):
    """The other source was read, and a rebuild comes to what the night did."""
    assert select(data, "select count(*) from documents where source = 'well'") == [(1,)]
    before = dump_of(data)
    rebuild(data, load_tracker(data / TRACKER))
    assert dump_of(data) == before


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("Café news", "text/html; charset=undefined"),
        ("Café news", "text/html; charset=hex"),
        (f"<html><head>{HALF}</head><body><p>{ZOOM}</p></body></html>", "text/html"),
        ("<!doctype html><html><body>consent" + "<button>x " * 3000, "text/html"),
    ],
)
def test_an_odd_page_costs_only_itself(web, data, body, media_type):
    web.put(f"{PAPER}/feed", feed(f"{PAPER}/a-b-c"))
    web.put(f"{PAPER}/a-b-c", body.encode("latin-1"), media_type=media_type)

    done = night(data, web=web)

    assert done.run.problems == ()
    assert_all_is_well(data)


@pytest.mark.parametrize("url", ["http://paper.example/a&#13;&#10;&#13;&#10;x", "http://xn--a/"])
def test_an_odd_address_in_an_index_breaks_no_record(web, tmp_path, url):
    data = data_folder(
        tmp_path / "sitemaps",
        [
            entry("odd", "sitemap", f"{PAPER}/sitemap.xml"),
            entry("well", "feed", "http://well.example/feed"),
        ],
    )
    index = f"<sitemapindex><sitemap><loc>{url}</loc></sitemap></sitemapindex>"
    web.put(f"{PAPER}/sitemap.xml", index, media_type="application/xml")

    night(data, web=web)

    assert_all_is_well(data)


@pytest.mark.parametrize(
    "item",
    [
        "<item><link>http://paper.example/1</link><pubDate>0000-00-00 00:00:00</pubDate></item>",
        "<item><link>https://www.google.com/amp/s/a.b[/x</link></item>"
        "<item><link>http://paper.example/1</link></item>",
    ],
)
def test_an_odd_entry_costs_a_feed_only_itself(web, data, item):
    rss = f"<rss version='2.0'><channel><title>x</title>{item}</channel></rss>"
    web.put(f"{PAPER}/feed", rss, media_type="application/rss+xml")
    web.put(f"{PAPER}/1", article(ZOOM))

    night(data, web=web)

    assert select(data, "select url from documents where source = 'odd'") == [(f"{PAPER}/1",)]
    assert_all_is_well(data)


def test_half_an_emoji_in_a_json_feed_is_mended(web, data):
    told = '{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": "1", '
    told += f'"url": "{PAPER}/1", "title": "cut \\ud83d"}}]}}'
    web.put(f"{PAPER}/feed", told, media_type="application/feed+json")
    web.put(f"{PAPER}/1", article(ZOOM))

    night(data, web=web)

    assert select(data, f"select title from looks where url = '{PAPER}/1'") == [("cut \ufffd",)]
    assert_all_is_well(data)


def test_a_link_of_which_no_address_can_be_made_costs_a_listing_only_itself(web, tmp_path):
    data = data_folder(tmp_path / "listing", [entry("odd", "listing", f"{PAPER}/news")])
    links = '<a href="http://[bad/some-nice-slug-of-words">Some nice slug of words</a>'
    links += (
        f'<a href="{PAPER}/news/what-the-companies-said">What the companies said on Tuesday</a>'
    )
    web.put(f"{PAPER}/news", f"<html><body>{links}</body></html>")
    web.put(f"{PAPER}/news/what-the-companies-said", article(ZOOM))

    night(data, web=web)

    assert select(data, "select url from documents") == [(f"{PAPER}/news/what-the-companies-said",)]


def test_a_page_whose_kept_body_is_lost_is_fetched_whole_again(web, tmp_path):
    page = f"{PAPER}/trust"
    web.put(page, article(ZOOM))
    data = data_folder(tmp_path / "lost", [entry("trust", "statement", page)])
    night(data, web=web)
    for path in (data / "private" / "warc").glob("*.warc.gz*"):
        path.unlink()
    rebuild(data, load_tracker(data / TRACKER))
    night(data, web=web, days=1)

    assert select(data, "select count(*) from documents") == [(1,)]


def test_a_source_that_was_mended_is_read_though_its_page_is_not_modified(web, tmp_path):
    page = f"{PAPER}/news"
    data = data_folder(tmp_path / "mended", [entry("odd", "feed", page)])
    web.put(
        page, f'<html><body><a href="{PAPER}/1">What the companies said today</a></body></html>'
    )
    web.put(f"{PAPER}/1", article(ZOOM))
    first = night(data, web=web)

    listing = entry("odd", "listing", page, select="a")
    (data / TRACKER / "sources.toml").write_text(sources_toml([listing]), encoding="utf-8")
    second = night(data, web=web, days=1)

    assert [visit.outcome for visit in first.visits] == ["unreadable"]
    assert (second.ill, [visit.links for visit in second.visits]) == ((), [1])


def test_a_feed_whose_kept_body_is_lost_stops_nobody(web, data):
    web.put(f"{PAPER}/feed", feed(f"{PAPER}/1"))
    night(data, web=web)
    for path in (data / "private" / "warc").glob("*.warc.gz*"):
        path.unlink()
    web.put("http://well.example/feed", feed("http://well.example/other"))
    web.put("http://well.example/other", article(f"{ZOOM} It said no more."))

    done = night(data, web=web, days=1)

    assert "restore it from a backup" in done.run.problems[0]
    assert select(data, "select count(*) from documents where source = 'well'") == [(2,)]


def test_what_our_own_edit_of_a_source_changes_is_no_news(tmp_path):
    web, page = Web(), "http://zoom.example/trust"
    web.put(page, article("We have paused processing data requests from the Hong Kong police."))
    data = data_folder(tmp_path / "own", [entry("trust", "statement", page, company="zoom")])
    night(data, web=web)

    (data / TRACKER / "sources.toml").write_text(
        sources_toml([entry("trust", "statement", page)]), encoding="utf-8"
    )
    done = night(data, web=web, days=1)

    assert (done.changes, [change.kind for change in done.upgrade]) == ((), ["withdrawn"])
