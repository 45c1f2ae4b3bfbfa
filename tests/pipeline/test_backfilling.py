"""The past is fetched whole, each part of it once, however often the walk is cut short."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from past_web import FORM, GDELT, PAGE, Memory, Web, gdelt, until_done, wayback

from pipeline.backfilling import Past, past_of
from pipeline.backfilling_calendar import calendar_spans


def spans_of(addresses, first, last):
    queries = [parse_qs(urlsplit(address).query) for address in addresses]
    return sorted((query[first][0], query[last][0]) for query in queries)


def assert_tiles(spans, since, until):
    """See that spans of 14-digit moments, ends included, cover the days without gap or overlap."""
    second = timedelta(seconds=1)
    moments = [tuple(datetime.strptime(text, FORM) for text in span) for span in spans]
    assert moments[0][0] == datetime.combine(since, datetime.min.time())
    assert moments[-1][1] == datetime.combine(until, datetime.max.time()).replace(microsecond=0)
    assert [end + second for _, end in moments[:-1]] == [begin for begin, _ in moments[1:]]


days = st.dates(date(2018, 11, 1), date(2023, 3, 1))
stops = st.dictionaries(st.integers(1, 60), st.sampled_from(["killed", "429"]), max_size=8)


@settings(deadline=None)
@given(
    period=st.tuples(days, days).map(sorted),
    copies=st.lists(
        st.tuples(
            st.datetimes(datetime(2018, 10, 1), datetime(2023, 4, 1)), st.sampled_from("ABC")
        ),
        max_size=15,
        unique_by=lambda c: c[0],
    ),
    stops=stops,
)
def test_copies_of_all_days_are_kept_once_however_often_the_walk_is_cut(period, copies, stops):
    since, until = period
    copies = [(moment.strftime(FORM), text) for moment, text in copies]
    web, memory = Web(copies=copies, stops=stops), Memory()

    until_done(lambda: wayback(web, memory, since=str(since), until=str(until)))

    texts = [
        (moment, text)
        for moment, text in sorted(copies)
        if since.strftime("%Y%m%d") <= moment[:8] <= until.strftime("%Y%m%d")
    ]
    before = [None, *(text for _, text in texts)]
    wanted = [moment for (moment, text), last in zip(texts, before, strict=False) if text != last]
    kept = [re.sub(r"\D", "", moment) for _, moment in memory.copies()]
    assert kept == wanted
    assert len(set(web.answered)) == len(web.answered)
    first_pages = [url for url in web.answered if "/cdx/" in url and "resumeKey=" not in url]
    assert_tiles(spans_of(first_pages, "from", "to"), since, until)


@settings(deadline=None, max_examples=25)
@given(
    period=st.tuples(days, st.integers(0, 70)).map(lambda p: (p[0], p[0] + timedelta(p[1]))),
    bursts=st.lists(st.tuples(st.integers(0, 71 * 96), st.integers(1, 300)), max_size=2),
    stops=stops,
)
def test_all_that_was_found_is_asked_for_once_however_often_the_walk_is_cut(period, bursts, stops):
    since, until = period
    start = datetime.combine(since, datetime.min.time())
    articles = [
        (
            start + timedelta(minutes=15 * (quarter + number % 3)),
            f"https://{quarter}.example/{number}",
        )
        for quarter, count in bursts
        for number in range(count)
    ]
    said = {r"^https://\d+\.example/": {"status": None, "failure": "robots"}}
    web, memory = Web(articles=articles, stops=stops, said=said), Memory()

    until_done(lambda: gdelt(web, memory, str(since), str(until)))

    assert len(set(web.answered)) == len(web.answered)
    assert {url for url in web.answered if "search.example" not in url} == {
        url for seen, url in articles if since <= seen.date() <= until
    }
    asked = [url for url in web.answered if "search.example" in url]
    leaves = [url for url in asked if memory.bodies[url].count(b'"url"') < 250]
    assert_tiles(spans_of(leaves, "startdatetime", "enddatetime"), since, until)


@pytest.mark.parametrize(
    ("since", "until", "months", "borders"),
    [
        ("2020-02-28", "2020-03-01", 1, ["2020-02-28", "2020-03-01", "2020-03-02"]),
        ("2019-12-31", "2020-01-01", 12, ["2019-12-31", "2020-01-01", "2020-01-02"]),
        ("2019-12-31", "2020-01-01", 1, ["2019-12-31", "2020-01-01", "2020-01-02"]),
        ("2020-01-01", "2020-12-31", 12, ["2020-01-01", "2021-01-01"]),
        ("2020-01-31", "2020-01-31", 1, ["2020-01-31", "2020-02-01"]),
        ("2020-01-02", "2020-01-01", 1, []),
    ],
)
def test_a_period_is_cut_where_months_and_years_begin(since, until, months, borders):
    spans = calendar_spans(date.fromisoformat(since), date.fromisoformat(until), months=months)

    moments = [datetime.fromisoformat(border).replace(tzinfo=UTC) for border in borders]
    assert list(spans) == list(pairwise(moments))


def test_the_states_of_a_page_are_kept_under_its_address_at_their_moments():
    web = Web(copies=[("20200101000000", "A"), ("20200201000000", "A"), ("20200301000000", "B")])
    memory = Memory()

    tally = wayback(web, memory)

    assert memory.copies() == [(PAGE, "2020-01-01T00:00:00Z"), (PAGE, "2020-03-01T00:00:00Z")]
    assert (tally.asked, tally.new, tally.known, tally.missed, tally.problems) == (3, 2, 0, (), ())
    assert {ask.pace_seconds for ask, _ in memory.taken} == {4.0}
    assert [ask.purpose for ask, _ in memory.taken] == ["index", "page", "page"]


def test_a_second_walk_asks_nothing_and_knows_all():
    web, memory = Web(copies=[("20200101000000", "A"), ("20200301000000", "B")]), Memory()
    first = wayback(web, memory)

    second = wayback(web, memory)

    assert (first.asked, first.new, second.asked, second.new, second.known) == (3, 2, 0, 0, 2)


def test_a_year_that_was_not_over_when_it_was_asked_for_is_asked_for_again():
    web, memory = Web(copies=[("20200101000000", "A")], now="2020-07-07T00:00:00Z"), Memory()
    wayback(web, memory, since="2019-01-01")
    web.copies.append(("20200801000000", "B"))
    web.answered.clear()

    wayback(web, memory, since="2019-01-01")

    assert ["from=2020" in url for url in web.answered] == [True, False]
    assert memory.copies()[1:] == [(PAGE, "2020-08-01T00:00:00Z")]


@pytest.mark.parametrize(
    ("retry_after", "until"),
    [
        ("120", "2026-11-24T01:04:03Z"),
        ("Tue, 24 Nov 2026 03:00:00 GMT", "2026-11-24T03:00:00Z"),
        ("soon", "2026-11-24T02:02:03Z"),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_an_archive_that_wants_a_pause_gets_it(retry_after, until, status):
    said = {"status": status, "failure": "unreachable", "Retry-After": retry_after}
    web, memory = Web(copies=[("20200101000000", "A")], said={"/web/": said}), Memory()

    tally = wayback(web, memory)

    address = "https://web.archive.org/web/20200101000000id_/https://chat.example/trust"
    assert tally.stopped_until == until
    assert tally.problems == (f"{address}: answered {status}; go on after {until}",)
    assert memory.notes == list(tally.problems)


def test_a_copy_of_another_moment_is_kept_as_that_and_told():
    lands = {"body": b"<p>Hi.", "Memento-Datetime": "Thu, 02 Jan 2020 00:00:00 GMT"}
    web, memory = Web(copies=[("20200101000000", "A")], said={"/web/": lands}), Memory()

    tally = wayback(web, memory)

    assert memory.copies() == [(PAGE, "2020-01-02T00:00:00Z")]
    assert [outcome for _, outcome in tally.missed] == ["another_moment"]
    assert "gave its copy of 2020-01-02T00:00:00Z" in tally.problems[0]
    assert wayback(web, memory).asked == 0


def test_an_answer_that_does_not_say_of_when_it_is_is_not_kept():
    web = Web(copies=[("20200101000000", "A")], said={"/web/": {"body": b"<p>A frame."}})
    memory = Memory()

    tally = wayback(web, memory)

    assert memory.copies() == []
    assert [outcome for _, outcome in tally.missed] == ["unreadable"]


def test_a_lost_copy_is_missed_once_and_one_behind_a_bad_line_is_asked_for_again():
    copies = [("20200101000000", "A"), ("20200201000000", "B")]
    said = {
        "/web/20200101": {"status": 404},
        "/web/20200201": {"status": None, "failure": "too_slow"},
    }
    web, memory = Web(copies=copies, said=said), Memory()
    wayback(web, memory)
    web.said.pop("/web/20200201")

    tally = wayback(web, memory)

    assert (tally.asked, tally.new) == (1, 1)
    assert [outcome for _, outcome in tally.missed] == ["gone"]


def test_an_index_that_is_an_error_is_told_and_asked_for_again():
    web, memory = Web(said={"from=2020": {"body": b"<h1>504"}}), Memory()
    tally = wayback(web, memory, since="2019-01-01")
    web.said.clear()

    again = wayback(web, memory, since="2019-01-01")

    assert (len(tally.problems), tally.stopped_until) == (1, None)
    assert "<h1>504" in tally.problems[0]
    assert (again.asked, again.problems) == (1, ())


def test_three_requests_in_a_row_without_use_end_the_walk():
    web, memory = Web(said={"/cdx/": {"status": None, "failure": "unreachable"}}), Memory()

    tally = wayback(web, memory, since="2015-01-01")

    assert (tally.asked, tally.stopped_until) == (3, "2026-11-24T02:02:03Z")
    assert tally.problems[-1].startswith("3 requests in a row brought nothing")


def test_below_an_address_only_the_pages_that_the_source_keeps_are_asked_for():
    copies = [(f"{PAGE}/{name}", "20200101000000", name) for name in ("law", "tax", "law-jobs")]
    past = Past(PAGE, "chat", "report", "prefix", keep="LAW", drop="jobs")
    web, memory = Web(copies=copies), Memory()

    wayback(web, memory, past)

    assert memory.copies() == [(f"{PAGE}/law", "2020-01-01T00:00:00Z")]
    assert memory.taken[-1][0].purpose == "report"


@pytest.mark.parametrize(
    ("changes", "past"),
    [
        ({"kind": "statement"}, Past(GDELT.url, "gdelt")),
        ({"kind": "report"}, Past(GDELT.url, "gdelt", "report")),
        (
            {"kind": "listing", "company": "zoom", "keep": "law"},
            Past(GDELT.url, "gdelt", "page", "prefix", "law"),
        ),
        ({"kind": "listing"}, None),
        ({"kind": "feed", "company": "zoom"}, None),
    ],
)
def test_statements_reports_and_companies_listings_have_a_past(changes, past):
    assert past_of(GDELT.model_copy(update=changes)) == past
