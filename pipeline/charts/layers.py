"""Draw the parts of a picture in Vega-Lite: bars, bands, lines and words.

The parts are written as Vega-Lite reads them. Altair would write the same, in eight seconds where
this takes a hundredth of one, and a picture may be asked for by every visitor.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.charts.labels import fitting, label, verdict
from pipeline.charts.panels import Band, Bar, Gap, Panel

WIDTH = 820  # of the bars; with the numbers at their left, some 880 pixels
BARS = 68  # pixels of the highest bar of a panel
BAND = 17  # pixels at the top of a panel that the stance in force takes
LEADING = 11  # pixels of a line above a bar

INK = "#1b1b1b"
GREY = "#5c5c5c"
RECEIVED = "#c3d1de"
ANSWERED = "#1f4468"
EMPTY = "#fafafa"
EDGE = "#8194a6"
DIFFERS = "#9c2706"

DASHED = {"fill": EMPTY, "stroke": "#8a8a8a", "strokeDash": [3, 3], "strokeWidth": 1}

Row = Mapping[str, Any]
Part = dict[str, Any]  # of a Vega-Lite specification


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that a picture spans, as ordinals; what begins or ends outside is cut off."""

    first: int
    last: int

    @property
    def x(self) -> Part:
        """Place ``x`` of a row on the axis."""
        scale = {"domain": [self.first, self.last], "nice": False, "zero": False}
        return {"field": "x", "type": "quantitative", "axis": None, "scale": scale}

    def pixels(self, days: float) -> float:
        """Tell how wide a number of days is drawn."""
        return WIDTH * days / max(1, self.last - self.first)


def layer(rows: Iterable[Row], mark: str, look: Row, **encoding: Part) -> Part:
    """Draw rows as marks that look alike, and do not describe themselves by their fields' names."""
    return {
        "data": {"values": [dict(row) for row in rows]},
        "mark": {"type": mark, "aria": False, "tooltip": None, **look},
        "encoding": encoding,
    }


def field(name: str) -> Part:
    """Take what stands in a field as a number on an axis that another channel describes."""
    return {"field": name}


def text(name: str = "words") -> Part:
    """Write what stands in a field."""
    return {"field": name, "type": "nominal"}


def colour(name: str) -> Part:
    """Take a colour as it stands in a field."""
    return {"field": name, "type": "nominal", "scale": None, "legend": None}


def at(pixels: float) -> Part:
    """Place something at so many pixels from the top or left."""
    return {"value": pixels}


def title(words: str, **look: Any) -> Part:
    """Write a title at the left."""
    return {
        "text": words,
        "anchor": "start",
        "frame": "group",
        "color": INK,
        "limit": WIDTH,
        **look,
    }


@dataclass(frozen=True, slots=True)
class Frame:
    """One panel's axes; ``headroom`` pixels between band and highest bar are written in."""

    axis: Axis
    most: int
    headroom: int

    @property
    def bottom(self) -> int:
        """Tell at which pixel the bars stand."""
        return BAND + self.headroom + BARS

    @property
    def x(self) -> Part:
        """Place ``x`` of a row in time."""
        return self.axis.x

    @property
    def y(self) -> Part:
        """Place ``y`` of a row among the numbers."""
        return {
            "field": "y",
            "type": "quantitative",
            "scale": {
                "domain": [0, max(1, self.most)],
                "range": [self.bottom, self.bottom - BARS],
                "nice": False,
            },
            "axis": {
                "title": None,
                "tickCount": min(3, max(1, self.most)),
                "tickMinStep": 1,
                "format": "~s" if self.most >= 10_000 else "d",
                "domain": False,
                "ticks": False,
                "gridColor": "#e6e6e6",
                "labelColor": GREY,
                "labelFontSize": 10,
                "minExtent": 34,
                "maxExtent": 34,
            },
        }


def panel(content: Panel, axis: Axis, *, ticks: Sequence[int], law: int) -> Part:
    """Draw one panel: the stance in force above, the bars below."""
    bars = [_shape(bar, axis) for bar in content.bars]
    most = max((bar["top"] for bar in bars), default=0)
    lines = max((_level(bar) for bar in bars), default=0)
    warned = any(bar["contradicts"] for bar in bars)
    frame = Frame(axis, most, 8 + LEADING * lines + (14 if warned else 0))
    whole_height = {"x": axis.x, "y": at(BAND), "y2": at(frame.bottom)}
    dashes = {"color": INK, "strokeDash": [5, 3], "strokeWidth": 1.2}
    law_rows = [{"x": law}] if axis.first <= law <= axis.last else []
    return {
        "width": WIDTH,
        "height": frame.bottom,
        "title": title(content.heading, fontSize=12.5, offset=5),
        "layer": [
            layer(({"x": tick} for tick in ticks), "rule", {"color": "#ececec"}, **whole_height),
            *_received(bars, frame),
            *_answered(bars, frame),
            *_bands(content.bands, axis),
            *_gaps(content.gaps, frame),
            *_written(bars, frame),
            layer(law_rows, "rule", dashes, **whole_height),
            *_hover(content, bars, frame),
        ],
    }


def _shape(bar: Bar, axis: Axis) -> dict[str, Any]:
    """Lay a bar out in days and numbers, with what is written above it."""
    days = bar.end - bar.start
    margin = min(0.07 * days, 4 / axis.pixels(1))
    width = (days - 2 * margin) / bar.places
    x = bar.start + margin + width * bar.place
    x2 = x + width * (0.94 if bar.places > 1 else 1)
    room = axis.pixels(width)
    received, low = bar.received or 0, bar.low or 0
    high = max(received, low) if bar.high is None else bar.high
    return {
        "x": x,
        "x2": x2,
        "middle": (x + x2) / 2,
        "received": received,
        "low": low,
        "high": high,
        "top": max(received, high) if bar.low is not None else received,
        "ranged": bar.low is not None and bar.high != bar.low,
        "zero": bar.received == 0,
        "edge": DIFFERS if bar.verdict == "differs" else EDGE,
        "label": label(bar, room),
        "mark": verdict(bar, room),
        "ink": DIFFERS if bar.verdict == "differs" else GREY,
        "contradicts": bar.contradicts,
        "told": bar.told,
    }


def _received(bars: Sequence[Row], frame: Frame) -> list[Part]:
    zeros = [{**bar, "y": 0} for bar in bars if bar["zero"]]
    return [
        layer(
            ({**bar, "y": bar["received"], "y2": 0} for bar in bars if bar["received"]),
            "rect",
            {"fill": RECEIVED, "strokeWidth": 1.2},
            x=frame.x,
            x2=field("x2"),
            y=frame.y,
            y2=field("y2"),
            stroke=colour("edge"),
        ),
        layer(
            zeros, "rule", {"color": INK, "strokeWidth": 2.5}, x=frame.x, x2=field("x2"), y=frame.y
        ),
    ]


def _answered(bars: Sequence[Row], frame: Frame) -> list[Part]:
    """Draw the answers that are certain as a bar, and those that are possible as a thin line."""
    inset = 0.16
    inside = [
        {
            "x": bar["x"] + inset * (bar["x2"] - bar["x"]),
            "x2": bar["x2"] - inset * (bar["x2"] - bar["x"]),
            "y": bar["low"],
            "y2": 0,
        }
        for bar in bars
        if bar["low"]
    ]
    ranged = [bar for bar in bars if bar["ranged"]]
    spans = [{"x": bar["middle"], "y": bar["low"], "y2": bar["high"]} for bar in ranged]
    ends = [{"x": bar["middle"], "y": bar[end]} for bar in ranged for end in ("low", "high")]
    thin = {"color": DIFFERS, "strokeWidth": 1.6}
    tick = {"color": DIFFERS, "thickness": 1.6, "size": 9, "orient": "horizontal"}
    return [
        layer(
            inside, "rect", {"fill": ANSWERED}, x=frame.x, x2=field("x2"), y=frame.y, y2=field("y2")
        ),
        layer(spans, "rule", thin, x=frame.x, y=frame.y, y2=field("y2")),
        layer(ends, "tick", tick, x=frame.x, y=frame.y),
    ]


def _bands(bands: Sequence[Band], axis: Axis) -> list[Part]:
    """Draw stances pale enough to be read on, their own colour as a line below.

    One that says nothing of such requests is an empty box.
    """
    shown = [
        {
            "silent": band.silent,
            "x": band.start,
            "x2": band.end,
            "label": fitting(band.label, axis.pixels(band.end - band.start) - 8),
            "pale": paler(band.colour),
            "colour": band.colour,
        }
        for band in bands
    ]
    letters = {"align": "left", "dx": 4, "fontSize": 10.5, "color": INK, "limit": WIDTH / 2}
    across = {"x": axis.x, "x2": field("x2")}
    full = [band for band in shown if not band["silent"]]
    silent = [band for band in shown if band["silent"]]
    return [
        layer(full, "rect", {}, **across, y=at(0), y2=at(BAND - 3), fill=colour("pale")),
        layer(full, "rect", {}, **across, y=at(BAND - 3), y2=at(BAND), fill=colour("colour")),
        layer(silent, "rect", DASHED, **across, y=at(1), y2=at(BAND - 1)),
        layer(shown, "text", letters, x=axis.x, y=at(BAND / 2 - 1), text=text("label")),
    ]


def _gaps(gaps: Sequence[Gap], frame: Frame) -> list[Part]:
    margin = 0.004 * (frame.axis.last - frame.axis.first)
    boxes = [{"x": gap.start + margin, "x2": gap.end - margin} for gap in gaps]
    words = [
        {"x": (gap.start + gap.end) / 2, "words": "no row"}
        for gap in gaps
        if frame.axis.pixels(gap.end - gap.start) > 36
    ]
    letters = {"fontSize": 10, "fontStyle": "italic", "color": GREY}
    return [
        layer(
            boxes,
            "rect",
            DASHED,
            x=frame.x,
            x2=field("x2"),
            y=at(frame.bottom - 19),
            y2=at(frame.bottom),
        ),
        layer(words, "text", letters, x=frame.x, y=at(frame.bottom - 9), text=text()),
    ]


def _level(bar: Row) -> int:
    """Count the lines of text above a bar."""
    return len(bar["label"]) + bool(bar["mark"])


def _written(bars: Sequence[Row], frame: Frame) -> list[Part]:
    """Write the numbers above the bars, the verdict over them, a warning over both."""
    levels: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
    for bar in bars:
        place = {"x": bar["middle"], "y": bar["top"]}
        for level, line in enumerate(reversed(bar["label"])):
            levels["normal", level].append({**place, "words": line, "ink": INK})
        if bar["mark"]:
            mark = {**place, "words": bar["mark"], "ink": bar["ink"]}
            levels["bold", len(bar["label"])].append(mark)
        if bar["contradicts"]:
            levels["warning", _level(bar)].append(place)
    drawn = []
    for (look, level), rows in sorted(levels.items()):
        dy = -4 - LEADING * level
        if look == "warning":
            drawn += _warnings(rows, frame, dy=dy)
            continue
        letters = {"baseline": "bottom", "fontSize": 10, "fontWeight": look, "dy": dy}
        drawn.append(
            layer(rows, "text", letters, x=frame.x, y=frame.y, text=text(), color=colour("ink"))
        )
    return drawn


def _warnings(rows: Sequence[Row], frame: Frame, *, dy: int) -> list[Part]:
    triangle = {"shape": "triangle-up", "size": 170, "fill": "#ffd84d", "opacity": 1}
    call = {"text": "!", "fontSize": 9, "fontWeight": "bold", "color": INK, "baseline": "middle"}
    edge = {"stroke": INK, "strokeWidth": 1}
    place = {"x": frame.x, "y": frame.y}
    return [
        layer(rows, "point", {**triangle, **edge, "yOffset": dy - 6}, **place),
        layer(rows, "text", {**call, "dy": dy - 4}, **place),
    ]


def _hover(content: Panel, bars: Sequence[Row], frame: Frame) -> list[Part]:
    """Lay something unseen over each bar, gap and band that tells all of it to the pointer."""
    below = [{"x": bar["x"], "x2": bar["x2"], "told": bar["told"]} for bar in bars]
    below += [{"x": gap.start, "x2": gap.end, "told": gap.told} for gap in content.gaps]
    above = [{"x": band.start, "x2": band.end, "told": band.told} for band in content.bands]
    unseen = {"fill": "white", "opacity": 0, "aria": True}
    return [
        layer(
            values,
            "rect",
            unseen,
            x=frame.x,
            x2=field("x2"),
            y=at(first),
            y2=at(last),
            description=text("told"),
        )
        for values, first, last in ((below, BAND, frame.bottom), (above, 0, BAND))
    ]


def paler(shade: str) -> str:
    """Mix a colour with white, so that dark letters are read on it."""
    parts = (int(shade[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * 0.6):02x}" for part in parts)
