"""Find the events that a person should look at, and say why; the riskiest first."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.merging_evidence import Span, publisher_of, span_of
from pipeline.model import Event, StoredClaim, When
from pipeline.reviews.rulings import Terms
from pipeline.visible import one_line

NEAR_DAYS = 14  # as long as a newsroom still tells an act as news
RISKS = {  # each kind lies above all of the next; within it the least confident come first
    "evidence_changed": 500,
    "contradiction": 400,
    "sentence_gone": 300,
    "low_confidence": 200,
    "single_source": 100,
}
NAMED = 3  # contradicting events that are named; the others are counted


@dataclass(frozen=True, slots=True)
class Waiting:
    """One event that awaits a person: its risk, the kind of the worst reason, reasons in words.

    ``since`` is the moment (UTC) at which its newest evidence was captured, None when none was.
    """

    event: str
    company: str
    kind: str
    risk: int
    reasons: tuple[str, ...]
    since: str | None = None


def waiting(
    events: Sequence[Event],
    claims: Mapping[str, StoredClaim],
    *,
    threshold: float,
    terms: Terms,
    stale: Mapping[str, str],
    left: Mapping[str, str],
) -> tuple[Waiting, ...]:
    """List the events that await a person, the riskiest first.

    ``claims`` are those of the events, by id. ``stale`` says of which the evidence differs from
    what was ruled on (see ``Ruled``). ``left`` gives the day on which the sentence of a claim
    left its watched page. An event that was accepted or rejected does not wait while its evidence
    is the same.
    """
    shown = [event for event in events if event.status != "rejected"]
    against = _contradictions(shown, terms)
    found = []
    for event in events:
        ruled = event.status in ("accepted", "rejected")
        if ruled and event.id not in stale:
            continue
        told = [claims[claim] for claim in event.claims]
        reasons = {"evidence_changed": stale[event.id]} if event.id in stale else {}
        reasons |= dict(_doubts(event, told, threshold, left, against.get(event.id, ())))
        if reasons:
            kind = next(kind for kind in RISKS if kind in reasons)
            captured = [stored.document.captured_at for stored in told]
            found.append(
                Waiting(
                    event.id,
                    event.company,
                    kind,
                    RISKS[kind] + round(99 * (1 - event.confidence)),
                    tuple(reasons[kind] for kind in RISKS if kind in reasons),
                    max((moment for moment in captured if moment), default=None),
                )
            )
    return tuple(sorted(found, key=lambda each: (-each.risk, each.event)))


def _doubts(
    event: Event,
    told: Sequence[StoredClaim],
    threshold: float,
    left: Mapping[str, str],
    against: Sequence[Event],
) -> Iterator[tuple[str, str]]:
    if against:
        named = [f"{each.id} ({each.stance}, {each.date})" for each in against[:NAMED]]
        more = len(against) - NAMED
        named += [f"{more} more"] if more > 0 else []
        yield "contradiction", f"contradicts {', '.join(named)}"
    gone = {(left[each.id], each.document.url or "") for each in told if each.id in left}
    if gone:
        places = ", ".join(f"{one_line(url)} on {day}" for day, url in sorted(gone))
        yield "sentence_gone", f"a sentence left its page: {places}"
    if event.status == "in_review":
        yield (
            "low_confidence",
            f"confidence {event.confidence:.2f}, and the timeline lists from {threshold:.2f}",
        )
    own = any(
        stored.claim.voice == "own" and stored.claim.modality != "conditional" for stored in told
    )
    if event.sources <= 1 and not own and told:
        teller = told[0].document.publisher or publisher_of(told[0].document)
        yield "single_source", f"one source only, not the company's own voice: {one_line(teller)}"


def _contradictions(events: Iterable[Event], terms: Terms) -> dict[str, tuple[Event, ...]]:
    """Find for each event those of its company and scope, at its time, whose stance excludes its.

    Days contradict each other up to two weeks apart, months and years when they meet. Events of
    one date are looked at together, so that many on the same days cost no more than few.
    """
    dated: defaultdict[tuple[str, str, str], defaultdict[Span, list[Event]]]
    dated = defaultdict(lambda: defaultdict(list))
    for event in events:
        span = span_of(When(event.date, event.precision))
        if span is not None and terms.excludes.get(event.stance):
            dated[event.company, event.scope, event.stance][span].append(event)
    spans = {place: _Spans(by_span) for place, by_span in dated.items()}
    found: dict[str, tuple[Event, ...]] = {}
    for (company, scope, stance), by_span in dated.items():
        rivals = [
            (spans[company, scope, other], dated[company, scope, other])
            for other in sorted(terms.excludes[stance])
            if (company, scope, other) in spans
        ]
        for span, alike in by_span.items():
            against = tuple(
                event
                for ranked, others in rivals
                for near in ranked.near(span)
                for event in others[near]
            )
            if against:
                found |= dict.fromkeys((event.id for event in alike), against)
    return found


class _Spans:
    """The spans of one company, scope and stance, in the order of their first days."""

    def __init__(self, spans: Collection[Span]):
        self._ordered = sorted(spans, key=lambda span: (span.first, span.last))
        self._longest = max(span.days for span in spans)

    def near(self, span: Span) -> Iterator[Span]:
        """Give the spans that lie near enough to contradict one."""
        reach = self._longest + NEAR_DAYS
        start = bisect_left(
            self._ordered, span.first.toordinal() - reach, key=lambda each: each.first.toordinal()
        )
        for other in self._ordered[start:]:
            if other.first.toordinal() > span.last.toordinal() + NEAR_DAYS:
                return
            slack = NEAR_DAYS if not span.days and not other.days else 0
            apart = max(span.first, other.first) - min(span.last, other.last)
            if apart.days <= slack:
                yield other
