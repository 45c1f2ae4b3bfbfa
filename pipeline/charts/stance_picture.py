"""Describe the picture of all stances to Vega-Lite: who said what when, and until when it held."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.charts.layers import GREY, INK, Part, at, colour, field, layer, paler, text
from pipeline.charts.picture import FONT
from pipeline.charts.stance_axis import Axis, Piece, axis_of, ticks
from pipeline.charts.stance_marks import Rows, cut
from pipeline.charts.stance_shapes import SHAPES, Looks, Placed, placed
from pipeline.charts.widths import width, wrapped
from pipeline.edition import StanceWords

WIDTH = 900
LEFT = 250  # where the days begin; names and things stand before it
RIGHT = 888
LINE = 15  # pixels of a line of small print
SMALL = 10.5  # pixels of its height
TAIL = 60  # pixels over which an open band fades
AWAITING = "Hollow: awaits a review"


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of the picture and the pixels at which its parts stand."""

    axis: Axis | None
    top: float
    bottom: float
    height: float

    @property
    def x(self) -> Part:
        """Place ``x`` of a row at so many pixels from the left."""
        return _pixels("x", WIDTH)

    @property
    def y(self) -> Part:
        """Place ``y`` of a row at so many pixels from the top."""
        return _pixels("y", self.height)


def specification(
    shown: Rows,
    *,
    law: str,
    in_force: date,
    stances: Sequence[StanceWords],
    remarks: Sequence[str] = (),
) -> Part:
    """Describe the picture; ``law`` is the law's name, ``in_force`` its first day."""
    looks = Looks(tuple(stances))
    marks = [mark for row in shown.rows for mark in row.marks]
    axis = None
    if marks:
        days = [mark.first or 0 for mark in marks]
        newest = max(shown.newest or 0, *(mark.last or 0 for mark in marks))
        axis = axis_of(days, newest=newest, law=in_force.toordinal(), left=LEFT, right=RIGHT)
    used = [each for each in stances if any(each.id in _stances(row) for row in shown.rows)]
    key, key_bottom = _key(used, looks, top=64, hollow=any(mark.awaiting for mark in marks))
    top = key_bottom + 58
    body = placed(shown.rows, axis, looks, top=top) if axis else None
    bottom = body.bottom if body else key_bottom
    said = [*_notes(shown, axis, used, law=in_force.toordinal())]
    said += [cut(each, 400) for each in remarks]
    notes = [line for each in said for line in wrapped(each, SMALL, WIDTH)]
    height = bottom + 14 + LINE * len(notes)
    frame = Frame(axis, top, bottom, height)
    layers: list[Part] = []
    if body and axis:
        layers += _ground(frame, axis, body, law=axis.pixel(in_force.toordinal()))
        layers += _bands(frame, body, looks)
        layers += _breaks(frame, axis)
        layers += _law(frame, axis, in_force, law=law)
        layers += _marks(frame, body)
    layers += key(frame)
    layers += _words(frame, _heading(shown, law=law, in_force=in_force), notes, top=bottom + 18)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": "white",
        "padding": 12,
        "config": {"font": FONT, "view": {"stroke": None}, "legend": {"disable": True}},
        "width": WIDTH,
        "height": height,
        "layer": layers,
    }


def _stances(row: Any) -> set[str]:
    return {mark.stance for mark in row.marks}


def _pixels(name: str, most: float) -> Part:
    scale = {"domain": [0, most], "range": [0, most], "nice": False, "zero": False}
    return {"field": name, "type": "quantitative", "axis": None, "scale": scale}


def _heading(shown: Rows, *, law: str, in_force: date) -> list[str]:
    events = "1 event" if shown.events == 1 else f"{shown.events:,} events"
    companies = "1 company" if shown.companies == 1 else f"{shown.companies:,} companies"
    told = f"{events} of {companies}" if shown.events else "No event to draw"
    band = ", a band the stance that it began" if any(row.bands for row in shown.rows) else ""
    return [
        f"{cut(law, 70)}: how companies answered",
        f"{told}. The law came into force on {in_force}. A mark is an event{band}.",
    ]


def _notes(shown: Rows, axis: Axis | None, used: Sequence[StanceWords], *, law: int) -> list[str]:
    """Say in small print what the picture does not show, and where its knowledge ends."""
    said = [" ".join(_lasting(shown, used))] if shown.newest and axis else []
    marks = [mark for row in shown.rows for mark in row.marks]
    if any(not mark.exact for mark in marks):
        said.append(
            "Dashed box: only the month or year is known, or the date is approximate (~); the mark "
            "stands in its middle."
        )
    if axis and (piece := axis.stretched) and len(axis.pieces) > 1:
        said.append(f"{_span_words(piece)} has more room than other days; // marks the change.")
    if axis and not axis.first <= law < axis.last:
        said.append("The law’s first day lies outside of the days that are drawn.")
    return [*said, *shown.notes]


def _lasting(shown: Rows, used: Sequence[StanceWords]) -> Iterator[str]:
    """Say how long stances are taken to hold, and that of some it is not told."""
    if not shown.whole:
        yield (
            "How long a stance held is not drawn: what ended it may be among the events that were "
            "not asked for."
        )
        return
    bands = [band for row in shown.rows for band in row.bands if band.start < band.end]
    if bands:
        yield "A band lasts until the company’s next lasting stance on the same matter."
    if any(band.open for band in bands):
        newest = date.fromordinal(shown.newest or 1)
        yield (
            f"One that fades has none: {newest} is the newest date in these texts, and what holds "
            "after it is not known."
        )
    if acts := [f"“{cut(each.label, 40)}”" for each in used if not each.lasts]:
        yield f"{_listed(acts)}: said or done once, this begins no band."
    if any(band.broken for row in shown.rows for band in row.bands):
        yield "A band ends at an act that contradicts it, for what holds after that is not known."
    if any(mark.awaiting for row in shown.rows for mark in row.marks):
        yield "What awaits a review begins and ends no band."
    yield "Where nothing is drawn, nothing is known."


def _listed(words: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _span_words(piece: Piece) -> str:
    first, last = date.fromordinal(piece.first), date.fromordinal(piece.last - 1)
    return f"The time from {first} to {last}"


def _ground(frame: Frame, axis: Axis, body: Placed, *, law: float) -> Iterator[Part]:
    """Draw the days: names of months and years over thin lines, lines between companies."""
    if (piece := axis.stretched) and len(axis.pieces) > 1:
        box = [{"x": piece.left, "x2": piece.right}]
        yield layer(
            box,
            "rect",
            {"fill": "#f3f5f7"},
            x=frame.x,
            x2=field("x2"),
            y=at(frame.top - 18),
            y2=at(frame.bottom),
        )
    named = [(part.pixel(day), words) for part in axis.pieces for day, words in ticks(part)]
    rules = [{"x": x} for x, _ in named]
    names = [{"x": _beside(x, words, law), "words": words} for x, words in named]
    yield layer(
        rules, "rule", {"color": "#dcdcdc"}, x=frame.x, y=at(frame.top - 18), y2=at(frame.bottom)
    )
    letters = {"align": "left", "fontSize": 10, "color": GREY}
    yield layer(names, "text", letters, x=frame.x, y=at(frame.top - 9), text=text())
    yield layer(body.lines, "rule", {"color": "#d5d5d5"}, x=at(0), x2=at(RIGHT), y=frame.y)
    bold = {"align": "left", "fontSize": 12, "fontWeight": "bold", "color": INK}
    yield layer(body.names, "text", bold, x=at(0), y=frame.y, text=text())
    plain = {"align": "left", "fontSize": 11, "color": GREY, "limit": 102}
    yield layer(body.scopes, "text", plain, x=at(144), y=frame.y, text=text())


def _beside(x: float, words: str, law: float) -> float:
    """Place words at a line, and where the law's line would run through them, after that."""
    return law + 4 if x < law < x + 4 + width(words, 10) else x + 3


def _bands(frame: Frame, body: Placed, looks: Looks) -> Iterator[Part]:
    """Draw stances pale enough to be read on, with a line of their own colour below."""
    box = {"x": frame.x, "x2": field("x2"), "y": frame.y, "y2": field("y2")}
    for stance in dict.fromkeys(str(band["stance"]) for band in body.bands):
        ink = looks.colour(stance)
        for pale, shade in ((True, paler(ink)), (False, ink)):
            full, tails = [], []
            for band in body.bands:
                if band["stance"] == stance:
                    rest, tail = _divided(band, line=not pale)
                    full += rest
                    tails += tail
            fading = {
                "gradient": "linear",
                "stops": [{"offset": 0, "color": shade}, {"offset": 1, "color": "#ffffff"}],
            }
            yield layer(full, "rect", {"color": shade}, **box)
            yield layer(tails, "rect", {"color": fading}, **box)
    letters = {"align": "left", "fontSize": 10.5, "color": INK}
    words = [
        {**band, "x": band["begin"], "y": band["middle"]} for band in body.bands if band["words"]
    ]
    yield layer(words, "text", letters, x=frame.x, y=frame.y, text=text())


def _divided(band: dict[str, Any], *, line: bool) -> tuple[list[Part], list[Part]]:
    """Divide a band into what is drawn full and what fades; of its line, only the lowest pixels."""
    shape = {**band, "y": band["y2"] - 2.5} if line else dict(band)
    if not band["open"]:
        return [shape], []
    turn = max(band["x"], band["x2"] - TAIL)
    full = [{**shape, "x2": turn}] if turn > band["x"] else []
    return full, [{**shape, "x": turn}]


def _marks(frame: Frame, body: Placed) -> Iterator[Part]:
    dashes = {"fill": None, "stroke": INK, "strokeDash": [3, 2], "strokeWidth": 1}
    place = {"x": frame.x, "y": frame.y}
    yield layer(body.spans, "rect", dashes, **place, x2=field("x2"), y2=field("y2"))
    full = [mark for mark in body.marks if not mark["hollow"]]
    hollow = [mark for mark in body.marks if mark["hollow"]]
    yield from _points(full, place, hollow=False)
    yield from _points(hollow, place, hollow=True)
    near = [mark for mark in body.marks if mark["about"]]
    sign = {"fontSize": 13, "fontWeight": "bold", "color": INK, "dx": -10}
    yield layer(near, "text", sign, **place, text=text("about"))


def _points(signs: Sequence[Part], place: dict[str, Part], *, hollow: bool) -> Iterator[Part]:
    """Draw shapes, full or as outlines; those with words tell them to the pointer."""
    shape = {"field": "shape", "type": "nominal", "scale": None, "legend": None}
    look: Part = {"size": 80, "filled": True, "stroke": INK, "strokeWidth": 1, "opacity": 1}
    fill = colour("ink")
    if hollow:  # a dark edge, since the paler colours could not be seen on white
        edge = {**look, "fill": INK, "strokeWidth": 2.8}
        yield layer(signs, "point", edge, **place, shape=shape)
        look |= {"fill": "#ffffff", "strokeWidth": 1.6}
    paint = {"stroke": fill} if hollow else {"fill": fill}
    if any("told" in sign for sign in signs):
        look["aria"] = True
        paint["description"] = text("told")
    yield layer(signs, "point", look, **place, shape=shape, **paint)


def _law(frame: Frame, axis: Axis, in_force: date, *, law: str) -> Iterator[Part]:
    """Draw the law's first day as a line, with its name on the side that has more room."""
    day = in_force.toordinal()
    if not axis.first <= day < axis.last:
        return
    x = axis.pixel(day)
    dashes = {"color": INK, "strokeDash": [5, 3], "strokeWidth": 1.4}
    yield layer([{"x": x}], "rule", dashes, x=frame.x, y=at(frame.top - 26), y2=at(frame.bottom))
    right = x > (LEFT + RIGHT) / 2
    look = {
        "align": "right" if right else "left",
        "fontSize": 11,
        "color": INK,
        "fontWeight": "bold",
        "limit": (x - LEFT) if right else (RIGHT - x),
    }
    rows = [{"x": x, "words": f"{cut(law, 70)}, in force since {in_force}"}]
    yield layer(rows, "text", look, x=frame.x, y=at(frame.top - 33), text=text())


def _breaks(frame: Frame, axis: Axis) -> Iterator[Part]:
    """Cut the picture where the measure of days changes."""
    white = [{"x": x - 5, "x2": x + 5} for x in axis.breaks()]
    height = {"y": at(frame.top - 18), "y2": at(frame.bottom)}
    yield layer(white, "rect", {"fill": "white"}, x=frame.x, x2=field("x2"), **height)
    signs = [{"x": x, "words": "//"} for x in axis.breaks()]
    look = {"fontSize": 12, "color": GREY}
    for y in (frame.top - 9, frame.bottom - 6):
        yield layer(signs, "text", look, x=frame.x, y=at(y), text=text())


def _key(
    used: Sequence[StanceWords], looks: Looks, *, top: float, hollow: bool
) -> tuple[Any, float]:
    """Explain the marks that occur, in as many lines as they need; ``hollow`` ones last."""
    x, y = 6.0, top
    signs: list[Part] = []
    shown = [(cut(each.label, 40), each.colour, looks.shape(each.id)) for each in used]
    if hollow:
        shown.append((AWAITING, GREY, SHAPES[0]))
    for words, ink, shape in shown:
        wide = 30 + width(words, 11.5)
        if x + wide > WIDTH and x > 6:
            x, y = 6.0, y + 19
        signs.append({"x": x, "y": y, "words": words, "ink": ink, "shape": shape})
        x += wide

    def drawn(frame: Frame) -> Iterator[Part]:
        place = {"x": frame.x, "y": frame.y}
        full = signs[: len(used)]
        yield from _points(full, place, hollow=False)
        yield from _points(signs[len(used) :], place, hollow=True)
        letters = {"align": "left", "fontSize": 11.5, "color": INK, "dx": 10}
        yield layer(signs, "text", letters, **place, text=text())

    return drawn, y if used else top - 20


def _words(
    frame: Frame, heading: Sequence[str], notes: Sequence[str], *, top: float
) -> Iterator[Part]:
    title, below = ([{"words": words}] for words in heading)
    large = {"align": "left", "fontSize": 18, "fontWeight": "bold", "color": INK, "limit": WIDTH}
    yield layer(title, "text", large, x=at(0), y=at(14), text=text())
    plain = {"align": "left", "fontSize": 12, "color": GREY, "limit": WIDTH}
    yield layer(below, "text", plain, x=at(0), y=at(38), text=text())
    small = {"align": "left", "fontSize": SMALL, "color": GREY, "limit": WIDTH}
    rows = [{"y": top + LINE * place, "words": words} for place, words in enumerate(notes)]
    yield layer(rows, "text", small, x=at(0), y=frame.y, text=text())
