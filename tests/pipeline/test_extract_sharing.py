"""How a stance passes from one company to others: sets, turns, ellipsis, pairs and lists."""

from functools import lru_cache
from pathlib import Path

import pytest

from pipeline.extract import Reader
from pipeline.parse.given import given_document
from pipeline.tracker import load_tracker

TRACKER = Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl"
ZOOM_TOO = {("twitter", "paused"), ("zoom", "paused")}
PAUSED = "Twitter has suspended data requests from Hong Kong's police"


@lru_cache(maxsize=1)
def reader() -> Reader:
    return Reader(load_tracker(TRACKER))


def claims(text: str, *, published: str | None = "2020-07-08"):
    return reader().read(given_document("d", text, published=published))


def stances(text: str) -> set[tuple[str, str]]:
    return {(claim.company, claim.stance) for claim in claims(text)}


@pytest.mark.parametrize(
    "text",
    [
        f"{PAUSED}, as has Zoom.",
        f"{PAUSED}, as did Zoom on Tuesday.",
        f"{PAUSED}. So has Zoom.",
        f"{PAUSED}. So did Zoom a day later.",
        f"{PAUSED}. Zoom has too.",
        f"{PAUSED}. Zoom did the same.",
        f"{PAUSED}. Then came Zoom.",
        f"{PAUSED}. Zoom came second.",
        f"{PAUSED} since July 1 and Zoom since July 2.",
        f"{PAUSED} for now, following Zoom.",
        f"{PAUSED}. It follows the example of Zoom.",
        f"{PAUSED}. Zoom gave the police a similar answer.",
        f"{PAUSED}. Zoom's help pages carry the same line.",
        "Twitter suspended data requests from Hong Kong on Monday, Zoom on Tuesday.",
    ],
)
def test_what_one_company_did_another_is_said_to_have_done(text):
    assert stances(text) == ZOOM_TOO


@pytest.mark.parametrize(
    "text",
    [
        f"{PAUSED}. Zoom has not.",
        f"{PAUSED}. Zoom was on Monday traded at a record price.",
        f"{PAUSED} despite Zoom on its heels.",
        "Zoom did not join Twitter. " + PAUSED + ".",
    ],
)
def test_a_company_that_only_stands_beside_borrows_nothing(text):
    assert stances(text) == {("twitter", "paused")}


@pytest.mark.parametrize(
    "text",
    [
        "Zoom has become the latest American company to put a hold on Hong Kong's data requests.",
        "Zoom is among the firms that have frozen data requests from Hong Kong.",
        "Zoom has joined the list of companies that have suspended Hong Kong's data requests.",
        "Zoom was one of several companies to stop answering data requests from Hong Kong.",
        "Add Zoom to the list of firms that have stopped reviewing Hong Kong's data requests.",
        "On Tuesday it was Zoom that suspended data requests from Hong Kong.",
        "Three companies said they had ceased to process requests from Hong Kong: Zoom among them.",
    ],
)
def test_who_is_said_to_be_in_a_set_takes_its_stance(text):
    assert stances(text) == {("zoom", "paused")}


def test_who_did_not_join_a_set_does_not_take_its_stance():
    assert stances("Zoom did not join the firms that suspended Hong Kong's data requests.") == set()


def test_a_list_after_a_colon_names_those_who_are_only_counted_before():
    text = (
        "Three companies said that they had ceased to process requests from Hong Kong's police: "
        "Facebook, Google and, later in July 2020, Automattic."
    )

    assert stances(text) == {("meta", "paused"), ("google", "paused"), ("automattic", "paused")}


def test_the_former_and_the_latter_are_the_two_named_last():
    text = (
        "Naver and Kakao took different roads in Hong Kong. The former is moving its backups out "
        "of the city, the latter has stopped replying to data requests from the police."
    )

    assert stances(text) == {("naver", "withdrew"), ("kakao", "paused")}


def test_respectively_gives_each_company_its_own_act():
    text = (
        "Dropbox and TunnelBear respectively suspended the handling of Hong Kong's requests and "
        "shut their servers in the city."
    )

    assert stances(text) == {("dropbox", "paused"), ("tunnelbear", "withdrew")}


def test_a_company_can_do_as_one_did_that_stands_in_no_list():
    text = "The lender endorsed the security law in Hong Kong last week, as did Swire."

    assert stances(text) == {("swire", "complied")}


def test_a_name_with_a_time_of_its_own_has_its_own_date():
    text = "Twitter suspended Hong Kong's data requests on Monday, and Zoom on Tuesday."

    assert {(c.company, c.announced.value) for c in claims(text)} == {
        ("twitter", "2020-07-06"),
        ("zoom", "2020-07-07"),
    }


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Google: not processing new requests from Hong Kong for the time being.", "google"),
        ("Instagram: reviews of Hong Kong's data requests on hold", "meta"),
        ("Data requests from Hong Kong were frozen. Slack: paused in July", "slack"),
    ],
)
def test_a_line_of_a_list_is_read_as_what_its_company_says(text, company):
    assert stances(text) == {(company, "paused")}


def test_the_parent_company_is_the_owner_of_the_one_spoken_of():
    text = "LinkedIn has paused its replies to Hong Kong's police. The parent company did likewise."

    assert stances(text) == {("linkedin", "paused"), ("microsoft", "paused")}


def test_the_reply_that_is_given_again_is_the_last_one():
    text = (
        "Asked about the law in Hong Kong, Apple declined to comment. Google gave the same reply."
    )

    assert stances(text) == {("apple", "no_comment"), ("google", "no_comment")}


def test_who_is_praised_for_an_act_has_done_it():
    text = "A senator praised Twitter for not handing data to the Hong Kong authorities."

    assert stances(text) == {("twitter", "refused")}


@pytest.mark.parametrize(
    "text",
    [
        "Apple requires that requests from Hong Kong be submitted through the legal treaty.",
        "Hong Kong's police must, Apple says, use the mutual legal assistance process.",
        "Hong Kong's authorities must pursue requests to Apple through a treaty with Washington.",
        "Apple no longer accepts requests from Hong Kong unless they come by the treaty.",
        "Apple gives Hong Kong's police data only under a legal assistance treaty.",
        "Requests from Hong Kong must be made under the assistance treaty, Apple says.",
        "Under the MLAT process the Justice Department reviews Hong Kong's requests, Apple said.",
    ],
)
def test_what_a_company_demands_of_the_authorities_is_its_own_stance(text):
    assert stances(text) == {("apple", "not_receiving_requests")}


def test_what_activists_demand_is_nobodys_stance():
    text = "Activists in Hong Kong want requests to go through the treaty, not to Apple's lawyers."

    assert stances(text) == set()


def test_a_stop_without_an_object_stops_what_was_last_spoken_of():
    text = (
        "Police sent 17 requests from Hong Kong. Pinterest, which stopped in July, sent none back."
    )

    assert ("pinterest", "paused") in stances(text)


def test_a_limit_in_the_clause_of_another_company_is_not_its_limit():
    text = (
        "While Visa has suspended replies to the requests of Hong Kong's police pending advice, "
        "Mastercard rejects the requests outright."
    )

    assert stances(text) == {("visa", "paused"), ("mastercard", "refused")}


def test_a_place_in_a_relative_clause_moves_no_sentence_elsewhere():
    text = (
        "Twitter, which does not operate in mainland China, said it had suspended the processing "
        "of such requests."
    )

    assert stances(text + " Hong Kong's new law is a week old.") == {("twitter", "paused")}


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("Visa left our questions about the law in Hong Kong unanswered.", True),
        ("Asked about the Hong Kong law, Viber sent no answer.", True),
        ("Naver has offered no explanation of its exit from Hong Kong.", True),
        ("Zoom sent no answer to the Hong Kong police.", False),
    ],
)
def test_a_newsroom_left_without_an_answer_is_a_silence_and_the_police_are_not(text, silent):
    assert ("no_comment" in {stance for _, stance in stances(text)}) is silent


def test_a_letter_from_the_newsroom_is_no_request_from_the_police():
    assert stances("Samsung did not answer our letter about Hong Kong.") == {
        ("samsung", "no_comment")
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Which firms keep servers in Hong Kong? Surfshark has removed theirs.",
            {("surfshark", "withdrew")},
        ),
        (
            "Police in Hong Kong asked Facebook to delete nine pages, and Facebook refused.",
            {("meta", "refused")},
        ),
        (
            "A page on Hong Kong was out of reach at PCCW and HGC. Neither company responded to "
            "questions.",
            {("pccw", "no_comment"), ("hgc", "no_comment")},
        ),
        (
            "ZOOM SAYS SUSPENDS PROCESSING OF HONG KONG DATA REQUESTS",
            {("zoom", "paused")},
        ),
        (
            "Facebook's pause in Hong Kong applies to Instagram too, a spokesman said.",
            {("meta", "paused")},
        ),
        (
            "Slack is assessing the law in Hong Kong. Viber is doing likewise.",
            {("slack", "reviewing"), ("viber", "reviewing")},
        ),
    ],
)
def test_what_a_sentence_leaves_to_the_one_before_is_found_there(text, found):
    assert stances(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Not one of the 30 requests that Hong Kong sent to Discord was granted.",
            {("discord", "refused")},
        ),
        ("Pulling out of Hong Kong would abandon users, Signal said.", set()),
        ("Dropbox carried on in Hong Kong without following Zoom.", set()),
        ("A post claims that Zoom has closed its office in Hong Kong.", set()),
        (
            "A Bloomberg survey of 90 firms finds that many firms think of leaving Hong Kong.",
            set(),
        ),
        (
            "Stripe backs the security law for Hong Kong. Its engineers' union had no comment.",
            {("stripe", "complied")},
        ),
        (
            "Discord has suspended data requests from Hong Kong, but gave no details.",
            {("discord", "paused")},
        ),
    ],
)
def test_what_was_not_done_is_not_told_as_done(text, found):
    assert stances(text) == found
