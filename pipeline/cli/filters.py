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
    from pipeline.store import Store
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
        return store.timeline(
            companies=tuple(company_slug(name, tracker) for name in self.companies),
            stance=self.stance,
            since=self.since,
            until=self.until,
            include_unlisted=self.everything,
        )


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
