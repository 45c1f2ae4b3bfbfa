"""``stanceline backfill ccnews`` against the replica: lists, files behind addresses, a timeline."""

import gzip

import pytest
from bulk_files import TARTS, record
from nights import data_folder, rows_of, select
from replica import Replica, World
from replica.common_crawl import HOST, CommonCrawl

from pipeline.cli.running import run

LATE = "Zoom has resumed answering data requests from the Hong Kong police, it said today."
FILES = {
    "CC-NEWS-20200706230000-00001.warc.gz": [record("eve", moment="2020-07-07T00:30:00Z")],
    "CC-NEWS-20200708010000-00002.warc.gz": [record("late"), record("tarts", TARTS)],
    "CC-NEWS-20200720000000-00003.warc.gz": [record("after", LATE, moment="2020-07-20T00:00:00Z")],
}


@pytest.fixture
def crawl(monkeypatch):
    """Serve a month of CC-NEWS: a file of the evening before, one of the days, one of later."""
    monkeypatch.setenv("STANCELINE_LOOPBACK", "allow")
    with Replica(World()) as serving:
        files = {
            name: b"".join(gzip.compress(each, mtime=0) for each in records)
            for name, records in FILES.items()
        }
        serving.crawl = CommonCrawl(files)
        serving.crawl.install(serving.world)
        yield serving


def backfill(data, crawl, *more):
    at = crawl.url(HOST, "")
    period = ("--since", "2020-07-07", "--until", "2020-07-07")
    place = ("--crawl", at, "--data", str(data), "--workers", "1")
    return run(["backfill", "ccnews", *period, *place, *more])


def test_the_files_of_a_period_are_read_each_once(crawl, tmp_path, capsys):
    data = data_folder(tmp_path / "data", [])

    assert backfill(data, crawl) == 0
    told = capsys.readouterr().err
    assert select(data, "select url from captures where source = 'warc' order by url") == [
        ("https://paper.example/eve",),
        ("https://paper.example/late",),
    ]
    assert select(data, "select id from timeline") == [("zoom-paused-2020-07-07",)]
    assert "ccnews: 2 files, 3 records, 3 pages; 2 passed the gate, 2 concern the law" in told
    assert "no file was begun on 2020-07-07" in told

    rows = rows_of(data)
    assert run(["rebuild", "--data", str(data)]) == 0
    assert rows_of(data)["documents"] == rows["documents"]
    assert rows_of(data)["claims"] == rows["claims"]

    capsys.readouterr()
    crawl.forget()
    assert backfill(data, crawl) == 0
    assert "ccnews: 2 files (2 read before), 0 records" in capsys.readouterr().err
    assert [asked.path for asked in crawl.requests if asked.path.endswith("paths.gz")] == []


def test_a_file_that_is_lost_is_named_and_tried_again(crawl, tmp_path, capsys):
    data = data_folder(tmp_path / "data", [])
    crawl.crawl.misbehave("CC-NEWS-20200708010000-00002.warc.gz", "missing")

    assert backfill(data, crawl) == 1
    assert "00002.warc.gz" in capsys.readouterr().err
    assert select(data, "select url from captures where source = 'warc'") == [
        ("https://paper.example/eve",)
    ]

    assert backfill(data, crawl) == 0
    assert select(data, "select count(*) from captures where source = 'warc'") == [(2,)]
