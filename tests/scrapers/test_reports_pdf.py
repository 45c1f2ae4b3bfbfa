"""Yahoo's and Zoom's tables give their figures as printed, or say what is not as it is known."""

from fractions import Fraction

import pytest
from report_files import yahoo, zoom
from whole_reports import read_reports

from scrapers.downloads import Download
from scrapers.figures import Cell, Count, Figure, Period, Share, UnreadableReport
from scrapers.reports import figures_of
from scrapers.reports.yahoo import closeness as yahoo_closeness
from scrapers.reports.zoom import closeness as zoom_closeness
from scrapers.reports.zoom import says_that_all_are_listed

HONG_KONG = ("Hong Kong", "Hong Kong SAR")


def read_one(body: bytes, name: str = "report.pdf"):
    [report] = read_reports(body, name)
    return report


def here(body: bytes, name: str = "report.pdf"):
    return figures_of(read_one(body, name), place=HONG_KONG)


def refusal_of(body: bytes, name: str = "report.pdf") -> str:
    with pytest.raises(UnreadableReport) as caught:
        read_reports(body, name)
    return str(caught.value)


def altered(**cells: str):
    """Give the Hong Kong row of 2013 H2 with some of its cells printed otherwise."""
    columns = "country received accounts none none_share rejected rejected_share ncd ncd_share"
    fields = [*columns.split(), "content", "content_share"]
    row = dict(zip(fields, yahoo.HONG_KONG_2013, strict=True)) | cells
    return yahoo.table_pdf([yahoo.ROWS_2013[0], tuple(row.values()), yahoo.ROWS_2013[4]])


def test_yahoos_hong_kong_row_of_2013_gives_all_requests_and_those_answered_with_content():
    period = Period("2013-07-01", "2013-12-31", "July through December 2013")

    assert here(yahoo.files()["yahoo-transparency-2013.pdf"]) == (
        Figure(
            country="Hong Kong",
            period=period,
            kind="total",
            printed_kind="Government Data Requests",
            received=Count("545", "number", 545, 545, Cell(5, 2)),
            accounts=Count("657", "number", 657, 657, Cell(5, 3)),
            answered=Count("296 + 7", "number", 303, 303, Cell(5, 8)),
            part="page 1, table 1",
        ),
        Figure(
            country="Hong Kong",
            period=period,
            kind="content",
            printed_kind="Content Disclosed",
            answered=Count("7", "number", 7, 7, Cell(5, 10)),
            percentage=Share(
                "1%", "number", Fraction(1), Fraction(1, 2), Fraction(3, 2), Cell(5, 11)
            ),
            part="page 1, table 1",
        ),
    )


def test_yahoos_hong_kong_row_of_2016_is_read_without_ruling_lines():
    total, content = here(yahoo.files()["yahoo-transparency-2016.pdf"])

    assert (total.period.start, total.period.end) == ("2016-07-01", "2016-12-31")
    assert total.received and total.accounts and total.answered and content.answered
    assert (total.received.number, total.accounts.number) == (151, 156)
    assert (total.answered.printed, total.answered.number) == ("93 + 1", 94)
    assert content.answered.number == 1
    assert (total.contradiction, content.contradiction) == (None, None)


def test_yahoo_is_read_for_all_countries_over_all_pages_and_without_its_total():
    rows = [*yahoo.ROWS_2013, ("Total", "9,999", "9,999", *("1", "1%") * 4)]

    report = read_one(yahoo.table_pdf(rows, rows_per_page=2))

    assert [figure.country for figure in report.figures if figure.kind == "total"] == [
        row[0] for row in yahoo.ROWS_2013
    ]
    assert report.lists_all is False
    assert (report.format, report.company) == ("yahoo", "yahoo")


def test_outcomes_that_do_not_add_up_contradict_the_requests():
    total, content = here(altered(rejected="195"))

    assert total.contradiction == "the outcomes 46 + 195 + 296 + 7 add up to 544 of 545"
    assert content.contradiction is None


def test_a_share_that_its_count_does_not_bear_out_is_a_contradiction_of_that_outcome():
    total, content = here(altered(ncd_share="45%", content_share="10%"))

    assert total.contradiction == (
        "Only NCD Disclosed: 296 of 545 requests are answered, and the share is printed as 45 %"
    )
    assert content.contradiction == (
        "7 of 545 requests are answered, and the share is printed as 10 %"
    )


@pytest.mark.parametrize(
    ("printed", "notation", "low", "high"),
    [
        ("0", "number", 296, 296),
        ("-", "dash", None, None),
        ("", "blank", None, None),
        ("n/a", "not_available", None, None),
        ("< 10", "range", 296, 305),
        ("7?", "unreadable", None, None),
    ],
)
def test_the_answers_are_known_only_as_far_as_both_their_columns_are(printed, notation, low, high):
    rows = [*yahoo.ROWS_2013[:2], ("Hong Kong", *yahoo.HONG_KONG_2013[1:9], printed, "")]

    total = here(yahoo.table_pdf([*rows, *yahoo.ROWS_2013[3:]]))[0]

    assert total.answered == Count(f"296 + {printed}", notation, low, high, Cell(5, 8))


def test_a_year_in_which_hong_kong_has_no_row_is_no_zero():
    total, content = here(yahoo.table_pdf(yahoo.ROWS_2013[:2]))

    assert total.received == content.received == Count("", "no_row", None, None)


def test_a_changed_column_is_named_with_its_place_and_the_nearest_known():
    header = [(*yahoo.HEADER[0][:9], "Contents Given", None), yahoo.HEADER[1]]

    message = refusal_of(yahoo.table_pdf(yahoo.ROWS_2013, header=header, notes=("Yahoo",)))

    assert message.startswith(
        "report.pdf: page 1, table 1: column 'Contents Given #' is not known; the nearest known is "
    )
    assert "The header is: Country,Government Data Requests," in message


@pytest.mark.parametrize(
    "title", [["Yahoo"], ["Yahoo", "July through December 2013", "January through June 2013"]]
)
def test_yahoos_period_is_never_guessed_and_the_file_name_may_tell_it(title):
    body = yahoo.table_pdf(yahoo.ROWS_2013, title=title)

    assert "report.pdf: one half-year should be named on the first two pages" in refusal_of(body)
    assert here(body, "yahoo-2013-H2.pdf")[0].period.start == "2013-07-01"


def test_a_row_without_a_country_is_refused():
    rows = [yahoo.ROWS_2013[0], ("", *yahoo.HONG_KONG_2013[1:])]

    assert refusal_of(yahoo.table_pdf(rows)).endswith("page 1, table 1: row 4 names no country")


def test_zooms_pdf_gives_a_row_a_figure_by_type():
    report = read_one(zoom.files()["zoom-transparency-2023.pdf"])

    assert (report.format, report.company, report.lists_all) == ("zoom", "zoom", True)
    assert [
        (figure.country, figure.kind, figure.printed_kind, figure.received and figure.received.low)
        for figure in report.figures
    ] == [
        ("Australia", "legal", "Legal process", 12),
        ("Australia", "emergency", "Emergency", 2),
        ("Hong Kong SAR", "legal", "Legal process", 1),
        ("United States", "legal", "Legal process", 1234),
        ("United States", "preservation", "Preservation", 78),
    ]
    assert here(zoom.files()["zoom-transparency-2023.pdf"])[0] == Figure(
        country="Hong Kong SAR",
        period=Period("2023-01-01", "2023-06-30", "January 1 - June 30, 2023"),
        kind="legal",
        printed_kind="Legal process",
        received=Count("1", "number", 1, 1, Cell(4, 3)),
        part="page 1, table 1",
    )


def test_zooms_first_report_counts_its_odd_span_and_a_missing_hong_kong_is_a_zero_there():
    figures = here(zoom.files()["zoom-transparency-12-18-2020.pdf"])

    assert [(each.kind, each.received) for each in figures] == [
        ("legal", Count("", "no_row", 0, 0)),
        ("emergency", Count("", "no_row", 0, 0)),
    ]
    assert (figures[0].period.start, figures[0].period.end) == ("2020-05-01", "2020-12-12")


def test_zooms_table_of_text_gives_the_same_as_its_pdf():
    def told(name):
        report = read_one(zoom.files()[name], name)
        figures = [
            (each.country, each.kind, each.period.start, each.received and each.received.printed)
            for each in report.figures
        ]
        return figures, report.lists_all

    assert told("zoom-data-set-2023-h1.csv") == told("zoom-transparency-2023.pdf")
    assert here(zoom.files()["zoom-data-set-2023-h1.csv"], "2023-h1.csv")[0].part is None


def test_zooms_places_are_all_listed_only_where_the_file_says_so_and_counts_the_processed():
    received = ("Jurisdiction", "Request Type", "Requests Received", "Requests Rejected")

    assert read_one(zoom.zoom_pdf(notes=())).lists_all is False
    assert read_one(zoom.zoom_pdf(header=received)).lists_all is False
    assert here(zoom.zoom_pdf(zoom.ROWS[:2], notes=()))[0].received == Count(
        "", "no_row", None, None
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("If a jurisdiction is not in the menu, Zoom did not process any requests from it.", True),
        ("Total 5 2 Where a country isn't\nlisted, no requests were processed. Page 1", True),
        ("May 1, 2020 A jurisdiction missing here had no processed request.", True),
        ("A jurisdiction missing here does not mean that no request was processed.", False),
        ("Jurisdictions that are not listed may have had no request.", False),
        ("Countries that are not listed had fewer than 10 requests.", False),
        ("Each jurisdiction is listed. No requests were missing.", False),
        ("", False),
    ],
)
def test_the_sentence_that_all_places_are_listed_is_told_from_others(text, expected):
    assert says_that_all_are_listed(text) is expected


def test_zooms_columns_may_count_answers_and_print_shares_and_periods():
    header = (
        *("Reporting Period", "Jurisdiction", "Requests Received", "Requests Processed"),
        *("Requests Rejected", "Data Disclosed", "Percentage Disclosed"),
    )
    rows = [
        ("2023 H1", "Hong Kong SAR", "4", "3", "5", "1", "25%"),
        ("2022 H2", "Hong Kong SAR", "0", "0", "0", "0", "-"),
    ]

    first, second = here(zoom.zoom_csv(rows, header=header).encode(), "data.csv")

    assert (first.period.start, second.period.start) == ("2023-01-01", "2022-07-01")
    assert (first.kind, first.printed_kind) == ("total", "Requests Received")
    assert first.received == Count("4", "number", 4, 4, Cell(2, 3))
    assert first.answered == Count("1", "number", 1, 1, Cell(2, 6))
    assert first.contradiction == "5 requests are rejected of 4"
    assert second.percentage == Share("-", "dash", None, None, None, Cell(3, 7))


def test_an_unknown_type_of_request_is_named_and_not_counted_as_another():
    rows = [*zoom.ROWS, ("Chile", "Carrier pigeon", "1", "0")]

    assert refusal_of(zoom.zoom_csv(rows).encode(), "zoom-2023-h1.csv") == (
        "zoom-2023-h1.csv: row 7: 'Carrier pigeon' is no known type of request"
    )


def test_zooms_period_is_never_guessed():
    body = zoom.zoom_pdf(title=("Zoom", "2023"))

    assert "it is not said, or not clearly, which period is counted" in refusal_of(body)
    assert here(body, "zoom-2023-H1.pdf")[0].period.start == "2023-01-01"


def test_neither_company_takes_the_others_report_nor_a_table_of_a_third():
    own_yahoo = Download(yahoo.files()["yahoo-transparency-2013.pdf"], "a.pdf")
    own_zoom = Download(zoom.files()["zoom-transparency-2023.pdf"], "a.pdf")
    third = Download(b"Country,Requests,Complied\nHong Kong,1,0\n", "a.csv")

    assert yahoo_closeness(own_yahoo) == 1
    assert zoom_closeness(own_zoom) > 0.6
    assert yahoo_closeness(own_zoom) == zoom_closeness(own_yahoo) == 0
    assert yahoo_closeness(third) == zoom_closeness(third) == 0


def test_the_same_file_is_drawn_with_the_same_bytes():
    assert yahoo.files() == yahoo.files()
    assert zoom.files() == zoom.files()
    assert len(read_one(yahoo.long_pdf(3, rows=5)).figures) == 30
