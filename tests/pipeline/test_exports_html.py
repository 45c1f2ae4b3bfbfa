"""The page in one file: all evidence in it, inert, sound, and the same bytes each time."""

import io
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup
from editions import CORRECTION, LINE, OTHER_PROOF, PROOF, edition_of, line_of
from events import ZOOM
from hostile_texts import ADDRESSES, HOSTILE, ODD_ADDRESSES
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.edition import Line
from pipeline.exports import export
from pipeline.exports.html_events import text
from pipeline.outside import REL, web_address

VOID = {"meta", "input", "br"}


def written(edition):
    out = io.BytesIO()
    assert export("html", edition, out) == edition.count
    return out.getvalue().decode()


def page_of(*lines, **changes):
    return BeautifulSoup(written(edition_of(lines, **changes)), "lxml")


class Nesting(HTMLParser):
    """Follow the elements; every one that is opened must be closed in its place."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.names = [], [], []

    def handle_starttag(self, tag, attrs):
        self.names += [value for key, value in attrs if key == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass  # parts of the drawing

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append((tag, self.getpos()))


@pytest.fixture(scope="module")
def hostile():
    addresses = ADDRESSES + ODD_ADDRESSES
    lines = [
        Line(
            event := replace(
                ZOOM,
                **dict.fromkeys(("company_name", "scope", "basis", "quote", "publisher"), words),
                id=f"e{place}",
                company=words[:200],
                products=(words,),
                first_publisher=words,
                url=addresses[place % len(addresses)],
                archived=addresses[place % len(addresses)],
                date="2020-07-07" if place % 7 else words[:10],
            ),
            words[:200],
            "#0072B2",
            (
                replace(
                    PROOF,
                    **dict.fromkeys(
                        ("quote", "title", "publisher", "language", "speaker", "voice"), words
                    ),
                    event=event.id,
                    url=event.url,
                    archived=words,
                ),
            ),
        )
        for place, words in enumerate(HOSTILE)
    ]
    corrections = tuple(
        replace(CORRECTION, id=str(place), event=words, before=words, after=words, reason=words)
        for place, words in enumerate(HOSTILE)
    )
    return written(edition_of(lines, chosen=HOSTILE[0], law=HOSTILE[1], corrections=corrections))


def test_an_event_stands_there_with_all_that_defends_it():
    (event,) = page_of(LINE).select("article.event")
    facts = [each.get_text() for each in event.select("dl.facts > *")]

    assert event["id"] == "zoom-paused-2020-07-07"
    assert event.h4.get_text(" ", strip=True) == "7 July 2020 Zoom Paused data requests #"
    assert event.blockquote.get_text(strip=True) == "Zoom has paused data requests."
    assert event.blockquote["cite"] == "https://paper.example/zoom"
    assert event.select_one("p.cite").get_text() == "The Paper, Zoom stops for now, 8 July 2020"
    assert dict(zip(facts[::2], facts[1::2], strict=True)) == {
        "Date": "7 July 2020, precision: day; from the words “on Tuesday”",
        "First reported": "8 July 2020",
        "Standing": "2 independent sources; confidence 0.80; listed by its confidence",
        "Kept copy": "demo.warc.gz#120",
        "Event": "zoom-paused-2020-07-07",
    }


def test_every_proof_can_be_unfolded():
    proofs = page_of(LINE).select("article details li")

    assert [each.blockquote.get_text(strip=True) for each in proofs] == [
        "Zoom has paused data requests.",
        "It put the requests on hold.",
    ]
    assert "kept copy: demo.warc.gz#950" in proofs[1].get_text()
    assert proofs[1].a["href"] == OTHER_PROOF.url


def test_without_its_script_the_page_shows_all_and_offers_no_filter():
    page = page_of(LINE, line_of(replace(ZOOM, id="other", company="other")))

    assert page.select_one("form").has_attr("hidden")
    assert [event for event in page.select("article") if event.has_attr("hidden")] == []


def test_filters_offer_the_companies_and_stances_that_occur():
    page = page_of(LINE, line_of(replace(ZOOM, id="other")))

    assert [each.get_text() for each in page.select("option")] == ["All companies", "Zoom (2)"]
    assert [each["value"] for each in page.select("[name=stance]")] == ["paused"]


def test_events_carry_the_days_that_the_filter_compares():
    lines = [
        line_of(replace(ZOOM, id=f"e-{place}", date=date))
        for place, date in enumerate(("2020-02", "2020", None))
    ]
    events = page_of(*lines).select("article")

    assert [(each.get("data-from"), each.get("data-to")) for each in events] == [
        ("2020-02-01", "2020-02-29"),
        ("2020-01-01", "2020-12-31"),
        (None, None),
    ]
    assert [each.get_text() for each in page_of(*lines).select("h3")] == [
        "February 2020",
        "2020",
        "Undated",
    ]


def test_the_policy_lets_only_our_own_style_and_script_run():
    page = page_of(LINE)
    policy = page.select_one("[http-equiv=Content-Security-Policy]")["content"]
    hashes = [
        f"'sha256-{b64encode(sha256(part.string.encode()).digest()).decode()}'"
        for part in (page.style, page.script)
    ]

    assert policy == (
        f"default-src 'none'; style-src {hashes[0]}; script-src {hashes[1]}; "
        "base-uri 'none'; form-action 'none'"
    )
    assert page.select("[style], link, img, iframe, [src]") == []
    assert "@import" not in page.style.string
    assert "url(" not in page.style.string


def test_a_quote_in_another_language_says_so():
    proof = replace(PROOF, quote=ZOOM.quote, language="zh-TW")
    page = page_of(replace(LINE, proofs=(proof,)))

    assert [each["lang"] for each in page.select("blockquote [lang]")] == ["zh-TW", "zh-TW"]
    assert page_of(LINE).select("blockquote [lang]") == []


def test_links_lead_out_of_the_page_without_telling_from_where():
    links = [each for each in page_of(LINE).select("a[href]") if not each["href"].startswith("#")]

    assert {(each["href"], " ".join(each["rel"])) for each in links} == {
        ("https://paper.example/zoom", REL),
        ("https://news.example/hold?a=1&b=2", REL),
    }


def test_events_lead_to_their_own_pages_where_there_is_a_site():
    page = page_of(LINE, site="https://paper.example/hk/")

    assert page.select_one('a[href="https://paper.example/hk/events/zoom-paused-2020-07-07.html"]')


def test_corrections_stand_at_their_event_and_in_their_list():
    gone = replace(CORRECTION, id="r2", event="gone-event")
    page = page_of(replace(LINE, corrections=(CORRECTION,)), corrections=(CORRECTION, gone))
    words = "2026-11-25: date was “2020-07-06”, is “2020-07-07”: The page says Tuesday."

    assert page.select("article dl.facts dd")[-1].get_text() == words
    assert [each.get_text() for each in page.select("#_corrections + ul li")] == [
        f"zoom-paused-2020-07-07: {words}",
        f"gone-event: {words}",
    ]
    assert [each["href"] for each in page.select("#_corrections + ul a")] == [
        "#zoom-paused-2020-07-07"
    ]


def test_sources_are_listed_with_the_events_that_they_report():
    listed = page_of(LINE).select("#_sources ~ ul li")

    assert [each.get_text() for each in listed] == ["News & Sons: 1", "The Paper: 1"]


def test_the_chart_stands_inside_and_is_told_in_words():
    drawing = page_of(LINE).select_one("figure svg")

    assert drawing["role"] == "img"
    assert drawing.title.get_text() == "Hong Kong national security law: how companies answered"


def test_a_text_of_many_pages_is_cut_and_says_so():
    assert text("x" * 7_000) == "x" * 6_000 + "… (cut here)"
    assert text("x" + " " * 30_000 + "y") == "x… (cut here)"


def test_no_event_still_gives_a_page():
    page = page_of()

    assert "There is no event to show." in page.get_text()


def test_the_same_events_give_the_same_bytes():
    edition = edition_of([LINE, line_of(replace(ZOOM, id="other"))])

    assert written(edition) == written(edition)


@pytest.fixture(scope="module")
def hostile_page(hostile):
    return BeautifulSoup(hostile, "lxml")


def test_hostile_texts_open_and_close_nothing(hostile):
    nesting = Nesting()
    nesting.feed(hostile)

    assert (nesting.wrong, nesting.open) == ([], [])
    assert len(nesting.names) == len(set(nesting.names))


def test_hostile_texts_are_only_shown(hostile, hostile_page):
    page = hostile_page
    named = [name for part in page.find_all(True) for name in part.attrs]

    assert len(page.select("script, style")) == 2
    assert page.select("[style], link, img, iframe, [src], object, embed, base, math") == []
    assert [name for name in named if name.startswith("on")] == []
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", hostile
    )


def test_hostile_addresses_become_no_link(hostile_page):
    links = {each["href"] for each in hostile_page.select("a[href]")}
    out = {each for each in links if not each.startswith("#")}
    cited = {each["cite"] for each in hostile_page.select("[cite]")}

    assert cited == {web_address(each) for each in ODD_ADDRESSES}
    assert out - cited == {address for each in HOSTILE if (address := web_address(each))}


@settings(deadline=None, max_examples=200)
@given(st.text())
def test_any_text_stays_text(words):
    soup = BeautifulSoup(f'<p title="{text(words)}">{text(words)}</p>', "html.parser")

    assert [each.name for each in soup.find_all(True)] == ["p"]
    assert soup.p["title"] == soup.p.get_text()
    assert list(soup.p.attrs) == ["title"]
