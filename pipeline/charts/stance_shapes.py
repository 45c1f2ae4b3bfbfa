"""Place rows of marks and bands on a picture, in pixels from the top left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.charts.stance_axis import Axis
from pipeline.charts.stance_marks import Mark, Row
from pipeline.charts.widths import fitted
from pipeline.edition import StanceWords

LANE = 20  # pixels of a row; marks that would hide each other get lanes under each other
MOST_LANES = 4
BETWEEN = 5  # pixels between rows
MARK = 11  # pixels that a mark takes
# What Vega can draw, the most different first; a stance keeps its shape whatever else is shown.
SHAPES = (
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "cross",
    "triangle-down",
    "triangle-right",
    "triangle-left",
    "M-1,-0.4L-0.4,-1L0.4,-1L1,-0.4L1,0.4L0.4,1L-0.4,1L-1,0.4Z",
    "M0,-1L0.25,-0.35L1,-0.35L0.4,0.1L0.6,0.8L0,0.4L-0.6,0.8L-0.4,0.1L-1,-0.35L-0.25,-0.35Z",
)

Shape = dict[str, Any]  # one row of a layer


@dataclass(frozen=True, slots=True)
class Placed:
    """The rows on the picture: what each layer draws, and where the last row ends."""

    marks: tuple[Shape, ...]
    spans: tuple[Shape, ...]
    bands: tuple[Shape, ...]
    names: tuple[Shape, ...]
    scopes: tuple[Shape, ...]
    lines: tuple[Shape, ...]
    bottom: float


def placed(rows: Sequence[Row], axis: Axis, looks: "Looks", *, top: float) -> Placed:
    """Place rows from ``top`` down, in lanes where marks would lie on each other."""
    marks: list[Shape] = []
    spans: list[Shape] = []
    bands: list[Shape] = []
    names: list[Shape] = []
    scopes: list[Shape] = []
    lines: list[Shape] = []
    y, company = top, ""
    for row in rows:
        lanes = list(_lanes(row, axis))
        height = LANE * (max(lanes, default=0) + 1)
        if row.company != company:
            lines.append({"y": y})
            names.append({"y": y + BETWEEN + LANE / 2, "words": fitted(row.name, 11.5, 140)})
            company = row.company
        y += BETWEEN
        scopes.append({"y": y + LANE / 2, "words": fitted(row.scope, 11, 102)})
        bands += _bands(row, lanes, axis, looks, y=y, height=height)
        for mark, lane in zip(row.marks, lanes, strict=True):
            middle = y + LANE * lane + LANE / 2
            x = mark_pixel(mark, axis)
            shape = {"x": x, "y": middle, "told": told(mark), "ink": looks.colour(mark.stance)}
            about = "~" if mark.precision == "approximate" else ""
            shape |= {"shape": looks.shape(mark.stance), "about": about}
            marks.append({**shape, "hollow": mark.awaiting})
            if not mark.exact:
                left, right = axis.pixel(mark.first or 0), axis.pixel((mark.last or 0) + 1)
                spans.append(
                    {"x": left, "x2": max(right, left + 3), "y": middle - 8, "y2": middle + 8}
                )
        y += height
    return Placed(
        marks=tuple(marks),
        spans=tuple(spans),
        bands=tuple(bands),
        names=tuple(names),
        scopes=tuple(scopes),
        lines=tuple(lines),
        bottom=y + BETWEEN,
    )


def mark_pixel(mark: Mark, axis: Axis) -> float:
    """Place a mark in the middle of the days on one of which it was said."""
    first, last = axis.pixel(mark.first or 0), axis.pixel((mark.last or 0) + 1)
    return round((first + last) / 2, 2)


def told(mark: Mark) -> str:
    """Tell all of a mark to the pointer."""
    doubt = "; awaits a review" if mark.awaiting else ""
    sources = "1 source" if mark.sources == 1 else f"{mark.sources:,} sources"
    return (
        f"{mark.name}: {mark.label} ({mark.scope}), {mark.told}; {sources}{doubt}. “{mark.words}”"
    )


def _lanes(row: Row, axis: Axis) -> Iterator[int]:
    """Give each mark the first lane in which it hides no other."""
    ends: list[float] = []
    for mark in row.marks:
        x = mark_pixel(mark, axis)
        lane = next((lane for lane, end in enumerate(ends) if end <= x - MARK / 2), len(ends))
        lane = min(lane, MOST_LANES - 1)
        if lane == len(ends):
            ends.append(0.0)
        ends[lane] = x + MARK / 2
        yield lane


def _bands(
    row: Row, lanes: Sequence[int], axis: Axis, looks: "Looks", *, y: float, height: float
) -> Iterator[Shape]:
    """Lay bands out; each is named beside the mark that it begins at, if no other stands there."""
    at = {
        mark.event: (mark_pixel(mark, axis), lane)
        for mark, lane in zip(row.marks, lanes, strict=True)
    }
    for band in row.bands:
        left, right = axis.pixel(band.start), axis.pixel(band.end)
        if right - left < 0.5:
            continue
        mark, lane = at[band.event]
        ends = [x - MARK for x, other in at.values() if other == lane and x > mark]
        begin = max(left, mark) + MARK - 1
        part = height / band.shares
        yield {
            "x": round(left, 2),
            "x2": round(right, 2),
            "y": y + part * band.share + 1,
            "y2": y + part * (band.share + 1) - 1,
            "begin": begin,
            "middle": y + LANE * lane + LANE / 2,
            "words": fitted(band.label, 10.5, min([right - 4, *ends]) - begin),
            "stance": band.stance,
            "ink": looks.colour(band.stance),
            "open": band.open,
        }


@dataclass(frozen=True, slots=True)
class Looks:
    """How each stance is drawn."""

    stances: tuple[StanceWords, ...]

    def colour(self, stance: str) -> str:
        """Give the colour of a stance; grey for one that the tracker does not define."""
        return next((each.colour for each in self.stances if each.id == stance), "#777777")

    def shape(self, stance: str) -> str:
        """Give the shape of a stance; the shapes repeat when there are more stances."""
        ids = [each.id for each in self.stances]
        return SHAPES[ids.index(stance) % len(SHAPES)] if stance in ids else SHAPES[0]
