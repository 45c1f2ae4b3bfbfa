"""``stanceline review``: what people rule shows at once, and outlasts every night and rebuild."""

import csv
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path

import pytest
from nights import TRACKER, Web, article, data_folder, entry, feed, night, rows_of
from sharing import STANCELINE, some_pages

from pipeline.cli.commands.review import command
from pipeline.cli.running import run
from pipeline.rebuilding import rebuild
from pipeline.reviewing import rule
from pipeline.reviews.log import append_log, log_path, read_log
from pipeline.reviews.making import Wish
from pipeline.reviews.rulings import Ruling, named
from pipeline.store import Store
from pipeline.tracker import load_tracker

ZOOM = "zoom-paused-2020-07-07"
META = "meta-paused-2020-07-06"
SIGNED = ["--by", "A. Editor", "--reason", "I read the statement."]
SAID = "Zoom said on 7 July 2020 that it had paused data requests from the Hong Kong police."
AGAIN = "Zoom said on 7 July 2020 that it had suspended data requests from the Hong Kong police."


@pytest.fixture
def data(tmp_path_factory, tmp_path, monkeypatch) -> Path:
    """Give a test a data folder of its own, which commands find by themselves."""
    folder = Path(shutil.copytree(some_pages(tmp_path_factory), tmp_path / "data"))
    monkeypatch.setenv("STANCELINE_DATA", str(folder))
    return folder


def review(*arguments: str, signed: bool = True) -> int:
    return run(["review", *arguments, *(SIGNED if signed else [])])


def status_of(data: Path, event: str) -> str:
    with Store.open(data / "timeline.db") as store:
        return store.event(event).status


def all_of(data: Path, *, without: tuple[str, ...] = ()) -> dict[str, list[tuple]]:
    """Read all rows but those of some tables; whose code made them is all the same here."""
    found = rows_of(data, without={"fingerprint"})
    return {name: told for name, told in found.items() if name not in without}


def rows(data: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(data / "timeline.db")) as connection:
        return connection.execute(query).fetchall()


def test_a_ruling_shows_at_once_and_a_rebuild_comes_to_the_same(data, capsys):
    assert review("correct", ZOOM, "date", "2020-07-08") == 0
    assert review("correct", ZOOM, "company", "Meta") == 0
    assert review("reject", META) == 0
    assert "reject meta-paused-2020-07-06: applied" in capsys.readouterr().err
    assert run(["timeline", "meta", "--json"]) == 0
    (line,) = map(json.loads, capsys.readouterr().out.splitlines())
    shown = all_of(data)
    assert run(["rebuild"]) == 0

    assert (line["id"], line["company"], line["date"]) == (ZOOM, "meta", "2020-07-08")
    assert all_of(data) == shown


def test_rulings_and_corrections_can_be_looked_up(data):
    assert review("correct", ZOOM, "scope", "law") == 0
    (ruling,) = read_log(log_path(data))

    assert rows(data, "select id, target, field, value, before, event, state from reviews") == [
        (ruling.id, ZOOM, "scope", "law", "data_requests", ZOOM, "applied")
    ]
    assert rows(data, 'select id, event, field, "before", "after", reason from corrections') == [
        (ruling.id, ZOOM, "scope", "data_requests", "law", "I read the statement.")
    ]


def test_a_merge_across_companies_can_be_taken_back(data, capsys):
    before = all_of(data, without=("reviews", "corrections"))
    assert review("merge", ZOOM, "--into", META) == 0
    (ruling,) = read_log(log_path(data))
    assert run(["explain", ZOOM]) == 0
    assert "was merged into this event" in capsys.readouterr().out
    assert review("withdraw", ruling.id) == 0

    assert all_of(data, without=("reviews", "corrections")) == before
    assert rows(data, "select state from reviews order by ruling") == [
        ("withdrawn",),
        ("applied",),
    ]


def test_a_split_event_can_be_ruled_on_like_any_other(data, capsys):
    with Store.open(data / "timeline.db") as store:
        *_, last = store.event(META).claims
    assert review("split", META, "--claim", last) == 0
    (ruling,) = read_log(log_path(data))
    assert review("accept", str(ruling.value)) == 0
    assert run(["rebuild"]) == 0

    with Store.open(data / "timeline.db") as store:
        assert store.event(str(ruling.value)).claims == (last,)
        assert last not in store.event(META).claims
    assert status_of(data, str(ruling.value)) == "accepted"


def test_a_claim_can_be_ruled_on_by_its_id(data):
    with Store.open(data / "timeline.db") as store:
        first, *_ = store.event(META).claims
    assert review("reject", first) == 0
    assert review("note", first) == 0

    with Store.open(data / "timeline.db") as store:
        assert first not in store.event(META).claims
        assert [each.ruling for each in store.rulings().on(first)] == ["reject", "note"]
        assert [each.ruling for each in store.rulings().on(META)] == ["reject"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("accept", "zoom-pausd-2020-07-07"), f"did you mean {ZOOM}"),
        (("merge", ZOOM, "--into", "nothing-here"), "there is no event 'nothing-here'"),
        (("split", ZOOM, "--claim", "c1"), "c1 is none of its claims; choose from"),
        (("correct", ZOOM, "stance", "mumbled"), "'mumbled' is no stance"),
        (("correct", ZOOM, "date", "7 July"), "'7 July' is no date"),
        (("withdraw", "r12345678"), "there is no ruling 'r12345678'"),
    ],
)
def test_a_ruling_that_hits_nothing_is_refused_and_nothing_is_written(
    arguments, message, data, capsys
):
    before = all_of(data)

    assert review(*arguments) == 2
    assert message in capsys.readouterr().err
    assert all_of(data) == before
    assert not log_path(data).exists()


def test_who_rules_must_say_so(data, monkeypatch, capsys):
    monkeypatch.delenv("STANCELINE_REVIEWER", raising=False)
    assert run(["review", "accept", ZOOM, "--reason", "x"]) == 2
    assert run(["review", "accept", ZOOM, "--reason", "x", "--by", " "]) == 2
    assert "say who with --by NAME" in capsys.readouterr().err
    monkeypatch.setenv("STANCELINE_REVIEWER", "B. Editor")

    assert run(["review", "accept", ZOOM, "--reason", "x"]) == 0
    assert [each.reviewer for each in read_log(log_path(data))] == ["B. Editor"]


def test_what_was_ruled_before_a_kill_is_shown_by_the_next_command(data):
    assert review("accept", ZOOM) == 0
    (known,) = read_log(log_path(data))
    ruling = named(Ruling("", META, "reject", "Ed", "Wrong.", known.made_at, company="meta"))
    append_log(log_path(data), [ruling])  # and here the process is killed
    with log_path(data).open("ab") as log:
        log.write(b'{"id": "r9", "tar')  # this one was never told that it is done
    assert status_of(data, META) == "listed"

    assert review("note", ZOOM) == 0
    assert status_of(data, META) == "rejected"
    assert len(read_log(log_path(data))) == 3


def test_a_ruling_outlasts_a_kill_at_the_moment_when_it_is_in_the_log(data):
    process = subprocess.Popen([*STANCELINE, "review", "reject", ZOOM, *SIGNED], env=os.environ)
    log = log_path(data)
    while process.poll() is None and not (log.exists() and log.stat().st_size):
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.0005)
    process.kill()
    process.wait(timeout=60)
    assert review("note", META) == 0

    assert [each.ruling for each in read_log(log_path(data))] == ["reject", "note"]
    assert status_of(data, ZOOM) == "rejected"
    assert run(["check"]) == 0


def test_a_ruling_that_later_hits_nothing_is_named_by_rebuild_and_check(data, capsys):
    ruling = named(
        Ruling("", "zoom-left-2020", "accept", "Ed", "Ok.", "2026-11-24T01:02:03Z", company="zoom")
    )
    append_log(log_path(data), [ruling])

    assert run(["rebuild"]) == 1
    assert f"ruling {ruling.id} (accept zoom-left-2020, by Ed) hits nothing" in (
        capsys.readouterr().err
    )
    assert run(["check"]) == 1
    assert f"stanceline review withdraw {ruling.id}" in capsys.readouterr().out
    assert review("withdraw", ruling.id) == 0
    assert run(["check"]) == 0


def test_the_queue_is_printed_by_risk_and_as_json(data, capsys):
    assert run(["review"]) == 0
    printed = capsys.readouterr().out
    company = re.findall(r"^\d+  ([a-z]+)-", printed, re.MULTILINE)[-1]
    assert run(["review", company, "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    risks = [int(risk) for risk in re.findall(r"^(\d+)  ", printed, re.MULTILINE)]
    assert risks == sorted(risks, reverse=True)
    assert {each["company"] for each in found} == {company}
    assert all(each["event"] in printed and each["reasons"] for each in found)


def test_an_event_that_was_accepted_leaves_the_queue(data, capsys):
    assert run(["review", "--json"]) == 0
    events = [json.loads(line)["event"] for line in capsys.readouterr().out.splitlines()]
    for event in events:
        assert review("accept", event) == 0
    assert run(["review"]) == 0

    assert events
    assert capsys.readouterr().err.endswith("Nothing awaits a review.\n")


def test_all_that_is_needed_to_rule_is_shown(data, capsys):
    assert review("note", ZOOM) == 0
    assert run(["review", "show", ZOOM]) == 0

    shown = capsys.readouterr().out
    assert "»" in shown and "published 2020-07-0" in shown and "archived: " in shown
    assert "A. Editor: note zoom-paused-2020-07-07: applied\n  I read the statement.\n" in shown


def test_a_sheet_takes_all_rulings_to_an_empty_folder_and_back(data, tmp_path, capsys):
    assert review("accept", ZOOM) == 0
    assert review("correct", META, "date", "unknown") == 0
    sheet, other = tmp_path / "rulings.csv", tmp_path / "other"
    assert review("export", "-o", str(sheet), signed=False) == 0
    assert run(["review", "import", str(sheet), "--data", str(other)]) == 1  # they hit nothing yet
    assert run(["review", "import", str(sheet)]) == 0

    assert read_log(log_path(other)) == read_log(log_path(data))
    assert "0 new rulings, 2 known before" in capsys.readouterr().err
    again = tmp_path / "again.csv"
    assert run(["review", "export", "-o", str(again), "--data", str(other)]) == 0
    assert again.read_bytes() == sheet.read_bytes()


def test_a_sheet_by_hand_is_ruled_once_and_as_a_whole(data, tmp_path, capsys):
    sheet = tmp_path / "hand.csv"
    lines = [
        ["target", "ruling", "field", "value", "reviewer", "reason"],
        [ZOOM, "accept", "", "", "Ed", "I called them."],
        [META, "correct", "company", "Zoom", "Ed\u202e", "=It was\x1b theirs."],
        ["nothing-here", "accept", "", "", "Ed", "Sure."],
    ]
    write_csv(sheet, lines)
    assert review("import", str(sheet), signed=False) == 2
    assert f"{sheet}, line 4: there is no event 'nothing-here'" in capsys.readouterr().err
    assert not log_path(data).exists()

    write_csv(sheet, lines[:3])
    for _ in range(2):
        assert review("import", str(sheet), signed=False) == 0
    assert [each.reason for each in read_log(log_path(data))] == [
        "I called them.",
        "=It was theirs.",
    ]


def write_csv(path: Path, lines: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)


def test_a_ruling_dated_in_the_future_is_refused(data, tmp_path, capsys):
    sheet = tmp_path / "hand.csv"
    header = ["target", "ruling", "made_at", "reviewer", "reason"]
    write_csv(sheet, [header, [ZOOM, "accept", "2999-01-01T00:00:00Z", "Ed", "Ok."]])

    assert review("import", str(sheet), signed=False) == 2
    assert "made_at lies in the future" in capsys.readouterr().err


def test_nights_leave_rulings_in_force_and_ask_again_when_the_evidence_changed(tmp_path):
    web = Web()
    pages = [f"http://paper{number}.example/2020/07/story" for number in (1, 2)]
    web.put(pages[0], article(f"{SAID}\n\nThe reporter asked twice."))
    web.put("http://paper.example/feed", feed(pages[0]), media_type="application/rss+xml")
    data = data_folder(tmp_path / "data", [entry("paper", "feed", "http://paper.example/feed")])
    night(data, web=web)
    tracker = load_tracker(data / TRACKER)
    for asked in (
        Wish("accept", ZOOM, "Ed", "Ok."),
        Wish("correct", ZOOM, "Ed", "No.", "date", "2020"),
    ):
        rule(data, tracker, asked)
    night(data, web=web, days=1)
    assert waiting_in(data) == []

    web.put(pages[1], article(f"{AGAIN}\n\nAnother paper says so too."))
    web.put("http://paper.example/feed", feed(*pages), media_type="application/rss+xml")
    night(data, web=web, days=2)
    shown = all_of(data)
    rebuild(data, tracker)

    assert all_of(data) == shown
    assert rows(data, "select id, date, basis, status, sources from events") == [
        (ZOOM, "2020", "review", "accepted", 2)
    ]
    assert waiting_in(data) == [(ZOOM, '["corrected on other evidence: 1 new claim"]')]


def waiting_in(data: Path) -> list[tuple]:
    return rows(data, "select event, reasons from review_queue")


def test_the_examples_of_each_help_work(data, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with Store.open(data / "timeline.db") as store:
        claim = store.event(META).claims[-1]
    for name in ("note", "show", "accept", "correct", "merge", "split", "export", "import"):
        assert run(["review", name, "--help"]) == 0
        shown = capsys.readouterr().out.partition("Example")[2].partition("\n\n")[0]
        for line in shown.splitlines()[1:]:
            words = shlex.split(line.replace("--claim ID --claim ID", f"--claim {claim}"))
            words = [META if word == "EVENT" else word for word in words]
            if name == "merge":  # after which the event would be no more
                words = ["stanceline", "review", "show", META]
            assert run(words[1:]) == 0, line
    assert set(command.commands) == {
        *("note", "show", "accept", "reject", "correct", "merge", "split", "withdraw"),
        *("import", "export"),
    }


def test_check_names_a_log_that_the_database_does_not_show(data, capsys):
    assert review("reject", META) == 0
    log_path(data).unlink()

    assert run(["check"]) == 1
    assert "reviews.jsonl and the database differ; run 'stanceline rebuild'" in (
        capsys.readouterr().out
    )
