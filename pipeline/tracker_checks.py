"""Find what no single entry can know: names used twice, references that lead nowhere."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.tracker_models import Company, Milestone, Stance, WordClass, nearest
from scrapers.sources import Source

OPERATORS = frozenset({"not"})  # what a rule may say beside the classes of [words]
MARKS = "-="  # what a step of a rule may begin with; the head of stances.toml explains them


def check_companies(companies: Sequence[Company]) -> Iterator[str]:
    """Yield what is wrong between companies: slugs, spellings, parents, dated names."""
    slugs = [company.slug for company in companies]
    for slug in _twice(slugs):
        yield f"company {slug!r}: key 'slug' is used twice; give one of the two another slug"
    yield from _shared_spellings(companies)
    parents = {company.slug: company.parent for company in companies}
    for company in companies:
        if company.parent is not None and company.parent not in parents:
            yield (
                f"company {company.slug!r}: key 'parent': {company.parent!r} is no company; "
                f"{nearest(company.parent, slugs)}"
            )
        elif _owns_itself(company.slug, parents):
            yield f"company {company.slug!r}: key 'parent' leads back to it; drop one parent"
        for dated in company.names:
            if dated.since and dated.until and dated.since >= dated.until:
                yield (
                    f"company {company.slug!r}: name {dated.name!r}: key 'until' is not after "
                    "'since'; swap the two or correct one"
                )


def check_milestones(milestones: Sequence[Milestone]) -> Iterator[str]:
    """Yield ids used twice, and phrases by which texts would mean two days."""
    for name in _twice(milestone.id for milestone in milestones):
        yield f"milestone {name!r}: key 'id' is used twice; give one of the two another id"
    owners: dict[str, str] = {}
    for milestone in milestones:
        for phrase in milestone.phrases:
            owner = owners.setdefault(phrase.casefold(), milestone.id)
            if owner != milestone.id:
                yield (
                    f"milestone {milestone.id!r}: key 'phrases': {phrase!r} also belongs to "
                    f"{owner!r}; leave it with one of them"
                )


def check_stances(
    stances: Sequence[Stance], words: dict[str, WordClass], slugs: Sequence[str] | None
) -> Iterator[str]:
    """Yield rules that name no class or stance, examples about no company, answers of no kind.

    ``slugs`` is None when the companies could not be read: then nothing is said of them.
    """
    ids = [stance.id for stance in stances]
    for name in _twice(ids):
        yield f"stance {name!r}: key 'id' is used twice; give one of the two another id"
    for name, entry in words.items():
        if name in OPERATORS:
            yield f"words {name!r}: this is an operator of the rules; choose another name"
        if not (entry.verbs or entry.nouns or entry.adjectives or entry.phrases):
            yield f"words {name!r}: no words; write verbs, nouns, adjectives or phrases"
    for stance in stances:
        if bool(stance.kinds) != bool(stance.answers):
            has, lacks = ("kinds", "answers") if stance.kinds else ("answers", "kinds")
            yield (
                f"stance {stance.id!r}: key {lacks!r} is missing beside {has!r}; say how many "
                "requests of which kinds are answered, or drop both"
            )
        here = f"stance {stance.id!r}"
        yield from _unknown(here, "excludes", stance.excludes, ids, "stance")
        if stance.id in stance.excludes:
            yield f"{here}: key 'excludes': no stance excludes itself; drop it there"
        for kind in _twice(stance.kinds):
            yield f"stance {stance.id!r}: key 'kinds': {kind!r} is named twice; drop one"
        for rule in stance.rules:
            here = f"stance {stance.id!r}: rule {rule.act!r}"
            acts = [name for step in rule.act.split() for name in step.lstrip(MARKS).split("|")]
            yield from _unknown(here, "act", acts, [*words, *OPERATORS], "word class")
            yield from _unknown(here, "unless", rule.unless, list(words), "word class")
            yield from _unknown(here, "with", rule.with_, list(words), "word class")
            yield from _unknown(here, "limited", [rule.limited], ids, "stance")
        if slugs is not None:
            for key, examples in (("holds", stance.holds), ("fails", stance.fails)):
                for number, example in enumerate(examples, start=1):
                    here = f"stance {stance.id!r}: {key} no. {number}"
                    yield from _unknown(here, "company", [example.company], slugs, "company")


def check_sources(sources: Sequence[Source], slugs: Sequence[str] | None) -> Iterator[str]:
    """Yield ids and addresses used twice, searches for nothing, and companies that do not exist.

    ``slugs`` are those of the companies, None when they are not known.
    """
    for name in _twice(source.id for source in sources):
        yield f"source {name!r}: key 'id' is used twice; give one of the two another id"
    first: dict[str, str] = {}
    for source in sources:
        if first.setdefault(source.url, source.id) != source.id:
            yield (
                f"source {source.id!r}: key 'url' is read by {first[source.url]!r} already; "
                "drop one of the two"
            )
        if source.keep and source.expect and source.expect.links_per_week:
            yield (
                f"source {source.id!r}: key 'expect': links_per_week counts kept links only; "
                "drop it, or drop 'keep'"
            )
        if source.kind == "search" and not source.query:
            yield f"source {source.id!r}: key 'query' is missing; say what the search looks for"
        if slugs is not None:
            here = f"source {source.id!r}"
            yield from _unknown(here, "company", [source.company], slugs, "company")


def _shared_spellings(companies: Sequence[Company]) -> Iterator[str]:
    """Yield names that lead to two companies, or that a company both has and disowns."""
    owners: dict[str, str] = {}
    for company in companies:
        for key, spelling in _spellings(company):
            owner = owners.setdefault(spelling.casefold(), company.slug)
            if owner != company.slug:
                yield (
                    f"company {company.slug!r}: key {key!r}: {spelling!r} also belongs to "
                    f"{owner!r}; leave it with one of them"
                )
    for company in companies:
        for phrase in company.not_:
            if phrase.casefold() in owners:
                yield (
                    f"company {company.slug!r}: key 'not': {phrase!r} is also a name of "
                    f"{owners[phrase.casefold()]!r}; leave it in one place"
                )


def _spellings(company: Company) -> Iterator[tuple[str, str]]:
    yield "name", company.name
    yield from (("aliases", alias) for alias in company.aliases)
    yield from (("names", dated.name) for dated in company.names)
    yield from (("zh", name) for name in company.zh)
    for product in company.products:
        yield from (("products", name) for name in (product.name, *product.aliases))


def _owns_itself(slug: str, parents: dict[str, str | None]) -> bool:
    above, seen = parents[slug], {slug}
    while above is not None and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above == slug


def _unknown(
    here: str, key: str, names: Iterable[str | None], known: Sequence[str], noun: str
) -> Iterator[str]:
    for name in names:
        if name is not None and name not in known:
            yield f"{here}: key {key!r}: {name!r} is no {noun}; {nearest(name, known)}"


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
