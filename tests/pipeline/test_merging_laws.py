"""Laws of merging that hold for any claims, in any order, over any run of nights."""

import hashlib
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.merge import KnownEvent, MergeResult, claim_key, merge_claims
from pipeline.model import Claim, Document, StoredClaim, When

DAYS = [None, "2020", "2021", "2020-07", "2020-06-30", "2020-07-01", "2020-07-06", "2020-07-07"]
DAYS += ["2020-07-08", "2020-07-10", "2020-08-01", "2021-07-07", "2020-02-31", "0001", "9999"]
WHENS = st.builds(
    When,
    st.sampled_from(DAYS),
    st.sampled_from(["day", "month", "approximate", None]),
    st.sampled_from(["published", "on Monday"]),
)
CLAIMS = st.builds(
    Claim,
    company=st.just("zoom"),
    company_name=st.just("Zoom"),
    product=st.sampled_from([None, "P", "P; Q"]),
    stance=st.sampled_from(["paused", "paused", "refused"]),
    scope=st.sampled_from(["market", "market", "staff"]),
    announced=WHENS,
    effective=WHENS,
    modality=st.sampled_from(["done", "announced", "conditional"]),
    quote=st.sampled_from(["Zoom paused.", "zoom paused", "Zoom has left.", "It went.", "..."]),
    start=st.just(0),
    end=st.just(0),
    speaker=st.none(),
    voice=st.sampled_from(["own", "reported"]),
    confidence=st.sampled_from([0.0, 0.4, 0.8, 1.0]),
    rule=st.just("test"),
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    url = draw(st.sampled_from([None, "https://a.example/1", "https://a.example/2", "http://["]))
    publisher = draw(st.sampled_from([None, "A", "B"]))
    on = draw(st.sampled_from([None, "2020-07-01", "2020-07-08", "2020-07-20", "2022-01-01"]))
    digest = hashlib.sha256(f"{url} {publisher} {on}".encode()).hexdigest()[:16]
    return Document(
        digest, url, "added", None, publisher, (), on, None, (), False, None, "en", "full", ""
    )


NO_DEADLINE = settings(deadline=None)  # a busy machine is no broken law
NIGHT = st.lists(
    st.builds(StoredClaim, st.integers(0, 99).map(str), documents(), CLAIMS),
    max_size=12,
    unique_by=lambda stored: stored.id,
)


def merge(claims: list[StoredClaim], known: tuple[KnownEvent, ...] = ()) -> MergeResult:
    return merge_claims(claims, threshold=0.5, known=known)


@NO_DEADLINE
@given(NIGHT, NIGHT, st.randoms(use_true_random=False))
def test_any_order_of_claims_gives_the_same(before, claims, random):
    known = merge(before).ledger
    shuffled = random.sample(claims, len(claims))

    assert merge(shuffled, known) == merge(claims, known)


@NO_DEADLINE
@given(NIGHT)
def test_every_act_told_is_in_exactly_one_event(claims):
    placed = [each for event in merge(claims).events for each in event.claims]
    told = {stored.id for stored in claims if stored.claim.modality != "conditional"}

    assert len(placed) == len(set(placed))
    assert told <= set(placed)


@NO_DEADLINE
@given(NIGHT)
def test_an_event_says_only_what_its_claims_say(claims):
    by_id = {stored.id: stored for stored in claims}

    for event in merge(claims).events:
        mine = [by_id[each] for each in event.claims]
        assert (event.quote, event.url) == (mine[0].claim.quote, mine[0].document.url)
        assert mine[0].claim.modality != "conditional"
        assert event.date in {None, *(stored.claim.announced.value for stored in mine)}
        assert 1 <= event.sources <= len({stored.document.id for stored in mine})
        assert 0 <= event.confidence <= 0.99


@NO_DEADLINE
@given(st.lists(NIGHT, min_size=1, max_size=5))
def test_ids_hold_over_any_run_of_nights(nights):
    ledger: tuple[KnownEvent, ...] = ()

    for claims in nights:
        keys = {stored.id: claim_key(stored.document) for stored in claims}
        result = merge(claims, ledger)
        ids = [event.id for event in result.events]
        assert len(ids) == len(set(ids))
        assert all(old not in ids and live in ids for old, live in result.redirects)
        for event in result.events:
            ever = {key for known in ledger if known.id == event.id for key in known.claims}
            assert not ever or ever & {keys[each] for each in event.claims}
        ledger += result.ledger
        assert set(ids) <= {known.id for known in ledger}
        assert merge(claims, ledger) == replace(result, ledger=())


@NO_DEADLINE
@given(st.lists(NIGHT, min_size=1, max_size=5))
def test_an_id_once_given_never_changes_company_or_stance(nights):
    ledger: tuple[KnownEvent, ...] = ()
    for claims in nights:
        ledger += merge(claims, ledger).ledger
    kinds = {(known.id, known.company, known.stance) for known in ledger}

    assert len(kinds) == len({known.id for known in ledger})
