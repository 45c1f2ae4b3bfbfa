"""Put what is said of an event into HTML for feeds and slides: no styles, no scripts, no pictures.

Whatever came from outside is escaped, and only addresses of the web become links.
"""

from collections.abc import Iterable
from html import escape

from pipeline.edition import Correction, Edition, Line
from pipeline.exports.accounts import (
    Fact,
    Witness,
    correction_words,
    facts,
    witnesses,
)
from pipeline.outside import REL, web_address
from pipeline.visible import one_line


def quote_html(line: Line, *, most: int | None = None) -> str:
    """Show the sentence that proves an event, or its first characters up to ``most``."""
    address = web_address(line.event.url)
    cited = f' cite="{_in_link(address)}"' if address else ""
    return f"<blockquote{cited}><p>{_shown(one_line(line.event.quote), most)}</p></blockquote>"


def facts_html(facts: Iterable[Fact], *, most: int | None = None) -> str:
    """List facts, an item each, of texts their first characters up to ``most``."""
    items = (f"<li>{escape(each.name)}: {_linked(each, most)}</li>" for each in facts)
    return f"<ul>{''.join(items)}</ul>"


def article_html(edition: Edition, line: Line) -> str:
    """Show an event with its quote, all that defends it, and every other document that tells it."""
    others = "".join(_witness(each) for each in witnesses(line))
    more = f"<p>Further evidence:</p><ul>{others}</ul>" if others else ""
    return f"{quote_html(line)}{facts_html(facts(edition, line))}{more}"


def correction_html(edition: Edition, correction: Correction) -> str:
    """Show what was corrected, and of which event."""
    event = Fact("Event", one_line(correction.event), edition.page_of(correction.event))
    return f"<p>{escape(correction_words(correction))}</p>{facts_html([event])}"


def _witness(witness: Witness) -> str:
    archived = f"archived copy: {escape(witness.archived)}"
    return f"<li><q>{escape(witness.quote)}</q> {_linked(witness.source)}; {archived}</li>"


def _linked(fact: Fact, most: int | None = None) -> str:
    if fact.address is None or len(fact.address) > (most or len(fact.address)):
        return _shown(fact.text, most)
    return f'<a href="{_in_link(fact.address)}" rel="{REL}">{_shown(fact.text, most)}</a>'


def _shown(text: str, most: int | None) -> str:
    return escape(text if most is None or len(text) <= most else f"{text[:most].rstrip()}…")


def _in_link(address: str) -> str:
    # TimelineJS makes a link of whatever looks like a mail address, inside our links too.
    return escape(address.replace("@", "%40"))
