"""Put panels together to one picture, with what it is called and what its marks mean."""

from collections.abc import Iterator, Sequence
from datetime import date
from textwrap import wrap

from pipeline.charts.labels import NEWS
from pipeline.charts.layers import (
    ANSWERED,
    BAND,
    DIFFERS,
    EDGE,
    EMPTY,
    GREY,
    INK,
    RECEIVED,
    WIDTH,
    Axis,
    Part,
    Row,
    at,
    colour,
    field,
    layer,
    panel,
    text,
    title,
)
from pipeline.charts.panels import Bar, Sheet
from pipeline.visible import one_line

FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
LINE = 15  # pixels of a line of small print
LETTERS = 140  # that stand in such a line
MOST_LINES = 12  # of sources
MOST_TICKS = 60


def specification(sheets: Sequence[Sheet], *, in_force: date, law: str) -> Part:
    """Describe the picture of some companies, one under the other, to Vega-Lite.

    ``law`` is its name, and ``in_force`` the day that a line is drawn at.
    """
    axis, ticks = _axis(sheets, in_force)
    parts: list[Part] = []
    for sheet in sheets:
        parts += [_small_print([""])] if parts else []
        parts += _company(sheet, axis, ticks=ticks, in_force=in_force, law=law)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": "white",
        "padding": 12,
        "config": {"font": FONT, "view": {"stroke": None}, "legend": {"disable": True}},
        "spacing": 9,
        "resolve": {"scale": {"x": "independent"}},
        "vconcat": [*parts, _small_print(_footer(sheets))],
    }


def _axis(sheets: Sequence[Sheet], in_force: date) -> tuple[Axis, list[int]]:
    """Span whole half-years, with a line at the beginning of each, or of some of many."""
    panels = [each for sheet in sheets for each in sheet.panels]
    spans = [(bar.start, bar.end) for each in panels for bar in each.bars]
    spans += [(gap.start, gap.end) for each in panels for gap in each.gaps]
    begin = _half_of(date.fromordinal(min(start for start, _ in spans)))
    end = _half_of(date.fromordinal(max(end for _, end in spans) - 1)) + 1
    if begin <= _half_of(in_force) < end:  # what the law changed is seen after it
        end = max(end, _half_of(in_force) + 2)
    step = -(-(end - begin) // MOST_TICKS)
    ticks = [_first_day(half) for half in range(begin, end, step)]
    day = in_force.toordinal()
    first = day if 0 < ticks[0] - day <= 31 else ticks[0]  # its line stands at the very left
    return Axis(first, _first_day(end)), ticks


def _half_of(day: date) -> int:
    return day.year * 2 + (day.month > 6)


def _first_day(half: int) -> int:
    year, second = divmod(half, 2)
    if year > date.max.year:
        return date.max.toordinal()
    return date(year, 7 if second else 1, 1).toordinal()


def _company(
    sheet: Sheet, axis: Axis, *, ticks: Sequence[int], in_force: date, law: str
) -> list[Part]:
    day = in_force.toordinal()
    heading = title(
        f"{_cut(sheet.name, 40)}: what it said, and what it did",
        subtitle=[
            f"Requests from {_cut(sheet.country, 24)} {_told_by(sheet)}, a bar for each period.",
            "Above the bars: the stance in force for such requests.",
        ],
        subtitleColor=GREY,
        fontSize=18,
        subtitleFontSize=12,
        subtitlePadding=5,
        offset=8,
    )
    parts = [_key(sheet) | {"title": heading}]
    if axis.first <= day <= axis.last:
        parts.append(_law(axis, day, f"{_cut(law, 60)}, in force since {in_force}"))
    parts += [panel(each, axis, ticks=ticks, law=day) for each in sheet.panels]
    parts.append(_dates(axis, ticks))
    if sheet.left_out:
        named = wrap(f"Not drawn: {', '.join(sheet.left_out)}.", LETTERS)
        parts.append(_small_print(named[:MOST_LINES]))
    return parts


def _told_by(sheet: Sheet) -> str:
    """Say whose numbers the bars are: what the news tells is no report of the company."""
    news = {bar.news for each in sheet.panels for bar in each.bars}
    if news == {True}:
        return "as the news tells them"
    told = "as the company reports them"
    return f"{told}, or as the news tells them where “{NEWS}” is written" if any(news) else told


def _law(axis: Axis, day: int, words: str) -> Part:
    """Write the law's name over its line, on the side that has more room."""
    right = axis.pixels(day - axis.first) > WIDTH / 2
    look = {
        "align": "right" if right else "left",
        "fontSize": 10.5,
        "color": INK,
        "limit": WIDTH / 2,
    }
    rows = [{"x": day, "words": words}]
    return {
        "width": WIDTH,
        "height": 10,
        "layer": [layer(rows, "text", look, x=axis.x, y=at(7), text=text())],
    }


def _dates(axis: Axis, ticks: Sequence[int]) -> Part:
    """Write the half-years under the panels, or only years where they have no room."""
    places: list[Row] = []
    for start, end in zip(ticks, [*ticks[1:], axis.last], strict=True):
        first = date.fromordinal(start)
        if axis.pixels(end - start) >= 44:
            half = "H2" if first.month > 6 else "H1"
            places.append({"x": (start + end) / 2, "words": f"{first.year} {half}"})
        elif not places or (first.month == 1 and axis.pixels(start - places[-1]["x"]) >= 30):
            places.append({"x": start, "words": str(first.year)})
    look = {"fontSize": 10, "color": GREY}
    return {
        "width": WIDTH,
        "height": 8,
        "layer": [layer(places, "text", look, x=axis.x, y=at(2), text=text())],
    }


def _key(sheet: Sheet) -> Part:
    """Explain the marks that occur."""
    bars = [bar for each in sheet.panels for bar in each.bars]
    gaps = any(each.gaps for each in sheet.panels)
    x, line, squares, words = 0.0, 0, [], []
    for sign, told in _signs(bars, gaps=gaps):
        square = sign.startswith("#")
        wide = 32 if sign == NEWS else 16
        if x + wide + len(told) * 5.6 > WIDTH:
            x, line = 0.0, line + 1
        y = line * BAND
        if square:
            squares.append({"x": x, "x2": x + 11, "y": y + 2, "y2": y + 13, "fill": sign})
        else:
            ink = DIFFERS if sign in "≠I" else INK
            words.append({"x": x + 2, "y": y + 8, "words": sign, "ink": ink})
        words.append({"x": x + wide, "y": y + 8, "words": told, "ink": INK})
        x += wide + len(told) * 5.6 + 14
    height = BAND * (line + 1)
    scale = {"domain": [0, WIDTH], "nice": False}
    across: Part = {"field": "x", "type": "quantitative", "axis": None, "scale": scale}
    down = _downwards(height)
    letters = {"align": "left", "fontSize": 11}
    box = {"x": across, "x2": field("x2"), "y": down, "y2": field("y2"), "fill": colour("fill")}
    filled = [square for square in squares if square["fill"] != EMPTY]
    empty = [square for square in squares if square["fill"] == EMPTY]
    return {
        "width": WIDTH,
        "height": height,
        "layer": [
            layer(filled, "rect", {"stroke": EDGE}, **box),
            layer(empty, "rect", {"stroke": "#8a8a8a", "strokeDash": [3, 2]}, **box),
            layer(words, "text", letters, x=across, y=down, text=text(), color=colour("ink")),
        ],
    }


def _signs(bars: Sequence[Bar], *, gaps: bool) -> Iterator[tuple[str, str]]:
    yield RECEIVED, "received"
    yield ANSWERED, "of these answered"
    if any(bar.low is not None and bar.low != bar.high for bar in bars):
        yield "I", "possibly answered"
    if gaps:
        yield EMPTY, "no row in the report"
    if any(bar.verdict == "differs" for bar in bars):
        yield "≠", "differs from the stance"
    if any(bar.verdict == "consistent" for bar in bars):
        yield "=", "consistent with the stance"
    if any(bar.contradicts for bar in bars):
        yield "▲", "the report contradicts itself"
    if any(bar.restated for bar in bars):
        yield "*", "restated"
    if any(bar.disputed for bar in bars):
        yield "†", "sources disagree"
    if any(bar.news for bar in bars):
        yield NEWS, "told by the news alone"


def _footer(sheets: Sequence[Sheet]) -> list[str]:
    lines: list[str] = []
    for sheet in sheets:
        owner = f"Sources of {_cut(sheet.name, 30)}" if len(sheets) > 1 else "Sources"
        lines += wrap(f"{owner}: {'; '.join(sheet.sources)}.", LETTERS)[:MOST_LINES]
    return ["A bar without = or ≠: it cannot be told whether word and figures agree.", *lines]


def _small_print(lines: Sequence[str]) -> Part:
    rows = [{"y": LINE * (place + 0.6), "words": line} for place, line in enumerate(lines)]
    look = {"align": "left", "fontSize": 10.5, "color": GREY, "limit": WIDTH}
    height = LINE * len(lines)
    return {
        "width": WIDTH,
        "height": height,
        "layer": [layer(rows, "text", look, x=at(0), y=_downwards(height), text=text())],
    }


def _downwards(height: float) -> Part:
    """Place ``y`` of a row at so many pixels from the top."""
    scale = {"domain": [0, height], "range": [0, height], "nice": False}
    return {"field": "y", "type": "quantitative", "axis": None, "scale": scale}


def _cut(words: str, most: int) -> str:
    shown = one_line(words)
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"
