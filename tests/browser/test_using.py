"""Visitors filter, search, download and find their way with nothing but a keyboard."""

import csv
import io
import json

import pytest
from playwright.sync_api import expect

from browser.kinds import EVENT

# Where the focus is: its words, and whether a line round it, or another ground, shows it.
FOCUS = """() => {
  const each = document.activeElement, seen = getComputedStyle(each);
  const box = each.getBoundingClientRect();
  const ringed = seen.outlineStyle != "none" && parseFloat(seen.outlineWidth) > 1;
  return {
    words: (each.name || each.innerText || each.tagName).trim().split("\\n")[0],
    marked: ringed || seen.boxShadow != "none",
    inside: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0 && box.left >= 0,
  };
}"""


def entries(page):
    return page.locator("main a[href*='/events/']").evaluate_all(
        "links => [...new Set(links.map(each => each.pathname.split('/').pop()))]"
    )


def test_the_form_narrows_the_timeline_and_its_address_is_the_choice(window):
    with window() as listener:
        page = listener.open("/events")
        everything = len(entries(page))
        page.get_by_text("All companies").click()
        page.get_by_label("Zoom", exact=True).check()
        page.get_by_label("Google", exact=True).check()
        page.get_by_label("Stance").select_option("paused")
        page.get_by_role("button", name="Show").click()

        expect(page.locator("#count")).to_contain_text("2 events")
        assert entries(page) == ["google-paused-2020-07-06", "zoom-paused-2020-07-07"]
        assert everything > 40
        assert "company=zoom" in page.url
        assert page.get_by_label("Zoom", exact=True).is_checked()


def test_the_form_works_without_scripts(window):
    with window(java_script_enabled=False) as listener:
        page = listener.open("/events")
        page.get_by_label("Since").fill("2022")
        page.get_by_label("Stance").select_option("withdrew")
        page.get_by_role("button", name="Show").click()

        assert entries(page) == [
            "radio-free-asia-withdrew-2024-03-29",
            "radio-free-asia-withdrew-2024-03-30",
        ]


def test_a_date_that_is_none_is_refused_and_kept_in_the_form(window):
    with window() as listener:
        page = listener.open("/events?since=yesterday&stance=paused", status=400)

        assert page.get_by_role("alert").is_visible()
        assert page.get_by_label("Since").input_value() == "yesterday"
        assert page.get_by_label("Stance").input_value() == "paused"


@pytest.mark.parametrize("words", ["requests", "國安"])
def test_a_search_leads_from_a_word_to_where_it_stands(window, words):
    with window() as listener:
        page = listener.open("/search")
        page.locator("main").get_by_role("searchbox").fill(words)
        page.locator("main").get_by_role("button", name="Search").click()
        page.locator("main h2 a").first.click()

        assert "/search" not in page.url
        assert words in page.inner_text("main, .content")


def test_a_download_holds_the_events_that_are_shown(window):
    with window() as listener:
        page = listener.open("/events?company=google&stance=paused")
        shown = entries(page)
        table = listener.download(page.get_by_role("link", name="CSV", exact=True).click)
        told = listener.download(page.get_by_role("link", name="JSON", exact=True).click)

    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig")))
    assert [row["id"] for row in rows] == [event["id"] for event in json.loads(told)] == shown


def focused(page, presses):
    found = []
    for _ in range(presses):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUS))
    return found


@pytest.mark.parametrize("path", ["/", "/events", EVENT])
def test_every_stop_of_the_keyboard_can_be_seen(window, path):
    with window() as listener:
        stops = focused(listener.open(path), 30)

    assert [stop for stop in stops if not (stop["marked"] and stop["inside"])] == []


def test_the_keyboard_goes_past_the_head_by_one_link_and_reaches_every_part(window):
    with window() as listener:
        page = listener.open("/events?company=google")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"

        reached = {stop["words"] for stop in focused(page, 80)}
        assert {"stance", "since", "Show", "CSV"} <= reached
        assert any(words.startswith("Google: Paused") for words in reached)


def test_an_old_name_of_an_event_leads_to_its_page(hostile_window):
    with hostile_window() as listener:
        page = listener.open("/events/company-0-paused-2020-07-06")

        assert page.url.endswith("/events/company-0-paused-2020-07-07")
