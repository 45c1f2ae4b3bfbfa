"""The versions of a watched page, and how long its sentences with a stance stood there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import When
from pipeline.statements.history import Version, history
from pipeline.statements.observing import Observation, StanceSentence
from pipeline.statements.stays import Stay, dated_between, stays

PAUSED = "We paused the handling of requests from Hong Kong."
RESUMED = "We resumed the handling of requests from Hong Kong."
OPEN = "Our office stays open."
STANCE = StanceSentence(PAUSED, "zoom", "paused", "data_requests")


def moment(day: int) -> str:
    return f"2021-03-{day:02}T01:02:03Z"


def seen(day: int, *sentences: str, digest: str | None = None) -> Observation:
    text = "\n\n".join(sentences)
    stances = (STANCE,) if PAUSED in sentences else ()
    return Observation(moment(day), "page", digest or f"d{day}", text, stances)


def unreachable(day: int) -> Observation:
    return Observation(moment(day), "unreachable")


def gone(day: int) -> Observation:
    return Observation(moment(day), "gone")


def test_nights_without_news_make_no_version():
    looks = [seen(1, OPEN), seen(2, OPEN, "Last updated: 2 March 2021"), seen(3, OPEN)]

    assert history(looks) == (Version("first_seen", moment(1), None, None, "d1"),)


def test_a_change_lies_between_two_looks():
    looks = [seen(1, PAUSED, OPEN), seen(2, PAUSED, OPEN), seen(5, RESUMED, OPEN), seen(6, RESUMED)]

    assert history(looks) == (
        Version("first_seen", moment(1), None, moment(2), "d1"),
        Version("changed", moment(5), moment(2), moment(5), "d5", reworded=((PAUSED, RESUMED),)),
        Version("changed", moment(6), moment(5), None, "d6", disappeared=(OPEN,)),
    )


def test_unreachable_nights_are_one_outage_that_ends_no_version():
    looks = [seen(1, OPEN), unreachable(2), unreachable(3), seen(4, OPEN), unreachable(5)]

    assert history(looks) == (
        Version("first_seen", moment(1), None, None, "d1"),
        Version("unreachable", moment(2), moment(1), moment(3), None),
        Version("unreachable", moment(5), moment(4), None, None),
    )


def test_a_night_with_nothing_new_changes_no_row():
    looks = [seen(1, OPEN), unreachable(2), seen(3, PAUSED), gone(4), seen(5, PAUSED, OPEN)]

    assert history([*looks, seen(6, PAUSED, OPEN)]) == history(looks)
    assert history([*looks, unreachable(6), unreachable(7)]) == history([*looks, unreachable(6)])


def test_a_page_that_comes_back_is_compared_with_the_last_one_before():
    looks = [seen(1, PAUSED), gone(2), unreachable(3), gone(4), seen(6, PAUSED, OPEN)]

    assert history(looks) == (
        Version("first_seen", moment(1), None, moment(1), "d1"),
        Version("gone", moment(2), moment(1), moment(4), None),
        Version("changed", moment(6), moment(1), None, "d6", appeared=(OPEN,)),
    )


def test_a_page_that_comes_back_as_it_was_stands_again():
    looks = [seen(1, PAUSED), unreachable(2), gone(3), seen(4, PAUSED)]

    assert history(looks) == (
        Version("first_seen", moment(1), None, None, "d1"),
        Version("unreachable", moment(2), moment(1), moment(2), None),
        Version("gone", moment(3), moment(1), moment(3), None),
    )


def test_what_was_never_seen_cannot_be_lost():
    assert history([unreachable(1), gone(2), seen(3, OPEN)]) == (
        Version("first_seen", moment(3), None, None, "d3"),
    )
    assert history([unreachable(1), gone(2)]) == history([]) == ()


@pytest.mark.parametrize("text", [None, "", " \n", "Skip to main content\n\n12 views"])
def test_a_page_without_a_word_of_its_own_counts_as_unreachable(text):
    looks = [seen(1, PAUSED), Observation(moment(2), "page", "d2", text), seen(3, PAUSED)]

    assert [version.change for version in history(looks)] == ["first_seen", "unreachable"]
    assert stays(looks) == (
        stay(absent_until=None, present_from=moment(1), present_until=moment(3)),
    )


def test_the_same_bytes_read_otherwise_are_our_upgrade_and_no_change():
    former = {"d1": (OPEN,), "d3": (RESUMED, OPEN), "d2": ("Never a version of its own.",)}
    looks = [seen(1, PAUSED, OPEN), seen(2, PAUSED, OPEN), seen(3, RESUMED, OPEN)]

    assert history(looks, former=former) == (
        Version("first_seen", moment(1), None, moment(2), "d1"),
        Version("our_upgrade", moment(1), None, moment(1), "d1", appeared=(PAUSED,)),
        Version("changed", moment(3), moment(2), None, "d3", reworded=((PAUSED, RESUMED),)),
    )


def test_a_page_that_goes_back_to_the_same_bytes_tells_an_upgrade_once():
    looks = [
        seen(1, PAUSED, digest="a"),
        seen(2, RESUMED, digest="b"),
        seen(3, PAUSED, digest="a"),
    ]

    changes = [one.change for one in history(looks, former={"a": (OPEN,)})]
    assert changes == ["first_seen", "our_upgrade", "changed", "changed"]


def test_two_readings_of_the_same_bytes_in_one_row_are_our_upgrade():
    looks = [seen(1, PAUSED, digest="a"), seen(2, PAUSED, OPEN, digest="a")]

    assert history(looks) == (
        Version("first_seen", moment(1), None, None, "a"),
        Version("our_upgrade", moment(2), None, moment(2), "a", appeared=(OPEN,)),
    )


LOOKS = st.lists(
    st.one_of(
        st.builds(
            seen,
            st.integers(1, 9),
            st.sampled_from([PAUSED, RESUMED, OPEN]),
            st.sampled_from([OPEN, "3 min read", "We wait."]),
            digest=st.sampled_from("abc"),
        ),
        st.builds(unreachable, st.integers(1, 9)),
        st.builds(gone, st.integers(1, 9)),
    ),
    max_size=8,
)


@given(LOOKS.flatmap(lambda looks: st.tuples(st.just(looks), st.permutations(looks))))
def test_the_order_in_which_looks_become_known_does_not_matter(both):
    looks, shuffled = both

    assert history(shuffled) == history(looks)
    assert stays(shuffled) == stays(looks)


@given(LOOKS)
def test_versions_are_in_order_and_only_the_last_states_stand(looks):
    versions = history(looks)

    assert [one.seen_at for one in versions] == sorted(one.seen_at for one in versions)
    assert sum(one.last_at is None for one in versions) <= 3  # a page, what hides it, an outage
    assert all((one.before_at or one.seen_at) <= one.seen_at for one in versions)
    assert all(one.seen_at <= (one.last_at or one.seen_at) for one in versions)


def stay(**times: str | None) -> Stay:
    return Stay(company="zoom", stance="paused", scope="data_requests", sentence=PAUSED, **times)  # type: ignore[arg-type]


def test_a_sentence_stands_between_the_looks_that_lack_it():
    both = (PAUSED, OPEN)
    looks = [seen(1, OPEN), seen(4, *both), seen(6, *both), unreachable(7), seen(9, OPEN)]

    assert stays(looks) == (
        stay(
            absent_until=moment(1),
            present_from=moment(4),
            present_until=moment(6),
            absent_from=moment(9),
            ended_by="changed",
        ),
    )


WALL = "We and our partners value your privacy, and ask you to choose what we may keep."
CHINESE = "我們已暫停處理香港警方索取用戶資料的要求，直至另行通知為止。"


@pytest.mark.parametrize("other", [WALL, CHINESE])
def test_another_text_in_the_page_s_place_takes_no_sentence_away(other):
    looks = [seen(1, PAUSED, OPEN), seen(2, other), seen(3, other), seen(4, PAUSED, OPEN)]

    assert [(one.change, one.replaced, one.seen_at, one.last_at) for one in history(looks)] == [
        ("first_seen", False, moment(1), None),
        ("changed", True, moment(2), moment(3)),
    ]
    assert stays(looks) == (
        stay(absent_until=None, present_from=moment(1), present_until=moment(4)),
    )


@pytest.mark.parametrize("other", [WALL, CHINESE])
def test_a_text_that_follows_another_one_came_nobody_knows_when(other):
    looks = [seen(1, other), seen(2, PAUSED, OPEN)]

    assert stays(looks) == (
        stay(absent_until=None, present_from=moment(2), present_until=moment(2)),
    )


def test_what_changed_behind_a_wall_is_told_against_the_page_before_it():
    looks = [seen(1, PAUSED, OPEN), seen(2, WALL), seen(3, OPEN)]

    assert history(looks)[-1] == Version(
        "changed", moment(3), moment(1), None, "d3", disappeared=(PAUSED,)
    )
    assert stays(looks) == (
        stay(
            absent_until=None,
            present_from=moment(1),
            present_until=moment(1),
            absent_from=moment(3),
            ended_by="changed",
        ),
    )


def test_a_text_that_never_comes_back_was_replaced_and_did_not_withdraw_its_sentences():
    looks = [seen(1, PAUSED, OPEN), seen(5, WALL)]

    assert stays(looks) == (
        stay(
            absent_until=None,
            present_from=moment(1),
            present_until=moment(1),
            absent_from=moment(5),
            ended_by="replaced",
        ),
    )


def test_a_stance_that_words_another_sentence_anew_came_nobody_knows_when():
    older = "We have put the handling of requests from Hong Kong on a pause."
    looks = [seen(1, older, OPEN), seen(2, PAUSED, OPEN)]

    assert stays(looks) == (
        stay(absent_until=None, present_from=moment(2), present_until=moment(2)),
    )


def test_a_sentence_that_was_always_there_and_still_is_has_open_ends():
    looks = [unreachable(1), seen(2, PAUSED), seen(3, PAUSED), unreachable(4)]

    assert stays(looks) == (
        stay(absent_until=None, present_from=moment(2), present_until=moment(3)),
    )


def test_a_sentence_that_goes_with_its_page_and_comes_back_stays_twice():
    looks = [seen(1, PAUSED), gone(3), gone(4), seen(6, PAUSED)]

    assert stays(looks) == (
        stay(
            absent_until=None,
            present_from=moment(1),
            present_until=moment(1),
            absent_from=moment(3),
            ended_by="gone",
        ),
        stay(absent_until=moment(4), present_from=moment(6), present_until=moment(6)),
    )


def test_a_sentence_in_other_quotation_marks_stays():
    quoted = StanceSentence("We “paused” it.", "zoom", "paused", "data_requests")
    plain = StanceSentence("We 'paused'  it.", "zoom", "paused", "data_requests")
    looks = [
        Observation(moment(1), "page", "a", "We “paused” it.", (quoted,)),
        Observation(moment(2), "page", "b", "We 'paused'  it.", (plain,)),
    ]

    assert [(one.present_from, one.present_until) for one in stays(looks)] == [
        (moment(1), moment(2))
    ]


def test_a_sentence_that_stands_there_is_present_whatever_was_read_in_it():
    unread = Observation(moment(2), "page", "d2", f"{OPEN}\n\n{PAUSED}")
    looks = [seen(1, OPEN), unread, seen(3, PAUSED)]

    assert stays(looks) == (
        stay(absent_until=moment(1), present_from=moment(2), present_until=moment(3)),
    )


def test_a_sentence_within_another_is_not_present():
    looks = [
        seen(1, PAUSED),
        Observation(moment(2), "page", "d2", f"It is false that {PAUSED.lower()}"),
    ]

    assert [one.absent_from for one in stays(looks)] == [moment(2)]


@pytest.mark.parametrize(
    ("absent", "present", "when"),
    [
        (
            "2021-03-02T01:00:00Z",
            "2021-03-02T20:00:00Z",
            When("2021-03-02", "day", "absent on 2021-03-02, present on 2021-03-02"),
        ),
        (
            "2021-03-02T01:00:00Z",
            "2021-03-20T01:00:00Z",
            When("2021-03", "month", "absent on 2021-03-02, present on 2021-03-20"),
        ),
        (
            "2021-03-31T23:00:00Z",
            "2021-04-01T01:00:00Z",
            When("2021", "year", "absent on 2021-03-31, present on 2021-04-01"),
        ),
        ("2020-12-31T23:00:00Z", "2021-01-01T01:00:00Z", When()),
        (None, "2021-01-01T01:00:00Z", When()),
    ],
)
def test_what_happened_between_two_looks_is_dated_as_far_as_both_agree(absent, present, when):
    assert dated_between(absent, present) == when
