"""The photographs in the README show what the pages say today."""

from pathlib import Path

import pytest
from PIL import Image

from browser.photographs import MOTIFS, studio

PHOTOGRAPHS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def here(chromium, demo):
    with studio(chromium, demo) as place:
        yield place


@pytest.mark.parametrize("name", MOTIFS)
def test_a_page_says_what_its_photograph_says(here, name):
    told = "docs/ is behind the pages: look at the difference, then run make pictures"
    _, said = here.take(MOTIFS[name])

    assert said.split() == (PHOTOGRAPHS / "words" / f"{name}.txt").read_text("utf-8").split(), told


def test_every_photograph_is_kept_and_none_is_heavy():
    kept = {path.stem: path for path in PHOTOGRAPHS.glob("*.png")}

    assert set(kept) == set(MOTIFS)
    for name, path in kept.items():
        assert path.stat().st_size < 300_000
        with Image.open(path) as picture:
            assert picture.size == MOTIFS[name].size
