"""Share what is costly to make between the workers of one test run, and never with the next."""

import os
from pathlib import Path

import pytest


def folder_of_this_run(factory: pytest.TempPathFactory, name: str) -> Path:
    """Name a folder that all workers of this run, and no other run, have in common."""
    own = factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
