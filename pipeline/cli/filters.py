"""Choose events by company, stance and time; the same options for every command that shows them."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.inputs import IsoDate
from pipeline.errors import NotFound

if TYPE_CHECKING:
    from pipeline.model import Event
    from pipeline.store import Choice, Store
    from pipeline.tracker import Tracker


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person asked for; dates are ISO days, months or years."""

    companies: tuple[str, ...]
    stance: str | None
    since: str | None
    until: str | None
    everything: bool

    def events(self, store: "Store", tracker: "Tracker") -> "list[Event]":
        """Ask the store; a company or stance that the tracker lacks is wrong usage."""
        choice = self.choice(tracker)
        return store.timeline(
            companies=choice.companies,
            stance=choice.stance,
            since=choice.since,
            until=choice.until,
            include_unlisted=choice.include_unlisted,
        )

    def choice(self, tracker: "Tracker") -> "Choice":
        """Spell the choice as the store wants it; raise click.BadParameter for the unknown."""
        from pipeline.store import Choice

        known = [stance.id for stance in tracker.stances]
        if self.stance is not None and self.stance not in known:
            raise click.BadParameter(
                f"{self.stance!r} is no stance of {tracker.id}; choose one of {', '.join(known)}",
                param_hint="--stance",
            )
        if self.since and self.until and self.since > self.until + "~":  # "~" sorts after digits
            raise click.BadParameter(
                f"the period ends ({self.until}) before it begins ({self.since}); swap the two",
                param_hint="--since",
            )
        return Choice(
            companies=tuple(company_slug(name, tracker) for name in self.companies),
            stance=self.stance,
            since=self.since,
            until=self.until,
            include_unlisted=self.everything,
        )

    def words(self) -> str:
        """Say in words what was chosen; "" for the whole timeline."""
        said = [
            ", ".join(self.companies),
            f"stance {self.stance}" if self.stance else "",
            f"since {self.since}" if self.since else "",
            f"until {self.until}" if self.until else "",
            "also events that await a review" if self.everything else "",
        ]
        return ", ".join(each for each in said if each)


def company_slug(name: str, tracker: "Tracker") -> str:
    """Find a company by slug, name or alias, in any case."""
    for company in tracker.companies:
        spellings = (company.slug, company.name, *company.aliases)
        if name.casefold() in {spelling.casefold() for spelling in spellings}:
            return company.slug
    try:
        return tracker.company(name).slug
    except NotFound as error:
        raise click.BadParameter(str(error), param_hint="COMPANY") from error


def with_filters(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command COMPANY..., ``--stance``, ``--since``, ``--until`` and ``--all``."""

    @click.argument("companies", metavar="[COMPANY]...", nargs=-1)
    @click.option("--stance", metavar="STANCE", help="Only this stance, such as paused.")
    @click.option("--since", metavar="DATE", type=IsoDate(prefix=True), help="From this day on.")
    @click.option("--until", metavar="DATE", type=IsoDate(prefix=True), help="Up to this day.")
    @click.option("--all", "everything", is_flag=True, help="Also events that await a review.")
    @functools.wraps(function)
    def filtered(
        *args: Any,
        companies: tuple[str, ...],
        stance: str | None,
        since: str | None,
        until: str | None,
        everything: bool,
        **options: Any,
    ) -> None:
        filters = Filters(companies, stance, since, until, everything)
        function(*args, filters=filters, **options)

    return filtered
