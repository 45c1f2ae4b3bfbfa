"""Draw Zoom's data set, as scrapers/reports/zoom.py assumes it: every row and layout is made up."""

from report_files.yahoo import table_pdf

HEADER = ("Jurisdiction", "Request Type", "Requests\nProcessed", "Requests\nRejected")
SENTENCE = "If a jurisdiction is missing from this table, Zoom processed no requests from it."
ROWS = (
    ("Australia", "Legal process", "12", "3"),
    ("Australia", "Emergency", "2", "0"),
    ("Hong Kong SAR", "Legal process", "1", "1"),
    ("United States", "Legal process", "1,234", "56"),
    ("United States", "Preservation", "78", "-"),
)
TITLE = ("Zoom Government Requests Transparency Report", "January 1 - June 30, 2023")
FIRST_TITLE = ("Zoom Government Requests Transparency Report", "May 1, 2020 - December 12, 2020")


def files() -> dict[str, bytes]:
    return {
        "zoom-transparency-2023.pdf": zoom_pdf(),
        "zoom-transparency-12-18-2020.pdf": zoom_pdf(ROWS[:2], title=FIRST_TITLE, ruled=False),
        "zoom-data-set-2023-h1.csv": zoom_csv().encode(),
    }


def zoom_pdf(rows=ROWS, *, title=TITLE, header=HEADER, notes=(SENTENCE,), **options) -> bytes:
    widths = (120, *(90,) * (len(header) - 1))
    return table_pdf(rows, title=title, header=[header], widths=widths, notes=notes, **options)


def zoom_csv(rows=ROWS, *, header=HEADER, sentence=SENTENCE) -> str:
    lines = [[cell.replace("\n", " ") for cell in header], *rows]
    table = [",".join(f'"{cell}"' if "," in cell else cell for cell in line) for line in lines]
    return "\n".join([*table, f'"{sentence}"']) + "\n"
