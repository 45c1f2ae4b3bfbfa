"""Google's requests to remove content, by requestor and by reason."""

import csv
import io
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest
from report_files import google_removal_reasons, google_removals
from whole_reports import read_reports

from scrapers.figures import Cell, Count, Derived, Figure, Period, Share, UnreadableReport
from scrapers.reports import figures_of

SHARED = Path(__file__).parents[3] / "shared"
SAMPLES = SHARED / "samples" / "transparency"
with_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
HONG_KONG = ("Hong Kong",)
FILES = google_removals.files() | google_removal_reasons.files()


def figures(*rows, of=google_removals):
    body = "".join(f"{line}\n" for line in (of.HEADER, *rows)).encode()
    (report,) = read_reports(body, "table.csv")
    return report.figures


def sample(name):
    body = (SAMPLES / name).read_bytes()
    (report,) = read_reports(body, name)
    rows = [row for row in csv.reader(io.StringIO(body.decode())) if row[1] == "Hong Kong"]
    return report, rows


def known_removals():
    """Read what was gathered by hand about Hong Kong, from Google's own counts of items removed."""
    with (SHARED / "hk_requests.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    return [row for row in rows if (row["company"], row["kind"]) == ("Google", "removal")]


@pytest.mark.parametrize(("name", "per_row"), list(zip(FILES, (2, 1), strict=True)))
def test_each_table_is_recognised_and_read_row_by_row(name, per_row):
    (report,) = read_reports(FILES[name], name)
    rows = FILES[name].decode().count("\n") - 1

    assert (report.company, report.lists_all) == ("google", False)
    assert len(report.figures) == per_row * rows


def test_a_row_of_removals_counts_requests_and_items():
    requests, items = figures(
        "2020-06-30,Hong Kong,HK,Police,10,106,,1,1,8,91,", of=google_removals
    )

    assert requests == Figure(
        country="Hong Kong",
        period=Period("2020-01-01", "2020-06-30", "2020-06-30"),
        kind="removal_requests",
        printed_kind="Police",
        received=Count("10", "number", 10, 10, Cell(2, 5)),
    )
    assert items == Figure(
        country="Hong Kong",
        period=requests.period,
        kind="removal_items",
        printed_kind="Police",
        received=Count("106", "number", 106, 106, Cell(2, 6)),
        percentage=Share(
            "1 policy", "number", Fraction(1), Fraction(1, 2), Fraction(2), Cell(2, 7)
        ),
        derived=Derived(1, 1, 1),
    )


def test_a_row_that_tells_no_outcome_at_all_is_not_one_of_nothing_removed():
    _, found = figures("2010-06-30,Hong Kong,HK,Police,2,9,,,,,,")

    assert found.percentage == Share("", "blank", None, None, None, Cell(2, 7))
    assert (found.received.number, found.derived, found.contradiction) == (9, None, None)


@pytest.mark.parametrize(
    ("items", "legal", "policy", "printed", "percent", "derived"),
    [
        (106, "2", "4", "2 legal, 4 policy", 6, Derived(6, 6, 6)),
        (8, "", "38", "38 policy", 38, Derived(3, 3, 3)),
        (10, "100", "", "100 legal", 100, Derived(10, 10, 10)),
        (9, "", "", "", 0, Derived(0, 0, 0)),
        (234, "3", "6", "3 legal, 6 policy", 9, Derived(21, 19, 23)),
        (506, "", "33", "33 policy", 33, Derived(167, 165, 171)),  # 2 of 506 round to nothing
        (3, "33", "67", "33 legal, 67 policy", 100, Derived(3, 3, 3)),
        (40, "13", "88", "13 legal, 88 policy", 100, Derived(40, 40, 40)),  # 12.5 and 87.5
        (200, "50", "51", "50 legal, 51 policy", 100, Derived(200, 200, 200)),
    ],
)
def test_what_was_removed_for_the_law_and_for_policy_is_added(
    items, legal, policy, printed, percent, derived
):
    row = f"2020-06-30,Hong Kong,HK,Police,10,{items},{legal},{policy},,,1,"

    _, found = figures(row)
    assert (found.percentage.printed, found.percentage.percent) == (printed, percent)
    assert (found.derived, found.contradiction, found.answered) == (derived, None, None)


def test_nothing_removed_is_a_zero_that_was_left_blank():
    _, found = figures("2020-06-30,Hong Kong,HK,Police,2,9,,,,,100,")

    assert found.percentage == Share("", "zero", Fraction(0), Fraction(0), Fraction(1), Cell(2, 7))


def test_a_share_of_items_that_cannot_be_is_a_contradiction():
    _, found = figures("2020-06-30,Hong Kong,HK,Police,2,9,,50,,,50,")

    assert found.contradiction == "no whole number of 9 requests is 50 %"


def test_more_removed_than_all_is_no_share():
    good = "2020-06-30,Hong Kong,HK,Other,10,106,2,4,,,,"

    *_, found = figures(*[good] * 4, "2020-06-30,Hong Kong,HK,Police,2,10,90,50,,,,")
    assert (found.percentage.notation, found.percentage.percent) == ("unreadable", None)
    assert (
        found.contradiction
        == "the shares that were removed, 90 legal, 50 policy, are more than all"
    )


@pytest.mark.parametrize(("policy", "notation"), [("n/a", "not_available"), ("x", "unreadable")])
def test_a_share_that_is_not_known_leaves_the_sum_unknown(policy, notation):
    good = "2020-06-30,Hong Kong,HK,Other,10,106,2,4,,,,"
    bad = f"2020-06-30,Hong Kong,HK,Police,2,10,90,{policy},,,,"

    *_, found = figures(*[good] * 4, bad)
    assert found.percentage.printed == f"90 legal, {policy} policy"
    assert (found.percentage.notation, found.percentage.percent) == (notation, None)
    assert (found.derived, found.percentage.cell) == (None, Cell(6, 7))
    assert bool(found.contradiction) == (notation == "unreadable")


def test_reasons_count_the_same_requests_once_more():
    (found,) = figures(
        "2019-06-30,Hong Kong,HK,YouTube,Bullying/Harassment,3", of=google_removal_reasons
    )

    assert (found.kind, found.printed_kind) == ("removal_reasons", "YouTube: Bullying/Harassment")
    assert found.received == Count("3", "number", 3, 3, Cell(2, 6))


@pytest.mark.parametrize("table", [google_removals, google_removal_reasons])
def test_a_column_under_another_name_is_an_error_that_shows_it(table):
    body = next(iter(table.files().values())).replace(b"Period Ending", b"Period Start")

    with pytest.raises(UnreadableReport) as raised:
        read_reports(body, "table.csv")
    assert str(raised.value).startswith(
        "table.csv: column 'Period Start' is not known; the nearest known is 'Period Ending'."
    )


@with_samples
def test_items_that_were_removed_lie_where_the_shares_put_them():
    report, rows = sample("google-government-removal-requests.csv")
    sums = defaultdict(lambda: [0, 0, 0, 0])
    for each in figures_of(report, place=HONG_KONG):
        requests = each.received.number if each.kind == "removal_requests" else 0
        items = each.received.number if each.kind == "removal_items" else 0
        low, high = (each.derived.low, each.derived.high) if each.derived else (0, 0)
        for place, number in enumerate((requests, items, low, high)):
            sums[each.period.start][place] += number

    assert len(report.figures) == 2 * (len(rows) + 2)
    checked = [row for row in known_removals() if row["period_start"] in sums]
    assert len(checked) == len(sums) == 13
    for row in checked:
        requests, items, low, high = sums[row["period_start"]]
        assert (requests, items) == (int(row["requests"]), int(row["accounts"]))
        assert low <= int(row["complied_count"]) <= high
    assert [each.contradiction for each in report.figures if each.contradiction] == []


@with_samples
def test_the_reasons_of_each_half_year_add_up_to_its_requests():
    by_reason, rows = sample("google-government-detailed-removal-requests.csv")
    by_requestor, _ = sample("google-government-removal-requests.csv")

    def sums(report, kind):
        found = defaultdict(int)
        for each in figures_of(report, place=HONG_KONG):
            if each.kind == kind:
                found[each.period.end] += each.received.number
        return found

    assert sums(by_reason, "removal_reasons") == sums(by_requestor, "removal_requests")
    assert [
        (each.period.end, each.printed_kind, each.received.printed)
        for each in figures_of(by_reason, place=HONG_KONG)
    ] == [(row[0], f"{row[3]}: {row[4]}", row[5]) for row in rows]
