"""Read which events an address asks for, and say what is wrong with it instead of guessing."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.pages.places import Query
from pipeline.store.reading import Choice
from pipeline.visible import one_line

KNOWN = ("company", "stance", "scope", "since", "until", "all", "after")
SHAPE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
MOST_COMPANIES = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: the choice, where a page of it begins, and what is wrong.

    ``given`` holds the values as they came, to fill the form with; ``problems`` say which of them
    cannot be taken. With problems there is no choice to show.
    """

    choice: Choice
    after: str | None
    given: Mapping[str, tuple[str, ...]]
    problems: tuple[str, ...] = ()

    def values(self, name: str) -> tuple[str, ...]:
        """Give the values of one filter as they came."""
        return self.given.get(name, ())

    def query(self, *, after: str | None = None) -> Query:
        """Give the query that leads to the same choice, or to its next page."""
        return {
            "company": self.choice.companies,
            "stance": self.choice.stance,
            "scope": self.choice.scope,
            "since": self.choice.since,
            "until": self.choice.until,
            "all": "1" if self.choice.include_unlisted else None,
            "after": after,
        }

    def words(self, companies: Mapping[str, str], stances: Mapping[str, str]) -> str:
        """Say the choice in words; "" for the whole timeline."""
        choice = self.choice
        said = (
            ", ".join(companies.get(slug, slug) for slug in choice.companies),
            stances.get(choice.stance or "", ""),
            (choice.scope or "").replace("_", " "),
            f"since {choice.since}" if choice.since else "",
            f"until {choice.until}" if choice.until else "",
            "also events that await a review" if choice.include_unlisted else "",
        )
        return ", ".join(filter(None, said))


def asked(
    query: Mapping[str, Sequence[str]],
    *,
    companies: Collection[str],
    stances: Collection[str],
    scopes: Collection[str],
) -> Asked:
    """Read a query; empty values ask for nothing, as forms send them.

    ``companies``, ``stances`` and ``scopes`` are those that there are.
    """
    given = {
        name: tuple(value.strip() for value in values if value.strip())
        for name, values in query.items()
        if name in KNOWN
    }
    problems = [
        f"{_shown(name)} is no filter; choose among {', '.join(KNOWN[:-1])}"
        for name in query
        if name not in KNOWN
    ]
    for name, known in (("company", companies), ("stance", stances), ("scope", scopes)):
        problems += [
            f"there is no {name} {_shown(value)}"
            for value in given.get(name, ())
            if value not in known
        ]
    for name in ("stance", "scope", "since", "until"):
        if len(set(given.get(name, ()))) > 1:
            problems.append(f"{name} is given more than once; keep one")
    since, until = (_date(given, name, problems) for name in ("since", "until"))
    if since and until and since > until + "~":  # "~" sorts after digits and hyphens
        problems.append(f"the period ends ({until}) before it begins ({since}); swap the two")
    if len(given.get("company", ())) > MOST_COMPANIES:
        problems.append(f"more than {MOST_COMPANIES} companies are asked for; leave some out")
    choice = Choice(
        companies=tuple(dict.fromkeys(given.get("company", ()))),
        stance=_first(given, "stance"),
        scope=_first(given, "scope"),
        since=since,
        until=until,
        include_unlisted=_first(given, "all") is not None,
    )
    return Asked(Choice() if problems else choice, _first(given, "after"), given, tuple(problems))


def _first(given: Mapping[str, tuple[str, ...]], name: str) -> str | None:
    return given.get(name, (None,))[0] if given.get(name) else None


def _date(given: Mapping[str, tuple[str, ...]], name: str, problems: list[str]) -> str | None:
    value = _first(given, name)
    if value is None:
        return None
    wrong = "" if SHAPE.fullmatch(value) else "its notation is another"
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError as error:
        wrong = wrong or str(error)
    if not wrong:
        return value
    problems.append(
        f"{name}: {_shown(value)} is no date ({wrong}); write 2020-07-06, 2020-07 or 2020"
    )
    return None


def _shown(value: str) -> str:
    shown = one_line(value)
    return f"“{shown if len(shown) <= 80 else shown[:80] + '…'}”"
