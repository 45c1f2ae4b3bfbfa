"""Go through the queue with a person at a terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from pipeline.cli.locking import writing
from pipeline.cli.place import Place
from pipeline.cli.reviews import Case, print_case, read_case, report_ruling, say
from pipeline.errors import Busy

if TYPE_CHECKING:
    from pipeline.reviews.making import Wish
    from pipeline.tracker import Tracker

KEYS = {"a": "accept", "r": "reject", "c": "correct", "m": "merge", "s": "split", "n": "note"}
ASKED = "[a]ccept [r]eject [c]orrect [m]erge [s]plit [n]ote, Enter for the next, [q]uit"
LEAVING = ("accept", "reject", "merge")  # after these the next event is shown
OTHERS = 8  # events of the company that are named to merge with


def go_through(place: Place, tracker: "Tracker", events: Sequence[str], *, by: str | None) -> None:
    """Show one event after the other, ask, and rule; what is ruled is kept at once.

    The data folder is held for the moment of each ruling only, so that a night can run meanwhile.
    """
    if not events:
        say("Nothing awaits a review.")
        return
    session = Session(place, tracker)
    try:
        session.by = by or _ask("Who rules")
        for number, event in enumerate(events, start=1):
            say(f"{number} of {len(events)}")
            if not session.look_at(event):
                break
    except click.Abort:  # Ctrl-C or Ctrl-D: as good as quitting, for all that was ruled is kept
        click.echo(err=True)
    say(f"review: {session.made} {'ruling' if session.made == 1 else 'rulings'} made")


class Session:
    """One person at one terminal: who it is, and how often was ruled."""

    def __init__(self, place: Place, tracker: "Tracker"):
        self.by = ""
        self.made = 0
        self._place = place
        self._tracker = tracker

    def look_at(self, event: str) -> bool:
        """Show an event and ask until it is ruled on or passed over; return whether to go on."""
        from pipeline.reviews.rulings import UnsoundRuling

        case = None
        while True:
            try:
                if case is None:
                    with self._place.store() as store:
                        case = read_case(store, event)
                    print_case(case)
                key = _ask(ASKED, optional=True).casefold()[:1]
                if key in ("", "q"):
                    return key == ""
                wish = self._wish(KEYS[key], case) if key in KEYS else None
                if wish is None:
                    continue
                self._rule(wish)
            except (UnsoundRuling, Busy) as error:
                say(str(error))
                if case is None:
                    return True
                continue
            if wish.ruling in LEAVING:
                return True
            case = None

    def _rule(self, wish: "Wish") -> None:
        from pipeline.reviewing import rule

        with writing(self._place.data):
            report_ruling(rule(self._place.data, self._tracker, wish))
        self.made += 1

    def _wish(self, ruling: str, case: Case) -> "Wish | None":
        """Ask what a ruling needs; None when the person thought better of it."""
        from pipeline.reviews.making import Wish

        event = case.subject.event
        if event is None:
            return None
        field: str | None = None
        value: str | None = None
        claims: tuple[str, ...] = ()
        if ruling == "correct":
            field = _ask("Field: stance, company, scope, date or effective", optional=True)
            value = _ask(f"Right {field}", optional=True) if field else None
        elif ruling == "merge":
            self._name_others(event.company, event.id)
            value = _ask("Event that stays", optional=True)
        elif ruling == "split":
            claims = _chosen(case)
        if (ruling == "merge" and not value) or (ruling == "split" and not claims):
            return None
        if ruling == "correct" and not (field and value):
            return None
        reason = _ask("Why", optional=True)
        if not reason:
            return None
        seen = case.subject.seen
        return Wish(ruling, event.id, self.by, reason, field, value, claims, seen=seen)

    def _name_others(self, company: str, event: str) -> None:
        """Name events of the company that it could be merged with."""
        with self._place.store() as store:
            found = store.timeline(companies=(company,), include_unlisted=True)
        for other in [each for each in found if each.id != event][:OTHERS]:
            say(f"  {other.id}")


def _chosen(case: Case) -> tuple[str, ...]:
    """Ask for claims by their numbers."""
    told = case.subject.evidence
    answer = _ask("Numbers of the claims that tell of another act, such as 2 3", optional=True)
    numbers = [int(word) for word in answer.replace(",", " ").split() if word.isdecimal()]
    return tuple(told[number - 1].id for number in numbers if 0 < number <= len(told))


def _ask(question: str, *, optional: bool = False) -> str:
    if optional:
        answer = click.prompt(question, default="", show_default=False, err=True)
    else:
        answer = click.prompt(question, err=True)
    return str(answer).strip()
