"""What the documentation says works: the commands of the README, the examples of each help."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import partial
from importlib import import_module
from pathlib import Path

import click
import pytest
from sharing import PAGES, ROOT, some_pages

from pipeline.cli import fetching
from pipeline.cli.group import stanceline
from pipeline.cli.running import run
from scrapers.fetcher import Fetcher
from scrapers.fetcher_limits import Limits

BIN = Path(sys.executable).parent
NAMES = stanceline.list_commands(click.Context(stanceline))


@pytest.fixture
def copy(tmp_path_factory, tmp_path) -> Path:
    """Give a test a demo folder of its own, to write in."""
    return Path(shutil.copytree(some_pages(tmp_path_factory), tmp_path / "copy"))


def follow(line: str, *, data: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Do what a line of documentation says; in this process where it is one plain command."""
    monkeypatch.setenv("STANCELINE_DATA", str(data))
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    words = shlex.split(line)
    if words[0] == "stanceline" and not set("|>&;") & set(line):
        return run(words[1:])
    return subprocess.run(["bash", "-euo", "pipefail", "-c", line], check=False).returncode


def commands_of_the_readme() -> list[str]:
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    lines = [line.replace(".venv/bin/", "") for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.strip() and not line.startswith("#")]


def as_it_is_tried(command: str) -> str:
    """Show the recipes of make, which would install, and the help of what runs for ever."""
    if command.startswith("make "):
        return command.replace("make", f"make -C {ROOT} -n", 1)
    return "stanceline serve --help" if "stanceline serve" in command else command


def test_every_command_in_the_readme_works(copy, tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    commands = commands_of_the_readme()

    assert len(commands) > 10
    for command in commands:
        code = follow(as_it_is_tried(command), data=copy, monkeypatch=monkeypatch)
        assert code == 0, f"{command}\n{capfd.readouterr().err}"


TRIED_ELSEWHERE = ("serve", "demo", "evaluate")  # they take long, and have tests of their own
ON_THE_WEB = ("add", "backfill", "refresh")


@pytest.mark.parametrize("name", ON_THE_WEB)
def test_the_examples_of_what_goes_to_the_web_are_understood(
    name, copy, tmp_path, monkeypatch, capfd
):
    """Without a network they must look and find nobody: 1, and never 2."""
    module = import_module(f"pipeline.cli.commands.{name}")
    alone = partial(Fetcher, contact=None, resolve=no_host, limits=Limits(retry_seconds=0.001))
    for place in (module, fetching):
        monkeypatch.setattr(place, "open_fetcher", lambda data: alone(), raising=place is fetching)
    (tmp_path / "CC-NEWS-20200707012345-00042.warc.gz").write_bytes(b"")
    shutil.copy(ROOT / "data" / "demo" / PAGES[0], tmp_path / "page.html")
    monkeypatch.chdir(tmp_path)

    for example in examples_of(name, capfd):
        code = follow(example, data=copy, monkeypatch=monkeypatch)
        assert code in (0, 1), f"{example}\n{capfd.readouterr().err}"


def no_host(host: str) -> list[str]:
    raise OSError("no such host")


def examples_of(name: str, capfd: pytest.CaptureFixture[str]) -> list[str]:
    assert run([name, "--help"]) == 0
    shown = re.split(r"Examples?:\n", capfd.readouterr().out)[1]
    examples = [line.strip() for line in shown.partition("\n\n")[0].splitlines()]
    assert examples
    return [example for example in examples if "--live" not in example]


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name not in (*TRIED_ELSEWHERE, *ON_THE_WEB)]
)
def test_the_examples_of_a_commands_help_work(name, copy, tmp_path, monkeypatch, capfd):
    shutil.copy(ROOT / "data" / "demo" / PAGES[0], tmp_path / "page.html")
    monkeypatch.chdir(tmp_path)

    for example in examples_of(name, capfd):
        code = follow(example, data=copy, monkeypatch=monkeypatch)
        assert code == 0, f"{example}\n{capfd.readouterr().err}"
