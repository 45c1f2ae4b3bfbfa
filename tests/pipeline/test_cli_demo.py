"""The command line on the bundled pages: what a newcomer, a journalist and a script see."""

import csv
import io
import json
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import click
import pytest
from browser.places import whole_demo
from sharing import STANCELINE, some_pages
from terminals import on_a_terminal

from pipeline.cli.group import stanceline
from pipeline.cli.locking import writing
from pipeline.cli.running import run

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
NAMES = stanceline.list_commands(click.Context(stanceline))


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    """Give a data folder of some bundled pages, made once for all workers; nobody writes in it."""
    return some_pages(tmp_path_factory)


@pytest.fixture
def copy(demo, tmp_path) -> Path:
    """Give a test a demo folder of its own, to write in."""
    own = tmp_path / "copy"
    shutil.copytree(demo, own)
    return own


def lines_of(capsys, *arguments: str, data: Path) -> list[dict[str, object]]:
    assert run([*arguments, "--data", str(data)]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def built(tmp_path_factory, tmp_path) -> Path:
    """Give a test the whole demo, built in an empty folder by another test or for this one."""
    return Path(shutil.copytree(whole_demo(tmp_path_factory), tmp_path / "built"))


def test_the_demo_prints_the_timeline_what_was_done_otherwise_and_what_to_try(built, capsys):
    assert run(["demo", "--data", str(built)]) == 0

    captured = capsys.readouterr()
    assert "Zoom" in captured.out
    assert "2020-07-07" in captured.out
    shown = re.search(r"stanceline explain (\S+)", captured.err)
    assert shown is not None
    assert run(["explain", shown[1], "--data", str(built)]) == 0
    _, _, told = captured.out.partition("Said, and did otherwise by the figures:\n")
    assert "Google, 2020 H2: Paused since 2020-06-30; 2 of 42 legal requests were answered" in told
    assert told.count("google-paused-2020-07-06") == told.count("Google, 2020 H2:") == 3
    assert "figures/google.csv, row 29, column 7" in told


def test_a_timeline_object_has_the_promised_keys(demo, capsys):
    events = lines_of(capsys, "timeline", "--json", data=demo)

    promised = (
        "id company company_name products stance date precision effective first_reported sources "
        "claims status confidence quote url archived"
    )
    assert {" ".join(event) for event in events} == {promised}


def test_filters_choose_by_company_stance_and_time(demo, capsys):
    everything = lines_of(capsys, "timeline", "--json", data=demo)
    chosen = lines_of(
        capsys, "timeline", "ZOOM", "--stance", "paused", "--since", "2020-07", "--until",
        "2020-07-31", "--json", data=demo,
    )  # fmt: skip

    assert {(event["company"], event["stance"]) for event in chosen} == {("zoom", "paused")}
    assert [event["id"] for event in everything if event in chosen] == [
        event["id"] for event in chosen
    ]


def test_an_unknown_company_or_stance_is_wrong_usage_with_a_hint(demo, capsys):
    assert run(["timeline", "gogle", "--data", str(demo)]) == 2
    assert "google" in capsys.readouterr().err
    assert run(["timeline", "--stance", "pawsed", "--data", str(demo)]) == 2
    assert "paused" in capsys.readouterr().err


def test_a_period_that_ends_before_it_begins_is_wrong_usage(demo, capsys):
    assert run(["timeline", "--since", "2021", "--until", "2020-12", "--data", str(demo)]) == 2
    assert "2020-12" in capsys.readouterr().err


def test_no_match_is_said_on_stderr_and_is_no_error(demo, capsys):
    assert run(["timeline", "zoom", "--until", "2019", "--data", str(demo)]) == 0

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "No event matches" in captured.err


def test_without_a_terminal_a_quote_stays_on_one_plain_line(demo, capsys):
    (event, *_) = lines_of(capsys, "timeline", "zoom", "--json", data=demo)
    assert run(["timeline", "zoom", "--data", str(demo)]) == 0

    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert " ".join(str(event["quote"]).split()) in shown
    assert str(event["id"]) in shown


def test_a_terminal_gets_colour_and_no_line_wider_than_it_is(demo):
    shown = on_a_terminal(
        "timeline", "zoom", "meta", "--data", str(demo), columns=44, environment={}
    )

    assert "\x1b[" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert max(map(len, plain.splitlines())) <= 44


def test_no_color_is_honoured_on_a_terminal(demo):
    shown = on_a_terminal(
        "timeline", "zoom", "--data", str(demo), columns=100, environment={"NO_COLOR": "1"}
    )

    assert "Zoom" in shown
    assert re.findall(r"\x1b\[[0-9;]*3[0-9][0-9;]*m", shown) == []


def test_explain_walks_down_to_the_record_and_its_digest(demo, capsys):
    (event, *_) = lines_of(capsys, "timeline", "zoom", "--json", data=demo)
    assert run(["explain", str(event["id"]), "--data", str(demo)]) == 0

    shown = capsys.readouterr().out
    for part in ("warc.gz", "offset", "length", "sha256:", "basis", "rule"):
        assert part in shown


def test_explain_names_the_nearest_events_when_there_is_none(demo, capsys):
    assert run(["explain", "zoom-paused-1999-01-01", "--data", str(demo)]) == 1
    assert "zoom-paused-2020" in capsys.readouterr().err


def test_explain_tells_when_the_archived_bytes_are_gone(copy, capsys):
    (event, *_) = lines_of(capsys, "timeline", "zoom", "--json", data=copy)
    shutil.rmtree(copy / "private" / "warc")

    assert run(["explain", str(event["id"]), "--data", str(copy)]) == 1


def test_as_many_rows_are_exported_as_the_timeline_has_events(demo, capsys, tmp_path):
    events = lines_of(capsys, "timeline", "--json", data=demo)
    for name in ("csv", "json"):
        assert run(["export", name, "-o", str(tmp_path / name), "--data", str(demo)]) == 0

    rows = list(csv.DictReader(io.StringIO((tmp_path / "csv").read_text(encoding="utf-8"))))
    objects = json.loads((tmp_path / "json").read_text(encoding="utf-8"))
    ids = [event["id"] for event in events]
    assert [row["id"] for row in rows] == ids
    assert [entry["id"] for entry in objects] == ids


def test_an_export_that_fails_leaves_the_old_file(demo, capsys, tmp_path):
    folder = tmp_path / "not-there"

    assert run(["export", "csv", "-o", str(folder / "x.csv"), "--data", str(demo)]) == 1
    assert str(folder) in capsys.readouterr().err
    assert run(["export", "docx", "--data", str(demo)]) == 2
    assert "csv" in capsys.readouterr().err


def test_all_is_well_with_the_bundled_pages(demo, capsys):
    assert run(["check", "--data", str(demo)]) == 0
    assert capsys.readouterr().out == ""


def test_check_names_a_record_whose_bytes_have_changed(copy, capsys):
    (archive,) = (copy / "private" / "warc").glob("*.warc.gz")
    body = bytearray(archive.read_bytes())
    body[len(body) // 2] ^= 0xFF
    archive.write_bytes(body)

    assert run(["check", "--data", str(copy)]) == 1
    assert archive.name in capsys.readouterr().out


def test_a_page_that_is_added_twice_is_kept_once(copy, capsys, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("Zoom said it had paused data requests from Hong Kong.", encoding="utf-8")
    arguments = ["add", str(page), "--published", "2020-07-08", "--data", str(copy)]
    assert run(arguments) == 0
    size = sum(file.stat().st_size for file in (copy / "private" / "warc").iterdir())

    assert run(arguments) == 0
    assert sum(file.stat().st_size for file in (copy / "private" / "warc").iterdir()) == size


def test_a_rebuild_changes_no_byte_of_what_is_exported(copy, capsys):
    run(["export", "json", "--data", str(copy)])
    before = capsys.readouterr().out
    assert run(["rebuild", "--data", str(copy)]) == 0
    capsys.readouterr()
    run(["export", "json", "--data", str(copy)])

    assert capsys.readouterr().out == before


# Python swallows an interrupt that lands in a destructor; the command then goes on to its end.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("seconds", [0.02, 0.2, 0.5, 0.8])
def test_ctrl_c_ends_with_one_line_and_loses_nothing(copy, capsys, monkeypatch, seconds):
    """Interrupt a rebuild after so much work of this process; what takes longer is cut short."""
    before = lines_of(capsys, "timeline", "--json", data=copy)
    assert run(["rebuild", "--data", str(copy)]) == 0  # all is imported, so nothing is cut in two
    capsys.readouterr()
    usual = signal.signal(signal.SIGPROF, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        code = run(["rebuild", "--data", str(copy)])
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, usual)
    said = capsys.readouterr().err

    stopped = "Stopped. What was captured is kept; run the same command again."
    assert (code, [stopped]) == (130, said.splitlines()) or (code, stopped in said) == (0, False)
    assert lines_of(capsys, "timeline", "--json", data=copy) == before
    with writing(copy):
        pass


def test_a_full_disk_is_one_line_and_the_same_command_works_later(copy, capsys, tmp_path):
    before = lines_of(capsys, "timeline", "--json", data=copy)
    page = tmp_path / "page.txt"
    page.write_text(" ".join(f"word{number}" for number in range(9000)), encoding="utf-8")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, limits[1]))
        code = run(["add", str(page), "--data", str(copy)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert code == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert lines_of(capsys, "timeline", "--json", data=copy) == before
    assert run(["add", str(page), "--data", str(copy)]) == 0


def test_serve_answers_with_described_tables_until_it_is_interrupted(demo):
    process = subprocess.Popen(
        [*STANCELINE, "serve", "--port", "0", "--data", str(demo)],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        address = re.search(r"http://\S+/", process.stderr.readline())
        assert address is not None
        with urllib.request.urlopen(f"{address[0]}timeline/events.json?_shape=array") as answer:
            events = json.load(answer)
        with urllib.request.urlopen(f"{address[0]}timeline/events") as answer:
            page = answer.read().decode("utf-8")
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(f"{address[0]}timeline/no-such-table")
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)

    assert process.returncode == 0
    assert "paused" in {event["stance"] for event in events}
    assert "<dt>first_reported</dt>" in page
    assert missing.value.code == 404


def test_serve_says_when_its_port_is_taken(demo, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert run(["serve", "--port", str(port), "--data", str(demo)]) == 1
    assert "--port" in capsys.readouterr().err
