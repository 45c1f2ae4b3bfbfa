"""The real TimelineJS shows the slides that we write, and nothing in them runs."""

import json
from pathlib import Path

import pytest

from browser.chromium import TIMELINEJS, package
from browser.dangers import DANGERS
from browser.listening import Listener
from browser.servers import served_files
from pipeline.exports import export
from pipeline.store import Choice, Store

# As its documentation puts it into a page, but for the fonts, which lie on another host.
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Slides</title>
<link rel="stylesheet" href="dist/css/timeline.css">
<div id="timeline" style="height: 600px"></div>
<script src="dist/js/timeline.js"></script>
<script>
fetch("slides.json").then(answer => answer.json()).then(told => {
  window.timeline = new TL.Timeline("timeline", told, {font: null});
});
</script>"""
MOST = 30_000  # signs on a slide
LOADED = "() => window.timeline?.ready && timeline._loaded.storyslider"
# It makes links of addresses in the text, and they lead where the text says.
UNLINKED = "() => document.querySelectorAll('.tl-makelink').forEach(each => each.remove())"


@pytest.fixture
def show(chromium, tmp_path):
    """Write the slides of a database, and have TimelineJS show them."""

    def shown(database: Path) -> tuple[list[dict], list[str], list[str]]:
        with Store.open(database) as store, (tmp_path / "slides.json").open("wb") as out:
            edition = store.edition(Choice(), chosen="", site="https://paper.example/hk/")
            export("timelinejs", edition, out)
        (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
        (tmp_path / "dist").symlink_to(package(TIMELINEJS))
        events = json.loads((tmp_path / "slides.json").read_text(encoding="utf-8"))["events"]
        # Where it looks for addresses it takes the square of the length: minutes for 100,000 signs.
        assert max(len(event["text"]["text"]) for event in events) < MOST
        with served_files(tmp_path) as home, Listener(chromium, home) as listener:
            page = listener.open("/index.html")
            page.wait_for_function(LOADED)
            page.evaluate(UNLINKED)
            shown = page.locator(".tl-slide").all_inner_texts()
            dangers = page.evaluate(DANGERS)
        return events, shown, dangers

    return shown


def test_timelinejs_shows_a_slide_for_every_event(show, demo):
    events, shown, _ = show(demo / "timeline.db")

    assert len(shown) == len(events) + 1  # the first one is the title
    assert any("Google" in slide and "6 July 2020" in slide for slide in shown)


def test_timelinejs_shows_hostile_slides_and_runs_nothing(show, hostile):
    events, shown, dangers = show(hostile)

    assert dangers == []
    assert len(shown) == len(events) + 1
