"""Who moved first, who after whom: intervals where a date is known by its month only."""

from dataclasses import replace
from datetime import date

import pytest
from events import ZOOM

from pipeline.lags import (
    Act,
    Lag,
    Move,
    Placed,
    Standing,
    by_act,
    days_of,
    first_moves,
    lag,
    lags,
    places,
    standings,
)

PAUSED = Act("paused", "data_requests")


def event_of(company, on, *, precision="day", reported=None, **changes):
    return replace(
        ZOOM,
        id=f"{company.lower()}-{on}",
        company=company.lower(),
        company_name=company,
        date=on,
        precision=precision if on else None,
        first_reported=reported,
        **changes,
    )


def move_of(company, first, last=None, act=PAUSED):
    begun = None if first is None else date.fromisoformat(first)
    return Move(company, company, act, begun, date.fromisoformat(last or first), f"{company}-1", 1)


def test_a_month_lasts_until_its_end_or_the_first_report():
    july = date(2020, 7, 1)

    assert days_of(event_of("Zoom", "2020-07", precision="month")) == (july, date(2020, 7, 31))
    assert days_of(event_of("Zoom", "2020-07", precision="month", reported="2020-07-09")) == (
        july,
        date(2020, 7, 9),
    )
    assert days_of(event_of("Zoom", "2020-07", precision="month", reported="2020-08")) == (
        july,
        date(2020, 7, 31),
    )


def test_a_report_before_the_day_itself_does_not_turn_the_interval_around():
    told_early = event_of("Zoom", "2020-07-07", reported="2020-07-06")

    assert days_of(told_early) == (date(2020, 7, 7), date(2020, 7, 7))


def test_an_undated_event_is_no_later_than_its_report_and_no_day_is_made_up():
    assert days_of(event_of("Swire", None, reported="2020-06-05")) == (None, date(2020, 6, 5))
    assert days_of(event_of("Swire", None)) == (None, None)


def test_the_first_of_several_moves_counts_and_an_undated_one_leaves_its_start_open():
    meta = [event_of("Meta", "2020-07-06"), event_of("Meta", "2021-06-08")]
    swire = [event_of("Swire", "2020-06-08"), event_of("Swire", None, reported="2020-06-05")]

    moves = first_moves([*meta, *swire, event_of("Naver", None)])

    assert moves == (
        replace(
            move_of("Swire", None, "2020-06-05"), company="swire", event="swire-None", sources=2
        ),
        replace(move_of("Meta", "2020-07-06"), company="meta", event="meta-2020-07-06", sources=2),
    )


def test_two_months_may_hide_a_move_before_the_known_day():
    dim = event_of("Meta", "2020-07", precision="month")
    clear = event_of("Meta", "2020-07-06")

    (move,) = first_moves([dim, clear])

    assert (move.first, move.last) == (date(2020, 7, 1), date(2020, 7, 6))


def test_to_say_nothing_is_no_move_and_another_matter_is_another_act():
    events = [
        event_of("Apple", "2020-07-06", stance="no_comment"),
        event_of("TikTok", "2020-07-06", stance="withdrew", scope="market"),
        event_of("Naver", "2020-07-20", stance="withdrew", scope="infrastructure"),
    ]

    assert list(by_act(first_moves(events))) == [
        Act("withdrew", "infrastructure"),
        Act("withdrew", "market"),
    ]


def test_the_act_of_most_companies_comes_first():
    other = Act("refused", "data_requests")
    moves = [
        move_of("Signal", "2020-07-07", act=other),
        move_of("Meta", "2020-07-06"),
        move_of("Zoom", "2020-07-07"),
    ]

    assert list(by_act(moves)) == [PAUSED, other]


@pytest.mark.parametrize(
    ("leader", "follower", "low", "high", "words"),
    [
        (("2020-07-05",), ("2020-07-07",), 2, 2, "+2"),
        (("2020-07-07",), ("2020-07-05",), -2, -2, "-2"),
        (("2020-07-06",), ("2020-07-06",), 0, 0, "0"),
        (("2020-07-06",), ("2020-07-01", "2020-07-31"), -5, 25, "-5 to +25"),
        (("2020-07-01", "2020-07-31"), ("2020-07-01", "2020-07-31"), -30, 30, "-30 to +30"),
        (("2020-06-03",), (None, "2020-06-05"), None, 2, "at most +2"),
        ((None, "2020-06-05"), ("2020-06-03",), -2, None, "at least -2"),
        ((None, "2020-06-05"), (None, "2020-06-05"), None, None, "?"),
    ],
)
def test_a_lag_holds_the_fewest_and_the_most_days_that_are_possible(
    leader, follower, low, high, words
):
    measured = lag(move_of("A", *leader), move_of("B", *follower))

    assert (measured.low, measured.high, measured.words) == (low, high, words)


@pytest.mark.parametrize(
    ("low", "high", "within", "kind"),
    [
        (1, 1, True, "1 to 7 days after"),
        (1, 7, True, "1 to 7 days after"),
        (0, 0, False, "the same day"),
        (-3, -1, False, "before it"),
        (8, 8, False, "more than 7 days after"),
        (0, 7, None, "cannot be told"),
        (3, 9, None, "cannot be told"),
        (-1, 0, False, "cannot be told"),
        (None, 4, None, "cannot be told"),
        (None, -1, False, "before it"),
        (3, None, None, "cannot be told"),
        (9, None, False, "more than 7 days after"),
        (None, None, None, "cannot be told"),
    ],
)
def test_whether_one_moved_soon_after_is_yes_no_or_open(low, high, within, kind):
    measured = Lag(move_of("A", "2020-07-01"), move_of("B", "2020-07-01"), low, high)

    assert (measured.within(7), measured.kind(7)) == (within, kind)


def test_moves_of_one_day_share_a_place_and_a_doubtful_one_has_several():
    telegram, google = move_of("Telegram", "2020-07-05"), move_of("Google", "2020-07-06")
    meta, zoom = move_of("Meta", "2020-07-06"), move_of("Zoom", "2020-07-07")
    naver = move_of("Naver", "2020-07-01", "2020-07-31")

    assert places([zoom, meta, naver, google, telegram]) == (
        Placed(telegram, 1, 2),
        Placed(naver, 1, 5),
        Placed(google, 2, 3),
        Placed(meta, 2, 3),
        Placed(zoom, 4, 5),
    )


def test_each_pair_of_an_act_counts_once_for_either_company():
    moves = [
        move_of("Telegram", "2020-07-05"),
        move_of("Google", "2020-07-06"),
        move_of("Meta", "2020-07-06"),
        move_of("Naver", None, "2020-07-31"),
        move_of("Signal", "2020-07-01", act=Act("refused", "data_requests")),
    ]

    assert standings(moves) == (
        Standing("Telegram", before=2, same_day=0, after=0, open=1),
        Standing("Naver", before=0, same_day=0, after=0, open=3),
        Standing("Google", before=0, same_day=1, after=1, open=1),
        Standing("Meta", before=0, same_day=1, after=1, open=1),
    )


def test_a_lag_and_its_opposite_mirror_each_other():
    moves = [move_of("A", "2020-07-01", "2020-07-31"), move_of("B", None, "2020-07-06")]
    there, back = lags(moves)

    assert (there.low, there.high) == (None, 5)
    assert (back.low, back.high) == (-5, None)


def test_nothing_gives_nothing():
    assert (first_moves([]), by_act([]), places([]), standings([])) == ((), {}, (), ())
