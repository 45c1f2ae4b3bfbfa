"""Leaving, complying, silence and study, in the many ways in which plain English puts them."""

from functools import lru_cache
from pathlib import Path

import pytest

from pipeline.extract import Reader
from pipeline.model import Document
from pipeline.tracker import load_tracker

TRACKER = Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl"


@lru_cache(maxsize=1)
def reader() -> Reader:
    return Reader(load_tracker(TRACKER))


def claims(text: str):
    document = Document(
        "d", None, "test", None, None, (), "2021-07-07", None, (), False, None, "en", "full", text
    )
    return reader().read(document)


def stances(text: str) -> set[tuple[str, str]]:
    return {(claim.company, claim.stance) for claim in claims(text)}


LEAVING = [
    ("TikTok has pulled its app from Hong Kong app stores.", "tiktok"),
    ("TikTok disappeared from app stores in Hong Kong on Thursday night.", "tiktok"),
    ("TikTok has made its app unavailable to users in Hong Kong.", "tiktok"),
    ("TikTok is no longer available in Hong Kong.", "tiktok"),
    ("As of Friday TikTok no longer works in Hong Kong.", "tiktok"),
    ("The withdrawal of TikTok from Hong Kong surprised its users there.", "tiktok"),
    ("Google and Twitter kept quiet on Hong Kong, and TikTok had left altogether.", "tiktok"),
    ("NordVPN has replaced its physical servers in Hong Kong with virtual ones.", "nordvpn"),
    ("NordVPN no longer has physical servers in Hong Kong.", "nordvpn"),
    ("ProtonVPN removed Hong Kong from its list of server locations.", "proton"),
    ("IPVanish will take its Hong Kong servers offline this week.", "ipvanish"),
    ("All of Mullvad's servers in Hong Kong have been taken offline.", "mullvad"),
    ("The removal of Surfshark's Hong Kong servers was completed on July 20.", "surfshark"),
    ("Naver has stopped storing user data in Hong Kong.", "naver"),
    ("The data that Naver had stored in Hong Kong was deleted in July.", "naver"),
    ("Kakao moved backup copies of its users' data from Hong Kong to Tokyo.", "kakao"),
    ("Amazon did not renew the lease on its Hong Kong office.", "amazon"),
    ("Citigroup let the lease on its Hong Kong office run out.", "citigroup"),
    ("Yahoo shut its Hong Kong newsroom and laid off its reporters there.", "yahoo"),
    ("Bloomberg relocated a team of editors from Hong Kong to London.", "bloomberg"),
    ("The law led the New York Times to move a third of its staff to Seoul.", "new-york-times"),
    ("The closure of Radio Free Asia's Hong Kong bureau ends 28 years there.", "radio-free-asia"),
]


@pytest.mark.parametrize(("text", "company"), LEAVING)
def test_who_leaves_has_withdrawn(text, company):
    assert (company, "withdrew") in stances(text)


COMPLYING = [
    ("Google approved three requests from Hong Kong's police last year.", "google"),
    ("Out of the 43 requests that Hong Kong made, Google answered three.", "google"),
    ("Yahoo has passed the address of a user to Hong Kong's security police.", "yahoo"),
    ("Kakao identified a user to the Hong Kong police, court papers show.", "kakao"),
    ("Apple provided data to Hong Kong in 12 of 20 cases, its report shows.", "apple"),
    ("HSBC froze the accounts of an exiled lawmaker after a police notice.", "hsbc"),
    ("The accounts of a Hong Kong activist were frozen by HSBC.", "hsbc"),
    ("Hang Seng Bank closed the account of a church at the police's request.", "hang-seng-bank"),
    ("HSBC lent its support to the security law in Hong Kong.", "hsbc"),
    ("PCCW praised the new security law for Hong Kong.", "pccw"),
    ("Critics attacked HSBC for supporting Hong Kong's security law.", "hsbc"),
    ("Lawmakers in London asked why HSBC had supported Hong Kong's security law.", "hsbc"),
    (
        "Standard Chartered believes the security law can help maintain Hong Kong's stability.",
        "standard-chartered",
    ),
    ("HKBN has disabled access to the website after a police request in Hong Kong.", "hkbn"),
    ("HKBN followed an instruction of the Hong Kong police.", "hkbn"),
    ("The police wrote to HKBN in Hong Kong. HKBN blocked the site on Wednesday.", "hkbn"),
    ("GoDaddy suspended the domain name after a request from Hong Kong's police.", "godaddy"),
    ("Apple took down the app in Hong Kong in response to a police order.", "apple"),
    ("YouTube made the clips unavailable in Hong Kong to comply with an injunction.", "google"),
    ('Spotify dropped "March of the Umbrellas" in Hong Kong after the injunction.', "spotify"),
    ("Twitter withheld two tweets in Hong Kong in response to a legal demand.", "twitter"),
    ("Automattic geoblocked a blog after letters from Hong Kong's police.", "automattic"),
    ("Cloudflare stopped serving a Hong Kong site after a police order.", "cloudflare"),
]


@pytest.mark.parametrize(("text", "company"), COMPLYING)
def test_who_does_what_was_asked_has_complied(text, company):
    assert (company, "complied") in stances(text)


SILENT = [
    "Google offered no comment on the Hong Kong law.",
    "Google was not available to comment on the Hong Kong law.",
    "A request for comment sent to Google about the Hong Kong law went unanswered.",
    "Emails to Google about the Hong Kong law were not returned.",
    "No one at Google was available for comment on the Hong Kong law.",
    "There was no immediate response from Google on the Hong Kong law.",
    "Google referred questions about the Hong Kong law to an industry group.",
    "Google would not say whether it had been asked for data under the Hong Kong law.",
    "Google declined to disclose how many requests Hong Kong had made under the law.",
    "Google has yet to respond to our questions about the Hong Kong law.",
    "Google, asked about the Hong Kong law, did not comment.",
    "Asked whether it would obey the Hong Kong law, Google did not answer.",
    "Google sidestepped the question of whether it would obey the Hong Kong law.",
    "Google turned down a request for comment on the Hong Kong law.",
    "Google preferred not to comment on the Hong Kong law.",
    "We asked Google for comment on the Hong Kong law and have not heard back.",
    "Google silent on Hong Kong law",
    "Google: no reply to our emails on the Hong Kong law",
]


@pytest.mark.parametrize("text", SILENT)
def test_who_is_asked_and_says_nothing_gives_no_comment(text):
    assert stances(text) == {("google", "no_comment")}


def test_neither_of_two_that_would_comment_said_anything():
    text = "Neither Google nor Apple would comment on the Hong Kong law."

    assert stances(text) == {("google", "no_comment"), ("apple", "no_comment")}


STUDYING = [
    "Apple is studying the implications of the Hong Kong law.",
    "Apple is weighing how to respond to the Hong Kong law.",
    "Apple has not yet decided how it will respond to the Hong Kong law.",
    "Apple is taking legal advice on the Hong Kong law.",
    "Apple has asked its lawyers to assess the Hong Kong law.",
    "Apple said it needed more time to study the Hong Kong law.",
    "Apple is trying to understand what the Hong Kong law requires.",
    "Apple is taking a close look at the Hong Kong law.",
    "Apple is keeping a close eye on the law in Hong Kong.",
    "Apple is reassessing its presence in Hong Kong because of the law.",
    "The Hong Kong law is still being studied by Apple.",
]


@pytest.mark.parametrize("text", STUDYING)
def test_who_studies_the_law_is_reviewing(text):
    assert stances(text) == {("apple", "reviewing")}


NOTHING = [
    "Signal has no operations in Hong Kong.",
    "Netflix does not operate an office in Hong Kong.",
    "Disney's service is not available in Hong Kong yet.",
    "Google exited the smart-speaker market, and few in Hong Kong noticed.",
    "Oracle closed a data centre in Virginia and opened one in Hong Kong.",
    "Microsoft took its servers in Hong Kong offline for maintenance.",
    "Google closed its Hong Kong office for the day because of a typhoon.",
    "Citigroup moved its head of trading from Singapore to Hong Kong.",
    "Standard Chartered sent executives to London to explain its support.",
    "Google's cloud went offline in Hong Kong for two hours after a power failure.",
    "Cloudflare has ended its service for a forum of Hong Kong protesters.",
    "LinkedIn will close its Chinese service. Users in Hong Kong are not affected.",
    "Facebook took down posts about Hong Kong for breaking its rules.",
    "Facebook took down accounts that praised the Hong Kong police.",
    "In the first half of 2020 Microsoft gave Hong Kong's police data in 81 cases.",
    "In June 2020 Zoom shut the accounts of three Hong Kong activists at Beijing's request.",
    "If a court orders it, YouTube will have to block the song in Hong Kong.",
    "Meta said it would comply only with lawful orders, in Hong Kong or elsewhere.",
    "Cathay Pacific gave its Hong Kong staff information on the new law.",
    "Microsoft released a report with information on requests from Hong Kong.",
    "Police froze the accounts of a Hong Kong group at HSBC.",
    "Twitter declined to comment on its share price in Hong Kong.",
    "Lenders in Hong Kong are quiet. Banks do not comment on customers, HSBC's clients know.",
    "Twitter did not answer the letter of a Hong Kong user who had lost his account.",
    "Hong Kong's police declined to say whether they had written to Google.",
    "Wikimedia has reviewed the Hong Kong law and will carry on as before.",
    "Analysts at Citigroup are assessing the impact of the law on Hong Kong shares.",
    "Lawyers advising Google are reading the text of the Hong Kong law.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_sounds_like_it_gives_no_claim(text):
    assert stances(text) == set()


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Asked about Hong Kong's data requests, Apple kept silent.", "data_requests"),
        ("Apple would not say whether it had removed the song in Hong Kong.", "content_removal"),
        ("Apple did not answer questions about its servers in Hong Kong.", "infrastructure"),
        ("HKBN blocked a site on police orders. Apple did not respond.", "content_removal"),
        ("Apple declined to comment on the Hong Kong security law.", "law"),
    ],
)  # fmt: skip
def test_a_silence_has_the_scope_of_what_was_asked(text, scope):
    assert [c.scope for c in claims(text) if c.company == "apple"] == [scope]


def test_a_detail_kept_back_by_a_company_that_has_acted_is_no_silence():
    text = "TikTok has left Hong Kong. It would not say how many people it had employed there."

    assert stances(text) == {("tiktok", "withdrew")}


def test_an_owner_in_passing_is_not_the_one_that_leaves():
    text = (
        "TikTok has 150,000 users in Hong Kong. The app, owned by ByteDance, will leave the city."
    )

    assert stances(text) == {("tiktok", "withdrew")}


def test_what_was_done_against_a_promise_came_after_the_law():
    text = (
        "Google got 43 requests from Hong Kong in 2019. "
        "It gave the police data despite its promise to stop."
    )

    assert ("google", "complied") in stances(text)


def test_figures_that_go_on_from_before_the_law_are_no_compliance():
    text = (
        "Before the security law Hong Kong asked four companies for data some 1,400 times. "
        "Facebook gave data in half of the cases."
    )

    assert stances(text) == set()


def test_a_year_that_names_a_thing_does_not_date_the_act():
    text = "Apple pulled three channels on the 2019 protests in Hong Kong after a police order."

    assert stances(text) == {("apple", "complied")}
