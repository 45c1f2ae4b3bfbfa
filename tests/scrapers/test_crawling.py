import threading
import time
from collections import Counter

import pytest
from fetching import START, ask
from misbehaving import Misbehaving, http

from scrapers.answers import Answer
from scrapers.crawling import Crawl
from scrapers.fetcher import Fetcher


def answer_to(one, body=b""):
    return Answer(one.url, one.url, "", 200, (), body, 0)


def asks(hosts, pages):
    return [ask(f"http://h{host}.example/{page}") for page in range(pages) for host in range(hosts)]


def paced(seconds):
    """Steps that let a host's pace pass before they answer, as those of the fetcher do."""

    def steps(one):
        yield seconds
        return answer_to(one)

    return steps


def take_all(crawl, wanted):
    for one in wanted:
        crawl.add(one)
    return [one for one, _ in crawl.answers()]


def test_each_ask_comes_back_once_with_its_answer():
    wanted = asks(hosts=20, pages=5)
    crawl = Crawl(lambda one: answer_to(one, one.url.encode()))
    for one in wanted:
        crawl.add(one)

    answered = {one: answer.body for one, answer in crawl.answers()}

    assert answered == {one: one.url.encode() for one in wanted}


def test_nothing_to_ask_is_nothing_to_wait_for():
    assert list(Crawl(answer_to).answers()) == []


def test_a_host_is_asked_in_the_order_of_adding():
    wanted = asks(hosts=3, pages=20)

    answered = take_all(Crawl(paced(0.001)), wanted)

    for host in range(3):
        of_host = f"http://h{host}.example/"
        assert [one for one in answered if one.url.startswith(of_host)] == [
            one for one in wanted if one.url.startswith(of_host)
        ]


def test_a_host_is_asked_one_thing_at_a_time():
    asked_now, most = Counter(), Counter()

    def get(one):
        host = one.url.rpartition("/")[0]
        asked_now[host] += 1
        most[host] = max(most[host], asked_now[host])
        time.sleep(0.002)
        asked_now[host] -= 1
        return answer_to(one)

    take_all(Crawl(get), asks(hosts=5, pages=10))

    assert set(most.values()) == {1}


def test_more_may_be_added_while_answers_are_taken():
    crawl = Crawl(paced(0.001))
    crawl.add(ask("http://a.example/0"))

    taken = []
    for one, _ in crawl.answers():
        taken.append(one.url)
        if len(taken) < 5:
            crawl.add(ask(f"http://{'ab'[len(taken) % 2]}.example/{len(taken)}"))

    assert taken == [f"http://{'ab'[n % 2]}.example/{n}" for n in range(5)]


def test_few_threads_keep_many_hosts_at_their_pace():
    began = time.monotonic()

    take_all(Crawl(paced(0.1), threads=2), asks(hosts=50, pages=3))

    assert time.monotonic() - began < 1.0  # one after the other would take 15 s


def test_a_slow_host_holds_up_no_other():
    release = threading.Event()

    def get(one):
        if "slow" in one.url:
            release.wait(10)
        return answer_to(one)

    wanted = [ask("http://slow.example/"), *asks(hosts=5, pages=5)]
    crawl = Crawl(get)
    for one in wanted:
        crawl.add(one)

    taken = []
    for one, _ in crawl.answers():
        taken.append(one)
        if len(taken) == 25:
            release.set()

    assert taken[-1] == wanted[0]


def test_answers_that_nobody_takes_stop_the_asking():
    begun = []

    def get(one):
        begun.append(one)
        return answer_to(one)

    crawl = Crawl(get, threads=4, most_waiting=3)
    for one in asks(hosts=10, pages=10):
        crawl.add(one)
    answers = crawl.answers()
    next(answers)
    time.sleep(0.1)

    assert len(begun) <= 1 + 3 + 4
    assert len(list(answers)) == 99


def test_an_ask_that_hangs_is_given_up_with_its_host():
    never = threading.Event()

    def get(one):
        if "hung" in one.url:
            never.wait(10)
        return answer_to(one)

    hung = [ask("http://hung.example/1"), ask("http://hung.example/2")]
    well = asks(hosts=3, pages=3)
    crawl = Crawl(get, threads=1, patience_seconds=0.2, clock=lambda: START)
    for one in [*hung, *well]:
        crawl.add(one)
    answers = {}
    for one, answer in crawl.answers():
        answers[one] = answer
        if one == hung[0]:
            crawl.add(ask("http://hung.example/3"))
    never.set()

    late = "http://hung.example/2"
    assert answers[hung[1]] == Answer(
        url=late,
        final_url=late,
        asked_at="2026-11-24T01:02:03Z",
        status=None,
        headers=(),
        body=b"",
        elapsed_ms=0,
        failure="too_slow",
        note="a request to hung.example was given up after 0.2 s",
    )
    assert {one.url for one, answer in answers.items() if answer.failure} == {
        f"http://hung.example/{number}" for number in (1, 2, 3)
    }
    assert len(answers) == 12


def test_what_an_abandoned_ask_brings_in_the_end_is_dropped():
    never = threading.Event()

    def get(one):
        never.wait(10)
        return answer_to(one)

    crawl = Crawl(get, patience_seconds=0.05)
    crawl.add(ask("http://hung.example/"))

    ((_, answer),) = crawl.answers()
    never.set()
    time.sleep(0.05)

    assert answer.failure == "too_slow"
    assert list(crawl.answers()) == []


def test_no_step_begins_after_the_taker_has_left():
    begun = []

    def steps(one):
        begun.append(one)
        yield 0.01
        return answer_to(one)

    crawl = Crawl(steps)
    for one in asks(hosts=10, pages=10):
        crawl.add(one)
    with pytest.raises(KeyboardInterrupt):
        for _ in crawl.answers():
            raise KeyboardInterrupt
    at_the_end = len(begun)
    time.sleep(0.1)

    assert len(begun) <= at_the_end + 1
    assert threads_of_crawls() == 0


def test_a_crawl_may_be_used_again():
    crawl = Crawl(answer_to)

    assert take_all(crawl, asks(hosts=2, pages=2)) != []
    assert len(take_all(crawl, asks(hosts=3, pages=1))) == 3


def test_no_thread_is_left_behind():
    take_all(Crawl(paced(0.001)), asks(hosts=20, pages=2))
    time.sleep(0.05)

    assert threads_of_crawls() == 0


def threads_of_crawls():
    return sum(thread.name == "crawl" for thread in threading.enumerate())


def test_a_mistake_of_ours_costs_only_the_address_it_was_made_on():
    def get(one):
        return answer_to(one) if one.url.endswith("/1") else {}["missing"]

    crawl = Crawl(get)
    for each in asks(hosts=1, pages=2):
        crawl.add(each)
    found = {each.url[-2:]: (answer.failure, answer.note) for each, answer in crawl.answers()}

    mistake = "KeyError: 'missing'; this is a mistake of ours, please report it"
    assert found == {"/0": ("unreachable", mistake), "/1": (None, None)}


def test_an_address_that_cannot_be_read_is_asked_like_others():
    assert len(take_all(Crawl(answer_to), [ask("http://[::"), ask(""), ask("x:y")])) == 3


def test_a_night_takes_as_long_as_its_slowest_host():
    pages = {f"/{number}": http(body=b"Here.") for number in range(4)}
    with Misbehaving(pages) as site, Fetcher(contact=None, loopback=True) as fetcher:
        crawl = Crawl(fetcher.steps, threads=4)
        for number in range(4):
            for host in range(20):
                url = site.url(f"/{number}", host=f"h{host}.localhost")
                crawl.add(ask(url, pace_seconds=0.2))
        began = time.monotonic()
        bodies = [answer.body for _, answer in crawl.answers()]
        took = time.monotonic() - began

    assert bodies == [b"Here."] * 80
    assert 0.8 < took < 3.0  # robots.txt and four pages; one host after the other: 16 s


def after(seconds, answer):
    def page(connection):
        time.sleep(seconds)
        connection.sendall(answer)

    return page


def test_a_redirect_to_a_host_that_is_being_asked_waits_for_its_turn():
    with Misbehaving() as site, Fetcher(contact=None, loopback=True) as fetcher:
        site.pages["/slow"] = after(0.5, http())
        site.pages["/page"] = after(0.2, http(302, Location=site.url("/end", "b.localhost")))
        site.pages["/end"] = http(body=b"Here.")
        crawl = Crawl(fetcher.steps)
        crawl.add(ask(site.url("/slow", "b.localhost"), pace_seconds=0.01))
        crawl.add(ask(site.url("/page", "a.localhost"), pace_seconds=0.01))
        bodies = {one.url: answer.body for one, answer in crawl.answers()}

    assert bodies[site.url("/page", "a.localhost")] == b"Here."
    to_b = [one for one in site.heard if one.headers["host"].startswith("b.")]
    assert [one.path for one in to_b] == ["/robots.txt", "/slow", "/end"]
    assert to_b[2].at - to_b[1].at > 0.5
