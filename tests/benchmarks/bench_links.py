"""How fast links are read, addresses are brought into one form, and pages are judged."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from scrapers.addresses import canonical
from scrapers.answers import Answer
from scrapers.judging import judge
from scrapers.kinds import feed, follow, listing, sitemap
from scrapers.sources import Source

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SOURCE = Source(
    id="desk",
    kind="feed",
    url="https://www.example.hk/feed",
    publisher="The Desk",
    language="en",
    timezone="Asia/Hong_Kong",
    keep="hong.?kong|security.law",
)
STORY = "https://www.example.hk/news/2020/07/07/story-number-"
ITEM = (
    f"<item><title>Story %d</title><link>{STORY}%d</link><pubDate>Tue, 07 Jul 2020 10:00:00 +0800"
    f"</pubDate><description>{'words of a story ' * 40}</description></item>"
)
URL = f"<url><loc>{STORY}%d</loc><lastmod>2020-07-07T10:00:00+08:00</lastmod></url>"
CARD = f"<li><h3><a href='{STORY}%d'>Story %d</a></h3><time datetime='2020-07-07'></time></li>"
FEED = f"<rss version='2.0'><channel>{''.join(ITEM % (n, n) for n in range(100))}</channel></rss>"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
SITEMAP = f"<urlset xmlns='{NAMESPACE}'>{''.join(URL % n for n in range(50_000))}</urlset>"
LISTING = f"<html><body><ul>{''.join(CARD % (n, n) for n in range(100))}</ul></body></html>"
SCRIPT = f"<script>{'if (a < b) { consent(a); } ' * 1000}</script>"
PARAGRAPH = "<p>The law took effect on Tuesday, and the firm said that it had paused requests.</p>"
PAGES = {
    "bundled": (Path(__file__).parents[2] / "data/demo/kilobyte-apple-assessing.html").read_text(),
    "plain_60_kb": f"<html><title>A</title><body>{PARAGRAPH * 700}</body></html>",
    "scripts_100_kb": f"<html><title>A</title>{SCRIPT * 3}<body>{PARAGRAPH * 300}</body></html>",
}


@pytest.mark.parametrize(
    ("kind", "body", "count"),
    [(feed, FEED, 100), (sitemap, SITEMAP, 50_000), (listing, LISTING, 100)],
    ids=["feed_100", "sitemap_50000", "listing_100"],
)
def test_reading_links(benchmark, kind, body, count):
    raw = body.encode()

    offer = benchmark.pedantic(
        lambda: kind.read_links(
            raw, url=SOURCE.url, media_type="text/html", source=SOURCE, now=NOW
        ),
        rounds=3,
    )
    assert len(offer.links) == count


def test_following_fifty_thousand_links(benchmark):
    offer = sitemap.read_links(
        SITEMAP.encode(), url=SOURCE.url, media_type=None, source=SOURCE, now=NOW
    )
    everything = SOURCE.model_copy(update={"keep": "story"})

    assert len(benchmark.pedantic(lambda: follow(offer.links, everything), rounds=3)) == 200


def test_one_form_of_an_address(benchmark):
    assert benchmark(canonical, f"{STORY}1?utm_source=rss&id=3#top") == f"{STORY}1?id=3"


@pytest.mark.parametrize("name", PAGES)
def test_judging_a_good_page(benchmark, name):
    answer = Answer(
        url=STORY,
        final_url=STORY,
        asked_at="2026-11-24T01:02:03Z",
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=PAGES[name].encode(),
        elapsed_ms=5,
    )

    assert benchmark(judge, answer) == "new"
