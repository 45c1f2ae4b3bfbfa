"""Companies that stand on no list: who is suggested, under which name, and who never is."""

import json
from functools import lru_cache
from pathlib import Path

import pytest

from pipeline.model import Document
from pipeline.parse.document import read_document
from pipeline.parse.given import given_document
from pipeline.suggesting import suggest
from pipeline.tracker import Tracker, load_tracker

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "data" / "demo"


@lru_cache(maxsize=1)
def tracker() -> Tracker:
    return load_tracker(ROOT / "data" / "trackers" / "hk-nsl")


def suggested(*texts: str) -> dict[str, set[str]]:
    documents = [
        given_document(str(number), text, published="2020-07-10")
        for number, text in enumerate(texts)
    ]
    return {
        one.company.name: {claim.stance for _, claim in one.claims}
        for one in suggest(documents, tracker())
    }


UNKNOWN = [
    (
        "On Tuesday Fjordvad VPN said it had removed its servers from Hong Kong. A spokesperson "
        "for Fjordvad said that customers would be moved to Singapore.",
        {"Fjordvad": {"withdrew"}},
    ),
    (
        "Skyflare Inc. has suspended the processing of data requests from Hong Kong's police, "
        "Reuters reported on Wednesday. Human Rights Watch urged others to refuse such requests.",
        {"Skyflare": {"paused"}},
    ),
    (
        "Posthorn, an encrypted mail service from Hanover, refuses to give user data to the Hong "
        "Kong police. Amnesty International said it welcomed the step.",
        {"Posthorn": {"refused"}},
    ),
    (
        "Google, Facebook, Klatsch and Filmbox have paused the handling of requests for user data "
        "from the Hong Kong government. The Justice Department declined to comment.",
        {"Klatsch": {"paused"}, "Filmbox": {"paused"}},
    ),
    (
        "Harbourfront Commercial Bank backed the national security law for Hong Kong on Friday, "
        "as did the Civic Party and Carrie Lam.",
        {"Harbourfront Commercial Bank": {"complied"}},
    ),
    (
        "Surfwhale shut down its Hong Kong servers on July 9. The Canadian government suspended "
        "its extradition treaty with Hong Kong.",
        {"Surfwhale": {"withdrew"}},
    ),
    (
        "The publisher Lantau Books has closed its office in Hong Kong, citing the security law. "
        "Bloomberg reported the news first.",
        {"Lantau Books": {"withdrew"}},
    ),
    (
        "TAIPEI (Meridian) - The messaging app Treema said that it was pausing its review of data "
        "requests from Hong Kong. CNN had asked the company for comment.",
        {"Treema": {"paused"}},
    ),
]


@pytest.mark.parametrize(("text", "wanted"), UNKNOWN, ids=[next(iter(w)) for _, w in UNKNOWN])
def test_a_company_on_no_list_is_suggested_with_its_stances(text, wanted):
    assert suggested(text) == wanted


DECOYS = [
    "The Security Bureau did not reply to questions. Security chief Chris Tang left Hong Kong.",
    "The High Court blocked the website in Hong Kong under the security law.",
    "The Ministry of Justice in Berlin suspended its legal assistance requests with Hong Kong.",
    "Britain suspended its extradition treaty with Hong Kong, and Australia followed suit.",
    "Chris Tang refused to comment on the Hong Kong law. Mr Tang supports the law.",
    "Human Rights Watch said that Google had paused data requests from Hong Kong.",
    "Asked by Reuters about Hong Kong's security law, Zoom declined to comment.",
    "Critics urged Brightwire to refuse data requests from Hong Kong.",
    "Brightwire may suspend the handling of Hong Kong's data requests.",
    "Will Brightwire stop processing data requests from Hong Kong?",
    "Apple Daily stopped printing in Hong Kong.",
    "Several VPN operators had removed their servers from Hong Kong in response to the law.",
    "Brightwire sells routers in Hong Kong, where the national security law is in force.",
    "Zoom has paused data requests from Hong Kong.",
]


@pytest.mark.parametrize("text", DECOYS)
def test_who_is_no_company_or_takes_no_stance_or_stands_on_the_list_is_not_suggested(text):
    assert suggested(text) == {}


def test_spellings_of_one_name_are_one_suggestion():
    documents = [
        given_document("a", "Fjordvad VPN has removed its servers from Hong Kong."),
        given_document("b", "Fjordvad Ltd paused data requests from Hong Kong."),
        given_document(
            "c",
            "Pacific Island Telecom (PIT) blocked the website in Hong Kong to obey the national "
            "security law. PIT said it had received an order from the police.",
        ),
    ]

    found = [one.company for one in suggest(documents, tracker())]

    assert [(c.slug, c.name, c.aliases) for c in found] == [
        ("fjordvad", "Fjordvad", ("Fjordvad VPN",)),
        ("pit", "PIT", ("Pacific Island Telecom",)),
    ]


def test_a_name_that_texts_also_use_as_a_word_counts_only_as_it_is_spelled():
    (one,) = suggest(
        [
            given_document(
                "a",
                "The messaging app Clatter has paused data requests from Hong Kong. The clatter "
                "of the trams went on.",
            )
        ],
        tracker(),
    )

    assert one.company.ambiguous


def test_whoever_more_documents_tell_of_comes_first_and_the_least_number_counts():
    documents = [
        given_document("a", "Fjordvad Ltd has removed its servers from Hong Kong."),
        given_document("b", "The app Treema has paused data requests from Hong Kong."),
        given_document("c", "The app Treema refuses to give data to the Hong Kong police."),
    ]

    assert [one.company.name for one in suggest(documents, tracker())] == ["Treema", "Fjordvad"]
    assert [one.company.name for one in suggest(documents, tracker(), least=2)] == ["Treema"]


@lru_cache(maxsize=1)
def pages_by_company() -> dict[str, list[str]]:
    pages: dict[str, list[str]] = {}
    for line in (DEMO / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        for slug in {event["company"] for event in page["events"]}:
            if not page["file"].startswith("zh-"):
                pages.setdefault(slug, []).append(page["file"])
    return pages


@lru_cache(maxsize=64)
def page(file: str) -> Document:
    return read_document((DEMO / file).read_bytes())


REMOVED = [
    "apple", "hkbn", "linkedin", "meta", "naver", "new-york-times", "pccw", "purevpn", "signal",
    "standard-chartered", "telegram", "twitter", "wix", "zoom",
]  # fmt: skip


@pytest.mark.parametrize("slug", REMOVED)
def test_a_company_that_is_taken_off_the_list_is_suggested_back(slug):
    company = tracker().company(slug)
    others = tuple(c for c in tracker().companies if c.slug != slug)
    documents = [page(file) for file in pages_by_company()[slug][:3]]

    found = suggest(documents, tracker().model_copy(update={"companies": others}))

    known = {company.name, *company.aliases, *(product.name for product in company.products)}
    assert found
    assert {one.company.name for one in found} <= known
