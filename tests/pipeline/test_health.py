"""Which sources a person must look at, and which are well."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.health import Ill, ill_sources
from pipeline.store.contents import Visit
from scrapers.judging import GOOD, NEXT_STEPS
from scrapers.sources import Expectation, Source

NOW = "2026-11-24T03:40:00Z"
BAD = sorted(set(NEXT_STEPS) - GOOD)


def source(name: str = "paper", *, every_hours: float = 24.0, **expect: float) -> Source:
    return Source(
        id=name,
        kind="feed",
        url=f"https://{name}.example/feed",
        publisher="The Paper",
        language="en",
        timezone="Asia/Hong_Kong",
        every_hours=every_hours,
        expect=Expectation(**expect) if expect else None,
    )


def visit(days_ago: float = 0, *, of: str = "paper", **found: object) -> Visit:
    at = datetime(2026, 11, 24, 3, 30, tzinfo=UTC) - timedelta(days=days_ago)
    moment = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return replace(Visit(run=moment, source=of, visited_at=moment, outcome="new"), **found)


def nights(*fresh: int, links: int = 0) -> list[Visit]:
    """Make a visit each night until this one, the last number being this night's."""
    return [
        visit(len(fresh) - 1 - night, fresh=number, links=links)
        for night, number in enumerate(fresh)
    ]


def lines(sources: list[Source], visits: list[Visit]) -> list[str]:
    return [str(ill) for ill in ill_sources(sources, visits, now=NOW)]


def test_a_source_that_was_never_visited_is_not_ill():
    assert ill_sources([source(links_per_week=5, dated_share=1.0)], [], now=NOW) == ()


@pytest.mark.parametrize("outcome", sorted(GOOD))
def test_a_good_answer_on_the_latest_visit_is_well(outcome):
    visits = [visit(1, outcome="unreachable"), visit(0, outcome=outcome)]

    assert ill_sources([source()], visits, now=NOW) == ()


@pytest.mark.parametrize("outcome", BAD)
def test_a_bad_answer_on_the_latest_visit_is_named_with_the_next_step(outcome):
    visits = [visit(0, outcome=outcome)]

    assert ill_sources([source()], visits, now=NOW) == (
        Ill(
            "paper",
            f"{outcome} on its own page, no good answer since 2026-11-24 (1 visit)",
            NEXT_STEPS[outcome],
        ),
    )


@pytest.mark.parametrize(("outcome", "ill"), [("unreachable", 0), ("too_slow", 0), ("gone", 1)])
def test_one_hiccup_of_a_source_that_was_well_wakes_nobody(outcome, ill):
    once = [visit(1), visit(0, outcome=outcome)]
    twice = [visit(2), visit(1, outcome=outcome), visit(0, outcome=outcome)]

    assert len(ill_sources([source()], once, now=NOW)) == ill
    assert len(ill_sources([source()], twice, now=NOW)) == 1


def test_where_nothing_could_be_reached_it_is_this_machine_that_is_ill():
    names = ["a", "b", "c", "d"]
    down = [visit(0, of=name, outcome="unreachable") for name in names]

    assert lines([source(name) for name in names], down) == [
        "all sources: none of the 4 that were asked could be reached. "
        "See that this machine is online; the next run asks again."
    ]
    well = [visit(0, of="e")]
    assert len(lines([source(name) for name in [*names, "e"]], [*down, *well])) == 4


def test_bad_answers_count_from_the_first_after_the_last_good_one():
    visits = [
        visit(5, outcome="gone"),
        visit(4),
        visit(3, outcome="too_slow"),
        visit(2, outcome=None),
        visit(1, outcome="too_slow"),
        visit(0, outcome="challenge"),
    ]

    assert ill_sources([source()], visits[::-1], now=NOW) == (
        Ill(
            "paper",
            "challenge on its own page, no good answer since 2026-11-21 (3 visits)",
            NEXT_STEPS["challenge"],
        ),
    )


def test_an_outcome_of_an_older_stanceline_still_has_a_next_step():
    assert lines([source()], [visit(0, outcome="odd")]) == [
        "paper: odd on its own page, no good answer since 2026-11-24 (1 visit). "
        "Look at the page, then at its entry in sources.toml."
    ]


def test_a_source_that_is_passed_over_while_others_are_visited_is_ill():
    sources = [source(), source("other")]
    visits = [visit(3), visit(0, of="other")]

    assert lines(sources, visits) == [
        "paper: not visited since 2026-11-21, though others were. "
        "Run 'stanceline refresh --source paper' and read what it says."
    ]


@pytest.mark.parametrize(
    ("every_hours", "days_ago"),
    [(24, 2), (6, 2), (168, 14)],
    ids=["a day's source in time", "an hours' source in nightly runs", "a week's source"],
)
def test_a_source_that_is_not_yet_overdue_is_well(every_hours, days_ago):
    sources = [source(every_hours=every_hours), source("other")]

    assert lines(sources, [visit(days_ago), visit(0, of="other")]) == []


def test_a_job_that_rested_makes_no_source_ill():
    sources = [source(), source("other")]

    assert lines(sources, [visit(20), visit(20, of="other")]) == []


@pytest.mark.parametrize(
    ("asked", "bad", "ill"), [(5, 3, True), (10, 5, True), (10, 4, False), (4, 4, False)]
)
def test_many_bad_pages_of_one_visit_make_a_source_ill(asked, bad, ill):
    found = lines([source()], [visit(1, asked=9, bad=9), visit(0, asked=asked, bad=bad)])

    assert found == [
        f"paper: {bad} of {asked} pages gave no good answer on 2026-11-24. "
        "Read the table coverage, which names each page and its outcome."
    ] * int(ill)


def test_a_silence_says_how_long_and_what_was_promised():
    visits = nights(4, 0, 0, 0, 0, 0, 0, 0, 0, 0)

    assert lines([source(links_per_week=1)], visits) == [
        "paper: quiet for 9 days (expects 1 a week). "
        "Look at the page, or set expect.links_per_week."
    ]


def test_too_few_links_are_counted():
    assert lines([source(links_per_week=10)], nights(90, 2, 1, 1, 1, 1, 1, 1, 1)) == [
        "paper: 7 new links in 7 days (expects 10 a week). "
        "Look at the page, or set expect.links_per_week."
    ]


@pytest.mark.parametrize(
    ("promised", "visits"),
    [
        (1, nights(4, 0, 0, 0, 0, 0, 0, 1, 0, 0)),
        (7, nights(9, 1, 1, 1, 1, 1, 1, 1)),
        (0, nights(*[0] * 30)),
        (0.25, nights(1, *[0] * 27)),
        (0.1, nights(*[0] * 36)),
        (9, nights(*[0] * 7)),
    ],
    ids=[
        "one is enough",
        "just enough",
        "nothing promised",
        "within four weeks",
        "promised too seldom to tell",
        "watched for six days",
    ],
)
def test_a_kept_promise_is_well(promised, visits):
    assert lines([source(links_per_week=promised)], visits) == []


@pytest.mark.parametrize(
    ("promised", "days"), [(0.25, 28), (0.2, 35), (0.34, 21), (0.5, 14), (1.5, 7)]
)
def test_a_seldom_source_is_silent_once_it_missed_one_promised_link(promised, days):
    on_time = nights(1, *[0] * (days - 1))

    assert lines([source(links_per_week=promised)], on_time) == []
    assert lines([source(links_per_week=promised)], [visit(days, fresh=1), *on_time[1:]]) == [
        f"paper: quiet for {days} days (expects {promised:g} a week). "
        "Look at the page, or set expect.links_per_week."
    ]


def test_links_without_their_promised_dates_make_a_source_ill():
    visits = [visit(1, links=9, dated=9), visit(0, links=20, dated=3)]

    assert lines([source(dated_share=0.9)], visits) == [
        "paper: 3 of 20 links have a date (expects 90%). "
        "Look whether the page still dates them, or set expect.dated_share."
    ]


@pytest.mark.parametrize(
    ("links", "dated"), [(4, 0), (0, 0), (10, 9)], ids=["too few", "not modified", "as promised"]
)
def test_dates_are_judged_by_the_latest_visit_with_enough_links(links, dated):
    visits = [visit(1, links=10, dated=10), visit(0, links=links, dated=dated)]

    assert lines([source(dated_share=0.9)], visits) == []


def test_each_source_has_only_the_gravest_of_its_ills_sorted_by_id():
    promises = {"links_per_week": 3, "dated_share": 1.0}
    watched = {"links": 5, "asked": 5, "bad": 5}
    names = ["a", "b", "c", "d", "e"]
    sources = [source(name, **promises) for name in reversed(names)]
    visits = [visit(8, of=name, **watched) for name in names]
    visits += [visit(0, of="a", outcome="gone", **watched), visit(0, of="c", **watched)]
    visits += [visit(0, of="d", links=5), visit(0, of="e", links=5, fresh=5)]

    assert [
        (ill.source, ill.what.split(" (")[0]) for ill in ill_sources(sources, visits, now=NOW)
    ] == [
        ("a", "gone on its own page, no good answer since 2026-11-24"),
        ("b", "not visited since 2026-11-16, though others were"),
        ("c", "5 of 5 pages gave no good answer on 2026-11-24"),
        ("d", "quiet for 8 days"),
        ("e", "0 of 5 links have a date"),
    ]


def test_visits_of_a_source_that_left_the_tracker_count_for_nothing():
    assert lines([source()], [visit(0), visit(0, of="former", outcome="gone")]) == []
