"""Texts that try to become code come out of every text format as texts, and no line is lost."""

import csv
import io
import json
import re
from dataclasses import replace
from functools import cache

import pytest
from bs4 import BeautifulSoup
from editions import CORRECTION, edition_of, line_of
from events import ZOOM
from hostile_texts import ADDRESSES, HOSTILE, ODD_ADDRESSES
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import etree

from pipeline.edition import Edition, Line
from pipeline.exports import export
from pipeline.visible import one_line

TEXT_FORMATS = ("atom", "bibtex", "csv", "ics", "json", "jsonfeed", "markdown", "timelinejs")
ATOM = "{http://www.w3.org/2005/Atom}"
SHORT = tuple(text for text in HOSTILE if len(text) < 5_000)
LONG = tuple(text for text in HOSTILE if len(text) >= 5_000)
ALL_ADDRESSES = ADDRESSES + ODD_ADDRESSES
OUR_ELEMENTS = {"blockquote", "p", "ul", "li", "a", "q"}
UNPLAIN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def hostile_line(text: str, address: str, *, number: int = 0) -> Line:
    event = replace(
        ZOOM,
        id=f"zoom-paused-{number}",
        company_name=text or "Zoom",
        products=(text,),
        quote=text,
        publisher=text,
        first_publisher=text,
        basis=text,
        url=address,
    )
    line = line_of(event, title=text, speaker=text, archived=text, published_basis=text)
    other = replace(line.proofs[0], claim="c2", quote=f"{text}.", publisher=text)
    fix = replace(CORRECTION, before=text, after=text, reason=text)
    return replace(line, proofs=(*line.proofs, other), corrections=(fix,))


def hostile_edition(texts: tuple[str, ...]) -> Edition:
    lines = [
        hostile_line(text, ALL_ADDRESSES[number % len(ALL_ADDRESSES)], number=number)
        for number, text in enumerate(texts)
    ]
    fix = replace(CORRECTION, reason="<script>alert(1)</script>", before="\x00", after="\ud83d")
    return edition_of(lines, law="<b>]]></b>", chosen="<i>&\u202e\x07", corrections=(fix,))


@cache
def hostile(name: str) -> str:
    return written(name, hostile_edition(SHORT))


def written(name: str, edition: Edition) -> str:
    out = io.BytesIO()
    export(name, edition, out)
    return out.getvalue().decode()


def check_html(html: str, *, quote: str | None = None) -> None:
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(True):
        assert element.name in OUR_ELEMENTS
        assert set(element.attrs) <= {"href", "rel", "cite"}
        for name in ("href", "cite"):
            assert re.match(r"https?://[\w.]+/[!-~]*\Z", element.attrs.get(name, "http://x/"))
        if element.name == "a":
            assert element["rel"] == ["noopener", "noreferrer", "nofollow"]
    if quote is not None:
        assert soup.blockquote is not None
        assert soup.blockquote.get_text() == one_line(quote)


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_nothing_that_steers_or_turns_the_text_is_in_any_file(name):
    assert UNPLAIN.search(hostile(name)) is None


@pytest.mark.parametrize("name", ["json", "ndjson", "jsonfeed", "timelinejs"])
def test_no_json_of_ours_closes_a_script_or_breaks_a_line(name):
    body = hostile(name)

    assert "<" not in body
    assert body.splitlines() == body.removesuffix("\n").split("\n")


def test_every_text_comes_back_from_json_as_it_was():
    entries = json.loads(hostile("json"))

    assert tuple(each["quote"] for each in entries) == SHORT
    assert tuple(each["evidence"][0]["title"] for each in entries) == SHORT
    addresses = [proof["url"] for each in entries for proof in (each, *each["evidence"])]
    assert all(each is None or re.match("https?://", each) for each in addresses)


@pytest.mark.parametrize("name", ["atom", "jsonfeed", "timelinejs"])
def test_the_html_in_feeds_and_slides_has_our_elements_and_links_of_the_web_only(name):
    if name == "atom":
        feed = etree.fromstring(hostile(name).encode())
        entries = feed.findall(f"{ATOM}entry")
        shown = [each.findtext(f"{ATOM}content") for each in reversed(entries)]
        links = [each.get("href") for each in feed.iter(f"{ATOM}link")]
        assert all(re.match("https?://", link) for link in links)
    elif name == "jsonfeed":
        items = json.loads(hostile(name))["items"]
        shown = [each["content_html"] for each in reversed(items)]
        assert all(re.match("https?://", each.get("url", "http://")) for each in items)
    else:
        told = json.loads(hostile(name))["events"]
        shown = [each["text"]["text"] for each in told]
        for each in told:
            assert (
                BeautifulSoup(each["text"]["headline"] + each["group"], "html.parser").find()
                is None
            )

    for text, html in zip(SHORT, shown, strict=False):  # the correction comes after the events
        check_html(html, quote=text)
    check_html(shown[-1])
    assert len(shown) in (len(SHORT), len(SHORT) + 1)


@pytest.mark.parametrize("name", ["csv", "timelinejs-csv"])
def test_no_cell_of_any_column_opens_a_formula(name):
    for row in csv.reader(io.StringIO(hostile(name), newline="")):
        for shown in row:
            for part in re.split(r"[;\t\r\n]", shown):
                front = part.lstrip(' ",\u00a0\ufeff\u200b')
                assert front[:1] not in set("=@|%＝＋－＠"), row


def test_no_text_opens_a_component_or_property_of_the_calendar():
    calendar = Calendar.from_ical(hostile("ics"))

    assert len(calendar.walk("VEVENT")) == len(calendar.subcomponents) == len(SHORT)
    assert {name for event in calendar.walk("VEVENT") for name in event} <= {
        *("UID", "DTSTAMP", "SUMMARY", "DTSTART", "DTEND", "TRANSP"),
        *("DESCRIPTION", "CATEGORIES", "URL"),
    }
    assert all(re.match("https?://", str(each.get("URL", "http://"))) for each in calendar.walk())


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_texts_of_a_hundred_thousand_signs_stay_whole_where_no_browser_chokes_on_them(name):
    body = written(name, hostile_edition(LONG[:1])).replace("\r\n ", "")

    assert ("x" * 100_000 in body) == (not name.startswith("timelinejs"))
    assert "x" * 1_900 in body


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200), st.text(max_size=60))
@example("\ud800\udc00 \U000e0041 \uffff<", "https://paper.example/")
def test_any_text_is_whole_in_json_and_inert_in_feeds(text, address):
    edition = edition_of([hostile_line(text, address)])

    (entry,) = json.loads(written("json", edition))
    assert entry["quote"].encode("utf-16", "surrogatepass") == text.encode(
        "utf-16", "surrogatepass"
    )
    content = etree.fromstring(written("atom", edition).encode()).findtext(
        f"{ATOM}entry/{ATOM}content"
    )
    check_html(content, quote=text)
    (item,) = json.loads(written("jsonfeed", edition))["items"]
    assert item["content_html"] == content
