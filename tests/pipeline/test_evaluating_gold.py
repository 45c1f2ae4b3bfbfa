"""Gold is read in the forms it comes in: passages of ours, pages, and documents of others."""

import json
from pathlib import Path

import pytest

from pipeline.errors import NotFound, UnreadableDocument
from pipeline.evaluating_gold import find_gold, read_gold
from pipeline.tracker import load_tracker

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "data" / "trackers" / "hk-nsl"


@pytest.fixture(scope="module")
def tracker():
    return load_tracker(FOLDER)


@pytest.fixture
def gold(tmp_path, tracker):
    """Give a function that writes lines as a gold file and reads them."""

    def read(*lines):
        file = tmp_path / "lines.jsonl"
        file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
        return read_gold(file, tracker)

    return read


def line(**other):
    return {"id": "a", "published": "2020-07-08", "text": "Zoom paused.", "events": []} | other


def told(company, stance="paused", **other):
    return {"company": company, "stance": stance, "announced": None, "effective": None} | other


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("meta", "meta"),
        ("Meta", "meta"),
        ("Facebook", "meta"),
        ("WhatsApp", "meta"),
        ("New York Times", "new-york-times"),
        ("Private Internet Access", "private-internet-access"),
        ("LinkedIn", "linkedin"),
        ("Nobody Knows Inc", "Nobody Knows Inc"),
    ],
)
def test_a_company_is_found_by_slug_name_alias_or_product(written, slug, gold):
    (passage,) = gold(line(events=[told(written)]))

    assert [event.company for event in passage.events] == [slug]


def test_products_are_parted_by_semicolons(gold):
    (passage,) = gold(line(events=[told("Meta", product="WhatsApp;Instagram")]))

    assert passage.events[0].products == {"WhatsApp", "Instagram"}


def test_other_is_passed_over_and_optional_events_are_kept_apart(gold):
    (passage,) = gold(
        line(events=[told("Zoom", "other")], optional_events=[told("Zoom", "refused")])
    )

    assert passage.events == ()
    assert passage.optional == {("zoom", "refused")}


def test_texts_in_other_languages_are_passed_over(gold):
    passages = gold(line(lang="pt"), line(language="zh-Hant"), line(id="kept", lang="en"))

    assert [passage.document.id for passage in passages] == ["kept"]


@pytest.mark.parametrize(
    ("keys", "groups"),
    [
        ({"phenomena": ["1-limit", "16-date"]}, ("1-limit", "16-date")),
        ({"category": "hard_negative"}, ("hard_negative",)),
        ({}, ()),
    ],
)
def test_phenomena_or_the_category_group_a_passage(keys, groups, gold):
    (passage,) = gold(line(**keys))

    assert passage.groups == groups


def test_a_page_beside_the_gold_is_read_like_any_page(tracker):
    passages = read_gold(ROOT / "data" / "demo" / "expected.jsonl", tracker)

    assert len(passages) > 60
    assert all(passage.document.text for passage in passages)


def test_the_text_of_the_gold_stays_verbatim(gold):
    (passage,) = gold(line(text="One.\r\n\r\nTwo. "))

    assert passage.document.text == "One.\r\n\r\nTwo. "


@pytest.mark.parametrize(
    ("unsound", "named"),
    [
        (line(events=[told("Zoom", "pawsed")]), "'pawsed'"),
        (line(events=[told("Zoom", announced="soon")]), "events.0.announced"),
        (line(events=None), "events"),
        (line(text=None), "'text' or 'file'"),
        (line(published="8 July"), "published"),
        (line(text=None, file="missing.html"), "missing.html"),
        ([], "line 2"),
    ],
)
def test_an_unsound_line_is_named_by_its_number_and_its_fault(unsound, named, gold):
    with pytest.raises(UnreadableDocument, match=r"lines\.jsonl: line 2") as raised:
        gold(line(), unsound)

    assert named in str(raised.value)


def test_a_line_that_is_no_json_is_named(tmp_path, tracker):
    (tmp_path / "x.jsonl").write_text("{\n", encoding="utf-8")

    with pytest.raises(UnreadableDocument, match="line 1: is no JSON"):
        read_gold(tmp_path / "x.jsonl", tracker)


def test_a_tracker_without_gold_says_what_to_do(tmp_path):
    with pytest.raises(NotFound, match="--gold"):
        find_gold(tmp_path)


def test_the_trackers_own_gold_is_found():
    assert FOLDER / "gold" / "sentences.jsonl" in find_gold(FOLDER)
