"""Searches fill the past; a page that is lost comes from an archive."""

from datetime import datetime

import pytest
from past_web import Memory, Web, gdelt

from pipeline.cli.running import run

STORY = "https://paper.example/story"
SEEN = datetime(2020, 7, 7, 12)
GONE = {"^https://paper.example/story": {"status": 404}}


def found(*stories, **web):
    return Web(articles=[(SEEN, url) for url in stories or (STORY,)], **web)


def copied(*timestamps):
    return [(STORY, timestamp, f"copy of {timestamp}") for timestamp in timestamps]


def test_a_story_that_was_found_is_asked_with_what_is_known_of_it():
    web, memory = found(), Memory()

    tally = gdelt(web, memory)

    ask = memory.taken[1][0]
    assert (ask.url, ask.source, ask.purpose, ask.of) == (STORY, "gdelt", "page", None)
    assert ask.link.title == "T"
    assert ask.via == web.answered[0]
    assert (tally.asked, tally.new, tally.known, tally.missed) == (2, 1, 0, ())


def test_a_second_walk_asks_nothing():
    web, memory = found(copies=copied("20200708000000"), said=GONE), Memory()
    gdelt(web, memory)
    web.answered.clear()

    tally = gdelt(web, memory)

    assert web.answered == []
    assert (tally.known, tally.missed) == (1, ())


def test_a_month_that_was_not_over_when_it_was_asked_for_is_asked_for_again():
    web, memory = found(now="2020-07-08T00:00:00Z"), Memory()
    gdelt(web, memory)
    web.answered.clear()

    gdelt(web, memory)

    assert ["search.example" in url for url in web.answered] == [True]


@pytest.mark.parametrize(
    "lost",
    [
        {"status": 404},
        {"status": 403},
        {"status": None, "failure": "unreachable"},
        {"status": None, "failure": "too_slow"},
        {"status": 200, "body": b"<html><h1>Page not found</h1></html>"},
        {"status": 403, "body": b"<title>Just a moment...</title>", "cf-mitigated": "challenge"},
    ],
)
def test_of_a_lost_page_the_first_copy_since_it_was_found_is_kept(lost):
    copies = copied("20200601000000", "20200708000000", "20200709000000")
    web, memory = found(copies=copies, said={"^https://paper.example/story": lost}), Memory()

    tally = gdelt(web, memory)

    assert memory.copies() == [(STORY, "2020-07-08T00:00:00Z")]
    assert memory.taken[-1][0].link.title == "T"
    assert (tally.new, tally.missed) == (1, ())


@pytest.mark.parametrize(
    "kept_back",
    [
        {"status": None, "failure": "robots"},
        {"status": None, "failure": "too_large"},
        {"status": 200, "body": b"%PDF-1.7"},
    ],
)
def test_a_page_that_its_site_keeps_back_is_not_looked_for_elsewhere(kept_back):
    copies = copied("20200708000000")
    web, memory = found(copies=copies, said={"^https://paper.example/story": kept_back}), Memory()

    tally = gdelt(web, memory)

    assert [url for url in web.answered if "archive.org" in url] == []
    assert [url for url, _ in tally.missed] == [STORY]


def test_a_lost_page_without_a_copy_is_missed():
    web, memory = found(copies=copied("20200601000000"), said=GONE), Memory()

    assert gdelt(web, memory).missed == ((STORY, "gone"),)


def test_a_page_that_was_out_of_reach_is_asked_again_unless_its_copy_is_kept():
    silent = {"status": None, "failure": "unreachable"}
    web, memory = found(said={"^https://paper.example/story": silent}), Memory()
    missed = gdelt(web, memory).missed
    web.said.clear()

    tally = gdelt(web, memory)

    assert missed == ((STORY, "unreachable"),)
    assert (tally.asked, tally.new, tally.missed) == (1, 1, ())


def test_more_than_250_articles_in_a_quarter_of_an_hour_are_told():
    stories = [f"https://paper.example/{number}" for number in range(251)]
    web, memory = found(*stories), Memory()

    tally = gdelt(web, memory)

    assert tally.new == 250
    assert tally.problems == (
        "gdelt: more than 250 articles in the quarter of an hour from 2020-07-07 12:00; "
        "narrow query to find the others",
    )


def test_an_error_that_comes_as_a_good_answer_leaves_the_window_open():
    web = found(said={"search.example": {"body": b"Please limit requests to one every 5 seconds."}})
    memory = Memory()
    tally = gdelt(web, memory)
    web.said.clear()

    again = gdelt(web, memory)

    assert "limit requests" in tally.problems[0]
    assert (again.asked, again.new, again.problems) == (2, 1, ())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["wayback", "--source", "telegram"], "did you mean 'telegram_faq'"),
        (["wayback", "--source", "hkfp"], "stanceline backfill wayback URL... --source hkfp"),
        (["wayback", "telegram.org/faq"], "begin it with https://"),
        (["wayback", "--since", "2021-01-01", "--until", "2020-01-01"], "swap the two"),
        (["wayback", "--since", "2020-13-01"], "2020-13-01"),
        (["gdelt", "--since", "2020-01-01"], "--until"),
        (["gdelt", "--since", "2020-01-01", "--until", "2020-02-01", "--source", "hkfp"], "query"),
        (["warc"], "FILE"),
        (["warc", "missing.warc.gz"], "missing.warc.gz"),
        (["warc", "nothing/*.warc.gz"], "no such file"),
        (["warc", "."], "'./*.warc.gz'"),
        (["warc", "a.warc.gz", "--workers", "0"], "--workers"),
        (["ccnews", "--since", "2020-07-01"], "--until"),
        (["ccnews", "--since", "2020-07-02", "--until", "2020-07-01"], "swap the two"),
        (["ccnewz"], "ccnewz"),
    ],
)
def test_wrong_usage_is_told(arguments, said, tmp_path, capsys):
    assert run(["backfill", *arguments, *(["--data", str(tmp_path)] if arguments[1:] else [])]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("name", ["wayback", "gdelt", "warc", "ccnews"])
def test_the_help_of_each_backfill_carries_an_example_and_the_common_options(name, capsys):
    assert run(["backfill", name, "--help"]) == 0

    shown = capsys.readouterr().out
    assert f"stanceline backfill {name}" in shown
    assert "--tracker ID" in shown
    assert "--data DIR" in shown
