"""Watched pages as they change from night to night: what is news, and what is furniture."""

import re
import tomllib
from pathlib import Path

import pytest

from pipeline.parse.document import read_document
from pipeline.statements.comparing import Difference, compare
from pipeline.statements.reading import alike, significant

FILES = ("statement_pages.toml", "statement_pages_later.toml")
LOADED = [tomllib.loads((Path(__file__).parent / name).read_text("utf-8")) for name in FILES]
PAGES = LOADED[0]["page"]
PAIRS = [pair for loaded in LOADED for pair in loaded["pair"]]


def edited(pair: dict[str, object]) -> tuple[str, str]:
    before = after = PAGES[pair["page"]]
    for old, new in pair["edits"]:
        assert old in after, f"{pair['name']}: the page does not hold {old!r}"
        after = after.replace(old, new)
    assert before != after
    return before, after


def text_of(page: str) -> str:
    return read_document(page.encode()).text


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["name"])
def test_a_page_shows_what_was_said_and_nothing_else(pair):
    before, after = (text_of(page) for page in edited(pair))

    expected = Difference(
        appeared=tuple(pair.get("appeared", ())),
        disappeared=tuple(pair.get("disappeared", ())),
        reworded=tuple(tuple(each) for each in pair.get("reworded", ())),
    )
    assert compare(significant(before), significant(after)) == expected
    assert alike(before, after) == alike(after, before) == (not expected.found)


def test_of_thirty_pairs_twenty_are_noise_and_ten_are_news():
    said = ("appeared", "disappeared", "reworded")
    noise = [[not any(key in pair for key in said) for pair in one["pair"]] for one in LOADED]

    assert [(each.count(True), each.count(False)) for each in noise] == [(20, 10), (20, 10)]


FURNITURE = {
    "a notice on cookies": (
        "<body",
        "<div><p>We use cookies to give you the best experience.</p></div>",
    ),
    "a longer menu": (
        "<body",
        "<nav><a>More</a> <a>Most</a></nav>",
    ),
    "a banner": ("<body", "<div><p>Scheduled maintenance on 5 May 2021 from 02:00 UTC.</p></div>"),
    "a date of update": ("</h1", "<p>Last updated: 3 March 2021</p>"),
    "share buttons": ("</h1", "<div><a>Share on Facebook</a> <a>Tweet</a></div>"),
    "a trail of counters": ("</article", "<p>12,345 views</p><p>3 of 9 found this helpful</p>"),
}
BUNDLED = sorted((Path(__file__).parents[2] / "data" / "demo").glob("*.html"))[::12]
IN_ENGLISH = [page for page in BUNDLED if not page.stem.startswith("zh")]


@pytest.mark.parametrize("furniture", FURNITURE)
@pytest.mark.parametrize("page", BUNDLED, ids=lambda page: page.stem)
def test_furniture_that_comes_to_a_bundled_page_is_no_news(page, furniture):
    html = page.read_text("utf-8")
    tag, added = FURNITURE[furniture]
    if tag not in html:
        tag = "</body"
    head, found, rest = html.partition(tag)
    name, closed, rest = rest.partition(">")
    if tag.startswith("</article") or tag == "</body":
        furnished = f"{head}{added}{found}{name}{closed}{rest}"
    else:
        furnished = f"{head}{found}{name}{closed}{added}{rest}"

    assert found
    assert alike(text_of(html), text_of(furnished))


@pytest.mark.parametrize("page", IN_ENGLISH, ids=lambda page: page.stem)
def test_a_sentence_that_comes_to_a_bundled_page_is_news(page):
    html = page.read_text("utf-8")
    said = "We have resumed the processing of requests from the police since Monday."
    text = text_of(html)
    told = [one for one in re.findall(r"<p>[^<&]+</p>", html) if one[3:-4] in text]
    longest = max(told, key=len)
    after = html.replace(longest, f"{longest}<p>{said}</p>")

    assert compare(significant(text), significant(text_of(after))) == Difference(appeared=(said,))
