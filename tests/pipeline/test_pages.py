"""What our pages say, each from facts made by hand: no server, no database."""

from dataclasses import replace

import pytest
from editions import PROOF
from lxml import html
from page_facts import ENTRY, EXHIBIT, FACTS, FOLDER, HERE, TRACKED
from pages import dangers, links, words

from pipeline.edition import Correction
from pipeline.pages import writing
from pipeline.pages.asking import asked
from pipeline.pages.facts import (
    Batch,
    Context,
    Offer,
    Ruling,
)
from pipeline.pages.places import Places, file_name
from pipeline.pages.texts import after, before, cut, language
from pipeline.store import Choice
from pipeline.words import basis, day, moment

OFFER = Offer({"google": "Google", "zoom": "Zoom"}, frozenset({"zoom"}), ("data_requests",))


def question(**query):
    return asked(
        {name: [value] if isinstance(value, str) else value for name, value in query.items()},
        companies=OFFER.companies,
        stances=["paused"],
        scopes=["data_requests"],
    )


def page_of(**changes):
    return writing.event(replace(FACTS, **changes), TRACKED, HERE)


@pytest.mark.parametrize(
    ("value", "precision", "shown"),
    [
        ("2020-07-06", "day", "6 July 2020"),
        ("2020-07", "month", "July 2020"),
        ("2020", "year", "2020"),
        ("2020-09", "approximate", "about September 2020"),
        (None, None, "undated"),
        ("2020-13", "month", "2020-13"),
    ],
)
def test_a_date_is_spelled_as_precisely_as_it_is_known(value, precision, shown):
    assert day(value, precision) == shown


def test_a_moment_says_that_it_is_utc():
    assert moment("2026-11-24T01:02:03Z") == "24 November 2026, 01:02 UTC"
    assert moment(None) == "never"


def test_a_basis_says_where_a_date_came_from():
    assert basis("published") == "the day of publication"
    assert basis("on Tuesday") == "the words “on Tuesday”"


def test_a_long_text_ends_with_an_ellipsis_and_a_short_one_as_it_is():
    assert cut("x" * 100_000, 10) == "xxxxxxxxxx…"
    assert cut("short", 10) == "short"
    assert cut("a\u202eb\x00c\nd", 10) == "abc d"


@pytest.mark.parametrize("code", ['en" onclick="x', "e", None, "<b>", "zh--Hant"])
def test_a_language_that_is_none_is_left_out(code):
    assert language(code) is None


def test_a_context_is_parted_from_its_quote_as_in_the_text():
    context = Context("Before ", ". After", more_before=True, more_after=True)

    assert (before(context), after(context)) == ("… Before ", ". After …")


def test_a_server_and_a_folder_have_the_same_places():
    served, folder = Places(), FOLDER

    assert (served.front(), folder.front()) == ("/", "../index.html")
    assert (served.event("a-b"), folder.event("a-b")) == ("/events/a-b", "../events/a-b.html")
    assert served.timeline({"company": ("x", "y"), "stance": None}) == "/events?company=x&company=y"
    assert folder.timeline({"company": ("x",)}) == "../events.html?company=x"
    assert (served.feed(company="x"), folder.feed(company="x")) == (
        "/events.atom?company=x",
        "../companies/x.atom",
    )


def test_a_name_with_signs_leads_nowhere_else():
    assert Places().event("../x?y#z") == "/events/..%2Fx%3Fy%23z"


def test_files_that_end_alike_have_names_of_their_own():
    assert file_name("hk-nsl", "json", "json") == "hk-nsl.json"
    assert file_name("hk-nsl", "timelinejs", "json") == "hk-nsl-timelinejs.json"
    assert file_name("hk-nsl", "timelinejs-csv", "csv") == "hk-nsl-timelinejs.csv"
    assert file_name("hk-nsl", "markdown", "md", "zoom") == "hk-nsl-zoom.md"


def test_empty_filters_ask_for_nothing():
    found = question(company="", stance="", since=" ", until="")

    assert (found.choice, found.problems) == (Choice(), ())


def test_filters_become_a_choice_and_an_address_again():
    found = question(company=["zoom", "google"], stance="paused", since="2020-07", all="1")

    assert found.choice == Choice(
        ("zoom", "google"), stance="paused", since="2020-07", include_unlisted=True
    )
    assert Places().timeline(found.query()) == (
        "/events?company=zoom&company=google&stance=paused&since=2020-07&all=1"
    )
    assert found.words(OFFER.companies, {"paused": "Paused"}) == (
        "Zoom, Google, Paused, since 2020-07, also events that await a review"
    )


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"company": "nobody"}, "there is no company “nobody”"),
        ({"stance": "cross"}, "there is no stance “cross”"),
        ({"scope": "weather"}, "there is no scope “weather”"),
        ({"since": "July"}, "since: “July” is no date"),
        ({"until": "2020-02-30"}, "until: “2020-02-30” is no date"),
        ({"since": "٢٠٢٠"}, "since: “٢٠٢٠” is no date"),
        ({"since": "2021", "until": "2020"}, "the period ends (2020) before it begins (2021)"),
        ({"colour": "red"}, "“colour” is no filter"),
        ({"stance": ["paused", "refused"]}, "stance is given more than once"),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_guessed(query, problem):
    found = question(**query)

    assert [each for each in found.problems if each.startswith(problem)] != []
    assert found.choice == Choice()


def test_a_page_with_problems_keeps_what_was_chosen():
    wanted = question(company="zoom", since="July")
    page = writing.timeline(Batch(()), wanted, TRACKED, HERE, offer=OFFER, count=0)
    boxes = html.fromstring(page).xpath("//input[@name='company' and @checked]/@value")

    assert "is no date" in words(page)
    assert boxes == ["zoom"]
    assert html.fromstring(page).xpath("//input[@name='since']/@value") == ["July"]


def test_the_timeline_groups_events_by_year_and_says_how_many():
    entries = (ENTRY, replace(ENTRY, id="x", date="2021"), replace(ENTRY, id="y", date=None))
    page = writing.timeline(Batch(entries), question(), TRACKED, HERE, offer=OFFER, count=3)

    assert html.fromstring(page).xpath("//section[@class='year']/h2/text()") == [
        "2020",
        "2021",
        "Undated",
    ]
    assert "3 events" in words(page)


def test_the_quote_is_marked_in_its_context():
    page = html.fromstring(page_of())
    context = page.xpath("//blockquote[@class='context']")[0]

    assert context.text_content() == ("… It was said that Zoom has paused data requests. And more.")
    assert context.xpath(".//mark/text()") == ["Zoom has paused data requests."]


def test_a_claim_without_its_text_shows_the_quote_alone():
    page = page_of(exhibits=(replace(EXHIBIT, context=None),))

    assert html.fromstring(page).xpath("//blockquote[@class='context']//mark/text()") == [
        "Zoom has paused data requests."
    ]


def test_an_event_tells_how_its_dates_were_found_and_where_its_copy_lies():
    told = words(page_of())

    assert "7 July 2020, known to the day; found by the words “on Tuesday”" in told
    assert "8 July 2020, found by the page's own data for machines (JSON-LD)" in told
    assert "in demo.warc.gz at 120, sha256:aa" in told


def test_a_copy_is_linked_only_where_somebody_made_one():
    wayback = "https://web.archive.org/web/20200708000000/https://paper.example/zoom"
    kept = replace(EXHIBIT, record=replace(EXHIBIT.record, asked=wayback))

    assert [link for link in links(page_of()) if "web.archive.org" in link] == []
    assert wayback in links(page_of(exhibits=(kept,)))
    assert wayback in links(page_of(entry=replace(ENTRY, archived=wayback)))


def test_a_disagreement_of_dates_is_said():
    assert "the page's dates disagree" in words(
        page_of(exhibits=(replace(EXHIBIT, conflict=True),))
    )


def test_corrections_and_rulings_are_public():
    correction = Correction(
        "k1", ENTRY.id, "date", "2020-07-06", "2020-07-07", "typo", "2026-11-25T00:00:00Z"
    )
    ruling = Ruling(
        "r1",
        ENTRY.id,
        "accept",
        None,
        None,
        "ed",
        "I called",
        "2026-11-25T00:00:00Z",
        "applied",
        None,
    )
    told = words(page_of(corrections=(correction,), rulings=(ruling,)))

    assert "it said 2020-07-06, and says 2020-07-07 now." in told
    assert "accept 25 November 2026, 00:00 UTC by ed I called" in told


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("in_review", "awaits a review and stands on no timeline"),
        ("rejected", "was rejected by a person"),
    ],
)
def test_what_does_not_stand_on_the_timeline_says_so(status, said):
    assert said in words(page_of(entry=replace(ENTRY, status=status)))


def test_a_quote_in_another_language_says_which():
    page = page_of(entry=replace(ENTRY, language="zh"))

    assert html.fromstring(page).xpath("//article/blockquote/@lang") == ["zh"]


def test_a_very_long_quote_is_cut_and_stands_whole_in_the_evidence():
    quote = "word " * 20_000
    proof = replace(PROOF, quote=quote)
    page = page_of(entry=replace(ENTRY, quote=quote), exhibits=(replace(EXHIBIT, proof=proof),))

    assert len(html.fromstring(page).xpath("//article/blockquote")[0].text_content()) < 2100
    assert "The whole quote, 100,000 characters" in words(page)
    assert quote.strip() in words(page)


def test_a_page_in_a_folder_asks_no_server():
    page = writing.event(FACTS, TRACKED, FOLDER)

    assert [link for link in links(page) if link.startswith("/")] == []
    assert "Content-Security-Policy" in page
    assert html.fromstring(page).xpath("//form") == []


def test_links_out_tell_nobody_where_the_reader_came_from():
    rels = html.fromstring(page_of()).xpath("//a[starts-with(@href, 'https://paper')]/@rel")

    assert set(rels) == {"noopener noreferrer nofollow"}


def test_every_page_has_one_heading_a_way_past_the_head_and_a_main_part():
    page = html.fromstring(page_of())

    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]
    assert len(page.xpath("//main[@id='main']")) == 1
    assert page.xpath("//html/@lang") == ["en"]


def test_no_page_has_styles_or_handlers_that_the_policy_would_refuse():
    assert dangers(page_of()) == []
