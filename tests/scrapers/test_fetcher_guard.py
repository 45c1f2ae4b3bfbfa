import socket
import threading
from contextlib import contextmanager
from time import monotonic

import pytest
from fetching import Waits, ask, fetcher_on_loopback
from misbehaving import Misbehaving, http
from tls_key import serving_safely

from scrapers.fetcher_guard import refusal

PAGES = {"/page": http(body=b"Here.")}

NOT_PUBLIC = """
0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 192.0.0.1 192.0.2.1
192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.2.3 240.0.0.1
255.255.255.255 :: ::1 ::7f00:1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 100::1
64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b:1::808:808 2001::1 2001:db8::1 2002:7f00:1::1
2002:808:808::1 3fff::1 5f00::1 fc00::1 fd12::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
"""
PUBLIC = """
8.8.8.8 1.1.1.1 ::ffff:8.8.8.8 64:ff9b::808:808 2606:4700::1111 2001:4860:4860::8888
"""
SPELLINGS = """
localhost LOCALHOST. a.localhost 127.0.0.1 127.1 0x7f.1 0x7f000001 2130706433 017700000001 [::1]
[::ffff:127.0.0.1] [::ffff:7f00:1] 0 0.0.0.0
"""
PRIVATE_TARGETS = """
http://10.0.0.1/ http://169.254.169.254/latest/meta-data/ http://[fd00::1]/ https://0xa.1/
http://[::ffff:192.168.0.1]/ //192.168.1.1/ http://intranet.example/
"""


@pytest.fixture
def site():
    with Misbehaving(dict(PAGES)) as site:
        yield site


@contextmanager
def resolving(*addresses, **options):
    """A fetcher for which each lookup gives the next of these addresses; and the lookups."""
    looked_up = []

    def resolve(host):
        looked_up.append(host)
        return addresses[min(len(looked_up), len(addresses)) - 1]

    with fetcher_on_loopback(Waits(), resolve=resolve, **options) as fetcher:
        yield fetcher, looked_up


@pytest.mark.parametrize("address", NOT_PUBLIC.split())
def test_an_address_that_is_not_public_is_refused(address):
    assert refusal(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_a_public_address_is_not_refused(address):
    assert refusal(address) is None


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "fe80::1", "0.0.0.0", "::ffff:10.0.0.1", "169.254.1.1"]
)
def test_loopback_opens_nothing_else(address):
    assert refusal(address, loopback=True)
    assert refusal("127.3.2.1", loopback=True) is refusal("::1", loopback=True) is None


@pytest.mark.parametrize("host", SPELLINGS.split())
def test_this_machine_is_not_asked_however_it_is_spelled(site, host):
    with fetcher_on_loopback(Waits(), loopback=False) as fetcher:
        answer = fetcher.get(ask(site.url("/page", host=host)))

    assert (answer.status, answer.failure) == (None, "unreachable")
    assert "was not asked" in answer.note
    assert site.connections == 0


def test_a_name_that_leads_to_this_machine_is_not_asked(site):
    with resolving(["127.0.0.1"], loopback=False) as (fetcher, _):
        answer = fetcher.get(ask(site.url("/page", host="paper.example")))

    assert answer.failure == "unreachable"
    assert "paper.example has the address 127.0.0.1, which is on this machine itself" in answer.note
    assert site.connections == 0


def test_one_private_address_among_others_is_enough(site):
    with resolving(["127.0.0.1", "10.0.0.1"]) as (fetcher, _):
        answer = fetcher.get(ask(site.url("/page", host="paper.example")))

    assert "10.0.0.1, which is private" in answer.note
    assert site.connections == 0


def test_the_address_that_was_checked_is_the_one_that_is_asked(site):
    with resolving(["127.0.0.1"], ["10.0.0.1"]) as (fetcher, looked_up):
        answer = fetcher.get(ask(site.url("/page", host="paper.example")))

    assert answer.body == b"Here."
    assert looked_up == ["paper.example"]


def test_a_second_connection_is_checked_again(site):
    site.pages["/robots.txt"] = http(404, Connection="close")
    with resolving(["127.0.0.1"], ["10.0.0.1"]) as (fetcher, looked_up):
        answer = fetcher.get(ask(site.url("/page", host="paper.example")))

    assert "10.0.0.1, which is private" in answer.note
    assert looked_up == ["paper.example"] * 2


@pytest.mark.parametrize("target", PRIVATE_TARGETS.split())
def test_a_redirect_to_a_private_address_is_not_followed(site, target):
    site.pages["/page"] = http(302, Location=target)
    addresses = {"paper.example": ["127.0.0.1"], "intranet.example": ["192.168.0.7"]}

    def resolve(host):
        return addresses.get(host) or [
            entry[4][0] for entry in socket.getaddrinfo(host, 80, flags=socket.AI_NUMERICHOST)
        ]

    with fetcher_on_loopback(Waits(), resolve=resolve) as fetcher:
        answer = fetcher.get(ask(site.url("/page", host="paper.example")))

    assert (answer.status, answer.failure) == (None, "unreachable")
    assert "was not asked" in answer.note
    assert site.paths() == ["/page"]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.localhost/",
        "file:///etc/hosts",
        "javascript:1",
        "data:,x",
        "http:///",
        "a.localhost",
    ],
)
def test_only_http_is_spoken(url):
    with fetcher_on_loopback(Waits()) as fetcher:
        answer = fetcher.get(ask(url))

    assert answer.failure == "unreachable"
    assert "is no address of http or https" in answer.note


def test_an_address_with_a_user_name_is_not_asked(site):
    with fetcher_on_loopback(Waits()) as fetcher:
        answer = fetcher.get(ask(site.url("/page", host="paper.example@paper.localhost")))

    assert "holds a user name" in answer.note
    assert site.connections == 0


def test_the_next_address_is_tried_when_one_does_not_listen(site):
    with resolving(["127.0.0.77", "127.0.0.1"]) as (fetcher, _):
        answer = fetcher.get(ask(site.url("/page", host="paper.example")))

    assert answer.body == b"Here."


def test_a_name_that_nobody_knows():
    def resolve(host):
        raise socket.gaierror(-2, "Name or service not known")

    with fetcher_on_loopback(Waits(), resolve=resolve) as fetcher:
        answer = fetcher.get(ask("http://paper.example/"))

    assert answer.failure == "unreachable"
    assert "paper.example has no known address" in answer.note


def test_a_lookup_that_hangs_is_left_behind():
    never = threading.Event()
    with fetcher_on_loopback(Waits(), resolve=lambda host: never.wait(10)) as fetcher:
        began = monotonic()
        answer = fetcher.get(ask("http://paper.example/"))
        took = monotonic() - began
    never.set()

    assert answer.failure == "too_slow"
    assert "the address of paper.example was not found within 1 s" in answer.note
    assert took < 2


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_of_the_environment_is_not_used(site, monkeypatch, variable):
    with Misbehaving() as proxy:
        monkeypatch.setenv(variable, proxy.url())
        with fetcher_on_loopback(Waits()) as fetcher:
            answer = fetcher.get(ask(site.url("/page")))

    assert answer.body == b"Here."
    assert proxy.connections == 0


@pytest.fixture
def safe_site(tmp_path, monkeypatch):
    with Misbehaving(dict(PAGES), wrap=serving_safely(tmp_path, monkeypatch)) as site:
        yield site


def test_a_safe_connection_is_checked_against_the_name(safe_site):
    with fetcher_on_loopback(Waits()) as fetcher:
        right = fetcher.get(ask(safe_site.url("/page", host="tls.localhost", scheme="https")))
        wrong = fetcher.get(ask(safe_site.url("/page", host="other.localhost", scheme="https")))

    assert right.body == b"Here."
    assert wrong.failure == "unreachable"
    assert "no safe connection" in wrong.note
    assert "Hostname mismatch" in wrong.note


def test_a_certificate_that_nobody_vouches_for_is_refused(safe_site, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with fetcher_on_loopback(Waits()) as fetcher:
        answer = fetcher.get(ask(safe_site.url("/page", host="tls.localhost", scheme="https")))

    assert answer.failure == "unreachable"
    assert "no safe connection" in answer.note


def test_a_greeting_that_never_comes_ends_in_time():
    with socket.create_server(("127.0.0.1", 0)) as silent, fetcher_on_loopback(Waits()) as fetcher:
        began = monotonic()
        answer = fetcher.get(ask(f"https://tls.localhost:{silent.getsockname()[1]}/"))
        took = monotonic() - began

    assert answer.failure == "unreachable"
    assert "no connection within 1 s" in answer.note
    assert took < 2


@pytest.mark.parametrize(
    "url", ["http://xn--a/story", "http://xn--8hb/", "http://[::/", "http://a:99999/"]
)
def test_an_address_that_cannot_be_is_an_answer_and_no_error(url):
    with fetcher_on_loopback(Waits()) as fetcher:
        answer = fetcher.get(ask(url))

    assert (answer.status, answer.failure) == (None, "unreachable")
    assert answer.note
