"""Claims are held against gold: right, false, missed, optional, withheld, and their dates."""

import pytest

from pipeline.evaluating import Reading, date_fits, judge, read_passages
from pipeline.evaluating_gold import GoldEvent, Passage
from pipeline.evaluating_scores import Bin, Share, Tally, score
from pipeline.evaluating_tables import errors_of, object_of, tables_of
from pipeline.model import Claim, Document, When

TEXT = "Zoom has paused requests. Signal refused."


def passage(*events, optional=(), groups=("1-limit",), id_="g1"):
    document = Document(
        id_, None, "gold", None, None, (), "2020-07-08", None, (), False, None, "en", "full", TEXT
    )
    return Passage("gold.jsonl", document, groups, events, frozenset(optional))


def event(company, stance, announced=None, *, effective=None, scope=None, products=()):
    return GoldEvent(company, frozenset(products), stance, scope, announced, effective, TEXT)


def claim(company, stance, announced=None, *, confidence=0.95, **other):
    fields = {
        "company": company,
        "company_name": company.title(),
        "product": None,
        "stance": stance,
        "scope": "data_requests",
        "announced": When(announced),
        "effective": When(),
        "modality": "done",
        "quote": TEXT,
        "start": 0,
        "end": len(TEXT),
        "speaker": None,
        "voice": "reported",
        "confidence": confidence,
        "rule": "paused: stop requests [paused; named]",
    }
    return Claim(**(fields | other))


def tallied(*readings, threshold=0.5):
    return score(readings, threshold=threshold).overall


def test_a_claim_of_the_golds_company_and_stance_is_right():
    read = Reading(passage(event("zoom", "paused")), (claim("zoom", "paused"),))

    assert tallied(read) == Tally(right=1, false=0, missed=0)


def test_another_stance_of_the_company_is_false_and_the_event_missed():
    read = Reading(passage(event("zoom", "paused")), (claim("zoom", "refused"),))

    report = score([read], threshold=0.5)
    assert report.overall == Tally(right=0, false=1, missed=1)
    assert report.confusions == {("paused", "refused"): 1}


def test_a_false_and_a_missed_company_are_confused_with_nothing():
    read = Reading(passage(event("zoom", "paused")), (claim("signal", "refused"),))

    assert score([read], threshold=0.5).confusions == {
        ("nothing", "refused"): 1,
        ("paused", "nothing"): 1,
    }


def test_an_optional_claim_is_neither_rewarded_nor_punished():
    optional = passage(optional=[("zoom", "refused")])
    report = score([Reading(optional, (claim("zoom", "refused"),))], threshold=0.5)

    assert report.overall == Tally(0, 0, 0)
    assert report.negatives == Share(0, 1)
    assert report.sure == Share(0, 0)


def test_an_optional_event_that_is_not_read_is_not_missed():
    assert tallied(Reading(passage(optional=[("zoom", "refused")]), ())) == Tally(0, 0, 0)


def test_claims_of_several_products_are_one_answer():
    claims = tuple(claim("meta", "paused", product=name) for name in (None, "WhatsApp"))

    assert tallied(Reading(passage(event("meta", "paused")), claims)) == Tally(1, 0, 0)


def test_the_claim_of_the_golds_product_speaks_for_the_company():
    claims = (
        claim("meta", "paused", "2020-07-01"),
        claim("meta", "paused", "2020-07-06", product="WhatsApp", confidence=0.6),
    )
    told = event("meta", "paused", "2020-07-06", products=["WhatsApp"])
    (outcome,) = judge(Reading(passage(told), claims))

    assert outcome.claim == claims[1]


def test_a_claim_under_the_threshold_counts_as_not_made():
    read = Reading(passage(event("zoom", "paused")), (claim("zoom", "paused", confidence=0.4),))
    report = score([read], threshold=0.5)

    assert report.overall == Tally(right=0, false=0, missed=1)
    assert report.withheld == 1
    assert report.bins[0] == Bin(0.0, 0.4, Share(1, 1), Share(1, 1))


def test_a_passage_with_nothing_to_find_counts_each_false_claim_and_itself_once():
    claims = (claim("zoom", "paused"), claim("signal", "refused"))
    report = score([Reading(passage(), claims), Reading(passage(id_="g2"), ())], threshold=0.5)

    assert (report.negatives, report.negative_claims) == (Share(1, 2), 2)


@pytest.mark.parametrize(
    ("read", "gold", "fits"),
    [
        ("2020-07-07", "2020-07-06", True),
        ("2020-07-01", "2020-06-30", True),
        ("2020-07-08", "2020-07-06", False),
        ("2020-07-06", "2020-07", True),
        ("2020-07", "2020-07", True),
        ("2020-08-01", "2020-07", False),
        ("2020-07", "2020-07-06", False),
        ("2020", "2020-07", False),
        (None, "2020-07-06", False),
        ("2020-07-06", None, False),
        (None, None, True),
    ],
)
def test_a_date_fits_within_a_day_or_by_its_prefix(read, gold, fits):
    assert date_fits(read, gold) is fits


def test_dates_are_counted_apart_where_the_gold_has_none():
    told = passage(event("zoom", "paused", "2020-07-07"), event("signal", "refused"))
    claims = (claim("zoom", "paused", "2020-07-07"), claim("signal", "refused", "2020-07-08"))
    dates = score([Reading(told, claims)], threshold=0.5).announced

    assert (dates.dated, dates.undated) == (Share(1, 1), Share(0, 1))


def test_macro_f1_weighs_each_stance_alike_and_a_stance_read_out_of_nothing_as_zero():
    told = passage(event("zoom", "paused"), event("apple", "paused"))
    claims = (claim("zoom", "paused"), claim("apple", "paused"), claim("signal", "refused"))
    report = score([Reading(told, claims)], threshold=0.5)

    assert report.macro_f1 == 0.5
    assert report.overall.f1 == pytest.approx(0.8)


def test_groups_and_voices_are_counted_for_themselves():
    own = Reading(
        passage(event("zoom", "paused"), groups=("10-x", "2-y")),
        (claim("zoom", "paused", voice="own"), claim("signal", "refused")),
    )
    report = score([own], threshold=0.5)

    assert list(report.groups) == ["2-y", "10-x"]
    assert report.groups["2-y"][0] == Tally(1, 1, 0)
    assert {name: right for name, (right, _) in report.voices.items()} == {
        "own": Share(1, 1),
        "reported": Share(0, 1),
    }


def test_a_scope_is_judged_only_where_the_gold_names_one():
    told = passage(event("zoom", "paused", scope="market"), event("signal", "refused"))
    claims = (claim("zoom", "paused"), claim("signal", "refused"))

    assert score([Reading(told, claims)], threshold=0.5).scope == Share(0, 1)


def test_claims_fall_into_bins_by_their_confidence():
    told = passage(event("zoom", "paused", "2020-07-07"))
    claims = (claim("zoom", "paused", "2020-01-01", confidence=0.9), claim("signal", "refused"))
    report = score([Reading(told, claims)], threshold=0.5)

    assert {one.low: (one.right, one.fully) for one in report.bins if one.right.total} == {
        0.9: (Share(1, 1), Share(0, 1)),
        0.95: (Share(0, 1), Share(0, 1)),
    }
    assert report.sure == Share(1, 2)


def test_every_passage_is_read_by_the_reader_that_is_given():
    found = {"g1": [claim("zoom", "paused")], "g2": []}
    readings = read_passages([passage(), passage(id_="g2")], lambda doc: found[doc.id])

    assert [len(one.claims) for one in readings] == [1, 0]


def test_an_error_shows_its_text_its_rule_and_what_the_gold_says():
    told = passage(
        event("zoom", "paused", "2020-07-06", scope="market"), event("signal", "withdrew")
    )
    doubtful = claim("signal", "withdrew", confidence=0.2)
    claims = (claim("zoom", "paused", "2020-07-01"), claim("apple", "complied"), doubtful)
    (block,) = errors_of([Reading(told, claims)], threshold=0.5)

    assert TEXT in block
    for part in (
        "false: apple complied: rule paused: stop requests",
        "missed: signal withdrew",
        "withheld: rule paused",
        "announced: zoom paused: read 2020-07-01 (None), gold 2020-07-06",
        "scope: zoom paused: read data_requests, gold market",
    ):
        assert part in block


def test_a_passage_that_is_read_right_is_no_error():
    read = Reading(passage(event("zoom", "paused")), (claim("zoom", "paused"),))

    assert list(errors_of([read], threshold=0.5)) == []


def test_nothing_at_all_has_no_figures_instead_of_zeros():
    report = score([], threshold=0.5)

    assert object_of(report)["micro_f1"] is None
    assert ("micro F1", "-") in next(t for t in tables_of(report) if t.title == "Overall").rows


def test_a_table_without_rows_is_left_out():
    read = Reading(passage(event("zoom", "paused"), groups=()), (claim("zoom", "paused"),))
    titles = [table.title for table in tables_of(score([read], threshold=0.5))]

    assert "By phenomenon or category" not in titles
    assert "By stance" in titles


def test_companies_are_confused_within_their_own_passage_only():
    missed = Reading(passage(event("zoom", "paused")), ())
    false = Reading(passage(), (claim("zoom", "refused"),))

    assert score([missed, false], threshold=0.5).confusions == {
        ("nothing", "refused"): 1,
        ("paused", "nothing"): 1,
    }


def test_every_row_of_a_table_has_a_cell_for_each_column():
    told = passage(event("zoom", "paused"), event("signal", "refused"))
    claims = (claim("zoom", "complied"), claim("signal", "refused", voice="own"))
    tables = tables_of(score([Reading(told, claims)], threshold=0.5))

    assert all(len(row) == len(table.columns) for table in tables for row in table.rows)
