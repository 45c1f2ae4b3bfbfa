"""Take the photographs of our pages that the README shows, and write down what they say.

Usage: python -m browser.photographs FOLDER

The pixels of a photograph differ from machine to machine; its words do not. They lie in the folder
``words`` beside it, and a test compares them with what the pages of the demo say today.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from browser.chromium import FLAGS, NAMES, program
from browser.listening import Listener
from browser.places import build_demo
from browser.servers import served, served_files
from pipeline.exports import export
from pipeline.store import Choice, Store

WIDTH, SCALE = 1100, 1.5
COLOURS = 256  # enough for type and flat colours, and a third of the bytes
# What is another one with every commit, and with every run: fingerprints, and where it was served.
PASSING = re.compile(r"\b[0-9a-f]{16}\b|http://127\.0\.0\.1:[0-9]+")
LOADED = """async () => {
  for (const each of document.images) each.loading = "eager";
  await Promise.all([...document.images].map(each => each.decode()));
}"""


@dataclass(frozen=True)
class Motif:
    """What is photographed: a page of the served demo, or of the exported file."""

    path: str
    scheme: str = "light"
    height: int = 800

    @property
    def size(self) -> tuple[int, int]:
        """Give its width and height in the pixels of the file."""
        return round(WIDTH * SCALE), round(self.height * SCALE)


MOTIFS = {
    "front-page": Motif("/", height=1100),
    "company-page": Motif("/companies/google"),
    "event-page": Motif("/events/google-paused-2020-07-06", height=1250),
    "timeline-page": Motif("/events?stance=paused"),
    "timeline-page-dark": Motif("/events?stance=paused", scheme="dark"),
    "export-page": Motif("/export.html"),
}


@contextmanager
def studio(browser: Browser, data: Path) -> Iterator["Studio"]:
    """Serve what is photographed."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        with Store.open(data / "timeline.db") as store, (folder / "export.html").open("wb") as out:
            export("html", store.edition(Choice(), chosen="", site=None), out)
        pages = stack.enter_context(served(data / "timeline.db"))
        files = stack.enter_context(served_files(folder))
        yield Studio(browser, pages, files)


@dataclass(frozen=True)
class Studio:
    """Where the photographs are taken."""

    browser: Browser
    pages: str
    files: str

    def take(self, motif: Motif) -> tuple[bytes, str]:
        """Photograph the upper part of a page as PNG, and return all its words too."""
        home = self.files if motif.path == MOTIFS["export-page"].path else self.pages
        with Listener(
            self.browser,
            home,
            viewport={"width": WIDTH, "height": motif.height},
            device_scale_factor=SCALE,
            color_scheme=motif.scheme,
        ) as listener:
            page = listener.open(motif.path)
            page.evaluate(LOADED)
            return page.screenshot(animations="disabled"), words(page.inner_text("body"))


def words(text: str) -> str:
    """Lay out the words of a page so that only they count: a line a piece, no blanks around it."""
    lines = (" ".join(line.split()) for line in PASSING.sub("(...)", text).splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def smaller(png: bytes) -> bytes:
    """Reduce the colours of a picture to those that matter."""
    out = BytesIO()
    with Image.open(BytesIO(png)) as picture:
        reduced = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        reduced.save(out, "png", optimize=True)
    return out.getvalue()


def main() -> None:
    """Take every photograph into the folder that was named."""
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m browser.photographs FOLDER")
    target = Path(sys.argv[1])
    (target / "words").mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch, sync_playwright() as playwright:
        data = Path(scratch) / "data"
        build_demo(data)
        browser = playwright.chromium.launch(executable_path=program(*NAMES), args=FLAGS)
        with studio(browser, data) as here:
            for name, motif in MOTIFS.items():
                png, said = here.take(motif)
                (target / f"{name}.png").write_bytes(smaller(png))
                (target / "words" / f"{name}.txt").write_text(said, encoding="utf-8")
                sys.stdout.write(f"{target / name}.png\n")
        browser.close()


if __name__ == "__main__":
    main()
