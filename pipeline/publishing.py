"""Publish a tracker as a folder of files that any web server can host, and any browser open.

The same pages as the server's, from the same templates; in the place of questions to a database
there are downloads, one of them the database itself, without the texts of articles.
"""

import re
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from pipeline.charts.words import half_before
from pipeline.errors import StancelineError
from pipeline.exports import export, formats
from pipeline.pages import writing
from pipeline.pages.asking import Asked
from pipeline.pages.citing import DOUBTS
from pipeline.pages.facts import EventFacts
from pipeline.pages.offering import bibtex_of, downloads
from pipeline.pages.places import ALL, MOST_EVENTS, Places, file_name
from pipeline.store import (
    Choice,
    Store,
    opening,
    page_companies,
    page_events,
    page_lists,
    page_reading,
)
from pipeline.store.describing import metadata_yaml
from pipeline.store.public_copy import write_public_copy
from pipeline.visible import one_line

MARKER = ".stanceline-site"  # a folder with this file in it was written by us, and may be replaced
MARKER_WORDS = "Written by 'stanceline publish', which replaces these:"
ON_A_PAGE = 2000  # events of the timeline
CLAIMS_ON_A_PAGE = 1000
NO_LIMIT = 1_000_000
PICTURES = ("svg", "png")
LOOKED_AT = ("frame.css", "pages.css", "filter.js")
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,200}")


@dataclass(frozen=True, slots=True)
class Published:
    """What a site holds: its pages, of these the events, and all its files."""

    events: int
    pages: int
    files: int


def publish(database: Path, out: Path, *, site: str | None = None) -> Published:
    """Write the whole site into a folder, which is there at once and whole, or as it was.

    ``site`` is the web address, ending in "/", that it will have: with it links are permanent.
    The same database gives the same bytes. Raises StancelineError when the folder holds anything
    that ``publish`` did not write.
    """
    out = out.resolve()  # a link stays, and leads to the new site
    _refuse_foreign(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))  # nobody else's
    part.chmod(0o755)
    try:
        connection = opening.connect(database, "r", wait_seconds=5.0)
        try:
            with page_reading.one_state(connection):
                published = _Site(Store(database, connection), connection, part, site).write()
        finally:
            connection.close()
        _swap(part, out)
    except BaseException:
        _sweep(part)
        raise
    return published


class _Site:
    """A site that is being written, from one state of the database."""

    def __init__(
        self, store: Store, connection: page_reading.Connection, out: Path, site: str | None
    ) -> None:
        self.store = store
        self.connection = connection
        self.out = out
        self.site = site
        self.tracked = page_reading.tracked(connection)
        self.pages: list[str] = []
        self.drawn = 0 < page_lists.count(connection, Choice()) <= MOST_EVENTS
        self.offered = [each for each in downloads() if self.drawn or each.name not in PICTURES]

    def write(self) -> Published:
        """Write everything, and count it."""
        for name in LOOKED_AT:
            shutil.copyfile(writing.LOOKS / "static" / name, self._path(f"looks/{name}"))
        self._lists()
        self._companies()
        events = self._events()
        self._feeds()
        self._downloads()
        self._for_robots()
        ours = sorted([*(path.name for path in self.out.iterdir()), MARKER])
        (self.out / MARKER).write_text("\n".join([MARKER_WORDS, *ours, ""]), encoding="utf-8")
        files = sum(path.is_file() for path in self.out.rglob("*")) - 1  # the marker is no content
        return Published(events, len(self.pages), files)

    def _places(self, prefix: str = "") -> Places:
        return Places(prefix, served=False, site=self.site, tracker=self.tracked.tracker)

    def _path(self, name: str) -> Path:
        path = self.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _page(self, name: str, text: str, *, certain: bool = True) -> None:
        """Write a page; robots are not sent to one that is not certain."""
        self._path(name).write_text(text, encoding="utf-8")
        if certain:
            self.pages.append(name)

    def _lists(self) -> None:
        front = page_reading.front(self.connection)
        self._page(
            "index.html",
            writing.front(front, self.tracked, self._places(), formats=self.offered),
        )
        made = page_events.corrections(self.connection, None, most=NO_LIMIT)
        self._page("corrections.html", writing.corrections(made, self.tracked, self._places()))
        self._timeline()

    def _timeline(self) -> None:
        """Write the timeline in parts: a page of a hundred thousand events opens nowhere."""
        offer = page_reading.offer(self.connection)
        count = page_lists.count(self.connection, Choice())
        after, number = None, 1
        while True:
            batch = page_lists.batch(self.connection, Choice(), after=after, most=ON_A_PAGE)
            page = writing.timeline(
                batch,
                Asked(Choice(), None, {}),
                self.tracked,
                self._places(),
                offer=offer,
                count=count,
                part=writing.Part(
                    start=_part(1) if number > 1 else None,
                    next=_part(number + 1) if batch.more else None,
                ),
                formats=self.offered,
            )
            self._page(_part(number), page)
            if not batch.more:
                return
            after, number = batch.entries[-1].id, number + 1

    def _companies(self) -> None:
        """Write the pages of companies with their pictures and feeds."""
        rows = page_reading.companies(self.connection)
        self._page("companies.html", writing.companies(rows, self.tracked, self._places()))
        for row in rows:
            facts = page_companies.company(self.connection, row.slug, most=ON_A_PAGE)
            page = writing.company(facts, self.tracked, self._places("../"))
            self._page(f"companies/{_sound(row.slug)}.html", page)
            if facts.comparisons:
                self._figures(row.slug)
            choice = Choice(companies=(row.slug,))
            if 0 < row.events <= MOST_EVENTS:
                self._export("svg", choice, f"pictures/stances/{row.slug}.svg", chosen=row.name)
            self._export("atom", choice, f"companies/{row.slug}.atom", chosen=row.name)

    def _events(self) -> int:
        """Write a page for every event, those that await a review too, and for every former id."""
        names = page_events.names(self.connection)
        places = self._places("../")
        for name in names:
            facts = _public(page_events.event_facts(self.connection, name, most=CLAIMS_ON_A_PAGE))
            bibtex = bibtex_of(facts, self.tracked, site=self.site)
            page = writing.event(facts, self.tracked, places, bibtex=bibtex)
            certain = facts.entry.status not in DOUBTS
            self._page(f"events/{_sound(name)}.html", page, certain=certain)
            for former in facts.former:
                moved = writing.moved(name, self.tracked, places)
                self._path(f"events/{_sound(former)}.html").write_text(moved, encoding="utf-8")
        return len(names)

    def _figures(self, company: str) -> None:
        # What draws is large, and a tracker may have no figure.
        from pipeline.charts.drawing import draw  # noqa: PLC0415

        in_force = date.fromisoformat(self.tracked.in_force)
        rows = self.store.comparisons(
            (company,), since=half_before(in_force).isoformat()
        ) or self.store.comparisons((company,))
        drawn = draw(rows, "svg", in_force=in_force, law=self.tracked.law)
        self._path(f"pictures/figures/{company}.svg").write_bytes(drawn)

    def _feeds(self) -> None:
        self._export("atom", Choice(), "events.atom")
        self._export("jsonfeed", Choice(), "feed.json")
        for stance in self.tracked.stances:
            name = f"stances/{_sound(stance.id)}.atom"
            self._export("atom", Choice(stance=stance.id), name, chosen=stance.label)

    def _downloads(self) -> None:
        """Write every format; of the pictures only what can be seen on one."""
        for name, known in formats().items():
            file = f"downloads/{file_name(self.tracked.tracker, name, known.ending)}"
            if name not in PICTURES:
                self._export(name, Choice(), file)
            elif self.drawn:
                self._export(name, Choice(), file)
                shutil.copyfile(self.out / file, self._path(f"pictures/stances/{ALL}.{name}"))
        write_public_copy(self.connection, self._path("timeline.db"))
        told = metadata_yaml(title=self.tracked.law)
        self._path("metadata.yaml").write_text(told, encoding="utf-8")

    def _export(self, name: str, choice: Choice, file: str, *, chosen: str = "") -> None:
        edition = self.store.edition(choice, chosen=chosen, site=self.site)
        with self._path(file).open("wb") as out:
            export(name, edition, out)

    def _for_robots(self) -> None:
        """Let robots read everything; with an address of our own, tell them what there is."""
        rules = "User-agent: *\nAllow: /\n"
        if self.site is not None:
            rules += f"Sitemap: {self.site}sitemap.xml\n"
            addresses = "".join(
                f"<url><loc>{escape(self.site + name)}</loc></url>\n" for name in self.pages
            )
            self._path("sitemap.xml").write_text(
                '<?xml version="1.0" encoding="UTF-8"?>\n'
                f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{addresses}</urlset>\n',
                encoding="utf-8",
            )
        self._path("robots.txt").write_text(rules, encoding="utf-8")


def _public(facts: EventFacts) -> EventFacts:
    """Keep what may be handed out: quotes without the text around them, rulings without notes."""
    return replace(
        facts,
        exhibits=tuple(replace(each, context=None) for each in facts.exhibits),
        rulings=tuple(each for each in facts.rulings if each.ruling != "note"),
    )


def _part(number: int) -> str:
    return "events.html" if number == 1 else f"events-{number}.html"


def _sound(name: str) -> str:
    """Give the name of a file; raise StancelineError for one that leads elsewhere."""
    if not FILE_NAME.fullmatch(name):
        raise StancelineError(
            f"{name!r} cannot be the name of a page; run 'stanceline rebuild', and tell us if it "
            "comes back"
        )
    return name


def _refuse_foreign(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise StancelineError(f"{folder} is a file; name a folder for the site")
    marker = folder / MARKER
    ours = marker.read_text(encoding="utf-8").splitlines() if marker.is_file() else []
    foreign = (
        [path.name for path in folder.iterdir() if path.name not in ours] if folder.is_dir() else []
    )
    if foreign:
        raise StancelineError(
            f"{folder} holds {one_line(foreign[0])}, which 'stanceline publish' did not write, and "
            "is left alone; name an empty or new folder"
        )


def _swap(part: Path, out: Path) -> None:
    """Put the new site in the place of the old one; a visitor finds one or the other."""
    old = part.with_name(f"{part.name}.old")
    if out.exists():
        out.rename(old)
    try:
        part.rename(out)
    except BaseException:
        if old.exists():
            old.rename(out)
        raise
    _sweep(old)


def _sweep(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
