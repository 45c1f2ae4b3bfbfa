"""Draw an edition as a picture (PNG), with two dots a pixel: sharp on paper and on any screen."""

from typing import IO

from pipeline.edition import Edition
from pipeline.exports import Format
from pipeline.exports.picture_svg import write_picture


def write(edition: Edition, out: IO[bytes]) -> int:
    """Draw what the SVG shows."""
    return write_picture(edition, out, "png")


FORMAT = Format("png", "png", "image/png", write)
