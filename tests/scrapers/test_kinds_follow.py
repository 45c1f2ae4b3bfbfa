"""What is followed: the links that a source keeps, newest first, each once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.kinds import UnreadableLinks, day_of, decoded, follow, kind_of, plain, root_of
from scrapers.links import Link, Offer
from scrapers.sources import KINDS, Source

SOURCE = Source(
    id="desk",
    kind="feed",
    url="https://www.example.hk/feed",
    publisher="The Desk",
    language="en",
    timezone="Asia/Hong_Kong",
)


def followed(*links, **changes):
    return [link.url for link in follow(links, SOURCE.model_copy(update=changes))]


def test_every_file_of_the_folder_is_a_kind():
    files = (Path(__file__).parents[2] / "scrapers" / "kinds").glob("[a-z]*.py")

    assert sorted(file.stem for file in files) == list(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_says_what_to_ask_and_for_what(name):
    source = SOURCE.model_copy(update={"kind": name, "query": "zoom"})

    kind = kind_of(source)

    assert kind.PURPOSE in {"links", "page", "report"}
    assert kind.addresses(source, now=datetime(2020, 7, 8, tzinfo=UTC))[0].startswith(source.url)


def test_the_newest_come_first_and_undated_ones_last_in_their_order():
    links = [
        Link("https://a.hk/undated-1"),
        Link("https://a.hk/old", published="2020-07-01"),
        Link("https://a.hk/undated-2"),
        Link("https://a.hk/month", published="2020-07"),
        Link("https://a.hk/new", published="2020-07-07"),
    ]

    assert [url.rpartition("/")[2] for url in followed(*links)] == [
        "new",
        "old",
        "month",
        "undated-1",
        "undated-2",
    ]


def test_no_more_than_the_most_are_followed():
    links = [Link(f"https://a.hk/{day}", published=f"2020-07-0{day}") for day in range(1, 9)]

    assert followed(*links, most_links=2) == ["https://a.hk/8", "https://a.hk/7"]


def test_copies_of_one_address_are_followed_once():
    links = [
        Link("https://www.a.hk/story?utm_source=rss", title="One", published="2020-07-07"),
        Link("https://www.a.hk/story#top"),
        Link("https://m.a.hk/story"),
        Link("javascript:alert(1)"),
    ]

    assert follow(links, SOURCE) == (Link("https://www.a.hk/story", "One", "2020-07-07"),)


@pytest.mark.parametrize(
    ("keep", "drop", "expected"),
    [
        ("hong.?kong", None, ["1", "2"]),
        ("香港", None, ["3"]),
        (None, "sport", ["1", "3"]),
        ("hong.?kong", "^https://b", ["1"]),
        ("^Hong Kong", None, ["1"]),
    ],
)
def test_links_are_kept_by_address_or_title(keep, drop, expected):
    links = [
        Link("https://a.hk/1", "Hong Kong firm pauses"),
        Link("https://b.hk/hongkong/sport/2", "A game"),
        Link("https://a.hk/%E9%A6%99%E6%B8%AF/3"),
    ]

    assert [url[-1] for url in followed(*links, keep=keep, drop=drop)] == expected


BEGINNINGS = [
    "",
    "<rss><channel><item>",
    "<urlset><url><loc>",
    "<html><a href=",
    '{"articles": [',
    "{",
]


@pytest.mark.parametrize("name", KINDS)
@given(beginning=st.sampled_from(BEGINNINGS), rest=st.binary())
def test_any_bytes_are_read_or_refused(name, beginning, rest):
    source = SOURCE.model_copy(update={"kind": name, "select": "a"})
    now = datetime(2020, 7, 8, tzinfo=UTC)
    try:
        offer = kind_of(source).read_links(
            beginning.encode() + rest, url=source.url, media_type=None, source=source, now=now
        )
    except UnreadableLinks as refused:
        assert str(refused).startswith("desk: ")
    else:
        assert isinstance(offer, Offer)


@given(st.text())
def test_any_text_is_a_day_or_none(text):
    day = day_of(text, "Asia/Hong_Kong")

    assert day is None or day[:4].isdigit()


@given(st.binary(), st.text())
def test_any_bytes_become_text(body, media_type):
    assert isinstance(decoded(body, media_type), str)


@given(st.text(alphabet="<>!-?ab ]&;"))
def test_any_text_has_a_root_or_none_and_a_plain_form(text):
    assert root_of(text) is None or "<" in text
    assert plain(text) is None or plain(text).strip()


def test_a_long_head_is_read_in_no_time():
    assert root_of("<!-- - -->" * 2000) is None
    assert root_of("<!a>" * 5000) is None
    assert root_of("<!-- - --><?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>") == "x"
