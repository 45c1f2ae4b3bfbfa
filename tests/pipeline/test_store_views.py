"""The questions asked of the store: timelines, views, and the words that describe them."""

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path
from runpy import run_path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.store import Choice, Store
from pipeline.store.describing import datasette_metadata
from pipeline.store.schema import SEARCH_SUFFIX, TABLES

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))
EVENTS = (
    made.make_event("zoom-paused-2020-07-07"),
    made.make_event("google-paused-2020-07", company="google", date="2020-07", precision="month"),
    made.make_event(
        "meta-complied-2021", company="meta", date="2021", precision="year", stance="complied"
    ),
    made.make_event("meta-paused-2020-07-06", company="meta", date="2020-07-06"),
    made.make_event(
        "google-refused-2022-12-12",
        company="google",
        date="2022-12-12",
        stance="refused",
        scope="content_removal",
    ),
    made.make_event("google-withdrew-undated", company="google", date=None, stance="withdrew"),
    made.make_event("zoom-refused-2020-08-01", date="2020-08-01", status="in_review"),
    made.make_event("zoom-refused-2020-08-02", date="2020-08-02", status="rejected"),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "timeline.db"


@pytest.fixture
def ask(path):
    """Fill a database and put one SQL question to it."""

    def answer(sql, *, more=lambda store: None, **changes):
        with Store.open(path, mode="w") as store:
            store.rebuild(made.make_contents(**changes))
            more(store)
        connection = sqlite3.connect(path)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    return answer


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("views") / "timeline.db"
    with Store.open(path, mode="w") as store:
        store.rebuild(made.make_contents(events=EVENTS, redirects=()))
        yield store


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"stance": "refused"}, ["google-refused-2022-12-12"]),
        ({"scope": "content_removal"}, ["google-refused-2022-12-12"]),
        ({"companies": ("zoom", "meta"), "stance": "paused"}, ["meta-pau", "zoom-paused"]),
        ({"companies": ("zoom",), "include_unlisted": True}, ["zoom-paused", "zoom-refused-2020"]),
        ({"companies": ("nobody",)}, []),
        ({"since": "2020-07-03", "until": "2020-07-31"}, ["google-pau", "meta-pau", "zoom-pau"]),
        ({"since": "2020-07-07", "until": "2020-07-07"}, ["google-paused", "zoom-paused"]),
        ({"since": "2020-08", "until": "2021-05-01"}, ["meta-complied-2021"]),
        ({"until": "2020-06"}, []),
        ({"until": "2020-07"}, ["google-paused", "meta-paused", "zoom-paused"]),
        ({"since": "2022"}, ["google-refused-2022-12-12"]),
    ],
)
def test_a_timeline_holds_the_events_that_were_asked_for(store, asked, expected):
    found = [event.id for event in store.timeline(**asked)]

    assert len(found) == len(expected)
    assert [
        name for name, start in zip(found, expected, strict=True) if name[: len(start)] != start
    ] == []


def test_an_edition_knows_which_stances_last_and_which_contradict_each_other(store):
    stances = store.edition(Choice()).stances

    assert [each.id for each in stances if not each.lasts] == ["complied", "no_comment"]
    assert {each.id: each.excludes for each in stances if each.excludes} == {
        "paused": ("complied",)
    }


def test_a_timeline_goes_by_date_and_company_with_the_undated_last(store):
    assert [event.id for event in store.timeline()] == [
        "google-paused-2020-07",
        "meta-paused-2020-07-06",
        "zoom-paused-2020-07-07",
        "meta-complied-2021",
        "google-refused-2022-12-12",
        "google-withdrew-undated",
    ]


days = st.dates(min_value=date(2019, 12, 1), max_value=date(2021, 2, 1)).map(str)


@settings(max_examples=40, deadline=None)
@given(
    known=st.tuples(days, st.sampled_from([4, 7, 10])).map(lambda pair: pair[0][: pair[1]]),
    bound=st.tuples(days, st.sampled_from([4, 7, 10])).map(lambda pair: pair[0][: pair[1]]),
)
def test_a_date_is_inside_a_period_when_any_day_it_may_be_is(known, bound):
    first, last = f"{known}-01-01"[:10], f"{known}-12-31"[:10]
    if len(known) == 7:
        first, last = f"{known}-01", f"{known}-31"
    bound_first, bound_last = f"{bound}-01-01"[:10], f"{bound}-12-31"[:10]
    if len(bound) == 7:
        bound_first, bound_last = f"{bound}-01", f"{bound}-31"
    event = made.make_event(date=known)
    with TemporaryDirectory() as name, Store.open(Path(name) / "t.db", mode="w") as store:
        store.rebuild(made.make_contents(events=(event,), redirects=()))

        assert bool(store.timeline(since=bound)) == (last >= bound_first)
        assert bool(store.timeline(until=bound)) == (first <= bound_last)


def test_the_view_timeline_shows_what_the_command_shows(ask, store):
    rows = ask("select id, stance_label, claims from timeline", events=EVENTS, redirects=())

    assert [row[0] for row in rows] == [event.id for event in store.timeline()]
    assert rows[0][1:] == ("Paused", 0)


def test_the_latest_stance_is_kept_apart_by_what_it_is_about(ask):
    later = made.make_event("google-refused-2021-01-01", company="google", stance="refused")
    rows = ask(
        "select company, scope, stance, event from latest_stance",
        events=(*EVENTS[:5], replace(later, date="2021-01-01"), EVENTS[6]),
        redirects=(),
    )

    assert rows == [
        ("google", "content_removal", "refused", "google-refused-2022-12-12"),
        ("google", "data_requests", "refused", "google-refused-2021-01-01"),
        ("meta", "data_requests", "complied", "meta-complied-2021"),
        ("zoom", "data_requests", "paused", "zoom-paused-2020-07-07"),
    ]


def test_without_figures_nothing_is_compared(ask):
    assert ask("select figure from said_versus_did") == []


def test_the_health_of_a_source_counts_what_it_gave(ask):
    rows = ask(
        "select source, kind, captures, documents, dated_share, claims, last_outcome, failing, "
        "last_bad_answer from source_health",
        more=made.collect,
        documents=(made.make_document(1), made.make_document(9, published=None)),
        claims=(made.make_claim(1),),
        captures=(made.make_capture(1), made.make_capture(2, source="added")),
        events=(),
    )

    assert rows == [
        ("added", "local", 1, 0, None, 0, None, 0, None),
        ("paper", "feed", 1, 3, 0.667, 2, "new", 1, made.MOMENT),
    ]


def test_every_table_view_and_column_is_described(ask):
    names = [
        row[0] for row in ask("select name from sqlite_master where type in ('table', 'view')")
    ]
    told = datasette_metadata(title="HK")["databases"]["timeline"]["tables"]

    shown = [name for name in names if SEARCH_SUFFIX not in name]
    assert sorted(told) == sorted(shown)
    for name in shown:
        columns = [row[1] for row in ask(f"select * from pragma_table_info('{name}')")]
        assert list(told[name]["columns"]) == columns
        assert [key for key in columns if not told[name]["columns"][key].strip()] == []
        assert told[name]["description"]
        named = [told[name].get("sort"), told[name].get("label_column")]
        named += told[name].get("facets", [])
        assert [column for column in named if column and column not in columns] == []


def test_every_table_is_strict_and_every_link_has_an_index(ask):
    lists = ask(
        "select name, strict from pragma_table_list where schema = 'main' and type = 'table'"
    )
    names = {table.name for table in TABLES}

    assert [name for name, strict in lists if name in names and not strict] == []
    for name in names:
        links = {row[0] for row in ask(f"select \"from\" from pragma_foreign_key_list('{name}')")}
        indexed = {
            row[0]
            for row in ask(
                f"select i.name from pragma_index_list('{name}') l, "
                "pragma_index_info(l.name) i where i.seqno = 0"
            )
        }
        assert links <= indexed, name
