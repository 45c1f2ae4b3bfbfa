"""Reading and comparing what watched pages say."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.statements.comparing import Difference, compare
from pipeline.statements.reading import alike, significant

FURNITURE = """
Last updated: 3 March 2021
Updated 5 days ago
Updated: 3 de marzo de 2021
This page was last reviewed on July 7th, 2020 at 3:45 pm PDT.
12,345 views
1.2K shares
There are 43 articles in this section
3 min read
Estimated reading time: 4 minutes
Share on Facebook
Copy link
© 2021 Example Video Communications, Inc. All rights reserved.
(c) 2020 eBay Inc
Was this page helpful?
12 of 30 people found this helpful
Yes / No
Subscribe to our newsletter
Page 2 of 5
« Previous | Next »
English | 日本語
Home > Help > Article 43
Skip to main content
By continuing to use this site you agree to our use of cookies.
Session expires in 10 minutes
Your request ID is 8f7a
How can we help you today?
Our site is down for scheduled maintenance until 04:00 UTC.
Today is Monday, 3 March 2021
最后更新时间：2021年3月3日
阅读 1.2万
版权所有 © 2021 海燕公司
此頁面有幫助嗎？
我们使用 Cookie 来改善您的体验。
訂閱我們的電子報
更多
"""
SAID = """
Yes
No.
Hong Kong
Article 43
Articles 43 and 44
Facebook
0
12 10 4
We updated our policy on 6 July 2020 to pause requests.
Updated 3 March 2021: we have paused requests.
Effective 6 July 2020
We do not use cookies.
We use no cookies.
We use cookies to improve your experience and hand data to the police.
We share your data with partners.
We received 12 requests.
As of November 2026 we have received 3 requests.
Our service is temporarily unavailable in Hong Kong.
This site is down for maintenance in Hong Kong until further notice.
We have published 12 reports.
This policy is updated every 6 months
We have no comment.
We will not provide feedback to the police.
Sign in records are kept for 30 days
© 2021 Example. we hand over data since 2020
我们已更新政策，暂停处理请求。
我们收到0条请求
我们不使用 Cookie。
我们分享您的数据
暂停
"""
FILLER = (
    "Nothing of this was ever said before.\n\nNor was anything of that.\n\nThis stands here too."
)


def lines_of(listed: str) -> list[str]:
    return listed.strip().splitlines()


@pytest.mark.parametrize("line", lines_of(FURNITURE))
def test_furniture_is_left_out_in_english_and_chinese(line):
    assert significant(f"{FILLER}\n\n{line}\n\n{FILLER}") == significant(f"{FILLER}\n\n{FILLER}")


@pytest.mark.parametrize("line", lines_of(SAID))
def test_what_only_looks_like_furniture_stays(line):
    found = significant(f"{FILLER}\n\n{line}\n\n{FILLER}")

    assert "".join(found[3:-3]).replace(" ", "") == line.replace(" ", "")


def test_a_date_alone_is_furniture_at_the_edges_and_a_heading_in_the_middle():
    assert significant(f"Our answer\n\n6 July 2020\n\n{FILLER}\n\n8 July 2020\n\n{FILLER}") == (
        "Our answer",
        *significant(FILLER),
        "8 July 2020",
        *significant(FILLER),
    )


def test_links_to_related_articles_go_and_what_follows_them_stays():
    text = (
        "We paused.\n\nRelated articles\n\n- How to leave\n- May I stay?\n\nHong Kong\n\nWe wait."
    )

    assert significant(text) == ("We paused.", "Hong Kong", "We wait.")


def test_the_heading_of_a_section_after_related_links_stays():
    text = "We paused.\n\nSee also\n\nHow to leave\n\nHong Kong\n\nWe wait."

    assert significant(text) == ("We paused.", "Hong Kong", "We wait.")


def test_sentences_below_a_related_heading_are_no_links():
    text = "We paused.\n\nSee also\n\n- We left the city in May.\n- We never came back."

    assert significant(text) == (
        "We paused.",
        "We left the city in May.",
        "We never came back.",
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We paused”, she said.", "'We paused', she said."),
        ("A pause – for now.", "A pause — for now."),
        ("We pa\u00adused\u00a0it.", "We paused it."),
        ("Our Answer To The Law", "OUR ANSWER TO THE LAW"),
        ("On 6 July 2020 we paused.", "On July 6th, 2020 we paused."),
        ("我們在 2020 年 7 月 6 日暫停。", "我們在2020年7月6日暫停。"),
        ("「暫停」到此為止。", "“暫停”到此為止。"),
        ("See our rules (opens in a new window).", "See our rules."),
        ("We paused. We wait.", "We wait.\n\nWe paused."),
        ("- We paused it\n- We wait", "We paused it\n\nWe wait"),
        ("We paused it,\nfor now.", "We paused it, for now."),
    ],
)
def test_spelling_and_place_are_no_change(one, other):
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We paused.", "We paused?"),
        ("We paused it.", "We did not pause it."),
        ("We asked the US.", "We asked the us."),
        ("Since 6 July 2020 it is so.", "Since 7 July 2020 it is so."),
        ("Do you pause? No.", "Do you pause? Yes."),
        (
            "Do you pause?\n\nNo.\n\nDo you stay?\n\nYes.",
            "Do you pause?\n\nYes.\n\nDo you stay?\n\nNo.",
        ),
        ("We paused. We paused.", "We paused."),
        ("Each costs 1.5 pounds.", "Each costs 15 pounds."),
        ("我們會交出。", "我們不會交出。"),
    ],
)
def test_the_smallest_change_of_meaning_is_one(one, other):
    assert not alike(one, other)


def test_an_answer_is_reworded_and_its_question_does_not_change():
    before = significant("Do you give data away?\n\nNo.\n\nDo you stay here?\n\nYes.")
    after = significant("Do you give data away?\n\nYes.\n\nDo you stay here?\n\nYes.")

    assert compare(before, after) == Difference(
        reworded=(("Do you give data away? No.", "Do you give data away? Yes."),)
    )


def test_a_list_below_a_question_is_no_answer():
    before = significant("Which places are open?\n\n- Hong Kong\n- Macau\n- Singapore")
    after = significant("Which places are open?\n\n- Macau\n- Singapore")

    assert compare(before, after) == Difference(disappeared=("Hong Kong",))


def test_a_sentence_between_a_question_and_its_answer_is_all_that_appears():
    before = ["Who would have stopped them?", "I doubt it.", "Nobody, as far as we can tell."]
    after = [before[0], "We left the city on Monday of last week.", *before[1:]]

    assert compare(before, after) == Difference(
        appeared=("We left the city on Monday of last week.",)
    )


def test_two_sentences_on_one_place_are_no_two_wordings():
    before = ["We do not answer requests of the police in Hong Kong.", "We stay in Hong Kong."]
    after = ["We do not sell telephones to anyone in Hong Kong.", "We stay in Hong Kong."]

    assert compare(before, after) == Difference(
        appeared=("We do not sell telephones to anyone in Hong Kong.",),
        disappeared=("We do not answer requests of the police in Hong Kong.",),
    )


def test_words_cut_otherwise_are_no_difference_beside_real_ones():
    before = ["We paused it, and we wait.", "Nobody was asked."]
    after = ["We paused it,", "and we wait.", "A judge was asked first."]

    assert compare(before, after) == Difference(
        appeared=("A judge was asked first.",), disappeared=("Nobody was asked.",)
    )


WORDS = st.one_of(
    st.sampled_from(["We", "paused.", "No.", "Yes?", "Hong", "Kong", "12", "views", "暫停。"]),
    st.sampled_from(["“it”", "it,", "Last", "updated", "2020", "related:", "-", "|", "©"]),
)
LINES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
TEXTS = st.lists(LINES, max_size=6).map("\n\n".join)


@given(st.one_of(TEXTS, st.text(max_size=200)))
def test_a_text_is_like_itself_and_differs_in_nothing(text):
    sentences = significant(text)

    assert alike(text, text + " ")
    assert not compare(sentences, sentences).found


@given(TEXTS, TEXTS)
def test_likeness_goes_both_ways(one, other):
    assert alike(one, other) == alike(other, one)


@given(LINES, st.lists(st.sampled_from([" ", "  ", "\t", "\u00a0", " \u2009 "]), min_size=8))
def test_blanks_within_lines_do_not_count(line, blanks):
    spaced = "".join(word + blank for word, blank in zip(line.split(" "), blanks, strict=False))

    assert alike(line, f"\n\n {spaced}\n")


@given(TEXTS, TEXTS)
def test_what_differs_one_way_differs_the_other_way(one, other):
    first, second = significant(one), significant(other)

    assert compare(first, second).found == compare(second, first).found == (not alike(one, other))


@pytest.mark.parametrize(
    "text",
    [
        "Ab. " * 250_000,
        "a\n" * 500_000,
        "\n".join(f"{number:x}" for number in range(160_000)),
        ". " * 500_000,
        "x" * 1_000_000,
        "( " * 500_000,
        ("a" + "\u0301\u0323" * 700) * 700,
        "a\u200b" * 500_000,
        "。" * 350_000,
        "Last updated 3 March 2021 and " * 33_000,
    ],
    ids=range(10),
)
def test_a_million_letters_of_anything_are_read_in_seconds(text):
    begun = time.process_time()
    significant(text)

    assert time.process_time() - begun < 4  # twice what is promised: the machine may be busy


def test_two_large_pages_without_a_word_in_common_are_compared_in_seconds():
    before = tuple(f"We answered request {number} of the police." for number in range(4000))
    after = tuple(f"They refused demand {number} from a court." for number in range(4000))
    begun = time.process_time()

    assert len(compare(before, after).appeared) == 4000
    assert time.process_time() - begun < 4


@settings(max_examples=50)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_can_be_compared(one, other):
    alike(one, other)
    compare(significant(one), significant(other))
