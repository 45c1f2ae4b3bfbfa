"""Date what was found by later sentences: "The change took effect on Monday", "Zoom did so"."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from pipeline.extract.attaching import UTTERANCES, date_verb, is_saying
from pipeline.extract.clock import Clock
from pipeline.extract.english import word_set
from pipeline.extract.folding import Found
from pipeline.extract.lexicon import Words
from pipeline.extract.parsing import Parsed
from pipeline.extract.told_dates import Dates, when_of
from pipeline.model import When

_REACH = 300  # characters from a find to the sentence that dates it
_POINTING = {"the", "this", "that", "these", "its", "their", "his", "her"}
_DEEDS = word_set(
    """
    block change shift relocation transfer removal closure shutdown destruction deletion switch
    resumption withdrawal exit departure pull-out takedown migration dismantling refusal plan
    """
)
_BEGIN = {
    "take",
    "come",
    "go",
    "enter",
    "begin",
    "start",
    "apply",
    "date",
    "happen",
    "occur",
    "run",
}


def date_the_last(
    parsed: Parsed, words: Words, dates: Dates, found: list[Found], clock: Clock
) -> None:
    """Give the last finds the days that a sentence about them names, where they have none.

    "The pause was announced on July 8" and "The memo went out on Tuesday" tell when it was said,
    "The change took effect on Monday" since when it holds.
    """
    if not found or parsed.sentence.whole.start - found[-1].end > _REACH:
        return
    said, began = _retold(parsed, words, dates, clock)
    start = found[-1].start
    for i, one in enumerate(found):
        if one.start == start:
            known = one.announced.precision == "day" and one.announced.basis != clock.basis
            found[i] = replace(
                one,
                announced=one.announced if known or said.value is None else said,
                effective=one.effective if one.effective.value else began,
            )


def _retold(parsed: Parsed, words: Words, dates: Dates, clock: Clock) -> tuple[When, When]:
    said, began = When(), When()
    for expression, first, last in dates:
        law = expression.text.casefold() in clock.phrases
        verb = date_verb(parsed.doc, first, last)
        if expression.value is None or law or verb is None:
            continue
        when = when_of(expression)
        subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if subject is not None and _is_deed(subject, words) and verb.lemma_ in _BEGIN:
            began = began if began.value else when
        elif when.precision == "day" and _tells_of_it(verb, subject, words):
            said = said if said.value else when
    return said, began


def _tells_of_it(verb: Token, subject: Token | None, words: Words) -> bool:
    """Tell whether a verb with a day is the telling of what the sentence before was about."""
    if subject is not None and (_is_deed(subject, words) or _points_at(subject, UTTERANCES)):
        return True
    told = [c for c in verb.subtree if c.dep_ in {"dobj", "pobj"} and c.i > verb.i]
    return is_saying(verb) and any(
        (c.lower_ in {"this", "it", "that"} and c.head.i == verb.i) or _is_deed(c, words)
        for c in told
    )


def _is_deed(noun: Token, words: Words) -> bool:
    return _points_at(noun, _DEEDS) or (
        bool(words.nouns[noun.i] & {"same", "stop"}) and _points_at(noun, ())
    )


def _points_at(noun: Token, lemmas: Sequence[str] | frozenset[str]) -> bool:
    pointing = any(c.lower_ in _POINTING for c in noun.children)
    return pointing and (not lemmas or noun.lemma_.lower() in lemmas)


def share_dates(found: Sequence[Found]) -> list[Found]:
    """Lend a find without its own the day since which another of the same stance holds."""
    known: dict[tuple[str, str | None, str, str], When] = {}
    for one in found:
        if one.effective.value is not None:
            known.setdefault((one.company, one.product, one.stance, one.scope), one.effective)
    return [
        one
        if one.effective.value
        else replace(
            one,
            effective=known.get((one.company, one.product, one.stance, one.scope), one.effective),
        )
        for one in found
    ]
