"""Choose the publication date of a page among all the dates that it offers.

Each clue speaks for a day. Clues within a day of each other belong together (time zones part
them), and a group weighs what its independent families weigh: what the publishing system wrote
for machines counts once, however often it repeated itself. The heaviest group wins; within it the
day that a reader sees wins over the day of a bare UTC instant.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lxml.html import HtmlElement

from pipeline.model import DateCandidate
from pipeline.parse.clues import (
    Clue,
    data_clues,
    json_clues,
    meta_clues,
    micro_clues,
    months_of,
    script_clues,
    url_clues,
)
from pipeline.parse.credits import host_of
from pipeline.parse.jsonld import Node
from pipeline.parse.outline import Outline
from pipeline.parse.seen import seen_clues
from pipeline.parse.written import EARLIEST, Written, written_dates

NEVER = date(2099, 12, 31)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Dating:
    """The publication date that was chosen, why, and what else was on offer.

    Where a page tells only when it was changed, that day stands for its publication.

    ``candidates`` stand strongest first, the chosen one at the head. ``conflict`` is true when
    good candidates lie more than a day apart. ``modified`` is the latest day on which the page
    says it was changed.
    """

    published: str | None = None
    basis: str | None = None
    candidates: tuple[DateCandidate, ...] = ()
    conflict: bool = False
    modified: str | None = None


def latest_day(captured_at: str | None) -> date:
    """Say which day a page captured then can bear at most: the latest on earth at that moment.

    A page captured at 16:31 UTC may be dated tomorrow: it is past midnight in Hong Kong.
    """
    if captured_at is None:
        return NEVER
    try:
        moment = datetime.fromisoformat(captured_at)
    except ValueError:
        return NEVER
    if len(captured_at) <= 10:
        return moment.date() + DAY
    return (moment.replace(tzinfo=None) + timedelta(hours=14)).date()


def date_page(
    tree: HtmlElement,
    page: Outline,
    nodes: list[Node],
    *,
    title: str | None,
    urls: list[str],
    latest: date,
) -> Dating:
    """Date a page. ``urls`` are its addresses, the given one first."""
    found = [
        *json_clues(nodes, title, urls[0] if urls else None),
        *meta_clues(tree),
        *micro_clues(tree, page),
        *data_clues(tree, page),
        *script_clues(tree),
        *url_clues(urls),
        *seen_clues(tree, page),
    ]
    day_first = _day_first(page, found)
    if day_first is None and _writes_month_first(tree, urls):
        day_first = False
    clues = [fit for one in found if (fit := _fit(one, found, latest, day_first))]
    clues = _once(_without_clock(clues, latest))
    months = months_of(urls)
    if not _is_plain(clues, months):
        clues += _search(tree, page, urls, latest, clues)
    return choose(clues, months=months)


def _is_plain(clues: list[Clue], months: Iterable[tuple[int, int]]) -> bool:
    """Say whether no answer of a search could change the choice, so that it need not be asked."""
    told = [_as_update(one, clues) for one in clues]
    open_clues = [one for one in told if one.role != "modified"]
    best = _heaviest(open_clues, months)
    if best is None:
        return False
    rest = [one for one in open_clues if abs(one.day - best[0]) > DAY]
    second = _heaviest(rest, months)
    rival = 2.0 + (_weight(second[0], rest, months) if second else 0)
    return _weight(best[0], open_clues, months) > max(2.6, rival)


def choose(clues: list[Clue], *, months: Iterable[tuple[int, int]] = ()) -> Dating:
    """Choose among clues; ``months`` (year, month) that the address names speak for their days."""
    modified = [one for one in clues if one.role == "modified"]
    clues = [_as_update(one, clues) for one in clues]
    open_clues = [one for one in clues if one.role != "modified"]
    changed = max(
        (one.day for one in modified if one.weight >= 1.5 and one.family != "search"), default=None
    )
    best = _heaviest(open_clues, months)
    if best is None or _weight(best[0], open_clues, months) < 2.6:
        fallback = _heaviest([replace(one, weight=one.weight * 0.9) for one in clues], months)
        best = fallback or best
    modified_day = changed.isoformat() if changed else None
    if best is None:
        return Dating(modified=modified_day)
    chosen = best[1]
    rest = sorted(
        (one for one in clues if one.role != "modified" and one != chosen),
        key=lambda one: (-one.weight, one.day, one.basis, one.written.raw),
    )
    strong = [one.day for one in open_clues if one.weight >= 2.5] + [chosen.day]
    listed = (_candidate(one) for one in [chosen, *rest])
    return Dating(
        published=chosen.day.isoformat(),
        basis=chosen.basis,
        candidates=tuple(dict.fromkeys(listed))[:30],
        conflict=max(strong) - min(strong) > DAY,
        modified=modified_day,
    )


def _without_clock(clues: list[Clue], latest: date) -> list[Clue]:
    """Weaken unlabelled visible dates of the capture's own day, where the page knows another.

    Many heads of sites print today's date.
    """
    if not any(one.day < latest - DAY and one.weight >= 2.5 for one in clues):
        return clues
    return [
        replace(one, weight=one.weight * 0.5)
        if one.family == "seen" and one.role == "unknown" and one.day >= latest - DAY
        else one
        for one in clues
    ]


def _once(clues: list[Clue]) -> list[Clue]:
    """Keep the strongest of clues that read the same words in the same kind of place."""
    kept: dict[tuple[str, ...], Clue] = {}
    for one in clues:
        key = (one.day.isoformat(), one.kind, one.role, one.written.raw)
        if key not in kept or kept[key].weight < one.weight:
            kept[key] = one
    return list(kept.values())[:400]


def _candidate(one: Clue) -> DateCandidate:
    return DateCandidate(one.day.isoformat(), one.basis, one.written.raw)


def _as_update(one: Clue, clues: list[Clue]) -> Clue:
    """Take an unlabelled visible date for an update when machines call that day the modified one.

    Unless the published instant, told in UTC, may be that same day where the outlet lives.
    """
    if one.family != "seen" or one.role != "unknown":
        return one
    said = [other for other in clues if other.family == "machine" and other.weight >= 2.4]
    published = [other for other in said if other.role == "published"]
    is_modified = any(other.role == "modified" and other.day == one.day for other in said)
    if not is_modified or not published:
        return one
    if any(other.day >= one.day or _may_be(other, one.day) for other in published):
        return one
    return replace(one, role="modified")


def _may_be(one: Clue, day: date) -> bool:
    """Say whether an instant in UTC is this day in some place where people publish."""
    if one.written.clock is None or not one.written.in_utc:
        return one.day == day
    moment = datetime.combine(one.day, datetime.min.time()) + timedelta(minutes=one.written.clock)
    first, last = moment - timedelta(hours=10), moment + timedelta(hours=13)
    return first.date() <= day <= last.date()


def _weight(day: date, clues: list[Clue], months: Iterable[tuple[int, int]]) -> float:
    """Weigh a day: the strongest clue of each family in full, further kinds a little."""
    total = 0.5 if (day.year, day.month) in set(months) else 0.0
    for family in ("machine", "seen", "url", "search"):
        by_kind: dict[str, float] = {}
        for one in clues:
            if one.family == family and abs(one.day - day) <= DAY:
                weight = one.weight if one.day == day else one.weight * 0.9
                by_kind[one.kind] = max(by_kind.get(one.kind, 0), weight)
        if by_kind:
            ranked = sorted(by_kind.values(), reverse=True)
            total += ranked[0] + 0.15 * min(sum(ranked[1:]), 6.0)
    return total


def _heaviest(clues: list[Clue], months: Iterable[tuple[int, int]]) -> tuple[date, Clue] | None:
    """Find the heaviest group and the clue in it that names the day as its readers know it."""
    days = sorted({one.day for one in clues})
    if not days:
        return None
    centre = max(days, key=lambda day: (round(_weight(day, clues, months), 2), -day.toordinal()))
    group = [one for one in clues if abs(one.day - centre) <= DAY and one.weight > 0.8]
    group = group or [one for one in clues if one.day == centre]
    return centre, max(group, key=lambda one: (*_nearness(one), -one.day.toordinal()))


def _nearness(one: Clue) -> tuple[int, float]:
    """Rank a clue by how surely its day is the local one."""
    if one.family == "seen" and one.weight >= 2.2:
        return (5, one.weight)
    if one.family == "machine" and one.weight >= 2.4 and not one.written.in_utc:
        return (4 if one.written.offset else 2, one.weight)
    if one.family == "url":
        return (3, one.weight)
    if one.family == "machine":
        return (1, one.weight)
    return (0, one.weight)


def _day_first(page: Outline, clues: list[Clue]) -> bool | None:
    """Say whether the numeric dates of this page put the day first, as far as the page shows it."""
    if not any(one.written.swapped for one in clues):
        return None
    shown = [one.written for one in clues if one.written.numeric]
    shown += [
        one
        for block in page.blocks[:400]
        if len(block.text) < 200
        for one in written_dates(block.text)
        if one.numeric
    ]
    for one in shown:
        if one.swapped is None and one.day.day != one.day.month and "." not in one.raw:
            first = int(re.match(r"\d+", one.raw)[0])  # type: ignore[index]
            return first == one.day.day
    return None


def _writes_month_first(tree: HtmlElement, urls: list[str]) -> bool:
    """Say whether a page in English is likely to mean April 3 by 4/3: not outside America."""
    language = (tree.get("lang") or "").lower().replace("_", "-")
    host = (host_of(urls[0]) or "") if urls else ""
    elsewhere = ("uk", "au", "nz", "ie", "in", "hk", "sg", "za", "my", "eu")
    return language in ("en", "en-us") and host.rpartition(".")[2] not in elsewhere


def _fit(one: Clue, clues: list[Clue], latest: date, day_first: bool | None) -> Clue | None:
    """Settle which reading of a numeric date holds; drop what lies before 1995 or in the future."""
    readings = [one.day] + ([one.written.swapped] if one.written.swapped else [])
    readings = [day for day in readings if EARLIEST <= day <= latest]
    if not readings:
        return None
    day = readings[0]
    if len(readings) == 2:
        sure = [other for other in clues if other.written.swapped is None and other.weight >= 2.4]
        agreed = [day for day in readings if any(abs(other.day - day) <= DAY for other in sure)]
        if len(agreed) == 1:
            day = agreed[0]
        elif day_first is False and "." not in one.written.raw:
            day = readings[1]
    if day == one.day:
        return one
    return replace(one, written=replace(one.written, day=day, swapped=None))


def _search(
    tree: HtmlElement, page: Outline, urls: list[str], latest: date, clues: list[Clue]
) -> list[Clue]:
    """Ask htmldate, which searches the whole page, and weigh what it says.

    It may answer with the change of a page, or with the first day of a month or year of which the
    page names no day: the first is then called what it is, the second is no answer.
    """
    from htmldate import find_date  # noqa: PLC0415 - most pages tell their date without a search

    try:
        answer = find_date(
            tree,
            original_date=True,
            extensive_search=True,
            url=urls[0] if urls else None,
            max_date=datetime.combine(latest, datetime.max.time()),
        )
    except (AssertionError, ValueError, TypeError, OverflowError):
        return []  # malformed trees: lxml cannot copy them
    if answer is None:
        return []
    day = date.fromisoformat(answer)
    role = "unknown"
    same = [one for one in clues if one.day == day]
    if same and all(one.role == "modified" for one in same):
        role = "modified"
    if day.day == 1 and not same and not _stands_on(tree, day):
        return []
    # where one of our clues says the same it was found in the same place: no second witness
    known = any(abs(one.day - day) <= DAY and one.weight >= 1.5 for one in clues)
    weight = 0.7 if known else _trust(page, day)
    written = Written(day, answer, 0, len(answer))
    return [Clue(written, "search", role, "search", weight, "search")]


def _trust(page: Outline, day: date) -> float:
    """Say how far to trust a day found by searching: by the company in which it stands."""
    furniture = prose = False
    for block in page.blocks:
        if not any(day in (one.day, one.swapped) for one in written_dates(block.text[:2000])):
            continue
        if block.furniture:
            furniture = True
        elif len(block.text) > 260:
            prose = True
        else:
            return 2.0
    if prose:
        return 1.5
    return 0.9 if furniture else 1.6


def _stands_on(tree: HtmlElement, day: date) -> bool:
    """Say whether a day is written anywhere on the page, in text or attributes."""
    texts = [text for text in tree.itertext() if any(letter.isdigit() for letter in text)]
    values = [value for element in tree.iter("*") for value in element.values() if "0" in value]
    return any(
        day in (one.day, one.swapped)
        for text in texts + values
        for one in written_dates(text[:5000])
    ) or any(day.strftime("%Y%m%d") in value for value in values)
