"""The facts of one page of an event, made by hand: no server, no database."""

from dataclasses import replace

from editions import PROOF, STANCES
from events import ZOOM

from pipeline.edition import Line
from pipeline.model import DateCandidate
from pipeline.pages.facts import Context, Entry, EventFacts, Exhibit, Record, Tracked
from pipeline.pages.places import Places

TRACKED = Tracked("hk-nsl", "A law", "2020-06-30", STANCES[:1], "2026-11-24T01:02:03Z", "f" * 16)
EVENT = replace(
    ZOOM,
    claims=("c1",),
    archived="demo.warc.gz#120",
    publisher="The Paper",
    first_publisher="The Paper",
)
ENTRY = Entry(
    **{name: getattr(EVENT, name) for name in Entry.__slots__ if hasattr(EVENT, name)}
    | {"claims": 1},
    stance_label="Paused",
    colour="#0072B2",
    language="en",
)
EXHIBIT = Exhibit(
    proof=PROOF,
    document="d1",
    context=Context("It was said that ", " And more.", more_before=True, more_after=False),
    start=17,
    end=47,
    authors=("A. Writer",),
    candidates=(DateCandidate("2020-07-08", "json-ld", "2020-07-08T10:00Z"),),
    conflict=False,
    modified=None,
    completeness="full",
    story=None,
    record=Record(
        "demo.warc.gz",
        120,
        40,
        "https://paper.example/zoom",
        "2026-11-24T01:02:03Z",
        "sha256:aa",
        None,
    ),
)
FACTS = EventFacts(
    entry=ENTRY,
    line=Line(EVENT, "Paused", "#0072B2", (PROOF,)),
    definition="Stopped for now.",
    exhibits=(EXHIBIT,),
    former=(),
    corrections=(),
    rulings=(),
    before=None,
    after=None,
)
HERE = Places(site="https://site.example/")
FOLDER = Places("../", served=False, site=None, tracker="hk-nsl")
