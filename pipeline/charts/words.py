"""Put periods and numbers of comparisons into words, the same on paper and in pictures."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from urllib.parse import unquote, urlsplit

from pipeline.store.contents import Comparison
from pipeline.visible import one_line

# For each kind of figure: what a picture calls it, and what becomes of such requests.
KINDS: dict[str, tuple[str, str]] = {
    "total": ("All requests for user data", "answered"),
    "legal": ("Legal requests", "answered"),
    "emergency": ("Emergency requests", "answered"),
    "device": ("Device requests", "answered"),
    "account": ("Account requests", "answered"),
    "content": ("Requests, and those answered with content", "answered with content"),
    "financial": ("Financial identifier requests", "answered"),
    "digital_content": ("Digital content requests", "answered"),
    "push_token": ("Push token requests", "answered"),
    "removal_requests": ("Removal requests", "acted on"),
    "removal_items": ("Items to be removed or restricted", "removed or restricted"),
    "account_restriction": ("Account restriction requests", "acted on"),
    "preservation": ("Preservation requests", "answered"),
    "treaty": ("Requests by treaty", "answered"),
    "removal_reasons": ("Removal requests once more, by reason", "acted on"),
}
TELLERS = {
    "file": "the company's own file",
    "copy": "a copy of the company's file",
    "parsed": "read by a third party out of the company's file",
    "news": "told by the news",
}
MISSING = {"blank": "left blank", "dash": "a dash", "not_available": "not available"}


def heading(kind: str) -> str:
    """Name a kind of figure as a picture does."""
    return KINDS[kind][0] if kind in KINDS else one_line(kind.replace("_", " "))


def done(kind: str) -> str:
    """Say what becomes of requests of a kind."""
    return KINDS[kind][1] if kind in KINDS else "answered"


def is_absent(comparison: Comparison) -> bool:
    """Tell whether the report has no row, and leaves open whether that is a zero."""
    return comparison.received_notation == "no_row" and comparison.received is None


def bounds(comparison: Comparison) -> tuple[int, int | None] | None:
    """Give the fewest and most answers that are possible, most None where open; None if untold."""
    if comparison.answered is not None:
        return comparison.answered, comparison.answered
    if comparison.derived_low is not None:
        return comparison.derived_low, comparison.derived_high
    if comparison.derived is not None:
        return comparison.derived, comparison.derived
    return None


def numbers_in_words(comparison: Comparison) -> str:
    """Say what was received and answered, as known and as printed."""
    if is_absent(comparison):
        return "no row"
    return ", ".join(filter(None, (_received(comparison), _answered(comparison))))


def _received(comparison: Comparison) -> str:
    if comparison.received is not None:
        all_listed = " (no row, and the report lists every place)"
        absent = comparison.received_notation == "no_row"
        return f"{comparison.received} received" + (all_listed if absent else "")
    return _as_printed("received", comparison.received_notation, comparison.received_printed)


def _as_printed(what: str, notation: str | None, printed: str | None) -> str:
    if notation is None:
        return f"{what}: not told"
    words = one_line(printed or "")
    return f"{what}: {MISSING.get(notation) or f'“{words}”'}"


def _answered(comparison: Comparison) -> str:
    act, share = done(comparison.kind), _share(comparison.percentage)
    if comparison.answered is not None:
        return f"{comparison.answered} {act}" + (f" ({share})" if share else "")
    low, high = comparison.derived_low, comparison.derived_high
    reach = "" if low is None else f"from {low} to {high}" if high is not None else f"{low} or more"
    if comparison.derived is not None:
        basis = ", ".join(filter(None, (share, reach)))
        return f"{comparison.derived} {act}" + (f" ({basis})" if basis else "")
    if reach:
        return f"{reach.removeprefix('from ')} {act}"
    if comparison.answered_notation is not None:
        return _as_printed(act, comparison.answered_notation, comparison.answered_notation)
    return share


def _share(percentage: str | None) -> str:
    """Write a share as it was printed; a fraction of one stays what it is."""
    printed = one_line(percentage or "")
    bare = printed.rstrip(" %")
    if not bare:
        return ""
    return f"{bare} % printed" if bare.isdecimal() else f"printed: {printed}"


def place_in_words(*rows: Comparison) -> str:
    """Say where numbers of one table stand: file or part, row and column, day, who tells it.

    What was kept on no day was not downloaded: it stands in a table of the tracker's own.
    """
    first = rows[0]
    host = host_of(first.source)
    name = unquote(first.source.partition("?")[0].rstrip("/").rpartition("/")[2])
    if first.release_date is None:
        name = f"{first.company}.csv"
    told = TELLERS.get(first.told_by, first.told_by)
    parts = (
        ("" if first.release_date else "the tracker's ") + (first.part or name),
        _span("row", [row.cell_row for row in rows]),
        _span("column", [row.cell_column for row in rows]),
        f"kept on {first.release_date}" if first.release_date else "",
        f"{told} at {host}" if host else told,
    )
    return one_line(", ".join(filter(None, parts)))


def silence_in_words(comparison: Comparison) -> str:
    """Name the later stance that says nothing of such requests; nothing where there is none."""
    if comparison.followed_label is None:
        return ""
    return f"{one_line(comparison.followed_label)} since {comparison.followed_date}"


def host_of(address: str) -> str | None:
    """Name the host of a web address; None where there is none, or the address is none."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _span(name: str, places: Sequence[int | None]) -> str:
    """Write the numbers of rows or columns; those that follow each other as the first and last."""
    known = sorted({place for place in places if place is not None})
    spans: list[tuple[int, int]] = []
    for place in known:
        if spans and place == spans[-1][1] + 1:
            spans[-1] = spans[-1][0], place
        else:
            spans.append((place, place))
    told = ", ".join(str(low) if low == high else f"{low} to {high}" for low, high in spans)
    return f"{name}{'s' if len(known) > 1 else ''} {told}" if known else ""


def shown_period(start: str, end: str) -> str:
    """Name a period: ``2020 H2``, ``2020``, ``2020 Q3``, else its first and last day."""
    first, after = date.fromisoformat(start), _after(end)
    if first.day == after.day == 1:
        months = (after.year - first.year) * 12 + after.month - first.month
        if months == 12 and first.month == 1:
            return f"{first.year:04}"
        for length, letter in ((6, "H"), (3, "Q")):
            if months == length and first.month % length == 1:
                return f"{first.year:04} {letter}{first.month // length + 1}"
    return f"{start} to {end}"


def runs(periods: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Divide periods, in the order of time, into runs of those that follow each other."""
    run: list[tuple[str, str]] = []
    for start, end in periods:
        if run and date.fromisoformat(start) != _after(run[-1][1]):
            yield run
            run = []
        run.append((start, end))
    if run:
        yield run


def run_in_words(run: Sequence[tuple[str, str]]) -> str:
    """Name a run of periods by its first and last: ``2020 H2 to 2022 H2``."""
    first, last = shown_period(*run[0]), shown_period(*run[-1])
    return first if len(run) == 1 else f"{first} to {last}"


def half_before(day: date) -> date:
    """Return the first day of the last half-year that was over before a day."""
    year = day.year - 1
    return date(year, 7, 1) if day.month <= 6 else date(day.year, 1, 1)


def _after(end: str) -> date:
    last = date.fromisoformat(end)
    return last if last == date.max else last + timedelta(days=1)
