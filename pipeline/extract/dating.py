"""Decide which date of a sentence belongs to the act, and which to the saying of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from pipeline.dates import DateExpression
from pipeline.extract.actors import governing_say
from pipeline.model import When

_SINCE = {"since", "from", "effective", "starting", "beginning", "after", "by"}
_CARRIED_OUT = {"infrastructure", "staff"}  # acts that are done on a day, not only declared
FRESH_DAYS = 45  # news of an act without a date word is dated by its page only near a milestone


@dataclass(frozen=True, slots=True)
class Clock:
    """What a document knows of time: its publication day and the law's own dates."""

    published: str | None
    milestones: tuple[str, ...]
    phrases: frozenset[str] = frozenset()
    week: str | None = None  # where an undated page says "last week" of the law itself

    @property
    def fresh(self) -> bool:
        """Tell whether the page was written while the events it tells of were news."""
        if self.published is None:
            return False
        day = date.fromisoformat((self.published + "-15")[:10])
        return any(
            timedelta(days=-3) <= day - date.fromisoformat(m) <= timedelta(days=FRESH_DAYS)
            for m in self.milestones
        )


def date_act(
    head: Token,
    scope: str,
    expressions: Sequence[tuple[DateExpression, int, int]],
    clock: Clock,
    *,
    lead: bool = False,
) -> tuple[When, When]:
    """Return ``announced`` and ``effective`` of an act; expressions come with their token range.

    ``lead`` is for a page's first sentence: what it tells is the page's own news.
    """
    say = governing_say(head)
    announced, effective = When(), When()
    for expression, first, last in expressions:
        if (
            expression.value is None
            and expression.precision == "approximate"
            and effective.basis is None
        ):
            effective = When(None, "approximate", expression.text)  # "within days"
        if expression.value is None or _belongs_to_a_noun(head.doc, first, last):
            continue
        when = _past(_when(expression), clock)
        role = _role(head, say, head.doc, first, last)
        if role is not None and expression.text.casefold() in clock.phrases:
            role = "law"
            effective = when if effective.value is None else effective
        if role == "said" and announced.value is None:
            announced = when
        elif role == "act" and effective.value is None:
            effective = when
    since = _since(head.doc, expressions, effective) or (
        (effective.basis or "").casefold() in clock.phrases
    )
    period = effective.precision not in {"day", "month"}
    if say is None and announced.value is None and effective.value and not (since or period):
        announced, effective = effective, effective if scope in _CARRIED_OUT else When()
    if announced.value is None:
        announced = published_of(clock) if lead else _from_page(head, say, effective, clock)
    if effective.value is None and effective.precision == "approximate":
        effective = replace(effective, value=announced.value) if announced.value else When()
    return announced, effective


def _when(expression: DateExpression) -> When:
    value, precision = expression.value, expression.precision
    if value is not None and "/" in value:
        value = value.split("/")[0]
        precision = "approximate"
    if value is not None and precision in {"week", "half", "quarter", "season", "decade"}:
        value = _coarser(value)
        precision = "approximate"
    return When(value, precision if value else None, expression.text if value else None)


def _past(when: When, clock: Clock) -> When:
    """Move a weekday after the page's own day a week back: nobody reports what is yet to come."""
    if when.precision != "day" or when.value is None or clock.published is None:
        return when
    late = len(clock.published) == 10 and when.value > clock.published
    if late and re.search(r"day\b", when.basis or ""):
        day = date.fromisoformat(when.value) - timedelta(days=7)
        return replace(when, value=day.isoformat())
    return when


def _coarser(value: str) -> str | None:
    """Turn a week into its month and a half-year or quarter into its year: no invented days."""
    year, _, rest = value.partition("-")
    if rest.startswith("W") and rest[1:3].isdigit() and year.isdigit():
        monday = date.fromisocalendar(int(year), int(rest[1:3]), 1)
        sunday = monday + timedelta(days=6)
        return f"{monday:%Y-%m}" if monday.month == sunday.month else f"{sunday:%Y-%m}"
    return year if year.isdigit() else None


def _belongs_to_a_noun(doc: Doc, first: int, last: int) -> bool:
    """Tell whether a date only describes a noun: "last week's law", "the July 1 rally"."""
    following = doc[last].text if last < len(doc) else ""
    if following in {"'s", "'", "’s"}:
        return True
    token = doc[last - 1]
    return (
        token.dep_ in {"compound", "poss", "nmod"}
        and token.head.i >= last
        and token.head.pos_ == "NOUN"
    )


def _role(head: Token, say: Token | None, doc: Doc, first: int, last: int) -> str | None:
    """Tell whether a date stands under the act (``act``), its saying (``said``) or another verb."""
    verb = _verb_of(doc, first, last)
    chain = {head.i, *(t.i for t in _path(head, say))}
    introduced = doc[first - 1].lower_ if first else ""
    if say is not None and verb is not None:
        if verb.i == say.i:
            return "said"
        if (
            introduced not in _SINCE
            and abs(first - say.i) <= 3
            and not _between(doc, first, say.i, head.i)
        ):
            return "said"
    if verb is None or verb.i in chain or verb.i in {t.i for t in head.subtree}:
        if say is not None and first < say.i < head.i:
            return "said"
        if verb is not None and verb.i not in chain and _own_subject(verb) and verb.i != head.i:
            return None
        return "act"
    if say is None and verb.i in {t.i for t in head.ancestors}:
        return "act"
    return "said" if say is not None and verb.i in {t.i for t in say.ancestors} else None


def _own_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def _between(doc: Doc, first: int, say: int, head: int) -> bool:
    low, high = sorted((first, say))
    return low < head < high


def _path(head: Token, say: Token | None) -> list[Token]:
    found = []
    for token in head.ancestors:
        if say is not None and token.i == say.i:
            break
        if token.dep_ in {"conj", "advcl", "relcl"} and _own_subject(token):
            break
        found.append(token)
    return found


def _verb_of(doc: Doc, first: int, last: int) -> Token | None:
    inside = range(first, last)
    root = next((t for t in doc[first:last] if t.head.i not in inside), doc[last - 1])
    for token in root.ancestors:
        if token.pos_ in {"VERB", "AUX"}:
            return token
    return None


def _since(
    doc: Doc, expressions: Sequence[tuple[DateExpression, int, int]], effective: When
) -> bool:
    for expression, first, _ in expressions:
        if expression.text == effective.basis:
            before = [t.lower_ for t in doc[max(0, first - 3) : first]]
            starts = expression.text.lower().split()[0]
            return bool(set(before) & {"since", "effective"}) or starts in {
                "since",
                "as",
                "when",
                "the",
                "once",
            }
    return False


def _from_page(head: Token, say: Token | None, effective: When, clock: Clock) -> When:
    """Date an act by its page when it is told as news; leave it open when it is background."""
    if clock.published is None:
        return When(clock.week[:7], "month", "last week") if clock.week else When()
    auxiliaries = {c.lower_ for t in (head, head.head) for c in t.children if c.dep_ == "aux"}
    told = {c.lower_ for c in say.children if c.dep_ == "aux"} if say is not None else auxiliaries
    if "had" in told:
        known = effective.value is not None or not clock.fresh
        return When() if known else When(clock.published[:7], "month", "published")
    told_now = head.tag_ == "VBG" or auxiliaries & {"has", "have", "is", "are", "will"}
    spoken = say is not None and say.lemma_ in {"say", "tell", "confirm", "add", "write"}
    spoken = spoken or any(t.lower_ == "according" for t in head.doc)
    if not (clock.fresh or told_now or spoken):
        return When()
    return published_of(clock)


def day_said(expressions: Sequence[tuple[DateExpression, int, int]], clock: Clock) -> When:
    """Return the one day that a sentence introducing a quotation names, or nothing.

    The law's own days ("since it took effect") are not those of saying.
    """
    days = [
        _when(e)
        for e, _, _ in expressions
        if e.value and e.precision == "day" and e.text.casefold() not in clock.phrases
    ]
    return days[0] if len(days) == 1 else When()


def published_of(clock: Clock) -> When:
    """Return the page's own day as a date of the act."""
    if clock.published is None:
        return When()
    return When(clock.published, "day" if len(clock.published) == 10 else "month", "published")
