"""Build what is looked at: the demo, the static site of it, and a database of hostile texts."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from sharing import STANCELINE, folder_of_this_run

ROOT = Path(__file__).parents[2]
BUILD = "import sys, draw; from pathlib import Path; draw.built_demo(Path(sys.argv[1]))"


def once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Path:
    """Build a folder once for all workers of this run; nobody writes in it afterwards."""
    shared = folder_of_this_run(factory, name)
    ready = shared.with_suffix(".ready")
    with FileLock(f"{shared}.lock"):
        if not ready.exists():
            shared.mkdir(exist_ok=True)
            build(shared)
            ready.touch()
    return shared


def build_demo(folder: Path) -> None:
    """Build the demo in a folder, with the program that draws the pictures."""
    _done([sys.executable, "-c", BUILD, str(folder.resolve())], cwd=ROOT / "docs")


def whole_demo(factory: pytest.TempPathFactory) -> Path:
    """Give the data folder of the whole demo, captured at the moment at which pictures show it."""
    return once(factory, "stanceline-whole-demo", build_demo)


def static_site(factory: pytest.TempPathFactory) -> Path:
    """Give the static site of the whole demo."""
    demo = whole_demo(factory)

    def build(folder: Path) -> None:
        _done([*STANCELINE, "publish", str(folder / "site"), "--data", str(demo)], cwd=ROOT)

    return once(factory, "stanceline-static-site", build) / "site"


def _done(command: list[str], *, cwd: Path) -> None:
    run = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
