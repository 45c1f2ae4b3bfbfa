"""Confidence is counted, shrunken towards what is known, and tested on documents unseen."""

import hashlib
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.evaluating import Reading, judge
from pipeline.evaluating_confidence import cross_validate, record_of, spell_record
from pipeline.evaluating_gold import GoldEvent, Passage
from pipeline.evaluating_scores import Share
from pipeline.extract.folding import RECORD, hold, how_of, trust
from pipeline.model import Claim, Document, When


def reading(text, *, right, stance="paused", scope="data_requests", optional=False):
    """Make a passage of which one claim was read."""
    document = Document(
        text, None, "gold", None, None, (), None, None, (), False, None, "en", "full", text
    )
    told = stance if right else "reviewing"
    event = GoldEvent("zoom", frozenset(), told, None, None, None, None)
    claim = Claim(
        company="zoom", company_name="Zoom", product=None, stance=stance, scope=scope,
        announced=When(), effective=When(), modality="done", quote=text, start=0, end=len(text),
        speaker=None, voice="reported", confidence=0.5, rule="stop [a; named]",
    )  # fmt: skip
    allowed = frozenset([("zoom", stance)]) if optional else frozenset()
    events = () if optional else (event,)
    return Reading(Passage("g", document, (), events, allowed), (claim,))


def outcomes(*readings):
    return [one for found in readings for one in judge(found)]


def test_claims_are_counted_by_scope_and_stance():
    read = [
        reading("a", right=True),
        reading("b", right=False),
        reading("c", right=True, stance="refused"),
        reading("d", right=True, stance="withdrew", scope="market"),
        reading("e", right=True, optional=True),
    ]

    assert record_of(outcomes(*read)) == {
        ("data_requests", "paused"): (1, 2),
        ("data_requests", "refused"): (1, 1),
        ("market", "withdrew"): (1, 1),
    }


def test_without_a_record_the_prior_is_believed():
    assert trust("law", "complied", {}) == 0.88


def test_a_kind_never_seen_is_trusted_like_its_scope():
    record = {("market", "complied"): (2, 100), ("law", "complied"): (100, 100)}

    assert trust("market", "reviewing", record) < 0.3
    assert trust("law", "reviewing", record) > 0.8


def test_a_few_lucky_hits_make_nobody_sure():
    few = {("law", "complied"): (5, 5), ("staff", "complied"): (90, 100)}
    many = {("law", "complied"): (500, 500), ("staff", "complied"): (90, 100)}

    assert trust("law", "complied", few) < 0.95 < trust("law", "complied", many)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["law", "staff"]), st.sampled_from(["complied", "no_comment"])),
        st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: (min(pair), max(pair))),
    )
)
def test_trust_is_a_share_and_one_more_hit_never_lowers_it(record):
    right, read = record.get(("law", "complied"), (0, 0))
    better = record | {("law", "complied"): (right + 1, read + 1)}

    assert 0 <= trust("law", "complied", record) <= trust("law", "complied", better) <= 1


def test_what_is_sure_by_our_record_is_what_was_mostly_right():
    sure = [kind for kind in RECORD if trust(kind[0], kind[1], RECORD) >= 0.9]
    right, read = (sum(RECORD[kind][side] for kind in sure) for side in (0, 1))

    assert 0 < len(sure) < len(RECORD)
    assert right / read > 0.95


def text_in_fold(number):
    """Find a text whose hash puts it into one of the ten folds."""
    texts = (f"text {count}" for count in itertools.count())
    return next(t for t in texts if hashlib.sha256(t.encode()).digest()[0] % 10 == number)


def test_a_document_is_judged_by_the_others_alone():
    wrong = reading(text_in_fold(3), right=False, scope="market")
    others = [reading(f"other {n}", right=True) for n in range(60)]
    (alone,) = [one for one in cross_validate([wrong]) if one.right.total]
    bins = cross_validate([wrong, *others])

    assert (alone.mean, alone.right) == (0.88, Share(0, 1))
    assert sum(one.right.total for one in bins) == 61
    assert sum(one.right.hits for one in bins if one.low >= 0.9) == 60


def test_the_order_of_documents_changes_nothing():
    read = [reading(f"text {n}", right=n % 5 > 0, scope="law") for n in range(30)]

    assert cross_validate(read) == cross_validate(read[::-1])


def test_optional_claims_are_left_out_of_both_sides():
    read = [reading("a", right=True, optional=True)]

    assert [one.right.total for one in cross_validate(read) if one.right.total] == []


def test_a_record_is_spelled_as_it_stands_in_the_code():
    spelled = "\n".join(spell_record(RECORD))

    assert spelled.startswith('    ("content_removal", "complied"): (')
    assert len(spelled.splitlines()) == len(RECORD)


def test_a_claim_whose_actor_is_only_guessed_is_trusted_less():
    assert hold("named") == hold("pronoun") == 1
    assert hold("implied") < hold("headline") < hold("alone") < 1


def test_a_rule_tells_how_its_actor_was_found():
    assert how_of("paused: stop requests [paused requests; pronoun]") == "pronoun"
    assert how_of('refused: refuse requests ["no; never"; headline]') == "headline"
