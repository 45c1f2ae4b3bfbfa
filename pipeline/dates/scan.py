"""Walk over a text once and hand each word that may start a date to the rules that know it."""

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace

from pipeline.dates import absolute, parts, relative, years
from pipeline.dates.chinese import find_chinese
from pipeline.dates.meanings import Span
from pipeline.dates.notations import find_foreign
from pipeline.dates.rules import DIGITS, Rule

_TOKEN = re.compile(r"[A-Za-z]+[1-4]?|\d+(?:st|nd|rd|th)?")
_LEAD = re.compile(
    r"(?:\b(?:the|early|late|mid|middle of|end of|beginning of|start of)[ -](?:in )?){1,3}$",
    re.IGNORECASE,
)


_EVERY = re.compile(r"\b(?:every|each|most|any|per|an?|one)\s$", re.IGNORECASE)
_CHINESE = re.compile("[年月日天晚晨週周期拜]")


def _rules_by_start() -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = defaultdict(list)
    for each in (*absolute.RULES, *parts.RULES, *relative.RULES, *years.RULES):
        for start in each.starts:
            found[start].append(each)
    return {start: tuple(rules) for start, rules in found.items()}


_RULES = _rules_by_start()
_DIGIT_RULES = _RULES[DIGITS]


def scan(text: str) -> list[Span]:
    """Find the spans that are dates, left to right, none overlapping; the longest reading wins."""
    spans: list[Span] = []
    done = 0
    for token in _TOKEN.finditer(text):
        start = token.start()
        if start < done:
            continue
        word = token[0].lower()
        rules = _RULES.get(word, _DIGIT_RULES) if word[0].isdigit() else _RULES.get(word)
        if rules is None:
            continue
        found = _longest(rules, text, start)
        if found and not _EVERY.search(text, max(0, found[0].start - 10), found[0].start):
            spans += _with_lead(found, text, done)
        if found:
            done = found[-1].end
    if _CHINESE.search(text):
        spans = merge(spans, find_chinese(text))
    return merge(spans, find_foreign(text))


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
