"""Words beside figures: which stance is in force, what the figures say to it, and why."""

import sqlite3
from dataclasses import fields, replace
from functools import partial
from typing import get_args

import pytest
from saying_and_doing import FIGURE, LATER, PAUSE, UNKNOWN, compared, event, made, told

from pipeline.store import Store
from pipeline.store.comparing_sides import KINDS
from pipeline.store.comparing_view import SAID_VERSUS_DID
from pipeline.store.contents import Comparison
from pipeline.store.questions import CANNOT_BE_TOLD, WORD_AND_FIGURES_PART, answer
from scrapers.figures import FigureKind

H1 = {"period_start": "2020-01-01", "period_end": "2020-06-30"}
TREATY_ONLY = event("not_receiving_requests", "2020-08-14")
RESUMED = event("resumed", "2020-09")
NOT_TESTED = (
    event("no_comment", "2020-07-09"),
    event("refused", "2020-07-10", status="rejected"),
    event("withdrew", "2020-07-11"),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "timeline.db"


@pytest.fixture
def compare(path):
    return partial(compared, path)


@pytest.mark.parametrize(
    ("figure", "events", "expected"),
    [
        ({}, (PAUSE, *NOT_TESTED), ("paused", "differs")),
        ({}, (PAUSE, TREATY_ONLY), ("paused", "differs")),
        (LATER, (PAUSE, TREATY_ONLY), ("not_receiving_requests", "differs")),
        ({"kind": "emergency"}, (PAUSE, TREATY_ONLY), ("paused", "differs")),
        ({}, (), (None, "cannot tell")),
        (H1, (PAUSE,), (None, "cannot tell")),
        ({}, (event("paused", "2020"),), (None, "cannot tell")),
        (LATER, (event("paused", "2020"),), ("paused", "differs")),
        ({}, (event("paused", "2020-07"),), ("paused", "differs")),
        ({}, (event("paused", "2020-08-02"),), (None, "cannot tell")),
        ({}, (event("refused", "2021-06-08", effective="2020-07-01"),), ("refused", "differs")),
        ({}, (event("paused", None),), (None, "cannot tell")),
        ({"answered": 0, **UNKNOWN, "received": 42}, (PAUSE,), ("paused", "cannot tell")),
        ({**UNKNOWN, "answered": 0, "received": 42}, (PAUSE,), ("paused", "consistent")),
        ({"derived": 0, "derived_low": 0, "derived_high": 0}, (PAUSE,), ("paused", "consistent")),
        ({"derived": 0, "derived_low": 0, "derived_high": 1}, (PAUSE,), ("paused", "cannot tell")),
        ({**UNKNOWN, "answered": 0, "received": 0}, (PAUSE,), ("paused", "cannot tell")),
        ({**UNKNOWN, "answered": 0}, (PAUSE,), ("paused", "cannot tell")),
        ({**UNKNOWN, "answered": 1}, (PAUSE,), ("paused", "differs")),
        ({**UNKNOWN, "derived_low": 5000}, (PAUSE,), ("paused", "differs")),
        (UNKNOWN, (PAUSE,), ("paused", "cannot tell")),
        ({"contradiction": "2 received, 0 answered"}, (PAUSE,), ("paused", "cannot tell")),
        ({"kind": "treaty"}, (TREATY_ONLY, PAUSE), (None, "cannot tell")),
        ({"kind": "preservation"}, (PAUSE,), (None, "cannot tell")),
        ({"kind": "removal_items"}, (PAUSE,), (None, "cannot tell")),
        (
            {"kind": "removal_items"},
            (event("paused", "2020-07-06", scope="content_removal"),),
            ("paused", "differs"),
        ),
        ({"kind": "device"}, (event("not_receiving_requests", "2020-07-06"),), (None,) * 2),
        ({"company": "meta"}, (PAUSE,), (None, "cannot tell")),
        (LATER, (PAUSE, RESUMED), ("resumed", "consistent")),
        (
            {**LATER, **UNKNOWN, "answered": 0, "received": 3},
            (RESUMED,),
            ("resumed", "cannot tell"),
        ),
        ({}, (PAUSE, RESUMED), ("paused", "cannot tell")),
        ({}, (PAUSE, event("resumed", "2021-01")), ("paused", "differs")),
        ({}, (PAUSE, event("resumed", "2020")), ("paused", "cannot tell")),
    ],
)
def test_a_verdict_is_never_more_certain_than_both_sides(compare, figure, events, expected):
    (found,) = compare(replace(FIGURE, **figure), events=events)

    stance, verdict = expected
    assert (found.stance, found.verdict) == (stance, verdict or "cannot tell")


@pytest.mark.parametrize(
    ("figure", "events", "reason"),
    [
        ({}, (PAUSE,), "Paused since 2020-07-01; 2 of 42 legal requests were answered (5 % print"),
        (
            {"received": 1, "derived_low": 1, "derived_high": 1, "percentage": " 100 % "},
            (PAUSE,),
            "Paused since 2020-07-01; 1 of 1 legal request was answered (100 % printed).",
        ),
        (
            {**UNKNOWN, "received": 1, "answered": 0},
            (PAUSE,),
            "Paused since 2020-07-01; 0 of 1 legal request was answered.",
        ),
        (
            {"kind": "removal_items", "percentage": "2 legal, 38 policy"},
            (),
            "No stance about such requests is known for this period; 2 of 42 items were removed "
            "or restricted (printed: 2 legal, 38 policy).",
        ),
        (
            {"derived_low": 0},
            (PAUSE,),
            "Paused since 2020-07-01; 0 to 2 of 42 legal requests were answered (5 % printed), "
            "which settles nothing.",
        ),
        (
            {**UNKNOWN, "received_printed": "0 - 249", "received_notation": "range"},
            (PAUSE,),
            "Paused since 2020-07-01; 0 - 249 legal requests were received; how many were "
            "answered is not told.",
        ),
        (
            {**UNKNOWN, "answered": 1},
            (PAUSE,),
            "Paused since 2020-07-01; 1 legal request was answered; how many were received is "
            "not told.",
        ),
        (UNKNOWN, (PAUSE,), "Paused since 2020-07-01; no number is printed."),
        (
            {**UNKNOWN, "received": 0, "answered": 0},
            (PAUSE,),
            "Paused since 2020-07-01; nothing was received to test it by.",
        ),
        (
            {**UNKNOWN, "received_notation": "no_row"},
            (PAUSE,),
            "The report has no row for Hong Kong, and does not say that it lists every place "
            "(Paused since 2020-07-01).",
        ),
        (
            {**UNKNOWN, "received": 0, "received_notation": "no_row", "lists_all": True},
            (),
            "The report lists every place and has no row for Hong Kong: nothing was received to "
            "test a stance by.",
        ),
        (
            {"contradiction": "0 of 2 are answered, and the share is printed as 100 %"},
            (PAUSE,),
            "The report contradicts itself: 0 of 2 are answered, and the share is printed as "
            "100 % (Paused since 2020-07-01).",
        ),
        (
            {"kind": "treaty"},
            (PAUSE,),
            "Treaty requests test no stance: the treaty is the way that companies leave open; "
            "42 were received.",
        ),
        (
            {"kind": "content"},
            (TREATY_ONLY,),
            "Not_Receiving_Requests since 2020-08-14, inside the period; 2 of 42 requests were "
            "answered with content (5 % printed).",
        ),
        (
            {"kind": "device", **LATER},
            (TREATY_ONLY,),
            "Not_Receiving_Requests since 2020-08-14 cannot be tested by such figures; 2 of 42 "
            "device requests were answered (5 % printed).",
        ),
        (
            {},
            (PAUSE, RESUMED),
            "Paused since 2020-07-01, but another stance may hold in the same period, 2020-09 "
            "(Resumed); 2 of 42 legal requests were answered (5 % printed).",
        ),
    ],
)
def test_a_reason_is_one_sentence_with_both_sides(compare, figure, events, reason):
    (found,) = compare(replace(FIGURE, **figure), events=events)

    assert found.reason.startswith(reason)


SILENT = {"kind": "emergency", "percentage": " 43 % ", **LATER}
UNSURE = (
    "Paused since 2020-07-01, followed by Not_Receiving_Requests since 2020-08-14, which says no"
)


@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        (
            {**SILENT, "received": 7, "derived_low": 3, "derived_high": 3},
            f"{UNSURE}thing of such requests; 3 of 7 emergency requests were answered "
            "(43 % printed).",
        ),
        (
            {**SILENT, **UNKNOWN, "received": 7, "answered": 0},
            f"{UNSURE}thing of such requests; 0 of 7 emergency requests were answered.",
        ),
        (
            {**SILENT, **UNKNOWN, "received_notation": "no_row"},
            "The report has no row for Hong Kong, and does not say that it lists every place "
            f"({UNSURE}thing of such requests).",
        ),
    ],
)
def test_a_stance_tells_nothing_once_another_followed_that_is_silent(compare, figure, reason):
    (found,) = compare(replace(FIGURE, **figure), events=(PAUSE, TREATY_ONLY))

    assert (found.verdict, found.reason) == ("cannot tell", reason)
    assert (found.event, found.followed_by) == (PAUSE.id, TREATY_ONLY.id)
    assert (found.followed_label, found.followed_date) == ("Not_Receiving_Requests", "2020-08-14")


@pytest.mark.parametrize(
    ("later", "verdict"),
    [
        ({"date": "2021-01-31"}, "cannot tell"),
        ({"date": "2021-02-02"}, "differs"),
        ({"date": "2020"}, "cannot tell"),
        ({"date": "2020-07"}, "cannot tell"),
        ({"date": "2020-07-01"}, "differs"),
        ({"date": "2020-06-12"}, "differs"),
        ({"date": "2020-08-14", "scope": "content_removal"}, "differs"),
        ({"date": "2020-08-14", "status": "rejected"}, "differs"),
        ({"date": "2020-08-14", "company": "meta"}, "differs"),
    ],
)
def test_a_silent_stance_counts_when_it_may_have_followed(compare, later, verdict):
    silent = replace(TREATY_ONLY, **later)

    (found,) = compare(replace(FIGURE, **SILENT), events=(PAUSE, silent))

    assert (found.verdict, found.followed_by is None) == (verdict, verdict == "differs")


def test_who_says_it_once_more_leaves_no_doubt(compare):
    again = event("paused", "2020-11-02")

    (found,) = compare(replace(FIGURE, **SILENT), events=(PAUSE, TREATY_ONLY, again))

    assert (found.event, found.verdict, found.followed_by) == (PAUSE.id, "differs", None)


def test_what_was_said_beforehand_counts_before_what_looks_back_on_it(compare):
    looking_back = event("refused", "2020-08-15", effective="2020-07-01", sources=9)

    (found,) = compare(FIGURE, events=(looking_back, PAUSE))

    assert (found.event, found.stance_date) == (PAUSE.id, "2020-07-01")


def test_a_day_counts_before_the_month_that_it_lies_in(compare):
    vague = event("refused", "2021-06-08", effective="2020-07")

    assert [found.event for found in compare(FIGURE, events=(vague, PAUSE))] == [PAUSE.id]


def test_of_two_said_on_one_day_the_one_with_more_sources_counts(compare):
    twins = (event("paused", "2020-07-06"), event("refused", "2020-07-06", sources=3))

    assert [found.stance for found in compare(FIGURE, events=twins)] == ["refused"]


def test_who_says_it_again_has_not_begun_anew(compare):
    again = event("paused", "2020-11-02")

    (found,) = compare(replace(FIGURE, **LATER), events=(PAUSE, again))

    assert found.event == PAUSE.id


def test_two_answers_on_one_day_cannot_be_told_apart(compare):
    both = (event("paused", "2020-06-30"), event("resumed", "2020-06-30", sources=5))

    assert [found.verdict for found in compare(FIGURE, events=both)] == ["cannot tell"]


def test_comparisons_are_asked_by_company_and_period(compare):
    figures = (FIGURE, told(1, company="meta"), told(2, **LATER), told(3, **H1))

    found = compare(*figures, companies=("google",), since="2020-12", until="2021-01-01")

    assert [each.figure for each in found] == ["google-2020-h2-legal", "f2"]


def test_what_a_report_prints_stays_text(compare):
    nasty = '</script>"; drop table figures; --\n\u202e' + "x" * 9999

    (found,) = compare(
        told(1, percentage=nasty, country=nasty, contradiction=nasty, received_printed=nasty)
    )

    assert (found.percentage, len(found.reason) < 400) == (nasty, True)


def test_a_figure_comes_back_as_it_was_put(path):
    figure = told(1, lists_all=True, cells='{"received": [3, 5]}', note="As printed", part="a.csv")
    with Store.open(path, mode="w") as store:
        store.rebuild(made.make_contents())
        with store.transaction("f" * 16) as rows:
            rows.put_figures([FIGURE, replace(figure, source="a.zip", note=None)])
            rows.put_figures([figure])

        assert store.figures() == [figure, FIGURE]


def test_every_kind_of_figure_has_its_words():
    assert tuple(KINDS) == get_args(FigureKind)


def test_a_comparison_has_the_columns_of_the_view(path, compare):
    compare(FIGURE)
    names = [field.name for field in fields(Comparison)]

    rows = sqlite3.connect(path).execute("select * from said_versus_did")
    assert [column[0] for column in rows.description] == names
    assert [name for name, _ in SAID_VERSUS_DID.columns] == names


def test_the_view_begins_with_the_answer():
    assert [name for name, _ in SAID_VERSUS_DID.columns[:11]] == [
        "company_name",
        "period_start",
        "period_end",
        "kind",
        "received",
        "answered",
        "derived",
        "percentage",
        "stance_label",
        "verdict",
        "reason",
    ]


def test_what_is_counted_and_what_is_worked_out_stand_apart(path, compare):
    compare(told(1, derived_high=3))

    (row,) = answer(path, WORD_AND_FIGURES_PART)
    assert (row["answered"], row["derived"]) == (None, 2)
    assert (row["derived_low"], row["derived_high"]) == (2, 3)


def test_what_cannot_be_told_begins_after_the_law(path, compare):
    compare(told(1, **H1), told(2, **LATER, kind="treaty"), told(3, kind="treaty"))

    rows = answer(path, CANNOT_BE_TOLD)
    assert [(row["kind"], row["period_start"]) for row in rows] == [
        ("treaty", "2020-07-01"),
        ("treaty", "2021-01-01"),
    ]
