"""Read the tables of a PDF page by page, through pdfplumber, in a child process that has limits.

pdfminer, which reads the file for pdfplumber, has no limits of its own: references that name each
other in a circle keep it busy for ever, 10 MB of a stream inflate to 10 GB, forms that draw each
other twice double the work thirty times, a font may list a billion widths.
"""

import io
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache, partial

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError
from pdfplumber.page import Page as PlumbedPage
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from scrapers.apart import Limits, read_apart
from scrapers.figures import Period, UnreadableReport
from scrapers.pdf_lines import Row, Word, lined_up, lines_of, rows_beside
from scrapers.periods import find_period, read_period

MOST_BYTES = 64_000_000  # the largest known report has under 1 MB
MOST_PAGES = 1_000  # the longest known has under 50
MOST_OBJECTS = 60_000  # characters and lines of a page; a full page of small print has 8,000
FIRST_SECONDS = 4  # of the processor, for the file as a whole; each page that was read adds
PAGE_SECONDS = 0.5  # a page of 40 ruled rows takes 0.18
MEMORY_BYTES = (
    600_000_000  # beyond what the parent has; the whole child takes 82 MB for 1,000 pages
)
MOST_LINES = 300  # of two pages, in which a period is looked for


@dataclass(frozen=True, slots=True)
class Table:
    """One table of one page, both counted from 1, or as much of it as stands on that page.

    A cell is None where a wider or higher one covers its place. Lines of a cell are joined by a
    blank. ``ruled`` is false when there are no lines to see and words stand in columns.
    """

    page: int
    number: int
    rows: tuple[Row, ...]
    ruled: bool

    @property
    def part(self) -> str:
        """Say where it lies, as a person looks for it."""
        return f"page {self.page}, table {self.number}"


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of text of a page from the top down, and its tables; it may have neither."""

    number: int
    text: str
    tables: tuple[Table, ...]


def read_pages(body: bytes, *, name: str, most: int | None = None) -> Generator[Page, None, None]:
    """Read the pages in order, ``most`` of them at most, holding one in memory at a time.

    A page that is turned, or whose text runs up or down the paper, is read upright. Raises
    UnreadableReport for a file that is damaged, locked, too large or too slow, and, at the end, for
    one without any text. Close it when not all pages are taken, or the child waits on.
    """
    if len(body) > MOST_BYTES:
        raise UnreadableReport(f"{name}: it is larger than any report; look at what it is")
    limits = Limits(FIRST_SECONDS, MEMORY_BYTES, seconds_each=PAGE_SECONDS)
    reading = partial(_pages, most=most)
    pages = read_apart(reading, body, name=name, limits=limits, damage="it is a damaged PDF")
    has_text: bool | None = None  # until there is a page
    with closing(pages):
        for page in pages:
            has_text = bool(has_text or page.text)
            yield page
    if not has_text:
        what = "no pages" if has_text is None else "no text, so it may be a scan"
        raise UnreadableReport(f"{name}: the PDF holds {what}; open it and see what it is")


def beginning(body: bytes, *, name: str) -> str:
    """Give the text of the first two pages, by which a format knows its report.

    Raises UnreadableReport as ``read_pages`` does.
    """
    text = _beginning(body, name)
    if isinstance(text, UnreadableReport):
        raise UnreadableReport(str(text)) from text
    return text


def periods_in(text: str, *, file_name: str) -> list[Period]:
    """Find the periods, shorter than a year, that a text may be about; one when all is well.

    Lines that are nothing but a period outdo prose, which names former ones too. The file name
    chooses among several; when it names another than the text, both are given.
    """
    lines = text.splitlines()[:MOST_LINES]
    own = _distinct([find_period(file_name)])
    found = _distinct(map(read_period, lines)) or _distinct(map(find_period, lines))
    chosen = {span: found[span] for span in found if span in own}
    return list((chosen or own | found).values())


def _distinct(periods: Iterable[Period | None]) -> dict[tuple[str, str], Period]:
    return {
        (period.start, period.end): period
        for period in periods
        if period and (period.start[5:], period.end[5:]) != ("01-01", "12-31")
    }


@lru_cache(maxsize=1)  # each format asks it of the same download
def _beginning(body: bytes, name: str) -> str | UnreadableReport:
    try:
        return "\n".join(page.text for page in read_pages(body, name=name, most=2))
    except UnreadableReport as error:
        return error


def _pages(body: bytes, *, most: int | None) -> Iterator[Page]:
    try:
        for plumbed in pdfplumber.open(io.BytesIO(body)).pages[:most]:
            number = plumbed.page_number
            if number > MOST_PAGES:
                raise UnreadableReport(f"it has over {MOST_PAGES} pages, more than any report")
            page = _read_page(plumbed)
            if page is None:
                raise UnreadableReport(f"page {number} holds more than any page of a report")
            yield page
    except (PdfminerException, MalformedPDFException) as error:  # hold what pdfminer raised
        cause = error.args[0] if error.args else None
        if isinstance(cause, PDFEncryptionError):
            raise UnreadableReport(
                "the PDF is locked with a password; download it again, or ask who publishes it"
            ) from error
        raise cause if isinstance(cause, Exception) else error from None


def _read_page(plumbed: PlumbedPage) -> Page | None:
    """Read one page; None when it holds too much."""
    page = _upright(plumbed)
    if sum(map(len, page.objects.values())) > MOST_OBJECTS:
        return None
    words = [
        Word(each["text"], each["x0"], each["x1"], each["top"], each["bottom"])
        for each in page.extract_words()
    ]
    lines = lines_of(words)
    text = "\n".join(" ".join(word.text for word in line) for line in lines)
    ruled = [table for table in page.find_tables() if max(len(row.cells) for row in table.rows) > 1]
    number = plumbed.page_number
    if rows_beside(lines, boxes=[table.bbox for table in ruled]):
        rows = lined_up(lines)  # lines around some of the rows only are decoration
        tables = [Table(number, 1, rows, ruled=False)] if rows else []
    else:
        tables = [
            Table(number, place, _cells(table.extract()), ruled=True)
            for place, table in enumerate(ruled, start=1)
        ]
    page.close()
    plumbed.close()
    return Page(number, text, tuple(tables))


def _cells(extracted: list[list[str | None]]) -> tuple[Row, ...]:
    return tuple(
        tuple(None if cell is None else " ".join(cell.split()) for cell in row) for row in extracted
    )


def _upright(page: PlumbedPage) -> PlumbedPage:
    """Turn a page so that most of its characters stand upright."""
    angles = Counter(_angle(char["matrix"]) for char in page.chars[:MOST_OBJECTS])
    angle = angles.most_common(1)[0][0] if angles else 0
    if not angle:
        return page
    turned = page.page_obj
    turned.rotate = (turned.rotate + angle) % 360
    turned.attrs["Rotate"] = turned.rotate
    page.close()
    return PlumbedPage(page.pdf, turned, page_number=page.page_number)


def _angle(matrix: tuple[float, ...]) -> int:
    """Say how far, clockwise, the page must be turned for a character to stand upright."""
    along, across = matrix[0], matrix[1]
    if abs(along) >= abs(across):
        return 0 if along >= 0 else 180
    return 90 if across > 0 else 270
