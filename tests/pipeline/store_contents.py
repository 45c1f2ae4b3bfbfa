"""Contents to fill a database with; the tests of the store load this file with runpy."""

from dataclasses import replace

from pipeline.model import Claim, DateCandidate, Document, Event, StoredClaim, When
from pipeline.reviews.risks import Waiting
from pipeline.store import Contents, Store
from pipeline.store.contents import (
    Correction,
    Figure,
    LastLook,
    Missed,
    Review,
    Run,
    Sighting,
    StatementSentence,
    StatementVersion,
    Visit,
)
from pipeline.tracker_models import Tracker
from scrapers.captures import Capture

MOMENT = "2026-11-24T01:02:03Z"
LAW = {
    "names": ["national security law"],
    "names_zh": ["國安法"],
    "enacted": "2020-06-30",
    "in_force": "2020-06-30",
    "place": ["Hong Kong"],
    "utc_offset": "+08:00",
    "authorities": {"names": ["police"]},
}
COMPANIES = [
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
]
STANCES = (
    "paused",
    "refused",
    "withdrew",
    "not_receiving_requests",
    "complied",
    "no_comment",
    "resumed",
)
ASKED = ("total", "legal", "emergency", "account", "content", "device")
TESTED = {  # how many requests of which kinds a company with this stance answers
    "paused": ("none", (*ASKED, "removal_requests", "removal_items")),
    "refused": ("none", ASKED),
    "not_receiving_requests": ("none", ("total", "legal", "content")),
    "resumed": ("some", ASKED),
}
PAPER = {
    "id": "paper",
    "kind": "feed",
    "url": "https://paper.example/feed",
    "publisher": "The Paper",
    "language": "en",
    "timezone": "Asia/Hong_Kong",
}
MILESTONE = {
    "id": "in-force",
    "date": "2020-06-30",
    "label": "In force",
    "source": "https://gov.example/",
}


def make_stance(name: str) -> dict[str, object]:
    answers, kinds = TESTED.get(name, (None, ()))
    return {
        "id": name,
        "label": name.title(),
        "answers": answers,
        "kinds": kinds,
        "definition": f"It {name}.",
        "colour": "#0072B2",
        "lasts": name not in {"complied", "no_comment"},
        "excludes": ("complied",) if name == "paused" else (),
        "rules": [{"act": "stop requests", "scope": "data_requests"}],
        "holds": [{"text": "x", "company": "zoom"}],
        "fails": [{"text": "y", "company": "zoom"}],
    }


def make_tracker() -> Tracker:
    return Tracker.model_validate(
        {
            "id": "hk-nsl",
            "name": "Hong Kong national security law",
            "threshold": 0.5,
            "law": LAW,
            "milestones": [MILESTONE],
            "companies": COMPANIES,
            "stances": [make_stance(name) for name in STANCES],
            "words": {},
            "sources": [PAPER],
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
    return replace(plain, **changes)


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
    return StoredClaim(f"c{number:015x}", document, replace(claim, **changes))


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
    return replace(plain, **changes)


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
    return replace(plain, **changes)


TRACKER = make_tracker()
FIGURE = Figure(
    id="google-2020-h2-legal",
    company="google",
    country="Hong Kong",
    period_start="2020-07-01",
    period_end="2020-12-31",
    period="2020 H2",
    kind="legal",
    printed_kind="Other Legal Requests",
    told_by="file",
    release_digest="sha256:a",
    source="https://report.example/",
    received=42,
    received_printed="42",
    received_notation="number",
    percentage="5%",
    percentage_notation="number",
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
    return replace(plain, **changes)


EVERYTHING = make_contents(
    figures=(FIGURE,),
    reviews=(Review("r1", "zoom-paused-2020-07-07", "accept", "ed", "I called them", MOMENT),),
    corrections=(Correction("k1", "zoom-paused-2020-07-07", "date", "a", "b", "typo", MOMENT),),
    waiting=(Waiting("zoom-paused-2020-07-07", "zoom", "single_source", 110, ("one source",)),),
)


def collect(store: Store) -> None:
    """Add what only collecting adds: one row of each such table."""
    with store.transaction("f" * 16) as rows:
        rows.put_run(
            Run("n1", "refresh", MOMENT, None, 4, 1, 2, 3, problems=("paper: too slow",)),
            [Visit("n1", "paper", MOMENT, "new", links=3, fresh=2, problems=("one is torn",))],
        )
        address = "https://paper.example/9"
        rows.put_look(LastLook(address, "paper", "page", MOMENT, MOMENT, "gone", failures=1))
        rows.put_missed(Missed("paper", address, MOMENT, "gone"))
        rows.put_document(make_document(4), [make_claim(4)], bands=(1, 2, 2))
        rows.put_copy(make_document(4).id, make_document(1).id, 0.9)
        rows.put_read_to("2026-11-24.warc.gz", 100)
        page = "https://zoom.example/"
        version = StatementVersion("v1", "paper", "zoom", page, "changed", MOMENT, MOMENT)
        sentence = StatementSentence(
            *("s1", "paper", "zoom", page, "paused", "data_requests", "We have paused."),
            absent_until=None,
            present_from=MOMENT,
            present_until=MOMENT,
        )
        rows.put_statement("paper", versions=(version,), sentences=(sentence,))
        rows.put_sightings((Sighting("paper", MOMENT, page, "page", "sha256:a", "sha256:b"),))
