"""The first tracker's sources are many, real places, and sound to the last key."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import available_timezones

import pytest
import soupsieve

from pipeline.tracker import load_tracker
from scrapers.addresses import canonical
from scrapers.kinds import follow, kind_of
from scrapers.links import Link
from scrapers.sources import KINDS

TRACKER = load_tracker(Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl")
SOURCES = TRACKER.sources
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
each_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)


def test_sixty_places_or_more_are_read():
    assert len(SOURCES) >= 60


@pytest.mark.parametrize("key", ["id", "url"])
def test_no_source_stands_twice(key):
    values = Counter(getattr(source, key) for source in SOURCES)

    assert [value for value, count in values.items() if count > 1] == []


def test_every_kind_of_source_is_used():
    assert {source.kind for source in SOURCES} == set(KINDS)


def test_newsrooms_in_both_languages_and_companies_themselves_are_heard():
    newsrooms = [source for source in SOURCES if source.company is None]

    assert {"en", "zh-Hant", "zh-Hans"} <= {source.language for source in newsrooms}
    assert len({source.company for source in SOURCES if source.company}) >= 25


@each_source
def test_a_source_has_a_zone_of_this_world_and_a_company_of_this_tracker(source):
    assert source.timezone in available_timezones()
    assert source.company is None or TRACKER.company(source.company).slug == source.company


@each_source
def test_a_source_says_what_to_ask_over_https(source):
    asked = kind_of(source).addresses(source, now=NOW)

    assert asked
    assert [url for url in asked if not url.startswith("https://")] == []
    assert [url for url in asked if canonical(url) is None] == []


@each_source
def test_a_selector_is_one(source):
    if source.select:
        soupsieve.compile(source.select)


@each_source
def test_a_query_belongs_to_a_search(source):
    assert (source.query is not None) == (source.kind == "search")


@each_source
def test_a_source_that_is_narrowed_promises_no_number_of_links(source):
    assert not (source.keep and source.expect and source.expect.links_per_week)


@each_source
def test_a_source_that_keeps_little_keeps_what_is_looked_for(source):
    in_english = "Tech firms pause data requests from Hong Kong after national security law"
    in_chinese = "香港國安法生效 facebook暫停處理用戶資料要求"
    links = [
        Link("https://www.example.com/1", in_english),
        Link("https://www.example.com/2", in_chinese),
        Link("https://www.example.com/3/%E9%A6%99%E6%B8%AF%E5%9C%8B%E5%AE%89%E6%B3%95"),
    ]

    assert follow(links, source)
