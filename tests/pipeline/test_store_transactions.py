"""What a night adds to the database bit by bit, and what it takes away again."""

import sqlite3
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest

from pipeline.errors import StoreError
from pipeline.store import Store

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))
MADE_BY = "f" * 16


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "timeline.db", mode="w") as opened:
        opened.rebuild(made.make_contents())
        yield opened


def ask(store, sql):
    connection = sqlite3.connect(store.path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def found(store, word):
    return ask(store, f"select count(*) from documents_fts where documents_fts match '{word}'")


def test_a_document_comes_in_with_its_claims_and_can_be_searched(store):
    with store.transaction(MADE_BY) as rows:
        rows.put_document(made.make_document(4), [made.make_claim(4)])

    assert made.make_document(4) in store.documents()
    assert made.make_claim(4) in store.claims()
    assert found(store, '"number 4"') == [(1,)]
    assert store.unsettled() == ["zoom"]


def test_a_document_that_goes_takes_all_with_it_that_was_read_from_it(store):
    with store.transaction(MADE_BY) as rows:
        rows.put_document(made.make_document(4), [made.make_claim(4)], bands=(1, 2))
        rows.put_copy(made.make_document(4).id, made.make_document(1).id, 0.9)
    before = store.counts()

    with store.transaction(MADE_BY) as rows:
        rows.remove_document(made.make_document(4).id)

    gone = {name: before[name] - count for name, count in store.counts().items()}
    assert {name: count for name, count in gone.items() if count} == {
        "documents": 1,
        "publication_dates": len(made.make_document(4).published_candidates),
        "claims": 1,
        "copies": 1,
        "copy_bands": 2,
    }
    assert found(store, '"number 4"') == [(0,)]


def test_nothing_is_kept_of_a_transaction_that_fails(store):
    before = list(store.dump())

    with pytest.raises(ZeroDivisionError), store.transaction(MADE_BY) as rows:
        rows.put_document(made.make_document(4), [made.make_claim(4)])
        raise ZeroDivisionError

    assert list(store.dump()) == before


def test_a_transaction_within_another_belongs_to_it(store):
    before = list(store.dump())

    with pytest.raises(ZeroDivisionError), store.transaction(MADE_BY):
        with store.transaction(MADE_BY) as rows:
            rows.put_document(made.make_document(4), [made.make_claim(4)])
        raise ZeroDivisionError

    assert list(store.dump()) == before


def test_a_claim_about_an_unknown_company_is_refused_with_its_row(store):
    claim = made.make_claim(4, company="nobody")

    with pytest.raises(StoreError, match="table claims"), store.transaction(MADE_BY) as rows:
        rows.put_document(made.make_document(4), [claim])


def test_documents_that_share_a_band_are_found_and_others_not(store):
    with store.transaction(MADE_BY) as rows:
        rows.put_document(made.make_document(4), [], bands=(1, 2))
        rows.put_document(made.make_document(5), [], bands=(3,))

        assert rows.alike([2, 9]) == [made.make_document(4)]
        assert rows.alike([]) == []


def test_copies_of_copies_are_linked_and_a_story_unsettles_its_companies(store):
    one, two, three = (made.make_document(number).id for number in (1, 2, 3))
    with store.transaction(MADE_BY) as rows:
        rows.put_copy(one, two, 0.9)
        rows.put_copy(three, two, 0.8)
        documents, pairs = rows.copies_around(one)
        rows.put_story(two, one)

    assert {document.id for document in documents} == {one, two, three}
    assert set(pairs) == {tuple(sorted((one, two))), tuple(sorted((two, three)))}
    assert store.unsettled() == ["zoom"]


def test_a_source_that_left_the_tracker_stays_by_name_while_rows_name_it(store):
    with store.transaction(MADE_BY) as rows:
        rows.put_sources([])

    assert ask(store, "select id, kind, url from sources order by id") == [
        ("added", "local", None),
        ("paper", "local", None),
    ]


def test_settled_events_replace_those_of_their_company_only(store):
    event = made.make_event("zoom-refused-2021-01-01", stance="refused", claims=())
    with store.transaction(MADE_BY) as rows:
        rows.unsettle(["zoom"])
        rows.put_events(["zoom"], [event], [("zoom-paused-2020-07-07", event.id)])

    assert [each.id for each in store.timeline()] == ["zoom-refused-2021-01-01"]
    assert store.event("zoom-paused-2020-07-07").id == "zoom-refused-2021-01-01"
    assert store.unsettled() == []
