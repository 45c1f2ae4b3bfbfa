"""Corrections are found where the error stood and where it stands right, and speak in words."""

import io
import json
import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from editions import CORRECTION, LINE, edition_of
from lxml import html
from sharing import some_pages

from pipeline.cli.running import run
from pipeline.exports import export
from pipeline.exports.accounts import correction_words
from pipeline.pages.places import Places
from pipeline.pages.writing import event
from pipeline.reviews.log import log_path, read_log
from pipeline.store import Choice, Store
from pipeline.store.opening import connect
from pipeline.store.page_companies import company
from pipeline.store.page_events import event_facts
from pipeline.store.page_reading import tracked

ZOOM = "zoom-paused-2020-07-07"
META = "meta-paused-2020-07-06"
SIGNED = ["--by", "A. Editor", "--reason", "I read the statement."]


@pytest.fixture
def data(tmp_path_factory, tmp_path, monkeypatch) -> Path:
    folder = Path(shutil.copytree(some_pages(tmp_path_factory), tmp_path / "data"))
    monkeypatch.setenv("STANCELINE_DATA", str(folder))
    return folder


def review(*arguments: str) -> None:
    assert run(["review", *arguments, *SIGNED]) == 0


def fields(data: Path, **chosen) -> list[str]:
    with Store.open(data / "timeline.db") as store:
        return sorted(each.field for each in store.edition(Choice(**chosen)).corrections)


def test_a_correction_is_found_where_the_error_stood_and_where_it_is_right_now(data):
    review("correct", ZOOM, "company", "linkedin")
    review("correct", ZOOM, "stance", "refused")
    review("correct", ZOOM, "scope", "law")
    review("correct", ZOOM, "date", "2021-03-04")

    every = ["company", "date", "scope", "stance"]
    assert fields(data) == every
    assert fields(data, companies=("zoom",)) == ["company"]
    assert fields(data, companies=("linkedin",)) == every
    assert fields(data, companies=("meta",)) == []
    assert fields(data, stance="paused") == ["company", "stance"]
    assert fields(data, stance="refused") == every
    assert fields(data, scope="data_requests") == ["company", "scope", "stance"]
    assert fields(data, until="2020") == every
    assert fields(data, since="2022") == []


def test_a_correction_outside_the_days_that_are_asked_for_stays_away(data):
    review("reject", ZOOM)

    assert fields(data, companies=("zoom",)) == ["status"]
    assert fields(data, companies=("zoom",), until="2020-07") == ["status"]
    assert fields(data, companies=("zoom",), since="2021") == []


def test_a_merge_across_companies_is_told_to_both(data):
    review("merge", ZOOM, "--into", META)

    for slug in ("zoom", "meta"):
        assert "merge" in fields(data, companies=(slug,))
        with closing(connect(data / "timeline.db", "r", wait_seconds=1)) as connection:
            assert "merge" in [each.field for each in company(connection, slug).corrections]


def test_a_part_that_was_split_off_says_so_on_its_page_and_in_its_exports(data):
    with Store.open(data / "timeline.db") as store:
        *_, last = store.event(META).claims
    review("split", META, "--claim", last)
    (ruling,) = read_log(log_path(data))
    review("accept", str(ruling.value))

    with Store.open(data / "timeline.db") as store:
        told = {line.event.id: line.corrections for line in store.edition(Choice()).lines()}
    words = f"part of {META} was split off as {ruling.value}"
    for name in (META, str(ruling.value)):
        assert any(words in correction_words(each) for each in told[name])
        with closing(connect(data / "timeline.db", "r", wait_seconds=1)) as connection:
            facts = event_facts(connection, name)
        assert "split" in [each.ruling for each in facts.rulings]
        assert "split" in [each.field for each in facts.corrections]


def test_a_merged_event_says_what_came_to_it(data):
    review("merge", ZOOM, "--into", META)

    with Store.open(data / "timeline.db") as store:
        told = {line.event.id: line.corrections for line in store.edition(Choice()).lines()}
    assert any(f"{ZOOM} was merged into {META}" in correction_words(each) for each in told[META])


def test_an_event_whose_only_claims_were_rejected_keeps_its_page(data):
    with Store.open(data / "timeline.db") as store:
        claims = store.event(ZOOM).claims
    for claim in claims:
        review("reject", claim)
    assert run(["rebuild"]) == 0

    with closing(connect(data / "timeline.db", "r", wait_seconds=1)) as connection:
        facts = event_facts(connection, ZOOM)
    assert (facts.entry.status, facts.line.event.claims) == ("rejected", claims)
    assert {each.event for each in facts.corrections} == {ZOOM}
    assert "status" in fields(data)


def test_the_page_of_either_half_says_what_was_split_off(data):
    with Store.open(data / "timeline.db") as store:
        *_, last = store.event(META).claims
    review("split", META, "--claim", last)
    (ruling,) = read_log(log_path(data))

    for name in (META, str(ruling.value)):
        with closing(connect(data / "timeline.db", "r", wait_seconds=1)) as connection:
            facts, known = event_facts(connection, name), tracked(connection)
        page = html.fromstring(event(facts, known, Places()))
        told = " ".join(page.xpath("string(//section[@aria-labelledby='history'])").split())
        assert f"Part of {META} was split off as {ruling.value}." in told
        assert "No person has ruled" not in told


@pytest.mark.parametrize(
    ("field", "before", "after", "names", "said"),
    [
        ("scope", "data_requests", "law", {}, "scope was “data requests”, is “law”"),
        (
            "status",
            "listed",
            "rejected",
            {},
            "status was “listed by its confidence”, is “rejected by a person”",
        ),
        (
            "company",
            "twitter",
            "linkedin",
            {"before_name": "Twitter", "after_name": "LinkedIn"},
            "company was “Twitter”, is “LinkedIn”",
        ),
        (
            "claim_scope",
            "data_requests",
            None,
            {},
            "scope of a sentence in the evidence was “data requests”, is nothing",
        ),
        ("split", "a", "b", {}, "part of a was split off as b"),
        ("merge", "a", "b", {}, "a was merged into b"),
    ],
)
def test_a_correction_speaks_in_words(field, before, after, names, said):
    made = replace(CORRECTION, field=field, before=before, after=after, **names)

    assert correction_words(made) == f"2026-11-25: {said}: The page says Tuesday."


def test_what_the_tracker_calls_a_stance_or_company_is_read_with_its_correction(data):
    review("correct", ZOOM, "company", "meta")
    review("correct", ZOOM, "stance", "refused")

    with Store.open(data / "timeline.db") as store:
        made = store.edition(Choice()).corrections
    assert {(each.was, each.now) for each in made} == {("Paused", "Refused"), ("Zoom", "Meta")}


def test_a_feed_shows_an_event_anew_when_somebody_rules_on_it():
    out = io.BytesIO()
    ruled = replace(LINE, ruled_at="2026-11-28T09:00:00Z")
    export("jsonfeed", edition_of([ruled, LINE]), out)
    export_then = io.BytesIO()
    export("jsonfeed", edition_of([ruled], as_of="2026-11-25"), export_then)

    assert [each["date_modified"] for each in json.loads(out.getvalue())["items"]] == [
        "2026-11-28T09:00:00Z",
        "2026-11-24T01:02:03Z",
    ]
    assert [each["date_modified"] for each in json.loads(export_then.getvalue())["items"]] == [
        "2026-11-24T01:02:03Z"
    ]


def test_the_moment_of_the_last_ruling_is_read_and_notes_are_none(data):
    review("accept", ZOOM)
    (ruling,) = read_log(log_path(data))
    review("note", META)

    with Store.open(data / "timeline.db") as store:
        ruled = {line.event.id: line.ruled_at for line in store.edition(Choice()).lines()}
    assert (ruled[ZOOM], ruled[META]) == (ruling.made_at, None)
