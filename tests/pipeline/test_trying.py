"""``stanceline check --live`` asks each source once, tells what it gives, and keeps nothing."""

import pytest
from nights import data_folder, entry, feed
from replica import Replica, Reply, World, validated

from pipeline.cli.running import run


@pytest.fixture
def replica(monkeypatch):
    monkeypatch.setenv("STANCELINE_LOOPBACK", "allow")
    with Replica(World()) as serving:
        links = feed("https://paper.example/1", "https://paper.example/2").encode()
        serving.world.put("paper.localhost", "/feed", validated(links, "application/rss+xml"))
        serving.world.put("moved.localhost", "/feed", validated(b"<h1>Hello</h1>", "text/html"))
        serving.world.put("gone.localhost", "/feed", Reply(status=410))
        yield serving


def check(replica, folder, *hosts):
    sources = [entry(host, "feed", replica.url(f"{host}.localhost", "/feed")) for host in hosts]
    return run(["check", "--live", "--data", str(data_folder(folder / "data", sources))])


def test_a_source_that_answers_is_shown_with_what_it_offers(replica, tmp_path, capsys):
    assert check(replica, tmp_path, "paper") == 0

    out, err = capsys.readouterr()
    url = replica.url("paper.localhost", "/feed")
    assert out == f"paper: new: 2 links, 2 dated ({url})\n"
    assert "1 of 1 sources gave a good answer" in err


def test_sources_that_do_not_are_named_with_the_next_step(replica, tmp_path, capsys):
    assert check(replica, tmp_path, "paper", "moved", "gone") == 1

    lines = sorted(capsys.readouterr().out.splitlines())
    assert lines[0].startswith("gone: gone: no note. Look for the page's new address")
    assert lines[1].startswith("moved: unreadable: ")
    assert len(lines) == 3


def test_nothing_is_kept(replica, tmp_path):
    check(replica, tmp_path, "paper")

    kept = {path.name for path in (tmp_path / "data").rglob("*") if path.is_file()}
    assert not any(name.endswith((".warc.gz", ".db")) for name in kept)
