"""The questions in Datasette: their whole answers, what they may cost, and what nobody may do."""

import asyncio
import csv
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from html import unescape
from io import StringIO
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from urllib.parse import quote

import httpx
import pytest
import yaml
from datasette.app import Datasette

from pipeline.serving import SETTINGS, browser
from pipeline.store import Store, schema
from pipeline.store.describing import datasette_metadata, metadata_yaml
from pipeline.store.questions import QUESTIONS, SHOWN, answer
from pipeline.store.views import KEPT, VIEWS

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))
MANY = SHOWN + 30
GROWING = [question for question in QUESTIONS if question.whole is not None]


def event(number):
    day = f"2020-07-{1 + number % 28:02}"
    return made.make_event(f"zoom-paused-{number:03}", date=day, quote=f"=1+{number}, “paused”")


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("served") / "timeline.db"
    events = tuple(map(event, range(MANY)))
    with Store.open(path, mode="w") as store:
        store.rebuild(made.make_contents(events=events, redirects=(), figures=(made.FIGURE,)))
    with closing(sqlite3.connect(path)) as connection, connection:
        schema.refresh(connection)
    return path


def fetch(app, *paths):
    async def ask():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return [await client.get(path) for path in paths]

    return asyncio.run(ask())


@pytest.fixture(scope="module")
def get(database):
    return partial(fetch, browser(database, datasette_metadata(title="A law")))


def rows_in(response):
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.text)))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_download_holds_what_its_page_shows(get, database, question):
    (response,) = get(f"/timeline/{question.name}.csv")
    whole = answer(database, question)

    assert len(rows_in(response)) == (min(len(whole), SHOWN) if question.whole else len(whole))


@pytest.mark.parametrize("question", GROWING, ids=lambda question: question.name)
def test_the_link_to_all_rows_leads_to_all_rows(get, database, question):
    (page,) = get(f"/timeline/{question.name}")
    links = [unescape(link) for link in re.findall(r'href="(/timeline/[^"]+)">[Aa]ll', page.text)]
    shown, file = get(*links)

    assert [link.partition("?")[0].removesuffix(".csv") for link in links] == [
        f"/timeline/{question.whole.partition('?')[0]}"
    ] * 2
    assert shown.status_code == 200
    assert len(rows_in(file)) >= len(answer(database, question))


def test_a_download_of_more_than_a_page_has_every_row_once(get):
    (page,) = get("/timeline/one_source")
    (response,) = get("/timeline/timeline.csv?sources=1&_stream=on&_size=100")

    assert f"At most {SHOWN} rows are shown here" in page.text
    assert sorted(row["id"] for row in rows_in(response)) == [event(n).id for n in range(MANY)]


@pytest.mark.parametrize("view", KEPT, ids=lambda view: view.name)
def test_a_kept_view_answers_the_same_before_and_after_it_is_kept(database, tmp_path, view):
    path = tmp_path / "copy.db"
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
        copy.execute("delete from kept")
        sql = f"select * from {view.name}"
        worked_out = copy.execute(sql).fetchall()
        schema.refresh(copy)
        kept = copy.execute(sql).fetchall()

        assert kept == worked_out == copy.execute(view.sql).fetchall()
        assert {name for (name,) in copy.execute("select name from kept")} == {
            each.name for each in KEPT
        }


def test_a_change_shows_at_once_in_a_view_that_was_kept(database, tmp_path):
    path = tmp_path / "copy.db"
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
        schema.refresh(copy)
        sql = "select event, date from latest_stance where company = 'zoom'"
        before = copy.execute(sql).fetchall()
        copy.execute("update events set date = '2021-01-01' where id = 'zoom-paused-000'")
        after = copy.execute(sql).fetchall()

        assert before != after
        assert after == [("zoom-paused-000", "2021-01-01")]


def test_kept_rows_are_no_part_of_a_dump(database, tmp_path):
    with Store.open(database) as store:
        dumped = list(store.dump())

    assert [line for line in dumped if line.startswith('insert into "kept')] == []
    with closing(sqlite3.connect(tmp_path / "again.db")) as again:
        again.executescript("\n".join(dumped))
        assert len(again.execute("select event from evidence").fetchall()) == MANY


def refused(get, sql):
    (response,) = get(f"/timeline?sql={quote(sql)}")
    return response.status_code in (400, 403)


@pytest.mark.parametrize(
    "sql",
    [
        "insert into events select * from events",
        "delete from events",
        "update events set quote = ''",
        "drop table events",
        "create table x (y)",
        "attach database 'other.db' as other",
        "detach database main",
        "vacuum",
        "vacuum into 'copy.db'",
        "pragma writable_schema = 1",
        "pragma query_only = off",
        "select load_extension('evil')",
        "select 1; delete from events",
        "with gone as (select 1) delete from events",
        "explain delete from events; delete from events",
        "replace into kept values ('timeline')",
        "insert into claims_fts (claims_fts) values ('rebuild')",
        "select writefile('x', 'y')",
        "select readfile('/etc/hostname')",
        "select edit('x')",
    ],
)
def test_a_query_in_the_address_can_only_read(get, database, sql):
    before = database.stat()

    assert refused(get, sql)
    assert (database.stat().st_mtime_ns, database.stat().st_size) == (
        before.st_mtime_ns,
        before.st_size,
    )


def test_a_query_that_would_never_end_is_cut_short(database):
    metadata = datasette_metadata(title="A law")
    quick = {**SETTINGS, "sql_time_limit_ms": 50}  # the limit is the same, the test is shorter
    app = Datasette([str(database)], metadata=metadata, settings=quick).app()
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    (response,) = fetch(app, f"/timeline?sql={quote(endless)}")

    assert response.status_code == 400
    assert "SQL Interrupted" in response.text
    assert SETTINGS["sql_time_limit_ms"] <= 5000


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("/timeline/within_days", "number of days from the law coming into force; empty means 7"),
        ("/timeline/events?_size=1", "One company took one stance at one time"),
    ],
)
def test_datasette_alone_takes_the_metadata_file(database, tmp_path, page, words):
    path = tmp_path / "metadata.yaml"
    path.write_text(metadata_yaml(title="A law: 國安法"), encoding="utf-8")
    command = [sys.executable, "-m", "datasette", str(database), "-m", str(path), "--get", page]
    shown = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8")

    assert words in shown.stdout
    assert [
        link
        for link in re.findall(r'href="(/[^"]*)"', shown.stdout)
        if not link.startswith(("/timeline", "/-/"))
    ] == ["/"]


def test_the_metadata_file_is_the_same_every_time():
    written = metadata_yaml(title="A law")

    assert written == metadata_yaml(title="A law")
    assert yaml.safe_load(written) == datasette_metadata(title="A law")
    assert "&id0" not in written


def test_what_is_kept_for_speed_is_described_and_hidden(get):
    (response,) = get("/timeline.json")
    tables = {table["name"]: table for table in response.json()["tables"]}

    assert [name for name in tables if name.startswith("kept") and not tables[name]["hidden"]] == []
    assert tables["han_waiting"]["hidden"]
    assert {view["name"] for view in response.json()["views"]} == {view.name for view in VIEWS}
