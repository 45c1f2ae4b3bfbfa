"""What is new beside the timeline: each change of a page and each report is told once."""

import json
from dataclasses import replace

from pipeline.alerting import alert_text
from pipeline.changes import digest_json, digest_text
from pipeline.novelties import NOTHING, Novelties, novelties
from pipeline.store.contents import Release, StatementVersion

CHANGED = StatementVersion(
    id="v2",
    source="zoom_trust",
    company="zoom",
    url="https://zoom.example/trust",
    change="changed",
    seen_at="2021-03-02T01:02:03Z",
    before_at="2021-03-01T01:02:03Z",
    appeared=("We answer requests again.",),
    disappeared=("We have paused requests.",),
    reworded=(("Our report is out.", "Our reports are out."),),
)
FIRST = replace(CHANGED, id="v1", change="first_seen", before_at=None)
RELEASE = Release("sha256:a", "google", "https://google.example/r.zip", "2021-03-02", 12, 3)


def label(stance: str) -> str:
    return stance


def test_what_was_told_before_is_no_news_and_neither_is_a_page_seen_for_the_first_time():
    found = novelties([FIRST, CHANGED], [RELEASE], told=())

    assert found == Novelties((CHANGED,), (RELEASE,))
    assert novelties([FIRST, CHANGED], [RELEASE], told={"v2", "sha256:a"}) == NOTHING
    assert not NOTHING


def test_a_digest_shows_what_came_and_went_on_a_page_and_how_much_a_report_holds():
    text = digest_text([], stance_label=label, beside=Novelties((CHANGED,), (RELEASE,)))

    assert text == (
        "On the timeline: nothing new.\n\n"
        "statement: zoom_trust changed between 2021-03-01 and 2021-03-02\n"
        "  + We answer requests again.\n"
        "  - We have paused requests.\n"
        "  - Our report is out.\n"
        "  + Our reports are out.\n"
        "  https://zoom.example/trust\n\n"
        "report: google, 12 figures, 3 of them otherwise than before\n"
        "  https://google.example/r.zip\n"
    )


def test_a_digest_for_programs_holds_the_same():
    written = digest_json([], run="r", made_at="now", beside=Novelties((CHANGED,), (RELEASE,)))
    digest = json.loads(written)

    assert digest["statements"][0]["reworded"] == [["Our report is out.", "Our reports are out."]]
    assert digest["releases"][0]["restated"] == 3


def test_a_sentence_from_outside_breaks_no_line_and_steers_no_terminal():
    hostile = replace(CHANGED, appeared=("One\n+ two\x1b[2J\u202e",), url="https://a/\n- gone")
    lines = digest_text([], stance_label=label, beside=Novelties((hostile,))).splitlines()

    assert "  + One + two[2J" in lines
    assert "  https://a/ - gone" in lines


def test_an_alert_names_pages_and_reports_and_repeats_nothing_from_outside():
    text = alert_text([], [], beside=Novelties((CHANGED,), (RELEASE,)))

    assert text == (
        "Watched statements: 1\nzoom_trust: changed\n\n"
        "New reports: 1\ngoogle: 12 figures, 3 restated"
    )


def test_an_outage_is_told_when_it_begins_and_when_it_is_over():
    down = replace(CHANGED, id="v3", change="unreachable", appeared=(), disappeared=())
    back = replace(down, last_at="2021-03-09T01:02:03Z")
    begun = novelties([down], [], told={"v1"})
    over = novelties([back], [], told={"v1", "v3"})

    assert (begun.statements, begun.back) == ((down,), ())
    assert (over.statements, over.back) == ((), (back,))
    assert novelties([back], [], told={"v3", "v3 over"}) == NOTHING
    assert "zoom_trust cannot be read since 2021-03-02, last seen on 2021-03-01" in digest_text(
        [], stance_label=label, beside=begun
    )
    assert "zoom_trust is back, not so last on 2021-03-09" in digest_text(
        [], stance_label=label, beside=over
    )


def test_a_page_that_is_down_wakes_nobody_and_one_that_is_gone_does():
    down = replace(CHANGED, id="v3", change="unreachable")
    gone = replace(CHANGED, id="v4", change="gone")

    assert alert_text([], [], beside=Novelties((down,))) is None
    assert (
        alert_text([], [], beside=Novelties((gone,))) == "Watched statements: 1\nzoom_trust: gone"
    )


def test_another_text_in_a_page_s_place_is_not_told_sentence_by_sentence():
    text = digest_text([], stance_label=label, beside=Novelties((replace(CHANGED, replaced=True),)))

    assert "shows another text altogether" in text
    assert "We have paused requests." not in text


def test_a_sentence_without_end_is_cut_in_the_digest():
    endless = replace(CHANGED, appeared=("word " * 20_000,))

    assert len(digest_text([], stance_label=label, beside=Novelties((endless,)))) < 2000
