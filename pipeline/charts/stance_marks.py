"""Turn lines of the timeline into rows of marks and bands, as far as they can be drawn."""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice, zip_longest

from pipeline.edition import Line, StanceWords
from pipeline.visible import one_line

MOST_MARKS = 300  # more of them hide each other
MOST_ROWS = 80


@dataclass(frozen=True, slots=True)
class Mark:
    """One event on a picture: the days on one of which it was said, as ordinals, and its words.

    ``first`` and ``last`` are None when its date is unknown. ``exact`` is false for months, years
    and dates that are only near; ``awaiting`` is true until a person has ruled on a doubtful one.
    """

    event: str
    company: str
    name: str
    scope: str
    stance: str
    label: str
    first: int | None
    last: int | None
    date: str | None
    precision: str | None
    sources: int
    seen: int | None
    words: str
    awaiting: bool = False

    @property
    def exact(self) -> bool:
        """Tell whether the day itself is known."""
        return self.precision == "day" and self.first == self.last

    @property
    def told(self) -> str:
        """Say when: the date as far as it is known."""
        about = "about " if self.precision == "approximate" else ""
        return f"{about}{one_line(self.date)}" if self.date else "undated"


@dataclass(frozen=True, slots=True)
class Band:
    """A stance from a day to another, begun by an event.

    It is ``share`` of ``shares`` where several began at once. It is ``open`` when nothing ended it
    as far as the texts know, and ``broken`` when an act that contradicts it did.
    """

    event: str
    stance: str
    label: str
    start: int
    end: int
    open: bool
    share: int
    shares: int
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """All that a company said about one thing, in the order of time."""

    company: str
    name: str
    scope: str
    marks: tuple[Mark, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """What is drawn, the last day that the texts know, and what is not drawn, in words.

    Rows have no bands unless they are ``whole``; what ended a stance may have been left out.
    """

    rows: tuple[Row, ...]
    newest: int | None
    events: int
    companies: int
    notes: tuple[str, ...]
    whole: bool = True


def mark_of(line: Line) -> Mark:
    """Keep of a line what a picture shows, which is little."""
    event = line.event
    days = days_of(event.date)
    published = [day for proof in line.proofs if (day := days_of((proof.published or "")[:10]))]
    reported = days_of(event.first_reported)
    seen = [day[1] for day in (*published, reported) if day]
    return Mark(
        event=event.id,
        company=event.company,
        name=cut(event.company_name, 60),
        scope=cut(event.scope.replace("_", " "), 40),
        stance=event.stance,
        label=cut(line.stance_label, 40),
        first=days[0] if days else None,
        last=days[1] if days else None,
        date=event.date if days else None,
        precision=event.precision,
        sources=event.sources,
        seen=max(seen, default=days[0] if days else None),
        words=cut(event.quote, 240),
        awaiting=event.status == "in_review",
    )


def days_of(value: str | None) -> tuple[int, int] | None:
    """Give the first and last day of an ISO day, month or year; None for what is none of these."""
    parts = (value or "").split("-")
    try:
        numbers = [int(part) for part in parts]
        year, month, day = (*numbers, None, None)[:3] if len(numbers) <= 3 else (0, 0, 0)
        if year is None:
            return None
        first = date(year, month or 1, day or 1)
        if day is not None:
            return first.toordinal(), first.toordinal()
        end = month or 12
        return first.toordinal(), date(year, end, monthrange(year, end)[1]).toordinal()
    except ValueError:
        return None


def rows_of(
    marks: Iterable[Mark],
    *,
    stances: Sequence[StanceWords],
    whole: bool = True,
    most: int = MOST_MARKS,
) -> Rows:
    """Lay marks out, a row for each company and thing, in the order of the first answers.

    ``stances`` tell which of them last.

    When there are too many, the companies that most sources report stay, each with all of its
    events; a company that alone has too many keeps its newest. Without the ``whole`` of each
    company's events nobody knows how long a stance lasted, and there are no bands.
    """
    by_company: defaultdict[str, list[Mark]] = defaultdict(list)
    undated: list[Mark] = []
    for mark in marks:
        (undated if mark.first is None else by_company[mark.company]).append(mark)
    known = [mark for each in by_company.values() for mark in each]
    newest = max((mark.seen for mark in (*known, *undated) if mark.seen), default=None)
    newest = max([newest or 0, *(mark.first or 0 for mark in known)]) or None
    kept, notes = _kept(by_company, most=most)
    rows: list[Row] = []
    for company in sorted(kept, key=lambda name: (min(map(_when, kept[name])), name)):
        scopes: defaultdict[str, list[Mark]] = defaultdict(list)
        for mark in sorted(kept[company], key=_when):
            scopes[mark.scope].append(mark)
        for scope, said in scopes.items():
            bands = tuple(_bands(said, newest or 0, stances)) if whole else ()
            rows.append(Row(company, said[0].name, scope, tuple(said), bands))
    if undated:
        notes = [*notes, _undated(undated)]
    if awaiting := sum(mark.awaiting for mark in (*known, *undated)):
        waits = "event awaits" if awaiting == 1 else "events await"
        notes = [*notes, f"{awaiting:,} {waits} a person’s review and may be wrong."]
    companies = len(by_company.keys() | {mark.company for mark in undated})
    events = len(known) + len(undated)
    return Rows(tuple(rows), newest, events, companies, tuple(notes), whole)


def _when(mark: Mark) -> tuple[int, int, str]:
    return mark.first or 0, mark.last or 0, mark.event


def _kept(
    by_company: dict[str, list[Mark]], *, most: int
) -> tuple[dict[str, list[Mark]], list[str]]:
    heard = Counter({name: sum(each.sources for each in by_company[name]) for name in by_company})
    order = sorted(by_company, key=lambda name: (-heard[name], name))
    kept: dict[str, list[Mark]] = {}
    marks = rows = 0
    for name in order:
        said = by_company[name]
        marks, rows = marks + len(said), rows + len({mark.scope for mark in said})
        if kept and (marks > most or rows > MOST_ROWS):
            break
        kept[name] = said
    notes: list[str] = []
    if order and len(by_company[order[0]]) > most:
        said = by_company[order[0]]
        kept = {order[0]: sorted(said, key=_when)[-most:]}
        notes.append(
            f"Of {said[0].name}, the {len(said) - most:,} older events are not drawn: "
            "this picture has no room for them."
        )
    rest = [name for name in order if name not in kept]
    if rest:
        events = sum(len(by_company[name]) for name in rest)
        drawn = "company" if len(kept) == 1 else f"{len(kept)} companies"
        notes.append(
            f"Drawn {'is' if len(kept) == 1 else 'are'} the {drawn} that most sources report. "
            f"Not drawn, for want of room: {events:,} {'event' if events == 1 else 'events'} of "
            f"{len(rest):,} other {'company' if len(rest) == 1 else 'companies'}."
        )
    return kept, notes


def _undated(marks: Sequence[Mark]) -> str:
    names = [f"{mark.name} ({mark.label})" for mark in islice(marks, 12)]
    more = f" and {len(marks) - 12:,} more" if len(marks) > 12 else ""
    said = "event has" if len(marks) == 1 else "events have"
    return (
        f"{len(marks):,} {said} no date that is known and cannot be drawn: "
        f"{', '.join(names)}{more}."
    )


def _bands(marks: Sequence[Mark], newest: int, stances: Sequence[StanceWords]) -> Iterable[Band]:
    """Let each lasting stance hold until the next, or until an act that contradicts it.

    Those that begin on one day share the height. Where only the month or year is known, it begins
    when that is over. What awaits a review begins and ends none.
    """
    passing = {each.id for each in stances if not each.lasts}
    certain = [mark for mark in marks if not mark.awaiting]
    acts = [mark for mark in certain if mark.stance in passing]
    lasting = [mark for mark in certain if mark.stance not in passing]
    steps = [
        (first, last, list(group))
        for (first, last), group in groupby(lasting, key=lambda mark: (mark.first, mark.last))
        if first is not None and last is not None
    ]
    for (first, last, group), after in zip_longest(steps, steps[1:]):
        held = {mark.stance: mark for mark in group}
        for share, mark in enumerate(held.values()):
            start = first if mark.exact else last + 1
            end = newest + 1 if after is None else after[0]
            against = [act for act in acts if _contradict(act.stance, mark.stance, stances)]
            stop = _broken(against, first, start)
            broken = stop is not None and stop < end
            end = stop if stop is not None and broken else end
            yield Band(
                event=mark.event,
                stance=mark.stance,
                label=mark.label,
                start=min(end, start),
                end=end,
                open=after is None and not broken,
                share=share,
                shares=len(held),
                broken=broken,
            )


def _broken(against: Iterable[Mark], first: int, start: int) -> int | None:
    """Tell from which day on a stance may be given up, by an act that contradicts it.

    Where it cannot be told whether the act came before the stance or after, that is its beginning.
    """
    days = [max(start, act.first or 0) for act in against if (act.last or 0) >= first]
    return min(days, default=None)


def _contradict(one: str, other: str, stances: Sequence[StanceWords]) -> bool:
    """Tell whether two stances exclude each other; said of one of them, it holds for both."""
    return any({one, other} == {each.id, name} for each in stances for name in each.excludes)


def cut(words: str, most: int) -> str:
    """Cut a text from outside to one line of so many letters."""
    shown, whole = one_line(words[: 4 * most]), len(words) <= 4 * most
    return shown if whole and len(shown) <= most else f"{shown[: most - 1].rstrip()}…"
