"""Write our pages: one function for each kind of page, from facts to HTML.

Templates escape everything; what came from outside is also cut and rid of signs that steer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline import words
from pipeline.charts import words as chart_words
from pipeline.edition import Correction
from pipeline.outside import REL, web_address
from pipeline.pages import texts
from pipeline.pages.asking import Asked
from pipeline.pages.citing import claim_object, plain_citation
from pipeline.pages.facts import (
    Batch,
    Company,
    CompanyRow,
    Entry,
    EventFacts,
    Front,
    Offer,
    Tracked,
)
from pipeline.pages.offering import Download
from pipeline.pages.places import MOST_EVENTS, Places
from pipeline.store.searching import Found
from pipeline.visible import one_line

LOOKS = Path(__file__).parents[1] / "looks"
# Nothing on our pages comes from elsewhere, and no script stands in them.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
FIGURES_SHOWN = 20
VERDICTS = ("differs", "consistent", "cannot tell")  # what tells most comes first


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a long list a page shows: the addresses of the first and of the next one.

    ``start`` is None on the first page itself, ``next`` on the last.
    """

    start: str | None = None
    next: str | None = None


def front(
    facts: Front, tracked: Tracked, places: Places, *, formats: Sequence[Download] = ()
) -> str:
    """Write the front page: what this is, how things stand, and the ways on."""
    return _page(
        "front.html",
        tracked,
        places,
        front=facts,
        formats=formats,
        most_events=max((each.events for each in facts.stances), default=0),
    )


def companies(rows: Sequence[CompanyRow], tracked: Tracked, places: Places) -> str:
    """Write the list of all companies with where each stands now."""
    speaking = sum(row.events > 0 for row in rows)
    return _page("companies.html", tracked, places, "Companies", rows=rows, speaking=speaking)


def company(
    facts: Company, tracked: Tracked, places: Places, *, formats: Sequence[Download] = ()
) -> str:
    """Write the page of a company."""
    newest = sorted(facts.comparisons, key=lambda row: (row.period_start, row.kind), reverse=True)
    told = sorted(newest, key=lambda row: VERDICTS.index(row.verdict))
    counted = [
        (verdict, number)
        for verdict in VERDICTS
        if (number := sum(each.verdict == verdict for each in told))
    ]
    return _page(
        "company.html",
        tracked,
        places,
        "Companies",
        company=facts,
        formats=formats,
        figures=told[:FIGURES_SHOWN],
        verdicts=counted,
    )


def timeline(
    batch: Batch,
    asked: Asked,
    tracked: Tracked,
    places: Places,
    *,
    offer: Offer,
    count: int,
    part: Part | None = None,
    formats: Sequence[Download] = (),
) -> str:
    """Write the timeline of the events that were asked for, with the form to ask otherwise."""
    labels = {stance.id: stance.label for stance in tracked.stances}
    chosen = asked.values("company")
    return _page(
        "timeline.html",
        tracked,
        places,
        "Timeline",
        asked=asked,
        entries=batch.entries,
        count=count,
        part=part or Part(),
        said=asked.words(offer.companies, labels),
        query=asked.query(),
        formats=formats,
        scopes=offer.scopes,
        offered=[
            (slug, name)
            for slug, name in offer.companies.items()
            if slug in offer.speaking or slug in chosen
        ],
    )


def event(facts: EventFacts, tracked: Tracked, places: Places, *, bibtex: str = "") -> str:
    """Write the page of an event: each claim in its context, with all that defends it."""
    return _page(
        "event.html",
        tracked,
        places,
        "Timeline",
        facts=facts,
        labels={stance.id: stance.label for stance in tracked.stances},
        citation=plain_citation(facts, tracked, places),
        claim_object=claim_object(facts, tracked, places),
        bibtex=bibtex,
    )


def moved(event: str, tracked: Tracked, places: Places) -> str:
    """Write the page that leads from a former id to the living event, where no server does."""
    return _page("moved.html", tracked, places, "Timeline", event=event)


def corrections(
    made: Sequence[Correction], tracked: Tracked, places: Places, *, more: bool = False
) -> str:
    """Write the list of corrections, the newest first."""
    return _page("corrections.html", tracked, places, "Corrections", corrections=made, more=more)


def search(
    found: Sequence[Found],
    searched: str,
    tracked: Tracked,
    places: Places,
    *,
    full: bool = False,
    slow: bool = False,
) -> str:
    """Write what a search found; ``full`` when there is more, ``slow`` when it was cut short."""
    return _page(
        "search.html", tracked, places, found=found, searched=searched, full=full, slow=slow
    )


def problem(
    heading: str, message: str, tracked: Tracked, places: Places, *, near: Sequence[str] = ()
) -> str:
    """Write a page that says what is wrong and what is near."""
    return _page("problem.html", tracked, places, heading=heading, message=message, near=near)


def ways(places: Places) -> list[tuple[str, str]]:
    """Give the names and addresses that stand in the head of every page."""
    found = [
        ("Timeline", places.timeline()),
        ("Companies", places.companies()),
        ("Corrections", places.corrections()),
    ]
    return [*found, ("Data", places.table(""))] if places.served else found


def _page(name: str, tracked: Tracked, places: Places, here: str = "", **told: Any) -> str:
    shown = {"searched": "", **told}
    return (
        _environment().get_template(name).render(tracked=tracked, places=places, here=here, **shown)
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([LOOKS / "pages", LOOKS / "templates"]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.globals |= {"rel": REL, "policy": POLICY, "ways": ways, "most_drawn": MOST_EVENTS}
    environment.filters |= {
        "after": texts.after,
        "basis": words.basis,
        "before": texts.before,
        "change": lambda name: words.CHANGES.get(name, words.plain(name)),
        "counted": words.counted,
        "cut": texts.cut,
        "day": words.day,
        "groupby_year": _by_year,
        "heading": chart_words.heading,
        "host": lambda address: chart_words.host_of(address or ""),
        "lang": _lang,
        "line": one_line,
        "modality": lambda name: words.MODALITIES.get(name, name),
        "moment": words.moment,
        "numbers": chart_words.numbers_in_words,
        "period": chart_words.shown_period,
        "plain": words.plain,
        "status": lambda name: words.STATUSES.get(name, name),
        "voice": lambda name: words.VOICES.get(name, name),
        "web": web_address,
    }
    return environment


def _by_year(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    def year(entry: Entry) -> str:
        return "Undated" if entry.date is None else entry.date[:4]

    return [(name, list(group)) for name, group in groupby(entries, key=year)]


def _lang(code: str | None) -> Markup:
    """Write the attribute that names the language of a text, where it is not the page's."""
    known = texts.language(code)
    return Markup(' lang="{}"').format(known) if known and known != "en" else Markup()
