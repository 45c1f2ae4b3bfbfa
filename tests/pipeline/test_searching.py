"""The search of companies, events and documents: Chinese names of two signs, and hostile words."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.store import Store, schema
from pipeline.store.searching import search, words_of

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))
CHINESE = "Google暫停處理要求。谷歌表示,《國安法》生效後不再回應。"
QUOTE = "谷歌表示,《國安法》生效後不再回應。"
PAPER = made.make_document(1, text="Zoom paused. It had complied before.", title="Zoom stops")
DAILY = made.make_document(2, text=CHINESE, title="谷歌暫停", language="zh-Hant")
OTHER = made.make_document(3, text="Nothing of note: café, “quotes”.", title=None)


def claim_of(number, document, quote, **changes):
    start = document.text.index(quote)
    stored = made.make_claim(number)
    claim = replace(stored.claim, quote=quote, start=start, end=start + len(quote), **changes)
    return replace(stored, document=document, claim=claim)


ENGLISH = claim_of(1, PAPER, "Zoom paused.")
HAN = claim_of(2, DAILY, QUOTE, company="google", company_name="Google")
LOOSE = claim_of(3, PAPER, "It had complied before.", stance="complied")
EVENTS = (
    made.make_event("zoom-paused-2020-07-07", claims=(ENGLISH.id,)),
    made.make_event("google-paused-2020-07-07", company="google", claims=(HAN.id,)),
)


@pytest.fixture(scope="module", params=["waiting", "indexed"])
def connection(request, tmp_path_factory):
    """Give the database as a night leaves it, and as it is between two refreshes."""
    path = tmp_path_factory.mktemp("search") / "timeline.db"
    contents = made.make_contents(
        documents=(PAPER, DAILY, OTHER), claims=(ENGLISH, HAN, LOOSE), events=EVENTS, redirects=()
    )
    with Store.open(path, mode="w") as store:
        store.rebuild(contents)
    with closing(sqlite3.connect(path)) as connection:
        if request.param == "indexed":
            schema.refresh(connection)
        else:
            connection.execute(
                "insert or ignore into han_waiting select 'claims', rowid from claims"
            )
            connection.execute(
                "insert or ignore into han_waiting select 'documents', rowid from documents"
            )
        connection.commit()
        yield connection


def names(found):
    return [f"{each.kind} {each.id}" for each in found]


EVENT = "event google-paused-2020-07-07"
TOLD = f"document {DAILY.id}"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("國安", [EVENT, TOLD]),
        ("國安法", [EVENT, TOLD]),
        ("安法", [EVENT, TOLD]),
        ("谷歌", [EVENT, TOLD]),
        ("歌表", [EVENT, TOLD]),
        ("應", [EVENT, TOLD]),
        ("谷歌 國安", [EVENT, TOLD]),
        ("國谷", []),
        ("法生", []),  # a bracket stands between them
        ("暫停", [TOLD]),
        ("視訊", ["company zoom"]),
        ("google 谷歌", [TOLD]),
        ("Google暫停處理", [TOLD]),
    ],
)
def test_chinese_words_of_any_length_are_found(connection, words, expected):
    assert names(search(connection, words)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("pausing", ["event zoom-paused-2020-07-07", f"document {PAPER.id}"]),
        ("complying", [f"claim {LOOSE.id}", f"document {PAPER.id}"]),
        ("zoom stops", [f"document {PAPER.id}"]),
        ("facebook", ["company meta"]),
        ("cafe", [f"document {OTHER.id}"]),
        ("zoom nothing", []),
    ],
)
def test_english_words_are_found_in_all_their_forms(connection, words, expected):
    assert [name for name in names(search(connection, words)) if name != "company zoom"] == expected


def test_a_hit_shows_the_words_where_they_stand(connection):
    event, document = search(connection, "國安")

    assert (event.event, event.company, event.url) == (
        "google-paused-2020-07-07",
        "google",
        DAILY.url,
    )
    assert event.title == "Google: Paused"
    assert "國安法" in event.snippet
    assert (document.title, document.event) == ("谷歌暫停", None)


def test_a_document_without_a_headline_is_named_by_its_address(connection):
    (found,) = search(connection, "quotes")

    assert found.title == OTHER.url


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_no_more_is_found_than_was_asked_for(connection, limit):
    assert len(search(connection, "國安", limit=limit)) == limit


SYNTAX = st.text(alphabet="\"*()^:+-{}ANDORNT EAR谷國\\%_\0'a", max_size=40)


@settings(max_examples=150, deadline=None)
@given(words=SYNTAX | st.text(max_size=30))
@example(words='"')
@example(words="NEAR(谷歌 國安, 5)")
@example(words="quote : zoom")
@example(words="谷" * 5000)
@example(words="\ud800")
def test_no_word_is_an_operator_and_none_is_an_error(words):
    with Shared.connection() as connection:
        assert isinstance(search(connection, words), list)


class Shared:
    """One database for all examples: hypothesis wants no fixture that changes."""

    made = None

    @classmethod
    def connection(cls):
        if cls.made is None:
            cls.made = sqlite3.connect(":memory:")
            for sql in schema.statements():
                cls.made.execute(sql)
        return cls.made


def test_words_are_cut_where_the_writing_changes():
    assert words_of("Google暫停 - “Maps”,谷歌x") == ["Google", "暫停", "“Maps”,", "谷歌", "x"]
    assert len(words_of("a " * 100)) == 12


def test_a_row_that_goes_is_found_no_longer(connection):
    connection.execute("savepoint before")
    connection.execute("delete from event_claims")
    connection.execute("delete from claims where id = ?", (HAN.id,))
    found = names(search(connection, "國安"))
    schema.refresh(connection)
    again = names(search(connection, "國安"))
    connection.execute("rollback to before")

    assert found == again == [TOLD]


def test_a_rejected_event_is_not_found(connection):
    connection.execute("savepoint before")
    connection.execute("update events set status = 'rejected' where company = 'google'")
    found = names(search(connection, "國安"))
    connection.execute("rollback to before")

    assert found == [TOLD]
