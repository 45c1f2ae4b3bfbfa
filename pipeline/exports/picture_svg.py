"""Draw an edition as a picture (SVG): who took which stance when, and until when it held."""

from datetime import date
from typing import IO

from pipeline.edition import Edition
from pipeline.exports import Format


def write(edition: Edition, out: IO[bytes]) -> int:
    """Draw all events; those that cannot be drawn are counted in the picture's small print."""
    return write_picture(edition, out, "svg")


def write_picture(edition: Edition, out: IO[bytes], ending: str) -> int:
    """Draw as svg or png."""
    # What draws is large, and who exports a table has no use for it.
    from pipeline.charts.stance_marks import mark_of, rows_of  # noqa: PLC0415
    from pipeline.charts.stances import draw_stances  # noqa: PLC0415

    shown = rows_of(map(mark_of, edition.lines()), stances=edition.stances, whole=edition.whole)
    out.write(
        draw_stances(
            shown,
            ending,
            law=edition.law,
            in_force=date.fromisoformat(edition.in_force),
            stances=edition.stances,
            remarks=remarks(edition),
        )
    )
    return shown.events


def remarks(edition: Edition) -> list[str]:
    """Say in small print what was chosen, and the state of knowledge that is shown."""
    known = edition.as_of or edition.updated_at[:10]
    said = f"State of knowledge: {known}."
    return [f"Chosen: {edition.chosen}. {said}" if edition.chosen else said]


FORMAT = Format("svg", "svg", "image/svg+xml; charset=utf-8", write)
