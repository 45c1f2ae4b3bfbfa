"""Lay out one event of the page: who, what, when, the quote, and every document that proves it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape

from pipeline.charts.stance_marks import days_of
from pipeline.edition import Edition, Line, Proof
from pipeline.exports.accounts import archived_copy, correction_words, leading_proof
from pipeline.model import When
from pipeline.outside import REL, web_address
from pipeline.visible import one_line
from pipeline.words import STATUSES, VOICES, basis, counted, day, moment, plain

MOST = 6_000  # characters of a text: more hide the event, and the source is one click away
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def article(edition: Edition, line: Line, chips: Mapping[str, int]) -> Iterator[str]:
    """Write an event in pieces; it may have more proofs than fit in memory as one text.

    ``chips`` tells the place of each stance in the look.
    """
    event = line.event
    days = days_of(event.date)
    ends = [date.fromordinal(each).isoformat() for each in days] if days else []
    spans = f' data-from="{ends[0]}" data-to="{ends[1]}"' if ends else ""
    name = anchor(event.id)
    yield (
        f'<article class="event" id="{name}" data-company="{text(event.company)}" '
        f'data-stance="{text(event.stance)}"{spans}>\n'
        f'<h4><span class="when">{text(day(event.date, event.precision))}</span> '
        f"<bdi>{text(event.company_name)}</bdi> "
        f'<span class="chip s{chips.get(event.stance, len(chips))}">{text(line.stance_label)}'
        f'</span> <span class="scope">{text(plain(event.scope))}</span> '
        f'<a class="self" href="#{name}" aria-label="Link to this event">#</a></h4>\n'
    )
    leading = leading_proof(line)
    quoted = leading or (line.proofs[0] if line.proofs else None)
    language = quoted.language if quoted and quoted.quote == event.quote else None
    yield quotation(event.quote, event.url, language)
    title = leading.title if leading else None
    published = leading.published if leading else None
    publisher = event.publisher or (leading.publisher if leading else None)
    yield f'<p class="cite">{source(title, publisher, published, event.url)}</p>\n'
    facts = "".join(f"<dt>{term}</dt><dd>{words}</dd>\n" for term, words in _facts(edition, line))
    yield f'<dl class="facts">\n{facts}</dl>\n'
    if line.proofs:
        many = len(line.proofs)
        opening = "The document that says so" if many == 1 else f"All {many:,} claims that say so"
        yield f"<details><summary>{opening}</summary>\n<ol>\n"
        for proof in line.proofs:
            yield _proof(proof)
        yield "</ol></details>\n"
    yield "</article>\n"


def quotation(quote: str, url: str | None, language: str | None) -> str:
    """Quote a sentence, with its language when it is not English."""
    address = web_address(url)
    cited = f' cite="{escape(address)}"' if address else ""
    spoken = (language or "").replace("_", "-")
    foreign = LANGUAGE.fullmatch(spoken) and spoken.split("-")[0] != "en"
    lang = f' lang="{spoken}"' if foreign else ""
    return f"<blockquote{cited}><p{lang}><bdi>{text(quote)}</bdi></p></blockquote>\n"


def source(title: str | None, publisher: str | None, published: str | None, url: str | None) -> str:
    """Name a document and link to it, if its address is one of the web."""
    named = text(title or "") or text(url or "") or "document without an address"
    parts = [f"<bdi>{text(publisher)}</bdi>"] if publisher else []
    parts.append(linked(f"<bdi>{named}</bdi>", url))
    if published:
        parts.append(text(day(published)))
    return ", ".join(parts)


def linked(words: str, url: str | None) -> str:
    """Link words, escaped already, to an address of the web, and to nothing else."""
    address = web_address(url)
    return f'<a href="{escape(address)}" rel="{REL}">{words}</a>' if address else words


def text(words: str, most: int = MOST) -> str:
    """Make one visible line of a text from outside; one that is too long is cut, and says so."""
    begun = words[: 4 * most]
    plainly = begun.isascii() and begun.isprintable()
    shown = " ".join(begun.split()) if plainly else one_line(begun)
    if len(shown) > most or len(begun) < len(words):
        shown = f"{shown[:most].rstrip()}… (cut here)"
    return escape(shown)


def anchor(event: str) -> str:
    """Spell an event's id as it stands in addresses of this page."""
    return escape("-".join(one_line(event).split()))


def _facts(edition: Edition, line: Line) -> Iterator[tuple[str, str]]:
    event = line.event
    about = f", precision: {event.precision}" if event.precision else ""
    yield (
        "Date",
        f"{text(day(event.date, event.precision))}{about}; from {text(basis(event.basis))}",
    )
    if event.effective:
        yield "Effective", text(day(event.effective, event.effective_precision))
    if event.products:
        yield "Products", ", ".join(f"<bdi>{text(each)}</bdi>" for each in event.products)
    if event.first_reported:
        by = f" by <bdi>{text(event.first_publisher)}</bdi>" if event.first_publisher else ""
        yield "First reported", f"{text(day(event.first_reported))}{by}"
    status = STATUSES.get(event.status, event.status)
    sources = counted(event.sources, "independent source")
    yield "Standing", f"{sources}; confidence {event.confidence:.2f}; {text(status)}"
    yield "Kept copy", linked(text(kept), kept) if (kept := archived_copy(line)) else "none"
    page = edition.page_of(event.id)
    identity = text(event.id)
    yield "Event", linked(identity, page) if page else identity
    for each in line.corrections:
        yield "Corrected", f"<bdi>{text(correction_words(each))}</bdi>"


def _proof(proof: Proof) -> str:
    said = [VOICES.get(proof.voice, proof.voice)]
    if proof.speaker:
        said.append(f"speaker: {proof.speaker}")
    said += [f"announced {_when(proof.announced)}", f"effective {_when(proof.effective)}"]
    if proof.published_basis:
        said.append(f"publication date from {basis(proof.published_basis)}")
    if proof.agency:
        said.append(f"agency: {proof.agency}")
    said.append(f"confidence {proof.confidence:.2f}")
    if proof.captured_at:
        said.append(f"kept on {moment(proof.captured_at)}")
    kept = linked(text(proof.archived), proof.archived) if proof.archived else "none"
    return (
        f"<li>{quotation(proof.quote, proof.url, proof.language)}"
        f'<p class="cite">{source(proof.title, proof.publisher, proof.published, proof.url)}<br>\n'
        f'<span class="small"><bdi>{text("; ".join(said))}</bdi>; kept copy: {kept}; '
        f"claim {text(proof.claim)}</span></p></li>\n"
    )


def _when(when: When) -> str:
    if when.value is None:
        return "at an unknown time"
    return f"{day(when.value, when.precision)} ({basis(when.basis)})"
