"""Read the numbers and percentages of transparency reports, and what follows of them."""

import re
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from scrapers.figures import Cell, Count, Derived, Figure, Notation, Share

LONGEST = 200  # characters; what is longer is no number
# Only ASCII digits, and no leading zeros. Twelve digits: no company has more users, and what is
# longer is an id or damage. Thousands are parted by commas, or by blanks that do not break: an
# ordinary blank may as well stand between two numbers. "1.234" has two meanings, so it is none.
NUMBER = (
    r"[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}"
    r"|[1-9][0-9]{0,2}(?:[\u00a0\u2007\u2009\u202f][0-9]{3}){1,3}"
    r"|[1-9][0-9]{0,11}|0"
)
BLANKS = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])|[ \t\r\n]+")  # all but those within a number
UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]+")
NOTES = re.compile(r"(?:\s?(?:\*|†|‡|\[[0-9a-zA-Z]{1,3}\]))+$")
HYPHEN = r"[-\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]"
DASH = re.compile(rf"{HYPHEN}{{1,3}}")
NOT_AVAILABLE = re.compile(r"n/?a|n\.a\.|not (?:available|applicable|reported)", re.IGNORECASE)
EXACT = re.compile(rf"({NUMBER})(?:\.00?)?")  # "1.000" may be a thousand
LESS_THAN = re.compile(rf"(?:<|less than|fewer than) ?({NUMBER})", re.IGNORECASE)
AT_LEAST = re.compile(rf"({NUMBER}) ?\+")
RANGE = re.compile(rf"({NUMBER}) ?{HYPHEN} ?({NUMBER})")
RESTATED = re.compile(rf"({NUMBER}) ?\(({NUMBER})\)")
PERCENT = re.compile(
    r"(?P<below>< ?)?(?P<number>(?:0|[1-9][0-9]{0,2})(?:\.(?P<decimals>[0-9]{1,25}))?) ?%?"
)
FRACTION = re.compile(r"[01](?:\.[0-9]{1,25})?|[1-9](?:\.[0-9]{1,25})?e-[01]?[0-9]")
FRACTION_DIGITS = 9  # to which the known file of fractions rounds; a program prints at least these
EVEN = Fraction(1, 10**6)  # percent; smaller differences are what binary fractions lose


def read_count(printed: str, *, cell: Cell) -> Count:
    """Read one counted number; what is none in any notation is kept as ``unreadable``.

    Known: ``1,234``, ``542.0``, ``0``, `` -``, ``--``, blank, ``n/a``, ``< 10``, ``0-499``,
    ``11,000 - 12,000``, ``5000+``, ``12*``, and ``1,712(1,725)`` for a number beside its former.
    """
    text = _plain(printed)
    if nothing := _nothing(text):
        return Count(printed, nothing, None, None, cell)
    if match := EXACT.fullmatch(text):
        value = _whole(match[1])
        return Count(printed, "number" if value else "zero", value, value, cell)
    if match := LESS_THAN.fullmatch(text):
        below = _whole(match[1])
        if below:
            return Count(printed, "less_than", 0, below - 1, cell)
    if match := AT_LEAST.fullmatch(text):
        return Count(printed, "at_least", _whole(match[1]), None, cell)
    if match := RANGE.fullmatch(text):
        low, high = _whole(match[1]), _whole(match[2])
        if low <= high:
            return Count(printed, "range", low, high, cell)
    if match := RESTATED.fullmatch(text):
        both = _whole(match[1]), _whole(match[2])
        return Count(printed, "restated", min(both), max(both), cell)
    return Count(printed, "unreadable", None, None, cell)


def read_share(printed: str, *, cell: Cell, fractions: bool = False) -> Share:
    """Read one percentage, ``59%``, ``59``, ``59.5 %`` or ``<1%``, or what is no share.

    With ``fractions`` it is one of 1, as a program prints it: 0.487179487 is 48.7… %, and 0.5 is
    one half exactly, for only last zeros are left out. What is more than all is ``unreadable``.
    """
    text = _plain(printed)
    if nothing := _nothing(text):
        return Share(printed, nothing, None, None, None, cell)
    if fractions and FRACTION.fullmatch(text):
        return _share(printed, _ends(text, 100, FRACTION_DIGITS), cell)
    match = None if fractions else PERCENT.fullmatch(text)
    if match is None:
        return Share(printed, "unreadable", None, None, None, cell)
    if match["below"]:
        percent = Fraction(match["number"])
        if not 0 < percent <= 100:
            return Share(printed, "unreadable", None, None, None, cell)
        return Share(printed, "less_than", None, Fraction(0), percent, cell)
    return _share(printed, _ends(match["number"], 1, len(match["decimals"] or "")), cell)


def added(first: Count, second: Count) -> Count:
    """Add two counts that exclude each other; what is not known of one is not known of both.

    It is printed as both, "0 + 47", and lies where the first does.
    """
    printed = f"{first.printed.strip()} + {second.printed.strip()}"
    low = None if first.low is None or second.low is None else first.low + second.low
    high = None if first.high is None or second.high is None else first.high + second.high
    if low is None:
        unclear = [each.notation for each in (first, second) if each.low is None]
        notation = "unreadable" if "unreadable" in unclear else unclear[0]
        return Count(printed, notation, None, None, first.cell)
    if high is None:
        return Count(printed, "at_least", low, None, first.cell)
    exact: Notation = "number" if low else "zero"
    return Count(printed, exact if low == high else "range", low, high, first.cell)


def derive(received: Count | None, percentage: Share | None) -> Derived | None:
    """Work out how many requests were answered: 5 % of 42 is 2, from 2 to 2.

    None when either is not known. Some reports cut a share off instead of rounding it: when no
    whole number rounds to it, those are possible that are cut off to it, and when there is none
    either, the nearest one stands alone.
    """
    if received is None or received.number is None or percentage is None:
        return None
    if percentage.percent is None or percentage.low is None or percentage.high is None:
        return None
    of = received.number
    above, below = percentage.percent.as_integer_ratio()
    nearest = (2 * above * of + 100 * below) // (200 * below)  # halves up
    low, high = _least(percentage.low, of), _most(percentage.high, of)
    if low <= high:
        return Derived(nearest, low, high)
    cut = _least(percentage.percent, of)
    if cut <= of and Fraction(100 * cut, of) < percentage.percent + _step(percentage):
        return Derived(cut, cut, cut)
    return Derived(nearest, nearest, nearest)


def contradiction(
    received: Count | None, answered: Count | None, percentage: Share | None
) -> str | None:
    """Say how the numbers of one row contradict each other beyond rounding; None when they agree.

    A share may be rounded, up or down, or cut off. What is not known contradicts nothing.
    """
    if received is None or received.high is None:
        return None
    if answered is not None and answered.low is not None and answered.low > received.high:
        return f"{_shown(answered)} requests are answered of {_shown(received)} received"
    of, derived = received.number, derive(received, percentage)
    if of is None or derived is None or percentage is None or percentage.percent is None:
        return None
    answers = answered.number if answered else None
    number = derived.nearest if answers is None else answers
    percent = f"{float(percentage.percent):.12g}"
    if of == 0:
        return f"{percent} % of no requests are answered" if percentage.percent else None
    step = max(_step(percentage), _printed_step(percentage), EVEN)
    if abs(100 * number - percentage.percent * of) < step * of:
        return None
    if answers is not None:
        return f"{number} of {of} requests are answered, and the share is printed as {percent} %"
    return f"no whole number of {of} requests is {percent} %"


def worked_out(figure: Figure) -> Figure:
    """Add what follows from the numbers of a figure: the answers that its share means, and how it
    contradicts itself. What the report counts itself is not worked out."""
    odd = [
        f"{each.printed.strip()[:40]!r} stands where a number should"
        for each in (figure.received, figure.accounts, figure.answered, figure.percentage)
        if each is not None and each.notation == "unreadable"
    ]
    found = [*odd, figure.contradiction]
    found.append(contradiction(figure.received, figure.answered, figure.percentage))
    counted = figure.answered is not None and figure.answered.low is not None
    return replace(
        figure,
        derived=None if counted else derive(figure.received, figure.percentage),
        contradiction="; ".join(filter(None, found)) or None,
    )


def _plain(printed: str) -> str:
    """Strip notes and what cannot be seen."""
    if len(printed) > LONGEST:
        return "too long" if printed.strip() else ""
    if printed.isascii() and printed.isdigit():  # as nearly all are
        return printed
    text = BLANKS.sub(" ", UNSEEN.sub(" ", printed)).strip()
    return NOTES.sub("", text) or text  # a note on nothing is no blank


def _nothing(text: str) -> Notation | None:
    if not text:
        return "blank"
    if DASH.fullmatch(text):
        return "dash"
    return "not_available" if NOT_AVAILABLE.fullmatch(text) else None


def _share(printed: str, ends: tuple[Fraction, Fraction, Fraction], cell: Cell) -> Share:
    percent, low, high = ends
    if percent > 100:
        return Share(printed, "unreadable", None, None, None, cell)
    return Share(printed, "number" if percent else "zero", percent, low, high, cell)


@lru_cache(maxsize=1024)  # a report repeats the numbers from 0 to 100 in thousands of rows
def _ends(number: str, scale: int, decimals: int) -> tuple[Fraction, Fraction, Fraction]:
    """Give a share and the least and the largest one that round to it, in percent."""
    percent, half = scale * Fraction(number), Fraction(scale, 2 * 10**decimals)
    return percent, max(percent - half, Fraction(0)), min(percent + half, Fraction(100))


def _least(percent: Fraction, of: int) -> int:
    """Round a share of a number up; the same as with fractions, and many times faster."""
    return -(-percent.numerator * of // (100 * percent.denominator))


def _most(percent: Fraction, of: int) -> int:
    return percent.numerator * of // (100 * percent.denominator)


def _step(percentage: Share) -> Fraction:
    """Give the difference between a share and the next one that could be printed."""
    middle = percentage.percent or Fraction(0)
    below, above = percentage.low or Fraction(0), percentage.high or Fraction(0)
    return 2 * max(middle - below, above - middle)


def _printed_step(percentage: Share) -> Fraction:
    """Give the same of a fraction of 1 by its digits alone, in case a report rounds it to few.

    None is rounded to less than two digits: one half is 0.5.
    """
    match = FRACTION.fullmatch(_plain(percentage.printed))
    if match is None or "e" in match[0] or percentage.percent != 100 * Fraction(match[0]):
        return Fraction(0)
    if _step(percentage) >= EVEN:  # it was read as a percentage
        return Fraction(0)
    decimals = len(match[0].partition(".")[2])
    return Fraction(100, 10**decimals) if decimals > 1 else Fraction(0)


def _shown(count: Count) -> str:
    return str(count.number) if count.number is not None else count.printed.strip()[:40]


def _whole(digits: str) -> int:
    return int("".join(re.findall("[0-9]", digits)))
