"""``stanceline backfill`` against the replica: the past comes in once, and is on the timeline."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from nights import article, data_folder, entry, select
from replica import Replica, Reply, World
from replica.gdelt import Gdelt, Row
from replica.web_archive import Snapshot, WebArchive
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.cli.running import run

PAUSED = "Zoom said on 7 July 2020 that it had paused data requests from the Hong Kong police."
RESUMED = "Zoom has resumed answering data requests from the Hong Kong police, it said today."


@pytest.fixture
def replica(monkeypatch):
    """Serve an archive with two texts of one page, a search, and one of two papers."""
    monkeypatch.setenv("STANCELINE_LOOPBACK", "allow")
    monkeypatch.setattr("scrapers.wayback.PACE_SECONDS", 0.001)
    with Replica(World()) as serving:
        page = serving.url("zoom-trust.localhost", "/hong-kong")
        gone = serving.url("closed.localhost", "/story")
        snapshots = [
            Snapshot(page, "20200710083000", article(PAUSED).encode()),
            Snapshot(page, "20200810083000", article(PAUSED).encode()),
            Snapshot(page, "20201010083000", article(RESUMED).encode()),
            Snapshot(gone, "20200708120000", article(PAUSED).encode()),
        ]
        archive = WebArchive(snapshots)
        archive.install(serving.world)
        serving.archive = archive
        open_story = serving.url("open.localhost", "/story")
        rows = [
            Row(url, "Companies and the law", datetime(2020, 7, 7, 12, tzinfo=UTC))
            for url in (open_story, gone)
        ]
        Gdelt(rows).install(serving.world)
        serving.world.put("open.localhost", "/story", Reply(article(PAUSED).encode()))
        serving.world.put("closed.localhost", "*", Reply(b"<h1>Gone</h1>", status=410))
        yield serving


@pytest.fixture
def data(replica, tmp_path) -> Path:
    search = replica.url("gdelt.localhost", "/api/v2/doc/doc")
    page = replica.url("zoom-trust.localhost", "/hong-kong")
    return data_folder(
        tmp_path / "data",
        [
            entry("zoom_trust", "statement", page, company="zoom"),
            entry("search", "search", search, query='"security law"'),
        ],
    )


def backfill(data: Path, replica: Replica, *arguments: str) -> int:
    archive = replica.url("web-archive.localhost", "")
    return run(["backfill", *arguments, "--archive", archive, "--data", str(data)])


def test_each_text_that_a_watched_page_had_is_kept_with_its_moment(replica, data):
    period = ("--since", "2020-01-01", "--until", "2020-12-31")
    assert backfill(data, replica, "wayback", "--source", "zoom_trust", *period) == 0

    assert select(data, "select captured_at, source from documents order by captured_at") == [
        ("2020-07-10T08:30:00Z", "zoom_trust"),
        ("2020-10-10T08:30:00Z", "zoom_trust"),
    ]
    assert select(data, "select stance from timeline order by stance") == [
        ("paused",),
        ("resumed",),
    ]


def test_explain_names_the_archived_copy_that_a_line_rests_on(replica, data, capsys):
    period = ("--since", "2020-01-01", "--until", "2020-08-31")
    backfill(data, replica, "wayback", "--source", "zoom_trust", *period)
    ((event,),) = select(data, "select id from timeline")
    capsys.readouterr()

    assert run(["explain", event, "--data", str(data)]) == 0
    told = "".join(capsys.readouterr().out.split())
    assert "askedas" + replica.url("web-archive.localhost", "/web/20200710083000id_/") in told


def test_a_second_backfill_asks_nothing(replica, data):
    command = ("wayback", "--source", "zoom_trust", "--since", "2020-01-01", "--until")
    backfill(data, replica, *command, "2020-12-31")
    replica.forget()

    assert backfill(data, replica, *command, "2020-12-31") == 0
    assert [asked.path for asked in replica.requests if asked.path != "/robots.txt"] == []


def test_an_archive_that_wants_a_pause_gets_it_and_the_rest_comes_later(replica, data, capsys):
    command = ("wayback", "--source", "zoom_trust", "--since", "2020-01-01", "--until")
    replica.archive.allow(2)  # robots.txt apart: the index and one copy

    assert backfill(data, replica, *command, "2020-12-31") == 1
    assert "run the same command again" in capsys.readouterr().err
    replica.archive.allow()

    assert backfill(data, replica, *command, "2020-12-31") == 0
    assert select(data, "select count(*) from documents") == [(2,)]


def test_of_a_page_that_is_gone_the_archived_copy_is_kept(replica, data):
    period = ("--since", "2020-07-07", "--until", "2020-07-07")
    assert backfill(data, replica, "gdelt", *period) == 0

    assert select(
        data, "select url, captured_at like '2020-07-08T12%' from documents order by url"
    ) == [
        (replica.url("closed.localhost", "/story"), 1),
        (replica.url("open.localhost", "/story"), 0),
    ]


def test_pages_of_a_warc_file_come_in_once_if_they_may_concern_the_law(data, tmp_path, capsys):
    path = tmp_path / "news.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        for number, text in enumerate((PAUSED, "A recipe for egg tarts, as made in Lisbon.")):
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
            body = article(text).encode()
            writer.write_record(
                writer.create_warc_record(
                    f"https://paper.example/{number}",
                    "response",
                    payload=BytesIO(body),
                    length=len(body),
                    http_headers=http,
                    warc_headers_dict={"WARC-Date": "2020-07-08T01:02:03Z"},
                )
            )
    for _ in range(2):
        assert run(["backfill", "warc", str(path), "--data", str(data)]) == 0

    assert select(data, "select url, captured_at, source from captures") == [
        ("https://paper.example/0", "2020-07-08T01:02:03Z", "warc")
    ]
    assert select(data, "select id from timeline") == [("zoom-paused-2020-07-07",)]
    assert "1 new" in capsys.readouterr().err
