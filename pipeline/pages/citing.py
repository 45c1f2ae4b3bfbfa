"""Write how an event is cited: as plain text, and as a schema.org Claim for machines."""

import json
from typing import Any

from pipeline import words
from pipeline.outside import web_address
from pipeline.pages.facts import EventFacts, Exhibit, Tracked
from pipeline.pages.places import Places
from pipeline.visible import one_line

DOUBTS = {"in_review": "awaits a review", "rejected": "rejected by a person"}
APPEARANCES = 20  # documents named to machines; the page has a hundred


def plain_citation(facts: EventFacts, tracked: Tracked, places: Places) -> str:
    """Write one line that can stand in a footnote: who, what, when, by whose words, where."""
    entry = facts.entry
    source = ", ".join(
        filter(None, (entry.publisher and one_line(entry.publisher), web_address(entry.url)))
    )
    quote = one_line(entry.quote)
    doubt = DOUBTS.get(entry.status)
    where = places.permanent(entry.id) if places.site else f"event {entry.id}"
    return (
        f"{one_line(entry.company_name)}: {entry.stance_label} ({words.plain(entry.scope)}), "
        f"{words.day(entry.date, entry.precision)}{f' [{doubt}]' if doubt else ''}. “{quote}”"
        + (f" {source}." if source else "")
        + f" In: Stanceline, {one_line(tracked.law)}, {where}, "
        f"state of {words.day(tracked.updated_at[:10])}."
    )


def claim_object(facts: EventFacts, tracked: Tracked, places: Places) -> str:
    """Write the event as JSON-LD that may stand inside a script element; "" while it is in doubt.

    It has no author: the sentence is mostly that of a newspaper, about what a company said.
    Nothing in it can end that element: what HTML reads as a sign is written as an escape.
    """
    entry = facts.entry
    if entry.status in DOUBTS:
        return ""
    company = {"@type": "Organization", "name": one_line(entry.company_name)}
    leading = facts.exhibits[0] if facts.exhibits else None
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Claim",
        "@id": places.permanent(entry.id),
        "identifier": entry.id,
        "name": f"{one_line(entry.company_name)}: {entry.stance_label}",
        "text": one_line(entry.quote),
        "temporalCoverage": entry.date,
        "datePublished": leading.proof.published if leading else None,
        "inLanguage": entry.language,
        "about": [{"@type": "Legislation", "name": one_line(tracked.law)}, company],
        "keywords": [entry.stance_label, words.plain(entry.scope)],
        "appearance": [_appearance(exhibit) for exhibit in facts.exhibits[:APPEARANCES]],
        "isBasedOn": web_address(entry.url),
        "dateModified": tracked.updated_at,
    }
    written = json.dumps(_known(told), ensure_ascii=False, indent=1)
    for sign in "<>&\u2028\u2029":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return written


def _appearance(exhibit: Exhibit) -> dict[str, Any]:
    proof = exhibit.proof
    return _known(
        {
            "@type": "CreativeWork",
            "url": web_address(proof.url),
            "headline": proof.title and one_line(proof.title),
            "publisher": {"@type": "Organization", "name": one_line(proof.publisher)}
            if proof.publisher
            else None,
            "datePublished": proof.published,
            "inLanguage": proof.language,
            "text": one_line(proof.quote),
        }
    )


def _known(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in (None, "", [])}
