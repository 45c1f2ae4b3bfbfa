"""Say how an edition was made and what it cannot do: the words that go with every table of it."""

from collections.abc import Iterator

from pipeline.edition import Edition
from pipeline.visible import one_line
from pipeline.words import counted, day, moment


def method(edition: Edition) -> Iterator[tuple[str, str]]:
    """Give a heading and a paragraph for each thing that a reader must know to rely on it."""
    law = one_line(edition.law)
    chosen = one_line(edition.chosen)
    yield (
        "What this is",
        f"How companies answered the {law}, in force since {day(edition.in_force)}: "
        f"{counted(edition.count, 'event')}. "
        f"{f'Chosen: {chosen}.' if chosen else 'All that are on the timeline.'}",
    )
    known = (
        f"What was known on {day(edition.as_of)}."
        if edition.as_of
        else f"The newest document or ruling is of {moment(edition.updated_at)}."
    )
    yield (
        "State of knowledge",
        f"{known} "
        f"Tracker {one_line(edition.tracker)}, fingerprint of its rules {edition.fingerprint}: the "
        "same documents, rulings and rules give this file again, byte for byte.",
    )
    yield (
        "How it was made",
        "Pages of news and of companies are collected and kept as they were sent. Rules look in "
        "each text for sentences in which a company takes a stance towards the law. Such a "
        "sentence is a claim; claims that agree on company, stance, matter and date are one event. "
        "People accept, reject or correct what was read, and what they changed is listed.",
    )
    yield (
        "Quotes",
        "A quote is the sentence of the document as it stands there; line breaks and signs that "
        "cannot be seen are left out. Its address is where it was read, its kept copy the file and "
        "place in the archive (WARC) of who runs this tracker.",
    )
    yield (
        "Dates",
        "The date of an event is when the stance was said, as far as the texts tell: a day, a "
        "month or a year, or about one (near it, mostly after). Its basis is the words that it "
        "comes from, or the day of publication. What the texts leave open stays open. A stance "
        "may hold from another date than it was said; that one is called effective.",
    )
    yield "How long a stance holds", " ".join(_lasting(edition))
    yield (
        "Sources and confidence",
        "Independent sources counts publishers; reports of one agency, or copies of one text, "
        "count once. Confidence, from 0 to 1, is an estimate of how likely it is that the texts "
        "say what the event says. It does not tell whether they are right.",
    )
    yield (
        "What it cannot do",
        "It knows only documents that were found and could be read, so a company that is missing "
        "may well have answered. It tells what companies and reports say, not what companies do. "
        "A stance is the last one known; that nothing newer is listed does not mean that it still "
        "holds. Rules misread sentences: read the quote in its source before you rely on it.",
    )


def _lasting(edition: Edition) -> Iterator[str]:
    """Say which stances are taken to hold on, and until when."""
    yield (
        "A stance is taken to hold until the company’s next lasting one on the same matter, or an "
        "act that contradicts it, is known."
    )
    if acts := [f"“{one_line(each.label)}”" for each in edition.stances if not each.lasts]:
        yield f"What was said or done once does not last: {', '.join(acts)}."
    yield "An event that awaits a review begins and ends nothing."
    if not edition.whole:
        yield (
            "Here only some events of each company were asked for. The last one listed need not be "
            "its last, so that how long a stance held cannot be seen from these."
        )
