"""The notebooks run, and the pictures in docs/ show what the demo shows today."""

import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from browser.places import whole_demo
from filelock import FileLock
from sharing import folder_of_this_run

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PICTURES = sorted((ROOT / "docs").glob("*.svg"))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> Path:
    """Run the notebooks on the demo and draw all pictures: once for all workers."""
    folder = folder_of_this_run(tmp_path_factory, "stanceline-pictures")
    demo = whole_demo(tmp_path_factory)
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            run = subprocess.run(
                [
                    sys.executable,
                    str(ROOT / "docs" / "draw.py"),
                    *("--data", str(demo)),
                    str(folder),
                ],
                capture_output=True,
                text=True,
                check=False,
            )
            assert run.returncode == 0, run.stdout + run.stderr
    return folder


def cells_of(notebook: Path) -> list[dict]:
    return json.loads(notebook.read_text(encoding="utf-8"))["cells"]


def texts_in(picture: Path) -> list[str]:
    return [text for text in ET.parse(picture).getroot().itertext() if text.strip()]


def test_every_notebook_runs_and_every_picture_is_kept(drawn):
    assert NOTEBOOKS
    assert [path.name for path in sorted(drawn.glob("*.svg"))] == [path.name for path in PICTURES]


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.stem)
def test_a_picture_shows_what_the_demo_shows(picture, drawn):
    told = "docs/ is behind the output: look at the difference, then run make pictures"

    assert texts_in(picture) == texts_in(drawn / picture.name), told


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.stem)
def test_a_picture_asks_no_other_host_for_anything(picture):
    svg = picture.read_text(encoding="utf-8")
    names = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}

    assert set(re.findall(r"https?://[^\s\"'<)]+", svg)) <= names
    assert "@font-face" not in svg
    assert "<script" not in svg


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(notebook):
    code = [cell for cell in cells_of(notebook) if cell["cell_type"] == "code"]

    assert [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"]] == []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_listed_with_what_it_asks(notebook):
    assert f"]({notebook.name})" in (ROOT / "notebooks" / "README.md").read_text("utf-8")


def test_a_quote_in_the_pictures_would_stay_text():
    """Page titles and quotes reach the terminal picture, so markup in them must not act."""
    script = (
        "import sys; sys.path.insert(0, 'docs'); import draw;"
        "print(draw.terminal_picture('timeline', 'a <script>alert(1)</script> quote'))"
    )
    svg = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert "<script" not in svg
    assert "&lt;script&gt;" in svg
