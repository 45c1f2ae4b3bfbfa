import threading
from dataclasses import replace
from importlib.metadata import version
from itertools import pairwise

import pytest
import stamina
from fetching import ask, fetcher_on_loopback
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from misbehaving import Misbehaving, http, reset

from scrapers.answers import Answer
from scrapers.fetcher import Fetcher
from scrapers.fetcher_limits import Limits
from scrapers.fetcher_lines import MOST_IDLE


@pytest.fixture
def fetcher(waits):
    with fetcher_on_loopback(waits, contact="https://tracker.example/about") as fetcher:
        yield fetcher


@pytest.fixture
def strict(waits):
    """A fetcher as it runs by night, for which every name leads to this machine."""
    options = {"loopback": False, "resolve": lambda host: ["127.0.0.1"]}
    with fetcher_on_loopback(waits, **options) as fetcher:
        yield fetcher


@pytest.fixture
def site():
    with Misbehaving({"/page": http(body=b"Zoom has paused.")}) as site:
        yield site


def test_an_answer_says_all_that_came(fetcher, site):
    site.pages["/page"] = http(body=b"Zoom", Content_Type="text/html", X_Two="a", x_two="b")
    url = site.url("/page")

    answer = fetcher.get(ask(url))

    assert replace(answer, elapsed_ms=0, sent=()) == Answer(
        url=url,
        final_url=url,
        asked_at="2026-11-24T01:02:05Z",  # two seconds after robots.txt
        status=200,
        headers=(
            ("Content-Length", "4"),
            ("Content-Type", "text/html"),
            ("X-Two", "a"),
            ("x-two", "b"),
        ),
        body=b"Zoom",
        elapsed_ms=0,
    )


def test_a_request_says_who_asks_and_nothing_else(fetcher, site):
    answer = fetcher.get(ask(site.url("/page", host="paper.localhost")))

    headers = site.heard[-1].headers
    assert headers == {
        "host": f"paper.localhost:{site.port}",
        "user-agent": f"Stanceline/{version('stanceline')} (+https://tracker.example/about)",
        "accept": "*/*",
        "accept-encoding": "gzip, deflate",
    }
    assert {name.lower(): value for name, value in answer.sent} == headers


def test_without_a_contact_none_is_named(site):
    with Fetcher(contact=None, loopback=True, sleep=lambda _: None) as fetcher:
        fetcher.get(ask(site.url("/page"), pace_seconds=0.0))

    assert "(" not in site.heard[-1].headers["user-agent"]


def test_a_contact_that_is_no_address_is_refused():
    with pytest.raises(ValueError, match="write https://"):
        Fetcher(contact="me\r\nCookie: x")


def test_cookies_are_not_sent_back(fetcher, site):
    site.pages["/page"] = http(302, Location="/next", Set_Cookie="seen=1")
    site.pages["/next"] = http(body=b"x", Set_Cookie="seen=2")

    fetcher.get(ask(site.url("/page")))
    fetcher.get(ask(site.url("/next")))

    assert [one.path for one in site.heard if "cookie" in one.headers] == []


def test_what_is_known_of_a_page_goes_along(fetcher, site):
    site.pages["/page"] = http(304)

    answer = fetcher.get(ask(site.url("/page"), etag='"é1"', last_modified="Tue, 07 Jul 2020"))

    headers = site.heard[-1].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"é1"', "Tue, 07 Jul 2020")
    assert (answer.status, answer.body, answer.failure) == (304, b"", None)


@pytest.mark.parametrize("etag", ['"a\r\nCookie: b"', "汉", ""])
def test_a_validator_that_no_header_can_hold_is_left_out(fetcher, site, etag):
    answer = fetcher.get(ask(site.url("/page"), etag=etag))

    assert answer.body == b"Zoom has paused."
    assert "if-none-match" not in site.heard[-1].headers


@pytest.mark.parametrize("status", [403, 404, 410, 500])
def test_an_answer_is_whole_whatever_its_status(fetcher, site, status):
    site.pages["/page"] = http(status, b"Gone away.")

    answer = fetcher.get(ask(site.url("/page")))

    assert (answer.status, answer.body, answer.failure) == (status, b"Gone away.", None)
    assert site.paths() == ["/page"]


def test_a_redirect_is_followed_to_its_end(fetcher, site):
    site.pages["/page"] = http(301, Location="/über?a=b#part")
    site.pages["/%C3%BCber?a=b"] = http(302, Location=site.url("/last", host="other.localhost"))
    site.pages["/last"] = http(body=b"Here.")

    answer = fetcher.get(ask(site.url("/page")))

    assert answer.body == b"Here."
    assert (answer.url, answer.final_url) == (
        site.url("/page"),
        site.url("/last", host="other.localhost"),
    )


def test_a_redirect_that_is_sent_as_utf_8_is_understood(fetcher, site):
    site.pages["/page"] = http(301, Location="/é".encode().decode("latin-1"))

    fetcher.get(ask(site.url("/page")))

    assert site.paths() == ["/page", "/%C3%A9"]


def test_a_circle_of_redirects_is_left(fetcher, site):
    site.pages |= {"/a": http(302, Location="/b"), "/b": http(302, Location="/a")}

    answer = fetcher.get(ask(site.url("/a")))

    assert (answer.status, answer.failure) == (302, "unreachable")
    assert answer.note == f"it redirects in a circle, to {site.url('/a')}"
    assert site.paths() == ["/a", "/b"]


def test_more_redirects_than_allowed_are_not_followed(fetcher, site):
    site.pages |= {f"/{n}": http(302, Location=f"/{n + 1}") for n in range(9)}

    answer = fetcher.get(ask(site.url("/0")))

    assert (answer.status, answer.failure) == (302, "unreachable")
    assert answer.note == "it redirects over 5 times"
    assert site.paths() == ["/0", "/1", "/2", "/3", "/4", "/5"]


@pytest.mark.parametrize(
    "target", ["file:///etc/hosts", "ftp://a.example/", "gopher://a", "mailto:a@b"]
)
def test_a_redirect_to_another_scheme_is_not_followed(fetcher, site, target):
    site.pages["/page"] = http(302, Location=target)

    answer = fetcher.get(ask(site.url("/page")))

    assert (answer.status, answer.failure) == (None, "unreachable")


def test_the_pace_runs_from_the_end_of_one_request_to_the_next(fetcher, site, waits):
    site.pages["/page"] = http(302, Location="/next")

    fetcher.get(ask(site.url("/page"), pace_seconds=2.0))
    fetcher.get(ask(site.url("/last"), pace_seconds=5.0))

    robots_page_next_last = [round(seconds, 1) for seconds in waits.waited]
    assert robots_page_next_last == [2.0, 2.0, 5.0]


def test_two_hosts_do_not_wait_for_each_other(fetcher, site, waits):
    fetcher.get(ask(site.url("/robots.txt", host="a.localhost")))
    fetcher.get(ask(site.url("/robots.txt", host="b.localhost")))

    assert len(waits.waited) == 2  # each for its own robots.txt


def test_threads_ask_a_host_one_at_a_time(site):
    with Fetcher(contact=None, loopback=True) as fetcher:
        fetcher.get(ask(site.url("/page"), pace_seconds=0.0))
        paced = ask(site.url("/page"), pace_seconds=0.05)
        threads = [threading.Thread(target=fetcher.get, args=[paced]) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    moments = [one.at for one in site.heard if one.path == "/page"]
    assert site.most_at_once == 1
    assert len(moments) == 7
    assert min(after - before for before, after in pairwise(moments[1:])) > 0.05


def test_a_connection_is_used_again(fetcher, site):
    fetcher.get(ask(site.url("/page")))
    fetcher.get(ask(site.url("/page")))

    assert site.connections == 1


def test_few_connections_are_kept_for_many_hosts(fetcher, site):
    for number in range(MOST_IDLE + 10):
        fetcher.get(ask(site.url("/page", host=f"h{number}.localhost")))

    assert site.connections == MOST_IDLE + 10
    assert site.open_connections() <= MOST_IDLE + 1  # the last farewell may be on its way


def test_steps_that_are_dropped_hold_up_nobody(fetcher, site):
    steps = fetcher.steps(ask(site.url("/page")))
    next(steps)
    steps.close()

    assert fetcher.get(ask(site.url("/page"))).body == b"Zoom has paused."


@pytest.mark.parametrize("failing", [http(502), http(503), http(504), reset])
def test_an_error_that_passes_is_tried_again(fetcher, site, failing):
    site.pages["/page"] = [failing, failing, http(body=b"Well.")]

    answer = fetcher.get(ask(site.url("/page")))

    assert (answer.status, answer.body, answer.failure) == (200, b"Well.", None)


def test_an_error_that_stays_is_tried_three_times(fetcher, site):
    site.pages["/page"] = http(503, b"Down.")

    answer = fetcher.get(ask(site.url("/page")))

    assert (answer.status, answer.body, answer.failure) == (503, b"Down.", None)
    assert site.paths() == ["/page"] * 3


def test_a_second_try_keeps_the_pace(site):
    site.pages["/page"] = [http(503), http(body=b"Well.")]
    with (
        stamina.set_testing(False),
        Fetcher(contact=None, loopback=True, limits=Limits(retry_seconds=0.01)) as fetcher,
    ):
        answer = fetcher.get(ask(site.url("/page"), pace_seconds=0.2))

    _, first, second = site.heard
    assert answer.body == b"Well."
    assert second.at - first.at > 0.2


def test_nobody_listens(fetcher, site):
    with Misbehaving() as gone:
        pass

    answer = fetcher.get(ask(gone.url("/page")))

    assert (answer.status, answer.failure) == (None, "unreachable")
    assert "Connection refused" in answer.note


@given(st.text() | st.from_regex(r"https?://[^ ]{,20}", fullmatch=True))
@example("http://[::1")
@example("http://a.localhost:99999/")
@example("http://\ud800/")
@example("http://a..localhost/")
@example("http://" + "a" * 300 + ".localhost/")
@example("http://.localhost/")
@settings(
    deadline=None,
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # it keeps nothing of an address
)
def test_no_address_is_so_odd_that_something_is_raised(strict, url):
    assert strict.get(ask(url)).failure == "unreachable"


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\r\n\r\n",
        b"<p>HTTP is not spoken here.</p>",
        b"HTTP/1.1 099 Odd\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 30_000,
        b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://[::\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 1000,
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\nab",
    ],
    ids=range(12),
)
def test_whatever_is_sent_for_an_answer_nothing_is_raised(fetcher, site, sent):
    site.pages["/page"] = lambda connection: connection.sendall(sent)

    answer = fetcher.get(ask(site.url("/page")))

    assert answer.failure == "unreachable" or answer.status == 101
