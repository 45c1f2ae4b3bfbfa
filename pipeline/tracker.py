"""Read a tracker, one law being followed, from its folder of four TOML files."""

import tomllib
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from pipeline.errors import TrackerError
from pipeline.tracker_checks import (
    check_companies,
    check_milestones,
    check_sources,
    check_stances,
)
from pipeline.tracker_models import (
    Authorities,
    Company,
    DatedName,
    Example,
    Law,
    Milestone,
    Product,
    Rule,
    Scope,
    Stance,
    Tracker,
    WordClass,
)
from pipeline.tracker_problems import problems_of
from scrapers.fields import Entry, Words
from scrapers.sources import Source

__all__ = [
    "Authorities",
    "Company",
    "DatedName",
    "Example",
    "Law",
    "Milestone",
    "Product",
    "Rule",
    "Scope",
    "Stance",
    "Tracker",
    "WordClass",
    "list_trackers",
    "load_tracker",
]

_File = TypeVar("_File", bound=BaseModel)
_BUNDLED = Path(__file__).parents[1] / "data"  # the trackers that come with Stanceline


class _TrackerFile(Entry):
    name: Words
    threshold: float = Field(default=0.5, ge=0, le=1, strict=True)
    law: Law
    milestones: Annotated[tuple[Milestone, ...], Field(min_length=1)]


class _CompaniesFile(Entry):
    company: Annotated[tuple[Company, ...], Field(min_length=1)]


class _StancesFile(Entry):
    words: Annotated[dict[str, WordClass], Field(min_length=1)]
    stance: Annotated[tuple[Stance, ...], Field(min_length=1)]


class _SourcesFile(Entry):
    source: tuple[Source, ...] = ()  # a law may be followed on single pages alone


def load_tracker(folder: Path) -> Tracker:
    """Read and check the four files of a tracker; the folder's name is its id.

    Raises TrackerError with one line per problem, of all files at once: each names file, entry
    and key. What one file says of another is only checked when both could be read.
    """
    if not folder.is_dir():
        raise TrackerError(_no_such_tracker(folder))
    problems: list[str] = []
    law = _read(folder / "tracker.toml", _TrackerFile, problems)
    companies = _read(folder / "companies.toml", _CompaniesFile, problems)
    stances = _read(folder / "stances.toml", _StancesFile, problems)
    sources = _read(folder / "sources.toml", _SourcesFile, problems)
    slugs = [company.slug for company in companies.company] if companies else None
    if law:
        problems += [f"tracker.toml: {p}" for p in check_milestones(law.milestones)]
    if companies:
        problems += [f"companies.toml: {p}" for p in check_companies(companies.company)]
    if stances:
        found = check_stances(stances.stance, stances.words, slugs)
        problems += [f"stances.toml: {p}" for p in found]
    if sources:
        problems += [f"sources.toml: {p}" for p in check_sources(sources.source, slugs)]
    if problems or not (law and companies and stances and sources):
        raise TrackerError("\n".join(problems))
    try:
        return Tracker(
            id=folder.resolve().name,
            name=law.name,
            threshold=law.threshold,
            law=law.law,
            milestones=law.milestones,
            companies=companies.company,
            stances=stances.stance,
            words=stances.words,
            sources=sources.source,
        )
    except ValidationError as error:  # all else was checked above: only the id is new
        raise TrackerError(f"{folder}: rename the folder to a-z, 0-9 and hyphens") from error


def list_trackers(data: Path) -> list[str]:
    """Return the ids of the trackers in a data folder, sorted: folders with a tracker.toml."""
    return sorted(path.parent.name for path in (data / "trackers").glob("*/tracker.toml"))


def tracker_folder(data: Path, name: str) -> Path:
    """Find a tracker in a data folder, or else among those that come with Stanceline."""
    own, bundled = data / "trackers" / name, _BUNDLED / "trackers" / name
    return bundled if bundled.is_dir() and not own.is_dir() else own


def _no_such_tracker(folder: Path) -> str:
    known = sorted({*list_trackers(folder.parent.parent), *list_trackers(_BUNDLED)})
    choice = "choose one of " + ", ".join(known) if known else "there is none yet"
    return f"{folder}: there is no such tracker; {choice}, or make the folder and its TOML files"


def _read(path: Path, model: type[_File], problems: list[str]) -> _File | None:
    """Return a file as its model; or None, when its problems were added to the list."""
    try:
        written = _parse(path)
    except TrackerError as error:
        problems.append(str(error))
        return None
    try:
        return model.model_validate(written)
    except ValidationError as error:
        problems += problems_of(error, file=path.name, written=written, model=model)
        return None


def _parse(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise TrackerError(f"{path.name}: is missing in {path.parent}; write it") from error
    except UnicodeDecodeError as error:
        raise TrackerError(
            f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8"
        ) from error
    except OSError as error:
        raise TrackerError(
            f"{path.name}: cannot be read in {path.parent} ({error.strerror}); see its permissions"
        ) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        raise TrackerError(
            f"{path.name}: is no TOML: {reason[:1].lower()}{reason[1:]}; correct that place"
        ) from error
