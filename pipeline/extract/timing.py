"""Tell which dates stand in a sentence, and which acts lie before the law."""

from bisect import bisect_left
from calendar import monthrange
from dataclasses import replace

from spacy.tokens import Token

from pipeline.dates import DateExpression
from pipeline.extract.acts import Act
from pipeline.extract.clock import Clock
from pipeline.extract.folding import Found
from pipeline.extract.lexicon import Words
from pipeline.extract.parsing import Parsed
from pipeline.model import When

_AFTERWARDS = {"now", "since", "after", "then", "later"}
_PROMISES = {"despite", "vow", "pledge", "promise", "nonetheless", "nevertheless"}

Dated = list[tuple[DateExpression, int, int]]  # with the tokens that each covers


def dates_in(parsed: Parsed, dates: list[DateExpression], last_day: When) -> Dated:
    """Return the dates of a sentence with their tokens; "the same day" is the last one said."""
    found = []
    first = bisect_left(dates, parsed.sentence.start, key=lambda one: one.start)
    last = bisect_left(dates, parsed.sentence.end, key=lambda one: one.start)
    for expression in dates[first:last]:
        where = parsed.token_range(expression.start, expression.end)
        if where is None or _names_a_thing(parsed, where):
            continue
        same = "same day" in expression.text.lower() and last_day.value is not None
        meant = replace(expression, value=last_day.value, precision="day") if same else expression
        found.append((meant, *where))
    return found


def _names_a_thing(parsed: Parsed, where: tuple[int, int]) -> bool:
    """Tell whether a bare year only tells which thing is meant: "the 2019 protests"."""
    *before, year = parsed.doc[slice(*where)]
    return (
        all(token.pos_ == "DET" for token in before)
        and year.shape_ == "dddd"
        and year.dep_ in {"nummod", "amod", "compound"}
        and year.head.pos_ == "NOUN"
    )


def last_day(dates: Dated) -> str:
    """Return the last day that the dates of a sentence reach to; "" when it has none."""
    known = [e.value.split("/")[-1] for e, _, _ in dates if e.value and e.value[:4].isdigit()]
    return max(map(_end_of, known), default="")


def _end_of(value: str) -> str:
    """Return a day that a date or period does not go beyond, to compare with."""
    ends = {"H1": "06-30", "Q1": "03-31", "Q2": "06-30", "Q3": "09-30"}
    year, _, rest = value.partition("-")
    if rest[:1].isdigit():
        return value if len(value) == 10 else f"{value}-{monthrange(int(year), int(rest))[1]}"
    return f"{year}-{ends.get(rest, '12-31')}"


def beside(act: Act, dates: Dated) -> Dated:
    """Return the dates around an act, without those of relative clauses beside it."""
    return [one for one in dates if not _in_an_aside(act.head.doc[one[1]], act.head)]


def _in_an_aside(token: Token, head: Token) -> bool:
    """Tell whether a word stands in a relative clause beside the act: "which it bought in 2016"."""
    return any(
        t.dep_ == "relcl" and t.i != head.i and not t.is_ancestor(head)
        for t in (token, *token.ancestors)
    )


def too_early(found: Found, clock: Clock) -> bool:
    """Tell whether an act is dated before the law's first milestone: it cannot answer it."""
    first = min(clock.milestones)
    return any(
        when.value is not None and when.value < first[: len(when.value)]
        for when in (found.announced, found.effective)
    )


def needs_the_law(act: Act) -> bool:
    """Tell whether an act can only follow the law: a bill can be backed, but not complied with.

    Where it is told against a promise, the promise answered the law, and the act came later.
    """
    if act.rule.stance != "complied" or "back" in act.steps[0].classes:
        return False
    return not any(token.lemma_.lower() in _PROMISES for token in act.head.doc)


def tells_of_before(parsed: Parsed, words: Words, dates: Dated, law: str, *, earlier: bool) -> bool:
    """Tell whether a sentence tells of a time before the day of the ``law``.

    Undated sentences go on in the time of the one before (``earlier``).
    """
    if words.phrases.get("before"):
        return True
    if last := last_day(dates):
        return last <= law
    return earlier and not any(token.lower_ in _AFTERWARDS for token in parsed.doc)
