"""Floors hold what the reader reached, on the bytes that it was measured on."""

from pathlib import Path

import pytest

from pipeline.cli.running import run
from pipeline.errors import TrackerError
from pipeline.evaluating_floors import (
    Floors,
    Pin,
    broken,
    digest_of,
    read_floors,
    repin,
    spell_floors,
    unpinned,
)
from pipeline.evaluating_gold import find_gold
from pipeline.evaluating_scores import Dates, Report, Share, Tally

FOLDER = Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl"
OLD, NEW = "a" * 64, "b" * 64


def report(*, right=90, false=10, negative_claims=2, negatives=10):
    none = Dates(Share(9, 10), Share(0, 0))
    return Report(
        passages=100,
        withheld=0,
        overall=Tally(right, false, missed=0),
        macro_f1=0.8,
        announced=none,
        effective=none,
        scope=Share(0, 0),
        negatives=Share(1, negatives),
        negative_claims=negative_claims,
        stances={},
        groups={},
        voices={},
        confusions={},
        bins=(),
        sure=Share(97, 100),
    )


def pinned(was=None, digest=OLD, **figures):
    """Pin one file anew, and return its pin."""
    return repin({"g": was} if was else {}, {"g": digest}, {"g": report(**figures)})["g"]


def test_a_floor_lies_a_little_under_what_was_measured():
    assert pinned() == Pin(
        OLD,
        Floors(
            micro_f1=0.937, macro_f1=0.79, precision=0.89, announced=0.89, sure=0.96,
            negative_claims=2,
        ),
    )  # fmt: skip


def test_the_ceiling_lies_a_little_over_what_was_measured():
    assert pinned(negatives=200).floors.negative_claims == 4


def test_what_was_pinned_holds():
    assert list(broken("g", pinned().floors, report())) == []


def test_a_fallen_figure_is_named_with_its_floor():
    (problem,) = [p for p in broken("g", pinned().floors, report(false=20)) if "precision" in p]

    assert "g: precision is 0.818, its floor is 0.89" in problem


def test_more_false_claims_on_negatives_break_the_ceiling():
    (problem,) = broken("g", pinned().floors, report(negative_claims=3))

    assert "negative_claims is 3, its ceiling is 2" in problem


def test_floors_of_the_same_gold_only_rise():
    was = pinned()
    again = pinned(was, right=80, false=20, negative_claims=5)
    better = pinned(was, right=95, false=5, negative_claims=0)

    assert again == was
    assert better.floors.precision == 0.94
    assert better.floors.negative_claims == 0


def test_gold_that_changed_is_measured_anew():
    assert pinned(pinned(), digest=NEW, negative_claims=5).floors.negative_claims == 5


@pytest.mark.parametrize(
    ("digests", "problem"),
    [
        ({"g": OLD}, None),
        ({"g": NEW}, "g: changed since its floors were pinned"),
        ({"g": OLD, "h": NEW}, "h: has no floors"),
        ({}, "g: has floors and is not there"),
    ],
)
def test_gold_that_was_not_pinned_as_it_is_says_how_to_pin_it(digests, problem):
    problems = unpinned({"g": pinned()}, digests)

    assert [p.partition(";")[0] for p in problems] == ([problem] if problem else [])
    assert all("stanceline evaluate --pin" in p for p in problems)


def test_pins_are_read_as_they_were_spelled(tmp_path):
    pins = {"a.jsonl": pinned(), "b.jsonl": pinned(digest=NEW, right=50)}
    (tmp_path / "floors.toml").write_text(spell_floors(pins), encoding="utf-8")

    assert read_floors(tmp_path / "floors.toml") == pins


def test_no_file_of_floors_means_no_pins(tmp_path):
    assert read_floors(tmp_path / "floors.toml") == {}


@pytest.mark.parametrize("written", ["[", "[gold.g]\nsha256 = 'x'\n", "[other]\n"])
def test_an_unsound_file_of_floors_is_named_with_the_next_step(written, tmp_path):
    (tmp_path / "floors.toml").write_text(written, encoding="utf-8")

    with pytest.raises(TrackerError, match="evaluate --pin"):
        read_floors(tmp_path / "floors.toml")


def test_the_gold_is_the_one_that_the_floors_were_pinned_on():
    digests = {file.name: digest_of(file) for file in find_gold(FOLDER)}

    assert unpinned(read_floors(FOLDER / "gold" / "floors.toml"), digests) == []


def test_the_reader_reaches_the_floors_of_the_gold(tmp_path, capsys):
    """It is the example of the command's help: read once, since that takes a dozen seconds."""
    assert run(["evaluate", "--data", str(tmp_path)]) == 0, capsys.readouterr().out
