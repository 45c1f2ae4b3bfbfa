"""Showing two wordings of a sentence, word by word."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.statements.word_diff import Segment, plain_diff, word_diff


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (
            "We have paused all requests.",
            "We have resumed all requests.",
            "We have [-paused-]{+resumed+} all requests.",
        ),
        ("We hand it over.", "We do not hand it over.", "We {+do not+} hand it over."),
        ("We do not answer.", "We do answer.", "We do [-not-] answer."),
        ("We paused it.", "We paused it on 6 July.", "We paused it {+on 6 July+}."),
        ("More than 10 of them", "More than 1,000 of them", "More than [-10-]{+1,000+} of them"),
        ("我們已暫停處理請求。", "我們已恢復處理請求。", "我們已[-暫停-]{+恢復+}處理請求。"),
        ("It is so.", "It is so.", "It is so."),
        ("“So,” she said.", "'So,' she said.", "'So,' she said."),
        ("", "All of it.", "{+All of it.+}"),
        ("All of it.", "", "[-All of it.-]"),
        (
            "We left in May, of course.",
            "We stayed until June, of course.",
            "We [-left in May-]{+stayed until June+}, of course.",
        ),
    ],
)
def test_a_difference_reads_word_by_word(before, after, shown):
    assert plain_diff(word_diff(before, after)) == shown


def test_a_difference_is_made_of_what_was_kept_is_gone_and_is_new():
    assert word_diff("We paused it.", "We resumed it.") == (
        Segment("kept", "We "),
        Segment("gone", "paused "),
        Segment("new", "resumed "),
        Segment("kept", "it."),
    )


SENTENCES = st.one_of(
    st.lists(st.sampled_from(["We", "do", "not", "a", "b.", "我們", "12", "-", "“x”"])).map(
        " ".join
    ),
    st.text(max_size=80),
)


@given(SENTENCES, SENTENCES)
def test_nothing_of_either_wording_is_lost(before, after):
    segments = word_diff(before, after)

    now = "".join(one.text for one in segments if one.kind != "gone")
    then = "".join(one.text for one in segments if one.kind != "new")
    assert now == after
    assert len("".join(then.split())) == len("".join(before.split()))


def test_endless_wordings_are_shown_in_no_time():
    begun = time.process_time()
    word_diff("a b " * 50_000, "b c " * 50_000)

    assert time.process_time() - begun < 4
