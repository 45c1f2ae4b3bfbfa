"""Work out the versions of watched pages from how they were seen, and when a stance came there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from pipeline.model import Document, StoredClaim, When
from pipeline.statements.digest import reading_of
from pipeline.statements.history import Version, history
from pipeline.statements.ledger import note_readings, read_readings
from pipeline.statements.observing import Observation, StanceSentence
from pipeline.statements.reading import significant
from pipeline.statements.stays import Stay, dated_between, stays
from pipeline.store import Store
from pipeline.store.contents import Sighting, StatementSentence, StatementVersion
from pipeline.tracker import Tracker
from scrapers.sources import Source


def settle_pages(store: Store, tracker: Tracker, *, ledger: Path, fingerprint: str) -> None:
    """Work out anew the versions of each watched page that was seen otherwise than before.

    How its bytes are read is in the ledger, safely on disk, before the database shows it.
    """
    waiting = store.unsettled_pages()
    known = read_readings(ledger) if waiting else {}
    sources = {source.id: source for source in tracker.sources}
    for name in waiting:
        source = sources.get(name)
        versions: tuple[StatementVersion, ...] = ()
        sentences: tuple[StatementSentence, ...] = ()
        if source is not None:  # else nothing is known of it any more but that it was seen
            documents, claims = store.told_by(name)
            seen = store.sightings(name)
            urls = {each.seen_at: each.url for each in seen}
            looks = _observations(seen, documents, claims)
            told = history(looks)
            former = note_readings(ledger, _read(looks, told), known=known)
            told = history(looks, former=former) if former else told
            versions = tuple(_versions(source, told, urls))
            sentences = tuple(_sentences(source, stays(looks), claims, urls))
        with store.transaction(fingerprint) as rows:
            rows.put_statement(name, versions=versions, sentences=sentences)


def appearances(sentences: Iterable[StatementSentence]) -> Mapping[str, When]:
    """Date by claim the stances that came to a watched page, as far as two looks agree on it.

    The page must have been seen without any sentence of that stance before: one that stood there
    from the first look on, or was only worded anew, came at a time that nobody saw.
    """

    def place(each: StatementSentence) -> tuple[str, str, str, str]:
        return each.source, each.company, each.stance, each.scope

    found: dict[str, When] = {}
    ordered = sorted(sentences, key=lambda each: (place(each), each.present_from, each.id))
    for _, group in groupby(ordered, key=place):
        first, *others = group
        when = dated_between(first.absent_until, first.present_from)
        if when.value is not None:
            found |= {each.claim: when for each in (first, *others) if each.claim}
    return found


def _observations(
    seen: Sequence[Sighting], documents: Sequence[Document], claims: Sequence[StoredClaim]
) -> tuple[Observation, ...]:
    """Give each look the words that its bytes hold, and the stances in them."""
    said = {reading_of(document.text): document for document in documents}
    readings = {each.digest: each.reading for each in seen if each.reading}
    told = {
        document.id: tuple(
            StanceSentence(
                stored.claim.quote, stored.claim.company, stored.claim.stance, stored.claim.scope
            )
            for stored in claims
            if stored.document.id == document.id and stored.claim.modality != "conditional"
        )
        for document in documents
    }
    looks = []
    for each in seen:
        document = said.get(readings.get(each.digest) or "")
        looks.append(
            Observation(
                at=each.seen_at,
                outcome=each.outcome,
                digest=each.digest,
                text=document.text if document else None,
                stances=told[document.id] if document else (),
            )
        )
    return tuple(looks)


def _read(looks: Sequence[Observation], versions: Sequence[Version]) -> dict[str, tuple[str, ...]]:
    """Give the sentences in the bytes that first showed each version of a page."""
    texts = {look.digest: look.text for look in looks if look.digest and look.text}
    shown = {version.digest for version in versions}
    return {digest: significant(text) for digest, text in texts.items() if digest in shown}


def _versions(
    source: Source, versions: Sequence[Version], urls: Mapping[str, str]
) -> Iterator[StatementVersion]:
    for version in versions:
        yield StatementVersion(
            id=_name(source.id, version.change, version.seen_at, version.digest or ""),
            source=source.id,
            company=source.company,
            url=urls[version.seen_at],
            change=version.change,
            seen_at=version.seen_at,
            before_at=version.before_at,
            last_at=version.last_at,
            digest=version.digest,
            appeared=version.appeared,
            disappeared=version.disappeared,
            reworded=version.reworded,
            replaced=version.replaced,
        )


def _sentences(
    source: Source,
    found: Sequence[Stay],
    claims: Sequence[StoredClaim],
    urls: Mapping[str, str],
) -> Iterator[StatementSentence]:
    for stay in found:
        yield StatementSentence(
            id=_name(source.id, stay.company, stay.stance, stay.sentence, stay.present_from),
            source=source.id,
            company=stay.company,
            url=urls[stay.present_from],
            stance=stay.stance,
            scope=stay.scope,
            sentence=stay.sentence,
            absent_until=stay.absent_until,
            present_from=stay.present_from,
            present_until=stay.present_until,
            absent_from=stay.absent_from,
            ended_by=stay.ended_by,
            claim=_claim_of(stay, claims),
        )


def _claim_of(stay: Stay, claims: Sequence[StoredClaim]) -> str | None:
    """Find the earliest claim that was read from a sentence, in any version of its page."""
    found = [
        (stored.document.captured_at or "", stored.id)
        for stored in claims
        if (stored.claim.company, stored.claim.stance, stored.claim.scope)
        == (stay.company, stay.stance, stay.scope)
        and stored.claim.quote == stay.sentence
    ]
    return min(found)[1] if found else None


def _name(*parts: str) -> str:
    return sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
