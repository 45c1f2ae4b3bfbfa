"""Find which claims of one company, stance and scope tell of the same act."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.merging_evidence import (
    Span,
    explicit_day,
    independent_sources,
    shift,
    span_of,
)
from pipeline.model import StoredClaim, When

AGREE_DAYS = 2  # Microsoft's pause is dated July 6, 7 and 8: time zones, and "Tuesday" written late
NEWS_DAYS = 14  # as long as a newsroom still tells an act as news; two months are another act
ZONE_DAYS = 1  # a page dated in California tells what happened "tomorrow" in Hong Kong


@dataclass(frozen=True, slots=True)
class Cluster:
    """Claims that tell of one act.

    ``span`` is None while nothing dates it. ``claims`` decide date, sources and confidence;
    ``carried_out`` are dated on the day when an act announced before (or backdated) took effect;
    ``conditional`` only stand beside.
    """

    span: Span | None
    claims: tuple[StoredClaim, ...]
    carried_out: tuple[StoredClaim, ...] = ()
    conditional: tuple[StoredClaim, ...] = ()

    @property
    def telling(self) -> tuple[StoredClaim, ...]:
        """Give all claims that say that the act happened."""
        return self.claims + self.carried_out

    @property
    def sources(self) -> int:
        """Count the independent sources that say so."""
        return len(independent_sources(self.telling))


def cluster_claims(claims: Iterable[StoredClaim]) -> tuple[Cluster, ...]:
    """Group claims of one company, stance and scope by act; the order of the input is all the same.

    1. Named days gather around the best supported day, at most 2 days off on either side: time
       zones and late weekdays blur a day that far. The days of one cluster never spread over more
       than 4 days, so a chain of neighbours cannot drag two acts together.
    2. A cluster on the day that another cluster's claims give as effective is that act carried
       out, not a second one: announced Monday, gone from the stores on Friday. So is one whose
       claims all date the doing itself, within 14 days of an act that was said before.
    3. A claim dated by publication alone tells of something at or before that day: it joins the
       latest cluster of the 14 days before (or the day after: time zones). Later than that, fresh
       news is a new act: the same answer given again in September is not July's. What is left
       gathers in spells of 14 days from the earliest report.
    4. A month, a year or an approximate date says less than a day, and does not contradict one
       within it: it joins the cluster there, of several the one with most sources, then the
       earliest. Narrow dates are placed before wide ones. Without one it is a cluster of its own.
    5. An undated claim is background: it joins the nearest cluster before its publication, be it
       years before. With no publication date it joins only where there is no choice. The rest is
       one undated cluster: nothing tells its acts apart.
    6. A conditional claim joins by the same rules and never makes a cluster.
    """
    ordered = sorted(claims, key=lambda stored: stored.id)
    kinds: defaultdict[str, list[StoredClaim]] = defaultdict(list)
    for stored in ordered:
        conditional = stored.claim.modality == "conditional"
        kinds["conditional" if conditional else _kind(stored.claim.announced)].append(stored)
    clusters = _fold_carried_out(_gather_days(kinds["day"]))
    clusters = _join(clusters, kinds["published"], _gather_spells)
    by_width: defaultdict[tuple[int, date], list[StoredClaim]] = defaultdict(list)
    for stored in kinds["coarse"]:
        span = span_of(stored.claim.announced)
        if span is not None:
            by_width[span.days, span.first].append(stored)
    for width in sorted(by_width):
        clusters = _join(clusters, by_width[width], _gather_alike)
    clusters = _join(clusters, kinds["unknown"], _gather_alike)
    return _stand_beside(clusters, kinds["conditional"])


def _kind(when: When) -> str:
    if span_of(when) is None:
        return "unknown"
    if when.basis == "published":
        return "published"
    return "coarse" if explicit_day(when) is None else "day"


def _gather_days(claims: Sequence[StoredClaim]) -> list[Cluster]:
    by_day: defaultdict[date, list[StoredClaim]] = defaultdict(list)
    for stored in claims:
        day = explicit_day(stored.claim.announced)
        if day is not None:
            by_day[day].append(stored)
    support = {day: len(independent_sources(told)) for day, told in by_day.items()}
    clusters = []
    while by_day:
        anchor = min(by_day, key=lambda day: (-support[day], day))
        near = sorted(day for day in by_day if abs((day - anchor).days) <= AGREE_DAYS)
        told = tuple(stored for day in near for stored in by_day.pop(day))
        clusters.append(Cluster(Span(near[0], near[-1]), told))
    return clusters


def _fold_carried_out(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Fold each cluster that is another one's taking effect into it; of several, the strongest.

    One lone source that gives an effective date cannot take a cluster that several sources date
    otherwise: it may have mixed the two up. Where each is the other's, the stronger one stands.
    """
    ranked = sorted(clusters, key=_strength)
    taken: defaultdict[int, list[Cluster]] = defaultdict(list)
    folded: set[int] = set()
    for rank, cluster in enumerate(ranked):
        takers = (
            other
            for other, host in enumerate(ranked)
            if other != rank
            and other not in folded
            and _carries_out(cluster, host)
            and (other < rank or not _carries_out(host, cluster))
        )
        taker = next(takers, None)
        if taker is not None and rank not in taken:
            taken[taker].append(cluster)
            folded.add(rank)
    return [
        unite([host, *(Cluster(each.span, (), each.claims) for each in taken.get(rank, []))])
        for rank, host in enumerate(ranked)
        if rank not in folded
    ]


def unite(clusters: Sequence[Cluster]) -> Cluster:
    """Make one cluster of several that turned out to tell of one act."""
    spans = [each.span for each in clusters if each.span is not None]
    return Cluster(
        span=Span(min(s.first for s in spans), max(s.last for s in spans)) if spans else None,
        claims=tuple(stored for each in clusters for stored in each.claims),
        carried_out=tuple(stored for each in clusters for stored in each.carried_out),
        conditional=tuple(stored for each in clusters for stored in each.conditional),
    )


def _carries_out(cluster: Cluster, host: Cluster) -> bool:
    """Tell whether enough of the host's claims give the cluster's days as effective.

    An act may be backdated by some days (Google's pause, said on July 6, held from July 1). A year
    later the same words are background to a new act, and the old one stays its own.
    """
    if cluster.span is None or host.span is None:
        return False
    if cluster.span.last < shift(host.span.first, -NEWS_DAYS):
        return False
    if host.span.last < cluster.span.first <= shift(host.span.last, NEWS_DAYS):
        if all(_effective_within(stored, cluster.span) for stored in cluster.claims):
            return True
    stating = [stored for stored in host.claims if _effective_within(stored, cluster.span)]
    return len(independent_sources(stating)) >= min(2, cluster.sources)


def _effective_within(stored: StoredClaim, days: Span) -> bool:
    span = span_of(stored.claim.effective)
    if span is None or span.days > 31:  # "in 2021" fits too much to prove anything
        return False
    slack = 0 if span.days else AGREE_DAYS
    return _widen(span, slack).meets(days)


def _gather_spells(claims: Sequence[StoredClaim]) -> list[Cluster]:
    """Gather claims dated by publication; the earliest report is the nearest we know to the act."""
    spells: list[list[StoredClaim]] = []
    start = date.min
    for stored in sorted(claims, key=lambda each: (each.claim.announced.value or "", each.id)):
        span = span_of(stored.claim.announced)
        if span is None:
            continue
        if not spells or span.first > shift(start, NEWS_DAYS):
            start = span.first
            spells.append([])
        spells[-1].append(stored)
    return [Cluster(span_of(spell[0].claim.announced), tuple(spell)) for spell in spells]


def _gather_alike(claims: Sequence[StoredClaim]) -> list[Cluster]:
    """Make one cluster of claims that all carry the same coarse date, or none."""
    return [Cluster(span_of(claims[0].claim.announced), tuple(claims))] if claims else []


def _join(
    clusters: Sequence[Cluster],
    claims: Iterable[StoredClaim],
    gather: Callable[[Sequence[StoredClaim]], list[Cluster]],
) -> list[Cluster]:
    """Place claims in the clusters as they stand, then gather those that found no place."""
    ranked = sorted(clusters, key=_strength)
    placed = _place_all(ranked, claims)
    joined = [
        replace(cluster, claims=cluster.claims + tuple(placed[rank]))
        for rank, cluster in enumerate(ranked)
    ]
    return joined + gather(placed[None])


def _stand_beside(
    clusters: Sequence[Cluster], claims: Iterable[StoredClaim]
) -> tuple[Cluster, ...]:
    ranked = sorted(clusters, key=_strength)
    placed = _place_all(ranked, claims)
    return tuple(
        replace(cluster, conditional=tuple(placed[rank])) for rank, cluster in enumerate(ranked)
    )


def _place_all(
    ranked: Sequence[Cluster], claims: Iterable[StoredClaim]
) -> defaultdict[int | None, list[StoredClaim]]:
    placed: defaultdict[int | None, list[StoredClaim]] = defaultdict(list)
    for stored in claims:
        placed[_place(stored, ranked)].append(stored)
    return placed


def _place(stored: StoredClaim, ranked: Sequence[Cluster]) -> int | None:
    """Find the cluster, strongest first, that a claim belongs to; None when there is none."""
    kind = _kind(stored.claim.announced)
    report = _reported(stored)
    if kind == "unknown" and report is None:
        return 0 if len(ranked) == 1 else None
    told = [
        (rank, cluster.span)
        for rank, cluster in enumerate(ranked)
        if cluster.span is not None
        and (report is None or cluster.span.first <= shift(report.last, ZONE_DAYS))
    ]
    meant = span_of(stored.claim.announced)
    if meant is not None and kind in {"day", "coarse"}:
        around = _widen(meant, AGREE_DAYS if kind == "day" else 0)
        return next((rank for rank, span in told if span.meets(around)), None)
    if kind == "published" and report is not None:
        oldest = shift(report.first, -NEWS_DAYS)
        told = [(rank, span) for rank, span in told if span.last >= oldest]
    return max(told, key=lambda each: (each[1].first, -each[0]))[0] if told else None


def _reported(stored: StoredClaim) -> Span | None:
    """Give the days on which the document may have been published: one, as a rule."""
    announced = stored.claim.announced
    published = When(stored.document.published)
    return span_of(announced if _kind(announced) == "published" else published)


def _widen(span: Span, days: int) -> Span:
    return Span(shift(span.first, -days), shift(span.last, days))


def _strength(cluster: Cluster) -> tuple[int, date, str]:
    """Sort by most sources, then earliest; ids settle what is left."""
    first = cluster.span.first if cluster.span is not None else date.max
    return (-cluster.sources, first, min(stored.id for stored in cluster.claims))
