"""What notebooks ask a database for, and how they show it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest

from pipeline.notebook import counted, desk_of, headed, listed, nothing, open_desk, table
from pipeline.store import Store
from pipeline.store.questions import STANCES_TAKEN

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "timeline.db"
    with Store.open(path, mode="w") as store:
        store.rebuild(made.EVERYTHING)
    return path


def test_a_desk_knows_the_law_and_answers_from_the_database(database):
    desk = desk_of(database)

    assert desk.problem is None
    assert (desk.law, desk.in_force) == (made.TRACKER.name, date(2020, 6, 30))
    assert desk.count == len(desk.events()) == len(desk.lines()) > 0
    assert len(desk.ask(STANCES_TAKEN)) == len(desk.stances)
    assert {stored.document.text for stored in desk.claims()} == {""}
    assert desk.comparisons()
    assert f"{desk.count} event" in desk._repr_html_()
    assert desk.nothing("No claim.") == nothing("No claim.")


def test_a_palette_holds_the_stances_that_occur_in_the_trackers_order(database):
    desk = desk_of(database)
    first, second, *_ = desk.stances

    assert desk.palette([second.label, first.label, first.label]) == {
        "domain": [first.label, second.label],
        "range": [first.colour, second.colour],
    }
    assert (desk.label(first.id), desk.label("unheard_of")) == (first.label, "unheard_of")


def test_without_a_database_a_desk_says_what_to_do_and_answers_nothing(tmp_path):
    desk = desk_of(tmp_path / "timeline.db")

    assert "there is no database yet" in desk._repr_html_()
    assert (desk.ask(STANCES_TAKEN), desk.events(), desk.lines()) == ([], [], [])
    assert (desk.claims(), desk.comparisons(), desk.threshold()) == ([], [], None)
    assert desk.nothing("No claim.") != nothing("No claim.")


def test_a_file_that_is_no_database_is_a_problem_in_words(tmp_path):
    (tmp_path / "timeline.db").write_bytes(b"<html>not found</html>" * 99)

    assert "no database" in desk_of(tmp_path / "timeline.db")._repr_html_()


def test_a_database_without_events_says_how_to_fill_it(tmp_path):
    with Store.open(tmp_path / "timeline.db", mode="w") as store:
        store.rebuild(made.make_contents(documents=(), claims=(), events=(), captures=()))

    assert "fill it with" in desk_of(tmp_path / "timeline.db")._repr_html_()


def test_the_environment_chooses_the_data_folder(database, tmp_path, monkeypatch):
    monkeypatch.setenv("STANCELINE_DATA", str(database.parent))

    assert open_desk(str(tmp_path)).problem is None

    monkeypatch.delenv("STANCELINE_DATA")

    assert open_desk(str(tmp_path)).problem is not None


def test_the_threshold_is_that_of_the_tracker_and_unknown_without_its_files(database):
    desk = desk_of(database)  # of a tracker that is called like the bundled one

    assert desk.threshold() == 0.75
    assert replace(desk, tracker="gone").threshold() is None


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
        "javascript:alert(1)",
        "https://a.example/\"onmouseover='alert(1)",
        "data:text/html,<script>alert(1)</script>",
    ],
)
def test_whatever_stands_in_a_table_stays_text(hostile):
    shown = table([{"quote": hostile}], {"quote": hostile}).html
    without_ours = shown.replace('<a href="https://', "")

    assert "<script" not in shown
    assert "<img" not in shown
    assert "<svg" not in shown
    assert "<a " not in without_ours
    assert "onmouseover='" not in shown
    assert hostile not in shown or "<" not in hostile


def test_an_address_becomes_a_link_that_tells_nobody_where_it_was_clicked():
    shown = table([{"url": "https://paper.example/a?b=1&c=2"}], {"url": "Page"}).html

    assert (
        '<a href="https://paper.example/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">'
        "https://paper.example/a?b=1&amp;c=2</a>"
    ) in shown


def test_a_cell_is_one_short_line_and_unknown_is_empty():
    shown = table(
        [{"a": "long\n\u202e" + "x" * 100_000, "b": None, "c": 0}], {"a": "A", "b": "B", "c": "C"}
    )

    assert len(shown.html) < 1500
    assert "\u202e" not in shown.html
    assert "<bdi></bdi>" in shown.html
    assert "<bdi>0</bdi>" in shown.html


def test_a_title_is_wrapped_and_its_notes_are_as_well():
    shown = headed("word " * 40, "note\nnote", "")

    assert len(shown["text"]) == 3
    assert shown["subtitle"] == ["note note"]


def test_things_are_counted_and_listed_in_words():
    assert [counted(n, "event") for n in (0, 1, 2)] == ["0 events", "1 event", "2 events"]
    assert counted(3, "company", "companies") == "3 companies"
    assert listed([]) == ""
    assert listed(["A"]) == "A"
    assert listed(["A", "B"]) == "A and B"
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert listed(["A", "B", "C", "D", "E"]) == "A, B, C, D and 1 more"
