"""What a visitor of the database finds: the timeline first, questions, and a way down from each."""

import asyncio
import re
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import partial
from html import unescape
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from pipeline.errors import StoreError
from pipeline.serving import browser
from pipeline.serving_charts import Pictures
from pipeline.store import Store
from pipeline.store.describing import datasette_metadata, describe, timeline_path
from pipeline.store.questions import (
    DAYS_TO_FIRST_MOVE,
    FIRST_THIRTY_DAYS,
    ONE_SOURCE,
    QUESTIONS,
    STANCES_TAKEN,
    answer,
)

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))
IN_JULY = {"date": "2020-07", "precision": "month"}
EVENTS = (
    made.make_event("zoom-paused-2020-07-07"),
    made.make_event("zoom-refused-2020-07-30", date="2020-07-30", stance="refused", sources=2),
    made.make_event("zoom-refused-2020-07-31", date="2020-07-31", stance="refused"),
    made.make_event("google-complied-2020-06-29", company="google", date="2020-06-29"),
    made.make_event(
        "google-paused-2020-07", company="google", first_reported="2020-07-09", **IN_JULY
    ),
    made.make_event("meta-withdrew-2020-07", company="meta", first_reported=None, **IN_JULY),
    made.make_event(
        "meta-no-comment-2020-07-02", company="meta", date="2020-07-02", stance="no_comment"
    ),
    made.make_event("meta-paused-2020", company="meta", date="2020", precision="year"),
    made.make_event("google-withdrew-undated", company="google", date=None, stance="withdrew"),
    made.make_event("zoom-paused-2020-07-05", date="2020-07-05", status="in_review"),
)
FIGURES = (made.FIGURE, replace(made.FIGURE, id="google-treaty", kind="treaty"))


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("browsing") / "timeline.db"
    with Store.open(path, mode="w") as store:
        store.rebuild(made.make_contents(events=EVENTS, redirects=(), figures=FIGURES))
    return path


def page_of(database, path):
    """Fetch a page as a browser would, without a network."""
    app = browser(database, datasette_metadata(title="A law"))

    async def fetch():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path)

    response = asyncio.run(fetch())
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return response.text


@pytest.fixture
def look(database):
    return partial(page_of, database)


def events_of(rows):
    return [row["event"] for row in rows]


def test_the_first_thirty_days_hold_every_move_that_may_lie_in_them(database):
    rows = answer(database, FIRST_THIRTY_DAYS)

    assert events_of(rows) == [
        "google-paused-2020-07",
        "meta-withdrew-2020-07",
        "zoom-paused-2020-07-07",
        "zoom-refused-2020-07-30",
    ]


def test_a_month_ends_with_its_last_day_or_with_the_first_report(database):
    rows = {row["event"]: row for row in answer(database, FIRST_THIRTY_DAYS)}
    spans = {name: (row["first_day"], row["last_day"]) for name, row in rows.items()}

    assert spans["google-paused-2020-07"] == ("2020-07-01", "2020-07-09")
    assert spans["meta-withdrew-2020-07"] == ("2020-07-01", "2020-07-31")
    assert spans["zoom-paused-2020-07-07"] == ("2020-07-07", "2020-07-07")


def test_days_are_counted_from_the_law_to_each_companys_first_move(database):
    rows = answer(database, DAYS_TO_FIRST_MOVE)

    assert [(row["event"], row["days_after"], row["days_after_at_most"]) for row in rows] == [
        ("google-complied-2020-06-29", -1, -1),
        ("meta-withdrew-2020-07", 1, 31),
        ("zoom-paused-2020-07-07", 7, 7),
    ]


def test_an_event_of_one_source_is_named_and_one_of_two_is_not(database):
    named = events_of(answer(database, ONE_SOURCE))

    assert "zoom-paused-2020-07-07" in named
    assert "zoom-refused-2020-07-30" not in named
    assert named[-1] == "google-withdrew-undated"


def test_every_stance_is_counted_even_the_one_that_nobody_took(database):
    rows = {row["stance"]: row for row in answer(database, STANCES_TAKEN)}
    connection = sqlite3.connect(database)
    listed = connection.execute("select count(*) from timeline").fetchone()[0]
    stances = {name for (name,) in connection.execute("select id from stances")}
    connection.close()

    assert set(rows) == stances
    assert sum(row["events"] for row in rows.values()) == listed
    assert all(row["events"] == row["one_source"] + row["more_sources"] for row in rows.values())
    assert any(row["events"] == 0 for row in rows.values())


def test_a_question_to_a_missing_database_says_what_to_do(tmp_path):
    with pytest.raises(StoreError, match="stanceline"):
        answer(tmp_path / "timeline.db", ONE_SOURCE)


def test_the_first_link_of_the_home_page_is_the_timeline(look):
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', look("/").split("<h1>")[1])]

    assert links[0] == "/events"
    assert "zoom-paused-2020-07-07" in look(links[0])


def test_the_timeline_is_read_with_columns_that_it_has():
    columns = [value for _, value in parse_qsl(urlsplit(timeline_path()).query)]

    assert set(columns) <= set(describe()["timeline"]["columns"])
    assert {"date", "company_name", "stance_label", "quote", "id"} <= set(columns)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_question_is_answered_in_the_browser(look, database, question):
    page = look(f"/timeline/{question.name}")

    assert question.title in page
    assert ("<td" in page) == bool(answer(database, question))


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/timeline/timeline", "/timeline/events/zoom-paused-2020-07-07"),
        ("/timeline/first_thirty_days", "/timeline/events/zoom-paused-2020-07-07"),
        ("/timeline/latest_stance", "/timeline/companies/zoom"),
        ("/timeline/events/zoom-paused-2020-07-07", "/timeline/companies/zoom"),
    ],
)
def test_views_questions_and_rows_lead_to_the_rows_they_name(look, path, link):
    assert f'href="{link}"' in look(path)
    assert look(link)


def test_what_came_from_outside_stays_text_in_a_link(tmp_path):
    evil = 'zoom"><script>alert(1)</script>'
    path = tmp_path / "timeline.db"
    with Store.open(path, mode="w") as store:
        store.rebuild(made.make_contents(events=(made.make_event(evil),), redirects=()))

    page = page_of(path, "/timeline/timeline")

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_the_style_sheet_is_served_and_linked(look):
    assert 'href="/looks/stanceline.css' in look("/timeline")
    assert "col-quote" in look("/looks/stanceline.css")


def test_a_single_row_names_its_columns_beside_their_values(look):
    page = look("/timeline/events/zoom-paused-2020-07-07")

    assert 'td:nth-of-type(1)::before { content: "id"; }' in page


def test_rows_that_may_lack_a_date_are_sorted_from_the_end():
    told = describe()

    assert told["events"]["sort_desc"] == "date"
    assert told["milestones"]["sort"] == "date"
    assert told["event_claims"]["sort"] == "position"


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    path = tmp_path_factory.mktemp("figures") / "timeline.db"
    with Store.open(path, mode="w") as store:
        store.rebuild(made.make_contents(figures=(made.FIGURE,), events=EVENTS, redirects=()))
    return path


def answers_of(database, *paths, headers=None):
    """Ask one server for several things, one after the other."""
    app = browser(database, datasette_metadata(title="A law"))

    async def fetch():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return [await client.get(path, headers=headers) for path in paths]

    return asyncio.run(fetch())


def test_the_page_of_a_company_shows_its_picture_in_words_too(figures):
    page = page_of(figures, "/timeline/companies/google")

    assert (
        '<img src="/-/figures/google.svg" alt="Bars for each half-year: the requests that ' in page
    )
    assert "Verdicts on its figures: differs 1." in page
    assert 'href="/timeline/said_versus_did?company=google"' in page


def test_a_company_without_figures_has_no_picture(figures):
    assert "/-/figures/" not in page_of(figures, "/timeline/companies/zoom")
    assert "/-/figures/" not in page_of(figures, "/timeline/events/zoom-paused-2020-07-07")


@pytest.mark.parametrize(
    ("ending", "start", "kind"),
    [("svg", b"<svg", "image/svg+xml; charset=utf-8"), ("png", b"\x89PNG", "image/png")],
)
def test_a_picture_is_served_and_may_run_nothing(figures, ending, start, kind):
    (answer,) = answers_of(figures, f"/-/figures/google.{ending}")

    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert answer.content.startswith(start)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("company", "reason"),
    [("nobody", "There is no company 'nobody'"), ("zoom", "No figure of Zoom is known")],
)
def test_a_picture_that_is_not_there_is_refused_with_a_reason(figures, company, reason):
    (answer,) = answers_of(figures, f"/-/figures/{company}.svg")

    assert answer.status_code == 404
    assert answer.text.startswith(reason)


def test_a_picture_is_drawn_once_until_the_database_changes(tmp_path):
    path = tmp_path / "timeline.db"
    contents = partial(made.make_contents, events=EVENTS, redirects=())
    with Store.open(path, mode="w") as store:
        store.rebuild(contents(figures=(made.FIGURE,)))
    pictures = Pictures(path)
    ask = partial(pictures.picture, "google", "svg", law="A law", in_force=date(2020, 6, 30))

    async def look():
        first, second = await asyncio.gather(ask(), ask())
        with Store.open(path, mode="w") as store:
            store.rebuild(contents(figures=(replace(made.FIGURE, received=1234),)))
        return first, second, await ask()

    first, second, third = asyncio.run(look())
    assert first is second
    assert b"1,234" not in first
    assert b"1,234" in third


def test_a_picture_that_a_browser_has_is_not_sent_again(figures):
    (first,) = answers_of(figures, "/-/figures/google.svg")
    (again,) = answers_of(
        figures, "/-/figures/google.svg", headers={"if-none-match": first.headers["etag"]}
    )

    assert (again.status_code, again.content) == (304, b"")


def test_pages_without_a_picture_load_nothing_that_draws(figures):
    code = (
        "import runpy, sys; sys.path.insert(0, 'tests/support')\n"
        f"tests = runpy.run_path({__file__!r})\n"
        f"tests['page_of'](tests['Path']({str(figures)!r}), '/timeline/companies/google')\n"
        "sys.exit('vl_convert' in sys.modules)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, check=False, capture_output=True)

    assert done.returncode == 0, done.stderr


def test_a_question_cannot_make_values_or_comparisons_that_no_clock_ends(database):
    long_text = "/timeline.json?sql=select+printf('%25.*c',200000000,'a')+as+a"
    slow = (
        "/timeline.json?sql=select+instr(printf('%25.*c',3000000,'a'),"
        "printf('%25.*c',60000,'a')||'b')+as+a"
    )
    found = "/timeline.json?_shape=array&sql=select+instr('paused','use')+as+a"

    too_long, searched, plain = answers_of(database, long_text, slow, found)

    assert too_long.json()["rows"] == [[None]]
    assert searched.json()["rows"] == [[0]]
    assert plain.json() == [{"a": 3}]


def test_a_database_in_the_place_of_another_is_served_at_once(tmp_path):
    path, other = tmp_path / "timeline.db", tmp_path / "other.db"
    for place, event in ((path, "zoom-paused-2020-07-07"), (other, "zoom-refused-2020-07-30")):
        with Store.open(place, mode="w") as store:
            contents = made.make_contents(events=(made.make_event(event),), redirects=())
            store.rebuild(contents)
    app = browser(path, datasette_metadata(title="A law"))
    asked = "/timeline.json?_shape=array&sql=select+id+from+events"

    async def fetch():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            before = await client.get(asked)
            for beside in tmp_path.glob("timeline.db*"):
                beside.unlink()
            other.rename(path)
            return before.json(), (await client.get(asked)).json()

    before, after = asyncio.run(fetch())
    assert before == [{"id": "zoom-paused-2020-07-07"}]
    assert after == [{"id": "zoom-refused-2020-07-30"}]
