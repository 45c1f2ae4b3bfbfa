"""Name what a person ruled, on what, and on which evidence: the entries of the log."""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Self, get_args

from pipeline.errors import StancelineError
from pipeline.merge import claim_key
from pipeline.model import StoredClaim, When
from pipeline.reviews.faces import Changed
from pipeline.tracker_models import Scope, Tracker

RULINGS = ("accept", "reject", "correct", "merge", "split", "note", "withdraw")
FIELDS = ("stance", "company", "scope", "date", "effective")
SCOPES: tuple[str, ...] = get_args(Scope)
BASIS = "review"  # of dates that a person gave
ABSENT = "-"  # ends the mark of a claim whose sentence left its page


class UnsoundRuling(StancelineError):
    """A ruling that cannot be made; the message says why, and what to do next."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class ClaimMark:
    """A claim as it was ruled on, by which it is found again when its id changed.

    ``key`` is that of its document (see ``claim_key``). Claims that differ in id alone, because a
    page was captured anew or says the sentence twice, are one and the same to a ruling.
    """

    id: str
    key: str
    company: str
    product: str | None
    stance: str
    scope: str
    quote: str

    @classmethod
    def of(cls, stored: StoredClaim) -> Self:
        """Mark a claim."""
        claim = stored.claim
        return cls(
            stored.id,
            claim_key(stored.document),
            claim.company,
            claim.product,
            claim.stance,
            claim.scope,
            claim.quote,
        )

    @property
    def digest(self) -> str:
        """Give 12 hex digits that stand for all of the mark but its id."""
        said = (self.key, self.company, self.product, self.stance, self.scope, self.quote)
        return _digest(said, 12)


@dataclass(frozen=True, slots=True)
class Ruling:
    """One ruling of a person: an entry of the log.

    ``target`` is the id of an event or a claim, or of the ruling that is withdrawn. ``event`` is
    the event that it acted on then, ``company`` that event's. ``value`` is the right value (None:
    unknown), the event to merge into, or the id of the event that is split off; ``before`` is
    what stood there. ``was_public`` tells whether the event stood on the timeline. ``claims`` are
    the claims that were named, ``seen`` the digests of all evidence (see ``seen_in``). ``changed``
    is what readers saw before and after it.
    """

    id: str
    target: str
    ruling: str
    reviewer: str
    reason: str
    made_at: str
    event: str | None = None
    company: str | None = None
    field: str | None = None
    value: str | None = None
    before: str | None = None
    was_public: bool = False
    claims: tuple[ClaimMark, ...] = ()
    seen: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()

    @property
    def on_claim(self) -> bool:
        """Tell whether a claim was ruled on, and not an event."""
        return bool(self.claims) and self.ruling != "split"

    @property
    def evidence(self) -> str | None:
        """Give the digest of what was ruled on, None where that does not matter."""
        return _digest(self.seen, 16) if self.seen else None


@dataclass(frozen=True, slots=True)
class Terms:
    """The words that rulings may use: company names by slug, stances, which exclude which."""

    companies: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    stances: frozenset[str] = frozenset()
    excludes: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, tracker: Tracker) -> Self:
        """Take the words of a tracker; who excludes is excluded too."""
        excludes: dict[str, set[str]] = {stance.id: set() for stance in tracker.stances}
        for stance in tracker.stances:
            for other in excludes.keys() & set(stance.excludes):
                excludes[stance.id].add(other)
                excludes[other].add(stance.id)
        return cls(
            companies={company.slug: company.name for company in tracker.companies},
            stances=frozenset(excludes),
            excludes={stance: frozenset(others) for stance, others in excludes.items()},
        )

    def objection(self, name: str | None, value: str | None) -> str | None:
        """Say what is wrong with a value for a field; None when it can stand there."""
        if name == "company" and value not in self.companies:
            return f"{value!r} is no company of the tracker"
        if name == "stance" and value not in self.stances:
            return f"{value!r} is no stance of the tracker"
        if name == "scope" and value not in SCOPES:
            return f"{value!r} is no scope; choose one of {', '.join(SCOPES)}"
        if name in ("date", "effective") and value is not None and not _is_date(value):
            return f"{value!r} is no date; write 2020-07-06, 2020-07 or 2020, or 'unknown'"
        if name not in FIELDS:
            return f"{name!r} cannot be corrected; choose one of {', '.join(FIELDS)}"
        return None


NO_TERMS = Terms()


def named(ruling: Ruling, *, taken: Collection[str] = ()) -> Ruling:
    """Give a ruling its id, made from all that it says: ``r`` and 8 hex digits, or more."""
    whole = _whole_name(ruling)
    names = (whole[:length] for length in range(9, len(whole) + 1))
    return replace(ruling, id=next(name for name in names if name not in taken))


def is_named_well(ruling: Ruling) -> bool:
    """Tell whether a ruling says what it said when it got its id."""
    return len(ruling.id) >= 9 and _whole_name(ruling).startswith(ruling.id)


def in_order(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Put rulings in the order in which they count: as they were made; ties as in the log."""
    return sorted(rulings, key=lambda ruling: ruling.made_at)


def until(rulings: Iterable[Ruling], day: str) -> tuple[Ruling, ...]:
    """Keep the rulings that had been made by the end of an ISO day (UTC)."""
    return tuple(ruling for ruling in rulings if ruling.made_at[:10] <= day)


def withdrawn(ordered: Sequence[Ruling]) -> set[str]:
    """Find the rulings that were taken back; what was taken back itself takes nothing back."""
    gone: set[str] = set()
    for ruling in reversed(ordered):
        if ruling.ruling == "withdraw" and ruling.id not in gone:
            gone.add(ruling.target)
    return gone


def seen_in(claims: Iterable[StoredClaim], absent: Collection[str]) -> tuple[str, ...]:
    """Digest evidence, claim by claim: a mark each, which ends in "-" where its sentence left.

    ``absent`` are ids of claims whose sentence is no more on its watched page.
    """
    marks: dict[str, str] = {}
    for stored in claims:
        mark = ClaimMark.of(stored).digest
        marks[mark] = ABSENT if stored.id in absent else marks.get(mark, "")
    return tuple(sorted(mark + end for mark, end in marks.items()))


def difference(seen: Iterable[str], present: Iterable[str]) -> str | None:
    """Say how evidence differs from what was seen; None when nothing came, went or left a page."""
    before, now = set(seen), set(present)
    known, found = ({each.removesuffix(ABSENT) for each in marks} for marks in (before, now))
    left = {each for each in now - before if each.endswith(ABSENT)}
    left = {each for each in left if each.removesuffix(ABSENT) in known}
    counts = (
        (len(found - known), "new claim", "new claims"),
        (len(known - found), "claim gone", "claims gone"),
        (len(left), "sentence left its page", "sentences left their pages"),
    )
    words = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    return ", ".join(words) or None


def when_given(value: str | None) -> When:
    """Give the date that a person gave, as precise as it is written."""
    precision = None if value is None else {4: "year", 7: "month"}.get(len(value), "day")
    return When(value, precision, BASIS)


def _whole_name(ruling: Ruling) -> str:
    said = {**asdict(ruling), "id": ""}
    if not ruling.changed:
        del said["changed"]
    content = json.dumps(said)
    return f"r{hashlib.sha256(content.encode()).hexdigest()}"


def _is_date(value: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value, re.ASCII):
        return False
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        return False
    return True


def _digest(parts: Sequence[str | None], length: int) -> str:
    return hashlib.sha256(json.dumps(list(parts)).encode()).hexdigest()[:length]
