"""Make environments for peers, each its own, and run their scripts in them."""

import hashlib
import json
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class NotMeasured(Exception):
    """A peer could not be installed or run; the message says why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A reader that is measured beside ours; ``pages`` 0 is the whole file."""

    name: str
    script: str
    requires: tuple[str, ...]
    pages: int
    arguments: tuple[str, ...] = ()


def peers() -> list[Peer]:
    """List the peers of ``peers.toml``."""
    listed = tomllib.loads((HERE / "peers.toml").read_text(encoding="utf-8"))["peer"]
    return [
        Peer(**{name: tuple(it) if isinstance(it, list) else it for name, it in each.items()})
        for each in listed
    ]


def run(peer: Peer, file: Path, *, cache: Path) -> dict[str, Any]:
    """Run a peer over a file and give what its script tells. Raises NotMeasured."""
    python = _python_for(peer, cache)
    command = [python, HERE / peer.script, file, str(peer.pages), *peer.arguments]
    told = _called(command, f"{peer.script} ended badly", seconds=300)
    measured: dict[str, Any] = json.loads(told.splitlines()[-1])
    return measured


def _python_for(peer: Peer, cache: Path) -> Path:
    """Give the interpreter of an environment that has what the peer requires."""
    named = hashlib.sha256("\n".join((sys.version, *peer.requires)).encode()).hexdigest()[:8]
    folder = cache / f"peer-{named}"
    python = folder / "bin" / "python"
    done = folder / "installed"
    if not done.exists():
        _called([sys.executable, "-m", "venv", "--clear", folder], "no environment", seconds=120)
        quietly = ("install", "--quiet", "--disable-pip-version-check")
        _called(
            [python, "-m", "pip", *quietly, *peer.requires],
            f"{', '.join(peer.requires)} did not install",
            seconds=300,
        )
        done.touch()
    return python


def _called(command: list[Any], failed: str, *, seconds: float) -> str:
    try:
        ended = subprocess.run(
            list(map(str, command)), capture_output=True, text=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotMeasured(f"{failed} ({type(error).__name__})") from error
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or ["no message"])[-1]
        raise NotMeasured(f"{failed} ({last[:120]})")
    return ended.stdout
