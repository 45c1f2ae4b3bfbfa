"""Fill a database with hostile texts: each stands in every field that takes text from outside."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

from hostile_texts import ADDRESSES, HOSTILE, ODD_ADDRESSES

from pipeline.model import DateCandidate, Event, StoredClaim, When
from pipeline.store import Store
from pipeline.store.contents import Correction, Review, Run, Visit
from pipeline.tracker_models import Company, Tracker

made = SimpleNamespace(
    **run_path(str(Path(__file__).parents[1] / "pipeline" / "store_contents.py"))
)
HOST = "hostile.example"  # what a hostile text asks for, when it runs


def _kept(text: str) -> str:
    """Give a text as a database takes it: half a character is kept as the mark of one."""
    return text.encode("utf-8", "replace").decode("utf-8")


TEXTS = tuple(_kept(text) for text in HOSTILE if text.strip())
LINKS = tuple(map(_kept, (*ADDRESSES, *ODD_ADDRESSES)))
NAMES = tuple(text for text in TEXTS if len(text) < 1000)  # of a company, of a person
CROWD = 100  # claims of an event, as many as its page shows
# Between them these events have a claim with every text and every address.
CROWDED = tuple(
    f"company-{number}-paused-2020-07-07"
    for number in range(-(-max(len(TEXTS), len(LINKS)) // CROWD))
)


def turned(texts: tuple[str, ...], by: int) -> Iterator[str]:
    """Give texts again and again, beginning with another one, so that each meets others."""
    return islice(cycle(texts), by, None)


def hostile_database(path: Path) -> None:
    """Make a database with every text and address of ``hostile_texts`` in every field."""
    claims = tuple(_claims())
    events = tuple(_events(claims))
    contents = made.make_contents(
        tracker=_tracker(),
        claims=claims,
        documents=(),
        captures=(),
        events=events,
        redirects=(("company-0-paused-2020-07-06", CROWDED[0]),),
        figures=(
            replace(made.FIGURE, company="company-0", printed_kind=NAMES[0], source=LINKS[0]),
        ),
        reviews=tuple(
            Review(f"r{number}", event.id, "accept", name, reason, made.MOMENT)
            for number, (event, name, reason) in enumerate(
                zip(events, turned(NAMES, 11), turned(NAMES, 12), strict=False)
            )
        ),
        corrections=tuple(
            Correction(f"k{number}", event.id, "date", before, after, reason, made.MOMENT)
            for number, (event, before, after, reason) in enumerate(
                zip(events, turned(NAMES, 13), turned(NAMES, 14), turned(NAMES, 15), strict=False)
            )
        ),
    )
    with Store.open(path, mode="w") as store:
        store.rebuild(contents)
        with store.transaction("f" * 16) as rows:
            run = Run("n1", "refresh", made.MOMENT, None, 4, 1, 2, 3, problems=NAMES)
            rows.put_run(run, [Visit("n1", "paper", made.MOMENT, "new", problems=NAMES)])


def _tracker() -> Tracker:
    products = turned(NAMES, 5)
    companies = tuple(
        Company.model_construct(
            slug=f"company-{number}",
            name=name,
            aliases=(next(products),),
            products=(),
            parent=None,
            names=(),
            zh=(),
            not_=(),
            descriptions=(),
            kind="other",
            country=None,
        )
        for number, name in enumerate(NAMES)
    )
    source = made.TRACKER.sources[0].model_copy(update={"publisher": NAMES[0]})
    words = {"label": NAMES[1], "definition": NAMES[2]}
    first, *others = made.TRACKER.stances
    return made.TRACKER.model_copy(
        update={
            "name": NAMES[3],
            "companies": companies,
            "sources": (source,),
            "stances": (first.model_copy(update=words), *others),
        }
    )


def _claims() -> Iterator[StoredClaim]:
    count = max(len(TEXTS), len(LINKS))
    fields = zip(*(turned(TEXTS, by) for by in range(8)), turned(LINKS, 0), strict=False)
    for number, (quote, title, publisher, author, basis, speaker, rule, raw, url) in enumerate(
        islice(fields, count)
    ):
        document = made.make_document(
            number,
            url=url,
            title=title,
            publisher=publisher,
            authors=(author,),
            published_basis=basis,
            published_candidates=(DateCandidate("2020-07-08", basis, raw),),
            text=f"Before. {quote} After.",
            captured_at=None,
            digest=None,
        )
        company = number % len(NAMES)
        stored = made.make_claim(number, document=made.make_document(number))
        claim = replace(
            stored.claim,
            company=f"company-{company}",
            company_name=NAMES[company],
            product=speaker,
            quote=quote,
            start=8,
            end=8 + len(quote),
            announced=When("2020-07-07", "day", basis),
            effective=When("2020-07", "month", raw),
            speaker=speaker,
            rule=rule,
        )
        yield StoredClaim(stored.id, document, claim)


def _events(claims: tuple[StoredClaim, ...]) -> Iterator[Event]:
    bases, publishers = turned(TEXTS, 9), turned(TEXTS, 10)
    for number, stored in enumerate(claims):
        company = number % len(NAMES)
        crowd = claims[CROWD * number : CROWD * (number + 1)]
        own = tuple(each.id for each in crowd or [stored])
        day = f"2020-07-{7 + number // len(NAMES):02}"
        yield made.make_event(
            f"company-{company}-paused-{day}",
            company=f"company-{company}",
            company_name=NAMES[company],
            products=(NAMES[company],),
            date=day,
            basis=next(bases),
            quote=stored.claim.quote,
            url=stored.document.url,
            archived=next(turned(LINKS, number)),
            publisher=(publisher := next(publishers)),
            first_publisher=publisher,
            claims=own,
        )
