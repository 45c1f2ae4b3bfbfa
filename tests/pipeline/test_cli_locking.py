"""One command at a time writes in a data folder; the second learns who holds it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli.locking import writing
from pipeline.cli.running import run
from pipeline.errors import Busy

HOLD = """
import sys
from pathlib import Path
from pipeline.cli.locking import writing
with writing(Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder_of(data: Path) -> subprocess.Popen[str]:
    """Start a process that holds the folder until its standard input closes."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, "rebuild", str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def let_go(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=30)


def test_a_second_writer_learns_who_holds_the_folder(tmp_path):
    process = holder_of(tmp_path)
    try:
        with pytest.raises(Busy) as caught, writing(tmp_path):
            pass
    finally:
        let_go(process)

    message = str(caught.value)
    assert f"process {process.pid}" in message
    assert "stanceline rebuild" in message
    assert "since 20" in message


def test_a_second_command_ends_with_exit_1_and_changes_nothing(tmp_path, capsys):
    process = holder_of(tmp_path)
    try:
        code = run(["rebuild", "--data", str(tmp_path)])
    finally:
        let_go(process)

    assert code == 1
    assert "is writing here" in capsys.readouterr().err
    assert not (tmp_path / "timeline.db").exists()


def test_a_killed_holder_leaves_no_lock_behind(tmp_path):
    process = holder_of(tmp_path)
    os.kill(process.pid, signal.SIGKILL)
    let_go(process)

    with writing(tmp_path):
        pass


def test_the_folder_is_free_after_a_failure(tmp_path):
    with pytest.raises(ZeroDivisionError), writing(tmp_path):
        raise ZeroDivisionError

    with writing(tmp_path):
        pass
    assert not (tmp_path / "private" / "holder.json").exists()


def test_a_folder_that_cannot_be_made_is_one_line_and_exit_1(tmp_path, capsys):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder", encoding="utf-8")

    assert run(["rebuild", "--data", str(in_the_way / "data")]) == 1
    assert str(in_the_way) in capsys.readouterr().err


def test_a_data_folder_that_is_a_file_is_wrong_usage(tmp_path, capsys):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder", encoding="utf-8")

    assert run(["rebuild", "--data", str(in_the_way)]) == 2
    assert str(in_the_way) in capsys.readouterr().err
