"""Write what stands above a bar, as far as there is room for it."""

from pipeline.charts.panels import Bar

LETTER = 5.7  # pixels of a digit or a narrow letter of ten pixels' height
NEWS = "news"


def label(bar: Bar, room: float) -> list[str]:
    """Write both numbers in the lines that have room, else what was received, else nothing.

    Numbers that sources dispute are all written; below them stands who tells it, if only the news.
    """
    news = [NEWS if room >= 16 else NEWS[0]] if bar.news else []
    star = ("*" if bar.restated else "") + ("†" if bar.disputed else "")
    received = bar.written
    if bar.received is not None:
        received = f"{'≥ ' if bar.at_least else ''}{bar.received:,}"
    spellings: list[list[str]] = [[f"{received}{star}"], []]
    if bar.versions:
        told = [_version(*numbers) for numbers in bar.versions]
        lines = [told[0], *(f"or {each}" for each in told[1:])]
        lines[-1] += star
        spellings = [[" ".join(lines)], lines, *spellings]
    elif bar.low is not None and bar.received != 0:
        answered = _span(bar.low, bar.high)
        if bar.received is None and not bar.written:  # how many were received is not told
            return [f"{answered}{star}", *news]
        both = [answered, f"of {received}{star}"]
        spellings = [[" ".join(both)], both, *spellings]
    fits = (lines for lines in spellings if all(len(line) * LETTER <= room + 8 for line in lines))
    return [*next(fits), *news]


def _version(received: int | None, low: int | None, high: int | None) -> str:
    """Write the numbers of one source among others."""
    answered = "" if low is None else _span(low, high)
    asked = "" if received is None else f"{received:,}"
    return " of ".join(filter(None, (answered, asked))) or "?"


def _span(low: int, high: int | None) -> str:
    if high is None:
        return f"≥ {low:,}"
    return f"{low:,}" if high == low else f"{low:,}–{high:,}"


def verdict(bar: Bar, room: float) -> str:
    """Mark a bar with its verdict; nothing where it cannot be told."""
    if bar.verdict == "differs":
        return "≠ differs" if room >= 46 else "≠"
    return "=" if bar.verdict == "consistent" else ""


def fitting(words: str, room: float) -> str:
    """Cut a text to what has room, nothing when less than three letters have."""
    letters = int(room / LETTER)
    if len(words) <= letters:
        return words
    return words[: letters - 1].rstrip() + "…" if letters > 3 else ""
