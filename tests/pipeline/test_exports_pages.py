"""Markdown and BibTeX: both read back by others, what came from outside shown as itself."""

import io
import re
from dataclasses import replace
from html import unescape

import bibtexparser
import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from editions import LINE, OTHER_PROOF, edition_of, line_of
from events import ZOOM
from hostile_texts import ADDRESSES, HOSTILE, ODD_ADDRESSES
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.edition import Edition
from pipeline.exports import export
from pipeline.exports.bibtex_entries import SPELLED, tex_of
from pipeline.exports.markdown_page import text_of
from pipeline.visible import one_line

SITE = "https://tracker.example/hk/"
UNSAFE = Options.CMARK_OPT_UNSAFE  # HTML passes through: we lean on no filter of theirs
RENDERERS = {
    "CommonMark": lambda text: cmarkgfm.markdown_to_html(text, UNSAFE),
    "GitHub": lambda text: cmarkgfm.github_flavored_markdown_to_html(text, UNSAFE),
    "markdown-it with HTML": MarkdownIt("commonmark", {"html": True}).render,
    "markdown-it without": MarkdownIt("commonmark", {"html": False}).render,
    "markdown-it like GitHub": MarkdownIt("gfm-like", {"linkify": False}).render,
}
MAIL_LINK = re.compile(r'<a href="mailto:[^"]*">([^<]*)</a>')  # GitHub makes them of anything
TEXTS = [one_line(text) for text in HOSTILE + ADDRESSES + ODD_ADDRESSES if len(text) < 5_000]


def written(name: str, edition: Edition) -> str:
    out = io.BytesIO()
    export(name, edition, out)
    return out.getvalue().decode()


def plain(tex: str) -> str:
    """Read TeX back as TeX would print it."""
    signs = {spelled: sign for sign, spelled in SPELLED.items()} | {"{}": ""}
    any_of = "|".join(re.escape(each) for each in sorted(signs, key=len, reverse=True))
    return re.sub(any_of, lambda match: signs[match[0]], tex)


def test_a_page_is_headed_by_companies_and_lists_their_events():
    google = replace(ZOOM, id="google-refused-2020-07", company="google", company_name="Google")
    later = replace(ZOOM, id="zoom-paused-2021", date="2021", precision="year")
    lines = [LINE, line_of(replace(google, date="2020-07", precision="month")), line_of(later)]
    page = written("markdown", edition_of(lines))

    assert [each for each in page.splitlines() if each.startswith(("#", "- **"))] == [
        "# Hong Kong national security law: how companies answer",
        "## Google",
        "- **July 2020: Google: Paused**",
        "## Zoom",
        "- **7 July 2020: Zoom: Paused**",
        "- **2021: Zoom: Paused**",
    ]


def test_an_item_has_quote_source_archived_copy_basis_and_id():
    page = written("markdown", edition_of([LINE], site=SITE))

    assert page.partition("## Zoom\n\n")[2] == (
        "- **7 July 2020: Zoom: Paused**\n\n"
        "  > “Zoom has paused data requests.”\n\n"
        "  - Date: 7 July 2020 (precision: day; basis: the words “on Tuesday”)\n"
        "  - First reported: 8 July 2020\n"
        "  - Source: [Zoom stops for now, The Paper](<https://paper.example/zoom>)\n"
        "  - Published: 8 July 2020 (basis: the page's own data for machines (JSON-LD))\n"
        "  - Speaker: a spokesperson (reported by others)\n"
        "  - Archived copy: demo.warc.gz\\#120\n"
        "  - Scope: data requests\n"
        "  - Independent sources: 2\n"
        "  - Confidence: 0.80\n"
        "  - Status: listed (listed by its confidence)\n"
        "  - Event: [zoom-paused-2020-07-07]"
        f"(<{SITE}events/zoom-paused-2020-07-07.html>)\n"
        "  - Further evidence:\n"
        "    - “It put the requests on hold.” "
        "[On hold, News &#38; Sons, 8 July 2020](<https://news.example/hold?a=1&amp;b=2>); "
        "archived copy: demo.warc.gz\\#950\n"
    )


@pytest.mark.parametrize("renderer", RENDERERS)
def test_any_hostile_text_in_markdown_shows_as_itself(renderer):
    for text in TEXTS:
        html = RENDERERS[renderer](f"- x\n\n  > “{text_of(text)}”\n")
        shown = re.fullmatch(
            r"<ul>\s*<li>\s*<p>x</p>\s*<blockquote>\s*<p>(.*)</p>\s*</blockquote>\s*</li>\s*</ul>\s*",
            MAIL_LINK.sub(r"\1", html),
        )

        assert shown is not None, html
        assert unescape(shown[1]) == f"“{text}”"


@pytest.mark.parametrize("renderer", RENDERERS)
def test_a_page_full_of_hostile_texts_has_our_elements_only(renderer):
    html = MAIL_LINK.sub(r"\1", RENDERERS[renderer](written("markdown", hostile_edition())))
    tags = re.findall(r"<(/?\w+)((?:[^>\"]|\"[^\"]*\")*)>", html)

    assert {name.strip("/") for name, _ in tags} <= {
        *("h1", "h2", "ul", "li", "p", "strong", "blockquote", "a")
    }
    assert all(re.fullmatch(r'( href="https?://[^"<>\s]*")?', attributes) for _, attributes in tags)
    assert html.count("<blockquote>") == len(TEXTS)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60))
def test_any_text_in_markdown_shows_as_itself(text):
    shown = one_line(text)
    html = MAIL_LINK.sub(r"\1", RENDERERS["GitHub"](f"a {text_of(shown)} b"))

    assert unescape(html.strip()) == unescape(f"<p>a {shown} b</p>".replace("&", "&amp;"))


def test_jekyll_finds_nothing_to_run_in_a_page():
    assert "{" not in written("markdown", hostile_edition())


def test_signs_that_tex_would_join_stay_apart():
    assert tex_of("a -- b, 'c'' d <<e>>") == "a -{}- b, 'c'{}' d <{}<e>{}>"


def test_an_entry_cites_the_document_of_the_quote():
    edition = edition_of([replace(LINE, proofs=LINE.proofs)], site=SITE)
    (entry,) = bibtexparser.loads(written("bibtex", edition)).entries

    note = entry.pop("note")
    assert entry == {
        "ENTRYTYPE": "misc",
        "ID": "zoom-paused-2020-07-07",
        "title": "{Zoom stops for now}",
        "author": "{The Paper}",
        "publisher": "The Paper",
        "year": "2020",
        "month": "July",
        "day": "8",
        "url": "https://paper.example/zoom",
        "urldate": "2026-11-24",
        "annote": f"{SITE}events/zoom-paused-2020-07-07.html",
    }
    assert plain(note).startswith(
        "Zoom: Paused. “Zoom has paused data requests.” Date: 7 July 2020 (precision: day; basis: "
        "the words “on Tuesday”); First reported: 8 July 2020;"
    )
    assert note.endswith("Event: zoom-paused-2020-07-07")


def test_what_is_unknown_of_a_document_is_left_out():
    edition = edition_of([replace(LINE, proofs=(OTHER_PROOF,))])
    (entry,) = bibtexparser.loads(written("bibtex", edition)).entries

    assert sorted(entry) == ["ENTRYTYPE", "ID", "note", "title", "url"]
    assert entry["title"] == "{Zoom: Paused}"


def test_a_month_of_publication_stays_a_month():
    proof = replace(LINE.proofs[0], published="2020-07")
    (entry,) = bibtexparser.loads(
        written("bibtex", edition_of([replace(LINE, proofs=(proof,))]))
    ).entries

    assert (entry["year"], entry["month"], "day" in entry) == ("2020", "July", False)


def test_bibtex_full_of_hostile_texts_is_read_back_as_it_was():
    edition = hostile_edition()
    entries = bibtexparser.loads(written("bibtex", edition)).entries

    assert [entry["ID"] for entry in entries] == [line.event.id for line in edition.lines()]
    for entry, text in zip(entries, TEXTS, strict=True):
        assert plain(entry["title"])[1:-1] == (text or "Zoom: Paused")
        assert f". “{text}” Date" in plain(entry["note"])
        assert entry["url"].isascii()


def test_the_head_of_the_file_opens_no_entry():
    body = written("bibtex", edition_of([], chosen="@misc{x,\n title = {y}}", law="@comment{"))

    assert bibtexparser.loads(body).entries == []
    assert "@" not in body


@settings(deadline=None)
@given(st.text())
def test_any_text_in_tex_balances_and_prints_as_itself(text):
    shown = one_line(text)
    tex = tex_of(shown)

    depth = 0
    for sign in tex:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    assert plain(tex) == shown
    assert not re.search(r"--|''|<<|>>|,,|(?<!\\)[$&%#_^~`]", tex)


def hostile_edition() -> Edition:
    lines = []
    for number, text in enumerate(TEXTS):
        address = ODD_ADDRESSES[number % len(ODD_ADDRESSES)]
        event = replace(ZOOM, id=f"zoom-paused-{number}", quote=text, publisher=text, url=address)
        lines.append(line_of(event, title=text, speaker=text))
    return edition_of(lines)
