"""What was known on a day: documents that were public by then, and the ids that we have today."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from runpy import run_path

import pytest
from click.testing import CliRunner
from sharing import some_pages

from pipeline.as_of import edition_as_of, events_as_of, known_on
from pipeline.cli.group import stanceline
from pipeline.store import Choice, Store
from pipeline.tracker import load_tracker, tracker_folder

make_document = run_path(str(Path(__file__).with_name("store_contents.py")))["make_document"]
DOCUMENT = replace(make_document(1), captured_at="2021-03-01T10:00:00Z")


@pytest.mark.parametrize(
    ("published", "modified", "captured_at", "day"),
    [
        ("2020-07-08", None, "2021-03-01T10:00:00Z", date(2020, 7, 8)),
        ("2020-07", None, "2021-03-01T10:00:00Z", date(2020, 7, 31)),
        ("2020-07-08", "2020-08-02", "2021-03-01T10:00:00Z", date(2020, 8, 2)),
        ("2020-07-08", "2022-01-01", "2021-03-01T10:00:00Z", date(2021, 3, 1)),
        (None, None, "2021-03-01T10:00:00Z", date(2021, 3, 1)),
        ("2020", None, None, date(2020, 12, 31)),
        (None, None, None, None),
    ],
)
def test_a_text_was_known_when_it_was_public_for_certain(published, modified, captured_at, day):
    document = replace(DOCUMENT, published=published, modified=modified, captured_at=captured_at)

    assert known_on(document) == day


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("as-of") / "data"
    shutil.copytree(some_pages(tmp_path_factory), folder)
    return folder


@pytest.fixture(scope="module")
def tracker(data):
    return load_tracker(tracker_folder(data, "hk-nsl"))


def test_all_that_is_known_today_was_known_tomorrow(data, tracker):
    with Store.open(data / "timeline.db") as store:
        today = store.edition(Choice())
        tomorrow = edition_as_of(data, store, tracker, Choice(), day="2999-01-01")

        assert list(tomorrow.lines()) == list(today.lines())
        assert (tomorrow.count, tomorrow.as_of) == (today.count, "2999-01-01")
        assert tomorrow.updated_at == today.updated_at


def test_a_past_day_knows_only_what_was_public_and_calls_it_as_we_do(data, tracker):
    with Store.open(data / "timeline.db") as store:
        now = {event.id for event in store.timeline()}
        before = events_as_of(data, store, tracker, day=date(2020, 7, 1))
        then = events_as_of(data, store, tracker, day=date(2020, 7, 7))
        documents = {stored.id: stored.document for stored in store.claims()}

    assert before == []
    assert then
    assert {event.id for event in then if event.status == "listed"} < now
    assert all(
        known_on(documents[claim]) <= date(2020, 7, 7) for event in then for claim in event.claims
    )


def test_filters_choose_among_past_events_as_among_todays(data, tracker):
    choice = Choice(companies=("zoom",), since="2020-07-07", until="2020-07")
    with Store.open(data / "timeline.db") as store:
        today = [line.event.id for line in store.lines(choice)]
        past = edition_as_of(data, store, tracker, choice, day="2999-01-01")

        assert today == [line.event.id for line in past.lines()] != []


def test_an_export_as_of_a_day_says_so_and_an_impossible_day_is_refused(data, tmp_path):
    out = tmp_path / "july.csv"
    arguments = ["export", "csv", "-o", str(out), "--data", str(data), "--as-of"]

    written = CliRunner().invoke(stanceline, [*arguments, "2020-07-07"])
    refused = CliRunner().invoke(stanceline, [*arguments, "2020-07"])

    assert written.exit_code == 0, written.output
    assert out.read_text("utf-8").count("\n") > 1
    assert (refused.exit_code, "write a day like 2020-07-06" in refused.output) == (2, True)


def test_a_ruling_holds_from_the_day_on_which_it_was_made(data, tracker, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    asked = ["review", "reject", "zoom-paused-2020-07-07", "--by", "E", "--reason", "A test"]
    ruled = CliRunner().invoke(stanceline, [*asked, "--data", str(folder)])
    assert ruled.exit_code == 0, ruled.output

    with Store.open(folder / "timeline.db") as store:
        made_on = date.fromisoformat(store.edition(Choice()).corrections[0].made_at[:10])
        before = events_as_of(folder, store, tracker, day=made_on - timedelta(days=1))
        after = events_as_of(folder, store, tracker, day=made_on)

    status = {"before": "listed", "after": "rejected"}
    found = {"before": before, "after": after}
    assert {
        when: event.status
        for when, events in found.items()
        for event in events
        if event.id == "zoom-paused-2020-07-07"
    } == status
