"""Find what the tests in a browser need on this machine, and say how to get what is missing."""

import os
import shutil
from pathlib import Path

import pytest

MODULES = Path(__file__).with_name("node_modules")
AXE = MODULES / "axe-core" / "axe.min.js"
TIMELINEJS = MODULES / "@knight-lab" / "timelinejs" / "dist"
NU_CHECKER = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
NAMES = ("chromium", "chromium-browser", "google-chrome")  # Debian, Ubuntu, Google's own package
FLAGS = (
    "--no-sandbox",  # in a container root has no user namespaces; the pages are our own
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def program(*names: str) -> str:
    """Find a program, the first of these names that is there; without one the test cannot be run.

    A developer is told what to install. In the continuous integration nothing may be left out.
    """
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        _leave_out(names[0])
    return str(found)


def package(path: Path) -> Path:
    """Give a file of an npm package; without it the test cannot be run."""
    if not path.exists():
        _leave_out(path.relative_to(MODULES).parts[0])
    return path


def _leave_out(name: str) -> None:
    told = f"{name} is not on this machine; make browser says how to get it"
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)
