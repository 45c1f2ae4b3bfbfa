"""Pictures of an edition: every event drawn or counted, its choice and its day told."""

import io
from dataclasses import replace

import pytest
from editions import LINE, edition_of, line_of
from events import ZOOM
from lxml import etree

from pipeline.exports import export, formats


def written(name, edition):
    out = io.BytesIO()
    assert export(name, edition, out) == edition.count
    return out.getvalue()


def words_of(svg):
    return " ".join("".join(part.itertext()) for part in etree.fromstring(svg).iter("{*}text"))


def test_an_svg_says_what_was_chosen_and_what_was_known():
    edition = edition_of([LINE], chosen="zoom, since 2020-07", as_of="2020-07-10")

    assert "Chosen: zoom, since 2020-07. State of knowledge: 2020-07-10." in words_of(
        written("svg", edition)
    )


def test_without_a_day_the_newest_document_tells_the_state_of_knowledge():
    assert "State of knowledge: 2026-11-24." in words_of(written("svg", edition_of([LINE])))


def test_every_event_is_drawn_or_counted():
    undated = line_of(replace(ZOOM, id="u", date=None))
    edition = edition_of([LINE, undated])

    assert "2 events of 1 company" in words_of(written("svg", edition))
    assert "1 event has no date" in words_of(written("svg", edition))


def test_a_png_is_twice_as_sharp_as_the_svg_is_wide():
    drawing = etree.fromstring(written("svg", edition_of([LINE])))
    head = written("png", edition_of([LINE]))[:24]

    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(head[16:20]) == 2 * float(drawing.get("width"))


@pytest.mark.parametrize("name", ["svg", "html"])
def test_of_some_of_a_companys_events_it_is_not_told_how_long_a_stance_held(name):
    asked = edition_of([LINE], chosen="stance paused", whole=False)
    said = "How long a stance held is not drawn"

    assert said in " ".join(written(name, asked).decode().split())
    assert said not in " ".join(written(name, edition_of([LINE])).decode().split())


@pytest.mark.parametrize("name", ["svg", "png"])
def test_no_events_still_give_a_picture_and_the_same_bytes(name):
    assert written(name, edition_of([])) == written(name, edition_of([])) != b""


def test_both_are_found_by_their_place():
    found = formats()

    assert [(found[name].ending, found[name].media_type) for name in ("svg", "png")] == [
        ("svg", "image/svg+xml; charset=utf-8"),
        ("png", "image/png"),
    ]
