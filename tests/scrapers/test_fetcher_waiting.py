from dataclasses import replace
from email.utils import formatdate

import pytest
from fetching import START, Waits, ask
from hypothesis import given
from hypothesis import strategies as st
from misbehaving import Misbehaving, http

from scrapers.fetcher_limits import NoAnswer
from scrapers.fetcher_retry_after import rest_seconds
from scrapers.fetcher_turns import HUNG_SECONDS, Turns, host_of


@pytest.fixture
def site():
    with Misbehaving() as site:
        yield site


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["30", formatdate(START + 32, usegmt=True)])
def test_a_short_wait_is_waited_for(fetcher, site, waits, status, form):
    site.pages["/page"] = [http(status, Retry_After=form), http(body=b"Well.")]

    answer = fetcher.get(ask(site.url("/page")))

    assert (answer.body, answer.failure, answer.note) == (b"Well.", None, None)
    assert [round(seconds) for seconds in waits.waited] == [2, 30]


@pytest.mark.parametrize("form", ["3600", formatdate(START + 3602, usegmt=True)])
def test_a_long_wait_is_left_to_another_night(fetcher, site, form):
    site.pages["/page"] = http(429, b"Slow down.", Retry_After=form)

    first = fetcher.get(ask(site.url("/page")))
    second = fetcher.get(ask(site.url("/other")))

    assert (first.status, first.body, first.failure) == (429, b"Slow down.", None)
    assert first.note == f"paper.localhost:{site.port} asks us to wait until 2026-11-24T02:02:05Z"
    assert (second.status, second.failure) == (None, "unreachable")
    assert second.note.startswith(
        f"paper.localhost:{site.port} asked us to wait until 2026-11-24T02:"
    )
    assert site.paths() == ["/page"]


def test_a_host_is_asked_again_when_its_wait_is_over(fetcher, site, waits):
    site.pages["/page"] = [http(503, Retry_After="3600"), http(body=b"Well.")]
    fetcher.get(ask(site.url("/page")))
    waits.sleep(3600)

    assert fetcher.get(ask(site.url("/page"))).body == b"Well."


def test_another_host_is_not_kept_waiting(fetcher, site):
    site.pages["/page"] = [http(429, Retry_After="3600"), http(body=b"Well.")]
    fetcher.get(ask(site.url("/page", host="a.localhost")))

    assert fetcher.get(ask(site.url("/page", host="b.localhost"))).body == b"Well."


def test_a_host_that_always_asks_for_a_little_more_is_asked_three_times(fetcher, site):
    site.pages["/page"] = http(503, b"Soon.", Retry_After="5")

    answer = fetcher.get(ask(site.url("/page")))

    assert (answer.status, answer.body, answer.failure) == (503, b"Soon.", None)
    assert "asks us to wait until" in answer.note
    assert site.paths() == ["/page"] * 3


def test_too_many_requests_without_a_time_are_not_tried_again(fetcher, site):
    site.pages["/page"] = http(429, b"Slow down.")

    answer = fetcher.get(ask(site.url("/page")))

    assert (answer.status, answer.failure, answer.note) == (429, None, None)
    assert site.paths() == ["/page"]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("9" * 5000, 86_400),
        (formatdate(START + 90, usegmt=True), 89.5),
        (formatdate(START - 90, usegmt=True), 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 0),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("soon", None),
        ("Tue, 99 Jul 2020 99:99:99 GMT", None),
        ("", None),
        (None, None),
    ],
)
def test_a_wait_is_read_in_both_forms(header, seconds):
    assert rest_seconds(header, now=START) == seconds


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d{1,5} Jul \d{1,6} [0-9:]{,9} [A-Z+0-9-]{,6}"))
def test_any_text_is_a_wait_of_at_most_a_day_or_none(header):
    seconds = rest_seconds(header, now=START)

    assert seconds is None or 0 <= seconds <= 86_400


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://Paper.Example/a", "paper.example"),
        ("https://paper.example:443/", "paper.example"),
        ("http://paper.example.:80", "paper.example"),
        ("http://paper.example:8080/", "paper.example:8080"),
        ("https://paper.example:80/", "paper.example:80"),
        ("http://[::1]:81/", "::1:81"),
        ("http://paper.example:x/", "http://paper.example:x/"),
        ("http://[::", "http://[::"),
    ],
)
def test_a_host_has_its_own_pace_with_its_port(url, host):
    assert host_of(url) == host


def test_a_host_whose_request_hangs_is_not_waited_for_for_ever():
    waits = Waits()
    turns = Turns(waits.ticks)
    turns.claim("paper", 1.0)
    waits.sleep(HUNG_SECONDS)

    with pytest.raises(NoAnswer, match="has not come back"):
        turns.claim("paper", 1.0)


def test_asks_of_one_host_may_have_different_paces(fetcher, site, waits):
    fetcher.get(ask(site.url("/a"), pace_seconds=1.0))
    fetcher.get(replace(ask(site.url("/b")), pace_seconds=7.0))

    assert [round(seconds) for seconds in waits.waited] == [1, 7]
