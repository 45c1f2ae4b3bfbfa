"""Apple's tables: one for each kind of request, told apart by headers whose words drift."""

import csv
import io
from pathlib import Path

import pytest
from report_files.apple import TABLES, files, table, zipped
from whole_reports import read_reports

from scrapers.downloads import Download
from scrapers.figures import Cell, Count, Derived, Figure, Period, UnreadableReport
from scrapers.reports import apple, figures_of

SHARED = Path(__file__).parents[3] / "shared"
SAMPLES = SHARED / "samples" / "transparency"
with_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
HONG_KONG = ("Hong Kong",)
FILES = files()
KINDS = {
    "device_requests.csv": {"device"},
    "financial_identifier_requests.csv": {"financial"},
    "account_requests.csv": {"account", "content"},
    "emergency_requests.csv": {"emergency"},
    "digital_content_provider_requests.csv": {"digital_content"},
    "account_restriction_deletion_requests.csv": {"account_restriction"},
    "account_preservation_requests.csv": {"preservation"},
    "app_takedown_legal_violation_requests.csv": {"removal_requests", "removal_items"},
    "app_takedown_platform_policy_violation_requests.csv": {"removal_requests", "removal_items"},
    "push_token_requests.csv": {"push_token"},
}


def figures(name, *rows, header=None):
    (report,) = read_reports(table(header or TABLES[name][0], *rows), name)
    return report.figures


def figure(name, row, *, header=None):
    return figures(name, row, header=header)[0]


def numbers(each):
    cells = (each.received, each.accounts, each.answered)
    return tuple(cell and cell.number for cell in cells)


@pytest.mark.parametrize(("name", "kinds"), list(KINDS.items()))
def test_each_table_is_told_by_its_header_and_not_by_its_name(name, kinds):
    (report,) = read_reports(FILES[name], "download.csv")

    assert (report.format, report.company, report.lists_all) == ("apple", "apple", False)
    assert {each.kind for each in report.figures} == kinds
    assert len(report.figures) == len(kinds) * (len(TABLES[name]) - 1)


def test_a_row_is_a_figure_with_counts_and_a_share():
    found = figure("device_requests.csv", "2020 H2,7/1/20,12/31/20,Hong Kong,14,20,2,14%")

    assert found == Figure(
        country="Hong Kong",
        period=Period("2020-07-01", "2020-12-31", "2020 H2"),
        kind="device",
        printed_kind="Device Requests Received",
        received=Count("14", "number", 14, 14, Cell(2, 5)),
        accounts=Count("20", "number", 20, 20, Cell(2, 6)),
        answered=Count("2", "number", 2, 2, Cell(2, 7)),
        percentage=found.percentage,
    )
    assert (found.percentage.printed, found.percentage.percent) == ("14%", 14)


def test_accounts_are_answered_by_content_or_without_and_content_is_a_figure_of_its_own():
    account, content = figures(
        "account_requests.csv", "2022 H2,7/1/22,12/31/22,China mainland,49,149,10,30,5,71%"
    )

    assert account.answered == Count("30 + 5", "number", 35, 35, Cell(2, 8))
    assert numbers(account) == (49, 149, 35)
    assert (account.contradiction, account.derived) == (None, None)
    assert content == Figure(
        country="China mainland",
        period=account.period,
        kind="content",
        printed_kind="Requests where Content Provided",
        received=account.received,
        answered=Count("5", "number", 5, 5, Cell(2, 9)),
    )


@pytest.mark.parametrize(
    ("first", "second", "printed", "notation", "low", "high"),
    [
        ("0", "0", "0 + 0", "zero", 0, 0),
        ("3", "0", "3 + 0", "number", 3, 3),
        (" -", " -", "- + -", "dash", None, None),
        ("3", " -", "3 + -", "dash", None, None),
        ("", "3", " + 3", "blank", None, None),
        ("3", "0 - 249", "3 + 0 - 249", "range", 3, 252),
        ("5+", "3", "5+ + 3", "at_least", 8, None),
    ],
)
def test_a_sum_is_known_as_far_as_both_of_its_parts(first, second, printed, notation, low, high):
    row = f"2020 H2,7/1/20,12/31/20,Hong Kong,300,400,0,{first},{second}, -"

    found = figure("account_requests.csv", row)
    assert found.answered == Count(printed, notation, low, high, Cell(2, 8))


def test_an_answer_that_is_not_counted_follows_from_the_share():
    found = figure("account_requests.csv", "2020 H2,7/1/20,12/31/20,Hong Kong,8,12,4, -, -,50%")

    assert (found.answered.notation, found.derived) == ("dash", Derived(4, 4, 4))


def test_emergencies_of_2015_have_dashes_for_what_was_not_counted():
    found = figure("emergency_requests.csv", "2015 H1,1/1/15,6/30/15,Austria,1, -, -, -, -")

    assert found.received.number == 1
    assert found.answered == Count(" -", "dash", None, None, Cell(2, 8))
    assert (found.percentage.notation, found.accounts, found.derived) == ("dash", None, None)


def test_what_apple_preserves_is_not_handed_over():
    found = figure("account_preservation_requests.csv", "2021 H1,1/1/21,6/30/21,Austria,5,16,14")

    assert (found.kind, numbers(found)) == ("preservation", (5, 16, None))
    assert (found.percentage, found.derived) == (None, None)


def test_accounts_restricted_and_deleted_are_both_answers():
    found = figure(
        "account_restriction_deletion_requests.csv",
        "2022 H2,7/1/22,12/31/22,United States of America,27,41,4,21,1",
    )

    assert (numbers(found), found.answered.printed) == ((27, 41, 22), "21 + 1")


def test_takedowns_count_requests_and_apps():
    requests, apps = figures(
        "app_takedown_legal_violation_requests.csv",
        "2018 H2,7/1/18,12/31/18,China mainland,56,626,2,55,517, -, -, -",
    )

    assert [(each.kind, each.printed_kind, *numbers(each)) for each in (requests, apps)] == [
        ("removal_requests", "Legal Violation Takedown Requests Received", 56, None, 55),
        ("removal_items", "Legal Violation Takedown Requests Received", 626, None, 517),
    ]


def test_a_share_that_the_count_denies_is_a_contradiction():
    found = figure("device_requests.csv", "2020 H2,7/1/20,12/31/20,Hong Kong,14,20,2,41%")

    assert found.contradiction == (
        "2 of 14 requests are answered, and the share is printed as 41 %"
    )


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("digital_content_provider_requests.csv", "Objected in Part", "Objected to in part"),
        ("app_takedown_legal_violation_requests.csv", "Objected to in Part", "Objected in Part"),
        ("account_requests.csv", "Challenged in Part", "Objected to in Part"),
        ("account_restriction_deletion_requests.csv", "/ Account", "/Account"),
        ("account_restriction_deletion_requests.csv", "in the Requests", "in Requests"),
        ("account_preservation_requests.csv", "TR Date", "TR Period"),
        ("device_requests.csv", "where Data Provided", "Where Data Provided "),
    ],
)
def test_words_of_a_header_that_are_known_to_drift_are_accepted(name, old, new):
    body = FILES[name]
    assert old.encode() in body

    (plain,), (drifted,) = (
        read_reports(each, name) for each in (body, body.replace(old.encode(), new.encode()))
    )
    assert [numbers(each) for each in drifted.figures] == [numbers(each) for each in plain.figures]


def test_another_name_of_a_column_is_an_error_that_shows_it():
    body = FILES["push_token_requests.csv"].replace(b"Push Tokens Specified", b"Tokens Named")

    with pytest.raises(UnreadableReport) as raised:
        read_reports(body, "push_token_requests.csv")
    assert str(raised.value).startswith(
        "push_token_requests.csv: column 'Tokens Named in Requests' is not known; "
        "the nearest known is 'Push Tokens Specified in Requests'. The header is: TR Period,"
    )


@pytest.mark.parametrize("days", ["1/1/20,6/30/20", "7/1/20,12/30/20", "1/7/20,31/12/20", ","])
def test_days_that_are_not_those_of_the_period_are_an_error(days):
    start, end = days.split(",")

    with pytest.raises(UnreadableReport) as raised:
        figures("device_requests.csv", f"2020 H2,{days},Hong Kong,14,20,2,14%")
    assert str(raised.value) == (
        f"device_requests.csv: row 2: '2020 H2' is not the time from {start!r} to {end!r}"
    )


def test_a_row_that_was_cut_off_is_an_error():
    cut = FILES["device_requests.csv"][: -len(",1261,97%")]

    with pytest.raises(UnreadableReport, match="row 4: it ends after 6 of 8 columns"):
        apple.read(Download(cut, "device_requests.csv"))


def test_the_zip_reads_as_a_whole_without_what_macos_added():
    reports = read_reports(zipped(), "Apple_Transparency_Report.zip")

    assert [
        (report.format, report.part, {each.kind for each in report.figures}) for report in reports
    ] == [("apple", f"Apple_Transparency_Report/{name}", KINDS[name]) for name in TABLES]


def test_a_half_year_without_a_row_of_the_place_is_not_known_to_be_zero():
    (report,) = read_reports(FILES["device_requests.csv"], "device_requests.csv")

    *_, missing = figures_of(report, place=HONG_KONG)
    assert (missing.period.printed, missing.received.notation) == ("2022 H2", "no_row")
    assert missing.received.number is None


SUMS = ("Requests where Only Non-Content Data Provided", "Requests where Content Provided")
RESTRICTED = ("Requests where Account Restricted", "Requests where Account Deleted")


@with_samples
@pytest.mark.parametrize("name", [name for name in TABLES if (SAMPLES / f"apple-{name}").exists()])
def test_every_row_of_the_samples_comes_out_exactly(name):
    body = (SAMPLES / f"apple-{name}").read_bytes()
    rows = list(csv.DictReader(io.StringIO(body.decode(), newline="")))

    (report,) = read_reports(body, name)
    mains = [each for each in report.figures if each.kind not in ("content", "removal_items")]
    others = [each for each in report.figures if each.kind in ("content", "removal_items")]
    assert [(each.period.printed, each.country) for each in mains] == [
        (row.get("TR Period", row.get("TR Date")), row["Country/Region"]) for row in rows
    ]
    for row, each in zip(rows, mains, strict=True):
        summed = [column for column in (*SUMS, *RESTRICTED) if column in row]
        answers = ("Requests where Data Provided", "Requests where App Removed")
        single = [row[column] for column in answers if column in row]
        expected = " + ".join(row[column] for column in summed) if summed else (*single, None)[0]
        items = [row[column] for column in row if "s Specified in" in column]
        assert (each.answered and each.answered.printed) == expected
        if summed:
            assert each.answered.number == sum(int(row[column]) for column in summed)
        if name.startswith("app_"):
            items = []
        assert (each.accounts and each.accounts.printed) == (*items, None)[0]
        assert each.received.printed == row[each.printed_kind]
        share = row.get("Percentage of Requests where Data Provided")
        assert (each.percentage and each.percentage.printed) == share
    for row, each in zip(rows, others, strict=bool(others)):
        columns = (SUMS[1],) if each.kind == "content" else ("Apps Removed",)
        assert each.answered.printed == row[columns[0]]
    assert [each for each in report.figures if each.contradiction] == []


@with_samples
def test_hong_kong_from_2019_h1_to_2022_h2_agrees_with_what_was_gathered_by_hand():
    by_hand = {"financial_identifier": "financial", "digital_content_provider": "digital_content"}
    with (SHARED / "hk_requests.csv").open(encoding="utf-8", newline="") as source:
        rows = [row for row in csv.DictReader(source) if row["company"] == "Apple"]
    expected = {
        (row["period_start"], by_hand.get(row["kind"], row["kind"])): (
            row["requests"],
            row["accounts"],
            row["complied_count"],
            row["complied_pct"],
        )
        for row in rows
        if row["source_kind"] == "repo_data" and row["period_end"] <= "2022-12-31"
    }

    found = {}
    for name in TABLES:
        path = SAMPLES / f"apple-{name}"
        if path.exists():
            (report,) = read_reports(path.read_bytes(), name)
            for each in report.figures:
                if each.country == "Hong Kong" and each.period.start >= "2019":
                    known = [str(number) if number is not None else "" for number in numbers(each)]
                    share = each.percentage.printed.rstrip("%") if each.percentage else ""
                    found[each.period.start, each.kind] = (*known, share)
    contents = {key: found.pop(key) for key in list(found) if key[1] == "content"}
    assert found == expected
    assert {answered for _, _, answered, _ in contents.values()} == {"0"}
