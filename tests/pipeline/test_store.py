"""The store: what goes in comes out, in one order, or a person is told why not."""

import sqlite3
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import NotFound, StoreError
from pipeline.model import Claim, DateCandidate, Document, Event, StoredClaim, When
from pipeline.store import Contents, Evidence, Store
from pipeline.store.contents import Correction, Figure, Missed, Review, Run, StatementVersion
from pipeline.tracker_models import Tracker
from scrapers.captures import Capture

MOMENT = "2026-11-24T01:02:03Z"
RULES = [{"act": "stop requests", "scope": "data_requests"}]
SENTENCES = {
    "holds": [{"text": "x", "company": "zoom"}],
    "fails": [{"text": "y", "company": "zoom"}],
}


def make_tracker() -> Tracker:
    stances = ("paused", "refused", "withdrew", "not_receiving_requests", "complied", "no_comment")
    return Tracker.model_validate(
        {
            "id": "hk-nsl",
            "name": "Hong Kong national security law",
            "threshold": 0.5,
            "law": {
                "names": ["national security law"],
                "names_zh": ["國安法"],
                "enacted": "2020-06-30",
                "in_force": "2020-06-30",
                "place": ["Hong Kong"],
                "utc_offset": "+08:00",
                "authorities": {"names": ["police"]},
            },
            "milestones": [
                {
                    "id": "in-force",
                    "date": "2020-06-30",
                    "label": "In force",
                    "source": "https://gov.example/",
                }
            ],
            "companies": [
                {"slug": "google", "name": "Google", "kind": "platform", "country": "US"},
                {
                    "slug": "meta",
                    "name": "Meta",
                    "kind": "platform",
                    "aliases": ["Facebook"],
                    "names": [{"name": "Facebook", "until": "2021-10-28"}],
                    "products": [{"name": "WhatsApp"}],
                },
                {"slug": "zoom", "name": "Zoom", "kind": "messaging", "zh": ["視訊"]},
                {"slug": "linkedin", "name": "LinkedIn", "kind": "platform", "parent": "zoom"},
            ],
            "stances": [
                {
                    "id": name,
                    "label": name.title(),
                    "definition": f"It {name}.",
                    "colour": "#0072B2",
                    "rules": RULES,
                    **SENTENCES,
                }
                for name in stances
            ],
            "words": {},
            "sources": [
                {
                    "id": "paper",
                    "kind": "feed",
                    "url": "https://paper.example/feed",
                    "publisher": "The Paper",
                    "language": "en",
                    "timezone": "Asia/Hong_Kong",
                }
            ],
        }
    )


def make_document(number: int = 1, **changes: object) -> Document:
    text = f"Number {number}. Zoom has paused data requests — 視訊. The end."
    plain = Document(
        id=f"{number:016x}",
        url=f"https://paper.example/{number}",
        source="paper",
        title=f"Zoom pauses ({number})",
        publisher="The Paper",
        authors=("A. Writer", "李四"),
        published="2020-07-08",
        published_basis="json-ld",
        published_candidates=(
            DateCandidate("2020-07-08", "json-ld", "2020-07-08T10:00:00+08:00"),
            DateCandidate("2020-07-10", "meta", "10 July 2020"),
        ),
        published_conflict=True,
        modified=None,
        language="en",
        completeness="full",
        text=text,
        captured_at=MOMENT,
        digest=f"sha256:{number:064x}",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def make_claim(
    number: int = 1, *, document: Document | None = None, **changes: object
) -> StoredClaim:
    document = document or make_document(number)
    quote = "Zoom has paused data requests — 視訊."
    start = document.text.index(quote)
    claim = Claim(
        company="zoom",
        company_name="Zoom",
        product=None,
        stance="paused",
        scope="data_requests",
        announced=When("2020-07-07", "day", "on Tuesday"),
        effective=When(),
        modality="done",
        quote=quote,
        start=start,
        end=start + len(quote),
        speaker="Zoom",
        voice="own",
        confidence=0.9,
        rule="stop requests: paused",
    )
    return StoredClaim(f"c{number:015x}", document, replace(claim, **changes))  # type: ignore[arg-type]


def make_event(name: str = "zoom-paused-2020-07-07", **changes: object) -> Event:
    plain = Event(
        id=name,
        company="zoom",
        company_name="Zoom",
        products=(),
        stance="paused",
        scope="data_requests",
        date="2020-07-07",
        precision="day",
        basis="on Tuesday",
        effective=None,
        effective_precision=None,
        first_reported="2020-07-08",
        sources=1,
        claims=(),
        status="listed",
        confidence=0.9,
        quote="Zoom has paused data requests — 視訊.",
        url="https://paper.example/1",
        archived=None,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def make_capture(number: int = 1, **changes: object) -> Capture:
    plain = Capture(
        url=f"https://paper.example/{number}",
        captured_at=MOMENT,
        source="paper",
        media_type="text/html",
        body=b"",
        digest=f"sha256:{number:064x}",
        file="2026-11-24.warc.gz",
        offset=1000 * number,
        length=400,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


TRACKER = make_tracker()
FIGURE = Figure(
    id="google-2020-h2-legal",
    company="google",
    country="Hong Kong",
    period_start="2020-07-01",
    period_end="2020-12-31",
    period="2020 H2",
    kind="legal",
    source="https://report.example/",
    received=42,
    percentage="5%",
    derived=2,
    derived_low=2,
    derived_high=2,
)


def make_contents(**changes: object) -> Contents:
    claims = (make_claim(1), make_claim(2))
    plain = Contents(
        tracker=TRACKER,
        fingerprint="0123456789abcdef",
        captures=(make_capture(1), make_capture(2), make_capture(3, source="added")),
        documents=(make_document(1), make_document(2), make_document(3, source="added")),
        claims=claims,
        events=(make_event(claims=(claims[1].id, claims[0].id)),),
        redirects=(("zoom-paused-2020-07-06", "zoom-paused-2020-07-07"),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


EVERYTHING = make_contents(
    figures=(FIGURE,),
    reviews=(Review("r1", "zoom-paused-2020-07-07", "accept", "ed", "I called them", MOMENT),),
    corrections=(Correction("k1", "zoom-paused-2020-07-07", "date", "a", "b", "typo", MOMENT),),
    runs=(Run("n1", "refresh", MOMENT, None, 1, 2, 3, ("paper: too slow",)),),
    statement_versions=(
        StatementVersion(
            "v1",
            "paper",
            "zoom",
            "https://zoom.example/",
            "changed",
            MOMENT,
            MOMENT,
            None,
            ("We.",),
        ),
    ),
    coverage=(Missed("paper", "https://paper.example/9", MOMENT, "soft 404"),),
)


@pytest.fixture
def fill(tmp_path: Path) -> Callable[..., Store]:
    def filled(contents: Contents | None = None, **changes: object) -> Store:
        path = tmp_path / "timeline.db"
        with Store.open(path, mode="w") as store:
            store.rebuild(contents or make_contents(**changes))
        return Store.open(path)

    return filled


def test_documents_come_back_as_they_were(fill):
    with fill() as store:
        assert store.documents() == [
            make_document(1),
            make_document(2),
            make_document(3, source="added"),
        ]


def test_claims_come_back_with_their_documents(fill):
    with fill() as store:
        assert store.claims() == [make_claim(1), make_claim(2)]


def test_an_event_comes_back_with_its_claims_in_their_order_and_its_former_ids(fill):
    with fill() as store:
        found = store.event("zoom-paused-2020-07-07")

    assert found == make_event(
        claims=("c000000000000002", "c000000000000001"), redirects=("zoom-paused-2020-07-06",)
    )


def test_a_chain_leads_from_an_event_to_the_bytes(fill):
    with fill() as store:
        chain = store.event_chain("zoom-paused-2020-07-06")

    assert chain.event.id == "zoom-paused-2020-07-07"
    assert chain.evidence == (
        Evidence(make_claim(2), make_capture(2)),
        Evidence(make_claim(1), make_capture(1)),
    )


def test_a_document_that_was_never_captured_has_no_capture_in_its_chain(fill):
    with fill(captures=()) as store:
        chain = store.event_chain("zoom-paused-2020-07-07")

    assert [evidence.capture for evidence in chain.evidence] == [None, None]


def test_of_two_captures_of_the_same_bytes_the_one_of_the_same_address_is_shown(fill):
    elsewhere = make_capture(1, url="https://aaa.example/", file="2020-01-01.warc.gz")
    with fill(captures=(elsewhere, make_capture(1), make_capture(2))) as store:
        chain = store.event_chain("zoom-paused-2020-07-07")

    assert chain.evidence[1].capture == make_capture(1)


def test_redirects_are_followed_along_a_chain(fill):
    redirects = (("a", "b"), ("b", "c"), ("c", "zoom-paused-2020-07-07"))
    with fill(redirects=redirects) as store:
        assert store.event("a").id == "zoom-paused-2020-07-07"


def test_redirects_that_run_in_a_circle_end(fill):
    with fill(redirects=(("a", "b"), ("b", "a"))) as store, pytest.raises(NotFound, match="'a'"):
        store.event("a")


def test_an_unknown_event_is_answered_with_the_nearest_ids(fill):
    with fill() as store, pytest.raises(NotFound, match="did you mean zoom-paused-2020-07-07"):
        store.event("zoom-pausd-2020-07-07")


def test_every_table_takes_and_counts_its_rows(fill):
    with fill(EVERYTHING) as store:
        counts = store.counts()

    assert [name for name, count in counts.items() if count == 0] == []
    assert counts["captures"] == counts["documents"] == 3
    assert counts["sources"] == 2  # the tracker's, and "added"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_the_same_rows_in_any_order_give_the_same_dump(tmp_path, data):
    with Store.open(tmp_path / "timeline.db", mode="w") as store:
        store.rebuild(EVERYTHING)
        first = list(store.dump())
        many = [f.name for f in fields(Contents) if f.name not in ("tracker", "fingerprint")]
        shuffled = {
            name: tuple(data.draw(st.permutations(getattr(EVERYTHING, name)), label=name))
            for name in many
        }
        store.rebuild(replace(EVERYTHING, **shuffled))

        assert list(store.dump()) == first


def test_a_dump_makes_the_database_anew(fill, tmp_path):
    with fill(EVERYTHING) as store:
        dumped = list(store.dump())
    connection = sqlite3.connect(tmp_path / "copy.db")
    connection.executescript("\n".join(dumped))
    connection.close()

    with Store.open(tmp_path / "copy.db") as copy:
        assert list(copy.dump()) == dumped
        assert copy.claims() == [make_claim(1), make_claim(2)]


def test_rows_of_an_earlier_rebuild_are_gone_after_the_next(fill):
    fill(EVERYTHING).close()

    with fill(claims=(), events=(), redirects=(), documents=(), captures=()) as store:
        assert {name: store.counts()[name] for name in ("claims", "figures", "documents")} == {
            "claims": 0,
            "figures": 0,
            "documents": 0,
        }


def search(path: Path, table: str, words: str) -> list[tuple[str]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(
            f"select {table}.id from {table}_fts join {table} on {table}.rowid = {table}_fts.rowid "
            f"where {table}_fts match ? order by 1",
            (words,),
        ).fetchall()
    finally:
        connection.close()


def test_documents_and_quotes_are_found_by_any_form_of_their_words(fill, tmp_path):
    fill().close()
    fill().close()  # the index is right after a second rebuild too

    path = tmp_path / "timeline.db"
    assert search(path, "claims", "pausing request") == [
        ("c000000000000001",),
        ("c000000000000002",),
    ]
    assert search(path, "documents", '"Number 2"') == [(f"{2:016x}",)]


def test_quotes_that_stand_where_they_should_are_no_news(fill):
    with fill() as store:
        assert store.check_quotes() == []


def test_a_quote_that_does_not_stand_in_its_document_is_named(fill):
    with fill(claims=(make_claim(1, start=3), make_claim(2))) as store:
        problems = store.check_quotes()

    assert len(problems) == 1
    assert problems[0].startswith("claim c000000000000001: its quote does not stand at 3 to ")


def test_sources_and_documents_that_two_claims_share_are_written_once(fill):
    document = make_document(1)
    two = (make_claim(1, document=document), make_claim(2, document=document, company="meta"))
    with fill(claims=two, documents=(document, document), events=(), redirects=()) as store:
        assert store.counts()["documents"] == 1


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"company": "zom"}, "row c000000000000001: company 'zom' is not in table companies"),
        ({"stance": "sulked"}, "row c000000000000001: stance 'sulked' is not in table stances"),
        ({"scope": "weather"}, 'row c000000000000001: CHECK constraint failed: "scope"'),
        ({"modality": "maybe"}, "CHECK constraint failed"),
        ({"voice": "loud"}, "CHECK constraint failed"),
        ({"confidence": 1.5}, "CHECK constraint failed"),
        ({"start": -1}, "CHECK constraint failed"),
        ({"end": 0}, "CHECK constraint failed"),
        ({"announced": When("6 July", "day", "x")}, "CHECK constraint failed"),
        ({"announced": When("2020-07-06", "sharp", "x")}, "CHECK constraint failed"),
        ({"quote": None}, "NOT NULL constraint failed: claims.quote"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_by_name_and_changes_nothing(fill, changes, named):
    with fill() as store:
        before = list(store.dump())
        with pytest.raises(StoreError, match="Nothing was changed") as refused:
            fill(claims=(make_claim(1, **changes),), events=())

        assert named in str(refused.value)
        assert list(store.dump()) == before


@pytest.mark.parametrize("status", ["done", "", None])
def test_an_event_without_a_known_status_is_refused(fill, status):
    with pytest.raises(StoreError, match="table events, row zoom-paused-2020-07-07"):
        fill(events=(make_event(status=status),))


def test_two_different_rows_of_one_id_are_refused(fill):
    with pytest.raises(StoreError, match="row zoom-paused-2020-07-07: UNIQUE"):
        fill(events=(make_event(), make_event(quote="Another.")))
