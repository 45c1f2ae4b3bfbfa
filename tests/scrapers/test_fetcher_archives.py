"""A file behind a URL reads like one that lies here, and is asked for with manners."""

import pickle
import threading
import tracemalloc
from io import BytesIO
from random import Random

import pytest
from archives import CONTENT, LONG, MB, archives_with
from replica import Replica, Reply, redirect
from replica.common_crawl import HOST, CommonCrawl, path_of

from scrapers.answers import Ask
from scrapers.ccnews import Month, read_list
from scrapers.fetcher_archives import Archives, LostFile, open_archive
from scrapers.fetcher_limits import Limits

NAME = "CC-NEWS-20200707012345-00042.warc.gz"


@pytest.fixture
def replica():
    with Replica(drip_seconds=0.02) as serving:
        yield serving


@pytest.fixture
def crawl(replica):
    crawl = CommonCrawl({NAME: CONTENT})
    crawl.install(replica.world)
    return crawl


@pytest.fixture
def archives(waits):
    with archives_with(waits) as archives:
        yield archives


@pytest.fixture
def file(replica, crawl, archives):
    with archives.open(replica.url(HOST, path_of(NAME))) as file:
        yield file


def ranges(replica):
    return [one.headers["range"] for one in replica.requests if one.path != "/robots.txt"]


def test_a_file_is_read_as_it_is(file):
    assert (file.size, file.tell()) == (len(CONTENT), 0)
    assert file.read() == CONTENT
    assert (file.read(5), file.tell()) == (b"", len(CONTENT))


def test_a_request_says_who_asks_and_for_what(replica, crawl, waits):
    with archives_with(waits, contact="https://tracker.example/about") as archives:
        archives.open(replica.url(HOST, path_of(NAME) + "?a=b")).read(5)

    headers = replica.requests[-1].headers
    assert headers.pop("user-agent").endswith(" (+https://tracker.example/about)")
    assert headers == {
        "host": f"{HOST}:{replica.port}",
        "accept": "*/*",
        "accept-encoding": "identity",
        "range": "bytes=0-1048575",
    }


def test_whoever_reads_on_is_given_ever_longer_parts(replica, crawl, file):
    crawl.put(NAME, LONG)

    assert file.read(len(LONG)) == LONG
    assert ranges(replica) == [
        "bytes=0-1048575", "bytes=1048576-5242879", "bytes=5242880-22020095",
    ]  # fmt: skip


def test_a_look_back_and_a_look_just_ahead_ask_nobody(replica, crawl, file):
    crawl.put(NAME, LONG)
    file.read(4 * MB)

    file.seek(5)
    assert file.read(5) == LONG[5:10]
    file.seek(-10, 1)
    assert file.read(5) == LONG[:5]
    file.seek(4 * MB + 200_000)
    assert file.read(5) == LONG[4 * MB + 200_000 :][:5]
    assert len(ranges(replica)) == 2


def test_the_end_is_asked_for_by_its_place(replica, file):
    file.seek(-7, 2)

    assert file.read(10) == CONTENT[-7:]
    assert ranges(replica)[-1] == f"bytes={len(CONTENT) - 7}-{len(CONTENT) - 8 + MB}"


def test_beyond_the_end_is_nothing(file):
    assert file.seek(len(CONTENT) + 9) == len(CONTENT) + 9
    assert (file.read(5), file.size) == (b"", len(CONTENT))
    with pytest.raises(ValueError, match="-1 is no place"):
        file.seek(-1)


def test_an_empty_file_is_empty(crawl, file):
    crawl.put(NAME, b"")

    assert (file.read(5), file.size) == (b"", 0)


@pytest.mark.parametrize("seed", range(4))
def test_it_reads_like_a_file_that_lies_here_whatever_goes_wrong(replica, crawl, file, seed):
    chance, here = Random(seed), BytesIO(CONTENT)
    for _ in range(25):
        for way in chance.sample(["cut", "reset", "rangeless", "overloaded", "well"], 2):
            crawl.misbehave(NAME, way)
        place, size = chance.randrange(len(CONTENT)), chance.choice([1, 70_000, MB, 2 * MB])
        if chance.random() < 0.6:
            assert file.seek(place) == here.seek(place)
        assert file.read(size) == here.read(size)
        assert file.tell() == here.tell()


def test_a_connection_that_breaks_is_gone_on_with_at_the_byte(replica, crawl, waits, file):
    crawl.misbehave(NAME, "cut", times=3)

    assert file.read() == CONTENT
    begins = [int(asked.removeprefix("bytes=").split("-")[0]) for asked in ranges(replica)]
    assert begins[0] == 0
    assert MB // 2 - 500 < begins[1] <= MB // 2  # half of the answer came, its head counted in
    assert begins == sorted(set(begins))
    assert len(begins) == 4
    assert waits.waited[:1] == [1.0]  # the first time it is made anew at once


def test_a_busy_server_is_left_alone_for_as_long_as_it_says(crawl, waits, file):
    crawl.misbehave(NAME, "slow_down", times=2)
    crawl.misbehave(NAME, "overloaded", times=2)

    assert file.read(5) == CONTENT[:5]
    assert [round(seconds) for seconds in waits.waited] == [7, 7, 7, 15]


@pytest.mark.parametrize("way", ["cut", "overloaded", "drip"])
def test_a_file_is_lost_after_six_tries_in_a_row(replica, crawl, waits, way):
    crawl.put(NAME, CONTENT[:100_000])
    crawl.misbehave(NAME, way, times=30)
    with archives_with(waits, limits=Limits(seconds=0.05)) as archives:
        file = archives.open(replica.url(HOST, path_of(NAME)))

        with pytest.raises(LostFile, match=r"6 times in a row at byte .*; run the same command"):
            file.read(MB)
    assert len(ranges(replica)) == 6
    assert 20 < sum(waits.waited) < 60


@pytest.mark.parametrize(
    ("way", "status", "said"),
    [
        ("missing", 404, "HTTP 404; look whether the address is right"),
        ("forbidden", 403, "HTTP 403; it is closed, or shut to us for asking too much"),
    ],
)
def test_a_file_that_cannot_be_had_is_lost_at_once(replica, crawl, waits, file, way, status, said):
    crawl.misbehave(NAME, way)

    with pytest.raises(LostFile, match=said) as lost:
        file.read(5)
    assert (lost.value.status, lost.value.url, waits.waited) == (status, file.name, [])
    again = pickle.loads(pickle.dumps(lost.value))  # it comes from a worker
    assert (str(again), again.status, again.url) == (str(lost.value), status, file.name)


def test_a_file_that_changes_while_it_is_read_is_lost_and_never_mixed(replica, crawl, file):
    assert file.read(MB) == CONTENT[:MB]
    crawl.put(NAME, CONTENT[::-1])

    with pytest.raises(LostFile, match="it was changed while it was read; read it from its start"):
        file.read(MB)
    assert replica.requests[-1].headers["if-range"].startswith('"')


def test_a_file_of_another_size_than_it_had_is_lost(replica, crawl, archives):
    file = archives.open(replica.url(HOST, path_of(NAME)), size=len(CONTENT) - 1)

    with pytest.raises(LostFile, match="it was changed since it was last looked at"):
        file.read(5)


def test_a_server_without_ranges_is_read_from_the_start(replica, crawl, file):
    crawl.misbehave(NAME, "rangeless", times=9)

    file.seek(2 * MB)
    assert file.read(5) == CONTENT[2 * MB :][:5]
    assert (file.size, len(ranges(replica))) == (len(CONTENT), 1)
    file.seek(-5, 2)
    assert file.read() == CONTENT[-5:]
    assert len(ranges(replica)) == 1


def test_redirects_are_followed_to_their_end(replica, crawl, archives):
    replica.world.put("old.localhost", "/file", redirect(replica.url(HOST, path_of(NAME))))
    file = archives.open(replica.url("old.localhost", "/file"))

    assert file.read() == CONTENT


def test_this_machine_is_asked_in_tests_only(replica, crawl):
    file = open_archive(replica.url(HOST, path_of(NAME)))

    with pytest.raises(LostFile, match="on this machine itself"):
        file.read(5)
    assert replica.requests == []


@pytest.mark.parametrize("address", ["ftp://paper.example/file", "s3://bucket/file", "http://:x/"])
def test_only_web_addresses_are_asked(address):
    with pytest.raises(LostFile, match="is no "):
        open_archive(address).read(5)


def test_robots_txt_is_obeyed_and_asked_for_once(replica, crawl, archives):
    rules = b"User-agent: *\nDisallow: /crawl-data/CC-NEWS/2020/08/\n"
    replica.world.put(HOST, "/robots.txt", Reply(rules, media_type="text/plain"))
    closed = "CC-NEWS-20200801000000-00001.warc.gz"
    crawl.put(closed, CONTENT)

    assert archives.open(replica.url(HOST, path_of(NAME))).read(5) == CONTENT[:5]
    with pytest.raises(LostFile, match=r"robots\.txt does not let us ask this address"):
        archives.open(replica.url(HOST, path_of(closed))).read(5)
    assert [one.path for one in replica.requests] == ["/robots.txt", path_of(NAME)]


def test_the_pace_of_robots_txt_lies_between_two_parts(replica, crawl, waits, file):
    rules = b"User-agent: *\nCrawl-delay: 5\n"
    replica.world.put(HOST, "/robots.txt", Reply(rules, media_type="text/plain"))

    assert file.read() == CONTENT
    assert len(ranges(replica)) == 2
    assert [round(seconds) for seconds in waits.waited] == [5, 5]  # robots.txt is a request, too


def test_readers_side_by_side_each_get_the_whole(replica, crawl):
    for way in ["cut", "overloaded", "reset", "rangeless"] * 2:
        crawl.misbehave(NAME, way)
    archives = Archives(contact=None, loopback=True, limits=Limits(retry_seconds=0.001))
    read = {}

    def read_whole(number):
        with archives.open(replica.url(HOST, path_of(NAME))) as file:
            file.seek(number * 1000)
            read[number] = file.read()

    threads = [threading.Thread(target=read_whole, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert read == {number: CONTENT[number * 1000 :] for number in range(6)}


def test_of_a_file_no_more_is_held_than_a_look_back_needs(crawl, file):
    crawl.put(NAME, LONG * 2)
    tracemalloc.start()
    while file.read(MB):
        pass
    ours = tracemalloc.Filter(inclusive=True, filename_pattern="*/fetcher_remote.py")
    held = tracemalloc.take_snapshot().filter_traces([ours]).statistics("filename")
    tracemalloc.stop()

    assert file.tell() == 24 * MB
    assert sum(each.size for each in held) < 10 * MB


def test_the_list_of_a_month_is_asked_for_like_any_page(replica, crawl, archives):
    crawl.put("CC-NEWS-20200801000000-00043.warc.gz", b"")
    july, august, september = (
        archives.get(Ask(month.list_address(at=replica.url(HOST, "")), "ccnews", "index"))
        for month in (Month(2020, 7), Month(2020, 8), Month(2020, 9))
    )

    assert [file.path for file in read_list(july.body).files] == [path_of(NAME)[1:]]
    assert [file.serial for file in read_list(august.body).files] == [43]
    assert september.status == 404


def test_a_path_is_opened_as_it_is_with_its_size(tmp_path):
    path = tmp_path / NAME
    path.write_bytes(b"WARC/1.0")

    with open_archive(str(path), size=8) as file:
        assert (file.size, file.read(4), file.seek(-3, 2)) == (8, b"WARC", 5)
    with pytest.raises(LostFile, match="was changed since it was last looked at"):
        open_archive(str(path), size=9)
    with pytest.raises(FileNotFoundError):
        open_archive(str(tmp_path / "none.warc.gz"))
