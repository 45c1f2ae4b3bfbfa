"""Draw comparisons as SVG, PNG or a page: bytes that are the same for the same comparisons."""

from collections.abc import Sequence
from datetime import date

import vl_convert

from pipeline.charts.page import page
from pipeline.charts.panels import Sheet, sheets
from pipeline.charts.picture import specification
from pipeline.charts.telling import told
from pipeline.errors import NotFound
from pipeline.store.contents import Comparison

SCALE = 2.0  # dots of a PNG a pixel: sharp on paper and on any screen


def draw(comparisons: Sequence[Comparison], ending: str, *, in_force: date, law: str) -> bytes:
    """Draw what each company said beside what it did; ``ending`` is svg, png or html.

    ``law`` is the name of the law, ``in_force`` its day. Nothing is fetched to draw, nor by who
    looks at what is drawn. Raises NotFound when there is nothing to draw.
    """
    drawn = sheets(comparisons)
    if not drawn:
        raise NotFound("there is no figure to draw; see 'stanceline figures --all'")
    plot = vl_convert.vegalite_to_svg(
        specification(drawn, in_force=in_force, law=law), allowed_base_urls=[]
    )
    svg = told(plot, title=_title(drawn), description=" ".join(map(_described, drawn)))
    if ending == "png":
        return vl_convert.svg_to_png(svg.decode(), scale=SCALE)
    if ending == "html":
        return page(svg.decode(), comparisons, in_force=in_force, law=law)
    return svg


def _title(drawn: Sequence[Sheet]) -> str:
    names = ", ".join(sheet.name[:60] for sheet in drawn)
    return f"{names}: what was said, and what was done"


def _described(sheet: Sheet) -> str:
    """Read a sheet out, panel by panel."""
    said = [f"{sheet.name[:60]}."]
    for panel in sheet.panels:
        bars = sorted(panel.bars, key=lambda bar: (bar.start, bar.end, bar.place))
        said.append(f"{panel.heading}: {'; '.join(bar.short for bar in bars)}.")
        said += [f"{gap.told}." for gap in panel.gaps]
        said += [f"{band.told}." for band in panel.bands]
    return " ".join(said)
