"""Texts that try to become code, in every field of every page: they are shown and do nothing."""

from urllib.parse import quote

import pytest

from browser.dangers import BARE_LINKS, DANGERS
from browser.hostile_database import CROWDED, NAMES
from pipeline.store.questions import QUESTIONS
from pipeline.store.schema import TABLES
from pipeline.store.views import VIEWS

ASKED = tuple(quote(name, safe="") for name in NAMES[::16])
OURS = (
    "/",
    "/companies",
    "/companies/company-0",
    "/companies/company-1",
    "/events",
    "/events?company=company-2&company=company-3",
    *(f"/events/{name}" for name in CROWDED),
    "/corrections",
    "/search?q=alert",
    *(f"/search?q={asked}" for asked in ASKED),
)
UNKNOWN = tuple(f"/{kind}/{asked}" for kind in ("companies", "events") for asked in ASKED)
WRONG = tuple(f"/events?{key}={asked}" for key in ("company", "since") for asked in ASKED)
DATASETTE = (
    "/timeline",
    *(f"/timeline/{table.name}?_size=max" for table in (*TABLES, *VIEWS)),
    *(f"/timeline/{question.name}" for question in QUESTIONS),
    *(f"/timeline/documents?_search={asked}" for asked in ASKED[:5]),
    "/timeline/companies/company-0",
    f"/timeline/events/{CROWDED[1]}",
    "/timeline/claims/c000000000000001",
    "/timeline/documents/0000000000000001",
)


@pytest.fixture
def window(hostile_window):
    with hostile_window() as listener:
        yield listener


def found_on(window, paths, search, **expected):
    """Search pages, and name those on which something was found."""
    found = {path: window.open(path, **expected).evaluate(search) for path in paths}
    return {path: told for path, told in found.items() if told}


def test_our_pages_show_hostile_texts_and_run_nothing(window):
    assert found_on(window, OURS, DANGERS) == {}


def test_links_out_of_our_pages_are_cut_off_from_us(window):
    assert found_on(window, OURS[:9], BARE_LINKS) == {}


def test_a_refusal_shows_what_was_asked_and_runs_nothing(window):
    assert found_on(window, UNKNOWN, DANGERS, status=404) == {}
    assert found_on(window, WRONG, DANGERS, status=400) == {}


@pytest.mark.parametrize("part", range(4))
def test_pages_of_datasette_show_hostile_texts_and_run_nothing(window, part):
    assert found_on(window, DATASETTE[part::4], DANGERS) == {}
