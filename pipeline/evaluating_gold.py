"""Read gold: texts with what a careful person reads out of each, to hold the reader against.

A gold file is JSON lines: ``text`` (or ``file``, a page that lies beside it), ``published``,
``events`` and ``optional_events``. Companies stand there by slug, name, alias or product, stances
by id; ``other`` is a stance outside the tracker's vocabulary and is passed over, and so are lines
in another ``lang`` than English. Further keys are notes and are not looked at.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import NotFound, UnreadableDocument
from pipeline.model import Document
from pipeline.parse.document import read_document
from pipeline.parse.given import given_document
from pipeline.tracker import Tracker

_DATE = r"^\d{4}(-\d\d){0,2}$"
Key = tuple[str, str]  # company and stance: what a text says once


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """One stance that a text tells of; dates are ISO days, months or years, or None."""

    company: str
    products: frozenset[str]
    stance: str
    scope: str | None
    announced: str | None
    effective: str | None
    evidence: str | None

    @property
    def key(self) -> Key:
        """Return the company and the stance."""
        return self.company, self.stance


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of the gold; ``groups`` are its phenomena or its category.

    ``optional`` is defensible and not required: a claim of it is neither right nor false.
    """

    file: str
    document: Document
    groups: tuple[str, ...]
    events: tuple[GoldEvent, ...]
    optional: frozenset[Key]


class _Event(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    company: str
    product: str | None = None
    stance: str
    scope: str | None = None
    announced: str | None = Field(default=None, pattern=_DATE)
    effective: str | None = Field(default=None, pattern=_DATE)
    evidence: str | None = None


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    id: str | None = None
    file: str | None = None
    text: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = Field(default=None, pattern=_DATE)
    lang: str = "en"
    language: str = "en"
    category: str | None = None
    phenomena: tuple[str, ...] = ()
    events: tuple[_Event, ...]
    optional_events: tuple[_Event, ...] = ()


def find_gold(tracker_folder: Path) -> list[Path]:
    """List a tracker's own gold files by name; raise NotFound when there are none."""
    files = sorted((tracker_folder / "gold").glob("*.jsonl"))
    if not files:
        raise NotFound(f"{tracker_folder / 'gold'}: there is no gold yet; name some with --gold")
    return files


def read_gold(file: Path, tracker: Tracker) -> list[Passage]:
    """Read one gold file; raise UnreadableDocument with the number of an unsound line.

    A company that the tracker does not know keeps its name: nobody can read it, so it is missed.
    """
    slugs = _slugs(tracker)
    stances = {stance.id for stance in tracker.stances}
    return [
        _passage(line, file, slugs, place)
        for place, line in _lines(file)
        if {line.lang, line.language} == {"en"} and _known(line, stances, place)
    ]


def _lines(file: Path) -> Iterator[tuple[str, _Line]]:
    for number, written in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        place = f"{file}: line {number}"
        if not written.strip():
            continue
        try:
            line = _Line.model_validate(json.loads(written))
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(map(str, first["loc"])) or "the line"
            raise UnreadableDocument(f"{place}: {key}: {first['msg']}; mend the line") from error
        except ValueError as error:
            raise UnreadableDocument(f"{place}: is no JSON ({error}); mend the line") from error
        if (line.text is None) == (line.file is None):
            raise UnreadableDocument(f"{place}: write either 'text' or 'file', the page beside it")
        yield place, line


def _known(line: _Line, stances: set[str], place: str) -> bool:
    for event in (*line.events, *line.optional_events):
        if event.stance not in stances and event.stance != "other":
            raise UnreadableDocument(
                f"{place}: {event.stance!r} is no stance; write one of {', '.join(sorted(stances))}"
            )
    return True


def _passage(line: _Line, file: Path, slugs: Mapping[str, str], place: str) -> Passage:
    return Passage(
        file=file.name,
        document=_document(line, file, place),
        groups=line.phenomena or ((line.category,) if line.category else ()),
        events=tuple(_events(line.events, slugs)),
        optional=frozenset(event.key for event in _events(line.optional_events, slugs)),
    )


def _document(line: _Line, file: Path, place: str) -> Document:
    if line.file is not None:
        page = file.parent / line.file
        if not page.is_file():
            raise UnreadableDocument(f"{place}: the page {page} is not there; mend 'file'")
        return read_document(page.read_bytes(), url=line.url)
    return given_document(
        line.id or place,
        line.text or "",
        source="gold",
        title=line.title,
        published=line.published,
        url=line.url,
    )


def _events(events: Sequence[_Event], slugs: Mapping[str, str]) -> Iterator[GoldEvent]:
    for event in events:
        if event.stance != "other":
            yield GoldEvent(
                company=slugs.get(event.company.casefold(), event.company),
                products=frozenset(filter(None, (event.product or "").split(";"))),
                stance=event.stance,
                scope=event.scope,
                announced=event.announced,
                effective=event.effective,
                evidence=event.evidence,
            )


def _slugs(tracker: Tracker) -> dict[str, str]:
    """Map every spelling to its company; a slug or a name wins over another's alias."""
    found: dict[str, str] = {}
    for kind in range(3):
        for company in tracker.companies:
            spellings = (
                (company.slug, company.name),
                (*company.aliases, *(dated.name for dated in company.names)),
                tuple(product.name for product in company.products),
            )
            for name in spellings[kind]:
                found.setdefault(name.casefold(), company.slug)
    return found
