"""Know the days that have names: holidays of fixed and of moving date."""

from collections.abc import Callable

from pipeline.dates.periods import Period, a_day


def _on(month: int, day: int) -> Callable[[int], Period | None]:
    return lambda year: a_day(year, month, day)


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], Period | None]:
    """Return the nth such weekday of a month."""

    def found(year: int) -> Period | None:
        first = a_day(year, month, 1)
        return first and first.shift((weekday - first.first.weekday()) % 7 + 7 * (nth - 1))

    return found


def _last(month: int, weekday: int) -> Callable[[int], Period | None]:
    def found(year: int) -> Period | None:
        last = a_day(year, month, 31)
        return last and last.shift(-((last.first.weekday() - weekday) % 7))

    return found


def _after_easter(days: int) -> Callable[[int], Period | None]:
    def found(year: int) -> Period | None:
        easter = _easter(year)
        return easter and easter.shift(days)

    return found


def _easter(year: int) -> Period | None:
    """Return Western Easter Sunday, by the Gregorian reckoning of golden number and epact."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap_centuries, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    to_sunday = (32 + 2 * rest + 2 * (in_century // 4) - epact - in_century % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return a_day(year, month, day + 1)


def _black_friday(year: int) -> Period | None:
    thanksgiving = FESTIVALS["thanksgiving"](year)
    return thanksgiving and thanksgiving.shift(1)


def _election_day(year: int) -> Period | None:
    """Return the Tuesday after the first Monday of November."""
    monday = _nth(11, 0, 1)(year)
    return monday and monday.shift(1)


FESTIVALS: dict[str, Callable[[int], Period | None]] = {
    "christmas": _on(12, 25),
    "christmas day": _on(12, 25),
    "christmas eve": _on(12, 24),
    "boxing day": _on(12, 26),
    "new year's eve": _on(12, 31),
    "new year's day": _on(1, 1),
    "new year's": _on(1, 1),
    "valentine's day": _on(2, 14),
    "st. patrick's day": _on(3, 17),
    "may day": _on(5, 1),
    "fourth of july": _on(7, 4),
    "july fourth": _on(7, 4),
    "independence day": _on(7, 4),
    "halloween": _on(10, 31),
    "veterans day": _on(11, 11),
    "armistice day": _on(11, 11),
    "martin luther king day": _nth(1, 0, 3),
    "presidents day": _nth(2, 0, 3),
    "presidents' day": _nth(2, 0, 3),
    "mother's day": _nth(5, 6, 2),
    "memorial day": _last(5, 0),
    "father's day": _nth(6, 6, 3),
    "labor day": _nth(9, 0, 1),
    "election day": _election_day,
    "inauguration day": _on(1, 20),
    "martin luther king jr. day": _nth(1, 0, 3),
    "columbus day": _nth(10, 0, 2),
    "thanksgiving": _nth(11, 3, 4),
    "thanksgiving day": _nth(11, 3, 4),
    "black friday": _black_friday,
    "easter": _after_easter(0),
    "easter sunday": _after_easter(0),
    "easter monday": _after_easter(1),
    "good friday": _after_easter(-2),
    "palm sunday": _after_easter(-7),
    "ash wednesday": _after_easter(-46),
}


def festival_day(name: str, year: int) -> Period | None:
    """Return the day of a festival in a year; ``name`` is in lower case with straight quotes."""
    return FESTIVALS[name](year)
