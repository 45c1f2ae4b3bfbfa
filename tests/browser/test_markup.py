"""The HTML that we write is sound: the Nu checker, which browsers' makers use, finds no error."""

import json
import shutil
import subprocess
from pathlib import Path
from urllib.request import urlopen

from browser.chromium import NU_CHECKER, package, program
from browser.kinds import OURS
from pipeline.exports import export
from pipeline.store import Choice, Store

# Java's second compiler takes longer than it saves; code of the first needs more stack.
QUICK = ("-XX:TieredStopAtLevel=1", "-Xss4m")


def errors_in(folder: Path) -> list[str]:
    """Have all pages of a folder checked at once: starting Java takes longer than checking."""
    java = program("java")
    command = [java, *QUICK, "-jar", str(package(NU_CHECKER)), "--format", "json", "--stdout"]
    command += ["--exit-zero-always", "--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [
        f"{each['url'].partition(f'/{folder.name}/')[2]}: {each['message']}"
        for each in json.loads(done.stdout or done.stderr)["messages"]
        if each["type"] == "error"
    ]


def test_no_page_of_ours_has_an_error_in_its_html(tmp_path, home, demo, hostile, published):
    for number, path in enumerate(OURS):
        with urlopen(f"{home}{path}") as answer:
            (tmp_path / f"served-{number}.html").write_bytes(answer.read())
    for name, database in (("demo", demo / "timeline.db"), ("hostile", hostile)):
        with Store.open(database) as store, (tmp_path / f"{name}.html").open("wb") as out:
            export("html", store.edition(Choice(), chosen="", site=None), out)
    for path in (published, *published.glob("*/")):
        for page in sorted(path.glob("*.html"))[:4]:  # all others are of the same kinds
            shutil.copy(page, tmp_path / f"site-{path.name}-{page.name}")
    (tmp_path / "wrong.html").write_text('<!doctype html><html lang="en"><title>x</title></p>')

    errors = errors_in(tmp_path)

    assert [error for error in errors if not error.startswith("wrong.html: ")] == []
    assert errors  # so it does look, and would have found more
