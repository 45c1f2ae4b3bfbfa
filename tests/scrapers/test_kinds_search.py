"""The search's answers are read as they come: mended where they can be, quoted where not."""

import json
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest

from scrapers.kinds import UnreadableLinks, search
from scrapers.links import Link, Offer
from scrapers.sources import Source

NOW = datetime(2020, 7, 8, 2, 0, tzinfo=UTC)
SOURCE = Source(
    id="gdelt",
    kind="search",
    url="https://search.example.org/doc",
    publisher="GDELT Project",
    language="en",
    timezone="UTC",
    query='"security law" (google OR zoom)',
    every_hours=24,
)
STORY = Link("https://www.example.hk/1", "Firm pauses")


def read(body):
    return search.read_links(
        body.encode(), url=SOURCE.url, media_type="application/json", source=SOURCE, now=NOW
    )


def answer(title="Firm pauses", url="https://www.example.hk/1"):
    return (
        f'{{"articles": [ {{ "url": "{url}", "url_mobile": "", "title": "{title}", '
        '"seendate": "20200707T120000Z", "domain": "example.hk", "language": "English" } ] }'
    )


def test_the_last_visit_and_some_hours_before_it_are_asked():
    (address,) = search.addresses(SOURCE, now=NOW)

    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == SOURCE.url
    assert {name: values[0] for name, values in parse_qs(parts.query).items()} == {
        "query": '"security law" (google OR zoom)',
        "mode": "artlist",
        "format": "json",
        "maxrecords": "250",
        "sort": "datedesc",
        "startdatetime": "20200706200000",
        "enddatetime": "20200708020000",
    }


def test_a_search_without_words_is_refused():
    with pytest.raises(UnreadableLinks, match="set query"):
        search.addresses(SOURCE.model_copy(update={"query": None}), now=NOW)


def test_a_window_is_asked_in_utc_and_for_no_more_rows_than_there_are():
    hong_kong = timezone(timedelta(hours=8))
    since = datetime(2020, 7, 1, tzinfo=hong_kong)

    address = search.query_address("zoom", since=since, until=since + timedelta(days=1))

    assert address.startswith("https://api.gdeltproject.org/api/v2/doc/doc?query=zoom&")
    assert "maxrecords=250&" in address
    assert address.endswith("startdatetime=20200630160000&enddatetime=20200701160000")


def test_an_article_has_no_date_since_when_it_was_seen_is_another():
    assert read(answer()) == Offer(links=(STORY,))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (r"Firm\'s pause", "Firm's pause"),
        (r"C:\Firm pauses", r"C:\Firm pauses"),
        (r"Firm \ pauses", r"Firm \ pauses"),
        (r"Firm \u56fd \u00 pauses", r"Firm 国 \u00 pauses"),
        (r"Firm pauses \\", "Firm pauses \\"),
        ("Firm pauses \\", "Firm pauses \\"),
        (r"He said \"no\"", 'He said "no"'),
        ("Firm\x02 \t pauses", "Firm\x02 pauses"),
        ("Firm\npauses", "Firm pauses"),
        ("國安法 : 公司", "國安法 : 公司"),
    ],
)
def test_illegal_escapes_and_control_characters_are_mended(title, expected):
    assert [link.title for link in read(answer(title)).links] == [expected]


@pytest.mark.parametrize("body", ["{}", '{"articles": []}', " {\n} "])
def test_nothing_found_is_no_problem(body):
    assert read(body) == Offer()


def test_rows_that_are_no_articles_are_left_out():
    rows = [{"url": "https://www.example.hk/1", "title": None}, {"url": 5}, {"url": "x"}, "row", {}]

    assert read(json.dumps({"articles": rows})).links == (Link("https://www.example.hk/1"),)


def test_a_full_answer_says_that_some_may_be_missing():
    rows = [{"url": f"https://www.example.hk/{number}", "title": "x"} for number in range(250)]

    assert read(json.dumps({"articles": rows})).problems == (
        "gdelt: 250 articles are all that one answer holds, so some may be missing; "
        "narrow query, or lower every_hours",
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Your query was too short or too long.\n", "Your query was too short or too long."),
        ("<html><body><b>Please limit requests.</b></body></html>", "Please limit requests."),
        ("", "nothing"),
        ("[]", "[]"),
    ],
)
def test_a_sentence_instead_of_an_answer_is_quoted(body, said):
    with pytest.raises(UnreadableLinks) as caught:
        read(body)

    assert str(caught.value) == (
        f"gdelt: the search answered {said!r}; follow its words, then ask again"
    )


@pytest.mark.parametrize(
    "body", ['{"articles": [', '{"articles": 5}', '{"articles":' + "[" * 50_000]
)
def test_an_answer_beyond_mending_is_refused(body):
    with pytest.raises(UnreadableLinks, match=r"^gdelt: the search sent JSON"):
        read(body)


def test_what_was_found_can_be_read_without_a_source():
    assert search.read_found(answer().encode(), media_type=None) == (STORY,)
