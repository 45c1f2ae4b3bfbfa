"""Which texts are copies of one story, and that nothing but the texts decides it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.copies import are_copies, bands, overlap, shingles, stories
from pipeline.parse.given import given_document

SYLLABLES = [first + last for first in "bdfgklmnprst" for last in ("a", "e", "i", "or", "un")]


def write(seed: int, sentences: int = 20) -> list[str]:
    """Make up sentences of 15 words each; two seeds share no run of words."""
    rng = random.Random(seed)
    return [
        " ".join(rng.choice(SYLLABLES) + rng.choice(SYLLABLES) for _ in range(15)) + "."
        for _ in range(sentences)
    ]


REPORT = write(1)
OTHER = write(2)


@pytest.mark.parametrize(
    "copy",
    [
        REPORT,
        REPORT[:5],
        [*OTHER[:3], *REPORT[2:]],
        ["HONG KONG (AP) — " + REPORT[0], *REPORT[1:], "© 2020 The Associated Press"],
        [*REPORT[:4], *OTHER[:8], *REPORT[4:]],
        [*reversed(REPORT)],
        [one.upper().replace(" ", "  ").replace(".", " !") for one in REPORT],
    ],
    ids=["same", "cut", "new lead", "credited", "inserted", "reordered", "other signs"],
)
def test_an_edited_copy_is_a_copy_and_a_candidate(copy: list[str]):
    text, copied = " ".join(REPORT), "\n\n".join(copy)

    assert are_copies(text, copied)
    assert are_copies(copied, text)
    assert set(bands(text)) & set(bands(copied))


@pytest.mark.parametrize(
    "other",
    [OTHER, [*OTHER[:16], *REPORT[:4]], [*REPORT[:1], *OTHER]],
    ids=["nothing shared", "a statement quoted", "a lead shared"],
)
def test_a_report_of_its_own_is_no_copy(other: list[str]):
    assert not are_copies(" ".join(REPORT), " ".join(other))


def test_reports_in_chinese_are_compared_by_characters():
    report = "視像會議公司周二宣布暫停處理警方索取用戶資料的要求並指正研究新法例的影響"
    report += "發言人表示公司一向重視用戶的私隱及言論自由將會與專家商討下一步的安排"

    assert are_copies(report, f"【法新社香港七日電】{report[:50]}。警方未有回應。")


def test_short_texts_are_copies_only_when_they_are_the_same():
    short = " ".join(REPORT[:2])

    assert are_copies(short, short.upper())
    assert not are_copies(short, f"{short} Read more.")


@pytest.mark.parametrize("empty", ["", " \n", "…!"])
def test_a_text_without_words_copies_nothing(empty: str):
    assert not are_copies(empty, empty)
    assert bands(empty) == ()
    assert shingles(empty) == frozenset()


def test_runs_of_the_same_words_in_another_order_are_no_copy():
    assert not are_copies("pause the answering of", "answering of the pause")


def test_the_overlap_is_the_mean_of_both_shares():
    assert overlap(frozenset(range(100)), frozenset(range(25))) == 0.5
    assert overlap(frozenset({1}), frozenset()) == 0.0


def test_hashes_are_the_same_on_every_machine_and_in_every_run():
    """Sketches lie in the database: one that another version makes differently finds nothing."""
    text = "Zoom stopped answering the police on Tuesday."

    assert min(shingles(text)) == 1_234_843_361_048_498_899
    assert bands(text)[:2] == (5_733_940_460_814_196_528, 3_813_444_830_904_818_581)


def test_every_band_is_a_number_that_sqlite_can_hold_and_has_its_own_place():
    told = bands("word " * 50)

    assert len(set(told)) == len(told) == 48
    assert all(0 <= band < 2**63 for band in told)


def made(name: str, published: str | None):
    return given_document(name, "text", published=published)


DAYS = [None, "2020-07", "2020-07-06", "2020-07-07"]
DOCUMENTS = [made(f"d{number}", DAYS[number % 4]) for number in range(12)]
NAMES = st.sampled_from([document.id for document in DOCUMENTS])


def test_a_story_is_called_after_its_earliest_document():
    documents = [made("a", None), made("b", "2020-07-07"), made("c", "2020-07-06")]

    assert stories(documents, [("a", "b"), ("b", "c")]) == {"a": "c", "b": "c", "c": "c"}


def test_of_one_day_the_lowest_id_gives_the_name():
    documents = [made("b", "2020-07-07"), made("a", "2020-07-07")]

    assert stories(documents, [("b", "a")]) == {"a": "a", "b": "a"}


def test_a_document_without_a_copy_has_no_story():
    assert stories(DOCUMENTS, []) == {}


@given(st.lists(st.tuples(NAMES, NAMES)), st.randoms(use_true_random=False))
def test_any_order_of_documents_and_pairs_gives_the_same_stories(pairs, rng):
    shuffled = [pair if rng.random() < 0.5 else pair[::-1] for pair in pairs]
    rng.shuffle(shuffled)

    assert stories(rng.sample(DOCUMENTS, 12), shuffled) == stories(DOCUMENTS, pairs)


@given(st.lists(st.tuples(NAMES, NAMES)))
def test_two_documents_of_a_pair_tell_one_story(pairs):
    found = stories(DOCUMENTS, pairs)

    assert [pair for pair in pairs if found[pair[0]] != found[pair[1]]] == []
    assert all(found[story] == story for story in found.values())
