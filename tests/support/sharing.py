"""Share what is costly to make between the workers of one test run, and never with the next."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[2]
STANCELINE = [sys.executable, "-c", "from pipeline.cli import main; main()"]
PAGES = [
    "harbour-ledger-zoom-microsoft-linkedin.html",
    "kilobyte-microsoft-zoom.html",
    "oldpraya-linkedin-zoom.html",
    "harbour-ledger-facebook-whatsapp-pause.html",
    "baycircuit-google-treaty-only.html",
    "tideline-hang-seng-tech-index.html",  # yields nothing
]


def folder_of_this_run(factory: pytest.TempPathFactory, name: str) -> Path:
    """Name a folder that all workers of this run, and no other run, have in common."""
    own = factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name


def some_pages(factory: pytest.TempPathFactory) -> Path:
    """Build a data folder of some bundled pages, once for all workers; nobody writes in it."""
    shared = folder_of_this_run(factory, "stanceline-demo")
    with FileLock(f"{shared}.lock"):
        if not (shared / "timeline.db").exists():
            pages = [str(ROOT / "data" / "demo" / page) for page in PAGES]
            subprocess.run(
                [*STANCELINE, "add", *pages, "--data", str(shared)], capture_output=True, check=True
            )
    return shared
