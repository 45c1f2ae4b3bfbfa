"""Feeds of every make give their links, with the days that they give in the source's zone."""

import json
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.kinds import UnreadableLinks, feed
from scrapers.links import Link, Offer
from scrapers.sources import Source

URL = "https://www.example.hk/news/feed.xml"
NOW = datetime(2020, 7, 8, 2, 0, tzinfo=UTC)
SOURCE = Source(
    id="desk",
    kind="feed",
    url=URL,
    publisher="The Desk",
    language="en",
    timezone="Asia/Hong_Kong",
)


def read(body, *, media_type="application/xml", source=SOURCE):
    raw = body if isinstance(body, bytes) else body.encode()
    return feed.read_links(raw, url=URL, media_type=media_type, source=source, now=NOW)


def rss(*items, head='<?xml version="1.0" encoding="utf-8"?>', channel=""):
    entries = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'{head}<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">'
        f"<channel><title>The Desk</title>{channel}{entries}</channel></rss>"
    )


def entry(number, day="Tue, 07 Jul 2020 10:00:00 +0800"):
    return (
        f"<title>Story {number}</title><link>https://www.example.hk/{number}</link>"
        f"<pubDate>{day}</pubDate>"
    )


def story(number):
    return Link(f"https://www.example.hk/{number}", f"Story {number}", "2020-07-07")


def test_the_feed_itself_is_asked():
    assert feed.addresses(SOURCE, now=NOW) == (URL,)


def test_rss_2_gives_its_entries_in_order():
    assert read(rss(entry(1), entry(2))) == Offer(links=(story(1), story(2)))


def test_rss_1_gives_its_entries_with_the_dates_of_dublin_core():
    body = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://www.example.hk/"><title>The Desk</title></channel>
      <item rdf:about="https://www.example.hk/1"><title>Story 1</title>
      <link>https://www.example.hk/1</link><dc:date>2020-07-07T10:00+08:00</dc:date></item>
      </rdf:RDF>"""

    assert read(body) == Offer(links=(story(1),))


def test_rss_0_91_gives_its_entries_without_dates():
    body = """<rss version="0.91"><channel><title>The Desk</title>
      <item><title>Story 1</title><link>https://www.example.hk/1</link></item></channel></rss>"""

    assert read(body) == Offer(links=(Link("https://www.example.hk/1", "Story 1"),))


def test_atom_gives_the_alternate_link_and_the_date_of_publication():
    body = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Desk</title><entry>
      <title type="html">Story &lt;b&gt;1&lt;/b&gt;</title><id>tag:example.hk,2020:1</id>
      <link rel="self" href="https://www.example.hk/1.atom"/>
      <link rel="alternate" href="https://www.example.hk/1"/>
      <published>2020-07-06T20:00:00Z</published><updated>2020-07-08T00:00:00Z</updated>
      </entry></feed>"""

    assert read(body) == Offer(links=(story(1),))


def test_the_change_of_an_atom_entry_is_no_date_of_publication():
    body = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Story 1</title>
      <link href="https://www.example.hk/1"/><updated>2020-07-07T00:00:00Z</updated></entry></feed>"""

    assert read(body).links == (Link("https://www.example.hk/1", "Story 1"),)


def test_relative_links_are_joined_to_xml_base():
    body = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.example.hk/a/">
      <entry xml:base="b/"><title>One</title><link href="../c"/></entry>
      <entry><title>Two</title><link href="/d"/></entry></feed>"""

    assert [link.url for link in read(body).links] == [
        "https://other.example.hk/a/c",
        "https://other.example.hk/d",
    ]


def test_relative_links_are_joined_to_the_address_of_the_feed():
    assert read(rss("<title>A</title><link>../2020/story</link>")).links == (
        Link("https://www.example.hk/2020/story", "A"),
    )


def test_the_original_link_counts_before_that_of_feedburner():
    body = rss(
        "<title>A</title><link>https://feeds.example.com/~r/desk/1</link>"
        "<feedburner:origLink>https://www.example.hk/1</feedburner:origLink>"
    )

    assert read(body).links == (Link("https://www.example.hk/1", "A"),)


def test_a_guid_is_the_link_where_there_is_none():
    body = rss(
        "<title>A</title><guid>https://www.example.hk/1</guid>",
        '<title>B</title><guid isPermaLink="false">77</guid>',
    )

    assert read(body) == Offer(
        links=(Link("https://www.example.hk/1", "A"),),
        problems=(f"desk: entries without a web address on {URL}: 1 of 2",),
    )


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/hosts", "data:text/html,x"])
def test_links_out_of_the_web_are_left_out(link):
    assert [found.url for found in read(rss(f"<link>{link}</link>", entry(1))).links] == [
        "https://www.example.hk/1"
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("<![CDATA[<i>Firm</i> pauses <br/>requests]]>", "Firm pauses requests"),
        ("Profits &lt; 5% at AT&amp;T", "Profits < 5% at AT&T"),
        ("It&amp;#8217;s &lt;b&gt;over&lt;/b&gt;", "It’s over"),
        ("  two \n lines ", "two lines"),
        ("國安法：平台暫停處理要求", "國安法：平台暫停處理要求"),
        ("", None),
    ],
)
def test_titles_become_plain_text(title, expected):
    assert (
        read(rss(f"<title>{title}</title><link>https://a.hk/1</link>")).links[0].title == expected
    )


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        ("Mon, 06 Jul 2020 20:00:00 GMT", "Asia/Hong_Kong", "2020-07-07"),
        ("Mon, 06 Jul 2020 20:00:00 GMT", "America/New_York", "2020-07-06"),
        ("Tue, 07 Jul 2020 02:00:00 +0800", "Europe/London", "2020-07-06"),
        ("Tue, 07 Jul 2020 23:30:00", "Asia/Hong_Kong", "2020-07-07"),
        ("Tue, 07 Jul 2020 23:30:00 HKT", "Asia/Hong_Kong", "2020-07-07"),
        ("2020-07-07", "America/New_York", "2020-07-07"),
        ("2020-07-07T23:30:00", "America/New_York", "2020-07-07"),
        ("2020-07-06 20:00:00 +0000", "Asia/Hong_Kong", "2020-07-07"),
        ("2020-07-06 20:00:00 UTC", "Asia/Hong_Kong", "2020-07-07"),
        ("2020-07", "Asia/Hong_Kong", "2020-07"),
        ("some day", "Asia/Hong_Kong", None),
        ("2020-13-41", "Asia/Hong_Kong", None),
    ],
)
def test_days_are_those_of_the_source_s_time_zone(day, zone, expected):
    source = SOURCE.model_copy(update={"timezone": zone})

    assert read(rss(entry(1, day)), source=source).links[0].published == expected


def test_a_date_that_cannot_be_is_dropped_and_told():
    body = rss(
        entry(1),
        entry(2, "Tue, 07 Jul 2099 10:00:00 +0800"),
        entry(3, "Thu, 09 Jul 2020 09:00:00 +0800"),
        entry(4, "Thu, 01 Jan 1970 00:00:00 GMT"),
    )

    offer = read(body)
    assert [link.published for link in offer.links] == ["2020-07-07", None, "2020-07-09", None]
    assert offer.problems == (
        f"desk: 2 of 4 dates on {URL} cannot be, such as 2099-07-07; these links count as undated",
    )


BROKEN = {
    "a wrong end tag": rss(*map(entry, (1, 2, 3))).replace("Story 1</title>", "Story 1</titel>"),
    "a bare ampersand": rss(*map(entry, (1, 2, 3)), channel="<copyright>A & B</copyright>"),
    "no end": rss(*map(entry, (1, 2, 3)))[: -len("</channel></rss>")],
    "an end too many": rss(*map(entry, (1, 2, 3))).replace("</channel>", "</b></channel>"),
    "a control character": rss(*map(entry, (1, 2, 3)), channel="<copyright>\x01</copyright>"),
    "an unknown prefix": rss(*map(entry, (1, 2, 3)), channel="<media:x>1</media:x>"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_feed_with_a_broken_tag_still_gives_its_links(what):
    offer = read(BROKEN[what])

    assert offer.links == (story(1), story(2), story(3))
    assert [problem.partition(" (")[0] for problem in offer.problems] == [
        f"desk: {URL} is not well-formed"
    ]


def test_blank_lines_and_a_mark_before_the_declaration_are_no_problem():
    assert read("\ufeff\n\n" + rss(entry(1))) == Offer(links=(story(1),))


CHINESE = "國安法生效後，公司暫停處理港府索取用戶資料的要求"
SIMPLE = "国安法生效后，公司暂停处理港府索取用户资料的要求"


@pytest.mark.parametrize(
    ("title", "encoding", "label", "media_type"),
    [
        (CHINESE, "big5hkscs", "big5", "application/xml"),
        (CHINESE + "嘅", "big5hkscs", "utf-8", "text/xml; charset=utf-8"),
        (CHINESE, "big5hkscs", "iso-8859-1", None),
        (SIMPLE, "gbk", "utf-8", "text/xml; charset=utf-8"),
        (SIMPLE, "gb18030", "gb2312", "text/xml"),
        (CHINESE, "utf-8", "big5", "text/xml; charset=iso-8859-1"),
        (CHINESE, "utf-16", "utf-16", "text/xml"),
        (CHINESE, "utf-8", "no-such-encoding", "text/xml; charset=nonsense"),
        ("Société générale à Zürich", "latin-1", "iso-8859-1", "text/xml"),
        ("Société générale à Zürich", "cp1252", "utf-8", "text/xml"),
    ],
)
def test_wrong_encodings_are_seen_through(title, encoding, label, media_type):
    head = f'<?xml version="1.0" encoding="{label}"?>'
    body = rss(f"<title>{title}</title><link>https://a.hk/1</link>", head=head).encode(encoding)

    assert read(body, media_type=media_type) == Offer(links=(Link("https://a.hk/1", title),))


def bomb():
    names = "abcdefghijkl"
    inner = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">{inner}]>'


def test_a_bomb_of_entities_stays_small():
    offer = read(rss("<title>T &l;</title><link>https://a.hk/1</link>", head=bomb()))

    assert [(link.url, len(link.title or "") < 20) for link in offer.links] == [
        ("https://a.hk/1", True)
    ]


def test_an_entity_does_not_read_a_file(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("not for the web")
    head = f'<!DOCTYPE rss [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'

    body = rss("<title>&a;</title><link>https://a.hk/1</link>", head=head)

    assert "not for the web" not in str(read(body))


def test_a_body_that_spells_a_file_name_opens_no_file(tmp_path):
    hidden = tmp_path / "feed.xml"
    hidden.write_text(rss(entry(1)))

    with pytest.raises(UnreadableLinks):
        read(str(hidden))


@pytest.mark.parametrize(
    ("body", "came"),
    [
        ("", "nothing"),
        ("<!DOCTYPE html><html><body>Moved</body></html>", "a web page"),
        ("<!-- x > --><html></html>", "a web page"),
        ("plain words", "'plain words'"),
        ('{"items": []}', "JSON"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 5}', "JSON"),
        ('{"version": ', "JSON that ends early or is broken"),
        ('{"a":' * 30_000, "JSON that ends early or is broken"),
    ],
)
def test_what_is_no_feed_is_refused_with_its_place(body, came):
    with pytest.raises(UnreadableLinks) as caught:
        read(body)

    assert str(caught.value).startswith(f"desk: {came}")
    assert f" came from {URL} instead of a feed; look there for" in str(caught.value)


def test_a_feed_without_entries_says_so():
    assert read(rss()) == Offer(
        problems=(f"desk: no link stands on {URL}; look at the page, then at the TOML",)
    )


@pytest.mark.parametrize(
    "version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"]
)
def test_json_feed_gives_its_items(version):
    items = [
        {
            "id": "1",
            "url": "/1",
            "title": "Story &amp; 1",
            "date_published": "2020-07-06T20:00:00Z",
        },
        {"id": "https://www.example.hk/2", "date_published": "2020-07-07T01:00:00-05:00"},
        {"id": 3, "external_url": "https://other.hk/3", "title": 5, "date_published": None},
        {"id": "4"},
        "no item",
    ]
    body = json.dumps({"version": version, "title": "The Desk", "items": items})

    assert read(body, media_type="application/feed+json").links == (
        Link("https://www.example.hk/1", "Story & 1", "2020-07-07"),
        Link("https://www.example.hk/2", None, "2020-07-07"),
        Link("https://other.hk/3"),
    )


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_any_date_and_title_is_read_or_left_out(text):
    clean = text.replace("]]>", "").replace("\0", "")

    offer = read(
        rss(
            entry(1),
            f"<title><![CDATA[{clean}]]></title><link>https://a.hk/2</link>"
            f"<pubDate><![CDATA[{clean}]]></pubDate>",
        )
    )

    assert offer.links[0] == story(1)
