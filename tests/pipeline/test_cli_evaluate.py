"""``stanceline evaluate`` prints its figures, keeps its errors, and fails when a floor breaks."""

import json
import re
import shutil
from pathlib import Path

import pytest

from pipeline.cli.running import run

TRACKER = Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl"
PAUSED = "Zoom has paused processing data requests from Hong Kong's police, it said on Tuesday."


def line(id_, text, *events):
    return {"id": id_, "published": "2020-07-08", "text": text, "events": list(events)}


def event(company, stance, announced=None):
    return {"company": company, "stance": stance, "announced": announced, "effective": None}


RIGHT = line("right", PAUSED, event("zoom", "paused", "2020-07-07"))
WRONG = line("wrong", PAUSED, event("zoom", "withdrew", "2020-07-07"))


def write(path, *lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path) -> Path:
    """Make a data folder whose tracker has gold of one line, read right."""
    folder = tmp_path / "data" / "trackers" / "hk-nsl"
    folder.mkdir(parents=True)
    for file in TRACKER.glob("*.toml"):
        shutil.copy(file, folder)
    write(folder / "gold" / "own.jsonl", RIGHT)
    return tmp_path / "data"


def own_gold(data) -> Path:
    return data / "trackers" / "hk-nsl" / "gold" / "own.jsonl"


def test_the_figures_of_a_file_are_one_json_object(tmp_path, capsys):
    gold = write(tmp_path / "some.jsonl", RIGHT, WRONG)

    assert run(["evaluate", "--gold", str(gold), "--json", "--data", str(tmp_path)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["overall"] | {"f1": 0.5} == {
        "right": 1, "false": 1, "missed": 1, "precision": 0.5, "recall": 0.5, "f1": 0.5
    }  # fmt: skip
    assert report["announced"]["dated"] == {"share": 1.0, "hits": 1, "total": 1}
    assert report["confusions"] == [
        {"gold": "paused", "read": "paused", "count": 1},
        {"gold": "withdrew", "read": "paused", "count": 1},
    ]


def test_several_files_are_one_evaluation(tmp_path, capsys):
    files = [write(tmp_path / f"{n}.jsonl", RIGHT) for n in "ab"]
    chosen = [word for file in files for word in ("--gold", str(file))]

    assert run(["evaluate", *chosen, "--json", "--data", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["passages"] == 2


def test_without_a_terminal_tables_are_plain_lines(tmp_path, capsys):
    gold = write(tmp_path / "some.jsonl", RIGHT)

    assert run(["evaluate", "--gold", str(gold), "--data", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "By stance\n" in shown
    assert ["paused", "1", "0", "0", "1.000", "1.000", "1.000"] in [
        row.split() for row in shown.splitlines()
    ]


def test_errors_go_to_a_file_with_text_and_rule(tmp_path, capsys):
    gold = write(tmp_path / "some.jsonl", RIGHT, WRONG)
    errors = tmp_path / "errors.txt"
    arguments = ["--gold", str(gold), "--errors", str(errors), "--data", str(tmp_path)]

    assert run(["evaluate", *arguments]) == 0
    written = errors.read_text(encoding="utf-8")
    assert PAUSED in written
    assert "## wrong" in written
    assert "## right" not in written
    assert "false: zoom paused: rule " in written
    assert str(errors) in capsys.readouterr().err


def test_errors_lie_in_the_private_part_of_the_data_folder_unless_told(tmp_path):
    gold = write(tmp_path / "some.jsonl", WRONG)

    assert run(["evaluate", "--gold", str(gold), "--data", str(tmp_path)]) == 0
    assert PAUSED in (tmp_path / "private" / "evaluation-errors.txt").read_text(encoding="utf-8")


def test_gold_without_floors_asks_for_a_look(data, capsys):
    assert run(["evaluate", "--data", str(data)]) == 1
    assert "own.jsonl: has no floors" in capsys.readouterr().err


def test_pinned_floors_hold_until_the_gold_changes(data, capsys):
    assert run(["evaluate", "--pin", "--data", str(data)]) == 0
    assert run(["evaluate", "--data", str(data)]) == 0

    write(own_gold(data), RIGHT, WRONG)
    assert run(["evaluate", "--data", str(data)]) == 1
    assert "changed since its floors were pinned" in capsys.readouterr().err


def test_a_broken_floor_is_exit_1_and_pinning_does_not_lower_it(data, capsys):
    assert run(["evaluate", "--pin", "--data", str(data)]) == 0
    tracker = data / "trackers" / "hk-nsl" / "tracker.toml"
    sound = tracker.read_text(encoding="utf-8")
    tracker.write_text(re.sub(r"(?m)^threshold = .*$", "threshold = 1.0", sound), encoding="utf-8")

    for pin in ([], ["--pin"]):
        assert run(["evaluate", *pin, "--data", str(data)]) == 1
        assert "micro_f1 is 0.0, its floor is 0.99" in capsys.readouterr().err


def test_one_file_of_the_trackers_gold_is_held_to_its_floors(data, capsys):
    write(own_gold(data).with_name("second.jsonl"), RIGHT | {"id": "second"})
    assert run(["evaluate", "--pin", "--data", str(data)]) == 0

    assert run(["evaluate", "--gold", str(own_gold(data)), "--data", str(data)]) == 0
    write(own_gold(data), WRONG)
    assert run(["evaluate", "--gold", str(own_gold(data)), "--data", str(data)]) == 1
    assert "own.jsonl: changed" in capsys.readouterr().err


def test_only_the_trackers_own_gold_can_be_pinned(tmp_path, capsys):
    gold = write(tmp_path / "some.jsonl", RIGHT)

    assert run(["evaluate", "--pin", "--gold", str(gold), "--data", str(tmp_path)]) == 2
    assert "--gold" in capsys.readouterr().err


def test_the_record_behind_confidence_can_be_counted_anew(tmp_path, capsys):
    gold = write(tmp_path / "some.jsonl", RIGHT, WRONG)
    arguments = ["--gold", str(gold), "--data", str(tmp_path), "--calibrate"]

    assert run(["evaluate", *arguments]) == 0
    shown = capsys.readouterr().out
    assert "Confidence, cross-validated\n" in shown
    assert '    ("data_requests", "paused"): (1, 2),' in shown
    assert run(["evaluate", *arguments, "--json"]) == 2


def test_unsound_gold_is_one_line_and_exit_1(tmp_path, capsys):
    gold = write(tmp_path / "some.jsonl", line("x", PAUSED, event("zoom", "pawsed")))

    assert run(["evaluate", "--gold", str(gold), "--data", str(tmp_path)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "line 1: 'pawsed' is no stance" in captured.err
