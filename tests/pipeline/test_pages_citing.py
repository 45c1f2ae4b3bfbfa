"""How an event is cited: who, what and where, and what is in doubt."""

import json
from dataclasses import replace

import pytest
from page_facts import ENTRY, FACTS, FOLDER, HERE, TRACKED
from pages import dangers

from pipeline.pages import citing, writing


def test_a_citation_names_source_address_and_state():
    assert citing.plain_citation(FACTS, TRACKED, HERE) == (
        "Zoom: Paused (data requests), 7 July 2020. “Zoom has paused data requests.” "
        "The Paper, https://paper.example/zoom. In: Stanceline, A law, "
        "https://site.example/events/zoom-paused-2020-07-07.html, state of 24 November 2026."
    )


def test_a_citation_without_an_address_of_ours_names_the_event():
    assert "A law, event zoom-paused-2020-07-07, state" in citing.plain_citation(
        FACTS, TRACKED, FOLDER
    )


@pytest.mark.parametrize(
    ("status", "doubt"),
    [("in_review", " [awaits a review]. "), ("rejected", " [rejected by a person]. ")],
)
def test_what_is_in_doubt_is_cited_as_such_and_told_to_no_machine(status, doubt):
    facts = replace(FACTS, entry=replace(ENTRY, status=status))
    page = writing.event(facts, TRACKED, HERE)

    assert doubt in citing.plain_citation(facts, TRACKED, HERE)
    assert "ld+json" not in page
    assert 'content="noindex"' in page


def test_the_claim_for_machines_names_nobody_as_author_of_a_newspapers_sentence():
    told = json.loads(citing.claim_object(FACTS, TRACKED, HERE))

    assert "author" not in told
    assert (told["temporalCoverage"], told["datePublished"]) == ("2020-07-07", "2020-07-08")
    assert {"@type": "Organization", "name": "Zoom"} in told["about"]


def test_the_claim_for_machines_is_valid_json_that_cannot_end_its_element():
    hostile = "</script><script>alert(1)</script>\u2028&"
    facts = replace(FACTS, entry=replace(ENTRY, quote=hostile, url="javascript:alert(1)"))
    written = citing.claim_object(facts, TRACKED, HERE)
    told = json.loads(written)

    assert not set("<>&\u2028") & set(written)
    assert (told["@type"], told["text"]) == ("Claim", "</script><script>alert(1)</script> &")
    assert "isBasedOn" not in told
    assert dangers(writing.event(facts, TRACKED, HERE)) == []
