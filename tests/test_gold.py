"""The gold is sound: labels are known, evidence stands in its text, and the README counts right."""

import json
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

TRACKER = Path(__file__).parents[1] / "data" / "trackers" / "hk-nsl"
GOLD = TRACKER / "gold"
README = (GOLD / "README.md").read_text(encoding="utf-8")
SCOPES = {"data_requests", "content_removal", "market", "staff", "infrastructure", "law"}
PASSAGE_KEYS = {
    "id",
    "published",
    "phenomena",
    "style",
    "text",
    "events",
    "optional_events",
    "note",
}
EVENT_KEYS = {"company", "product", "stance", "scope", "announced", "effective", "evidence"}


def passages_of(file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / file).read_text(encoding="utf-8").splitlines()]


SENTENCES = passages_of("sentences.jsonl")
HELD_OUT = passages_of("heldout.jsonl")
PASSAGES = [*SENTENCES, *HELD_OUT]


def events_of(passage: dict[str, Any]) -> list[dict[str, Any]]:
    return [*passage["events"], *passage["optional_events"]]


def events() -> list[tuple[str, dict[str, Any]]]:
    return [(passage["id"], event) for passage in PASSAGES for event in events_of(passage)]


def declared(file: str, table: str, key: str) -> set[str]:
    entries = tomllib.loads((TRACKER / file).read_text(encoding="utf-8"))[table]
    return {entry[key] for entry in entries}


def is_iso_prefix(value: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
        return False
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True


def counted(key: str, passages: list[dict[str, Any]] = SENTENCES) -> Counter[str]:
    return Counter(event[key] for passage in passages for event in passage["events"])


def phenomena() -> Counter[str]:
    return Counter(tag for passage in SENTENCES for tag in passage["phenomena"])


def readme_table(first_column: str) -> dict[str, int]:
    rows = re.search(rf"^\| {first_column} \|.*\n\| ---.*\n((?:\|.*\n)+)", README, re.MULTILINE)
    assert rows is not None, f"gold/README.md: no table starts with the column {first_column!r}"
    return {name: int(count) for name, count in re.findall(r"\| `(.+?)` \| (\d+) \|", rows[1])}


def test_a_passage_has_every_key_and_no_other():
    assert [p["id"] for p in PASSAGES if set(p) != PASSAGE_KEYS] == []


def test_an_event_has_every_key_and_no_other():
    assert [id_ for id_, event in events() if set(event) != EVENT_KEYS] == []


def test_ids_are_unique_and_well_formed():
    ids = [p["id"] for p in PASSAGES]

    assert [id_ for id_, times in Counter(ids).items() if times > 1] == []
    assert [p["id"] for p in SENTENCES if not re.fullmatch(r"g\d{4}", p["id"])] == []
    assert [p["id"] for p in HELD_OUT] == [f"k{n:04}" for n in range(101, 201)]


def test_no_passage_stands_twice():
    texts = Counter(re.sub(r"\W+", " ", p["text"]).strip().lower() for p in PASSAGES)

    assert [text for text, times in texts.items() if times > 1] == []


def test_every_passage_has_a_text_a_style_and_a_phenomenon():
    assert [p["id"] for p in PASSAGES if not (p["text"].strip() and p["style"])] == []
    assert [p["id"] for p in PASSAGES if len(set(p["phenomena"])) != len(p["phenomena"])] == []
    assert [p["id"] for p in PASSAGES if not p["phenomena"]] == []


def test_evidence_stands_word_for_word_in_its_text():
    lost = [
        p["id"]
        for p in PASSAGES
        for event in events_of(p)
        if not event["evidence"] or event["evidence"] not in p["text"]
    ]

    assert lost == []


def test_a_company_takes_a_stance_once_in_a_passage():
    twice = [
        (p["id"], *pair)
        for p in PASSAGES
        for pair, times in Counter((e["company"], e["stance"]) for e in events_of(p)).items()
        if times > 1
    ]

    assert twice == []


@pytest.mark.parametrize(
    ("key", "file", "table", "column"),
    [
        ("company", "companies.toml", "company", "slug"),
        ("stance", "stances.toml", "stance", "id"),
    ],
)
def test_the_tracker_declares_what_the_gold_names(key, file, table, column):
    known = declared(file, table, column)

    assert {event[key] for _, event in events()} - known == set()


def test_scopes_are_the_six_of_a_claim():
    assert {event["scope"] for _, event in events()} == SCOPES


def test_dates_are_iso_days_months_or_years():
    dates = [(p["id"], p["published"]) for p in PASSAGES]
    dates += [(id_, event[key]) for id_, event in events() for key in ("announced", "effective")]

    assert [pair for pair in dates if pair[1] and not is_iso_prefix(pair[1])] == []


def test_nothing_is_announced_after_it_was_published():
    late = [
        p["id"]
        for p in PASSAGES
        for event in events_of(p)
        if p["published"] and event["announced"] and event["announced"] > p["published"]
    ]

    assert late == []


def test_every_stance_of_the_tracker_is_met():
    assert set(counted("stance")) == declared("stances.toml", "stance", "id")


def test_every_phenomenon_is_met_in_ten_passages_or_more():
    tags = phenomena()

    assert sorted(int(tag.partition("-")[0]) for tag in tags) == list(range(1, 17))
    assert [tag for tag, times in tags.items() if times < 10] == []


def test_a_third_of_the_passages_or_more_hold_nothing():
    empty = [p for p in SENTENCES if not p["events"]]

    assert 0.30 <= len(empty) / len(SENTENCES) <= 0.45


def test_many_companies_act():
    assert len(counted("company")) >= 45


def test_the_held_out_hundred_meets_every_stance_phenomenon_and_many_companies():
    assert set(counted("stance", HELD_OUT)) == set(counted("stance"))
    assert {tag for p in HELD_OUT for tag in p["phenomena"]} == set(phenomena())
    assert len(counted("company", HELD_OUT)) >= 45


def test_the_held_out_hundred_has_empty_and_undated_passages_as_life_has():
    assert sum(not p["events"] for p in HELD_OUT) == 30
    assert sum(p["published"] is None for p in HELD_OUT) == 20


@pytest.mark.parametrize(
    ("passages", "prefix"), [(SENTENCES, ""), (HELD_OUT, "held-out ")], ids=["sentences", "heldout"]
)
def test_the_readme_counts_passages_and_events_right(passages, prefix):
    empty = sum(not p["events"] for p in passages)

    assert f"{len(passages)} passages, {empty} of them with nothing to find." in README
    assert readme_table(f"{prefix}stance") == counted("stance", passages)
    assert readme_table(f"{prefix}scope") == counted("scope", passages)


def test_the_readme_counts_phenomena_right():
    assert readme_table("phenomenon") == phenomena()
