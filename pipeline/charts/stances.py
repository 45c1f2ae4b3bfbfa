"""Draw who took which stance when, and until when it held: rows in, bytes out."""

from collections.abc import Sequence
from datetime import date

import vl_convert

from pipeline.charts.drawing import SCALE
from pipeline.charts.stance_marks import Row, Rows, cut
from pipeline.charts.stance_picture import specification
from pipeline.charts.telling import told
from pipeline.edition import StanceWords


def draw_stances(
    shown: Rows,
    ending: str,
    *,
    law: str,
    in_force: date,
    stances: Sequence[StanceWords],
    remarks: Sequence[str] = (),
) -> bytes:
    """Draw a row for each company and thing that its stances are about; ``ending`` is svg or png.

    What cannot be drawn is counted in the small print, at whose end ``remarks`` stand. Nothing is
    fetched to draw, nor by who looks at what is drawn.
    """
    plot = vl_convert.vegalite_to_svg(
        specification(shown, law=law, in_force=in_force, stances=stances, remarks=remarks),
        allowed_base_urls=[],
    )
    svg = told(
        plot,
        title=f"{cut(law, 100)}: how companies answered",
        description=" ".join([*map(_described, shown.rows), *shown.notes, *remarks]),
    )
    return vl_convert.svg_to_png(svg.decode(), scale=SCALE) if ending == "png" else svg


def _described(row: Row) -> str:
    """Read a row out."""
    said = "; ".join(
        f"{mark.label} {mark.told}{' (awaits a review)' if mark.awaiting else ''}"
        for mark in row.marks
    )
    return f"{row.name}, {row.scope}: {said}."
