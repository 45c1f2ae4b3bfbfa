"""Stances that leave a doubt: without a date, not yet reviewed, or told of a product alone."""

from dataclasses import replace
from functools import partial

import pytest
from saying_and_doing import FIGURE, LATER, PAUSE, compared, event, made

from pipeline.store import Store

NUMBERS = "2 of 42 legal requests were answered (5 % printed)."
WAITING = {"status": "in_review"}
VIDEO = {"products": ("YouTube",)}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "timeline.db"


@pytest.fixture
def compare(path):
    return partial(compared, path)


@pytest.mark.parametrize(
    ("other", "doubt"),
    [
        (event("resumed", None), "Resumed may hold, at a time that is not known"),
        (event("resumed", None, **WAITING), "Resumed awaits review"),
        (event("resumed", "2020-09", **WAITING), "Resumed awaits review"),
        (event("resumed", "2021-06-30", **WAITING), "Resumed awaits review"),
        (event("resumed", "2020-09", **VIDEO), "Resumed since 2020-09 is told of YouTube alone"),
    ],
)
def test_another_answer_that_may_hold_leaves_a_doubt(compare, other, doubt):
    (found,) = compare(replace(FIGURE, **LATER), events=(PAUSE, other))

    assert (found.verdict, found.reason) == (
        "cannot tell",
        f"Paused since 2020-07-01, but {doubt}; {NUMBERS}",
    )
    assert (found.event, found.stance_date) == (PAUSE.id, "2020-07-01")


@pytest.mark.parametrize(
    "other",
    [
        event("refused", None),
        event("resumed", None, status="rejected"),
        event("resumed", None, scope="content_removal"),
        event("resumed", None, company="meta"),
        event("resumed", "2020-06-12", **WAITING),
        event("resumed", "2021-07-01", **WAITING),
        event("resumed", "2020-06-12", **VIDEO),
        event("resumed", "2021-07-01", **VIDEO),
    ],
)
def test_what_cannot_hold_or_answers_alike_leaves_none(compare, other):
    (found,) = compare(replace(FIGURE, **LATER), events=(PAUSE, other))

    assert (found.verdict, found.reason) == ("differs", f"Paused since 2020-07-01; {NUMBERS}")


def test_who_says_it_once_more_after_what_awaits_review_leaves_no_doubt(compare):
    events = (PAUSE, event("resumed", "2020-09", **WAITING), event("paused", "2020-11-02"))

    assert [found.verdict for found in compare(replace(FIGURE, **LATER), events=events)] == [
        "differs"
    ]


def test_what_awaits_review_holds_for_no_figure(compare):
    (found,) = compare(FIGURE, events=(replace(PAUSE, **WAITING),))

    assert (found.verdict, found.reason) == (
        "cannot tell",
        f"No stance about such requests is known for this period; {NUMBERS}",
    )


@pytest.mark.parametrize(
    ("products", "told_of"),
    [(("YouTube",), "YouTube"), (("Gmail", "YouTube"), "Gmail and YouTube")],
)
def test_what_is_told_of_a_product_alone_tests_no_company(compare, products, told_of):
    (found,) = compare(FIGURE, events=(replace(PAUSE, products=products),))

    assert (found.verdict, found.stance, found.event) == ("cannot tell", None, None)
    assert found.reason == f"Paused since 2020-07-01 is told of {told_of} alone; {NUMBERS}"


def test_a_product_s_stance_takes_no_place_of_the_company_s(compare):
    products = (
        event("refused", "2020-07-20", **VIDEO),
        event("paused", "2020-06-01", **VIDEO),
        event("not_receiving_requests", "2020-09-01", **VIDEO),
    )

    (found,) = compare(replace(FIGURE, **LATER, kind="emergency"), events=(PAUSE, *products))

    assert (found.event, found.verdict, found.followed_by) == (PAUSE.id, "differs", None)


@pytest.mark.parametrize(
    ("named", "verdict"), [((None, "YouTube"), "differs"), (("YouTube",) * 2, "cannot tell")]
)
def test_one_claim_that_names_the_company_makes_it_the_company_s(path, named, verdict):
    claims = tuple(
        made.make_claim(number, product=product) for number, product in enumerate(named, start=1)
    )
    paused = replace(PAUSE, products=("YouTube",), claims=tuple(claim.id for claim in claims))
    with Store.open(path, mode="w") as store:
        store.rebuild(
            made.make_contents(figures=(FIGURE,), events=(paused,), claims=claims, redirects=())
        )
        (found,) = store.comparisons()

    assert (found.verdict, " alone" in found.reason) == (verdict, verdict != "differs")
