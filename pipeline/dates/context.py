"""Remember what a text has told while it is read from its start."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.dates.meanings import DayOfMonth, Fixed, MonthDay, Part, Shifted, Span, Weekday
from pipeline.dates.periods import Period

# Characters: "a year earlier" speaks of a quarter told up to here, of a month in its own sentence.
_NEAR = {"quarter": 300, "half": 300, "month": 150, "day": 150}


_SIZES = {"day": 0, "week": 1, "weekend": 1, "month": 2, "quarter": 3, "season": 3, "half": 3}
_SIZES |= {"year": 4, "decade": 5, "century": 6}
_COMPARED = re.compile(r"\b(?:from|than|with)\s[^.;]{0,28}\bin\s(?:the )?$")


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
    _places: dict[str, tuple[int, Period]] = field(default_factory=dict)

    def anchor(self, unit: str = "day", *, told: bool) -> date | None:
        """Return the day to count from: the date told last, or the day of publication.

        Days are counted from a day, months from a month or a day: "the next day" after "last
        year" is known to nobody.
        """
        if not told or self.told is None:
            return self.published
        fine = [told for each, told in self._places.items() if _SIZES[each] <= _SIZES[unit]]
        return max(fine, key=lambda told: told[0])[1].first if fine else None

    def tell(self, place: int, found: Period) -> None:
        """Take note of a date that the text has told.

        The month of a comparison does not take the place of the one that is compared: "to 9 in
        August from 8 in July and 7 a year earlier" speaks of an earlier August.
        """
        self.told = found
        before = self.text[max(0, place - 40) : place]
        if found.unit in self._places and _COMPARED.search(before):
            return
        self._places[found.unit] = place, found

    def told_near(self, place: int, *units: str) -> Period | None:
        """Return the latest period of one of these units, told shortly before ``place``."""
        near = [
            self._places[unit]
            for unit in units
            if unit in self._places and place - self._places[unit][0] <= _NEAR[unit]
        ]
        return max(near, key=lambda told: told[0])[1] if near else None

    def told_year(self, place: int) -> int | None:
        """Return the year that a history is in, where a date is told without one."""
        if self.told is None or not self.narrative:
            return None
        if self.told.unit == "year":
            near = place - self._places["year"][0] <= 40
            return self.told.first.year if near or self.published else None
        return self.told.first.year if self.told.unit in {"day", "month"} else None

    def last(self, unit: str) -> Period | None:
        """Return the latest period of a unit, however long ago it was told."""
        return self._places[unit][1] if unit in self._places else None


def is_narrative(spans: Sequence[Span], published: date | None) -> bool:
    """Tell a history from news: most of its dates with a year lie far from publication."""
    if published is None:
        return True
    far = near = news = 0
    for span in spans:
        match span.meaning:
            case Fixed(period=found) if found.unit in {"day", "month"}:
                if abs(found.first.year - published.year) > 1:
                    far += 1
                else:
                    near += 1
            case Shifted(told=False) | Weekday(told=False):
                news += 1
            case MonthDay() | Part() | DayOfMonth():
                pass
    return far >= 3 and far > 2 * (near + news)
