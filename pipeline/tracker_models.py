"""Describe one tracker as frozen models; each field is spelled like its key in the TOML files."""

import datetime
import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictBool

from pipeline.errors import NotFound
from scrapers.fields import Entry, Name, Slug, WebAddress, Words, spelled
from scrapers.figures import FigureKind
from scrapers.sources import Source

Scope = Literal["data_requests", "content_removal", "market", "staff", "infrastructure", "law"]
Kind = Literal[
    "platform",
    "messaging",
    "cloud",
    "vpn",
    "telecom",
    "bank",
    "media",
    "hardware",
    "payments",
    "web-host",
    "other",
]
Precision = Literal["day", "month", "year", "approximate"]
Answers = Literal["none", "some"]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _day(value: object) -> object:
    """Let only whole days pass: pydantic would read the number 2020 as a day in 1970."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    elif isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    raise ValueError("is no day of the calendar; write it as 2020-06-30")


def _closeness(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which of the known names were probably meant, as the end of a sentence."""
    known = sorted(set(known))
    by_key = {_closeness(other): other for other in known}
    near = [by_key[key] for key in get_close_matches(_closeness(name), by_key, n=3)]
    if near:
        return "did you mean " + " or ".join(repr(other) for other in near) + "?"
    if len(known) > 20:  # nobody reads so many: the file itself is the better list
        return f"none of the {len(known)} that exist is spelled like it"
    return "choose one of " + ", ".join(known) if known else "there is none yet"


Day = Annotated[datetime.date, BeforeValidator(_day)]
Colour = Annotated[str, spelled(r"#[0-9A-Fa-f]{6}", "is no colour; write it as '#rrggbb'")]
Country = Annotated[
    str, spelled(r"[A-Z]{2}", "is no country; use two capitals of ISO 3166, such as 'US'")
]
Offset = Annotated[
    str, spelled(r"[+-](0\d|1[0-4]):[0-5]\d", "is no offset from UTC; write it as '+08:00'")
]
Many = tuple[Words, ...]
Some = Annotated[tuple[Words, ...], Field(min_length=1)]


class Authorities(Entry):
    """Name the bodies that make requests under the law."""

    names: Some
    names_zh: Many = ()


class Law(Entry):
    """Say how texts call the law, when it began and where it holds.

    ``names`` and ``place`` are proper names, safe to search for on their own; ``terms`` (short
    forms, articles) and ``place_descriptions`` ("the city") mean this law only in its company.
    ``place_in_reports`` are the names that tables of transparency reports give it, besides
    ``place``. ``subjects`` are what articles speak of that never call the law by name; with the
    place beside them they are enough for a page to be taken out of an archive of everything.
    """

    names: Some
    names_zh: Many = ()
    terms: Many = ()
    subjects: Many = ()
    enacted: Day
    in_force: Day
    place: Some
    place_zh: Many = ()
    place_descriptions: Many = ()
    place_in_reports: Many = ()
    utc_offset: Offset
    authorities: Authorities


class Milestone(Entry):
    """Date one step of the law itself; ``phrases`` are words by which texts mean that day."""

    id: Slug
    date: Day
    precision: Precision = "day"
    label: Words
    phrases: Many = ()
    source: WebAddress


class DatedName(Entry):
    """Give a name its time: from the day ``since`` to the day before ``until``; None is open."""

    name: Words
    since: Day | None = None
    until: Day | None = None


class Product(Entry):
    """Name a product of a company, with its other spellings."""

    name: Words
    aliases: Many = ()


class Company(Entry):
    """Say how to recognise one company.

    ``name`` is what the timeline calls it. ``not_`` (``not`` in the file) holds phrases that only
    look like it; ``descriptions`` what texts call it instead, without an article and shared with
    others. ``ambiguous`` is true when the name is an ordinary word, so that its capital counts.
    """

    slug: Slug
    name: Words
    aliases: Many = ()
    products: tuple[Product, ...] = ()
    parent: Slug | None = None
    names: tuple[DatedName, ...] = ()
    zh: Many = ()
    not_: Many = Field(default=(), alias="not")
    descriptions: Many = ()
    kind: Kind
    ambiguous: StrictBool = False
    country: Country | None = None


class WordClass(Entry):
    """Hold words that mean the same to a rule; ``scope`` is what they speak about, if anything."""

    verbs: Many = ()
    nouns: Many = ()
    adjectives: Many = ()
    phrases: Many = ()
    scope: Scope | None = None


class Rule(Entry):
    """Express a stance as a chain of word classes; see the head of stances.toml.

    ``with_`` (``with`` in the file, one or several) and ``unless`` name classes that must all, or
    must not, stand in
    the clause; ``limited`` is the stance it becomes under a time limit.
    """

    act: Words
    scope: Scope
    unless: Many = ()
    with_: Annotated[Many, BeforeValidator(_listed)] = Field(default=(), alias="with")
    limited: Words | None = None


class Example(Entry):
    """Show a sentence that a stance must, or must not, be read from."""

    text: Words
    company: Slug
    published: Day | None = None


class Stance(Entry):
    """Define one answer to the law: words for people, rules for the engine, sentences as tests.

    ``answers`` says how many requests of the ``kinds`` a company with this stance answers; None
    when the stance says nothing that figures could bear out. ``excludes`` names stances that a
    company cannot take at the same time on the same thing; said of one of the two, it holds for
    both. ``lasts`` is false for what was said or done once, which does not hold until the next.
    """

    id: Name
    label: Words
    definition: Words
    colour: Colour
    answers: Answers | None = None
    kinds: tuple[FigureKind, ...] = ()
    excludes: Many = ()
    lasts: StrictBool = True
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    holds: Annotated[tuple[Example, ...], Field(min_length=1)]
    fails: Annotated[tuple[Example, ...], Field(min_length=1)]


class Tracker(Entry):
    """Hold everything that is known of one law before a single page is read.

    ``id`` is the folder's name. A claim whose confidence lies below ``threshold`` goes to review.
    """

    id: Slug
    name: Words
    threshold: float = Field(ge=0, le=1, strict=True)
    law: Law
    milestones: tuple[Milestone, ...]
    companies: tuple[Company, ...]
    stances: tuple[Stance, ...]
    words: dict[str, WordClass]
    sources: tuple[Source, ...]

    def company(self, slug: str) -> Company:
        """Return the company with this slug; raise NotFound with the nearest ones."""
        for company in self.companies:
            if company.slug == slug:
                return company
        hint = nearest(slug, (company.slug for company in self.companies))
        raise NotFound(f"{self.id}: there is no company {slug!r}; {hint}")

    def stance(self, name: str) -> Stance:
        """Return the stance with this id; raise NotFound with the nearest ones."""
        for stance in self.stances:
            if stance.id == name:
                return stance
        hint = nearest(name, (stance.id for stance in self.stances))
        raise NotFound(f"{self.id}: there is no stance {name!r}; {hint}")
