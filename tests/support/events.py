"""An event as it stands on a timeline, to compare others with."""

from pipeline.model import Event

ZOOM = Event(
    id="zoom-paused-2020-07-07",
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
    sources=2,
    claims=("c1", "c2"),
    status="listed",
    confidence=0.8,
    quote="Zoom has paused data requests.",
    url="https://paper.example/zoom",
    archived=None,
)
