"""Describe a source, a place that is read: one entry of a tracker's ``sources.toml``."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from scrapers.fields import Entry, Language, Name, Pattern, Slug, WebAddress, Words, Zone

# A kind is a file: adding one needs no edit elsewhere.
KINDS = tuple(sorted(path.stem for path in (Path(__file__).parent / "kinds").glob("[a-z]*.py")))
if TYPE_CHECKING:
    Kind = str
else:
    Kind = Literal[KINDS]


class Expectation(Entry):
    """Say what a healthy source gives; ``dated_share`` is between 0 and 1."""

    links_per_week: float | None = Field(default=None, ge=0, strict=True)
    dated_share: float | None = Field(default=None, ge=0, le=1, strict=True)


class Source(Entry):
    """Name a place that is read: how, how often, and whose words stand there.

    ``kind`` is a file of ``scrapers/kinds/``. ``company`` is set when a company speaks for
    itself. ``pace_seconds`` passes between two requests to its host; ``every_hours`` between two
    visits. Of the links that it offers, those are followed whose address or title matches
    ``keep`` and not ``drop`` (regular expressions, case aside), at most ``most_links`` a visit,
    the newest first. ``select`` is the CSS selector of a listing's entries, ``query`` what a
    search looks for.
    """

    id: Name
    kind: Kind
    url: WebAddress
    publisher: Words
    language: Language
    timezone: Zone
    company: Slug | None = None
    pace_seconds: float = Field(
        default=2.0, gt=0, strict=True, allow_inf_nan=False
    )  # newsrooms ask for 1-2 s
    every_hours: float = Field(default=24.0, gt=0, strict=True, allow_inf_nan=False)
    most_links: int = Field(default=200, ge=1, strict=True)
    keep: Pattern | None = None
    drop: Pattern | None = None
    select: Words | None = None
    query: Words | None = None
    expect: Expectation | None = None
    note: Words | None = None
