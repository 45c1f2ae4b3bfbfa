"""A file behind a URL is read right or lost, whatever its server answers."""

import threading

import pytest
from archives import CONTENT, LONG, MB, archives_with, partial
from misbehaving import Misbehaving, head, http
from tls_key import serving_safely

from scrapers.fetcher_archives import LostFile
from scrapers.fetcher_limits import Limits


@pytest.fixture
def archives(waits):
    with archives_with(waits) as archives:
        yield archives


@pytest.fixture
def at_site(archives):
    """Open what a server made of raw answers has under a path."""
    opened = []

    def open_at(site, path="/file"):
        opened.append(archives.open(site.url(path)))
        return opened[-1]

    yield open_at
    for file in opened:
        file.close()


def chunked(content):
    pieces = [content[begin : begin + 99_999] for begin in range(0, len(content), 99_999)]
    body = b"".join(b"%x;a=b\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return head("Transfer-Encoding: chunked") + body + b"0\r\n\r\n"


def test_parts_come_over_one_connection(at_site):
    parts = [partial(LONG, 0, MB), partial(LONG, MB, 5 * MB), partial(LONG, 5 * MB, len(LONG))]
    with Misbehaving({"/file": parts}) as site:
        assert at_site(site).read() == LONG

    assert len(site.paths()) == 3
    assert site.connections == 2  # robots.txt had one of its own


def test_a_connection_that_was_closed_between_two_parts_is_made_anew(at_site, waits):
    first = partial(LONG, 0, MB)
    parts = [lambda wire: wire.sendall(first), partial(LONG, MB, 5 * MB)]
    with Misbehaving({"/file": parts}) as site:
        file = at_site(site)

        assert file.read(2 * MB) == LONG[: 2 * MB]
    assert waits.waited == []


def test_a_pause_of_an_hour_is_not_waited_for(at_site):
    with (
        Misbehaving({"/file": http(503, Retry_After="3600")}) as site,
        pytest.raises(LostFile, match="asked us to wait until 2026-11-24T02:02:0"),
    ):
        at_site(site).read(5)

    assert len(site.paths()) == 1


def test_a_server_that_falls_silent_is_hung_up_on(at_site, waits):
    silent = threading.Event()
    with (
        Misbehaving({"/file": lambda wire: silent.wait()}) as site,
        archives_with(waits, limits=Limits(read_seconds=0.02)) as archives,
    ):
        with pytest.raises(LostFile, match="nothing came for too long, 6 times in a row"):
            archives.open(site.url("/file")).read(5)
        silent.set()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"Last_Modified": "Tue, 07 Jul 2020 01:02:03 GMT"}, {"Last_Modified": "later"}),
        ({"ETag": 'W/"1"'}, {"ETag": 'W/"2"'}),
        ({"ETag": '"1"', "Last_Modified": "same"}, {"ETag": '"2"', "Last_Modified": "same"}),
    ],
)
def test_each_mark_of_a_change_counts(at_site, before, after):
    parts = [partial(CONTENT, 0, MB, **before), partial(CONTENT, MB, len(CONTENT), **after)]
    with (
        Misbehaving({"/file": parts}) as site,
        pytest.raises(LostFile, match="changed while it was read"),
    ):
        at_site(site).read()


def test_another_size_is_a_change(at_site):
    parts = [partial(CONTENT, 0, MB), partial(CONTENT[:-1], MB, len(CONTENT) - 1)]
    with (
        Misbehaving({"/file": parts}) as site,
        pytest.raises(LostFile, match="changed while it was read"),
    ):
        at_site(site).read()


@pytest.mark.parametrize(
    "answer",
    [
        partial(CONTENT, 1, MB),
        partial(CONTENT, 0, 50_000),  # a part that is hardly one
        partial(CONTENT, 0, MB + 1),
        http(206, CONTENT[:MB], Content_Range=f"bytes 0-{MB - 1}/*"),
        http(206, CONTENT[:MB], Content_Range=f"bytes 0-{MB - 2}/{len(CONTENT)}"),
        http(206, CONTENT[:9], Content_Range="bytes 0-8/5"),
        http(206, CONTENT[:MB], Content_Range="bytes 9-0/20"),
        http(206, CONTENT[:MB], Content_Range="none"),
        http(206, CONTENT[:MB]),
    ],
)
def test_a_part_that_is_not_the_one_asked_for_is_refused(at_site, answer):
    with (
        Misbehaving({"/file": answer}) as site,
        pytest.raises(LostFile, match="bytes 0-1048575 were asked for, and Content-Range"),
    ):
        at_site(site).read(5)


def test_a_range_that_there_must_be_is_missed(at_site):
    no_range = http(416, Content_Range=f"bytes */{len(CONTENT)}")
    with (
        Misbehaving({"/file": [partial(CONTENT, 0, MB), no_range]}) as site,
        pytest.raises(LostFile, match="but not byte 1,048,576"),
    ):
        at_site(site).read()


def test_a_server_that_does_not_tell_the_size_is_read_to_the_end(at_site):
    with Misbehaving({"/file": chunked(CONTENT)}) as site:
        file = at_site(site)

        assert file.size is None
        assert file.read(9) == CONTENT[:9]
        assert file.seek(0, 2) == file.size == len(CONTENT)
        assert (file.read(5), len(site.paths())) == (b"", 1)


def test_what_is_read_again_from_the_start_is_no_progress(at_site):
    whole = http(200, CONTENT)
    cut = [lambda wire: wire.sendall(whole[: 2 * MB])] * 7
    with (
        Misbehaving({"/file": [*cut, whole]}) as site,
        pytest.raises(LostFile, match="6 times in a row at byte 2,09"),
    ):
        at_site(site).read()


def test_without_version_and_size_nothing_can_be_gone_on_with(at_site):
    broken = chunked(CONTENT)[: 2 * MB]
    with (
        Misbehaving({"/file": lambda wire: wire.sendall(broken)}) as site,
        pytest.raises(LostFile, match="neither its version nor its size"),
    ):
        at_site(site).read()


def test_an_answer_without_an_end_is_refused(at_site):
    with (
        Misbehaving({"/file": lambda wire: wire.sendall(head() + CONTENT)}) as site,
        pytest.raises(LostFile, match="does not say where it ends; download it"),
    ):
        at_site(site).read(5)


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"HTTP/1.1 abc So\r\n\r\n",
        b"HTTP/1.1 206 So\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 206 So\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        head("Transfer-Encoding: chunked") + b"-5\r\nabcdefgh\r\n0\r\n\r\n",
        head("Transfer-Encoding: chunked") + b"none\r\n",
        head("Content-Length: 1_0") + b"abc",
        b"",
    ],
)
def test_what_is_no_sound_answer_loses_the_file_and_nothing_else(at_site, answer):
    with (
        Misbehaving({"/file": lambda wire: wire.sendall(answer)}) as site,
        pytest.raises(LostFile, match=r"6 times in a row|neither its version"),
    ):
        at_site(site).read(20)


def test_bytes_are_taken_as_sent_whatever_coding_is_declared(at_site):
    answer = partial(CONTENT, 0, MB, Content_Encoding="x-gzip")
    with Misbehaving({"/file": answer}) as site:
        assert at_site(site).read(9) == CONTENT[:9]


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("http://10.0.0.1/admin", "10.0.0.1, which is private"),
        ("http://169.254.169.254/latest", "which is"),
        ("file:///etc/passwd", "no address of http or https"),
        ("/file", "it redirects without end"),
        ("/file?{}", "it redirects without end"),
    ],
)
def test_a_redirect_that_leads_astray_is_refused(at_site, waits, location, said):
    pages = {"/file": http(302, Location=location.format(0))}
    pages |= {f"/file?{n}": http(302, Location=location.format(n + 1)) for n in range(9)}
    with Misbehaving(pages) as site, pytest.raises(LostFile, match=said):
        at_site(site).read(5)

    assert waits.waited == []
    assert len(site.paths()) <= 6


def test_a_safe_connection_is_checked_against_the_name(tmp_path, monkeypatch, waits):
    wrap = serving_safely(tmp_path, monkeypatch)
    parts = [partial(CONTENT, 0, MB), partial(CONTENT, MB, len(CONTENT))]
    with Misbehaving({"/file": parts}, wrap=wrap) as site, archives_with(waits) as archives:
        right = archives.open(site.url("/file", host="tls.localhost", scheme="https"))
        wrong = archives.open(site.url("/file", host="other.localhost", scheme="https"))

        assert right.read() == CONTENT
        with pytest.raises(LostFile, match=r"no safe connection .*Hostname mismatch"):
            wrong.read(5)
    assert waits.waited == []


@pytest.mark.parametrize(("lookups_that_work", "tries"), [(0, 1), (2, 6)])
def test_a_host_that_was_there_before_is_looked_for_again(waits, lookups_that_work, tries):
    looked_up = []

    def resolve(host):
        looked_up.append(host)
        if len(looked_up) > lookups_that_work:
            raise OSError("no such name")
        return ["127.0.0.1"]

    first = partial(LONG, 0, MB)
    with (
        Misbehaving({"/file": lambda wire: wire.sendall(first)}) as site,
        archives_with(waits, resolve=resolve) as archives,
    ):
        file = archives.open(site.url("/file", host="paper.example"))

        with pytest.raises(LostFile, match=r"paper.example has no known address"):
            file.read()
    assert len(looked_up) - lookups_that_work == tries - bool(lookups_that_work)
