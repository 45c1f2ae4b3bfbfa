"""Feeds: what is new comes first, updates are seen, and both kinds of reader take them."""

import io
import json
import re
from dataclasses import replace

import feedparser
import pytest
from atoma import parse_json_feed_bytes
from editions import CORRECTION, LINE, OTHER_PROOF, PROOF, edition_of
from events import ZOOM
from lxml import etree

from pipeline.edition import Edition
from pipeline.exports import export
from pipeline.exports.feeds import moment

SITE = "https://tracker.example/hk/"
ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def written(name: str, edition: Edition) -> bytes:
    out = io.BytesIO()
    export(name, edition, out)
    return out.getvalue()


def atom(edition: Edition) -> feedparser.FeedParserDict:
    feed = feedparser.parse(written("atom", edition))
    assert (feed.bozo, feed.version) == (0, "atom10")
    return feed


def line(number: int, *, captured_at: str | None, first_reported: str | None = "2020-07-08"):
    event = replace(ZOOM, id=f"zoom-paused-{number}", first_reported=first_reported)
    return replace(LINE, event=event, proofs=(replace(PROOF, captured_at=captured_at),))


def test_an_entry_tells_all_of_its_event():
    (entry,) = atom(edition_of([LINE], site=SITE)).entries

    assert entry.title == "Zoom: Paused"
    assert entry.published == "2020-07-08T00:00:00Z"
    assert entry.updated == "2026-11-24T01:02:03Z"
    assert [(link.rel, link.href) for link in entry.links] == [
        ("alternate", "https://tracker.example/hk/events/zoom-paused-2020-07-07.html"),
        ("via", "https://paper.example/zoom"),
    ]
    assert [(tag.term, tag.label) for tag in entry.tags] == [("paused", "Paused"), ("zoom", "Zoom")]


def test_the_content_of_an_entry_is_plain_html_with_every_document():
    body = etree.fromstring(written("atom", edition_of([LINE])))

    assert body.findtext(f"{ATOM}entry/{ATOM}content") == (
        '<blockquote cite="https://paper.example/zoom"><p>Zoom has paused data requests.</p>'
        "</blockquote><ul>"
        "<li>Date: 7 July 2020 (precision: day; basis: the words “on Tuesday”)</li>"
        "<li>First reported: 8 July 2020</li>"
        '<li>Source: <a href="https://paper.example/zoom" rel="noopener noreferrer nofollow">'
        "Zoom stops for now, The Paper</a></li>"
        "<li>Published: 8 July 2020 (basis: the page&#x27;s own data for machines (JSON-LD))</li>"
        "<li>Speaker: a spokesperson (reported by others)</li>"
        "<li>Archived copy: demo.warc.gz#120</li>"
        "<li>Scope: data requests</li>"
        "<li>Independent sources: 2</li>"
        "<li>Confidence: 0.80</li>"
        "<li>Status: listed (listed by its confidence)</li>"
        "<li>Event: zoom-paused-2020-07-07</li></ul>"
        "<p>Further evidence:</p><ul><li><q>It put the requests on hold.</q> "
        '<a href="https://news.example/hold?a=1&amp;b=2" rel="noopener noreferrer nofollow">'
        "On hold, News &amp; Sons, 8 July 2020</a>; archived copy: demo.warc.gz#950</li></ul>"
    )


def test_an_entry_leads_to_its_source_where_there_is_no_site():
    (entry,) = atom(edition_of([LINE])).entries

    assert [(each.rel, each.href) for each in entry.links] == [
        ("alternate", "https://paper.example/zoom")
    ]


def test_what_is_new_comes_first_and_corrections_are_entries_too():
    lines = [
        line(1, captured_at="2026-11-03T00:00:00Z"),
        line(2, captured_at="2026-11-05T00:00:00Z"),
        line(3, captured_at="2026-11-03T00:00:00Z"),
    ]
    fix = replace(CORRECTION, made_at="2026-11-04T00:00:00Z")
    edition = edition_of(lines, corrections=(fix,))

    titles = [entry.title for entry in atom(edition).entries]
    items = json.loads(written("jsonfeed", edition))["items"]
    assert titles == [each["title"] for each in items]
    assert titles[1] == "Correction: date of zoom-paused-2020-07-07"
    assert [each.get("_stanceline", {}).get("id") for each in items] == [
        "zoom-paused-2",
        None,
        "zoom-paused-3",
        "zoom-paused-1",
    ]


def test_a_new_document_or_a_correction_updates_the_entry_and_keeps_its_id():
    before = line(1, captured_at="2026-11-03T00:00:00Z")
    told = replace(
        before, proofs=(*before.proofs, replace(OTHER_PROOF, captured_at="2026-11-09T00:00:00Z"))
    )
    corrected = replace(before, corrections=(CORRECTION,))

    first, second, third = (
        atom(edition_of([each])).entries[0] for each in (before, told, corrected)
    )
    assert first.id == second.id == third.id
    assert [first.updated, second.updated, third.updated] == [
        "2026-11-03T00:00:00Z",
        "2026-11-09T00:00:00Z",
        "2026-11-25T10:00:00Z",
    ]


def test_the_id_of_an_entry_is_the_same_on_every_site_and_differs_between_trackers():
    ids = [
        atom(edition_of([LINE], **changes)).entries[0].id
        for changes in ({}, {"site": SITE}, {"chosen": "zoom"}, {"tracker": "other"})
    ]

    assert ids[0] == ids[1] == ids[2] == "urn:uuid:c9c4b9fc-3aed-59f4-9982-d2dd16bf2411"
    assert ids[3] != ids[0]


def test_a_feed_is_named_by_what_was_chosen_and_each_choice_is_a_feed_of_its_own():
    whole, some, then = (
        atom(edition_of([LINE], **changes)).feed
        for changes in ({}, {"chosen": "zoom, stance paused"}, {"as_of": "2020-07-10"})
    )

    assert whole.title == "Hong Kong national security law: how companies answer"
    assert some.title == f"{whole.title} (zoom, stance paused)"
    assert "As known on: 10 July 2020" in then.subtitle
    assert len({whole.id, some.id, then.id}) == 3


@pytest.mark.parametrize("first_reported", [None, "2020", "2020-07", "July", "2020-7-8"])
def test_a_report_of_no_known_day_has_no_moment(first_reported):
    edition = edition_of([line(1, captured_at=None, first_reported=first_reported)])
    (entry,) = atom(edition).entries
    (item,) = json.loads(written("jsonfeed", edition))["items"]

    assert "published" not in entry
    assert "date_published" not in item
    assert entry.updated == item["date_modified"] == "2020-06-30T00:00:00Z"


def test_a_moment_is_a_day_or_more():
    told = [moment(each) for each in ("2020-07-08", "2020-07-08T01:02:03+08:00", "2020-07", None)]

    assert told == ["2020-07-08T00:00:00Z", "2020-07-08T01:02:03+08:00", None, None]


def test_every_element_of_the_feed_is_where_the_rfc_wants_it():
    edition = edition_of([LINE, line(2, captured_at=None)], corrections=(CORRECTION,), site=SITE)
    feed = etree.fromstring(written("atom", edition))

    once = {"id", "title", "updated"}
    for holder in (feed, *feed.iter(f"{ATOM}entry")):
        names = [etree.QName(each).localname for each in holder if etree.QName(each).localname]
        assert all(names.count(name) == 1 for name in once)
        assert all(MOMENT.fullmatch(each.text) for each in holder.iter(f"{ATOM}updated"))
        assert holder.find(f"{ATOM}link[@rel='alternate']") is not None
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "Stanceline, tracker hk-nsl"
    assert len({each.text for each in feed.iter(f"{ATOM}id")}) == 4


def test_a_reader_of_json_feeds_takes_it_and_it_says_what_it_comes_from():
    body = written("jsonfeed", edition_of([LINE], corrections=(CORRECTION,), site=SITE))
    feed = parse_json_feed_bytes(body)
    head = json.loads(body)["_stanceline"]

    assert feed.version == "https://jsonfeed.org/version/1.1"
    assert feed.home_page_url == SITE
    assert [(item.title, item.url) for item in feed.items] == [
        ("Correction: date of zoom-paused-2020-07-07", f"{SITE}events/{ZOOM.id}.html"),
        ("Zoom: Paused", f"{SITE}events/{ZOOM.id}.html"),
    ]
    assert feed.items[1].external_url == "https://paper.example/zoom"
    assert (head["updated_at"], head["fingerprint"]) == ("2026-11-24T01:02:03Z", "f" * 16)


def test_the_json_feed_of_no_events_has_no_items():
    assert json.loads(written("jsonfeed", edition_of([])))["items"] == []
