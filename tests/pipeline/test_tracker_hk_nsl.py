"""The first tracker, the Hong Kong national security law, is sound and holds what it must."""

from pathlib import Path

import pytest

from pipeline.tracker import load_tracker

REAL = Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl"


@pytest.fixture(scope="module")
def real():
    return load_tracker(REAL)


def test_the_first_tracker_follows_sixty_companies_or_more(real):
    assert real.id == "hk-nsl"
    assert len(real.companies) >= 60


def test_the_first_tracker_knows_when_the_law_began(real):
    days = {milestone.id: milestone.date.isoformat() for milestone in real.milestones}

    assert (real.law.enacted.isoformat(), real.law.in_force.isoformat()) == (
        "2020-06-30",
        "2020-06-30",
    )
    assert days["article-43-rules-gazetted"] == "2020-07-06"
    assert days["article-43-rules-in-force"] == "2020-07-07"
    assert list(days.values()) == sorted(days.values())


def test_every_company_can_be_told_by_a_description(real):
    assert [company.slug for company in real.companies if not company.descriptions] == []


def test_a_company_in_the_first_tracker_carries_its_old_and_new_name(real):
    meta, twitter = real.company("meta"), real.company("twitter")

    assert [(n.name, str(n.since or n.until)) for n in meta.names] == [
        ("Facebook", "2021-10-28"),
        ("Meta", "2021-10-28"),
    ]
    assert [(n.name, str(n.since or n.until)) for n in twitter.names] == [
        ("Twitter", "2023-07-24"),
        ("X", "2023-07-24"),
    ]
    assert "Facebook" in meta.aliases
    assert "Facebook" not in [product.name for product in meta.products]
    assert real.company("linkedin").parent == "microsoft"


def test_every_kind_of_look_alike_is_written_down(real):
    phrases = {phrase for company in real.companies for phrase in company.not_}

    assert {"Apple Daily", "Line 2", "signal that", "the Google of South Korea"} <= phrases


def test_company_sources_belong_to_companies(real):
    speaking = {source.company for source in real.sources if source.company}

    assert {"meta", "google", "apple", "tiktok"} <= speaking
    assert len(real.sources) >= 12


def test_what_is_said_or_done_once_is_not_taken_to_last(real):
    assert [stance.id for stance in real.stances if not stance.lasts] == [
        *("no_comment", "reviewing", "complied"),
    ]


def test_every_stance_is_labelled_in_a_colour_of_its_own(real):
    colours = [stance.colour for stance in real.stances]

    assert len(set(colours)) == len(colours)
    assert {"paused", "withdrew", "not_receiving_requests"} <= {s.id for s in real.stances}
