"""The store: what goes in comes out, in one order, or a person is told why not."""

import sqlite3
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import NotFound, StoreError
from pipeline.model import When
from pipeline.store import Contents, Evidence, Store

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))


@pytest.fixture
def fill(tmp_path: Path) -> Callable[..., Store]:
    def filled(contents: Contents | None = None, **changes: object) -> Store:
        path = tmp_path / "timeline.db"
        with Store.open(path, mode="w") as store:
            store.rebuild(contents or made.make_contents(**changes))
        return Store.open(path)

    filled.path = tmp_path / "timeline.db"
    return filled


def test_documents_come_back_as_they_were(fill):
    with fill() as store:
        assert store.documents() == [
            made.make_document(1),
            made.make_document(2),
            made.make_document(3, source="added"),
        ]


def test_claims_come_back_with_their_documents(fill):
    with fill() as store:
        assert store.claims() == [made.make_claim(1), made.make_claim(2)]


def test_an_event_comes_back_with_its_claims_in_their_order_and_its_former_ids(fill):
    with fill() as store:
        found = store.event("zoom-paused-2020-07-07")

    assert found == made.make_event(
        claims=("c000000000000002", "c000000000000001"), redirects=("zoom-paused-2020-07-06",)
    )


def test_a_chain_leads_from_an_event_to_the_bytes(fill):
    with fill() as store:
        chain = store.event_chain("zoom-paused-2020-07-06")

    assert chain.event.id == "zoom-paused-2020-07-07"
    assert chain.evidence == (
        Evidence(made.make_claim(2), made.make_capture(2)),
        Evidence(made.make_claim(1), made.make_capture(1)),
    )


def test_a_document_that_was_never_captured_has_no_capture_in_its_chain(fill):
    with fill(captures=()) as store:
        chain = store.event_chain("zoom-paused-2020-07-07")

    assert [evidence.capture for evidence in chain.evidence] == [None, None]


def test_of_two_captures_of_the_same_bytes_the_one_of_the_same_address_is_shown(fill):
    elsewhere = made.make_capture(1, url="https://aaa.example/", file="2020-01-01.warc.gz")
    with fill(captures=(elsewhere, made.make_capture(1), made.make_capture(2))) as store:
        chain = store.event_chain("zoom-paused-2020-07-07")

    assert chain.evidence[1].capture == made.make_capture(1)


def test_redirects_are_followed_along_a_chain(fill):
    redirects = (("a", "b"), ("b", "c"), ("c", "zoom-paused-2020-07-07"))
    with fill(redirects=redirects) as store:
        assert store.event("a").id == "zoom-paused-2020-07-07"


def test_redirects_that_run_in_a_circle_end(fill):
    with fill(redirects=(("a", "b"), ("b", "a"))) as store, pytest.raises(NotFound, match="'a'"):
        store.event("a")


def test_an_unknown_event_is_answered_with_the_nearest_ids(fill):
    with fill() as store, pytest.raises(NotFound, match="did you mean zoom-paused-2020-07-07"):
        store.event("zoom-pausd-2020-07-07")


def test_every_table_takes_and_counts_its_rows(fill):
    fill(made.EVERYTHING).close()
    with Store.open(fill.path, mode="w") as store:
        made.collect(store)
        counts = store.counts()

    assert [name for name, count in counts.items() if count == 0] == []
    assert (counts["captures"], counts["documents"]) == (3, 4)
    assert counts["sources"] == 2  # the tracker's, and "added"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_the_same_rows_in_any_order_give_the_same_dump(tmp_path, data):
    with Store.open(tmp_path / "timeline.db", mode="w") as store:
        store.rebuild(made.EVERYTHING)
        first = list(store.dump())
        many = [f.name for f in fields(Contents) if f.name not in ("tracker", "fingerprint")]
        shuffled = {
            name: tuple(data.draw(st.permutations(getattr(made.EVERYTHING, name)), label=name))
            for name in many
        }
        store.rebuild(replace(made.EVERYTHING, **shuffled))

        assert list(store.dump()) == first


def test_a_dump_makes_the_database_anew(fill, tmp_path):
    with fill(made.EVERYTHING) as store:
        dumped = list(store.dump())
    connection = sqlite3.connect(tmp_path / "copy.db")
    connection.executescript("\n".join(dumped))
    connection.close()

    with Store.open(tmp_path / "copy.db") as copy:
        assert list(copy.dump()) == dumped
        assert copy.claims() == [made.make_claim(1), made.make_claim(2)]


def test_rows_of_an_earlier_rebuild_are_gone_after_the_next(fill):
    fill(made.EVERYTHING).close()

    with fill(claims=(), events=(), redirects=(), documents=(), captures=()) as store:
        assert {name: store.counts()[name] for name in ("claims", "figures", "documents")} == {
            "claims": 0,
            "figures": 0,
            "documents": 0,
        }


def search(path: Path, table: str, words: str) -> list[tuple[str]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(
            f"select {table}.id from {table}_fts join {table} on {table}.rowid = {table}_fts.rowid "
            f"where {table}_fts match ? order by 1",
            (words,),
        ).fetchall()
    finally:
        connection.close()


def test_documents_and_quotes_are_found_by_any_form_of_their_words(fill, tmp_path):
    fill().close()
    fill().close()  # the index is right after a second rebuild too

    path = tmp_path / "timeline.db"
    assert search(path, "claims", "pausing request") == [
        ("c000000000000001",),
        ("c000000000000002",),
    ]
    assert search(path, "documents", '"Number 2"') == [(f"{2:016x}",)]


def test_quotes_that_stand_where_they_should_are_no_news(fill):
    with fill() as store:
        assert store.check_quotes() == []


def test_a_quote_that_does_not_stand_in_its_document_is_named(fill):
    with fill(claims=(made.make_claim(1, start=3), made.make_claim(2))) as store:
        problems = store.check_quotes()

    assert len(problems) == 1
    assert problems[0].startswith("claim c000000000000001: its quote does not stand at 3 to ")


def test_sources_and_documents_that_two_claims_share_are_written_once(fill):
    document = made.make_document(1)
    two = (
        made.make_claim(1, document=document),
        made.make_claim(2, document=document, company="meta"),
    )
    with fill(claims=two, documents=(document, document), events=(), redirects=()) as store:
        assert store.counts()["documents"] == 1


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"company": "zom"}, "row c000000000000001: company 'zom' is not in table companies"),
        ({"stance": "sulked"}, "row c000000000000001: stance 'sulked' is not in table stances"),
        ({"scope": "weather"}, "row c000000000000001: CHECK constraint failed"),
        ({"modality": "maybe"}, "CHECK constraint failed"),
        ({"voice": "loud"}, "CHECK constraint failed"),
        ({"confidence": 1.5}, "CHECK constraint failed"),
        ({"start": -1}, "CHECK constraint failed"),
        ({"end": 0}, "CHECK constraint failed"),
        ({"announced": When("6 July", "day", "x")}, "CHECK constraint failed"),
        ({"announced": When("2020-07-06", "sharp", "x")}, "CHECK constraint failed"),
        ({"quote": None}, "NOT NULL constraint failed: claims.quote"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_by_name_and_changes_nothing(fill, changes, named):
    with fill() as store:
        before = list(store.dump())
        with pytest.raises(StoreError, match="Nothing was changed") as refused:
            fill(claims=(made.make_claim(1, **changes),), events=())

        assert named in str(refused.value)
        assert list(store.dump()) == before


@pytest.mark.parametrize("status", ["done", "", None])
def test_an_event_without_a_known_status_is_refused(fill, status):
    with pytest.raises(StoreError, match="table events, row zoom-paused-2020-07-07"):
        fill(events=(made.make_event(status=status),))


def test_two_different_rows_of_one_id_are_refused(fill):
    with pytest.raises(StoreError, match="row zoom-paused-2020-07-07: UNIQUE"):
        fill(events=(made.make_event(), made.make_event(quote="Another.")))
