"""Fill an archive and its database as years of nights would have, in seconds.

Records are packed as a night packs them, but nobody waits for the disk; documents and claims are
made up and not read out of the pages. The database stands at the end of every file, so the next
run finds nothing to catch up with.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path

from pipeline.copies import bands
from pipeline.fingerprint import fingerprint
from pipeline.merge import claim_id
from pipeline.model import Claim, DateCandidate, Document, StoredClaim, When
from pipeline.standing import settle
from pipeline.store import Contents, Store
from pipeline.store.contents import LastLook, Run, Visit, written_visit
from pipeline.store.transaction import Transaction
from pipeline.tracker import Company, Tracker, tracker_folder
from scrapers.answers import Answer, Ask
from scrapers.links import Link
from scrapers.looks import Look
from scrapers.recording import Recording

A_NIGHT = 50  # new documents
FIRST_NIGHT = datetime.fromisoformat("2020-07-07T01:00:00Z")
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Article:
    """One page of a made-up newsroom; the quote is None where it is not relevant."""

    url: str
    text: str
    quote: str | None
    company: Company | None
    etag: str
    body: bytes


@cache
def sentences() -> tuple[str, ...]:
    """Write 5,000 sentences about nothing, the same ones every time."""
    rng = random.Random(4)
    syllables = [first + last for first in "bdfgklmnprstvz" for last in ("a", "e", "o", "in", "ar")]
    words = ["".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(4_000)]
    return tuple(
        " ".join(rng.choices(words, k=rng.randint(12, 24))).capitalize() + "." for _ in range(5_000)
    )


def article(origin: str, number: int, tracker: Tracker, *, edition: int = 0) -> Article:
    """Write the page ``/page/<number>``; a later ``edition`` of it has other words.

    Every fiftieth is relevant: it says that a company has paused something. A few companies are
    in the news far more often than others.
    """
    rng = random.Random(f"{number} {edition}")
    paragraphs = rng.sample(sentences(), 8)
    company, quote = None, None
    if number % 50 == 0:
        share = random.Random(number).random() ** 2
        company = tracker.companies[int(len(tracker.companies) * share)]
        quote = f"{company.name} has paused data requests from Hong Kong, it said on July 7, 2020."
        paragraphs.insert(0, quote)
    url, title = f"{origin}/page/{number}", f"Story {number}"
    told = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    body = (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>'
        f'<link rel="canonical" href="{url}"></head>'
        f"<body><article><h1>{title}</h1>\n{told}\n</article></body></html>"
    ).encode()
    text = "\n\n".join([title, *paragraphs])
    return Article(url, text, quote, company, f'"{number}-{edition}"', body)


def fill(data: Path, tracker: Tracker, *, origins: dict[str, str], count: int) -> None:
    """Fill an empty data folder with ``count`` documents of the sources in ``origins``.

    ``origins`` gives the address of each source's host. Fifty documents came a night.
    """
    made_by = fingerprint(tracker_folder(data, tracker.id))
    places = list(origins.items())
    numbers = iter(range(count))
    with (
        Store.open(data / "timeline.db", mode="w") as store,
        store.remaking(Contents(tracker, made_by)),
        store.transaction(made_by) as rows,
    ):
        night = FIRST_NIGHT
        while tonight := list(islice(numbers, A_NIGHT)):
            pages = [
                (source, article(origin, number, tracker))
                for number in tonight
                for source, origin in [places[number % len(places)]]
            ]
            _spend(rows, data / "private" / "warc", night, pages)
            night += timedelta(days=1)
        settle(
            store,
            ledger=data / "private" / "events.jsonl",
            fingerprint=made_by,
            threshold=tracker.threshold,
        )


class _Unsynced(Recording):
    """A recording that does not wait for the disk."""

    def _append(self, records: bytes, *, wait: bool = True) -> None:
        with self._path.open("ab", buffering=0) as file:
            file.write(records)
        self._size += len(records)


def _spend(
    rows: Transaction,
    folder: Path,
    night: datetime,
    pages: list[tuple[str, Article]],
) -> None:
    """Record one night in a file of its own, and enter its rows."""
    moment = night.strftime("%Y-%m-%dT%H:%M:%SZ")
    recording = _Unsynced(folder, command="refresh", started_at=moment)
    done = dict.fromkeys(("looks", "captures", "documents"), len(pages))
    run = Run(recording.start.id, "refresh", moment, moment, **done)
    visits = [
        Visit(run.id, source, moment, "not_modified", links=20, asked=3, new=2)
        for source in sorted({source for source, _ in pages})
    ]
    rows.put_run(run, visits)
    for source, page in pages:
        look = recording.keep(*_asked(source, page, moment))
        _enter(rows, look, page)
    told = {"problems": [], "visits": [written_visit(visit) for visit in visits], "claims": 0}
    end = recording.end(done | told, finished_at=moment)
    rows.put_read_to(end.file, end.end)


def _asked(source: str, page: Article, moment: str) -> tuple[Ask, Answer]:
    headers = (("Content-Type", HTML), ("ETag", page.etag))
    link = Link(page.url, published=moment[:10])
    return (
        Ask(page.url, source, link=link, via=f"{page.url.partition('/page')[0]}/sitemap.xml"),
        Answer(page.url, page.url, moment, 200, headers, page.body, 20),
    )


def _enter(rows: Transaction, look: Look, page: Article) -> None:
    capture = look.capture
    if capture is None:
        raise ValueError(f"{page.url} gave no capture")
    moment = capture.captured_at
    rows.put_look(
        LastLook(
            page.url,
            look.ask.source,
            "page",
            moment,
            moment,
            "new",
            status=200,
            etag=page.etag,
            digest=capture.digest,
            file=capture.file,
            offset=capture.offset,
            kept_as="new",
        )
    )
    rows.put_capture(capture)
    document = Document(
        id=hashlib.sha256(page.url.encode() + b"\n" + page.body).hexdigest()[:16],
        url=page.url,
        source=look.ask.source,
        title=page.text.partition("\n")[0],
        publisher=look.ask.source,
        authors=(),
        published=moment[:10],
        published_basis="feed",
        published_candidates=(DateCandidate(moment[:10], "feed", moment[:10]),),
        published_conflict=False,
        modified=None,
        language="en",
        completeness="full",
        text=page.text,
        captured_at=moment,
        digest=capture.digest,
    )
    claims = tuple(_claims(document, page))
    rows.put_document(document, claims, bands=bands(page.text) if claims else ())


def _claims(document: Document, page: Article) -> Iterator[StoredClaim]:
    """Let a relevant page tell of a step of its company, a new one each quarter."""
    if page.company is None or page.quote is None:
        return
    published = document.published or ""
    quarter = f"{published[:4]}-{(int(published[5:7]) + 2) // 3 * 3 - 2:02}-01"
    start = document.text.index(page.quote)
    claim = Claim(
        company=page.company.slug,
        company_name=page.company.name,
        product=None,
        stance="paused",
        scope="data_requests",
        announced=When(quarter, "day", "on the first"),
        effective=When(),
        modality="done",
        quote=page.quote,
        start=start,
        end=start + len(page.quote),
        speaker=page.company.name,
        voice="reported",
        confidence=0.9,
        rule="paused: made up",
    )
    yield StoredClaim(claim_id(document, claim), document, claim)
