"""Walk over a text once and hand each word that may start a date to the rules that know it."""

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace

from pipeline.dates import absolute, parts, relative, years
from pipeline.dates.chinese import find_chinese
from pipeline.dates.meanings import Span, Weekday
from pipeline.dates.notations import find_foreign
from pipeline.dates.rules import DIGITS, STAMP, YEAR, Rule
from pipeline.dates.words import HAPPENINGS

_TOKEN = re.compile(r"[A-Za-z]+[1-4]?|(\d+)(?:st|nd|rd|th)?")
_LEAD = re.compile(
    r"(?:\b(?:the|early|earlier|later|late|mid|middle of|end of|beginning of|start of)[ -](?:in )?)"
    r"{1,3}$",
    re.IGNORECASE,
)
_EVERY = re.compile(r"\b(?:every|each|any|per)\s$", re.IGNORECASE)
_SOME = re.compile(r"\b(?:an?|one|some|most)\s$", re.IGNORECASE)
# What stands between must be of the same noun: "a Tuesday blog post", not "a Tuesday and a post".
_NOUN = re.compile(
    r"(?:\s(?!(?:and|or|in|at|to|for|of|on|by|the|an?|with|when|that|as|from|after|before)\b)"
    r"[A-Za-z][a-z-]*){1,3}"
)
_CHINESE = re.compile("[年月日天晚晨週周期拜]")


def _rules_by_start() -> dict[str, tuple[Rule, ...]]:
    """Return the rules by the word they start with, in its three usual cases."""
    found: dict[str, list[Rule]] = defaultdict(list)
    for each in (*absolute.RULES, *parts.RULES, *relative.RULES, *years.RULES):
        for start in each.starts - {"1st", "2nd", "3rd", "4th"}:  # these are tokens of digits
            for written in {start, start.capitalize(), start.upper()}:
                found[written].append(each)
    return {start: tuple(rules) for start, rules in found.items()}


_RULES = _rules_by_start()
_DIGITS_BY_LENGTH = {1: DIGITS, 2: DIGITS, 3: DIGITS, 4: YEAR, 8: STAMP}


def scan(text: str) -> list[Span]:
    """Find the spans that are dates, left to right, none overlapping; the longest reading wins."""
    spans: list[Span] = []
    done = 0
    for token in _TOKEN.finditer(text):
        rules = _RULES.get(token[0])
        if rules is None:
            if token[1] is None:
                continue
            rules = _rules_of_digits(text, token.start(), len(token[1]))
        start = token.start()
        if start < done or not rules:
            continue
        found = _longest(rules, text, start)
        if found:
            if not _is_habit(found[0], text):
                spans += _with_lead(found, text, done)
            done = found[-1].end
    if _CHINESE.search(text):
        spans = merge(spans, find_chinese(text))
    return merge(spans, find_foreign(text))


def _rules_of_digits(text: str, start: int, length: int) -> tuple[Rule, ...]:
    if length < 4 and start > 1 and text[start - 1] in "-/." and text[start - 2].isdigit():
        return ()  # the rest of "3.1.20" or "10-12": a date would have begun before it
    return _RULES.get(_DIGITS_BY_LENGTH.get(length, ""), ())


def _is_habit(first: Span, text: str) -> bool:
    """Tell ``every Monday`` and ``a Monday shift`` from dates: they are no day of the calendar.

    ``a Monday statement`` is one: it was made on that day.
    """
    before = text[max(0, first.start - 10) : first.start]
    if _EVERY.search(before):
        return True
    if not isinstance(first.meaning, Weekday) or not _SOME.search(before):
        return False
    noun = _NOUN.match(text, first.end)
    return noun is None or HAPPENINGS.isdisjoint(noun[0].lower().split())


def merge(spans: list[Span], others: list[Span]) -> list[Span]:
    """Add other spans, which win over what they touch; both are in the order of the text."""
    if not others:
        return spans
    starts, kept = [span.start for span in others], []
    for span in spans:
        place = bisect_right(starts, span.start)
        before = others[place - 1] if place else None
        after = others[place] if place < len(others) else None
        if (before is None or before.end <= span.start) and (
            after is None or span.end <= after.start
        ):
            kept.append(span)
    return sorted([*kept, *others], key=lambda span: span.start)


def _with_lead(found: list[Span], text: str, done: int) -> list[Span]:
    """Let the first span begin at its ``the``, ``late`` or ``end of``."""
    first = found[0]
    lead = _LEAD.search(text, max(done, first.start - 24), first.start)
    if lead is None:
        return found
    return [replace(first, start=lead.start()), *found[1:]]


def _longest(rules: tuple[Rule, ...], text: str, start: int) -> list[Span]:
    best: list[Span] = []
    if start and (text[start - 1].isalnum() or text[start - 1] in "$€£¥#@_"):
        return best
    for each in rules:
        match = each.pattern.match(text, start)
        if match and (not best or match.end() > best[-1].end):
            found = list(each.read(match))
            if found:
                best = found
    return best
