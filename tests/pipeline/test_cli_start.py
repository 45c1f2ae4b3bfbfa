"""The command line starts fast, explains itself, and fails with one line."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline.cli.group import COMMANDS, stanceline, summary
from pipeline.cli.running import run

NAMES = stanceline.list_commands(click.Context(stanceline))
ROOT = Path(__file__).parents[2]
HEAVY = ["spacy", "trafilatura", "datasette", "dateparser", "pydantic", "rich", "htmldate"]


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )


def loaded_after(*arguments: str) -> list[str]:
    answer = python(
        "import json, sys\n"
        "from pipeline.cli.running import run\n"
        f"code = run({list(arguments)!r})\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "print(json.dumps([code, loaded]), file=sys.stderr)\n"
    )
    code, loaded = json.loads(answer.stderr.splitlines()[-1])
    assert code == 0
    return list(loaded)


def test_help_imports_nothing_heavy():
    assert loaded_after("--help") == []


@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_a_command_imports_nothing_heavy(name):
    assert loaded_after(name, "--help") == []


def test_help_answers_in_a_moment():
    """User time, best of three: what the machine does beside us does not count."""
    spent = []
    for _ in range(3):
        before = os.times()
        subprocess.run(
            [sys.executable, "-c", "from pipeline.cli import main; main()", "--help"],
            capture_output=True,
            check=True,
        )
        after = os.times()
        spent.append(after.children_user - before.children_user)

    assert min(spent) < 0.3


@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_a_command_carries_an_example_and_the_common_options(name, capsys):
    assert run([name, "--help"]) == 0

    shown = capsys.readouterr().out
    assert re.search(rf"Examples?:(.|\n)*stanceline {name}", shown)
    assert "--tracker ID" in shown
    assert "--data DIR" in shown


def test_the_list_of_commands_shows_what_each_does(capsys):
    assert run(["--help"]) == 0

    shown = " ".join(capsys.readouterr().out.split())
    for path in COMMANDS.glob("[a-z]*.py"):
        assert summary(path) in shown


def test_a_command_is_found_by_its_file():
    assert {path.stem for path in COMMANDS.glob("[a-z]*.py")} == set(NAMES)


def test_an_unknown_command_is_wrong_usage(capsys):
    assert run(["timelime"]) == 2
    assert "timelime" in capsys.readouterr().err


def test_no_arguments_show_the_help(capsys):
    run([])

    captured = capsys.readouterr()
    assert "Commands" in captured.out + captured.err


def test_a_date_that_is_no_date_is_wrong_usage(capsys, tmp_path):
    text = tmp_path / "text.txt"
    text.write_text("Zoom paused.", encoding="utf-8")
    for wrong in ("yesterday", "2020-02-30", "2020-7", "20200706", "2020-W28-1"):
        assert run(["extract", str(text), "--published", wrong]) == 2
        assert wrong in capsys.readouterr().err


def test_a_file_that_is_not_there_is_wrong_usage(capsys, tmp_path):
    assert run(["parse", str(tmp_path / "missing.html")]) == 2
    assert "missing.html" in capsys.readouterr().err


def test_a_tracker_name_cannot_leave_the_trackers_folder(capsys):
    assert run(["timeline", "--tracker", "../../etc"]) == 2
    assert "../../etc" in capsys.readouterr().err


def test_an_unknown_tracker_names_those_that_exist(capsys, tmp_path):
    assert run(["timeline", "--tracker", "no-such-law", "--data", str(tmp_path)]) == 2
    assert "hk-nsl" in capsys.readouterr().err


def test_a_timeline_without_a_database_says_how_to_make_one(capsys, tmp_path):
    assert run(["timeline", "--data", str(tmp_path)]) == 1

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "stanceline demo" in captured.err


def test_a_full_disk_behind_the_output_is_one_line_and_exit_1():
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        answer = subprocess.run(
            [sys.executable, "-c", "from pipeline.cli import main; main()", "--help"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert answer.returncode == 1
    assert "free some space" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_reader_that_has_seen_enough_is_no_error():
    read_end, write_end = os.pipe()
    os.close(read_end)
    answer = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", "--help"],
        stdout=write_end,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write_end)

    assert (answer.returncode, answer.stderr) == (0, "")


def test_a_tracker_of_ones_own_is_read_from_the_data_folder_and_its_faults_are_named(
    capsys, tmp_path
):
    shutil.copytree(ROOT / "data" / "trackers" / "hk-nsl", tmp_path / "trackers" / "my-law")
    companies = tmp_path / "trackers" / "my-law" / "companies.toml"
    sound = companies.read_text(encoding="utf-8")
    companies.write_text(sound.replace("\naliases", "\nalais", 1), encoding="utf-8")

    assert run(["timeline", "--tracker", "my-law", "--data", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "companies.toml" in said
    assert "'alais'" in said


def test_a_file_that_is_no_database_of_ours_is_refused_and_kept(capsys, tmp_path):
    database = tmp_path / "timeline.db"
    database.write_text("my notes", encoding="utf-8")

    for command in (["timeline"], ["explain", "x"], ["export", "csv"], ["serve"], ["check"]):
        assert run([*command, "--data", str(tmp_path)]) == 1
        assert str(database) in capsys.readouterr().err
    assert database.read_text(encoding="utf-8") == "my notes"
