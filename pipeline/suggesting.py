"""Suggest companies: names on no list that take a stance, read by the very rules of the tracker."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pipeline.extract import Reader
from pipeline.extract.parsing import load_model
from pipeline.model import Claim, Document
from pipeline.suggesting_names import Name, companies_among, gather_names
from pipeline.tracker import Company, Tracker
from pipeline.visible import visible


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A company that the tracker does not know, and the claims it would have if it did."""

    company: Company
    claims: tuple[tuple[Document, Claim], ...]

    @property
    def documents(self) -> int:
        """Count the documents in which it takes a stance."""
        return len({document.id for document, _ in self.claims})


def suggest(documents: Sequence[Document], tracker: Tracker, *, least: int = 1) -> list[Suggestion]:
    """Return companies that stand on no list and take a stance, the most often told first.

    Every unknown name is put on the list, and the texts are read with it; those that act as a
    company does stay, and are read again alone, so that they count what they will count once
    they are on the list. ``least`` is the number of documents that must tell of a stance.
    """
    documents = [replace(one, text=visible(one.text).text) for one in documents]
    names = companies_among(gather_names(documents, tracker, load_model(names=True)), tracker)
    proposed = _as_companies(names, tracker, documents)
    found = _read(documents, tracker, proposed)
    acting = {slug: proposed[slug] for slug in found if _acts(proposed[slug][1], found[slug])}
    found = _read(documents, tracker, acting) if len(acting) < len(proposed) else found
    suggestions = [
        Suggestion(acting[slug][0], tuple(claims))
        for slug, claims in found.items()
        if slug in acting and _acts(acting[slug][1], claims)
    ]
    return sorted(
        (one for one in suggestions if one.documents >= least),
        key=lambda one: (-one.documents, -len(one.claims), one.company.slug),
    )


_Proposed = Mapping[str, tuple[Company, Name]]


def _read(
    documents: Sequence[Document], tracker: Tracker, proposed: _Proposed
) -> dict[str, list[tuple[Document, Claim]]]:
    """Read the texts as if the proposed companies stood in the tracker."""
    if not proposed:
        return {}
    listed = (*tracker.companies, *(company for company, _ in proposed.values()))
    reader = Reader(tracker.model_copy(update={"companies": listed}))
    names = re.compile(
        "|".join(re.escape(s) for _, name in proposed.values() for s in name.spellings)
    )
    found = defaultdict(list)
    telling = (document for document in documents if names.search(document.text))
    for document, claims in reader.read_many(telling):
        for claim in claims:
            if claim.company in proposed:
                found[claim.company].append((document, claim))
    return found


def _acts(name: Name, claims: Sequence[tuple[Document, Claim]]) -> bool:
    """Tell whether a name does what companies do: persons and papers speak of the law as well."""
    if not any(_is_named(name, claim) or _speaks(name, told) for told, claim in claims):
        return False
    if name.is_business and not name.newsroom:
        return True
    return any(claim.scope != "law" for _, claim in claims)


def _is_named(name: Name, claim: Claim) -> bool:
    """Tell whether a sentence names who acts; one that only reports an act is not meant."""
    near = claim.rule.endswith(("; named]", "; pronoun]", "; borrowed]"))
    return near and any(spelling in claim.quote for spelling in name.spellings)


def _speaks(name: Name, document: Document) -> bool:
    """Tell whether a page is the name's own."""
    host = (urlsplit(document.url).hostname or "") if document.url else ""
    place = f"{document.publisher or ''} {host.replace('.', ' ')}".casefold().split()
    return name.spelling.split()[0].casefold() in place


def _as_companies(
    names: Mapping[str, Name], tracker: Tracker, documents: Sequence[Document]
) -> dict[str, tuple[Company, Name]]:
    """Write names as entries of companies.toml; one that is also a word counts as spelled only."""
    plain = {name for name in names if " " not in name and name[1:].islower()}
    ordinary = _written_small(plain, documents)
    slugs = {company.slug for company in tracker.companies}
    proposed = {}
    for spelling, name in names.items():
        slug = _slug(spelling, slugs)
        slugs.add(slug)
        aliases = sorted(s for s in name.spellings if s.casefold() != spelling.casefold())
        company = Company(
            slug=slug,
            name=spelling,
            aliases=tuple(aliases),
            kind="other",
            ambiguous=spelling in ordinary,
        )
        proposed[slug] = (company, name)
    return proposed


def _written_small(names: Collection[str], documents: Sequence[Document]) -> set[str]:
    """Return the names that texts also write as words: "Surge" and "a surge of requests"."""
    small = {name.lower(): name for name in names}
    return {
        small[word]
        for document in documents
        for word in set(re.findall(r"\w+", document.text)) & small.keys()
    }


def _slug(name: str, taken: Collection[str]) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-") or "company"
    return next(
        slug
        for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3)))
        if slug not in taken
    )
