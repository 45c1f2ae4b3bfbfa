"""Sort the dates that a sentence tells of an act: of saying it, of doing it, of its beginning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Doc

from pipeline.dates import DateExpression
from pipeline.dates.rules import count
from pipeline.extract.attaching import (
    ACT,
    SAID,
    SHARED,
    begins_with,
    date_verb,
    is_dateline,
    role_of,
)
from pipeline.extract.clauses import Frame, is_saying
from pipeline.extract.clock import Clock
from pipeline.extract.discourse import Who
from pipeline.extract.parsing import Parsed
from pipeline.model import When

Dates = Sequence[tuple[DateExpression, int, int]]  # expressions with their token ranges

_SINCE = "since"
_BEGINNINGS = {"since", "effective", "starting", "beginning", "from"}
_LATER = {"after", "before", "following", "until", "despite"}
_COUNTED = re.compile(
    r"\b(?P<number>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) "
    r"(?P<unit>day|week)s? (?P<way>after|before)\b",
    re.IGNORECASE,
)
_BESIDE = {"on", "in", "late", "early", "(", ",", "last", "this"}
_UNKNOWN = When()


@dataclass(frozen=True, slots=True)
class Told:
    """The dates that a sentence gives an act: of its saying, its doing, its beginning."""

    said: When
    act: When
    since: When


def dates_of(who: Who, parsed: Parsed, expressions: Dates) -> Dates:
    """Deal out dates that follow names: "Facebook on Monday and Zoom on Tuesday both stopped".

    Where two names or more have a date of their own beside them, each is dated by none but that.
    """
    beside: dict[int, tuple[Who, ...]] = {}
    for place, (_, first, _) in enumerate(expressions):
        at = first - 1
        while at >= 0 and parsed.doc[at].lower_ in _BESIDE:
            at -= 1
        if at in parsed.groups:
            beside[place] = parsed.groups[at]
    if len(beside) < 2 or not any(who in group for group in beside.values()):
        return expressions
    return [one for place, one in enumerate(expressions) if who in beside.get(place, (who,))]


def told_dates(frame: Frame, expressions: Dates, clock: Clock, *, lead: bool) -> Told:
    """Sort the dates of a sentence by whose they are; of two the first counts."""
    doc = frame.head.doc
    found: dict[str, When] = {}
    coming = own_spans(frame, clock.coming)
    ends = {last for _, _, last in expressions}
    for expression, first, last in expressions:
        of_a_clause = any(a <= first < b for a, b in coming)
        if coming and clock.in_force and first >= coming[0][0]:
            found.setdefault(_SINCE, _law(doc, coming[0], clock.in_force))
        of_a_range = first - 1 in ends and doc[first - 1].lower_ in {"to", "and", "-"}
        of_the_page = is_dateline(doc, first, last) and (
            lead or expression.value == clock.published
        )
        if expression.value is None or of_a_clause or of_a_range or of_the_page:
            continue
        role = _role(frame, expression, first, last, clock)
        when = when_of(expression)
        if role is not None:
            late = role != SAID and frame.future
            found.setdefault(role, when if late else _past(when, clock))
    if coming and clock.in_force:
        found.setdefault(_SINCE, _law(doc, coming[0], clock.in_force))
    told = Told(
        found.get(SAID, _UNKNOWN),
        found.get(ACT, found.get(SHARED, _UNKNOWN)),
        found.get(_SINCE, _UNKNOWN),
    )
    return _counted(frame, expressions, told)


def _law(doc: Doc, span: tuple[int, int], in_force: str) -> When:
    return When(in_force, "day", doc[span[0] : span[1]].text)


def _role(
    frame: Frame, expression: DateExpression, first: int, last: int, clock: Clock
) -> str | None:
    """Tell whose date an expression is, and whether it is a beginning ("since July 1")."""
    doc = frame.head.doc
    before = doc[max(0, first - 2) : first].text.lower().split()
    if begins_with(frame, first, last):
        return _SINCE
    role = role_of(frame, first, last)
    if is_dateline(doc, first, last):
        return SAID if frame.future or frame.say is not None else ACT
    if expression.text.casefold() in clock.phrases:
        later = role is None or role == SHARED or bool(_LATER & set(before))
        return None if later else _SINCE
    if role in {None, SAID} or not (_BEGINNINGS & set(before) or before == ["as", "of"]):
        return role
    return _SINCE if role == ACT else None  # another verb's beginning is not this one's


def answered_period(frame: Frame, expressions: Dates, clock: Clock) -> When:
    """Return the months of "rejected all nine requests that came in between January and June".

    An answer falls into the time of its requests, as far as figures tell; a day says too much.
    """
    below = {t.i for t in frame.head.subtree}
    for expression, first, last in expressions:
        when = when_of(expression)
        verb = date_verb(frame.head.doc, first, last)
        if verb is None or when.value is None or when.precision == "day":
            continue
        if clock.published is not None and when.value > clock.published:
            continue
        if verb.dep_ in {"acl", "relcl"} and verb.i in below and verb.head.pos_ == "NOUN":
            return when
    return _UNKNOWN


def _counted(frame: Frame, expressions: Dates, told: Told) -> Told:
    """Read "was gone on Friday, four days after it announced its exit": a day for each verb."""
    doc = frame.head.doc
    for first, last in spans_of(doc, _COUNTED):
        word = doc[last - 1]
        after = next((c for c in word.children if c.dep_ == "pcomp"), word)
        verb = word.head if word.dep_ == "mark" else after
        above = word.head if verb.dep_ == "pcomp" else verb.head
        known = [when_of(e) for e, a, b in expressions if date_verb(doc, a, b) == above]
        when = _shifted(known[0], doc[first:last].text) if known else _UNKNOWN
        if frame.say == verb or (is_saying(verb) and above.i in frame.core):
            told = replace(told, said=when)
        elif verb.i in frame.core:
            told = replace(told, act=when)
    return told


def _shifted(when: When, words: str) -> When:
    match = _COUNTED.fullmatch(words)
    if match is None or when.value is None or when.precision != "day":
        return _UNKNOWN
    days = count(match["number"]) or 0
    days *= 7 if match["unit"].lower() == "week" else 1
    days *= -1 if match["way"].lower() == "after" else 1
    day = date.fromisoformat(when.value) + timedelta(days=days)
    precision = "day" if match["unit"].lower() == "day" else "approximate"
    return When(day.isoformat(), precision, f"{when.basis}, {words}")


def spans_of(doc: Doc, pattern: re.Pattern[str] | None) -> list[tuple[int, int]]:
    """Return the token ranges of a pattern in a sentence."""
    found = []
    for match in pattern.finditer(doc.text) if pattern is not None else ():
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if span is not None:
            found.append((span.start, span.end))
    return found


def own_spans(frame: Frame, pattern: re.Pattern[str] | None) -> list[tuple[int, int]]:
    """Return those token ranges of a pattern that stand with the act or its saying."""
    return [s for s in spans_of(frame.head.doc, pattern) if role_of(frame, *s) in {SAID, ACT}]


def when_of(expression: DateExpression) -> When:
    """Return the date of an expression; a range is its beginning, near that only."""
    value, precision = expression.value, expression.precision
    if value is not None and "/" in value:
        value = value.split("/")[0]
        precision = "approximate"
    if value is not None and precision in {"week", "half", "quarter", "season", "decade"}:
        value = _coarser(value)
        precision = "approximate"
    return When(value, precision if value else None, expression.text if value else None)


def _past(when: When, clock: Clock) -> When:
    """Move a weekday after the page's own day a week back: nothing is said that is yet to come."""
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


def day_said(expressions: Dates, clock: Clock) -> When:
    """Return the one day that a sentence introducing a quotation names, or nothing.

    The law's own days ("since it took effect") are not those of saying.
    """
    days = [
        when_of(e)
        for e, _, _ in expressions
        if e.value and e.precision == "day" and e.text.casefold() not in clock.phrases
    ]
    return days[0] if len(days) == 1 else When()
