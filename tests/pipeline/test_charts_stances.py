"""What the picture of all stances shows, what it owns up to, and that nothing in it runs."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from editions import LINE, line_of
from events import ZOOM
from hostile_texts import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.charts.stance_axis import axis_of, ticks
from pipeline.charts.stance_marks import days_of, mark_of, rows_of
from pipeline.charts.stances import draw_stances
from pipeline.charts.widths import fitted, width, wrapped
from pipeline.edition import StanceWords

LAW = date(2020, 6, 30)
STANCES = (
    StanceWords("no_comment", "No comment", "Did not say.", "#999999", lasts=False),
    StanceWords("paused", "Paused", "Stopped.", "#0072B2", excludes=("complied", "resumed")),
    StanceWords("refused", "Refused", "Will not.", "#D55E00", excludes=("complied",)),
    StanceWords("resumed", "Resumed", "Answers again.", "#009E73"),
    StanceWords("reviewing", "Reviewing", "Reads the law.", "#F0E442", lasts=False),
    StanceWords("complied", "Complied", "Handed it over.", "#56B4E9", lasts=False),
)


def told(**changes):
    return line_of(replace(ZOOM, **{"id": f"e{sorted(changes.items())}", **changes}))


def drawn(*lines, ending="svg", law="A law", whole=True):
    rows = rows_of(map(mark_of, lines), stances=STANCES, whole=whole)
    return draw_stances(rows, ending, law=law, in_force=LAW, stances=STANCES)


def texts_of(svg):
    return ["".join(part.itertext()) for part in etree.fromstring(svg).iter("{*}text")]


def tooltips_of(svg):
    return [
        part.findtext("{*}title") for part in etree.fromstring(svg).iter("{*}path") if len(part)
    ]


def rows(*lines, **options):
    return rows_of(map(mark_of, lines), stances=STANCES, **options)


def bands(*lines):
    return [
        (
            band.stance,
            *(date.fromordinal(day).isoformat() for day in (band.start, band.end)),
            band.open,
        )
        for row in rows(*lines).rows
        for band in row.bands
    ]


def test_a_picture_names_law_company_matter_and_stance():
    shown = texts_of(drawn(LINE))

    assert {
        "A law: how companies answered",
        "A law, in force since 2020-06-30",
        "Zoom",
        "data requests",
        "Paused",
    } <= set(shown)


def test_a_mark_tells_the_pointer_what_was_said_and_when():
    assert tooltips_of(drawn(told(date="2020-07", precision="month"))) == [
        "Zoom: Paused (data requests), 2020-07; 2 sources. “Zoom has paused data requests.”"
    ]


def test_who_hears_the_picture_hears_every_row():
    root = etree.fromstring(drawn(told(), told(stance="refused", date="2021", precision="year")))

    assert root.get("role") == "img"
    assert root.findtext("{*}desc") == ("Zoom, data requests: Paused 2020-07-07; Refused 2021.")


def test_a_stance_lasts_until_the_next_on_the_same_matter_and_the_last_stays_open():
    shown = bands(
        told(),
        told(stance="refused", date="2020-08-15"),
        told(stance="refused", scope="market", date="2020-08-01"),
    )

    assert shown == [
        ("paused", "2020-07-07", "2020-08-15", False),
        ("refused", "2020-08-15", "2020-08-16", True),
        ("refused", "2020-08-01", "2020-08-16", True),
    ]


@pytest.mark.parametrize("stance", ["no_comment", "reviewing"])
def test_silence_and_study_begin_no_band_and_end_none(stance):
    assert bands(told(stance=stance)) == []
    assert bands(told(), told(stance=stance, date="2020-08-15")) == [
        ("paused", "2020-07-07", "2020-08-16", True)
    ]


@pytest.mark.parametrize("stance", ["paused", "refused"])
def test_a_single_act_is_no_stance_held_since_and_ends_the_one_that_it_contradicts(stance):
    shown = bands(
        told(stance=stance),
        told(stance="complied", date="2020-08-15"),
        told(stance=stance, date="2021-01-02"),
    )

    assert shown == [
        (stance, "2020-07-07", "2020-08-15", False),
        (stance, "2021-01-02", "2021-01-03", True),
    ]


def test_a_single_act_ends_no_stance_that_it_agrees_with_nor_one_on_another_matter():
    act = told(stance="complied", date="2020-08-15")

    assert bands(told(stance="resumed"), act) == [("resumed", "2020-07-07", "2020-08-16", True)]
    assert bands(told(scope="content_removal"), act) == [
        ("paused", "2020-07-07", "2020-08-16", True)
    ]


@pytest.mark.parametrize(
    ("when", "precision"), [("2020-07-07", "day"), ("2020-07", "month"), ("2020", "year")]
)
def test_nothing_is_said_to_hold_when_the_act_against_it_may_have_come_before_or_after(
    when, precision
):
    shown = bands(told(), told(stance="complied", date=when, precision=precision))

    assert [(start, end, still) for _, start, end, still in shown] == [
        ("2020-07-07", "2020-07-07", False)
    ]


def test_an_act_from_before_a_stance_leaves_it_alone():
    assert bands(told(stance="complied", date="2020-07-06"), told()) == [
        ("paused", "2020-07-07", "2020-07-09", True)
    ]


def test_of_two_stances_of_one_day_an_act_ends_the_one_that_it_contradicts():
    shown = bands(told(), told(stance="withdrew"), told(stance="complied", date="2020-08-15"))

    assert sorted(shown) == [
        ("paused", "2020-07-07", "2020-08-15", False),
        ("withdrew", "2020-07-07", "2020-08-16", True),
    ]


def test_the_small_print_says_which_stances_do_not_last_and_what_ends_a_band():
    alone = " ".join(texts_of(drawn(told())))
    shown = " ".join(texts_of(drawn(told(), told(stance="complied", date="2020-08-15"))))

    assert "“Complied”: said or done once, this begins no band." in shown
    assert "A band ends at an act that contradicts it" in shown
    assert "said or done once" not in alone
    assert "contradicts" not in alone


def test_of_some_of_a_companys_events_only_marks_are_drawn_and_it_says_so():
    shown = " ".join(texts_of(drawn(told(), whole=False)))

    assert len(tooltips_of(drawn(told(), whole=False))) == 1
    assert [row.bands for row in rows(told(), whole=False).rows] == [()]
    assert "How long a stance held is not drawn" in shown
    assert "A band" not in shown
    assert "a band" not in shown


def test_a_stance_of_which_only_the_month_is_known_begins_when_the_month_is_over():
    shown = bands(
        told(date="2020-07", precision="month"), told(stance="refused", date="2020-09-01")
    )

    assert shown[0] == ("paused", "2020-08-01", "2020-09-01", False)


def test_stances_of_one_day_share_the_height_of_the_row():
    (row,) = rows(told(), told(stance="refused")).rows

    assert [(band.share, band.shares) for band in row.bands] == [(0, 2), (1, 2)]


def test_bands_end_at_the_newest_date_in_the_texts_and_say_so():
    line = told()
    later = replace(line, proofs=(replace(line.proofs[0], published="2021-03-04"),))

    assert bands(later) == [("paused", "2020-07-07", "2021-03-05", True)]
    assert "2021-03-04 is the newest date in these texts" in " ".join(texts_of(drawn(later)))


def test_an_approximate_date_is_called_so():
    svg = drawn(told(date="2020-09", precision="approximate"))

    assert "~" in texts_of(svg)
    assert "about 2020-09" in tooltips_of(svg)[0]


def test_undated_events_are_counted_and_named():
    shown = " ".join(texts_of(drawn(told(), told(date=None, precision=None))))

    assert "1 event has no date that is known and cannot be drawn: Zoom (Paused)." in shown


def test_events_that_await_a_review_are_counted_and_called_so():
    svg = drawn(told(), told(status="in_review", date="2020-08-01"))

    assert "1 event awaits a person’s review and may be wrong." in texts_of(svg)
    assert sorted("awaits a review" in words for words in tooltips_of(svg)) == [False, True]
    assert (
        etree.fromstring(svg)
        .findtext("{*}desc")
        .startswith("Zoom, data requests: Paused 2020-07-07; Paused 2020-08-01 (awaits a review).")
    )


def test_what_awaits_a_review_is_hollow_and_begins_and_ends_no_band():
    doubtful = told(stance="refused", status="in_review", date="2020-08-01")
    act = told(stance="complied", status="in_review", date="2020-08-02")
    svg = drawn(told(), doubtful, act)
    fills = {
        part.findtext("{*}title").split(" (")[0]: part.get("fill")
        for part in etree.fromstring(svg).iter("{*}path")
        if len(part)
    }

    assert fills == {
        "Zoom: Paused": "#0072B2",
        "Zoom: Refused": "#ffffff",
        "Zoom: Complied": "#ffffff",
    }
    assert bands(told(), doubtful, act) == [("paused", "2020-07-07", "2020-08-03", True)]
    assert "Hollow: awaits a review" in texts_of(svg)
    assert "Hollow: awaits a review" not in texts_of(drawn(told()))


@pytest.mark.parametrize("lines", [(), (told(date=None),), (told(date="2020-13"),)])
def test_a_picture_without_any_mark_still_says_what_it_is(lines):
    assert "A law: how companies answered" in texts_of(drawn(*lines))


def test_when_there_are_too_many_the_companies_with_most_sources_stay_whole():
    many = [
        told(company=name, company_name=name, stance=stance, sources=heard)
        for name, heard in (("a", 1), ("b", 5), ("c", 3))
        for stance in ("paused", "refused")
    ]
    shown = rows(*many, most=4)

    assert [row.company for row in shown.rows] == ["b", "c"]
    assert shown.events == 6
    assert shown.notes == (
        "Drawn are the 2 companies that most sources report. Not drawn, for want of room: 2 events "
        "of 1 other company.",
    )


def test_one_company_with_too_many_events_keeps_its_newest():
    shown = rows(*(told(date=f"2020-07-0{day}") for day in range(1, 6)), most=2)

    assert [mark.date for mark in shown.rows[0].marks] == ["2020-07-04", "2020-07-05"]
    assert shown.notes == (
        "Of Zoom, the 3 older events are not drawn: this picture has no room for them.",
    )


def test_months_in_which_most_happened_get_more_room_and_say_so():
    early = [told(date=f"2020-07-{day:02}", company=f"c{day}") for day in range(1, 10)]
    svg = drawn(*early, told(date="2024-05-14", company="late"))
    told_below = " ".join(texts_of(svg))

    assert "// marks the change" in told_below
    assert "//" in texts_of(svg)


@settings(deadline=None)
@given(
    st.lists(st.integers(1, date.max.toordinal()), min_size=1, max_size=30),
    st.integers(1, date.max.toordinal()),
)
def test_later_days_never_stand_before_earlier_ones(days, law):
    axis = axis_of(days, newest=max(days), law=law, left=250, right=900)
    places = [axis.pixel(day) for day in sorted(days)]

    assert places == sorted(places)
    assert 250 <= places[0] <= places[-1] <= 900.001
    assert sum(len(ticks(piece)) for piece in axis.pieces) < 60


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2020-02-29", ("2020-02-29", "2020-02-29")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("9999", ("9999-01-01", "9999-12-31")),
        ("2021-02-29", None),
        ("0000", None),
        ("2020-07-06-01", None),
        ("July", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_days_months_or_years(value, days):
    found = days_of(value)

    assert (found and tuple(date.fromordinal(day).isoformat() for day in found)) == days


def test_dates_at_the_ends_of_time_can_be_drawn():
    assert drawn(told(date="0001-01-01"), told(date="9999-12-31"), told(date="9999"))


def test_the_same_lines_give_the_same_bytes():
    lines = [
        told(company=name, stance=stance) for name in "abc" for stance in ("paused", "refused")
    ]

    assert drawn(*lines) == drawn(*lines)
    assert drawn(*lines, ending="png") == drawn(*lines, ending="png")


def test_hostile_words_are_only_words():
    lines = [
        told(
            company=f"c{place}",
            company_name=words,
            quote=words,
            scope=words,
            date=f"2020-07-{place % 28 + 1:02}" if place % 9 else None,
        )
        for place, words in enumerate(HOSTILE)
    ]
    root = etree.fromstring(drawn(*lines, law=HOSTILE[0]))
    names = Counter(etree.QName(part).localname for part in root.iter())
    values = [(name, value) for part in root.iter() for name, value in part.attrib.items()]

    assert set(names) <= {
        *("svg", "title", "desc", "rect", "g", "path", "text", "line"),
        *("defs", "linearGradient", "stop"),
    }
    assert [each for each in values if each[0].startswith("on") or "href" in each[0]] == []
    assert [value for _, value in values if "alert" in value or "hostile" in value] == []


@given(st.text(max_size=80), st.floats(5, 20), st.floats(20, 300))
def test_words_are_cut_and_wrapped_to_their_room(words, size, room):
    cut = fitted(words, size, room)

    assert cut in (words, "") or (cut.endswith("…") and words.startswith(cut[:-1]))
    assert width(cut, size) <= room + 1e-6 or cut == ""
    assert "".join("".join(wrapped(words, size, room)).split()) == "".join(words.split())
