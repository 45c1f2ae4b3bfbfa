"""The command ``stanceline statements`` on a database."""

import json
from dataclasses import replace
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
from sharing import ROOT

from pipeline.cli.running import run
from pipeline.store import Contents, Store
from pipeline.tracker import load_tracker

shown = SimpleNamespace(**run_path(str(Path(__file__).with_name("test_statements_shown.py"))))
TRACKER = load_tracker(ROOT / "data" / "trackers" / "hk-nsl")
SOURCE = next(each for each in TRACKER.sources if each.kind == "statement" and each.company)


@pytest.fixture
def folder(tmp_path) -> Path:
    """Give a data folder in which one watched page of one company has six versions."""
    owned = {"source": SOURCE.id, "company": SOURCE.company}
    with Store.open(tmp_path / "timeline.db", mode="w") as store:
        store.rebuild(Contents(tracker=TRACKER, fingerprint="f"))
        with store.transaction("f") as rows:
            rows.put_statement(
                SOURCE.id,
                versions=tuple(replace(one, **owned) for one in shown.VERSIONS),
                sentences=(replace(shown.STAY, **owned, event=None),),
            )
    return tmp_path


def test_versions_are_printed_and_outages_on_demand(folder, capsys):
    assert run(["statements", str(SOURCE.company), "--data", str(folder)]) == 0
    plain = capsys.readouterr().out
    assert run(["statements", "--all", "--data", str(folder)]) == 0
    everything = capsys.readouterr().out

    assert "    ~ We [-paused-]{+resumed+} the handling of requests.\n" in plain
    assert "could not be read" not in plain
    assert "  2020-08-01  could not be read until 2020-08-03\n" in everything


def test_programs_get_one_object_a_version(folder, capsys):
    assert run(["statements", "--since", "2020-07-08", "--json", "--data", str(folder)]) == 0

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["seen_at"], row["change"]) for row in rows] == [
        ("2020-07-08T01:02:03Z", "changed"),
        ("2021-03-02T01:02:03Z", "changed"),
        ("2021-05-01T01:02:03Z", "gone"),
    ]
    assert [len(row["stances"]) for row in rows] == [1, 1, 0]


def test_nothing_to_show_is_explained(folder, capsys):
    other = next(each.slug for each in TRACKER.companies if each.slug != SOURCE.company)

    assert run(["statements", other, "--data", str(folder)]) == 0
    assert run(["statements", "--since", "2040", "--data", str(folder)]) == 0
    assert capsys.readouterr() == (
        "",
        f"No watched page of {other} was seen yet. Look at them with: stanceline refresh\n"
        "No version matches. Loosen a filter, or add --all\n",
    )


def test_a_company_that_nobody_knows_is_wrong_usage(folder):
    assert run(["statements", "no such company", "--data", str(folder)]) == 2
