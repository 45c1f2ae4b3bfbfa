"""Draw comparisons as SVG, PNG or a page: bytes that are the same for the same comparisons."""

from collections.abc import Sequence
from datetime import date

import vl_convert
from lxml import etree

from pipeline.charts.page import page
from pipeline.charts.panels import Sheet, sheets
from pipeline.charts.picture import specification
from pipeline.errors import NotFound
from pipeline.store.contents import Comparison

SCALE = 2.0  # dots of a PNG a pixel: sharp on paper and on any screen
SVG = "http://www.w3.org/2000/svg"


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
    svg = _told(plot, drawn)
    if ending == "png":
        return vl_convert.svg_to_png(svg.decode(), scale=SCALE)
    if ending == "html":
        return page(svg.decode(), comparisons, in_force=in_force, law=law)
    return svg


def _told(plot: str, drawn: Sequence[Sheet]) -> bytes:
    """Give a picture its title and description, and each bar the words that a pointer shows.

    Who hears the picture hears these two; its parts are for the eye.
    """
    root = etree.fromstring(plot.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))
    for mark in root.iter(f"{{{SVG}}}path"):
        if words := mark.get("aria-label"):
            etree.SubElement(mark, f"{{{SVG}}}title").text = words
    etree.strip_attributes(root, "role", "aria-roledescription", "aria-label", "aria-hidden")
    root.set("role", "img")
    root.set("aria-labelledby", "drawn-title drawn-description")
    for place, (tag, name, words) in enumerate(
        (
            ("title", "drawn-title", _title(drawn)),
            ("desc", "drawn-description", " ".join(map(_described, drawn))),
        )
    ):
        told = etree.Element(f"{{{SVG}}}{tag}", id=name)
        told.text = words
        root.insert(place, told)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=False)) + b"\n"


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
