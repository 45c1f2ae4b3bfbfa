"""Time is divided until GDELT can answer."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.gdelt import QUARTER, halves, is_full

NOON = datetime(2020, 7, 7, 12, tzinfo=UTC)


def hours(first: float, last: float):
    return NOON + timedelta(hours=first), NOON + timedelta(hours=last)


@pytest.mark.parametrize(
    ("span", "divided"),
    [
        (hours(0, 24), (hours(0, 12), hours(12, 24))),
        (hours(0, 0.75), (hours(0, 0.25), hours(0.25, 0.75))),
        (hours(0, 0.5), (hours(0, 0.25), hours(0.25, 0.5))),
    ],
)
def test_a_span_is_halved_where_a_quarter_of_an_hour_begins(span, divided):
    assert halves(span) == divided


def test_a_quarter_of_an_hour_is_not_divided():
    assert halves(hours(0, 0.25)) is None


@given(quarters=st.integers(1, 31 * 96), start=st.integers(0, 400 * 96))
def test_halving_to_the_end_gives_each_quarter_once_in_order(quarters, start):
    begin = NOON + start * QUARTER

    def leaves(span):
        parts = halves(span)
        return [span] if parts is None else [leaf for part in parts for leaf in leaves(part)]

    assert leaves((begin, begin + quarters * QUARTER)) == [
        (begin + number * QUARTER, begin + (number + 1) * QUARTER) for number in range(quarters)
    ]


@pytest.mark.parametrize(("rows", "full"), [(0, False), (249, False), (250, True)])
def test_an_answer_with_250_rows_may_have_left_some_out(rows, full):
    row = rb'{"url": "https://paper.example/1", "url_mobile": "", "title": "a \' no \\"url\\": b"}'

    assert is_full(b'{"articles": [' + b",".join([row] * rows) + b"]}") is full
