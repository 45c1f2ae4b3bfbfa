"""Which date of a text belongs to an act, and which to its saying, to others or to the page."""

from functools import lru_cache
from pathlib import Path

import pytest

from pipeline.extract import Reader
from pipeline.parse.given import given_document
from pipeline.tracker import load_tracker

TRACKER = Path(__file__).parents[2] / "data" / "trackers" / "hk-nsl"
FRIDAY = "2020-07-10"
STOPPED = "stopped processing data requests from Hong Kong"


@lru_cache(maxsize=1)
def reader() -> Reader:
    return Reader(load_tracker(TRACKER))


def dates(text, company, *, published=FRIDAY, stance=None):
    """Read a text and give the announced and the effective date of a company's one stance."""
    document = given_document("d", text, source="test", title=None, published=published, url=None)
    claims = [c for c in reader().read(document) if c.company == company]
    (claim,) = [c for c in claims if stance in {None, c.stance}]
    return claim.announced.value, claim.effective.value


@pytest.mark.parametrize(
    "text",
    [
        f"Reddit said late on Wednesday that it had {STOPPED}.",
        f"Reddit has {STOPPED}, a spokeswoman said on Wednesday.",
        f"In an email to reporters on Wednesday, Reddit said it had {STOPPED}.",
        f"Reddit, in a post published on Wednesday, said it had {STOPPED}.",
        f"In a note dated July 8, Reddit told its users that it has {STOPPED}.",
        f"Reddit has {STOPPED}, according to a letter seen on Wednesday.",
        f"It emerged on Wednesday that Reddit has {STOPPED}.",
        "Wednesday's announcement that Reddit would no longer process data requests from Hong Kong "
        "surprised nobody.",
        "Reddit's pause of Hong Kong data requests, announced on Wednesday, is to last.",
    ],
)
def test_a_date_of_the_saying_announces_and_no_more(text):
    assert dates(text, "reddit") == ("2020-07-08", None)


@pytest.mark.parametrize(
    "text",
    [
        f"On Wednesday Reddit {STOPPED}.",
        f"Reddit {STOPPED} on Wednesday.",
        "Reddit became the latest firm to stop processing Hong Kong data requests on July 8.",
        f"It was on Wednesday that Reddit {STOPPED}.",
        "Reddit copied its rivals on Wednesday and put a halt to the processing of data requests "
        "from Hong Kong.",
        "The move by Reddit on Wednesday to stop processing Hong Kong requests matches others.",
    ],
)
def test_a_day_under_a_public_act_is_both(text):
    assert dates(text, "reddit") == ("2020-07-08", "2020-07-08")


def test_saying_and_doing_keep_a_date_each():
    text = f"Reddit told AFP on Thursday that it had {STOPPED} on July 1."

    assert dates(text, "reddit") == ("2020-07-09", "2020-07-01")


def test_an_act_told_later_without_a_day_is_announced_by_the_page():
    text = "Surfshark closed its Hong Kong servers on Monday, its spokesman confirmed by email."

    assert dates(text, "surfshark") == (FRIDAY, "2020-07-06")


@pytest.mark.parametrize(
    ("text", "began"),
    [
        (f"Reddit will have {STOPPED} from next Monday, it said.", "2020-07-13"),
        ("Reddit will stop processing data requests from Hong Kong on Monday.", "2020-07-13"),
        ("Reddit has not processed Hong Kong's data requests since July 1.", "2020-07-01"),
        ("As of July 2, Reddit no longer processes data requests from Hong Kong.", "2020-07-02"),
        ("Effective today, Reddit no longer processes Hong Kong data requests.", FRIDAY),
        ("With immediate effect, Reddit no longer processes Hong Kong data requests.", FRIDAY),
        ("Reddit will from now on no longer process data requests from Hong Kong.", FRIDAY),
    ],
)
def test_a_beginning_is_effective_and_the_page_announces(text, began):
    assert dates(text, "reddit") == (FRIDAY, began)


@pytest.mark.parametrize(
    "when",
    [
        "when the law took effect",
        "hours after the new security law came into force",
        "the moment the law came in last week",
        "since the national security law was imposed",
        "on the day the legislation entered into force",
    ],
)
def test_the_coming_of_the_law_dates_what_began_with_it(when):
    text = f"Reddit said on Thursday that it {STOPPED} {when}."

    assert dates(text, "reddit") == ("2020-07-09", "2020-06-30")


def test_what_was_done_soon_after_the_law_is_of_its_first_month():
    text = f"Old news first. Within a week of the law's arrival Reddit had {STOPPED}."

    assert dates(text, "reddit", published="2021-06-30") == ("2020-07", "2020-07")


@pytest.mark.parametrize(
    "text",
    [
        f"Reddit has {STOPPED}, after last week's protests.",
        f"Reddit has {STOPPED} until August 31.",
        f"Reddit has {STOPPED}, as Britain said on Tuesday that it would take in refugees.",
        f"Reddit, whose shares fell on Tuesday, has {STOPPED}.",
        f"Reddit has {STOPPED} that were received on June 30.",
        f"HONG KONG, July 9 - Reddit has {STOPPED}.",
        f"Reddit has {STOPPED}, the third firm within a day.",
        f"Reddit has {STOPPED} for the coming weeks.",
    ],
)
def test_dates_of_others_of_ends_and_of_datelines_are_not_the_acts(text):
    assert dates(text, "reddit") == (FRIDAY, None)


def test_a_clause_with_a_subject_of_its_own_keeps_its_own_date():
    text = (
        "TunnelBear shut down its servers in Hong Kong on Monday, while TikTok left Hong Kong "
        "on Thursday."
    )

    assert dates(text, "tunnelbear") == ("2020-07-06", "2020-07-06")
    assert dates(text, "tiktok") == ("2020-07-09", "2020-07-09")


def test_a_date_belongs_to_the_clause_that_begins_with_when():
    text = f"The wait ended on Thursday, when Reddit {STOPPED}."

    assert dates(text, "reddit") == ("2020-07-09", "2020-07-09")


def test_names_with_a_day_beside_each_are_dated_by_their_own():
    text = "Facebook (July 6) and Zoom (July 7) have suspended Hong Kong data requests."

    assert dates(text, "meta") == ("2020-07-06", "2020-07-06")
    assert dates(text, "zoom") == ("2020-07-07", "2020-07-07")


def test_days_counted_from_another_verb_are_counted():
    text = (
        "TikTok was no longer available in Hong Kong on Friday, four days after the company "
        "announced its exit from the city."
    )

    assert dates(text, "tiktok") == ("2020-07-06", FRIDAY)


@pytest.mark.parametrize(
    ("text", "announced"),
    [
        ("Signal refused on Wednesday to give user data to the Hong Kong police.", "2020-07-08"),
        ("HSBC backed the national security law for Hong Kong on Wednesday.", "2020-07-08"),
        ("Spotify declined on Wednesday to comment on the Hong Kong law.", "2020-07-08"),
    ],
)
def test_what_is_only_said_has_no_day_of_doing(text, announced):
    (claim,) = reader().read(
        given_document("d", text, source="test", title=None, published=FRIDAY, url=None)
    )

    assert (claim.announced.value, claim.effective.value) == (announced, None)


def test_telling_the_police_where_to_send_requests_is_the_act():
    text = "Yahoo told the Hong Kong police on Wednesday to send requests through the treaty."

    assert dates(text, "yahoo") == ("2020-07-08", "2020-07-08")


def test_data_given_in_secret_are_announced_by_who_tells_of_it():
    text = (
        "Discord gave user data to the Hong Kong police in March, court papers filed on Monday say."
    )

    assert dates(text, "discord", published="2021-08-11") == ("2021-08-09", "2021-03")


def test_data_given_in_secret_are_not_announced_by_the_day_of_giving():
    text = "Remember 2020? Discord gave user data to the Hong Kong police in March."

    assert dates(text, "discord", published="2021-08-11") == (None, "2021-03")


@pytest.mark.parametrize(
    ("text", "announced"),
    [
        ("Britain criticised Snap's decision to suspend Hong Kong data requests.", "2020-07"),
        ("Zoom is silent, unlike Snap, which has suspended Hong Kong data requests.", "2020-07"),
    ],
)
def test_background_has_the_laws_first_month_and_later_none(text, announced):
    assert dates(text, "snap", stance="paused") == (announced, None)
    assert dates(text, "snap", published="2020-09-30", stance="paused") == (None, None)


def test_a_standing_practice_is_not_news_of_the_day():
    text = "Yahoo takes requests from the Hong Kong police through the treaty alone."

    assert dates(text, "yahoo") == (None, None)


@pytest.mark.parametrize(
    ("following", "expected"),
    [
        ("The change took effect on Monday.", (FRIDAY, "2020-07-06")),
        ("The pause was announced on Monday.", ("2020-07-06", None)),
        ("It confirmed this in a post on Tuesday.", ("2020-07-07", None)),
        ("The memo went to its staff on Tuesday.", ("2020-07-07", None)),
        ("The law was passed on June 30.", (FRIDAY, None)),
    ],
)
def test_the_next_sentence_dates_what_it_tells_of_again(following, expected):
    assert dates(f"Reddit has {STOPPED}. {following}", "reddit") == expected


def test_one_that_did_so_on_a_day_is_dated_by_it():
    text = (
        "Discord and Snap both lifted their freeze on Hong Kong data requests this month. "
        "Snap did so on December 1."
    )

    assert dates(text, "snap", published="2020-12-15") == ("2020-12-01", "2020-12-01")


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("7 July 2020\nZoom has suspended the handling of data requests from Hong Kong.", None),
        ("Posted 7 July 2020. Zoom has suspended all Hong Kong data requests.", "2024-05-30"),
    ],
)
def test_a_text_is_of_the_day_that_heads_it(text, published):
    assert dates(text, "zoom", published=published) == ("2020-07-07", None)


def test_lines_of_nothing_but_a_date_head_those_below():
    text = (
        "6 July 2020\nTwitter paused data requests from Hong Kong.\n"
        "13 July 2020\nTunnelBear shut down its servers in Hong Kong.\n"
    )

    assert dates(text, "twitter", published="2024-05-30") == ("2020-07-06", "2020-07-06")
    assert dates(text, "tunnelbear", published="2024-05-30") == ("2020-07-13", "2020-07-13")


@pytest.mark.parametrize(
    ("anchor", "announced"),
    [
        ("", None),
        (" The law took effect last week.", "2020-07-08"),
        (" The law was passed last month.", "2020-07"),
        (" Its lawyers met on Thursday, 9 July.", "2020-07-08"),
        (" Google said last month that it would study the law.", None),
    ],
)
def test_a_weekday_of_an_undated_page_is_unknown_unless_its_words_anchor_it(anchor, announced):
    text = f"Reddit said on Wednesday that it had {STOPPED}.{anchor}"

    assert dates(text, "reddit", published=None) == (announced, None)


def test_figures_of_requests_date_the_answers_to_them():
    text = (
        "Reddit's report, out on Friday, says it rejected all nine Hong Kong requests for user "
        "data that came in between January and June 2021."
    )

    assert dates(text, "reddit", published="2021-10-04") == ("2021-10-01", "2021-01")
