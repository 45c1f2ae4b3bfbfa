"""Boxes of nothing but links leave a page before its article is taken out; lists of news stay."""

import pytest
from lxml.html import fromstring

from pipeline.parse.link_boxes import drop_link_boxes

STORY = "<p>Zoom said that it would not answer.</p>"
MENU = "<ul>" + "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in "abcdef") + "</ul>"


def left(body):
    tree = fromstring(f"<html><body>{body}</body></html>")
    drop_link_boxes(tree)
    return " ".join(tree.text_content().split())


@pytest.mark.parametrize(
    "box",
    [
        MENU,
        f"<nav>{MENU}</nav>",
        f"<div><script>var menu = 'opens';</script>{MENU}</div>",
        f"<footer>{MENU}{MENU}<br></footer>",
    ],
)
def test_a_box_of_links_is_dropped_and_what_stands_about_it_stays(box):
    assert left(f"Before. {box} After. {STORY}") == (
        "Before. After. Zoom said that it would not answer."
    )


@pytest.mark.parametrize(
    "kept",
    [
        "<ul>" + "<li><a href='/z'>Zoom</a> paused requests of the police.</li>" * 6 + "</ul>",
        "<ul>" + "<li><a href='/z'>Zoom</a></li>" * 3 + "</ul>",
        "<div>" + f"<p><a href='/z'>{'Zoom paused. ' * 20}</a></p>" * 6 + "</div>",
        f"<div>{MENU.replace('li', 'p')}{STORY * 3}</div>".replace("<ul>", "").replace("</ul>", ""),
    ],
    ids=["links in sentences", "few links", "long links", "links beside a story"],
)
def test_what_holds_sentences_stays(kept):
    assert left(kept) == " ".join(fromstring(kept).text_content().split())


def test_a_page_of_nothing_but_links_keeps_its_root():
    tree = fromstring(f"<div>{MENU}</div>")

    drop_link_boxes(tree)

    assert tree.tag == "div"
