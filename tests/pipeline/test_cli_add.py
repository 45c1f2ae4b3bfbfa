"""``stanceline add URL`` asks for single pages, and says what it could not have."""

from functools import partial

import pytest
from fetching import Waits
from nights import article, data_folder, select
from replica import Replica, Reply, World, validated

from pipeline.cli.running import run
from scrapers.fetcher import Fetcher

ZOOM = "Zoom said on 7 July 2020 that it had paused data requests from the Hong Kong police."


@pytest.fixture
def replica(monkeypatch):
    monkeypatch.setenv("STANCELINE_LOOPBACK", "allow")
    waits = Waits()
    hurried = partial(Fetcher, clock=waits.clock, ticks=waits.ticks, sleep=waits.sleep)
    monkeypatch.setattr("scrapers.fetcher.Fetcher", hurried)
    with Replica(World()) as serving:
        page = validated(article(ZOOM).encode(), "text/html")
        serving.world.put("paper.localhost", "/story", page)
        serving.world.put("paper.localhost", "/gone", Reply(b"<h1>Gone</h1>", status=410))
        yield serving


@pytest.fixture
def add(replica, tmp_path):
    data = data_folder(tmp_path / "data", [])

    def added(*pages, **options):
        urls = [replica.url("paper.localhost", page) for page in pages]
        more = [word for name, value in options.items() for word in (f"--{name}", value)]
        return run(["add", *urls, *more, "--data", str(data)])

    added.data = data
    return added


def test_a_page_is_asked_for_kept_and_read(add, replica):
    assert add("/story") == 0

    url = replica.url("paper.localhost", "/story")
    assert select(add.data, "select url, source from captures") == [(url, "added")]
    assert select(add.data, "select id from timeline") == [("zoom-paused-2020-07-07",)]
    assert select(add.data, "select command, looks from runs") == [("add", 1)]


def test_a_page_that_is_kept_already_changes_nothing(add):
    add("/story")

    assert add("/story") == 0
    assert select(add.data, "select outcome from looks") == [("not_modified",)]
    assert select(add.data, "select count(*) from captures") == [(1,)]


def test_the_day_that_a_person_gives_wins(add):
    add("/story", published="2020-07-08")

    assert select(add.data, "select published, published_basis from documents") == [
        ("2020-07-08", "given")
    ]


def test_a_page_that_is_gone_is_named_with_the_next_step_and_the_others_are_added(add, capsys):
    assert add("/gone", "/story") == 1

    assert "/gone: gone. Look for the page's new address" in capsys.readouterr().err
    assert select(add.data, "select count(*) from documents") == [(1,)]
