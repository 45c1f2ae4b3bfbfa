"""Periods are read in every notation that a report uses, and never guessed."""

from calendar import month_abbr, month_name, monthrange
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scrapers.figures import Period
from scrapers.periods import find_period, read_period, span

H2_2020 = ("2020-07-01", "2020-12-31")
ZOOM = ("2020-05-01", "2020-12-12")


def days_of(period: Period | None) -> tuple[str, str] | None:
    return (period.start, period.end) if period else None


@pytest.mark.parametrize(
    ("printed", "days"),
    [
        ("2020-12-31", H2_2020),
        ("2020-06-30", ("2020-01-01", "2020-06-30")),
        ("2020 H2", H2_2020),
        ("2020_H2", H2_2020),
        ("2020H2", H2_2020),
        ("2020h2", H2_2020),
        ("2020/H2", H2_2020),
        ("H2-2020", H2_2020),
        ("H2 2020", H2_2020),
        ("2H 2020", H2_2020),
        ("July - December 2020", H2_2020),
        ("July\u2013December 2020", H2_2020),
        ("July \u2014 December 2020", H2_2020),
        ("July \u2212 December 2020", H2_2020),
        ("Jul\u2011Dec 2020", H2_2020),
        ("Jul-Dec 2020", H2_2020),
        ("Jul. - Dec. 2020", H2_2020),
        ("July\u00a0-\u00a0December\u202f2020", H2_2020),
        ("  July  -  December\n2020 ", H2_2020),
        ("JULY - DECEMBER, 2020", H2_2020),
        ("July 2020 - December 2020", H2_2020),
        ("2020: July-December", H2_2020),
        ("2020 (July-December)", H2_2020),
        ("2020 (2nd half)", H2_2020),
        ("2nd half of 2020", H2_2020),
        ("second half 2020", H2_2020),
        ("July through December 2020", H2_2020),
        ("From July to December 2020", H2_2020),
        ("Sept. - Dec. 2020", ("2020-09-01", "2020-12-31")),
        ("2023 Q4", ("2023-10-01", "2023-12-31")),
        ("Q1 2023", ("2023-01-01", "2023-03-31")),
        ("third quarter of 2023", ("2023-07-01", "2023-09-30")),
        ("2021", ("2021-01-01", "2021-12-31")),
        ("January - February 2024", ("2024-01-01", "2024-02-29")),
        ("July 2020 - June 2021", ("2020-07-01", "2021-06-30")),
        ("May 1, 2020 - December 12, 2020", ZOOM),
        ("May 1st, 2020 through December 12th, 2020", ZOOM),
        ("1 May to 12 December 2020", ZOOM),
        ("1 May 2020 - 12 December 2020", ZOOM),
        ("2020-05-01 to 2020-12-12", ZOOM),
        ("2020-05-01 \u2013 2020-12-12", ZOOM),
        ("2020 (May 1 - December 12)", ZOOM),
        ("(January 1 - June 30, 2020)", ("2020-01-01", "2020-06-30")),
    ],
)
def test_a_period_is_read_in_each_notation_of_the_reports(printed, days):
    assert read_period(printed) == Period(*days, printed)


@pytest.mark.parametrize(
    "printed",
    [
        *("", " ", "-", "Hong Kong", "period", "12", "20201", "1020", "3020"),
        *("2020-03-31", "2020-12-30", "2020-13-31", "2020-12", "12/31/2020", "July 2020"),
        *("2020 H0", "2020 H3", "2020 Q5", "Q0 2020", "H2", "July - December", "3rd half of 2020"),
        *("December - July 2020", "December 31 - July 1, 2020", "July 2021 - June 2020"),
        *("February 30 - March 1, 2020", "0 May to 12 December 2020", "1 May to 32 June 2020"),
        *("2020-00-10 to 2020-00-12", "2020-02-30 to 2020-12-12", "2020-12-12 to 2020-05-01"),
        *("2019-20", "2019 - 2020", "2019/2020", "FY 2021", "FY2021", "fiscal year 2021"),
        *("2020 H1 and H2", "2020 H1 - 2021 H2", "Q1 - Q4 2023", "2020 H2 2021", "2020 H22"),
        *(
            "\u0662\u0660\u0662\u0660",
            "\uff12\uff10\uff12\uff10",
            "2\u00b220",
            "July - December 20",
        ),
        *("2020 H2 (restated)", "2020-12-31T00:00", "x" * 100_000, "2020 " * 100_000),
    ],
)
def test_what_is_no_period_or_has_two_meanings_is_not_read(printed):
    assert read_period(printed) is None


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("Law Enforcement Requests Report 2022 (July-December)", ("2022-07-01", "2022-12-31")),
        ("Law%20Enforcement%20Report%202022%20(July-December)", ("2022-07-01", "2022-12-31")),
        ("PRPL-Facebook-Government-Report-2020_H1.csv", ("2020-01-01", "2020-06-30")),
        ("PRPL-Facebook-Government-Report-2020_H1 (1).csv", ("2020-01-01", "2020-06-30")),
        ("information-requests-report-jul-dec-2014.csv", ("2014-07-01", "2014-12-31")),
        ("Discord-Transparency-Report-H1-2024.zip", ("2024-01-01", "2024-06-30")),
        ("Microsoft-LERR-2024-H2", ("2024-07-01", "2024-12-31")),
        ("CLIGR_2025H2_InformationRequests.csv", ("2025-07-01", "2025-12-31")),
        ("2018h1", ("2018-01-01", "2018-06-30")),
        ("2020/report-2020-H1.csv", ("2020-01-01", "2020-06-30")),
        ("report_2020-01-01_2020-06-30.csv", ("2020-01-01", "2020-06-30")),
        ("Requests in H1 2020, published March 5, 2021", ("2020-01-01", "2020-06-30")),
        ("Requests in 2020, published March 5, 2021", ("2020-01-01", "2020-12-31")),
        ("H1 2020 and again 2020 H1", ("2020-01-01", "2020-06-30")),
        ("takedowns-2021.csv", ("2021-01-01", "2021-12-31")),
    ],
)
def test_the_one_period_in_a_name_or_a_title_is_found(name, days):
    assert find_period(name) == Period(*days, name)


@pytest.mark.parametrize(
    "name",
    [
        *("", "report.csv", "report (1).csv", "v2.0", "report-2020123.csv"),
        *("transparency-12-18-2020.html", "2020-12-31.csv", "Report (January 2021)", "202012.csv"),
        *("2020_H1-2021_H2.csv", "report-2020-2021.csv", "report-2023-24", "2020 vs 2021 H1"),
        *("Report 2020 H1 and H2", "March to June and August to December 2020"),
        *(
            "FY 2021 Q1",
            "report-FY-2021.csv",
            "2020-h2report.csv",
            "3 May 2020 - June 2020",
            "2020h2x",
            "H2 2024-12",
        ),
        *("2020 Jul - 2020 Dec", "December - July 2020", "H1 2020 and February 30 - May 1, 2020"),
        *("x" * 100_000, "2020_H1" + " " * 600),
    ],
)
def test_a_name_with_no_period_or_several_says_none(name):
    assert find_period(name) is None


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("1/1/20", "6/30/20", ("2020-01-01", "2020-06-30")),
        ("07/01/2020", "12/31/2020", H2_2020),
        (" 7/1/20 ", "12/31/20\u00a0", H2_2020),
        ("2020-05-01", "2020-12-12", ZOOM),
        ("2020-05-01", "12/12/20", ZOOM),
        ("7/1/20", "7/1/20", ("2020-07-01", "2020-07-01")),
        ("30/6/20", "12/31/20", None),
        ("2/30/20", "6/30/20", None),
        ("6/30/20", "1/1/20", None),
        ("1/1/20", "", None),
        ("1/1/1920", "6/30/20", None),
        ("\u0661/1/20", "6/30/20", None),
        ("43831", "44012", None),
    ],
)
def test_a_span_is_read_from_its_first_and_last_day(start, end, days):
    assert span(start, end, printed="2020 H?") == (Period(*days, "2020 H?") if days else None)


days_between = st.dates(date(2009, 1, 1), date(2035, 12, 31))
dashes = st.sampled_from([*"-\u2010\u2011\u2012\u2013\u2014\u2212", " to ", " through ", " - "])
blanks = st.sampled_from([" ", "\u00a0", "  ", "\u202f", "\u2009"])


def named(day: date, form: str) -> str:
    short = {"Sep": "Sept."}.get(month_abbr[day.month], month_abbr[day.month])
    return {
        "iso": day.isoformat(),
        "long": f"{month_name[day.month]} {day.day}, {day.year}",
        "short": f"{short} {day.day}, {day.year}",
        "british": f"{day.day} {month_name[day.month]} {day.year}",
    }[form]


@given(days_between, days_between, dashes, st.sampled_from(["iso", "long", "short", "british"]))
@example(date(2020, 5, 1), date(2020, 12, 12), "\u2011", "iso")
def test_any_span_of_days_is_read_back(one, other, dash, form):
    if form == "iso" and len(dash) == 1:
        dash = f" {dash} "
    printed = f"{named(one, form)}{dash}{named(other, form)}"

    expected = (one.isoformat(), other.isoformat()) if one <= other else None
    assert days_of(read_period(printed)) == expected
    assert days_of(find_period(f"Report ({printed}).pdf")) == expected


@given(st.integers(2009, 2035), st.integers(1, 12), st.integers(1, 12), dashes, blanks)
def test_any_months_of_a_year_are_read_back(year, first, last, dash, blank):
    last_day = monthrange(year, last)[1]
    expected = (f"{year}-{first:02}-01", f"{year}-{last:02}-{last_day}") if first <= last else None

    for names in (month_name, month_abbr):
        months = f"{names[first]}{dash}{names[last]}"
        for printed in (
            f"{months}{blank}{year}",
            f"{year}:{blank}{months}",
            f"{year}{blank}({months})",
        ):
            assert days_of(read_period(printed)) == expected
            assert days_of(find_period(f"Report, {printed}")) == expected


@given(st.integers(2009, 2035), st.sampled_from(["H1", "H2", "Q1", "Q2", "Q3", "Q4"]))
def test_any_half_or_quarter_is_read_back(year, part):
    length = 6 if part[0] == "H" else 3
    last = length * int(part[1])
    day = monthrange(year, last)[1]
    expected = (f"{year}-{last - length + 1:02}-01", f"{year}-{last:02}-{day}")

    for printed in (f"{year} {part}", f"{year}_{part}", f"{part}-{year}", f"{year}{part.lower()}"):
        assert days_of(read_period(printed)) == expected
        assert days_of(find_period(f"company-report_{printed}.csv")) == expected


@given(st.text(max_size=60))
def test_any_text_is_a_period_or_none(text):
    for period in (read_period(text), find_period(text), span(text, text, printed=text)):
        if period is not None:
            assert period.printed == text
            assert date.fromisoformat(period.start) <= date.fromisoformat(period.end)


tokens = st.sampled_from(
    [*("2020", "2021", "H1", "H2", "Q3", "July", "Dec", "May", "1", "12", "-", "to", "_", ",", "(")]
)


@given(st.lists(tokens, max_size=9), st.sampled_from(["", " "]))
def test_what_is_read_whole_is_found_in_a_name_as_the_same_or_not_at_all(words, joint):
    text = joint.join(words)
    read, found = read_period(text), find_period(text)

    assert found is None or read is None or days_of(found) == days_of(read)
