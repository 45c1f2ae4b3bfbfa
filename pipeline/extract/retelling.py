"""Date what was found by later sentences: "The change took effect on Monday", "Zoom did so"."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from pipeline.extract.attaching import UTTERANCES, date_verb
from pipeline.extract.clauses import is_saying
from pipeline.extract.clock import Clock
from pipeline.extract.dating import is_said_only
from pipeline.extract.english import word_set
from pipeline.extract.folding import Found
from pipeline.extract.lexicon import Words
from pipeline.extract.parsing import Parsed
from pipeline.extract.told_dates import Dates, when_of
from pipeline.model import When

_OPENINGS = {"as of", "as from", "effective", "effective on", "starting", "starting on", "from"}
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
    _did_so(parsed, dates, found)
    for i, one in enumerate(found):
        if one.start == start:
            known = one.announced.precision == "day" and one.announced.basis != clock.basis
            found[i] = replace(
                one,
                announced=one.announced if known or said.value is None else said,
                effective=one.effective if one.effective.value else began,
            )


def _did_so(parsed: Parsed, dates: Dates, found: list[Found]) -> None:
    """Date "Zoom did so on Tuesday" and "Snap followed on Friday", where both were found before."""
    start = found[-1].start
    for expression, first, last in dates:
        verb = date_verb(parsed.doc, first, last)
        if verb is None or expression.value is None or not _repeats(verb):
            continue
        actors = [parsed.groups.get(c.i, ()) for c in verb.children if c.dep_ == "nsubj"]
        for i, one in enumerate(found):
            same = any((one.company, one.product) in group for group in actors)
            if same and one.start == start and one.announced.precision != "day":
                when = when_of(expression)
                done = not is_said_only(one.stance, one.scope)
                found[i] = replace(one, announced=when, effective=when if done else one.effective)


def _repeats(verb: Token) -> bool:
    words = {c.lower_ for c in verb.children}
    return verb.lemma_ == "follow" or (verb.lemma_ == "do" and bool({"so", "likewise"} & words))


def _retold(parsed: Parsed, words: Words, dates: Dates, clock: Clock) -> tuple[When, When]:
    said, began = When(), When()
    for expression, first, last in dates:
        law = expression.text.casefold() in clock.phrases
        verb = date_verb(parsed.doc, first, last)
        if expression.value is None or law or verb is None:
            continue
        when = when_of(expression)
        subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        deed = subject is not None and _is_deed(subject, words) and verb.lemma_ in _BEGIN
        if deed or _opens_with(parsed, first, words):
            began = began if began.value else when
        elif when.precision == "day" and _tells_of_it(verb, subject, words):
            said = said if said.value else when
    return said, began


def _opens_with(parsed: Parsed, first: int, words: Words) -> bool:
    """Tell whether a sentence is "As of March 1, the company answers requests": a new rule."""
    opening = " ".join(t.lower_ for t in parsed.doc[:first])
    of_requests = any("requests" in classes for classes in words.nouns)
    return opening in _OPENINGS and of_requests


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
