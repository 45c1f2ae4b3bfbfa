"""Hold the date reader to its promises for any text, and to the traps that others fall into."""

import sys
import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dates import DateExpression, find_dates

WORDS = [
    "Monday",
    "last",
    "next",
    "the",
    "July",
    "6",
    "2020",
    "1990s",
    "year",
    "a",
    "ago",
    "quarter",
    "third",
    "in",
    "within",
    "days",
    "will",
    "said",
    "and",
    "Christmas",
    "10/31/89",
    "9999-12-31",
    "0001",
    "29",
    "February",
    "年",
    "7月",
    "上週三",
    "999 years ago",
    "century",
    "'80s",
    "that",
    "following",
    "had",
    "ended",
    "spring",
    "490 BC",
    "AD 70",
    "1914-18",
    "nineteen eighty-four",
    "a week ago Friday",
    "the week of Nov. 6",
    "Monday to Friday",
    "between July and March",
    "\n2020\n",
    "\nJuly 6: ",
    "\n29 February. ",
    "the 31st of last month",
    "the same quarter of 1988",
    "In July 1582",
    "-",
    ",",
    ".",
    "\n",
    "\x00",
]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS)).map(" ".join))
DAYS = st.one_of(
    st.none(), st.dates().map(date.isoformat), st.sampled_from(["2020-07", "2020", "9999-12-31"])
)

HOSTILE = {
    "letters without a space": "A" * 1_000_000,
    "digits without a space": "1" * 1_000_000,
    "spaces after a weekday": "Monday" + " " * 1_000_000,
    "weekdays": "Monday " * 30_000,
    "lists of days": "Jan. 6, 7, 8 and 9, " * 8_000,
    "numbers in words": "twenty-five " * 80_000,
    "commas and days": "6, " * 80_000,
    "dashes": "1-" * 250_000,
    "words that lead to dates": "in the next " * 40_000,
    "turns": "last this next " * 40_000,
    "Chinese numerals": "一" * 1_000_000,
    "Chinese turns": "上" * 1_000_000,
    "months that nobody knows": "".join(
        f"1 abcd{n:x} 2020 ".replace("0", "g") for n in range(60_000)
    ),
    "years": "1990 " * 50_000,
    "years after a word": "in 1990 " * 40_000,
    "years that frame a sentence": "In 1990, in July. " * 15_000,
    "months that were told": "That July of that year, on the 6th, " * 8_000,
    "entries of a chronicle": "2020\n6 July: On Monday, in May, the day before.\n" * 8_000,
    "headings": "6 July\n" * 60_000,
    "years on lines": "2020\n" * 60_000,
    "runs": "from July to March, Monday to Friday " * 10_000,
    "full stops": ". " * 500_000,
    "quotation marks": '"' * 1_000_000,
}


def values(text, published=None, **options):
    return [(d.text, d.value) for d in find_dates(text, published=published, **options)]


@given(text=TEXTS, published=DAYS)
@settings(max_examples=400, deadline=None)
def test_every_expression_stands_where_it_says_in_any_text(text, published):
    found = find_dates(text, published=published)

    assert all(text[each.start : each.end] == each.text != "" for each in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(each.precision is not None for each in found if each.value is not None)


@given(day=st.dates(min_value=date(1500, 1, 1), max_value=date(2099, 12, 31)))
@settings(max_examples=100, deadline=None)
def test_a_full_date_means_the_same_in_every_notation(day):
    written = [
        day.isoformat(),
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%A}, {day:%b}. {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
    ]

    assert [values(f"It came on {text}.")[0][1] for text in written] == [day.isoformat()] * 5


@given(day=st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
@settings(max_examples=100, deadline=None)
def test_a_weekday_in_the_past_lies_within_the_week_before_publication(day):
    [(_, value)] = values("The firm stopped on Tuesday.", day.isoformat())

    found = date.fromisoformat(value)
    assert found.weekday() == 1
    assert 0 <= (day - found).days <= 6


@given(day=st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
@settings(max_examples=100, deadline=None)
def test_last_week_is_the_iso_week_seven_days_before(day):
    [(_, value)] = values("The firm stopped last week.", day.isoformat())

    week = date.fromordinal(day.toordinal() - 7).isocalendar()
    assert value == f"{week.year}-W{week.week:02d}"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_takes_no_more_than_seconds(name):
    begun = time.process_time()
    find_dates(HOSTILE[name], published="2020-07-08", milestones=[("the law", "2020-06-30")])

    assert time.process_time() - begun < 5


def test_twice_the_text_takes_about_twice_the_time():
    def seconds(text):
        begun = time.process_time()
        find_dates(text, published="2020-07-08")
        return time.process_time() - begun

    sentence = "The firm said Monday, July 6, that in the third quarter of 2020 it would pause. "
    once = min(seconds(sentence * 500) for _ in range(3))

    assert seconds(sentence * 4000) < 8 * once * 3


def test_may_pause_is_no_date():
    assert values("The firm may pause 6 services.", "2020-07-08") == []


def test_a_range_gives_its_two_ends_and_they_share_a_year():
    found = values("It got 202 requests between July and December 2020.", "2021-06-08")

    assert found == [("July", "2020-07"), ("December 2020", "2020-12")]


def test_on_monday_published_that_monday_is_today():
    assert values("It said so on Monday.", "2020-07-06") == [("Monday", "2020-07-06")]


def test_tense_decides_between_the_tuesday_behind_and_the_tuesday_ahead():
    assert values("Zoom said Tuesday it had stopped.", "2020-07-08") == [("Tuesday", "2020-07-07")]
    assert values("The board will meet Tuesday.", "2020-07-08") == [("Tuesday", "2020-07-14")]


def test_a_month_stays_a_month_and_a_half_year_a_half_year():
    found = find_dates("In July 2020 and in the second half of 2020 it got none.")

    assert [(d.value, d.precision) for d in found] == [("2020-07", "month"), ("2020-H2", "half")]


def test_an_expression_knows_its_place_and_its_words():
    text = "The firm stopped late Monday."

    assert find_dates(text, published="2020-07-08") == [
        DateExpression(17, 28, "late Monday", "2020-07-06", "day")
    ]


def test_what_cannot_be_known_is_null():
    assert values("It said on Monday that it would leave within days.") == [
        ("Monday", None),
        ("within days", None),
    ]


def test_a_milestone_is_found_in_any_case_and_across_lines():
    milestones = [("the law took effect", "2020-06-30")]

    found = values("Since The Law\ntook effect it is silent.", milestones=milestones)

    assert found == [("The Law\ntook effect", "2020-06-30")]


def test_a_milestone_wins_over_the_date_inside_it():
    milestones = [("the June 4 vigil", "1989-06-04")]

    assert values("After the June 4 vigil it left.", "2020-07-08", milestones=milestones) == [
        ("the June 4 vigil", "1989-06-04")
    ]


def test_an_empty_milestone_finds_nothing():
    assert (
        values("The law is in force.", milestones=[("", "2020-06-30"), (" ", "2020-06-30")]) == []
    )


def test_a_date_inside_a_sentence_is_no_dateline():
    assert values("The plan of July 8, 2019 is old. It stopped Monday.")[0][1] == "2019-07-08"
    assert values("Notes of July 8, 2019 say it stopped Monday, they say.")[1] == ("Monday", None)


def test_a_date_that_is_none_is_refused():
    with pytest.raises(ValueError, match="isoformat"):
        find_dates("On Monday.", published="yesterday")


def test_a_day_the_calendar_lacks_is_not_read_as_one():
    assert all(value != "2020-02-30" for _, value in values("On February 30, 2020 it rained."))
    assert values("On 2020-13-45 it rained.", "2020-07-08") == []


def test_the_29th_of_february_belongs_to_a_leap_year():
    assert values("It rained on February 29.", "2021-07-08") == [("February 29", "2020-02-29")]


def test_the_end_of_the_calendar_is_no_crash():
    assert values("It ends next year, in 900 years and tomorrow.", "9999-12-31")[0] == (
        "next year",
        None,
    )


def test_reading_dates_needs_no_spacy():
    assert "spacy" not in {
        name.split(".")[0]
        for name, module in sys.modules.items()
        if name.startswith("pipeline.dates")
        for name in vars(module)
    }
