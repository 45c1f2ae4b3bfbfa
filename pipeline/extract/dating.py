"""Decide when an act was announced, and since when it holds."""

import re
from dataclasses import replace

from spacy.tokens import Token

from pipeline.extract.attaching import role_of
from pipeline.extract.clauses import Frame, frame_of
from pipeline.extract.clock import Clock, published_of
from pipeline.extract.english import word_set
from pipeline.extract.news import is_background, is_standing, is_told_as_news
from pipeline.extract.told_dates import Dates, answered_period, own_spans, spans_of, told_dates
from pipeline.model import When

__all__ = ["Clock", "date_act", "is_said_only"]

_SAID_ONLY = {"refused", "no_comment", "reviewing"}  # stances that are said, whatever is done
_ANSWERS = {"refused", "complied"}  # to requests of some months, which figures name
_NOW = re.compile(
    r"\b(?:with immediate effect|(?:effective|starting) (?:immediately|now|at once)|as of now"
    r"|from now on|(?:since|from) midnight)\b",
    re.IGNORECASE,
)
_AUTHORITIES = word_set("police authority government officer force agency court official")
_TELLING = {"tell", "inform", "notify", "advise", "write"}
_PROMISES = {"promise", "vow", "pledge", "swear"}  # told long after, they are old
_UNKNOWN = When()


def date_act(
    head: Token,
    scope: str,
    expressions: Dates,
    clock: Clock,
    *,
    lead: bool = False,
    stance: str = "",
    entry: When | None = None,
) -> tuple[When, When]:
    """Return ``announced`` and ``effective`` of an act; expressions come with their token range.

    What a company does in public is announced by being done; what it hands over in secret, is
    not. ``lead`` is for a page's first sentence: what it tells is the page's own news. ``entry``
    is the date that heads the entry of a chronicle; it counts where the sentence names no other.
    """
    frame = frame_of(head)
    told = told_dates(frame, expressions, clock, lead=lead)
    secret = stance == "complied" and scope == "data_requests"
    if entry is not None and not (told.said.value or told.act.value):
        said = secret or frame.future or frame.say is not None
        told = replace(told, said=entry) if said else replace(told, act=entry)
    spoken = is_said_only(stance, scope)
    effective = told.since if told.since.value or scope == "law" else told.act
    if stance == "not_receiving_requests" and _tells_the_authorities(frame.say):
        effective = effective if effective.value else told.said
    if effective.value is None and scope == "data_requests" and stance in _ANSWERS:
        effective = answered_period(frame, expressions, clock)
    announced = told.said
    public = not secret and told.act.value is not None and not _is_ahead(frame, told.act, clock)
    figures = spoken or stance == "complied"
    if announced.value is None and public and _announces_itself(frame, told.act, clock, figures):
        announced = told.act
        if spoken or _is_news(told.act):
            effective = told.since
    if announced.value is None:
        announced = _from_page(frame, clock, stance=stance, scope=scope, lead=lead)
    if announced.value is None and not secret:
        known = public and told.act.precision in {"day", "month"}
        announced = told.act if known else _since_the_law(told.since, clock)
    if announced.value is None and not secret and own_spans(frame, clock.soon):
        announced = clock.first_month
        effective = effective if effective.value or frame.say else announced
    if effective.value is None and _says_now(frame):
        announced = announced if announced.value else published_of(clock)
        effective = announced if announced.precision == "day" else effective
    return announced, effective


def is_said_only(stance: str, scope: str) -> bool:
    """Tell whether a stance is taken by words alone, so that no day is that of doing it."""
    return scope == "law" or stance in _SAID_ONLY


def _since_the_law(since: When, clock: Clock) -> When:
    """Date what nothing else dates by its beginning; the law itself was hours old that day."""
    return clock.first_month if since.value and since.value == clock.in_force else since


def _is_news(when: When) -> bool:
    """Tell whether a date ("earlier this week") says that something is news, and no more."""
    return re.search(r"\bthis (?:week|month|year)$", when.basis or "", re.I) is not None


def _announces_itself(frame: Frame, act: When, clock: Clock, figures: bool) -> bool:
    """Tell whether the day of an act is also that of its announcement.

    It is not when the day is yet to come, when somebody tells of it later ("closed it a day
    earlier, a spokeswoman confirmed"), or when ``figures`` may tell of a year of answers.
    """
    if figures:
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


def _says_now(frame: Frame) -> bool:
    return any(role_of(frame, *span) for span in spans_of(frame.head.doc, _NOW))


def _from_page(frame: Frame, clock: Clock, *, stance: str, scope: str, lead: bool) -> When:
    """Date an act by its page when it is told as news; leave it open when it is background."""
    if clock.published is None:
        week = clock.week
        return replace(week, value=week.value[:7], precision="month") if week.value else week
    if is_standing(frame, stance) and not (clock.fresh and stance == "refused"):
        return _UNKNOWN
    if is_background(frame):
        first = clock.first_month
        answers = scope != "law" and stance != "complied"
        new = answers and first.value == clock.published[:7]
        return replace(first, basis=clock.basis) if new else _UNKNOWN
    if stance == "complied" and scope == "data_requests":
        headline = not frame.head.doc.text.rstrip().endswith((".", '."', ".'"))
        news = frame.say is not None or is_told_as_news(frame) or (lead and headline)
    else:
        promised = frame.say is not None and frame.say.lemma_ in _PROMISES
        news = clock.fresh or is_told_as_news(frame) or (lead and not promised)
    return published_of(clock) if news else _UNKNOWN
