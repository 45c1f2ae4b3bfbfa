"""Draw timelines for the terminal."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.cli.paper import Paper

if TYPE_CHECKING:
    from pipeline.model import Event
    from pipeline.tracker import Tracker


def print_timeline(events: "Sequence[Event]", tracker: "Tracker") -> None:
    """Print one timeline per company, companies in the order of their first event."""
    paper = Paper()
    first: dict[str, int] = {}
    for position, event in enumerate(events):
        first.setdefault(event.company, position)
    ordered = sorted(events, key=lambda event: first[event.company])  # stable: dates stay in order
    styles = stance_styles(tracker)
    labels = [styles.get(event.stance, (event.stance, ""))[0] for event in events]
    width = 0 if paper.narrow else max(map(len, labels), default=0)
    for _, group in groupby(ordered, key=lambda event: event.company):
        of_company = list(group)
        paper.line((of_company[0].company_name, "bold"))
        for event in of_company:
            label, style = styles.get(event.stance, (event.stance, "bold"))
            _print_event(paper, event, (label.ljust(width), style))
        paper.gap()


def stance_styles(tracker: "Tracker") -> dict[str, tuple[str, str]]:
    """Give each stance its label with a mark, and the style that it is shown in.

    A database may hold a stance that was taken out of the tracker since: callers show its id.
    """
    return {stance.id: (f"● {stance.label}", f"bold {stance.colour}") for stance in tracker.stances}


def _print_event(paper: Paper, event: "Event", label: tuple[str, str]) -> None:
    when = shown_date(event.date, event.precision).ljust(10)
    products = f" ({', '.join(event.products)})" if event.products else ""
    scope = event.scope.replace("_", " ")
    indent = 4 if paper.narrow else 14
    paper.line(
        f"  {when}  ",
        label,
        f"  {scope}{products}",
        ("  awaits review" if event.status == "in_review" else "", "italic"),
    )
    paper.line((f"“{event.quote}”", "italic"), indent=indent)
    host = urlsplit(event.url or "").hostname
    told = event.publisher or host or "an added text"
    others = event.sources - 1
    support = f" and {others} more {'source' if others == 1 else 'sources'}" if others > 0 else ""
    effective = f", effective {event.effective}" if event.effective else ""
    paper.line((f"{told}{support}{effective}", "dim"), indent=indent)
    paper.line((event.id, "dim"), indent=indent)


def shown_date(value: str | None, precision: str | None) -> str:
    """Spell a date as precisely as it is known, and no more."""
    if value is None:
        return "undated"
    return f"about {value}" if precision == "approximate" else value
