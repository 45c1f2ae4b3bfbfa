import json
from itertools import pairwise
from time import monotonic, sleep

import pytest
from fetching import START, Waits, ask, fetcher_on_loopback
from hypothesis import given
from hypothesis import strategies as st
from misbehaving import Misbehaving, http, reset

from scrapers.answers import Answer
from scrapers.fetcher_robots import READ_BYTES, Robots, read_rules, text_of

DAY = 86_400


@pytest.fixture
def site():
    with Misbehaving({"/page": http(body=b"Here."), "/private": http(body=b"Not here.")}) as site:
        yield site


def robots(text, status=200, **headers):
    return http(status, text if isinstance(text, bytes) else text.encode(), **headers)


def allowed(text, path):
    return read_rules(text_of(text.encode())).allow(f"https://paper.example{path}")


NO_PRIVATE = robots("User-agent: *\nDisallow: /private\n", ETag='"1"')


def test_what_robots_txt_forbids_is_not_asked(fetcher, site):
    site.pages["/robots.txt"] = NO_PRIVATE

    answer = fetcher.get(ask(site.url("/private/letters")))
    fetcher.get(ask(site.url("/page")))

    assert (answer.status, answer.body, answer.failure) == (None, b"", "robots")
    assert answer.note == f"{site.url('/robots.txt')} does not let us ask this address"
    assert [one.path for one in site.heard] == ["/robots.txt", "/page"]


def test_a_redirect_is_held_to_the_rules_of_where_it_leads(fetcher, site):
    site.pages["/page"] = http(302, Location=site.url("/private", host="other.localhost"))
    site.pages["/robots.txt"] = [http(404), NO_PRIVATE]

    answer = fetcher.get(ask(site.url("/page")))

    assert (answer.failure, answer.final_url) == (
        "robots",
        site.url("/private", host="other.localhost"),
    )
    assert site.paths() == ["/page"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429])
def test_no_robots_txt_forbids_nothing(fetcher, site, status):
    site.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /", status)

    assert fetcher.get(ask(site.url("/page"))).body == b"Here."


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_robots_txt_that_fails_forbids_everything(fetcher, site, status):
    site.pages["/robots.txt"] = robots("", status)

    answer = fetcher.get(ask(site.url("/page")))

    assert (answer.status, answer.failure) == (None, "robots")
    assert answer.note == (
        f"{site.url('/robots.txt')} could not be read (HTTP {status}), so nothing may be asked"
    )
    assert site.paths() == []


def half_of_it(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser-agent: *\nDisallow: /pr")


def never(connection):
    sleep(1.5)


@pytest.mark.parametrize(
    ("page", "failure"),
    [(reset, "unreachable"), (half_of_it, "robots"), (never, "too_slow")],
)
def test_without_a_whole_robots_txt_nothing_is_asked(fetcher, site, page, failure):
    site.pages["/robots.txt"] = page

    answer = fetcher.get(ask(site.url("/page")))

    assert (answer.status, answer.failure) == (None, failure)
    assert f"{site.url('/robots.txt')} could not be" in answer.note
    assert site.paths() == []


def test_a_failed_robots_txt_is_asked_for_again_after_an_hour(fetcher, site, waits):
    site.pages["/robots.txt"] = [http(500), robots("")]
    page = ask(site.url("/page"))

    assert fetcher.get(page).failure == "robots"
    assert fetcher.get(page).failure == "robots"
    waits.sleep(3601)
    assert fetcher.get(page).body == b"Here."
    assert [one.path for one in site.heard] == ["/robots.txt", "/robots.txt", "/page"]


def test_robots_txt_may_lead_elsewhere(fetcher, site):
    target = site.url("/rules", host="other.localhost")
    site.pages["/robots.txt"] = http(301, Location=target)
    site.pages["/rules"] = NO_PRIVATE

    assert fetcher.get(ask(site.url("/private"))).failure == "robots"
    assert fetcher.get(ask(site.url("/page"))).body == b"Here."


def test_a_robots_txt_that_always_leads_elsewhere_counts_as_none(fetcher, site):
    site.pages["/robots.txt"] = http(301, Location="/1")
    site.pages |= {f"/{number}": http(301, Location=f"/{number + 1}") for number in range(1, 9)}

    assert fetcher.get(ask(site.url("/page"))).body == b"Here."
    assert site.paths() == ["/1", "/2", "/3", "/4", "/5", "/page"]


def test_a_robots_txt_that_leads_into_the_private_net_forbids_everything(fetcher, site):
    site.pages["/robots.txt"] = http(301, Location="http://10.0.0.1/robots.txt")

    answer = fetcher.get(ask(site.url("/page")))

    assert answer.failure == "unreachable"
    assert "10.0.0.1, which is private" in answer.note


def test_robots_txt_is_asked_once_a_day(fetcher, site, waits):
    site.pages["/robots.txt"] = [NO_PRIVATE, http(304), robots("")]
    private = ask(site.url("/private"))

    outcomes = []
    for _ in range(3):
        outcomes += [fetcher.get(private).failure, fetcher.get(private).failure]
        waits.sleep(DAY)

    asked = [one.headers.get("if-none-match") for one in site.heard if one.path == "/robots.txt"]
    assert outcomes == ["robots", "robots", "robots", "robots", None, None]
    assert asked == [None, '"1"', '"1"']


@pytest.mark.parametrize("failing", [http(500), reset], ids=["500", "reset"])
def test_the_copy_that_is_kept_counts_while_robots_txt_fails(fetcher, site, waits, failing):
    site.pages["/robots.txt"] = [NO_PRIVATE, failing]
    fetcher.get(ask(site.url("/private")))
    waits.sleep(DAY)

    assert fetcher.get(ask(site.url("/private"))).failure == "robots"
    assert fetcher.get(ask(site.url("/page"))).body == b"Here."


def test_robots_txt_is_kept_between_runs(site, waits, tmp_path):
    site.pages["/robots.txt"] = NO_PRIVATE
    for _ in range(2):
        with fetcher_on_loopback(waits, robots_folder=tmp_path / "robots") as fetcher:
            assert fetcher.get(ask(site.url("/private"))).failure == "robots"

    (kept,) = (tmp_path / "robots").iterdir()
    assert json.loads(kept.read_text()) == {
        "origin": site.url("").rstrip("/"),
        "asked_at": START,
        "text": "User-agent: *\nDisallow: /private\n",
        "etag": '"1"',
        "last_modified": None,
    }
    assert len(site.heard) == 1


@pytest.mark.parametrize("rubbish", [b"", b"{}", b"[1]", b"\xff", b'{"origin": 1}', b"null"])
def test_a_damaged_copy_is_asked_for_anew(site, waits, tmp_path, rubbish):
    site.pages["/robots.txt"] = NO_PRIVATE
    for _ in range(2):
        with fetcher_on_loopback(waits, robots_folder=tmp_path) as fetcher:
            assert fetcher.get(ask(site.url("/private"))).failure == "robots"
        (kept,) = tmp_path.iterdir()
        kept.write_bytes(rubbish)

    assert len(site.heard) == 2


def test_a_folder_that_cannot_be_written_stops_nothing(site, waits, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with fetcher_on_loopback(waits, robots_folder=tmp_path / "file") as fetcher:
        assert fetcher.get(ask(site.url("/page"))).body == b"Here."


def test_a_delay_that_is_longer_than_the_pace_is_the_pace(fetcher, site, waits):
    site.pages["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 7\n")

    fetcher.get(ask(site.url("/page"), pace_seconds=2.0))
    fetcher.get(ask(site.url("/page"), pace_seconds=9.0))

    assert [round(seconds) for seconds in waits.waited] == [7, 9]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("10", 10), ("0.5", 0.5), ("600", 60), ("inf", 60), ("nan", 0), ("-3", 0), ("ten", 0)],
)
def test_a_delay_is_a_minute_at_most(value, seconds):
    assert read_rules(f"User-agent: *\nCrawl-delay: {value}").delay_seconds == seconds


def test_five_megabytes_are_read_for_their_first_half(fetcher, site):
    line = b"Disallow: /%06d\n"
    lines = b"".join(line % number for number in range(310_000))
    site.pages["/robots.txt"] = robots(b"User-agent: *\n" + lines)
    began = monotonic()

    first, last = fetcher.get(ask(site.url("/000001"))), fetcher.get(ask(site.url("/309999")))

    assert len(lines) > 5_000_000
    assert (first.failure, last.status) == ("robots", 404)
    assert monotonic() - began < 5


def test_a_line_that_is_cut_is_not_read():
    start = b"User-agent: *\n"
    body = start + b"#" * (READ_BYTES - len(start) - 12) + b"\nDisallow: /private\n"

    assert b"Disallow: /" in body[:READ_BYTES]
    assert text_of(body).endswith("#\n")
    assert read_rules(text_of(body)).allow("https://paper.example/page")


@pytest.mark.parametrize(
    "body", [bytes(range(256)) * 400, b"\x1f\x8b" + b"\0" * 500, b"\xff\xfe" + "a".encode("utf-16")]
)
def test_a_robots_txt_that_is_no_text_forbids_nothing(fetcher, site, body):
    site.pages["/robots.txt"] = robots(body)

    assert fetcher.get(ask(site.url("/page"))).body == b"Here."


def test_bytes_that_are_no_text_spoil_only_their_line():
    rules = read_rules(text_of(b"User-agent: *\nDisallow: /\xff\xfe\nDisallow: /private\n"))

    assert not rules.allow("https://paper.example/private")
    assert rules.allow("https://paper.example/page")


@pytest.mark.parametrize(
    ("text", "path", "may"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a/b", False),
        ("User-agent: *\rDisallow: /a\r", "/a", False),
        ("USER-AGENT : * # all\n disallow :/a# here", "/a", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf?a", True),
        ("User-agent: *\nDisallow: /*?\nAllow: /*?$", "/x?a=b", False),
        ("User-agent: *\nDisallow: /*?\nAllow: /*?$", "/x", True),
        ("User-agent: *\nDisallow: /a b", "/a%20b", False),
        ("User-agent: *\nDisallow: /%C3%A9", "/é", False),
        ("User-agent: *\nDisallow: /é", "/%C3%A9", False),
        ("User-agent: *\nDisallow: /a?b=c", "/a?b=c&d", False),
        ("User-agent: Stanceline\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/b", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: stanceline/2.0\nAllow: /", "/b", True),
        ("User-agent: x\nUser-agent: STANCELINE\nDisallow: /a", "/a", False),
        (
            "User-agent: stanceline\nDisallow: /a\n\nUser-agent: stanceline\nDisallow: /b",
            "/a",
            False,
        ),
        ("User-agent: stancelinebot\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /a\nUser-agent: 360Spider\nDisallow: /", "/b", True),
        ("User-agent: *\nDisallow: /a\nUser-agent: some bots\nDisallow: /", "/b", True),
        ("User-agent: *\nSitemap: https://a.example/s\nDisallow: /a", "/a", False),
        ("Disallow: /a", "/a", True),
        ("<html>Disallow: /</html>", "/a", True),
    ],
)
def test_rules_are_read_as_the_rfc_says(text, path, may):
    assert allowed(text, path) is may


@pytest.mark.parametrize(
    "text",
    [
        "user-agent:*\nallow:/a\n" * 23_000,
        "User-agent: *\nDisallow" + " " * 400_000 + "x y",
        "User-agent: *\n" + "Disallow: /" + "*a" * 8_000 + "\n",
        "User-agent: *\n" + "Disallow: /" + "*a" * 300_000 + "\n",
        "User-agent: *\n" + "".join(f"Disallow: /*{number}*b\n" for number in range(4_000)),
    ],
    ids=["groups", "spaces", "stars", "one line", "patterns"],
)
def test_a_robots_txt_made_to_waste_time_does_not(text):
    began = monotonic()

    allowed(text, "/" + "a" * 2000)

    assert monotonic() - began < 3


@given(st.text(), st.text())
def test_any_text_is_read(text, path):
    read_rules(f"User-agent: *\nDisallow: {text}\n{text}: {path}").allow(
        f"https://a.example/{path}".encode("utf-8", "replace").decode()
    )


def test_a_clock_that_is_set_back_has_robots_txt_asked_again():
    now = [START]
    rules = Robots(None, lambda: now[0])
    rules.learn("http://a", Answer("", "", "", 200, (), b"", 0))

    assert rules.rules("http://a") is not None
    now[0] -= 60
    assert rules.rules("http://a") is None


def test_robots_txt_counts_in_the_pace(site):
    with fetcher_on_loopback(Waits(), ticks=monotonic, sleep=sleep) as fetcher:
        fetcher.get(ask(site.url("/page"), pace_seconds=0.1))

    (after,) = [second.at - first.at for first, second in pairwise(site.heard)]
    assert after > 0.1
