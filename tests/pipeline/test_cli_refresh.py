"""``stanceline refresh`` is silent when all is well, and says what to look at when it is not."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from nights import article, data_folder, entry, feed
from replica import Replica, Reply, validated

from pipeline.cli.locking import writing
from pipeline.cli.running import run
from scrapers.archive import Archive

ROOT = Path(__file__).parents[2]
ZOOM = "Zoom said on 7 July 2020 that it had paused data requests from the Hong Kong police."
BEAT = "/beat"


@pytest.fixture
def replica(monkeypatch):
    """Serve a paper with one story, one page that only a script fills, and a heartbeat."""
    monkeypatch.setenv("STANCELINE_LOOPBACK", "allow")
    with Replica() as serving:
        put(serving, "/story", article(f"{ZOOM}\n\nThe company gave no other answers."))
        put(serving, "/script", "<html><body><script>go()</script></body></html>")
        links = [serving.url("paper.localhost", path) for path in ("/story", "/script")]
        put(serving, "/feed", feed(*links), media_type="application/rss+xml")
        put(serving, BEAT, "ok")
        yield serving


@pytest.fixture
def data(replica, tmp_path) -> Path:
    return data_folder(tmp_path / "data", [paper(replica)])


def put(replica: Replica, path: str, body: str, media_type: str = "text/html") -> None:
    replica.world.put("paper.localhost", path, validated(body.encode(), media_type))


def paper(replica: Replica, name: str = "paper") -> dict:
    return entry(name, "feed", replica.url("paper.localhost", "/feed"))


def ill(replica: Replica) -> dict:
    """Declare a source whose page is gone."""
    replica.world.put("gone.localhost", "/terms", Reply(status=410))
    return entry("gone_terms", "statement", replica.url("gone.localhost", "/terms"))


def beats(replica: Replica) -> int:
    return [asked.path for asked in replica.requests].count(BEAT)


def test_on_a_good_night_quiet_prints_nothing_at_all(data):
    code = "from pipeline.cli import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", code, "refresh", "--quiet", "--data", str(data)],
        cwd=ROOT,
        env=os.environ,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_the_digest_goes_to_stdout_and_what_each_source_gave_to_stderr(data, capsys):
    code = run(["refresh", "--data", str(data)])
    out, err = capsys.readouterr()

    assert code == 0
    assert "new: Zoom, Paused (data requests), 2020-07-07" in out
    assert "zoom-paused-2020-07-07" in out
    assert err.splitlines() == [
        "paper: new, 2 links, 2 fresh, 2 new, 0 unchanged, 1 missed",
        "hk-nsl: 1 sources visited, 3 looks, 3 new captures, 1 documents, 1 claims, 0 figures",
    ]


def test_an_ill_source_is_named_with_the_next_step_and_the_exit_code_is_1(
    replica, tmp_path, capsys
):
    data = data_folder(tmp_path / "data", [paper(replica), ill(replica)])
    code = run(["refresh", "--quiet", "--data", str(data)])
    out, err = capsys.readouterr()

    assert (code, out) == (1, "")
    (line,) = err.splitlines()
    assert line.startswith("gone_terms: gone on its own page")
    assert "Look for the page's new address" in line


def test_a_folder_in_use_is_left_alone(data, capsys):
    with writing(data):
        code = run(["refresh", "--quiet", "--data", str(data)])

    assert code == 1
    assert "is writing here; wait until it is done" in capsys.readouterr().err
    assert not (data / "private" / "warc").exists()


def test_an_unknown_source_is_answered_with_the_nearest_name(data, capsys):
    code = run(["refresh", "--source", "papre", "--data", str(data)])
    out, err = capsys.readouterr()

    assert (code, out) == (2, "")
    assert re.search(r"no source 'papre'.*paper", " ".join(err.split()))


def test_a_contact_that_nobody_could_write_to_is_refused(data, monkeypatch, capsys):
    monkeypatch.setenv("STANCELINE_CONTACT", "the editor")

    assert run(["refresh", "--data", str(data)]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "$STANCELINE_CONTACT: contact 'the editor' is no address: write https://" in told


def test_the_heartbeat_is_asked_after_a_good_night(replica, data, monkeypatch):
    monkeypatch.setenv("STANCELINE_HEARTBEAT", replica.url("paper.localhost", BEAT))

    assert run(["refresh", "--quiet", "--data", str(data)]) == 0
    assert beats(replica) == 1


def test_the_heartbeat_stays_away_when_a_source_is_ill(replica, tmp_path, monkeypatch):
    monkeypatch.setenv("STANCELINE_HEARTBEAT", replica.url("paper.localhost", BEAT))
    data = data_folder(tmp_path / "data", [paper(replica), ill(replica)])

    assert run(["refresh", "--quiet", "--data", str(data)]) == 1
    assert beats(replica) == 0


def test_the_heartbeat_stays_away_when_we_made_a_mistake(replica, data, monkeypatch, capsys):
    monkeypatch.setenv("STANCELINE_HEARTBEAT", replica.url("paper.localhost", BEAT))
    monkeypatch.setattr("pipeline.looking.read_document", lambda *_, **__: {}["text"])

    assert run(["refresh", "--quiet", "--data", str(data)]) == 1
    assert "/story: KeyError: 'text'; this is a mistake of ours" in capsys.readouterr().err
    assert beats(replica) == 0


def test_a_heartbeat_that_nobody_hears_is_said(replica, data, monkeypatch, capsys):
    monkeypatch.setenv("STANCELINE_HEARTBEAT", replica.url("paper.localhost", "/nowhere"))

    assert run(["refresh", "--quiet", "--data", str(data)]) == 1
    assert "$STANCELINE_HEARTBEAT was not reached: it answered 404" in capsys.readouterr().err


def test_the_examples_of_its_help_run(replica, tmp_path, capsys):
    data = data_folder(tmp_path / "data", [paper(replica, "hkfp")])
    assert run(["refresh", "--help"]) == 0
    told = capsys.readouterr().out
    examples = re.findall(r"^ +stanceline (refresh.*)$", told, re.MULTILINE)

    assert len(examples) >= 2
    for example in examples:
        assert run([*shlex.split(example), "--data", str(data)]) == 0


def test_verify_names_each_damaged_record_and_reads_on_behind_it(data, capsys):
    assert run(["refresh", "--quiet", "--data", str(data)]) == 0
    folder = data / "private" / "warc"
    first, _, last = Archive(folder).captures()
    path = folder / first.file
    body = bytearray(path.read_bytes())
    for capture in (first, last):
        body[capture.offset + capture.length // 2] ^= 0x10
    path.write_bytes(body)
    capsys.readouterr()
    code = run(["verify", "--data", str(data)])
    out, _ = capsys.readouterr()

    assert code == 1
    assert [line.partition(":")[0] for line in out.splitlines()] == [
        f"{path} at {capture.offset}" for capture in (first, last)
    ]
