"""Write an edition as one page that needs nothing else: chart, filters, quotes, sources, method."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import IO

from pipeline.charts.stance_marks import Mark, mark_of, rows_of
from pipeline.edition import Edition, Line
from pipeline.exports import Format
from pipeline.exports.accounts import correction_words
from pipeline.exports.html_events import anchor, article, linked, text
from pipeline.exports.html_look import SCRIPT, policy, style
from pipeline.exports.method import method
from pipeline.exports.picture_svg import remarks
from pipeline.visible import one_line
from pipeline.words import counted, day, moment

MOST_SOURCES = 400  # names in the list of sources; the rest is counted


@dataclass(slots=True)
class _Seen:
    """What a first reading of all events tells of them."""

    events: set[str] = field(default_factory=set)
    companies: dict[str, str] = field(default_factory=dict)
    by_company: Counter[str] = field(default_factory=Counter)
    by_stance: Counter[str] = field(default_factory=Counter)
    by_source: Counter[str] = field(default_factory=Counter)

    def marks(self, edition: Edition) -> Iterator[Mark]:
        for line in edition.lines():
            event = line.event
            self.events.add(event.id)
            self.companies[event.company] = event.company_name
            self.by_company[event.company] += 1
            self.by_stance[event.stance] += 1
            self.by_source.update({proof.publisher for proof in line.proofs if proof.publisher})
            yield mark_of(line)


def write(edition: Edition, out: IO[bytes]) -> int:
    """Write the page; events are read twice and never held.

    It asks nobody for anything, and is whole without its script, which only hides what a reader
    does not ask for.
    """
    seen = _Seen()
    chart = _chart(edition, seen)
    rows = 0
    for piece in (*_head(edition), *_top(edition, seen, chart)):
        out.write(piece.encode())
    chips = {stance.id: place for place, stance in enumerate(edition.stances)}
    for month, lines in groupby(edition.lines(), key=_month):
        out.write(f'<section class="month">\n<h3>{text(month)}</h3>\n'.encode())
        for line in lines:
            out.writelines(piece.encode() for piece in article(edition, line, chips))
            rows += 1
        out.write(b"</section>\n")
    for piece in _bottom(edition, seen):
        out.write(piece.encode())
    return rows


def _chart(edition: Edition, seen: _Seen) -> str:
    # What draws is large, and who exports a table has no use for it.
    from pipeline.charts.stances import draw_stances  # noqa: PLC0415

    svg = draw_stances(
        rows_of(seen.marks(edition), stances=edition.stances, whole=edition.whole),
        "svg",
        law=edition.law,
        in_force=date.fromisoformat(edition.in_force),
        stances=edition.stances,
        remarks=remarks(edition),
    )
    return svg.decode().strip()


def _month(line: Line) -> str:
    shown = line.event.date
    return day(shown[:7]) if shown else "Undated"


def _head(edition: Edition) -> Iterator[str]:
    look = style(edition.stances)
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(look)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(edition.law, 200)}: how companies answered</title>\n"
        f"<style>{look}</style>\n</head>\n<body>\n"
    )


def _top(edition: Edition, seen: _Seen, chart: str) -> Iterator[str]:
    yield '<a class="skip" href="#_timeline">Skip to the timeline</a>\n<header>\n'
    yield f"<h1><bdi>{text(edition.law, 200)}</bdi>: how companies answered</h1>\n"
    companies = counted(len(seen.companies), "company", "companies")
    events = counted(edition.count, "event")
    yield (
        f'<p class="lead">{events} of {companies}, each with the sentence that proves it. The law '
        f"has been in force since {text(day(edition.in_force))}. "
        f"State of knowledge: {text(day(edition.as_of or edition.updated_at[:10]))}.</p>\n"
    )
    if edition.chosen:
        yield f'<p class="lead">Chosen: <bdi>{text(edition.chosen)}</bdi>.</p>\n'
    yield '<nav aria-label="Parts of this page">\n'
    for name in ("Timeline", "Corrections", "Stances", "Sources", "Method"):
        yield f'<a href="#_{name.lower()}">{name}</a>\n'
    yield '</nav>\n</header>\n<main>\n<figure>\n<div class="scroll" role="region" tabindex="0" '
    yield f'aria-label="Chart, scrolls sideways">\n{chart}\n</div>\n'
    yield "<figcaption>All that the chart shows stands in words below.</figcaption>\n</figure>\n"
    yield '<h2 id="_timeline">Timeline</h2>\n'
    yield from _filters(edition, seen)


def _filters(edition: Edition, seen: _Seen) -> Iterator[str]:
    """Write the form that the script shows; without the script nothing could be chosen by it."""
    yield '<form id="_filters" hidden>\n<div><label for="_company">Company</label>\n'
    yield '<select id="_company" name="company"><option value="">All companies</option>\n'
    for slug, name in sorted(seen.companies.items(), key=lambda item: (one_line(item[1]), item[0])):
        label = f"{text(name, 80)} ({seen.by_company[slug]})"
        yield f'<option value="{text(slug)}">{label}</option>\n'
    yield '</select></div>\n<div><label for="_words">Words</label>\n'
    yield '<input id="_words" name="q" type="search" autocomplete="off"></div>\n'
    for name, label in (("since", "From"), ("until", "Until")):
        yield f'<div><label for="_{name}">{label}</label>\n'
        yield f'<input id="_{name}" name="{name}" type="date"></div>\n'
    yield '<fieldset><legend>Stance</legend>\n<div class="choices">\n'
    for place, stance in enumerate(edition.stances):
        if seen.by_stance[stance.id]:
            yield (
                f'<label><input type="checkbox" name="stance" value="{text(stance.id)}"> '
                f'<span class="chip s{place}">{text(stance.label)}</span> '
                f"({seen.by_stance[stance.id]})</label>\n"
            )
    yield '</div></fieldset>\n<div class="row"><button type="reset">Show all</button>\n'
    yield '<p id="_shown" role="status"></p></div>\n</form>\n'


def _bottom(edition: Edition, seen: _Seen) -> Iterator[str]:
    if not edition.count:
        yield "<p>There is no event to show.</p>\n"
    yield '<h2 id="_corrections">Corrections</h2>\n'
    yield from _corrections(edition, seen)
    yield '<h2 id="_stances">Stances</h2>\n<dl class="words">\n'
    for place, stance in enumerate(edition.stances):
        yield f'<dt><span class="chip s{place}">{text(stance.label)}</span></dt>\n'
        yield f"<dd>{text(stance.definition)}</dd>\n"
    yield '</dl>\n<h2 id="_sources">Sources</h2>\n'
    yield from _sources(seen)
    yield '<h2 id="_method">Method</h2>\n<dl class="words">\n'
    for heading, words in method(edition):
        yield f"<dt>{text(heading)}</dt>\n<dd>{text(words)}</dd>\n"
    yield "</dl>\n</main>\n<footer>\n"
    site = f" Published at {linked(text(edition.site), edition.site)}." if edition.site else ""
    yield (
        f"<p>Made with Stanceline from tracker {text(edition.tracker)}, fingerprint "
        f"{text(edition.fingerprint)}, updated {text(moment(edition.updated_at))}.{site}</p>\n"
        f"</footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def _corrections(edition: Edition, seen: _Seen) -> Iterator[str]:
    if not edition.corrections:
        yield "<p>None so far.</p>\n"
        return
    yield "<ul>\n"
    for each in edition.corrections:
        name = text(each.event)
        page = edition.page_of(each.event)
        if each.event in seen.events:
            place = f'<a href="#{anchor(each.event)}">{name}</a>'
        else:  # it left the timeline, or the choice
            place = linked(name, page)
        yield f"<li>{place}: <bdi>{text(correction_words(each))}</bdi></li>\n"
    yield "</ul>\n"


def _sources(seen: _Seen) -> Iterator[str]:
    ranked = sorted(seen.by_source.items(), key=lambda item: (-item[1], item[0]))
    if not ranked:
        yield "<p>No publisher is named.</p>\n"
        return
    yield '<p>Publishers, and how many events each reports.</p>\n<ul class="plain">\n'
    for name, events in ranked[:MOST_SOURCES]:
        yield f"<li><bdi>{text(name, 120)}</bdi>: {events:,}</li>\n"
    yield "</ul>\n"
    if len(ranked) > MOST_SOURCES:
        rest = counted(len(ranked) - MOST_SOURCES, "more publisher")
        yield f"<p>And {rest} that report fewer.</p>\n"


FORMAT = Format("html", "html", "text/html; charset=utf-8", write)
