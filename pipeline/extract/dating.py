"""Decide when an act was announced, and since when it holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from pipeline.dates import DateExpression
from pipeline.dates.rules import count
from pipeline.extract.attaching import (
    ACT,
    SAID,
    SHARED,
    Frame,
    begins_with,
    date_verb,
    frame_of,
    is_saying,
    role_of,
)
from pipeline.extract.english import word_set
from pipeline.extract.news import is_background, is_standing, is_told_as_news
from pipeline.model import When

Dates = Sequence[tuple[DateExpression, int, int]]  # expressions with their token ranges

FRESH_DAYS = 45  # news of an act without a date word is dated by its page only near a milestone

_SAID_ONLY = {"refused", "no_comment", "reviewing"}  # stances that are said, whatever is done
_LATER = {"after", "before", "following", "until", "despite"}
_SINCE = {"since", "effective", "starting", "beginning", "from"}
_NOW = re.compile(
    r"\b(?:with immediate effect|(?:effective|starting) (?:immediately|now|at once)|as of now"
    r"|from now on|(?:since|from) midnight)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?P<number>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) "
    r"(?P<unit>day|week)s? (?P<way>after|before)\b",
    re.IGNORECASE,
)
_AUTHORITIES = word_set("police authority government officer force agency court official")
_TELLING = {"tell", "inform", "notify", "advise", "write"}
_UNKNOWN = When()


@dataclass(frozen=True, slots=True)
class Clock:
    """What a document knows of time: its publication day and the law's own dates.

    ``coming`` finds words like "hours after the law took effect", which mean ``in_force``, and
    ``soon`` those like "within days of the law", which mean the first month; ``basis`` tells
    where ``published`` was read.
    """

    published: str | None
    milestones: tuple[str, ...]
    phrases: frozenset[str] = frozenset()
    week: str | None = None  # where an undated page says "last week" of the law itself
    in_force: str | None = None
    coming: re.Pattern[str] | None = None
    soon: re.Pattern[str] | None = None
    basis: str = "published"

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

    @property
    def first_month(self) -> When:
        """The month in which answers to the law began: its last hours of a month do not count."""
        if self.in_force is None:
            return _UNKNOWN
        day = date.fromisoformat(self.in_force) + timedelta(days=1)
        return When(f"{day:%Y-%m}", "month", "the law's first month")


@dataclass(slots=True)
class _Told:
    """The dates that a sentence gives an act: of its saying, its doing, its beginning."""

    said: When = field(default_factory=When)
    act: When = field(default_factory=When)
    since: When = field(default_factory=When)


def date_act(
    head: Token,
    scope: str,
    expressions: Dates,
    clock: Clock,
    *,
    lead: bool = False,
    stance: str = "",
) -> tuple[When, When]:
    """Return ``announced`` and ``effective`` of an act; expressions come with their token range.

    What a company does in public is announced by being done; what it hands over in secret, is
    not. ``lead`` is for a page's first sentence: what it tells is the page's own news.
    """
    frame = frame_of(head)
    told = _told(frame, expressions, clock)
    secret = stance == "complied" and scope == "data_requests"
    spoken = scope == "law" or stance in _SAID_ONLY
    announced = told.said
    effective = told.since if told.since.value or scope == "law" else told.act
    if stance == "not_receiving_requests" and _tells_the_authorities(frame.say):
        effective = effective if effective.value else told.said
    if announced.value is None and not secret:
        if _announces_itself(frame, told.act, clock, spoken=spoken):
            announced = told.act
            effective = told.since if spoken or _is_news(told.act) else effective
    if announced.value is None:
        announced = _from_page(frame, clock, stance=stance, scope=scope, lead=lead)
    if announced.value is None and told.since.value and not secret:
        announced = clock.first_month if told.since.value == clock.in_force else told.since
    if announced.value is None and not secret and _own_spans(frame, clock.soon):
        announced = clock.first_month
        effective = effective if effective.value else announced
    if effective.value is None and _says_now(frame):
        announced = announced if announced.value else published_of(clock)
        effective = announced if announced.precision == "day" else effective
    return announced, effective


def _is_news(when: When) -> bool:
    """Tell whether a date ("earlier this week") says that something is news, and no more."""
    return re.search(r"\bthis (?:week|month|year)$", when.basis or "", re.I) is not None


def _announces_itself(frame: Frame, act: When, clock: Clock, *, spoken: bool) -> bool:
    """Tell whether the day of an act is also that of its announcement.

    It is not when the day is yet to come, when somebody tells of it later ("closed it a day
    earlier, a spokeswoman confirmed"), or when figures tell of a whole year of refusals.
    """
    if act.value is None or _is_ahead(frame, act, clock):
        return False
    if spoken:
        return act.precision in {"day", "month"}
    return frame.say is None or clock.published is None or is_background(frame)


def _is_ahead(frame: Frame, act: When, clock: Clock) -> bool:
    if clock.published is None or act.value is None:
        return bool(frame.future)
    length = min(len(act.value), len(clock.published))
    return act.value[:length] > clock.published[:length]


def _tells_the_authorities(say: Token | None) -> bool:
    """Tell whether a saying is the act itself: "told the police to use the treaty"."""
    return (
        say is not None
        and say.tag_ in {"VBD", "VBN"}
        and say.lemma_ in _TELLING
        and any(c.dep_ == "dobj" and c.lemma_.lower() in _AUTHORITIES for c in say.children)
    )


def _told(frame: Frame, expressions: Dates, clock: Clock) -> _Told:
    """Sort the dates of a sentence by whose they are; of two the first counts."""
    doc, found, shared = frame.head.doc, _Told(), _UNKNOWN
    coming = _own_spans(frame, clock.coming)
    ends = {last for _, _, last in expressions}
    for expression, first, last in expressions:
        if expression.value is None or any(a <= first < b for a, b in coming):
            continue
        if first - 1 in ends and doc[first - 1].lower_ in {"to", "and", "-"}:
            continue  # the end of a range
        begun = begins_with(frame, first, last)
        role = ACT if begun else role_of(frame, first, last)
        before = doc[max(0, first - 2) : first].text.lower().split()
        of_the_law = expression.text.casefold() in clock.phrases
        if role is None or (of_the_law and _LATER & set(before)):
            continue
        when = when_of(expression)
        if role == SAID or not frame.future:
            when = _past(when, clock)
        begins = (
            begun
            or of_the_law
            or (role != SAID and (_SINCE & set(before) or before == ["as", "of"]))
        )
        if begins and role != SHARED:
            found.since = found.since if found.since.value else when
        elif begins:
            continue  # another verb's beginning
        elif role == SAID:
            found.said = found.said if found.said.value else when
        elif role == ACT:
            found.act = found.act if found.act.value else when
        else:
            shared = shared if shared.value else when
    if coming and clock.in_force and not found.since.value:
        first, last = coming[0]
        found.since = When(clock.in_force, "day", doc[first:last].text)
    _count(frame, expressions, found)
    found.act = found.act if found.act.value else shared
    return found


def _count(frame: Frame, expressions: Dates, found: _Told) -> None:
    """Read "was gone on Friday, four days after it announced its exit": a day for each verb."""
    doc = frame.head.doc
    for first, last in _spans(doc, _COUNTED):
        verb = doc[last - 1].head if doc[last - 1].dep_ == "mark" else None
        verb = verb or next((c for c in doc[last - 1].children if c.dep_ == "pcomp"), None)
        if verb is None or verb.head.i == verb.i:
            continue
        above = doc[last - 1].head if verb.dep_ == "pcomp" else verb.head
        known = [when_of(e) for e, a, b in expressions if date_verb(doc, a, b) == above]
        when = _shifted(known[0], doc[first:last].text) if known else _UNKNOWN
        if frame.say == verb or (is_saying(verb) and above.i in frame.core):
            found.said = when
        elif verb.i in frame.core:
            found.act = when


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


def _spans(doc: Doc, pattern: re.Pattern[str] | None) -> list[tuple[int, int]]:
    """Return the token ranges of a pattern in a sentence."""
    found = []
    for match in pattern.finditer(doc.text) if pattern is not None else ():
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if span is not None:
            found.append((span.start, span.end))
    return found


def _own_spans(frame: Frame, pattern: re.Pattern[str] | None) -> list[tuple[int, int]]:
    """Return those token ranges of a pattern that stand with the act or its saying."""
    return [s for s in _spans(frame.head.doc, pattern) if role_of(frame, *s) in {SAID, ACT}]


def _says_now(frame: Frame) -> bool:
    return any(role_of(frame, *span) for span in _spans(frame.head.doc, _NOW))


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


def _from_page(frame: Frame, clock: Clock, *, stance: str, scope: str, lead: bool) -> When:
    """Date an act by its page when it is told as news; leave it open when it is background."""
    if clock.published is None:
        return When(clock.week[:7], "month", "last week") if clock.week else _UNKNOWN
    if is_standing(frame, stance):
        return _UNKNOWN
    if is_background(frame):
        first = clock.first_month
        answers = scope != "law" and stance != "complied"
        new = answers and first.value == clock.published[:7]
        return replace(first, basis="published") if new else _UNKNOWN
    if stance == "complied" and scope == "data_requests":
        headline = not frame.head.doc.text.rstrip().endswith((".", '."', ".'"))
        news = frame.say is not None or (lead and headline)
    else:
        news = lead or clock.fresh or is_told_as_news(frame)
    return published_of(clock) if news else _UNKNOWN


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


def published_of(clock: Clock) -> When:
    """Return the page's own day as a date of the act."""
    if clock.published is None:
        return When()
    return When(clock.published, "day" if len(clock.published) == 10 else "month", clock.basis)
