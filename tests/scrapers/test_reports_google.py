"""Google's requests for user data, sent to it and sent by way of a treaty."""

import csv
import io
from fractions import Fraction
from pathlib import Path

import pytest
from report_files import google_treaty, google_user_data
from whole_reports import read_reports

from scrapers.downloads import Download
from scrapers.figures import Cell, Count, Derived, Figure, Period, Share, UnreadableReport
from scrapers.reports import figures_of
from scrapers.reports import google_user_data as user_data

SHARED = Path(__file__).parents[3] / "shared"
SAMPLES = SHARED / "samples" / "transparency"
with_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
HONG_KONG = ("Hong Kong",)
FILES = google_user_data.files() | google_treaty.files()


def figures(*rows, of=google_user_data, header=None):
    (report,) = read_reports(google_user_data.table(header or of.HEADER, *rows), "table.csv")
    return report.figures


def figure(row, *, of=google_user_data, header=None):
    (found,) = figures(row, of=of, header=header)
    return found


def sample(name):
    body = (SAMPLES / name).read_bytes()
    (report,) = read_reports(body, name)
    rows = [row for row in csv.reader(io.StringIO(body.decode())) if row[1] == "Hong Kong"]
    return report, rows


def known(kind):
    """Read what was gathered by hand about Hong Kong, from Google's own tables."""
    with (SHARED / "hk_requests.csv").open(encoding="utf-8", newline="") as table:
        return [
            row
            for row in csv.DictReader(table)
            if row["company"] == "Google"
            and row["kind"] == kind
            and row["source_kind"] == "repo_data"
        ]


@pytest.mark.parametrize("name", FILES)
def test_each_table_is_recognised_and_read_row_by_row(name):
    (report,) = read_reports(FILES[name], name)
    rows = FILES[name].decode().count("\n") - 1

    assert (report.company, report.lists_all, len(report.figures)) == ("google", False, rows)


def test_a_row_of_user_data_is_a_figure_with_what_is_printed_and_what_follows():
    row = "2020-12-31,Hong Kong,HK,Other Legal Requests,42,5,46"

    assert figure(row) == Figure(
        country="Hong Kong",
        period=Period("2020-07-01", "2020-12-31", "2020-12-31"),
        kind="legal",
        printed_kind="Other Legal Requests",
        received=Count("42", "number", 42, 42, Cell(2, 5)),
        accounts=Count("46", "number", 46, 46, Cell(2, 7)),
        percentage=Share("5", "number", Fraction(5), Fraction(9, 2), Fraction(11, 2), Cell(2, 6)),
        derived=Derived(2, 2, 2),
    )


@pytest.mark.parametrize(
    ("process", "kind"),
    [
        ("All", "total"),
        ("Emergency Disclosure Requests", "emergency"),
        ("Emergency disclosures", "emergency"),
        ("Preservation Requests", "preservation"),
        ("Other Legal Requests", "legal"),
        ("CLOUD Act - IPA CDRs", "legal"),
        ("Requests for data of local subsidiary", "legal"),
    ],
)
def test_the_legal_process_tells_the_kind(process, kind):
    found = figure(f"2023-06-30,United Kingdom,GB,{process},6,83,7")

    assert (found.kind, found.printed_kind) == (kind, process)


def test_what_is_preserved_has_a_blank_share_and_no_answers():
    found = figure("2019-12-31,Hong Kong,HK,Preservation Requests,1,,6")

    assert found.percentage == Share("", "blank", None, None, None, Cell(2, 6))
    assert (found.received.number, found.answered, found.derived) == (1, None, None)


def test_zeros_from_before_google_counted_mean_that_it_did_not():
    first, second, third = figures(
        "2010-06-30,Hong Kong,HK,All,50,0,0",
        "2010-12-31,Hong Kong,HK,All,90,0,0",
        "2011-06-30,Hong Kong,HK,All,123,42,0",
    )

    assert [
        (each.percentage.notation, each.percentage.percent, each.derived)
        for each in (first, second)
    ] == [("not_available", None, None), ("zero", 0, Derived(0, 0, 0))]
    assert [
        (each.accounts.printed, each.accounts.notation, each.accounts.number)
        for each in (first, second, third)
    ] == [("0", "not_available", None), ("0", "not_available", None), ("0", "zero", 0)]


def test_a_row_of_blanks_is_kept_as_blanks():
    found = figure("2021-06-30,China,CN,Requests for data of local subsidiary,,,")

    cells = (found.received, found.percentage, found.accounts)
    assert [(each.notation, each.low, each.high) for each in cells] == [("blank", None, None)] * 3
    assert (found.derived, found.contradiction) == (None, None)


def test_a_share_without_requests_is_a_contradiction():
    found = figure("2020-12-31,Hong Kong,HK,Other Legal Requests,0,50,0")

    assert found.contradiction == "50 % of no requests are answered"


def test_totals_and_blank_lines_are_no_countries():
    found = figures(
        "2020-12-31,Total,,Other Legal Requests,9,5,9",
        ",,,,,,",
        "",
        "2020-12-31,Hong Kong,HK,Other Legal Requests,42,5,46",
    )

    assert [(each.country, each.received.cell.row) for each in found] == [("Hong Kong", 5)]


def test_a_country_in_quotes_with_a_comma_stays_whole():
    found = figure('2020-12-31,"Korea, Republic of",KR,Other Legal Requests,42,5,46')

    assert found.country == "Korea, Republic of"


def test_columns_are_found_by_their_names_in_any_order():
    found = figure(
        "46,5,42,Other Legal Requests,Hong Kong,2020-12-31",
        header="ACCOUNTS,Percentage  disclosed,User Data Requests,Legal Process,Country/Region,"
        "Period Ending",
    )

    assert (found.received.number, found.accounts.number) == (42, 46)
    assert found.received.cell == Cell(2, 3)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2020,Hong Kong", "row 2: it ends after 2 of 7 columns"),
        ("2020-12-31,Hong Kong,HK,Other Legal Requests,42,5", "row 2: it ends after 6 of 7"),
        ("2020-12-31,Hong Kong,HK,Other Legal Requests,1,042,5,46", "row 2: it has a cell under"),
        ("2020-11-31,Hong Kong,HK,All,42,5,46", "row 2: '2020-11-31' is no period"),
        ("2020-12-31, ,HK,All,42,5,46", "row 2: it names no country"),
        ("2020-12-31,Hong Kong,HK, ,42,5,46", "row 2: it names no legal process"),
        (f"2020-12-31,{'H' * 400},HK,All,42,5,46", "row 2: it has a longer cell"),
    ],
)
def test_a_row_that_is_not_as_it_should_be_is_named(row, message):
    with pytest.raises(UnreadableReport, match=rf"table\.csv: {message}"):
        figures(row)


def test_a_number_under_a_column_without_a_name_is_an_error_and_a_blank_is_not():
    header, row = f"{google_user_data.HEADER},", "2020-12-31,Hong Kong,HK,All,42,5,46,"

    assert figure(row, header=header).accounts.number == 46
    with pytest.raises(UnreadableReport, match="row 2: it has a cell under no header"):
        figure(f"{row}7", header=header)


def test_a_new_name_of_a_column_is_shown_beside_the_nearest_known():
    header = google_user_data.HEADER.replace("Percentage disclosed", "Percent disclosed")

    with pytest.raises(UnreadableReport) as raised:
        figures("2020-12-31,Hong Kong,HK,All,42,5,46", header=header)
    assert str(raised.value).startswith(
        "table.csv: column 'Percent disclosed' is not known; "
        "the nearest known is 'Percentage disclosed'. The header is: Period Ending,"
    )


def test_a_lost_column_is_named():
    header = google_user_data.HEADER.removesuffix(",Accounts")

    with pytest.raises(UnreadableReport, match="column 'Accounts' is missing"):
        figures("2020-12-31,Hong Kong,HK,All,42,5", header=header)


@pytest.mark.parametrize("body", [b"", b"\n\n", google_user_data.HEADER.encode()])
def test_a_file_without_rows_is_an_error_and_not_an_empty_report(body):
    with pytest.raises(UnreadableReport, match=r"cut\.csv: "):
        user_data.read(Download(body, "cut.csv"))


def test_a_table_far_longer_than_any_is_refused_before_it_is_read():
    body = google_user_data.table(google_user_data.HEADER, *["2020-12-31,H,HK,All,4,5,4"] * 40_001)

    with pytest.raises(UnreadableReport, match="it has 40001 rows"):
        user_data.read(Download(body, "long.csv"))


def test_each_country_that_assisted_with_a_treaty_has_its_own_figure():
    ireland, states = figures(
        "2023-06-30,Hungary,HU,Ireland,2",
        "2023-06-30,Hungary,HU,United States,6",
        of=google_treaty,
    )

    assert ireland == Figure(
        country="Hungary",
        period=Period("2023-01-01", "2023-06-30", "2023-06-30"),
        kind="treaty",
        printed_kind="User Data Diplomatic Legal requests; Assisting Country: Ireland",
        received=Count("2", "number", 2, 2, Cell(2, 5)),
    )
    assert (states.printed_kind[-13:], states.received.number) == ("United States", 6)


def test_the_zip_with_two_tables_and_a_readme_reads_as_a_whole():
    reports = read_reports(google_user_data.zipped(), "google-user-data-requests.zip")

    folder = "google-user-data-requests"
    assert [(report.format, report.part, len(report.figures)) for report in reports] == [
        ("google_user_data", f"{folder}/google-global-user-data-requests.csv", 11),
        ("google_treaty", f"{folder}/google-global-user-data-dlr-requests.csv", 4),
    ]


def test_a_half_year_without_a_row_of_the_place_is_told_from_a_zero():
    (report,) = read_reports(FILES["google-global-user-data-dlr-requests.csv"], "dlr.csv")

    first, second = figures_of(report, place=HONG_KONG)
    assert (first.period.end, first.received.number) == ("2023-06-30", 1)
    assert (second.period.end, second.received.notation) == ("2019-06-30", "no_row")
    assert second.received.number is None


@with_samples
def test_every_figure_of_hong_kong_since_2010_comes_out_exactly():
    names = ("google-global-user-data-requests", "google-global-user-data-requests-2023H2-2025H1")
    kinds = {"All": "total", "Emergency Disclosure Requests": "emergency"}
    kinds |= {"Preservation Requests": "preservation", "Other Legal Requests": "legal"}

    seen = set()
    for name in names:
        report, rows = sample(f"{name}.csv")
        assert [
            (
                each.period.end,
                each.kind,
                each.printed_kind,
                each.received.number,
                each.percentage.printed,
                each.accounts.printed,
                each.contradiction,
            )
            for each in figures_of(report, place=HONG_KONG)
            if each.received.notation != "no_row"
        ] == [(row[0], kinds[row[3]], row[3], int(row[4]), row[5], row[6], None) for row in rows]
        seen |= {row[0] for row in rows}
    assert seen == {f"{year}-{day}" for year in range(2010, 2026) for day in ("06-30", "12-31")} - {
        "2025-12-31"
    }


@with_samples
def test_the_emergencies_answered_since_the_law_are_those_that_the_shares_mean():
    found = {}
    for name in (
        "google-global-user-data-requests",
        "google-global-user-data-requests-2023H2-2025H1",
    ):
        report, _ = sample(f"{name}.csv")
        for each in figures_of(report, place=HONG_KONG):
            if each.kind == "emergency" and each.period.start >= "2020-07" and each.derived:
                found[each.period.end] = (each.received.number, each.derived)

    assert found == {
        "2020-12-31": (1, Derived(1, 1, 1)),
        "2023-06-30": (7, Derived(3, 3, 3)),
        "2023-12-31": (1, Derived(1, 1, 1)),
        "2024-06-30": (1, Derived(1, 1, 1)),
        "2024-12-31": (2, Derived(2, 2, 2)),
        "2025-06-30": (4, Derived(0, 0, 0)),
    }


@with_samples
@pytest.mark.parametrize(
    ("by_hand", "kind"),
    [("user_data", "legal"), ("emergency", "emergency"), ("preservation", "preservation")],
)
def test_user_data_agrees_with_what_was_gathered_by_hand(by_hand, kind):
    found = {}
    for name in (
        "google-global-user-data-requests",
        "google-global-user-data-requests-2023H2-2025H1",
    ):
        report, _ = sample(f"{name}.csv")
        for each in report.figures:
            if each.country == "Hong Kong" and each.kind == kind and each.period.start >= "2019":
                found[each.period.start] = (
                    each.period.end,
                    each.received.printed,
                    each.accounts.printed,
                    each.percentage.printed,
                )

    assert found == {
        row["period_start"]: (
            row["period_end"],
            row["requests"],
            row["accounts"],
            row["complied_pct"],
        )
        for row in known(by_hand)
    }
