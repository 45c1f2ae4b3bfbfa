"""Reading a document: what is taken over, what is left out, and what is refused."""

import hashlib
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trafilatura import extract

from pipeline.errors import UnreadableDocument
from pipeline.model import Document
from pipeline.parse.document import read_document

SEEDS = sorted(Path(__file__).parents[3].glob("shared/seeds/*.txt"))
BODY = """<article><h1>Zoom pauses requests</h1><p>Zoom said on Tuesday that it has paused the
processing of data requests, and that it watches what the rules will ask of its users.</p>
<ul><li>It is the seventh firm to say so.</li><li>Others have yet to answer.</li></ul>
<p>A spokesman added that nothing else changes for those who hold meetings with its software.</p>
</article>"""


def page(body: str = BODY, head: str = "<title>Zoom pauses requests | Some Paper</title>") -> bytes:
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>".encode()


def test_a_page_gives_its_text_in_paragraphs_and_items():
    assert read_document(page()).text == (
        "Zoom pauses requests\n\n"
        "Zoom said on Tuesday that it has paused the processing of data requests, and that it"
        " watches what the rules will ask of its users.\n\n"
        "- It is the seventh firm to say so.\n- Others have yet to answer.\n\n"
        "A spokesman added that nothing else changes for those who hold meetings with its software."
    )


def test_the_text_is_what_trafilatura_finds_with_precision():
    plain = extract(page().decode(), favor_precision=True, include_comments=False)

    assert plain is not None
    assert read_document(page()).text.split() == plain.split()


def test_a_page_seen_many_times_gives_its_text_each_time():
    assert len({read_document(page()).text for _ in range(6)}) == 1


def test_navigation_comments_and_related_stories_stay_out():
    around = """<nav><a href=/>Home of the paper</a></nav>{}<div id="comments"><p>First comment, and
    a long one, which nobody asked for but which is here all the same.</p></div>
    <aside class="related"><p>Related: another story that has its own page elsewhere.</p></aside>"""

    text = read_document(page(around.format(BODY))).text

    assert "Home of the paper" not in text
    assert "First comment" not in text
    assert "Related" not in text


def test_a_text_file_is_kept_as_it_stands():
    text = "A headline\n\n  • one bullet\n  • another\n\n“Quoted” text.  Two spaces."

    assert read_document(text.encode()).text == text
    assert read_document(("\ufeff" + text.replace("\n", "\r\n")).encode()).text == text


@pytest.mark.skipif(not SEEDS, reason="the seed articles lie outside the repository")
def test_the_seed_article_keeps_every_character():
    body = SEEDS[0].read_bytes()

    document = read_document(body)

    assert document.text == body.decode().replace("\r\n", "\n")
    assert document.title == "Microsoft, Zoom Won’t Comply with Hong Kong Law"
    assert (document.published, document.language) == (None, "en")


def test_pages_are_told_from_texts_by_their_content():
    assert "<" not in read_document(page(), media_type="text/plain").text
    assert read_document(b"a < b and 3 <4 > 2 are sums", media_type="text/html").text == (
        "a < b and 3 <4 > 2 are sums"
    )


def test_control_characters_go_and_nothing_else():
    assert read_document("One\x00 two\x08 three\tfour\x0cfive äöü 法".encode()).text == (
        "One two three\tfour\nfive äöü 法"
    )


def test_title_publisher_authors_and_address_are_read():
    head = """<title>Zoom pauses requests | Some Paper</title>
    <link rel="canonical" href="https://paper.example/zoom">
    <meta property="og:site_name" content="Some Paper">
    <script type="application/ld+json">{"@type": "NewsArticle", "headline": "Zoom pauses requests",
    "author": [{"name": "Ann Lee"}, {"name": "Bo Chan"}]}</script>"""

    document = read_document(page(head=head))

    assert document.title == "Zoom pauses requests"
    assert document.publisher == "Some Paper"
    assert document.authors == ("Ann Lee", "Bo Chan")
    assert document.url == "https://paper.example/zoom"


def test_the_given_address_and_title_win():
    head = '<link rel="canonical" href="https://paper.example/zoom"><title>Wrong</title>'

    document = read_document(page(head=head), url="https://a.example/x", title="Right")

    assert (document.url, document.title) == ("https://a.example/x", "Right")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "/relative", "ftp://a.example/", "http://["]
)
def test_an_address_that_is_not_on_the_web_is_none(address):
    head = f'<title>T</title><link rel="canonical" href="{address}">'

    assert read_document(page(head=head)).url is None


def test_a_broken_address_costs_no_page():
    head = '<title>T</title><meta property="og:url" content="http://["><base href="http://[">'

    assert read_document(page(head=head), url="http://[::x").text
    assert read_document(page(head=head)).url is None


def test_an_unnamed_publisher_is_its_host():
    assert read_document(page(), url="https://www.paper.example/a").publisher == "paper.example"


def test_a_byline_gives_the_author():
    body = BODY.replace("</h1>", "</h1><p class='byline'>By Ann Lee and Bo Chan</p>")

    assert read_document(page(body)).authors == ("Ann Lee", "Bo Chan")


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Ann Lee | Some Wire | July 6, 2020", ("Ann Lee", "Some Wire")),
        ("Von Anna Muster und Bo Chan", ("Anna Muster", "Bo Chan")),
        ("文：陳大文", ("陳大文",)),
        ("文在寅", ("文在寅",)),
        ("ann@paper.example", ()),
    ],
)
def test_a_byline_is_cut_down_to_names(byline, authors):
    body = BODY.replace("</h1>", f"</h1><p class='byline'>{byline}</p>")

    assert read_document(page(body)).authors == authors


def test_the_heading_of_the_site_is_not_the_title():
    body = "<div class='titlewrapper'><h1>My blog</h1></div>" + BODY.replace("h1", "h3")

    document = read_document(page(body, head="<title>My blog: Zoom pauses requests</title>"))

    assert document.title == "Zoom pauses requests"


def test_the_id_is_made_of_address_and_bytes():
    body = page()
    expected = hashlib.sha256(b"https://a.example/x\n" + body).hexdigest()[:16]

    assert read_document(body, url="https://a.example/x").id == expected


def test_what_is_known_of_the_capture_goes_along():
    document = read_document(
        page(), source="hkfp", captured_at="2020-07-08T00:00:00Z", digest="sha256:00"
    )

    assert (document.source, document.captured_at, document.digest) == (
        "hkfp",
        "2020-07-08T00:00:00Z",
        "sha256:00",
    )


@pytest.mark.parametrize(
    ("ending", "completeness"),
    [
        ("<p>That was all that the spokesman had to say about it.</p>", "full"),
        ("<p>Subscribe to continue reading this story and many others.</p>", "teaser"),
        (
            "<p>The company, which has its seat in California, went on to say that its own…</p>",
            "teaser",
        ),
        ("<p>The company, which has its seat in California and its staff in many</p>", "truncated"),
    ],
)
def test_completeness_is_judged_by_how_a_text_ends(ending, completeness):
    assert read_document(page(BODY.replace("</article>", ending + "</article>"))).completeness == (
        completeness
    )


def test_a_paid_article_with_little_text_is_a_teaser():
    head = """<title>T</title><script type="application/ld+json">
    {"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>"""

    assert read_document(page(head=head)).completeness == "teaser"


def test_a_page_of_a_few_words_is_empty():
    assert read_document(page("<p>Please wait.</p>")).completeness == "empty"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"PK\x03\x04....", "zip"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x00" * 500 + b"text", "binary|no text"),
        (b"<html><body><script>start()</script></body></html>", "no text"),
        (b"<html></html>", "no text"),
        (b"<html><body><!-- nothing --></body></html>", "no text"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(body, message):
    with pytest.raises(UnreadableDocument, match=message):
        read_document(body)


def test_fifty_megabytes_of_one_line_are_refused_at_once():
    body = b"a" * 50_000_000
    start = time.process_time()

    with pytest.raises(UnreadableDocument, match="50,000,000 bytes"):
        read_document(body)
    assert time.process_time() - start < 2


def test_a_page_of_nothing_but_dates_ends_in_bounded_time():
    start = time.process_time()

    read_document(page("<div class='date'>6 July 2020</div>" * 5000))
    assert time.process_time() - start < 8


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>" + b"<div>" * 50_000 + b"Deep down a few words stand here.</body></html>",
        b"<html><head><script type='application/ld+json'>" + b"[" * 100_000 + b"</script></head>"
        b"<body><p>A few words stand here all the same.</p></body></html>",
        b"<" * 100_000,
        b"<html><body><p>&#0;&#xFFFFFF;&#55296; a few words stand here</p></body></html>",
        b"<html><body><p>A few words</p><noscript><h1>A few words</h1></noscript></body></html>",
        b"<!DOCTYPE html><?xml?><svg><p>a few words <table><td><select><p>here</svg>",
    ],
)
def test_malformed_pages_are_read_or_refused(body):
    try:
        document = read_document(body)
    except UnreadableDocument:
        return
    assert document.text.strip()


PIECES = """<p> | </p> | <div class='date'> | <time datetime=' | '> | <!-- | --> | <h1> | 2020-
<br> | 6 July 2020 | <script type='application/ld+json'> | </script> | <article> | <svg> | &#0;
<html> | {"@type":"Article","datePublished": | <meta name=date content= | words here | \x00
<link rel=canonical href='http://a.example/2020/07/06/x'>"""
TAGS = st.sampled_from([piece.strip() for piece in PIECES.replace("\n", "|").split("|")])


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_document_or_refused(body):
    assert_reads_or_refuses(body)


@settings(max_examples=100, deadline=None)
@given(st.lists(TAGS | st.text(max_size=8), max_size=30).map("".join))
def test_any_soup_of_tags_is_a_document_or_refused(soup):
    assert_reads_or_refuses(("<html>" + soup).encode("utf-8", "surrogatepass"))


def assert_reads_or_refuses(body: bytes) -> None:
    try:
        document = read_document(body, captured_at="2020-07-10T00:00:00Z")
    except UnreadableDocument as refusal:
        assert str(refusal)
        return
    assert isinstance(document, Document)
    assert document.text.strip()
    assert document.published is None or document.published <= "2020-07-10"
    assert document.completeness in ("full", "truncated", "teaser", "empty")
