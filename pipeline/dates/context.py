"""Remember what a text has told while it is read from its start."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.dates.clauses import sentence_starts
from pipeline.dates.meanings import Fixed, Shifted, Span, Weekday
from pipeline.dates.periods import Period

# Characters: "a year earlier" speaks of a quarter told up to here, of a month in its own sentence.
_NEAR = {"quarter": 300, "half": 300, "month": 150, "day": 150}


_SIZES = {"day": 0, "week": 1, "weekend": 1, "month": 2, "quarter": 3, "season": 3, "half": 3}
_SIZES |= {"year": 4, "decade": 5, "century": 6}
_FRAMES = {"day", "month", "season", "quarter", "half", "year"}
_FRAME_LEAD = re.compile(
    r"(?:(?:and|but|then|even|only)\s+)?(?:(?:early|late|later)\s+)?"
    r"(?:(?P<in>on|in|by|at|after|since|from|until|before|during|around|as of)\s+"
    r"(?:(?:about|of|the|early|late|end|start|beginning|spring|summer|autumn|fall|winter)\s+)*)?",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\bsince\s(?:the )?$|\b(?:from|than|with)\s[^.;]{0,28}\bin\s(?:the )?$")


@dataclass(slots=True)
class Context:
    """What is known at one point of a text; it moves on with every date.

    ``narrative`` is true for a text that tells of other years than its own: there a day without
    a year belongs to the year told last, not to the one of publication.
    """

    text: str
    published: date | None
    narrative: bool = False
    told: Period | None = None
    frame: tuple[int, Period] | None = None  # of a sentence: its start, the far date it begins with
    in_entry: bool = False  # of a chronicle: "on Monday" is told from the day that heads it
    _entry_end: int = 0
    _outside: tuple[date | None, bool] = None, False
    _dated: tuple[int, Period] | None = None
    _starts: list[int] = field(default_factory=list)
    _places: dict[str, tuple[int, Period]] = field(default_factory=dict)

    def sentence(self, place: int) -> int:
        """Return where the sentence of a place begins."""
        if not self._starts:
            self._starts = sentence_starts(self.text)
        return self._starts[bisect_right(self._starts, place) - 1]

    def enter(self, head: Period | None, end: int) -> None:
        """Begin an entry of a chronicle: up to ``end`` its day stands for that of publication."""
        if head is None:
            return
        self._outside, self._entry_end, self.in_entry = (self.published, self.narrative), end, True
        self.narrative = head.unit != "day"
        if head.unit == "day":
            self.published = head.first

    def leave(self, place: int) -> None:
        """End the entry of a chronicle when a place lies behind it."""
        if place >= self._entry_end:
            self.published, self.narrative = self._outside
            self.in_entry = False

    def anchor(self, unit: str = "day", *, told: bool) -> date | None:
        """Return the day to count from: the date told last, or the day of publication.

        Days are counted from a day, months from a month or a day: "the next day" after "last
        year" is known to nobody.
        """
        if not told or self.told is None:
            return self.published
        if unit == "quarter" and unit in self._places:  # not from a weekday told since
            return self._places[unit][1].first
        fine = [told for each, told in self._places.items() if _SIZES[each] <= _SIZES[unit]]
        if fine:
            return max(fine, key=lambda told: told[0])[1].first
        return self.published if unit == "quarter" and not self.narrative else None

    def tell(self, span: Span, found: Period) -> None:
        """Take note of a date that the text has told.

        The month of a comparison does not take the place of the one that is compared: "to 9 in
        August from 8 in July and 7 a year earlier" speaks of an earlier August.
        """
        self.told, place = found, span.start
        if found.unit == "bc":  # what is counted from it lies outside our calendar
            self._dated, self.frame = None, None
            self._places.clear()
            return
        if found.unit not in {"decade", "century"}:
            self._dated = place, found
        if self.published and found.first.year != self.published.year and found.unit in _FRAMES:
            start = self.sentence(place)
            lead = _FRAME_LEAD.fullmatch(self.text, start, place)
            adverb = not isinstance(span.meaning, Fixed) or self.text.startswith(",", span.end)
            if lead and (lead["in"] or adverb):
                self.frame = start, found
        before = self.text[max(0, place - 40) : place]
        if (last := self._places.get(found.unit)) and (
            _COMPARED.search(before) or _is_year_before(found, last[1])
        ):
            return
        self._places[found.unit] = place, found

    def told_near(self, place: int, *units: str) -> Period | None:
        """Return the latest period of one of these units, told shortly before ``place``."""
        near = [
            self._places[unit]
            for unit in units
            if unit in self._places and place - self._places[unit][0] <= _NEAR[unit]
        ]
        if near and units[-1] == "month" and max(near, key=lambda told: told[0])[1].unit == "month":
            start = self.sentence(place)
            near = [told for told in near if told[1].unit != "month" or told[0] >= start]
        return max(near, key=lambda told: told[0])[1] if near else None

    def told_dated(self, place: int) -> Period | None:
        """Return the latest year, or part of one, that a history has told before ``place``.

        In a text without publication a bare year counts only close by: it may be an aside.
        """
        if self._dated is None:
            return None
        told_at, told = self._dated
        near = told.unit != "year" or place - told_at <= 40 or self.published is not None
        return told if near else None

    def last(self, *units: str) -> Period | None:
        """Return the latest period of one of these units, however long ago it was told."""
        told = [self._places[unit] for unit in units if unit in self._places]
        return max(told, key=lambda told: told[0])[1] if told else None


def _is_year_before(found: Period, told: Period) -> bool:
    """Tell the third quarter of 1988 beside that of 1989: it is only compared with."""
    return found.unit in {"month", "quarter", "half"} and found.shift_months(12) == told


def is_narrative(spans: Sequence[Span], published: date | None) -> bool:
    """Tell a history from news: most of its dates with a year lie far from publication."""
    if published is None:
        return True
    far: set[Period] = set()
    far_years: set[Period] = set()
    near = 0
    for span in spans:
        match span.meaning:
            case Fixed(period=found) if found.unit in {"day", "month", "season"}:
                if abs(found.first.year - published.year) > 1:
                    far.add(found)
                else:
                    near += 1
            case Fixed(period=found) if abs(found.first.year - published.year) > 1:
                far_years.add(found)
            case Shifted(told=False, in_history=False) | Weekday(told=False):
                near += 1
            case _:
                pass
    return len(far) > 2 * near and 3 * len(far) + len(far_years) >= _MANY


_MANY = 5  # two far days, or one and two far years
