"""How fast reports are read, beside the plainest way to get at the same numbers in the same run."""

import csv
import io
import os
from collections.abc import Callable
from random import Random

import pdfplumber
from report_files import google_user_data, yahoo
from whole_reports import read_reports

COUNTRIES = [f"Country {number}" for number in range(110)]
ENDS = [f"{year}-{end}" for year in range(2009, 2025) for end in ("06-30", "12-31")]
PROCESSES = ("Other Legal Requests", "Emergency Disclosure Requests")
PDF_PAGES = 1_000  # as many as are read at most
PDF_ROWS = 10  # a page


def google_table() -> bytes:
    """Write about 7,000 rows, as many as the file of 2026 has, with made-up numbers."""
    random = Random(7)
    rows = [
        f"{end},{country},XX,{name},{random.randrange(2000)},{random.randrange(101)},"
        f"{random.randrange(4000)}"
        for end in ENDS
        for country in COUNTRIES
        for name in PROCESSES
    ]
    return google_user_data.table(google_user_data.HEADER, *rows[:7_000])


def plain_rows(body: bytes) -> list[tuple[str, str, int, int, int]]:
    """Read what can be read without care for blanks, notes, periods or changed columns."""
    return [
        (
            row["Period Ending"],
            row["Country/Region"],
            int(row["User Data Requests"]),
            int(row["Percentage disclosed"]),
            int(row["Accounts"]),
        )
        for row in csv.DictReader(io.StringIO(body.decode()))
    ]


def plain_tables(body: bytes) -> list[list[str | None]]:
    with pdfplumber.open(io.BytesIO(body)) as pdf:
        found = []
        for page in pdf.pages:
            found += [row for table in page.extract_tables() for row in table]
            page.close()
        return found


def seconds_of(reading: Callable[[], object]) -> float:
    """Measure the processor time, that of children too: a PDF is read in one."""
    before = os.times()
    reading()
    return seconds_since(before)


def seconds_since(before: os.times_result) -> float:
    return sum(os.times()[:4]) - sum(before[:4])


def test_figures_of_google_beside_plain_csv(benchmark):
    body = google_table()
    name = "google-global-user-data-requests.csv"
    rounds = 5
    ours = min(seconds_of(lambda: read_reports(body, name)) for _ in range(rounds))
    many = 20  # the plain way takes a few ticks of the clock
    plain = seconds_of(lambda: [plain_rows(body) for _ in range(many)]) / many
    benchmark.name = (
        f"google, 7,000 rows: {7_000 / ours:,.0f} figures a second, {ours / plain:.1f} times plain"
    )

    (report,) = benchmark.pedantic(lambda: read_reports(body, name), rounds=3)
    assert (
        [
            (figure.received.number, figure.percentage.percent, figure.accounts.number)
            for figure in report.figures
            if figure.period.end >= "2011-12-31"  # zeros before it were never counted
        ]
        == [row[2:] for row in plain_rows(body) if row[0] >= "2011-12-31"]
    )


def test_a_long_pdf_beside_plain_pdfplumber(benchmark):
    body = yahoo.long_pdf(PDF_PAGES, rows=PDF_ROWS)
    plain = seconds_of(lambda: plain_tables(body))
    before = os.times()

    (report,) = benchmark.pedantic(lambda: read_reports(body, "yahoo-2013-H2.pdf"), rounds=1)
    ours = seconds_since(before)
    benchmark.stats.name = f"pdf, {PDF_PAGES:,} pages: {ours:.0f} s, {ours / plain:.2f} times plain"
    assert len({figure.country for figure in report.figures}) == PDF_PAGES * PDF_ROWS
