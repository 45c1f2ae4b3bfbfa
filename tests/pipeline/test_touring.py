"""When a source is due, which of its links are followed, and when a page is looked at again."""

import pytest
from nights import Web, article, data_folder, entry, feed, night, select

from pipeline.errors import NotFound

FEED = "http://paper.example/feed"
PAGE = "http://paper.example/2020/07/story"
TEXT = "A quiet day in the harbour. Nothing of note was said by anybody, and the ferries ran."


def paper(folder, web: Web, *urls: str, **more):
    """Put a paper with a feed of these pages on a web, and give its data folder."""
    web.put(FEED, feed(*urls), media_type="application/rss+xml")
    for url in urls:
        web.put(url, article(f"{TEXT} This was {url}."))
    return data_folder(folder / "data", [entry("paper", "feed", FEED, **more)])


def days_asked(data, web: Web, url: str, days) -> list[float]:
    """Run the nights of these days, and give those on which an address was asked."""
    asked = []
    for day in days:
        night(data, web=web, days=day, only=["paper"])
        if url in web.urls():
            asked.append(day)
    return asked


def test_a_source_is_due_when_its_hours_have_passed_or_nearly(tmp_path):
    web = Web()
    data = paper(tmp_path, web, every_hours=48.0)
    visited = []
    for day in (0, 1, 1.7, 1.85, 2.85, 4):
        night(data, web=web, days=day)
        visited += [day] * (FEED in web.urls())

    assert visited == [0, 1.85, 4]


def test_a_source_that_is_asked_for_is_visited_be_it_due_or_not_and_no_other_one(tmp_path):
    web = Web()
    sources = [entry(name, "statement", f"http://{name}.example/") for name in ("one", "two")]
    data = data_folder(tmp_path / "data", sources)
    night(data, web=web)
    web.urls()
    done = night(data, web=web, days=0.1, only=["two"])

    # Its page is gone, and so is not asked again so soon as a page, but it is as a source's own.
    assert web.urls() == ["http://two.example/"]
    assert [visit.source for visit in done.visits] == ["two"]


def test_an_unknown_source_is_an_error_with_the_nearest_name_and_nothing_is_recorded(tmp_path):
    data = paper(tmp_path, Web())
    with pytest.raises(NotFound, match=r"no source 'papre'.*paper"):
        night(data, only=["papre"])

    assert not (data / "private").exists()


def test_links_dated_before_a_day_are_passed_over_and_undated_ones_are_not(tmp_path):
    web = Web()
    old, new, undated = (f"http://paper.example/{name}" for name in ("old", "new", "undated"))
    items = "".join(
        f"<item><link>{url}</link>{date}</item>"
        for url, date in (
            (old, "<pubDate>Mon, 06 Jul 2020 00:00:00 GMT</pubDate>"),
            (new, "<pubDate>Tue, 07 Jul 2020 00:00:00 GMT</pubDate>"),
            (undated, ""),
        )
    )
    body = f'<rss version="2.0"><channel>{items}</channel></rss>'
    data = paper(tmp_path, web)
    web.put(FEED, body, media_type="application/rss+xml")
    night(data, web=web, since="2020-07-07")

    assert web.urls() == [FEED, new, undated]


def test_an_article_is_seen_again_after_1_3_7_and_30_days_in_case_it_was_corrected(tmp_path):
    web = Web()
    data = paper(tmp_path, web, PAGE)
    days = [0, 0.5, 1, 2, 3, 4, 6, 7, 8, 20, 30, 31, 60, 100]

    assert days_asked(data, web, PAGE, days) == [0, 1, 3, 7, 30]


def test_after_nights_without_power_an_article_is_seen_once_for_all_that_was_missed(tmp_path):
    web = Web()
    data = paper(tmp_path, web, PAGE)

    assert days_asked(data, web, PAGE, [0, 5, 6, 7, 8]) == [0, 5, 7]


@pytest.mark.parametrize(
    ("status", "days", "asked"),
    [
        (503, [0, 1, 2, 3, 5, 6, 8, 10, 13, 15, 30, 90], [0, 1, 3, 6, 10, 15]),
        (404, [0, 3, 7, 14, 21, 41, 43, 71, 106, 150, 300], [0, 7, 21, 41, 71, 106]),
    ],
)
def test_a_page_that_failed_is_tried_later_each_time_and_given_up_after_six(
    tmp_path, status, days, asked
):
    web = Web()
    data = paper(tmp_path, web, PAGE)
    web.put(PAGE, status=status)

    assert days_asked(data, web, PAGE, days) == asked


def test_a_page_that_failed_is_tried_again_though_no_feed_offers_it_any_more(tmp_path):
    web = Web()
    data = paper(tmp_path, web, PAGE)
    web.put(PAGE, status=503)
    night(data, web=web)
    web.put(FEED, feed("http://paper.example/later"), media_type="application/rss+xml")
    web.put(PAGE, article(TEXT))
    night(data, web=web, days=1)

    assert select(data, "select url from documents") == [(PAGE,)]


def test_a_page_that_came_well_at_last_is_an_article_like_others_again(tmp_path):
    web = Web()
    data = paper(tmp_path, web, PAGE)
    web.put(PAGE, status=503)
    night(data, web=web)
    web.put(PAGE, article(TEXT))
    night(data, web=web, days=1)

    assert select(data, f"select outcome, failures from looks where url = '{PAGE}'") == [("new", 0)]


def test_an_address_is_asked_once_a_night_whoever_offers_it(tmp_path):
    web = Web()
    feeds = [f"http://paper.example/{name}.xml" for name in ("city", "world")]
    for address in feeds:
        web.put(address, feed(PAGE, f"{PAGE}?utm_source=rss"), media_type="application/rss+xml")
    web.put(PAGE, article(TEXT))
    sources = [entry(f"feed_{n}", "feed", address) for n, address in enumerate(feeds)]
    night(data_folder(tmp_path / "data", sources), web=web, threads=1)

    assert web.urls() == [*feeds, PAGE]


def test_of_further_pages_of_links_fifty_a_visit_are_followed(tmp_path):
    web = Web()
    maps = [f"http://paper.example/map-{number}.xml" for number in range(60)]
    index = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in maps)
    web.put("http://paper.example/maps.xml", f"<sitemapindex>{index}</sitemapindex>")
    sources = [entry("paper", "sitemap", "http://paper.example/maps.xml")]
    night(data_folder(tmp_path / "data", sources), web=web)

    assert len(web.urls()) == 1 + 50


def test_links_of_a_feed_that_has_not_changed_are_followed_when_they_never_were(tmp_path):
    web = Web()
    data = paper(tmp_path, web, PAGE, drop="story")
    night(data, web=web)
    sources = data / "trackers" / "hk-nsl" / "sources.toml"
    sources.write_text(sources.read_text().replace('"story"', '"nothing"'))
    web.urls()
    night(data, web=web, days=1)

    assert web.urls() == [FEED, PAGE]
