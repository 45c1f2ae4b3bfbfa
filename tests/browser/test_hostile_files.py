"""Files with hostile texts in every field, opened where readers open them: nothing runs."""

import json
from pathlib import Path

import feedparser
import pytest
from markdown_it import MarkdownIt

from browser.dangers import DANGERS
from browser.listening import Listener
from browser.servers import served_files
from pipeline.exports import formats
from pipeline.store import Choice, Store

PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><body>'


@pytest.fixture(scope="module")
def written(hostile, tmp_path_factory) -> Path:
    """Write the database of hostile texts in every format, each file named after its format."""
    folder = tmp_path_factory.mktemp("written")
    with Store.open(hostile) as store:
        edition = store.edition(Choice(), chosen="", site="https://paper.example/hk/")
        for name, kind in formats().items():
            if name in ("html", "svg", "markdown", "atom", "jsonfeed"):
                with (folder / f"{name}.{kind.ending}").open("wb") as out:
                    assert kind.write(edition, out) == edition.count
    return folder


@pytest.fixture
def window(chromium, written):
    with served_files(written) as home, Listener(chromium, home) as listener:
        yield listener


def shown(window, written, name, body):
    (written / f"{name}.page.html").write_text(PAGE + body, encoding="utf-8")
    return window.open(f"/{name}.page.html")


@pytest.mark.parametrize("name", ["html.html", "svg.svg"])
def test_a_page_and_a_picture_of_hostile_texts_run_nothing(window, name):
    assert window.open(f"/{name}").evaluate(DANGERS) == []


def test_markdown_of_hostile_texts_runs_nothing_where_html_is_let_through(window, written):
    text = (written / "markdown.md").read_text(encoding="utf-8")
    page = shown(window, written, "markdown", MarkdownIt("commonmark", {"html": True}).render(text))

    assert page.evaluate(DANGERS) == []
    assert page.locator("blockquote").count() > 100


def test_an_entry_of_the_atom_feed_runs_nothing_in_a_reader_that_trusts_it(window, written):
    feed = feedparser.parse((written / "atom.atom").read_bytes(), sanitize_html=False)
    bodies = [content.value for entry in feed.entries for content in entry.content]
    page = shown(window, written, "atom", "".join(bodies))

    assert page.evaluate(DANGERS) == []
    assert page.locator("blockquote").count() > 100


def test_an_item_of_the_json_feed_runs_nothing_in_a_reader_that_trusts_it(window, written):
    feed = json.loads((written / "jsonfeed.json").read_text(encoding="utf-8"))
    bodies = [item["content_html"] for item in feed["items"]]
    page = shown(window, written, "jsonfeed", "".join(bodies))

    assert page.evaluate(DANGERS) == []
    assert page.locator("blockquote").count() > 100
