"""A page that its source declares to be a company's own speaks for that company."""

from pathlib import Path

import pytest

from pipeline.extract import Reader
from pipeline.parse.given import given_document
from pipeline.tracker import load_tracker

TRACKER = load_tracker(Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl")
PAGES = {source.company: source.id for source in TRACKER.sources if source.company}
HEAD = "Data requests from Hong Kong\n\n"


@pytest.fixture(scope="module")
def read():
    reader = Reader(TRACKER)

    def claims(company, text):
        document = given_document("page", HEAD + text, source=PAGES.get(company, "added"))
        return [(each.company, each.stance, each.voice) for each in reader.read(document)]

    return claims


@pytest.mark.parametrize(
    ("company", "text", "stance"),
    [
        ("zoom", "We have paused processing data requests from the Hong Kong police.", "paused"),
        ("proton", "We will not comply with requests from Hong Kong authorities.", "refused"),
        (
            "apple",
            "We do not accept requests from the Hong Kong government directly.",
            "not_receiving_requests",
        ),
    ],
)
def test_we_is_the_company_though_its_name_is_nowhere(read, company, text, stance):
    assert read(company, text) == [(company, stance, "own")]


def test_on_a_page_of_nobody_we_is_nobody(read):
    assert read("nobody", "We have paused processing data requests from Hong Kong.") == []


def test_who_has_no_data_to_give_gave_none(read):
    text = "We never turned over user data to the police. We do not have user data to turn over."

    assert read("signal", text) == [("signal", "refused", "own")]


def test_servers_that_stay_for_now_limit_no_refusal(read):
    text = (
        "We will not comply with requests from Hong Kong authorities.\n\n"
        "Our servers in Hong Kong remain online for now."
    )

    assert read("proton", text) == [("proton", "refused", "own")]
