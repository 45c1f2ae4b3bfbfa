"""Draw the pictures of this folder: the terminal, the plots of the notebooks, two of our charts.

Usage: python docs/draw.py [--data DIR] FOLDER

Without ``--data`` the demo is built first, in a folder that is thrown away. A plot is named after
its cell. The same demo gives the same pictures: they change when the output does.
"""

import argparse
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
STANCELINE = [sys.executable, "-c", "from pipeline.cli import main; main()"]
TIMELINE = "timeline apple google tiktok zoom --until 2020-12"
CAPTURED_AT = "2026-11-24T01:02:03Z"  # pages show it, and a picture may not change with the day
COLUMNS = 100  # what a README shows without shrinking the letters too far
FONTS = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"


def main() -> None:
    """Draw every picture into the folder that was named."""
    parser = argparse.ArgumentParser(description="Draw the pictures of this folder.")
    parser.add_argument("--data", type=Path, help="a data folder in which the demo was built")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        data = given.data or built_demo(Path(scratch) / "data")
        pictures = {"timeline": terminal_picture(TIMELINE, written_by(TIMELINE, data))}
        run = partial(executed, data=data.resolve(), scratch=Path(scratch))
        with ThreadPoolExecutor(2) as pool:  # each waits for a program of its own
            for copy in pool.map(run, sorted((ROOT / "notebooks").glob("*.ipynb"))):
                pictures |= plots_of(copy)
        target = Path(scratch) / "drawn.svg"
        pictures["google"] = picture_of(f"figures google -o {target}", target, data)
        pictures["answers"] = picture_of(f"export svg -o {target}", target, data)
    for name, svg in pictures.items():
        target = given.folder / f"{name}.svg"
        target.write_text(f"{svg.strip()}\n", encoding="utf-8")
        print(target)


def built_demo(data: Path) -> Path:
    """Build the demo, captured at one moment on whatever day it is, and name its data folder."""
    program = (
        f"from pipeline import rebuilding; rebuilding.utc_now = lambda: {CAPTURED_AT!r};"
        "from pipeline.cli import main; main()"
    )
    command = [sys.executable, "-c", program, "demo", "--data", str(data)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"stanceline demo failed\n{done.stderr}")
    return data


def picture_of(command: str, target: Path, data: Path) -> str:
    """Run a command that draws into a file, and return what it drew."""
    arguments = [*STANCELINE, *command.split(), "--data", str(data)]
    subprocess.run(arguments, cwd=ROOT, capture_output=True, check=True)
    return target.read_text(encoding="utf-8")


def written_by(command: str, data: Path) -> str:
    """Run a command on a terminal of our own and return what it wrote, colours and all."""
    controller, terminal = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = subprocess.Popen(
        [*STANCELINE, *command.split()],
        cwd=ROOT,
        env=environment
        | {
            "STANCELINE_DATA": str(data.resolve()),
            "COLUMNS": str(COLUMNS),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        },
        stdout=terminal,
    )
    os.close(terminal)
    written = b"".join(_pieces_from(controller))
    os.close(controller)
    if process.wait() != 0:
        sys.exit(f"stanceline {command} failed; run it by hand to see why")
    return written.decode().replace("\r\n", "\n").strip()


def _pieces_from(controller: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(controller, 65536)
        except OSError:  # how Linux says that the other end was closed
            return
        if not piece:  # how others say it
            return
        yield piece


def terminal_picture(command: str, written: str) -> str:
    """Draw a command and what it wrote as SVG that asks no other host for a font."""
    shown = Text.assemble(("$ ", "dim"), (f"stanceline {command}", "bold"), "\n\n")
    shown.append_text(Text.from_ansi(written))
    console = Console(width=COLUMNS, record=True, file=StringIO(), highlight=False)
    console.print(shown)
    svg = console.export_svg(title="Stanceline", unique_id="terminal")
    svg = re.sub(r"\s*@font-face \{.*?\}|<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    return svg.replace("Fira Code, monospace", FONTS)


def executed(notebook: Path, data: Path, scratch: Path) -> Path:
    """Run a copy of a notebook with nbmake, outputs kept; leave with its report when one fails."""
    copy = Path(shutil.copy(notebook, scratch))
    options = f"--nbmake --overwrite --nbmake-timeout=60 -q -c {os.devnull} -p no:cacheprovider"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options.split(), "--rootdir", str(scratch), str(copy)],
        cwd=scratch,
        env=os.environ
        | {
            "STANCELINE_DATA": str(data),
            "IPYTHONDIR": str(scratch / "ipython"),  # what a kernel leaves behind goes as well
            "JUPYTER_RUNTIME_DIR": str(scratch / "jupyter"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"{notebook.name} failed\n{done.stdout}{done.stderr}")
    return copy


def plots_of(notebook: Path) -> dict[str, str]:
    """Take the plots out of a notebook that was run, by the name of their cells."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return {
        cell["id"]: "".join(output["data"]["image/svg+xml"])
        for cell in cells
        for output in cell.get("outputs", [])
        if "image/svg+xml" in output.get("data", {})
    }


if __name__ == "__main__":
    main()
