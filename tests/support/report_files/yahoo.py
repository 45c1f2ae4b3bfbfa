"""Draw Yahoo's tables as PDF files, in the layouts that scrapers/reports/yahoo.py assumes.

The Hong Kong rows of 2013 H2 and 2016 H2 are real figures, and so is the period as printed; the
rows of all other countries are made up, and so is how the tables look.
"""

import io
from collections.abc import Iterable, Sequence
from itertools import islice

from reportlab.pdfgen.canvas import Canvas

PERIOD = "July through December 2013"
TITLE = "Yahoo Transparency Report"
HEADER = (
    (
        "Country",
        "Government\nData Requests",
        "Government\nSpecified Accounts",
        *("No Data Found", None),
        *("Rejected", None),
        *("Only NCD\nDisclosed", None),
        *("Content Disclosed", None),
    ),
    ("", "", "", *("#", "%") * 4),
)
WIDTHS = (110, 70, 70, *(42, 38) * 4)
NOTE = "NCD is data other than content, such as names and the times of sessions."
HONG_KONG_2013 = ("Hong Kong", "545", "657", "46", "8%", "196", "36%", "296", "54%", "7", "1%")
HONG_KONG_2016 = ("Hong Kong", "151", "156", "18", "12%", "39", "26%", "93", "62%", "1", "1%")

Cells = Sequence[str | None]


def share(part: int, of: int) -> str:
    return f"{100 * part / of:.0f}%"


def made_up(country: str, none: int, rejected: int, ncd: int, content: int) -> Cells:
    of = none + rejected + ncd + content
    pairs = [(str(part), share(part, of)) for part in (none, rejected, ncd, content)]
    return (country, f"{of:,}", f"{of * 3 // 2:,}", *(text for pair in pairs for text in pair))


ROWS_2013 = (
    made_up("Argentina", 10, 21, 60, 9),
    made_up("Germany", 500, 1200, 1700, 300),
    HONG_KONG_2013,
    made_up("Taiwan", 12, 80, 100, 8),
    made_up("United States", 1500, 700, 4000, 2800),
)
ROWS_2016 = (made_up("Brazil", 3, 4, 5, 6), HONG_KONG_2016, made_up("India", 40, 30, 20, 10))


def files() -> dict[str, bytes]:
    return {
        "yahoo-transparency-2013.pdf": table_pdf(ROWS_2013),
        "yahoo-transparency-2016.pdf": table_pdf(
            ROWS_2016, title=(TITLE, "July through December 2016"), ruled=False
        ),
    }


def long_pdf(pages: int, *, rows: int = 40, ruled: bool = True) -> bytes:
    """Draw a table over many pages, its header on each; made-up countries, ``rows`` a page."""
    made = (
        made_up(f"Country {number:06}", number % 7, number % 11, number % 13 + 1, number % 5)
        for number in range(pages * rows)
    )
    return table_pdf(made, rows_per_page=rows, ruled=ruled)


def table_pdf(
    rows: Iterable[Cells],
    *,
    title: Sequence[str] = (TITLE, PERIOD),
    header: Sequence[Cells] = HEADER,
    widths: Sequence[int] = WIDTHS,
    notes: Sequence[str] = (NOTE,),
    ruled: bool = True,
    rows_per_page: int = 30,
    header_on_each: bool = True,
    turned: int = 0,
    sideways: bool = False,
    password: str | None = None,
) -> bytes:
    """Draw one table on as many pages as it takes, with the same bytes each time.

    A cell of None is the rest of the cell on its left; a line break in a cell starts a line in it.
    ``turned`` is the angle by which a reader shall turn the page, whose text stands so that it is
    upright then; ``sideways`` text is so turned on the paper, and no reader is told.
    """
    out = io.BytesIO()
    width, height = sum(widths) + 80, rows_per_page * 14 + 200
    # Of a page that is turned the canvas wants the size as seen, and turns the paper itself.
    size = (height, width) if sideways else (width, height)
    canvas = Canvas(out, pagesize=size, invariant=1, encrypt=password)
    left = iter(rows)
    first = True
    while page := list(islice(left, rows_per_page)):
        _turn(canvas, turned=turned or (90 if sideways else 0), width=width, height=height)
        if turned:
            canvas.setPageRotation(turned)
        top = float(height - 40)
        for line in title if first else ():
            canvas.setFont("Helvetica", 12)
            canvas.drawString(40, top, line)
            top -= 18
        top -= 10
        drawn = [*(header if first or header_on_each else ()), *page]
        top = _draw_rows(canvas, drawn, widths=widths, top=top, ruled=ruled)
        canvas.setFont("Helvetica", 8)
        for number, note in enumerate(notes):
            canvas.drawString(40, top - 40 - 10 * number, note)
        canvas.drawString(40, 20, f"Page {canvas.getPageNumber()}")
        canvas.showPage()
        first = False
    canvas.save()
    return out.getvalue()


def _turn(canvas: Canvas, *, turned: int, width: float, height: float) -> None:
    if turned == 90:  # the reader turns clockwise, so the text runs upwards
        canvas.translate(height, 0)
        canvas.rotate(90)
    elif turned == 180:
        canvas.translate(width, height)
        canvas.rotate(180)
    elif turned == 270:
        canvas.translate(0, width)
        canvas.rotate(270)


def _draw_rows(
    canvas: Canvas, rows: Sequence[Cells], *, widths: Sequence[int], top: float, ruled: bool
) -> float:
    canvas.setFont("Helvetica", 7)
    for row in rows:
        height = 14 + 8 * max((cell or "").count("\n") for cell in row)
        x = 40
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            if cell is not None:
                span = width
                for wider, beyond in zip(row[place + 1 :], widths[place + 1 :], strict=True):
                    if wider is not None:
                        break
                    span += beyond
                if ruled:
                    canvas.rect(x, top - height, span, height)
                _draw_cell(canvas, cell, x=x, width=span, top=top, name=place == 0)
            x += width
        top -= height
    return top


def _draw_cell(
    canvas: Canvas, cell: str, *, x: float, width: float, top: float, name: bool
) -> None:
    for number, line in enumerate(cell.split("\n")):
        baseline = top - 10 - 8 * number
        if name:
            canvas.drawString(x + 3, baseline, line)
        else:
            canvas.drawCentredString(x + width / 2, baseline, line)
