"""The job that nobody watches: its crontab line runs, its units are sound, its guide is true."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from pipeline.cli.group import stanceline
from scrapers.judging import GOOD, NEXT_STEPS

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
UNITS = ROOT / "docs" / "systemd"
PROGRAM, KEPT = "/opt/stanceline/.venv/bin/stanceline", "/var/lib/stanceline"
INSTALLED = Path(sys.executable).with_name("stanceline")
CRON_LINE = re.compile(r"^((?:[\d*/,-]+ ){5})(\S.*)$", re.MULTILINE)


def crontab_lines(text: str) -> list[tuple[list[str], str]]:
    """Find the lines of a crontab in a page: five fields and a command."""
    return [(fields.split(), command) for fields, command in CRON_LINE.findall(text)]


def unit(name: str) -> ConfigParser:
    """Read a unit strictly: of its keys only the filter of system calls may stand twice."""
    text = (UNITS / name).read_text(encoding="utf-8")
    parser = ConfigParser(delimiters=("=",), comment_prefixes=("#",), interpolation=None)
    parser.optionxform = str
    parser.read_string(text.replace("SystemCallFilter=~", "SystemCallFilter.not=~"))
    return parser


def argv_of_cron() -> list[str]:
    ((_, command),) = crontab_lines(GUIDE)
    return [part for part in shlex.split(command) if not part.startswith("STANCELINE_")]


def test_the_readme_and_the_guide_show_the_same_crontab_line():
    readme = crontab_lines((ROOT / "README.md").read_text(encoding="utf-8"))

    assert readme == crontab_lines(GUIDE)
    assert len(readme) == 1


def test_the_fields_of_the_crontab_line_are_what_cron_takes():
    ((fields, command),) = crontab_lines(GUIDE)
    ranges = [range(60), range(24), range(1, 32), range(1, 13), range(8)]

    assert all(
        field == "*" or int(field) in allowed for field, allowed in zip(fields, ranges, strict=True)
    )
    assert "%" not in command  # which cron would take for the end of the line


def test_the_crontab_line_runs_as_cron_runs_it_and_says_nothing(tmp_path):
    tracker = tmp_path / "data" / "trackers" / "hk-nsl"
    tracker.mkdir(parents=True)
    for path in (ROOT / "data" / "trackers" / "hk-nsl").glob("*.toml"):
        shutil.copy(path, tracker)
    (tracker / "sources.toml").write_text("")  # or it would ask the live web
    ((_, command),) = crontab_lines(GUIDE)
    here = command.replace(PROGRAM, str(INSTALLED)).replace(KEPT, str(tmp_path / "data"))
    night = subprocess.run(
        ["/bin/sh", "-c", here],
        cwd=tmp_path,
        env={
            "HOME": str(tmp_path),
            "LOGNAME": "stanceline",
            "PATH": "/usr/bin:/bin",
            "SHELL": "/bin/sh",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )

    assert (night.returncode, night.stdout, night.stderr) == (0, "", "")
    assert (tmp_path / "data" / "timeline.db").is_file()


def test_cron_and_systemd_run_the_same_command_at_the_same_time():
    ((fields, command),) = crontab_lines(GUIDE)
    minute, hour = int(fields[0]), int(fields[1])
    service = unit("stanceline.service")["Service"]

    assert shlex.split(service["ExecStart"]) == argv_of_cron()
    assert command.startswith(service["Environment"] + " ")
    assert unit("stanceline.timer")["Timer"]["OnCalendar"] == f"*-*-* {hour:02}:{minute:02}:00"


def test_the_service_may_write_in_its_data_folder_alone():
    service = unit("stanceline.service")["Service"]

    assert service["ProtectSystem"] == "strict"
    assert (
        service["ReadWritePaths"] == argv_of_cron()[-1] == f"/var/lib/{service['StateDirectory']}"
    )
    assert (service["Type"], service["User"]) == ("oneshot", "stanceline")


def test_a_missed_night_is_made_up_for():
    assert unit("stanceline.timer")["Timer"]["Persistent"] == "true"
    assert unit("stanceline.timer")["Install"]["WantedBy"] == "timers.target"


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine"
)
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    units = []
    for path in sorted(UNITS.iterdir()):
        units.append(shutil.copy(path, tmp_path))
        (tmp_path / path.name).write_text(
            path.read_text(encoding="utf-8").replace(PROGRAM, str(INSTALLED)), encoding="utf-8"
        )
    verdict = subprocess.run(
        ["systemd-analyze", "verify", *units],
        env={**os.environ, "SYSTEMD_LOG_LEVEL": "info"},
        capture_output=True,
        check=False,
        text=True,
    )

    # It passes units with keys that it does not know, and only says so.
    said = [line for line in verdict.stderr.splitlines() if "stanceline" in line]
    assert (verdict.returncode, said) == (0, [])


def test_the_guide_has_a_row_for_each_bad_outcome_with_its_next_step():
    rows = [f"| `{outcome}` | {step} |" for outcome, step in NEXT_STEPS.items()]
    bad = [row for outcome, row in zip(NEXT_STEPS, rows, strict=True) if outcome not in GOOD]

    assert [row for row in bad if row not in GUIDE.splitlines()] == []


def test_the_guide_names_only_commands_that_exist():
    named = set(re.findall(r"\bstanceline ([a-z]+)(?=[ `])", GUIDE))

    assert sorted(named - set(stanceline.list_commands(None))) == []


def test_the_guide_links_to_files_that_are_there():
    targets = [link for link in re.findall(r"\]\(([^)]+)\)", GUIDE) if "://" not in link]

    assert targets
    assert [link for link in targets if not (ROOT / "docs" / link).is_file()] == []
