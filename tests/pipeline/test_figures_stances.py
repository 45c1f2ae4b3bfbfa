"""Stances say which figures test them, in stances.toml and in the database."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from pipeline.errors import TrackerError
from pipeline.fingerprint import fingerprint
from pipeline.store import Store
from pipeline.store.contents import Contents
from pipeline.tracker import load_tracker

HK = Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl"
RESUMED = 'answers = "some"'


@pytest.fixture
def folder(tmp_path):
    """Copy the files of a tracker that comes with Stanceline."""
    return Path(shutil.copytree(HK, tmp_path / "hk-nsl"))


@pytest.fixture
def problem(folder):
    """Say what is wrong after one text of stances.toml was replaced by another."""

    def answer(old, new):
        path = folder / "stances.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(TrackerError) as caught:
            load_tracker(folder)
        return str(caught.value)

    return answer


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (RESUMED, "", "stance 'resumed': key 'answers' is missing beside 'kinds'; say how many"),
        (RESUMED, 'answers = "all"', "stance 'resumed': key 'answers': 'all' is not allowed"),
        (f"{RESUMED}\nkinds", f"{RESUMED}\nkind", "stance 'resumed': key 'kind' is unknown; did"),
        (
            'kinds = ["total"',
            'kinds = ["totle"',
            "key 'kinds', item 1: 'totle' is not allowed; did",
        ),
        ('kinds = ["total"', 'kinds = ["legal"', "key 'kinds': 'legal' is named twice; drop one"),
        ('["legal", "content"]', "[]", "key 'kinds' is missing beside 'answers'"),
    ],
)
def test_an_answer_without_kinds_or_of_no_kind_is_named(problem, old, new, told):
    assert told in problem(old, new)


def test_the_database_tells_which_figures_test_a_stance(tmp_path):
    with Store.open(tmp_path / "timeline.db", mode="w") as store:
        store.rebuild(Contents(load_tracker(HK), "f" * 16))
    connection = sqlite3.connect(tmp_path / "timeline.db")

    assert connection.execute(
        "select stances.id, stances.answers, count(stance_kinds.kind) from stances "
        "left join stance_kinds on stance_kinds.stance = stances.id "
        "where answers is not null group by stances.id"
    ).fetchall() == [
        ("not_receiving_requests", "none", 2),
        ("paused", "none", 12),
        ("refused", "none", 9),
        ("resumed", "some", 9),
    ]


def test_another_reference_figure_makes_another_fingerprint(folder):
    before = fingerprint(folder)
    with (folder / "figures" / "google.csv").open("a", encoding="utf-8") as file:
        file.write("\n")

    assert fingerprint(folder) != before
