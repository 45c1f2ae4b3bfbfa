"""What a reader notices between two nights, and how it is told to people and programs."""

import json
from dataclasses import replace

import pytest
from events import ZOOM
from hypothesis import given
from hypothesis import strategies as st

from pipeline.changes import (
    NOTICED,
    UPGRADED,
    Change,
    compare,
    digest_json,
    digest_text,
    events_from_json,
    events_to_json,
)
from pipeline.errors import StoreError
from pipeline.exports.rows import EXPORT_KEYS
from pipeline.model import Event

APPLE = replace(ZOOM, id="apple-reviewing-2020-07", company="apple", company_name="Apple")
HIDDEN = replace(ZOOM, status="in_review")
OTHERWISE = {
    "stance": "refused",
    "scope": "market",
    "date": "2020-07-06",
    "precision": "approximate",
    "effective": "2020-07",
    "products": ("Zoom Rooms",),
    "sources": 3,
    "status": "accepted",
    "quote": "It stopped answering.",
    "url": None,
}


def label(stance: str) -> str:
    return stance.title()


def test_a_night_that_changed_nothing_tells_nothing():
    assert compare([ZOOM, APPLE], [APPLE, ZOOM]) == ()


def test_an_event_that_nobody_knew_is_new():
    assert compare([APPLE], [APPLE, ZOOM]) == (Change("new", ZOOM, None, ()),)


@pytest.mark.parametrize("name", [name for name in NOTICED if name != "id"])
def test_each_field_that_a_reader_sees_makes_a_change(name):
    after = replace(ZOOM, **{name: OTHERWISE[name]})

    assert compare([ZOOM], [after]) == (Change("changed", after, ZOOM, (name,)),)


def test_what_no_reader_sees_makes_no_change():
    after = replace(
        ZOOM, claims=("c9",), confidence=0.9, basis="7 July", archived="x", url=ZOOM.url
    )

    assert compare([ZOOM], [after]) == ()


def test_an_event_whose_claims_vanished_is_withdrawn_as_gone():
    (change,) = compare([ZOOM, APPLE], [APPLE])

    assert change == Change("withdrawn", ZOOM, ZOOM, ())
    assert change.reason == "gone"


@pytest.mark.parametrize(
    ("status", "reason"), [("in_review", "in review"), ("rejected", "rejected")]
)
def test_an_event_that_leaves_the_timeline_says_why(status, reason):
    after = replace(ZOOM, status=status)
    (change,) = compare([ZOOM], [after])

    assert change == Change("withdrawn", after, ZOOM, ("status",))
    assert change.reason == reason


@pytest.mark.parametrize("status", ["listed", "accepted"])
def test_an_event_that_passed_review_is_new(status):
    after = replace(ZOOM, status=status)

    assert compare([HIDDEN], [after]) == (Change("new", after, HIDDEN, ("status",)),)


def test_an_event_off_the_timeline_on_both_nights_tells_nothing():
    assert compare([HIDDEN], [replace(HIDDEN, date="2020-07-01", status="rejected")]) == ()
    assert compare([HIDDEN], []) == ()
    assert compare([], [HIDDEN]) == ()


def test_a_renamed_event_is_a_change_and_not_withdrawn_and_new():
    after = replace(ZOOM, id="zoom-paused-2020-07-01", redirects=(ZOOM.id,))

    assert compare([ZOOM], [after]) == (Change("changed", after, ZOOM, ("id",)),)


def test_of_two_merged_events_the_lost_one_changes_into_the_other():
    lost = replace(ZOOM, id="zoom-paused-2020-07", date="2020-07", precision="month")
    merged = replace(ZOOM, redirects=(lost.id,))

    assert compare([ZOOM, lost], [merged]) == (
        Change("changed", merged, lost, ("id", "date", "precision")),
    )


def test_a_line_that_took_over_a_hidden_event_is_not_new():
    awaiting = replace(HIDDEN, id="zoom-paused-2020")
    merged = replace(ZOOM, redirects=(awaiting.id,))

    assert compare([ZOOM, awaiting], [merged]) == ()


def test_an_event_that_passed_review_under_another_id_is_new_once():
    after = replace(ZOOM, id="zoom-paused-2020-07-01", redirects=(HIDDEN.id,))

    assert compare([HIDDEN], [after]) == (Change("new", after, HIDDEN, ("id", "status")),)


def test_new_comes_before_changed_before_withdrawn_whatever_the_order_given():
    gone = replace(ZOOM, id="gone", company="aa")
    newer = replace(ZOOM, id="b", date=None)
    older = replace(ZOOM, id="c")
    changed = replace(APPLE, date="2020-07-02")
    before, after = [APPLE, gone], [newer, older, changed]
    told = compare(before, after)

    assert [(each.kind, each.event.id) for each in told] == [
        ("new", "c"),
        ("new", "b"),
        ("changed", APPLE.id),
        ("withdrawn", "gone"),
    ]
    assert compare(before[::-1], after[::-1]) == told


def test_no_change_makes_no_digest():
    assert digest_text([], stance_label=label) == ""


def test_the_digest_reads_as_a_block_for_each_change():
    changed = replace(ZOOM, date="2020-07", precision="approximate", effective="2020-07-08")
    changes = compare([ZOOM, replace(APPLE, id="a")], [changed, replace(APPLE, url=None)])

    assert digest_text(changes, stance_label=label) == (
        "On the timeline: 1 new, 1 changed, 1 withdrawn.\n"
        "\n"
        "new: Apple, Paused (data requests), 2020-07-07\n"
        "  “Zoom has paused data requests.”\n"
        "  apple-reviewing-2020-07\n"
        "\n"
        "changed: Zoom, Paused (data requests), about 2020-07\n"
        "  date: 2020-07-07 -> 2020-07\n"
        "  precision: day -> approximate\n"
        "  effective: none -> 2020-07-08\n"
        "  “Zoom has paused data requests.”\n"
        "  https://paper.example/zoom\n"
        "  zoom-paused-2020-07-07\n"
        "\n"
        "withdrawn (gone): Apple, Paused (data requests), 2020-07-07\n"
        "  “Zoom has paused data requests.”\n"
        "  https://paper.example/zoom\n"
        "  a\n"
    )


def test_products_of_a_change_are_listed_and_a_missing_date_says_so():
    after = replace(ZOOM, date=None, products=("Zoom Rooms", "Webinars"))
    digest = digest_text(compare([ZOOM], [after]), stance_label=label)

    assert "changed: Zoom, Paused (data requests), undated\n" in digest
    assert "  products: none -> Zoom Rooms, Webinars\n" in digest


def test_an_upgrade_of_our_own_heads_the_digest():
    digest = digest_text(compare([], [ZOOM]), stance_label=label, upgraded=True)

    assert digest.startswith(f"On the timeline: 1 new.\n\n{UPGRADED}\n\nnew: Zoom")


def test_text_from_outside_cannot_break_a_line_of_the_digest():
    hostile = replace(ZOOM, quote="It\n\nnew: Ev\u200bil\x1b[2J\x9b1m\u202e\u2028 paused\ud800.")
    digest = digest_text(compare([], [hostile]), stance_label=label)

    assert "\n  “It new: Evil[2J 1m paused\ufffd.”\n" in digest


def test_the_digest_for_programs_has_its_documented_keys():
    after = replace(ZOOM, date="2020-07-06")
    written = digest_json(compare([ZOOM], [after]), run="r1", made_at="2026-11-24T03:31:00Z")

    digest = json.loads(written)
    (change,) = digest.pop("changes")
    assert digest == {
        "run": "r1",
        "made_at": "2026-11-24T03:31:00Z",
        "upgraded": False,
        "statements": [],
        "back": [],
        "releases": [],
    }
    assert (change["kind"], change["reason"], change["fields"]) == ("changed", None, ["date"])
    assert (change["event"]["date"], change["before"]["date"]) == ("2020-07-06", "2020-07-07")
    assert tuple(change["event"]) == tuple(change["before"]) == EXPORT_KEYS


def test_the_digest_for_programs_has_no_before_for_a_new_line():
    (change,) = json.loads(digest_json(compare([], [ZOOM]), run="r", made_at="now"))["changes"]

    assert (change["kind"], change["before"]) == ("new", None)


def test_half_a_character_stops_no_digest():
    broken = compare([], [replace(ZOOM, quote="Paused\ud800 視訊")])

    assert "Paused\\ud800 視訊" in digest_json(broken, run="r", made_at="now")
    digest_json(broken, run="r", made_at="now").encode()
    digest_text(broken, stance_label=label).encode()


texts = st.text(st.characters(), max_size=20)
maybe = st.none() | texts
some = st.lists(texts, max_size=3).map(tuple)
events = st.builds(
    Event,
    *(texts, texts, texts, some, texts, texts, maybe, maybe, maybe, maybe, maybe, maybe),
    *(st.integers(0, 99), some, texts, st.floats(0, 1), texts, maybe, maybe, some),
)


@given(st.lists(events, max_size=4).map(tuple))
def test_events_come_back_from_their_file_as_they_were(kept):
    assert events_from_json(events_to_json(kept).encode().decode()) == kept


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "Expecting value"),
        ("[" * 100_000, "recursion"),
        ("{}", "valid tuple"),
        ("[1]", "0 Input should be"),
        ("[{}]", "0 id Field required"),
        (events_to_json([ZOOM]).replace('"id"', '"it"'), "id Field required"),
        (events_to_json([ZOOM]).replace('"id"', '"more": 1, "id"'), "0 more Unexpected"),
        (events_to_json([ZOOM]).replace('"zoom"', "7"), "0 company Input should be"),
    ],
    ids=["empty", "deep", "object", "number", "no keys", "other key", "more keys", "wrong type"],
)
def test_a_file_that_holds_no_events_is_refused_with_what_is_wrong(text, found):
    with pytest.raises(StoreError, match="delete it: the next digest") as caught:
        events_from_json(text)

    assert found in str(caught.value)
