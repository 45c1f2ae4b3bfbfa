"""Editions to write in every format: lines made by hand, with no database behind them."""

from collections.abc import Sequence
from dataclasses import replace

from events import ZOOM

from pipeline.edition import Correction, Edition, Line, Proof, StanceWords
from pipeline.model import Event, When

STANCES = (
    StanceWords("paused", "Paused", "Stopped for now.", "#0072B2"),
    StanceWords("refused", "Refused", "Will not, with no time limit.", "#D55E00"),
)
PROOF = Proof(
    claim="c1",
    event="zoom-paused-2020-07-07",
    company="zoom",
    product=None,
    stance="paused",
    scope="data_requests",
    modality="done",
    quote="Zoom has paused data requests.",
    voice="reported",
    speaker="a spokesperson",
    announced=When("2020-07-07", "day", "on Tuesday"),
    effective=When(),
    confidence=0.8,
    rule="paused: stop requests [pause requests]",
    url="https://paper.example/zoom",
    title="Zoom stops for now",
    publisher="The Paper",
    agency=None,
    language="en",
    published="2020-07-08",
    published_basis="json-ld",
    source="paper",
    captured_at="2026-11-24T01:02:03Z",
    archived="demo.warc.gz#120",
)
OTHER_PROOF = replace(
    PROOF,
    claim="c2",
    quote="It put the requests on hold.",
    url="https://news.example/hold?a=1&b=2",
    title="On hold",
    publisher="News & Sons",
    archived="demo.warc.gz#950",
)
LINE = Line(ZOOM, "Paused", "#0072B2", (PROOF, OTHER_PROOF))
CORRECTION = Correction(
    id="r1",
    event=ZOOM.id,
    field="date",
    before="2020-07-06",
    after="2020-07-07",
    reason="The page says Tuesday.",
    made_at="2026-11-25T10:00:00Z",
)


def line_of(event: Event, **changes: object) -> Line:
    """Put an event on a line with one proof, which quotes what the event quotes."""
    proof = replace(
        PROOF,
        event=event.id,
        company=event.company,
        claim=(event.claims or ("c1",))[0],
        stance=event.stance,
        scope=event.scope,
        quote=event.quote,
        url=event.url,
        **changes,
    )
    return Line(event, event.stance.title(), "#0072B2", (proof,))


def edition_of(lines: Sequence[Line], **changes: object) -> Edition:
    """Make an edition of some lines, the same bytes each time."""
    plain = Edition(
        tracker="hk-nsl",
        law="Hong Kong national security law",
        in_force="2020-06-30",
        stances=STANCES,
        chosen="",
        count=len(lines),
        updated_at="2026-11-24T01:02:03Z",
        fingerprint="f" * 16,
        lines=lambda: iter(lines),
    )
    return replace(plain, **changes)
